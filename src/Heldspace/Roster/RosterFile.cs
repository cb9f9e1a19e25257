using System.Collections.Immutable;
using Heldspace.Intake;
using NodaTime;

namespace Heldspace.Roster;

/// <summary>One child of the authority's care population, as its weekly file has them.</summary>
/// <param name="Line">Where in the file, from 1; the header counts.</param>
/// <param name="ChildId">The authority's own id of the child: what tells them from others from week to week.</param>
/// <param name="Child">Everything read, by the same rules as a referral.</param>
/// <param name="EnteredCareOn">The start of this episode of care.</param>
/// <param name="PlacementSince">The start of the placement; null where the file does not say.</param>
/// <param name="SdqDueOn">When the authority's yearly SDQ is due; null where the file does not say.</param>
public sealed record RosterLine(int Line, string ChildId, Child Child, LocalDate EnteredCareOn, LocalDate? PlacementSince, LocalDate? SdqDueOn);

/// <summary>A line that was left out, or something in it that was.</summary>
/// <param name="Line">Where in the file, from 1.</param>
/// <param name="Column">Which column; null where the whole line is wrong.</param>
/// <param name="Fix">What is wrong and what to do, without the value itself.</param>
/// <param name="ChildId">The authority's id, where the line has one.</param>
/// <param name="LeftOut">Whether the line was left out; false where it was taken without what is wrong.</param>
public sealed record RosterProblem(int Line, string? Column, string Fix, string? ChildId = null, bool LeftOut = true);

/// <summary>What became of reading a file.</summary>
public abstract record RosterFile
{
    private RosterFile()
    {
    }

    /// <summary>Lines that can be used, and those that cannot.</summary>
    public sealed record Lines(ImmutableArray<RosterLine> Good, ImmutableArray<RosterProblem> Problems) : RosterFile;

    /// <summary>Nothing of it can be used.</summary>
    public sealed record Refused(string Fix) : RosterFile;
}
