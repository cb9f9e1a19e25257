using Heldspace.Intake.Text;

namespace Heldspace.Intake;

/// <summary>Which authority is responsible, and which is only where something is.</summary>
internal static partial class ReadPlaces
{
    /// <summary>True where an authority is named as one, and not as the place where something is: no "in Wigan", no "Derby Road".</summary>
    public static bool IsAuthority(Sentence sentence, Found<NamedAuthority> found)
    {
        // "I left care in Derby": whose care it was.
        if (found.First > 1 && sentence.Words[found.First - 1].Folded is "in" && sentence.Words[found.First - 2].Folded is "care")
        {
            return true;
        }

        var next = found.After < sentence.Words.Count ? sentence.Words[found.After].Folded : "";
        return MayBePlace(sentence, found) && (Governing.Contains(next) || (!Organisations.Contains(next) && next is not ("icb" or "nhs" or "camhs") && !(found.First > 0 && Near.Contains(sentence.Words[found.First - 1].Folded) && sentence.Words[found.First - 1].Folded is not "from")))
            && !Talk.Has(sentence, found.First, 2, "at", "near", "in", "court") && !Codes.IsNegated(sentence.Words, found.First, 2) && !Talk.HasAny(sentence, found.First, 6, Elsewhere);
    }

    private static readonly HashSet<string> Elsewhere = Set("previously former formerly mum dad mother father brother sister born works moved school hospital");

    /// <summary>"in the care of Wigan", "Wigan's child", "Wigan Council", "a Wigan care leaver", "care order to Wigan".</summary>
    private static bool Governs(Sentence sentence, Found<NamedAuthority> found, string next)
    {
        var words = sentence.Words;
        var first = found.First;
        while (first > 0 && words[first - 1].Folded is "the" or "is" or "are" or "a" or "an" or "under" or "by" or "of" or "to" or "from" or "with")
        {
            first--;
        }

        // A sentence of nothing else: "CWaC."
        if (!found.Meaning.IsTown && found.First == 0 && found.After + (next is "council" ? 1 : 0) >= words.Count)
        {
            return true;
        }

        // "C2, CWAC", "Full care order, Wigan", "(CWAC)": an authority alone in a list of what a child is.
        if (!found.Meaning.IsTown && IsAlone(sentence, found) && words.Any(word => word.Folded is "order" or "orders" or "ico" or "fco" or "c1" or "c2" or "v2" or "e1" or "s20" or "lac" or "cla" or "cic" or "looked" or "section" or "care" or "sgo" or "epo" or "uasc"))
        {
            return true;
        }

        var lead = string.Join(' ', words.Skip(first).Take(found.First - first).Select(word => word.Folded));
        if (next is "team" or "camhs" or "icb" or "nhs")
        {
            return false;
        }

        var gap = found.First > 0 ? sentence.Text[sentence.Words[found.First - 1].End..sentence.Words[found.First].Start] : "";
        if (gap.Contains('(', StringComparison.Ordinal) && Talk.Has(sentence, found.First, 4, "our", "us", "ours", "council", "authority"))
        {
            return true;
        }

        // "left care at 18 wigan", in a mail without commas.
        if (!found.Meaning.IsTown && gap == " " && Talk.Has(sentence, found.First, 4, "care") && Talk.Has(sentence, found.First, 6, "left") && !sentence.Text.Any(char.IsUpper))
        {
            return true;
        }

        if (gap.Contains(',', StringComparison.Ordinal) && Talk.Has(sentence, found.First, 6, "care") && Talk.Has(sentence, found.First, 8, "left", "was", "order", "leaver", "in") && !Talk.Has(sentence, found.First, 6, "home", "foster", "residential", "placed"))
        {
            return true;
        }

        // "Wigan are the responsible authority", "CWaC is her authority", "Cheshire East have responsibility", "Derby holds the order".
        var said = found.After;
        while (said < words.Count && words[said].Folded is "council" or "city" or "county" or "borough" or "mbc" or "social" or "care" or "childrens" or "children" or "services")
        {
            said++;
        }

        if (lead.StartsWith("under", StringComparison.Ordinal) && Talk.Has(sentence, first, 2, "comes", "come", "came", "falls", "live", "is", "are"))
        {
            return true;
        }

        // "The social worker is Mr Hobday cheshire west".
        if (!found.Meaning.IsTown && lead.Length == 0 && Talk.Has(sentence, found.First, 6, "worker", "sw", "pa") && gap == " ")
        {
            return true;
        }

        // "Cheshire West is my council".
        if (next is "is" or "are" && words.Skip(found.After).Take(4).Any(word => word.Folded is "council"))
        {
            return true;
        }

        if (lead.StartsWith("from", StringComparison.Ordinal) && Talk.Has(sentence, first, 6, "worker", "adviser", "pa", "sw"))
        {
            return true;
        }

        if (lead.StartsWith("with", StringComparison.Ordinal) && Talk.Has(sentence, first, 4, "foster", "order", "child", "lac", "care"))
        {
            return true;
        }

        if (lead.StartsWith("by", StringComparison.Ordinal) && Talk.Has(sentence, first, 5, "placed"))
        {
            return true;
        }

        if ((said < words.Count ? words[said].Folded : "") is "is" or "are" or "has" or "have" or "holds" or "hold" or "remains" or "remain" or "shares" or "share" && words.Skip(said + 1).Take(5).Any(word => word.Folded is "authority" or "la" or "parent" or "responsibility" or "responsible" or "order" or "pr")
            && !words.Skip(found.After).Take(6).Any(word => word.Folded is "host" or "not" or "no"))
        {
            return true;
        }

        if (Talk.Has(sentence, found.First, 5, "responsible", "placing", "corporate", "originating", "home") && Talk.Has(sentence, found.First, 4, "authority", "la", "parent", "council"))
        {
            return true;
        }

        if (!found.Meaning.IsTown && (Governing.Contains(next) || (words[found.After - 1].IsPossessive && next is "child" or "children" or "looked" or "care" or "lac")))
        {
            return !Talk.Has(sentence, found.First, 6, "host", "hosting") || Talk.Has(sentence, found.First, 2, "by", "of");
        }

        if (found.Meaning.IsTown)
        {
            return next is "council" && !Talk.Has(sentence, found.First, 4, "town", "parish");
        }

        // "He's a Wigan baby", "one of our Derby lads".
        if (next is "baby" or "lad" or "lass" or "girl" or "boy" or "teenager" or "youngster" or "infant" or "toddler" or "yp" or "kid" or "young" && !words[found.After - 1].IsPossessive && found.First > 0 && words[found.First - 1].Folded is "a" or "an" or "our" or "another" or "two" or "three")
        {
            return true;
        }

        if (lead.Contains("by", StringComparison.Ordinal) && Talk.Has(sentence, first, 12, "after", "placed", "accommodated", "care", "parented", "parent"))
        {
            return true;
        }

        return (lead.StartsWith("of", StringComparison.Ordinal) && Talk.Has(sentence, first, 2, "care", "responsibility", "child"))
            || (lead.StartsWith("to", StringComparison.Ordinal) && (Talk.Has(sentence, first, 4, "order", "care", "belongs", "ico") || Talk.Has(sentence, first, 1, "child", "lac", "cla")))
            || (lead.StartsWith("under", StringComparison.Ordinal) && (lead is "under" || Talk.Has(sentence, first, 6, "care", "is", "still", "looked")))
            || (lead.StartsWith("from", StringComparison.Ordinal) && Talk.Has(sentence, first, 6, "care", "leaver", "leavers"))
            || (Talk.Has(sentence, first, 1, "authority", "la", "council") && !Talk.Has(sentence, found.First, 4, "host", "hosting", "education"))
            || (words.Skip(found.After).Take(4).Any(word => word.Folded is "social" or "council") && words.Skip(found.After).Take(3).Any(word => word.Folded is "my" or "are" or "is"))
            || (Talk.Has(sentence, found.First, 1, "care", "cla", "lac", "leaver") && !found.Meaning.IsTown)
            || (Talk.Has(sentence, found.First, 1, "for") && Talk.Has(sentence, found.First, 3, "carer", "carers", "fostering", "foster"))
            || (lead.Contains("with", StringComparison.Ordinal) && Talk.Has(sentence, first, 4, "order", "care", "responsibility"));
    }

    private static bool IsAlone(Sentence sentence, Found<NamedAuthority> found)
    {
        var before = found.First == 0 ? "," : sentence.Text[sentence.Words[found.First - 1].End..sentence.Words[found.First].Start];
        var after = found.After >= sentence.Words.Count ? "," : sentence.Text[sentence.Words[found.After - 1].End..sentence.Words[found.After].Start];
        return before.AsSpan().ContainsAny(Opening) && (after.AsSpan().ContainsAny(Closing) || sentence.Words[found.After].Folded is "full" or "care" or "ico" or "interim" or "s20" or "order");
    }

    private static bool IsPlacedBy(Sentence sentence, Found<NamedAuthority> found) => Talk.Has(sentence, found.First, 3, "by");
}
