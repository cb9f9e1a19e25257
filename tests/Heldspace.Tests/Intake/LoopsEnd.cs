using Heldspace.Intake;
using Heldspace.Pathway;
using Heldspace.Services;
using Heldspace.Tests.Builders;
using Heldspace.Tests.Pathway;
using Heldspace.Tests.Services;
using NodaTime;

namespace Heldspace.Tests.Intake;

/// <summary>Programs that answer each other come to an end, and nothing is lost by it.</summary>
public sealed class LoopsEnd
{
    private static readonly ServiceDefinition Service = Definitions.Shipped.Require("caring-to-care");

    private static readonly Instant Noon = Instant.FromUtc(2026, 9, 15, 12, 0);

    [Fact]
    public void The_hundredth_mail_of_an_hour_is_answered_and_the_next_is_not()
    {
        var counted = Counted(RecentMail.None, "a", 100, Noon, Duration.FromSeconds(30));
        counted.TooMany.ShouldBe(0);

        var (_, isTooMany) = counted.After.Count("a", Noon + Duration.FromMinutes(50));
        isTooMany.ShouldBeTrue();
        counted.After.Count("b", Noon + Duration.FromMinutes(50)).IsTooMany.ShouldBeFalse("somebody else wrote nothing yet");
        counted.After.Count("a", Noon + Duration.FromMinutes(61)).IsTooMany.ShouldBeFalse("an hour later some have passed out of it");
    }

    [Fact]
    public void A_mail_a_minute_for_a_day_is_answered_throughout_and_two_a_minute_are_not()
    {
        Counted(RecentMail.None, "a", 1440, Noon, Duration.FromMinutes(1)).TooMany.ShouldBe(0);
        Counted(RecentMail.None, "a", 2880, Noon, Duration.FromSeconds(30)).TooMany.ShouldBeGreaterThan(2700);
    }

    [Fact]
    public void Mails_that_come_out_of_order_count_in_the_hour_they_came_in()
    {
        var later = Counted(RecentMail.None, "a", 80, Noon, Duration.Zero).After;
        var both = Counted(later, "a", 60, Noon - Duration.FromMinutes(59), Duration.Zero);

        both.TooMany.ShouldBe(0);
        both.After.Count("a", Noon).IsTooMany.ShouldBeTrue();
    }

    [Fact]
    public void However_many_write_what_is_kept_stays_small_and_who_wrote_most_stays_in_it()
    {
        var recent = Counted(RecentMail.None, "loud", 60, Noon, Duration.Zero).After;
        for (var n = 0; n < 3000; n++)
        {
            recent = recent.Count($"quiet-{n}", Noon + Duration.FromSeconds(n / 2)).After;
        }

        Heldspace.Json.HeldspaceJson.Write(recent).Length.ShouldBeLessThan(60_000, "a row of the table holds 64 KiB of text");
        Counted(recent, "loud", 41, Noon + Duration.FromMinutes(30), Duration.Zero).TooMany.ShouldBe(1);
    }

    [Theory]
    [InlineData("Auto-Submitted", "auto-generated", true)]
    [InlineData("Auto-Submitted", "no", false)]
    [InlineData("X-Auto-Response-Suppress", "DR, OOF, AutoReply", true)]
    [InlineData("X-Auto-Response-Suppress", "OOF", false)]
    [InlineData("Precedence", "bulk", true)]
    [InlineData("Precedence", "list", false)]
    [InlineData("Return-Path", "<>", true)]
    [InlineData("Return-Path", "<sam@nhs.example>", false)]
    [InlineData("X-Autoreply", "yes", true)]
    public void What_a_program_sends_is_answered_by_none(string name, string value, bool wantsNone) =>
        Noise.WantsNoAnswer(Mails.Mail("We refer Kit.", headers: (name, value))).ShouldBe(wantsNone);

    [Fact]
    public void The_confirmation_of_a_child_who_was_named_goes_out_however_many_there_are()
    {
        var file = Somebody.Held(Service, Somebody.Opened(Service, Somebody.Referral()));

        Counting(file).ShouldBeEmpty();
        file.Messages.ShouldContain(message => message.Kind == Texts.Held);
    }

    [Fact]
    public void A_place_for_nobody_in_particular_counts_as_the_answer_of_the_day()
    {
        var file = Somebody.Held(Service, Somebody.Opened(Service, Nobody()));

        Counting(file).ShouldHaveSingleItem().Kind.ShouldBe(Texts.HeldProvisional);
        Counting(file with { Case = file.Case with { Channel = Channel.Form } }).ShouldBeEmpty("a form answers no mail");
        Counting(file with { Case = file.Case with { Released = new(Noon, "scheduler") } }).ShouldBeEmpty("a person let it go out");
    }

    [Fact]
    public void Where_to_turn_instead_counts_and_so_does_what_follows_from_a_further_mail()
    {
        var derby = Definitions.Shipped.Require("derby-ehwb");
        var signposted = OpenCase.Decide(derby, Somebody.Referral(changes: [(Fields.Category, "privateFostering"), (Fields.LegalStatus, null), (Fields.ResponsibleAuthority, "Derby"), (Fields.LivesIn, "Derby")]) with { Service = "derby-ehwb" }, Derby(), Somebody.Reference, Noon).File;
        signposted.Case.State.ShouldBe(CaseState.Signposted);
        Counting(signposted).ShouldHaveSingleItem().Kind.ShouldBe(Texts.Signposted);

        var held = Somebody.Held(Service, Somebody.Opened(Service, Somebody.Referral()));
        var answered = held.Plan(held.Messages.First(message => message.Kind == Texts.Held) with { Id = "held.assessment-1.1.taken-on.by-mail" });
        Counting(answered).ShouldHaveSingleItem().Id.ShouldEndWith(".by-mail");

        static Child Derby() => new(1, Somebody.Readings.Remove(Fields.LegalStatus.Name).SetItem(Fields.Category.Name, Reading.Known("privateFostering", "test"))
            .SetItem(Fields.ResponsibleAuthority.Name, Reading.Known("Derby", "test")).SetItem(Fields.LivesIn.Name, Reading.Known("Derby", "test")));
    }

    [Fact]
    public void What_is_held_back_waits_for_a_person_who_is_told_once()
    {
        var file = Somebody.Held(Service, Somebody.Opened(Service, Nobody()));
        var letter = Counting(file).Single();

        var held = AnswerOnce.HoldBack(Service, file, letter, Noon).File;
        held = AnswerOnce.HoldBack(Service, held, letter, Noon).File;

        held.IsWithheld(letter).ShouldBeTrue();
        held.IsSettled.ShouldBe(held.Messages.All(message => !message.ToStaff));
        held.Messages.Count(message => message.Id == $"answered.{letter.Id}" || message.Id == $"{Texts.AlertOther}.answered.{letter.Id}").ShouldBe(1);
        Heldspace.Safeguarding.ReleaseMessages.Say(held, "They rang.", "scheduler", Noon).ShouldBeOfType<Ruling.Do>().Change.File.IsWithheld(letter).ShouldBeFalse();
    }

    [Fact]
    public void A_mail_that_is_one_too_many_has_its_case_and_its_place_and_no_answer()
    {
        var referral = Mails.Referral(Mails.Mail("We refer Kit Example, date of birth 01/02/2014.", headers: Passed) with { RepliesStopped = true });
        var file = Somebody.Opened(Service, referral);

        file.Case.State.ShouldBe(CaseState.Open);
        file.Current.ShouldNotBeNull();
        file.Case.Withholds.ShouldBeTrue();
        file.Messages.ShouldNotContain(message => message.ToStaff && message.Id.Contains("sender", StringComparison.Ordinal), "staff are told once, not for each");
    }

    [Fact]
    public void Junk_is_set_aside_for_a_person_and_one_that_failed_as_well_says_the_worse()
    {
        var junk = Mails.Referral(Mails.Mail("We refer Kit Example, date of birth 01/02/2014.", headers: Passed) with { IsJunk = true });
        junk.Sender.ShouldBe(SenderVerdict.Junk);
        var file = Somebody.Opened(Service, junk);
        file.Case.State.ShouldBe(CaseState.Quarantined);
        file.Appointments.ShouldBeEmpty();
        file.Messages.ShouldHaveSingleItem().ShouldSatisfyAllConditions(message => message.ToStaff.ShouldBeTrue(), message => message.About!.ShouldStartWith("The mail system took this mail for junk."));
        VouchForReferral.IsOpenTo(file.Case).ShouldBeTrue();

        Mails.Referral(Mails.Mail("We refer Kit Example, date of birth 01/02/2014.", headers: ("Authentication-Results", "compauth=fail reason=000")) with { IsJunk = true }).Sender.ShouldBe(SenderVerdict.Failed);
    }

    private static (string, string) Passed => ("Authentication-Results", "dmarc=pass action=none header.from=cheshire-west.example;compauth=pass reason=100");

    private static Referral Nobody() => Somebody.Referral() with { Children = [Child.Empty(1)] };

    private static IReadOnlyList<Message> Counting(CaseFile file) => [.. file.Messages.Where(message => AnswerOnce.Counts(file, message))];

    private static (RecentMail After, int TooMany) Counted(RecentMail recent, string sender, int mails, Instant from, Duration apart)
    {
        var tooMany = 0;
        for (var n = 0; n < mails; n++)
        {
            (recent, var isTooMany) = recent.Count(sender, from + (apart * n));
            tooMany += isTooMany ? 1 : 0;
        }

        return (recent, tooMany);
    }
}
