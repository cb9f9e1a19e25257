using System.Collections.Immutable;
using Heldspace.Intake;
using NodaTime;

namespace Heldspace.Azure.Graph;

/// <summary>A mail found in a mailbox.</summary>
/// <param name="Id">Immutable while the mail stays in its mailbox, whatever folder it is moved to.</param>
/// <param name="Json">The Graph <c>message</c> in UTF-8 as it came; <see cref="MailJson.Parse(ReadOnlyMemory{byte})"/> reads it again.</param>
public sealed record ArrivedMail(string Id, ReadOnlyMemory<byte> Json, ReceivedMail Mail);

/// <summary>What has come into a folder since a link.</summary>
public abstract record MailboxChanges
{
    private MailboxChanges()
    {
    }

    /// <param name="Messages">Mails in the folder, in Graph's order. One may come again later, after someone touched it.</param>
    /// <param name="NextDeltaLink">Where to go on. To be kept only once the messages are: asking with the old link gives them again.</param>
    /// <param name="More">There is more already: ask again at once.</param>
    public sealed record Changes(ImmutableArray<ArrivedMail> Messages, string NextDeltaLink, bool More) : MailboxChanges;

    /// <summary>Graph no longer knows the link. Ask again without one: everything in the folder comes, what is known already included.</summary>
    public sealed record StartOver : MailboxChanges;
}

/// <summary>What became of a mail to be moved. Either way it is no longer where it was.</summary>
public enum Moved
{
    /// <summary>It is in the folder now.</summary>
    There,

    /// <summary>It has been deleted, or moved out of the mailbox.</summary>
    Gone,
}

/// <summary>What became of a mail to be sent.</summary>
public enum SendOutcome
{
    /// <summary>Outlook has it.</summary>
    Sent,

    /// <summary>It may be on its way or not: ask <see cref="Mailbox.StateOf"/>, never send on suspicion.</summary>
    Unknown,
}

/// <summary>Where a mail that was once a draft stands.</summary>
public enum DraftState
{
    Draft,
    Sent,

    /// <summary>Deleted by somebody, as a draft or after it was sent.</summary>
    Missing,
}

/// <summary>A mail that went out of a mailbox of ours.</summary>
/// <param name="Id">Immutable: the same that it had as a draft.</param>
/// <param name="Marker">The message it was written for.</param>
public sealed record SentMail(string Id, string Marker);

/// <param name="Id">Immutable; survives sending.</param>
/// <param name="Marker">The message it was written for.</param>
/// <param name="Created">When the draft was made: a young one may still be waiting for its case to be committed.</param>
public sealed record MarkedDraft(string Id, string Marker, Instant Created);
