using System.Text.RegularExpressions;
using Heldspace.Intake.Text;

namespace Heldspace.Intake;

/// <summary>A name that may be the child's, and how much speaks for it.</summary>
/// <param name="Name">As written, without titles.</param>
/// <param name="Score">10 and more: said to be the child. Below 3: only mentioned.</param>
/// <param name="Part">The message it stands in.</param>
/// <param name="IsWriter">Whether it is what the writer calls themselves: "my name is", "I'm".</param>
internal sealed record NameCandidate(string Name, int Score, int Part, string Source, bool IsWriter)
{
    /// <summary>Whether whoever writes only thinks that this is the name: "who I think is called Kofi".</summary>
    public bool IsGuess { get; init; }

    /// <summary>Whether only the lay of the message speaks for it: a name that stands alone, or is the last before a date of birth.</summary>
    public bool IsLay { get; init; }
}

/// <summary>A name in a sentence, whoever it is.</summary>
/// <param name="First">Its first word.</param>
/// <param name="Count">How many words.</param>
/// <param name="Start">Where it starts in the text.</param>
/// <param name="End">Where it ends, with a possessive.</param>
/// <param name="Text">As written, without a possessive.</param>
internal readonly record struct NameSpan(int First, int Count, int Start, int End, string Text, bool IsPossessive);

/// <summary>Finds whom a free text is about: by what introduces a name ("I am referring", "our foster son"), and by what follows it ("is 9", "(DOB …").</summary>
internal static partial class ReadNames
{
    public static IEnumerable<NameCandidate> Read(Sentence sentence, int part)
    {
        var words = sentence.Words;

        // "Burton upon Trent" is no Mr Trent.
        var places = Authorities.FindAll(words).Where(found => found.Count > 1).ToList();
        // "First name HA": whatever it looks like.
        if (FirstName().Match(sentence.Text) is { Success: true } stated && !Talk.IsAboutSomebodyElse(sentence, ReadIdentity.WordAt(sentence, stated.Index)))
        {
            yield return new(PersonName.Cased(stated.Groups["name"].Value.ToLowerInvariant() is var low && stated.Groups["name"].Value.All(char.IsUpper) ? low : stated.Groups["name"].Value), 12, part, sentence.Source, false);
        }

        for (var first = 0; first < words.Count; first++)
        {
            if (places.Exists(found => found.First <= first && first < found.After))
            {
                continue;
            }

            var lower = false;
            var count = Count(sentence, first);
            if (count == 0 && LowerName(sentence, first) is var small and > 0)
            {
                (count, lower) = (small, true);
            }

            // "jordan kershaw, born 5th september 2004".
            if (count == 0 && (first == 0 || !sentence.Text.Any(char.IsUpper)) && char.IsLower(sentence.Text[words[first].Start]) && SmallCount(sentence, first) is var tiny and > 0 && (FactBehind().IsMatch(sentence.Text[words[first + tiny - 1].End..]) || (first == 0 && first + tiny < words.Count && words[first + tiny].Folded == "btw")))
            {
                (count, lower) = (tiny, true);
            }

            // "its leo kowal 12/8/05": a date behind says where the name ends.
            if (lower && !sentence.Text.Any(char.IsUpper) && SmallCount(sentence, first) is var dated && dated > count && FactBehind().IsMatch(sentence.Text[sentence.Words[first + dated - 1].End..]))
            {
                count = dated;
            }

            if (count == 0)
            {
                continue;
            }

            var score = Score(sentence, first, count, lower);
            var known = count > 1 ? AlsoCalled().Match(sentence.Text[words[first + count - 1].End..]) : Match.Empty;
            if (score > 0)
            {
                // What its bearer is called goes with the name.
                var written = Written(sentence, first, count);
                var called = known.Success && !written.Contains('(', StringComparison.Ordinal) ? $"{written} ({known.Groups["name"].Value})" : written;
                yield return new(called, score, part, sentence.Source, IsWriter(sentence, first)) { IsGuess = Talk.Has(sentence, first, 4, "think", "believe", "guess", "maybe", "possibly", "perhaps") && !Talk.Has(sentence, first, 3, "refer", "referring", "discuss", "consider", "see", "help", "support") };
            }

            first = known.Success ? ReadIdentity.WordAt(sentence, words[first + count - 1].End + known.Length) - 1 : first + count - 1;
        }
    }

    /// <summary>Every name with capitals, in order, whoever bears it.</summary>
    public static List<NameSpan> Spans(Sentence sentence)
    {
        var spans = new List<NameSpan>();
        var small = !sentence.Text.Any(char.IsUpper);
        for (var first = 0; first < sentence.Words.Count; first++)
        {
            if ((small ? SmallCount(sentence, first) : Count(sentence, first)) is > 0 and var count)
            {
                var last = sentence.Words[first + count - 1];
                var written = Written(sentence, first, count);
                spans.Add(new(first, count, sentence.Words[first].Start, last.End + (written[^1] is ')' or '"' or '\u201d' ? 1 : 0), written, last.IsPossessive));
                first += count - 1;

                // "Nell (Eleanor Naylor-Cross)": the name in full right behind the short one.
                if (spans.Count > 1 && spans[^2] is var shorter && sentence.Text[shorter.End..spans[^1].Start] is " (" && last.End < sentence.Text.Length && sentence.Text[last.End] == ')' && ShortForm.Is(shorter.Text, spans[^1].Text.Split(' ')[0]))
                {
                    var full = spans[^1];
                    spans.RemoveRange(spans.Count - 2, 2);
                    spans.Add(new(shorter.First, full.First + full.Count - shorter.First, shorter.Start, full.End + 1, $"{shorter.Text} ({full.Text})", false));
                }
            }
        }

        return spans;
    }

    /// <summary>True where somebody is named with what is known of them right behind the name.</summary>
    public static bool NamesSomebody(Sentence sentence) => Spans(sentence).Exists(span => FactBehind().IsMatch(sentence.Text[Math.Min(sentence.Text.Length, span.End)..]));

    /// <summary>Whether what leads up to a name says that the mail is about its bearer: "Boy one is", "It is", "I would like to refer".</summary>
    public static bool IsToldOf(Sentence sentence, int first) => first > 0 && (Introduced(sentence, first) > 0 || (sentence.Words[first - 1].Folded is "is" or "its" && first < 5 && !Talk.HasAny(sentence, first, 4, SomebodyElse)));

    public static bool IsGiven(string folded) => Given.Contains(folded);

    public static bool IsNoName(string folded) => NotNames.Contains(folded);

    /// <summary>What somebody speaks, or where they are from: "Tigrinya", "Eritrean".</summary>
    private static readonly HashSet<string> Peoples = [.. TextTable.Entries("languages.txt").SelectMany(entry => entry.Entries.Append(Words.Fold(entry.Key))), .. Set(
        "eritrean sudanese ethiopian somalian iranian iraqi syrian afghan albanian nigerian ghanaian jamaican pakistani indian bangladeshi vietnamese irish scottish caribbean african eastern roma romany traveller latvian lithuanian ukrainian russian british muslim christian sikh hindu jewish")];

    /// <summary>How many words from here on make one name with capitals: 0 where none starts.</summary>
    private static int Count(Sentence sentence, int first)
    {
        var words = sentence.Words;
        if (!IsNameWord(sentence, first) || (first > 0 && IsJoined(sentence, first - 1) && IsNameWord(sentence, first - 1)))
        {
            return 0;
        }

        // "4th Jan".
        if (words[first].Folded is "jan" or "april" or "june" or "august" or "may" && first > 0 && char.IsDigit(words[first - 1].Folded[0]))
        {
            return 0;
        }

        // "His school (Elm Grange, Year 9)".
        if (first > 0 && words[first - 1].Folded is "school" or "college" or "nursery" or "academy" or "surgery" or "practice" && sentence.Text[words[first - 1].End..words[first].Start] == " (")
        {
            return 0;
        }

        // A council, a town or an organisation is no person.
        if (Authorities.FindAll([words[first]]) is { Count: > 0 } && !Given.Contains(words[first].Folded)
            && !(first + 1 < words.Count && IsJoined(sentence, first) && IsNameWord(sentence, first + 1) && Introduced(sentence, first) > 0))
        {
            return 0;
        }

        var count = 1;
        while (first + count < words.Count && count < 6 && IsJoined(sentence, first + count - 1) && !words[first + count - 1].IsPossessive
            && (IsNameWord(sentence, first + count) || (sentence.Text[words[first + count - 1].End..words[first + count].Start] is "-" && words[first + count].Folded is { Length: > 1 } part && part.All(char.IsLetter) && !NotNames.Contains(part) && (words[first + count].IsCapital(sentence.Text) || !IsAction().IsMatch(part))) || (PersonName.IsParticle(words[first + count].Folded) && first + count + 1 < words.Count && IsNameWord(sentence, first + count + 1))))
        {
            count++;
        }

        // "Hartford High School": the name of a place.
        var next = first + count < words.Count && IsJoined(sentence, first + count - 1) ? words[first + count].Folded : "";
        return Institutions.Contains(next) ? 0 : count;
    }

    private static bool IsNameWord(Sentence sentence, int index)
    {
        var word = sentence.Words[index];
        var first = sentence.Text[word.Start];

        // "Ward-Obi", "Park-Holloway": half of a double name is a name.
        if (char.IsUpper(first) && NotNames.Contains(word.Folded) && word.Folded.Length > 2 && (IsHalf(sentence, index, index - 1) || IsHalf(sentence, index, index + 1)))
        {
            return true;
        }

        // "Summer Hollis-Reed", "May Okoro": a month or a season that somebody is called by.
        if (Seasonal.Contains(word.Folded) && char.IsUpper(first) && IsJoined(sentence, index) && index + 1 < sentence.Words.Count && sentence.Words[index + 1].IsCapital(sentence.Text) && sentence.Words[index + 1].Folded.Length > 2
            && !NotNames.Contains(sentence.Words[index + 1].Folded) && !Authorities.IsEveryday(sentence.Words[index + 1].Folded) && !(index > 0 && (char.IsDigit(sentence.Words[index - 1].Folded[0]) || sentence.Words[index - 1].Folded is "in" or "this" or "last" or "next" or "since" or "until" or "of" or "late" or "early" or "during")))
        {
            return true;
        }

        return (char.IsUpper(first) || (char.IsLetter(first) && !char.IsLower(first))) && !NotNames.Contains(word.Folded) && !(Peoples.Contains(word.Folded) && !Given.Contains(word.Folded)) && !sentence.Text.AsSpan(word.Start, word.End - word.Start).ContainsAnyInRange('0', '9')
            && !(word.Folded.Length == 1 && (index == 0 || !IsJoined(sentence, index - 1)))
            && !(word.End - word.Start is > 1 and <= 5 && !Given.Contains(word.Folded) && IsAcronym(sentence, word));
    }

    private static bool IsHalf(Sentence sentence, int index, int other)
    {
        if (other < 0 || other >= sentence.Words.Count)
        {
            return false;
        }

        var (left, right) = index < other ? (index, other) : (other, index);
        return sentence.Text[sentence.Words[left].End..sentence.Words[right].Start] == "-" && sentence.Words[other].IsCapital(sentence.Text) && sentence.Words[other].Folded.Length > 1
            && !NotNames.Contains(sentence.Words[other].Folded) && !IsAcronym(sentence, sentence.Words[other]);
    }

    private static bool IsAcronym(Sentence sentence, Word word) => (word.End - word.Start < 5 && !sentence.HasSmallLetters && !Given.Contains(word.Folded)) || !sentence.Text.AsSpan(word.Start, word.End - word.Start).ContainsAnyInRange('a', 'z') && sentence.HasSmallLetters && word.Folded.All(char.IsAscii);

    /// <summary>True where only a space, a hyphen or the dot of an initial stands between a word and the next.</summary>
    private static bool IsJoined(Sentence sentence, int index) =>
        index + 1 < sentence.Words.Count && sentence.Text[sentence.Words[index].End..sentence.Words[index + 1].Start] is " " or "-" or ". " or "\u2010" or " \"" or "\" " or " (" or ") " or " \u201c" or "\u201d " or " '" or "' " or " \u2018" or "\u2019 "
            && !(sentence.Text[sentence.Words[index].End..sentence.Words[index + 1].Start] is " (" && !ClosesSoon(sentence.Text, sentence.Words[index + 1].Start))
            && !(sentence.Text[sentence.Words[index].End..sentence.Words[index + 1].Start] is ". " && sentence.Words[index].End - sentence.Words[index].Start > 1);

    /// <summary>True for "(Dan)" and not for "(Edward on paper)" or "(Charlotte Ollerenshaw, born …)".</summary>
    private static bool ClosesSoon(string text, int from)
    {
        var end = text.IndexOf(')', from);
        return end > from && end - from < 25 && text.AsSpan(from, end - from).Count(' ') < 2 && char.IsUpper(text[from]) && !text.AsSpan(from, end - from).ContainsAny(NoNickname);
    }

    private static string Written(Sentence sentence, int first, int count)
    {
        var last = sentence.Words[first + count - 1];
        var end = last.IsPossessive ? last.Start + last.Folded.Length : last.End;
        return sentence.Text[sentence.Words[first].Start..end] + (end < sentence.Text.Length && sentence.Text[end] is ')' or '"' or '\u201d' && sentence.Text[sentence.Words[first].Start..end].AsSpan().ContainsAny('(', '"', '\u201c') ? sentence.Text[end].ToString() : "");
    }
}
