using System.Collections.Immutable;
using System.Net;
using Heldspace.Functions.Hosting;
using Heldspace.Functions.Tests.Drivers;
using Heldspace.Functions.Tests.Manage;
using Heldspace.Intake;
using Heldspace.Pathway;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Functions.Tests.Journey;

/// <summary>What is missing, asked for by the link in the mail: only that, again after days, and at the end a person decides.</summary>
public sealed class MissingTests
{
    private const string Referrer = "sam.fielding@nhs.example";

    private const string NoBirthday = "Dear team, I would like to refer Zinnia Quillfeather. She is in care under a full care order of Cheshire West and Chester and lives in Chester. She does not sleep.\nKind regards\nSam Fielding\nSocial worker";

    private static readonly (string, string)[] Born = [("dateOfBirth-day", "4"), ("dateOfBirth-month", "5"), ("dateOfBirth-year", "2013")];

    [Fact]
    public async Task The_page_asks_only_for_what_is_missing_shows_nothing_that_is_known_and_the_place_is_theirs_once_it_is_told()
    {
        await using var sut = await Referred();
        var before = await sut.OnlyCase();
        using var visitor = await Visitor.To(sut);
        await visitor.Open(LinkTo(sut));

        visitor.Words.ShouldContain("What we still need to know");
        visitor.Words.ShouldContain(before.Case.Reference.Text);
        visitor.Words.ShouldContain("Date of birth");
        visitor.Words.ShouldNotContain("First name");
        visitor.Words.ShouldNotContain("Are they in care");
        foreach (var known in new[] { "Zinnia", "Quillfeather", "Chester", "\"C2\"", "full care order", "sleep", "Fielding" })
        {
            visitor.Source.ShouldNotContain(known, Shouldly.Case.Insensitive);
        }

        var page = (visitor.At, visitor.Source);
        await visitor.Send("/missing/1");
        (visitor.Status, visitor.Words.Contains("Answer at least one question", StringComparison.Ordinal)).ShouldBe((HttpStatusCode.UnprocessableEntity, true));
        await visitor.BackTo(page).Send("/missing/1", [.. Born, ("presentingNeeds", "She cannot sleep since the move."), ("interpreter", "no")]);
        visitor.Words.ShouldContain("We have what you told us");
        await visitor.BackTo(page).Send("/missing/1", [.. Born, ("presentingNeeds", "She cannot sleep since the move."), ("interpreter", "no")]);
        visitor.Words.ShouldContain("We have what you told us");
        await sut.Run(Looking.Moment);

        var after = await sut.OnlyCase();
        after.Case.Provisional.ShouldBe(Provisional.No);
        after.Case.Child.Value(Fields.DateOfBirth).ShouldBe("2013-05-04");
        after.Case.Child[Fields.DateOfBirth].Source.ShouldBe("answer of 2026-09-15 10:32, form, date of birth");
        after.Case.Replies.ShouldHaveSingleItem("sent twice is told once");
        after.Current!.Slot.ShouldBe(before.Current!.Slot);
        sut.SubjectsTo(Referrer).Count.ShouldBe(2, "held for now, and held");
        (await sut.Pending()).ShouldBe(0);
        await visitor.Open(page.At);
        visitor.Words.ShouldNotContain("Date of birth");
        visitor.Words.ShouldNotContain("since the move");

        using var manager = await StaffClient.Open(sut);
        await manager.SignIn(sut.Service.Managers[0].Mailbox.Text);
        var received = (await manager.Get($"/manage/{sut.Service.Id}/cases/{after.Case.Id}/received")).Page;
        received.ShouldContain("Answers to what was missing");
        received.ShouldContain("Read as date of birth: ");
        sut.NothingPersonalIsShown("Zinnia", "Quillfeather", "2013-05-04");
    }

    [Fact]
    public async Task What_was_kept_and_not_taken_before_a_crash_is_taken_up_from_its_mark()
    {
        await using var sut = await Referred();
        var more = More(await sut.OnlyCase(), sut, (Fields.DateOfBirth, "2013-05-04"));
        await sut.App<IntakeStore>().KeepMore(IntakeStore.IdOf(more.ReceivedAt, sut.Service.Id, "more"), more, default);
        (await sut.Pending()).ShouldBe(1);
        await sut.Run(Duration.FromMinutes(11));

        (await sut.OnlyCase()).Case.Provisional.ShouldBe(Provisional.No);
        (await sut.Pending()).ShouldBe(0);
    }

    [Fact]
    public async Task Words_of_immediate_risk_in_an_answer_reach_a_person_and_what_a_program_fills_in_changes_nothing()
    {
        await using var sut = await Referred();
        using var visitor = await Visitor.To(sut);
        await visitor.Open(LinkTo(sut));
        await visitor.Send("/missing/1", [.. Born, ("presentingNeeds", "She says that she will take all her tablets tonight."), ("more", "yes")]);
        await sut.Run(Looking.Moment);

        var after = await sut.OnlyCase();
        after.Case.Child.Value(Fields.DateOfBirth).ShouldBeNull();
        after.Case.Safeguarding.ShouldNotBeNull().Concerns[0].Source.ShouldEndWith("form, what is going on and what help is needed");
        sut.MailsTo(sut.Service.Scheduler.Mailbox.Text).ShouldContain(mail => mail.Contains("Nothing was changed by it", StringComparison.Ordinal));
    }

    [Fact]
    public async Task There_is_nothing_there_for_anybody_else_and_nothing_is_taken_before_a_form_is_confirmed()
    {
        await using var sut = await Referred();
        using var visitor = await Visitor.To(sut);
        var link = LinkTo(sut);
        await visitor.Open($"{link}1");
        visitor.Status.ShouldBe(HttpStatusCode.NotFound, "a child that is not there");
        await visitor.Open(link.Replace("/receipt/", "/receipt/a", StringComparison.Ordinal));
        visitor.Status.ShouldBe(HttpStatusCode.NotFound, "a token that never was");
        var nothing = visitor.Words;
        await visitor.Open(link);
        var page = (visitor.At, visitor.Source);

        var held = await sut.OnlyCase();
        await sut.Rewrite(held.Case.Id, held.Current!, record => record with { ReceiptWithheld = true });
        await visitor.Open(link);
        (visitor.Status, visitor.Words).ShouldBe((HttpStatusCode.NotFound, nothing));
        await visitor.BackTo(page).Send("/missing/1", Born);
        (await sut.OnlyCase()).Case.Child.Value(Fields.DateOfBirth).ShouldBeNull();

        await sut.Rewrite(held.Case.Id, held.Current!, record => record with { ReceiptWithheld = false, Provisional = Provisional.Unconfirmed });
        await visitor.Open(link);
        visitor.Words.ShouldContain("Please confirm first");
        await visitor.BackTo(page).Send("/missing/1", Born);
        visitor.Words.ShouldContain("Please confirm first");
        (await sut.OnlyCase()).Case.Child.Value(Fields.DateOfBirth).ShouldBeNull();

        await sut.Rewrite(held.Case.Id, held.Current!, record => record with { Provisional = Provisional.NeedsInformation, State = CaseState.Closed });
        await visitor.Open(link);
        (visitor.Status, visitor.Words).ShouldBe((HttpStatusCode.NotFound, nothing));
    }

    [Fact]
    public async Task They_are_reminded_twice_and_then_a_person_decides()
    {
        await using var sut = await SystemUnderTest.Start();
        sut.FillDiaries(new(2026, 9, 15), new(2026, 9, 22));
        sut.Deliver(Mails.Mail("New referral", NoBirthday));
        await sut.Run(Looking.Moment);
        London.Day((await sut.OnlyCase()).Current!.Slot!.Start).ShouldBeGreaterThan(new LocalDate(2026, 9, 22));
        int Reminders() => sut.SubjectsTo(Referrer).Count(subject => subject.StartsWith("Please tell us a little more", StringComparison.Ordinal));
        int Decisions(EmailAddress who) => sut.SubjectsTo(who.Text).Count(subject => subject.StartsWith("Please decide", StringComparison.Ordinal));

        await Until(sut, new LocalDate(2026, 9, 17).At(new(8, 55)));
        Reminders().ShouldBe(0);
        await Until(sut, new LocalDate(2026, 9, 17).At(new(9, 5)));
        Reminders().ShouldBe(1);
        sut.MailsTo(Referrer)[^1].ShouldContain("/missing/1");
        await Until(sut, new LocalDate(2026, 9, 22).At(new(11, 55)));
        (Reminders(), Decisions(sut.Service.Scheduler.Mailbox), Decisions(sut.Service.Managers[0].Mailbox)).ShouldBe((2, 0, 0));
        await Until(sut, new LocalDate(2026, 9, 22).At(new(12, 5)));
        (Reminders(), Decisions(sut.Service.Scheduler.Mailbox), Decisions(sut.Service.Managers[0].Mailbox)).ShouldBe((2, 1, 1));

        var file = await sut.OnlyCase();
        file.Current!.State.ShouldBe(AppointmentState.Held);
        NextStep.Of(sut.Service, file, sut.Clock.GetCurrentInstant())!.Kind.ShouldBe(StepKind.Decide);
    }

    [Fact]
    public async Task What_a_correction_makes_needed_is_asked_for_reminded_of_and_decided_like_what_was_missing_from_the_start_each_time()
    {
        await using var sut = await SystemUnderTest.Start();
        sut.FillDiaries(new(2026, 9, 15), new(2026, 10, 2));
        sut.Deliver(Mails.Complete());
        await sut.Run(Looking.Moment);
        (await sut.OnlyCase()).Case.Provisional.ShouldBe(Provisional.No);
        int Asked() => sut.SubjectsTo(Referrer).Count(subject => subject.StartsWith("Please tell us a little more", StringComparison.Ordinal));
        int Decisions() => sut.SubjectsTo(sut.Service.Scheduler.Mailbox.Text).Count(subject => subject.StartsWith("Please decide", StringComparison.Ordinal));

        await Correct(null);
        (await sut.OnlyCase()).Case.Provisional.ShouldBe(Provisional.NeedsInformation);
        Asked().ShouldBe(1);
        LinkTo(sut).ShouldEndWith("/missing/1");
        await Until(sut, new LocalDate(2026, 9, 17).At(new(9, 5)));
        Asked().ShouldBe(2);

        // It is known after all, and then not: what was planned the first time comes to nothing.
        await Correct("2013-05-04");
        await Correct(null);
        Asked().ShouldBe(3);
        await Until(sut, new LocalDate(2026, 9, 21).At(new(8, 55)));
        (Asked(), Decisions()).ShouldBe((3, 0));
        await Until(sut, new LocalDate(2026, 9, 24).At(new(11, 55)));
        (Asked(), Decisions()).ShouldBe((5, 0));
        await Until(sut, new LocalDate(2026, 9, 24).At(new(12, 5)));
        (Asked(), Decisions()).ShouldBe((5, 1));
        (await sut.Pending()).ShouldBe(0);

        async Task Correct(string? born)
        {
            var file = await sut.OnlyCase();
            (await sut.App<CaseActs>().Do(sut.Service, file.Case.Id, new Act.Correct([new("dateOfBirth", file.Case.Child.Value(Fields.DateOfBirth), born)], file.Case.LastEvent) { By = "scheduler" }, default)).ShouldBeOfType<ActOutcome.Done>();
            await sut.Run(Looking.Moment);
        }
    }

    private static async Task<SystemUnderTest> Referred()
    {
        var sut = await SystemUnderTest.Start();
        sut.Deliver(Mails.Mail("New referral", NoBirthday));
        await sut.Run(Looking.Moment);
        return sut;
    }

    /// <summary>The path of the link in the newest mail that asks for what is missing.</summary>
    private static string LinkTo(SystemUnderTest sut)
    {
        var mail = sut.MailsTo(Referrer).Last(text => text.Contains("/missing/", StringComparison.Ordinal));
        var end = mail.IndexOf("/missing/", StringComparison.Ordinal);
        return mail[mail.LastIndexOf("/refer/", end, StringComparison.Ordinal)..].Split('"', ' ', '<', '\n', '&')[0];
    }

    private static ReceivedMore More(CaseFile file, SystemUnderTest sut, params (Field Field, string Answer)[] answers) => new()
    {
        Service = sut.Service.Id,
        Case = file.Case.Id,
        ReceivedAt = sut.Clock.GetCurrentInstant(),
        Answers = answers.ToImmutableSortedDictionary(answer => answer.Field.Name, answer => answer.Answer, StringComparer.Ordinal),
    };

    private static Task Until(SystemUnderTest sut, LocalDateTime local) => sut.Run(London.At(local.Date, local.TimeOfDay) - sut.Clock.GetCurrentInstant());
}
