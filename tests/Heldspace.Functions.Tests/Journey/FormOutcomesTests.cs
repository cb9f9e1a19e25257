using System.Net;
using Heldspace.Azure.Records;
using Heldspace.Functions.Refer;
using Heldspace.Functions.Tests.Drivers;
using Heldspace.Functions.Tests.Manage;
using Heldspace.Intake;
using Heldspace.Pathway;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace Heldspace.Functions.Tests.Journey;

public sealed class FormOutcomesTests
{
    [Fact]
    public async Task A_form_from_a_trusted_address_is_held_and_told_by_mail()
    {
        await using var sut = await SystemUnderTest.Start();

        var token = await sut.Send(Forms.Trusted);
        (await sut.System.App.GetRequiredService<Receipts>().Read(token, CancellationToken.None)).ShouldNotBeNull().Waiting.ShouldBeTrue();
        await sut.Run(Looking.Moment);

        (await sut.OnlyCase()).Current!.State.ShouldBe(AppointmentState.Held);
        sut.SubjectsTo(Forms.Trusted).ShouldHaveSingleItem().ShouldStartWith("A place is held");
        var receipt = await sut.Receipt(token);
        receipt.State.ShouldBe(ReceiptState.Held);
        receipt.Start.ShouldNotBeNull();
        (await sut.Pending()).ShouldBe(0);
    }

    [Fact]
    public async Task The_same_form_sent_twice_is_one_referral()
    {
        await using var sut = await SystemUnderTest.Start();

        var tokens = await Task.WhenAll(sut.Send(Forms.Trusted), sut.Send(Forms.Trusted));
        await sut.Run(Looking.Moment);

        tokens[0].ShouldBe(tokens[1]);
        await sut.OnlyCase();
        sut.EventsHeld().ShouldBe(1);
    }

    [Fact]
    public async Task A_form_from_an_untrusted_address_is_held_unconfirmed_reminded_of_and_told_once_it_is_confirmed()
    {
        await using var sut = await SystemUnderTest.Start();

        var token = await sut.Send(Forms.Stranger);
        await sut.Run(Looking.Moment);

        (await sut.OnlyCase()).Case.Provisional.ShouldBe(Provisional.Unconfirmed);
        sut.EventsHeld().ShouldBe(1);
        (await sut.Receipt(token)).State.ShouldBe(ReceiptState.ConfirmNeeded);
        sut.SubjectsTo(Forms.Stranger).ShouldHaveSingleItem().ShouldStartWith("Please confirm");
        (await sut.Pending()).ShouldBe(0);

        await sut.Run(Duration.FromHours(sut.Service.UnconfirmedHolds.RemindAfterHours));
        sut.SubjectsTo(Forms.Stranger).Count.ShouldBe(2);
        var slot = (await sut.OnlyCase()).Current!.Slot!;
        var day = slot.Start.InZone(Time.London.Zone).LocalDateTime.ToString("d MMMM", System.Globalization.CultureInfo.InvariantCulture);
        sut.MailsTo(Forms.Stranger).ShouldAllBe(mail => !mail.Contains(day, StringComparison.Ordinal) && !mail.Contains("/refer/receipt/", StringComparison.Ordinal));

        (await sut.Confirm()).ShouldBe(ConfirmOutcome.Confirmed);
        (await sut.Confirm()).ShouldBe(ConfirmOutcome.Confirmed);
        await sut.Run(Duration.FromHours(50));

        var file = await sut.OnlyCase();
        file.Case.Provisional.ShouldBe(Provisional.No);
        file.Current!.Slot.ShouldBe(slot);
        sut.MailsTo(Forms.Stranger).Count.ShouldBe(3);
        sut.MailsTo(Forms.Stranger)[2].ShouldContain(day);
        (await sut.Receipt(token)).State.ShouldBe(ReceiptState.Held);
        sut.EventsHeld().ShouldBe(1);
    }

    [Fact]
    public async Task A_form_sent_at_any_second_of_a_minute_expires_when_nobody_confirms_it()
    {
        await using var sut = await SystemUnderTest.Start();
        sut.Clock.Advance(Duration.FromSeconds(37));

        var token = await sut.Send(Forms.Stranger);
        await sut.Run(Duration.FromHours(48) - Duration.FromMinutes(1));
        sut.EventsHeld().ShouldBe(1);
        await sut.Run(Duration.FromMinutes(4));

        var file = await sut.OnlyCase();
        file.Case.State.ShouldBe(CaseState.Unconfirmed);
        file.Appointments.ShouldHaveSingleItem().State.ShouldBe(AppointmentState.Released);
        sut.EventsHeld().ShouldBe(0);
        (await sut.Claims()).ShouldBe(0);
        sut.SubjectsTo(sut.Service.Scheduler.Mailbox.Text).ShouldContain(subject => subject.StartsWith("Please look", StringComparison.Ordinal));
        sut.SubjectsTo(Forms.Stranger).Count.ShouldBe(3);
        (await sut.Receipt(token)).State.ShouldBe(ReceiptState.ConfirmNeeded);

        (await sut.Confirm()).ShouldBe(ConfirmOutcome.Confirmed);
        await sut.Run(Looking.Moment);

        file = await sut.OnlyCase();
        file.Current.ShouldNotBeNull().Id.ShouldBe("assessment-2");
        file.Current!.State.ShouldBe(AppointmentState.Held);
        sut.EventsHeld().ShouldBe(1);
        sut.SubjectsTo(Forms.Stranger).Count.ShouldBe(4);
    }

    [Fact]
    public async Task Unconfirmed_forms_hold_no_more_places_than_the_cap_and_those_beyond_it_get_theirs_when_confirmed()
    {
        await using var sut = await SystemUnderTest.Start();
        for (var n = 0; n <= sut.Service.UnconfirmedHolds.Cap; n++)
        {
            await sut.Send(Forms.Stranger, $"form{n}", ("dateOfBirth", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{2005 + n}-{1 + n:00}-06")));
            sut.Clock.Advance(Duration.FromSeconds(5));
        }

        await sut.Run(Looking.Moment);

        var cases = await sut.Cases();
        cases.Count(file => file.Current!.State == AppointmentState.Held).ShouldBe(sut.Service.UnconfirmedHolds.Cap);
        cases.Count(file => file.Current!.State == AppointmentState.AwaitingConfirmation).ShouldBe(1);
        sut.SubjectsTo(sut.Service.Scheduler.Mailbox.Text).Count(subject => subject.StartsWith("Please look", StringComparison.Ordinal)).ShouldBe(1);

        var links = sut.System.App.GetRequiredService<Heldspace.Functions.Hosting.Links>();
        foreach (var file in cases)
        {
            await sut.System.App.GetRequiredService<Heldspace.Functions.Refer.ConfirmReferral>().Confirm(links.ConfirmToken(sut.Service.Id, file.Case.Id.Intake), CancellationToken.None);
        }

        await sut.Run(Looking.Moment);
        (await sut.Cases()).ShouldAllBe(file => file.Current!.State == AppointmentState.Held && file.Case.Provisional == Provisional.No);

        var free = sut.System.App.GetRequiredService<Slots>();
        for (var n = 0; n < sut.Service.UnconfirmedHolds.Cap; n++)
        {
            (await free.ClaimUnconfirmed(sut.Service, CaseId.Of(cases[0].Case.Id.Intake, 50 + n), CancellationToken.None)).ShouldBeTrue("every confirmed form gives its place among the unconfirmed back");
        }
    }

    [Fact]
    public async Task A_form_that_is_never_confirmed_gives_its_place_among_the_unconfirmed_back_however_often_another_was_offered()
    {
        await using var sut = await SystemUnderTest.Start();
        await sut.Send(Forms.Stranger, "form");
        await sut.Run(Looking.Moment);
        var file = await sut.OnlyCase();

        await sut.App<Heldspace.Functions.Hosting.CaseActs>().Do(sut.Service, file.Case.Id, new Act.Outcome(file.Current!.Id, AppointmentOutcome.CancelledByService) { By = "scheduler" }, default);
        await sut.Run(Looking.Moment);
        (await sut.OnlyCase()).Current!.Id.ShouldBe("assessment-2");
        await sut.Run(Duration.FromHours(49));

        (await sut.OnlyCase()).Case.State.ShouldBe(CaseState.Unconfirmed);
        (await sut.Claims()).ShouldBe(0);
    }

    [Fact]
    public async Task After_a_late_confirmation_without_a_free_place_one_is_looked_for_each_morning_all_the_same()
    {
        await using var sut = await SystemUnderTest.Start();
        await sut.Send(Forms.Stranger);
        await sut.Run(Duration.FromHours(49));
        (await sut.OnlyCase()).Case.State.ShouldBe(CaseState.Unconfirmed);
        var blocks = sut.FillDiaries(new(2026, 9, 1), new(2026, 12, 31));

        await sut.Confirm();
        await sut.Run(Looking.Moment);
        (await sut.OnlyCase()).Current!.State.ShouldBe(AppointmentState.NoPlace);
        sut.System.Tenant.Delete(blocks.First().Key, blocks.First().Value);
        await sut.Run(Duration.FromHours(24));

        (await sut.OnlyCase()).Current!.State.ShouldBe(AppointmentState.Held);
    }

    [Fact]
    public async Task A_form_without_an_address_is_held_and_a_person_rings()
    {
        await using var sut = await SystemUnderTest.Start();

        var token = await sut.Send(null);
        await sut.Run(Looking.Moment);

        (await sut.OnlyCase()).Current!.State.ShouldBe(AppointmentState.Held);
        sut.SubjectsTo(sut.Service.Scheduler.Mailbox.Text).ShouldContain(subject => subject.StartsWith("Please ring", StringComparison.Ordinal));
        (await sut.Receipt(token)).State.ShouldBe(ReceiptState.Held);
        (await sut.Pending()).ShouldBe(0);
    }

    [Fact]
    public async Task A_receipt_tells_what_is_provisional_and_what_is_missing_and_an_unknown_one_tells_nothing()
    {
        await using var sut = await SystemUnderTest.Start();

        var token = await sut.Send(Forms.Trusted, "leeds", ("responsibleAuthority", "Leeds"));
        await sut.Run(Looking.Moment);

        var receipt = await sut.Receipt(token);
        receipt.State.ShouldBe(ReceiptState.Provisional);
        receipt.Missing.ShouldNotBeEmpty();
        receipt.Reason.ShouldNotBeNull();
        (await sut.System.App.GetRequiredService<Receipts>().Read(new string('a', 52), CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task A_form_that_a_program_filled_in_is_shown_to_a_person_holds_nothing_and_answers_nobody()
    {
        await using var sut = await SystemUnderTest.Start();

        await sut.System.App.GetRequiredService<Quarantine>().Keep(Forms.Of(sut, Forms.Stranger, "robot"), CancellationToken.None);
        await sut.Run(Looking.Moment);

        sut.EventsHeld().ShouldBe(0);
        sut.SubjectsTo(Forms.Stranger).ShouldBeEmpty();
        var mail = sut.MailsTo(sut.Service.Scheduler.Mailbox.Text).ShouldHaveSingleItem();
        mail.ShouldStartWith("Please look");
        var reference = Reference.TryParse(mail[(mail.IndexOf("HS-", StringComparison.Ordinal))..][..10]).ShouldNotBeNull();
        var id = (await sut.System.App.GetRequiredService<Lookups>().ByReference(sut.Service.Id, reference, CancellationToken.None)).ShouldNotBeNull();
        var file = (await sut.System.App.GetRequiredService<Cases>().Read(sut.Service.Id, id, CancellationToken.None))!.File;
        file.Case.State.ShouldBe(CaseState.Quarantined);
        file.Current.ShouldBeNull();
        mail.ShouldContain($"/manage/{sut.Service.Id}/cases/{id}");

        // A person says what it is: first by mistake, then after a ring.
        var page = $"/manage/{sut.Service.Id}/cases/{id}";
        using var staff = await StaffClient.Open(sut);
        await staff.SignIn(sut.Service.Scheduler.Mailbox.Text);
        (await staff.Post(page, $"{page}/no-referral", ("text", "It sells shoes."))).Status.ShouldBe(HttpStatusCode.SeeOther);
        (await staff.Get($"/manage/{sut.Service.Id}/cases")).Page.ShouldNotContain(reference.Text);
        (await staff.Post(page, $"{page}/take-back-no-referral")).Status.ShouldBe(HttpStatusCode.SeeOther);
        (await staff.Get($"/manage/{sut.Service.Id}/cases")).Page.ShouldContain(reference.Text);
        await sut.Run(Looking.Moment);
        (await sut.Pending()).ShouldBe(0);
        sut.SubjectsTo(Forms.Stranger).ShouldBeEmpty();

        // The process dies right after the word was kept: it is taken up from its mark.
        var cases = sut.System.App.GetRequiredService<Cases>();
        var stored = (await cases.Read(sut.Service.Id, id, CancellationToken.None))!;
        var vouch = new Act.Vouch(Time.London.Day(sut.Clock.GetCurrentInstant()), "Sam Fielding") { By = sut.Service.Scheduler.Mailbox.Text };
        await sut.System.App.GetRequiredService<Heldspace.Functions.Hosting.IntakeStore>().Reopen(sut.Service.Id, id.Intake, CancellationToken.None);
        await cases.Commit(stored, Acts.Decide(sut.Service, stored.File, vouch, Caseload.None, sut.Clock.GetCurrentInstant()).ShouldBeOfType<Ruling.Do>().Change.ToBeFollowed(), CancellationToken.None);
        await sut.Run(Duration.FromMinutes(11));

        file = (await cases.Read(sut.Service.Id, id, CancellationToken.None))!.File;
        (file.Case.State, file.Current!.State).ShouldBe((CaseState.Open, AppointmentState.Held));
        sut.SubjectsTo(Forms.Stranger).ShouldHaveSingleItem();
        sut.EventsHeld().ShouldBe(1);
        (await staff.Post(page, $"{page}/vouch", ("on", "2026-09-15"), ("text", "somebody else"))).Page.ShouldContain("A colleague has opened this case already");
        (await sut.Pending()).ShouldBe(0);
    }
}
