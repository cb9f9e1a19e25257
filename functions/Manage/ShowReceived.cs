using Heldspace.Azure.Graph;
using Heldspace.Azure.Records;
using Heldspace.Functions.Hosting;
using Heldspace.Functions.Manage.Views;
using Heldspace.Intake;
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
public sealed record ReceivedPart(string Heading, IReadOnlyList<ShownLine> Lines);

/// <summary>What came in, as plain text beside what was read of it, for whoever may see the case.</summary>
internal sealed class ShowReceived(StaffPages pages, Cases cases, IntakeStore intake)
{
    /// <summary>GET manage/{service}/cases/{id}/received.</summary>
    public async Task<IResult> Show(HttpContext http, string id)
    {
        var visit = Visit.Of(http);
        if (CaseId.TryParse(id) is not { } caseId
            || await cases.Read(visit.Service.Id, caseId, http.RequestAborted) is not { File.Case: { } record } stored
            || !ShowCase.MaySee(visit, stored.File))
        {
            return pages.NotFound(visit);
        }

        var parts = new List<ReceivedPart>();
        foreach (var mail in record.Replies.Insert(0, record.Id.Intake))
        {
            if (await intake.Read(visit.Service.Id, mail, http.RequestAborted) is { } kept)
            {
                parts.Add(kept.As switch
                {
                    KeptAs.Mail => OfMail(record, MailJson.Parse(kept.Content), isAnswer: mail != record.Id.Intake),
                    KeptAs.Form => OfForm(record, HeldspaceJson.Read<ReceivedForm>(kept.Content.Span)),
                    _ => new("Nobody wrote this: it was asked for on a staff page, or follows from the authority's list.", []),
                });
            }
        }

        return pages.Page<ReceivedPage>(pages.Frame(visit, $"What came in: {record.Reference.Text}"), StatusCodes.Status200OK, ("Case", record), ("Parts", parts));
    }

    private static ReceivedPart OfMail(Case record, ReceivedMail mail, bool isAnswer)
    {
        var where = isAnswer ? ReadReply.Where(mail.ReceivedAt) : "";
        return new(
            $"A mail from {mail.FromName ?? mail.From?.Text ?? "nobody who can be told"}{(mail.FromName is null || mail.From is null ? "" : $" ({mail.From.Text})")}, {HistoryWords.When(mail.ReceivedAt)}: {mail.Subject}",
            [.. ReceivedText.Of(mail).Select(line => new ShownLine(line.Number, null, line.Text, ReadAt(record, where + line.Source), IsRisk(record, where + line.Source)))]);
    }

    private static ReceivedPart OfForm(Case record, ReceivedForm form) => new(
        $"The form, sent {HistoryWords.When(form.ReceivedAt)}",
        [.. form.Answers.Where(answer => Fields.ByName.ContainsKey(answer.Key)).Select(answer => (Fields.ByName[answer.Key].Label, answer.Value))
            .Select(answer => new ShownLine(null, char.ToUpperInvariant(answer.Label[0]) + answer.Label[1..], answer.Value, [], IsRisk(record, $"form, {answer.Label}")))]);

    private static IReadOnlyList<string> ReadAt(Case record, string source) =>
        [.. record.Child.Readings.Where(read => read.Value.Source == source && read.Value.Value is not null && Fields.ByName.ContainsKey(read.Key))
            .Select(read => $"{Fields.ByName[read.Key].Label}: {FieldWords.Value(Fields.ByName[read.Key], read.Value.Value!)}{(read.Value.Certainty == Certainty.Doubtful ? " (doubtful)" : "")}")];

    private static bool IsRisk(Case record, string source) => record.Safeguarding?.Concerns.Any(concern => concern.Source == source) == true;
}
