using Heldspace.Azure.Records;
using Heldspace.Intake;
using Spectre.Console;

namespace Heldspace.Local.Reports;

/// <summary>Shows each case on a line of its own as soon as it has come to rest.</summary>
internal sealed class CaseFeed(LocalSystem system)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);

    private readonly Cases cases = new(system.Tables);
    private readonly HashSet<string> shown = new(StringComparer.Ordinal);

    public async Task Show(IAnsiConsole console, CancellationToken cancellation)
    {
        // What a data folder brought along is not news.
        await foreach (var blob in system.Blobs.List("intake", "", cancellation))
        {
            shown.Add(blob.Name);
        }

        while (!cancellation.IsCancellationRequested)
        {
            await foreach (var blob in system.Blobs.List("intake", "", cancellation))
            {
                if (!shown.Contains(blob.Name) && await Describe(blob.Name, cancellation) is { } words)
                {
                    shown.Add(blob.Name);
                    console.MarkupLine(words);
                }
            }

            await Task.Delay(Look, cancellation);
        }
    }

    private async Task<string?> Describe(string name, CancellationToken cancellation)
    {
        var (serviceId, intake) = (name[..name.IndexOf('/', StringComparison.Ordinal)], IntakeId.TryParse(name[(name.IndexOf('/', StringComparison.Ordinal) + 1)..]));
        if (intake is null || system.Services.Find(serviceId) is not { } service)
        {
            return null;
        }

        if (await cases.Read(serviceId, CaseId.Of(intake, 1), cancellation) is not { } stored)
        {
            return await system.Blobs.Read("ignored", name, cancellation) is null ? null : $"[grey]{serviceId}: a mail that is no referral was set aside[/]";
        }

        // A mail may bring several children: a line each, once all of them have come to rest.
        var lines = new List<string>();
        for (var ordinal = 1; ordinal <= stored.File.Case.Siblings; ordinal++)
        {
            if (await cases.Read(serviceId, CaseId.Of(intake, ordinal), cancellation) is not { File: { IsSettled: true } file })
            {
                return null;
            }

            lines.Add(Line(ChildLine.Of("", service, file)));
        }

        return string.Join('\n', lines);
    }

    private static string Line(ChildLine line) =>
        line.Appointment is { } held
            ? $"[green]{line.Reference}[/] {line.Outcome}: {held.Start[..16].Replace('T', ' ')}, {Markup.Escape(held.Clinician)}, {Markup.Escape(held.Place)}"
            : $"[yellow]{line.Reference}[/] {line.Outcome}";
}
