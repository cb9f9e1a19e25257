using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Heldspace.Intake;
using NodaTime;

namespace Heldspace.Roster;

/// <summary>How far a file of the care population has come.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RosterState>))]
public enum RosterState
{
    /// <summary>Kept; it is being read.</summary>
    Received,

    /// <summary>So much in it differs from the file before that nothing was taken until a person says that it is right.</summary>
    LooksWrong,

    /// <summary>A person said that it is right.</summary>
    Confirmed,

    /// <summary>Taken in: its report says what became of each line.</summary>
    TakenIn,

    /// <summary>Nothing of it was taken: <see cref="RosterUpload.Why"/>.</summary>
    Refused,
}

/// <summary>One file of the care population as it came in. Nothing personal: the file and its report are kept apart from this.</summary>
public sealed record RosterUpload
{
    public const int CurrentSchema = 1;

    public int Schema { get; init; } = CurrentSchema;

    public required string Service { get; init; }

    /// <summary>From the day of the file and its content, so that the same file is the same upload.</summary>
    public required IntakeId Id { get; init; }

    /// <summary>The day as of which the authority made it.</summary>
    public required LocalDate AsOf { get; init; }

    public required RosterState State { get; init; }

    /// <summary>Who sent it in, by sign-in name.</summary>
    public required string By { get; init; }

    public required Instant ReceivedAt { get; init; }

    /// <summary>Why nothing was taken, and what to do; null where something was.</summary>
    public string? Why { get; init; }

    /// <summary>What came of it, once it was taken in.</summary>
    public RosterCounts? Counts { get; init; }
}

/// <param name="Lines">Lines that were taken.</param>
/// <param name="Triggered">Of these, those that set something going.</param>
/// <param name="ToLookAt">Lines, and children no longer listed, that a person has to look at.</param>
/// <param name="Problems">Lines left out, or taken without something.</param>
public sealed record RosterCounts(int Lines, int Triggered, int ToLookAt, int Problems);

/// <summary>What became of a line.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LineOutcome>))]
public enum LineOutcome
{
    Unchanged,

    /// <summary>New or changed, and nothing follows from it.</summary>
    Taken,

    /// <summary>Something was set going.</summary>
    Triggered,

    /// <summary>A person has to look.</summary>
    LookAt,

    /// <summary>Something is wrong with the line.</summary>
    Problem,
}

/// <summary>One line of a report.</summary>
/// <param name="Line">Where in the file, from 1; null for a child who is no longer listed.</param>
/// <param name="ChildId">The authority's id, by which it finds the child; null where the line has none.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Words">That, what follows, and for a problem how to put it right. Says nothing of the child.</param>
/// <param name="Case">The case that it is about; null where there is none.</param>
public sealed record RosterRemark(int? Line, string? ChildId, LineOutcome Outcome, string Words, CaseId? Case = null);

/// <summary>The report of a file, line by line.</summary>
public sealed record RosterReport
{
    public const int CurrentSchema = 1;

    public int Schema { get; init; } = CurrentSchema;

    public required ImmutableArray<RosterRemark> Remarks { get; init; }

    /// <summary>How many lines could be used.</summary>
    public required int Lines { get; init; }

    [JsonIgnore]
    public RosterCounts Counts => new(Lines, Of(LineOutcome.Triggered), Of(LineOutcome.LookAt), Of(LineOutcome.Problem));

    private int Of(LineOutcome outcome) => Remarks.Count(remark => remark.Outcome == outcome);
}

/// <summary>What is kept between two files: each child as the newest file has them, and how open cases are known again.</summary>
public sealed record KnownRoster
{
    public const int CurrentSchema = 1;

    public static KnownRoster Nothing { get; } = new() { AsOf = null, LastFile = null, Key = "", Children = [], Cases = [] };

    public int Schema { get; init; } = CurrentSchema;

    /// <summary>The day of the newest file; null before the first.</summary>
    public required LocalDate? AsOf { get; init; }

    /// <summary>The upload that was taken in last.</summary>
    public required IntakeId? LastFile { get; init; }

    /// <summary>The version of the key that the hashes were made with.</summary>
    public required string Key { get; init; }

    public required ImmutableArray<RosterEntry> Children { get; init; }

    /// <summary>Open cases of children.</summary>
    public required ImmutableArray<KnownCase> Cases { get; init; }

    /// <summary>Screenings that were offered for entries of late, kept after their cases are closed: no corrected line has a second one offered.</summary>
    public ImmutableArray<KnownScreening> Screenings { get; init; } = [];
}

/// <param name="Case">Which.</param>
/// <param name="Who">How its child is known again.</param>
/// <param name="SdqTold">The day of the yearly SDQ that the case was told of.</param>
public sealed record KnownCase(CaseId Case, RosterIdentity Who, LocalDate? SdqTold);

/// <param name="Case">The case that it opens.</param>
/// <param name="ChildId">The authority's id of the child.</param>
/// <param name="Who">How the child is known again.</param>
/// <param name="EnteredCareOn">The entry that it was offered for.</param>
public sealed record KnownScreening(CaseId Case, string ChildId, RosterIdentity Who, LocalDate EnteredCareOn);
