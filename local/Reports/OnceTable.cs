using System.Globalization;
using Spectre.Console;

namespace Heldspace.Local.Reports;

/// <summary>What came of the mails, for a person at a terminal.</summary>
internal static class OnceTable
{
    public static void Write(IAnsiConsole console, IReadOnlyList<ChildLine> lines, Summary summary)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("Mail", "Outcome", "Reference", "Appointment", "With", "Where", "Staff were told");
        foreach (var line in lines)
        {
            table.AddRow(
                Markup.Escape(line.Input),
                line.Outcome + (line.Provisional ? " (provisional)" : ""),
                line.Reference ?? "",
                line.Appointment is { } held ? Markup.Escape(held.Start[..16].Replace('T', ' ')) : "",
                Markup.Escape(line.Appointment?.Clinician ?? ""),
                Markup.Escape(line.Appointment?.Place ?? ""),
                Markup.Escape(string.Join(", ", line.Alerts.Select(alert => alert.Kind).Distinct())));
        }

        console.Write(table);
        console.MarkupLineInterpolated(CultureInfo.InvariantCulture,
            $"{summary.Inputs} mails, {summary.Children} outcomes, {summary.Appointments} appointments; mean wait {summary.MeanWaitingDays} days, longest {summary.LongestWaitingDays}. Sample data: everybody is invented.");
    }
}
