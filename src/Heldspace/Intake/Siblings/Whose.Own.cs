using Heldspace.Intake.Text;

namespace Heldspace.Intake;

/// <summary>What of a mail about several children may tell of one of them.</summary>
internal sealed partial class Whose
{
    /// <summary>A mail of more is no letter about a family: what its sentences say by themselves has to do.</summary>
    private const int MostSentences = 500;

    /// <summary>The sentences that name this child and no other, those behind them in the paragraph that name nobody, and those that are said of all; by message.</summary>
    public static IReadOnlyList<IReadOnlyList<Sentence>> OwnOf(IReadOnlyList<Named> children, int index, IReadOnlyList<ReadPart> read)
    {
        var bearers = children.Select(child => new[] { child.Name.Given, child.Name.Preferred }.OfType<string>().Select(name => Words.Fold(name).Split(' ')[0]).ToHashSet(StringComparer.Ordinal)).ToList();
        if (read.Sum(part => part.Sentences.Count) > MostSentences)
        {
            return [];
        }

        var own = new List<IReadOnlyList<Sentence>>();
        foreach (var part in read)
        {
            var sentences = new List<Sentence>();
            var (line, isOwn) = (0, false);
            foreach (var sentence in part.Sentences)
            {
                var named = bearers.Select(name => sentence.Words.Any(word => name.Contains(word.Folded))).ToList();
                isOwn = named.Contains(true) ? named[index] && named.Count(one => one) == 1 : isOwn && sentence.Line <= line + 1;
                line = sentence.Line;
                if (isOwn || (!named.Contains(true) && IsOfEverybody(sentence.Text)))
                {
                    sentences.Add(sentence);
                }
            }

            own.Add(sentences);
        }

        return own;
    }
}
