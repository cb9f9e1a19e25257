using Heldspace.Intake.Text;

namespace Heldspace.Intake;

/// <summary>Names in small letters, as young people and tired ones write them.</summary>
internal static partial class ReadNames
{
    /// <summary>In a sentence all in small letters: a known first name, and what stands behind it where the sentence stops there.</summary>
    private static int SmallCount(Sentence sentence, int first)
    {
        var words = sentence.Words;
        if (NotNames.Contains(words[first].Folded) || (!Given.Contains(words[first].Folded) && first > 0))
        {
            return 0;
        }

        // "amina noor hassan, 3/4/12": a date right behind says that all of it is the name.
        var count = 1;
        while (count < 4 && first + count < words.Count && IsJoined(sentence, first + count - 1) && words[first + count].Folded is { Length: > 1 } part && part.All(char.IsLetter) && !NotNames.Contains(part) && !Verbs.Contains(part) && !SomebodyElse.Contains(part))
        {
            count++;
        }

        if (count > (first > 0 ? 2 : 1) && FactBehind().IsMatch(sentence.Text[words[first + count - 1].End..]))
        {
            return count;
        }

        if (!Given.Contains(words[first].Folded))
        {
            return 0;
        }

        // "kian holt-reed": a double name.
        if (first + 2 < words.Count && IsJoined(sentence, first) && sentence.Text[words[first + 1].End..words[first + 2].Start] == "-" && !NotNames.Contains(words[first + 1].Folded))
        {
            return 3;
        }

        return first + 1 < words.Count && IsJoined(sentence, first) && words[first + 1].Folded is { Length: > 2 } next && !NotNames.Contains(next) && !Verbs.Contains(next) && !SomebodyElse.Contains(next) && !Given.Contains(next)
            && next.All(char.IsLetter) && (first + 2 == words.Count || !IsJoined(sentence, first + 1)) ? 2 : 1;
    }

    /// <summary>How many small words a line starts with that may be a whole name: "amina noor hassan, 3/4/12".</summary>
    public static int SmallNameAtStart(Sentence sentence) => sentence.Words.Count > 0 && char.IsLower(sentence.Text[sentence.Words[0].Start]) ? SmallCount(sentence, 0) : 0;

    /// <summary>A name in small letters, where only a name can stand: "my name is kai morris", "im kai".</summary>
    private static int LowerName(Sentence sentence, int first)
    {
        var words = sentence.Words;
        if (words[first].IsCapital(sentence.Text) || first == 0 || sentence.Text[words[first].Start - 1] is '"' or '\u201c' || words[first].Folded.Length < 2 || !words[first].Folded.All(char.IsLetter))
        {
            return 0;
        }

        var known = Given.Contains(words[first].Folded);
        var stated = (first == 1 && words[0].Folded is "name" or "names") || Talk.Has(sentence, first, 1, "called", "named") || (Talk.Has(sentence, first, 1, "is", "names") && Talk.Has(sentence, first, 2, "name", "names") && !(words[first - 1].Folded is "names" && !Talk.Has(sentence, first - 1, 1, "my", "his", "her", "their") && !IsShortened(sentence, first - 1)))
            || (Talk.Has(sentence, first, 1, "name") && Talk.Has(sentence, first, 2, "my", "full", "whole", "real", "proper"));
        var claimed = known && (Talk.Has(sentence, first, 1, "im", "its", "is", "it", "am") || Introduced(sentence, first) > 0 || Talk.Has(sentence, first, 1, "son", "daughter", "lad", "girl", "boy", "child", "foster", "fostering", "fostered", "adopted"));
        if ((!stated && !claimed) || NotNames.Contains(words[first].Folded))
        {
            return 0;
        }

        // "kian holt-reed": a double name.
        if (known && first + 2 < words.Count && IsJoined(sentence, first) && sentence.Text[words[first + 1].End..words[first + 2].Start] == "-" && !NotNames.Contains(words[first + 1].Folded))
        {
            return 3;
        }

        // A second small word is a family name only where the sentence stops behind it, or says more about the person.
        if (first + 1 < words.Count && IsJoined(sentence, first) && !NotNames.Contains(words[first + 1].Folded) && !Verbs.Contains(words[first + 1].Folded) && words[first + 1].Folded.Length > 2
            && words[first + 1].Folded.All(char.IsLetter)
            && (first + 2 == words.Count || !IsJoined(sentence, first + 1) || words[first + 2].Folded is "and" or "im" or "dob" or "i" or "from" or "who" or "aged" or "he" or "she" or "born" or "age" or "ive" or "my" or "was" or "nhs"))
        {
            return 2;
        }

        return 1;
    }

    /// <summary>"my name's", where "names" alone are many.</summary>
    private static bool IsShortened(Sentence sentence, int index) => sentence.Text.AsSpan(sentence.Words[index].Start, sentence.Words[index].End - sentence.Words[index].Start).ContainsAny("'\u2019");
}
