using System.Globalization;
using Heldspace.Allocation;
using Heldspace.Intake;
using Heldspace.Pathway;
using Heldspace.Safeguarding;
using Heldspace.Services;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Messages;

/// <summary>The links that a message may carry. Each is a secret of the person it is sent to, but for the staff page, which asks to sign in.</summary>
/// <param name="Receipt">What became of the referral.</param>
/// <param name="Confirm">For the sender of a form: that it was them.</param>
/// <param name="Appointment">Where they agree, choose another place or cancel; null where no place is held for them.</param>
/// <param name="Case">The staff page of the case.</param>
/// <param name="Acknowledge">Where whoever was told of immediate risk says that they have it; null for every other message.</param>
/// <param name="Survey">Where somebody answers how things are going; null for every other message.</param>
/// <param name="Missing">Where whoever referred tells what is missing; null where nothing is, or they may not.</param>
public sealed record MessageLinks(Uri Receipt, Uri Confirm, Uri? Appointment, Uri Case, Uri? Acknowledge = null, Uri? Missing = null, Uri? Survey = null);

/// <summary>Fills the service's own texts with what is true of a case; <see cref="Texts"/> says what may stand where.</summary>
public static class Compose
{
    private static readonly CultureInfo British = MakeBritish();

    public static Composed Message(ServiceDefinition service, CaseFile file, Message message, MessageLinks links) =>
        message.Ask is { } id && !message.ToStaff && file.Asks.FirstOrDefault(ask => ask.Id == id) is { } ask
            ? Composed.Of(service, service.Texts.ContainsKey(Texts.In(message.Kind, ask.Respondent.Language)) ? Texts.In(message.Kind, ask.Respondent.Language) : message.Kind, OfAsk(service, file, ask, links))
            : Composed.Of(service, message.Kind, Values(service, file, message, links));

    /// <summary>The calendar entry: an opaque reference and the kind of place, nothing of the child.</summary>
    public static Composed CalendarEntry(ServiceDefinition service, CaseFile file, Slot slot) =>
        Composed.Of(service, Texts.Event, [.. OfCase(file), .. OfSlot(service, slot)]);

    /// <summary>The mail to a clinician about a day that is over: references, times and kinds of place, nothing of the children.</summary>
    public static Composed DayList(ServiceDefinition service, LocalDate day, IEnumerable<(Reference Reference, Slot Slot, Uri Link)> appointments) => Composed.Of(
        service,
        Texts.DayList,
        [
            ("date", day.ToString("dddd d MMMM yyyy", British)),
            ("list", string.Join('\n', appointments.Select(appointment =>
                $"- {appointment.Slot.Start.InZone(London.Zone).LocalDateTime.ToString("h:mmtt", British)}, {appointment.Reference}, {PlaceKinds.InWords(service.Places.First(place => place.Id == appointment.Slot.Place).Kind)}: {appointment.Link}"))),
        ]);

    /// <summary>To the scheduler: a sender wrote so much that nothing is answered to them by itself. Who it is stands in the mailbox, not in the mail.</summary>
    /// <param name="service">Whose mailbox.</param>
    /// <param name="since">When the mail came that was one too many.</param>
    /// <param name="link">The staff page of the cases.</param>
    public static Composed RepliesStopped(ServiceDefinition service, Instant since, Uri link) => Composed.Of(
        service,
        Texts.RepliesStopped,
        [
            ("reason", $"More than {RecentMail.Most} mails came from one sender within an hour, up to {Moment(since)}. A program may send them. Nothing is answered to them by itself until it is less. Every mail is kept and read as always, and has its case and its place."),
            ("link", link.ToString()),
        ]);

    /// <summary>By when whoever reads it, or the service, has to have done something.</summary>
    private static Instant Deadline(ServiceDefinition service, CaseFile file, Message message) => message switch
    {
        { Kind: Texts.Confirm or Texts.ConfirmReminder } when file.Case.ConfirmBy is { } by => by,
        { Kind: Texts.MissingReminder } => ChaseMissing.DecideAt(service, file),
        { Step: { } step } when file.Case.Safeguarding is { } alert => OnDuty.ClimbsAt(service, alert with { Step = step }),
        _ => InTouchBy(service, message),
    };

    /// <summary>By when somebody is in touch where no place is free: the end of the next working day.</summary>
    private static Instant InTouchBy(ServiceDefinition service, Message message) =>
        London.At(WorkingDays.Of(service).After(London.Day(message.PlannedAt), 1), new LocalTime(17, 0));

    private static IEnumerable<(string Name, string? Value)> Values(ServiceDefinition service, CaseFile file, Message message, MessageLinks links)
    {
        List<(string, string?)> values =
        [
            .. OfCase(file),
            ("link", (message.ToStaff ? links.Case : message.Kind is Texts.Confirm or Texts.ConfirmReminder ? links.Confirm : file.Case.ReceiptWithheld && links.Appointment is { } theirs ? theirs : links.Receipt).ToString()),
            ("appointmentLink", links.Appointment?.ToString()),
            ("missing", Missing(file.Case)),
            ("missingLink", links.Missing?.ToString()),
            ("reason", message.About ?? file.Case.Eligibility.Reason),
            ("deadline", Moment(Deadline(service, file, message))),
            ("keyWorker", KeyWorker(service, file)),
            ("referrerPhone", file.Case.Referrer.Phone),
            ("child", service.PurposeOf(file.Case.Beside) == AppointmentPurpose.Consultation ? null : "the child or young person"),
        ];
        if (message.Step is not null)
        {
            values.AddRange([
                ("acknowledgeLink", links.Acknowledge?.ToString()),
                ("outOfHours", $"{service.Safeguarding.OutOfHours.Name}, {service.Safeguarding.OutOfHours.Phone}"),
                ("withheld", file.Case.Withholds ? "Nothing goes to whoever wrote before somebody has looked: say on the page of the case when it may." : null),
            ]);
        }

        if (service.Signposts.FirstOrDefault(signpost => signpost.Id == file.Case.Eligibility.Signpost) is { } signpost)
        {
            values.AddRange([("signpost", signpost.Name), ("signpostText", signpost.Text), ("signpostPhone", signpost.Phone), ("signpostWeb", signpost.Web)]);
        }

        if ((message.Appointment is { } about ? file.Appointments.FirstOrDefault(other => other.Id == about) : file.Current) is { } appointment)
        {
            values.Add(("waysOut", string.Join('\n', appointment.WaysOut.Select(way => "- " + way))));
            if (appointment.Slot is { } slot)
            {
                values.AddRange(OfSlot(service, slot));
            }
        }

        return values;
    }

    private static (string Name, string? Value)[] OfCase(CaseFile file) => [("reference", file.Case.Reference.Text), ("referrer", file.Case.Referrer.Name)];

    /// <summary>Nothing of the child but the reference; a text message has not even that.</summary>
    private static (string Name, string? Value)[] OfAsk(ServiceDefinition service, CaseFile file, Measures.Asking.Ask ask, MessageLinks links) =>
    [
        ("reference", file.Case.Reference.Text),
        ("surveyLink", links.Survey?.ToString()),
        ("until", ask.Until.ToString("dddd d MMMM", British)),
        ("name", ask.Respondent.Name),
        ("keyWorker", KeyWorker(service, file)),
    ];

    private static string KeyWorker(ServiceDefinition service, CaseFile file) => service.Team.FirstOrDefault(member => member.Id == file.Case.KeyWorker)?.Name.Split(' ')[0] ?? "us";

    private static (string Name, string? Value)[] OfSlot(ServiceDefinition service, Slot slot)
    {
        var start = slot.Start.InZone(London.Zone).LocalDateTime;
        return
        [
            ("date", start.ToString("dddd d MMMM yyyy", British)),
            ("time", start.ToString("h:mmtt", British)),
            ("minutes", ((int)(slot.End - slot.Start).TotalMinutes).ToString(CultureInfo.InvariantCulture)),
            ("placeKind", PlaceKinds.InWords(service.Places.First(place => place.Id == slot.Place).Kind)),
        ];
    }

    /// <summary>What was written and cannot be relied on stands first: it is what decides who the child is.</summary>
    private static string? Missing(Case opened)
    {
        string[] asked =
        [
            .. opened.Unclear.Select(name => $"{Fields.ByName[name].Label} (what was written is not clear)"),
            .. Fields.InWords(opened.Missing.Except(opened.Unclear, StringComparer.Ordinal)),
        ];
        return asked.Length == 0 ? null : string.Join("; ", asked);
    }

    /// <summary>A moment in London as people say it: 9:15am on Friday 18 September 2026.</summary>
    public static string Moment(Instant instant)
    {
        var local = instant.InZone(London.Zone).LocalDateTime;
        return local.ToString("h:mmtt", British) + " on " + local.ToString("dddd d MMMM yyyy", British);
    }

    private static CultureInfo MakeBritish()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.DateTimeFormat.AMDesignator = "am";
        culture.DateTimeFormat.PMDesignator = "pm";
        return culture;
    }
}
