using System.Text.RegularExpressions;
using Heldspace.Intake.Text;
using NodaTime;

namespace Heldspace.Intake;

/// <summary>Whom a mail refers where it is more than one child.</summary>
/// <param name="Children">In the order in which they first appear; one or none where the mail is about one child.</param>
/// <param name="Blocks">By the place of a message: its layout, where it has one.</param>
/// <param name="Perhaps">Names of brothers and sisters who may be meant too, for a person to ask about.</param>
internal sealed partial record Family(IReadOnlyList<Named> Children, IReadOnlyDictionary<int, IReadOnlyList<Block>> Blocks, IReadOnlyList<string> Perhaps)
{
    /// <summary>A mail that seems to refer more is read up to here, and says so.</summary>
    public const int Most = 20;

    /// <summary>Sentences that name children, so that a mail of nothing else is read in good time.</summary>
    private const int MostPleas = 200;

    /// <summary>Whether there seem to be more children than are read.</summary>
    public bool IsCut => Children.Count > Most;

    public static Family Of(IReadOnlyList<ReadPart> read, string subject, IReadOnlyCollection<string> adults, LocalDate today)
    {
        var blocks = new Dictionary<int, IReadOnlyList<Block>>();
        foreach (var part in read)
        {
            if (Intake.Blocks.Of(part, today) is { } found && !found.Any(block => block.Child is { } child && IsAmong(adults, child)) && !TellsOfAnother(found, today))
            {
                blocks[part.Part.Index] = found;
            }
        }

        var pleas = read.SelectMany(part => Pleas(part, today).Select(plea => (part.Part.Index, Plea: plea))).Take(MostPleas).ToList();
        if (ReadSubject.Sentence(subject) is { } sentence)
        {
            pleas.InsertRange(0, Plea.In(sentence, 0, today, speaksOfSeveral: false).Where(plea => plea.Children.Count > 1).Select(plea => (0, plea)));
        }

        foreach (var (part, form) in Forms(read))
        {
            blocks[part.Part.Index] = [new(form, part.Body)];
        }

        pleas.RemoveAll(one => one.Plea.Children.Any(child => IsAmong(adults, child)));
        List<Named> roster = [.. blocks.Values.SelectMany(part => part).Select(block => block.Child).OfType<Named>()];
        foreach (var part in read)
        {
            roster.AddRange(Listed(part).Take(2 * Most));
        }

        var main = Main(read, subject, adults, pleas.Where(one => one.Plea.IsBeside).SelectMany(one => one.Plea.Children).ToList());
        foreach (var (_, plea) in pleas.Where(one => one.Plea.Children.Count > 1))
        {
            if (plea.Plainness == Plainness.Plain || (plea.Plainness == Plainness.Likely && (main is null || plea.Children.Any(main.Is) || roster.Exists(one => plea.Children.Any(one.Is)))))
            {
                roster.AddRange(plea.Children);
                if (plea.IsBeside && main is not null)
                {
                    roster.Add(main);
                }
            }
        }

        foreach (var (_, plea) in pleas.Where(one => one.Plea is { Children.Count: 1, IsBeside: true, Plainness: Plainness.Plain }))
        {
            if (main is not null && !main.Is(plea.Children[0]))
            {
                roster.Add(main);
                var child = plea.Children[0];
                roster.Add(child.Name.Family is null && main.Name.Family is { } family ? child with { Name = child.Name with { Family = family }, FamilyNote = "said of the other child" } : child);
            }
        }

        // "I am referring Ava Brindle (…)." and, further down, "I am referring Noah Brindle (…)."
        foreach (var singles in pleas.Where(one => one.Plea is { Children.Count: 1, IsBeside: false, Plainness: Plainness.Likely or Plainness.Plain }).GroupBy(one => one.Index))
        {
            var named = singles.Select(one => one.Plea.Children[0]).Take(2 * Most).ToList();
            if (named.Exists(one => named.Exists(other => !Named.IsSimilar(one.Name.Given!, other.Name.Given!))) || roster.Count > 0)
            {
                roster.AddRange(named.Where(one => roster.Count == 0 || !roster.Exists(other => other.Name.Given is { } given && !one.Is(other) && Named.IsSimilar(one.Name.Given!, given))));
            }
        }

        // "Lucia is the eldest … Mateo is next, 9/9/14 … Then Rosa, who was born …": whoever else is told of in the same way.
        if (Born.Of(read, adults, today) is { Count: > 1 } born && (roster.Count < 2 || (blocks.Count == 0 && roster.Count < Stated(read, subject) && roster.TrueForAll(child => born.Exists(child.Is)))))
        {
            roster.AddRange(born.Where(child => !roster.Exists(child.Is)));
        }

        if (roster.Count > 1)
        {
            roster.AddRange(InFull(roster, read).Where(named => !IsAmong(adults, named)));
        }

        // "Baby River is with them but is not being referred."
        var refused = read.SelectMany(part => part.Sentences).Where(sentence => NotReferred().IsMatch(sentence.Text)).Select(ReadNames.Spans).Where(spans => spans.Count == 1).Select(spans => spans[0].Text.Split(' ')).SelectMany(name => name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (refused.Count > 0)
        {
            roster.RemoveAll(child => child.Name.Given is { } given && refused.Contains(given));
        }

        // "The referral is for Shannon only": whoever else is named with a date of birth is beside.
        if (read.SelectMany(part => part.Sentences).Select(sentence => OnlyFor().Match(sentence.Text)).FirstOrDefault(match => match.Success)?.Groups["name"].Value is { } only && roster.Exists(child => string.Equals(child.Name.Given, only, StringComparison.OrdinalIgnoreCase)))
        {
            roster.RemoveAll(child => child.Name.Given is { } given && !Named.IsSimilar(given, only));
        }

        // "Sibling referrals: Novak / Hill": what others are called by their family is no child.
        roster.RemoveAll(child => child.Name.Family is null && roster.Exists(other => string.Equals(other.Name.Family, child.Name.Given, StringComparison.OrdinalIgnoreCase)));

        var children = Merged(roster, roster.Count < 2 ? null : read.SelectMany(part => Sentence.Split(part.Body)).Select(Plea.FamilyIn).FirstOrDefault(name => name is not null) ?? (ReadSubject.Sentence(subject) is { } heading ? Plea.FamilyIn(heading) : null));
        var perhaps = pleas.Where(one => one.Plea.Plainness == Plainness.Perhaps || (one.Plea.Plainness == Plainness.Likely && one.Plea.Children.Count > 1)).SelectMany(one => one.Plea.Children)
            .Where(child => !children.Exists(child.Is) && main?.Is(child) != true && (main?.Name.Given is not { } given || !Named.IsSimilar(given, child.Name.Given!))).Select(child => child.Name.Given!).Distinct(StringComparer.Ordinal).Take(5).ToList();
        return new(children, blocks, perhaps);
    }

    /// <summary>How many children a mail says that it is about: "three siblings", "the three Hale children"; 0 where it says no number.</summary>
    private static int Stated(IReadOnlyList<ReadPart> read, string subject) => read.SelectMany(part => part.Sentences).Select(sentence => sentence.Text).Append(subject).SelectMany(text => SomeChildren().Matches(text))
        .Select(match => Birthday.AgeOf(match.Groups["many"].Value) ?? 0).DefaultIfEmpty().Max();

    [GeneratedRegex(@"\b(?:referral|request|form) is (?:(?:just|only|solely) )?(?:for|about) (?<name>\p{Lu}[\p{L}'\u2019-]+)(?: \p{Lu}[\p{L}'\u2019-]+)? (?:only|alone)\b|\b(?:referral|request|form) is (?:just|only|solely) (?:for|about) (?<name>\p{Lu}[\p{L}'\u2019-]+)(?! and\b)", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex OnlyFor();

    [GeneratedRegex(@"\b(?<many>two|three|four|five|six|[2-6]) (?:(?:[\p{L}'\u2019-]+) )?(?:siblings|children|brothers|sisters|boys|girls|kids|young people)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex SomeChildren();

    /// <summary>Where a child who is referred by the first name is named in full elsewhere.</summary>
    private static IEnumerable<Named> InFull(List<Named> roster, IReadOnlyList<ReadPart> read)
    {
        var without = roster.Where(child => child.Name.Given is not null && (child.Name.Family is null || child.FamilyNote is not null)).Select(child => Words.Fold(child.Name.Given!)).Take(Most).ToHashSet(StringComparer.Ordinal);
        if (without.Count == 0)
        {
            return [];
        }

        return read.SelectMany(part => part.Sentences.SelectMany(sentence => ReadNames.Spans(sentence).Where(span => span.Count > 1 && without.Contains(sentence.Words[span.First].Folded))
            .Select(span => new Named(Named.Parse(span.Text), sentence.Source, part.Part.Index, sentence.Line, span.Start)))).Where(named => named.Name is { Given: not null, Family: not null }).Take(Most).ToList();
    }

    private static List<Named> Merged(List<Named> roster, string? ofAll)
    {
        var children = new List<Named>();
        foreach (var named in roster)
        {
            var at = children.FindIndex(named.Is);
            if (at < 0 && children.Count > Most)
            {
                break;
            }

            if (at < 0)
            {
                children.Add(named);
            }
            else
            {
                children[at] = children[at].And(named);
            }
        }

        children.Sort((one, other) => (one.Part, one.Line, one.At).CompareTo((other.Part, other.Line, other.At)));

        // A family name that is said once is said of all.
        var families = children.Where(child => child.FamilyNote is null).Select(child => child.Name.Family).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        if (families.Count == 0 && ofAll is not null)
        {
            families = [ofAll];
        }

        return families is [var family]
            ? [.. children.Select(child => child.Name.Family is null ? child with { Name = child.Name with { Family = family } } : child)]
            : children;
    }

    private static List<Plea> Pleas(ReadPart part, LocalDate today)
    {
        var several = part.Body.Any(line => Intake.Blocks.Plural().IsMatch(line.Text)) || part.Sentences.Any(sentence => Whose.IsOfEverybody(sentence.Text));
        var many = part.Sentences.Any(Plea.AsksForMany);
        var pleas = part.Sentences.SelectMany((sentence, place) => Plea.In(sentence, part.Part.Index, today, several, many)

            // Two sentences of one line stand in their order.
            .Select(plea => plea with { Children = [.. plea.Children.Select(child => child with { At = (place * 5_000) + child.At })] })).ToList();
        return part.Sentences.Any(Plea.AsksForAll) ? [.. pleas.Select(plea => plea is { Plainness: Plainness.Perhaps, IsBeside: true } ? plea with { Plainness = Plainness.Plain } : plea)] : pleas;
    }

    /// <summary>A form attached for each child: each is that child's own.</summary>
    private static List<(ReadPart Part, Named Child)> Forms(IReadOnlyList<ReadPart> read)
    {
        var forms = new List<(ReadPart Part, Named Child)>();
        foreach (var part in read.Where(part => part.Part.Where != "body"))
        {
            string? Said(Field field) => part.Findings.FirstOrDefault(finding => finding.Field == field && finding.Origin == Origin.Label && finding.Reading.Value is not null)?.Reading.Value;
            if (Said(Fields.GivenName) is { } given && (Said(Fields.DateOfBirth) ?? Said(Fields.NhsNumber)) is not null)
            {
                var first = part.Findings.First(finding => finding.Field == Fields.GivenName && finding.Reading.Value == given);
                forms.Add((part, new(new(given, Said(Fields.FamilyName), Said(Fields.PreferredName)), first.Reading.Source!, part.Part.Index, part.Body[0].Number, 0)));
            }
        }

        return forms.Count is > 1 and <= Most && forms.TrueForAll(form => forms.TrueForAll(other => ReferenceEquals(form.Part, other.Part) || !Named.IsSimilar(form.Child.Name.Given!, other.Child.Name.Given!))) ? forms : [];
    }

    /// <summary>"Names: Ava, Noah and Lily Brindle", "First names: Ava &amp; Noah".</summary>
    private static IEnumerable<Named> Listed(ReadPart part)
    {
        foreach (var answer in part.Labelled.Answers.Where(answer => answer.Person == Person.Child && answer.Label.Target is "=name" or "givenName" && answer.Value.Length < 400))
        {
            var text = answer.Value.ReplaceLineEndings(", ");
            var sentence = new Sentence(text, Words.Of(text), answer.Lines[0].Number) { Where = answer.Lines[0].Where };
            foreach (var together in NamesTogether.Of(sentence, ReadNames.Spans(sentence)).Where(together => together.Members.Count > 1 && together.First == 0))
            {
                var isFamilyFirst = together.Members.Count == 2 && !And().IsMatch(text) && together.Members.Any(member => member.FactsEnd == member.Span.End);
                if (!isFamilyFirst && !Alias().IsMatch(text))
                {
                    foreach (var name in together.Names(sentence, part.Part.Index))
                    {
                        yield return name with { FamilyNote = null };
                    }
                }
            }
        }
    }

    /// <summary>True where the rest of a message in blocks is the form of a child who has none of them: they are that child's family.</summary>
    private static bool TellsOfAnother(IReadOnlyList<Block> blocks, LocalDate today)
    {
        var named = blocks.Select(block => block.Child).OfType<Named>().ToList();
        foreach (var shared in blocks.Where(block => block.Child is null))
        {
            var answers = ReadLabels.Read(shared.Lines, 0, today).Answers.Where(answer => answer.Person == Person.Child && answer.Label.Target is "=name" or "givenName");
            foreach (var given in answers.SelectMany(answer => answer.Read(today)).Where(one => one.Field == Fields.GivenName).Select(one => one.Reading.Value).OfType<string>())
            {
                if (!named.Exists(child => child.Name.Given is { } name && Named.IsSimilar(name, given)) && !named.Exists(child => child.Name.Given is null))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>The child whom the mail is about by the reading of one child, those beside them left out; null where none is named plainly.</summary>
    private static Named? Main(IReadOnlyList<ReadPart> read, string subject, IReadOnlyCollection<string> adults, List<Named> beside)
    {
        var labelled = read.SelectMany(part => part.Findings).Where(finding => finding.Origin == Origin.Label && finding.Reading.Value is not null).ToList();
        string? Label(Field field) => labelled.Find(finding => finding.Field == field)?.Reading.Value;
        var names = read.SelectMany(part => part.Names).Concat(ReadSubject.Names(subject)).Where(name => PersonName.Parse(name.Name).Given is { } given && !beside.Exists(one => one.Name.Given == given)).ToList();
        var chosen = ChooseName.Of(names, adults).ToList();
        var (given, family, preferred) = Label(Fields.GivenName) is { } label
            ? (label, Label(Fields.FamilyName), Label(Fields.PreferredName))
            : (Chosen(Fields.GivenName), Chosen(Fields.FamilyName), Chosen(Fields.PreferredName));
        string? Chosen(Field field) => chosen.Find(finding => finding.Field == field)?.Reading.Value;
        if (given is null)
        {
            return null;
        }

        // Where the name stands first, so that the children keep their order.
        foreach (var part in read)
        {
            foreach (var line in part.Body)
            {
                if (line.Text.IndexOf(given, StringComparison.OrdinalIgnoreCase) is >= 0 and var at)
                {
                    return new(new(given, family, preferred), line.Source, part.Part.Index, line.Number, at);
                }
            }
        }

        return new(new(given, family, preferred), "subject", 0, 0, 0);
    }

    private static bool IsAmong(IReadOnlyCollection<string> adults, Named child) => child.Name.Given is not null && adults.Any(adult => ChooseName.IsSamePerson(adult, child.Name));

    [GeneratedRegex(@"(?:\bnot|n['\u2019]t) (?:being |to be |currently |yet |part of )?(?:referred|included|this referral|the referral)\b|\bnot (?:asking|looking) for (?:any(?:thing)? |help |support )?for\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex NotReferred();

    [GeneratedRegex(@"\band\b|&|;|,[^,]*,", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex And();

    [GeneratedRegex(@"\b(?:known as|aka|a\.k\.a|also known|formerly|n[e\u00e9]e|prefers|alias|likes to be)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Alias();
}
