using System.Net;
using Heldspace.Functions.Tests.Drivers;
using Heldspace.Functions.Tests.Journey;
using Heldspace.Intake;
using Heldspace.Local.FunctionsHost;
using Heldspace.Pathway;
using NodaTime;

namespace Heldspace.Functions.Tests.Manage;

/// <summary>Staff pages through the public front: who may see and do what, and that a tap counts once.</summary>
public sealed class ManageTests
{
    private const string Manager = "helen.marchbank@caring-to-care.example";

    [Fact]
    public async Task Who_is_not_signed_in_is_led_to_sign_in_and_changes_nothing()
    {
        await using var sut = await Held();
        var file = await sut.OnlyCase();
        using var client = await StaffClient.Open(sut);

        using var answer = await client.Send(HttpMethod.Get, Case(file), null);
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        answer.Headers.Location!.OriginalString.ShouldBe($"/.auth/login/aad?post_login_redirect_uri={Uri.EscapeDataString(Case(file))}");
        using var posted = await client.Send(HttpMethod.Post, Case(file) + "/close", new FormUrlEncodedContent([]));
        posted.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await sut.OnlyCase()).Case.LastEvent.ShouldBe(file.Case.LastEvent);
    }

    [Fact]
    public async Task A_header_that_somebody_made_up_is_taken_away_by_the_front()
    {
        await using var sut = await Held();
        var file = await sut.OnlyCase();
        using var client = await StaffClient.Open(sut);
        var forged = SignIn.Principal(new("Nobody", Manager, ["caring-to-care.manager"]));

        using var answer = await client.Send(HttpMethod.Get, Case(file), null, ("X-MS-CLIENT-PRINCIPAL", forged), ("x-ms-client-principal-name", Manager));

        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Theory]
    [InlineData("")]
    [InlineData("False")]
    public async Task Without_the_platforms_authentication_nothing_is_served_to_anybody(string setting)
    {
        await using var sut = await SystemUnderTest.Start(settings => settings with { AppSettings = new Dictionary<string, string>(StringComparer.Ordinal) { ["WEBSITE_AUTH_ENABLED"] = setting } });
        using var client = await StaffClient.Open(sut);
        await client.SignIn(Manager);

        (await client.Get("/manage/caring-to-care/cases")).Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task A_clinician_sees_and_changes_only_their_own_cases()
    {
        await using var sut = await Held();
        var file = await sut.OnlyCase();
        var (theirs, other) = (MailboxOf(sut, file), sut.Service.Team.First(member => member.Id != file.Current!.Slot!.Clinician).Mailbox.Text);
        using var client = await StaffClient.Open(sut);

        await client.SignIn(other);
        (await client.Get(Case(file))).Status.ShouldBe(HttpStatusCode.NotFound);
        (await client.Get(Case(file) + "/received")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await client.Get("/manage/caring-to-care/cases")).Page.ShouldNotContain(file.Case.Reference.Text);
        (await client.Post("/manage/caring-to-care", Case(file) + "/outcome", ("appointment", "assessment-1"), ("what", "CancelledByFamily"))).Status.ShouldBe(HttpStatusCode.NotFound);

        await client.SignIn(theirs);
        var (status, page) = await client.Get(Case(file));
        status.ShouldBe(HttpStatusCode.OK);
        page.ShouldContain("What happens next");
        page.ShouldNotContain("/pause");
        (await client.Get("/manage/caring-to-care/cases")).Page.ShouldContain(file.Case.Reference.Text);
        (await client.Post(Case(file), Case(file) + "/pause", ("on", "2026-09-15"), ("text", "abroad"))).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await sut.OnlyCase()).Case.Pauses.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_role_in_one_service_is_none_in_another()
    {
        await using var sut = await SystemUnderTest.Start(services: "caring-to-care,derby-ehwb");
        using var client = await StaffClient.Open(sut);
        await client.SignIn(Manager);

        (await client.Get("/manage/caring-to-care/cases")).Status.ShouldBe(HttpStatusCode.OK);
        (await client.Get("/manage/derby-ehwb/cases")).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await client.Get("/manage/nothing-here/cases")).Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_tap_counts_once_and_can_be_taken_back()
    {
        await using var sut = await Held();
        var file = await sut.OnlyCase();
        await sut.Run(file.Current!.Slot!.End - sut.Clock.GetCurrentInstant());
        using var client = await StaffClient.Open(sut);
        await client.SignIn(MailboxOf(sut, file));
        var day = Heldspace.Time.London.Day(file.Current.Slot.Start).ToString("uuuu-MM-dd", null);
        (string, string)[] tap = [("appointment", "assessment-1"), ("what", "TookPlace"), ("day", day)];

        // Both taps are on one page that was opened before; two pages opened at the same moment would race for the proof's cookie.
        _ = await client.Get("/manage/caring-to-care");

        var taps = await Task.WhenAll(client.Post("/manage/caring-to-care", Case(file) + "/outcome", tap), client.Post("/manage/caring-to-care", Case(file) + "/outcome", tap));
        taps.ShouldAllBe(answer => answer.Status == HttpStatusCode.SeeOther && answer.Location == $"/manage/caring-to-care?day={day}&said={file.Case.Id}.assessment-1");
        (await sut.OnlyCase()).Appointments.Count(appointment => appointment.Kind == "intervention").ShouldBe(1);
        (await client.Get(taps[0].Location!)).Page.ShouldContain("Take back");

        (await client.Post("/manage/caring-to-care", Case(file) + "/undo", ("appointment", "assessment-1"), ("day", day))).Status.ShouldBe(HttpStatusCode.SeeOther);
        var back = await sut.OnlyCase();
        back.Case.AssessedAt.ShouldBeNull();
        back.Appointments[0].State.ShouldBe(AppointmentState.Held);
    }

    [Fact]
    public async Task A_form_without_its_proof_changes_nothing()
    {
        await using var sut = await Held();
        var file = await sut.OnlyCase();
        using var client = await StaffClient.Open(sut);
        await client.SignIn(Manager);

        using var bare = await client.Send(HttpMethod.Post, Case(file) + "/outcome", new FormUrlEncodedContent([new("appointment", "assessment-1"), new("what", "CancelledByService")]));
        bare.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await sut.OnlyCase()).Current!.Id.ShouldBe("assessment-1");
    }

    [Fact]
    public async Task What_cannot_be_is_said_on_the_page()
    {
        await using var sut = await Held();
        var file = await sut.OnlyCase();
        using var client = await StaffClient.Open(sut);
        await client.SignIn(Manager);

        var future = await client.Post(Case(file), Case(file) + "/outcome", ("appointment", "assessment-1"), ("what", "TookPlace"));
        future.Status.ShouldBe(HttpStatusCode.Conflict);
        future.Page.ShouldContain("It has not begun yet.");
        (await client.Post(Case(file), Case(file) + "/plan", ("on", "yesterday"))).Page.ShouldContain("Choose a day.");

        // What is ahead is cancelled on a page of its own, which shows what will be sent to whom.
        var asks = $"{Case(file)}/cancel?appointment=assessment-1";
        (await client.Post(Case(file), Case(file) + "/outcome", ("appointment", "assessment-1"), ("what", "CancelledByService"))).Location.ShouldBe($"{asks}&what=CancelledByService");
        (await client.Get(asks)).Page.ShouldContain($"{file.Case.Referrer.Email} is mailed now that it is cancelled");
        var half = await client.Post(asks, Case(file) + "/cancel", ("appointment", "assessment-1"), ("seen", "1"), ("what", "CancelledByService"), ("text", "ill &amp; away"));
        half.Status.ShouldBe(HttpStatusCode.BadRequest);
        half.Page.ShouldContain("""<a href="#next">Choose what comes next.</a>""");
        half.Page.ShouldContain("value=\"ill &amp; away\"");
        (await sut.OnlyCase()).Current!.State.ShouldBe(AppointmentState.Held);
        (string, string)[] ring = [("appointment", "assessment-1"), ("seen", "1"), ("what", "CancelledByService"), ("next", "ring")];
        (await client.Post(asks, Case(file) + "/cancel", ring)).Status.ShouldBe(HttpStatusCode.SeeOther);
        await sut.Run(Looking.Moment);
        sut.EventsHeld().ShouldBe(0);
        (await client.Get(asks)).Status.ShouldBe(HttpStatusCode.Conflict);
        (await client.Get(Case(file))).Page.ShouldContain("Find a place again");
        (await client.Post(Case(file), Case(file) + "/find-again", ("appointment", "assessment-1"))).Status.ShouldBe(HttpStatusCode.SeeOther);
        await sut.Run(Looking.Moment);
        (await sut.OnlyCase()).Current!.Id.ShouldBe("assessment-2");
        (await sut.OnlyCase()).Current!.State.ShouldBe(AppointmentState.Held);
        (await sut.Pending()).ShouldBe(0);
        (await client.Post(Case(file), Case(file) + "/nothing")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Whoever_rings_chooses_on_the_page_of_the_case()
    {
        await using var sut = await Held();
        var before = (await sut.OnlyCase()).Current!;
        await sut.Run(before.Slot!.Start - Duration.FromHours(40) - sut.Clock.GetCurrentInstant());
        var clinician = MailboxOf(sut, await sut.OnlyCase());
        sut.System.Tenant.Cancel(clinician, before.EventId!);
        await sut.Run(Duration.FromMinutes(15));
        var file = await sut.OnlyCase();
        file.Current!.State.ShouldBe(AppointmentState.ToRing);
        using var client = await StaffClient.Open(sut);
        await client.SignIn(sut.Service.Scheduler.Mailbox.Text);

        var page = (await client.Get(Case(file))).Page;
        page.ShouldContain("Ring the family, and choose with them");
        page.ShouldContain("its place was lost; somebody rings and chooses the next one");
        (await client.Post(Case(file), Case(file) + "/find")).Page.ShouldContain("Choose a place, or the first that is free.");
        (await client.Post(Case(file), Case(file) + "/find", ("place", "nobody~nowhere~0"))).Status.ShouldBe(HttpStatusCode.Conflict);
        var wanted = file.Current.Alternatives[0].Slot;
        (await client.Post(Case(file), Case(file) + "/find", ("place", wanted.Key()))).Status.ShouldBe(HttpStatusCode.SeeOther);
        await sut.Run(Looking.Moment);

        var after = (await sut.OnlyCase()).Current!;
        (after.State, after.Slot!.Start).ShouldBe((AppointmentState.Held, wanted.Start));
        sut.EventsHeld().ShouldBe(1);
        (await client.Get(Case(file))).Page.ShouldNotContain("choose with them");
        (await sut.Pending()).ShouldBe(0);
    }

    [Fact]
    public async Task A_clinician_may_not_choose_a_place_and_one_with_a_conflict_of_interest_neither_sees_the_case_nor_keeps_the_appointment()
    {
        await using var sut = await Held();
        var file = await sut.OnlyCase();
        using var client = await StaffClient.Open(sut);
        await client.SignIn(MailboxOf(sut, file));

        (await client.Post(Case(file), Case(file) + "/find", ("place", "any"))).Status.ShouldBe(HttpStatusCode.Forbidden);

        using var scheduler = await StaffClient.Open(sut);
        await scheduler.SignIn(sut.Service.Scheduler.Mailbox.Text);
        var clinician = file.Current!.Slot!.Clinician;
        (await scheduler.Post(Case(file), Case(file) + "/conflict", ("clinician", clinician), ("text", "canary-reason"))).Status.ShouldBe(HttpStatusCode.SeeOther);
        await sut.Run(Looking.Moment);

        (await client.Get(Case(file))).Status.ShouldBe(HttpStatusCode.NotFound);
        var after = (await sut.OnlyCase()).Current!;
        (after.State, after.Slot!.Clinician == clinician).ShouldBe((AppointmentState.Held, false));
        sut.EventsHeld().ShouldBe(1);
        (await scheduler.Get(Case(file))).Page.ShouldContain("canary-reason");
        sut.NothingPersonalIsShown("canary-reason");
        (await sut.Pending()).ShouldBe(0);
    }

    [Fact]
    public async Task What_was_read_is_put_right_beside_the_line_it_was_read_from_and_what_that_changes_is_shown_first()
    {
        await using var sut = await Held();
        var file = await sut.OnlyCase();
        using var client = await StaffClient.Open(sut);
        await client.SignIn(Manager);
        var correct = $"{Case(file)}/correct";
        (await client.Get(correct)).Page.ShouldContain("Written: “Responsible authority: Cheshire West and Chester”");

        var (status, _, page) = await client.Post(correct, correct, ("dateOfBirth", "31/02/2014"), ("seen", "0"));
        (status, page.Contains("There is a problem", StringComparison.Ordinal)).ShouldBe((HttpStatusCode.BadRequest, true));

        (status, _, page) = await client.Post(correct, correct, ("responsibleAuthority", "Leeds"), ("seen", "0"));
        status.ShouldBe(HttpStatusCode.OK);
        page.ShouldContain("What this changes");
        page.ShouldContain(sut.Service.Managers[0].Mailbox.Text);
        (await sut.OnlyCase()).Case.Child.Value(Fields.ResponsibleAuthority).ShouldBe("Cheshire West and Chester", "nothing is saved yet");

        (status, _, _) = await client.Post(correct, correct, ("responsibleAuthority", "Leeds"), ("seen", "0"), ("sure", "yes"));
        status.ShouldBe(HttpStatusCode.Conflict, "the case is not as it was shown");
        var seen = file.Case.LastEvent.ToString(System.Globalization.CultureInfo.InvariantCulture);
        (status, var next, _) = await client.Post(correct, correct, ("responsibleAuthority", "Leeds"), ("seen", seen), ("sure", "yes"));
        status.ShouldBe(HttpStatusCode.SeeOther);
        (await client.Get(next!)).Page.ShouldContain("Put right: responsible local authority, Cheshire West and Chester, is Leeds");
        await sut.Run(Duration.FromMinutes(1));
        var after = await sut.OnlyCase();
        (after.Case.Provisional, after.Current!.State).ShouldBe((Provisional.ManagerDecides, AppointmentState.Held));
        sut.SubjectsTo(sut.Service.Managers[0].Mailbox.Text).ShouldContain(subject => subject.StartsWith("Please decide", StringComparison.Ordinal));
        (await sut.Pending()).ShouldBe(0);
    }

    [Fact]
    public async Task A_manager_takes_a_case_all_the_way()
    {
        await using var sut = await Held();
        var file = await sut.OnlyCase();
        using var client = await StaffClient.Open(sut);
        await client.SignIn(Manager);
        await sut.Run(file.Current!.Slot!.End - sut.Clock.GetCurrentInstant());
        var day = Heldspace.Time.London.Day(sut.Clock.GetCurrentInstant()).ToString("uuuu-MM-dd", null);
        var steps = new (string Act, (string, string)[] Fields)[]
        {
            ("outcome", [("appointment", "assessment-1"), ("what", "TookPlace")]),
            ("contacts", [("on", day), ("count", "2")]),
            ("plan", [("on", day)]),
            ("placement", [("on", day), ("planned", "no")]),
            ("key-worker", [("clinician", "arts-therapist-3"), ("text", "They know the family.")]),
            ("conflict", [("clinician", "psychotherapist"), ("text", "They are related.")]),
            ("no-conflict", [("clinician", "psychotherapist")]),
            ("pause", [("on", day), ("text", "in hospital")]),
            ("resume", [("on", day)]),
            ("consent", [("on", day), ("giver", "Authority"), ("text", "Sam Fielding"), ("shared", "health services")]),
            ("onward", [("on", day), ("text", "eating disorder service"), ("yes", "yes")]),
            ("close", [("on", day), ("reason", "Onward"), ("yes", "yes")]),
            ("reopen", [("text", "closed by mistake")]),
        };
        var asked = new List<string>();
        foreach (var (act, fields) in steps)
        {
            var answer = await client.Post(Case(file), $"{Case(file)}/{act}", fields);
            if (answer.Page.Contains("Give up this appointment?", StringComparison.Ordinal))
            {
                // A session is held by now, and does not go with one tap.
                var ahead = (await sut.OnlyCase()).Current!;
                ahead.State.ShouldBe(AppointmentState.Held);
                asked.Add(act);
                answer.Page.ShouldContain("value=\"eating disorder service\"");
                answer = await client.Post(Case(file), $"{Case(file)}/{act}", [.. fields, ("sure", $"{ahead.Id}.{ahead.Attempt}")]);
            }

            answer.Status.ShouldBe(HttpStatusCode.SeeOther, $"{act}: {answer.Page}");
            (await client.Get(answer.Location!)).Page.ShouldContain("It is written down.");
            await sut.Run(Duration.FromMinutes(1));
        }

        var after = await sut.OnlyCase();
        after.Case.State.ShouldBe(CaseState.Open);
        asked.ShouldBe(["onward"]);
        after.Messages.ShouldContain(message => message.Id.EndsWith(".given-up", StringComparison.Ordinal) && message.State == MessageState.Sent);
        after.Case.Contacts.ShouldHaveSingleItem().By.ShouldBe(Manager);
        foreach (var kind in new[] { "assessed", "contacts", "planAgreed", "placementChanged", "onward", "closed", "reopened" })
        {
            (await sut.FactKinds()).ShouldContain(kind);
        }

        (await sut.Pending()).ShouldBe(0);
    }

    private static string Case(CaseFile file) => $"/manage/caring-to-care/cases/{file.Case.Id}";

    private static string MailboxOf(SystemUnderTest sut, CaseFile file) => sut.Service.Team.First(member => member.Id == file.Current!.Slot!.Clinician).Mailbox.Text;

    private static async Task<SystemUnderTest> Held()
    {
        var sut = await SystemUnderTest.Start();
        sut.Deliver(Mails.Complete());
        await sut.Run(Looking.Moment);
        return sut;
    }
}
