using Heldspace.Intake;
using Heldspace.Pathway;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Local.Simulation;

/// <summary>What families and clinicians do, as it was drawn for each appointment beforehand.</summary>
internal sealed class People(World world, Doors doors, Answering answering)
{
    /// <summary>The least time before an appointment in which a family still cancels it.</summary>
    private static readonly Duration Shortly = Duration.FromHours(3);

    /// <summary>Less than this before an appointment no clinician moves it.</summary>
    private static readonly Duration TooLateToMove = Duration.FromHours(50);

    private readonly HashSet<(CaseId Case, Instant RaisedAt)> told = [];

    /// <summary>How many working days after the appointment a clinician says what became of it; 0 for the same day.</summary>
    public static int RecordedLateBy(World world, ChildRun child, string kind, int nth)
    {
        var random = world.Draws.For("recorded late", child.N, kind, nth);
        return random.NextDouble() < Conditions.RecordedLate ? random.Next(1, Conditions.LatestWorkingDaysLate + 1) : 0;
    }

    /// <summary>When a family that will cancel does so: which share of the time between being told and the appointment has passed.</summary>
    public static double CancelledAfter(World world, ChildRun child, string kind, int nth) => world.Draws.Share("cancels after", child.N, kind, nth);

    /// <summary>Who is told of immediate risk looks, and says that they have it.</summary>
    public void Told(CaseId id, Case record)
    {
        if (record.Safeguarding is { Climbs: true } alert && told.Add((id, alert.RaisedAt)))
        {
            world.Alerts++;
            var minutes = Conditions.AlertTakenWithinMinutes * world.Draws.Share("takes an alert", world.Alerts);
            world.At(world.Now + Duration.FromMinutes(minutes), () => doors.TakeAlert(id, alert));
        }
    }

    /// <summary>A case as it stands now: whatever is new in it sets people going.</summary>
    public void See(ChildRun child, CaseFile file)
    {
        foreach (var appointment in file.Appointments.Where(appointment => appointment.Kind == World.Screening || World.Kinds.Contains(appointment.Kind, StringComparer.Ordinal)))
        {
            var step = child.Step(appointment.Kind);
            step.WithoutPlace = appointment.State == AppointmentState.NoPlace;
            if (appointment is { State: AppointmentState.Held, Slot: { } slot, Move: null })
            {
                if (!child.Visits.TryGetValue(appointment.Id, out var visit))
                {
                    visit = NewVisit(child, step, appointment);
                }

                if (visit.Slot != slot || visit.Attempt != appointment.Attempt)
                {
                    step.FirstOffered ??= London.Day(slot.Start);
                    (visit.Slot, visit.EventId, visit.Attempt, visit.HeldAt) = (slot, appointment.EventId, appointment.Attempt, world.Now);
                    Foresee(child, visit);
                }
            }
            else if (child.Visits.TryGetValue(appointment.Id, out var visit) && appointment.Move is null)
            {
                visit.Slot = null;
            }

            if (appointment.State == AppointmentState.ToRing)
            {
                // Somebody who is told in office hours rings within them; whoever is told later rings in the morning.
                world.At(NextOfficeHour(), () => doors.Ring(child));
            }
        }
    }

    /// <summary>07:30: who wakes up ill stays at home, and somebody cancels the day's appointments for them.</summary>
    public void Morning(LocalDate day)
    {
        foreach (var diary in world.Diaries.Values.Where(diary => diary.Sick.Contains(day)).OrderBy(diary => diary.Member.Id, StringComparer.Ordinal))
        {
            var mailbox = diary.Member.Mailbox.Text;
            var (from, to) = (London.At(day, LocalTime.Midnight), London.At(day.PlusDays(1), LocalTime.Midnight));
            world.System.Tenant.Block(mailbox, from, to, "Away", "oof");
            foreach (var visit in StandingWith(diary.Member.Id).Where(visit => visit.Slot!.Start >= from && visit.Slot.Start < to).ToList())
            {
                world.System.Tenant.Cancel(mailbox, visit.EventId!);
                world.CancelledForSickness++;
            }

            world.CalendarTouched();
        }
    }

    /// <summary>An hour from now, or at nine on the next working day.</summary>
    private Instant NextOfficeHour()
    {
        var then = (world.Now + Duration.FromHours(1)).InZone(London.Zone);
        var days = WorkingDays.Of(world.Service);
        return days.Includes(then.Date) && then.Hour is >= 9 and < 17 ? then.ToInstant()
            : London.At(then.Hour < 9 ? days.OnOrAfter(then.Date) : days.After(then.Date, 1), new(9, 0));
    }

    private IEnumerable<Visit> StandingWith(string clinician) =>
        world.Everyone.SelectMany(child => child.Visits.Values).Where(visit => !visit.Ended && visit.Slot?.Clinician == clinician);

    private Visit NewVisit(ChildRun child, Step step, Appointment appointment)
    {
        var of = new object[] { child.N, appointment.Kind, step.Missed };
        var fate = world.Draws.Share("fate", of) switch
        {
            < Conditions.CancelledByFamily => Fate.CancelledByFamily,
            < Conditions.CancelledByFamily + Conditions.NotBrought => Fate.NotBrought,
            _ => Fate.TakesPlace,
        };
        world.Drawn.Share("appointments cancelled by families", Conditions.CancelledByFamily, fate == Fate.CancelledByFamily);
        world.Drawn.Share("appointments that the child is not brought to", Conditions.NotBrought, fate == Fate.NotBrought);
        var moves = world.Draws.Share("moves", of) < Conditions.MovedByClinician;
        world.Drawn.Share("appointments moved by clinicians", Conditions.MovedByClinician, moves);
        world.Drawn.Share("outcomes recorded late", Conditions.RecordedLate, RecordedLateBy(world, child, appointment.Kind, step.Missed) > 0);
        var visit = new Visit(appointment.Id, appointment.Kind, step.Missed, fate) { WillBeMoved = moves };
        child.Visits.Add(appointment.Id, visit);
        return visit;
    }

    /// <summary>What will be done about an appointment where it stands now. Once it stands elsewhere, none of this holds any more.</summary>
    private void Foresee(ChildRun child, Visit visit)
    {
        var (slot, attempt) = (visit.Slot!, visit.Attempt);
        Do(Recording(child, visit), () => Record(child, visit));
        if (visit.Fate == Fate.CancelledByFamily)
        {
            var span = slot.Start - Shortly - world.Now;
            Do(world.Now + (span * CancelledAfter(world, child, visit.Kind, visit.Nth)), () => Cancel(child, visit));
        }

        var agrees = Duration.FromDays(Conditions.AgreedWithinDays) * world.Draws.Share("agrees after", child.N, visit.Id, attempt);
        world.Drawn.Mean("days until families agree", "0 to 7", agrees.TotalDays);
        if (world.Now + agrees < slot.Start - Shortly)
        {
            Do(world.Now + agrees, () => doors.Agree(child, visit));
        }

        var movable = slot.Start - TooLateToMove - world.Now;
        if (visit.WillBeMoved && movable > Duration.Zero)
        {
            Do(world.Now + (movable * world.Draws.Share("moves after", child.N, visit.Id)), () => Move(child, visit));
        }

        void Do(Instant at, Func<Task> act) => world.At(at, () => visit.Ended || visit.Slot != slot || visit.Attempt != attempt ? Task.CompletedTask : act());
    }

    /// <summary>When a clinician says what became of an appointment: at the end of its day, or some working days later.</summary>
    private Instant Recording(ChildRun child, Visit visit)
    {
        var slot = visit.Slot!;
        var day = London.Day(slot.Start);
        var late = RecordedLateBy(world, child, visit.Kind, visit.Nth);
        return late == 0
            ? Instant.Max(London.At(day, new(17, 45)), slot.End + Duration.FromMinutes(15))
            : London.At(WorkingDays.Of(world.Service).After(day, late), new(9, 30));
    }

    private async Task Record(ChildRun child, Visit visit)
    {
        var step = child.Step(visit.Kind);
        var (took, slot) = (visit.Fate == Fate.TakesPlace, visit.Slot!);
        if (took && visit.Kind == World.Assessment && world.Draws.Share("onward", child.N) < Conditions.SupportedOnward)
        {
            child.SupportedOnward = await doors.SupportOnward(child, visit);
            answering.HelpedElsewhere(child, visit.Slot!.Clinician);
        }

        if (took && visit.Kind == World.Assessment)
        {
            world.Drawn.Share("children supported on to more specialist help", Conditions.SupportedOnward, child.SupportedOnward);
        }

        if (await doors.Record(child, visit, took ? AppointmentOutcome.TookPlace : AppointmentOutcome.NotBrought))
        {
            End(step, visit, took ? Fate.TakesPlace : Fate.NotBrought);
            step.TookPlace = took ? London.Day(slot.Start) : null;
            if (took && visit.Kind == World.Assessment)
            {
                await answering.Assessed(child, slot.Clinician);
                MayMoveHome(child);
            }
            else if (took && visit.Kind == World.Intervention)
            {
                answering.Begun(child, slot.Clinician);
            }

            if (took && visit.Kind == World.Screening)
            {
                var wanted = world.Drawn.Share("children screened for whom a first meeting is wanted", CareConditions.WantedAfterScreening, world.Draws.Share("wanted after screening", child.N) < CareConditions.WantedAfterScreening);
                _ = await doors.AfterScreening(child, wanted);
            }
        }
    }

    /// <summary>Where no authority's list says it, the scheduler hears of a move on its day and rings round on the next.</summary>
    private void MayMoveHome(ChildRun child)
    {
        if (world.Authority is not null || !world.Drawn.Share("children who move while they are with the service", Conditions.MovesHome, world.Draws.Share("moves home", child.N) < Conditions.MovesHome))
        {
            return;
        }

        var on = London.Day(world.Now).PlusDays(world.Draws.For("moves home on", child.N).Next(Conditions.SoonestMoveHome, Conditions.LatestMoveHome));
        var planned = world.Drawn.Share("moves that were planned", CareConditions.Planned, world.Draws.Share("planned", child.N, on) < CareConditions.Planned);
        world.At(London.At(on, new(10, 0)), () => doors.MoveHome(child, on, planned));
        world.At(London.At(WorkingDays.Of(world.Service).After(on, 1), new(10, 0)), () => doors.CheckContacts(child, on, planned));
    }

    private async Task Cancel(ChildRun child, Visit visit)
    {
        if (await doors.CancelByFamily(child, visit))
        {
            End(child.Step(visit.Kind), visit, Fate.CancelledByFamily);
        }
    }

    private static void End(Step step, Visit visit, Fate fate)
    {
        visit.Ended = true;
        step.Fates.Add(fate);
        step.Missed += fate == Fate.TakesPlace ? 0 : 1;
    }

    /// <summary>A clinician drags the entry to another time at which their own diary is free, within a week of where it stood.</summary>
    private Task Move(ChildRun child, Visit visit)
    {
        visit.WillBeMoved = false;
        var slot = visit.Slot!;
        var diary = world.Diaries[slot.Clinician];
        var length = slot.BlockEnd - slot.BlockStart;
        var others = StandingWith(slot.Clinician).Where(other => other != visit).Select(other => other.Slot!.Block).ToList();
        var day = London.Day(slot.Start);
        var free = Enumerable.Range(-7, 15).Select(day.PlusDays)
            .Where(other => other != day && WorkingDays.Of(world.Service).Includes(other) && !diary.Leave.Contains(other) && London.At(other, LocalTime.Midnight) > world.Now + TooLateToMove)
            .SelectMany(diary.Gaps)
            .Where(gap => gap.Duration >= length && !others.Exists(other => other.Start < gap.End && gap.Start < other.End))
            .Where(gap => Audit.IsFree(world.System.Tenant, diary.Member.Mailbox.Text, gap))
            .ToList();
        if (free.Count == 0)
        {
            return Task.CompletedTask;
        }

        var start = free[world.Draws.For("moves to", child.N, visit.Id).Next(free.Count)].Start + (slot.Start - slot.BlockStart);
        world.System.Tenant.Move(diary.Member.Mailbox.Text, visit.EventId!, start, start + slot.Meeting.Duration);
        visit.PutOffBy = Math.Max(0, Period.DaysBetween(day, London.Day(start)));
        world.MovedInOutlook++;
        world.CalendarTouched();
        return Task.CompletedTask;
    }
}
