using System.Collections.Immutable;
using NodaTime;

namespace Heldspace.Intake;

/// <summary>What was missing of a referral, as whoever has its receipt link typed it in: by <see cref="Field.Name"/>, before anything is read into it.</summary>
public sealed record ReceivedMore
{
    public const int CurrentSchema = 1;

    public int Schema { get; init; } = CurrentSchema;

    public required string Service { get; init; }

    /// <summary>What it is about.</summary>
    public required CaseId Case { get; init; }

    public required Instant ReceivedAt { get; init; }

    /// <summary>Trimmed; empty answers are left out.</summary>
    public required ImmutableSortedDictionary<string, string> Answers { get; init; }

    /// <summary>Whether the field that no person sees was filled in too.</summary>
    public bool Suspect { get; init; }

    /// <summary>The same answers as a form, which is read by the same rules.</summary>
    public ReceivedForm AsForm() => new() { Service = Service, Submission = Case.Text, ReceivedAt = ReceivedAt, Answers = Answers };
}
