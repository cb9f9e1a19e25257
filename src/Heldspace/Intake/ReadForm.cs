using Heldspace.Safeguarding;
using Heldspace.Services;
using Heldspace.Time;

namespace Heldspace.Intake;

/// <summary>Turns a form as it was sent into a referral: every answer under its own field, held to the same rules as a mail.</summary>
public static class ReadForm
{
    private const string Source = "form";

    /// <param name="form">As it was sent.</param>
    /// <param name="service">Whose.</param>
    /// <param name="intake">Its id.</param>
    /// <param name="files">What was sent with it; null where nobody has it at hand, so that a person reads it.</param>
    public static Referral Read(ReceivedForm form, ServiceDefinition service, IntakeId intake, IReadOnlyList<MailAttachment>? files = null)
    {
        var today = London.Day(form.ReceivedAt);
        var findings = new List<Finding>();
        foreach (var (name, answer) in form.Answers)
        {
            if (!Fields.ByName.TryGetValue(name, out var field))
            {
                continue;
            }

            foreach (var (about, reading) in ReadValue.Of(field, answer, Source, today))
            {
                // What an answer says beside its own field counts less than the answer to that field.
                findings.Add(new(about, reading, 0, about == field ? Origin.Label : Origin.Inferred));
            }
        }

        // What is sent with a form is read by the same door as what is attached to a mail.
        var letters = new ReceivedMail { From = null, ReceivedAt = form.ReceivedAt, Attachments = [.. files ?? form.Attachments.Select(file => new MailAttachment(file.Name, file.ContentType, default, IsInline: false))] };
        var attached = Attached.Of(letters);
        var child = CrossRules.Apply(WithLetters(Settle.Of(1, findings), attached, today), today);
        var email = EmailAddress.TryParse(child.Value(Fields.ReferrerEmail));
        return new()
        {
            Service = service.Id,
            Intake = intake,
            Channel = Channel.Form,
            ReceivedAt = form.ReceivedAt,
            Referrer = new(child.Value(Fields.ReferrerName), child.Value(Fields.ReferrerRole), email, child.Value(Fields.ReferrerPhone), child.Value(Fields.ReferrerOrganisation),
                TrustedSenders.Include(service, email)),
            Children = [child],
            Concerns = [.. Screen.Form(form), .. Screen.Mail(letters, service)],
            Unread = [.. attached.Unread],
        };
    }

    /// <summary>
    /// A letter fills in what the form leaves open, and never as fact: it may tell of a brother too. What it says of whoever wrote it is not of whoever sent the form.
    /// </summary>
    private static Child WithLetters(Child child, Attached attached, NodaTime.LocalDate today)
    {
        var said = attached.Parts(1).SelectMany(part => ReadPart.Read(part, today).Findings).Where(finding => !finding.Field.Name.StartsWith("referrer", StringComparison.Ordinal));
        foreach (var (name, reading) in Settle.Of(1, said).Readings.Where(read => read.Value.Value is not null && child[Fields.ByName[read.Key]] is { Value: null, Note: null }))
        {
            child = child.With(Fields.ByName[name], ReadValue.Doubt(reading, "from a file sent with the form"));
        }

        return child;
    }
}
