using System.Net;
using System.Text;
using Heldspace.Azure.Records;
using Heldspace.Functions.Hosting;
using Heldspace.Functions.Tests.Drivers;
using Heldspace.Functions.Tests.Journey;
using Heldspace.Intake;
using Heldspace.Pathway;
using Heldspace.Roster;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace Heldspace.Functions.Tests.Manage;

/// <summary>The authority's list through the public front: sent in by a manager, taken in off the request, followed by what it sets going.</summary>
public sealed class RosterTests
{
    private const string Manager = "helen.marchbank@caring-to-care.example";

    private const string Page = "/manage/caring-to-care/roster";

    private const string Header = "Child ID,First name,Surname,Date of birth,NHS number,Entered care,Placement type,Placement since,Placement postcode,Responsible authority,Social worker,Social worker email,SDQ due";

    private const string Standing = "C-1,Robin,Brambleford,01/02/2014,,01/03/2019,U4,01/03/2019,CH1 9ZZ,Cheshire West and Chester,,,";

    private const string New = "C-2,Kit,Hazelwick,01/02/2012,,08/09/2026,U4,08/09/2026,CH2 9ZZ,Cheshire West and Chester,Sam Fielding,sam.fielding@nhs.example,";

    [Fact]
    public async Task A_child_who_entered_care_is_offered_a_screening_by_itself_and_the_same_list_again_changes_nothing()
    {
        await using var sut = await SystemUnderTest.Start();
        using var client = await Signed(sut);

        var (status, location, _) = await Upload(client, "2026-09-14", Standing, New, ",Ash,Nobody,,,01/01/2020,,,,,,,");
        status.ShouldBe(HttpStatusCode.SeeOther);
        await sut.Run(Duration.FromMinutes(2));

        var file = (await sut.Cases()).ShouldHaveSingleItem();
        (file.Case.Beside, file.Case.Channel, file.Case.EnteredCareOn).ShouldBe(("screening", Channel.Roster, new LocalDate(2026, 9, 8)));
        var held = file.Current!;
        (held.Id, held.State).ShouldBe(("screening-1", AppointmentState.Held));
        sut.EventsHeld().ShouldBe(1);
        file.Messages.ShouldContain(message => message.Kind == "held-screening" && message.To.Text == "sam.fielding@nhs.example" && message.State == MessageState.Sent);
        (await sut.Pending()).ShouldBe(0);

        var report = WebUtility.HtmlDecode((await client.Get(location!)).Page);
        report.ShouldContain("2 lines taken, 1 set something going, 0 to look at, 1 with something wrong");
        report.ShouldContain("Give the authority's own id of the child");
        report.ShouldContain("a first look is being offered, and the social worker is written to");
        report.ShouldNotContain("Hazelwick");
        sut.Service.Managers.Select(manager => manager.Mailbox.Text).Append(sut.Service.Scheduler.Mailbox.Text).ShouldAllBe(mailbox => Told(sut, mailbox) == 1);

        (await Upload(client, "2026-09-14", Standing, New, ",Ash,Nobody,,,01/01/2020,,,,,,,")).Location.ShouldBe(location);
        var (_, later, _) = await Upload(client, "2026-09-15", Standing, New);
        await sut.Run(Duration.FromMinutes(2));
        (await sut.Cases()).ShouldHaveSingleItem().Case.LastEvent.ShouldBe(file.Case.LastEvent);
        (await client.Get(later!)).Page.ShouldContain("2 lines taken, 0 set something going, 0 to look at, 0 with something wrong");
        sut.NothingPersonalIsShown("Hazelwick", "C-2", "sam.fielding");
    }

    [Fact]
    public async Task A_child_in_two_lines_is_offered_one_screening_and_no_second_by_a_corrected_day_after_its_case_was_closed()
    {
        await using var sut = await SystemUnderTest.Start();
        using var client = await Signed(sut);
        var twice = New.Replace("C-2", "C-7", StringComparison.Ordinal);
        (await Report("2026-09-14", Standing, New, twice)).ShouldContain("The same child as line 3, for which a first look is offered");
        var file = (await sut.Cases()).ShouldHaveSingleItem();

        // Another social worker for each of the two lines: one look at whom we write to.
        string[] other = [.. new[] { New, twice }.Select(line => line.Replace("sam.fielding@", "jo.larch@", StringComparison.Ordinal))];
        (await Report("2026-09-15", [Standing, .. other])).ShouldContain("We write to the one before: whom we write to is checked");
        var told = await sut.OnlyCase();
        (told.Case.ContactCheck!.OtherWorker, told.Case.Referrer.Email!.Text).ShouldBe((true, "sam.fielding@nhs.example"));
        told.Messages.Count(message => message.Id.Contains("worker.", StringComparison.Ordinal)).ShouldBe(1);

        var closed = new Act.Close(new(2026, 9, 15), ClosureReason.FamilyDeclined, ExitPlan: false) { By = Manager };
        (await sut.System.App.GetRequiredService<CaseActs>().Do(sut.Service, file.Case.Id, closed, CancellationToken.None)).ShouldBeOfType<ActOutcome.Done>();
        var corrected = await Report("2026-09-15", [Standing, .. other.Select(line => line.Replace("08/09/2026", "07/09/2026", StringComparison.Ordinal))]);
        corrected.ShouldContain("A first look was offered to this child already, for 8 September 2026 as the day of entering care");
        corrected.ShouldContain("3 lines taken, 0 set something going, 2 to look at");
        (await sut.OnlyCase()).Case.State.ShouldBe(CaseState.Closed);
        (await sut.Pending()).ShouldBe(0);

        async Task<string> Report(string asOf, params string[] lines)
        {
            var (_, location, _) = await Upload(client, asOf, lines);
            await sut.Run(Duration.FromMinutes(2));
            return WebUtility.HtmlDecode((await client.Get(location!)).Page);
        }
    }

    [Fact]
    public async Task A_move_in_the_list_stands_on_the_open_case_and_the_carer_of_the_ended_placement_hears_nothing_more()
    {
        await using var sut = await SystemUnderTest.Start();
        sut.Deliver(Mails.Complete(1, from: "carer@nhs.example", role: "foster carer"));
        await sut.Run(Duration.FromMinutes(2));
        var before = (await sut.Cases()).ShouldHaveSingleItem();
        var child = before.Case.Child;
        string Line(string postcode, string since, string sdq) =>
            $"C-9,{child.Value(Fields.GivenName)},{child.Value(Fields.FamilyName)},{child.Value(Fields.DateOfBirth)},{child.Value(Fields.NhsNumber)},01/03/2019,U4,{since},{postcode},Cheshire West and Chester,,,{sdq}";
        using var client = await Signed(sut);
        await Upload(client, "2026-09-14", Standing, Line("CH3 9ZZ", "01/03/2019", ""));
        await sut.Run(Duration.FromMinutes(2));
        (await sut.OnlyCase()).Case.LastEvent.ShouldBe(before.Case.LastEvent);
        await sut.Run(Duration.FromDays(1));
        var sent = (await sut.OnlyCase()).Messages.Count(message => !message.ToStaff);

        var (_, location, _) = await Upload(client, "2026-09-16", Line("CH4 9ZZ", "16/09/2026", "01/03/2027"));
        await sut.Run(Duration.FromMinutes(2));

        var moved = await sut.OnlyCase();
        var move = moved.Case.PlacementMoves.ShouldHaveSingleItem();
        (move.On, move.Planned, move.By).ShouldBe((new LocalDate(2026, 9, 16), null, FollowRoster.By));
        moved.Case.SdqDueOn.ShouldBe(new LocalDate(2027, 3, 1));
        moved.Case.ContactCheck!.Dropped!.Email!.Text.ShouldBe("carer@nhs.example");
        var page = WebUtility.HtmlDecode((await client.Get(location!)).Page);
        page.ShouldContain("Lives somewhere else now: it stands on the case.");
        page.ShouldContain("No longer in the list");
        var due = new List<Instant>();
        await foreach (var (row, _) in sut.System.App.GetRequiredService<Due>().By("caring-to-care", DueKinds.Asking, new(2026, 9, 14), Instant.FromUtc(2027, 3, 1, 0, 0), CancellationToken.None))
        {
            due.Add(row.At);
        }

        // A week after the move somebody looks whom to ask how things are going.
        due.ShouldContain(Instant.FromUtc(2026, 9, 23, 7, 0));

        // The link that the carer was sent opens nothing any more, and up to the meeting nothing further is sent to them.
        await sut.Run(moved.Current!.Slot!.Start - sut.Clock.GetCurrentInstant());
        (await sut.OnlyCase()).Messages.Count(message => !message.ToStaff).ShouldBe(sent);
        var casePage = $"/manage/caring-to-care/cases/{moved.Case.Id}";
        (await client.Get(casePage)).Page.ShouldContain("Whom we write to, since the move");
        (await client.Post(casePage, $"{casePage}/check-contacts", ("answer", "SomebodyElse"), ("name", "Jo Larch"), ("email", "jo.larch@nhs.example"), ("role", "carer"))).Status.ShouldBe(HttpStatusCode.SeeOther);
        (await sut.OnlyCase()).Case.Referrer.Email!.Text.ShouldBe("jo.larch@nhs.example");
    }

    [Fact]
    public async Task A_list_that_is_none_too_large_too_old_or_cut_off_breaks_nothing_and_says_what_to_do()
    {
        await using var sut = await SystemUnderTest.Start();
        using var client = await Signed(sut);
        var children = Enumerable.Range(1, 20).Select(n => $"C-{n},,,,,01/03/2019,,,,,,,").ToArray();
        await Upload(client, "2026-09-10", children);
        await sut.Run(Duration.FromMinutes(1));

        (await client.PostFile(Page, Page, new byte[7 * 1024 * 1024], ("asOf", "2026-09-14"))).Status.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await client.PostFile(Page, Page, [], ("asOf", "2026-09-14"))).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await client.PostFile(Page, Page, "a,b"u8.ToArray(), ("asOf", "2026-09-16"))).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await client.Post(Page, Page, ("asOf", "2026-09-14"))).Status.ShouldBe(HttpStatusCode.BadRequest);

        (await Said(await client.PostFile(Page, Page, [0x50, 0x4b, 0x03, 0x04, 0, 1, 2], ("asOf", "2026-09-14")))).ShouldContain("Save it as CSV");
        (await Said(await Upload(client, "2026-09-03", children[0]))).ShouldContain("A newer list, of 10 September 2026, was taken in already");
        var cut = await Upload(client, "2026-09-14", children[..10]);
        (await Said(cut)).ShouldContain("This list is right: take it in");

        (await client.Post(cut.Location!, $"{cut.Location}/confirm")).Status.ShouldBe(HttpStatusCode.SeeOther);
        (await Said(cut)).ShouldContain("10 lines taken, 0 set something going, 10 to look at");
        (await sut.Pending()).ShouldBe(0);
        (await sut.Cases()).ShouldBeEmpty();

        await client.SignIn(sut.Service.Team[0].Mailbox.Text);
        (await client.Get(Page)).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await client.Get(cut.Location!)).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await client.PostFile("/manage/caring-to-care", Page, "a,b"u8.ToArray(), ("asOf", "2026-09-14"))).Status.ShouldBe(HttpStatusCode.Forbidden);

        async Task<string> Said((HttpStatusCode Status, string? Location, string Page) answer)
        {
            answer.Status.ShouldBe(HttpStatusCode.SeeOther);
            await sut.Run(Duration.FromMinutes(1));
            await client.SignIn(Manager);
            return WebUtility.HtmlDecode((await client.Get(answer.Location!)).Page);
        }
    }

    [Fact]
    public async Task Two_lists_at_once_come_one_after_the_other_and_set_nothing_going_twice()
    {
        await using var sut = await SystemUnderTest.Start(settings => settings with { Sessions = false });
        using var client = await Signed(sut);
        await Upload(client, "2026-09-14", Standing, New);
        await Upload(client, "2026-09-14", New, Standing, "C-3,Ash,Marrowden,01/02/2012,,08/09/2026,,,,Cheshire West and Chester,,,");
        await sut.Run(Duration.FromMinutes(10));

        (await sut.Cases()).Select(file => file.Current!.State).ShouldBe([AppointmentState.Held, AppointmentState.Held]);
        (await sut.System.App.GetRequiredService<Rosters>().All("caring-to-care", CancellationToken.None)).ShouldAllBe(upload => upload.State == RosterState.TakenIn);
        (await sut.Pending()).ShouldBe(0);
    }

    [Fact]
    public async Task A_consultation_that_is_asked_for_is_held_once_and_is_over_when_it_took_place()
    {
        await using var sut = await SystemUnderTest.Start();
        using var client = await Signed(sut);
        const string Ask = "/manage/caring-to-care/consultations";
        var request = (await client.Get(Ask)).Page.Split("name=\"request\" value=\"")[1].Split('"')[0];
        (string, string)[] asked = [("request", request), ("kind", "carer-consultation"), ("name", "Jo Larch"), ("role", "carer"), ("email", "jo.larch@nhs.example"), ("place", "video")];
        (await client.Post(Ask, Ask, [.. asked.Skip(2), ("request", request)])).Page.ShouldContain("Choose which consultation");
        var half = await client.Post(Ask, Ask, [.. asked.Where(field => field.Item1 != "email")]);
        half.Status.ShouldBe(HttpStatusCode.BadRequest);
        foreach (var kept in new[] { "<a href=\"#email\">", $"value=\"{request}\"", "value=\"Jo Larch\"", "value=\"carer-consultation\" checked", "value=\"video\" selected" })
        {
            half.Page.ShouldContain(kept);
        }

        var (status, location, _) = await client.Post(Ask, Ask, asked);
        status.ShouldBe(HttpStatusCode.SeeOther);
        (await client.Post(Ask, Ask, asked)).Location.ShouldBe(location);
        await sut.Run(Duration.FromMinutes(2));

        var file = await sut.OnlyCase();
        (file.Case.Beside, file.Current!.State, file.Case.Missing.IsEmpty).ShouldBe(("carer-consultation", AppointmentState.Held, true));
        file.Messages.ShouldContain(message => message.Kind == "held-consultation" && message.State == MessageState.Sent);
        (await client.Get(location!)).Page.ShouldContain(file.Case.Reference.Text);
        sut.NothingPersonalIsShown("Larch");

        // Whoever asked is spoken to, and no child is spoken of.
        var link = sut.App<Heldspace.Functions.Hosting.Links>().AppointmentPath(file.Case, file.Current.Id);
        foreach (var theirs in new[] { link, $"{link}/cancel" })
        {
            var shown = await client.Get(theirs);
            shown.Status.ShouldBe(HttpStatusCode.OK);
            shown.Page.ShouldContain("consultation");
            shown.Page.ShouldNotContain("child");
        }

        await sut.Run(file.Current.Slot!.End - sut.Clock.GetCurrentInstant());
        var page = $"/manage/caring-to-care/cases/{file.Case.Id}";
        (await client.Post(page, $"{page}/outcome", ("appointment", file.Current.Id), ("what", "TookPlace"))).Status.ShouldBe(HttpStatusCode.SeeOther);
        await sut.Run(Duration.FromMinutes(2));
        var over = await sut.OnlyCase();
        (over.Case.State, over.Case.KeyWorker, over.Appointments.Length).ShouldBe((CaseState.Closed, null, 1));
        (await client.Get("/manage/caring-to-care/cases")).Page.ShouldNotContain(file.Case.Reference.Text);
        (await sut.FactKinds()).Order().ShouldBe(["askedFor", "held", "tookPlace"]);
        (await sut.Pending()).ShouldBe(0);
    }

    private static async Task<StaffClient> Signed(SystemUnderTest sut)
    {
        var client = await StaffClient.Open(sut);
        await client.SignIn(Manager);
        return client;
    }

    private static Task<(HttpStatusCode Status, string? Location, string Page)> Upload(StaffClient client, string asOf, params string[] lines) =>
        client.PostFile(Page, Page, Encoding.UTF8.GetBytes($"{Header}\n{string.Join('\n', lines)}"), ("asOf", asOf));

    private static int Told(SystemUnderTest sut, string mailbox) => sut.SubjectsTo(mailbox).Count(subject => subject == "The list came in: please look");
}
