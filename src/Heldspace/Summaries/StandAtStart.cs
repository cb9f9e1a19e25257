using System.Globalization;
using Heldspace.Pathway;
using Heldspace.Services;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Summaries;

/// <summary>
/// How a case stood when a week began: with a row for each that was open, a week's figures need nothing from before it. Told by days, as they are known now, so
/// that it can be told again at any time.
/// </summary>
public static class StandAtStart
{
    /// <summary>Null where the case was not open at the first instant of the week in London.</summary>
    /// <param name="service">Whose.</param>
    /// <param name="file">The case as it is now.</param>
    /// <param name="history">All of it, oldest first.</param>
    /// <param name="week">Which.</param>
    public static Fact? Of(ServiceDefinition service, CaseFile file, IEnumerable<CaseEvent> history, LondonWeek week)
    {
        ArgumentNullException.ThrowIfNull(service);
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(history);
        var (record, monday, start) = (file.Case, week.Monday, week.Interval.Start);
        var events = history.ToList();
        if (record.ReceivedAt >= start || record.State is not (CaseState.Open or CaseState.Closed) || VouchForReferral.IsNone(record) || !IsOpen(events, monday))
        {
            return null;
        }

        var received = London.Day(record.ScreenedAt is { } began && London.Day(began) < monday ? began : record.FirstReceivedAt);
        var due = events.OfType<CaseEvent.SdqDue>().LastOrDefault(said => said.At < start);
        var reviewed = record.Reviews.LastOrDefault(review => review.On < monday);
        return new($"{FactKinds.Open}:{record.Id}", FactKinds.Open, start, TellFacts.Values(
            record,
            monday.PlusDays(-1),
            (FactValues.From, TellFacts.DayOf(received)),
            (FactValues.Assessed, Before(record.AssessedAt is { } assessed ? London.Day(assessed) : null, monday)),
            (FactValues.Begun, Before(record.InterventionAt is { } begun ? London.Day(begun) : null, monday)),
            (FactValues.Plan, Before(record.PlanAgreedOn, monday)),
            (FactValues.LastReview, Before(reviewed?.On, monday)),
            (FactValues.PausedDays, Clocks.PausedDays(record, received, monday).ToString(CultureInfo.InvariantCulture)),
            (FactValues.Paused, record.Pauses.Any(pause => pause.From < monday && !(pause.Until < monday)) ? FactValues.Yes : ""),
            (FactValues.Instead, record.Onward is { InsteadOfOurs: true } onward && onward.On < monday ? FactValues.Yes : ""),
            (FactValues.SdqDue, due is null ? "" : TellFacts.DayOf(due.On)),
            (FactValues.Beside, record.Beside is not { } beside ? "" : service.PurposeOf(beside) == AppointmentPurpose.Consultation || record.ScreenedAt is not { } screened || London.Day(screened) >= monday ? beside : "")));
    }

    /// <summary>From which day on an event may change how its case stood.</summary>
    public static LocalDate Touches(CaseEvent happened) => happened switch
    {
        CaseEvent.OutcomeRecorded said => London.Day(said.Start),
        CaseEvent.OutcomeCorrected said => London.Day(said.Start),
        CaseEvent.OutcomeUndone undone => London.Day(undone.Start),
        CaseEvent.PlanAgreed agreed => agreed.On,
        CaseEvent.Reviewed reviewed => reviewed.On,
        CaseEvent.ClocksPaused paused => paused.Pause.From,
        CaseEvent.ClocksResumed resumed => resumed.On,
        CaseEvent.SupportedOnward onward => onward.Onward.On,
        CaseEvent.Closed closed => closed.Closure.On,
        { } other => London.Day(other.At),
    };

    /// <summary>By what ended it, and what opened it again, before a day.</summary>
    private static bool IsOpen(List<CaseEvent> events, LocalDate day)
    {
        var open = true;
        foreach (var happened in events)
        {
            open = happened switch
            {
                CaseEvent.Closed closed when closed.Closure.On < day => false,
                CaseEvent.Reopened reopened when London.Day(reopened.At) < day => true,
                _ => open,
            };
        }

        return open;
    }

    private static string Before(LocalDate? day, LocalDate monday) => day is { } known && known < monday ? TellFacts.DayOf(known) : "";
}
