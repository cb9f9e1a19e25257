using Heldspace.Pathway;
using Heldspace.Tests.Allocation;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Tests.Pathway;

public sealed class PathwayActsTests
{
    private const string By = "helen.marchbank@caring-to-care.example";

    private static readonly LocalDate Monday = new(2026, 11, 30);

    [Fact]
    public void Contacts_of_a_day_are_said_once_however_often_the_form_is_sent()
    {
        var file = Acting.Assessed();
        var day = London.Day(Now(file));
        var once = file.Do(new Act.Contacts(day, 2) { By = By }, Now(file));

        once.Rule(new Act.Contacts(day, 2) { By = "somebody else" }, Now(file)).ShouldBeOfType<Ruling.Nothing>();
        once.Do(new Act.Contacts(day, 3) { By = By }, Now(file)).Case.Contacts.ShouldHaveSingleItem().Count.ShouldBe(3);
        once.Do(new Act.Contacts(day, 0) { By = By }, Now(file)).Case.Contacts.ShouldBeEmpty();
        file.Rule(new Act.Contacts(day, 51) { By = By }, Now(file)).ShouldBeOfType<Ruling.Refuse>();
    }

    [Fact]
    public void Nothing_is_recorded_for_a_day_to_come_or_before_the_referral()
    {
        var file = Acting.Assessed();
        foreach (var day in new[] { London.Day(Now(file)).PlusDays(1), London.Day(file.Case.ReceivedAt).PlusDays(-1) })
        {
            Act[] acts = [new Act.Contacts(day, 1) { By = By }, new Act.Placement(day, true) { By = By }, new Act.Plan(day) { By = By },
                new Act.PauseClocks(day, "abroad") { By = By }, new Act.Onward(day, "eating disorder service", false) { By = By, ToKeepSafe = true }, new Act.Close(day, ClosureReason.WorkDone, true) { By = By }];
            acts.ShouldAllBe(act => file.Rule(act, Now(file), null, null) is Ruling.Refuse);
        }
    }

    [Fact]
    public void A_pause_moves_the_target_by_its_days_and_is_left_out_of_the_wait()
    {
        var held = Acting.Held();
        var paused = held.Do(new Act.PauseClocks(new(2026, 9, 20), "in hospital") { By = By }, Noon(new(2026, 9, 21)));
        Clocks.Of(Acting.Service, paused, Noon(new(2026, 9, 25)))[0].ShouldBe(new("assessment", ClockState.Paused, 5, 5, new(2026, 10, 18), false));
        HoldAppointment.Need(Acting.Service, paused, paused.Current!, Noon(new(2026, 9, 25))).TargetDay.ShouldBe(new LocalDate(2026, 10, 18), "a pause that lasts counts wherever a place is looked for");

        var resumed = paused.Do(new Act.ResumeClocks(new(2026, 9, 30)) { By = By }, Noon(new(2026, 9, 30)));
        var clock = Clocks.Of(Acting.Service, resumed, Noon(new(2026, 10, 24)))[0];
        clock.ShouldBe(new("assessment", ClockState.Running, 29, 10, new(2026, 10, 23), true));
        HoldAppointment.Need(Acting.Service, resumed, resumed.Current!, Noon(new(2026, 10, 24))).TargetDay.ShouldBe(clock.TargetDay);
        paused.Rule(new Act.PauseClocks(new(2026, 9, 21), "again") { By = By }, Noon(new(2026, 9, 21))).ShouldBeOfType<Ruling.Nothing>();
        resumed.Rule(new Act.ResumeClocks(new(2026, 9, 30)) { By = By }, Noon(new(2026, 9, 30))).ShouldBeOfType<Ruling.Nothing>();
        resumed.Rule(new Act.PauseClocks(new(2026, 9, 29), "overlapping") { By = By }, Noon(new(2026, 9, 30))).ShouldBeOfType<Ruling.Refuse>();
    }

    [Fact]
    public void A_pause_without_a_reason_is_refused()
    {
        var held = Acting.Held();
        held.Rule(new Act.PauseClocks(new(2026, 9, 15), " ") { By = By }, Noon(new(2026, 9, 15))).ShouldBeOfType<Ruling.Refuse>();
    }

    [Fact]
    public void The_last_day_of_the_target_is_in_time_and_the_next_is_not()
    {
        var held = Acting.Held();
        Clocks.Of(Acting.Service, held, Noon(new(2026, 10, 13)))[0].Breached.ShouldBeFalse();
        Clocks.Of(Acting.Service, held, Noon(new(2026, 10, 14)))[0].Breached.ShouldBeTrue();
    }

    [Fact]
    public void A_key_worker_chosen_by_hand_is_whom_the_session_is_looked_for_with()
    {
        var assessed = Acting.Assessed();
        var other = Acting.Service.Team.First(member => member.Skills.Contains("intervention", StringComparer.Ordinal) && member.Id != assessed.Case.KeyWorker).Id;

        var chosen = assessed.Do(new Act.KeyWorker(other, "They know the family.") { By = By }, Noon(Monday));

        chosen.Case.KeyWorker.ShouldBe(other);
        chosen.Case.KeyWorkerChosenBy.ShouldBe(By);
        chosen.Current.ShouldNotBeNull().Wish.Clinician.ShouldBe(other);
        chosen.Rule(new Act.KeyWorker(other, "") { By = By }, Noon(Monday)).ShouldBeOfType<Ruling.Nothing>();
        chosen.Rule(new Act.KeyWorker("nobody", "") { By = By }, Noon(Monday)).ShouldBeOfType<Ruling.Refuse>();
    }

    [Fact]
    public void Onward_in_place_of_the_work_here_gives_the_session_up_and_beside_it_does_not()
    {
        var held = Somebody.Held(Acting.Service, Acting.Assessed());
        var now = held.Current!.Slot!.Start - Duration.FromHours(20);
        var on = London.Day(now);

        held.Do(new Act.Onward(on, "eating disorder service", false) { By = By, ToKeepSafe = true }, now).Current.ShouldNotBeNull().State.ShouldBe(AppointmentState.Held);
        var instead = held.Do(new Act.Onward(on, "eating disorder service", true) { By = By, ToKeepSafe = true }, now);
        instead.Current.ShouldBeNull();
        instead.Case.State.ShouldBe(CaseState.Open);
        NextStep.Of(Acting.Service, instead, now).ShouldNotBeNull().Kind.ShouldBe(StepKind.Close);
        Clocks.Of(Acting.Service, instead, now).ShouldAllBe(clock => clock.State == ClockState.Stopped);
    }

    [Fact]
    public void Closing_gives_up_what_is_ahead_and_opening_again_looks_for_a_place_anew()
    {
        var held = Somebody.Held(Acting.Service, Acting.Assessed());
        var now = held.Current!.Slot!.Start - Duration.FromHours(20);
        var close = new Act.Close(London.Day(now), ClosureReason.FamilyDeclined, false) { By = By };
        var closed = held.Do(close, now);

        closed.Case.State.ShouldBe(CaseState.Closed);
        closed.Current.ShouldBeNull();
        closed.Appointments[^1].Superseded.ShouldHaveSingleItem().EventId.ShouldBe("event-1");
        NextStep.Of(Acting.Service, closed, now).ShouldBeNull();
        closed.Rule(close, now).ShouldBeOfType<Ruling.Nothing>();
        closed.Rule(new Act.Contacts(London.Day(now), 1) { By = By }, now).ShouldBeOfType<Ruling.Refuse>();

        var open = closed.Do(new Act.Reopen("closed by mistake") { By = By }, now);
        open.Case.State.ShouldBe(CaseState.Open);
        open.Current.ShouldNotBeNull().Id.ShouldBe("intervention-2");
    }

    [Fact]
    public void No_case_is_closed_while_a_past_appointment_has_no_outcome()
    {
        var held = Acting.Held();
        held.Rule(new Act.Close(London.Day(held.Evening()), ClosureReason.MovedAway, false) { By = By }, held.Evening()).ShouldBeOfType<Ruling.Refuse>();
    }

    [Fact]
    public void Who_is_closed_as_supported_onward_was_supported_onward()
    {
        var file = Acting.Assessed();
        file.Rule(new Act.Close(London.Day(Now(file)), ClosureReason.Onward, true) { By = By }, Now(file)).ShouldBeOfType<Ruling.Refuse>();
    }

    [Fact]
    public void Random_acts_never_leave_an_open_case_without_a_next_step_nor_a_figure_below_nothing()
    {
        foreach (var seed in new[] { 20261122, 7 })
        {
            var random = new Random(seed);
            for (var run = 0; run < 150; run++)
            {
                var (file, now) = (Acting.Held(), Team.Now);
                for (var n = 0; n < 25; n++)
                {
                    now += Duration.FromHours(random.Next(1, 24 * 12));
                    file = Anything(random, file, now) is Ruling.Do(var change) ? change.File : file;
                    file = file.Current is { State: AppointmentState.Wanted } && random.Next(4) > 0 ? Place(file, now) : file;
                    file = random.Next(2) == 0 ? Moved(random, file, now) : file;

                    var step = NextStep.Of(Acting.Service, file, now);
                    (step is null).ShouldBe(file.Case.State == CaseState.Closed, $"seed {seed}, run {run}, step {n}");
                    (step is null || step.Kind == StepKind.Meet || step.By is not null).ShouldBeTrue($"seed {seed}, run {run}, step {n}: {step}");
                    file.Appointments.ShouldAllBe(appointment => appointment.State != AppointmentState.Held || appointment.Slot!.Start <= now || !BarClinician.IsBarred(file, appointment.Slot.Clinician) || (appointment.Move != null && appointment.Move.Leaves));
                    file.Appointments.ShouldAllBe(appointment => appointment.Move == null || !BarClinician.IsBarred(file, appointment.Move.Slot.Clinician));
                    (step?.Owner == StepOwner.Clinician).ShouldBe(step?.Clinician is not null);
                    Clocks.Of(Acting.Service, file, now).ShouldAllBe(clock => clock.DaysWaited >= 0 && clock.PausedDays >= 0);
                    file.Messages.Select(message => message.Id).ShouldBeUnique();
                    file.Appointments.GroupBy(appointment => appointment.Kind).ShouldAllBe(kind =>
                        kind.Count(appointment => appointment.State != AppointmentState.Over && appointment.State != AppointmentState.Released) <= 1);
                }
            }
        }
    }

    private static Ruling Anything(Random random, CaseFile file, Instant now)
    {
        var day = London.Day(now).PlusDays(-random.Next(0, 3));
        var appointment = file.Appointments[random.Next(file.Appointments.Length)].Id;
        Act act = random.Next(18) switch
        {
            < 5 => new Act.Outcome(appointment, (AppointmentOutcome)random.Next(4)) { By = By },
            5 => new Act.UndoOutcome(appointment) { By = By },
            6 => new Act.KeyWorker(Acting.Service.Team[random.Next(7)].Id, "") { By = By },
            7 => new Act.Plan(day) { By = By },
            8 => new Act.Contacts(day, random.Next(5)) { By = By },
            9 => new Act.Placement(day, random.Next(2) == 0) { By = By },
            10 => random.Next(2) == 0 ? new Act.PauseClocks(day, "abroad") { By = By } : new Act.ResumeClocks(day) { By = By },
            11 => new Act.Onward(day, "specialist help", random.Next(2) == 0) { By = By, ToKeepSafe = true },
            12 => new Act.Close(day, (ClosureReason)random.Next(5), random.Next(2) == 0) { By = By },
            13 => new Act.Find(file.Current?.Alternatives.Select(other => other.Slot.Key()).FirstOrDefault(_ => random.Next(2) == 0)) { By = By },
            14 => new Act.Reviewed(day, (ReviewOutcome)random.Next(3)) { By = By },
            15 => new Act.Bar(Acting.Service.Team[random.Next(7)].Id, "related") { By = By },
            16 => new Act.LiftBar(file.Case.Conflicts.Select(conflict => conflict.Clinician).FirstOrDefault() ?? "nobody") { By = By },
            _ => new Act.Reopen("") { By = By },
        };
        return file.Rule(act, now);
    }

    /// <summary>What the family chose by its link, and what came of what they chose before: another time with the same clinician, or a place with anybody.</summary>
    private static CaseFile Moved(Random random, CaseFile file, Instant now)
    {
        if (file.Current is not { State: AppointmentState.Held, Slot: { } slot } held || slot.Start <= now)
        {
            return file;
        }

        if (held.Move is not null)
        {
            return (random.Next(2) == 0 ? MoveAppointment.Refused(Acting.Service, file, held, "taken", now) : MoveAppointment.Done(Acting.Service, file, held, "event-2", now)).File;
        }

        var days = Duration.FromDays(random.Next(1, 15));
        var other = held.Alternatives.Select(offer => offer.Slot).FirstOrDefault(offer => offer.Start > now && !BarClinician.IsBarred(file, offer.Clinician));
        var to = random.Next(2) == 0 && other is not null ? other
            : slot with { Start = slot.Start + days, End = slot.End + days, BlockStart = slot.BlockStart + days, BlockEnd = slot.BlockEnd + days };
        return MoveAppointment.Want(file, held, to, MovedBy.Family, "chosen", now)!.File;
    }

    private static CaseFile Place(CaseFile file, Instant now)
    {
        var need = HoldAppointment.Need(Acting.Service, file, file.Current!, Team.Now);
        var shortlist = HoldAppointment.Shortlist(Heldspace.Allocation.Rank.Places(Acting.Service, need, Team.Nothing, now));
        if (shortlist.IsEmpty)
        {
            return file;
        }

        var proposed = HoldAppointment.Propose(file, file.Current!, shortlist, now).File;
        return HoldAppointment.Hold(Acting.Service, proposed, proposed.Current!, "event-1", [], now).File;
    }

    private static Instant Now(CaseFile file) => London.At(London.Day(file.Case.AssessedAt!.Value), new LocalTime(17, 30));

    private static Instant Noon(LocalDate day) => London.At(day, LocalTime.Noon);
}
