using System.Text.Json.Serialization;
using Heldspace.Intake;
using NodaTime;

namespace Heldspace.Pathway;

/// <summary>How far a message has come. Only the committed draft is ever sent.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MessageState>))]
public enum MessageState
{
    Planned,
    Drafted,
    Sent,

    /// <summary>It cannot be sent; a person knows.</summary>
    Failed,

    /// <summary>It was not wanted any more when it was about to be sent, so that it never was.</summary>
    Dropped,
}

/// <summary>A message of a case. Its words are made when it is sent, from what is true then.</summary>
public sealed record Message
{
    public const int CurrentSchema = 1;

    public int Schema { get; init; } = CurrentSchema;

    /// <summary>Unique in the case and the same whenever it is planned again: <c>held.assessment-1.1</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The kind, as in the service's texts.</summary>
    public required string Kind { get; init; }

    public required EmailAddress To { get; init; }

    /// <summary>The number that it goes to as a text message; null for mail. <see cref="To"/> is then the address of the same person.</summary>
    public string? TextTo { get; init; }

    /// <summary>For an alert of immediate risk: the step that it was told at; null for everything else.</summary>
    public int? Step { get; init; }

    /// <summary>Which <see cref="Measures.Asking.Ask"/> it asks to answer; null for everything else.</summary>
    public string? Ask { get; init; }

    /// <summary>Nothing more is done with it.</summary>
    [JsonIgnore]
    public bool IsOver => State is MessageState.Sent or MessageState.Failed or MessageState.Dropped;

    /// <summary>True for mail to the team: alerts.</summary>
    public required bool ToStaff { get; init; }

    public required MessageState State { get; init; }

    public required Instant PlannedAt { get; init; }

    /// <summary>For alerts: <c>safeguarding</c>, <c>breach</c>, <c>unreadable</c>, <c>dataGap</c> or <c>other</c>.</summary>
    public string? Alert { get; init; }

    /// <summary>What an alert is about, in words without anything personal.</summary>
    public string? About { get; init; }

    /// <summary>Which appointment it is about, where that is not the one under way; null for that one.</summary>
    public string? Appointment { get; init; }

    /// <summary>The immutable id of the committed draft, and of the sent mail; for a text message the reference that it is sent under.</summary>
    public string? DraftId { get; init; }

    public Instant? SentAt { get; init; }

    /// <summary>The subject it went out with; it carries nothing personal.</summary>
    public string? Subject { get; init; }
}
