using System.Text.RegularExpressions;
using Heldspace.Intake.Text;
using NodaTime;

namespace Heldspace.Intake;

/// <summary>A stretch of a message that is one child's own, or everybody's.</summary>
/// <param name="Child">Whose; null where it is everybody's.</param>
/// <param name="Lines">Its lines, without what only numbers the child.</param>
/// <param name="After">Whose block it follows: a pronoun may go on speaking of them.</param>
internal sealed record Block(Named? Child, IReadOnlyList<Line> Lines, Named? After = null);

/// <summary>
/// Finds a layout that gives each child a place of their own: "Child 1" and "Child 2", a form filled in twice, a row or a column of a table, an item of
/// a list, a paragraph under each name.
/// </summary>
internal static partial class Blocks
{
    private static readonly HashSet<string> Identity = new(StringComparer.Ordinal)
    {
        "=name", "givenName", "familyName", "dateOfBirth", "nhsNumber", "upn", "sex", "preferredName", "pronouns", "genderIdentity", "ethnicity",
    };

    /// <summary>The message in blocks; null where it has no such layout.</summary>
    public static IReadOnlyList<Block>? Of(ReadPart part, LocalDate today)
    {
        var lines = part.Body;
        var blocks = OfTable(lines, part.Part.Index, today) ?? OfStarts(lines, Numbered(lines), part.Part.Index, today) ?? OfStarts(lines, Items(lines), part.Part.Index, today)
            ?? OfStarts(lines, Headings(lines, today), part.Part.Index, today) ?? OfStarts(lines, Repeats(part, today), part.Part.Index, today);
        return blocks;
    }

    private static List<Block>? OfTable(IReadOnlyList<Line> lines, int part, LocalDate today)
    {
        for (var at = 0; at < lines.Count; at++)
        {
            if (lines[at].Cells.Length > 1 && (at == 0 || lines[at - 1].Cells.Length < 2))
            {
                // A table may have a title row, or rows of another kind, above those of the children.
                for (var first = at; first < lines.Count && first < at + 6 && lines[first].Cells.Length > 1; first++)
                {
                    if (Grid.At(lines, first) is { } grid && !IsOfOthers(lines, first))
                    {
                        var blocks = grid.Children.Select(rows => (Rows: rows, Name: NameIn(ReadLabels.Read(rows, part, today), part, today))).ToList();
                        return blocks.TrueForAll(block => block.Name is not null) && blocks.DistinctBy(block => Words.Fold(block.Name!.Name.Given ?? "")).Count() == blocks.Count
                            ? [new(null, [.. lines.Take(first)]), .. blocks.Select(block => new Block(block.Name! with { At = blocks.IndexOf(block) }, block.Rows)), new(null, grid.Shared), new(null, [.. lines.Skip(first + grid.Length)])]
                            : null;
                    }
                }
            }
        }

        return null;
    }

    /// <summary>A place where a child's block starts.</summary>
    /// <param name="Index">Of the line.</param>
    /// <param name="Key">What must differ between children: a number, a name.</param>
    /// <param name="Rest">The line without what numbers it.</param>
    /// <param name="Name">The name it starts with; null where the lines below say it.</param>
    private sealed record Start(int Index, string Key, string Rest, NameSpan? Name, bool IsItem);

    private static List<Start> Numbered(IReadOnlyList<Line> lines)
    {
        var starts = new List<Start>();
        for (var at = 0; at < lines.Count; at++)
        {
            if (lines[at].Cells.Length > 2 || NumberedChild().Match(lines[at].Text) is not { Success: true } match)
            {
                continue;
            }

            var rest = match.Groups["rest"].Value.Trim(' ', '*', '_', '\t');
            var key = Words.Fold(match.Groups["n"].Value);
            if (lines[at].Text.Length < 200 || ReadNames.Spans(AsSentence(lines[at], rest)) is [{ First: 0 }, ..])
            {
                starts.Add(new(at, key, rest, LeadingName(AsSentence(lines[at], rest)), false));
            }
        }

        return starts;
    }

    /// <summary>Items of a list that start with a name and say when they were born, how old they are or their number.</summary>
    private static List<Start> Items(IReadOnlyList<Line> lines)
    {
        var starts = new List<Start>();
        for (var at = 0; at < lines.Count; at++)
        {
            if (lines[at].IsBlank || lines[at].Cells.Length > 1)
            {
                continue;
            }

            var rest = Bullet().Replace(lines[at].Text, "");
            var sentence = AsSentence(lines[at], rest);
            if (LeadingName(sentence) is { } name && ItemFact().IsMatch(rest[name.End..]) && !RoleBehind().IsMatch(rest[name.End..]) && !IsOfOthers(lines, at))
            {
                starts.Add(new(at, Words.Fold(Named.Parse(name.Text).Given ?? ""), rest, name, true));
            }
        }

        return starts;
    }

    /// <summary>Lines that are a name and nothing more, over lines that say when that child was born or their number.</summary>
    private static List<Start> Headings(IReadOnlyList<Line> lines, LocalDate today)
    {
        var starts = new List<Start>();
        for (var at = 0; at < lines.Count; at++)
        {
            var text = Bullet().Replace(lines[at].Text, "").Trim(' ', '*', '_', ':', '-', '\u2013', '\u2014');
            if (text.Length is > 1 and < 70 && lines[at].Cells.Length < 2 && Labels.Find(text) is null && Signature.IsName(text) && LeadingName(AsSentence(lines[at], text)) is { } name && name.End >= text.Length - 1
                && !IsOfOthers(lines, at))
            {
                starts.Add(new(at, Words.Fold(Named.Parse(name.Text).Given ?? ""), text, name, false));
            }
        }

        return [.. starts.Where((start, at) => lines.Skip(start.Index + 1).Take(Math.Min(12, (at + 1 < starts.Count ? starts[at + 1].Index : lines.Count) - start.Index - 1))
            .Any(line => BirthLine().IsMatch(line.Text) && (BritishDate.FindAll(line.Text, today).Count > 0 || ReadValue.TenDigits().IsMatch(line.Text))))];
    }

    /// <summary>A form filled in again: an answer that the child before has given already.</summary>
    private static List<Start> Repeats(ReadPart part, LocalDate today)
    {
        var lines = part.Body;
        var answers = part.Labelled.Answers.Where(answer => answer.Person is Person.Child && Identity.Contains(answer.Label.Target)).ToList();
        if (answers.Count(answer => answer.Label.Target is "=name" or "givenName") < 2)
        {
            return [];
        }

        // The same answer on the same line twice is one answer; a line that names a child again starts a new form.
        var starts = new List<(int Index, List<ReadLabels.Answer> Answers)>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var answer in answers)
        {
            var target = answer.Label.Target is "=name" ? "givenName" : answer.Label.Target;
            var index = IndexOf(lines, answer);
            if (starts.Count == 0 || (seen.Contains(target) && target is "givenName" or "familyName" or "dateOfBirth" or "nhsNumber" && index > starts[^1].Answers[^1].Lines[0].Number - lines[0].Number))
            {
                starts.Add((index, []));
                seen.Clear();
            }

            seen.Add(target);
            starts[^1].Answers.Add(answer);
        }

        // What has no name of its own goes on with the child before.
        for (var at = starts.Count - 1; at > 0; at--)
        {
            if (!starts[at].Answers.Exists(answer => answer.Label.Target is "=name" or "givenName"))
            {
                starts[at - 1].Answers.AddRange(starts[at].Answers);
                starts.RemoveAt(at);
            }
        }

        var forms = starts.Select(start => (start.Index, start.Answers, Name: GivenOf(start.Answers, today))).Where(form => form.Name.Given is not null).ToList();
        return forms.Count is < 2 or > Family.Most || !ArePeople(forms.Select(form => (form.Name, form.Answers)).ToList(), Plural().IsMatch(string.Join('\n', lines.Select(line => line.Text)))) ? []
            : [.. forms.Select(form => new Start(form.Index, Words.Fold(form.Name.Given!), lines[form.Index].Text, null, false))];
    }

    /// <summary>Whether forms tell of different children: names that are no spellings of one, and each with a number or a date of birth of their own.</summary>
    private static bool ArePeople(List<(PersonName Name, List<ReadLabels.Answer> Answers)> forms, bool speaksOfSeveral)
    {
        for (var at = 1; at < forms.Count; at++)
        {
            foreach (var before in forms.Take(at))
            {
                var (numbers, births) = (Differ(before.Answers, forms[at].Answers, "nhsNumber"), Differ(before.Answers, forms[at].Answers, "dateOfBirth"));
                var similar = Named.IsSimilar(before.Name.Given!, forms[at].Name.Given!);
                if (numbers == false || (similar && numbers != true && (births != true || !speaksOfSeveral)) || (numbers is null && births is null && !speaksOfSeveral))
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>Null where one of them does not say.</summary>
    private static bool? Differ(List<ReadLabels.Answer> one, List<ReadLabels.Answer> other, string target) =>
        (one.Find(answer => answer.Label.Target == target), other.Find(answer => answer.Label.Target == target)) is ({ } a, { } b)
            ? string.Concat(a.Value.Where(char.IsLetterOrDigit)) != string.Concat(b.Value.Where(char.IsLetterOrDigit)) : null;

    private static List<Block>? OfStarts(IReadOnlyList<Line> lines, List<Start> starts, int part, LocalDate today)
    {
        // "Child 1 name", "Child 1 date of birth": the number again is the same child.
        var distinct = starts.Where((start, at) => at == 0 || starts[at - 1].Key != start.Key).ToList();
        if (distinct.DistinctBy(start => start.Key).Count() < 2 || distinct.Count > Family.Most)
        {
            return null;
        }

        var again = starts.ToDictionary(start => start.Index);
        var own = new List<(Block Block, ReadLabels.Result Read, int First)>();
        for (var at = 0; at < distinct.Count; at++)
        {
            var end = at + 1 < distinct.Count ? distinct[at + 1].Index : lines.Count;
            List<Line> block = [.. Enumerable.Range(distinct[at].Index, end - distinct[at].Index).Select(index => again.TryGetValue(index, out var start) ? lines[index] with { Text = start.Rest } : lines[index])];
            var read = ReadLabels.Read(block, part, today);
            var name = distinct[at].Name is { } written
                ? new Named(Named.Parse(written.Text), block[0].Source, part, block[0].Number, 0)
                : NameIn(read, part, today) ?? NameBelow(block, part);
            if (name is null && !read.Answers.Any(answer => answer.Person == Person.Child && Identity.Contains(answer.Label.Target)))
            {
                // An empty form: the third child that a form has room for.
                continue;
            }

            own.Add((new(name ?? new(new(null, null, null), block[0].Source, part, block[0].Number, 0), block), read, distinct[at].Index));
        }

        if (own.Count < 2 || own.Where(one => one.Block.Child!.Name.Given is not null).GroupBy(one => Words.Fold(one.Block.Child!.Name.Given!)).Any(group => group.Count() > 1))
        {
            return null;
        }

        var blocks = new List<Block> { new(null, [.. lines.Take(own[0].First)]) };
        foreach (var (block, read, _) in own.SkipLast(1))
        {
            var shared = block.Lines.ToList().FindIndex(line => ForAll().IsMatch(line.Text));
            blocks.Add(shared > 0 ? block with { Lines = [.. block.Lines.Take(shared)] } : block);
            if (shared > 0)
            {
                blocks.Add(new(null, [.. block.Lines.Skip(shared)], block.Child));
            }
        }

        var before = own.SkipLast(1).SelectMany(one => one.Read.Answers).Select(answer => answer.Label.Target).Concat(Identity).ToHashSet(StringComparer.Ordinal);
        var (last, lastRead, _) = own[^1];
        var cut = Tail(last.Lines, lastRead, before);
        blocks.Add(last with { Lines = [.. last.Lines.Take(cut)] });
        blocks.Add(new(null, [.. last.Lines.Skip(cut)], last.Child));
        return blocks;
    }

    /// <summary>Where the last block ends and what is everybody's starts: behind the last answer that the children before gave too, at a gap, a heading, or a household's fact.</summary>
    private static int Tail(IReadOnlyList<Line> lines, ReadLabels.Result read, HashSet<string> before)
    {
        var lastOwn = read.Answers.Where(answer => before.Contains(answer.Label.Target) && (answer.Person == Person.Child || !Identity.Contains(answer.Label.Target))).SelectMany(answer => answer.Lines).Select(line => line.Number).DefaultIfEmpty(lines[0].Number).Max();
        var labels = read.Answers.Where(answer => !before.Contains(answer.Label.Target)).Select(answer => answer.Lines[0].Number).ToHashSet();
        var household = read.Answers.Where(answer => Household.Contains(answer.Label.Target) && !before.Contains(answer.Label.Target)).Select(answer => answer.Lines[0].Number).ToHashSet();
        var at = 1;
        for (; at < lines.Count; at++)
        {
            if (ForAll().IsMatch(lines[at].Text) || OfAll().IsMatch(lines[at].Text) || (lines[at].Number > lastOwn && (lines[at].IsBlank || GeneralHeading().IsMatch(lines[at].Text) || household.Contains(lines[at].Number)
                || (lines[at].IsBlank is false && at > 0 && labels.Contains(lines[at].Number) && lines[at - 1].IsBlank))))
            {
                return at;
            }
        }

        return at;
    }

    /// <summary>What children of one household mostly have in common.</summary>
    public static readonly HashSet<string> Household = new(StringComparer.Ordinal)
    {
        "=address", "placementPostcode", "livesIn", "responsibleAuthority", "socialWorker", "socialWorkerTeam", "socialWorkerPhone", "socialWorkerEmail", "carer", "placementType", "placementSince", "gpPractice", "referrerName",
        "consentBasis", "consentGivenBy", "category", "referrerRole", "referrerOrganisation", "referrerEmail", "referrerPhone", "urgency", "miles", "reviewingOfficer", "virtualHead",
    };

    private static Named? NameIn(ReadLabels.Result read, int part, LocalDate today)
    {
        var answers = read.Answers.Where(answer => answer.Person is Person.Child or Person.Unsaid).ToList();
        var name = GivenOf(answers, today);
        var first = answers.Find(answer => answer.Label.Target is "=name" or "givenName");
        return name.Given is null || first is null ? null : new(name, first.Lines[0].Source, part, first.Lines[0].Number, 0);
    }

    /// <summary>"Referral two" and on the next line "Ida Marsh. DOB 3.4.2015": a name with what tells that it is the child's.</summary>
    private static Named? NameBelow(List<Line> block, int part) =>
        block.Skip(1).Where(line => !line.IsBlank).Take(2).Select(line => (Line: line, Name: LeadingName(AsSentence(line, line.Text)))).FirstOrDefault(one => one.Name is { } name && ItemFact().IsMatch(one.Line.Text[name.End..].TrimStart('.', ' '))) is { Name: { } found, Line: var at }
            ? new(Named.Parse(found.Text), at.Source, part, at.Number, 0) : null;

    private static PersonName GivenOf(List<ReadLabels.Answer> answers, LocalDate today)
    {
        var read = answers.Where(answer => answer.Label.Target is "=name" or "givenName" or "familyName" or "preferredName").SelectMany(answer => answer.Read(today)).ToList();
        string? First(Field field) => read.Where(one => one.Field == field).Select(one => one.Reading.Value).FirstOrDefault(value => value is not null);
        return new(First(Fields.GivenName), First(Fields.FamilyName), First(Fields.PreferredName));
    }

    private static int IndexOf(IReadOnlyList<Line> lines, ReadLabels.Answer answer)
    {
        for (var at = 0; at < lines.Count; at++)
        {
            if (lines[at].Number == answer.Lines[0].Number)
            {
                // The label may stand alone above its value.
                while (at > 0 && answer.Lines[0].Text.Length == lines[at].Text.Length && !lines[at - 1].IsBlank && lines[at].Cells.Length < 2 && Labels.Find(lines[at - 1].Text.Trim(' ', ':', '*', '?')) is { } label && label.Target == answer.Label.Target)
                {
                    at--;
                }

                return at;
            }
        }

        return 0;
    }

    /// <summary>True where what stands above a line says that it lists a child's family, and does not refer them.</summary>
    private static bool IsOfOthers(IReadOnlyList<Line> lines, int at)
    {
        for (var above = at - 1; above >= 0 && above >= at - 12; above--)
        {
            var text = lines[above].Text;
            if (text.Length < 90 && Relatives().IsMatch(text) && !Refers().IsMatch(text) && LeadingName(AsSentence(lines[above], Bullet().Replace(text, ""))) is null)
            {
                return true;
            }

            if (text.Length > 0 && LeadingName(AsSentence(lines[above], Bullet().Replace(text, ""))) is null)
            {
                return false;
            }
        }

        return false;
    }

    private static NameSpan? LeadingName(Sentence sentence) => ReadNames.Spans(sentence) is [{ First: 0, IsPossessive: false } name, ..] && (name.Count > 1 || ReadNames.IsGiven(sentence.Words[0].Folded) || sentence.Words.Count == 1 || name.End < sentence.Text.Length && sentence.Text[name.End] is ',' or ' ' or '(' or ':') ? name : null;

    private static Sentence AsSentence(Line line, string text) => new(text, Words.Of(text), line.Number) { Where = line.Where };

    [GeneratedRegex(@"^[\s*#_>\u2022-]{0,6}(?:(?:child|young person|yp|cyp|sibling|twin|pupil|student|patient|client|referral|son|daughter|brother|sister|kid)\s?(?:no\.?|number|#)?\s?(?<n>[1-9]|one|two|three|four|five|six|(?-i:[A-F]))(?:\s?(?:of|/)\s?[1-9])?|(?<n>first|second|third|fourth|fifth|sixth|1st|2nd|3rd|4th|5th|eldest|oldest|middle|youngest|older|younger)\s(?:child|young person|sibling|twin|pupil|son|daughter|brother|sister))['\u2019]?s?(?=$|[\s*_]{0,4}(?:[:.)(,\u2013\u2014-]|details|information|name|full name|first name|surname|dob|date|nhs|(?-i:\p{Lu})))[\s*_]*[:.),\u2013\u2014-]*[\s*_]*(?:details|information)?[\s:]*(?<rest>.*)$",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex NumberedChild();

    [GeneratedRegex(@"^[\s>]*(?:[-*\u2022\u00b7\u2013\u2014o]\s+|[-*\u2022\u00b7]|\(?[0-9]{1,2}[.):]\s*|\(?[a-fA-F][.)]\s+|\(?[ivx]{1,4}[.)]\s+)?", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex Bullet();

    [GeneratedRegex(@"^[\s,;:.()\[\]\u2013\u2014|/-]{0,6}(?:a (?:girl|boy|lad|young (?:man|woman|person))\b.{0,120}?\b(?:dob|d\.o\.b\.?|born)\b|(?:dob|d\.o\.b\.?|date of birth|born|b\.)[\s.:)-]{0,4}(?:on\s)?[0-9]|[0-9]{1,2}(?:st|nd|rd|th)?[\s./-]|[0-9]{4}-[0-9]|nhs\b|upn\b|aged?\s?[0-9]|[0-9]{1,2}\s?(?:years?|yrs?|y/?o)\b|[0-9]{1,2}\s?[,;)]|[MF]\b[\s,;]{1,3}(?:dob|born|[0-9]))",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex ItemFact();

    [GeneratedRegex(@"\b(?:m[uo]m|mother|dad|father|(?:foster )?carer|parent|grand(?:mother|father|parent)|nan|social worker|partner|step-?(?:dad|m[uo]m|father|mother)|aunt|uncle|half[- ](?:brother|sister)|not (?:being )?referred|lives with)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex RoleBehind();

    [GeneratedRegex(@"\b(?:dob|d\.o\.b|date of birth|born|nhs)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex BirthLine();

    [GeneratedRegex(@"\b(?:siblings?|household|family members?|family composition|brothers? and sisters?|his family|her family|relatives|relationships?|other (?:children|people)|significant (?:others|people)|living in the home|who lives)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Relatives();

    [GeneratedRegex(@"\b(?:refer\w*|following|would like|support|assess\w*|both|these|for (?:the|all)|subject to)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Refers();

    [GeneratedRegex(@"\b(?:both|siblings|twins|triplets|brothers|sisters|all (?:three|four|five|of them)|each of (?:them|the)|(?:the|these|two|three|four) (?:children|boys|girls|lads)|child 2|sibling group)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    public static partial Regex Plural();

    [GeneratedRegex(@"^[\s*_#-]{0,4}(?:for |details (?:for|of) |applies to |information (?:for|about) |about )?(?:both|all(?: three| four| five| of)?(?: the)?|the|shared|common|joint)(?: (?:children|siblings|twins|of them|young people|three|four|boys|girls|household|family))?(?: (?:details|information|section|background))?[\s*_]*:?[\s*_]*$",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex ForAll();

    /// <summary>A new line that starts on all of them.</summary>
    [GeneratedRegex(@"^(?:They|All(?: three| four| of them)?|Both|The (?:children|siblings|twins|three|boys|girls)|Each) [a-z]", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex OfAll();

    [GeneratedRegex(@"^[\s*_#-]{0,4}(?:the )?(?:family|household|general|placement|background|referrer|carers?|social worker|care)(?: (?:details|information|section|background))?[\s*_]*:?[\s*_]*$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex GeneralHeading();
}
