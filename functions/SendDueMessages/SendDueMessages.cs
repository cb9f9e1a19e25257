using Heldspace.Azure.Records;
using Heldspace.Azure.Tables;
using Heldspace.Functions.Hosting;
using Heldspace.Pathway;
using Heldspace.Safeguarding;
using Heldspace.Services;
using NodaTime;
using NodaTime.Text;

namespace Heldspace.Functions.SendDueMessages;

/// <summary>
/// Does what is due. Trigger: a timer every minute. Reads the rows that are due, from a day before the watermark on, and decides from the case as it is
/// now. Removed last: the due row.
/// </summary>
internal sealed partial class SendDueMessages(
    Due due, Cases cases, Cursors cursors, OpenCases open, CaseQueue queue, SameChildren same, SendDayLists dayLists, TellOfSteps steps, LookAtFiles files, AskPeople ask, LookAtTexts texts, ServiceDefinitions services, IClock clock, ILogger<SendDueMessages> logger)
{
    private const string Watermark = "due";

    /// <summary>What is due and done here. Rows of other kinds wait for their reader.</summary>
    private static readonly string[] Kinds = [
        DueKinds.AlertClimb, DueKinds.FilesChecked, DueKinds.ConfirmReminder, DueKinds.HoldExpiry, DueKinds.PlaceSearch, DueKinds.AppointmentReminder, DueKinds.AgreeReminder, DueKinds.RingBack, DueKinds.ToRing,
        DueKinds.SameUndecided, DueKinds.CompareAgain, DueKinds.MissingReminder, DueKinds.MissingDeadline, DueKinds.Asking, DueKinds.TextArrived,
    ];

    public async Task Handle(CancellationToken cancellation)
    {
        var now = clock.GetCurrentInstant();
        foreach (var service in services.All)
        {
            var watermark = await cursors.Read(Watermark, service.Id, cancellation);
            var today = now.InUtc().Date;
            var from = (watermark is null ? today : LocalDate.Min(LocalDatePattern.Iso.Parse(watermark.Value).Value, today)).PlusDays(-1);
            var allDone = true;
            foreach (var kind in Kinds)
            {
                await foreach (var (row, stored) in due.By(service.Id, kind, from, now, cancellation))
                {
                    allDone &= await Do(service, row, stored, now, cancellation);
                }
            }

            var reached = LocalDatePattern.Iso.Format(today);
            if (allDone && watermark?.Value != reached)
            {
                await cursors.Move(Watermark, service.Id, watermark, reached, cancellation);
            }

            await DayLists(service, cancellation);
            await Steps(service, cancellation);
        }
    }

    /// <summary>What fails is done at the next tick, and holds up no other service.</summary>
    private async Task DayLists(ServiceDefinition service, CancellationToken cancellation)
    {
        try
        {
            await dayLists.Handle(service, cancellation);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            Log.DayListsFailed(logger, service.Id, fault);
        }
    }

    /// <summary>The same of the steps whose day has come.</summary>
    private async Task Steps(ServiceDefinition service, CancellationToken cancellation)
    {
        try
        {
            await steps.Handle(service, cancellation);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            Log.StepsFailed(logger, service.Id, fault);
        }
    }

    /// <summary>One row; false where it has to be looked at again. One that fails holds up none of the others.</summary>
    private async Task<bool> Do(ServiceDefinition service, DueRow row, Row stored, Instant now, CancellationToken cancellation)
    {
        try
        {
            if (await cases.Read(service.Id, row.Case, cancellation) is { } file && !await Act(service, row, file, now, cancellation))
            {
                return false;
            }

            await due.Remove(stored, cancellation);
            return true;
        }
        catch (Exception fault) when (Transience.Of(fault) is not null)
        {
            Log.Later(logger, row.Kind, row.Case, fault);
            return false;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // What cannot be read or done stays due and is said at every tick, and the rows behind it have their turn.
            Log.Failed(logger, row.Kind, row.Case, fault);
            return false;
        }
    }

    private async Task<bool> Act(ServiceDefinition service, DueRow row, StoredCase stored, Instant now, CancellationToken cancellation)
    {
        if (row.Kind is DueKinds.SameUndecided or DueKinds.CompareAgain)
        {
            await same.Handle(service, row.Kind, stored.File, cancellation);
            return true;
        }

        if (row.Kind == DueKinds.TextArrived)
        {
            await texts.Handle(service, row, stored.File, now, cancellation);
            return true;
        }

        if (row.Kind == DueKinds.Asking)
        {
            return await ask.Handle(service, stored, now, cancellation);
        }

        var change = row.Kind switch
        {
            DueKinds.AlertClimb => RaiseAlert.Climb(service, stored.File, int.Parse(row.N, System.Globalization.CultureInfo.InvariantCulture), now),
            DueKinds.FilesChecked => await files.Look(service, row, stored.File, now, cancellation),
            DueKinds.ConfirmReminder => ConfirmReferral.Remind(service, stored.File, now),
            DueKinds.HoldExpiry => ConfirmReferral.Expire(service, stored.File, now),
            DueKinds.AppointmentReminder or DueKinds.AgreeReminder => Remind(service, row, stored.File, now),
            DueKinds.RingBack => CancelAppointment.NobodyRang(service, stored.File, row.N, now),
            DueKinds.ToRing => StillToRing(service, stored.File, row.N, now),
            DueKinds.MissingReminder => ChaseMissing.Remind(stored.File, row.N, now),
            DueKinds.MissingDeadline => ChaseMissing.Decide(service, stored.File, now),
            _ => SearchAgain(stored.File, row.N),
        };
        var current = stored;
        if (change is not null && await cases.Commit(stored, change, cancellation) is var committed)
        {
            if (committed is null)
            {
                return false;
            }

            current = committed;
        }

        await due.PlanClimb(service, current.File.Case, now, cancellation);
        if (row.Kind == DueKinds.MissingDeadline)
        {
            // The next step is another one now, and is looked at on the next working morning.
            await open.Keep(current.File, cancellation);
        }

        // After a crash the change stands and its effects may not: they are sent again, under the same ids.
        foreach (var appointment in current.File.Appointments.Where(appointment => appointment.State is AppointmentState.Wanted or AppointmentState.Released or AppointmentState.ToRing))
        {
            await queue.Allocation(service, current.File, appointment, $"{row.Kind}:{row.At.ToUnixTimeSeconds()}", cancellation);
        }

        await queue.Messages(service, current.File, cancellation);
        return true;
    }

    /// <summary>Null where the appointment is not there any more, has moved since (then another row reminds of it), or needs no reminder.</summary>
    private static Change? Remind(ServiceDefinition service, DueRow row, CaseFile file, Instant now)
    {
        var appointment = file.Appointments.FirstOrDefault(other => row.N == string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{other.Id}.{other.Attempt}"));
        if (file.Case.State != CaseState.Open || appointment is not { State: AppointmentState.Held, Slot: { } slot } || slot.Start <= now)
        {
            return null;
        }

        return row.Kind == DueKinds.AppointmentReminder ? Change.Of(file.Plan(PlanAppointmentMessages.Reminder(service, file, appointment, now)))
            : appointment.AgreedAt is null ? Change.Of(file.Plan(PlanAppointmentMessages.AgreeReminder(service, file, appointment, now)))
            : null;
    }

    private static Change? SearchAgain(CaseFile file, string appointmentId) =>
        file.Appointments.FirstOrDefault(appointment => appointment.Id == appointmentId) is { State: AppointmentState.NoPlace } appointment
            ? Change.Of(file.With(appointment with { State = AppointmentState.Wanted }))
            : null;

    private static Change? StillToRing(ServiceDefinition service, CaseFile file, string appointmentId, Instant now) =>
        file.Appointments.FirstOrDefault(appointment => appointment.Id == appointmentId) is { State: AppointmentState.ToRing } appointment
            ? Change.Of(file.Plan(PlanAppointmentMessages.StillToRing(service, appointment, now)))
            : null;

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "{Kind} of case {Case} is tried again at the next tick")]
        public static partial void Later(ILogger logger, string kind, Intake.CaseId @case, Exception fault);

        [LoggerMessage(2, LogLevel.Error, "{Kind} of case {Case} cannot be done; it stays due")]
        public static partial void Failed(ILogger logger, string kind, Intake.CaseId @case, Exception fault);

        [LoggerMessage(3, LogLevel.Error, "The day's lists of {Service} are not done; the next tick does what is left")]
        public static partial void DayListsFailed(ILogger logger, string service, Exception fault);

        [LoggerMessage(4, LogLevel.Error, "The next steps of {Service} are not looked at; the next tick does what is left")]
        public static partial void StepsFailed(ILogger logger, string service, Exception fault);
    }
}
