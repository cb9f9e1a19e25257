using System.Text.RegularExpressions;
using Heldspace.Intake.Text;

namespace Heldspace.Intake;

/// <summary>
/// What the lay of a message says for a name, whatever the words: a name that stands alone with facts behind it ("Nadia Holm. 4 May 2013."), and whoever was
/// named last before a date of birth ("Nadia Holm would like help. She was born on 4 May 2013.").
/// </summary>
internal static partial class Prominence
{
    /// <param name="births">The places of the sentences in which a date of birth was read.</param>
    public static IEnumerable<NameCandidate> Of(IReadOnlyList<Sentence> sentences, IReadOnlySet<int> births, int part)
    {
        foreach (var name in Mentioned(sentences, part))
        {
            yield return name;
        }

        NameSpan? last = null;
        for (var at = 0; at < sentences.Count; at++)
        {
            var sentence = sentences[at];
            var spans = ReadNames.Spans(sentence).Where(span => !sentence.Others.Contains(span.First) && !ReadNames.IsOfSomebodyElse(sentence, span.First) && (span.Count > 1 || span.First > 0 || ReadNames.IsGiven(sentence.Words[0].Folded))).ToList();
            if (spans is [{ First: 0, Count: > 1 } alone, ..] && IsAlone(sentence.Text, alone) && ((at + 1 < sentences.Count && sentences[at + 1].Text.AsSpan().ContainsAnyInRange('0', '9') && sentences[at + 1].Text.Length < 120) || (at > 0 && sentences[at - 1].Text.EndsWith("name.", StringComparison.OrdinalIgnoreCase))))
            {
                yield return new(alone.Text, 10, part, sentence.Source, false) { IsLay = true };
            }

            if (births.Contains(at))
            {
                var named = spans.Count > 0 ? spans[0] : Goes().IsMatch(sentence.Text) ? last : null;
                if (named is { } whose)
                {
                    yield return new(whose.Text, whose.Count > 1 ? 8 : 6, part, sentence.Source, false) { IsLay = true };
                }
            }

            last = spans.Count == 1 ? spans[0] : spans.Count > 1 ? null : last;
        }
    }

    /// <summary>Names that stand again and again, and at least once where only a name has a capital.</summary>
    private static IEnumerable<NameCandidate> Mentioned(IReadOnlyList<Sentence> sentences, int part)
    {
        var spans = sentences.SelectMany(sentence => ReadNames.Spans(sentence).Where(span => !sentence.Others.Contains(span.First)).Select(span => (Sentence: sentence, Span: span, Key: sentence.Words[span.First].Folded))).ToList();
        var small = sentences.SelectMany(sentence => sentence.Words.Where(word => !word.IsCapital(sentence.Text)).Select(word => word.Folded)).ToHashSet(StringComparer.Ordinal);
        foreach (var group in spans.GroupBy(one => one.Key, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            if (group.Any(one => one.Span.First > 0) && !group.Any(one => ReadNames.IsOfSomebodyElse(one.Sentence, one.Span.First)) && !small.Contains(group.Key))
            {
                var (sentence, span, _) = group.MaxBy(one => one.Span.Count);
                yield return new(span.Text, 4 + Math.Min(2, group.Count() - 1), part, sentence.Source, false) { IsLay = true };
            }
        }
    }

    private static bool IsAlone(string text, NameSpan name) => !text.EndsWith(',') && !text.EndsWith(':') && Called().Replace(text[..name.Start] + text[name.End..], "").Trim(' ', '-', '*', '\u2022', '.', ',').Length == 0;

    /// <summary>"Nadia Holm, “Nads”": what somebody is called, behind their name.</summary>
    [GeneratedRegex("[\"\u201c(][^\"\u201d()]{1,25}[\"\u201d)]", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex Called();

    /// <summary>A sentence that goes on about whoever was named before it.</summary>
    [GeneratedRegex(@"^\W*(?:and |now )?(?:(?:s?he|they)(?:'s|\u2019s| is| was| turned|'ll|\u2019ll|'re|\u2019re)?|his|her|their|born|d\.?o\.?b\.?|date of birth|birthday|aged?|[0-9]+)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Goes();
}
