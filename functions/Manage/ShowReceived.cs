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

/// <summary>What came in, as plain text beside what was read of it, for whoever may see the case.</summary>
internal sealed class ShowReceived(StaffPages pages, Cases cases, IntakeStore intake)
{
    /// <summary>GET manage/{service}/cases/{id}/received.</summary>
    public async Task<IResult> Show(HttpContext http, string id)
    {
        var visit = Visit.Of(http);
        if (CaseId.TryParse(id) is not { } caseId
            || await cases.Read(visit.Service.Id, caseId, http.RequestAborted) is not { File.Case: { } record } stored
            || !ShowCase.MaySee(visit, stored.File)
            || await intake.Read(visit.Service.Id, record.Id.Intake, http.RequestAborted) is not { } kept)
        {
            return pages.NotFound(visit);
        }

        var (heading, lines) = kept.As switch
        {
            KeptAs.Mail => OfMail(record, MailJson.Parse(kept.Content)),
            KeptAs.Form => OfForm(record, HeldspaceJson.Read<ReceivedForm>(kept.Content.Span)),
            _ => ("Nobody wrote this: it was asked for on a staff page, or follows from the authority's list.", []),
        };
        return pages.Page<ReceivedPage>(
            pages.Frame(visit, $"What came in: {record.Reference.Text}"), StatusCodes.Status200OK, ("Case", record), ("Heading", heading), ("Lines", lines));
    }

    private static (string Heading, IReadOnlyList<ShownLine> Lines) OfMail(Case record, ReceivedMail mail) => (
        $"A mail from {mail.FromName ?? mail.From?.Text ?? "nobody who can be told"}{(mail.FromName is null || mail.From is null ? "" : $" ({mail.From.Text})")}, {HistoryWords.When(mail.ReceivedAt)}: {mail.Subject}",
        [.. ReceivedText.Of(mail).Select(line => new ShownLine(line.Number, null, line.Text, ReadAt(record, line.Source), IsRisk(record, line.Source)))]);

    private static (string Heading, IReadOnlyList<ShownLine> Lines) OfForm(Case record, ReceivedForm form) => (
        $"The form, sent {HistoryWords.When(form.ReceivedAt)}",
        [.. form.Answers.Where(answer => Fields.ByName.ContainsKey(answer.Key)).Select(answer => (Fields.ByName[answer.Key].Label, answer.Value))
            .Select(answer => new ShownLine(null, char.ToUpperInvariant(answer.Label[0]) + answer.Label[1..], answer.Value, [], IsRisk(record, $"form, {answer.Label}")))]);

    private static IReadOnlyList<string> ReadAt(Case record, string source) =>
        [.. record.Child.Readings.Where(read => read.Value.Source == source && read.Value.Value is not null && Fields.ByName.ContainsKey(read.Key))
            .Select(read => $"{Fields.ByName[read.Key].Label}: {FieldWords.Value(Fields.ByName[read.Key], read.Value.Value!)}{(read.Value.Certainty == Certainty.Doubtful ? " (doubtful)" : "")}")];

    private static bool IsRisk(Case record, string source) => record.Safeguarding?.Concerns.Any(concern => concern.Source == source) == true;
}
