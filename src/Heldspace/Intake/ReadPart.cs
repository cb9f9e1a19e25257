using System.Text.RegularExpressions;
using Heldspace.Intake.Text;
using NodaTime;

namespace Heldspace.Intake;

/// <summary>One message of a chain, read.</summary>
/// <param name="Part">The message.</param>
/// <param name="Findings">What it says of the child and, behind labels, of the referrer.</param>
/// <param name="Names">Names that may be the child's.</param>
/// <param name="Signature">How it ends.</param>
/// <param name="Writer">What its writer says of themselves.</param>
/// <param name="Body">Its lines without signature and disclaimers.</param>
/// <param name="Labelled">What stands in it behind labels.</param>
/// <param name="Sentences">The rest, in sentences.</param>
/// <param name="OwnName">What the writer calls themselves: "my name is Kai Morris".</param>
internal sealed partial record ReadPart(
    MailPart Part, IReadOnlyList<Finding> Findings, IReadOnlyList<NameCandidate> Names, Signature Signature, Writer Writer, NameCandidate? OwnName, IReadOnlyList<Line> Body, ReadLabels.Result Labelled,
    IReadOnlyList<Sentence> Sentences)
{
    private static readonly HashSet<Field> Telling =
    [
        Fields.GivenName, Fields.FamilyName, Fields.DateOfBirth, Fields.NhsNumber, Fields.Upn, Fields.Sex, Fields.Ethnicity, Fields.Category, Fields.LegalStatus, Fields.PlacementType,
        Fields.ResponsibleAuthority, Fields.PresentingNeeds, Fields.PlacementPostcode,
    ];

    /// <summary>What stands in it behind labels about the child, as sentences: "Wigan (s20 since May)" behind "LA" tells of more than the authority.</summary>
    public IReadOnlyList<Sentence> Answered { get; } =
        [.. Labelled.Answers.Where(answer => answer.Label.Target is "legalStatus" or "legalStatusSince" or "placementType" or "placementSince" or "=address" or "responsibleAuthority" or "livesIn" or "category" or "=standing" or "carer"
                && answer.Person is Person.Child or Person.Unsaid or Person.Carer && answer.Value.Length is > 0 and < 300)
            .Select(answer => (answer, Text: (answer.Label.Target is "placementType" or "=address" or "carer" or "livesIn" ? "home: " : "") + answer.Value.ReplaceLineEndings(" ")))
            .Select(one => new Sentence(one.Text, Words.Of(one.Text), one.answer.Lines[0].Number) { Where = one.answer.Lines[0].Where })];

    /// <summary>True where it says that children of it were born together.</summary>
    public bool IsOfTwins { get; } = Body.Any(line => (line.Text.Contains("twin", StringComparison.OrdinalIgnoreCase) || line.Text.Contains("triplet", StringComparison.OrdinalIgnoreCase)) && Intake.Blocks.Plural().IsMatch(line.Text));

    /// <summary>True where it tells of one child in particular: a date of birth, a number, or at least three answers behind their labels.</summary>
    public bool SpeaksOfChild =>
        Findings.Any(finding => finding.Reading.Value is not null && (finding.Field == Fields.DateOfBirth || finding.Field == Fields.NhsNumber || finding.Field == Fields.Upn))
        || Findings.Where(finding => finding.Origin == Origin.Label && finding.Reading.Value is not null && Telling.Contains(finding.Field)).DistinctBy(finding => finding.Field).Count() > 2
        || (!Part.Lines.Any(line => Unsubscribing().IsMatch(line.Text)) && Names.Any(name => name.Score >= 8) && Findings.Any(finding => finding.Origin == Origin.Prose && finding.Field == Fields.PresentingNeeds));

    public static ReadPart Read(MailPart part, LocalDate today)
    {
        var signature = Signature.Find(part.Lines);
        var body = Boxes.Settle([.. part.Lines.Take(signature.First).Where(line => !Signature.IsDisclaimer(line.Text))]);
        var labelled = ReadLabels.Read(body, part.Index, today);
        var prose = body.Where(line => !labelled.Consumed.Contains(line.Number) && line.Cells.Length == 0).Concat(labelled.Texts).OrderBy(line => line.Number).ToList();
        var sentences = Others.Mark(Sentence.Split(prose));
        var writer = Writer.Of(sentences);
        if (writer.IsSelf && signature.Role is not (null or "self" or "parent" or "carer" or "other"))
        {
            // What a young person wrote, quoted by whoever works with them.
            writer = writer with { IsSelf = false, Role = null, RoleSource = null };
        }

        var findings = new List<Finding>(labelled.Findings);
        var names = new List<NameCandidate>();
        Sentence? previous = null;
        string? bornAt = null;
        var births = new HashSet<int>();
        foreach (var (at, sentence) in sentences.Index())
        {
            var said = Say(sentence, previous, part.Index, today, writer.IsSelf).ToList();
            findings.AddRange(said);
            if (bornAt is not null && bornAt == previous?.Source && ReadPlaces.IsAddressLine(sentence) is { } place)
            {
                // "Re: Shannon Toft 21.07.2011" and, below it, "Alvaston, Derby".
                findings.Add(new(Fields.LivesIn, Reading.Known(place, sentence.Source), part.Index, Origin.Prose));
            }

            bornAt = said.Exists(finding => finding.Field == Fields.DateOfBirth && finding.Reading.Value is not null) ? sentence.Source : null;
            if (bornAt is not null)
            {
                births.Add(at);
            }

            previous = sentence;
            names.AddRange(ReadNames.Read(sentence, part.Index).Where(name => writer.IsSelf || !Others.Is(sentence, name)));
            if (signature.Phone is null && OwnPhone().IsMatch(sentence.Text) && ReadValue.PhoneWithin().Match(sentence.Text) is { Success: true } phone)
            {
                findings.Add(new(Fields.ReferrerPhone, Reading.Known(phone.Value.Trim(), sentence.Source), part.Index, Origin.Prose));
            }
        }

        if (Heading(body, labelled, part) is { } heading)
        {
            names.Add(heading);
        }

        names.AddRange(Prominence.Of(sentences, births, part.Index));

        // Whom a message goes on about is whom it is about.
        var mentioned = sentences.SelectMany(sentence => sentence.Words.Where(word => word.IsCapital(sentence.Text)).Select(word => word.Folded).Distinct(StringComparer.Ordinal)).GroupBy(word => word, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);
        names = [.. names.Select(name => name.Score > 2 && name.Name.Split(' ') is [var given, _, ..] ? name with { Score = name.Score + Math.Clamp(mentioned.GetValueOrDefault(Text.Words.Fold(given)) - 1, 0, 4) } : name)];
        if (writer is { Role: not "carer", HomeSource: null })
        {
            Term.Infer(findings, sentences, part.Index);
        }

        Term.Apply(findings, sentences);

        // "who lives with Ida": whom the mail is about cares for nobody in it.
        var children = labelled.Findings.Where(finding => finding.Field == Fields.GivenName).Select(finding => finding.Reading.Value).Append(names.Where(name => name.Score >= 8).MaxBy(name => name.Score)?.Name).OfType<string>().Select(name => name.Split(' ')[0]).ToHashSet(StringComparer.OrdinalIgnoreCase);
        findings.RemoveAll(finding => finding.Field == Fields.Carer && finding.Origin == Origin.Prose && finding.Reading.Value is { } carer && children.Contains(carer.Split(' ')[0]));

        // "An EPO followed, then an ICO, and finally a care order": what was before is over.
        if (findings.FindLastIndex(finding => finding is { Origin: Origin.Prose, Reading.Note: ReadStanding.Last }) is > 0 and var last)
        {
            findings = [.. findings.Where((finding, at) => at >= last || finding.Field != Fields.LegalStatus || finding.Origin != Origin.Prose)];
        }

        var own = names.Where(name => name.IsWriter).OrderByDescending(name => name.Name.Contains(' ', StringComparison.Ordinal)).ThenByDescending(name => name.Score).FirstOrDefault();

        if (own is null && writer.IsSelf && signature.Name is null && sentences is [_, .., { Words: [var lone] } end] && ReadNames.IsGiven(lone.Folded))
        {
            // "… they dont need to know. keeley": who asks for themselves ends with their name.
            own = new(PersonName.Cased(end.Text[lone.Start..lone.End]), 8, part.Index, end.Source, true);
        }

        if (own is { Name: var called } && !called.Contains(' ', StringComparison.Ordinal) && part.Lines.LastOrDefault(line => !line.IsBlank && Text.Words.Of(line.Text) is [var first, { Folded.Length: > 1 }] && first.Folded == Text.Words.Fold(called)) is { } close)
        {
            // "its caitlin …", and at the end "caitlin bartley": in full.
            own = own with { Name = $"{called} {PersonName.Cased(close.Text[Text.Words.Of(close.Text)[1].Start..].Trim(' ', '.', ',', '!'))}" };
        }

        if (own is not null && writer is { Role: null, HomeSource: null, IsRelative: false } && signature.Role is null && labelled.Answers.Count == 0 && sentences.Sum(sentence => sentence.Words.Count(word => word.Folded is "i" or "im" or "ive" or "me" or "my")) > 1
            && !sentences.Any(sentence => sentence.Words.Any(word => word.Folded is "he" or "she" or "him" or "her" or "his" or "hes" or "shes" or "child" or "son" or "daughter" or "refer" or "referral")))
        {
            // "its kayleigh … i cant do it any more": who gives a name, says I and speaks of nobody else.
            writer = writer with { Role = "self", RoleSource = own.Source, IsSelf = true };
        }

        // Who fills in a form says in it what they would say in prose; long answers tell the same again and add nothing.
        if (labelled.Findings.Any(finding => finding.Field == Fields.PresentingNeeds && finding.Reading.Value is not null))
        {
            findings.RemoveAll(finding => finding.Field == Fields.PresentingNeeds && finding.Origin == Origin.Prose);
        }

        return new(part, findings, names, signature, writer, own, body, labelled, sentences);
    }

    /// <summary>A line that is a name and nothing else ("Hewa Saeed (he/him)") right above the first answers about a child: theirs.</summary>
    private static NameCandidate? Heading(List<Line> body, ReadLabels.Result labelled, MailPart part)
    {
        var first = labelled.Answers.Where(answer => answer.Person is Person.Child or Person.Unsaid && answer.Label.Target is "dateOfBirth" or "nhsNumber" or "category" or "=standing" or "legalStatus" or "sex" or "upn" or "=address" or "ethnicity").Select(answer => answer.Lines[0].Number).DefaultIfEmpty(0).Min();
        var at = first == 0 || labelled.Answers.Any(answer => answer.Label.Target is "=name" or "givenName" && answer.Person == Person.Child) ? -1 : body.FindIndex(line => line.Number == first);
        for (at--; at >= 0 && body[at].IsBlank; at--)
        {
        }

        if (at < 0 || body[at].Cells.Length > 1 || body[at].Text.Length > 80)
        {
            return null;
        }

        var text = body[at].Text.Trim(' ', '*', '_', ':', '-');
        var bare = text.IndexOfAny(['(', ',']) is > 0 and var mark ? text[..mark].Trim() : text;
        return bare.Contains(' ', StringComparison.Ordinal) && Signature.IsName(bare) && Text.Words.Of(bare) is { Count: > 1 and < 5 } words && words.TrueForAll(word => !ReadNames.IsNoName(word.Folded)) && Authorities.FindAll(words).Count == 0
            ? new(bare, 12, part.Index, body[at].Source, false) : null;
    }

    /// <summary>What a sentence says of the child it is about.</summary>
    /// <param name="previous">The sentence before it, which it may go on from.</param>
    public static IEnumerable<Finding> Say(Sentence sentence, Sentence? previous, int part, LocalDate today, bool isSelf)
    {
        var findings = new List<Finding>();
        if (previous?.Text.Contains("adopt", StringComparison.OrdinalIgnoreCase) == true && OrderMade().Match(sentence.Text) is { Success: true } order)
        {
            findings.AddRange(BritishDate.FindAll(sentence.Text, today).Where(date => date.Index > order.Index).Take(1)
                .Select(date => new Finding(Fields.AdoptionOrderDate, ReadValue.OfDate(Fields.AdoptionOrderDate, date, sentence.Source, today), part, Origin.Prose)));
        }

        // "my NHS number is …, which I give because I was asked": of whoever writes for somebody else.
        findings.AddRange(ReadIdentity.Read(sentence, part, today).Where(finding => isSelf || finding.Field != Fields.NhsNumber || !OwnNumber().IsMatch(sentence.Text)));
        if (!findings.Exists(finding => finding.Field == Fields.DateOfBirth && finding.Reading.Value is not null))
        {
            findings.AddRange(ReadIdentity.Behind(previous, sentence, part, today));
        }

        findings.AddRange(ReadStanding.Read(sentence, part));
        findings.AddRange(ReadPlaces.Read(sentence, part));
        findings.AddRange(ReadSince.Read(sentence, part, today));
        findings.AddRange(ReadWishes.Read(sentence, part, today, isSelf));
        if (ReadUrgency.Read(sentence, previous, today) is { } urgency)
        {
            findings.Add(new(Fields.Urgency, urgency, part, Origin.Prose));
        }

        findings.AddRange(ReadRisks.Read(sentence, part));
        findings.AddRange(ReadAround.Read(sentence, part));
        if (ReadNames.Worker(sentence) is { } worker)
        {
            findings.AddRange(ReadValue.Of(Fields.SocialWorker, worker, sentence.Source, today).Select(one => new Finding(one.Field, one.Reading, part, Origin.Prose)));
        }

        return findings;
    }

    [GeneratedRegex(@"\b(?:unsubscribe|to (?:stop|no longer) (?:getting|receiv(?:e|ing)) (?:this|these|our)|manage (?:your )?preferences|update your preferences|view (?:this|it) in (?:your|a) browser)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Unsubscribing();

    [GeneratedRegex(@"^(?:and )?the (?:adoption )?order (?:was |is )?(?:granted|made|dated)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex OrderMade();

    [GeneratedRegex(@"\bmy (?:own )?NHS\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex OwnNumber();

    [GeneratedRegex(@"\b(?:ring|call|phone|text|reach|contact|mobile|my number|number is|me on)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex OwnPhone();
}
