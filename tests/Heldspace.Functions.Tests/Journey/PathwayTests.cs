using Heldspace.Azure.Records;
using Heldspace.Functions.Hosting;
using Heldspace.Functions.Tests.Drivers;
using Heldspace.Pathway;
using NodaTime;

namespace Heldspace.Functions.Tests.Journey;

/// <summary>A case after its assessment: what people say of it, and what the service does then.</summary>
public sealed class PathwayTests
{
    private const string Clinician = "imogen.farrow@caring-to-care.example";

    [Fact]
    public async Task After_an_assessment_the_first_session_is_held_with_the_key_worker_inside_its_own_clock()
    {
        await using var sut = await Held();
        var before = await sut.OnlyCase();
        await PassCurrent(sut);

        await Do(sut, Say(before, AppointmentOutcome.TookPlace));
        await sut.Run(Looking.Moment);

        var after = await sut.OnlyCase();
        after.Current.ShouldNotBeNull().Id.ShouldBe("intervention-1");
        after.Current!.State.ShouldBe(AppointmentState.Held, string.Join('\n', sut.Logs.Lines));
        after.Current.Slot!.Clinician.ShouldBe(after.Case.KeyWorker);
        after.Current.Slot.Start.ShouldBeGreaterThan(sut.Clock.GetCurrentInstant());
        Heldspace.Time.London.Day(after.Current.Slot.Start).ShouldBeLessThanOrEqualTo(Heldspace.Time.London.Day(after.Case.ReceivedAt).PlusDays(56));
        (await sut.Pending()).ShouldBe(0);
        (await sut.FactKinds()).ShouldContain("assessed");
        (await sut.App<OpenCases>().Read(sut.Service.Id, default)).ShouldHaveSingleItem().KeyWorker.ShouldBe(after.Case.KeyWorker);
    }

    [Fact]
    public async Task A_child_who_was_not_brought_has_another_place_and_somebody_asks_about_them()
    {
        await using var sut = await Held();
        var before = await sut.OnlyCase();
        await PassCurrent(sut);

        await Do(sut, Say(before, AppointmentOutcome.NotBrought));
        await Do(sut, Say(before, AppointmentOutcome.NotBrought));
        await sut.Run(Looking.Moment);

        var after = await sut.OnlyCase();
        after.Current.ShouldNotBeNull().Id.ShouldBe("assessment-2");
        after.Current!.State.ShouldBe(AppointmentState.Held);
        sut.MailsTo("sam.fielding@nhs.example").Count(mail => mail.Contains("safe and well", StringComparison.Ordinal)).ShouldBe(1);
        (await sut.FactKinds()).Count(kind => kind == "notBrought").ShouldBe(1);
        (await sut.Pending()).ShouldBe(0);
    }

    [Fact]
    public async Task A_cancelled_appointment_leaves_the_calendar_and_another_is_held()
    {
        await using var sut = await Held();
        var before = await sut.OnlyCase();

        await Do(sut, Say(before, AppointmentOutcome.CancelledByFamily));
        await sut.Run(Looking.Moment);

        var after = await sut.OnlyCase();
        after.Appointments[0].Superseded.ShouldBeEmpty();
        after.Current.ShouldNotBeNull().State.ShouldBe(AppointmentState.Held);
        sut.EventsHeld().ShouldBe(1);
        (await sut.Claims()).ShouldBe(Heldspace.Allocation.Cells.OfTime(after.Current!.Slot!).Length + 1);
        (await sut.Pending()).ShouldBe(0);
    }

    [Fact]
    public async Task Closing_frees_the_diary_and_the_caseload_and_opening_again_holds_a_place()
    {
        await using var sut = await Held();
        var before = await sut.OnlyCase();
        await PassCurrent(sut);
        await Do(sut, Say(before, AppointmentOutcome.TookPlace));
        await sut.Run(Looking.Moment);
        var today = Heldspace.Time.London.Day(sut.Clock.GetCurrentInstant());

        await Do(sut, new Act.Close(today, ClosureReason.FamilyDeclined, false) { By = Clinician });
        await sut.Run(Looking.Moment);

        sut.EventsHeld().ShouldBe(1, "only the assessment, which is past");
        (await sut.App<OpenCases>().Caseload(sut.Service.Id, default)).Cases.ShouldBeEmpty();
        (await sut.FactKinds()).ShouldContain("closed");

        await Do(sut, new Act.Reopen("closed by mistake") { By = Clinician });
        await sut.Run(Looking.Moment);
        (await sut.OnlyCase()).Current.ShouldNotBeNull().State.ShouldBe(AppointmentState.Held);
        (await sut.App<OpenCases>().Read(sut.Service.Id, default)).ShouldHaveSingleItem();
        (await sut.Pending()).ShouldBe(0);
    }

    [Fact]
    public async Task What_a_crash_right_after_the_commit_left_undone_is_taken_up_from_the_mark()
    {
        await using var sut = await Held();
        var before = await sut.OnlyCase();
        await PassCurrent(sut);
        var cases = sut.App<Cases>();
        var stored = (await cases.Read(sut.Service.Id, before.Case.Id, default)).ShouldNotBeNull();
        var ruling = Acts.Decide(sut.Service, stored.File, Say(before, AppointmentOutcome.TookPlace), Caseload.None, sut.Clock.GetCurrentInstant());
        await sut.App<IntakeStore>().Reopen(sut.Service.Id, before.Case.Id.Intake, default);
        var committed = (await cases.Commit(stored, ruling.ShouldBeOfType<Ruling.Do>().Change.ToBeFollowed(), default)).ShouldNotBeNull();

        // Somebody else works on the case in between and comes to its end: the mark must stand all the same.
        await sut.App<CaseQueue>().Allocation(sut.Service, committed.File, committed.File.Current!, "somebody-else", default);
        await sut.Run(Duration.FromSeconds(20));
        (await sut.OnlyCase()).Current.ShouldNotBeNull().State.ShouldBe(AppointmentState.Held);
        (await sut.FactKinds()).ShouldNotContain("assessed");

        await sut.Run(Duration.FromMinutes(12));

        (await sut.OnlyCase()).Current.ShouldNotBeNull().State.ShouldBe(AppointmentState.Held);
        (await sut.FactKinds()).ShouldContain("assessed");
        (await sut.App<OpenCases>().Caseload(sut.Service.Id, default)).Cases.ShouldHaveSingleItem();
        (await sut.Pending()).ShouldBe(0);
    }

    [Fact]
    public async Task A_correction_counts_once()
    {
        await using var sut = await Held();
        var before = await sut.OnlyCase();
        await PassCurrent(sut);
        await Do(sut, Say(before, AppointmentOutcome.TookPlace));
        await Do(sut, Say(before, AppointmentOutcome.NotBrought));
        await sut.Run(Looking.Moment);

        var after = await sut.OnlyCase();
        after.Current.ShouldNotBeNull().Id.ShouldBe("assessment-2");
        after.Appointments.Where(appointment => appointment.State == AppointmentState.Released).ShouldAllBe(appointment => appointment.Superseded.IsEmpty);
        (await sut.FactKinds()).Count(kind => kind is "assessed" or "notBrought").ShouldBe(1);
        (await sut.Pending()).ShouldBe(0);
    }

    private static async Task<SystemUnderTest> Held()
    {
        var sut = await SystemUnderTest.Start();
        sut.Deliver(Mails.Complete());
        await sut.Run(Looking.Moment);
        return sut;
    }

    /// <summary>Lets the time come to an hour after the current appointment.</summary>
    private static async Task PassCurrent(SystemUnderTest sut) =>
        await sut.Run((await sut.OnlyCase()).Current!.Slot!.End + Duration.FromHours(1) - sut.Clock.GetCurrentInstant());

    private static Act.Outcome Say(CaseFile file, AppointmentOutcome what) => new(file.Current!.Id, what) { By = Clinician };

    private static async Task Do(SystemUnderTest sut, Act act) =>
        (await sut.App<CaseActs>().Do(sut.Service, (await sut.OnlyCase()).Case.Id, act, default)).ShouldBeAssignableTo<ActOutcome>().ShouldNotBeOfType<ActOutcome.Refused>();
}
