using System.Buffers.Binary;
using System.Text.Json.Nodes;
using NodaTime;

namespace Heldspace.Local.Microsoft365;

/// <summary>A mailbox as a list shows it.</summary>
public sealed record MailboxListing(string Address, string DisplayName, MailboxKind Kind);

/// <summary>A mail that left the tenant: one for each recipient who has no mailbox in it.</summary>
/// <param name="At">When it was sent.</param>
/// <param name="From">The mailbox that sent it.</param>
/// <param name="To">The recipient's address.</param>
/// <param name="Message">The message as the recipient sees it, attachments and headers included.</param>
public sealed record SentMail(Instant At, string From, string To, JsonObject Message);

/// <summary>
/// The state of a Microsoft 365 tenant: mailboxes, their mail and calendars, and what people do in Outlook. Thread-safe: everything happens under one lock, and what is handed out is a copy.
/// Addresses compare without regard to case. An address or id that does not exist throws <see cref="KeyNotFoundException"/>.
/// </summary>
/// <param name="clock">Every time written comes from it.</param>
public sealed partial class Tenant(IClock clock)
{
    private readonly Dictionary<string, Mailbox> mailboxes = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Mailbox> byUserId = new(StringComparer.OrdinalIgnoreCase);
    private readonly PriorityQueue<Action, (Instant Due, long Order)> underWay = new();
    private readonly List<SentMail> outbox = [];
    private long order;
    private long lastVersion;
    private long lastMessageNumber;
    private int underWayCount;

    /// <summary>How long an invitation, an update or a response takes to the other mailbox. Default 0.2 s by the tenant's clock.</summary>
    public Duration MeetingDelay { get; set; } = Duration.FromMilliseconds(200);

    /// <summary>Whether delta queries answer <c>internetMessageHeaders</c> when selected. Default yes; what Graph does is not documented, so clients must do without.</summary>
    public bool HeadersInDelta { get; set; } = true;

    /// <summary>Whether a delta query answers only id and read state of a message whose read state alone changed, as Graph has been seen to do. Default yes.</summary>
    public bool SparseReadChanges { get; set; } = true;

    public IClock Clock { get; } = clock;

    /// <summary>The directory's id, sent in notifications.</summary>
    public string Id { get; } = Identifiers.Named("tenant").ToString();

    internal Lock Gate { get; } = new();

    /// <summary>Grows when every delta token given out so far is to be refused.</summary>
    internal int DeltaGeneration { get; private set; } = 1;

    /// <summary>Called under the lock for every change that a subscription may ask about.</summary>
    internal Action<Notice>? Noticed { get; set; }

    internal Subscriptions Subscriptions { get; } = new();

    /// <summary>Mail that left the tenant, oldest first.</summary>
    public IReadOnlyList<SentMail> Outbox
    {
        get
        {
            lock (Gate)
            {
                return [.. outbox];
            }
        }
    }

    public IReadOnlyList<MailboxListing> Mailboxes
    {
        get
        {
            lock (Gate)
            {
                return [.. mailboxes.Values.Select(static box => new MailboxListing(box.Address, box.DisplayName, box.Kind))];
            }
        }
    }

    /// <summary>When the next invitation, update or response under way arrives, for a clock that jumps; nothing if none is.</summary>
    public Instant? NextDue
    {
        get
        {
            lock (Gate)
            {
                return underWay.TryPeek(out _, out var due) ? due.Due : null;
            }
        }
    }

    internal bool AnythingUnderWay => Volatile.Read(ref underWayCount) > 0;

    /// <summary>Adds a mailbox. Adding it again changes nothing.</summary>
    public void AddMailbox(string address, string displayName, MailboxKind kind = MailboxKind.User)
    {
        lock (Gate)
        {
            if (!mailboxes.ContainsKey(address))
            {
                Put(new Mailbox(address, displayName, kind));
            }
        }
    }

    /// <summary>Removes a mailbox with everything in it, as when a licence is taken away.</summary>
    public void RemoveMailbox(string address)
    {
        lock (Gate)
        {
            byUserId.Remove(Known(address).UserId);
            mailboxes.Remove(address);
        }
    }

    /// <summary>Whether somebody has asked to be told of changes in a mailbox.</summary>
    public bool IsWatched(string address)
    {
        lock (Gate)
        {
            var box = Known(address);
            return Subscriptions.All.Any(subscription => subscription.UserId == box.UserId);
        }
    }

    /// <summary>Makes every delta token given out so far answer 410, as Graph does after some days.</summary>
    public void ExpireDeltaTokens()
    {
        lock (Gate)
        {
            DeltaGeneration++;
        }
    }

    /// <summary>Brings everything under way to its mailbox now, whatever the clock says, and what that sets under way as well.</summary>
    public void Settle()
    {
        lock (Gate)
        {
            while (underWay.TryDequeue(out var arrive, out _))
            {
                underWayCount--;
                arrive();
            }
        }
    }

    /// <summary>Brings what is due by the clock to its mailbox. Called before every request; harmless to repeat.</summary>
    public void DeliverDue()
    {
        if (AnythingUnderWay)
        {
            lock (Gate)
            {
                Arrive();
            }
        }
    }

    /// <summary>The mailbox that a request names by address or id, or Graph's refusal.</summary>
    internal Mailbox Box(string user)
    {
        if (mailboxes.TryGetValue(user, out var box) || byUserId.TryGetValue(user, out box))
        {
            return box;
        }

        // A user that the directory knows without a mailbox, and one that it does not know, are refused differently.
        throw user.Contains('@', StringComparison.Ordinal) || !Guid.TryParse(user, out _)
            ? new GraphError(404, "ErrorInvalidUser", $"The requested user '{user}' is invalid.")
            : new GraphError(404, "MailboxNotEnabledForRESTAPI", "The mailbox is either inactive, soft-deleted, or is hosted on-premise.");
    }

    internal Mailbox? Find(string? address) => address is null ? null : mailboxes.GetValueOrDefault(address);

    internal IEnumerable<Mailbox> Boxes => mailboxes.Values;

    internal void Arrive()
    {
        var now = Clock.GetCurrentInstant();
        while (underWay.TryPeek(out _, out var due) && due.Due <= now)
        {
            var arrive = underWay.Dequeue();
            underWayCount--;
            arrive();
        }
    }

    internal long NextVersion() => ++lastVersion;

    internal static string ChangeKey(long version)
    {
        Span<byte> key = stackalloc byte[18];
        key.Clear();
        (key[0], key[4]) = (0x09, 0x16);
        BinaryPrimitives.WriteInt64BigEndian(key[8..], version);
        return Convert.ToBase64String(key);
    }

    internal static string ETag(long version) => $"W/\"{ChangeKey(version)}\"";

    private void Put(Mailbox box)
    {
        mailboxes.Add(box.Address, box);
        byUserId.Add(box.UserId, box);
    }

    private void Later(Action arrive)
    {
        underWay.Enqueue(arrive, (Clock.GetCurrentInstant() + MeetingDelay, order++));
        underWayCount++;
    }

    private Mailbox Known(string address) =>
        mailboxes.TryGetValue(address, out var box) ? box : throw new KeyNotFoundException("There is no such mailbox.");

    private T Tell<T>(Func<T> act)
    {
        lock (Gate)
        {
            Arrive();
            try
            {
                return act();
            }
            catch (GraphError error) when (error.Status == 404 || error.Code is "ErrorInvalidIdMalformed" or "ErrorInvalidMailboxItemId")
            {
                throw new KeyNotFoundException(error.Message, error);
            }
        }
    }

    private void Tell(Action act) => Tell(() =>
    {
        act();
        return true;
    });
}

/// <summary>A change that subscriptions may be told about.</summary>
/// <param name="Box">Whose mailbox.</param>
/// <param name="Kind"><c>Message</c> or <c>Event</c>.</param>
/// <param name="Folder">The folder of a message.</param>
/// <param name="Change"><c>created</c>, <c>updated</c> or <c>deleted</c>.</param>
internal sealed record Notice(Mailbox Box, string Kind, Folder? Folder, string Change, string Id, string ImmutableId, string ETag);
