using Heldspace.Safeguarding;
using Heldspace.Services;
using Heldspace.Time;

namespace Heldspace.Intake;

/// <summary>Turns a form as it was sent into a referral: every answer under its own field, held to the same rules as a mail.</summary>
public static class ReadForm
{
    private const string Source = "form";

    public static Referral Read(ReceivedForm form, ServiceDefinition service, IntakeId intake)
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

        var child = CrossRules.Apply(Settle.Of(1, findings), today);
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
            Concerns = Screen.Form(form),
            Unread = [.. form.Attachments.Select((attachment, index) => Attachments.DisplayName(index + 1, attachment.Name, attachment.ContentType))],
        };
    }
}
