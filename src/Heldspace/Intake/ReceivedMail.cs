using System.Collections.Immutable;
using NodaTime;

namespace Heldspace.Intake;

/// <summary>A mail as it was delivered, freed from the shape of the mail system that delivered it.</summary>
public sealed record ReceivedMail
{
    /// <summary>Whom the mail system says it is from; null for mail without a usable sender (some bounces).</summary>
    public required EmailAddress? From { get; init; }

    public string? FromName { get; init; }

    /// <summary>Never shown outside the case.</summary>
    public string Subject { get; init; } = "";

    /// <summary>The body as delivered: HTML or plain text.</summary>
    public string Body { get; init; } = "";

    public bool BodyIsHtml { get; init; }

    public required Instant ReceivedAt { get; init; }

    /// <summary>The sender's own id for the mail, a claim.</summary>
    public string? InternetMessageId { get; init; }

    public string? ConversationId { get; init; }

    /// <summary>Header fields in the order delivered, topmost first; empty where the mail system gave none.</summary>
    public ImmutableArray<MailHeader> Headers { get; init; } = [];

    /// <summary>True for calendar requests and responses, which the mail system marks itself.</summary>
    public bool IsCalendarMail { get; init; }

    public ImmutableArray<MailAttachment> Attachments { get; init; } = [];

    /// <summary>Whether the mail system had put it into Junk.</summary>
    public bool IsJunk { get; init; }

    /// <summary>Whether so much came from its sender that nothing is answered to them by itself: <see cref="RecentMail"/>.</summary>
    public bool RepliesStopped { get; init; }
}

public sealed record MailHeader(string Name, string Value);

/// <param name="Name">As the sender named it: a claim, never a path.</param>
/// <param name="ContentType">As the sender named it: a claim.</param>
/// <param name="Content">The bytes; empty where the mail system would not give them.</param>
/// <param name="IsInline">Part of the body (a logo), not a document.</param>
public sealed record MailAttachment(string Name, string? ContentType, ReadOnlyMemory<byte> Content, bool IsInline)
{
    /// <summary>Of a mail that is attached as it lay in a mailbox: its id, a claim; null for everything else.</summary>
    public string? MessageId { get; init; }
}

/// <summary>What a mail turned out to be.</summary>
public abstract record MailReading
{
    private MailReading()
    {
    }

    /// <summary>A referral of one to many children, complete or not.</summary>
    public sealed record IsReferral(Referral Referral) : MailReading;

    /// <summary>No referral: an automatic reply, a bounce, a calendar reply, a newsletter, or the service's own mail coming back.</summary>
    public sealed record Ignored(string Reason) : MailReading;
}
