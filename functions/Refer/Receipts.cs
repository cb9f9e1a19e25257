using Heldspace.Services;
using NodaTime;

namespace Heldspace.Functions.Refer;

/// <summary>What a receipt link shows.</summary>
/// <param name="Service">The service that answers.</param>
/// <param name="Entries">One for each child of the referral; empty while nothing is decided.</param>
/// <param name="Waiting">Whether something is still being worked out, so that looking again soon is worth it.</param>
/// <param name="Young">Whether a young person wrote about themselves: they are spoken to, not about.</param>
public sealed record Receipt(ServiceDefinition Service, IReadOnlyList<ReceiptEntry> Entries, bool Waiting, bool Young = false)
{
    /// <summary>Whether an adult asked for a consultation for themselves: nothing is said of a child.</summary>
    public bool Consultation { get; init; }
}

/// <summary>How far a referral has come.</summary>
public enum ReceiptState
{
    /// <summary>A time is being looked for.</summary>
    Waiting,

    /// <summary>An appointment is held.</summary>
    Held,

    /// <summary>An appointment is held while something is still to be told or decided.</summary>
    Provisional,

    /// <summary>An appointment is held until the mailed link is opened and confirmed, at most 48 hours.</summary>
    ConfirmNeeded,

    /// <summary>No place is free in time; a manager has been told.</summary>
    NoPlaceYet,

    /// <summary>Not for this service; another one is named.</summary>
    Signposted,

    /// <summary>Nothing is being looked for now: somebody of the service is in touch with them, or the work goes on or is done.</summary>
    InTouch,
}

/// <summary>One child's referral as its sender may see it: no name of theirs, nothing of what was said.</summary>
public sealed record ReceiptEntry
{
    /// <summary>Reference as people see it; null only while waiting.</summary>
    public required string? Reference { get; init; }

    public required ReceiptState State { get; init; }

    /// <summary>Start and end of the appointment; null where there is none.</summary>
    public Instant? Start { get; init; }

    public Instant? End { get; init; }

    public PlaceKind? PlaceKind { get; init; }

    /// <summary>Shown behind this link only; null where it is the child's own place or none.</summary>
    public string? PlaceName { get; init; }

    /// <inheritdoc cref="PlaceName"/>
    public string? PlaceAddress { get; init; }

    /// <summary>First name of the person they will meet.</summary>
    public string? Clinician { get; init; }

    /// <summary>Address of the page where they agree, choose another place or cancel; null where they cannot.</summary>
    public string? Link { get; init; }

    /// <summary>What is still to be told, in the words of <see cref="Heldspace.Intake.Field.Label"/>.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>Address of the page where they tell it; null where they cannot.</summary>
    public string? MissingLink { get; init; }

    /// <summary>Where else to turn; null unless signposted.</summary>
    public Signpost? Signpost { get; init; }

    /// <summary>Why, in words that the sender may read.</summary>
    public string? Reason { get; init; }

    /// <summary>Whether there is an appointment to put into a calendar.</summary>
    public bool HasAppointment =>
        State is ReceiptState.Held or ReceiptState.Provisional or ReceiptState.ConfirmNeeded && Start is not null && End is not null && Reference is not null;
}

/// <summary>Reads what a receipt link shows; null where the token is unknown or has expired.</summary>
internal sealed class Receipts(Func<string, CancellationToken, Task<Receipt?>> read)
{
    public Task<Receipt?> Read(string token, CancellationToken cancellation) => read(token, cancellation);
}
