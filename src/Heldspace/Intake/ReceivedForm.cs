using System.Collections.Immutable;
using NodaTime;

namespace Heldspace.Intake;

/// <summary>A form as it was sent in: what people typed, by <see cref="Field.Name"/>, before anything is read into it.</summary>
public sealed record ReceivedForm
{
    public const int CurrentSchema = 1;

    public int Schema { get; init; } = CurrentSchema;

    public required string Service { get; init; }

    /// <summary>Opaque, the same however often the form is sent: sending it twice is one referral.</summary>
    public required string Submission { get; init; }

    public required Instant ReceivedAt { get; init; }

    /// <summary>What was typed about the referrer and the child, trimmed; empty answers are left out.</summary>
    public required ImmutableSortedDictionary<string, string> Answers { get; init; }

    public ImmutableArray<FormAttachment> Attachments { get; init; } = [];
}

/// <param name="Name">As the sender named the file: a claim, never a path.</param>
/// <param name="ContentType">As the browser named it: a claim.</param>
/// <param name="Blob">Where its bytes are kept, a name of our own making in the <c>attachments</c> container.</param>
/// <param name="Length">In bytes.</param>
public sealed record FormAttachment(string Name, string? ContentType, string Blob, long Length);
