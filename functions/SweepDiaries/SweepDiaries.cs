using System.Globalization;
using Heldspace.Allocation;
using Heldspace.Azure.Graph;
using Heldspace.Azure.Records;
using Heldspace.Functions.AllocateAppointment;
using Heldspace.Functions.CoverAbsence;
using Heldspace.Functions.Hosting;
using Heldspace.Pathway;
using Heldspace.Services;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Functions.SweepDiaries;

/// <summary>
/// Looks whether the calendars still say what is held. Trigger: a timer every ten minutes for everybody, a hint for one diary. It keeps nothing from one look
/// to the next, so that whatever was missed in between is found; and what it finds is only a hint to look closely. Nothing held costs one query and no call.
/// </summary>
internal sealed partial class SweepDiaries(
    Slots slots, Diary diary, Outbox outbox, WatchHours hours, Absences absences, MarkAbsence mark, TellOfAbsence tell, ServiceDefinitions services, IClock clock, ILogger<SweepDiaries> logger)
{
    /// <summary>
    /// How far back is looked: where nothing ran for days, a meeting that lay in them may have been moved to a day to come. What else happened to it by then is
    /// for people to record.
    /// </summary>
    private static readonly Duration Back = Duration.FromDays(7);

    public async Task Handle(CancellationToken cancellation)
    {
        var moment = clock.GetCurrentInstant().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        foreach (var service in services.All)
        {
            var held = await Held(service, cancellation);
            var closed = new List<string>();
            foreach (var ofOne in held.GroupBy(one => one.Clinician, StringComparer.Ordinal))
            {
                try
                {
                    await Look(service, ofOne.Key, [.. ofOne], moment, cancellation);
                }
                catch (GraphFault fault) when (Transience.Of(fault) is not null)
                {
                    // Nothing is known, so nothing is done; one diary that does not answer keeps none of the others.
                    Log.NotNow(logger, service.Id, ofOne.Key, fault);
                }
                catch (GraphFault fault)
                {
                    Log.Closed(logger, service.Id, ofOne.Key, fault);
                    closed.Add(ofOne.Key);
                }
            }

            await Tell(service, closed, cancellation);
            if (held.Count > 0)
            {
                await LookAtHours(service, cancellation);
            }
        }
    }

    public async Task Handle(DiaryHint hint, CancellationToken cancellation)
    {
        var service = services.Require(hint.Service);
        await Look(service, hint.Clinician, [.. (await Held(service, cancellation)).Where(held => held.Clinician == hint.Clinician)], hint.Moment, cancellation);
    }

    /// <summary>What will not pass by itself, people are told; where no mail goes either, the log has it, and the next tick tells.</summary>
    private async Task Tell(ServiceDefinition service, List<string> closed, CancellationToken cancellation)
    {
        try
        {
            await tell.OfClosedDiaries(service, closed, cancellation);
        }
        catch (Exception fault) when (fault is GraphFault || Transience.Of(fault) is not null)
        {
            Log.NotTold(logger, service.Id, fault);
        }
    }

    private async Task LookAtHours(ServiceDefinition service, CancellationToken cancellation)
    {
        try
        {
            await hours.Look(service, cancellation);
        }
        catch (Exception fault) when (Transience.Of(fault) is not null)
        {
            Log.NotNow(logger, service.Id, "everybody", fault);
        }
        catch (GraphFault fault)
        {
            // The services behind it have their turn.
            Log.Closed(logger, service.Id, "everybody", fault);
        }
    }

    /// <summary>What is held of clinicians' time, each appointment with its whole block.</summary>
    private async Task<IReadOnlyList<HeldTime>> Held(ServiceDefinition service, CancellationToken cancellation)
    {
        var since = clock.GetCurrentInstant() - Back;
        var rooms = service.Rooms.Select(room => room.Id).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. (await slots.Borne(service, LondonWeek.Of(since), null, cancellation))
                .Where(cell => cell.Cell is CellKey.QuarterHour quarter && !rooms.Contains(quarter.Resource))
                .Select(cell => (Cell: (CellKey.QuarterHour)cell.Cell, cell.Bearer, cell.Meeting))
                .GroupBy(cell => (cell.Cell.Resource, cell.Bearer))
                .Select(cells => new HeldTime(
                    cells.Key.Resource,
                    cells.Key.Bearer,
                    new(cells.Min(cell => cell.Cell.At), cells.Max(cell => cell.Cell.At) + QuarterHours.Length),
                    cells.First().Meeting))
                .Where(held => (held.Meeting ?? held.Block).End > since),
        ];
    }

    private async Task Look(ServiceDefinition service, string clinician, IReadOnlyList<HeldTime> held, string moment, CancellationToken cancellation)
    {
        if (held.Count == 0)
        {
            return;
        }

        var look = service.Team.FirstOrDefault(member => member.Id == clinician) is { } member
            ? await diary.Look(member.Mailbox, new(held.Min(one => one.Block.Start), held.Max(one => one.Block.End)), cancellation)
            : new DiaryLook.NoMailbox();
        if (look is DiaryLook.NoMailbox && service.Team.Any(other => other.Id == clinician))
        {
            await ListForCover(service, clinician, held, cancellation);
            return;
        }

        foreach (var one in held.Where(one => look is not DiaryLook.Seen seen || !IsAsHeld(service, one, seen)))
        {
            await outbox.Send(
                QueueNames.Allocations, new AppointmentChanged(service.Id, service.Allocation.Pool, one.Bearer.Case, one.Bearer.Appointment, moment), cancellation);
        }
    }

    /// <summary>
    /// The mailbox is gone. It may be a mistake, and moving everybody at once is for a person to decide: what is held in it is listed for the scheduler to
    /// cover, as when somebody is away. Who took that back today is not asked again before tomorrow.
    /// </summary>
    private async Task ListForCover(ServiceDefinition service, string clinician, IReadOnlyList<HeldTime> held, CancellationToken cancellation)
    {
        var now = clock.GetCurrentInstant();
        var ahead = held.Where(one => one.Block.End > now).ToList();
        var today = London.Day(now);
        if (ahead.Count == 0 || (await absences.All(service.Id, cancellation)).Any(absence => absence.MailboxGone && absence.Clinician == clinician
            && (absence.State == AbsenceState.Undone ? London.Day(absence.TouchedAt ?? absence.MarkedAt) == today : absence.Time.End >= ahead.Max(one => one.Block.End))))
        {
            return;
        }

        Log.MailboxGone(logger, service.Id, clinician);
        var last = LocalDate.Min(London.Day(ahead.Max(one => one.Block.End)), today.PlusDays(MarkAbsence.MostDays - 1));
        await mark.Mark(service, clinician, today, last, Absence.ByService, mailboxGone: true, cancellation: cancellation);
    }

    /// <summary>Whether our event stands as it was written, nobody answered anything but yes, and nothing else lies over it.</summary>
    private bool IsAsHeld(ServiceDefinition service, HeldTime held, DiaryLook.Seen seen)
    {
        var past = (held.Meeting ?? held.Block).End <= clock.GetCurrentInstant();
        var marker = EntryFor.Marker(held.Bearer.Case, held.Bearer.Appointment, held.Bearer.Attempt);
        var ours = seen.Items.FirstOrDefault(item => item.Marker == marker);
        return past
            ? ours is not null && ours.Time == held.Meeting
            : ours is { IsCancelled: false, ShowAs: "busy" or "oof" } && ours.Time == held.Meeting
            && ours.Answers.All(answer => answer.Response is not ("declined" or "tentativelyAccepted") && answer.Proposed is null)
            && !seen.Items.Any(item => item.IsBusy && item.Marker is null && item.Time.Start < held.Block.End && item.Time.End > held.Block.Start);
    }

    /// <param name="Clinician">Whose time.</param>
    /// <param name="Bearer">For whom.</param>
    /// <param name="Block">All of it.</param>
    /// <param name="Meeting">When they meet; null where the claim does not say.</param>
    private sealed record HeldTime(string Clinician, Bearer Bearer, Interval Block, Interval? Meeting);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "{Service}: the diary of {Clinician} could not be looked into; the next tick does")]
        public static partial void NotNow(ILogger logger, string service, string clinician, Exception fault);

        [LoggerMessage(3, LogLevel.Error, "{Service}: Graph refuses to let anybody look into the diary of {Clinician}; that does not pass by itself")]
        public static partial void Closed(ILogger logger, string service, string clinician, Exception fault);

        [LoggerMessage(4, LogLevel.Error, "{Service}: the scheduler could not be told of diaries that are closed; the next tick tries again")]
        public static partial void NotTold(ILogger logger, string service, Exception fault);

        [LoggerMessage(2, LogLevel.Warning, "{Service}: the mailbox of {Clinician} is gone; what is held in it is listed for the scheduler")]
        public static partial void MailboxGone(ILogger logger, string service, string clinician);
    }
}
