using System.Collections.Immutable;
using System.Globalization;
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

    /// <summary>Another social worker is named now.</summary>
    OtherWorker,
}

/// <param name="Line">The line; null for a child who left the file.</param>
/// <param name="Entry">What is kept of it; of a child who left, what was kept of the line before.</param>
/// <param name="Change">What it means.</param>
/// <param name="Before">What the file before said of them; null for a child who is new in it.</param>
public sealed record RosterFinding(RosterLine? Line, RosterEntry Entry, RosterChange Change, RosterEntry? Before)
{
    /// <summary>Whether they live somewhere else now, whatever else has changed.</summary>
    public bool LivesElsewhere => Line is not null && Before is not null && Entry.Placement.IsElsewhere(Before.Placement);

    /// <summary>Whether another social worker is named than in the file before, whatever else has changed.</summary>
    public bool OtherWorker => Line is not null && Before?.Worker is { } before && Entry.Worker is { } now && before != now;

    /// <summary>
    /// The day of the move of a child who lives elsewhere: since when the line says they live there, unless that is what it said of the place before. Then,
    /// and where it says nothing, the day of the file.
    /// </summary>
    public LocalDate MovedOn(LocalDate asOf) => Line!.PlacementSince is { } since && Entry.Placement.Since != Before!.Placement.Since ? since : asOf;
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

    /// <summary>A file by which more than this share of its children enter care anew, live elsewhere or are new and entered care of late most likely has a wrong column.</summary>
    public const decimal MostChanged = 0.1m;

    /// <summary>Of children known before, fewer are never too many.</summary>
    private const int FewChanged = 5;

    /// <summary>Of children who are new, fewer are never too many.</summary>
    private const int FewNew = 10;

    /// <summary>
    /// Why a person must say that the file is right before anything follows from it, with the counts: so many children are gone, or for so many would something
    /// be set going. Null where it looks right; the first file has nothing to be compared with.
    /// </summary>
    /// <param name="before">Every child of the file before.</param>
    /// <param name="found">What the file's lines mean, and who left it.</param>
    public static string? WhyWrong(ImmutableArray<RosterEntry> before, ImmutableArray<RosterFinding> found)
    {
        var why = new List<string>();
        var gone = found.Count(finding => finding.Change == RosterChange.Left);
        if (before.Length >= 10 && gone > before.Length * MostGone)
        {
            why.Add($"Of the {Counted(before.Length)} children of the list before, {Counted(gone)} are missing.");
        }

        var anew = found.Count(finding => finding is { Before: not null, Change: RosterChange.EnteredCare });
        var elsewhere = found.Count(finding => finding.LivesElsewhere);
        var changed = found.Count(finding => finding.LivesElsewhere || finding is { Before: not null, Change: RosterChange.EnteredCare });
        if (changed >= FewChanged && changed > before.Length * MostChanged)
        {
            why.Add($"Of the {Counted(before.Length)} children of the list before, {Counted(anew)} would enter care again and {Counted(elsewhere)} would live somewhere else.");
        }

        var lines = found.Count(finding => finding.Line is not null);
        var added = found.Count(finding => finding is { Before: null, Change: RosterChange.EnteredCare });
        if (!before.IsEmpty && added >= FewNew && added > lines * MostChanged)
        {
            why.Add($"Of its {Counted(lines)} children, {Counted(added)} are new and would have entered care just now.");
        }

        return why.Count == 0 ? null : string.Join(' ', why);
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

    private static string Counted(int n) => n.ToString(CultureInfo.InvariantCulture);

    private static RosterChange ChangeOf(RosterEntry? before, RosterEntry now, LocalDate asOf, int within)
    {
        if (before is null || before.EnteredCareOn != now.EnteredCareOn)
        {
            return Period.DaysBetween(now.EnteredCareOn, asOf) <= within ? RosterChange.EnteredCare : RosterChange.Added;
        }

        return before.Authority is not null && now.Authority is not null && before.Authority != now.Authority ? RosterChange.OtherAuthority
            : now.Placement.IsElsewhere(before.Placement) ? RosterChange.Moved
            : now.Worker is not null && before.Worker is not null && now.Worker != before.Worker ? RosterChange.OtherWorker
            : RosterChange.Same;
    }
}
