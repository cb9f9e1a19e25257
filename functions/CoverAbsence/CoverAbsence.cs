using System.Collections.Immutable;
using System.Globalization;
using Heldspace.Allocation;
using Heldspace.Azure.Records;
using Heldspace.Functions.AllocateAppointment;
using Heldspace.Functions.Hosting;
using Heldspace.Pathway;
using Heldspace.Services;
using NodaTime;

namespace Heldspace.Functions.CoverAbsence;

/// <summary>
/// Brings an absence one step further: plans what each child would get, gives the appointments up once a person confirmed, brings them back once it is undone.
/// Trigger: a message in the queue <c>allocations</c>. Every step looks at what stands and does what is missing, so that it may be done again. Removed last:
/// the message; <see cref="Absence.Settled"/> is written before that.
/// </summary>
internal sealed partial class CoverAbsence(
    Absences absences, Cases cases, DiaryDays diaries, DiaryView view, AbsenceDiary diary, TellOfAbsence tell, CaseQueue queue, ServiceDefinitions services, IClock clock, ILogger<CoverAbsence> logger)
{
    private const int MostTries = 5;

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
                await Show(service, stored.Absence, cancellation);
                stored = await Commit(stored, await Planned(service, stored.Absence, cancellation), cancellation);
                break;

            case AbsenceState.Confirmed:
                await Show(service, stored.Absence, cancellation);
                stored = await WithNewcomers(service, stored, cancellation);
                await Leave(service, stored.Absence, cancellation);
                break;

            case AbsenceState.Undone:
                await diary.Keep(service, stored.Absence, cancellation);
                await diary.Hide(service, stored.Absence, cancellation);
                await Return(service, stored.Absence, cancellation);
                break;
        }

        if (!stored.Absence.Settled)
        {
            stored = await Commit(stored, stored.Absence with { Settled = true }, cancellation);
        }

        await tell.Of(service, stored.Absence, message, cancellation);
    }

    private async Task Show(ServiceDefinition service, Absence absence, CancellationToken cancellation)
    {
        await diary.Keep(service, absence, cancellation);
        await diary.Show(service, absence, cancellation);
    }

    private async Task<StoredAbsence> Commit(StoredAbsence stored, Absence changed, CancellationToken cancellation) =>
        await absences.Commit(stored, changed, cancellation) && await absences.Read(changed.Service, changed.Id, cancellation) is { } now && now.Absence.State == changed.State
            ? now
            : throw new Contended("The absence was changed meanwhile.");

    /// <summary>Where nothing is held in the time there is nothing to confirm.</summary>
    private async Task<Absence> Planned(ServiceDefinition service, Absence absence, CancellationToken cancellation)
    {
        var entries = await Displaced(service, absence, cancellation);
        return entries.Count == 0
            ? absence with { State = AbsenceState.Confirmed, Items = [] }
            : absence with { State = AbsenceState.Proposed, Items = await Plan(service, absence, entries, cancellation) };
    }

    /// <summary>What came to be held in the time between the list and its confirmation is given another place with the rest.</summary>
    private async Task<StoredAbsence> WithNewcomers(ServiceDefinition service, StoredAbsence stored, CancellationToken cancellation)
    {
        var absence = stored.Absence;
        var newcomers = (await Displaced(service, absence, cancellation))
            .Where(entry => !absence.Items.Any(item => item.Case == entry.File.Case.Id && item.Appointment == entry.Appointment.Id))
            .ToList();
        return newcomers.Count == 0
            ? stored
            : await Commit(stored, absence with { Items = [.. absence.Items, .. await Plan(service, absence, newcomers, cancellation)] }, cancellation);
    }

    private async Task<IReadOnlyList<DiaryEntry>> Displaced(ServiceDefinition service, Absence absence, CancellationToken cancellation)
    {
        var now = clock.GetCurrentInstant();
        var time = absence.Time;
        return
        [
            .. (await diaries.Read(service, absence.First, absence.Last, absence.Clinician, cancellation)).Where(entry =>
                entry.Appointment is { State: AppointmentState.Held, Slot: { } slot } && slot.Start > now && slot.Start < time.End && slot.End > time.Start),
        ];
    }

    private async Task<ImmutableArray<AbsenceItem>> Plan(ServiceDefinition service, Absence absence, IReadOnlyList<DiaryEntry> entries, CancellationToken cancellation)
    {
        var now = clock.GetCurrentInstant();
        var displaced = entries
            .Select(entry => new Displaced<DiaryEntry>(
                entry, entry.Appointment.Slot!, Need(service, absence, entry.File, entry.Appointment, now), entry.Appointment.AgreedAt is not null))
            .ToList();
        if (displaced.Count == 0)
        {
            return [];
        }

        var taken = await view.Read(service, [.. displaced.Select(one => one.Need)], now, cancellation);
        return
        [
            .. PlanAbsence.Of(service, absence.Clinician, absence.Time, displaced, taken, now).Select(one => new AbsenceItem(
                one.Displaced.Id.File.Case.Id,
                one.Displaced.Id.File.Case.Reference,
                one.Displaced.Id.Appointment.Id,
                one.Displaced.Held,
                one.Place?.Slot,
                one.InTime,
                Pathway.FollowCalendar.NeedsAPerson(one.Displaced.Id.Appointment, now),
                one.Words)
            {
                Why = one.Place?.Reason,
                Agreed = one.Displaced.Agreed,
                TargetDay = one.Displaced.Need.TargetDay,
            }),
        ];
    }

    /// <summary>The same clinician first, as long as they come back.</summary>
    private static Need Need(ServiceDefinition service, Absence absence, CaseFile file, Appointment appointment, Instant now)
    {
        var need = HoldAppointment.Need(service, file, appointment, now);
        return absence.MailboxGone
            ? need with { NotWith = need.NotWith.Add(absence.Clinician), PreferredClinician = need.PreferredClinician == absence.Clinician ? null : need.PreferredClinician }
            : need.Preferring(absence.Clinician);
    }

    private Task Leave(ServiceDefinition service, Absence absence, CancellationToken cancellation) => Each(
        service,
        absence,
        async (file, appointment, item) =>
        {
            var now = clock.GetCurrentInstant();
            var offers = appointment is { State: AppointmentState.Held, Slot: not null } && Pathway.FollowCalendar.NeedsAPerson(appointment, now)
                ? await Offers(service, absence, file, appointment, now, cancellation)
                : [];
            return CoverAppointment.Leave(service, file, appointment, absence, item, offers, now);
        },
        cancellation);

    /// <summary>What a person offers who rings: first a colleague at the very time that was planned.</summary>
    private async Task<ImmutableArray<Proposal>> Offers(ServiceDefinition service, Absence absence, CaseFile file, Appointment appointment, Instant now, CancellationToken cancellation)
    {
        var need = Need(service, absence, file, appointment, now);
        need = need with { Avoid = need.Avoid.Add((absence.Clinician, absence.Time)), Keeping = appointment.Slot };
        return HoldAppointment.Shortlist(Rank.Places(service, need, await view.Read(service, need, file.Case.Id, now, cancellation), now));
    }

    private async Task Return(ServiceDefinition service, Absence absence, CancellationToken cancellation)
    {
        var others = await absences.All(service.Id, cancellation);
        await Each(
            service,
            absence,
            (file, appointment, item) => Task.FromResult(CoverAppointment.Return(service, file, appointment, absence, item, clock.GetCurrentInstant(), others)),
            cancellation);
    }

    /// <summary>Does with each appointment of the list what is to be done, and queues what follows; what is done already is only queued again.</summary>
    private async Task Each(ServiceDefinition service, Absence absence, Func<CaseFile, Appointment, AbsenceItem, Task<Change?>> decide, CancellationToken cancellation)
    {
        var again = false;
        foreach (var item in absence.Items)
        {
            again |= !await One(service, absence, item, decide, cancellation);
        }

        if (again)
        {
            throw new Contended("Appointments were changed meanwhile, or are still on their way.");
        }
    }

    /// <returns>False where it has to be looked at again.</returns>
    private async Task<bool> One(
        ServiceDefinition service, Absence absence, AbsenceItem item, Func<CaseFile, Appointment, AbsenceItem, Task<Change?>> decide, CancellationToken cancellation)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            if (await cases.Read(service.Id, item.Case, cancellation) is not { } stored
                || stored.File.Appointments.FirstOrDefault(other => other.Id == item.Appointment) is not { } appointment)
            {
                return true;
            }

            var change = await decide(stored.File, appointment, item);
            var committed = change is null ? stored : await cases.Commit(stored, change, cancellation);
            if (committed is null)
            {
                continue;
            }

            var current = committed.File;
            var standing = current.Appointments.First(other => other.Id == item.Appointment);
            if (standing.Covered == absence.Id || change is not null)
            {
                var step = string.Create(CultureInfo.InvariantCulture, $"absence:{absence.Id}:{absence.Version}:{standing.State}:{standing.LastAttempt}");
                await queue.Allocation(service, current, standing, step, cancellation);
                await queue.Messages(service, current, cancellation);
            }

            // What is still on its way there has to arrive before it can come back.
            return absence.State != AbsenceState.Undone || change is not null || standing.Covered != absence.Id
                || standing is not ({ Move: not null } or { State: AppointmentState.Proposing } or { Superseded.IsEmpty: false });
        }

        return false;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "There is no absence {Absence}: nothing to plan")]
        public static partial void NoSuchAbsence(ILogger logger, string absence);
    }
}
