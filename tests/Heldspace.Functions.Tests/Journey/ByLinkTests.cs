using System.Net;
using Heldspace.Allocation;
using Heldspace.Functions.Hosting;
using Heldspace.Functions.Refer;
using Heldspace.Functions.Tests.Drivers;
using Heldspace.Intake;
using Heldspace.Pathway;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace Heldspace.Functions.Tests.Journey;

/// <summary>Held, then agreed: what a family does by the link in its mail, from the page to the calendar.</summary>
public sealed class ByLinkTests
{
    private const string Family = "sam.fielding@nhs.example";

    [Fact]
    public async Task Who_follows_the_mailed_link_sees_when_and_where_and_agrees_once_however_often_they_press()
    {
        await using var sut = await Held();
        using var visitor = await Visitor.To(sut);
        await visitor.Open(sut.LinkTo());

        visitor.Status.ShouldBe(HttpStatusCode.OK);
        visitor.Words.ShouldContain("This time is held for you");
        var held = (await sut.OnlyCase()).Current!.Slot!;
        var place = sut.Service.Places.First(other => other.Id == held.Place);
        visitor.Words.ShouldContain(place.Address!);
        var page = visitor.Source;

        await visitor.Send("/agree");
        visitor.Words.ShouldContain("Your appointment is agreed");
        visitor.Source.ShouldNotContain("/agree\"");
        using var other = await Visitor.To(sut);
        await other.Open(sut.LinkTo());
        other.Words.ShouldContain("Your appointment is agreed");

        (await sut.OnlyCase()).Current!.AgreedAt.ShouldBe(sut.Clock.GetCurrentInstant());
        (await sut.History<CaseEvent.Agreed>()).ShouldHaveSingleItem();
        page.ShouldContain("/agree\"");
        (await sut.Pending()).ShouldBe(0);
    }

    [Fact]
    public async Task Another_place_is_asked_for_held_in_the_calendar_and_confirmed_by_mail()
    {
        await using var sut = await Held();
        var before = (await sut.OnlyCase()).Current!;
        using var visitor = await Visitor.To(sut);
        await visitor.Open(sut.LinkTo() + "/choose");
        var offers = visitor.Choices("place");
        offers.Count.ShouldBe(OfferPlaces.Most);
        visitor.Words.ShouldContain("Video call");

        await visitor.Send("/choose", ("place", offers[0]));
        visitor.Words.ShouldContain("We are asking for the new place");
        await sut.Run(Looking.Moment);
        await visitor.Open(visitor.At);

        visitor.Words.ShouldContain("Done: this is your new appointment");
        var after = (await sut.OnlyCase()).Current!;
        after.Slot.ShouldNotBe(before.Slot);
        after.AgreedAt.ShouldNotBeNull();
        sut.EventsHeld().ShouldBe(1);
        (await sut.Claims()).ShouldBe(Cells.OfTime(after.Slot!).Length + 1);
        sut.SubjectsTo(Family)[^1].ShouldStartWith("Your appointment has changed");
        sut.SubjectsTo(Family).Count.ShouldBe(2);
        (await sut.Pending()).ShouldBe(0);
    }

    [Fact]
    public async Task Back_and_a_second_tab_change_nothing_that_was_not_seen()
    {
        await using var sut = await Held();
        using var first = await Visitor.To(sut);
        using var second = await Visitor.To(sut);
        using var third = await Visitor.To(sut);
        await first.Open(sut.LinkTo() + "/choose");
        await second.Open(sut.LinkTo() + "/choose");
        await third.Open(sut.LinkTo());
        using var late = await Visitor.To(sut);
        await late.Open(sut.LinkTo() + "/choose");
        var offers = first.Choices("place");

        await first.Send("/choose", ("place", offers[0]));
        await second.Send("/choose", ("place", offers[1]));
        second.Words.ShouldContain("We are asking for the new place");
        await sut.Run(Looking.Moment);
        await first.Open(sut.LinkTo());

        // The same page once more, as a browser's back button sends it, and the page of a place that is not theirs any more.
        await third.Send("/agree");
        third.Words.ShouldContain("was changed since you opened that page");
        await late.Send("/choose", ("place", offers[0]));
        late.Words.ShouldContain("Done: this is your new appointment");

        (await sut.History<CaseEvent.MoveWanted>()).ShouldHaveSingleItem();
        sut.EventsHeld().ShouldBe(1);
    }

    [Fact]
    public async Task Of_two_families_who_choose_one_place_one_gets_it_and_the_other_is_told_what_they_still_have()
    {
        await using var sut = await Held(2);
        var cases = await sut.Cases();
        var wanted = cases[0].Current!.Alternatives.Select(other => other.Slot).First(slot => slot.Start > sut.Clock.GetCurrentInstant() + Duration.FromDays(5));
        foreach (var file in cases)
        {
            await sut.Rewrite(file.Case.Id, file.Current! with { Alternatives = [new(wanted, 1, 1, "the one place"), .. file.Current!.Alternatives.Where(other => other.Slot.Start < wanted.Start)] });
        }

        var visitors = new[] { await Visitor.To(sut), await Visitor.To(sut) };
        for (var n = 0; n < 2; n++)
        {
            await visitors[n].Open(sut.LinkTo(n) + "/choose");
        }

        var key = visitors[0].Choices("place").Intersect(visitors[1].Choices("place")).First(common => common == Appointments.AppointmentWords.Key(wanted));
        await Task.WhenAll(visitors.Select(visitor => visitor.Send("/choose", ("place", key))));
        await sut.Run(Looking.Moment);
        foreach (var visitor in visitors)
        {
            await visitor.Open(visitor.At);
        }

        visitors.Count(visitor => visitor.Words.Contains("Done: this is your new appointment", StringComparison.Ordinal)).ShouldBe(1);
        visitors.Count(visitor => visitor.Words.Contains("Somebody else was quicker", StringComparison.Ordinal)).ShouldBe(1);
        var after = await sut.Cases();
        after.Count(file => file.Current!.Slot!.Start == wanted.Start && file.Current.Slot.Clinician == wanted.Clinician).ShouldBe(1);
        after.ShouldAllBe(file => file.Current!.State == AppointmentState.Held && file.Current.Move == null && file.Current.Superseded.IsEmpty);
        sut.EventsHeld().ShouldBe(2);
        sut.SubjectsTo(Family).Count(subject => subject.StartsWith("Your appointment stays as it was", StringComparison.Ordinal)).ShouldBe(1);
        sut.SubjectsTo(Family).Count(subject => subject.StartsWith("Your appointment has changed", StringComparison.Ordinal)).ShouldBe(1);
        (await sut.Pending()).ShouldBe(0);
        Array.ForEach(visitors, visitor => visitor.Dispose());
    }

    [Fact]
    public async Task Who_cannot_come_gets_another_place_at_once_and_the_first_one_is_free_again()
    {
        await using var sut = await Held();
        var before = (await sut.OnlyCase()).Current!;
        using var visitor = await Visitor.To(sut);
        await visitor.Open(sut.LinkTo() + "/cancel");
        await visitor.Send("/cancel");
        visitor.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        visitor.Words.ShouldContain("Select why you cannot come");

        (string, string)[] said = [("why", "ill"), ("words", "canary-words"), ("next", "again")];
        var page = visitor.Source;
        await visitor.Send("/cancel", said);
        visitor.Words.ShouldContain("Your appointment is cancelled");
        page.ShouldContain("seen");
        await sut.Run(Looking.Moment);
        await visitor.Open(visitor.At);
        visitor.Words.ShouldContain("Another time is held for you");

        var file = await sut.OnlyCase();
        file.Appointments[0].Outcome!.Reason.ShouldBe("somebody is ill: canary-words");
        var next = file.Current.ShouldNotBeNull();
        (next.Id, next.State).ShouldBe(("assessment-2", AppointmentState.Held));
        next.Slot!.Start.ShouldNotBe(before.Slot!.Start);
        sut.EventsHeld().ShouldBe(1);
        (await sut.Claims()).ShouldBe(Cells.OfTime(next.Slot).Length + 1);
        sut.SubjectsTo(Family).Select(subject => subject.Split(':')[0]).Order().ShouldBe(["A place is held", "A place is held", "An appointment is cancelled"]);
        sut.NothingPersonalIsShown("canary-words");
        sut.Sent(sut.Service.Scheduler.Mailbox.Text).ShouldAllBe(mail => !mail["body"]!["content"]!.GetValue<string>().Contains("canary-words", StringComparison.Ordinal));
        (await sut.Pending()).ShouldBe(0);

        var link = visitor.Source[visitor.Source.LastIndexOf("/appointment/", StringComparison.Ordinal)..].Split('"')[0];
        await visitor.Open(sut.LinkTo());
        visitor.Words.ShouldContain("This time is held for you");
        link.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Who_asks_to_be_rung_is_rung_and_where_nobody_rings_a_place_is_held_all_the_same()
    {
        await using var sut = await Held();
        using var visitor = await Visitor.To(sut);
        await visitor.Open(sut.LinkTo() + "/cancel");
        await visitor.Send("/cancel", ("why", "other"), ("next", "ring"));
        await sut.Run(Looking.Moment);
        await visitor.Open(visitor.At);

        visitor.Words.ShouldContain("We will ring you");
        (await sut.OnlyCase()).Current.ShouldBeNull();
        sut.EventsHeld().ShouldBe(0);
        (await sut.Claims()).ShouldBe(0);
        sut.SubjectsTo(sut.Service.Scheduler.Mailbox.Text).Count(subject => subject.StartsWith("Please ring", StringComparison.Ordinal)).ShouldBe(1);

        await sut.Run(Duration.FromDays(3));

        (await sut.OnlyCase()).Current.ShouldNotBeNull().State.ShouldBe(AppointmentState.Held);
        sut.SubjectsTo(sut.Service.Scheduler.Mailbox.Text).Count(subject => subject.StartsWith("Please ring", StringComparison.Ordinal)).ShouldBe(2);
        (await sut.Pending()).ShouldBe(0);
    }

    [Fact]
    public async Task Two_who_cancel_the_same_appointment_at_once_cancel_it_once()
    {
        await using var sut = await Held();
        var visitors = new[] { await Visitor.To(sut), await Visitor.To(sut) };
        foreach (var visitor in visitors)
        {
            await visitor.Open(sut.LinkTo() + "/cancel");
        }

        await Task.WhenAll(visitors.Select(visitor => visitor.Send("/cancel", ("why", "time"), ("next", "again"))));
        await sut.Run(Looking.Moment);

        visitors.ShouldAllBe(visitor => visitor.Words.Contains("Your appointment is cancelled", StringComparison.Ordinal));
        (await sut.OnlyCase()).Appointments.Select(appointment => appointment.State).ShouldBe([AppointmentState.Over, AppointmentState.Held]);
        (await sut.History<CaseEvent.OutcomeRecorded>()).ShouldHaveSingleItem();
        sut.EventsHeld().ShouldBe(1);
        Array.ForEach(visitors, visitor => visitor.Dispose());
    }

    [Fact]
    public async Task In_the_last_two_days_they_can_agree_and_ring_and_after_the_meeting_the_link_is_over()
    {
        await using var sut = await Held();
        var slot = (await sut.OnlyCase()).Current!.Slot!;
        var link = sut.LinkTo();
        using var early = await Visitor.To(sut);
        await early.Open(link + "/cancel");
        sut.Clock.MoveTo(slot.Start - Duration.FromHours(47));
        using var visitor = await Visitor.To(sut);
        await visitor.Open(link);

        visitor.Words.ShouldContain("less than 48 hours away");
        visitor.Source.ShouldNotContain("/choose\"");
        (await visitor.Open(link + "/choose")).At.ShouldNotBeNull();
        await early.Send("/cancel", ("why", "ill"), ("next", "again"));
        early.Words.ShouldContain("less than 48 hours away");
        (await sut.OnlyCase()).Current!.State.ShouldBe(AppointmentState.Held);
        await visitor.Open(link);
        await visitor.Send("/agree");
        visitor.Words.ShouldContain("Your appointment is agreed");

        sut.Clock.MoveTo(slot.End);
        await visitor.Open(link);
        visitor.Status.ShouldBe(HttpStatusCode.NotFound);
        visitor.Words.ShouldContain("This link does not work any more");
    }

    [Fact]
    public async Task A_link_is_for_one_person_and_says_nothing_about_anybody()
    {
        await using var sut = await Held();
        var link = sut.LinkTo();
        using var visitor = await Visitor.To(sut);

        foreach (var wrong in new[] { link[..^1], link[..^1] + (link[^1] == 'a' ? 'b' : 'a'), link.Replace("caring-to-care", "derby-ehwb", StringComparison.Ordinal), "/appointment", "/appointment/caring-to-care", link + "/nothing" })
        {
            (await visitor.Open(wrong)).Status.ShouldBe(HttpStatusCode.NotFound, wrong);
        }

        (await visitor.Open(link)).Status.ShouldBe(HttpStatusCode.OK);
        visitor.Words.ShouldNotContain("Exampleab", Shouldly.Case.Sensitive);
        var file = await sut.OnlyCase();
        await sut.Rewrite(file.Case.Id, file.Current!, opened => opened with { Referrer = opened.Referrer with { Email = EmailAddress.Parse("somebody.else@nhs.example") } });
        (await visitor.Open(link)).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Where_few_places_are_left_the_calendars_are_looked_through_again_and_the_page_shows_what_is_there()
    {
        await using var sut = await Held();
        var file = await sut.OnlyCase();
        await sut.Rewrite(file.Case.Id, file.Current! with { Alternatives = [] });
        using var visitor = await Visitor.To(sut);
        await visitor.Open(sut.LinkTo() + "/choose");
        visitor.Words.ShouldContain("We are looking through the calendars");
        await visitor.Open(sut.LinkTo() + "/choose?look=1");
        await sut.Run(Looking.Moment);
        await visitor.Open(sut.LinkTo() + "/choose");

        visitor.Choices("place").Count.ShouldBe(OfferPlaces.Most);
        (await sut.OnlyCase()).Current!.Slot.ShouldBe(file.Current!.Slot);
        sut.EventsHeld().ShouldBe(1);
        (await sut.Pending()).ShouldBe(0);
    }

    [Fact]
    public async Task Nobody_who_did_not_press_a_button_changes_anything()
    {
        await using var sut = await Held();
        using var visitor = await Visitor.To(sut);
        foreach (var page in new[] { "", "/choose", "/cancel", "/appointment.ics" })
        {
            (await visitor.Open(sut.LinkTo() + page)).Status.ShouldBe(HttpStatusCode.OK);
        }

        var before = await sut.OnlyCase();
        using var stranger = await Visitor.To(sut);
        await stranger.Open(sut.LinkTo());
        using var client = new HttpClient(await sut.System.Host.CreateHandler()) { BaseAddress = new("http://localhost") };
        foreach (var form in new[] { "/agree", "/choose", "/cancel" })
        {
            using var content = new ByteArrayContent("seen=1&why=ill&next=again&place=a"u8.ToArray());
            content.Headers.ContentType = new("application/x-www-form-urlencoded");
            using var response = await client.PostAsync(new Uri(sut.LinkTo() + form, UriKind.Relative), content);
            ((int)response.StatusCode).ShouldBeGreaterThanOrEqualTo(400, form);
        }

        (await sut.OnlyCase()).Case.LastEvent.ShouldBe(before.Case.LastEvent);
        (await sut.OnlyCase()).Current!.AgreedAt.ShouldBeNull();
    }

    [Fact]
    public async Task Whoever_has_not_answered_is_asked_once_and_everybody_is_reminded_two_working_days_before()
    {
        await using var sut = await SystemUnderTest.Start(settings => settings with { AppSettings = Quick });
        sut.FillDiaries(new(2026, 9, 15), new(2026, 10, 1));
        sut.Deliver(Mails.Complete());
        await sut.Run(Looking.Moment);
        var slot = (await sut.OnlyCase()).Current!.Slot!;

        await sut.Run(Duration.FromDays(8));
        sut.SubjectsTo(Family).Count(subject => subject.StartsWith("Does the time suit you?", StringComparison.Ordinal)).ShouldBe(1);
        await sut.Run(slot.Start - sut.Clock.GetCurrentInstant());

        sut.SubjectsTo(Family).Select(subject => subject.Split(':', '?')[0]).ShouldBe(["A place is held", "Does the time suit you", "A reminder of your appointment"]);
    }

    [Fact]
    public async Task Who_gave_no_address_comes_to_the_appointment_from_the_receipt()
    {
        await using var sut = await SystemUnderTest.Start(settings => settings with { AppSettings = Quick });
        var receipt = await sut.Send(null);
        await sut.Run(Looking.Moment);
        using var visitor = await Visitor.To(sut);

        await visitor.Open((await sut.Receipt(receipt)).Link.ShouldNotBeNull());
        await visitor.Send("/agree");

        visitor.Words.ShouldContain("Your appointment is agreed");
    }

    [Fact]
    public async Task While_somebody_rings_the_link_and_the_receipt_say_so()
    {
        await using var sut = await Held();
        var (before, link) = ((await sut.OnlyCase()).Current!, sut.LinkTo());
        await sut.Run(before.Slot!.Start - Duration.FromHours(40) - sut.Clock.GetCurrentInstant());
        sut.System.Tenant.Cancel(sut.Service.Team.Single(member => member.Id == before.Slot.Clinician).Mailbox.Text, before.EventId!);
        await sut.Run(Duration.FromMinutes(15));
        (await sut.OnlyCase()).Current!.State.ShouldBe(AppointmentState.ToRing);
        using var visitor = await Visitor.To(sut);

        await visitor.Open(link);

        visitor.Words.ShouldContain("We will ring you to find another one together");
        var links = sut.System.App.GetRequiredService<Links>();
        (await sut.Receipt(links.ReceiptToken(sut.Service.Id, (await sut.OnlyCase()).Case.Id.Intake))).State.ShouldBe(ReceiptState.InTouch);
    }

    private static Dictionary<string, string> Quick => new(StringComparer.Ordinal) { ["Refer:ReceiptWaitSeconds"] = "0", ["Refer:PagesPerMinute"] = "1000000" };

    private static async Task<SystemUnderTest> Held(int children = 1)
    {
        var sut = await SystemUnderTest.Start(settings => settings with { AppSettings = Quick });
        for (var n = 1; n <= children; n++)
        {
            sut.Deliver(Mails.Complete(n));
        }

        await sut.Run(Looking.Moment);
        return sut;
    }
}
