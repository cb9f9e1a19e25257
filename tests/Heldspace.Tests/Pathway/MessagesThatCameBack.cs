using Heldspace.Intake;
using Heldspace.Measures;
using Heldspace.Measures.Asking;
using Heldspace.Pathway;
using Heldspace.Services;
using Heldspace.Tests.Measures.Asking;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Tests.Pathway;

public sealed class MessagesThatCameBack
{
    private static (CaseFile File, Instant Now) Asked(Respondent? carer = null)
    {
        var file = AskingCases.Assessed();
        var now = London.At(WorkingDays.Of(AskingCases.Service).After(London.Day(file.Case.AssessedAt!.Value), 1), new(16, 0));
        file = carer is null ? file : file.Do(new Act.RecordRespondent(carer) { By = AskingCases.Staff }, now);
        return (file.Until(now, now), now);
    }

    private static string InvitationTo(CaseFile file, string role) => file.Messages.Single(message => message.Ask == file.Asks.Last(ask => ask.Respondent.Role == role).Id && !message.ToStaff).Id;

    private static CaseFile Back(CaseFile file, string message, Instant now) => TakeReturned.Decide(AskingCases.Service, file, message, now).ShouldNotBeNull().File;

    [Fact]
    public void Whose_question_came_back_is_asked_by_the_key_worker_who_hears_of_it_once()
    {
        var (file, now) = Asked();
        var message = InvitationTo(file, Roles.Carer);

        var after = Back(file, message, now);

        Respondents.Of(after.Case, Roles.Carer)!.By.ShouldBe(AskBy.Call);
        after.Messages.Count(planned => planned.Id.Contains("channel.carer", StringComparison.Ordinal)).ShouldBe(1);
        TakeReturned.Decide(AskingCases.Service, after, message, now).ShouldBeNull("it is reported again");
        after.Until(now, now + Duration.FromDays(2)).Asks.Where(ask => ask.Respondent.Role == Roles.Carer).Select(ask => (ask.State, ask.Respondent.By)).ShouldBe([(AskState.Stopped, AskBy.Email), (AskState.Open, AskBy.Call)]);
    }

    [Fact]
    public void Whoever_has_a_number_too_is_asked_by_text_message_and_then_by_the_key_worker_and_never_back()
    {
        var (file, now) = Asked(new(Roles.Carer, "Ash", AskBy.Email, EmailAddress.Parse("carer@nhs.example"), "07700 900123"));

        var byText = Back(file, InvitationTo(file, Roles.Carer), now).Until(now, now + Duration.FromDays(1));

        Respondents.Of(byText.Case, Roles.Carer)!.By.ShouldBe(AskBy.Text);
        byText.Messages.Single(planned => planned.Id.Contains("channel.carer", StringComparison.Ordinal)).About.ShouldNotBeNull().ShouldContain("by text message");
        byText.Messages.Single(message => message.TextTo is not null).TextTo.ShouldBe("07700 900123");

        var byHand = Back(byText, InvitationTo(byText, Roles.Carer), now + Duration.FromDays(1));
        Respondents.Of(byHand.Case, Roles.Carer)!.By.ShouldBe(AskBy.Call);
        byHand.Messages.Count(planned => planned.Id.Contains("channel.carer", StringComparison.Ordinal)).ShouldBe(2);
    }

    [Fact]
    public void An_old_report_does_not_take_back_what_the_team_has_written_down_since()
    {
        var (file, now) = Asked();
        var message = InvitationTo(file, Roles.Carer);
        var corrected = file.Do(new Act.RecordRespondent(new(Roles.Carer, "Ash", AskBy.Email, EmailAddress.Parse("ash@nhs.example"))) { By = AskingCases.Staff }, now);

        var after = Back(corrected, message, now);

        Respondents.Of(after.Case, Roles.Carer)!.Email!.Text.ShouldBe("ash@nhs.example");
        after.Messages.ShouldNotContain(planned => planned.Id.Contains("channel.", StringComparison.Ordinal));
    }

    [Fact]
    public void Of_what_was_for_whoever_referred_or_a_colleague_a_person_is_told_what_it_was()
    {
        var (file, now) = Asked();
        var referrer = PlannedTo(file, "held.assessment-9", EmailAddress.Parse("sam.fielding@nhs.example"), false, now);
        var scheduler = AskingCases.Service.Scheduler.Mailbox;

        Told(Back(referrer, "held.assessment-9", now)).ShouldBe((scheduler, "A mail to whoever referred came back and did not reach them: “Your appointment, HS-1”. Please ring them, and see that their address is right."));
        Told(Back(PlannedTo(file, "day-list.1", EmailAddress.Parse("colleague@nhs.example"), true, now), "day-list.1", now)).To.ShouldBe(scheduler);
        Told(Back(PlannedTo(file, "alert-other.x", scheduler, true, now), "alert-other.x", now)).To.ShouldBe(AskingCases.Service.Managers[0].Mailbox);

        var ended = PlannedTo(file, $"{Texts.AlertOther}.came-back.held.1", scheduler, true, now);
        Back(ended, $"{Texts.AlertOther}.came-back.held.1", now).Messages.Length.ShouldBe(ended.Messages.Length, "word of word that did not arrive would go round for ever");
    }

    [Fact]
    public void A_message_that_the_case_never_had_changes_nothing()
    {
        var (file, now) = Asked();
        TakeReturned.Decide(AskingCases.Service, file, "measure-invitation.week-99.carer", now).ShouldBeNull();
    }

    private static CaseFile PlannedTo(CaseFile file, string id, EmailAddress to, bool staff, Instant now) =>
        file.Plan(new Message { Id = id, Kind = id.Split('.')[0], To = to, ToStaff = staff, State = MessageState.Sent, PlannedAt = now, Subject = "Your appointment, HS-1" });

    private static (EmailAddress To, string? About) Told(CaseFile file) => file.Messages[^1] is var told ? (told.To, told.About) : default;
}
