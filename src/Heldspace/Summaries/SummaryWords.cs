using System.Collections.Immutable;
using System.Globalization;
using Heldspace.Time;

namespace Heldspace.Summaries;

/// <summary>The parts of a weekly summary, as rows of words: the same for the mail and for its plain text, so that neither says anything that the other does not.</summary>
internal static class SummaryWords
{
    public static string Title(WeeklySummary summary) => $"The week of {summary.Week.Monday.ToString("d MMMM", CultureInfo.InvariantCulture)} to {summary.Week.Monday.PlusDays(6).ToString("d MMMM yyyy", CultureInfo.InvariantCulture)}";

    public static string Made(WeeklySummary summary) => summary.IsLate
        ? "It could not be sent in its time, and tells of that week only."
        : $"Made {summary.MadeAt.InZone(London.Zone).ToString("dddd d MMMM yyyy, HH:mm", CultureInfo.InvariantCulture)}. What happened before and is recorded later counts for its own week.";

    /// <summary>This week, the week before, and how much they differ.</summary>
    public static ImmutableArray<(string Name, string Now, string Before, string Change)> Week(WeeklySummary summary)
    {
        var (now, before) = (summary.Current, summary.Before);
        return
        [
            Row("New referrals", now.New, before.New),
            Row("Urgent among them", now.Urgent, before.Urgent),
            Row("Of a child referred already, beside these", now.Duplicates, before.Duplicates),
            Row("Screenings and consultations asked for", now.AskedFor, before.AskedFor),
            Row("Assessed", now.Assessed, before.Assessed),
            Row("First sessions", now.Begun, before.Begun),
            Row("Not brought", now.NotBrought, before.NotBrought),
            Row("Cancelled", now.Cancelled, before.Cancelled),
            Row("Supported on to other help", now.Onward, before.Onward),
            Row("Closed", now.Closed, before.Closed),
            Row("Open at the end of the week", now.Open, before.Open),
        ];
    }

    /// <summary>Both clocks beside each other.</summary>
    public static ImmutableArray<(string Name, string Assessment, string Session)> Waits(WeeklySummary summary)
    {
        var (assessment, session) = (summary.Figure(Kpis.Assessment), summary.Figure(Kpis.Intervention));
        return
        [
            ("Mean", Days(assessment.Figure("mean")), Days(session.Figure("mean"))),
            ("Median", Days(assessment.Figure("median")), Days(session.Figure("median"))),
            ("Longest", Days(assessment.Figure("max")), Days(session.Figure("max"))),
            ($"In time ({Text(Kpis.AssessmentDays)} days, {Text(Kpis.InterventionDays)} days)", Share(assessment.Numerator!.Value, assessment.Denominator!.Value), Share(session.Numerator!.Value, session.Denominator!.Value)),
            ("Still waiting for longer", Text(assessment.Figure("stillWaiting")), Text(session.Figure("stillWaiting"))),
        ];
    }

    public static ImmutableArray<(string Name, string Figure)> Outcomes(WeeklySummary summary)
    {
        var (improved, confident, quality) = (summary.Figure(Kpis.Improved), summary.Figure(Kpis.Confidence), summary.Figure(Kpis.Quality));
        return
        [
            ("Closed with reliable improvement, of those with two answers", improved switch
            {
                { Denominator: > 0 } when improved.Figure(Kpis.CanShow) is null or 0 => "cannot be told: none of their measures has a known reliable change",
                _ => Share(improved.Numerator!.Value, improved.Denominator!.Value) + (improved.Figure(Kpis.CanShow) is { } can && can < improved.Denominator ? $", {Text(can)} of these on a measure that can show it" : ""),
            }),
            ("Closed with two answers to compare", Share(improved.Parts[0].Numerator, improved.Parts[0].Denominator)),
            ("Confidence up by a point or more: carers", Share(confident.Parts[0].Numerator, confident.Parts[0].Denominator)),
            ("Confidence up by a point or more: professionals", Share(confident.Parts[1].Numerator, confident.Parts[1].Denominator)),
            ("Good experience: young people", Share(quality.Parts[0].Numerator, quality.Parts[0].Denominator)),
            ("Good experience: carers", Share(quality.Parts[1].Numerator, quality.Parts[1].Denominator)),
            ("Good experience: social workers", Share(quality.Parts[2].Numerator, quality.Parts[2].Denominator)),
        ];
    }

    public static string Need(WorkCount need) => need.Why switch
    {
        WorkReason.New => "New in the last seven days",
        WorkReason.Urgent => "Urgent and not met yet",
        WorkReason.Incomplete => "Incomplete for over two working days",
        WorkReason.MeasuresOverdue => "Measures overdue",
        WorkReason.OutcomeNotRecorded => "Outcomes not recorded",
        WorkReason.MessageFailed => "Messages that failed",
        WorkReason.OverTarget => "Waiting over the target",
        WorkReason.NoContact => "No contact for over 21 days",
        _ => need.Why.InWords(),
    };

    /// <summary>Since the week before; a dash where that is not known.</summary>
    public static string Change(WorkCount need) => Change(need.Count, need.Before);

    public static string FirstDay(WorkCount need) => need.First is { } day ? day.ToString("ddd d MMM", CultureInfo.InvariantCulture) : "";

    public static ImmutableArray<(string Name, string Cases, string Week, string Words)> Load(WeeklySummary summary) =>
    [
        .. summary.Load.Select(load => (
            load.Member.Name,
            Text(load.Cases),
            $"{Text(load.Appointments)} of {Text(load.Capacity)}",
            load.IsAway ? "away all week" : load.Percent is { } percent ? $"{Text(percent)} %" : "")),
    ];

    public static string Week(LondonWeek week) => week.Monday.ToString("d MMM", CultureInfo.InvariantCulture);

    /// <summary>A share with what it was counted of; nothing is said of none.</summary>
    public static string Share(int numerator, int denominator) => denominator == 0
        ? "none yet"
        : $"{Text((int)Math.Round(100m * numerator / denominator, MidpointRounding.AwayFromZero))} % ({Text(numerator)} of {Text(denominator)})";

    public static string Text(decimal? value) => value?.ToString("0.#", CultureInfo.InvariantCulture) ?? "–";

    private static string Days(decimal? value) => value is null ? "–" : $"{Text(value)} days";

    private static (string, string, string, string) Row(string name, int? now, int? before) =>
        (name, Text(now), Text(before), Change(now, before));

    private static string Change(int? now, int? before) => now is { } n && before is { } b ? n == b ? "same" : n > b ? $"+{Text(n - b)}" : $"−{Text(b - n)}" : "–";
}
