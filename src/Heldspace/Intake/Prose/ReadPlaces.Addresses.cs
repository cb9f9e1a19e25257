using Heldspace.Intake.Text;

namespace Heldspace.Intake;

/// <summary>Where somebody lives, said without a verb: addresses, and whoever writes from home.</summary>
internal static partial class ReadPlaces
{
    /// <summary>What stands before a comma and a town: "children's home, Northwich", "c/o foster carer, Weaverham", "8 Poolside Row, Helsby".</summary>
    private static readonly HashSet<string> Homes = Set("home homes house lodge carer carers accommodation placement lodgings lodging flat hostel unit foyer bungalow farm cottage residential row road street avenue close lane drive way grove terrace crescent court gardens place walk mews living supported parents hotel");

    private static readonly HashSet<string> Carers = Set("me us adopters carer carers mum mother dad family auntie aunt nan nanny grandparents grandmother uncle");

    /// <summary>True for "Beech Lodge children's home, Crewe": a place that explains where a home is.</summary>
    private static bool IsAddress(Sentence sentence, Found<NamedAuthority> found)
    {
        var at = found.First - 1;

        // "Mrs Vaughan-Jones of Hoole".
        at -= at > 0 && sentence.Words[at].Folded is "of" && sentence.Words[at - 1].IsCapital(sentence.Text) ? 1 : 0;

        // Parts of an address that are no town we know: "Mill Lane, Oakmere, Northwich".
        for (var parts = 0; at >= 0 && parts < 3; parts++)
        {
            if (!(parts == 0 && at < found.First - 1) && sentence.Text[sentence.Words[at].End..sentence.Words[at + 1].Start] is not (", " or " of " or "), " or " - " or " (" or " in " or " \u2013 " or ","))
            {
                return false;
            }

            // "… approved as connected foster carers long term, Hoole".
            while (at > 1 && sentence.Words[at].Folded is "term" or "long" or "short" or "permanently" or "permanent")
            {
                at--;
            }

            var carer = at;
            while (carer > 0 && at - carer < 5 && !Carers.Contains(sentence.Words[carer].Folded) && (sentence.Words[carer].IsCapital(sentence.Text) || sentence.Words[carer].Folded is "mr" or "mrs" or "ms" or "and" or "the"))
            {
                carer--;
            }

            if (carer < at && ((Carers.Contains(sentence.Words[carer].Folded) && !(Talk.Has(sentence, carer, 2, "birth", "his", "her", "their") && !Talk.Has(sentence, carer, 1, "foster", "long", "kinship", "connected") && !Talk.Has(sentence, carer, 4, "placed", "lives", "living", "live"))) || (sentence.Words[carer].Folded is "by" or "with" && Talk.Has(sentence, carer, 2, "fostered", "placed", "living", "lives", "all"))))
            {
                return true;
            }

            if (Homes.Contains(sentence.Words[at].Folded) || (sentence.Words[at].Folded is "care" && Talk.Has(sentence, at, 1, "foster", "residential")) || (sentence.Words[at].IsCapital(sentence.Text) && at > 0 && sentence.Words[at - 1].Folded is "mr" or "mrs" or "ms" && at > 3 && sentence.Words[at - 2].Folded is "and"))
            {
                return !Talk.Has(sentence, at + 1, 5, "previous", "previously", "former", "office", "offices", "school", "surgery", "from", "was", "left");
            }

            // One unknown part more, in capitals.
            while (at > 0 && sentence.Words[at].IsCapital(sentence.Text) && sentence.Text[sentence.Words[at - 1].End..sentence.Words[at].Start] is " " && !Homes.Contains(sentence.Words[at].Folded))
            {
                at--;
            }

            if (!sentence.Words[at].IsCapital(sentence.Text))
            {
                return false;
            }

            at--;
        }

        return false;
    }

    /// <summary>"Placed with her aunt, who …; Standish, WN6 0TT": a town right before the postcode of where somebody is said to live.</summary>
    private static bool HasPostcodeBehind(Sentence sentence, Found<NamedAuthority> found) =>
        Postcode.FindIn(sentence.Text) is { } postcode && postcode.Index - sentence.Words[found.After - 1].End is > 0 and < 4
        && sentence.Words.Take(found.First).Any(word => Living.Contains(word.Folded) && word.Folded is not "care") && !Talk.Has(sentence, found.First, 9, "school", "surgery", "office", "previous", "old", "previously", "attends", "practice", "gp");

    /// <summary>The authority of a line that is an address and nothing else; null where it is none.</summary>
    public static string? IsAddressLine(Sentence sentence)
    {
        if (sentence.Words.Count is 0 or > 8 || sentence.Words.Any(word => !word.IsCapital(sentence.Text) && !char.IsDigit(word.Folded[0])))
        {
            return null;
        }

        var found = Authorities.FindAll(sentence.Words);
        return found.Count > 0 && found[^1].After >= sentence.Words.Count - 2 && found.Select(one => one.Meaning.Name).Distinct(StringComparer.Ordinal).Count() == 1 && !sentence.Words.Any(word => Organisations.Contains(word.Folded) || Governing.Contains(word.Folded)) ? found[0].Meaning.Name : null;
    }

    /// <summary>"We're in Frodsham", "im in leigh now": where whoever writes says where home is.</summary>
    private static bool IsHomeOfWriter(Sentence sentence, int at)
    {
        if (at < 1 || sentence.Words[at].Folded is not ("in" or "near" or "from" or "at"))
        {
            return false;
        }

        // "We are over the border in Sandbach".
        var back = at - 1;
        while (back > 0 && at - back < 6 && sentence.Words[back].Folded is "over" or "the" or "border" or "just" or "out" or "up" or "here" or "based" or "living" or "now")
        {
            back--;
        }

        var word = sentence.Words[back].Folded;
        return word is "im" || (word is "were" && sentence.Text[sentence.Words[back].Start..sentence.Words[back].End].Length > 4)
            || (word is "are" or "r" && back > 0 && sentence.Words[back - 1].Folded is "we") || (word is "am" && back > 0 && sentence.Words[back - 1].Folded is "i");
    }
}
