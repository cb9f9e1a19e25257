using System.Text.RegularExpressions;
using Heldspace.Intake.Text;
using NodaTime;

namespace Heldspace.Intake;

/// <summary>
/// Reads <c>Field: value</c>: lines, several on a line, values on the lines below their label, rows and columns of tables, under headings that say
/// whom they are about.
/// </summary>
internal sealed partial class ReadLabels
{
    /// <summary>Fields whose value may run over several lines, and over blank ones.</summary>
    private static readonly HashSet<string> Long = new(StringComparer.Ordinal)
    {
        "presentingNeeds", "previousInput", "childsViews", "carersViews", "hopedOutcome", "safetyNote", "communicationNeeds", "needsDuration", "medication", "consentBasis",
        "consentCapacity", "consentSharedWith", "contactMethod", "=risks", "send",
    };

    /// <summary>Facts of the child: under a heading about somebody else they are that person's.</summary>
    private static readonly HashSet<Field> OfChildAlone =
    [
        Fields.GivenName, Fields.FamilyName, Fields.PreferredName, Fields.Pronouns, Fields.DateOfBirth, Fields.Sex, Fields.GenderIdentity, Fields.NhsNumber, Fields.Ethnicity,
        Fields.Language, Fields.PlacementPostcode, Fields.Interpreter, Fields.LivesIn,
    ];

    private readonly List<Finding> findings = [];
    private readonly HashSet<int> consumed = [];
    private readonly List<Line> texts = [];
    private readonly List<Answer> answers = [];
    private readonly int part;
    private readonly LocalDate today;
    private Person heading;
    private Person lastNamed;
    private string lastTarget = "";

    private ReadLabels(int part, LocalDate today) => (this.part, this.today) = (part, today);

    /// <summary>What was found.</summary>
    /// <param name="Findings">In order.</param>
    /// <param name="Consumed">Numbers of the lines that were labels and their values: no prose.</param>
    /// <param name="Texts">Lines of long answers, which are prose as well.</param>
    /// <param name="Answers">Every value as it stood behind its label.</param>
    public sealed record Result(IReadOnlyList<Finding> Findings, IReadOnlySet<int> Consumed, IReadOnlyList<Line> Texts, IReadOnlyList<Answer> Answers);

    /// <summary>A value behind its label.</summary>
    /// <param name="Person">Whom it speaks of.</param>
    /// <param name="Lines">The lines it stands on, at least one.</param>
    public sealed record Answer(Label Label, Person Person, string Value, IReadOnlyList<Line> Lines)
    {
        /// <summary>Whether it may be long, and is read as prose besides.</summary>
        public bool IsLong => Long.Contains(Label.Target);

        public IEnumerable<(Field Field, Reading Reading)> Read(LocalDate today) => new ReadLabels(0, today).Resolve(Label, Person, Value, Lines[0].Source);
    }

    public static Result Read(IReadOnlyList<Line> lines, int part, LocalDate today)
    {
        var reader = new ReadLabels(part, today);
        reader.ReadAll(lines);
        return new(reader.findings, reader.consumed, reader.texts, reader.answers);
    }

    private void ReadAll(IReadOnlyList<Line> lines)
    {
        for (var at = 0; at < lines.Count;)
        {
            at = lines[at].IsBlank ? at + 1 : ReadAt(lines, at);
        }
    }

    /// <summary>Reads what starts at a line; where reading goes on.</summary>
    private int ReadAt(IReadOnlyList<Line> lines, int at)
    {
        var line = lines[at];
        if (line.Cells.Length > 1)
        {
            return ReadRow(lines, at);
        }

        // "Address and telephone of birth parents: …": an answer about somebody else.
        if (OfRelatives().IsMatch(line.Text))
        {
            consumed.Add(line.Number);
            return at + 1;
        }

        var pairs = Pairs(line.Text);
        if (pairs.Count == 0)
        {
            if (Labels.Heading(line.Text) is { } person)
            {
                consumed.Add(line.Number);
                heading = person;
                lastNamed = Person.Unsaid;
                return at + 1;
            }

            if (WholeLineLabel(lines, at) is not { } bare)
            {
                return at + 1;
            }

            pairs = [(bare, "")];
        }

        // A label in the middle of a sentence, or a value that a sentence follows: what stands around it is prose.
        var isProse = line.Text.IndexOf(pairs[0].Label.Text.Trim(), StringComparison.Ordinal) > 4 || pairs.Exists(pair => !Long.Contains(pair.Label.Target) && SentenceEnd().IsMatch(pair.Value));
        if (isProse)
        {
            foreach (var (label, value) in pairs)
            {
                Take(label, Long.Contains(label.Target) ? value : SentenceEnd().Split(value, 2)[0], [line], false);
            }

            return at + 1;
        }

        consumed.Add(line.Number);
        foreach (var (label, value) in pairs.SkipLast(1))
        {
            Take(label, value, [line], false);
        }

        var (last, start) = pairs[^1];
        return TakeOver(lines, at, last, start);
    }

    /// <summary>Takes a value that may go on below its label.</summary>
    private int TakeOver(IReadOnlyList<Line> lines, int at, Label label, string start)
    {
        var isLong = Long.Contains(label.Target);
        var isAddress = label.Target is "=address" or "placementPostcode";
        var value = new List<Line>();
        if (start.Length > 0)
        {
            value.Add(lines[at] with { Text = start });
        }

        var next = at + 1;
        var end = at + 1;
        if (start.Length == 0 || isLong || isAddress)
        {
            var blanks = 0;
            for (; next < lines.Count && value.Count < 400; next++)
            {
                var line = lines[next];
                if (line.IsBlank)
                {
                    blanks++;
                    if (isAddress && value.Count > 0)
                    {
                        break;
                    }

                    continue;
                }

                if (Ends(lines, next, isLong) || (value.Count > 0 && !isLong && !(isAddress && blanks == 0 && value.Count < 6)) || (blanks > 1 && value.Count == 0)
                    || (blanks > 0 && value.Count == 0 && LooksLikeHeading(line.Text)))
                {
                    break;
                }

                value.Add(line);
                blanks = 0;
                end = next + 1;
            }
        }

        foreach (var line in value)
        {
            consumed.Add(line.Number);
        }

        Take(label, string.Join('\n', value.Select(line => line.Text)), value, start.Length == 0 && value.Count == 0);
        return end;
    }

    /// <summary>True where a line cannot belong to the value above it.</summary>
    private static bool Ends(IReadOnlyList<Line> lines, int at, bool isLong)
    {
        var text = lines[at].Text;
        return lines[at].Cells.Length > 1 || Pairs(text).Count > 0 || Labels.Heading(text) is not null || WholeLineLabel(lines, at) is not null || Signature.IsClosing(text)
            || (!isLong && UnknownLabel().IsMatch(text)) || (isLong && ShoutedHeading().IsMatch(text));
    }

    private static bool LooksLikeHeading(string text) => ShoutedHeading().IsMatch(text) || text.EndsWith(':') || SectionHeading().IsMatch(text);

    /// <summary>A label without a colon, alone on its line, with a value below it: forms pasted from tables.</summary>
    private static Label? WholeLineLabel(IReadOnlyList<Line> lines, int at)
    {
        var text = lines[at].Text.Trim('*', ' ', '-', '•', '·', '?');
        if (text.Length < 2 || text.Length > (NumberedQuestion().IsMatch(lines[at].Text) ? 160 : 70) || Labels.Find(text) is not { } label || Bare.Contains(Words.Fold(text)))
        {
            return null;
        }

        return Codes.Has(Fields.Category) && Fields.ByName.TryGetValue(label.Target, out var field) && field.Codes is not null && Words.Of(text).Count == 1 && !text.Any(char.IsUpper) ? null : label;
    }

    /// <summary>Words that are labels only with a colon: alone on a line they are answers, greetings or headings.</summary>
    private static readonly HashSet<string> Bare = new(StringComparer.Ordinal)
    {
        "child", "pupil", "student", "client", "patient", "young person", "male female", "m f", "s name", "fire", "animals", "home", "school", "college", "nursery", "carer", "social worker", "pa", "personal adviser",
        "foster carer", "foster carers", "carers", "gp", "doctor", "parent", "parents", "mother", "father", "mum", "dad", "siblings", "since", "born", "lac", "cla", "care leaver", "looked after child", "child in care",
        "looked after", "missing", "alcohol", "drugs", "gangs", "arson", "cse", "cce", "hsb", "self harm", "violence", "aggression", "suicidal", "urgent", "team manager", "service", "department", "mobile", "contact", "section 20",
        "care order", "key worker", "keyworker", "adopted", "case worker", "surgery", "autism", "area", "town", "team", "confidential", "details", "notes", "description", "date", "time", "page", "name", "safety", "from", "to",
        "communication", "education", "background", "reason", "position", "family", "class", "age", "allocated social worker", "leaving care worker", "lead professional", "foster parents", "council", "authority", "county lines",
        "exploitation", "legal", "order", "practice", "location", "residence", "district", "confidentiality", "none", "send", "sen", "ehcp", "virtual school", "virtual school head", "virtual head", "independent reviewing officer", "iro",
    };

    /// <summary>The labels of a line with what stands behind each.</summary>
    private static List<(Label Label, string Value)> Pairs(string text)
    {
        var pairs = new List<(Label Label, int Start, int ValueStart)>();
        var from = 0;
        var colons = Separator().Matches(text);
        foreach (Match colon in colons)
        {
            if (LabelBefore(text, from, colon.Index, pairs.Count == 0, isRunOn: colons.Count > 5) is { } found)
            {
                pairs.Add((found.Label, found.Start, colon.Index + colon.Length));
                from = colon.Index + colon.Length;
            }
            else if (pairs.Count == 0 && colon.Index > 100 && !text.Contains(" | ", StringComparison.Ordinal))
            {
                break;
            }
        }

        if (pairs.Count == 0)
        {
            return Dashed(text);
        }

        var values = new List<(Label, string)>();
        for (var at = 0; at < pairs.Count; at++)
        {
            var end = at + 1 < pairs.Count ? pairs[at + 1].Start : text.Length;
            values.Add((pairs[at].Label, WithoutStop(text[pairs[at].ValueStart..end]).Trim(' ', '\t', '*', at + 1 < pairs.Count ? ',' : ' ', ';', '|', '_')));
        }

        return values;
    }

    /// <summary>"BORN: 24.6.17. CLASS: 4": the stop behind the figures is none of them.</summary>
    private static string WithoutStop(string value) => value.TrimEnd() is [.., var figure, '.'] and { Length: < 40 } ended && char.IsDigit(figure) ? ended[..^1] : value;

    /// <summary>The longest label that ends at a colon and starts where a label can start.</summary>
    /// <param name="isRunOn">Whether the line is a form that lost its lines: then a label may start anywhere.</param>
    private static (Label Label, int Start)? LabelBefore(string text, int from, int colon, bool isFirst, bool isRunOn)
    {
        var words = Words.Of(text[from..colon]);
        var tried = new HashSet<int>();
        for (var count = Math.Min(words.Count, Labels.MostWords); count > 0; count--)
        {
            var start = from + words[^count].Start;
            var isAtStart = isFirst && text[..start].All(letter => !char.IsLetterOrDigit(letter)) && count == words.Count;

            // "06/09/16   Sex:": the figures before a label are the end of the answer before it, and no number of a question.
            if ((isAtStart || (!char.IsDigit(text[start]) && MayStart(text, start, from)) || (isRunOn && char.IsUpper(text[start]))) && tried.Add(start) && Labels.Find(Trimmed(text[start..colon])) is { } label)
            {
                return (label, start);
            }
        }

        // A label that can be nothing else needs no sign before it: "Sam Taylor DOB: 12/03/2014".
        for (var count = Math.Min(words.Count, 4); count > 0; count--)
        {
            var start = from + words[^count].Start;
            if (!tried.Contains(start) && Labels.Find(Trimmed(text[start..colon])) is { Target: "dateOfBirth" or "nhsNumber" or "upn" or "legalStatus" or "placementPostcode" or "responsibleAuthority" } label
                && (isFirst || words.Count > count))
            {
                return (label, start);
            }
        }

        return null;
    }

    private static string Trimmed(string label) => label.Trim(' ', '*', '\t', '-', '•', '·', '–', '_', '?');

    private static bool MayStart(string text, int start, int from)
    {
        var before = start - 1;
        while (before >= from && text[before] == ' ')
        {
            before--;
        }

        return before < from || start - before > 2 || text[before] is '\t' or ',' or ';' or '|' or '.' or ')' or '/' or '-' or '–' or '•' or '*';
    }

    /// <summary>Files a value under its field.</summary>
    private void Take(Label label, string value, List<Line> lines, bool isBlank)
    {
        var person = label.Person != Person.Unsaid ? label.Person
            : OwnPerson(label.Target) ?? (heading != Person.Unsaid ? heading : lastNamed != Person.Unsaid && label.Target[0] == '=' && label.Target != "=name" ? lastNamed : Person.Child);
        lastNamed = OwnPerson(label.Target) ?? (label.Person != Person.Unsaid ? label.Person : label.Target is "=name" or "givenName" ? person : lastNamed);
        if (isBlank && label.Target is "socialWorker" or "carer" or "school" or "gpPractice" or "referrerName")
        {
            heading = lastNamed;
        }

        if (value.Length == 0 || lines.Count == 0)
        {
            return;
        }

        // "Legal status: C2" and below it "From: 19 Sep 2018": since when the line above holds.
        if (Words.Fold(label.Text) is "from" or "since" or "start" or "start date" or "started" or "began" or "since when" or "when was that made" or "from when" or "from what date" && lastTarget is "legalStatus" or "placementType" && BritishDate.TryRead(value, today)?.Date is not null)
        {
            label = label with { Target = lastTarget == "legalStatus" ? "legalStatusSince" : "placementSince" };
        }

        if (label.Target == "=name" && person == Person.Child && NamesByKind.Contains(Words.Fold(label.Text)) && !BeginsWithName(value))
        {
            // "Child: wants a dog": what the child says.
            AddTexts(lines);
            return;
        }

        if (Words.Fold(label.Text) is "pt" && answers.Exists(answer => answer.Label.Target is "=name" or "givenName"))
        {
            label = label with { Target = Fields.PlacementType.Name };
        }

        lastTarget = label.Target;
        answers.Add(new(label, person, value, lines));
        if (Long.Contains(label.Target) || (label.IsGuess && Words.Of(value).Count > 4))
        {
            AddTexts(lines);
        }

        foreach (var (field, reading) in Resolve(label, person, value, lines[0].Source))
        {
            findings.Add(new(field, Hedging.Contains(field) && reading.Certainty == Certainty.Known && value.Length < 200 && Hedged().IsMatch(value) && !IsSaidPlainly(label, person, value, field, reading, lines[0].Source) ? ReadValue.Doubt(reading, $"not said for certain: {ReadValue.Quote(value)}") : reading, part, Origin.Label));
        }
    }

    /// <summary>A line that holds several answers is prose once, not once for each.</summary>
    private void AddTexts(IEnumerable<Line> lines) => texts.AddRange(lines.Where(line => texts.Count == 0 || !ReferenceEquals(texts[^1], line)));

    /// <summary>"Looked after by Derby. Section 20 I believe": only the sentence that hedges is doubtful.</summary>
    private bool IsSaidPlainly(Label label, Person person, string value, Field field, Reading reading, string source) =>
        value.Split(". ").Where(sentence => !Hedged().IsMatch(sentence)).ToList() is { Count: > 0 } plain && plain.Count < value.Split(". ").Length
        && Resolve(label, person, string.Join(". ", plain), source).Any(one => one.Field == field && one.Reading.Certainty == Certainty.Known && one.Reading.Value == reading.Value);

    /// <summary>What a child is called in a form, where their name may stand, or what they say.</summary>
    private static readonly HashSet<string> NamesByKind = new(StringComparer.Ordinal) { "child", "young person", "yp", "cyp", "pupil", "student", "client", "patient", "service user", "person", "who" };

    private static bool BeginsWithName(string value)
    {
        var words = Words.Of(value.Length > 200 ? value[..200] : value);
        return words.Count > 0 && (Signature.IsName(value.Split([',', '(', ';', '\n', '\u2013'], 2)[0].Split(" - ")[0].Trim())
            || (words.Count > 1 && words[0].IsCapital(value) && words[1].IsCapital(value) && !ReadNames.IsNoName(words[0].Folded) && !ReadNames.IsNoName(words[1].Folded)) || ReadNames.IsGiven(words[0].Folded));
    }

    private static Person? OwnPerson(string target) => target switch
    {
        "referrerName" or "referrerRole" or "referrerOrganisation" or "referrerPhone" or "referrerEmail" => Person.Referrer,
        "socialWorker" or "socialWorkerTeam" or "socialWorkerPhone" or "socialWorkerEmail" => Person.SocialWorker,
        "carer" => Person.Carer,
        "school" => Person.School,
        "gpPractice" => Person.Gp,
        "reviewingOfficer" => Person.ReviewingOfficer,
        _ => null,
    };

    [GeneratedRegex(@"^(?:[A-Z][\w.'\u2019&-]*\s){1,5}(?:Surgery|Practice|Medical|Health Centre|Medical Centre|Clinic)\b", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex PracticeName();

    [GeneratedRegex(@"^(?:[A-Z][\w.'\u2019&-]*\s){1,5}(?:School|Primary|High|Academy|College|Juniors?|Infants?|Nursery)\b", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex SchoolName();

    [GeneratedRegex(@"(?<![0-9])[:\uff1a]|[:\uff1a](?![0-9/\\])", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex Separator();

    [GeneratedRegex(@"\s+(?=\[[ xX\u2713\u2714]?\])|\s?\.{3,}\s?|\s\.{2}\s|\s{3,}|\t|\s+[-\u2013\u2014=]\s+|\s?=\s?|\?\s+|\s+[-\u2013\u2014]$|_{3,}\s?", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex Dash();

    [GeneratedRegex(@"^\W{0,3}(?:q\.?\s?)?[0-9]{1,2}[.):]\s.{5,}(?:\?|:)\W{0,4}$|^\W{0,3}q\.?\s?[0-9]{1,2}[.):]\s", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex NumberedQuestion();

    [GeneratedRegex(@"^\W{0,4}(?:names?|address(?:es)?|dates? of birth|dob|telephone|phone|contact)\b[\w ,/&'\u2019]{0,60}\b(?:of|for)\b[\w ]{0,20}\b(?:parents?|mother|father|m[uo]m|dad|siblings?|brothers?|sisters?|relatives?|next of kin)\b[\w ()]{0,20}:", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex OfRelatives();

    [GeneratedRegex(@"\s+\|\s+", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex Pipe();

    [GeneratedRegex(@"(?<!\b(?:Dr|Mr|Mrs|Ms|St|No|Rd|Ave))[.!?]\s+(?=[A-Z][a-z\u2019']*\s)", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex SentenceEnd();

    [GeneratedRegex(@"^[*\-•\s]{0,4}[A-Za-z][\w '()/&,-]{1,48}:(?:\s|$)", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex UnknownLabel();

    [GeneratedRegex(@"^[^a-z]*[A-Z]{3}[^a-z]*$", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex ShoutedHeading();

    [GeneratedRegex(@"^(?:section|part|page)\s[0-9a-z]{1,2}\b|^[0-9]{1,2}\.\s", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex SectionHeading();
}
