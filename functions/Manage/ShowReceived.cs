using System.Globalization;
using Heldspace.Azure.Graph;
using Heldspace.Functions.Hosting;
using Heldspace.Functions.Manage.Views;
using Heldspace.Intake;
using Heldspace.Intake.Files;
using Heldspace.Json;
using Heldspace.Pathway;

namespace Heldspace.Functions.Manage;

/// <summary>A line of what came in, with what was found in it.</summary>
/// <param name="Number">From 1; null for an answer of a form, which has a name instead.</param>
/// <param name="Name">The question of a form; null for a line of a mail.</param>
/// <param name="Text">As it was written.</param>
/// <param name="Read">The fields that were read there, in words.</param>
/// <param name="IsRisk">Whether it speaks of immediate risk.</param>
public sealed record ShownLine(int? Number, string? Name, string Text, IReadOnlyList<string> Read, bool IsRisk);

/// <summary>One mail or form.</summary>
/// <param name="Heading">From whom and when, in words.</param>
/// <param name="Lines">None where nobody wrote anything.</param>
public sealed record ReceivedPart(string Heading, IReadOnlyList<ShownLine> Lines)
{
    /// <summary>What came with it.</summary>
    public IReadOnlyList<ShownFile> Files { get; init; } = [];
}

/// <summary>A file, as far as it may be spoken of.</summary>
/// <param name="Name">As its sender called it, safe to show.</param>
/// <param name="Kind">What it is by its bytes, in words.</param>
/// <param name="Link">Where it is handed out; null where it is not.</param>
/// <param name="WhyNot">Why it is not, in words; null where it is.</param>
public sealed record ShownFile(string Name, string Kind, string? Link, string? WhyNot);

/// <summary>What came in, as plain text beside what was read of it, for whoever may see the case.</summary>
internal sealed class ShowReceived(StaffPages pages, FindCase find, IntakeStore intake, ReceivedFiles files)
{
    /// <summary>GET manage/{service}/cases/{id}/received.</summary>
    public async Task<IResult> Show(HttpContext http, string id)
    {
        var visit = Visit.Of(http);
        if (await find.For(http, id) is not { File.Case: { } record })
        {
            return pages.NotFound(visit);
        }

        var parts = new List<ReceivedPart>();
        foreach (var mail in record.Replies.Insert(0, record.Id.Intake))
        {
            if (await intake.Read(visit.Service.Id, mail, http.RequestAborted) is { } kept)
            {
                var part = kept.As switch
                {
                    KeptAs.Mail => OfMail(record, MailJson.Parse(kept.Content), isAnswer: mail != record.Id.Intake),
                    KeptAs.Form => OfForm(record, HeldspaceJson.Read<ReceivedForm>(kept.Content.Span)),
                    KeptAs.More => OfMore(record, HeldspaceJson.Read<ReceivedMore>(kept.Content.Span)),
                    KeptAs.Text => OfText(record, HeldspaceJson.Read<ReceivedReply>(kept.Content.Span), isAnswer: mail != record.Id.Intake),
                    _ => new("Nobody wrote this: it was asked for on a staff page, or follows from the authority's list.", []),
                };
                parts.Add(part with { Files = await Task.WhenAll(ReceivedFiles.Of(visit.Service.Id, mail, kept).Select(file => Shown(record, mail, file, http.RequestAborted))) });
            }
        }

        return pages.Page<ReceivedPage>(pages.Frame(visit, $"What came in: {record.Reference.Text}"), StatusCodes.Status200OK, ("Case", record), ("Parts", parts));
    }

    private async Task<ShownFile> Shown(Case record, IntakeId from, ReceivedFile file, CancellationToken cancellation)
    {
        var content = await files.Content(file, cancellation);
        var kind = Attachments.InWords(content, file.Name, file.ContentType) + (file.IsInline ? ", a picture in the text" : "");
        var whyNot = content.IsEmpty ? "It did not come with the mail: the mail system keeps it back, or it is empty."
            : await files.Verdict(file, cancellation) switch
            {
                ScanVerdict.Malicious => "It would do harm, and is not handed out. Please do not open it in the mailbox either.",
                ScanVerdict.Clean => FileType.Of(content, file.Name, file.ContentType).Danger == FileDanger.Program ? "It is a program or holds one, and is not handed out." : null,
                _ => "It is being checked. Come back in a few minutes.",
            };
        return new(FileName.Shown(file.Name), kind, whyNot is null ? string.Create(CultureInfo.InvariantCulture, $"/manage/{record.Service}/cases/{record.Id}/received/{from}/{file.Number}") : null, whyNot);
    }

    /// <summary>What was written, by the source that a reading names.</summary>
    public async Task<IReadOnlyDictionary<string, string>> LinesBySource(Services.ServiceDefinition service, Case record, CancellationToken cancellation)
    {
        var lines = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var mail in record.Replies.Insert(0, record.Id.Intake))
        {
            if (await intake.Read(service.Id, mail, cancellation) is { As: KeptAs.Mail } kept)
            {
                var received = MailJson.Parse(kept.Content);
                var where = mail == record.Id.Intake ? "" : ReadReply.Where(received.ReceivedAt);
                foreach (var line in ReceivedText.Of(received))
                {
                    lines[where + line.Source] = line.Text;
                }
            }
        }

        return lines;
    }

    private static ReceivedPart OfMail(Case record, ReceivedMail mail, bool isAnswer)
    {
        var where = isAnswer ? ReadReply.Where(mail.ReceivedAt) : "";
        return new(
            $"A mail from {mail.FromName ?? mail.From?.Text ?? "nobody who can be told"}{(mail.FromName is null || mail.From is null ? "" : $" ({mail.From.Text})")}, {HistoryWords.When(mail.ReceivedAt)}: {mail.Subject}",
            [.. ReceivedText.Of(mail).Select(line => new ShownLine(line.Number, null, line.Text, ReadAt(record, where + line.Source), IsRisk(record, where + line.Source)))]);
    }

    private static ReceivedPart OfForm(Case record, ReceivedForm form) => new($"The form, sent {HistoryWords.When(form.ReceivedAt)}", [.. Answers(record, form.Answers, "", read: false)]);

    private static ReceivedPart OfText(Case record, ReceivedReply text, bool isAnswer) => new(
        $"A text message from {text.From}, {HistoryWords.When(text.ReceivedAt)}",
        [.. text.Words.ReplaceLineEndings("\n").Split('\n').Select((line, index) => new ShownLine(index + 1, null, line, [], IsRisk(record, text.SourceOf(isAnswer))))]);

    private static ReceivedPart OfMore(Case record, ReceivedMore more) => new(
        $"Answers to what was missing, sent {HistoryWords.When(more.ReceivedAt)}{(more.Suspect ? "; a program may have filled them in" : "")}", [.. Answers(record, more.Answers, ReadReply.Where(more.ReceivedAt), read: true)]);

    /// <summary>Each answer under its question. What was read of a form stands in the case as it was typed; of answers that came later, only what was taken.</summary>
    private static IEnumerable<ShownLine> Answers(Case record, IReadOnlyDictionary<string, string> answers, string where, bool read) => answers
        .Where(answer => Fields.ByName.ContainsKey(answer.Key))
        .Select(answer => (Field: Fields.ByName[answer.Key], answer.Value))
        .Select(answer => new ShownLine(
            null, char.ToUpperInvariant(FieldWords.Label(answer.Field)[0]) + FieldWords.Label(answer.Field)[1..], answer.Value,
            read ? ReadAt(record, ReadMore.Source(where, answer.Field)) : [], IsRisk(record, ReadMore.Source(where, answer.Field))));

    private static IReadOnlyList<string> ReadAt(Case record, string source) =>
        [.. record.Child.Readings.Where(read => read.Value.Source == source && read.Value.Value is not null && Fields.ByName.ContainsKey(read.Key))
            .Select(read => $"{FieldWords.Label(Fields.ByName[read.Key])}: {FieldWords.Value(Fields.ByName[read.Key], read.Value.Value!)}{(read.Value.Certainty == Certainty.Doubtful ? " (doubtful)" : "")}")];

    private static bool IsRisk(Case record, string source) => record.Safeguarding?.Concerns.Any(concern => concern.Source == source) == true;
}
