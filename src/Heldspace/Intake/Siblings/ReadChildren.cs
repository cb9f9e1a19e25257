using System.Collections.Immutable;
using Heldspace.Intake.Text;
using NodaTime;
using NodaTime.Text;

namespace Heldspace.Intake;

/// <summary>
/// Reads what a mail says of each of several children. What is said of one is that one's alone, what is said of all is everybody's, and what cannot be told
/// is known of nobody: a number or a date of birth is then noted and not taken, anything else is doubtful for each who may be meant.
/// </summary>
internal sealed partial class ReadChildren
{
    private const string NotWhose = "not said of which child";

    /// <summary>Facts of one person: said of nobody in particular they may be anybody's.</summary>
    private static readonly HashSet<Field> Individual =
    [
        Fields.School, Fields.SdqTotal, Fields.SdqDate, Fields.SdqReason, Fields.Medication, Fields.Sex, Fields.PreferredGender, Fields.Send, Fields.CommunicationNeeds, Fields.Pronouns, Fields.GenderIdentity,
        .. Fields.All.Where(field => field.Name.StartsWith("risk", StringComparison.Ordinal)),
    ];

    private static readonly HashSet<Field> Names = [Fields.GivenName, Fields.FamilyName, Fields.PreferredName];

    private static readonly HashSet<Field> Numbers = [Fields.NhsNumber, Fields.Upn];

    private readonly Family family;
    private readonly Whose whose;
    private readonly LocalDate today;
    private readonly List<Finding>[] findings;

    /// <summary>What was said of several at once.</summary>
    private readonly HashSet<Finding> general = new(ReferenceEqualityComparer.Instance);

    private ReadChildren(Family family, IReadOnlyList<ReadPart> read, LocalDate today)
    {
        this.family = family;
        this.today = today;
        findings = [.. family.Children.Select(_ => new List<Finding>())];
        whose = new(family.Children, Whose.GendersOf(family.Children, read.SelectMany(part => Sentence.Split(part.Body))), child => findings[child]
            .Where(finding => finding.Field == Fields.DateOfBirth && finding.Reading.Certainty == Certainty.Known)
            .Select(finding => (LocalDate?)LocalDatePattern.Iso.Parse(finding.Reading.Value!).Value).FirstOrDefault());
    }

    /// <summary>For each child of a family what was said of them.</summary>
    public static IReadOnlyList<IReadOnlyList<Finding>> Read(Family family, IReadOnlyList<ReadPart> read, string subject, LocalDate today)
    {
        var reader = new ReadChildren(family, read, today);
        reader.Subject(subject);
        foreach (var part in read)
        {
            foreach (var block in family.Blocks.GetValueOrDefault(part.Part.Index) ?? [new(null, part.Body)])
            {
                reader.Block(part, block);
            }

            reader.Everybody(part.Findings.Where(finding => finding.Field.Name.StartsWith("referrer", StringComparison.Ordinal)));
        }

        for (var child = 0; child < family.Children.Count; child++)
        {
            reader.Name(child);
        }

        reader.DropWhatIsPlaced();
        reader.ShareBirthOfTwins(read);
        reader.PreferWhatIsOwn();
        return reader.findings;
    }

    private void Subject(string subject)
    {
        if (ReadSubject.Sentence(subject) is { } sentence)
        {
            whose.Start(null);
            foreach (var said in whose.Of(sentence with { Where = "subject" }, null))
            {
                foreach (var finding in ReadIdentity.Read(said.Sentence, 0, today))
                {
                    Give(said, finding with { Origin = Origin.Inferred, Reading = finding.Reading with { Source = "subject" } });
                }
            }
        }

        Everybody(ReadSubject.Read(subject, today).Where(finding => !Numbers.Contains(finding.Field) && finding.Field != Fields.DateOfBirth));
    }

    private void Block(ReadPart part, Block block)
    {
        var own = IndexOf(block.Child);
        var labelled = ReadLabels.Read(block.Lines, part.Part.Index, today);
        var told = new Dictionary<int, ReadLabels.Answer>();
        foreach (var answer in labelled.Answers)
        {
            if (own is { } child)
            {
                foreach (var (field, reading) in answer.Read(today))
                {
                    findings[child].Add(new(field, reading, part.Part.Index, Origin.Label));
                }
            }
            else if (!answer.IsLong && !labelled.Consumed.Contains(answer.Lines[0].Number) && block.Lines.Any(line => line.Number == answer.Lines[0].Number && NamesOne(line)))
            {
                // "Reuben's DOB: 11/04/2012. Eli's DOB: …": a label in a sentence that names them is read with the sentence.
            }
            else if (!Shared(part, answer))
            {
                foreach (var line in answer.Lines)
                {
                    told.TryAdd(line.Number, answer);
                }
            }
        }

        whose.Start(own ?? IndexOf(block.After));
        var prose = block.Lines.Where(line => !labelled.Consumed.Contains(line.Number) && line.Cells.Length == 0).Concat(labelled.Texts).OrderBy(line => line.Number).ToList();
        Sentence? previous = null;
        foreach (var sentence in Sentence.Split(prose))
        {
            foreach (var said in whose.Of(sentence, own))
            {
                if (told.TryGetValue(sentence.Line, out var answer))
                {
                    Tell(part, answer, said);
                }

                var found = ReadPart.Say(said.Sentence, previous, part.Part.Index, today, isSelf: false).ToList();

                // Two dates of birth for several children, and nothing says which is whose.
                var births = found.Where(finding => finding.Field == Fields.DateOfBirth && finding.Reading.Value is not null).Select(finding => finding.Reading.Value).Distinct().Count();
                if (whose.Mentions(said.Sentence).Count == 0 && ReadNames.NamesSomebody(said.Sentence))
                {
                    // "The Oakdens' own son Josh (born 4.4.2008) is there too."
                    found.RemoveAll(finding => finding.Field == Fields.DateOfBirth || Numbers.Contains(finding.Field));
                }

                foreach (var finding in found)
                {
                    if (own is not null && labelled.Findings.Any(label => label.Field == finding.Field && label.Reading.Value is not null) && finding.Field == Fields.PresentingNeeds)
                    {
                        continue;
                    }

                    Give(finding.Field == Fields.DateOfBirth && births > 1 && said.Owners.Length > 1 ? said with { IsClear = false, NamesNobody = false } : said, finding);
                }
            }

            previous = sentence;
        }
    }

    private bool NamesOne(Line line) => whose.Mentions(new(line.Text, Words.Of(line.Text), line.Number)).Count > 0;

    /// <summary>Takes an answer that is said of no child in particular. False where it is long and names some: then its sentences are told apart.</summary>
    private bool Shared(ReadPart part, ReadLabels.Answer answer)
    {
        var text = answer.Value.ReplaceLineEndings(" ");
        var sentence = new Sentence(text, Words.Of(text), answer.Lines[0].Number) { Where = answer.Lines[0].Where };
        var mentions = whose.Mentions(sentence);
        if (answer.Label.Target is "=name" or "givenName" or "familyName" or "preferredName" && answer.Person == Person.Child)
        {
            if (mentions.Count > 0)
            {
                // What stands behind the names in a list of them.
                whose.Start(null);
                foreach (var said in whose.Of(sentence, null))
                {
                    foreach (var finding in ReadIdentity.Read(said.Sentence, part.Part.Index, today))
                    {
                        Give(said, finding);
                    }
                }
            }
            else if (answer.Label.Target == "familyName")
            {
                foreach (var (field, reading) in answer.Read(today))
                {
                    Everybody([new(field, reading, part.Part.Index, Origin.Prose)]);
                }
            }

            return true;
        }

        if (mentions.Count > 0 && answer.IsLong)
        {
            return false;
        }

        if (mentions.Count > 0)
        {
            Apart(part, answer, text, mentions);
            return true;
        }

        var all = new Said(sentence, [.. Enumerable.Range(0, family.Children.Count)], true, false);
        var target = answer.Label.Target;
        if (target is "dateOfBirth" && BritishDate.FindAll(text, today) is { Count: > 1 } dates)
        {
            InOrder(part, answer, [.. dates.Select(date => date.Written)], all);
            return true;
        }

        if (target is "nhsNumber" && ReadValue.TenDigits().Matches(BritishDate.AsciiDigits(text)) is { Count: > 1 } numbers)
        {
            InOrder(part, answer, [.. numbers.Select(number => number.Value)], all);
            return true;
        }

        foreach (var (field, reading) in answer.Read(today))
        {
            var isDoubtful = (field == Fields.DateOfBirth && !part.IsOfTwins)
                || (field.Name.StartsWith("risk", StringComparison.Ordinal) && reading.Value == "present");
            Give(all with { IsClear = !isDoubtful }, new(field, reading, part.Part.Index, Origin.Label));
        }

        return true;
    }

    /// <summary>"DOB: 12/03/2014, 01/02/2016": as many as there are children, in the order of their names.</summary>
    private void InOrder(ReadPart part, ReadLabels.Answer answer, IReadOnlyList<string> values, Said all)
    {
        for (var at = 0; at < values.Count; at++)
        {
            var fits = values.Count == family.Children.Count;
            foreach (var (field, reading) in (answer with { Value = values[at] }).Read(today))
            {
                Give(fits ? all with { Owners = [at] } : all with { IsClear = false }, new(field, reading, part.Part.Index, Origin.Label));
            }
        }
    }

    /// <summary>"NHS numbers: Ava 999 000 0018, Noah 999 000 0026", "School: Hartford Primary (Ava), Weaver High (Noah)".</summary>
    private void Apart(ReadPart part, ReadLabels.Answer answer, string text, List<Whose.Mention> mentions)
    {
        var isBehind = mentions[0].Start > 2 && text[..mentions[0].Start].Any(char.IsLetterOrDigit);
        var from = 0;
        for (var at = 0; at < mentions.Count; at++)
        {
            var (start, end) = isBehind ? (from, mentions[at].Start) : (mentions[at].End, at + 1 < mentions.Count ? mentions[at + 1].Start : text.Length);
            from = mentions[at].End;
            List<int> owners = [mentions[at].Child];

            // "Ava and Noah: full care order".
            while (!isBehind && at + 1 < mentions.Count && NamesTogether.Joins(text[mentions[at].End..mentions[at + 1].Start]))
            {
                owners.Add(mentions[++at].Child);
                (start, end) = (mentions[at].End, at + 1 < mentions.Count ? mentions[at + 1].Start : text.Length);
            }

            var value = text[start..end].Trim(' ', '-', ':', ',', ';', '(', ')', '=', '.', '\u2013', '\u2014', '/');
            foreach (var link in new[] { "and ", "is ", "at ", "for ", "attends " })
            {
                value = value.StartsWith(link, StringComparison.OrdinalIgnoreCase) ? value[link.Length..].Trim() : value;
            }

            foreach (var link in new[] { " and", " for", " -", " (" })
            {
                value = value.EndsWith(link, StringComparison.OrdinalIgnoreCase) ? value[..^link.Length].Trim() : value;
            }

            if (value.Length > 0)
            {
                foreach (var (field, reading) in (answer with { Value = value }).Read(today))
                {
                    Give(new(new(text, [], answer.Lines[0].Number), [.. owners], true, false), new(field, reading, part.Part.Index, Origin.Label));
                }
            }
        }
    }

    /// <summary>A sentence of a long answer that names children.</summary>
    private void Tell(ReadPart part, ReadLabels.Answer answer, Said said)
    {
        if (answer.Label.Target == "=risks")
        {
            // "Noah - none known": the name is no part of the answer.
            var text = said.Sentence.Text;
            var bare = whose.Mentions(said.Sentence) is [{ Start: < 3 } name, ..] ? text[name.End..].Trim(' ', '-', ':', '\u2013', '\u2014', ',', '.') : text;
            foreach (var (field, reading) in Risks.Read(bare, said.Sentence.Source))
            {
                Give(said, new(field, reading, part.Part.Index, Origin.Label));
            }
        }
        else if (Fields.ByName.TryGetValue(answer.Label.Target, out var field) && field.Codes is null)
        {
            foreach (var (about, reading) in ReadValue.Of(field, said.Sentence.Text, said.Sentence.Source, today))
            {
                Give(said, new(about, reading, part.Part.Index, Origin.Label));
            }
        }
    }

    private void Give(Said said, Finding finding)
    {
        if (Names.Contains(finding.Field) || finding.Field.Name.StartsWith("referrer", StringComparison.Ordinal))
        {
            return;
        }

        var isNumber = Numbers.Contains(finding.Field);
        var isClear = (said.IsClear || (said.NamesNobody && Blocks.Household.Contains(finding.Field.Name)))
            && !(isNumber && said.Owners.Length > 1) && !(said.NamesNobody && (Individual.Contains(finding.Field) || finding.Field == Fields.DateOfBirth));
        foreach (var owner in said.Owners)
        {
            findings[owner].Add(isClear ? finding : Unclear(finding, isNumber || finding.Field == Fields.DateOfBirth));
            if (said.Owners.Length > 1)
            {
                general.Add(findings[owner][^1]);
            }
        }
    }

    /// <summary>A fact that may be another child's. What tells people apart is not taken over, only noted.</summary>
    private static Finding Unclear(Finding finding, bool isIdentity) => finding with
    {
        Reading = finding.Reading.Value is not { } value ? finding.Reading
            : isIdentity ? Reading.Invalid(finding.Reading.Source!, $"{NotWhose}: {ReadValue.Quote(value)}")
            : ReadValue.Doubt(finding.Reading, NotWhose),
        Origin = finding.Origin == Origin.Label ? Origin.Prose : finding.Origin,
    };

    private void Everybody(IEnumerable<Finding> shared)
    {
        foreach (var finding in shared)
        {
            foreach (var own in findings)
            {
                own.Add(finding);
            }
        }
    }

    private void Name(int child)
    {
        var named = family.Children[child];
        foreach (var (field, value) in new[] { (Fields.GivenName, named.Name.Given), (Fields.FamilyName, named.Name.Family), (Fields.PreferredName, named.Name.Preferred) })
        {
            if (value is null || findings[child].Exists(finding => finding.Field == field && finding.Origin == Origin.Label && finding.Reading.Value is not null))
            {
                continue;
            }

            foreach (var (about, reading) in ReadValue.Of(field, value, named.Source, today))
            {
                var whole = field == Fields.FamilyName && named.FamilyNote is { } note ? ReadValue.Doubt(reading, note) : reading;
                findings[child].Add(new(about, whole, named.Part, Origin.Prose));
            }
        }
    }

    private int? IndexOf(Named? named)
    {
        if (named is null)
        {
            return null;
        }

        for (var at = 0; at < family.Children.Count; at++)
        {
            var child = family.Children[at];
            if (child.Is(named) || (named.Name.Given is null && child.Name.Given is null && child.Line == named.Line))
            {
                return at;
            }
        }

        return null;
    }
}
