using Heldspace.Allocation;
using Heldspace.Azure.Graph;
using Heldspace.Azure.Records;
using Heldspace.Functions.Hosting;
using Heldspace.Pathway;
using Heldspace.Services;
using NodaTime;

namespace Heldspace.Functions.AllocateAppointment;

/// <summary>
/// Holds an appointment for a case: rank, propose, claim, write into the calendar, read the calendar again, record. Trigger: queue
/// <c>allocations</c>. Removed last: the message. Every step is committed before the next, so that a second run goes on where the first stopped.
/// </summary>
internal sealed partial class AllocateAppointment(
    Cases cases, Slots slots, Diary diary, DiaryView view, HoldEffects effects, PutBack putBack, ServiceDefinitions services, IClock clock, ILogger<AllocateAppointment> logger)
{
    /// <summary>Slots lost to others before the message is put off, so that a busy minute does not become a busy loop.</summary>
    private const int MostTries = 40;

    public async Task Handle(AllocationRequested message, CancellationToken cancellation)
    {
        var service = services.Require(message.Service);
        var stored = await cases.Read(service.Id, message.Case, cancellation);
        var (toldOf, tidied) = (false, false);
        for (var tries = 0; stored is not null && tries < MostTries; tries++)
        {
            var appointment = stored.File.Appointments.FirstOrDefault(other => other.Id == message.Appointment);
            switch (appointment?.State)
            {
                case AppointmentState.Wanted:
                    stored = await Propose(service, stored, appointment, cancellation);
                    break;

                case AppointmentState.Proposing:
                    stored = await Hold(service, stored, appointment, cancellation);
                    break;

                case AppointmentState.Held when appointment.Move is not null:
                    stored = await MoveTo(service, stored, appointment, cancellation);
                    break;

                case AppointmentState.Held when OfferPlaces.IsLooking(appointment):
                    stored = await FindOffers(service, stored, appointment, cancellation);
                    break;

                case { } when !toldOf:
                    // People are told before anything is tidied: what cannot be tidied must not keep it from them.
                    await effects.After(service, stored, appointment!, message.Again, cancellation);
                    toldOf = true;
                    break;

                case { } when !appointment!.Superseded.IsEmpty:
                    stored = await GiveUpEarlierAttempts(service, stored, appointment, cancellation);
                    tidied = true;
                    break;

                case { }:
                    await effects.Settle(stored, appointment!, tidied, cancellation);
                    return;

                default:
                    Log.NoSuchAppointment(logger, message.Case, message.Appointment);
                    return;
            }

            // Somebody else committed in between: what they did is read and taken further.
            stored ??= await cases.Read(service.Id, message.Case, cancellation);
        }

        if (stored is null)
        {
            Log.NoSuchAppointment(logger, message.Case, message.Appointment);
            return;
        }

        throw new Contended("Every place that was tried was taken first.");
    }

    private async Task<StoredCase?> Propose(ServiceDefinition service, StoredCase stored, Appointment appointment, CancellationToken cancellation)
    {
        var now = clock.GetCurrentInstant();
        if (stored.File.Case.Provisional == Provisional.Unconfirmed
            && !await slots.ClaimUnconfirmed(service, stored.File.Case.Id, cancellation))
        {
            return await cases.Commit(stored, HoldAppointment.AwaitConfirmation(service, stored.File, appointment, now), cancellation);
        }

        var need = HoldAppointment.Need(service, stored.File, appointment, now);
        var taken = await view.Read(service, need, now, cancellation);
        var shortlist = HoldAppointment.Shortlist(Rank.Places(service, need, taken, now));
        if (shortlist is not [var best, ..])
        {
            return await cases.Commit(stored, HoldAppointment.NoPlace(service, stored.File, appointment, WaysOut.Of(service, need, taken, now), now), cancellation);
        }

        var late = Time.London.Day(best.Slot.Start) > need.TargetDay;
        var ways = late ? WaysOut.Of(service, need, taken, now) : [];
        return await cases.Commit(stored, HoldAppointment.Propose(stored.File, appointment with { WaysOut = ways }, shortlist, now), cancellation);
    }

    private async Task<StoredCase?> Hold(ServiceDefinition service, StoredCase stored, Appointment appointment, CancellationToken cancellation)
    {
        var slot = appointment.Slot!;
        var bearer = new Bearer(stored.File.Case.Id, appointment.Id, appointment.Attempt);
        if (service.Team.FirstOrDefault(member => member.Id == slot.Clinician) is not { } clinician)
        {
            // They left the team after the slot was chosen.
            return await Commit(service, stored, HoldAppointment.LostToAPerson(service, stored.File, appointment, null, slot.Block, clock.GetCurrentInstant()), bearer, slot, cancellation);
        }

        if (await slots.Claim(service, slot, clinician.WeeklyCapacity, bearer, cancellation) is Claim.Taken)
        {
            Log.LostToAnotherClaim(logger, stored.File.Case.Id, appointment.Attempt);
            return await cases.Commit(stored, HoldAppointment.LostToAnotherClaim(service, stored.File, appointment, clock.GetCurrentInstant()), cancellation);
        }

        var entry = EntryFor.Appointment(service, stored.File, appointment, slot);
        var eventId = await WriteIntoCalendar(clinician, appointment, entry, cancellation);
        var change = eventId is null ? null : await WhatPeopleDid(service, clinician, stored, appointment, eventId, cancellation);
        if (eventId is null || change is not null)
        {
            Log.LostToAPerson(logger, stored.File.Case.Id, appointment.Attempt);
            change ??= HoldAppointment.LostToAPerson(service, stored.File, appointment, null, slot.Block, clock.GetCurrentInstant());
            return await Commit(service, stored, change, bearer, slot, cancellation);
        }

        var held = HoldAppointment.Hold(service, stored.File, appointment, eventId, appointment.WaysOut, clock.GetCurrentInstant());
        return await Commit(service, stored, held, bearer, slot, cancellation);
    }

    /// <summary>Looks through the calendars for other places that a family could choose: with the same clinician if that costs little, none sooner than they may change it.</summary>
    private async Task<StoredCase?> FindOffers(ServiceDefinition service, StoredCase stored, Appointment appointment, CancellationToken cancellation)
    {
        var now = clock.GetCurrentInstant();
        var need = HoldAppointment.Need(service, stored.File, appointment, now).Preferring(appointment.Slot!.Clinician);
        var places = Rank.Places(service, need, await view.Read(service, need, now, cancellation), now)
            .Where(place => place.Slot.Start - now >= AgreeAppointment.NoChangesWithin);
        return await cases.Commit(stored, OfferPlaces.Found(stored.File, appointment, HoldAppointment.Shortlist(places), now), cancellation);
    }

    /// <summary>Claims the new place, writes it into the calendar, commits; the old place is given up after that. Who was first keeps what they have.</summary>
    private async Task<StoredCase?> MoveTo(ServiceDefinition service, StoredCase stored, Appointment appointment, CancellationToken cancellation)
    {
        var (id, move, held) = (stored.File.Case.Id, appointment.Move!, appointment.Slot!);
        var (there, here) = (new Bearer(id, appointment.Id, move.Attempt), new Bearer(id, appointment.Id, appointment.Attempt));
        if (service.Team.FirstOrDefault(member => member.Id == move.Slot.Clinician) is not { } clinician)
        {
            return await Refuse("the clinician has left the team");
        }

        if (move.Slot.Start <= clock.GetCurrentInstant())
        {
            return await Refuse("that time is past");
        }

        // A clinician who moved it has their own week in view.
        var capacity = move.By == MovedBy.Clinician ? int.MaxValue : clinician.WeeklyCapacity;
        if (await slots.TakeOver(service, move.Slot, capacity, there, here, cancellation) is Claim.Taken)
        {
            return await Refuse("another appointment has the time, or the week is full");
        }

        if (await diary.Look(clinician.Mailbox, move.Slot.Block, cancellation) is not DiaryLook.Seen look)
        {
            return await Refuse("the calendar of the clinician is gone");
        }

        // Where the clinician moved it themself, what lies beside it is theirs to know.
        if (move.By != MovedBy.Clinician && look.Items.Any(item => item.IsBusy && !EntryFor.IsOf(id, item.Marker)))
        {
            return await Refuse("a person was there first in Outlook");
        }

        var entry = EntryFor.Appointment(service, stored.File, appointment with { Attempt = move.Attempt }, move.Slot);
        var stays = held.Clinician == clinician.Id && appointment.EventId is { } standing && await diary.Update(clinician.Mailbox, standing, entry, cancellation) is EntryUpdate.Updated;
        var eventId = stays ? appointment.EventId : await diary.Book(clinician.Mailbox, entry, cancellation) is Booking.Booked booked ? booked.EventId : null;
        return eventId is null
            ? await Refuse("the new entry was deleted at once")
            : await Commit(service, stored, MoveAppointment.Done(service, stored.File, appointment, eventId, clock.GetCurrentInstant()), there, move.Slot, cancellation);

        async Task<StoredCase?> Refuse(string why)
        {
            await putBack.Event(service, stored.File, appointment, cancellation);

            // Quarter hours that both places share were taken over: they go back before what is new is given up.
            if (await slots.TakeOver(service, held, int.MaxValue, here, there, cancellation) is Claim.Taken)
            {
                Log.HeldTimeIsShared(logger, id);
            }

            return await cases.Commit(stored, MoveAppointment.Refused(service, stored.File, appointment, why, clock.GetCurrentInstant()), cancellation);
        }
    }

    /// <summary>
    /// Reads the calendar again: what people did in Outlook in between wins. Null where our event stands as it was written and nothing lies over it.
    /// </summary>
    private async Task<Change?> WhatPeopleDid(ServiceDefinition service, TeamMember clinician, StoredCase stored, Appointment appointment, string eventId, CancellationToken cancellation)
    {
        var (id, slot) = (stored.File.Case.Id, appointment.Slot!);
        var standing = await diary.Overlapping(clinician.Mailbox, slot.Block, cancellation);
        if (standing.FirstOrDefault(item => item.IsBusy && item.EventId != eventId && !EntryFor.IsOf(id, item.Marker)) is { } first)
        {
            return HoldAppointment.LostToAPerson(service, stored.File, appointment, eventId, first.Time, clock.GetCurrentInstant());
        }

        // A view of a calendar may lag behind what was just written, so that an event it lacks is looked for by its marker.
        var ours = standing.FirstOrDefault(item => item.EventId == eventId)
            ?? (await diary.FindByMarker(clinician.Mailbox, EntryFor.Marker(id, appointment.Id, appointment.Attempt), cancellation)).FirstOrDefault();
        return ours is { IsCancelled: false } && ours.Time == slot.Meeting
            ? null
            : HoldAppointment.LostToAPerson(service, stored.File, appointment, ours?.EventId, slot.Block, clock.GetCurrentInstant());
    }

    /// <summary>
    /// Commits what came of an attempt. A run that was overtaken while it stalled may have claimed anew what others had given up already: where the case
    /// neither bears this attempt nor is on its way to it nor lists it to be given up, its cells and event go at once.
    /// </summary>
    private async Task<StoredCase?> Commit(ServiceDefinition service, StoredCase stored, Change change, Bearer bearer, Slot slot, CancellationToken cancellation)
    {
        if (await cases.Commit(stored, change, cancellation) is { } committed)
        {
            return committed;
        }

        var now = await cases.Read(service.Id, bearer.Case, cancellation);
        var standing = now?.File.Appointments.FirstOrDefault(other => other.Id == bearer.Appointment);
        if (standing is null || standing.Attempt == bearer.Attempt || standing.Move?.Attempt == bearer.Attempt || standing.Superseded.Any(earlier => earlier.Attempt == bearer.Attempt))
        {
            return now;
        }

        await RemoveEvents(service, slot, bearer, standing.EventId, cancellation);
        await slots.Release(service, slot, bearer, cancellation);
        return now;
    }

    private async Task RemoveEvents(ServiceDefinition service, Slot slot, Bearer bearer, string? kept, CancellationToken cancellation)
    {
        if (service.Team.FirstOrDefault(member => member.Id == slot.Clinician) is not { } clinician)
        {
            // They left the team, and their calendar with them.
            return;
        }

        foreach (var item in await diary.FindByMarker(clinician.Mailbox, EntryFor.Marker(bearer.Case, bearer.Appointment, bearer.Attempt), cancellation))
        {
            if (item.EventId != kept)
            {
                await diary.Remove(clinician.Mailbox, item.EventId, cancellation);
            }
        }
    }

    /// <summary>
    /// A move within one diary updates the event that stands there; otherwise a new one is written, once per attempt. Null where this attempt's event was
    /// written and somebody has deleted it since.
    /// </summary>
    private async Task<string?> WriteIntoCalendar(TeamMember clinician, Appointment appointment, CalendarEntry entry, CancellationToken cancellation)
    {
        var earlier = appointment.Superseded.LastOrDefault(superseded => superseded.EventId is not null && superseded.Slot.Clinician == clinician.Id);
        if (earlier?.EventId is { } standing && await diary.Update(clinician.Mailbox, standing, entry, cancellation) is EntryUpdate.Updated)
        {
            return standing;
        }

        return await diary.Book(clinician.Mailbox, entry, cancellation) is Booking.Booked booked ? booked.EventId : null;
    }

    private async Task<StoredCase?> GiveUpEarlierAttempts(ServiceDefinition service, StoredCase stored, Appointment appointment, CancellationToken cancellation)
    {
        foreach (var superseded in appointment.Superseded)
        {
            // The event may have been moved to the place that is held now; then it stays.
            var bearer = new Bearer(stored.File.Case.Id, appointment.Id, superseded.Attempt);
            var kept = appointment.State == AppointmentState.Released ? null : appointment.EventId;
            if (superseded.EventId is null)
            {
                await RemoveEvents(service, superseded.Slot, bearer, kept, cancellation);
            }
            else if (superseded.EventId != kept && service.Team.FirstOrDefault(member => member.Id == superseded.Slot.Clinician) is { } clinician)
            {
                await diary.Remove(clinician.Mailbox, superseded.EventId, cancellation);
            }

            await slots.Release(service, superseded.Slot, bearer, cancellation);
        }

        return await cases.Commit(stored, HoldAppointment.Tidied(stored.File, appointment), cancellation);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Case {Case} has no appointment {Appointment}: nothing to hold")]
        public static partial void NoSuchAppointment(ILogger logger, Intake.CaseId @case, string appointment);

        [LoggerMessage(2, LogLevel.Information, "Case {Case}, attempt {Attempt}: another referral claimed the place first; the next best is tried")]
        public static partial void LostToAnotherClaim(ILogger logger, Intake.CaseId @case, int attempt);

        [LoggerMessage(4, LogLevel.Error, "Case {Case}: part of the time that is held bears another claim")]
        public static partial void HeldTimeIsShared(ILogger logger, Intake.CaseId @case);

        [LoggerMessage(3, LogLevel.Information, "Case {Case}, attempt {Attempt}: a person was there first in Outlook; the next best is tried")]
        public static partial void LostToAPerson(ILogger logger, Intake.CaseId @case, int attempt);
    }
}
