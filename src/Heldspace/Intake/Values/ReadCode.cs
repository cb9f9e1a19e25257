using System.Text.RegularExpressions;
using Heldspace.Intake.Text;
using NodaTime;

namespace Heldspace.Intake;

/// <summary>Values that are one of a few codes, in whatever words they were written.</summary>
internal static partial class ReadValue
{
    private static readonly Phrases<string> Languages = TextTable.Entries("languages.txt")
        .SelectMany(entry => entry.Entries.Select(name => (entry.Key, name)))
        .Aggregate(new Phrases<string>(), (phrases, entry) => phrases.Add(entry.name, entry.Key));

    private static readonly HashSet<string> Yeses = new(StringComparer.Ordinal) { "yes", "y", "yeah", "yep", "true", "required", "needed", "current", "currently", "confirmed", "is" };

    private static readonly HashSet<string> Noes = new(StringComparer.Ordinal) { "no", "n", "nope", "false", "none", "nil", "not", "never", "isnt" };

    private static IEnumerable<(Field Field, Reading Reading)> Coded(Field field, string text, string source, LocalDate today)
    {
        var reading = Code(field, text, source);
        yield return (field, reading);

        // "Care order since 3 March 2024", "foster care in Frodsham WA6 7XX".
        var since = field == Fields.LegalStatus ? Fields.LegalStatusSince : field == Fields.PlacementType ? Fields.PlacementSince : null;
        if (since is not null && reading.Value is not null)
        {
            if (BritishDate.FindAll(text, today) is [var only])
            {
                yield return (since, OfDate(since, only, source, today));
            }

            if (field == Fields.PlacementType && Postcode.FindIn(text) is { } postcode)
            {
                yield return (Fields.PlacementPostcode, Reading.Known(postcode.Postcode.Text, source));
            }
        }

        if (field == Fields.PlacementType && text.Length < 200 && (Authorities.TryParse(text) ?? Authorities.PlaceBehind(text)) is { } authority)
        {
            yield return (Fields.LivesIn, Reading.Known(authority.Name, source));
        }

        if (field == Fields.Sex && Pronouns().Match(text) is { Success: true } pronouns)
        {
            yield return (Fields.Pronouns, Reading.Known(pronouns.Value.Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant(), source));
        }
    }

    /// <summary>The code that a text means: its own spelling, or the phrases it is known by.</summary>
    public static Reading Code(Field field, string text, string source)
    {
        var codes = field.Codes!;
        var exact = codes.FirstOrDefault(code => string.Equals(code, text, StringComparison.OrdinalIgnoreCase));
        if (exact is not null)
        {
            return Reading.Known(exact, source);
        }

        if (!Codes.Has(field))
        {
            return Reading.Invalid(source, $"not understood: {Quote(text)}");
        }

        // "CO", ticked or written behind "Order": too short for free text.
        if (field == Fields.LegalStatus && Words.Fold(text) is "co")
        {
            return Reading.Known("C2", source) with { Note = $"written: {Quote(text)}" };
        }

        var words = Words.Of(text);
        var found = Codes.Of(field).FindAll(words).Where(one => !Codes.IsNegated(words, one.First)).ToList();
        found.RemoveAll(one => words.Skip(Math.Max(0, one.First - 3)).Take(Math.Min(3, one.First)).Any(word => word.Folded is "previously" or "formerly" or "previous" or "former"));
        var now = found.FindLastIndex(one => one.First > 0 && (words[one.First - 1].Folded is "now" or "currently" or "current" or "then" or "finally" || (one.First > 1 && words[one.First - 2].Folded is "then" or "now" or "finally")));
        if (now > 0)
        {
            found = found[now..];
        }

        var meant = found.Select(one => one.Meaning.Value).Distinct(StringComparer.Ordinal).ToList();
        if (meant.Count == 0)
        {
            if (field == Fields.PlacementType && Gather.AtParents().IsMatch(text))
            {
                return Reading.Known("P1", source) with { Note = $"written: {Quote(text)}" };
            }

            // "Wigan in-house, long term, Hindley": only foster care is long or short term.
            return field == Fields.PlacementType && LongTerm().IsMatch(text) != ShortTerm().IsMatch(text) ? Reading.Known(LongTerm().IsMatch(text) ? "U4" : "U6", source) with { Note = $"written: {Quote(text)}" }
                : Reading.Invalid(source, $"not understood: {Quote(text)}");
        }

        // A code that stands first and is spelled as a code is what was meant; words behind it explain it.
        var first = codes.FirstOrDefault(code => words.Count > 0 && code.Length is 2 or 3 && string.Equals(code, words[0].Folded, StringComparison.OrdinalIgnoreCase));
        if (first is not null)
        {
            return meant.TrueForAll(code => code == first || SameFamily(field, code, first)) ? Reading.Known(first, source)
                : Reading.Doubtful(first, source, $"the words say another code: {Quote(text)}");
        }

        if (meant.Count > 1 && !meant.TrueForAll(code => SameFamily(field, code, meant[0])))
        {
            return Reading.Doubtful(meant[0], source, $"more than one is named: {Quote(text)}");
        }

        // "Kinship carers (long-term, approved foster carers)": relatives who foster, and for how long.
        if (field == Fields.PlacementType && meant.Contains("U3") && meant.Contains("U4"))
        {
            return Reading.Known("U1", source);
        }

        var specific = meant.FirstOrDefault(code => code is not "U6" and not "other") ?? meant[0];
        if (field == Fields.PlacementType && specific == "U3" && !found.Exists(one => one.Meaning is { Value: "U3", IsSure: true }))
        {
            return LongTerm().IsMatch(text) ? Reading.Known("U1", source) : ShortTerm().IsMatch(text) ? Reading.Known("U3", source) : Reading.Doubtful("U3", source, $"{Inference.WhichKind}: {Quote(text)}");
        }

        if (field == Fields.PlacementType && specific == "U6" && !found.Exists(one => one.Meaning is { Value: "U6", IsSure: true }))
        {
            return LongTerm().IsMatch(text) ? ShortTerm().IsMatch(text) ? Reading.Doubtful("U6", source, $"long and short term are named: {Quote(text)}") : Reading.Known("U4", source) : ShortTerm().IsMatch(text) ? Reading.Known("U6", source) : Reading.Doubtful("U6", source, $"{Inference.WhichKind}: {Quote(text)}");
        }

        return found.Exists(one => one.Meaning.Value == specific && one.Meaning.IsSure) ? Reading.Known(specific, source)
            : Reading.Doubtful(specific, source, $"written: {Quote(text)}");
    }

    /// <summary>Foster care of any kind: a plain "foster carer" beside a closer word adds nothing to it.</summary>
    private static bool SameFamily(Field field, string one, string other) =>
        one == other || (field == Fields.PlacementType && one[0] == 'U' && other[0] == 'U' && (one == "U6" || other == "U6" || (one is "U3" or "U4" && other is "U3" or "U4")))
        || (field == Fields.Category && (one == "other" || other == "other"));

    private static IEnumerable<(Field Field, Reading Reading)> YesNo(Field field, string text, string source)
    {
        var words = Words.Of(text);
        var language = field == Fields.Interpreter ? Language(text, source) : null;
        var first = words.Count > 0 ? words[0].Folded : "";
        var yes = Yeses.Contains(first);
        var no = Noes.Contains(first) || words.Exists(word => Codes.IsNegation(word.Folded));
        var answer = (yes, no) switch
        {
            (true, false) => Reading.Known("yes", source),
            (false, true) => Reading.Known("no", source),
            (true, true) => Reading.Doubtful(Noes.Contains(first) ? "no" : "yes", source, $"written: {Quote(text)}"),
            _ when language is { Value: not "English" } => Reading.Known("yes", source),
            _ => Reading.Invalid(source, $"neither yes nor no: {Quote(text)}"),
        };
        yield return (field, answer with { Note = answer.Note ?? (words.Count > 1 ? $"written: {Quote(text)}" : null) });
        if (language is not null && answer.Value is not "no")
        {
            yield return (Fields.Language, language);
        }
    }

    private static Reading Risk(string text, string source)
    {
        var words = Words.Of(text);
        var first = words.Count > 0 ? words[0].Folded : "";
        var none = first is "no" or "none" or "nil" or "n" or "0" or "never" or "denied" or "denies" || Words.Fold(text) is "not present" or "not known to be a risk" or "no known risk";
        var longer = words.Count > 1;
        return (none, longer) switch
        {
            // "No, but she has talked about it" is no plain no.
            (true, true) when words.Exists(word => word.Folded is "but" or "however" or "although" or "previously" or "historic" or "past" or "except") =>
                Reading.Doubtful("present", source, $"written: {Quote(text)}"),
            (true, _) => Reading.Known("none", source),
            (false, true) => Reading.Known("present", source) with { Note = $"written: {Quote(text)}" },
            _ when first is "yes" or "y" or "present" or "high" or "medium" or "low" or "current" or "historic" or "historical" or "some" or "true" or "previous" or "moderate" or "past" =>
                Reading.Known("present", source),
            _ => Reading.Doubtful("present", source, $"written: {Quote(text)}"),
        };
    }

    /// <summary>Of ticked and empty boxes only what is ticked.</summary>
    internal static string Ticked(string text)
    {
        if (!AnyBox().IsMatch(text))
        {
            return text;
        }

        var ticked = new List<string>();
        var boxes = AnyBox().Matches(text);

        // A box stands before its words, or, where the text starts with words, behind them.
        var before = text[..boxes[0].Index].Trim().Length == 0;
        for (var at = 0; at < boxes.Count; at++)
        {
            if (!Filled().IsMatch(boxes[at].Value))
            {
                continue;
            }

            var end = boxes[at].Index + boxes[at].Length;
            ticked.Add((before
                ? text[end..(at + 1 < boxes.Count ? boxes[at + 1].Index : text.Length)]
                : text[(at == 0 ? 0 : boxes[at - 1].Index + boxes[at - 1].Length)..boxes[at].Index]).Trim(' ', ',', ';', '/', '\n'));
        }

        return string.Join(", ", ticked.Where(part => part.Length > 0));
    }

    /// <summary>Foster care that is meant to last.</summary>
    [GeneratedRegex(@"\b(?<!\b(?:no|not(?: a| yet)?|isn't|isn\u2019t|never|non)[\s-])(?:long[\s-]?term(?! (?:plan|decision|match|future|arrangements?)[^,.;]{0,15}\b(?:not|yet|tbc|unclear|unknown|pending|undecided))|permanen|(?-i:LT)\b)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    internal static partial Regex LongTerm();

    /// <summary>Foster care that is not meant to last.</summary>
    [GeneratedRegex(@"\b(?:short[\s-]?term|bridging|time[\s-]limited|task[\s-]centred|temporar(?:y|ily)|(?-i:ST)\b)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    internal static partial Regex ShortTerm();

    [GeneratedRegex(@"[\u2610\u2611\u2612\u2713\u2714\u25a1\u25a0\u2705]|\[[ xX\u2713\u2714]?\]|\([xX ]\)", RegexOptions.CultureInvariant, 5000)]
    internal static partial Regex AnyBox();

    [GeneratedRegex(@"[\u2611\u2612\u2713\u2714\u25a0\u2705xX]", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex Filled();

    [GeneratedRegex(@"\b(?:she|he|they|ze|xe)\s?/\s?(?:her|him|them|they|hir|xem)(?:s|\s?/\s?(?:hers|his|theirs))?\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Pronouns();
}
