using Heldspace.Azure.Records;
using Heldspace.Intake;
using Heldspace.Services;

namespace Heldspace.Local.Reports;

/// <summary>What came of a mail.</summary>
/// <param name="Lines">One for each child; one for a mail that was no referral.</param>
/// <param name="Settled">Whether it came to rest in time.</param>
internal sealed record Outcome(IReadOnlyList<ChildLine> Lines, bool Settled);

/// <summary>Delivers mails one at a time and reads from the records what came of each.</summary>
internal sealed class Inputs(LocalSystem system, ServiceDefinition service)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(15);

    private readonly Cases cases = new(system.Tables);
    private readonly HashSet<string> known = new(StringComparer.Ordinal);

    public async Task<Outcome> Take((string File, System.Text.Json.Nodes.JsonObject Message) mail, TimeSpan patience, CancellationToken cancellation)
    {
        system.Tenant.Deliver(service.Mailboxes[0].Text, mail.Message);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(patience);
        string? name = null;
        var waitsFor = "no sweep has found it";
        try
        {
            while (waitsFor is not null)
            {
                name ??= await NewIntake(limit.Token);
                await system.Host.Settled(patience);
                await Task.Delay(Look, limit.Token);
                waitsFor = name is null ? waitsFor : await WhatIsLeft(name, limit.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new([new ChildLine { Input = mail.File, Outcome = "unsettled", Service = service.Id, Reason = waitsFor }], false);
        }

        return new(await Lines(mail.File, name!, cancellation), true);
    }

    private async Task<string?> NewIntake(CancellationToken cancellation)
    {
        string? found = null;
        await foreach (var blob in system.Blobs.List("intake", $"{service.Id}/", cancellation))
        {
            if (known.Add(blob.Name))
            {
                found = blob.Name;
            }
        }

        return found;
    }

    /// <summary>What keeps it from being at rest; null where nothing does.</summary>
    private async Task<string?> WhatIsLeft(string name, CancellationToken cancellation)
    {
        await foreach (var _ in system.Blobs.List("pending", name, cancellation))
        {
            return "something is left to do for it: its mark in pending/ stands";
        }

        return system.Tenant.Messages(service.Mailboxes[0].Text).Count > 0 ? "it is kept, and still in the inbox"
            : system.Broker.Idle ? null
            : "a queue holds a message";
    }

    private async Task<IReadOnlyList<ChildLine>> Lines(string input, string name, CancellationToken cancellation)
    {
        var intake = IntakeId.Parse(name[(name.IndexOf('/', StringComparison.Ordinal) + 1)..]);
        var lines = new List<ChildLine>();
        for (var ordinal = 1; ; ordinal++)
        {
            if (await cases.Read(service.Id, CaseId.Of(intake, ordinal), cancellation) is not { } stored)
            {
                break;
            }

            lines.Add(ChildLine.Of(input, service, stored.File));
            if (ordinal == stored.File.Case.Siblings)
            {
                break;
            }
        }

        return lines.Count > 0 ? lines : [await Other(input, name, cancellation)];
    }

    /// <summary>What is no referral of its own: ignored, or taken to the case that it is about.</summary>
    private async Task<ChildLine> Other(string input, string name, CancellationToken cancellation)
    {
        var none = new ChildLine { Input = input, Outcome = "ignored", Service = service.Id };
        if (await system.Blobs.Read("ignored", name, cancellation) is not { } blob)
        {
            return none;
        }

        using var noted = System.Text.Json.JsonDocument.Parse(blob.Content);
        none = none with { Reason = noted.RootElement.GetProperty("reason").GetString() };
        return noted.RootElement.TryGetProperty("about", out var about) && about.GetString() is { } id && await cases.Read(service.Id, CaseId.Parse(id), cancellation) is { File: var file }
            ? ChildLine.Of(input, service, file) with { Outcome = none.Reason == "the same mail again" ? "duplicate" : "update", Reason = none.Reason, Appointment = null, Messages = [], Alerts = [] }
            : none;
    }
}
