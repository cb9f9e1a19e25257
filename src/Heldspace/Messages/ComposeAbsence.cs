using System.Globalization;
using Heldspace.Pathway;
using Heldspace.Services;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Messages;

/// <summary>Fills the service's text about a clinician who is away. Names of staff only, and references of cases.</summary>
public static class ComposeAbsence
{
    /// <summary>The list waits for somebody to confirm it.</summary>
    public static Composed List(ServiceDefinition service, Absence absence, Uri link, bool still)
    {
        ArgumentNullException.ThrowIfNull(absence);
        var why = absence.MailboxGone ? "The mailbox of {0} is gone, so that nobody sees what is held there. {1} in it." : "{0} is away {2}. {1} in that time.";
        var count = absence.Items.Length == 1 ? "1 appointment is held" : $"{Number(absence.Items.Length)} appointments are held";
        var reason = string.Format(CultureInfo.InvariantCulture, why, Name(service, absence), count, When(absence));
        return Fill(
            service,
            $"{reason} {(still ? "Nobody has confirmed the list yet, so nothing has been moved and no family has been told: please look at it now." : "Nothing has been moved yet. Please look at what each child would get, and confirm it.")}",
            absence.Items.Select(item => $"- {item.Reference}: {item.Words}{(item.RingFirst ? ". Ring first" : "")}"),
            link);
    }

    /// <summary>To the clinician: what was confirmed.</summary>
    public static Composed Confirmed(ServiceDefinition service, Absence absence) => Fill(
        service,
        $"You are marked as away {When(absence)}. Nothing new is held with you in that time. "
            + (absence.Items.IsEmpty ? "No appointment was held." : "What was held with you is being given other places; the families are told. Nothing is left for you to do.")
            + $" If you are there after all, please tell {service.Scheduler.Name}.",
        absence.Items.Select(item => $"- {item.Reference}: {Compose.Moment(item.From.Start)}"),
        null);

    /// <summary>To the clinician: it was taken back.</summary>
    public static Composed Undone(ServiceDefinition service, Absence absence) => Fill(
        service,
        $"You are no longer marked as away {When(absence)}. Appointments come back to you where nobody has agreed to another place meanwhile. Please look at your calendar.",
        [],
        null);

    /// <summary>To the scheduler: calendars that the service may not look into. Nothing is moved for it.</summary>
    public static Composed Closed(ServiceDefinition service, IEnumerable<TeamMember> team)
    {
        ArgumentNullException.ThrowIfNull(team);
        return Fill(
            service,
            "Nobody is known to be away, but we are not allowed to look into the calendars below any more. What is moved or cancelled there is not noticed. Everything stays held where it is. "
                + "Please ask whoever looks after your mailboxes to let us in again, and ask your colleagues whether anything has changed.",
            team.Select(member => $"- {member.Name}"),
            null);
    }

    /// <summary>From when to when, in words that follow “away”.</summary>
    public static string When(Absence absence)
    {
        ArgumentNullException.ThrowIfNull(absence);
        var time = absence.Time;
        var (start, end) = (time.Start.InZone(London.Zone).LocalDateTime, time.End.InZone(London.Zone).LocalDateTime);
        var last = end.TimeOfDay == LocalTime.Midnight ? end.Date.PlusDays(-1) : end.Date;
        var until = end.TimeOfDay == LocalTime.Midnight ? Day(last) : $"{Day(last)}, {Time(end)}";
        return (start.TimeOfDay == LocalTime.Midnight, start.Date == last, end.TimeOfDay == LocalTime.Midnight) switch
        {
            (true, true, true) => $"on {Day(last)}",
            (true, _, _) => $"from {Day(start.Date)} to {until}",
            (false, true, true) => $"on {Day(last)} from {Time(start)}",
            _ => $"from {Day(start.Date)}, {Time(start)}, to {until}",
        };
    }

    private static Composed Fill(ServiceDefinition service, string reason, IEnumerable<string> lines, Uri? link) => Composed.Of(
        service, Texts.Absence, [("reason", reason), ("list", string.Join('\n', lines)), ("link", link?.ToString())]);

    private static string Name(ServiceDefinition service, Absence absence) => service.Team.FirstOrDefault(member => member.Id == absence.Clinician)?.Name ?? "A colleague";

    private static string Day(LocalDate day) => day.ToString("ddd d MMM yyyy", CultureInfo.InvariantCulture);

    private static string Time(LocalDateTime time) => time.TimeOfDay.ToString("HH:mm", CultureInfo.InvariantCulture);

    private static string Number(int n) => n.ToString(CultureInfo.InvariantCulture);
}
