using System.Collections.Immutable;
using Heldspace.Intake;
using NodaTime;

namespace Heldspace.Roster;

/// <summary>What is kept of a child between two files: enough to see a change, under the authority's id.</summary>
/// <param name="ChildId">The authority's id.</param>
/// <param name="EnteredCareOn">The start of the episode of care.</param>
/// <param name="Placement">Type, postcode and start as one text; compared, never shown.</param>
/// <param name="Authority">The responsible authority.</param>
public sealed record RosterEntry(string ChildId, LocalDate EnteredCareOn, string Placement, string? Authority)
{
    public static RosterEntry Of(RosterLine line) => new(
        line.ChildId,
        line.EnteredCareOn,
        string.Join('|', line.Child.Value(Fields.PlacementType), line.Child.Value(Fields.PlacementPostcode), line.Child.Value(Fields.PlacementSince)),
        line.Child.Value(Fields.ResponsibleAuthority));
}

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
/// <param name="ChildId">The authority's id.</param>
/// <param name="Change">What it means.</param>
public sealed record RosterFinding(RosterLine? Line, string ChildId, RosterChange Change);

/// <summary>What changed between two files of the care population.</summary>
public static class CompareRoster
{
    /// <summary>A screening is offered to who entered care within so many days: K16 of facts.md section 6 counts 28 from the entry.</summary>
    public const int ScreeningDays = 28;

    /// <summary>A file that lacks more than this share of the children before is most likely the wrong one, or cut off.</summary>
    public const decimal MostGone = 0.3m;

    /// <summary>Whether so many children are gone that a person must say that the file is right.</summary>
    public static bool LooksWrong(ImmutableArray<RosterEntry> before, ImmutableArray<RosterLine> lines) =>
        before.Length >= 10 && before.Count(entry => lines.All(line => line.ChildId != entry.ChildId)) > before.Length * MostGone;

    public static ImmutableArray<RosterFinding> Of(ImmutableArray<RosterEntry> before, ImmutableArray<RosterLine> lines, LocalDate today)
    {
        var known = before.ToDictionary(entry => entry.ChildId, StringComparer.Ordinal);
        var here = lines.Select(line => line.ChildId).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. lines.Select(line => new RosterFinding(line, line.ChildId, ChangeOf(known.GetValueOrDefault(line.ChildId), line, today))),
            .. before.Where(entry => !here.Contains(entry.ChildId)).Select(entry => new RosterFinding(null, entry.ChildId, RosterChange.Left)),
        ];
    }

    private static RosterChange ChangeOf(RosterEntry? before, RosterLine line, LocalDate today)
    {
        var now = RosterEntry.Of(line);
        if (before is null || before.EnteredCareOn != now.EnteredCareOn)
        {
            return Period.DaysBetween(line.EnteredCareOn, today) <= ScreeningDays ? RosterChange.EnteredCare : RosterChange.Added;
        }

        return before.Authority != now.Authority ? RosterChange.OtherAuthority : before.Placement != now.Placement ? RosterChange.Moved : RosterChange.Same;
    }
}
