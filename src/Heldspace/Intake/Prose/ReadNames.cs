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
            if (score > 0)
            {
                yield return new(Written(sentence, first, count), score, part, sentence.Source, IsWriter(sentence, first)) { IsGuess = Talk.Has(sentence, first, 4, "think", "believe", "guess", "maybe", "possibly", "perhaps") };
            }

            first += count - 1;
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

    /// <summary>True where somebody is named with what is known of them right behind the name.</summary>
    public static bool NamesSomebody(Sentence sentence) => Spans(sentence).Exists(span => FactBehind().IsMatch(sentence.Text[Math.Min(sentence.Text.Length, span.End)..]));

    /// <summary>How many small words a line starts with that may be a whole name: "amina noor hassan, 3/4/12".</summary>
    public static int SmallNameAtStart(Sentence sentence) => sentence.Words.Count > 0 && char.IsLower(sentence.Text[sentence.Words[0].Start]) ? SmallCount(sentence, 0) : 0;

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
        return next is "school" or "primary" or "high" or "academy" or "college" or "hospital" or "road" or "street" or "avenue" or "lane" or "house" or "council" or "surgery" or "nursery" or "team" or "centre" or "court" or "drive" or "close" or "unit" or "practice" or "medical" or "trust" or "university" or "infirmary" or "camhs" or "infant" or "junior" or "grammar" or "athletic" or "juniors" or "cottage" ? 0 : count;
    }

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
            && (first + 2 == words.Count || !IsJoined(sentence, first + 1) || words[first + 2].Folded is "and" or "im" or "dob" or "i" or "from" or "who" or "aged" or "he" or "she"))
        {
            return 2;
        }

        return 1;
    }

    private static int Score(Sentence sentence, int first, int count, bool lower)
    {
        var words = sentence.Words;
        var text = sentence.Text;
        var before = first > 0 ? words[first - 1].Folded : "";
        var after = first + count < words.Count ? words[first + count].Folded : "";
        var gap = first + count < words.Count ? text[words[first + count - 1].End..words[first + count].Start] : text[words[first + count - 1].End..];
        // "It's Bev, Jay's carer (Jay Hollins, he's 14)": the name again, in full.
        var again = first > 0 && text[words[first - 1].End..words[first].Start] == " (" && words.Take(first).Any(word => word.Folded == words[first].Folded);
        if ((SomebodyElse.Contains(before) && !again && !(before is "miss" or "mr" or "ms" or "master" && Introduced(sentence, first - 1) > 6)) || (before is "called" or "named" or "is" && Talk.Has(sentence, first - 1, 3, "brother", "sister", "mum", "dad", "carer", "carers", "worker", "teacher", "adviser", "pa", "mother", "father", "manager", "friend"))
            || (first > 1 && before is "and" && SomebodyElse.Contains(words[first - 2].Folded)) || (!again && IsOf(sentence, first))
            || (before is "called" or "named" && first > 1 && words[first - 2].Folded is "people" or "couple" or "family" or "ones" && !Talk.Has(sentence, first - 2, 1, "young")))
        {
            return 0;
        }

        // "a man called Dre", "a lad who calls himself Mo": somebody met.
        if (before is "called" or "named" or "calling" && first > 1 && Talk.Has(sentence, first - 1, 3, "man", "men", "woman", "guy", "bloke", "male", "adult", "lady", "someone", "somebody", "fella", "stranger", "dog", "cat", "horse", "rabbit", "hamster", "charity", "agency", "club", "project", "company", "organisation", "home", "house", "school", "team", "group", "service", "centre", "place", "app", "game", "band", "programme", "scheme"))
        {
            return 0;
        }

        // "The papers have Jane Holt as the mother".
        if (AsRelative().IsMatch(text[words[first + count - 1].End..]))
        {
            return 0;
        }

        // "Mum is in the refuge, she's called Lena".
        if (before is "called" && first > 1 && words[first - 2].Folded is "she" or "he" or "shes" or "hes" or "is" && Talk.Has(sentence, first - 2, 12, "mum", "mam", "mother", "dad", "father", "carer", "worker", "teacher", "nan"))
        {
            return 0;
        }

        // "he bit our Megan": whom something was done to is one of the household.
        if (before is "our" && first > 1 && ThirdPerson().IsMatch(words[first - 2].Folded) | words[first - 2].Folded is "bit" or "hit" or "kicked" or "told" or "hurt" or "with" or "to" or "at" or "and" or "like" or "slapped" or "punched" or "pushed")
        {
            return 0;
        }

        if (Kin.Contains(before) && Talk.Has(sentence, first - 1, 2, "birth", "own", "another", "other", "fellow", "different", "older", "younger"))
        {
            return 0;
        }

        var score = 0;

        // "Freya's mum (my daughter, Stacey)".
        if (first > 1 && words[first - 1].Folded is "daughter" or "son" or "niece" or "nephew" && Talk.Has(sentence, first - 1, 3, "mum", "mother", "dad", "father", "parent"))
        {
            return 0;
        }

        // "Freya Warburton-Day she's called".
        if (after is "shes" or "hes" or "theyre" or "she" or "he" && first + count + 1 < words.Count && words[first + count + 1].Folded is "called")
        {
            score += 9;
        }

        // "We have a new boy in reception, Ismail Karim."
        if (first > 1 && (count > 1 || (Given.Contains(words[first].Folded) && Talk.Has(sentence, first, 12, "have", "got", "weve", "ive", "had", "foster", "with"))) && text[words[first - 1].End..words[first].Start] is ", " or ": " or " - " or " \u2013 " && Talk.HasAny(sentence, first, 9, Kin) && !words.Skip(Math.Max(0, first - 9)).Take(Math.Min(9, first)).Any(word => word.IsPossessive && Kin.Contains(word.Folded)) && !Talk.Has(sentence, first, 9, "another", "other", "his", "her", "their") && !SomebodyElse.Contains(before))
        {
            score += 8;
        }

        // "Teddy Furness (Edward on paper)", "Lottie (Charlotte Ollerenshaw, …)".
        if (first > 0 && text[words[first - 1].End..words[first].Start] is " (" && words[first - 1].IsCapital(text) && (Given.Contains(words[first].Folded) || count > 1))
        {
            score += 4;
        }

        // "Please could you consider Abdi Warsame".
        if (before is "consider" or "accept" or "assess" or "offer" or "book" or "open" or "take" && Talk.Has(sentence, first - 1, 4, "please", "could", "can", "would", "you", "i", "to"))
        {
            score += 6;
        }

        // "We hold a placement order on Hannah Beech".
        if (before is "on" && Talk.Has(sentence, first - 1, 6, "order", "orders", "ico", "fco"))
        {
            score += 8;
        }

        // "Liam who we foster", "Ola, who lives with us".
        if (WithWriter().IsMatch(text[Math.Min(text.Length, words[first + count - 1].End)..]))
        {
            score += 8;
        }

        // "It's for Liam", "this is for Liam only".
        if (before is "for" && first > 1 && words[first - 2].Folded is "its" or "is" && (first < 4 || words[first - 3].Folded is "this" or "it" or "referral" or "one"))
        {
            score += 6;
        }

        // "may I get a view on Hannah Beech"
        if (before is "on" && Talk.Has(sentence, first - 1, 3, "view", "views", "update", "thoughts", "advice", "opinion", "consult", "consultation", "steer"))
        {
            score += 6;
        }

        // "my name is …", "I am …": the writer.
        if (before is "is" or "names" or "name" && Talk.Has(sentence, first, 3, "name", "names") && !Talk.Has(sentence, first, 3, "family", "last", "surname", "middle", "mums", "maiden"))
        {
            score += Talk.Has(sentence, first, 3, "my") ? 5 : 10;
        }
        else if (before is "im" or "am" or "its" && (Given.Contains(words[first].Folded) || count > 1))
        {
            score += 4;
        }

        // "kian holt btw", "its kian holt again": whoever writes.
        if (first < 4 && after is "btw" or "again" or "here" && (count > 1 || Given.Contains(words[first].Folded)))
        {
            score += 6;
        }

        // "Mia-Rose Holt, but she's Mimi to everybody".
        if (count > 1 && CalledElse().IsMatch(text[words[first + count - 1].End..]))
        {
            score += 8;
        }

        score += Introduced(sentence, first);

        // "Could I have some support for Shay", "I'm personal adviser to Harley Jepson", "I hold responsibility for Bartosz".
        if (before is "for" or "to" or "with" or "of" && first > 1)
        {
            score += Talk.Has(sentence, first - 1, 1, "support", "help", "appointment", "place", "assessment", "sessions", "therapy", "input", "something", "consultation", "service", "anything", "somebody", "someone", "slot", "counselling", "responsibility", "responsible", "order", "details", "detail", "form", "information", "info", "answers", "update", "request", "following", "in", "ask", "asking", "asked") ? 6
                : Talk.Has(sentence, first - 1, 1, "worker", "adviser", "advisor", "pa", "carer", "carers", "guardian", "keyworker", "mentor", "advocate", "sw", "mum", "mam", "mother", "dad", "father", "parent", "parents", "nan", "nana", "gran", "grandma", "grandmother", "grandad", "grandfather", "aunt", "auntie", "uncle", "stepmum", "stepdad", "tutor", "keyperson") && Talk.Has(sentence, first, 8, "im", "am", "as", "we", "are", "i") ? 9 : 0;
        }
        if (Kin.Contains(before) || (before is "called" or "named"))
        {
            score += 8;
        }

        var behind = text[Math.Min(text.Length, words[first + count - 1].End)..];
        if (after is "dob" or "born" or "nhs" or "upn" or "aged" || (after is "is" && first + count + 1 < words.Count && (words[first + count + 1].Folded is "a" or "an" or "currently" or "looked" or "in" or "subject" or "aged" || char.IsDigit(words[first + count + 1].Folded[0]))))
        {
            score += count > 1 || Given.Contains(words[first].Folded) || after is not "is" ? 8 : 3;
        }
        else if (FactBehind().IsMatch(behind))
        {
            score += count > 1 || Given.Contains(words[first].Folded) ? 8 : 3;
        }
        else if (gap.Trim() is "(" or "," or ", (" or "-" or "–" && after.Length > 0 && ((char.IsDigit(after[0]) && after.TakeWhile(char.IsDigit).Count() < 5) || after is "a" or "age" or "date" or "who" or "year" or "yr"))
        {
            score += behind.AsSpan().IndexOfAnyInRange('0', '9') is >= 0 and < 12 ? 8 : 3;
        }
        else if (Verbs.Contains(after) || (gap == " " && ThirdPerson().IsMatch(after)))
        {
            score += 3;
        }
        else if (words[first + count - 1].IsPossessive)
        {
            score += after is "foster" or "carer" or "carers" or "mum" or "dad" or "mother" or "father" or "social" or "pa" or "worker" ? 8 : Belonging.Contains(after) || after is "been" or "got" or "back" or "not" or "a" or "had" or "nearly" ? 6 : 2;
        }

        // "We have had Ellie with us since May", "one of our young people, Amber Stott".
        if (Caring.Contains(before) && score < 8 && (before is not ("with" or "see" or "has") || Talk.Has(sentence, first - 1, 3, "work", "working", "worked", "lives", "live", "please", "could", "can", "you")))
        {
            score += 4;
        }
        else if ((before is "people" or "children" && Talk.Has(sentence, first - 1, 4, "one", "of")) || (first > 2 && OneOfOurs().IsMatch(text[..words[first].Start])))
        {
            score += 8;
        }

        score += Given.Contains(words[first].Folded) ? 2 : 0;

        // A lone word with a capital that starts a sentence may be any word.
        if (count == 1 && first == 0 && !Given.Contains(words[0].Folded) && score < 8)
        {
            return 0;
        }

        return score + (count > 1 && score > 0 ? 1 : 0) - (lower ? 1 : 0);
    }

    private static bool IsWriter(Sentence sentence, int first)
    {
        var before = first > 0 ? sentence.Words[first - 1].Folded : "";
        if (sentence.Words[first].IsPossessive || sentence.Text[0] is '"' or '\u201c')
        {
            // "I'm Freya's nan"; "“My name is Freya”", which somebody else wrote down.
            return false;
        }

        var next = first;
        while (next + 1 < sentence.Words.Count && IsJoined(sentence, next) && sentence.Words[next + 1].Folded is not ("btw" or "again" or "here"))
        {
            next++;
        }

        if (first < 4 && next - first < 4 && next + 1 < sentence.Words.Count && (sentence.Words[next + 1].Folded is "here" || (next > first && sentence.Words[next + 1].Folded is "btw")))
        {
            return true;
        }

        return (before is "names" && first == 1 && !sentence.Words[first].IsCapital(sentence.Text)) || (before is "is" or "name" or "names" && Talk.Has(sentence, first, 4, "my") && Talk.Has(sentence, first, 2, "name", "names"))
            || before is "im" || (before is "am" && first > 1 && sentence.Words[first - 2].Folded is "i") || (before is "its" && first < 4);
    }

    /// <summary>Whether what stands right before a name says that it is somebody else's: "Mrs", "social worker", "my friend".</summary>
    public static bool IsOfSomebodyElse(Sentence sentence, int first) => first > 0 && ((SomebodyElse.Contains(sentence.Words[first - 1].Folded) && sentence.Words[first - 1].Folded is not ("with" or "by" or "from")) || IsOf(sentence, first));

    /// <summary>True for "Sam" in "Sam's mum Lisa": whoever follows a possessive and a relation is somebody else.</summary>
    private static bool IsOf(Sentence sentence, int first) =>
        first > 1 && sentence.Words[first - 2].IsPossessive && SomebodyElse.Contains(sentence.Words[first - 1].Folded);

    private static int Introduced(Sentence sentence, int first)
    {
        var at = first - 1;
        while (at >= 0 && at > first - 9 && (Between.Contains(sentence.Words[at].Folded) || char.IsDigit(sentence.Words[at].Folded[0])) && !Introducing.Contains(sentence.Words[at].Folded))
        {
            at--;
        }

        return at >= 0 && Introducing.Contains(sentence.Words[at].Folded) && (!SomebodyElse.Contains(sentence.Words[Math.Max(0, first - 1)].Folded) || sentence.Words[Math.Max(0, first - 1)].Folded is "miss" or "mr" or "ms" or "master")
            ? sentence.Words[at].Folded is "about" or "called" or "named" or "discuss" ? 6 : 9
            : 0;
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

    /// <summary>"my name's", where "names" alone are many.</summary>
    private static bool IsShortened(Sentence sentence, int index) => sentence.Text.AsSpan(sentence.Words[index].Start, sentence.Words[index].End - sentence.Words[index].Start).ContainsAny("'\u2019");

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

    private static bool IsAcronym(Sentence sentence, Word word) => (word.End - word.Start < 5 && !sentence.Text.Any(char.IsLower) && !Given.Contains(word.Folded)) || !sentence.Text.AsSpan(word.Start, word.End - word.Start).ContainsAnyInRange('a', 'z') && sentence.Text.Any(char.IsLower) && word.Folded.All(char.IsAscii);

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
