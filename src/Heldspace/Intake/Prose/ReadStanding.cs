using System.Buffers;
using System.Text.RegularExpressions;
using Heldspace.Intake.Text;

namespace Heldspace.Intake;

/// <summary>Category, legal status and placement in free text.</summary>
internal static partial class ReadStanding
{
    /// <summary>Codes ("C2") and words that mean a placement only where somebody is said to be placed there.</summary>
    private static readonly HashSet<string> Generic = new(StringComparer.Ordinal)
    {
        "secure", "hospital", "prison", "temporary", "nhs", "residential", "pace", "remand", "voluntary", "accommodated", "respite", "short breaks", "other", "adoption", "adopted", "irish", "foster", "fostered", "fostering",
        "respite foster", "inpatient", "leaver", "not in care", "universal", "early help", "child protection", "cin", "child in need", "kinship", "foster care", "looked after", "accommodated child", "ppo", "la", "cic", "residential home",
        "relevant child", "home with mum on a care order", "interim care", "voluntary care",
    };

    private static readonly SearchValues<char> Opening = SearchValues.Create(",;:(/\u2013\u2014-");

    private static readonly SearchValues<char> Closing = SearchValues.Create(",;:)./\u2013\u2014(");

    /// <summary>Of several legal statuses in a row the one that holds.</summary>
    public const string Last = "the last of those named";

    public static IEnumerable<Finding> Read(Sentence sentence, int part)
    {
        foreach (var field in new[] { Fields.LegalStatus, Fields.PlacementType, Fields.Category })
        {
            var all = Codes.Of(field).FindAll(sentence.Words);

            if (field == Fields.Category && HomeAgain().Match(sentence.Text) is { Success: true } again && !Talk.IsAboutSomebodyElse(sentence, ReadIdentity.WordAt(sentence, again.Index)))
            {
                yield return new(field, Reading.Known(Categories.ReturnedHome, sentence.Source), part, Origin.Prose);
            }

            if (field == Fields.Category && InCareUntilGrown().Match(sentence.Text) is { Success: true } grown && !Talk.IsAboutSomebodyElse(sentence, ReadIdentity.WordAt(sentence, grown.Index)))
            {
                yield return new(field, Reading.Known(Categories.CareLeaver, sentence.Source), part, Origin.Prose);
                continue;
            }

            if (field == Fields.Category && LeftCare().Match(sentence.Text) is { Success: true } left && !Talk.IsAboutSomebodyElse(sentence, ReadIdentity.WordAt(sentence, left.Index)))
            {
                yield return new(field, Reading.Known(Categories.CareLeaver, sentence.Source), part, Origin.Prose);
                continue;
            }

            if (field == Fields.PlacementType && MatchedToStay().Match(sentence.Text) is { Success: true } match && !Codes.IsNegated(sentence.Words, ReadIdentity.WordAt(sentence, match.Index + match.Length), 6) && !Talk.IsUnsure(sentence, ReadIdentity.WordAt(sentence, match.Index)) && !Talk.IsAboutSomebodyElse(sentence, ReadIdentity.WordAt(sentence, match.Index)))
            {
                yield return new(field, Reading.Known("U4", sentence.Source), part, Origin.Prose);
                continue;
            }

            // "was taken into police protection and is now accommodated under section 20": what stands behind "now" is so.
            var now = field == Fields.LegalStatus && all.Count > 1 ? all.FindLastIndex(one => (Talk.Has(sentence, one.First, 4, "now", "currently", "subsequently", "then", "finally", "followed") || Talk.Has(sentence, one.First, 9, "but")) && one.First > all[0].After) : -1;
            foreach (var found in all.Skip(Math.Max(0, now)))
            {
                if (ReadOne(field, sentence, found) is { } reading)
                {
                    reading = field == Fields.LegalStatus && reading.Note is null && Talk.Has(sentence, found.First, 4, "now", "currently", "finally") ? reading with { Note = Last } : reading;
                    yield return new(field, reading, part, Origin.Prose);
                }
            }
        }
    }

    /// <summary>"went back to live with her mum", "left our care and went home to his mother".</summary>
    [GeneratedRegex(@"\b(?:(?:went|moved|gone|came|returned|been returned|is now|is) (?:back )?(?:home )?to (?:live with |stay with |be with |the care of )?(?:his|her|their) (?:birth |own )?(?:m[uo]m|mother|mam|dad|father|parents|family|m[uo]m and dad)|went home to live|returned home from care|(?:came|come|returned|moved) (?:back )?home to (?:me|us)\b[^.;]{0,60}\b(?:after|from|following)\b[^.;]{0,30}\b(?:in care|care|foster\w*|carers|placement)\b|order (?:was |has been |is )?(?:discharged|revoked)[^.;]{0,25}\b(?:come|came|went|go|gone|back) (?:back )?home|my (?:son|daughter|boy|girl|lad)\b[^.;]{0,40}\b(?:came|come|moved|returned|been|is) (?:back|home|back home) (?:to (?:live |stay )?(?:with )?|with )(?:me|us)|reunified with (?:his|her|their))\b(?!\s(?:for (?:contact|tea|the)|every|on (?:saturday|sunday|weekend)|at weekends))", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex HomeAgain();

    /// <summary>"was looked after from 2011 until she was 18": a care leaver by now.</summary>
    [GeneratedRegex(@"\b(?:was|were|been) (?:looked after|in (?:foster |residential |the |local authority )?care)\b[^.;]{0,60}\b(?:until|till|til|to) (?:(?:he|she|they) (?:was|were|turned|became) )?(?:the age of |age )?(?:18|eighteen|17|seventeen|16|sixteen)\b(?! (?:months|weeks|january|february|march|april|may|june|july|august|september|october|november|december))", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex InCareUntilGrown();

    /// <summary>Behind "left care": for whom.</summary>
    [GeneratedRegex(@"^[^.;]{0,40}\b(?:special guardian\w*|sgo|adopt\w*|residential)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex LeftForFamily();

    /// <summary>"left care on her birthday", "i left care last yr": and went to nobody's home. At what age is said, or whoever writes says it of themselves.</summary>
    [GeneratedRegex(@"(?<!\b(?:not|never|yet) )\b(?:left (?:our |local authority )?care (?:on (?:his|her|their|my) (?:18th |eighteenth )?birthday|(?:at|aged) (?:16|17|18|sixteen|seventeen|eighteen))|\b(?:i|i've|ive) left (?:foster )?care (?:last|this|in|when|at|(?:a|one|two|three|four|five|six|[0-9]{1,2}) ))(?![^.;]{0,80}\b(?:home|m[uo]m|mother|dad|father|parents|adopt\w*|guardian\w*|sgo|residential|placement)\b)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex LeftCare();

    /// <summary>"have lived with the Marlows since June (long-term, matched at panel)": only foster carers are matched.</summary>
    [GeneratedRegex(@"\b(?:live|lived|living|lives|placed|been) with\b[^.;]{0,80}\b(?:long[\s-]?term|permanent(?:ly)?)\b,? (?:and )?match(?:ed)?\b|\b(?:we|they|he|she)(?:'ve|\u2019ve| have| has)?(?: were| was| are| is| been)? (?:formally |now )?matched (?:as |with (?:him|her|them|us) )?(?:long[\s-]?term|permanently)\b|^matched long[\s-]?term\b|\b(?:they|he|she|it|this|we)(?:'s|\u2019s|'re|\u2019re| is| are| was| were) (?:now )?an? (?:long[\s-]?term|permanent) match\b|\bpanel (?:has )?(?:ratified|approved|agreed) the(?: long[\s-]?term)? match\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex MatchedToStay();

    private static Reading? ReadOne(Field field, Sentence sentence, Found<Code> found)
    {
        var words = sentence.Words;
        var (first, after) = (found.First, found.After);
        var phrase = string.Join(' ', words.Skip(first).Take(found.Count).Select(word => word.Folded));
        // "Her aunt has temporary approval as a connected person": said of whoever cares, and so of where the child lives.
        var isOfCarer = field == Fields.PlacementType && found.Meaning.Value[0] == 'U' && Talk.Has(sentence, first, 14, "approved", "approval") && !Talk.Has(sentence, first, 14, "brother", "sister", "sibling", "siblings", "cousin", "twin");
        if (Codes.IsNegated(words, first, 4) || (!isOfCarer && Talk.IsAboutSomebodyElse(sentence, first)) || Talk.IsPast(sentence, first, after))
        {
            return null;
        }

        var isCode = field.Codes!.Contains(phrase.ToUpperInvariant());
        if (isCode && !(words[first].IsCapital(sentence.Text) && (IsApart(sentence, first, after) || (first == 0 && words.Count <= 8) || Talk.Has(sentence, first, 2, "lac", "cla", "cic") || (after < words.Count && words[after].Folded is "since" or "order" or "from") || Talk.Has(sentence, first, 5, "status", "code", "legal", "placement", "order", "under", "type", "on", "subject"))))
        {
            return null;
        }

        // "Full care order? No, section 20": only asked.
        if (after <= words.Count && sentence.Text.AsSpan(words[after - 1].End).TrimStart().StartsWith("?") && field == Fields.LegalStatus)
        {
            return null;
        }

        // "A full care order was made on his brother."
        if (field == Fields.LegalStatus && OnSibling().IsMatch(sentence.Text[words[after - 1].End..]))
        {
            return null;
        }

        // "an ICO hearing is listed": not made yet.
        if (field == Fields.LegalStatus && after < words.Count && words[after].Folded is "hearing" or "application" or "proceedings")
        {
            return null;
        }

        var value = found.Meaning.Value;
        if (value == "C2" && phrase is "care order" && words.Skip(after).Take(5).Any(word => word.Folded is "interim"))
        {
            return Reading.Doubtful("C1", sentence.Source, $"written: {ReadValue.Quote(sentence.Text)}");
        }

        if (field == Fields.PlacementType && !isCode && !IsPlaced(sentence, first, after, phrase))
        {
            return null;
        }

        if (field == Fields.Category && !IsStanding(sentence, first, after, phrase, value))
        {
            return null;
        }

        if (field == Fields.LegalStatus && phrase is "voluntary" or "accommodated" or "pace" or "ppo" or "interim care" or "interim order" or "full order" or "short breaks" or "respite")
        {
            if (!Talk.Has(sentence, first, 5, "status", "legal", "under", "subject", "is", "been", "on"))
            {
                return null;
            }
        }

        if (Talk.IsUnsure(sentence, first))
        {
            return field == Fields.Category ? null : Reading.Doubtful(value, sentence.Source, $"not said as a fact: {ReadValue.Quote(sentence.Text)}");
        }

        if (value == "U3" && !found.Meaning.IsSure)
        {
            var term = Temporarily().Replace(Around(sentence, found), "");
            return ReadValue.LongTerm().IsMatch(term) ? Reading.Known("U1", sentence.Source) : ReadValue.ShortTerm().IsMatch(term) ? Reading.Known(value, sentence.Source) : Reading.Doubtful(value, sentence.Source, $"{Inference.WhichKind}: {ReadValue.Quote(phrase)}");
        }

        if (value == "U6" && !found.Meaning.IsSure)
        {
            // "foster carers (long term)", "fostered permanently".
            var around = Around(sentence, found);
            if (Temporarily().IsMatch(around))
            {
                // A temporary approval is of relatives and friends.
                return Reading.Doubtful("U3", sentence.Source, $"{Inference.WhichKind}: {ReadValue.Quote(around)}");
            }

            return ReadValue.LongTerm().IsMatch(around) ? Reading.Known("U4", sentence.Source) : ReadValue.ShortTerm().IsMatch(around) ? Reading.Known(value, sentence.Source) : Reading.Doubtful(value, sentence.Source, $"{Inference.WhichKind}: {ReadValue.Quote(phrase)}");
        }

        return found.Meaning.IsSure ? Reading.Known(value, sentence.Source) : Reading.Doubtful(value, sentence.Source, $"written: {ReadValue.Quote(phrase)}");
    }

    /// <summary>An approval of relatives or friends for the time being, which says nothing of how long a child stays.</summary>
    [GeneratedRegex(@"\btemporar(?:y|ily) approv\w+|\breg(?:ulation|\.)? ?24\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Temporarily();

    [GeneratedRegex(@"^[^.,;:]{0,30}\b(?:on|for|of|to) (?:his|her|their) (?:\w+ )?(?:brothers?|sisters?|siblings?|cousins?)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex OnSibling();

    /// <summary>What stands about a placement, where it may be said how long it is meant to last.</summary>
    private static string Around(Sentence sentence, Found<Code> found) => sentence.Text[sentence.Words[Math.Max(0, found.First - 4)].Start..sentence.Words[Math.Min(sentence.Words.Count, found.After + 6) - 1].End];

    /// <summary>True where a word starts a stretch of its own: behind a comma, a dash, a bracket, a slash, or at the start.</summary>
    private static bool IsItem(Sentence sentence, int first)
    {
        if (first == 0)
        {
            return true;
        }

        var at = first;
        while (at > 0 && sentence.Words[at - 1].Folded is "a" or "an" or "the" or "in" or "approved" or "small" or "same" or "full" or "his" or "her" or "their" && sentence.Text[sentence.Words[at - 1].End..sentence.Words[at].Start] == " ")
        {
            at--;
        }

        return at == 0 || sentence.Text.AsSpan(sentence.Words[at - 1].End, sentence.Words[at].Start - sentence.Words[at - 1].End).ContainsAny(Opening);
    }

    /// <summary>True where a code stands apart from other words: "V2, CWAC", "(K1, welfare order)".</summary>
    private static bool IsApart(Sentence sentence, int first, int after) =>
        IsItem(sentence, first) && (after >= sentence.Words.Count || sentence.Text.AsSpan(sentence.Words[after - 1].End, sentence.Words[after].Start - sentence.Words[after - 1].End).ContainsAny(Closing) || sentence.Words[after].Folded is "placement" or "order" or "since" or "from");

    /// <summary>A placement is one that somebody lives in: the carer who writes, the hospital that was visited and the placement that ended are none.</summary>
    private static bool IsPlaced(Sentence sentence, int first, int after, string phrase)
    {
        var lives = Talk.Has(sentence, first, 9, "placed", "placement", "lives", "living", "live", "moved", "resides", "residing", "stays", "staying", "currently", "remains", "in", "with", "settled", "joined", "been", "at") || Talk.Has(sentence, first, 7, "approved", "approval", "boards", "boarding", "boarder");
        if (Talk.IsLeft(sentence, first) || Talk.Has(sentence, first, 3, "out"))
        {
            return false;
        }

        if (phrase.StartsWith("live", StringComparison.Ordinal) || phrase.StartsWith("placed with their", StringComparison.Ordinal) || phrase.StartsWith("living", StringComparison.Ordinal) || phrase.StartsWith("board", StringComparison.Ordinal) && !phrase.StartsWith("boarding school", StringComparison.Ordinal) || phrase is "one of the homes")
        {
            return true;
        }

        if (phrase is "with parents")
        {
            return false;
        }

        if (Generic.Contains(phrase) && phrase is not ("foster care" or "fostered" or "residential home"))
        {
            return Talk.Has(sentence, first, 3, "placed", "placement") || (after < sentence.Words.Count && sentence.Words[after].Folded is "placement" or "unit");
        }

        if (Talk.Has(sentence, first, 3, "previous", "last", "former", "another", "first", "earlier", "broken", "sixth", "fifth", "fourth", "third", "second", "failed", "ex", "old", "several", "multiple", "many"))
        {
            return false;
        }

        // "Children's home, Northwich", "s20 - supported accommodation, Derby": an item of a list says it by itself.
        return lives || phrase.Contains("placement", StringComparison.Ordinal) || IsItem(sentence, first) || (phrase is "foster home" && Talk.Has(sentence, first, 3, "at", "her", "his", "their")) || sentence.Text.Contains("c/o", StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsStanding(Sentence sentence, int first, int after, string phrase, string value)
    {
        var words = sentence.Words;
        var next = after < words.Count ? words[after].Folded : "";
        switch (value)
        {
            case Categories.ChildInCare:
                // "children in care team", "looked after children's nurse", "LAC review" speak of services; only "in our care" of a child.
                if (next is "team" or "service" or "services" or "nurse" or "nurses" or "council" or "health" or "social" or "worker" or "nursing" or "doctor" or "teams" || phrase is "children in care" or "looked after children")
                {
                    return false;
                }

                if (phrase is "in care" or "in foster care" or "in residential care" or "looked after" && ((Talk.Has(sentence, first, 3, "was", "were", "left", "grew", "grown", "time", "used", "previously") && !Talk.Has(sentence, first, 3, "now", "placed", "taken", "is", "became") && sentence.Words.Skip(after).Any(word => word.Folded is "until" or "till" or "til" or "before" or "when" or "from")) || (phrase is "in care" && Talk.Has(sentence, first, 3, "was", "were", "left", "grew", "grown", "time") && !Talk.Has(sentence, first, 3, "now", "placed", "taken", "is")) || Talk.Has(sentence, first, 4, "after", "following", "months", "spell", "period")))
                {
                    return false;
                }

                if (phrase is "in care" && (next is "proceedings" || (words.Skip(after).Take(4).Any(word => word.Folded is "until" or "till" or "til") && !Talk.Has(sentence, first, 4, "is", "still", "remains", "currently"))))
                {
                    return false;
                }

                return !Generic.Contains(phrase) || phrase is "looked after" && (next is "by" or "under" || Talk.Has(sentence, first, 3, "is", "been", "are", "whos", "hes", "shes", "theyre", "im", "am", "being") || (first > 0 && words[first - 1].IsPossessive && words[first - 1].Folded is "who" or "he" or "she"))
                    || phrase is "fostered" or "accommodated child" || (phrase is "foster care" or "cic" && Talk.Has(sentence, first, 5, "in", "is", "placed", "into", "a"));
            case Categories.CareLeaver:
                return next is not ("team" or "service" or "services" or "worker" or "hub" or "pa" or "personal" or "adviser" or "advisor") && phrase is not ("leaver" or "relevant child" or "leaving care" or "aftercare")
                    && !(phrase is "left care" && LeftForFamily().IsMatch(sentence.Text[words[after - 1].End..]));
            case Categories.Adopted:
                return (phrase.StartsWith("adoption order", StringComparison.Ordinal) && (phrase.Length > 14 || next is "was" or "in" or "on" or "dated" or "of" or "granted" or "made")) || (phrase is "adopted child" or "adoptee" or "subject to an adoption order" or "post adoption")
                    || (phrase == "adopted" && next is not ("a" or "an" or "the" or "this" or "new") && (Talk.Has(sentence, first, 4, "was", "is", "been", "were", "got", "we", "i", "legally", "our", "my", "an") || next is "son" or "daughter" or "from" or "by" or "in" or "child" or "boy" or "girl"));
            case Categories.SpecialGuardianship:
                return true;
            case Categories.ReturnedHome:
                return true;
            case Categories.PrivateFostering:
                return true;
            case Categories.Kinship:
                return phrase is "family arrangement" or "informal family arrangement" or "private family arrangement" or "informal kinship care" or "child arrangements order" or "kinship arrangement";
            default:
                return phrase is "not in care" or "not looked after" or "never been in care";
        }
    }
}
