using System.Buffers;
using System.Text.RegularExpressions;
using Heldspace.Intake.Text;

namespace Heldspace.Intake;

/// <summary>Names that a mail tells in so many words: the family name, the whole of a name, and the name by law beside the one in use.</summary>
internal static partial class ToldNames
{
    /// <summary>"Sienna - surname Blackledge", "Xin Yi Tan (family name Tan)": the family name as the mail itself says it, and what is left of the whole for the given name.</summary>
    public static IEnumerable<Finding> Family(List<ReadPart> read, List<Finding> findings, Author author)
    {
        if ((InFull(read, findings) ?? SharedName.Of(read, findings, author)) is { } shared)
        {
            yield return shared;
        }

        var said = read.SelectMany(part => part.Sentences.Select(sentence => (part.Part.Index, Sentence: sentence, Name: Plea.SurnameIn(sentence)))).FirstOrDefault(one => one.Name is not null);
        if (said.Name is not { } family || findings.Exists(finding => finding.Field == Fields.FamilyName && finding.Origin == Origin.Label) || !findings.Exists(finding => finding.Field == Fields.GivenName && finding.Reading.Value is not null))
        {
            yield break;
        }

        findings.RemoveAll(finding => finding.Field == Fields.FamilyName);
        yield return new(Fields.FamilyName, Reading.Known(PersonName.Cased(family), said.Sentence.Source), said.Index, Origin.Prose);
        var whole = read.SelectMany(part => part.Names).Select(name => name.Name).FirstOrDefault(name => name.EndsWith(" " + family, StringComparison.OrdinalIgnoreCase) && name.Count(letter => letter == ' ') > 1);
        if (whole is not null && findings.FindIndex(finding => finding.Field == Fields.GivenName && whole.StartsWith(finding.Reading.Value ?? "\0", StringComparison.OrdinalIgnoreCase)) is >= 0 and var at)
        {
            var given = findings[at];
            findings[at] = given with { Reading = given.Reading with { Value = whole[..^(family.Length + 1)] } };
        }
    }

    /// <summary>The family name, where the child is named in full in a sentence that says nothing else for the name.</summary>
    private static Finding? InFull(List<ReadPart> read, List<Finding> findings)
    {
        if (findings.Exists(finding => finding.Field == Fields.FamilyName && finding.Reading.Value is not null) || findings.Find(finding => finding.Field == Fields.GivenName && finding is { Origin: Origin.Prose, Reading.Value: not null }) is not { } given)
        {
            return null;
        }

        return read.SelectMany(part => part.Sentences.SelectMany(sentence => ReadNames.Spans(sentence).Where(span => span.Count > 1 && !sentence.Others.Contains(span.First) && !ReadNames.IsOfSomebodyElse(sentence, span.First)).Select(span => (Part: part.Part.Index, sentence.Source, Name: PersonName.Parse(span.Text)))))
            .Where(one => one.Name.Family is not null && string.Equals(one.Name.Given, given.Reading.Value, StringComparison.OrdinalIgnoreCase))
            .Select(one => new Finding(Fields.FamilyName, given.Reading with { Value = one.Name.Family, Source = one.Source }, one.Part, Origin.Prose)).FirstOrDefault();
    }

    /// <summary>"Jordan (legal first name Jordana)", "Edie (Edith Copestake on paper)": the name by law, and the other as what they are called by.</summary>
    public static void Legal(List<ReadPart> read, List<Finding> findings)
    {
        var given = findings.Find(finding => finding.Field == Fields.GivenName && finding.Origin == Origin.Prose && finding.Reading.Value is not null);
        var told = read.SelectMany(part => part.Sentences).Select(sentence => (sentence, Match: sentence.Text.AsSpan().ContainsAny(OfLaw) ? LegalName().Match(sentence.Text) : Match.Empty)).FirstOrDefault(one => one.Match.Success);
        if (given is not null && OnPaper.Name(read.SelectMany(part => part.Sentences)) is { } paper && paper.Name.Given is { } lawful && lawful != given.Reading.Value)
        {
            if (paper.Name.Family is null && read.SelectMany(part => part.Sentences).SelectMany(ReadNames.Spans).Any(span => span.Text.EndsWith(" " + lawful, StringComparison.OrdinalIgnoreCase)))
            {
                // "the certificate says Blackwood": it is the family name that the paper settles.
                findings.RemoveAll(finding => finding.Field == Fields.FamilyName && finding.Origin == Origin.Prose);
                findings.Add(new(Fields.FamilyName, Reading.Known(lawful, paper.Source), given.Part, Origin.Prose));
                return;
            }

            findings.RemoveAll(finding => finding.Field == Fields.GivenName && finding.Origin == Origin.Prose);
            findings.Add(given with { Reading = Reading.Known(lawful, paper.Source) });
            if (!findings.Exists(finding => finding.Field == Fields.PreferredName && finding.Reading.Value is not null))
            {
                findings.Add(new(Fields.PreferredName, Reading.Known(given.Reading.Value!, paper.Source), given.Part, Origin.Prose));
            }

            if (paper.Name.Family is { } family0 && !findings.Exists(finding => finding.Field == Fields.FamilyName && finding.Reading.Certainty == Certainty.Known))
            {
                findings.RemoveAll(finding => finding.Field == Fields.FamilyName && finding.Origin == Origin.Prose);
                findings.Add(new(Fields.FamilyName, Reading.Known(family0, paper.Source), given.Part, Origin.Prose));
            }

            return;
        }

        if (given is null || told.sentence is null)
        {
            return;
        }

        var name = PersonName.Parse(told.Match.Groups["name"].Value);
        var around = told.Match.Groups["called"].Value;
        if (name.Given is not null && (ReadNames.IsNoName(Words.Fold(name.Given)) || Talk.IsAboutSomebodyElse(told.sentence, ReadIdentity.WordAt(told.sentence, told.Match.Groups["name"].Index))
            || (around.Length == 0 && name.Given[0] != given.Reading.Value![0] && !ShortForm.Is(given.Reading.Value, name.Given))))
        {
            return;
        }

        if (name.Given is null || (around.Length > 0 ? PersonName.Parse(around).Given : given.Reading.Value) is not { } called || (called != given.Reading.Value && name.Given != given.Reading.Value))
        {
            return;
        }

        var rival = ReadValue.Quote(told.Match.Groups["name"].Value);
        findings.RemoveAll(finding => finding.Field == Fields.GivenName && finding.Origin == Origin.Prose);
        findings.Add(given with { Reading = Reading.Known(name.Given, told.sentence.Source) });
        if (called != name.Given && !findings.Exists(finding => finding.Field == Fields.PreferredName && finding.Reading.Value is not null))
        {
            findings.Add(new(Fields.PreferredName, Reading.Known(called, told.sentence.Source), given.Part, Origin.Prose));
        }

        var family = findings.FindIndex(finding => finding.Field == Fields.FamilyName && finding.Reading.Value is not null);
        if (family < 0 && name.Family is not null)
        {
            findings.Add(new(Fields.FamilyName, Reading.Known(name.Family, told.sentence.Source), given.Part, Origin.Prose));
        }
        else if (family >= 0 && findings[family].Reading is { Certainty: Certainty.Doubtful, Note: { } note } && note.Contains(rival, StringComparison.Ordinal))
        {
            findings[family] = findings[family] with { Reading = Reading.Known(findings[family].Reading.Value!, findings[family].Reading.Source!) };
        }
    }

    /// <summary>One of these is in whatever <see cref="LegalName"/> finds, which takes long where many words have capitals.</summary>
    private static readonly SearchValues<string> OfLaw = SearchValues.Create(["name", "legal", "paper", "in full", "certificate", "passport", "by law", "official"], StringComparison.Ordinal);

    [GeneratedRegex(@"(?:(?<!\p{L})(?<called>\p{Lu}[\p{L}'\u2019-]+)(?: \p{Lu}[\p{L}'\u2019-]+){0,2}[^.;]{0,30}[(,] ?)?\b(?:(?:legal|real|full|proper|birth|registered) (?:first |given |full )?name(?: ?\([^()]{1,60}\))?(?: is| was|:|,)?|legally (?:named|called|known as)?) ?(?<name>\p{Lu}[\p{L}'\u2019-]+(?: \p{Lu}[\p{L}'\u2019-]+){0,2})|(?<!\p{L})(?<called>\p{Lu}[\p{L}'\u2019-]+) \((?<name>\p{Lu}[\p{L}'\u2019-]+(?: \p{Lu}[\p{L}'\u2019-]+){0,2}),? (?:on paper|legally|in full|on (?:his|her|their) (?:birth certificate|passport)|by law|officially|is (?:his|her|their) (?:legal|full|real|proper) name)\)", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex LegalName();
}
