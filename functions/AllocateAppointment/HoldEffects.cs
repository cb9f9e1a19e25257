using System.Globalization;
using Heldspace.Allocation;
using Heldspace.Azure.Records;
using Heldspace.Functions.Hosting;
using Heldspace.Pathway;
using Heldspace.Services;
using Heldspace.Summaries;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Functions.AllocateAppointment;

/// <summary>What follows once an appointment is settled one way or the other: derived rows and messages, each harmless to do again.</summary>
internal sealed class HoldEffects(OpenCases open, Slots slots, Due due, Facts facts, KeepFacts keepFacts, Links links, CaseQueue queue, Settling settling, IClock clock)
{
    /// <summary>When people are reminded, in London: outside the quiet hours.</summary>
    private static readonly LocalTime Morning = new(9, 0);

    public Task After(ServiceDefinition service, StoredCase stored, Appointment appointment, string? again, CancellationToken cancellation)
    {
        var opened = stored.File.Case;
        var now = clock.GetCurrentInstant();
        var derived = new List<Task>();
        if (appointment is { State: AppointmentState.Held, Slot: { } slot })
        {
            derived.Add(Plan(Reminders(service, opened, appointment, slot).Where(row => row.At > now), now, cancellation));
            derived.Add(Tell(service, stored.File, appointment, [.. TellFacts.OfAppointment(opened, appointment)], cancellation));
            derived.Add(links.KeepAppointment(opened, appointment.Id, cancellation));
            if (opened.KeyWorker == slot.Clinician && appointment.Wish.Clinician == slot.Clinician && appointment.Kind == WantAppointment.Intervention)
            {
                // Whose work it is may have followed the session.
                derived.Add(open.Keep(stored.File, cancellation));
            }
        }
        else if (appointment is { State: AppointmentState.Over, Outcome: { What: AppointmentOutcome.CancelledByFamily or AppointmentOutcome.CancelledByService, RecordedAt: var cancelled } } && stored.File.Current is null)
        {
            var rungBy = London.At(WorkingDays.Of(service).After(London.Day(cancelled), CancelAppointment.DaysToRing), Morning);
            derived.Add(due.Plan(new(service.Id, DueKinds.RingBack, rungBy, opened.Id, appointment.Id), now, cancellation));
        }
        else if (appointment.State == AppointmentState.NoPlace)
        {
            var morning = London.At(WorkingDays.Of(service).After(London.Day(now), 1), new LocalTime(7, 0));
            derived.Add(open.Keep(stored.File, cancellation));
            derived.Add(due.Plan(new(service.Id, DueKinds.PlaceSearch, morning, opened.Id, appointment.Id), now, cancellation));
            derived.Add(Tell(service, stored.File, appointment, [.. TellFacts.OfAppointment(opened, appointment)], cancellation));
        }
        else if (appointment.State == AppointmentState.AwaitingConfirmation)
        {
            derived.Add(Tell(service, stored.File, appointment, [], cancellation));
        }
        else if (appointment.State == AppointmentState.ToRing)
        {
            var morning = London.At(WorkingDays.Of(service).After(London.Day(now), 1), new LocalTime(9, 0));
            derived.Add(due.Plan(new(service.Id, DueKinds.ToRing, morning, opened.Id, appointment.Id), now, cancellation));
        }

        if (appointment == stored.File.Current && appointment.State is AppointmentState.Held or AppointmentState.NoPlace && ChaseMissing.IsOn(opened))
        {
            derived.Add(due.PlanMissing(service, stored.File, now, cancellation));
        }

        if (opened.ConfirmBy is not null && (opened.Provisional != Provisional.Unconfirmed || appointment.State == AppointmentState.Released))
        {
            derived.Add(slots.ReleaseUnconfirmed(service, opened.Id, cancellation));
        }

        derived.Add(queue.Messages(service, stored.File, cancellation, again));
        return Task.WhenAll(derived);
    }

    /// <summary>
    /// Takes the mark away if nothing is left. Messages may have gone out since the case was read, and nobody else would look again; but for one that was planned as the place was held, which
    /// goes out after that and looks itself.
    /// </summary>
    /// <param name="stored">As it is after the last commit; its messages may be older.</param>
    /// <param name="appointment">What was settled.</param>
    /// <param name="tidied">Whether earlier attempts were given up since people were told.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task Settle(StoredCase stored, Appointment appointment, bool tidied, CancellationToken cancellation)
    {
        var file = stored.File;
        var looksItself = !tidied && file.Messages.Any(message => message is { IsOver: false, ToStaff: false } && !file.IsWithheld(message) && message.PlannedAt == appointment.HeldAt);
        if (!looksItself)
        {
            await settling.CheckAgain(stored, cancellation);
        }
    }

    /// <summary>One after the other: where storage asks to be left alone, it is.</summary>
    private async Task Plan(IEnumerable<DueRow> rows, Instant now, CancellationToken cancellation)
    {
        foreach (var row in rows)
        {
            await due.Plan(row, now, cancellation);
        }
    }

    /// <summary>
    /// Two working days before the meeting; and, where they have not said by then whether it suits, a week after it was held. A row is of one attempt: what
    /// has moved in between has rows of its own.
    /// </summary>
    private static IEnumerable<DueRow> Reminders(ServiceDefinition service, Case opened, Appointment appointment, Slot slot)
    {
        var (days, n) = (WorkingDays.Of(service), string.Create(CultureInfo.InvariantCulture, $"{appointment.Id}.{appointment.Attempt}"));
        var before = London.At(days.Before(London.Day(slot.Start), 2), Morning);
        yield return new(service.Id, DueKinds.AppointmentReminder, before, opened.Id, n);
        if (appointment is { AgreedAt: null, HeldAt: { } since } && London.At(days.OnOrAfter(London.Day(since).PlusDays(7)), Morning) is var asked && asked < before)
        {
            yield return new(service.Id, DueKinds.AgreeReminder, asked, opened.Id, n);
        }
    }

    /// <summary>What came of an appointment; with the first one also that a referral came: one transaction of the same week in place of two.</summary>
    private Task Tell(ServiceDefinition service, CaseFile file, Appointment appointment, IReadOnlyList<Fact> told, CancellationToken cancellation) =>
        appointment.Id == $"{file.Case.Beside ?? OpenCase.Assessment}-1" ? keepFacts.Came(service, file, [TellFacts.Received(file.Case), .. told], cancellation)
        : facts.Write(service.Id, told, cancellation);
}
