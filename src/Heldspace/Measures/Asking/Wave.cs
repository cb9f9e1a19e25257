using System.Globalization;
using Heldspace.Pathway;
using Heldspace.Services;
using Heldspace.Time;
using NodaTime;
using NodaTime.Text;

namespace Heldspace.Measures.Asking;

/// <summary>A time at which everybody concerned is asked once.</summary>
/// <param name="Id">Unique in the case and the same whenever it is worked out again: <c>baseline</c>, <c>week-12</c>, <c>moved-2026-05-04</c>.</param>
/// <param name="Kind">Why.</param>
/// <param name="From">The first day on which they may be asked.</param>
/// <param name="Until">The last day on which an answer counts for it.</param>
public sealed record Wave(string Id, WaveKind Kind, LocalDate From, LocalDate Until)
{
    /// <summary>Weeks since the baseline, for <see cref="WaveKind.Periodic"/>; else 0.</summary>
    public int Week { get; init; }
}

/// <summary>
/// The times of a case, worked out anew from what is true of it now: what moves, moves them. Baseline within 14 days of the assessment; then in steps of the
/// service's weeks; after a change of placement and an entry to care; closure within 14 days either way; three and six months after it within 21 days either way. Beside it the four weeks before the yearly SDQ is due, once a year.
/// </summary>
public static class Waves
{
    private const int BaselineDays = 14;
    private const int PeriodicDays = 21;
    private const int AfterMoveDays = 7;
    private const int MoveDays = 28;
    private const int ClosureDays = 14;
    private const int FollowUpDays = 21;
    private const int SdqDays = 28;

    /// <summary>A time that lies so near the end of the work is left to the closing one.</summary>
    private const int MostWeeks = 520;

    /// <summary>Every time that has begun by a day, oldest first, and the next that has not.</summary>
    public static IReadOnlyList<Wave> Of(ServiceDefinition service, Case record, LocalDate today)
    {
        var waves = new List<Wave>();
        if (service.PurposeOf(record.Beside) == AppointmentPurpose.Consultation || record.State is not (CaseState.Open or CaseState.Closed) || record.Closure?.Reason is ClosureReason.NoReferral or ClosureReason.Died)
        {
            return waves;
        }

        if (record is { ScreenedAt: { } screened, EnteredCareOn: not null })
        {
            var day = London.Day(screened);
            waves.Add(new("entry", WaveKind.EntryToCare, day, day.PlusDays(BaselineDays)));
        }

        foreach (var move in record.PlacementMoves)
        {
            waves.Add(new($"moved-{LocalDatePattern.Iso.Format(move.On)}", WaveKind.PlacementMove, move.On.PlusDays(AfterMoveDays), move.On.PlusDays(MoveDays)));
        }

        if (record is { State: CaseState.Open, SdqDueOn: { } due } && IsStatutory(record.Child, due))
        {
            waves.Add(new($"sdq-{due.Year.ToString(CultureInfo.InvariantCulture)}", WaveKind.YearlySdq, due.PlusDays(-SdqDays), due));
        }

        if (record.AssessedAt is { } assessed)
        {
            Pathway(service, record, London.Day(assessed), today, waves);
        }

        return [.. waves.OrderBy(wave => wave.From)];
    }

    /// <summary>Of children in care from 4 to 16: facts.md, section 4. The list that says when it is due is one of children in care.</summary>
    private static bool IsStatutory(Intake.Child child, LocalDate due) =>
        AskHowItGoes.AgeOf(child, due) is >= 4 and <= 16 && child.KnownValue(Intake.Fields.Category) is null or Intake.Categories.ChildInCare;

    private static void Pathway(ServiceDefinition service, Case record, LocalDate anchor, LocalDate today, List<Wave> waves)
    {
        waves.Add(new("baseline", WaveKind.Baseline, anchor, anchor.PlusDays(BaselineDays)));
        var ends = record.Closure?.On ?? (record.Reviews is [.., { What: ReviewOutcome.Ends } last] ? last.On : null);
        var step = service.Measures.Select(plan => plan.EveryWeeks).DefaultIfEmpty(MostWeeks).Aggregate(GreatestCommonDivisor);
        for (var week = step; week <= MostWeeks; week += step)
        {
            var from = anchor.PlusWeeks(week);
            if (ends is { } end && from >= end.PlusDays(-ClosureDays))
            {
                break;
            }

            waves.Add(new($"week-{week.ToString(CultureInfo.InvariantCulture)}", WaveKind.Periodic, from, from.PlusDays(PeriodicDays)) { Week = week });
            if (from > today)
            {
                break;
            }
        }

        if (ends is { } ending)
        {
            waves.Add(new("closure", WaveKind.Closure, ending, (record.Closure?.On ?? ending.PlusDays(ClosureDays)).PlusDays(ClosureDays)));
        }

        if (record.Closure is { } closure)
        {
            waves.Add(FollowUp(closure, 3));
            waves.Add(FollowUp(closure, 6));
        }
    }

    private static Wave FollowUp(Closure closure, int months)
    {
        var day = closure.On.PlusMonths(months);
        return new($"follow-up-{months.ToString(CultureInfo.InvariantCulture)}", WaveKind.FollowUp, day.PlusDays(-FollowUpDays), day.PlusDays(FollowUpDays));
    }

    private static int GreatestCommonDivisor(int one, int other) => other == 0 ? one : GreatestCommonDivisor(other, one % other);
}
