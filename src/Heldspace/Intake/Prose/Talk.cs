using Heldspace.Intake.Text;

namespace Heldspace.Intake;

/// <summary>Whom and which time a stretch of a sentence speaks of.</summary>
internal static class Talk
{
    private static readonly HashSet<string> Others = Set(
        "mum mother mam mummy dad father daddy parent parents brother brothers sister sisters sibling siblings twin half stepbrother stepsister stepdad stepmum stepfather stepmother cousin cousins nan nana "
        + "grandma grandmother grandad grandfather grandparents uncle aunt auntie partner girlfriend boyfriend friend friends peer peers pupil another neighbour baby teacher niece nephew family");

    private static readonly HashSet<string> Kids = Set("he she they him child yp boy girl lad lass youngster youngsters kid person teenager teen son daughter grandson granddaughter client patient student cyp toddler infant i im ive we who");

    private static readonly HashSet<string> Prepositions = Set("with to from by of for and against towards between about than like near including");

    private static readonly HashSet<string> Fillers = Set("his her their my our the a an birth foster older younger elder eldest youngest little big half step adoptive both two three four own maternal paternal s sams");

    private static readonly HashSet<string> Past = Set("previously formerly former until expired discharged revoked ended past historically history ceased");

    private static readonly HashSet<string> Unsure = Set(
        "apply applying application seeking seek considering consider pending if may might could would proposed proposing edge hoping requesting planned planning plan hearing proceedings likely potentially possible possibly recommending unless");

    /// <summary>True where the words before a place make somebody else than the child its subject: "his brother is in care".</summary>
    public static bool IsAboutSomebodyElse(Sentence sentence, int index)
    {
        for (var at = index - 1; at >= 0 && at >= index - 20; at--)
        {
            var word = sentence.Words[at];

            // What stands behind a name and before this: the sentence turned to somebody named.
            if (sentence.Meant.Contains(at))
            {
                return false;
            }

            if (Kids.Contains(word.Folded) && !(word.Folded == "who" && at > 0))
            {
                // "my son", "his son", "another child"
                return at > 0 && ((word.Folded is "son" or "daughter" && sentence.Words[at - 1].Folded is "his" or "her" or "their") || sentence.Words[at - 1].Folded is "another" or "other");
            }

            if (Others.Contains(word.Folded) && (!word.IsPossessive || index - at <= 3) && !IsObject(sentence, at))
            {
                return word.Folded != "family" && !(at > 0 && sentence.Words[at - 1].Folded is "foster" or "adoptive" && word.Folded is "mum" or "dad" or "parents" or "family");
            }
        }

        return false;
    }

    /// <summary>True where it is said to be over, or not yet so.</summary>
    public static bool IsPast(Sentence sentence, int index, int after)
    {
        for (var at = Math.Max(0, index - 6); at < index; at++)
        {
            if (Past.Contains(sentence.Words[at].Folded) || (sentence.Words[at].Folded is "used" && at + 1 < index && sentence.Words[at + 1].Folded is "to"))
            {
                // "previously on an interim care order, now on a full care order"
                return !sentence.Words.Skip(at).Take(index - at).Any(word => word.Folded is "now" or "currently" or "since");
            }
        }

        return sentence.Words.Skip(after).Take(4).Any(word => word.Folded is "ended" or "before" or "beforehand" or "previously" or "expired" or "discharged" or "revoked" or "ceased");
    }

    public static bool IsUnsure(Sentence sentence, int index)
    {
        for (var at = Math.Max(0, index - 6); at < index; at++)
        {
            if (Unsure.Contains(sentence.Words[at].Folded) && !(sentence.Words[at].Folded is "may" && sentence.Words[at].IsCapital(sentence.Text)))
            {
                return true;
            }
        }

        return false;
    }

    public static bool Has(Sentence sentence, int index, int reach, params ReadOnlySpan<string> words)
    {
        for (var at = Math.Max(0, index - reach); at < index; at++)
        {
            if (words.Contains(sentence.Words[at].Folded))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True for a relative who is not the subject: "lives with his mum", "removed from her parents".</summary>
    private static bool IsObject(Sentence sentence, int at)
    {
        var before = at - 1;
        while (before >= 0 && Fillers.Contains(sentence.Words[before].Folded))
        {
            before--;
        }

        return before >= 0 && Prepositions.Contains(sentence.Words[before].Folded);
    }

    private static HashSet<string> Set(string words) => new(words.Split(' '), StringComparer.Ordinal);
}
