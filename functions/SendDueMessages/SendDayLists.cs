using Heldspace.Azure.Graph;
using Heldspace.Azure.Records;
using Heldspace.Functions.Hosting;
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
internal sealed partial class SendDayLists(
    DiaryDays diaries, Cases cases, SentMails sent, Cursors cursors, Mailbox mailbox, Links links, CaseQueue queue, IClock clock, ILogger<SendDayLists> logger)
{
    /// <summary>When the day is over, London time.</summary>
    public static readonly LocalTime EndOfDay = new(17, 0);

    private const string Kind = "day-list";

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
        foreach (var diary in unsaid.GroupBy(entry => entry.Appointment.Slot!.Clinician, StringComparer.Ordinal))
        {
            if (service.Team.FirstOrDefault(member => member.Id == diary.Key) is { } clinician)
            {
                await Send(service, day, clinician, diary, cancellation);
            }
        }
    }

    private async Task Send(ServiceDefinition service, LocalDate day, TeamMember clinician, IEnumerable<DiaryEntry> entries, CancellationToken cancellation)
    {
        var (sender, period) = (service.Mailboxes[0], LocalDatePattern.Iso.Format(day));
        var noted = await sent.Read(service.Id, Kind, period, clinician.Id, cancellation);
        if (noted is { Sent: true })
        {
            return;
        }

        if (noted is null)
        {
            var marker = $"{Kind}:{service.Id}:{period}:{clinician.Id}";
            var words = Compose.DayList(service, day, entries.Select(entry => (entry.File.Case.Reference, entry.Appointment.Slot!, links.Case(service, entry.File.Case.Id))));
            var mail = new OutgoingMail { To = [clinician.Mailbox], Subject = words.Subject, Paragraphs = words.Paragraphs, Marker = marker };

            // A draft that a crash kept from being noted is taken, so that none is left behind.
            var left = (await mailbox.DraftsWithMarker(sender, cancellation)).FirstOrDefault(draft => draft.Marker == marker);
            string made;
            try
            {
                made = left?.Id ?? await mailbox.CreateDraft(sender, mail, cancellation);
            }
            catch (RecipientRefused)
            {
                Log.NotOnTheList(logger, clinician.Id);
                return;
            }

            noted = await sent.Note(service.Id, Kind, period, clinician.Id, null, made, sent: false, cancellation) ?? throw new Contended("Somebody else makes the same list.");
        }

        var draftId = noted.DraftId!;
        var state = await mailbox.StateOf(sender, draftId, cancellation);
        if (state == DraftState.Draft && await mailbox.Send(sender, draftId, cancellation) is not SendOutcome.Sent)
        {
            throw new Contended("The draft was asked to be sent and did not go; it is looked up again later.");
        }

        if (state == DraftState.Missing)
        {
            Log.DraftIsGone(logger, clinician.Id, period);
        }

        await sent.Note(service.Id, Kind, period, clinician.Id, noted, draftId, sent: true, cancellation);
    }

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

            var told = stored.File.Plan(PlanMessages.OnUnrecorded(service, unrecorded, clock.GetCurrentInstant()));
            var current = told.Messages.Length == stored.File.Messages.Length ? stored : await cases.Commit(stored, Change.Of(told), cancellation);
            await queue.Messages(service, (current ?? throw new Contended("The case changed at the same time.")).File, cancellation);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(11, LogLevel.Warning, "The day's list of {Clinician} may not be sent: their domain is not among those that this deployment may write to")]
        public static partial void NotOnTheList(ILogger logger, string clinician);

        [LoggerMessage(12, LogLevel.Error, "The draft of the day's list of {Clinician} for {Day} is in no folder any more; it is not sent again")]
        public static partial void DraftIsGone(ILogger logger, string clinician, string day);
    }
}
