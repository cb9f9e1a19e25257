using System.Collections.Immutable;
using Heldspace.Allocation;
using Heldspace.Azure.Graph;
using Heldspace.Azure.Records;
using Heldspace.Functions.AllocateAppointment;
using Heldspace.Functions.Hosting;
using Heldspace.Pathway;
using Heldspace.Services;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Functions.FollowCalendar;

/// <summary>
/// Follows what people did with one appointment in Outlook. Trigger: a hint in the queue <c>allocations</c>. Reads the case and the real event, decides, commits;
/// what is to be held, moved or told goes on from there. Removed last: the hint. Where Graph does not answer nothing is known and nothing changes.
/// </summary>
internal sealed partial class CompareWithDiary(
    Cases cases, Slots slots, Diary diary, DiaryView view, CaseQueue queue, ServiceDefinitions services, IClock clock, ILogger<CompareWithDiary> logger)
{
    private const int MostTries = 5;

    public async Task Handle(AppointmentChanged hint, CancellationToken cancellation)
    {
        var service = services.Require(hint.Service);
        for (var tries = 0; tries < MostTries; tries++)
        {
            var stored = await cases.Read(service.Id, hint.Case, cancellation);
            if (stored?.File.Appointments.FirstOrDefault(other => other.Id == hint.Appointment) is not { } appointment)
            {
                Log.NoSuchAppointment(logger, hint.Case, hint.Appointment);
                return;
            }

            var committed = IsUnderWay(appointment) ? stored : await Follow(service, stored, appointment, cancellation);
            if (committed is null)
            {
                // Somebody else committed in between: what they did is read, and looked at again.
                continue;
            }

            // After a crash the change stands and what follows may not have been queued: it is queued again, and doing it again changes nothing.
            var current = committed.File.Appointments.First(other => other.Id == appointment.Id);
            if (IsUnderWay(current))
            {
                await queue.Allocation(service, committed.File, current, $"follow:{hint.Moment}", cancellation);
            }

            await queue.Messages(service, committed.File, cancellation);
            return;
        }

        throw new Contended("The case changed again and again.");
    }

    /// <summary>Whether it is being held, moved or tidied: then the calendar is not expected to say what the case says.</summary>
    private static bool IsUnderWay(Appointment appointment) =>
        appointment.State is AppointmentState.Wanted or AppointmentState.Proposing || appointment.Move is not null || !appointment.Superseded.IsEmpty;

    private async Task<StoredCase?> Follow(ServiceDefinition service, StoredCase stored, Appointment appointment, CancellationToken cancellation)
    {
        if (appointment is not { State: AppointmentState.Held, Slot: { } slot })
        {
            return stored;
        }

        if (await Observe(service, stored.File, appointment, slot, cancellation) is not { } seen)
        {
            // The mailbox is gone: the sweep lists all that is held in it, and a person decides.
            return stored;
        }

        var taken = await TakenAround(service, stored.File, appointment, seen, cancellation);
        var finding = Pathway.FollowCalendar.Judge(service, stored.File, appointment, seen, taken, clock.GetCurrentInstant());
        var offers = Pathway.FollowCalendar.NeedsOffers(finding) ? await Offers(service, stored.File, appointment, seen, finding is Finding.Ring, cancellation) : [];
        if (Pathway.FollowCalendar.Follow(service, stored.File, appointment, finding, offers, clock.GetCurrentInstant()) is not { } change)
        {
            return stored;
        }

        Log.Followed(logger, stored.File.Case.Id, finding.GetType().Name);
        return await cases.Commit(stored, change, cancellation);
    }

    /// <summary>Null where a colleague's mailbox is gone; one who has left the team has none that counts.</summary>
    private async Task<Observed?> Observe(ServiceDefinition service, CaseFile file, Appointment appointment, Slot slot, CancellationToken cancellation)
    {
        if (service.Team.FirstOrDefault(member => member.Id == slot.Clinician) is not { } clinician)
        {
            return new Observed.NoMailbox();
        }

        if (await diary.Look(clinician.Mailbox, slot.Block, cancellation) is not DiaryLook.Seen look)
        {
            return null;
        }

        // A view may lag behind, and an entry may have been moved out of it, so that one that it lacks is looked for by itself, then by its marker.
        var ours = look.Items.FirstOrDefault(item => item.EventId == appointment.EventId)
            ?? (appointment.EventId is { } id ? await diary.Find(clinician.Mailbox, id, cancellation) : null)
            ?? (await diary.FindByMarker(clinician.Mailbox, EntryFor.Marker(file.Case.Id, appointment.Id, appointment.Attempt), cancellation)).FirstOrDefault();
        if (ours is null or { IsCancelled: true })
        {
            return new Observed.Gone();
        }

        var room = service.Rooms.FirstOrDefault(other => other.Id == slot.Room);
        return new Observed.Standing(
            ours.EventId,
            ours.Time,
            ours.ShowAs,
            Scheduler(ours.Answers.FirstOrDefault(answer => answer.Address == service.Scheduler.Mailbox)),
            room is not null && ours.Answers.Any(answer => answer.Address == room.Mailbox && answer.Response == "declined"),
            [
                .. look.Items.Where(item => item.IsBusy && item.Marker is null && item.EventId != ours.EventId)
                    .Select(item => new PutOver(item.EventId, item.Time, item.IsOfSeries)),
            ]);
    }

    private static SchedulersAnswer? Scheduler(InvitedsAnswer? answer)
    {
        var what = answer?.Response switch
        {
            "declined" => Answered.Declined,
            "tentativelyAccepted" => Answered.Tentatively,
            "accepted" => Answered.Accepted,
            _ => (Answered?)null,
        };
        return what is { } given ? new(given, answer!.At ?? Instant.MinValue, answer.Proposed) : null;
    }

    /// <summary>
    /// What is taken around the time where it stands or is proposed, if that is another than the one held. A clinician knows what else stands beside what they
    /// move themself; a scheduler may not, so that their proposal is held against the diary too.
    /// </summary>
    private async Task<TakenTime> TakenAround(ServiceDefinition service, CaseFile file, Appointment appointment, Observed seen, CancellationToken cancellation)
    {
        if (seen is not Observed.Standing standing || (standing.Time == appointment.Slot!.Meeting && standing.Scheduler?.Proposed is null))
        {
            return new([], [], []);
        }

        var time = standing.Scheduler?.Proposed ?? standing.Time;
        var (first, last) = (LondonWeek.Of(Instant.Min(time.Start, standing.Time.Start)), LondonWeek.Of(Instant.Max(time.Start, standing.Time.Start)));
        var claims = (await slots.ClaimsBesides(service, first, last, file.Case.Id, cancellation)).Where(claim => standing.Scheduler?.Proposed is not null || claim.Cell is not CellKey.Away);
        IEnumerable<KeyValuePair<string, ImmutableArray<Interval>>> busy = [];
        if (standing.Scheduler?.Proposed is { } proposed && service.Team.FirstOrDefault(member => member.Id == appointment.Slot.Clinician) is { } clinician
            && await diary.Look(clinician.Mailbox, proposed, cancellation) is DiaryLook.Seen look)
        {
            busy = [KeyValuePair.Create(clinician.Id, look.Items.Where(item => item.IsBusy && item.EventId != standing.EventId).Select(item => item.Time).ToImmutableArray())];
        }

        return new(busy, [], claims);
    }

    /// <summary>
    /// The best places there are now: with somebody else at the very time that the family has planned for, if it is lost, and with the same clinician unless they
    /// are gone.
    /// </summary>
    private async Task<ImmutableArray<Proposal>> Offers(ServiceDefinition service, CaseFile file, Appointment appointment, Observed seen, bool isLost, CancellationToken cancellation)
    {
        var (now, slot) = (clock.GetCurrentInstant(), appointment.Slot!);
        var need = HoldAppointment.Need(service, file, appointment, now);
        need = seen is Observed.NoMailbox
            ? need with { NotWith = need.NotWith.Add(slot.Clinician) }
            : need.Preferring(slot.Clinician) with { Avoid = need.Avoid.Add((slot.Clinician, slot.Block)) };
        need = need with { Keeping = isLost ? slot : null };
        return HoldAppointment.Shortlist(Rank.Places(service, need, await view.Read(service, need, file.Case.Id, now, cancellation), now));
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Case {Case} has no appointment {Appointment}: nothing to compare")]
        public static partial void NoSuchAppointment(ILogger logger, Intake.CaseId @case, string appointment);

        [LoggerMessage(2, LogLevel.Information, "Case {Case}: what people did in Outlook leads to {Finding}")]
        public static partial void Followed(ILogger logger, Intake.CaseId @case, string finding);
    }
}
