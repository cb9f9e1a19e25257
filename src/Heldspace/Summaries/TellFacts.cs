using System.Globalization;
using Heldspace.Measures;
using Heldspace.Measures.Asking;
using Heldspace.Pathway;
using Heldspace.Services;
using Heldspace.Time;
using NodaTime;
using NodaTime.Text;

namespace Heldspace.Summaries;

/// <summary>
/// What summaries count of a case: codes, days and numbers only, no words that anybody wrote. Facts say what is known now: what can be corrected has one id, so
/// that the correction takes the place of what it corrects, and the whole case always tells the same facts, however often it is asked.
/// </summary>
public static class TellFacts
{
    /// <summary>Of one event: nothing for what nobody counts.</summary>
    /// <param name="service">Whose.</param>
    /// <param name="measures">Every measure there is.</param>
    /// <param name="file">The case as it is now.</param>
    /// <param name="happened">The event.</param>
    /// <param name="number">Its number in the case's history.</param>
    public static IEnumerable<Fact> Of(ServiceDefinition service, MeasureFiles measures, CaseFile file, CaseEvent happened, int number)
    {
        ArgumentNullException.ThrowIfNull(file);
        return happened is CaseEvent.Answered ? Measured(measures, file) : One(service, measures, file, happened, number) is { } fact ? [fact] : [];
    }

    /// <summary>Every fact of a case but those of the beginnings of weeks: what there is to be, whatever was written.</summary>
    public static IReadOnlyList<Fact> All(ServiceDefinition service, MeasureFiles measures, CaseFile file, IEnumerable<CaseEvent> history)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(history);
        return [.. Ever(service, measures, file, history).Select(same => same.Last())];
    }

    /// <summary>Facts that were told once and in whose place others came since, in another week: what was said of a meeting, or when a plan was agreed, was corrected or taken back.</summary>
    public static IReadOnlyList<(LondonWeek Week, string Id)> Overtaken(ServiceDefinition service, MeasureFiles measures, CaseFile file, IEnumerable<CaseEvent> history)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(history);
        return [.. Ever(service, measures, file, history).SelectMany(same => same.Select(fact => (LondonWeek.Of(fact.At), fact.Id)).Distinct().Where(told => told.Item1 != LondonWeek.Of(same.Last().At)))];
    }

    /// <summary>
    /// Whether an event may change what earlier facts of its case say: who the child is, since when they wait, what an ended case came to, or when something was that can only be once.
    /// Then all are told anew.
    /// </summary>
    public static bool ChangesEarlier(CaseFile file, CaseEvent happened) => happened
        is CaseEvent.Corrected or CaseEvent.Replied { Added.IsEmpty: false } or CaseEvent.TookIn or CaseEvent.GaveBack or CaseEvent.Merged or CaseEvent.MergeTakenBack or CaseEvent.PlacementToldByRoster
            or CaseEvent.VouchedFor or CaseEvent.NoReferral or CaseEvent.NoReferralTakenBack
            or CaseEvent.OutcomeCorrected or CaseEvent.OutcomeUndone or CaseEvent.PlanAgreed or CaseEvent.SupportedOnward or CaseEvent.SaidWhetherSeen
        || (happened is CaseEvent.OutcomeRecorded said && RecordOutcome.IsCancelled(said.What))
        || (happened is CaseEvent.Answered or CaseEvent.PlacementMoved or CaseEvent.ContactsRecorded && file.Case.Closure is not null);

    /// <summary>That a referral came.</summary>
    public static Fact Received(Case opened)
    {
        ArgumentNullException.ThrowIfNull(opened);
        return new(
            $"received:{opened.Id}",

            // What is forecast from referrals is first meetings; a screening or a consultation is none.
            VouchForReferral.IsNone(opened) ? FactKinds.NoReferral
                : opened.State == CaseState.Quarantined ? FactKinds.Quarantined
                : opened.State is CaseState.PossibleDuplicate or CaseState.Merged ? FactKinds.Duplicate
                : opened.Beside is null ? FactKinds.Received : FactKinds.AskedFor,
            opened.ReceivedAt,
            Values(
                opened,
                London.Day(opened.ReceivedAt),
                (FactValues.AppointmentKind, opened.Beside ?? OpenCase.Assessment),
                (FactValues.Channel, opened.Channel.ToString()),
                (FactValues.Outcome, opened.Eligibility.Outcome.ToString()),
                (FactValues.Rule, opened.Eligibility.RuleId),
                (FactValues.Signpost, opened.Eligibility.Signpost ?? ""),
                (FactValues.Urgency, opened.Child.Value(Intake.Fields.Urgency) ?? FactValues.Unknown),
                (FactValues.Category, opened.Child.Value(Intake.Fields.Category) ?? FactValues.Unknown),
                (FactValues.ReferrerRole, opened.Referrer.Role ?? FactValues.Unknown),
                (FactValues.From, DayOf(London.Day(opened.ClockStart(opened.Beside ?? OpenCase.Assessment)))),
                (FactValues.Missing, Number(opened.Missing.Length))));
    }

    /// <summary>How a first look for a place ended: held, or nothing free. Of an appointment that has come so far.</summary>
    public static IEnumerable<Fact> OfAppointment(Case opened, Appointment appointment)
    {
        ArgumentNullException.ThrowIfNull(opened);
        ArgumentNullException.ThrowIfNull(appointment);
        if (appointment is { HeldAt: not null, Slot: { } slot })
        {
            yield return new($"held:{opened.Id}:{appointment.Id}", FactKinds.Held, opened.ReceivedAt, Values(
                opened,
                London.Day(opened.ReceivedAt),
                (FactValues.Clinician, slot.Clinician),
                (FactValues.WaitingDays, Number(Period.DaysBetween(London.Day(opened.ClockStart(appointment.Kind)), London.Day(slot.Start)))),
                (FactValues.Provisional, opened.Provisional.ToString())));
        }
        else if (appointment.State == AppointmentState.NoPlace)
        {
            yield return new($"noPlace:{opened.Id}:{appointment.Id}", FactKinds.NoPlace, opened.ReceivedAt, Values(opened, London.Day(opened.ReceivedAt)));
        }
    }

    /// <summary>By their id: the last of each is what is so.</summary>
    private static IEnumerable<IGrouping<string, Fact>> Ever(ServiceDefinition service, MeasureFiles measures, CaseFile file, IEnumerable<CaseEvent> history) =>
        file.Appointments.SelectMany(appointment => OfAppointment(file.Case, appointment))
            .Prepend(Received(file.Case))
            .Concat(history.SelectMany((happened, index) => Of(service, measures, file, happened, index + 1)))
            .GroupBy(fact => fact.Id, StringComparer.Ordinal);

    private static Fact? One(ServiceDefinition service, MeasureFiles measures, CaseFile file, CaseEvent happened, int number) => happened switch
    {
        CaseEvent.OutcomeRecorded said => Outcome(service, file, said.Appointment, said.Kind, said.What, said.Clinician, said.Start, said.At),
        CaseEvent.OutcomeCorrected said => Outcome(service, file, said.Appointment, said.Kind, said.What, said.Clinician, said.Start, said.At),
        CaseEvent.OutcomeUndone undone => Outcome(service, file, undone.Appointment, undone.Kind, null, undone.Clinician, undone.Start, undone.At),
        CaseEvent.PlanAgreed agreed => On(file, FactKinds.PlanAgreed, "", agreed.On, []),
        CaseEvent.Reviewed reviewed => On(file, FactKinds.Reviewed, DayOf(reviewed.On), reviewed.On, [(FactValues.What, reviewed.What.ToString())]),
        CaseEvent.ContactsRecorded contacts => On(file, FactKinds.Contacts, DayOf(contacts.On), contacts.On, [(FactValues.Count, Number(contacts.Count))]),
        CaseEvent.PlacementMoved moved => On(file, FactKinds.PlacementChanged, DayOf(moved.On), moved.On, [(FactValues.Planned, moved.Planned switch { true => FactValues.Yes, false => FactValues.No, _ => FactValues.Unknown })]),
        CaseEvent.SupportedOnward onward => On(file, FactKinds.Onward, "", onward.Onward.On, [(FactValues.Instead, onward.Onward.InsteadOfOurs ? FactValues.Yes : FactValues.No)]),
        CaseEvent.Closed or CaseEvent.Reopened when service.PurposeOf(file.Case.Beside) == AppointmentPurpose.Consultation => null,
        CaseEvent.Closed closed => On(file, FactKinds.Closed, Number(number), closed.Closure.On, AtTheEnd(measures, file, closed.Closure)),
        CaseEvent.Confirmed or CaseEvent.VouchedFor or CaseEvent.NoReferral or CaseEvent.NoReferralTakenBack
            or CaseEvent.TwoChildren or CaseEvent.NobodySaidWhetherSame or CaseEvent.Merged or CaseEvent.MergeTakenBack => Received(file.Case),
        CaseEvent.SaidWhetherSeen seen => On(file, FactKinds.SeenElsewhere, "", seen.What.On, [(FactValues.Seen, seen.What.Seen ? FactValues.Yes : FactValues.No)]),
        CaseEvent.Reopened reopened => On(file, FactKinds.Reopened, Number(number), London.Day(reopened.At), []),
        _ => null,
    };

    private static (string, string)[] AtTheEnd(MeasureFiles measures, CaseFile file, Closure closure)
    {
        var (record, received) = (file.Case, London.Day(file.Case.FirstReceivedAt));
        var moves = record.PlacementMoves.Where(move => move.On <= closure.On).ToList();
        var atTheEnd = file with { Asks = [.. file.Asks.Where(ask => ask.Kind != WaveKind.FollowUp)] };
        var changes = Results.Of(measures, atTheEnd).Select(series => series.Answers.LastOrDefault(answer => answer.Change?.All.Any() == true)?.Change).OfType<Comparison>().SelectMany(comparison => comparison.All).ToList();
        return
        [
            (FactValues.Reason, closure.Reason.ToString()),
            (FactValues.ExitPlan, YesNo(closure.ExitPlan)),
            (FactValues.DaysOpen, Number(Period.DaysBetween(London.Day(record.ReceivedAt), closure.On))),
            (FactValues.Contacts, Number(record.Contacts.Where(day => day.On <= closure.On).Sum(day => day.Count) + file.Appointments.Count(appointment => appointment.Outcome?.What == AppointmentOutcome.TookPlace))),
            (FactValues.From, DayOf(received)),
            (FactValues.Assessed, record.AssessedAt is { } assessed ? DayOf(London.Day(assessed)) : ""),
            (FactValues.Moves, moves.Exists(move => move.Planned == false) ? "unplanned" : moves.Exists(move => move.Planned is null) ? FactValues.Unknown : moves.Count > 0 ? "planned" : PlacedBefore.Of(record.Child).PlacementType is null ? FactValues.Unknown : "none"),
            (FactValues.Paired, YesNo(changes.Count > 0)),
            (FactValues.CanShow, YesNo(changes.Exists(change => change.Reliable is not null))),
            (FactValues.Improved, YesNo(changes.Exists(change => change.Reliable == ReliableResult.Improved))),
            (FactValues.Worsened, YesNo(changes.Exists(change => change.Reliable == ReliableResult.Worsened))),
        ];
    }

    /// <summary>A figure for each measure that was answered, ever: a baseline that was written down late changes what the others are compared with.</summary>
    private static IEnumerable<Fact> Measured(MeasureFiles measures, CaseFile file)
    {
        var compared = Results.Of(measures, file)
            .SelectMany(series => series.Answers)
            .Where(result => result.Change?.Total is not null)
            .ToDictionary(result => (result.Ask.Id, result.Asked.Measure), result => result.Change!.Total!.Difference);
        return
            from ask in file.Asks
            where ask is { State: AskState.Answered, EndedAt: not null }
            from asked in ask.Measures
            where asked.Score is not null
            select new Fact($"measured:{file.Case.Id}:{ask.Id}:{asked.Measure}", FactKinds.Measured, ask.EndedAt!.Value, Values(
                file.Case,
                London.Day(ask.EndedAt!.Value),
                (FactValues.Measure, asked.Measure),
                (FactValues.Version, Number(asked.Version)),
                (FactValues.Wave, ask.Wave),
                (FactValues.Respondent, ask.Respondent.Role),
                (FactValues.Total, asked.Score!.Total is { } total ? total.ToString(CultureInfo.InvariantCulture) : ""),
                (FactValues.Subscales, string.Join(' ', asked.Score.Subscales.Where(subscale => subscale.Value is not null).Select(subscale => $"{subscale.Id}={subscale.Value!.Value.ToString(CultureInfo.InvariantCulture)}"))),
                (FactValues.Change, compared.TryGetValue((ask.Id, asked.Measure), out var change) ? change.ToString(CultureInfo.InvariantCulture) : "")));
    }

    private static Fact Outcome(ServiceDefinition service, CaseFile file, string appointment, string kind, AppointmentOutcome? what, string clinician, Instant start, Instant saidAt)
    {
        var day = London.Day(start);
        var paused = Clocks.PausedDays(file.Case, London.Day(file.Case.ClockStart(kind)), day);
        return new(
            $"outcome:{file.Case.Id}:{appointment}",
            (what, kind) switch
            {
                (null, _) => FactKinds.Undone,
                (AppointmentOutcome.TookPlace, OpenCase.Assessment) => FactKinds.Assessed,
                (AppointmentOutcome.TookPlace, WantAppointment.Intervention) => FactKinds.InterventionStarted,
                (AppointmentOutcome.TookPlace, _) when service.PurposeOf(kind) == AppointmentPurpose.Screening => FactKinds.Screened,
                (AppointmentOutcome.TookPlace, _) => FactKinds.TookPlace,
                (AppointmentOutcome.NotBrought, _) => FactKinds.NotBrought,
                _ => FactKinds.Cancelled,
            },

            // A meeting is of its own day; a cancellation of the day it was told, and where it was only written down afterwards of the meeting's.
            what is { } told && RecordOutcome.IsCancelled(told) ? Instant.Min(saidAt, start) : start,
            Values(
                file.Case,
                day,
                (FactValues.AppointmentKind, kind),
                (FactValues.Clinician, clinician),
                (FactValues.WaitingDays, Number(Period.DaysBetween(London.Day(file.Case.ClockStart(kind)), day) - paused)),
                (FactValues.PausedDays, Number(paused)),
                (FactValues.RecordedAfterWorkingDays, Number(WorkingDays.Of(service).Between(day, London.Day(saidAt)))),
                (FactValues.CancelledBy, what switch { AppointmentOutcome.CancelledByFamily => "family", AppointmentOutcome.CancelledByService => "service", _ => "nobody" })));
    }

    /// <summary>A fact of a whole day; it counts for the week of that day's noon.</summary>
    private static Fact On(CaseFile file, string kind, string n, LocalDate day, (string, string)[] values) =>
        new(n.Length == 0 ? $"{kind}:{file.Case.Id}" : $"{kind}:{file.Case.Id}:{n}", kind, London.At(day, LocalTime.Noon), Values(file.Case, day, values));

    /// <summary>What the fact says itself, and whom it is about; what is empty is left out.</summary>
    internal static Dictionary<string, string> Values(Case record, LocalDate day, params (string Name, string Value)[] values) =>
        values.Concat(AboutChild.Of(record, day)).Where(value => value.Value.Length > 0).ToDictionary(value => value.Name, value => value.Value, StringComparer.Ordinal);

    internal static string DayOf(LocalDate day) => LocalDatePattern.Iso.Format(day);

    private static string YesNo(bool yes) => yes ? FactValues.Yes : FactValues.No;

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
