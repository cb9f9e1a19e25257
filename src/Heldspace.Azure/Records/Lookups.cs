using System.Collections.Immutable;
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
    private const string Matches = "match";
    private const string Threads = "thread";
    private const string Texted = "texted";

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

    /// <summary>
    /// Lets a case be found by what its child is compared by, and tells of the cases that were found by any of it before. Of two cases that share anything
    /// the one that comes second always learns of the first, at the same moment too: all of it is one transaction, and the first claims what it names.
    /// </summary>
    /// <param name="matchKeys">As <see cref="Intake.Matching.MatchKeys"/> gives them.</param>
    /// <returns>Other cases, each once; empty where nobody has any of it.</returns>
    public async Task<ImmutableArray<CaseId>> ClaimMatch(string service, IReadOnlyList<string> matchKeys, CaseId id, CancellationToken cancellation)
    {
        if (matchKeys.Count == 0)
        {
            return [];
        }

        var others = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var version in keys.Versions.Skip(1))
        {
            await Collect(version);
        }

        var partition = MatchPartition(service, keys.Current);
        Row[] Rows(string suffix) => [.. matchKeys.Select(key => new Row(partition, keys.Hash(keys.Current, service, Matches, key) + suffix) { ["Schema"] = 1, ["Case"] = id.Text })];
        if (await tables.Submit(Table, [.. Rows("").Select(RowWrite.Insert)], cancellation) is Submission.Conflict)
        {
            // What is not claimed yet is claimed one by one, so that whoever comes next with that alone learns of this case; read only after all of it stands.
            foreach (var claim in Rows(""))
            {
                _ = await tables.Insert(Table, claim, cancellation);
            }

            await tables.Submit(Table, [.. Rows($":{id}").Select(RowWrite.InsertOrReplace)], cancellation);
            await Collect(keys.Current);
        }

        return [.. others.Where(other => other != id.Text).Select(CaseId.Parse)];

        async Task Collect(string version)
        {
            foreach (var key in matchKeys)
            {
                await foreach (var row in tables.Query(Table, RowFilter.RowsStarting(MatchPartition(service, version), keys.Hash(version, service, Matches, key)), cancellation: cancellation))
                {
                    others.Add(row.RequireString("Case"));
                }
            }
        }
    }

    /// <summary>Lets a case be found by a number that a text message of its goes to. Doing it again changes nothing.</summary>
    /// <param name="number">As <see cref="Intake.MobileNumber.Normal"/> spells it.</param>
    public async Task KeepTexted(string service, string number, CaseId id, CancellationToken cancellation)
    {
        var (partition, hash) = Key(keys.Current, service, Texted, number);
        _ = await tables.Insert(Table, new Row(partition, $"{hash}:{id}") { ["Schema"] = 1, ["Case"] = id.Text }, cancellation);
    }

    /// <summary>The cases of which text messages went to a number, each once; empty where none ever did.</summary>
    public async Task<ImmutableArray<CaseId>> ByTexted(string service, string number, CancellationToken cancellation)
    {
        var found = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var version in keys.Versions)
        {
            var (partition, hash) = Key(version, service, Texted, number);
            await foreach (var row in tables.Query(Table, RowFilter.RowsStarting(partition, hash), cancellation: cancellation))
            {
                found.Add(row.RequireString("Case"));
            }
        }

        return [.. found.Select(CaseId.Parse)];
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

    /// <summary>One partition a service and key, so that what one child is compared by is claimed in one transaction.</summary>
    private static string MatchPartition(string service, string version) => $"{service}:{Matches}:{version}";

    private (string Partition, string Hash) Key(string version, string service, string kind, string text)
    {
        var hash = keys.Hash(version, service, kind, text);
        return ($"{service}:{kind}:{version}:{hash[..2]}", hash);
    }
}
