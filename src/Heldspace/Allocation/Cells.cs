using System.Collections.Immutable;
using System.Globalization;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Allocation;

/// <summary>
/// What a slot claims: quarter hours of the clinician and the room, and one place of the clinician's weekly capacity. All cells of one slot lie in
/// the same London week, so they are claimed together or not at all.
/// </summary>
public static class Cells
{
    private const string CapPrefix = "cap:";
    private const string AwayPrefix = "away:";

    /// <summary>The quarter hours of a slot, as row keys: the clinician's whole block and the room's meeting time.</summary>
    public static ImmutableArray<string> OfTime(Slot slot)
    {
        var cells = ImmutableArray.CreateBuilder<string>();
        foreach (var at in QuarterHours.Touched(slot.Block))
        {
            cells.Add(QuarterHour(slot.Clinician, at));
        }

        if (slot.Room is { } room)
        {
            foreach (var at in QuarterHours.Touched(slot.Meeting))
            {
                cells.Add(QuarterHour(room, at));
            }
        }

        return cells.ToImmutable();
    }

    /// <summary>The n-th place, from 0, of a clinician's weekly capacity.</summary>
    public static string Cap(string clinician, int n) => string.Create(CultureInfo.InvariantCulture, $"{CapPrefix}{clinician}:{n:D3}");

    /// <summary>Time in which a clinician is not there, widened to quarter hours, and why: no claim, so that what is held there stays until it is moved.</summary>
    /// <param name="cause">Opaque and without a colon: two causes are taken back apart from each other.</param>
    public static string Away(string clinician, Interval time, string cause) =>
        $"{AwayPrefix}{clinician}:{QuarterHours.Key(QuarterHours.Floor(time.Start))}-{QuarterHours.Key(QuarterHours.Ceiling(time.End))}:{cause}";

    public static string QuarterHour(string resource, Instant at) => $"{resource}:{QuarterHours.Key(at)}";

    /// <summary>The London week whose partition holds the cells of a slot.</summary>
    public static LondonWeek Week(Slot slot) => LondonWeek.Of(slot.Start);

    /// <summary>Reads a row key back; null for a row that is none of these.</summary>
    public static CellKey? Read(string rowKey)
    {
        if (rowKey.StartsWith(AwayPrefix, StringComparison.Ordinal) && rowKey.Split(':') is [_, var clinician, var time, var cause])
        {
            return time.Split('-') is [var from, var to] && QuarterHours.TryParseKey(from) is { } start && QuarterHours.TryParseKey(to) is { } end && start <= end
                ? new CellKey.Away(clinician, new(start, end), cause)
                : null;
        }

        var split = rowKey.LastIndexOf(':');
        if (split <= 0)
        {
            return null;
        }

        if (split >= CapPrefix.Length && rowKey.StartsWith(CapPrefix, StringComparison.Ordinal))
        {
            return int.TryParse(rowKey.AsSpan(split + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var n)
                ? new CellKey.Cap(rowKey[CapPrefix.Length..split], n)
                : null;
        }

        return QuarterHours.TryParseKey(rowKey[(split + 1)..]) is { } at ? new CellKey.QuarterHour(rowKey[..split], at) : null;
    }
}

/// <summary>What a claimed row stands for.</summary>
public abstract record CellKey
{
    private CellKey()
    {
    }

    public sealed record QuarterHour(string Resource, Instant At) : CellKey;

    public sealed record Cap(string Clinician, int N) : CellKey;

    public sealed record Away(string Clinician, Interval Time, string Cause) : CellKey;
}
