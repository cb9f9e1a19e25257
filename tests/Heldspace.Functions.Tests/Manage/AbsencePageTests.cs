using System.Net;
using System.Text.RegularExpressions;
using Heldspace.Allocation;
using Heldspace.Azure.Records;
using Heldspace.Functions.Tests.Drivers;
using Heldspace.Functions.Tests.Journey;
using Heldspace.Pathway;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Functions.Tests.Manage;

/// <summary>The absence pages through the public front: one list, one confirmation, one undo, and what people do meanwhile.</summary>
public sealed partial class AbsencePageTests
{
    private const string Manager = "helen.marchbank@caring-to-care.example";
    private const string Absences = "/manage/caring-to-care/absences";

    [Fact]
    public async Task One_list_is_confirmed_once_by_two_and_taken_back_as_far_as_nobody_agreed()
    {
        await using var sut = await Busy(8);
        var before = await Standing(sut);
        using var client = await StaffClient.Open(sut);
        await client.SignIn(Manager);
        var clinician = before.GroupBy(one => one.Slot.Clinician).MaxBy(group => group.Count())!.Key;
        var affected = before.Where(one => one.Slot.Clinician == clinician).ToList();
        affected.Count.ShouldBeGreaterThan(1);

        var there = await Mark(sut, client, clinician);
        (await client.Get(there)).Page.ShouldContain("The diaries are being looked through.");
        await sut.Run(Looking.Moment);

        var (_, list) = await client.Get(there);
        list.ShouldContain("Confirm the list");
        affected.ShouldAllBe(one => list.Contains(one.Reference));
        (await client.Get(Absences)).Page.ShouldContain($"waits to be confirmed: {affected.Count} appointments");
        (await Standing(sut)).ShouldBe(before, ignoreOrder: true);
        sut.SubjectsTo(sut.Service.Scheduler.Mailbox.Text).ShouldContain("About an absence: please look");

        // A list that is not the one shown is not confirmed; two who press at once do it once.
        (await client.Post(there, there + "/confirm", ("version", "7"))).Status.ShouldBe(HttpStatusCode.Conflict);
        var version = Version().Match(list).Groups["version"].Value;
        var both = await Task.WhenAll(client.Post(there, there + "/confirm", ("version", version)), client.Post(there, there + "/confirm", ("version", version)));
        both.ShouldAllBe(answer => answer.Status == HttpStatusCode.SeeOther && answer.Location == there);
        (await client.Get(there)).Page.ShouldContain("On its way");
        await sut.Run(Looking.Moment);

        (await client.Get(there)).Page.ShouldContain("Confirmed and done.");
        var moved = await Standing(sut);
        moved.ShouldAllBe(one => one.Slot.Clinician != clinician || !affected.Any(was => was.Slot.Start == one.Slot.Start));
        sut.EventsHeld().ShouldBe(before.Count);
        sut.SubjectsTo(Outlook.People.Referrer).Count(subject => subject.StartsWith("Your appointment has changed", StringComparison.Ordinal)).ShouldBe(affected.Count);

        // One family agrees to its new place: it stays there when the absence is taken back.
        var agreed = affected[0].Reference;
        await Agree(sut, agreed);
        (await client.Post(there, there + "/undo")).Status.ShouldBe(HttpStatusCode.SeeOther);
        await sut.Run(Looking.Moment);

        var back = await Standing(sut);
        back.Where(one => one.Reference != agreed).ShouldBe(before.Where(one => one.Reference != agreed), ignoreOrder: true);
        back.Single(one => one.Reference == agreed).ShouldBe(moved.Single(one => one.Reference == agreed));
        var (_, over) = await client.Get(there);
        over.ShouldContain("It stays: the family has agreed to");
        over.ShouldNotContain("Take it back");
        sut.EventsHeld().ShouldBe(before.Count);
        (await sut.Claims()).ShouldBe(back.Sum(one => Cells.OfTime(one.Slot).Length + 1));
        (await sut.Pending()).ShouldBe(0);
        sut.SubjectsTo(MailboxOf(sut, clinician)).Count(subject => subject == "About an absence: please look").ShouldBe(2, "confirmed, and taken back");
    }

    [Fact]
    public async Task Ill_from_now_a_place_that_is_near_is_rung_for_and_one_that_was_taken_is_offered_again()
    {
        await using var sut = await Busy(6);
        var soon = await Standing(sut);
        foreach (var member in sut.Service.Team)
        {
            var until = soon.Where(one => one.Slot.Clinician == member.Id).Select(one => one.Slot.BlockEnd).DefaultIfEmpty(sut.Clock.GetCurrentInstant()).Max();
            sut.System.Tenant.Block(member.Mailbox.Text, until, soon.Max(one => one.Slot.Start) + Duration.FromDays(5));
        }

        for (var n = 7; n <= 12; n++)
        {
            sut.Deliver(Mails.Complete(n));
        }

        await sut.Run(Looking.Moment);
        var theirs = (await Standing(sut)).GroupBy(one => one.Slot.Clinician).Select(group => group.OrderBy(one => one.Slot.Start).ToList()).MaxBy(diary => diary[^1].Slot.Start - diary[0].Slot.Start)!;
        var clinician = theirs[0].Slot.Clinician;
        (theirs[^1].Slot.Start - theirs[0].Slot.Start).ShouldBeGreaterThan(Duration.FromDays(3));
        sut.Clock.MoveTo(theirs[0].Slot.Start - Duration.FromHours(4));
        using var client = await StaffClient.Open(sut);
        await client.SignIn(sut.Service.Scheduler.Mailbox.Text);
        var last = London.Day(theirs[^1].Slot.Start).ToString("uuuu-MM-dd", null);

        var marked = await client.Post(Absences, Absences, ("clinician", clinician), ("now", "yes"), ("last", last));
        marked.Status.ShouldBe(HttpStatusCode.SeeOther);
        var there = marked.Location!;
        await sut.Run(Looking.Moment);
        var (_, list) = await client.Get(there);
        list.ShouldContain("Ring first");

        // Somebody takes the place that the list has for the last one.
        var absence = (await sut.App<Absences>().Read(sut.Service.Id, there[(Absences.Length + 1)..], default))!.Absence;
        var lost = absence.Items.Last(item => !item.RingFirst);
        sut.System.Tenant.Block(MailboxOf(sut, lost.To!.Clinician), lost.To.BlockStart, lost.To.BlockEnd);
        (await client.Post(there, there + "/confirm", ("version", Version().Match(list).Groups["version"].Value))).Status.ShouldBe(HttpStatusCode.SeeOther);
        await sut.Run(Looking.Moment);

        var (_, done) = await client.Get(there);
        done.ShouldContain("to be rung.");
        done.ShouldContain("The place on the list was taken meanwhile.");
        var cases = await sut.Cases();
        var ringing = cases.Single(file => file.Case.Reference.Text == theirs[0].Reference);
        ringing.Current!.State.ShouldBe(AppointmentState.ToRing);
        (await client.Get($"/manage/caring-to-care/cases/{ringing.Case.Id}")).Page.ShouldContain("Ring the family, and choose with them");
        var elsewhere = cases.Single(file => file.Case.Id == lost.Case).Current!;
        elsewhere.State.ShouldBe(AppointmentState.Held);
        (elsewhere.Slot!.Clinician == clinician && absence.Time.Contains(elsewhere.Slot.Start)).ShouldBeFalse();
        sut.EventsHeld().ShouldBe(cases.Count(file => file.Current!.State == AppointmentState.Held));

        // Not ill after all: even the one that nobody has rung yet gets its place back, and somebody is asked to ring.
        (await client.Post(there, there + "/undo")).Status.ShouldBe(HttpStatusCode.SeeOther);
        await sut.Run(Looking.Moment);
        var again = (await sut.Cases()).Single(file => file.Case.Id == ringing.Case.Id).Current!;
        (again.State, again.Slot!.Start).ShouldBe((AppointmentState.Held, theirs[0].Slot.Start));
        (await client.Get(there)).Page.ShouldContain($"Taken back by {sut.Service.Scheduler.Name}. What could go back is where it was.");
        sut.MailsTo(sut.Service.Scheduler.Mailbox.Text).ShouldContain(mail => mail.Contains("That is near: please ring the family now", StringComparison.Ordinal));
        (await sut.Pending()).ShouldBe(0);
    }

    [Fact]
    public async Task A_list_that_nobody_confirms_is_told_of_every_working_morning_and_what_makes_no_sense_is_refused()
    {
        await using var sut = await Busy(4);
        using var client = await StaffClient.Open(sut);
        var clinician = (await Standing(sut))[0].Slot.Clinician;
        await client.SignIn(MailboxOf(sut, clinician));
        (await client.Get(Absences)).Status.ShouldBe(HttpStatusCode.Forbidden);
        await client.SignIn(Manager);
        (await client.Get($"{Absences}/nothing")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await client.Post(Absences, Absences, ("clinician", ""), ("first", "2026-09-15"), ("last", "2026-09-15"))).Page.ShouldContain("Choose who is away.");
        (await client.Post(Absences, Absences, ("clinician", clinician), ("first", "2026-09-18"), ("last", "2026-09-17"))).Page.ShouldContain("The last day lies before the first.");
        (await client.Post(Absences, Absences, ("clinician", clinician), ("first", "2026-09-18"), ("last", "2027-09-17"))).Page.ShouldContain("at most 92 days");
        (await client.Post(Absences, Absences, ("clinician", clinician), ("first", "2026-09-18"), ("from", "noon"), ("last", "2026-09-18"))).Page.ShouldContain("such as 13:30");

        var there = await Mark(sut, client, clinician);
        (await Mark(sut, client, clinician)).ShouldBe(there, "marked twice");
        await sut.Run(Duration.FromHours(24));

        var told = sut.MailsTo(Manager).Where(mail => mail.StartsWith("About an absence", StringComparison.Ordinal)).ShouldHaveSingleItem();
        told.ShouldContain("Nobody has confirmed the list yet");

        // They are back sooner: the list is made anew for the shorter time, and the rest of the diary is open again.
        (await client.Post(there, there + "/end", ("back", "2026-09-15"))).Status.ShouldBe(HttpStatusCode.Conflict);
        (await client.Post(there, there + "/end", ("now", "yes"))).Status.ShouldBe(HttpStatusCode.SeeOther);
        await sut.Run(Looking.Moment);
        (await client.Get(there)).Page.ShouldContain("No appointment is held in that time.");
        var longer = await client.Post(there, there + "/prolong", ("last", "2026-10-09"));
        longer.Status.ShouldBe(HttpStatusCode.SeeOther);
        longer.Location.ShouldNotBe(there);
        await sut.Run(Looking.Moment);
        (await client.Get(longer.Location!)).Page.ShouldContain("Confirm the list");
    }

    private static async Task<SystemUnderTest> Busy(int children)
    {
        var sut = await SystemUnderTest.Start();
        for (var n = 1; n <= children; n++)
        {
            sut.Deliver(Mails.Complete(n));
        }

        await sut.Run(Looking.Moment);
        return sut;
    }

    /// <summary>Three weeks from today on.</summary>
    private static async Task<string> Mark(SystemUnderTest sut, StaffClient client, string clinician)
    {
        var today = London.Day(sut.Clock.GetCurrentInstant());
        var marked = await client.Post(Absences, Absences, ("clinician", clinician), ("first", today.ToString("uuuu-MM-dd", null)), ("from", ""), ("last", today.PlusDays(20).ToString("uuuu-MM-dd", null)));
        marked.Status.ShouldBe(HttpStatusCode.SeeOther, marked.Page);
        return marked.Location!;
    }

    private static async Task Agree(SystemUnderTest sut, string reference)
    {
        var file = (await sut.Cases()).Single(one => one.Case.Reference.Text == reference);
        var stored = (await sut.App<Cases>().Read(sut.Service.Id, file.Case.Id, default))!;
        var agreed = stored.File.Current! with { AgreedAt = sut.Clock.GetCurrentInstant() };
        (await sut.App<Cases>().Commit(stored, Change.Of(stored.File.With(agreed)), default)).ShouldNotBeNull();
    }

    private static async Task<IReadOnlyList<(string Reference, Slot Slot)>> Standing(SystemUnderTest sut) =>
        [.. (await sut.Cases()).Select(file => (file.Case.Reference.Text, file.Current!.Slot! with { Cap = 0 }))];

    private static string MailboxOf(SystemUnderTest sut, string clinician) => sut.Service.Team.First(member => member.Id == clinician).Mailbox.Text;

    [GeneratedRegex("name=\"version\" value=\"(?<version>[0-9]+)\"", RegexOptions.None, 1000)]
    private static partial Regex Version();
}
