using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Heldspace.Intake;
using Heldspace.Intake.Text;
using Heldspace.Services;

namespace Heldspace.Safeguarding;

/// <summary>
/// Finds wording of immediate risk in whatever people write to the service: a risk to life now, a disclosure of abuse, a child missing now. Rests on
/// rules that a person can read, errs towards alerting, and takes time in proportion to the text. Pure.
/// </summary>
public static partial class Screen
{
    /// <summary>More places than this tell nobody more.</summary>
    public const int Most = 20;

    /// <summary>Places after which a text is read no further: it is told by then.</summary>
    private const int Enough = 200;

    /// <summary>Sentences that are weighed as one piece.</summary>
    private const int Sentences = 200;

    /// <summary>Characters that are read as one piece; a longer text is read as several.</summary>
    private const int Piece = 150_000;

    /// <summary>
    /// The subject, and every line that somebody else than the service wrote: what is quoted and forwarded too, rows of tables, answers of forms,
    /// signatures, letters attached. What a reader of the mail would not see is not read.
    /// </summary>
    public static ImmutableArray<Concern> Mail(ReceivedMail mail, ServiceDefinition service)
    {
        var concerns = new HashSet<Concern>();
        if (ReadSubject.Sentence(mail.Subject) is { } subject)
        {
            Read([subject], _ => "subject", concerns);
        }

        var lines = mail.BodyIsHtml ? HtmlBody.Read(mail.Body) : Lines.OfPlainText(mail.Body);
        foreach (var part in MailPart.Split(lines.All, Chain.IsForward(mail.Subject)))
        {
            // Under the service's own heading people write their answers between its lines: what is marked as quoted is the service's, the rest may be theirs.
            var isOwn = (part.Index == 0 ? mail.From : part.From) is { } from && service.Mailboxes.Contains(from);
            var theirs = !isOwn ? part.Lines : part.Index == 0 ? [] : [.. part.Lines.Where(line => !IsMarked(lines.All[line.Number - 1]))];
            Read(theirs, concerns);
        }

        // What is attached and can be read as text; an attached mail that the service wrote itself is nobody else's wording.
        foreach (var part in Attached.Of(mail).Parts(0).Where(part => part.From is null || !service.Mailboxes.Contains(part.From)))
        {
            Read(part.Lines, concerns);
        }

        // Headings of quoted messages are no part of what was written in them, but for their subjects.
        Read([.. lines.All.Where(line => line.Text.TrimStart('>', ' ', '*').StartsWith("Subject:", StringComparison.OrdinalIgnoreCase))], concerns);
        return Few(concerns);
    }

    /// <summary>Everything that was typed into a form.</summary>
    public static ImmutableArray<Concern> Form(ReceivedForm form)
    {
        var concerns = new HashSet<Concern>();
        foreach (var (name, answer) in form.Answers)
        {
            var source = Fields.ByName.TryGetValue(name, out var field) ? $"form, {field.Label}" : "form, another answer";
            concerns.UnionWith(Text(answer, source));
        }

        return Few(concerns);
    }

    /// <summary>One text: why an appointment was cancelled, what somebody wrote at the end of a survey, a document.</summary>
    /// <param name="text">As written; all of it is read.</param>
    /// <param name="source">What every concern names as its source.</param>
    public static ImmutableArray<Concern> Text(string text, string source)
    {
        var concerns = new HashSet<Concern>();
        for (var from = 0; from < text.Length;)
        {
            var end = Math.Min(text.Length, from + Piece);
            var space = end < text.Length ? text.LastIndexOfAny([' ', '\n'], end - 1, Piece / 2) : -1;
            end = space > 0 ? space + 1 : end;
            var read = new HashSet<Concern>();
            Read(Lines.OfPlainText(text[from..end]).All, read);
            concerns.UnionWith(read.Select(concern => concern with { Source = source }));
            from = end;
        }

        return Few(concerns);
    }

    private static void Read(IReadOnlyList<Line> lines, HashSet<Concern> concerns)
    {
        var where = lines.Count > 0 ? lines[0].Where : "body";
        string InText(int line) => $"{where}, line {line}";
        Read([.. Answers(lines.Where(line => line.Cells.Length == 0)).SelectMany(Sentence.Split)], InText, concerns);
        foreach (var row in lines.Where(line => line.Cells.Length > 0))
        {
            // A row is a question and its answer; each cell may be a text of its own.
            var cells = row.Cells.Select(cell => cell.Replace('\n', ' ')).Where(cell => cell.Length > 0).ToList();
            if (cells.Count == 2 && Nothing().IsMatch(cells[1]) && !OfSafety().IsMatch(cells[0]))
            {
                // "Going missing | None"
                continue;
            }

            Read([.. cells.SelectMany((cell, at) => Sentence.Split([new(row.Number, at == 0 && cells.Count > 1 && !cell.EndsWith('.') ? cell.TrimEnd('?', ':', ' ') + "?" : cell, [])]))], InText, concerns);
        }
    }

    /// <summary>A line that begins with a label begins an answer: what stands before it without a full stop is no part of its sentence.</summary>
    private static List<List<Line>> Answers(IEnumerable<Line> lines)
    {
        var answers = new List<List<Line>>();
        foreach (var line in lines)
        {
            if (answers.Count == 0 || Label().IsMatch(line.Text))
            {
                answers.Add([]);
            }

            answers[^1].Add(line);
        }

        return answers;
    }

    private static void Read(IReadOnlyList<Sentence> sentences, Func<int, string> source, HashSet<Concern> concerns)
    {
        foreach (var piece in sentences.Select(Utterance.Of).OfType<Utterance>().Chunk(Sentences).TakeWhile(_ => concerns.Count < Enough))
        {
            concerns.UnionWith(Weighing.Of(piece).Select(told => new Concern(told.Kind, source(told.At.Line), told.AtHome)));
        }
    }

    /// <summary>One of each kind and place; at home where any of them is.</summary>
    private static ImmutableArray<Concern> Few(IEnumerable<Concern> concerns) =>
        [.. concerns.GroupBy(concern => (concern.Kind, concern.Source)).Select(group => new Concern(group.Key.Kind, group.Key.Source, group.Any(concern => concern.AtHome))).Take(Most)];

    private static bool IsMarked(Line line) => line.Text.StartsWith('>');

    /// <summary>What had better be there: "adults who keep her safe".</summary>
    [GeneratedRegex(@"\b(?:safe|safely|safety|protect\w*|help\w*|support\w*|trust\w*|adults?|contacts?|care[rd]?s?)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex OfSafety();

    /// <summary>Answers that leave nothing of what is asked; "no" alone may answer whether somebody is safe.</summary>
    [GeneratedRegex(@"^\s*(?:none|nil)(?: (?:known|reported|recorded|noted|identified|seen|at present|currently))?[\s.]*$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Nothing();

    [GeneratedRegex(@"^[>\s]*\p{L}[^:.!?]{1,50}:\s", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex Label();
}
