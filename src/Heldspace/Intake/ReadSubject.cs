using System.Text.RegularExpressions;
using Heldspace.Intake.Text;
using NodaTime;

namespace Heldspace.Intake;

/// <summary>The subject line: people put the name there, the date of birth, how urgent it is.</summary>
internal static partial class ReadSubject
{
    private const string Source = "subject";

    public static Sentence? Sentence(string subject)
    {
        var clean = CleanText.Of(subject, 500).Text;
        while (clean.Length > 3 && clean.IndexOf(':', StringComparison.Ordinal) is > 0 and < 5 and var colon && clean[..colon].Trim().ToUpperInvariant() is "RE" or "FW" or "FWD" or "REF" or "REF'D")
        {
            clean = clean[(clean.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
        }

        return clean.Length == 0 ? null : new(clean, Words.Of(clean), 0);
    }

    public static IEnumerable<Finding> Read(string subject, LocalDate today) =>
        Sentence(subject) is { } sentence
            ? ReadIdentity.Read(sentence, 0, today).Concat(ReadUrgency.Read(sentence, null, today) is { } urgency ? [new Finding(Fields.Urgency, urgency, 0, Origin.Prose)] : [])
                .Concat(Items(sentence).SelectMany(item => ReadStanding.Read(item, 0).Concat(ReadPlaces.Read(item, 0)))).Select(finding => finding with { Origin = Origin.Inferred, Reading = finding.Reading with { Source = Source } })
            : [];

    /// <summary>A subject of many items, "Perrin, Blossom - 06/07/2019 - C1 - CWAC - foster - Chester", is a list; any other is one sentence.</summary>
    private static IEnumerable<Sentence> Items(Sentence sentence)
    {
        if (sentence.Text.Split(" - ") is not { Length: > 3 } items)
        {
            return [sentence];
        }

        // Foster care before a place says where it is.
        var list = string.Join(", ", items.Skip(1).Select(item => item.Equals("foster", StringComparison.OrdinalIgnoreCase) ? "foster placement" : item)) + ", care";
        return [sentence with { Text = list, Words = Words.Of(list) }];
    }

    /// <summary>A name in the subject, behind "referral" or a dash: "Referral - Sam T".</summary>
    public static IEnumerable<NameCandidate> Names(string subject) =>
        Sentence(subject) is { } sentence ? Turned(sentence).Concat(ReadNames.Read(sentence, 0).Select(name => name with { Score = name.Score >= 9 ? 8 : name.Score, Source = Source })) : [];

    /// <summary>True where a subject of initials, "Completed form: C.N.", means this name.</summary>
    public static bool IsInitialled(string subject, string name)
    {
        var parts = name.Split([' ', '-'], StringSplitOptions.RemoveEmptyEntries);
        return parts.Length > 1 && Initials().Matches(subject.Length > 200 ? subject[..200] : subject).Any(match => match.Groups["first"].Value[0] == parts[0][0] && (match.Groups["last"].Value[0] == parts[^1][0] || match.Groups["last"].Value[0] == parts[1][0]));
    }

    /// <summary>True where the subject has the first name as a word of its own.</summary>
    public static bool Names(string subject, string name) =>
        name.Split(' ')[0] is { Length: > 2 } given && (subject.Length > 200 ? subject[..200] : subject) is var text && text.IndexOf(given, StringComparison.OrdinalIgnoreCase) is >= 0 and var at
        && !(at > 0 && char.IsLetter(text[at - 1])) && !(at + given.Length < text.Length && char.IsLetter(text[at + given.Length]));

    [GeneratedRegex(@"(?<![A-Za-z.])(?<first>[A-Z])\.?\s?(?<last>[A-Z])\.?(?![A-Za-z])", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex Initials();

    /// <summary>"Perrin, Blossom - 06/07/2019": a family name first.</summary>
    private static IEnumerable<NameCandidate> Turned(Sentence sentence)
    {
        var first = sentence.Text.Split([" - ", " (", " \u2013 "], 2, StringSplitOptions.None)[0].Trim();
        return first.Length < sentence.Text.Length && first.Split(", ") is [var family, var given] && Signature.IsName(family) && Signature.IsName(given) && ReadNames.Spans(sentence).Count > 1
            ? [new(first, 9, 0, Source, false)] : [];
    }
}
