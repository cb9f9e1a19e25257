using System.Text.RegularExpressions;
using Heldspace.Intake.Text;

namespace Heldspace.Intake;

/// <summary>Risks in free text, and their denials (<c>risk-phrases.txt</c>). Wording of immediate risk is another matter, and is screened for before anything is read.</summary>
internal static partial class ReadRisks
{
    private static readonly Phrases<Risk> Phrases = Load();

    private static readonly HashSet<string> Denials = Set("no nil none without denies denied deny never not nor neither dont doesnt hasnt havent isnt didnt wasnt");

    /// <summary>What starts a clause of its own, so that a denial before it is over.</summary>
    private static readonly HashSet<string> Turns = Set("but however although though except yet because since when he she they i we there his her which who");

    private static readonly HashSet<string> Past = Set("history historic historical historically previous previously past former formerly used ago stopped risk risks vulnerable possible possibly potential worried worry concern concerned concerns fear fears suspect suspected might may could suspicion query if unsure whether");

    /// <summary>Nouns that make another thing of a risk: a policy, a leaflet, a worker.</summary>
    private static readonly HashSet<string> Things = Set("policy team worker workers prevention training service services leaflet form screening assessment tool nurse court money homework lessons school work persons his her its my their this that data information from details out");

    private sealed record Risk(Field[] Fields, bool IsDeed, bool IsOnlyDenied);

    private static readonly Field[] All = [.. Intake.Fields.All.Where(field => field.Name.StartsWith("risk", StringComparison.Ordinal))];

    public static IEnumerable<Finding> Read(Sentence sentence, int part)
    {
        var words = sentence.Words;
        // A question, or boxes to cross, which are read as an answer.
        if (sentence.Text.EndsWith('?') || sentence.Text.Contains("[ ]", StringComparison.Ordinal) || sentence.Text.AsSpan().ContainsAny("\u2610\u2611\u2612"))
        {
            yield break;
        }

        // "No known risks.": said of all at once, and less than whatever is said of one.
        if (NoneAtAll().IsMatch(sentence.Text))
        {
            foreach (var field in All)
            {
                yield return new(field, Reading.Known("none", sentence.Source) with { Note = $"written: {ReadValue.Quote(sentence.Text)}" }, part, Origin.Inferred);
            }
        }

        var current = Current().IsMatch(sentence.Text);
        foreach (var found in Phrases.FindAll(words))
        {
            var next = found.After < words.Count ? words[found.After].Folded : "";
            var phrase = words[found.First].Folded;
            var isBare = found.Count == 1 && phrase is "missing";
            var denied = IsDenied(sentence, found);
            if (Talk.IsAboutSomebodyElse(sentence, found.First) || (Things.Contains(next) && !(found.Count > 1 && next is "from" or "his" or "her" or "out" or "their")) || (isBare && !denied && !current) || (found.Meaning.IsOnlyDenied && !denied && !current)
                || (phrase is "drugs" or "alcohol" or "weed" && !denied && !Talk.Has(sentence, found.First, 5, "uses", "using", "takes", "taking", "smokes", "smoking", "drinks", "drinking", "misuses", "misusing", "involving", "with")))
            {
                continue;
            }

            var note = $"written: {ReadValue.Quote(sentence.Text)}";
            foreach (var field in found.Meaning.Fields)
            {
                var reading = denied ? Reading.Known("none", sentence.Source) with { Note = note }
                    : (IsVague(sentence, found) && !current) || found.Meaning.Fields.Length > 1 ? Reading.Doubtful("present", sentence.Source, note)
                    : Reading.Known("present", sentence.Source) with { Note = note };
                yield return new(field, reading, part, Origin.Prose);
            }
        }
    }

    /// <summary>True where a denial before a risk reaches it, or one stands right behind: "self-harm: none", "self-harm is not a concern".</summary>
    private static bool IsDenied(Sentence sentence, Found<Risk> found)
    {
        var words = sentence.Words;
        var reach = found.Meaning.IsDeed ? 3 : 14;
        if (NoSign().IsMatch(sentence.Text[..words[found.First].Start]) || (AskedAbout().IsMatch(sentence.Text[..words[found.First].Start]) && SaidNo().IsMatch(sentence.Text[words[found.After - 1].End..])))
        {
            return true;
        }

        for (var at = found.First - 1; at >= 0 && at >= found.First - reach; at--)
        {
            var gap = sentence.Text.AsSpan(words[at].End, words[at + 1].Start - words[at].End);
            if (gap.ContainsAny(";:.("))
            {
                break;
            }

            if (Denials.Contains(words[at].Folded))
            {
                // "not only", "no longer lives there".
                return words[at + 1].Folded is not ("only" or "just");
            }

            if (Turns.Contains(words[at].Folded) || (words[at].Folded is "and" && words[at + 1].Folded is "is" or "has" or "does" or "some" or "recent" or "regular"))
            {
                break;
            }
        }

        var behind = words.Skip(found.After).Take(5).Select(word => word.Folded).ToList();
        if (Answered().IsMatch(sentence.Text[words[found.After - 1].End..]))
        {
            return true;
        }

        return behind is ["none" or "no" or "nil" or "n" or "0", ..] || (behind.Exists(Denials.Contains) && behind is ["is" or "has" or "are" or "isnt" or "hasnt" or "have" or "was", ..] && behind.Exists(word => word is "concern" or "concerns" or "issue" or "reported" or "disclosed" or "known" or "noted" or "risk" or "seen" or "problem"));
    }

    /// <summary>True where it is said to be over, feared or only possible.</summary>
    private static bool IsVague(Sentence sentence, Found<Risk> found)
    {
        for (var at = Math.Max(0, found.First - 6); at < found.First; at++)
        {
            if (Past.Contains(sentence.Words[at].Folded))
            {
                return true;
            }
        }

        return sentence.Words.Skip(found.After).Take(7).Any(word => word.Folded is "past" or "ago" or "previously" or "stopped" or "historic" or "historically" or "history" or "before");
    }

    private static Phrases<Risk> Load()
    {
        var phrases = new Phrases<Risk>();
        foreach (var (key, entries) in TextTable.Entries("risk-phrases.txt"))
        {
            Field[] fields = [.. key.Split('+').Select(name => Fields.ByName[name])];
            foreach (var entry in entries)
            {
                phrases.Add(entry.TrimStart('!', '?').Trim(), new(fields, entry[0] == '!', entry[0] == '?'));
            }
        }

        return phrases;
    }

    [GeneratedRegex(@"^\W{0,3}(?:there (?:are|is) |there['\u2019]s )?no (?:(?:known|identified|current|significant) )?risks?(?: (?:known|identified|at all|at present|at this time|noted|recorded|that we know of|of any kind))*(?: for \p{L}+)?\W{0,3}$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex NoneAtAll();

    /// <summary>"so missing has to go down as a current risk": whatever was said of when.</summary>
    [GeneratedRegex(@"\b(?:is|as|be|remains?|still) (?:an? )?(?:very (?:much )?)?(?:a )?(?:current|present|ongoing|active|live|continuing) (?:risk|concern|worry)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Current();

    /// <summary>"asked about self-harm: she said no, never".</summary>
    [GeneratedRegex(@"^[^.;]{0,30}\b(?:(?:said|says|answered|replied) no\b|denied\b|denies\b|no,? never\b|no indicat\w+|no evidence|not disclosed)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Answered();

    /// <summary>"There is no suggestion that he has harmed himself": denied, whoever is its subject.</summary>
    [GeneratedRegex(@"\bnothing(?: (?:has been |been |was |is )?(?:said|mentioned|disclosed|reported|noted|known|seen))?(?: (?:about|of|on|around|to suggest))? $|\bno (?:\p{L}+ ){0,2}(?:suggestions?|signs?|evidence|indications?|history|records?|reports?|suspicions?|reason to think|hint)\b(?:(?!\b(?:but|however|although|though|except)\b)[^.;:])*$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex NoSign();

    [GeneratedRegex(@"\b(?:ask(?:ed|ing)?|screened|explored|checked|enquired|talked|spoke)\b[^.;]*$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex AskedAbout();

    /// <summary>What came of it: "and she denied both", "it's a no to both", "she told me that she has none and never has had".</summary>
    [GeneratedRegex(@"\b(?:denie[ds]|no to (?:both|all|each|either|that|it)|(?:has|had|have|is|are|were|was|:) (?:none|neither)|no thoughts|no plans|no to|said (?:that )?(?:s?he|they) (?:had|has|would|did|does)(?:n['\u2019]?t| not)|said (?:that )?(?:s?he|they) never|said no|never has|never had|neither)\b|:\s*(?:no|none|nothing)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex SaidNo();

    private static HashSet<string> Set(string words) => new(words.Split(' '), StringComparer.Ordinal);
}
