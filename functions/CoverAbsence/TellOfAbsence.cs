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

    /// <summary>Tells the scheduler of calendars of the team that may not be looked into, once a day for the same ones.</summary>
    /// <param name="service">Whose team.</param>
    /// <param name="clinicians">Whose calendars, by id; whoever is not of the team is left out.</param>
    /// <param name="cancellation">Ends the sending.</param>
    public async Task OfClosedDiaries(ServiceDefinition service, IReadOnlyCollection<string> clinicians, CancellationToken cancellation)
    {
        var team = service.Team.Where(member => clinicians.Contains(member.Id, StringComparer.Ordinal)).ToList();
        if (team.Count == 0)
        {
            return;
        }

        var today = LocalDatePattern.Iso.Format(London.Day(clock.GetCurrentInstant()));
        var whose = Keys.Fingerprint(16, [.. team.Select(member => member.Id)]);
        var to = service.Scheduler.Mailbox;
        await send.To(service, Texts.Absence, $"closed.{whose}.{today}", Keys.Fingerprint(16, to.Text), to, () => ComposeAbsence.Closed(service, team), cancellation);
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
