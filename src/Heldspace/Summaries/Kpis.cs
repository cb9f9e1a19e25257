using System.Collections.Immutable;
using System.Globalization;
using Heldspace.Measures;
using Heldspace.Pathway;
using Heldspace.Services;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Summaries;

/// <summary>
/// The figures of the contract, counted from facts alone (facts.md section 6): K1 to K16, and K17, the same again by who the children are. A period includes its
/// first day and excludes its last.
/// </summary>
public static class Kpis
{
    public const string Assessment = "K1";
    public const string Intervention = "K2";
    public const string OutOfArea = "K3";
    public const string UnplannedMoves = "K4";
    public const string Improved = "K5";
    public const string Confidence = "K6";
    public const string Quality = "K7";
    public const string PlanInPlace = "K8";
    public const string Disengaged = "K9";
    public const string Stability = "K10";
    public const string StepUp = "K11";
    public const string StatutorySdq = "K12";
    public const string ContactsAndDays = "K13";
    public const string Acceptance = "K14";
    public const string Consultation = "K15";
    public const string EntryScreening = "K16";

    /// <summary>Calendar days from receipt, less pauses.</summary>
    public const int AssessmentDays = 28;
    public const int InterventionDays = 56;

    /// <summary>After so many days without a contact somebody who was lost touch with counts as not won back.</summary>
    public const int DisengagedDays = 90;

    /// <summary>A plan that was not looked back on for longer is no current one: a review is due every twelve weeks, and may be four late.</summary>
    public const int PlanWeeks = NextStep.ReviewWeeks + 4;

    /// <summary>Beside K7, whose n are answers: how many people gave them.</summary>
    public const string Respondents = "respondents";

    /// <summary>Beside K5: of those with two answers how many have one by which a reliable change could be known.</summary>
    public const string CanShow = "canShow";

    /// <summary>In place of a rule: a colleague found that it is not for this service.</summary>
    private const string DecidedByAPerson = "person";

    private const int PlanAfterDays = 28;
    private const int ScreeningDays = 28;

    /// <summary>On a scale of five, from here on an answer is one of the two best.</summary>
    private const decimal TopTwo = 4;

    /// <summary>Weeks whose facts have to be read for a period: those of a closure that is ninety days old in it, and of a screening four weeks after it.</summary>
    public static (LondonWeek First, LondonWeek Last) Weeks(LocalDate from, LocalDate until) => (LondonWeek.Of(from.PlusDays(-DisengagedDays)), LondonWeek.Of(until.PlusDays(ScreeningDays)));

    /// <summary>K1 to K16 without anything counted: what each is called and means.</summary>
    public static ImmutableArray<Kpi> Definitions(ServiceDefinition service) => Of(service, [], new(2000, 1, 3), new(2000, 1, 10));

    /// <summary>K1 to K16.</summary>
    /// <param name="service">Whose.</param>
    /// <param name="facts">At least those of <see cref="Weeks"/>, with <see cref="FactValues.All"/>.</param>
    /// <param name="from">The first day.</param>
    /// <param name="until">The first day that is not in it any more.</param>
    public static ImmutableArray<Kpi> Of(ServiceDefinition service, IReadOnlyList<Fact> facts, LocalDate from, LocalDate until)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(from, until);
        var period = new FactsOfPeriod(service, facts, from, until);
        return
        [
            Waits(Assessment, "Assessment within 4 weeks", period, FactKinds.Assessed, FactValues.Assessed, AssessmentDays),
            Waits(Intervention, "First session within 8 weeks", period, FactKinds.InterventionStarted, FactValues.Begun, InterventionDays),
            LivesOutOfArea(period),
            Moved(period),
            GotBetter(period),
            MoreConfident(period),
            Experienced(period),
            HasPlan(period),
            LostTouch(period),
            Stable(period),
            SteppedUp(period),
            Sdq(period),
            Spent(period),
            Accepted(period),
            Consulted(period),
            Screened(period),
        ];
    }

    /// <summary>K17: each of the figures by each of <see cref="FactValues.Breakdowns"/>, by what a case said first in the time that was read; where nobody is of a group there is none.</summary>
    public static ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, ImmutableArray<Kpi>>> Equity(ServiceDefinition service, IReadOnlyList<Fact> facts, LocalDate from, LocalDate until)
    {
        var cases = facts.GroupBy(fact => fact.Case, StringComparer.Ordinal).Where(of => of.Any(fact => fact.Day >= from.PlusDays(-DisengagedDays) && fact.Day < until)).ToList();
        return FactValues.Breakdowns.ToImmutableSortedDictionary(
            by => by,
            by => cases
                .GroupBy(of => of.MinBy(fact => fact.At)![by] ?? FactValues.Unknown, StringComparer.Ordinal)
                .ToImmutableSortedDictionary(group => group.Key, group => Of(service, [.. group.SelectMany(of => of)], from, until), StringComparer.Ordinal),
            StringComparer.Ordinal);
    }

    private static Kpi Waits(string id, string name, FactsOfPeriod period, string kind, string reached, int days)
    {
        var waits = period.FirstOf(kind).Select(fact => fact.Number(FactValues.WaitingDays)).OfType<int>().ToList();
        return new(id, name, waits.Count(wait => wait <= days), waits.Count, waits.Count)
        {
            Figures = [.. Spread(waits), new("stillWaiting", period.StillWaiting(reached, kind, days))],
            Note = $"Calendar days in London from receipt, less days on which the clock was paused. Still waiting: open, not there yet, and longer than {days.ToString(CultureInfo.InvariantCulture)} days.",
        };
    }

    private static Kpi LivesOutOfArea(FactsOfPeriod period)
    {
        var inCare = period.Standing.Where(row => row.Says(FactValues.InCare)).ToList();
        return new(OutOfArea, "Living outside the responsible authority", inCare.Count(row => row.Says(FactValues.OutOfArea)), inCare.Count, inCare.Count)
        {
            Figures = [new("unknown", inCare.Count(row => row[FactValues.OutOfArea] == FactValues.Unknown))],
            Note = "Children in care whose case was open when the last week began.",
        };
    }

    private static Kpi Moved(FactsOfPeriod period)
    {
        var open = period.OpenDuring;
        var moves = period.Of(FactKinds.PlacementChanged).Where(fact => open.Contains(fact.Case)).ToList();
        var unplanned = moves.Where(fact => fact[FactValues.Planned] == FactValues.No).ToList();
        return new(UnplannedMoves, "Unplanned placement changes", unplanned.Select(fact => fact.Case).Distinct(StringComparer.Ordinal).Count(), open.Count, open.Count)
        {
            Figures = [new("unplannedChanges", unplanned.Count), new("plannedChanges", moves.Count(fact => fact.Says(FactValues.Planned))), new("unknownChanges", moves.Count(fact => fact[FactValues.Planned] == FactValues.Unknown))],
            Note = "Children with at least one, of all whose case was open on any day of the period.",
        };
    }

    private static Kpi GotBetter(FactsOfPeriod period)
    {
        var closed = period.Closed.Where(fact => fact[FactValues.Assessed] is not null).ToList();
        var paired = closed.Where(fact => fact.Says(FactValues.Paired)).ToList();
        return new(Improved, "Improved wellbeing at the end", paired.Count(fact => fact.Says(FactValues.Improved) && !fact.Says(FactValues.Worsened)), paired.Count, paired.Count)
        {
            Figures = [new("closed", closed.Count), new(CanShow, paired.Count(fact => fact.Says(FactValues.CanShow))), new("worsened", paired.Count(fact => fact.Says(FactValues.Worsened)))],
            Parts = [new("paired", paired.Count, closed.Count)],
            Note = "Reliable improvement on at least one measure with two answers, and no reliable deterioration. Only measures whose reliable change is known can show either.",
        };
    }

    private static Kpi MoreConfident(FactsOfPeriod period)
    {
        var last = period.Of(FactKinds.Measured)
            .Where(fact => fact[FactValues.Measure] == "confidence" && fact.Amount(FactValues.Change) is not null)
            .GroupBy(fact => (fact.Case, fact[FactValues.Respondent]))
            .Select(same => (Role: same.Key.Item2, Up: same.MaxBy(fact => fact.At)!.Amount(FactValues.Change) >= 1))
            .ToList();
        return new(Confidence, "Confidence of carers and professionals", last.Count(one => one.Up), last.Count, last.Count)
        {
            Parts = [Part("carer", one => one.Role == Roles.Carer), Part("professional", one => one.Role != Roles.Carer)],
            Note = "Up by at least one point of ten since the first answer. Not validated.",
        };

        KpiPart Part(string name, Func<(string? Role, bool Up), bool> isOf) => new(name, last.Count(one => isOf(one) && one.Up), last.Count(isOf));
    }

    private static Kpi Experienced(FactsOfPeriod period)
    {
        var answered = period.Of(FactKinds.Measured).Where(fact => fact[FactValues.Measure] == "experience").ToList();
        var answers = answered
            .SelectMany(fact => (fact[FactValues.Subscales] ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(scored => (Role: fact[FactValues.Respondent], Good: decimal.Parse(scored.Split('=')[1], CultureInfo.InvariantCulture) >= TopTwo)))
            .ToList();
        return new(Quality, "Quality of the service", answers.Count(answer => answer.Good), answers.Count, answers.Count)
        {
            Figures = [new(Respondents, answered.Select(fact => (fact.Case, fact[FactValues.Respondent])).Distinct().Count())],
            Parts = [.. new[] { Roles.YoungPerson, Roles.Carer, Roles.SocialWorker }.Select(role => new KpiPart(role, answers.Count(answer => answer.Role == role && answer.Good), answers.Count(answer => answer.Role == role)))],
            Note = "Answers in the two best of five, of all that were given. Not validated.",
        };
    }

    private static Kpi HasPlan(FactsOfPeriod period)
    {
        var due = period.StillOpen.Where(row => !row.Says(FactValues.Instead) && row.Date(FactValues.Assessed) is { } assessed && assessed.PlusDays(PlanAfterDays) < period.Until).ToList();
        var inLastWeek = period.All.Where(fact => fact.Kind is FactKinds.PlanAgreed or FactKinds.Reviewed && fact.Day < period.Until).ToLookup(fact => fact.Case, StringComparer.Ordinal);
        return new(PlanInPlace, "Plan in place", due.Count(row => Latest(row) is { } latest && latest.PlusWeeks(PlanWeeks) >= period.Until), due.Count, due.Count)
        {
            Note = $"Open for more than {PlanAfterDays.ToString(CultureInfo.InvariantCulture)} days after the assessment. A plan is current that was agreed or looked back on within {PlanWeeks.ToString(CultureInfo.InvariantCulture)} weeks.",
        };

        // A review without a plan is none of a plan.
        LocalDate? Latest(Fact row)
        {
            var agreed = row.Date(FactValues.Plan) ?? inLastWeek[row.Case].Where(fact => fact.Kind == FactKinds.PlanAgreed).Select(fact => (LocalDate?)fact.Day).Max();
            return agreed is { } plan ? inLastWeek[row.Case].Select(fact => fact.Day).Append(row.Date(FactValues.LastReview) ?? plan).Append(plan).Max() : null;
        }
    }

    private static Kpi LostTouch(FactsOfPeriod period)
    {
        var closed = period.EndedBetween(period.From.PlusDays(-DisengagedDays), period.Until.PlusDays(-DisengagedDays)).ToList();
        return new(Disengaged, "Disengaged and not re-engaged", closed.Count(fact => fact[FactValues.Reason] == nameof(ClosureReason.LostTouch) && !CameBack(fact)), closed.Count, closed.Count)
        {
            Note = $"Closures that became {DisengagedDays.ToString(CultureInfo.InvariantCulture)} days old in the period.",
        };

        bool CameBack(Fact closure) => period.All.Any(fact =>
            fact.Case == closure.Case && fact.Day > closure.Day && fact.Day <= closure.Day.PlusDays(DisengagedDays) && (fact.Kind is FactKinds.Contacts or FactKinds.Reopened || FactKinds.IsAttended(fact.Kind)));
    }

    private static Kpi Stable(FactsOfPeriod period)
    {
        var known = period.Closed.Select(fact => fact[FactValues.Moves]).Where(moves => moves is "none" or "planned" or "unplanned").ToList();
        return new(Stability, "Placement stability", known.Count(moves => moves == "none"), known.Count, known.Count)
        {
            Parts = [Part("maintained", "none"), Part("plannedMove", "planned"), Part("unplannedMove", "unplanned")],
            Note = "Of cases that closed: whether the child moved while it was open.",
        };

        KpiPart Part(string name, string moves) => new(name, known.Count(one => one == moves), known.Count);
    }

    private static Kpi SteppedUp(FactsOfPeriod period)
    {
        var family = period.AtStart.Where(row => AboutChild.IsFamily(row[FactValues.Placement])).Select(row => row.Case).ToHashSet(StringComparer.Ordinal);
        var residential = period.Rows.Concat(period.Within).Where(fact => AboutChild.IsResidential(fact[FactValues.Placement])).Select(fact => fact.Case).ToHashSet(StringComparer.Ordinal);
        return new(StepUp, "Step up to residential care", family.Count(residential.Contains), family.Count, family.Count)
        {
            Note = "Of children in family care when the first week began: those who live in residential care at any later time of the period.",
        };
    }

    private static Kpi Sdq(FactsOfPeriod period)
    {
        var due = period.StillOpen.Select(row => row.Date(FactValues.SdqDue)).OfType<LocalDate>().ToList();
        return new(StatutorySdq, "Statutory SDQ in date", due.Count(day => day >= period.Until), due.Count, due.Count) { Note = "Of open cases of which the authority's list says when it is due." };
    }

    private static Kpi Spent(FactsOfPeriod period)
    {
        var closed = period.Closed.Where(fact => fact[FactValues.Assessed] is not null).ToList();
        return new(ContactsAndDays, "Contacts and days on the caseload", null, null, closed.Count)
        {
            Figures =
            [
                .. Spread([.. closed.Select(fact => fact.Number(FactValues.Contacts)).OfType<int>()], "Contacts"),
                .. Spread([.. closed.Select(fact => fact.Number(FactValues.DaysOpen)).OfType<int>()], "Days"),
            ],
            Note = "Of cases that closed after an assessment.",
        };
    }

    private static Kpi Accepted(FactsOfPeriod period)
    {
        var referrals = period.Of(FactKinds.Received).ToList();
        var refused = referrals.Where(fact => !FactsOfPeriod.IsAccepted(fact) || period.TurnedOutNotEligible(fact.Case)).ToList();
        var meetings = period.Within.Count(fact => fact.Kind is FactKinds.NotBrought || FactKinds.IsAttended(fact.Kind));
        return new(Acceptance, "Acceptance, signposting, \"was not brought\"", referrals.Count - refused.Count, referrals.Count, referrals.Count)
        {
            Figures = [new("managerDecides", Count(nameof(Eligibility.Outcome.ManagerDecides))), new("needsInformation", Count(nameof(Eligibility.Outcome.NeedsInformation))), new("charged", Count(nameof(Eligibility.Outcome.Charge)))],
            Parts =
            [
                new("signposted", refused.Count(fact => fact[FactValues.Signpost] is not null), refused.Count),
                new("notBrought", period.Of(FactKinds.NotBrought).Count(), meetings),
                .. refused.CountBy(fact => !FactsOfPeriod.IsAccepted(fact) ? fact[FactValues.Rule] ?? FactValues.Unknown : DecidedByAPerson, StringComparer.Ordinal).OrderBy(reason => reason.Key, StringComparer.Ordinal)
                    .Select(reason => new KpiPart($"notAccepted.{reason.Key}", reason.Value, referrals.Count)),
            ],
            Note = "By the rules of the day of receipt, and what a person decided after them. Signposted: told of a named service. Not brought: of meetings that took place or to which the child was not brought.",
        };

        decimal Count(string outcome) => referrals.Count(fact => fact[FactValues.Outcome] == outcome);
    }

    private static Kpi Consulted(FactsOfPeriod period)
    {
        var meetings = period.Within.Where(fact => period.IsConsultation(fact[FactValues.AppointmentKind])).ToList();
        var (attended, missed) = (meetings.Count(fact => FactKinds.IsAttended(fact.Kind)), meetings.Count(fact => fact.Kind == FactKinds.NotBrought));
        return new(Consultation, "Duty, consultation, training", attended, attended + missed, attended + missed)
        {
            Figures = [new("askedFor", meetings.Count(fact => fact.Kind == FactKinds.AskedFor)), new("cancelled", meetings.Count(fact => fact.Kind == FactKinds.Cancelled))],
            Note = "Consultations that took place, of those whose time came. The duty line and training are not recorded here.",
        };
    }

    private static Kpi Screened(FactsOfPeriod period)
    {
        var entries = period.All
            .Where(fact => fact.Kind == FactKinds.AskedFor && period.IsScreening(fact[FactValues.AppointmentKind]) && fact.Date(FactValues.From) is { } entered && entered >= period.From && entered < period.Until)
            .Select(fact => fact.Case).ToHashSet(StringComparer.Ordinal);
        var waits = period.All.Where(fact => fact.Kind == FactKinds.Screened && entries.Contains(fact.Case)).Select(fact => fact.Number(FactValues.WaitingDays)).OfType<int>().ToList();
        return new(EntryScreening, "Screening within 28 days of entry to care", waits.Count(wait => wait <= ScreeningDays), entries.Count, entries.Count)
        {
            Figures = [.. Spread(waits)],
            Note = "Children who entered care in the period without an open case. Those whose 28 days are not over yet count as not screened until they are.",
        };
    }

    /// <summary>Mean to one decimal, median, shortest and longest; without values where there is nothing.</summary>
    private static IEnumerable<KpiFigure> Spread(IReadOnlyCollection<int> values, string of = "")
    {
        yield return new(Named("mean"), values.Count == 0 ? null : Math.Round((decimal)values.Average(), 1, MidpointRounding.AwayFromZero));
        yield return new(Named("median"), Median(values));
        yield return new(Named("min"), values.Count == 0 ? null : values.Min());
        yield return new(Named("max"), values.Count == 0 ? null : values.Max());

        string Named(string name) => name + of;
    }

    /// <summary>The middle one, of an even number the mean of the two in the middle; null of nothing.</summary>
    internal static decimal? Median(IReadOnlyCollection<int> values)
    {
        if (values.Count == 0)
        {
            return null;
        }

        var sorted = values.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2m;
    }
}
