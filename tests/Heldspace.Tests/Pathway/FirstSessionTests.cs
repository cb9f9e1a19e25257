using Heldspace.Allocation;
using Heldspace.Intake;
using Heldspace.Pathway;
using Heldspace.Services;
using Heldspace.Tests.Allocation;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Tests.Pathway;

/// <summary>With whom the first session is held, and whose work the child's case is then.</summary>
public static class FirstSessionTests
{
    private static ServiceDefinition Service => Team.Shipped;

    [Fact]
    public static void Who_met_the_child_is_worth_two_days_and_no_more()
    {
        var file = AssessedBy("arts-therapist-1");
        var own = Session(file).First(place => place.Slot.Clinician == "arts-therapist-1");

        var later = Held(file, taken: [.. DaysOf(file, "arts-therapist-1", 1)]);
        later.Case.KeyWorker.ShouldBe("arts-therapist-1");
        later.Case.KeyWorkerReason.ShouldNotBeNull().ShouldContain("did the assessment");
        London.Day(later.Current!.Slot!.Start).ShouldBeGreaterThan(London.Day(own.Slot.Start));

        Held(file, taken: [.. DaysOf(file, "arts-therapist-1", 5)]).Current!.Slot!.Clinician.ShouldNotBe("arts-therapist-1");
    }

    [Fact]
    public static void Whoever_holds_it_in_place_of_one_whom_the_service_chose_becomes_the_key_worker_and_the_record_says_why()
    {
        var file = AssessedBy("arts-therapist-1");
        var proposed = Proposed(file, [.. DaysOf(file, "arts-therapist-1", 14)]);

        var change = HoldAppointment.Hold(Service, proposed, proposed.Current!, "event-1", [], file.Afterwards());

        var clinician = change.File.Current!.Slot!.Clinician;
        clinician.ShouldNotBe("arts-therapist-1");
        change.File.Case.KeyWorker.ShouldBe(clinician);
        change.File.Case.KeyWorkerReason.ShouldNotBeNull().ShouldContain("before, ");
        change.File.Current.Wish.Clinician.ShouldBe(clinician);
        change.Events.OfType<CaseEvent.KeyWorkerChosen>().ShouldHaveSingleItem().Clinician.ShouldBe(clinician);
    }

    [Fact]
    public static void The_case_goes_with_a_session_that_the_family_moves_to_somebody_else()
    {
        var held = Held(AssessedBy("social-worker"), []);
        var other = held.Current!.Alternatives.First(place => place.Slot.Clinician != held.Case.KeyWorker && ChooseKeyWorker.Able(Service, held).Any(member => member.Id == place.Slot.Clinician)).Slot;

        var wanted = MoveAppointment.Want(held, held.Current, other, MovedBy.Family, "chosen by link", held.Afterwards()).ShouldNotBeNull().File;
        var moved = MoveAppointment.Done(Service, wanted, wanted.Current!, "event-2", held.Afterwards()).File;

        moved.Case.KeyWorker.ShouldBe(other.Clinician);
        moved.Current!.Wish.Clinician.ShouldBe(other.Clinician);
    }

    [Fact]
    public static void Who_speaks_the_childs_language_is_worth_a_week_and_stays_the_key_worker()
    {
        var file = AssessedBy("social-worker");
        var worker = file.Case.KeyWorker!;
        var service = Service with { Team = [.. Service.Team.Select(member => member.Id == worker ? member with { Languages = ["Polish"] } : member)] };
        file = file with { Case = file.Case with { Child = file.Case.Child.With(Fields.Language, Reading.Known("Polish", "test")) } };

        ChooseKeyWorker.WorthWaitingFor(service, file, file.Current!, worker).ShouldBe(Heldspace.Allocation.Need.ChosenDays);
        var need = HoldAppointment.Need(service, file, file.Current!, file.Afterwards());
        need.PreferredClinician.ShouldBe(worker);
        var other = Session(file).First(place => place.Slot.Clinician != worker).Slot;
        ChooseKeyWorker.FollowSession(service, file, file.Current! with { Slot = other }, file.Afterwards()).ShouldBeNull();
    }

    [Fact]
    public static void A_person_who_confirms_whom_the_service_chose_has_chosen()
    {
        var file = AssessedBy("social-worker");
        var worker = file.Case.KeyWorker!;

        var confirmed = file.Do(new Act.KeyWorker(worker, "They know the family.") { By = "imogen.farrow@caring-to-care.example" }, file.Afterwards(), service: Service);

        Held(confirmed, [.. DaysOf(confirmed, worker, 21)]).Case.KeyWorker.ShouldBe(worker);
    }

    [Fact]
    public static void Nobody_waits_for_a_key_worker_whom_the_child_never_met()
    {
        var file = AssessedBy("social-worker");
        var worker = file.Case.KeyWorker.ShouldNotBeNull();

        var held = Held(file, [.. DaysOf(file, worker, 1)]);

        held.Current!.Slot!.Clinician.ShouldNotBe(worker);
        held.Case.KeyWorker.ShouldBe(held.Current.Slot.Clinician);
    }

    [Fact]
    public static void Whom_a_person_chose_stays_the_key_worker_and_is_worth_a_week()
    {
        var assessed = AssessedBy("social-worker");
        var other = ChooseKeyWorker.Able(Service, assessed).First(member => member.Id != assessed.Case.KeyWorker).Id;
        var chosen = assessed.Do(new Act.KeyWorker(other, "They know the family.") { By = "imogen.farrow@caring-to-care.example" }, assessed.Afterwards(), service: Service);

        Held(chosen, [.. DaysOf(chosen, other, 4)]).Current!.Slot!.Clinician.ShouldBe(other);

        var late = Held(chosen, [.. DaysOf(chosen, other, 21)]);
        late.Current!.Slot!.Clinician.ShouldNotBe(other);
        late.Case.KeyWorker.ShouldBe(other);
    }

    [Fact]
    public static void Whom_the_family_was_told_to_expect_is_worth_a_week_when_the_place_is_lost()
    {
        var held = Held(AssessedBy("social-worker"), []);
        var lost = HoldAppointment.LostToAPerson(Service, held, held.Current!, "event-1", held.Current!.Slot!.Block, held.Afterwards()).File;
        lost = lost.With(lost.Current! with { Wish = lost.Current!.Wish with { Clinician = held.Current.Slot.Clinician } });

        ChooseKeyWorker.WorthWaitingFor(Service, lost, lost.Current!, held.Current.Slot.Clinician).ShouldBe(Heldspace.Allocation.Need.ChosenDays);
    }

    private static CaseFile AssessedBy(string clinician)
    {
        var held = Acting.Held(Service);
        held = held.With(held.Current! with { Slot = held.Current.Slot! with { Clinician = clinician } });
        return held.Do(held.Say(AppointmentOutcome.TookPlace), held.Evening(), service: Service);
    }

    /// <summary>When the first session is looked for.</summary>
    private static Instant Afterwards(this CaseFile file) => file.Case.AssessedAt!.Value + Duration.FromHours(5);

    private static List<Proposal> Session(CaseFile file, params Slot[] taken) =>
        [.. Rank.Places(Service, HoldAppointment.Need(Service, file, file.Current!, file.Afterwards()), taken.Aggregate(Team.Nothing, (all, slot) => all.And(slot)), file.Afterwards()).Take(400)];

    private static CaseFile Proposed(CaseFile file, Slot[] taken) => HoldAppointment.Propose(file, file.Current!, HoldAppointment.Shortlist(Session(file, taken)), file.Afterwards()).File;

    private static CaseFile Held(CaseFile file, Slot[] taken)
    {
        var proposed = Proposed(file, taken);
        return HoldAppointment.Hold(Service, proposed, proposed.Current!, "event-1", [], file.Afterwards()).File;
    }

    /// <summary>The first days in which somebody could hold the session, each taken from morning to evening.</summary>
    private static IEnumerable<Slot> DaysOf(CaseFile file, string clinician, int days)
    {
        var first = SearchWindow.Of(Service, HoldAppointment.Need(Service, file, file.Current!, file.Afterwards()), file.Afterwards()).First;
        for (var day = first; day < first.PlusDays(days); day = day.PlusDays(1))
        {
            var (start, end) = (London.At(day, new LocalTime(7, 0)), London.At(day, new LocalTime(20, 0)));
            yield return new() { Clinician = clinician, Place = Service.Places[0].Id, Cap = 90 + day.Day, Start = start, End = end, BlockStart = start, BlockEnd = end };
        }
    }
}
