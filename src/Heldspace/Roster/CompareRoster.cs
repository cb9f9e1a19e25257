using System.Collections.Immutable;
using NodaTime;

namespace Heldspace.Roster;

/// <summary>What a line means, against the file before.</summary>
public enum RosterChange
{
    /// <summary>Nothing new.</summary>
    Same,

    /// <summary>Entered care of late: a screening is offered.</summary>
    EnteredCare,

    /// <summary>New in the file, in care for long.</summary>
    Added,

    /// <summary>Lives somewhere else now: measures and a contact check follow.</summary>
    Moved,

    /// <summary>Another authority is responsible now.</summary>
    OtherAuthority,

    /// <summary>No longer in the file.</summary>
    Left,
}

/// <param name="Line">The line; null for a child who left the file.</param>
/// <param name="Entry">What is kept of it; of a child who left, what was kept of the line before.</param>
/// <param name="Change">What it means.</param>
/// <param name="Before">What the file before said of them; null for a child who is new in it.</param>
public sealed record RosterFinding(RosterLine? Line, RosterEntry Entry, RosterChange Change, RosterEntry? Before)
{
    /// <summary>Whether they live somewhere else now, whatever else has changed.</summary>
    public bool LivesElsewhere => Line is not null && Before is not null && Entry.Placement.IsElsewhere(Before.Placement);
}

/// <summary>What changed between two files of the care population.</summary>
public static class CompareRoster
{
    /// <summary>
    /// A child whom a file names for the first time is offered a screening up to so many days after the entry, when an authority was slow to list them: late,
    /// and a manager is told, but not forgotten.
    /// </summary>
    public const int LateDays = 90;

    /// <summary>A file that lacks more than this share of the children before is most likely the wrong one, or cut off.</summary>
    public const decimal MostGone = 0.3m;

    /// <summary>Whether so many children are gone that a person must say that the file is right.</summary>
    public static bool LooksWrong(ImmutableArray<RosterEntry> before, ImmutableArray<RosterEntry> now)
    {
        var here = now.Select(entry => entry.ChildId).ToHashSet(StringComparer.Ordinal);
        return before.Length >= 10 && before.Count(entry => !here.Contains(entry.ChildId)) > before.Length * MostGone;
    }

    /// <param name="before">Every child of the file before; none where this is the first.</param>
    /// <param name="lines">The file's lines that can be used, each with what is kept of it.</param>
    /// <param name="unreadable">Ids of children whose line cannot be used: they have not left.</param>
    /// <param name="asOf">The day of the file.</param>
    /// <param name="screeningDays">Within so many days of the entry a screening is in time, as its clock says; null for a service that offers none.</param>
    public static ImmutableArray<RosterFinding> Of(
        ImmutableArray<RosterEntry> before, ImmutableArray<(RosterLine Line, RosterEntry Entry)> lines, IReadOnlySet<string> unreadable, LocalDate asOf, int? screeningDays)
    {
        var known = before.ToDictionary(entry => entry.ChildId, StringComparer.Ordinal);
        var here = lines.Select(line => line.Line.ChildId).Concat(unreadable).ToHashSet(StringComparer.Ordinal);
        var within = before.IsEmpty ? screeningDays ?? 0 : Math.Max(screeningDays ?? 0, LateDays);
        return
        [
            .. lines.Select(line => new RosterFinding(
                line.Line, line.Entry, ChangeOf(known.GetValueOrDefault(line.Line.ChildId), line.Entry, asOf, within), known.GetValueOrDefault(line.Line.ChildId))),
            .. before.Where(entry => !here.Contains(entry.ChildId)).Select(entry => new RosterFinding(null, entry, RosterChange.Left, entry)),
        ];
    }

    private static RosterChange ChangeOf(RosterEntry? before, RosterEntry now, LocalDate asOf, int within)
    {
        if (before is null || before.EnteredCareOn != now.EnteredCareOn)
        {
            return Period.DaysBetween(now.EnteredCareOn, asOf) <= within ? RosterChange.EnteredCare : RosterChange.Added;
        }

        return before.Authority is not null && now.Authority is not null && before.Authority != now.Authority ? RosterChange.OtherAuthority
            : now.Placement.IsElsewhere(before.Placement) ? RosterChange.Moved
            : RosterChange.Same;
    }
}
