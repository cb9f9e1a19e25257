using Heldspace.Messages;
using Heldspace.Pathway;
using Heldspace.Services;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Tests.Pathway;

/// <summary>What is ahead when the work ends, or goes on elsewhere: nobody sets out for it.</summary>
public sealed class GivenUpTests
{
    private static readonly MessageLinks Links = new(
        new("https://refer.example/refer/receipt/aaaa"), new("https://refer.example/refer/confirm/bbbb"), null, new("https://refer.example/manage/caring-to-care/cases/cccc"));

    public static TheoryData<string> Ways => ["close", "onward"];

    [Theory]
    [MemberData(nameof(Ways))]
    public void The_family_is_told_once_which_meeting_does_not_take_place_by_a_mail_whose_link_still_opens(string way)
    {
        var held = Session();
        var act = Ending(way, Early(held));
        var ended = held.Do(act, Early(held));

        ended.Current.ShouldBeNull();
        var mail = ended.Messages.Except(held.Messages).ShouldHaveSingleItem();
        (mail.Kind, mail.To, mail.Appointment).ShouldBe((Texts.Cancelled, held.Case.Referrer.Email!, held.Current!.Id));
        var words = string.Join('\n', Compose.Message(Acting.Service, ended, mail, Links).Paragraphs);
        words.ShouldContain(Compose.Moment(held.Current.Slot!.Start).Split(" on ")[1]);
        words.ShouldContain("/refer/receipt/");
        words.ShouldNotContain("/appointment/");
        words.ShouldNotContain("You told us");
        ended.Rule(act, Early(held)).ShouldBeOfType<Ruling.Nothing>();
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Whom_no_mail_reaches_is_rung(string way)
    {
        var session = Session();
        var held = session with { Case = session.Case with { Referrer = session.Case.Referrer with { Email = null } } };

        var told = held.Do(Ending(way, Early(held)), Early(held)).Messages.Except(held.Messages).ShouldHaveSingleItem();

        (told.Kind, told.To).ShouldBe((Texts.AlertRing, Acting.Service.Scheduler.Mailbox));
        told.About.ShouldNotBeNull().ShouldContain(Compose.Moment(held.Current!.Slot!.Start));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void What_is_near_is_mailed_and_rung(string way)
    {
        var held = Session();
        var near = held.Current!.Slot!.Start - Duration.FromHours(20);

        held.Do(Ending(way, near), near).Messages.Except(held.Messages).Select(message => message.Kind).ShouldBe([Texts.Cancelled, Texts.AlertRing]);
    }

    [Fact]
    public void Who_has_no_place_yet_or_never_heard_of_one_hears_nothing()
    {
        var wanted = Acting.Assessed();
        wanted.Do(Ending("close", wanted.Case.AssessedAt!.Value + Duration.FromHours(9)), wanted.Case.AssessedAt.Value + Duration.FromHours(9)).Messages.ShouldBe(wanted.Messages);

        var session = Session();
        var unconfirmed = session with { Case = session.Case with { Provisional = Provisional.Unconfirmed } };
        unconfirmed.Do(Ending("close", Early(session)), Early(session)).Messages.ShouldBe(unconfirmed.Messages);
    }

    private static CaseFile Session() => Somebody.Held(Acting.Service, Acting.Assessed());

    private static Instant Early(CaseFile file) => file.Current!.Slot!.Start - Duration.FromHours(72);

    private static Act Ending(string way, Instant now) => way == "close"
        ? new Act.Close(London.Day(now), ClosureReason.FamilyDeclined, ExitPlan: false) { By = "imogen.farrow@caring-to-care.example" }
        : new Act.Onward(London.Day(now), "eating disorder service", InsteadOfOurs: true) { By = "imogen.farrow@caring-to-care.example", ToKeepSafe = true };
}
