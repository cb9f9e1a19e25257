using Heldspace.Azure.Tables;
using Heldspace.Intake;
using Heldspace.Pathway;

namespace Heldspace.Azure.Records;

/// <summary>
/// Finds a case by something that must not stand in a key as it is: everything is found by its keyed hash, per service, read with the current and
/// the previous key. Table <c>Lookup</c>, partition <c>{service}:{kind}:{key version}:{first two symbols}</c>.
/// </summary>
public sealed class Lookups(ITables tables, Keys keys)
{
    public const string Table = "Lookup";

    private const string References = "reference";
    private const string NhsNumbers = "nhs";
    private const string Threads = "thread";

    /// <summary>
    /// The reference of a case: derived from its id, and the next one derived where another case has it already. Doing it again gives the same one.
    /// </summary>
    public async Task<Reference> ClaimReference(string service, CaseId id, CancellationToken cancellation)
    {
        for (var n = 0; ; n++)
        {
            var bits = Convert.ToUInt32(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"{service}\n{id}\n{n}"))
                .Take(4).Aggregate(0L, (sum, value) => (sum << 8) | value) & 0x1FFFFFF);
            var reference = Reference.Of(bits);
            if (await Insert(service, References, reference.Text, id.Text, cancellation) == id.Text)
            {
                return reference;
            }
        }
    }

    public async Task<CaseId?> ByReference(string service, Reference reference, CancellationToken cancellation) =>
        CaseId.TryParse(await Find(service, References, reference.Text, cancellation));

    /// <summary>The case that a conversation of mails began with: this one, where it is the first.</summary>
    public async Task<CaseId> ClaimThread(string service, string conversation, CaseId id, CancellationToken cancellation) =>
        CaseId.Parse(await Insert(service, Threads, conversation, id.Text, cancellation));

    /// <summary>Makes a link token lead to an intake, for one purpose: a token made for one opens no other.</summary>
    public Task KeepLink(string service, string purpose, string token, IntakeId intake, CancellationToken cancellation) =>
        KeepLink(service, purpose, token, intake.Text, cancellation);

    /// <summary>Makes a link token lead to an appointment of a case.</summary>
    public Task KeepLink(string service, string purpose, string token, CaseId id, string appointment, CancellationToken cancellation) =>
        KeepLink(service, purpose, token, $"{id}:{appointment}", cancellation);

    /// <summary>Where a link token leads; null for a token that this service never gave for the purpose.</summary>
    public async Task<IntakeId?> ByLink(string service, string purpose, string token, CancellationToken cancellation) =>
        IntakeId.TryParse(await Find(service, $"link-{purpose}", token, cancellation));

    /// <summary>To which appointment a link token leads; null for a token that this service never gave for the purpose.</summary>
    public async Task<(CaseId Case, string Appointment)?> AppointmentByLink(string service, string purpose, string token, CancellationToken cancellation) =>
        await Find(service, $"link-{purpose}", token, cancellation) is { } leads
        && leads.Split(':') is [var id, var appointment]
        && CaseId.TryParse(id) is { } found
            ? (found, appointment)
            : null;

    /// <summary>Notes which case has an NHS number, beside others that have it too.</summary>
    public async Task KeepNhsNumber(string service, string nhsNumber, CaseId id, CancellationToken cancellation)
    {
        var (partition, hash) = Key(keys.Current, service, NhsNumbers, nhsNumber);
        _ = await tables.Insert(Table, new Row(partition, $"{hash}:{id}") { ["Schema"] = 1, ["Case"] = id.Text }, cancellation);
    }

    private async Task KeepLink(string service, string purpose, string token, string leads, CancellationToken cancellation)
    {
        // A token is made from where it leads, so that one that stands already leads there.
        var (partition, hash) = Key(keys.Current, service, $"link-{purpose}", token);
        _ = await tables.Insert(Table, new Row(partition, hash) { ["Schema"] = 1, ["Value"] = leads }, cancellation);
    }

    /// <summary>Inserts unless it is there, under whichever key; the value that stands now.</summary>
    private async Task<string> Insert(string service, string kind, string text, string value, CancellationToken cancellation)
    {
        foreach (var version in keys.Versions.Skip(1))
        {
            var (earlier, before) = Key(version, service, kind, text);
            if (await tables.Get(Table, earlier, before, cancellation) is { } row)
            {
                return row.RequireString("Value");
            }
        }

        var (partition, hash) = Key(keys.Current, service, kind, text);
        var outcome = await tables.Insert(Table, new Row(partition, hash) { ["Schema"] = 1, ["Value"] = value }, cancellation);
        if (outcome is Insertion.Inserted)
        {
            return value;
        }

        return (await tables.Get(Table, partition, hash, cancellation))?.GetString("Value") ?? value;
    }

    private async Task<string?> Find(string service, string kind, string text, CancellationToken cancellation)
    {
        foreach (var version in keys.Versions)
        {
            var (partition, hash) = Key(version, service, kind, text);
            if (await tables.Get(Table, partition, hash, cancellation) is { } row)
            {
                return row.RequireString("Value");
            }
        }

        return null;
    }

    private (string Partition, string Hash) Key(string version, string service, string kind, string text)
    {
        var hash = keys.Hash(version, service, kind, text);
        return ($"{service}:{kind}:{version}:{hash[..2]}", hash);
    }
}
