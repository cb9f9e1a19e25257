using System.Text.Json.Serialization;
using Heldspace.Intake;
using Heldspace.Pathway;
using NodaTime;

namespace Heldspace.Summaries;

/// <summary>Why a case needs a person, the most urgent first: the order of the names is the order of the list.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WorkReason>))]
public enum WorkReason
{
    /// <summary>Words of immediate risk, and nobody has said yet that they have it.</summary>
    RiskNobodyHas,

    /// <summary>What came in could not be read, by any try.</summary>
    DeadLetter,

    /// <summary>Set aside, or held back, until a person has looked.</summary>
    SetAside,

    /// <summary>An appointment should have a place and has none.</summary>
    NoPlace,

    /// <summary>A clock went past its target, and the child still waits.</summary>
    OverTarget,

    /// <summary>A clock runs out within a week, and nothing is held in time.</summary>
    Breaching,

    /// <summary>A message could not be sent.</summary>
    MessageFailed,

    /// <summary>Somebody decides whether this service is the right one.</summary>
    Decision,

    /// <summary>Urgent, and not met yet.</summary>
    Urgent,

    /// <summary>Assessed, and nobody works with the child.</summary>
    NoKeyWorker,

    /// <summary>Something that is needed has been missing for more than two working days.</summary>
    Incomplete,

    /// <summary>A day is over, and nobody said what became of an appointment of it.</summary>
    OutcomeNotRecorded,

    /// <summary>The day for the plan, or for looking back on it, is over.</summary>
    PlanOverdue,

    /// <summary>The day for the next step is over.</summary>
    StepOverdue,

    /// <summary>Nobody of the team has met or spoken with them for three weeks.</summary>
    NoContact,

    /// <summary>The time to ask how things are going is over, and nobody answered.</summary>
    MeasuresOverdue,

    /// <summary>It came today or in the seven days before.</summary>
    New,
}

/// <summary>One reason why a case needs a person. Nothing in it says who the child is but the reference.</summary>
public sealed record WorkItem
{
    public required CaseId Case { get; init; }

    public required Reference Reference { get; init; }

    public required WorkReason Why { get; init; }

    /// <summary>What is the matter, in a few words that say since when or how long.</summary>
    public required string Words { get; init; }

    /// <summary>Since when it is so.</summary>
    public required LocalDate Since { get; init; }

    /// <summary>The day by which something should be done, or should have been; null where there is none.</summary>
    public LocalDate? By { get; init; }

    /// <summary>Who does it.</summary>
    public required StepOwner Owner { get; init; }

    /// <summary>By id, where the owner is a clinician.</summary>
    public string? Clinician { get; init; }

    /// <summary>What to do, in a sentence.</summary>
    public required string NextStep { get; init; }

    /// <summary>The child's key worker, by id; null where there is none.</summary>
    public string? KeyWorker { get; init; }

    /// <summary>The more, the more urgent: first the reason, then how many days it is late.</summary>
    public required int Weight { get; init; }
}

/// <summary>What each reason is called.</summary>
public static class WorkReasons
{
    /// <summary>For a tag and a filter.</summary>
    public static string InWords(this WorkReason why) => why switch
    {
        WorkReason.RiskNobodyHas => "Risk nobody has",
        WorkReason.DeadLetter => "Could not be read",
        WorkReason.SetAside => "Set aside",
        WorkReason.NoPlace => "No place held",
        WorkReason.OverTarget => "Over the target",
        WorkReason.Breaching => "Breaching within a week",
        WorkReason.MessageFailed => "Message failed",
        WorkReason.Decision => "To be decided",
        WorkReason.Urgent => "Urgent",
        WorkReason.NoKeyWorker => "No key worker",
        WorkReason.Incomplete => "Incomplete",
        WorkReason.OutcomeNotRecorded => "Outcome not recorded",
        WorkReason.PlanOverdue => "Plan or review overdue",
        WorkReason.StepOverdue => "Next step overdue",
        WorkReason.NoContact => "No contact for 3 weeks",
        WorkReason.MeasuresOverdue => "Measures overdue",
        WorkReason.New => "New",
        _ => throw new ArgumentOutOfRangeException(nameof(why)),
    };
}
