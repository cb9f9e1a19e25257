using Heldspace.Azure.Records;
using Heldspace.Functions.Hosting;
using Heldspace.Pathway;
using Heldspace.Services;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Functions.CoverAbsence;

/// <summary>What somebody who signed in may do about absences. The plan, the moves and the calendar follow from the queue.</summary>
internal sealed class MarkAbsence(Absences absences, Outbox outbox, IClock clock)
{
    /// <summary>Longer than any leave; whoever is away longer leaves the team.</summary>
    public const int MostDays = 92;

    /// <summary>Marks somebody away and has the list made. Marking the same days twice is one absence.</summary>
    /// <exception cref="ArgumentException">The days end before they begin, lie in the past or are too many, or nobody of that id is in the team.</exception>
    public async Task<Absence> Mark(ServiceDefinition service, string clinician, LocalDate first, LocalDate last, string by, CancellationToken cancellation)
    {
        var now = clock.GetCurrentInstant();
        var today = London.Day(now);
        if (last < first || last < today || Period.DaysBetween(first, last) >= MostDays || service.Team.All(member => member.Id != clinician))
        {
            throw new ArgumentException($"Give a member of the team, and at most {MostDays} days of which the last is not past.");
        }

        var id = Keys.Fingerprint(16, service.Id, clinician, first.ToString("uuuuMMdd", null), last.ToString("uuuuMMdd", null));
        var absence = new Absence { Id = id, Service = service.Id, Clinician = clinician, First = first, Last = last, State = AbsenceState.Marked, By = by, MarkedAt = now };
        if (!await absences.Mark(absence, cancellation) && await absences.Read(service.Id, id, cancellation) is { } stored)
        {
            // Marked again after it was undone: planned anew. Otherwise it is the same absence.
            absence = stored.Absence.State == AbsenceState.Undone && await absences.Commit(stored, absence, cancellation) ? absence : stored.Absence;
        }

        await Queue(service, absence, cancellation);
        return absence;
    }

    /// <summary>Does what the list says. False where there is no list to confirm (any more).</summary>
    public Task<bool> Confirm(ServiceDefinition service, string id, CancellationToken cancellation) =>
        Step(service, id, AbsenceState.Proposed, AbsenceState.Confirmed, cancellation);

    /// <summary>Takes it back: what was moved goes back where it can. False where nothing was confirmed.</summary>
    public Task<bool> Undo(ServiceDefinition service, string id, CancellationToken cancellation) =>
        Step(service, id, AbsenceState.Confirmed, AbsenceState.Undone, cancellation);

    private async Task<bool> Step(ServiceDefinition service, string id, AbsenceState from, AbsenceState to, CancellationToken cancellation)
    {
        while (await absences.Read(service.Id, id, cancellation) is { } stored)
        {
            if (stored.Absence.State == to)
            {
                // Pressed twice: what follows is queued again, which changes nothing.
                await Queue(service, stored.Absence, cancellation);
                return true;
            }

            if (stored.Absence.State != from)
            {
                return false;
            }

            if (await absences.Commit(stored, stored.Absence with { State = to }, cancellation))
            {
                await Queue(service, stored.Absence with { State = to }, cancellation);
                return true;
            }
        }

        return false;
    }

    /// <summary>The moment tells one marking from another of the same days; a repeat of a step is one message.</summary>
    private Task Queue(ServiceDefinition service, Absence absence, CancellationToken cancellation) => outbox.Send(
        QueueNames.Allocations,
        new AbsenceMarked(service.Id, absence.Id, absence.State) { Again = absence.MarkedAt.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture) },
        cancellation);
}
