using Heldspace.Allocation;
using Heldspace.Azure.Graph;
using Heldspace.Azure.Records;
using Heldspace.Functions.AllocateAppointment;
using Heldspace.Functions.Hosting;
using Heldspace.Pathway;
using Heldspace.Services;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Functions.CoverAbsence;

/// <summary>
/// Brings an absence one step further: plans what each child would get, moves the appointments once a person confirmed, moves them back once it is undone.
/// Trigger: a message in the queue <c>allocations</c>. Every step looks at what stands and does what is missing, so that it may be done again.
/// </summary>
internal sealed partial class CoverAbsence(
    Absences absences, Cases cases, DiaryDays diaries, Diary diary, DiaryView view, CaseQueue queue, ServiceDefinitions services, IClock clock, ILogger<CoverAbsence> logger)
{
    /// <summary>Nearer than this a family hears of a change by telephone first.</summary>
    private static readonly Duration RingFirst = Duration.FromHours(48);

    public async Task Handle(AbsenceMarked message, CancellationToken cancellation)
    {
        var service = services.Require(message.Service);
        if (await absences.Read(service.Id, message.Absence, cancellation) is not { } stored)
        {
            Log.NoSuchAbsence(logger, message.Absence);
            return;
        }

        switch (stored.Absence.State)
        {
            case AbsenceState.Marked:
                if (!await absences.Commit(stored, await Plan(service, stored.Absence, cancellation), cancellation))
                {
                    throw new Contended("The absence was changed meanwhile.");
                }

                break;

            case AbsenceState.Confirmed:
                await BlockDiary(service, stored.Absence, cancellation);
                await MoveAll(service, stored.Absence, item => item.To is { } to ? (item.From, to) : null, "The clinician is away; a colleague confirmed it.", cancellation);
                break;

            case AbsenceState.Undone:
                await FreeDiary(service, stored.Absence, cancellation);
                await MoveAll(service, stored.Absence, item => item.To is { } to ? (to, item.From) : null, "The clinician is not away after all.", cancellation);
                break;
        }
    }

    private static string Marker(Absence absence) => $"away:{absence.Id}";

    private async Task<Absence> Plan(ServiceDefinition service, Absence absence, CancellationToken cancellation)
    {
        var now = clock.GetCurrentInstant();
        var displaced = (await diaries.Read(service, absence.First, absence.Last, absence.Clinician, cancellation))
            .Where(entry => entry.Appointment.State == AppointmentState.Held && entry.Appointment.Slot!.Start > now)
            .Select(entry => new Displaced<DiaryEntry>(
                entry, entry.Appointment.Slot!, HoldAppointment.Need(service, entry.File, entry.Appointment), entry.Appointment.AgreedAt is not null))
            .ToList();
        if (displaced.Count == 0)
        {
            return absence with { State = AbsenceState.Proposed, Items = [] };
        }

        var taken = await view.Read(service, [.. displaced.Select(one => one.Need)], now, cancellation);
        return absence with
        {
            State = AbsenceState.Proposed,
            Items =
            [
                .. PlanAbsence.Of(service, absence.Clinician, absence.First, absence.Last, displaced, taken, now).Select(one => new AbsenceItem(
                    one.Displaced.Id.File.Case.Id,
                    one.Displaced.Id.File.Case.Reference,
                    one.Displaced.Id.Appointment.Id,
                    one.Displaced.Held,
                    one.Place?.Slot,
                    one.InTime,
                    one.Displaced.Agreed || one.Displaced.Held.Start - now < RingFirst,
                    one.Words)),
            ],
        };
    }

    /// <summary>Moves what still stands where the plan found it. Who was moved by somebody else meanwhile is left where they are.</summary>
    private async Task MoveAll(
        ServiceDefinition service, Absence absence, Func<AbsenceItem, (Slot From, Slot To)?> way, string reason, CancellationToken cancellation)
    {
        var again = false;
        foreach (var item in absence.Items)
        {
            if (way(item) is not var (from, to)
                || await cases.Read(service.Id, item.Case, cancellation) is not { } stored
                || stored.File.Appointments.FirstOrDefault(other => other.Id == item.Appointment) is not { State: AppointmentState.Held } appointment)
            {
                continue;
            }

            var current = stored;
            if (appointment.Move is null && appointment.Slot is { } stands && stands.Key() == from.Key())
            {
                if (MoveAppointment.Want(stored.File, appointment, to, MovedBy.Staff, reason, clock.GetCurrentInstant()) is not { } change
                    || await cases.Commit(stored, change, cancellation) is not { } committed)
                {
                    again = true;
                    continue;
                }

                current = committed;
            }
            else if (appointment.Move is not { } move || move.Slot.Key() != to.Key())
            {
                // A move that is still under way the other way round has to end first.
                again |= appointment.Move is { } other && other.Slot.Key() == from.Key();
                continue;
            }

            await queue.Allocation(service, current.File, appointment, $"absence:{absence.Id}:{absence.State}", cancellation);
        }

        if (again)
        {
            throw new Contended("Appointments were changed meanwhile.");
        }
    }

    /// <summary>The days away stand in the clinician's own calendar, so that nothing new is held there.</summary>
    private async Task BlockDiary(ServiceDefinition service, Absence absence, CancellationToken cancellation)
    {
        if (service.Team.FirstOrDefault(member => member.Id == absence.Clinician) is not { } clinician)
        {
            return;
        }

        _ = await diary.Book(
            clinician.Mailbox,
            new()
            {
                TransactionId = Keys.Fingerprint(32, absence.Service, absence.Id),
                Marker = Marker(absence),
                Subject = "Away",
                Time = new(London.At(absence.First, LocalTime.Midnight), London.At(absence.Last.PlusDays(1), LocalTime.Midnight)),
            },
            cancellation);
    }

    private async Task FreeDiary(ServiceDefinition service, Absence absence, CancellationToken cancellation)
    {
        if (service.Team.FirstOrDefault(member => member.Id == absence.Clinician) is not { } clinician)
        {
            return;
        }

        foreach (var item in await diary.FindByMarker(clinician.Mailbox, Marker(absence), cancellation))
        {
            await diary.Remove(clinician.Mailbox, item.EventId, cancellation);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "There is no absence {Absence}: nothing to plan")]
        public static partial void NoSuchAbsence(ILogger logger, string absence);
    }
}
