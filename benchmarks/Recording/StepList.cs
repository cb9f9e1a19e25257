using System.Globalization;
using System.Text;

namespace Heldspace.Benchmarks.Recording;

/// <summary>The list of what each trigger sends for one referral, as it stands in the README of this folder. Written from a recording, so that it cannot go stale.</summary>
public static class StepList
{
    public static string Write(RecordedReferral mail, RecordedReferral form, Step formPages)
    {
        var text = new StringBuilder();
        Section(text, "From mail", mail);
        Section(text, "From the form", form);
        text.Append(CultureInfo.InvariantCulture, $"Filling in the form, {Referrals.Form(0).Count} pages, costs {formPages.Count(OperationKind.Storage)} more storage operations before it is sent, for the draft that survives a change of instance.\n");
        return text.ToString();
    }

    private static void Section(StringBuilder text, string title, RecordedReferral referral)
    {
        text.Append(CultureInfo.InvariantCulture, $"### {title}: {Count(referral, OperationKind.Storage)} storage operations, {Count(referral, OperationKind.Graph)} Graph calls, {Count(referral, OperationKind.Queue)} queue sends\n\n");
        text.Append("| Step | Storage | Graph | Queue |\n|---|---|---|---|\n");
        foreach (var step in referral.Steps.Where(step => step.Requests.Count > 0))
        {
            text.Append(CultureInfo.InvariantCulture, $"| {step.Trigger} | {Names(step, OperationKind.Storage)} | {Names(step, OperationKind.Graph)} | {Names(step, OperationKind.Queue)} |\n");
        }

        text.Append('\n');
    }

    private static int Count(RecordedReferral referral, OperationKind kind) => referral.Count(kind);

    /// <summary>In alphabetical order, since requests that run side by side come in any.</summary>
    private static string Names(Step step, OperationKind kind) => string.Join("<br>", step.Requests.Select(Operation.Of)
        .Where(operation => operation.Kind == kind)
        .GroupBy(operation => operation.Name, StringComparer.Ordinal)
        .OrderBy(group => group.Key, StringComparer.Ordinal)
        .Select(group => group.Count() == 1 ? group.Key : string.Create(CultureInfo.InvariantCulture, $"{group.Key} × {group.Count()}")));
}
