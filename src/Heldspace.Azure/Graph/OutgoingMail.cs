using System.Collections.Immutable;
using Heldspace.Intake;

namespace Heldspace.Azure.Graph;

/// <summary>A mail to write. Nothing personal belongs in its subject.</summary>
public sealed record OutgoingMail
{
    public required ImmutableArray<EmailAddress> To { get; init; }

    public ImmutableArray<EmailAddress> Cc { get; init; } = [];

    public required string Subject { get; init; }

    /// <summary>
    /// Plain text, never markup. A line break inside a paragraph is kept, lines that start with "- " become a list, and an https address becomes a link.
    /// </summary>
    public required ImmutableArray<string> Paragraphs { get; init; }

    /// <summary>A whole page in place of the paragraphs: nothing fetched, no script, everything encoded. Null for every mail without tables.</summary>
    public string? Html { get; init; }

    /// <summary>The message's opaque id, at most 200 characters: the draft bears it, so that orphans are found.</summary>
    public required string Marker { get; init; }
}
