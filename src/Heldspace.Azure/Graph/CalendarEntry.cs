using System.Collections.Immutable;
using Heldspace.Intake;
using Heldspace.Services;
using NodaTime;

namespace Heldspace.Azure.Graph;

/// <summary>
/// An appointment as a calendar shows it: private, busy, without an online meeting. It carries references only, never a name: invitations travel.
/// </summary>
public sealed record CalendarEntry
{
    public required string Subject { get; init; }

    /// <summary>Start included, end excluded. Whole minutes.</summary>
    public required Interval Time { get; init; }

    /// <summary>The kind of place, never an address.</summary>
    public string? Location { get; init; }

    /// <summary>Plain text, written as <see cref="MailBody.Html"/> does.</summary>
    public ImmutableArray<string> Paragraphs { get; init; } = [];

    public ImmutableArray<Invited> Attendees { get; init; } = [];

    /// <summary>Minutes before the start, 0–20160; null for no reminder.</summary>
    public int? ReminderMinutes { get; init; }

    /// <summary>Appointment and attempt, opaque, at most 200 characters: what it is found again by.</summary>
    public required string Marker { get; init; }

    /// <summary>
    /// Derived from appointment and attempt, so that booking twice books once. Graph keeps it for good: booking again after a removal takes a new one.
    /// </summary>
    public required string TransactionId { get; init; }
}

/// <param name="Name">Shown in the invitation.</param>
/// <param name="IsRoom">Booked as a resource; otherwise a person whose attendance is required.</param>
public sealed record Invited(EmailAddress Address, string Name, bool IsRoom = false);

/// <summary>What stands in a calendar.</summary>
/// <param name="EventId">Immutable while the event stays in this calendar.</param>
/// <param name="ICalUId">The same in every attendee's copy.</param>
/// <param name="Time">A whole-day entry covers the London days it names.</param>
/// <param name="ShowAs">Graph's word: free, tentative, busy, oof, workingElsewhere, unknown.</param>
/// <param name="IsCancelled">Cancelled by its organiser and not yet removed here.</param>
/// <param name="Marker">Ours, where it is an appointment of ours; null otherwise.</param>
public sealed record CalendarItem(string EventId, string? ICalUId, Interval Time, string ShowAs, bool IsCancelled, string? Marker)
{
    /// <summary>Whether it takes the time, as Outlook's own availability counts: anything but free and working elsewhere.</summary>
    public bool IsBusy => !IsCancelled && ShowAs is not ("free" or "workingElsewhere");

    /// <summary>Whether it is one of a series.</summary>
    public bool IsOfSeries { get; init; }

    /// <summary>What those invited answered, where that was asked for.</summary>
    public ImmutableArray<InvitedsAnswer> Answers { get; init; } = [];
}

/// <param name="Address">Who was invited.</param>
/// <param name="Response">Graph's word: none, notResponded, accepted, tentativelyAccepted, declined, organizer.</param>
/// <param name="At">When they answered; null where they did not.</param>
/// <param name="Proposed">The other time that they propose; null where they propose none.</param>
public sealed record InvitedsAnswer(EmailAddress Address, string Response, Instant? At, Interval? Proposed);

/// <summary>What a look into a diary shows.</summary>
public abstract record DiaryLook
{
    private DiaryLook()
    {
    }

    public sealed record Seen(ImmutableArray<CalendarItem> Items) : DiaryLook;

    /// <summary>There is no such mailbox any more, or it has no calendar.</summary>
    public sealed record NoMailbox : DiaryLook;
}

/// <summary>What became of a booking.</summary>
public abstract record Booking
{
    private Booking()
    {
    }

    /// <summary>It stands in the calendar, now or already.</summary>
    public sealed record Booked(string EventId, string? ICalUId) : Booking;

    /// <summary>It was booked once and is no longer there: somebody removed it. A further attempt takes another transaction id.</summary>
    public sealed record Removed : Booking;

    /// <summary>The mailbox is gone, or has no calendar any more.</summary>
    public sealed record NoMailbox : Booking;
}

/// <summary>What became of a change to an entry.</summary>
public enum EntryUpdate
{
    Updated,

    /// <summary>Somebody deleted it.</summary>
    Gone,
}

/// <summary>When somebody is taken.</summary>
public abstract record Availability
{
    private Availability()
    {
    }

    /// <param name="Busy">In order, apart from each other, in whole quarter hours, inside what was asked for.</param>
    public sealed record BusyTimes(ImmutableArray<Interval> Busy) : Availability
    {
        /// <summary>The part of it in which they are shown as away: leave, illness.</summary>
        public ImmutableArray<Interval> Away { get; init; } = [];

        /// <summary>The working hours of their mailbox, London time; null where it has none, or has them in another zone.</summary>
        public WorkingHours? Hours { get; init; }
    }

    /// <summary>Nothing is known, so nothing may be booked.</summary>
    /// <param name="Reason">Graph's code, or why its answer cannot be used. Never personal.</param>
    public sealed record NotAvailable(string Reason) : Availability;
}
