using System.Collections.Immutable;
using System.Globalization;
using Heldspace.Allocation;
using Heldspace.Azure.Tables;
using Heldspace.Intake;
using Heldspace.Services;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Azure.Records;

/// <summary>Who bears a claim: a case's appointment at one attempt.</summary>
public sealed record Bearer(CaseId Case, string Appointment, int Attempt);

/// <summary>A claimed cell, and for whom.</summary>
/// <param name="Week">The London week whose partition it stands in.</param>
/// <param name="Cell">What is claimed.</param>
/// <param name="Bearer">Who bears it.</param>
/// <param name="Meeting">The meeting that it is claimed for, which the cells around it do not tell; null where it was not noted.</param>
public sealed record BorneCell(LondonWeek Week, CellKey Cell, Bearer Bearer, Interval? Meeting);

/// <summary>What came of a claim.</summary>
public abstract record Claim
{
    private Claim()
    {
    }

    /// <summary>All cells are ours, now or since an earlier try.</summary>
    public sealed record Ours : Claim;

    /// <summary>Somebody else bears a cell of the slot, or the week is full.</summary>
    public sealed record Taken : Claim;
}

/// <summary>
/// Claims on clinicians' and rooms' time. A slot's cells lie in one partition, <c>{service}:{pool}:{London week}</c> of table <c>Slots</c>, and are
/// inserted together or not at all: the table arbitrates between everyone who wants the same quarter of an hour.
/// </summary>
public sealed class Slots(ITables tables)
{
    public const string Table = "Slots";

    /// <summary>Ends the partition beside a week's claims, in which stands when clinicians are not there: read along with the claims, and no claim itself.</summary>
    private const string AwaySuffix = ":away";

    /// <summary>What is claimed in some weeks, and when clinicians are away, in one range query over their partitions. By whom is left out: the keys say all that a search needs.</summary>
    public async Task<ImmutableArray<(LondonWeek Week, CellKey Cell)>> Claims(
        ServiceDefinition service, LondonWeek first, LondonWeek last, CancellationToken cancellation)
    {
        var claims = ImmutableArray.CreateBuilder<(LondonWeek, CellKey)>();
        await foreach (var row in tables.Query(Table, WithAway(service, first, last), [], cancellation: cancellation))
        {
            if (Cells.Read(row.RowKey) is { } cell)
            {
                claims.Add((WeekOf(row), cell));
            }
        }

        return claims.ToImmutable();
    }

    /// <summary>The same as one case sees it: what it bears itself, and may give up, is left out.</summary>
    public async Task<ImmutableArray<(LondonWeek Week, CellKey Cell)>> ClaimsBesides(
        ServiceDefinition service, LondonWeek first, LondonWeek last, CaseId own, CancellationToken cancellation)
    {
        var claims = ImmutableArray.CreateBuilder<(LondonWeek, CellKey)>();
        await foreach (var row in tables.Query(Table, WithAway(service, first, last), cancellation: cancellation))
        {
            if (Cells.Read(row.RowKey) is { } cell && (cell is CellKey.Away || BearerOf(row).Case != own))
            {
                claims.Add((WeekOf(row), cell));
            }
        }

        return claims.ToImmutable();
    }

    /// <summary>What is claimed from a week on, and by whom, in one range query over the partitions; up to a last week where one is named.</summary>
    public async Task<ImmutableArray<BorneCell>> Borne(ServiceDefinition service, LondonWeek first, LondonWeek? last, CancellationToken cancellation)
    {
        var borne = ImmutableArray.CreateBuilder<BorneCell>();
        var end = last is { } week ? Partition(service, week) + "\u0001" : $"{service.Id}:{service.Allocation.Pool}:~";
        await foreach (var row in tables.Query(Table, RowFilter.Partitions(Partition(service, first), end), cancellation: cancellation))
        {
            if (Cells.Read(row.RowKey) is { } cell and not CellKey.Away)
            {
                borne.Add(new(WeekOf(row), cell, BearerOf(row), row.GetInstant("Start") is { } start && row.GetInstant("End") is { } until ? new(start, until) : null));
            }
        }

        return borne.ToImmutable();
    }

    /// <summary>Claims every cell of a slot, and one place of the clinician's weekly capacity, for one attempt of an appointment.</summary>
    /// <param name="service">Whose diaries.</param>
    /// <param name="slot">What is claimed.</param>
    /// <param name="capacity">The clinician's weekly capacity.</param>
    /// <param name="bearer">For whom. Claiming again for the same bearer is success.</param>
    /// <param name="cancellation">Ends the waiting, not the claim.</param>
    public async Task<Claim> Claim(ServiceDefinition service, Slot slot, int capacity, Bearer bearer, CancellationToken cancellation)
    {
        var partition = Partition(service, Cells.Week(slot));
        var quarters = Cells.OfTime(slot).Select(key => RowWrite.Insert(RowOf(partition, key, bearer, slot))).ToList();
        for (var cap = slot.Cap; cap < capacity; cap++)
        {
            var key = Cells.Cap(slot.Clinician, cap);
            var outcome = await tables.Submit(Table, [.. quarters, RowWrite.Insert(RowOf(partition, key, bearer, slot))], cancellation);
            if (outcome is not Submission.Conflict conflict)
            {
                return new Claim.Ours();
            }

            var conflicting = conflict.Index < quarters.Count ? quarters[conflict.Index].Row.RowKey : key;
            var standing = await tables.Get(Table, partition, conflicting, cancellation);
            if (standing is not null && BearerOf(standing) == bearer)
            {
                return new Claim.Ours();
            }

            if (conflict.Index < quarters.Count)
            {
                return new Claim.Taken();
            }
        }

        return new Claim.Taken();
    }

    /// <summary>
    /// Claims every cell of a slot for one bearer, taking over those that another attempt of the same appointment bears, its place of the week too: a move
    /// by half an hour must not fail on itself. All or nothing.
    /// </summary>
    public async Task<Claim> TakeOver(ServiceDefinition service, Slot slot, int capacity, Bearer bearer, Bearer from, CancellationToken cancellation)
    {
        var partition = Partition(service, Cells.Week(slot));
        var standing = new Dictionary<string, Row>(StringComparer.Ordinal);
        await foreach (var row in tables.Query(Table, RowFilter.Partition(partition), cancellation: cancellation))
        {
            standing[row.RowKey] = row;
        }

        var ownCap = standing.Values.Where(row => IsOurs(row) && Cells.Read(row.RowKey) is CellKey.Cap cap && cap.Clinician == slot.Clinician).Select(row => row.RowKey).FirstOrDefault();
        for (var n = 0; ownCap is null && n < capacity; n++)
        {
            ownCap = standing.ContainsKey(Cells.Cap(slot.Clinician, n)) ? null : Cells.Cap(slot.Clinician, n);
        }

        if (ownCap is null)
        {
            return new Claim.Taken();
        }

        var writes = new List<RowWrite>();
        foreach (var key in Cells.OfTime(slot).Append(ownCap))
        {
            if (!standing.TryGetValue(key, out var row))
            {
                writes.Add(RowWrite.Insert(RowOf(partition, key, bearer, slot)));
            }
            else if (!IsOurs(row))
            {
                return new Claim.Taken();
            }
            else if (BearerOf(row) != bearer)
            {
                writes.Add(RowWrite.Replace(RowOf(partition, key, bearer, slot), row.ETag));
            }
        }

        return writes.Count == 0 || await tables.Submit(Table, writes, cancellation) is not Submission.Conflict ? new Claim.Ours() : new Claim.Taken();

        bool IsOurs(Row row) => BearerOf(row) is var holder && (holder == bearer || holder == from);
    }

    /// <summary>Gives up what the bearer claimed of a slot; what is not theirs stays. Doing it again changes nothing.</summary>
    public async Task Release(ServiceDefinition service, Slot slot, Bearer bearer, CancellationToken cancellation)
    {
        var partition = Partition(service, Cells.Week(slot));
        var mine = new List<RowWrite>();
        await foreach (var row in tables.Query(Table, RowFilter.Partition(partition), cancellation: cancellation))
        {
            if (BearerOf(row) == bearer)
            {
                mine.Add(RowWrite.Delete(partition, row.RowKey, row.ETag));
            }
        }

        if (mine.Count > 0)
        {
            // A conflict means that somebody else released them in between: nobody else may change a claim.
            _ = await tables.Submit(Table, mine, cancellation);
        }
    }

    /// <summary>
    /// Writes down when a clinician is not there for one cause, in place of what stood there for it, week by week. Nothing new is held in that time; what is
    /// held there stays. Doing it again changes nothing.
    /// </summary>
    /// <param name="times">None where they are there after all.</param>
    /// <param name="weeks">Every week that may bear something of this cause, before or after.</param>
    public async Task SetAway(ServiceDefinition service, string clinician, string cause, IReadOnlyCollection<Interval> times, IEnumerable<LondonWeek> weeks, CancellationToken cancellation)
    {
        foreach (var week in weeks)
        {
            var (partition, whole) = (Partition(service, week) + AwaySuffix, week.Interval);
            var wanted = times.Where(time => time.Start < whole.End && whole.Start < time.End)
                .Select(time => Cells.Away(clinician, new(Instant.Max(time.Start, whole.Start), Instant.Min(time.End, whole.End)), cause))
                .ToHashSet(StringComparer.Ordinal);
            var writes = new List<RowWrite>();
            await foreach (var row in tables.Query(Table, RowFilter.Partition(partition), cancellation: cancellation))
            {
                if (Cells.Read(row.RowKey) is CellKey.Away away && away.Clinician == clinician && away.Cause == cause && !wanted.Remove(row.RowKey))
                {
                    writes.Add(RowWrite.Delete(partition, row.RowKey, row.ETag));
                }
            }

            writes.AddRange(wanted.Select(key => RowWrite.Insert(new Row(partition, key) { ["Schema"] = 1 })));
            if (writes.Count > 0)
            {
                // A conflict means that somebody else wrote the same in between; whoever writes something else comes after it.
                _ = await tables.Submit(Table, writes, cancellation);
            }
        }
    }

    /// <summary>Takes one of the places for unconfirmed forms; false when all are taken. A case has one, whichever of its appointments asks.</summary>
    public async Task<bool> ClaimUnconfirmed(ServiceDefinition service, CaseId id, CancellationToken cancellation)
    {
        var partition = Unconfirmed(service);
        var held = new Dictionary<string, CaseId>(StringComparer.Ordinal);
        await foreach (var row in tables.Query(Table, RowFilter.Partition(partition), cancellation: cancellation))
        {
            held[row.RowKey] = BearerOf(row).Case;
        }

        if (held.ContainsValue(id))
        {
            return true;
        }

        for (var n = 0; n < service.UnconfirmedHolds.Cap; n++)
        {
            var key = string.Create(CultureInfo.InvariantCulture, $"{n:D4}");
            if (!held.ContainsKey(key) && await tables.Insert(Table, RowOf(partition, key, new(id, "unconfirmed", 0)), cancellation) is Insertion.Inserted)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Gives back the place that an unconfirmed form took. Doing it again changes nothing.</summary>
    public async Task ReleaseUnconfirmed(ServiceDefinition service, CaseId id, CancellationToken cancellation)
    {
        var partition = Unconfirmed(service);
        await foreach (var row in tables.Query(Table, RowFilter.Partition(partition), cancellation: cancellation))
        {
            if (BearerOf(row).Case == id)
            {
                await tables.Delete(Table, partition, row.RowKey, row.ETag, cancellation);
            }
        }
    }

    private static string Unconfirmed(ServiceDefinition service) => $"{service.Id}:unconfirmed";

    private static string Partition(ServiceDefinition service, LondonWeek week) => $"{service.Id}:{service.Allocation.Pool}:{week}";

    private static RowFilter WithAway(ServiceDefinition service, LondonWeek first, LondonWeek last) =>
        RowFilter.Partitions(Partition(service, first), Partition(service, last) + ":~");

    private static LondonWeek WeekOf(Row row) => LondonWeek.TryParse(row.PartitionKey.Replace(AwaySuffix, "", StringComparison.Ordinal)[^8..]) ?? throw new InvalidDataException("A claim stands in no week.");

    private static Row RowOf(string partition, string key, Bearer bearer, Slot? slot = null) => new(partition, key)
    {
        ["Schema"] = 1,
        ["Case"] = bearer.Case.Text,
        ["Appointment"] = bearer.Appointment,
        ["Attempt"] = bearer.Attempt,
        ["Start"] = slot?.Start,
        ["End"] = slot?.End,
    };

    private static Bearer BearerOf(Row row) =>
        new(CaseId.Parse(row.RequireString("Case")), row.RequireString("Appointment"), row.RequireInt32("Attempt"));
}
