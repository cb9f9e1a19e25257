using System.Text;
using System.Text.Json.Nodes;
using Heldspace.Eligibility;
using Heldspace.Functions.Hosting;
using Heldspace.Functions.Refer;
using Heldspace.Functions.Tests.Drivers;
using Heldspace.Intake;
using Heldspace.Messages;
using Heldspace.Pathway;
using Heldspace.Time;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace Heldspace.Functions.Tests.Journey;

public sealed class MailOutcomesTests
{
    private const string Referrer = "sam.fielding@nhs.example";

    [Fact]
    public async Task Where_a_manager_decides_a_place_is_held_for_now_and_every_manager_is_asked()
    {
        await using var sut = await SystemUnderTest.Start();
        var mail = Mails.Complete();
        mail["body"]!["content"] = mail["body"]!["content"]!.GetValue<string>().Replace("authority: Cheshire West and Chester", "authority: Leeds", StringComparison.Ordinal);

        sut.Deliver(mail);
        await sut.Run(Looking.Moment);

        var file = await sut.OnlyCase();
        file.Case.Provisional.ShouldBe(Provisional.ManagerDecides);
        file.Current!.State.ShouldBe(AppointmentState.Held);
        sut.SubjectsTo(Referrer).ShouldHaveSingleItem().ShouldStartWith("A place is held for now");
        foreach (var manager in sut.Service.Managers)
        {
            sut.SubjectsTo(manager.Mailbox.Text).ShouldHaveSingleItem().ShouldStartWith("Please decide");
        }

        (await sut.Pending()).ShouldBe(0);
    }

    [Fact]
    public async Task Where_information_is_missing_a_place_is_held_and_the_gaps_are_listed()
    {
        await using var sut = await SystemUnderTest.Start();

        sut.Deliver(Mails.Mail("A boy in year 8", "Category: child in care\nResponsible authority: Cheshire West and Chester\nReferrer: Sam Fielding\nRole: social worker\nHe has trouble coping at school."));
        await sut.Run(Looking.Moment);

        var file = await sut.OnlyCase();
        file.Case.Eligibility.Outcome.ShouldBe(Outcome.NeedsInformation);
        file.Current!.State.ShouldBe(AppointmentState.Held);
        file.Messages.ShouldContain(message => message.Alert == AlertKinds.DataGap && message.State == MessageState.Sent);
        sut.MailsTo(Referrer).ShouldHaveSingleItem().ShouldContain("date of birth");
        (await sut.Pending()).ShouldBe(0);
    }

    [Fact]
    public async Task Who_is_not_for_the_service_is_told_where_to_turn_and_nothing_is_held()
    {
        await using var sut = await SystemUnderTest.Start(services: "derby-ehwb");

        sut.Deliver(Mails.Mail("New referral", "First name: Robin\nSurname: Example\nDate of birth: 01/02/2014\nCategory: private fostering\nResponsible authority: Derby\nLives in: Derby\nReferrer: Sam Fielding\nRole: social worker"));
        await sut.Run(Looking.Moment);

        var file = await sut.OnlyCase();
        file.Case.State.ShouldBe(CaseState.Signposted);
        file.Current.ShouldBeNull();
        sut.SubjectsTo(Referrer).ShouldHaveSingleItem();
        sut.EventsHeld().ShouldBe(0);
        (await sut.Receipt(Token(sut, file))).State.ShouldBe(ReceiptState.Signposted);
        (await sut.Pending()).ShouldBe(0);
    }

    [Fact]
    public async Task Siblings_in_one_mail_have_a_case_and_a_place_each()
    {
        await using var sut = await SystemUnderTest.Start();

        sut.Deliver(Mails.Mail(
            "Referral of three siblings",
            "I would like to refer Ava, Noah and Lily Brindle. They are subject to full care orders to Cheshire West and Chester and live at 4 Larch Close, Winsford, CW7 9ZZ.\n\n"
            + "1. Ava Brindle, dob 03/04/2014, NHS 999 000 0018\n2. Noah Brindle, dob 01/02/2016, NHS 999 000 0026\n3. Lily Brindle, dob 09/09/2018\n\nSam Fielding\nSocial worker"));
        await sut.Run(Looking.Moment);

        var files = await sut.Cases();
        files.Select(file => (file.Case.Id.Ordinal, file.Case.Siblings, file.Case.Child.Value(Fields.GivenName), file.Case.Child.Value(Fields.NhsNumber)))
            .ShouldBe([(1, 3, "Ava", "9990000018"), (2, 3, "Noah", "9990000026"), (3, 3, "Lily", null)]);
        files.ShouldAllBe(file => file.Current!.State == AppointmentState.Held && file.Case.Child.Value(Fields.PlacementPostcode) == "CW7 9ZZ");
        files.Select(file => file.Current!.Slot).Distinct().Count().ShouldBe(3);
        (await sut.Pending()).ShouldBe(0);
    }

    [Fact]
    public async Task An_attachment_that_nobody_can_read_goes_to_a_person_and_the_place_is_held()
    {
        await using var sut = await SystemUnderTest.Start();
        var mail = Mails.Complete();
        mail["attachments"] = new JsonArray(new JsonObject
        {
            ["@odata.type"] = "#microsoft.graph.fileAttachment",
            ["name"] = "letter.pdf",
            ["contentType"] = "application/pdf",
            ["contentBytes"] = Convert.ToBase64String(Encoding.UTF8.GetBytes("%PDF-1.7 nothing that can be read")),
        });

        sut.Deliver(mail);
        await sut.Run(Looking.Moment);

        var file = await sut.OnlyCase();
        file.Current!.State.ShouldBe(AppointmentState.Held);
        file.Messages.ShouldContain(message => message.Alert == AlertKinds.Unreadable && message.State == MessageState.Sent);
        (await sut.Pending()).ShouldBe(0);
    }

    [Fact]
    public async Task An_urgent_referral_has_its_place_inside_its_own_target_and_an_interpreter_lengthens_it()
    {
        await using var sut = await SystemUnderTest.Start();
        var mail = Mails.Complete(more: "Interpreter needed: yes\nLanguage: Tigrinya");
        mail["body"]!["content"] = mail["body"]!["content"]!.GetValue<string>().Replace("Urgency: routine", "Urgency: urgent", StringComparison.Ordinal);

        sut.Deliver(mail);
        await sut.Run(Looking.Moment);

        var file = await sut.OnlyCase();
        file.Case.Urgent.ShouldBeTrue();
        var slot = file.Current!.Slot!;
        Period.DaysBetween(London.Day(file.Case.ReceivedAt), London.Day(slot.Start)).ShouldBeLessThanOrEqualTo(sut.Service.AssessmentClock.UrgentDays);
        (slot.End - slot.Start).ShouldBe(Duration.FromMinutes(sut.Service.Assessment.Minutes + sut.Service.Assessment.InterpreterMinutes));
        sut.SubjectsTo(sut.Service.Scheduler.Mailbox.Text).ShouldContain(subject => subject.StartsWith("Please look", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Where_nothing_is_free_in_time_the_first_place_is_held_and_managers_get_the_ways_out()
    {
        await using var sut = await SystemUnderTest.Start();
        sut.FillDiaries(new(2026, 9, 17), new(2026, 10, 14));

        sut.Deliver(Mails.Complete());
        await sut.Run(Looking.Moment);

        var file = await sut.OnlyCase();
        file.Current!.State.ShouldBe(AppointmentState.Held);
        London.Day(file.Current.Slot!.Start).ShouldBe(new LocalDate(2026, 10, 15));
        foreach (var manager in sut.Service.Managers)
        {
            var alert = sut.MailsTo(manager.Mailbox.Text).ShouldHaveSingleItem();
            alert.ShouldContain("No place in time");
            alert.ShouldContain("Offer shorter notice");
            alert.ShouldContain("Wed 16 Sep 2026");
        }

        sut.SubjectsTo(Referrer).ShouldHaveSingleItem().ShouldStartWith("A place is held");
        (await sut.Pending()).ShouldBe(0);
    }

    [Fact]
    public async Task No_way_out_leads_over_a_meeting_on_a_day_inside_the_notice()
    {
        await using var sut = await SystemUnderTest.Start();
        sut.FillDiaries(new(2026, 9, 16), new(2026, 10, 14));

        sut.Deliver(Mails.Complete());
        await sut.Run(Looking.Moment);

        sut.MailsTo(sut.Service.Managers[0].Mailbox.Text).ShouldHaveSingleItem().ShouldNotContain("Offer shorter notice");
    }

    [Fact]
    public async Task Where_nothing_is_free_at_all_it_is_said_and_looked_for_again_each_working_morning_until_somebody_frees_time()
    {
        await using var sut = await SystemUnderTest.Start();
        var blocks = sut.FillDiaries(new(2026, 9, 1), new(2026, 12, 31));

        sut.Deliver(Mails.Complete());
        await sut.Run(Looking.Moment);

        var file = await sut.OnlyCase();
        file.Current!.State.ShouldBe(AppointmentState.NoPlace);
        sut.SubjectsTo(Referrer).ShouldHaveSingleItem().ShouldStartWith("We are looking for a place");
        sut.SubjectsTo(sut.Service.Managers[0].Mailbox.Text).ShouldHaveSingleItem().ShouldStartWith("No place in time");
        (await sut.Receipt(Token(sut, file))).State.ShouldBe(ReceiptState.NoPlaceYet);
        (await sut.Pending()).ShouldBe(0);

        await sut.Run(Duration.FromHours(24));
        (await sut.OnlyCase()).Current!.State.ShouldBe(AppointmentState.NoPlace);
        sut.SubjectsTo(Referrer).Count.ShouldBe(1, "nobody is told the same again every morning");

        var (mailbox, id) = blocks.First();
        sut.System.Tenant.Delete(mailbox, id);
        await sut.Run(Duration.FromHours(24));

        file = await sut.OnlyCase();
        file.Current!.State.ShouldBe(AppointmentState.Held);
        sut.Service.Team.Single(member => member.Id == file.Current.Slot!.Clinician).Mailbox.Text.ShouldBe(mailbox);
        sut.SubjectsTo(Referrer).Count.ShouldBe(2);
        sut.EventsHeld().ShouldBe(1);
    }

    [Fact]
    public async Task What_is_no_referral_is_put_away_and_answered_by_nobody()
    {
        await using var sut = await SystemUnderTest.Start();
        var reply = Mails.Mail("Automatic reply: hello", "I am away until Monday.");
        reply["internetMessageHeaders"] = new JsonArray(new JsonObject { ["name"] = "Auto-Submitted", ["value"] = "auto-replied" });

        sut.Deliver(reply);
        await sut.Run(Looking.Moment);

        (await sut.Cases()).ShouldBeEmpty();
        sut.System.Tenant.Outbox.ShouldBeEmpty();
        sut.System.Tenant.Messages(sut.Service.Mailboxes[0].Text, "Processed").ShouldHaveSingleItem();
        (await sut.Pending()).ShouldBe(0);
    }

    [Fact]
    public async Task A_mail_that_two_sweeps_see_is_one_referral_and_so_is_one_seen_again_after_the_delta_token_expired()
    {
        await using var sut = await SystemUnderTest.Start();
        var sweep = sut.System.App.GetRequiredService<SweepMailbox.SweepMailbox>();
        sut.Deliver(Mails.Complete());

        await Task.WhenAll(sweep.HandleAll(CancellationToken.None), sweep.HandleAll(CancellationToken.None));
        sut.System.Tenant.ExpireDeltaTokens();
        await sut.Run(Looking.Moment);
        sut.Deliver(Mails.Complete(2));
        sut.System.Tenant.ExpireDeltaTokens();
        await sut.Run(Looking.Moment);

        (await sut.Cases()).Count.ShouldBe(2);
        sut.EventsHeld().ShouldBe(2);
        sut.SubjectsTo(Referrer).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_mail_that_a_slow_sweep_keeps_again_after_all_is_done_leaves_no_mark()
    {
        await using var sut = await SystemUnderTest.Start();
        sut.Deliver(Mails.Complete());
        await sut.Run(Looking.Moment);
        var file = await sut.OnlyCase();
        var store = sut.System.App.GetRequiredService<IntakeStore>();

        await store.KeepMail(sut.Service.Id, file.Case.Id.Intake, "{}"u8.ToArray(), CancellationToken.None);

        (await sut.Pending()).ShouldBe(0);
        (await store.Read(sut.Service.Id, file.Case.Id.Intake, CancellationToken.None))!.Content.Length.ShouldBeGreaterThan(2, "What came first stays.");
    }

    [Fact]
    public async Task A_referral_of_three_children_opens_a_case_each_and_its_mark_goes_when_the_last_is_settled()
    {
        await using var sut = await SystemUnderTest.Start();
        var receive = sut.System.App.GetRequiredService<ReceiveReferral.ReceiveReferral>();
        var id = IntakeStore.IdOf(sut.Clock.GetCurrentInstant(), sut.Service.Id, "three");
        await sut.System.App.GetRequiredService<IntakeStore>().KeepForm(id, Forms.Of(sut, Forms.Trusted, "three"), CancellationToken.None);
        var one = ReadForm.Read(Forms.Of(sut, Forms.Trusted, "three"), sut.Service, id);
        var referral = one with { Children = [.. Enumerable.Range(1, 3).Select(ordinal => one.Children[0] with { Ordinal = ordinal })] };

        await sut.System.App.GetRequiredService<Links>().KeepReceipt(sut.Service.Id, id, CancellationToken.None);
        await receive.Open(sut.Service, referral, null, CancellationToken.None);
        (await sut.Pending()).ShouldBe(1);
        await sut.Run(Looking.Moment);

        var cases = await sut.Cases();
        cases.Count.ShouldBe(3);
        cases.ShouldAllBe(file => file.IsSettled && file.Current!.State == AppointmentState.Held);
        cases.Select(file => file.Case.Reference).ShouldBeUnique();
        sut.EventsHeld().ShouldBe(3);
        (await sut.Pending()).ShouldBe(0);
        var receipt = await sut.System.App.GetRequiredService<Receipts>().Read(Token(sut, cases[0]), CancellationToken.None);
        receipt!.Entries.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_person_who_was_first_in_Outlook_wins_and_the_next_best_is_held()
    {
        await using var sut = await SystemUnderTest.Start();
        sut.Deliver(Mails.Complete());
        await sut.Run(Looking.Moment);
        var first = (await sut.OnlyCase()).Current!;
        var clinician = sut.Service.Team.Single(member => member.Id == first.Slot!.Clinician).Mailbox.Text;

        await using var other = await SystemUnderTest.Start();
        var done = false;
        other.System.Microsoft365.Faults.After = (method, path, _) =>
        {
            if (!done && method == "POST" && path.EndsWith("/events", StringComparison.Ordinal))
            {
                done = true;
                other.System.Tenant.Block(clinician, first.Slot!.Start, first.Slot.End);
            }

            return Task.CompletedTask;
        };
        other.Deliver(Mails.Complete());
        await other.Run(Looking.Moment);

        done.ShouldBeTrue();
        var held = (await other.OnlyCase()).Current!;
        held.State.ShouldBe(AppointmentState.Held);
        held.Slot!.Block.ShouldSatisfyAllConditions(
            () => (held.Slot.Clinician != first.Slot!.Clinician || held.Slot.BlockStart >= first.Slot.End || held.Slot.BlockEnd <= first.Slot.Start).ShouldBeTrue());
        held.Superseded.ShouldBeEmpty();
        other.EventsHeld().ShouldBe(1);
        other.SubjectsTo(Referrer).Count.ShouldBe(1);
        (await other.Pending()).ShouldBe(0);
    }

    [Fact]
    public async Task Nothing_personal_is_in_a_subject_a_calendar_or_a_log()
    {
        await using var sut = await SystemUnderTest.Start();
        sut.Deliver(Mails.Complete(more: "NHS number: 999 000 0018\nPlacement postcode: ZZ99 7QQ\nSchool: Hollybush School\nSafety note: canary-note"));
        await sut.Send(Forms.Stranger, "canary", ("safetyNote", "canary-note"));
        await sut.Run(Duration.FromHours(50));

        sut.NothingPersonalIsShown("Robin", "Kit", Mails.Surname(1), "Zebedee", "Quillfeather", "9990000018", "999 000 0018", "ZZ99 7QQ", "Hollybush", "canary-note", "Fielding", "07700 900900", "in care", "/2014", "2014-05");
    }

    private static string Token(SystemUnderTest sut, CaseFile file) =>
        sut.System.App.GetRequiredService<Links>().ReceiptToken(sut.Service.Id, file.Case.Id.Intake);
}
