using System.Globalization;
using Heldspace.Azure.Records;
using Heldspace.Functions.Hosting;
using Heldspace.Intake;
using Heldspace.Messages;
using Heldspace.Pathway;
using Heldspace.Services;
using Heldspace.Time;
using NodaTime;
using NodaTime.Text;

namespace Heldspace.Functions.CoverAbsence;

/// <summary>
/// Tells staff of an absence, each of each occasion once: the scheduler that a list waits, and with the managers every working morning until somebody has
/// confirmed it or taken it back; the clinician what was confirmed, and what was taken back. Families are told with their own appointments.
/// </summary>
internal sealed class TellOfAbsence(SendOnce send, Outbox outbox, Links links, IClock clock)
{
    private const string Still = "still:";

    private static readonly LocalTime Morning = new(9, 0);

    public async Task Of(ServiceDefinition service, Absence absence, AbsenceMarked message, CancellationToken cancellation)
    {
        var clinician = absence.MailboxGone ? null : service.Team.FirstOrDefault(member => member.Id == absence.Clinician)?.Mailbox;
        switch (absence.State)
        {
            case AbsenceState.Proposed:
                await Waiting(service, absence, message, cancellation);
                break;

            case AbsenceState.Confirmed when clinician is { } mailbox:
                await To(service, absence, "confirmed", mailbox, () => ComposeAbsence.Confirmed(service, absence), cancellation);
                break;

            case AbsenceState.Undone when clinician is { } mailbox && absence.ConfirmedBy is not null:
                await To(service, absence, "undone", mailbox, () => ComposeAbsence.Undone(service, absence), cancellation);
                break;
        }
    }

    private async Task Waiting(ServiceDefinition service, Absence absence, AbsenceMarked message, CancellationToken cancellation)
    {
        var today = London.Day(clock.GetCurrentInstant());
        var version = absence.Version.ToString(CultureInfo.InvariantCulture);
        var link = links.Absence(service, absence.Id);
        if (message.Again == $"{Still}{version}:{LocalDatePattern.Iso.Format(today)}")
        {
            foreach (var mailbox in service.Managers.Select(manager => manager.Mailbox).Prepend(service.Scheduler.Mailbox))
            {
                await To(service, absence, $"still.{LocalDatePattern.Iso.Format(today)}", mailbox, () => ComposeAbsence.List(service, absence, link, still: true), cancellation);
            }
        }
        else if (absence.By != service.Scheduler.Mailbox.Text)
        {
            await To(service, absence, $"list.{version}", service.Scheduler.Mailbox, () => ComposeAbsence.List(service, absence, link, still: false), cancellation);
        }

        var next = WorkingDays.Of(service).After(today, 1);
        await outbox.Send(
            QueueNames.Allocations,
            new AbsenceMarked(service.Id, absence.Id, absence.State) { Again = $"{Still}{version}:{LocalDatePattern.Iso.Format(next)}" },
            cancellation,
            London.At(next, Morning));
    }

    private Task To(ServiceDefinition service, Absence absence, string occasion, EmailAddress to, Func<Composed> words, CancellationToken cancellation) =>
        send.To(service, Texts.Absence, $"{absence.Id}.{absence.MarkedAt.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)}.{occasion}", Keys.Fingerprint(16, to.Text), to, words, cancellation);
}
