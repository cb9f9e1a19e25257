using System.Collections.Immutable;
using Heldspace.Pathway;
using Heldspace.Safeguarding;
using Heldspace.Services;
using NodaTime;

namespace Heldspace.Measures.Asking;

/// <summary>What somebody said of one measure.</summary>
/// <param name="Answers">One for each item in order; null where there is none.</param>
/// <param name="Words">In their own words; null for nothing.</param>
/// <param name="Skipped">"Not this one".</param>
public sealed record Said(ImmutableArray<decimal?> Answers, string? Words, bool Skipped)
{
    /// <summary>A total in place of answers, where the measure lets one be entered; null for none.</summary>
    public decimal? EnteredTotal { get; init; }
}

/// <summary>What comes of answering: kept as it goes, sent once, and wherever somebody may be at risk a person is told at once, sent or not.</summary>
public static class TakeAnswers
{
    /// <summary>Longer words are cut there.</summary>
    public const int MostWords = 4000;

    /// <summary>Keeps what was answered so far. Null where it stood so already, or the ask is over.</summary>
    /// <param name="service">Whose case.</param>
    /// <param name="known">Every measure there is.</param>
    /// <param name="file">The case.</param>
    /// <param name="ask">Which.</param>
    /// <param name="measure">Of what they were asked.</param>
    /// <param name="said">What they said of it.</param>
    /// <param name="now">When.</param>
    /// <param name="by">Who of the team writes it down; null where the respondent does.</param>
    public static Change? Save(ServiceDefinition service, MeasureFiles known, CaseFile file, Ask ask, string measure, Said said, Instant now, string? by = null)
    {
        if (!CanBeAnswered(ask, by) || ask.Measures.FirstOrDefault(asked => asked.Measure == measure) is not { } before || known.Find(measure) is not { } rules)
        {
            return null;
        }

        var after = before with { Answers = said.Answers, Words = Cut(said.Words), Skipped = said.Skipped, EnteredTotal = said.EnteredTotal };
        var saved = before.Answers.SequenceEqual(after.Answers) && before.Words == after.Words && before.Skipped == after.Skipped && before.EnteredTotal == after.EnteredTotal
            ? null
            : Change.Of(file.With(ask with { Measures = ask.Measures.Replace(before, after) }));
        return RaiseAlert.Add(service, file, saved, Concerns(rules, ask, before, after), now);
    }

    /// <summary>Sends what was kept: each measure is scored, and the ask is over. Null where it was over before.</summary>
    /// <param name="service">Whose case.</param>
    /// <param name="known">Every measure there is.</param>
    /// <param name="file">The case.</param>
    /// <param name="ask">Which.</param>
    /// <param name="by">Who of the team wrote it down; null where the respondent did.</param>
    /// <param name="now">When.</param>
    public static Change? Send(ServiceDefinition service, MeasureFiles known, CaseFile file, Ask ask, string? by, Instant now)
    {
        if (!CanBeAnswered(ask, by))
        {
            return null;
        }

        var scored = ask with
        {
            State = ask.Measures.Any(IsAnswered) ? AskState.Answered : AskState.Declined,
            EndedAt = now,
            WrittenDownBy = by,
            Measures = [.. ask.Measures.Select(asked => known.Find(asked.Measure) is { } rules ? Scored(rules, asked, file, ask) : asked)],
        };
        return scored.State == AskState.Declined
            ? Change.Of(file.With(scored), new CaseEvent.AskEnded(ask.Id, AskState.Declined, "Nothing was answered.") { At = now })
            : Change.Of(file.With(scored), new CaseEvent.Answered(ask.Id, by) { At = now });
    }

    /// <summary>"Not this time": nobody is reminded.</summary>
    public static Change? Decline(CaseFile file, Ask ask, Instant now) => ask.State != AskState.Open
        ? null
        : Change.Of(file.With(ask with { State = AskState.Declined, EndedAt = now }), new CaseEvent.AskEnded(ask.Id, AskState.Declined, "They said: not this time.") { At = now });

    /// <summary>Whether somebody can still say something: the respondent while it is open, a colleague who writes it down afterwards too.</summary>
    public static bool CanBeAnswered(Ask ask, string? by) => ask.State == AskState.Open || (by is not null && ask.State == AskState.Unanswered);

    /// <summary>Their own words count whatever they left out: somebody wants to be heard.</summary>
    private static bool IsAnswered(Asked asked) => asked.Words is not null || (!asked.Skipped && (asked.Answers.Any(answer => answer is not null) || asked.EnteredTotal is not null));

    /// <summary>By the rules of the version that was asked; answers that do not fit them come to nothing.</summary>
    private static Asked Scored(Measure rules, Asked asked, CaseFile file, Ask ask)
    {
        if (rules.IsAboutGoals)
        {
            // A goal that nobody set was not asked about: it is not missing.
            var goals = Math.Min(file.Case.Goals.Length, rules.Items.Length);
            asked = asked with { Goals = [.. file.Case.Goals.Take(goals)], Answers = asked.Answers.Length > goals ? asked.Answers[..goals] : asked.Answers };
        }

        var (role, age, sex) = (ask.Respondent.Role, ask.Age, Sex(file));
        return asked.Skipped || rules.Version != asked.Version ? asked
            : asked.EnteredTotal is { } total ? rules.CheckEntered(total) is null ? asked with { Score = rules.ScoreEntered(total, role, age, sex) } : asked
            : asked.Answers.Any(answer => answer is not null) && rules.Check(asked.Answers) is null ? asked with { Score = rules.Score(asked.Answers, role, age, sex) }
            : asked;
    }

    private static string? Sex(CaseFile file) => file.Case.Child.KnownValue(Intake.Fields.Sex);

    private static string? Cut(string? words) => words?.Trim() is not { Length: > 0 } text ? null : text.Length <= MostWords ? text : text[..MostWords];

    /// <summary>What was not there before: an answer that the measure marks, words of immediate risk.</summary>
    private static ImmutableArray<Concern> Concerns(Measure rules, Ask ask, Asked before, Asked after)
    {
        var concerns = new List<Concern>();
        var alerts = rules.Alerts(after.Answers).Except(rules.Alerts(before.Answers));
        concerns.AddRange(alerts.Select(item => new Concern(ConcernKind.Harm, $"{ask.Id}, {rules.Id} item {PlannedMessage.Number(item)}", false)));
        if (after.Words is { } words && words != before.Words)
        {
            concerns.AddRange(Screen.Text(words, $"{ask.Id}, {rules.Id}, own words"));
        }

        return [.. concerns];
    }
}
