using System.Collections.Immutable;
using Heldspace.Intake;
using Heldspace.Messages;
using Heldspace.Services;
using Heldspace.Time;
using NodaTime;
using static Heldspace.Pathway.PlannedMessage;

namespace Heldspace.Pathway;

/// <summary>
/// A fact is missing that could change the decision, and a place is held meanwhile: whoever referred is asked again twice, and then a person decides without it.
/// Facts, section 1: what is missing is chased. How often and for how long is a decision of this project.
/// </summary>
public static class ChaseMissing
{
    /// <summary>Working days after they were first asked on which they are reminded.</summary>
    public static ImmutableArray<int> RemindAfter { get; } = [2, 4];

    /// <summary>Working days after they were first asked on which a person decides at the latest, at noon: whoever reads it has an afternoon.</summary>
    public const int DecideAfter = 5;

    private const string Decision = "missing";

    /// <summary>Of a first word, where what was known is needed anew.</summary>
    private const string Anew = $"{Texts.MissingReminder}.anew-";

    /// <summary>In London: outside the quiet hours.</summary>
    private static readonly LocalTime Morning = new(9, 0);

    /// <summary>Whether it is still missing, and still matters.</summary>
    public static bool IsOn(Case record) => record is { State: CaseState.Open, Provisional: Provisional.NeedsInformation, AssessedAt: null };

    /// <summary>
    /// Somebody put a fact right, or took a merge back, and one is needed that could change the decision: whoever referred is asked for it, and everything below counts from then. Nothing
    /// where no mail goes to them: then a person rings once the time is over.
    /// </summary>
    /// <param name="record">The case as it is now.</param>
    /// <param name="n">Tells this occasion from others.</param>
    /// <param name="now">When.</param>
    public static IEnumerable<Message> AskAnew(Case record, string n, Instant now)
    {
        ArgumentNullException.ThrowIfNull(record);
        return record.Referrer.Email is { } address ? [ToReferrer(Texts.MissingReminder, $"{Anew[(Texts.MissingReminder.Length + 1)..]}{n}", address, now)] : [];
    }

    /// <summary>When they are reminded: before a person decides, and never where nobody can be written to.</summary>
    public static IEnumerable<(string N, Instant At)> Reminders(ServiceDefinition service, CaseFile file)
    {
        var (decide, (round, asked)) = (DecideAt(service, file), Asked(file));
        return file.Case.Referrer.Email is null
            ? []
            : RemindAfter.Select((days, index) => (N: Number(index + 1) + round, At: London.At(WorkingDays.Of(service).After(London.Day(asked), days), Morning))).Where(reminder => reminder.At < decide);
    }

    /// <summary>What the row of the deadline is called: another one each time they are asked anew.</summary>
    public static string DeadlineOf(CaseFile file) => "1" + Asked(file).Round;

    /// <summary>When a person decides: on the working day before the meeting at the latest, whatever time there would be.</summary>
    public static Instant DecideAt(ServiceDefinition service, CaseFile file)
    {
        var (days, asked) = (WorkingDays.Of(service), Asked(file).At);
        var last = London.At(days.After(London.Day(asked), DecideAfter), LocalTime.Noon);
        return file.Current is { State: AppointmentState.Held, Slot: { } slot } ? Instant.Min(last, Instant.Max(asked, London.At(days.Before(London.Day(slot.Start), 1), LocalTime.Noon))) : last;
    }

    /// <summary>When people were told that they decide now; null where they were not.</summary>
    public static Instant? DecidedFrom(CaseFile file) => file.Messages.FirstOrDefault(message => message.Id == $"{Texts.DecisionNeeded}.{Decision}{Asked(file).Round}.scheduler")?.PlannedAt;

    /// <summary>Null where it came meanwhile, they were asked anew since, or nothing may go to them.</summary>
    public static Change? Remind(CaseFile file, string n, Instant now) =>
        IsOn(file.Case) && !file.Case.Withholds && RemindAfter.Select((_, index) => Number(index + 1) + Asked(file).Round).Contains(n) && file.Case.Referrer.Email is { } address ? Change.Of(file.Plan(ToReferrer(Texts.MissingReminder, n, address, now))) : null;

    /// <summary>The time is over: the scheduler, who rings, and the first manager are told. Null where it came meanwhile, they were, or there is more time since the meeting moved.</summary>
    public static Change? Decide(ServiceDefinition service, CaseFile file, Instant now)
    {
        ArgumentNullException.ThrowIfNull(service);
        if (!IsOn(file.Case) || DecidedFrom(file) is not null || now < DecideAt(service, file))
        {
            return null;
        }

        var about = $"{file.Case.Eligibility.Reason} The time to tell us is over. Please ring whoever referred once more, and say on the page of the case what follows: take it on, or close it.";
        Message To(string whom, EmailAddress mailbox) => Alert(Texts.DecisionNeeded, $"{Decision}{Asked(file).Round}.{whom}", mailbox, AlertKinds.DataGap, about, now);
        return Change.Of(file.Plan(To("scheduler", service.Scheduler.Mailbox), To("manager", service.Managers[0].Mailbox)), new CaseEvent.NotToldInTime { At = now });
    }

    /// <summary>When they were first told that something is missing: with the place, or that there is none yet; by whoever rings, where no mail goes to them; or the last time that they were asked anew.</summary>
    private static (string Round, Instant At) Asked(CaseFile file) => file.Messages.Where(message => message.Id.StartsWith(Anew, StringComparison.Ordinal)).MaxBy(message => message.PlannedAt) is { } anew
        ? ($".{anew.Id[Anew.Length..]}", anew.PlannedAt)
        : ("", file.Messages
            .Where(message => message.Kind is Texts.HeldProvisional or Texts.HeldScreening or Texts.NoPlaceYet or Texts.AlertRing)
            .Select(message => message.PlannedAt).DefaultIfEmpty(file.Case.ReceivedAt).Min());
}
