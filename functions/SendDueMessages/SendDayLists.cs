using Heldspace.Azure.Records;
using Heldspace.Functions.Hosting;
using Heldspace.Intake;
using Heldspace.Messages;
using Heldspace.Pathway;
using Heldspace.Services;
using Heldspace.Time;
using NodaTime;
using NodaTime.Text;

namespace Heldspace.Functions.SendDueMessages;

/// <summary>
/// At the end of each working day every clinician gets one mail with the appointments that were in their diary and of which nobody has said yet what
/// became; of those that are two working days old the scheduler and the managers are told. A day that was missed is made up for. Each mail is drafted,
/// noted in the ledger, and sent, in that order; who comes after a crash goes on with the draft that is noted.
/// </summary>
internal sealed class SendDayLists(
    DiaryDays diaries, Cases cases, SendOnce send, Cursors cursors, Links links, CaseQueue queue, IClock clock)
{
    /// <summary>When the day is over, London time.</summary>
    public static readonly LocalTime EndOfDay = new(17, 0);

    private const string Kind = "day-list";

    /// <summary>Stands in the ledger for the scheduler; no id of a clinician holds a full stop.</summary>
    private const string Scheduler = "the.scheduler";

    /// <summary>Days that are made up for after an outage; what is older is shown on the staff pages.</summary>
    private const int MostDaysBack = 5;

    public async Task Handle(ServiceDefinition service, CancellationToken cancellation)
    {
        var now = clock.GetCurrentInstant();
        var today = London.Day(now);
        var last = London.At(today, EndOfDay) <= now ? today : today.PlusDays(-1);
        var cursor = await cursors.Read(Kind, service.Id, cancellation);
        var from = cursor is null ? today : LocalDate.Max(LocalDatePattern.Iso.Parse(cursor.Value).Value.PlusDays(1), today.PlusDays(-MostDaysBack));
        if (from > last)
        {
            return;
        }

        var workingDays = WorkingDays.Of(service);
        for (var day = from; day <= last; day = day.PlusDays(1))
        {
            if (workingDays.Includes(day))
            {
                await OneDay(service, day, cancellation);
                await TellOfUnrecorded(service, workingDays, day, cancellation);
            }
        }

        await cursors.Move(Kind, service.Id, cursor, LocalDatePattern.Iso.Format(last), cancellation);
    }

    private async Task OneDay(ServiceDefinition service, LocalDate day, CancellationToken cancellation)
    {
        var unsaid = (await diaries.Read(service, day, day, null, cancellation)).Where(entry => entry.Appointment.State == AppointmentState.Held);
        foreach (var diary in unsaid.GroupBy(entry => WhoSays(service, entry)))
        {
            await Send(service, day, diary.Key, diary, cancellation);
        }
    }

    /// <summary>Who met the child; the scheduler asks where they have left the team, or must not see the child any more.</summary>
    private static (string Id, EmailAddress Mailbox) WhoSays(ServiceDefinition service, DiaryEntry entry) =>
        service.Team.FirstOrDefault(member => member.Id == entry.Appointment.Slot!.Clinician) is { } clinician && !BarClinician.IsBarred(entry.File, clinician.Id)
            ? (clinician.Id, clinician.Mailbox)
            : (Scheduler, service.Scheduler.Mailbox);

    private Task Send(ServiceDefinition service, LocalDate day, (string Id, EmailAddress Mailbox) who, IEnumerable<DiaryEntry> entries, CancellationToken cancellation) => send.To(
        service,
        Kind,
        LocalDatePattern.Iso.Format(day),
        who.Id,
        who.Mailbox,
        () => Compose.DayList(service, day, entries.Select(entry => (entry.File.Case.Reference, entry.Appointment.Slot!, links.Case(service, entry.File.Case.Id)))),
        cancellation);

    /// <summary>Appointments whose time to be recorded ends with this day.</summary>
    private async Task TellOfUnrecorded(ServiceDefinition service, WorkingDays workingDays, LocalDate day, CancellationToken cancellation)
    {
        var first = day;
        while (workingDays.After(first.PlusDays(-1), NextStep.RecordWithinWorkingDays) >= day)
        {
            first = first.PlusDays(-1);
        }

        foreach (var entry in await diaries.Read(service, first, day.PlusDays(-1), null, cancellation))
        {
            if (entry.Appointment.State != AppointmentState.Held || workingDays.After(London.Day(entry.Appointment.Slot!.Start), NextStep.RecordWithinWorkingDays) != day)
            {
                continue;
            }

            var stored = await cases.Read(service.Id, entry.File.Case.Id, cancellation) ?? throw new Contended("A case that exists cannot be read.");
            if (stored.File.Appointments.FirstOrDefault(other => other.Id == entry.Appointment.Id) is not { State: AppointmentState.Held } unrecorded)
            {
                continue;
            }

            var told = stored.File.Plan(PlanAppointmentMessages.OnUnrecorded(service, unrecorded, clock.GetCurrentInstant()));
            var current = told.Messages.Length == stored.File.Messages.Length ? stored : await cases.Commit(stored, Change.Of(told), cancellation);
            await queue.Messages(service, (current ?? throw new Contended("The case changed at the same time.")).File, cancellation);
        }
    }
}
