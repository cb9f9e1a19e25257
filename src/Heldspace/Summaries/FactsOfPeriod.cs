using Heldspace.Pathway;
using Heldspace.Services;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Summaries;

/// <summary>The facts of a period from a day to another, which is not in it any more, sorted for counting.</summary>
internal sealed class FactsOfPeriod
{
    private readonly IReadOnlyList<Fact> all;
    private readonly HashSet<string> over;
    private readonly HashSet<string> foundNotEligible;

    public FactsOfPeriod(ServiceDefinition service, IReadOnlyList<Fact> facts, LocalDate from, LocalDate until)
    {
        (Service, all, From, Until) = (service, facts, from, until);
        Within = [.. facts.Where(fact => fact.Kind != FactKinds.Open && fact.Day >= from && fact.Day < until)];
        var (first, last) = (LondonWeek.Of(from), LondonWeek.Of(until.PlusDays(-1)));
        var rows = facts.Where(fact => fact.Kind == FactKinds.Open && !IsConsultation(fact[FactValues.Beside])).ToLookup(fact => LondonWeek.Of(fact.At));
        Rows = [.. rows.Where(week => week.Key >= first && week.Key <= last).SelectMany(week => week)];

        // A period that begins within a week is met at its first Monday.
        AtStart = [.. rows[first.Monday < from && first < last ? first.Next : first]];
        Standing = [.. rows[last]];
        var ended = LastWords(facts).Where(last => last.Kind == FactKinds.Closed).ToList();
        over = ended.Where(last => last.Day < until).Select(last => last.Case).ToHashSet(StringComparer.Ordinal);
        foundNotEligible = ended.Where(last => last[FactValues.Reason] == nameof(ClosureReason.TurnedOutNotEligible)).Select(last => last.Case).ToHashSet(StringComparer.Ordinal);
    }

    public ServiceDefinition Service { get; }

    public LocalDate From { get; }

    public LocalDate Until { get; }

    /// <summary>What happened in the period.</summary>
    public IReadOnlyList<Fact> Within { get; }

    /// <summary>Cases that were open when one of its weeks began, a row for each week; without consultations.</summary>
    public IReadOnlyList<Fact> Rows { get; }

    /// <summary>Cases that were open when its first whole week began.</summary>
    public IReadOnlyList<Fact> AtStart { get; }

    /// <summary>Cases that were open when its last week began.</summary>
    public IReadOnlyList<Fact> Standing { get; }

    /// <summary>Everything that was read, from before and after the period too.</summary>
    public IReadOnlyList<Fact> All => all;

    public IEnumerable<Fact> Of(string kind) => Within.Where(fact => fact.Kind == kind);

    /// <summary>The first of a kind that a case ever had, where that lies in the period: nobody is assessed for the first time twice.</summary>
    public IEnumerable<Fact> FirstOf(string kind) => all.Where(fact => fact.Kind == kind).GroupBy(fact => fact.Case, StringComparer.Ordinal).Select(same => same.MinBy(fact => fact.At)!).Where(IsWithin);

    /// <summary>Cases that ended between two days and were not opened again, those apart that were none.</summary>
    public IEnumerable<Fact> ClosedBetween(LocalDate from, LocalDate until) => LastWords(all)
        .Where(fact => fact.Kind == FactKinds.Closed && fact.Day >= from && fact.Day < until)
        .Where(fact => fact[FactValues.Reason] is not (nameof(ClosureReason.NoReferral) or nameof(ClosureReason.TurnedOutNotEligible)));

    public IEnumerable<Fact> Closed => ClosedBetween(From, Until);

    /// <summary>Of each case the last ending between two days, whether it was opened again or not, those apart that were none.</summary>
    public IEnumerable<Fact> EndedBetween(LocalDate from, LocalDate until) => all
        .Where(fact => fact.Kind == FactKinds.Closed && fact.Day >= from && fact.Day < until && fact[FactValues.Reason] is not (nameof(ClosureReason.NoReferral) or nameof(ClosureReason.TurnedOutNotEligible)))
        .GroupBy(fact => fact.Case, StringComparer.Ordinal)
        .Select(same => same.MaxBy(fact => fact.At)!);

    /// <summary>Those that stood when its last week began and did not end in it.</summary>
    public IEnumerable<Fact> StillOpen => Standing.Where(row => !over.Contains(row.Case));

    /// <summary>Cases that a colleague found not to be for this service, after the rules had let them in.</summary>
    public bool TurnedOutNotEligible(string @case) => foundNotEligible.Contains(@case);

    /// <summary>Cases that were open on any day of the period. It may begin within a week: who ended before its first day is none of them, and who came in that week before it is one.</summary>
    public IReadOnlySet<string> OpenDuring
    {
        get
        {
            var first = LondonWeek.Of(From);
            var endedBefore = LastWords(all.Where(fact => fact.Day >= first.Monday && fact.Day < From)).Where(last => last.Kind == FactKinds.Closed).Select(last => last.Case).ToHashSet(StringComparer.Ordinal);
            return Rows.Where(row => LondonWeek.Of(row.At) == first)
                .Concat(all.Where(fact => fact.Day >= first.Monday && fact.Day < From && IsNew(fact)))
                .Where(fact => !endedBefore.Contains(fact.Case))
                .Concat(Rows.Where(row => LondonWeek.Of(row.At) > first))
                .Concat(Within.Where(fact => IsNew(fact) || fact.Kind == FactKinds.Reopened))
                .Select(fact => fact.Case)
                .ToHashSet(StringComparer.Ordinal);
        }
    }

    /// <summary>Of who stood there when the last week began: those who have waited for longer, on the last day of the period, and still do; a clock that stands at the time counts for nobody.</summary>
    public int StillWaiting(string reached, string reachedKind, int days)
    {
        var done = all.Where(fact => fact.Day < Until && fact.Kind == reachedKind).Select(fact => fact.Case).ToHashSet(StringComparer.Ordinal);
        return StillOpen.Count(row =>
            row[reached] is null && !row.Says(FactValues.Instead) && !row.Says(FactValues.Paused) && row[FactValues.Beside] is null && !done.Contains(row.Case)
            && row.Date(FactValues.From) is { } since && Period.DaysBetween(since, Until.PlusDays(-1)) - (row.Number(FactValues.PausedDays) ?? 0) > days);
    }

    /// <summary>A referral, or a child who entered care; whoever only wants a consultation has no case of a child.</summary>
    public bool IsNew(Fact fact) => fact.Kind == FactKinds.Received ? IsAccepted(fact) : fact.Kind == FactKinds.AskedFor && !IsConsultation(fact[FactValues.AppointmentKind]);

    /// <summary>Taken on, or held until somebody has decided.</summary>
    public static bool IsAccepted(Fact received) => received[FactValues.Outcome] != nameof(Eligibility.Outcome.NotEligible);

    public bool IsConsultation(string? kind) => kind is not null && Service.PurposeOf(kind) == AppointmentPurpose.Consultation;

    public bool IsScreening(string? kind) => kind is not null && Service.PurposeOf(kind) == AppointmentPurpose.Screening;

    private bool IsWithin(Fact fact) => fact.Day >= From && fact.Day < Until;

    /// <summary>Of each case what was said last of its end: an event has a number.</summary>
    private static IEnumerable<Fact> LastWords(IEnumerable<Fact> facts) => facts
        .Where(fact => fact.Kind is FactKinds.Closed or FactKinds.Reopened)
        .GroupBy(fact => fact.Case, StringComparer.Ordinal)
        .Select(same => same.MaxBy(fact => int.Parse(fact.Id.Split(':')[2], System.Globalization.CultureInfo.InvariantCulture))!);
}
