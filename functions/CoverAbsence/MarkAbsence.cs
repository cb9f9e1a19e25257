using System.Globalization;
using Heldspace.Azure.Records;
using Heldspace.Functions.Hosting;
using Heldspace.Pathway;
using Heldspace.Services;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Functions.CoverAbsence;

/// <summary>
/// What somebody who signed in may do about absences. The plan, the moves and the calendar follow from the queue; where a crash keeps it from being queued,
/// the reconciliation does that. Nothing here asks Graph.
/// </summary>
internal sealed class MarkAbsence(Absences absences, AbsenceDiary diary, Outbox outbox, IClock clock)
{
    /// <summary>Longer than any leave; whoever is away longer leaves the team.</summary>
    public const int MostDays = 92;

    /// <summary>Marks somebody away and has the list made. Marking a time that is marked already is the same absence.</summary>
    /// <param name="service">Whose team.</param>
    /// <param name="clinician">Who, by id.</param>
    /// <param name="first">The first day.</param>
    /// <param name="last">The last day.</param>
    /// <param name="by">Who says so.</param>
    /// <param name="from">From when on the first day, London time; null for all of it.</param>
    /// <param name="mailboxGone">Whether their mailbox is gone.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="ArgumentException">The days end before they begin, lie in the past or are too many, or nobody of that id is in the team.</exception>
    public async Task<Absence> Mark(
        ServiceDefinition service, string clinician, LocalDate first, LocalDate last, string by, LocalTime? from = null, bool mailboxGone = false, CancellationToken cancellation = default)
    {
        var now = clock.GetCurrentInstant();
        var today = London.Day(now);
        if (last < first || last < today || Period.DaysBetween(first, last) >= MostDays || service.Team.All(member => member.Id != clinician))
        {
            throw new ArgumentException($"Give a member of the team, and at most {MostDays} days of which the last is not past.");
        }

        var start = from is { } time ? London.At(first, time) : (Instant?)null;
        var id = Keys.Fingerprint(16, service.Id, clinician, first.ToString("uuuuMMdd", null), last.ToString("uuuuMMdd", null), start?.ToString() ?? "");
        var absence = new Absence
        {
            Id = id,
            Service = service.Id,
            Clinician = clinician,
            First = first,
            Last = last,
            Start = start,
            State = AbsenceState.Marked,
            By = by,
            MarkedAt = now,
            TouchedAt = now,
            MailboxGone = mailboxGone,
        };

        // Two who mark the same illness at once, or one who presses twice, do not make two lists of the same children.
        if ((await absences.All(service.Id, cancellation)).FirstOrDefault(other => IsSame(other, absence)) is { } same)
        {
            absence = same;
        }
        else if (!await absences.Mark(absence, cancellation) && await absences.Read(service.Id, id, cancellation) is { } stored)
        {
            if (stored.Absence is { State: not AbsenceState.Undone, End: { } back } && back < London.At(last.PlusDays(1), LocalTime.Midnight))
            {
                // They came back sooner, and are away again: what is left of the days is an absence of its own.
                return await Mark(service, clinician, London.Day(back), last, by, from: back.InZone(London.Zone).TimeOfDay, mailboxGone: mailboxGone, cancellation: cancellation);
            }

            // Marked again after it was undone: planned anew. Otherwise it is the same absence.
            absence = absence with { Version = stored.Absence.Version + 1 };
            absence = stored.Absence.State == AbsenceState.Undone && await absences.Commit(stored, absence, cancellation) ? absence : stored.Absence;
        }

        await diary.Keep(service, absence, cancellation);
        await Queue(absence, null, cancellation);
        return absence;
    }

    /// <summary>Does what the list says. False where there is no list to confirm (any more), or another than was shown.</summary>
    /// <param name="by">Who says so, by sign-in name.</param>
    /// <param name="shown">The version of the list that was shown.</param>
    public Task<bool> Confirm(ServiceDefinition service, string id, string by, int shown, CancellationToken cancellation) => Step(
        service,
        id,
        absence => absence.State == AbsenceState.Proposed && absence.Version == shown ? absence with { State = AbsenceState.Confirmed, ConfirmedBy = by } : null,
        absence => absence.State == AbsenceState.Confirmed,
        cancellation);

    /// <summary>Takes it back, at any time: what was moved goes back where it can. False where there is nothing of that id.</summary>
    /// <param name="by">Who says so, by sign-in name.</param>
    public Task<bool> Undo(ServiceDefinition service, string id, string by, CancellationToken cancellation) => Step(
        service,
        id,
        absence => absence.State == AbsenceState.Undone ? null : absence with { State = AbsenceState.Undone, UndoneBy = by },
        absence => absence.State == AbsenceState.Undone,
        cancellation);

    /// <summary>Has the list made anew, before it is confirmed.</summary>
    public Task<bool> LookAgain(ServiceDefinition service, string id, CancellationToken cancellation) => Step(
        service,
        id,
        absence => absence.State == AbsenceState.Proposed ? absence with { State = AbsenceState.Marked, Items = [] } : null,
        absence => absence.State == AbsenceState.Marked,
        cancellation);

    /// <summary>They are back sooner. Who was given another place keeps it; a list that nobody has confirmed is made anew.</summary>
    /// <param name="until">From then on they are there: after the absence began, before it ends.</param>
    public Task<bool> EndAt(ServiceDefinition service, string id, Instant until, CancellationToken cancellation) => Step(
        service,
        id,
        absence => absence.State == AbsenceState.Undone || until <= absence.Time.Start || until >= absence.Time.End ? null
            : absence with { End = until, State = absence.State == AbsenceState.Confirmed ? AbsenceState.Confirmed : AbsenceState.Marked, Items = absence.State == AbsenceState.Confirmed ? absence.Items : [] },
        absence => absence.End == until,
        cancellation);

    /// <summary>Queues what follows from its state once more.</summary>
    /// <param name="again">Tells it from what was queued for the same state before; null for the same.</param>
    public Task Queue(Absence absence, string? again, CancellationToken cancellation) => outbox.Send(
        QueueNames.Allocations,
        new AbsenceMarked(absence.Service, absence.Id, absence.State) { Again = absence.Version.ToString(CultureInfo.InvariantCulture) + again },
        cancellation);

    /// <summary>Whether one that stands already says all that the other would.</summary>
    private static bool IsSame(Absence other, Absence absence) =>
        other.State != AbsenceState.Undone && other.Clinician == absence.Clinician && other.Time.Start <= absence.Time.Start && other.Time.End >= absence.Time.End;

    private async Task<bool> Step(ServiceDefinition service, string id, Func<Absence, Absence?> change, Func<Absence, bool> isDone, CancellationToken cancellation)
    {
        while (await absences.Read(service.Id, id, cancellation) is { } stored)
        {
            if (change(stored.Absence) is not { } changed)
            {
                if (!isDone(stored.Absence))
                {
                    return false;
                }

                // Pressed twice: what follows is queued again, which changes nothing.
                await Queue(stored.Absence, null, cancellation);
                return true;
            }

            changed = changed with { Version = stored.Absence.Version + 1, Settled = false, TouchedAt = clock.GetCurrentInstant() };
            if (await absences.Commit(stored, changed, cancellation))
            {
                await diary.Keep(service, changed, cancellation);
                await Queue(changed, null, cancellation);
                return true;
            }
        }

        return false;
    }
}
