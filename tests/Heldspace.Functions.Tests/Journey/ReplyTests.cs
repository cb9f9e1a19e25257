using System.Text.Json.Nodes;
using Heldspace.Functions.Hosting;
using Heldspace.Functions.Tests.Drivers;
using Heldspace.Intake;
using Heldspace.Pathway;
using Heldspace.Time;

namespace Heldspace.Functions.Tests.Journey;

/// <summary>Mail about a case that is there: found by its reference or its conversation, and never by a name.</summary>
public sealed class ReplyTests
{
    private const string Referrer = "sam.fielding@nhs.example";

    private const string NoBirthday = "Dear team, I would like to refer Zinnia Quillfeather. She is in care under a full care order of Cheshire West and Chester and lives in Chester. She does not sleep.\nKind regards\nSam Fielding\nSocial worker";

    [Fact]
    public async Task Thanks_are_kept_and_change_nothing_and_nobody_has_to_read_them()
    {
        await using var sut = await Referred(Mails.Complete());
        var before = await sut.OnlyCase();
        sut.Deliver(Answer(before, "Thank you, that is great. Sam"));
        await sut.Run(Looking.Moment);

        var after = await sut.OnlyCase();
        after.Case.Replies.Length.ShouldBe(1);
        after.Case.Child.Readings.ShouldBe(before.Case.Child.Readings);
        after.Messages.Select(message => message.Id).ShouldBe(before.Messages.Select(message => message.Id));
        (await sut.Pending()).ShouldBe(0);
    }

    [Fact]
    public async Task What_was_missing_is_taken_from_whoever_referred_and_the_place_is_theirs_then()
    {
        await using var sut = await Referred(Mails.Mail("New referral", NoBirthday));
        var before = await sut.OnlyCase();
        before.Case.Provisional.ShouldBe(Provisional.NeedsInformation);
        sut.Deliver(Answer(before, "Sorry, her date of birth is 04/05/2013.\nSam"));
        await sut.Run(Looking.Moment);

        var after = await sut.OnlyCase();
        after.Case.Provisional.ShouldBe(Provisional.No);
        after.Case.Child.Value(Fields.DateOfBirth).ShouldBe("2013-05-04");
        after.Case.Child[Fields.DateOfBirth].Source.ShouldNotBeNull().ShouldStartWith("answer of 2026-09-15");
        after.Current!.Slot.ShouldBe(before.Current!.Slot);
        sut.Sent(Referrer).Count.ShouldBe(2, "held for now, and held");
    }

    [Fact]
    public async Task What_is_said_otherwise_is_not_changed_and_a_person_is_told()
    {
        await using var sut = await Referred(Mails.Complete());
        var before = await sut.OnlyCase();
        sut.Deliver(Answer(before, "I was wrong. The date of birth is 09/09/2012."));
        await sut.Run(Looking.Moment);

        (await sut.OnlyCase()).Case.Child.Value(Fields.DateOfBirth).ShouldBe(before.Case.Child.Value(Fields.DateOfBirth));
        sut.MailsTo(sut.Service.Scheduler.Mailbox.Text)[^1].ShouldContain("Said otherwise than it stands, and not changed: date of birth");
    }

    [Theory]
    [InlineData("mallory@elsewhere.example", null)]
    [InlineData(Referrer, "dmarc=none header.from=nhs.example;compauth=none reason=405")]
    public async Task Whoever_may_not_be_who_referred_changes_nothing_and_learns_nothing(string from, string? results)
    {
        await using var sut = await Referred(Mails.Mail("New referral", NoBirthday));
        var before = await sut.OnlyCase();
        var answer = Answer(before, "Her date of birth is 04/05/2013. Where is she living now?", from);
        if (results is not null)
        {
            answer["internetMessageHeaders"] = new JsonArray(new JsonObject { ["name"] = "Authentication-Results", ["value"] = results });
        }

        sut.Deliver(answer);
        await sut.Run(Looking.Moment);

        var after = await sut.OnlyCase();
        after.Case.Child.Value(Fields.DateOfBirth).ShouldBeNull();
        after.Case.Replies.Length.ShouldBe(1);
        sut.Sent(Referrer).Count.ShouldBe(1);
        sut.Sent("mallory@elsewhere.example").ShouldBeEmpty();
        sut.MailsTo(sut.Service.Scheduler.Mailbox.Text)[^1].ShouldContain("Nothing was changed by it");
    }

    [Fact]
    public async Task A_mail_that_did_not_come_from_whom_it_names_is_set_aside_whatever_reference_it_bears()
    {
        await using var sut = await Referred(Mails.Complete());
        var before = await sut.OnlyCase();
        var forged = Answer(before, "Please close this.");
        forged["internetMessageHeaders"] = new JsonArray(new JsonObject { ["name"] = "Authentication-Results", ["value"] = "dmarc=fail header.from=nhs.example;compauth=fail reason=000" });
        sut.Deliver(forged);
        await sut.Run(Looking.Moment);

        (await sut.Cases()).Select(file => (file.Case.State, file.Case.Replies.Length)).ShouldBe([(CaseState.Open, 0), (CaseState.Quarantined, 0)]);
    }

    [Fact]
    public async Task A_child_who_is_referred_again_after_the_case_was_closed_has_a_case_of_their_own()
    {
        await using var sut = await Referred(Mails.Complete());
        var first = await sut.OnlyCase();
        await sut.App<CaseActs>().Do(sut.Service, first.Case.Id, new Act.Close(London.Day(sut.Clock.GetCurrentInstant()), ClosureReason.WorkDone, ExitPlan: false) { By = "manager" }, default);
        sut.Deliver(Answer(first, "Thank you for everything."));
        await sut.Run(Looking.Moment);
        (await sut.Cases()).Count.ShouldBe(1);

        sut.Deliver(Answer(first, "The placement broke down and we would like to refer Kit again, date of birth 02/02/2014."));
        await sut.Run(Looking.Moment);
        (await sut.Cases()).Select(file => file.Case.State).ShouldBe([CaseState.Closed, CaseState.Open]);
    }

    [Fact]
    public async Task A_short_form_of_the_name_means_the_same_child()
    {
        await using var sut = await Referred(Mails.Mail("New referral", NoBirthday.Replace("Zinnia", "Katherine", StringComparison.Ordinal)));
        sut.Deliver(Answer(await sut.OnlyCase(), "Katie Quillfeather's date of birth is 04/05/2013."));
        await sut.Run(Looking.Moment);

        (await sut.OnlyCase()).Case.Child.Value(Fields.DateOfBirth).ShouldBe("2013-05-04");
    }

    [Fact]
    public async Task Of_several_children_of_one_mail_the_one_that_is_named_is_meant()
    {
        await using var sut = await Referred(Mails.Mail("New referral", "I would like to refer siblings Ava (12/03/2014) and Noah Brindle (01/02/2016). Both are in care under full care orders to Cheshire West and Chester and live in Chester.\nSam Fielding\nSocial worker"));
        var first = (await sut.Cases()).Single(file => file.Case.Id.Ordinal == 1);
        sut.Deliver(Answer(first, "Noah Brindle's NHS number is 999 000 0018."));
        await sut.Run(Looking.Moment);

        (await sut.Cases()).Select(file => file.Case.Child.Value(Fields.NhsNumber)).ShouldBe([null, "9990000018"]);
    }

    [Fact]
    public async Task Another_child_in_an_old_conversation_is_a_referral_of_its_own_and_the_same_mail_twice_is_none()
    {
        await using var sut = await Referred(With(Mails.Complete(), "conversation-a", "<one@nhs.example>"));
        var again = With(Mails.Complete(), "conversation-a", "<one@nhs.example>");
        sut.Deliver(again);
        await sut.Run(Looking.Moment);
        (await sut.Cases()).Count.ShouldBe(1);

        // The same id of the sender's with other words is not dropped, nor is a stranger's mail with the same subject.
        sut.Deliver(With(Mails.Complete(2), "conversation-a", "<one@nhs.example>"));
        sut.Deliver(With(Mails.Complete(3, "alex@council.example"), "conversation-a", "<two@council.example>"));
        var answer = With(Mails.Complete(4), "conversation-a", "<three@nhs.example>");
        answer["subject"] = "RE: New referral";
        sut.Deliver(answer);
        await sut.Run(Looking.Moment);
        (await sut.Cases()).Count.ShouldBe(4);

        var more = With(Mails.Mail("RE: New referral", "She is in hospital this week, please ring me first."), "conversation-a", "<four@nhs.example>");
        sut.Deliver(more);
        await sut.Run(Looking.Moment);
        (await sut.Cases()).Sum(file => file.Case.Replies.Length).ShouldBe(1, "found by its conversation");
    }

    private static async Task<SystemUnderTest> Referred(JsonObject mail)
    {
        var sut = await SystemUnderTest.Start();
        sut.Deliver(mail);
        await sut.Run(Looking.Moment);
        return sut;
    }

    private static JsonObject Answer(CaseFile file, string words, string from = Referrer) =>
        Mails.Mail($"RE: A place is held: {file.Case.Reference}", $"{words}\n\nFrom: Caring to Care <referrals@caring-to-care.example>\nSent: 15 September 2026 09:31\nTo: Sam Fielding <{Referrer}>\nSubject: A place is held: {file.Case.Reference}\n\nDear Sam Fielding, a place is held.", from);

    private static JsonObject With(JsonObject mail, string conversation, string id)
    {
        (mail["conversationId"], mail["internetMessageId"]) = (conversation, id);
        return mail;
    }
}
