using System.Collections.Immutable;
using Heldspace.Messages;
using Heldspace.Services;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Pathway;

/// <summary>
/// What became of an appointment, by somebody who knows. A child who was not brought, and one whose appointment was cancelled, is offered another inside
/// the same clock, unless none of its kind is due any more; no case ends by it. What was said can be corrected on the same day in London.
/// </summary>
public static class RecordOutcome
{
    /// <summary>Saying the same again changes nothing; saying something else on the same day is a correction.</summary>
    public static Ruling Record(ServiceDefinition service, CaseFile file, Act.Outcome act, Caseload caseload, Instant now)
    {
        ArgumentNullException.ThrowIfNull(act);
        var (appointmentId, what, reason, by) = (act.Appointment, act.What, act.Reason, act.By);
        if (file.Appointments.FirstOrDefault(other => other.Id == appointmentId) is not { Slot: { } slot } appointment)
        {
            return new Ruling.Refuse("There is no such appointment, or it has no time yet.");
        }

        if (appointment.Outcome is { } before && before.What == what)
        {
            return new Ruling.Nothing();
        }

        if (!Acts.IsOpen(file) && !EndedByIt(service, file, appointment))
        {
            return Acts.NotOpen;
        }

        if (what is AppointmentOutcome.TookPlace or AppointmentOutcome.NotBrought && slot.Start > now)
        {
            return new Ruling.Refuse("It has not begun yet.");
        }

        if (act.Seen is { } seen && appointment.Outcome is null && seen != appointment.Attempt)
        {
            return new Ruling.Refuse("It stands somewhere else than when you opened the page. Nothing was changed: please look at it first.");
        }

        var happened = new Happened(what, now, by, reason);
        if (appointment.Outcome is { } said)
        {
            if (IsCancelled(said.What) && IsCancelled(what) && IsSameDay(said, now))
            {
                // Who cancelled changes nothing of what follows.
                return Acts.Change(file.With(appointment with { Outcome = happened }), Corrected(appointment, said.What, what, by, reason, now));
            }

            return TakeBack(service, file, appointment, now) switch
            {
                (null, var why, _) => new Ruling.Refuse(why),
                ({ } earlier, _, var released) => Follow(service, earlier, appointmentId, happened, act.Again, caseload, [Corrected(appointment, said.What, what, by, reason, now), .. released], now),
            };
        }

        return appointment.State != AppointmentState.Held
            ? new Ruling.Refuse("Nothing was held at that time.")
            : Follow(service, file, appointmentId, happened, act.Again, caseload, [new CaseEvent.OutcomeRecorded(appointment.Id, appointment.Kind, what, by, reason, slot.Clinician, slot.Start) { At = now }], now);
    }

    /// <summary>Takes back what was said of an appointment on the same day, with what followed from it.</summary>
    public static Ruling Undo(ServiceDefinition service, CaseFile file, string appointmentId, string by, Instant now)
    {
        if (file.Appointments.FirstOrDefault(other => other.Id == appointmentId) is not { Slot: { } slot, Outcome: { } said } appointment)
        {
            return new Ruling.Nothing();
        }

        if (!Acts.IsOpen(file) && !EndedByIt(service, file, appointment))
        {
            return Acts.NotOpen;
        }

        return TakeBack(service, file, appointment, now) switch
        {
            (null, var why, _) => new Ruling.Refuse(why),
            ({ } earlier, _, var released) => Acts.Change(
                earlier, [new CaseEvent.OutcomeUndone(appointment.Id, appointment.Kind, said.What, by, slot.Clinician, slot.Start) { At = now }, .. released]),
        };
    }

    private static Ruling Follow(
        ServiceDefinition service, CaseFile file, string appointmentId, Happened happened, bool again, Caseload caseload, ImmutableArray<CaseEvent> events, Instant now)
    {
        var appointment = file.Appointments.First(other => other.Id == appointmentId);
        var slot = appointment.Slot!;
        var isAhead = slot.Start > now;

        // What is ahead is free for others at once; what is past stays in the calendar as it was. A move that was under way is given up either way.
        var over = isAhead ? WantAppointment.WithPlacesGivenUp(appointment)
            : appointment.Move is { } move ? appointment with { Move = null, Superseded = appointment.Superseded.Add(new(move.Slot, move.Attempt, null)) }
            : appointment;
        var after = file.With(over with { State = AppointmentState.Over, Outcome = happened });
        return happened.What switch
        {
            AppointmentOutcome.TookPlace when appointment.Kind == OpenCase.Assessment && file.Case.AssessedAt is null => Assessed(service, after, appointment, caseload, events, now),
            AppointmentOutcome.TookPlace when appointment.Kind == WantAppointment.Intervention && file.Case.InterventionAt is null =>
                Acts.Change(after with { Case = after.Case with { InterventionAt = slot.Start } }, events),
            AppointmentOutcome.TookPlace when service.PurposeOf(appointment.Kind) == AppointmentPurpose.Screening =>
                Acts.Change(after with { Case = after.Case with { ScreenedAt = slot.Start } }, events),
            AppointmentOutcome.TookPlace when service.PurposeOf(appointment.Kind) == AppointmentPurpose.Consultation => Ended(after, slot.Start, happened, events, now),
            AppointmentOutcome.TookPlace => Acts.Change(after, events),
            _ when isAhead && !(again && CancelAppointment.IsDue(after.Case, appointment.Kind)) => Acts.Change(after.Plan(PlanAppointmentMessages.OnCancelledByStaff(service, after, appointment, happened.What, now)), events),
            _ => OfferAgain(service, after, appointment, happened, events, now),
        };
    }

    /// <summary>A consultation is over when it took place: whoever recorded it has ended the case with it. Another is asked for anew.</summary>
    private static Ruling Ended(CaseFile file, Instant start, Happened happened, ImmutableArray<CaseEvent> events, Instant now)
    {
        var closure = new Closure(London.Day(start), ClosureReason.WorkDone, happened.By, ExitPlan: false);
        return Acts.Change(file with { Case = file.Case with { State = CaseState.Closed, Closure = closure } }, [.. events, new CaseEvent.Closed(closure) { At = now }]);
    }

    /// <summary>Whether it was the recording of this appointment that ended the case, and not a decision of its own.</summary>
    private static bool EndedByIt(ServiceDefinition service, CaseFile file, Appointment appointment) =>
        file.Case is { State: CaseState.Closed, Closure: { } closure }
        && appointment.Outcome is { What: AppointmentOutcome.TookPlace } said
        && service.PurposeOf(appointment.Kind) == AppointmentPurpose.Consultation
        && closure.On == London.Day(appointment.Slot!.Start) && closure.By == said.By;

    private static Ruling Assessed(
        ServiceDefinition service, CaseFile file, Appointment appointment, Caseload caseload, ImmutableArray<CaseEvent> events, Instant now)
    {
        var assessed = file with { Case = file.Case with { AssessedAt = appointment.Slot!.Start } };
        if (assessed.Case.KeyWorker is null)
        {
            if (ChooseKeyWorker.Choose(service, assessed, appointment.Slot.Clinician, caseload, now) is { } choice)
            {
                (assessed, var chosen) = ChooseKeyWorker.Put(assessed, choice.Clinician, choice.Reason, ChooseKeyWorker.ByService, now);
                events = events.Add(chosen);
            }
            else
            {
                assessed = assessed.Plan(PlanStaffMessages.OnNoKeyWorker(service, now));
            }
        }

        if (WantAppointment.Has(service, WantAppointment.Intervention)
            && assessed.Case is { InterventionAt: null, Onward: not { InsteadOfOurs: true } }
            && !WantAppointment.IsUnderWay(assessed, WantAppointment.Intervention))
        {
            var wish = appointment.Wish with { Clinician = assessed.Case.KeyWorker, NotBefore = null, NotWith = ChooseKeyWorker.WithoutCalendar(assessed) };
            (assessed, var wanted) = WantAppointment.Add(assessed, WantAppointment.Intervention, wish, appointment.Id, now);
            events = events.Add(wanted);
        }

        return Acts.Change(assessed, events);
    }

    private static Ruling OfferAgain(
        ServiceDefinition service, CaseFile file, Appointment appointment, Happened happened, ImmutableArray<CaseEvent> events, Instant now)
    {
        if (CancelAppointment.IsDue(file.Case, appointment.Kind) && !WantAppointment.IsUnderWay(file, appointment.Kind))
        {
            (file, var wanted) = WantAppointment.Add(file, appointment.Kind, appointment.Wish, appointment.Id, now);
            var (next, slot) = (file.Current!, appointment.Slot!);
            file = file.With(next with
            {
                // Who could not come then cannot come then to somebody else either; a clinician who cancelled may not be there at all.
                Avoid = happened.What switch
                {
                    AppointmentOutcome.CancelledByFamily => [.. appointment.Avoid, .. service.Team.Select(member => new TakenByOthers(member.Id, slot.Start, slot.End))],
                    AppointmentOutcome.CancelledByService => [.. appointment.Avoid, new(slot.Clinician, slot.BlockStart, slot.BlockEnd)],
                    _ => next.Avoid,
                },
                Instead = $"The meeting planned for {Compose.Moment(slot.Start)} {(slot.Start > now ? "does" : "did")} not take place. We have held another time for you.",
            });
            events = events.Add(wanted);
        }

        // Of adults who did not come to a consultation nobody asks whether a child is safe.
        return Acts.Change(happened.What == AppointmentOutcome.NotBrought && service.PurposeOf(appointment.Kind) != AppointmentPurpose.Consultation ? file.Plan(PlanAppointmentMessages.OnNotBrought(service, file, appointment, now)) : file, events);
    }

    /// <summary>The case as if nothing had been said of the appointment; null, and why, where too much has followed.</summary>
    private static (CaseFile? File, string Why, ImmutableArray<CaseEvent> Released) TakeBack(ServiceDefinition service, CaseFile file, Appointment appointment, Instant now)
    {
        if (!IsSameDay(appointment.Outcome!, now))
        {
            return (null, "What was said on an earlier day stays. Write down below what is different, and tell a manager.", []);
        }

        if (appointment.EventId is null)
        {
            return (null, "Its place was given up already, and another is being offered.", []);
        }

        var following = file.Appointments.Where(other => other.FollowsOn == appointment.Id && other.State != AppointmentState.Released).ToList();
        if (following.Exists(other => other.State == AppointmentState.Over))
        {
            return (null, "What became of the appointment that followed was said already. Take that back first.", []);
        }

        var start = appointment.Slot!.Start;
        var byService = file.Case.KeyWorkerChosenBy == ChooseKeyWorker.ByService;
        var record = file.Case;
        if (appointment.Kind == OpenCase.Assessment && record.AssessedAt == start)
        {
            record = record with
            {
                AssessedAt = null,
                KeyWorker = byService ? null : record.KeyWorker,
                KeyWorkerReason = byService ? null : record.KeyWorkerReason,
                KeyWorkerChosenBy = byService ? null : record.KeyWorkerChosenBy,
            };
        }
        else if (appointment.Kind == WantAppointment.Intervention && record.InterventionAt == start)
        {
            record = record with { InterventionAt = null };
        }
        else if (appointment.Kind == record.Beside)
        {
            record = EndedByIt(service, file, appointment) ? record with { State = CaseState.Open, Closure = null } : record with { ScreenedAt = null };
        }

        var earlier = (file with { Case = record }).With(appointment with { State = AppointmentState.Held, Outcome = null });
        foreach (var other in following)
        {
            earlier = earlier.With(WantAppointment.GivenUp(other));
            if (other.State == AppointmentState.Held)
            {
                earlier = earlier.Plan(PlanAppointmentMessages.OnTakenBack(service, other, now));
            }
        }

        return (earlier, "", [.. following.Select(other => new CaseEvent.Released(other.Id) { At = now })]);
    }

    private static CaseEvent.OutcomeCorrected Corrected(Appointment appointment, AppointmentOutcome before, AppointmentOutcome what, string by, string? reason, Instant now) =>
        new(appointment.Id, appointment.Kind, before, what, by, reason, appointment.Slot!.Clinician, appointment.Slot.Start) { At = now };

    internal static bool IsCancelled(AppointmentOutcome what) => what is AppointmentOutcome.CancelledByFamily or AppointmentOutcome.CancelledByService;

    private static bool IsSameDay(Happened said, Instant now) => London.Day(said.RecordedAt) == London.Day(now);
}
