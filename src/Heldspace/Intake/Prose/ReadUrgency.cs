using System.Text.RegularExpressions;
using Heldspace.Intake.Text;
using NodaTime;

namespace Heldspace.Intake;

/// <summary>How soon a child should be seen, in free text: by its name, by the day until when, or by what is said of waiting.</summary>
internal static partial class ReadUrgency
{
    /// <summary>From the most pressing to the least.</summary>
    private static readonly string[] Pressing = ["urgent", "soon", "routine"];

    /// <summary>The most pressing of what a sentence says: "not an emergency, but sooner would be good" is soon.</summary>
    /// <param name="previous">The sentence before it: "before then" is before a day that it names.</param>
    public static Reading? Read(Sentence sentence, Sentence? previous, LocalDate today)
    {
        // "Ideally before the final hearing, but I'd call this routine": what it is called in the end is what is meant.
        if (CalledRoutine().Match(sentence.Text) is { Success: true } called && !IsDeniedUrgency(sentence, ReadIdentity.WordAt(sentence, called.Groups["routine"].Index)))
        {
            return Reading.Known("routine", sentence.Source);
        }

        IEnumerable<Reading?> said = [.. Named(sentence), ByWhen.Of(sentence, previous, today), Patience.Of(sentence)];
        return said.Where(reading => reading is not null).MinBy(reading => Array.IndexOf(Pressing, reading!.Value));
    }

    [GeneratedRegex(@"\b(?:(?:call|treat|consider|class|regard|mark|put|count|see) (?:this|it|that|him|her|them)(?: down)?(?: as)?|go (?:with|for)|settle (?:for|on)) (?:a |an )?(?<routine>routine)\b|\b(?<routine>routine) is fine\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex CalledRoutine();

    /// <summary>What is said by name: "urgent", "a routine referral", "as soon as possible".</summary>
    private static IEnumerable<Reading> Named(Sentence sentence)
    {
        foreach (var found in Codes.Of(Fields.Urgency).FindAll(sentence.Words))
        {
            var name = new NamedUrgency(sentence, found);
            if (name.IsOfOtherThings)
            {
                continue;
            }

            // What is said of waiting in so many words, or of haste that is denied, gives way to a day that is asked for beside it (Settle): "it can wait, but not into the spring".
            var isDenied = found.Meaning.Value == "urgent" && IsDeniedUrgency(sentence, found.First);
            yield return isDenied || found is { Count: > 1, Meaning.Value: "routine" }
                ? Reading.Known("routine", sentence.Source) with { Note = $"written: {ReadValue.Quote(sentence.Text)}" }
                : Reading.Known(found.Meaning.Value, sentence.Source);
        }
    }

    /// <summary>How an answer to how soon is to be understood, where it holds no name of an urgency; null where it is not.</summary>
    public static Reading? OfAnswer(string value, string source, LocalDate today) =>
        ByWhen.OfAnswer(value, source, today)
        ?? (value.Length < 200 && new Sentence(value, Words.Of(value), 0) is var said && (ByWhen.Of(said, null, today) ?? Patience.Of(said)) is { } reading ? reading with { Source = source } : null);

    /// <summary>What a denial does not reach over.</summary>
    private static readonly System.Buffers.SearchValues<char> ClauseEnds = System.Buffers.SearchValues.Create(",;:.(!?\u2013");

    /// <summary>"Not urgent", "soon rather than urgent", "they do not need to be seen as an emergency": denied in the same clause.</summary>
    public static bool IsDeniedUrgency(Sentence sentence, int first)
    {
        for (var at = first - 1; at >= 0 && at >= first - 9 && !sentence.Text.AsSpan(sentence.Words[at].End, sentence.Words[at + 1].Start - sentence.Words[at].End).ContainsAny(ClauseEnds) && sentence.Words[at].Folded is not ("and" or "but" or "so" or "because"); at--)
        {
            if (Codes.IsNegation(sentence.Words[at].Folded) || sentence.Words[at].Folded is "nothing" or "none" or "nobody" or "hardly" or "than")
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>"Could she be seen soon? Not urgent, but before Christmas": what is denied beside what is asked for says nothing more.</summary>
    public static void Settle(List<Finding> findings)
    {
        if (findings.Exists(finding => finding.Field == Fields.Urgency && finding.Reading is { Value: "soon" or "urgent", Certainty: Certainty.Known }))
        {
            findings.RemoveAll(finding => finding.Field == Fields.Urgency && finding.Origin == Origin.Prose && finding.Reading is { Value: "routine", Note: not null });
        }
    }
}
