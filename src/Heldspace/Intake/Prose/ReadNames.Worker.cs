using Heldspace.Intake.Text;

namespace Heldspace.Intake;

/// <summary>Who is named as the child's worker.</summary>
internal static partial class ReadNames
{
    /// <summary>The name of whoever is said to be the child's worker: "her social worker is Dawn Pettifer", "social worker, Aisha Rahmani".</summary>
    public static string? Worker(Sentence sentence)
    {
        var words = sentence.Words;
        for (var at = 0; at + 1 < words.Count; at++)
        {
            var length = words[at].Folded is "social" && words[at + 1].Folded is "worker" || words[at].Folded is "personal" && words[at + 1].Folded is "adviser" or "advisor" ? 2
                : words[at].Folded is "sw" or "pa" ? 1 : 0;
            if (length == 0 || Talk.Has(sentence, at, 5, "supervising", "previous", "former", "old", "student", "im", "am", "new"))
            {
                continue;
            }

            var name = at + length;
            while (name < words.Count && name < at + length + 3 && (words[name].Folded is "is" or "called" or "named" or "name" or "now" || (PersonName.IsTitle(words[name].Folded) && words[name].IsCapital(sentence.Text))))
            {
                name++;
            }

            if (name < words.Count && Count(sentence, name) is > 0 and var count)
            {
                // "Mr Hollis": without a first name the title is part of it.
                return count == 1 && PersonName.IsTitle(words[name - 1].Folded) ? $"{sentence.Text[words[name - 1].Start..words[name - 1].End]} {Written(sentence, name, count)}" : Written(sentence, name, count);
            }

            // "my pa dawn said", "I asked Becky his social worker".
            if (name == at + length && name < words.Count && Given.Contains(words[name].Folded) && Talk.Has(sentence, at, 1, "my", "his", "her", "their"))
            {
                return PersonName.Cased(sentence.Text[words[name].Start..words[name].End]);
            }

            if (at > 1 && words[at - 1].Folded is "his" or "her" or "their" or "my" && Enumerable.Range(1, 3).Select(back => at - 1 - back).FirstOrDefault(first => first >= 0 && Count(sentence, first) is > 0 and var named && first + named == at - 1, -1) is >= 0 and var start && sentence.Text[words[at - 2].End..words[at - 1].Start] is " " or ", ")
            {
                return Written(sentence, start, at - 1 - start);
            }
        }

        return null;
    }
}
