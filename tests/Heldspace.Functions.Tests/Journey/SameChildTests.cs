using System.Net;
using System.Text.Json.Nodes;
using Heldspace.Functions.Hosting;
using Heldspace.Functions.Tests.Drivers;
using Heldspace.Functions.Tests.Manage;
using Heldspace.Intake;
using Heldspace.Pathway;
using NodaTime;

namespace Heldspace.Functions.Tests.Journey;

/// <summary>One child from two senders: found, asked of a person, merged or parted by them, and nobody learns of the other.</summary>
public sealed class SameChildTests
{
    private const string Nurse = "alex.moor@nhs.example";

    private const string Scheduler = "helen.marchbank@caring-to-care.example";

    [Fact]
    public async Task The_second_sender_gets_a_neutral_receipt_and_the_scheduler_merges_on_the_page()
    {
        await using var sut = await Both();
        var (first, second) = await Cases(sut);
        (first.Case.State, first.Current!.State).ShouldBe((CaseState.Open, AppointmentState.Held));
        (second.Case.State, second.Current).ShouldBe((CaseState.PossibleDuplicate, null));
        first.Case.MaybeSame.ShouldHaveSingleItem().Case.ShouldBe(second.Case.Id, "the other page says it too");
        var receipt = sut.MailsTo(Nurse).ShouldHaveSingleItem();
        receipt.ShouldContain(second.Case.Reference.Text);
        receipt.ShouldNotContain(first.Case.Reference.Text);
        receipt.ShouldNotContain("September 2026 at");
        (await sut.Pending()).ShouldBe(0);

        using var staff = await StaffClient.Open(sut);
        await staff.SignIn(Scheduler);
        var page = $"/manage/{sut.Service.Id}/cases/{second.Case.Id}";
        var (_, shown) = await staff.Get(page);
        shown.ShouldContain("one first name may be a short form of the other");
        shown.ShouldContain("Added there: school.");
        var (status, _, _) = await staff.Post(page, $"{page}/merge", ("case", first.Case.Id.Text));
        status.ShouldBe(HttpStatusCode.SeeOther);
        await sut.Run(Looking.Moment);

        (first, second) = await Cases(sut);
        (second.Case.State, second.Case.MergedInto!.Case).ShouldBe((CaseState.Merged, first.Case.Id));
        first.Case.Child.Value(Fields.School).ShouldBe("Larch Primary");
        (await sut.Pending()).ShouldBe(0);
        (await staff.Get($"/manage/{sut.Service.Id}/cases/{first.Case.Id}")).Page.ShouldContain("was merged into this case");

        (status, _, _) = await staff.Post(page, $"{page}/take-back-merge");
        status.ShouldBe(HttpStatusCode.SeeOther);
        await sut.Run(Looking.Moment);
        (first, second) = await Cases(sut);
        second.Case.State.ShouldBe(CaseState.PossibleDuplicate);
        first.Case.Child.Value(Fields.School).ShouldBeNull();

        await staff.Post(page, $"{page}/two-children", ("case", first.Case.Id.Text));
        await sut.Run(Looking.Moment);
        (_, second) = await Cases(sut);
        (second.Case.State, second.Current!.State).ShouldBe((CaseState.Open, AppointmentState.Held));
        sut.MailsTo(Nurse).Count.ShouldBe(2);
        (await sut.Pending()).ShouldBe(0);
    }

    [Fact]
    public async Task Two_that_may_be_one_before_and_after_an_adoption_are_no_longer_shown_together_once_that_is_known()
    {
        await using var sut = await Both();
        var (first, second) = await Cases(sut);
        (await sut.App<CaseActs>().Do(sut.Service, second.Case.Id, new Act.Correct([new("category", "childInCare", "adopted")], second.Case.LastEvent) { By = Scheduler }, default)).ShouldBeOfType<ActOutcome.Done>();

        using var staff = await StaffClient.Open(sut);
        await staff.SignIn(Scheduler);
        var page = $"/manage/{sut.Service.Id}/cases/{second.Case.Id}";
        (await staff.Get(page)).Page.ShouldNotContain("Is it the same child as");
        (await staff.Get($"/manage/{sut.Service.Id}/cases/{first.Case.Id}")).Page.ShouldNotContain("Is it the same child as");
        (await staff.Post(page, $"{page}/merge", ("case", first.Case.Id.Text))).Status.ShouldBe(HttpStatusCode.Conflict);
        (await Cases(sut)).Second.Case.State.ShouldBe(CaseState.PossibleDuplicate);
    }

    [Fact]
    public async Task Where_nobody_says_anything_the_second_has_a_place_by_the_end_of_the_next_working_day()
    {
        await using var sut = await Both();
        await sut.Run(Duration.FromHours(32));

        var (_, second) = await Cases(sut);
        (second.Case.State, second.Current!.State).ShouldBe((CaseState.Open, AppointmentState.Held));
        (await sut.Pending()).ShouldBe(0);
    }

    [Fact]
    public async Task Of_two_that_come_at_the_same_moment_one_has_a_place_and_one_waits()
    {
        await using var sut = await SystemUnderTest.Start();
        sut.Deliver(Carer());
        sut.Deliver(School());
        await sut.Run(Looking.Moment);

        (await sut.Cases()).Select(file => file.Case.State).Order().ShouldBe([CaseState.Open, CaseState.PossibleDuplicate]);
    }

    [Fact]
    public async Task Twins_and_who_was_adopted_are_never_proposed()
    {
        await using var sut = await SystemUnderTest.Start();
        foreach (var mail in new[]
        {
            Mail("Carrie", "Doyle", "2013-02-14", "childInCare", "sam.fielding@nhs.example"), Mail("Oliver", "Doyle", "2013-02-14", "childInCare", Nurse),
            Mail("Katherine", "Moss", "2013-02-14", "adopted", "kim@nhs.example"), Mail("Katherine", "Doyle", "2013-02-14", "childInCare", "lee@nhs.example"),
        })
        {
            sut.Deliver(mail);
            await sut.Run(Looking.Moment);
        }

        (await sut.Cases()).Select(file => file.Case.MaybeSame.Length).ShouldBe([0, 0, 0, 0]);
    }

    private static async Task<SystemUnderTest> Both()
    {
        var sut = await SystemUnderTest.Start();
        sut.Deliver(Carer());
        await sut.Run(Looking.Moment);
        sut.Deliver(School());
        await sut.Run(Looking.Moment);
        return sut;
    }

    private static async Task<(CaseFile First, CaseFile Second)> Cases(SystemUnderTest sut) =>
        await sut.Cases() is [var one, var other] ? one.Case.Referrer.Email!.Text == Nurse ? (other, one) : (one, other) : throw new InvalidOperationException("There are not two cases.");

    private static JsonObject Carer() => Mail("Katherine", "Doyle", "2013-02-14", "childInCare", "sam.fielding@nhs.example");

    private static JsonObject School() => Mail("Katie", "Doyle", "2013-02-15", "childInCare", Nurse, "School: Larch Primary");

    private static JsonObject Mail(string given, string family, string born, string category, string from, string more = "") => Mails.Mail(
        "New referral",
        $"""
        First name: {given}
        Surname: {family}
        Date of birth: {born}
        Category: {(category == "adopted" ? "adopted" : "child in care")}
        Legal status: {(category == "adopted" ? "" : "C2")}
        Responsible authority: Cheshire West and Chester
        Lives in: Cheshire West and Chester
        Referrer: Sam Fielding
        Role: social worker
        Urgency: routine
        {more}
        """,
        from);
}
