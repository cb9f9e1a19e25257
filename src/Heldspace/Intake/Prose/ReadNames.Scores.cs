using Heldspace.Intake.Text;

namespace Heldspace.Intake;

/// <summary>How much speaks for a name to be the child's.</summary>
internal static partial class ReadNames
{
    private static int Score(Sentence sentence, int first, int count, bool lower)
    {
        var words = sentence.Words;
        var text = sentence.Text;
        var before = first > 0 ? words[first - 1].Folded : "";
        var after = first + count < words.Count ? words[first + count].Folded : "";
        var gap = first + count < words.Count ? text[words[first + count - 1].End..words[first + count].Start] : text[words[first + count - 1].End..];
        // "It's Bev, Jay's carer (Jay Hollins, he's 14)": the name again, in full.
        var again = first > 0 && text[words[first - 1].End..words[first].Start] == " (" && words.Take(first).Any(word => word.Folded == words[first].Folded);
        // "a young mum, Ada Voss": the one it is about.
        var isYoungParent = first > 1 && before is "mum" or "mother" or "dad" or "father" or "parent" && words[first - 2].Folded is "young" or "teenage" or "teen" or "expectant";
        if ((SomebodyElse.Contains(before) && !again && !isYoungParent && !(before is "miss" or "mr" or "ms" or "master" && Introduced(sentence, first - 1) > 6)) || (before is "called" or "named" or "is" && Talk.Has(sentence, first - 1, 3, "brother", "sister", "mum", "dad", "carer", "carers", "worker", "teacher", "adviser", "pa", "mother", "father", "manager", "friend"))
            || (first > 1 && before is "and" && SomebodyElse.Contains(words[first - 2].Folded)) || (!again && IsOf(sentence, first))
            || (before is "called" or "named" && first > 1 && words[first - 2].Folded is "people" or "couple" or "family" or "ones" && !Talk.Has(sentence, first - 2, 1, "young")))
        {
            return 0;
        }

        // "a man called Dre", "a lad who calls himself Mo": somebody met.
        if (before is "called" or "named" or "calling" && first > 1 && !Talk.Has(sentence, first - 1, 2, "young") && Talk.Has(sentence, first - 1, 3, "man", "men", "woman", "guy", "bloke", "male", "adult", "lady", "someone", "somebody", "fella", "stranger", "dog", "cat", "horse", "rabbit", "hamster", "charity", "agency", "club", "project", "company", "organisation", "home", "house", "school", "team", "group", "service", "centre", "place", "app", "game", "band", "programme", "scheme"))
        {
            return 0;
        }

        // "a green called Bancha": what is no person is called something too.
        if (before is "called" or "named" && first > 1 && count == 1 && !Given.Contains(words[first].Folded) && !Talk.HasAny(sentence, first - 1, 4, Kin) && !char.IsDigit(words[first - 2].Folded[0])
            && !Talk.Has(sentence, first - 1, 1, "is", "s", "was", "be", "been", "being", "hes", "shes", "theyre", "who", "whos", "im", "am", "are", "gets", "get", "baby", "one", "twin", "he", "she", "him", "her", "them", "also", "usually", "always", "now", "just", "old", "minor", "seeker", "refugee", "toddler", "infant", "youngster", "teen", "resident") && !FactBehind().IsMatch(text[words[first + count - 1].End..]))
        {
            return 0;
        }

        // "I manage The Larches, a three-bed home": no one is called so.
        if (before is "the" && count == 1 && !Given.Contains(words[first].Folded))
        {
            return 0;
        }

        // "that's Brandon's birthday, who's 14 and nothing to do with this".
        if (NothingToDo().IsMatch(text[words[first + count - 1].End..]))
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

        // "she's bit our grandson Alfie": one of the writer's own family, to whom something was done.
        if (first > 2 && Kin.Contains(before) && words[first - 2].Folded is "our" or "my" && words[first - 3].Folded is "bit" or "hit" or "kicked" or "hurt" or "bites" or "hits" or "kicks" or "hurts" or "slapped" or "punched" or "pushed" or "pushes" or "scratched")
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

        // "Could you look at Abdi Warsame for me?", "The young man is Abdi Warsame."
        if ((before is "at" && first > 1 && words[first - 2].Folded is "look" && Talk.Has(sentence, first - 2, 4, "could", "can", "please", "would", "you"))
            || (before is "is" && first > 2 && first < 6 && words[first - 2].Folded is "man" or "woman" or "person" or "lady" or "lad" or "girl" or "boy" or "child" && Talk.Has(sentence, first - 2, 2, "the", "this") && (count > 1 || Given.Contains(words[first].Folded))))
        {
            score += 8;
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

        // "our Tia has got us beat": whom a household calls theirs, and goes on about.
        if (before is "our" && count == 1 && Given.Contains(words[first].Folded) && (Verbs.Contains(after) || ThirdPerson().IsMatch(after)))
        {
            score += 5;
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

        if (isYoungParent)
        {
            score += 8;
        }

        // "Dmytro Kovalchuk, known as Dima, is a pupil".
        if (count > 1 && AlsoCalled().IsMatch(text[words[first + count - 1].End..]))
        {
            score += 8;
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
        else if (FactBehind().IsMatch(behind) || BornPast().IsMatch(behind))
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

        // "I'm Ana Hale's PA": whoever belongs to somebody named is not them.
        if (Count(sentence, first) is > 1 and var run && sentence.Words[first + run - 1].IsPossessive)
        {
            return false;
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
}
