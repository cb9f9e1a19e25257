using Heldspace.Consent;
using Heldspace.Intake;
using Heldspace.Measures;
using Heldspace.Measures.Asking;
using Heldspace.Pathway;
using Heldspace.Services;
using Heldspace.Tests.Pathway;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Tests.Measures.Asking;

public sealed class WhenPeopleAreAsked
{
    private static Instant At(LocalDate day, int hour, int minute = 0) => London.At(day, new(hour, minute));

    private static Instant Evening(CaseFile file) => At(Assessed(file), 18);

    /// <summary>After school and in office hours of the next working day.</summary>
    private static Instant NextDay(CaseFile file) => At(WorkingDays.Of(AskingCases.Service).After(Assessed(file), 1), 16);

    private static LocalDate Assessed(CaseFile file) => London.Day(file.Case.AssessedAt!.Value);

    [Fact]
    public void Nobody_is_asked_before_the_assessment_took_place()
    {
        var held = Acting.Held();
        held.Look(held.Evening()).ShouldBe(new(null, null));
    }

    [Fact]
    public void Around_the_assessment_everybody_is_asked_once_each_in_hours_that_suit_them()
    {
        var file = AskingCases.Assessed();
        var sent = new List<(Instant At, Message Message)>();
        file = file.Until(Evening(file), Evening(file) + Duration.FromDays(3), sent);

        file.Asks.Select(ask => ask.Respondent.Role).Order(StringComparer.Ordinal).ShouldBe(["carer", "socialWorker", "youngPerson"]);
        sent.Where(one => !one.Message.ToStaff).Select(one => one.Message.Id).ShouldBeUnique();
        foreach (var (at, message) in sent.Where(one => one.Message.Ask is not null))
        {
            var ask = file.Asks.Single(ask => ask.Id == message.Ask);
            AskingHours.Includes(ask.Respondent.Role, ask.Age, file.Case.QuietDays, at).ShouldBeTrue($"{message.Id} at {at}");
        }
    }

    [Fact]
    public void Without_consent_nobody_is_asked_and_once_it_is_there_they_are()
    {
        var with = AskingCases.Assessed();
        var now = NextDay(with);
        var without = with with { Case = with.Case with { Consent = null } };

        without.Look(now).Change.ShouldBeNull();
        with.Look(now).Change.ShouldNotBeNull();
        var withdrawn = with.Until(now, now).Do(new Act.WithdrawConsent(London.Day(now), "changed their mind") { By = AskingCases.Staff }, now);
        var stopped = withdrawn.Look(now).Change.ShouldNotBeNull().File;
        stopped.Asks.ShouldAllBe(ask => ask.State == AskState.Stopped);
        AskHowItGoes.WhyNot(AskingCases.Service, withdrawn, withdrawn.Asks[0], London.Day(now)).ShouldBe("Consent was withdrawn.");
    }

    [Fact]
    public void Two_reminders_come_and_then_the_key_worker_hears_of_it_once()
    {
        var file = AskingCases.Assessed();
        var from = NextDay(file);
        var sent = new List<(Instant At, Message Message)>();

        file = file.Until(from, from + Duration.FromDays(60), sent);

        var carer = sent.Where(one => one.Message.Ask == "baseline.carer").ToList();
        carer.Select(one => one.Message.Kind).ShouldBe([Texts.MeasureInvitation, Texts.MeasureReminder, Texts.MeasureReminder]);
        carer.Skip(1).Select(one => Period.DaysBetween(London.Day(carer[0].At), London.Day(one.At))).ShouldBe([4, 9]);
        sent.Count(one => one.Message.Kind == Texts.MeasureTask && one.Message.Id.Contains("unanswered.baseline.carer", StringComparison.Ordinal)).ShouldBe(1);
        file.Asks.Single(ask => ask.Id == "baseline.carer").State.ShouldBe(AskState.Unanswered);
    }

    [Fact]
    public void Whoever_answered_or_said_not_this_time_is_not_reminded()
    {
        var file = AskingCases.Assessed();
        var from = NextDay(file);
        file = file.Until(from, from);
        var young = file.Asks.Single(ask => ask.Respondent.Role == Roles.YoungPerson);
        var declined = TakeAnswers.Decline(file, young, from).ShouldNotBeNull().File;
        var sent = new List<(Instant At, Message Message)>();

        declined.Until(from, from + Duration.FromDays(20), sent);

        sent.ShouldAllBe(one => one.Message.Ask != young.Id);
        TakeAnswers.Decline(declined, declined.Asks.Single(ask => ask.Id == young.Id), from).ShouldBeNull();
    }

    [Fact]
    public void Whoever_leaves_the_questions_out_and_writes_something_is_heard()
    {
        var file = AskingCases.Assessed();
        var from = NextDay(file);
        file = file.Until(from, from);
        var young = file.Asks.Single(ask => ask.Respondent.Role == Roles.YoungPerson);
        foreach (var asked in young.Measures)
        {
            file = TakeAnswers.Save(AskingCases.Service, AskingCases.Measures, file, file.Asks.Single(ask => ask.Id == young.Id), asked.Measure, new([], asked == young.Measures[^1] ? "Ask me in person." : null, true), from).ShouldNotBeNull().File;
        }

        var sent = TakeAnswers.Send(AskingCases.Service, AskingCases.Measures, file, file.Asks.Single(ask => ask.Id == young.Id), null, from).ShouldNotBeNull().File.Asks.Single(ask => ask.Id == young.Id);

        sent.State.ShouldBe(AskState.Answered);
        sent.Measures.ShouldAllBe(asked => asked.Score == null);
    }

    [Fact]
    public void In_a_year_each_time_comes_once_and_nobody_is_asked_more_than_the_limit_in_thirty_days()
    {
        var file = AskingCases.Assessed();
        var from = Evening(file);
        file = file.Until(from, from + Duration.FromDays(30));
        file = file.Do(new Act.Placement(Assessed(file).PlusDays(40), true) { By = AskingCases.Staff }, from + Duration.FromDays(41));
        file = file.Until(from + Duration.FromDays(41), from + Duration.FromDays(45));
        file = file.Do(new Act.CheckContacts(ContactAnswer.StillRight) { By = AskingCases.Staff }, from + Duration.FromDays(45));
        file = file.Until(from + Duration.FromDays(45), from + Duration.FromDays(200));
        file = file.Do(new Act.Close(Assessed(file).PlusDays(200), ClosureReason.WorkDone, true) { By = AskingCases.Staff }, from + Duration.FromDays(200));
        file = file.Until(from + Duration.FromDays(200), from + Duration.FromDays(420));

        file.Opened().Where(id => id.EndsWith(".socialWorker", StringComparison.Ordinal)).Select(id => id.Split('.')[0]).ShouldBe(
            ["baseline", "closure", "follow-up-3", "follow-up-6", "moved-" + NodaTime.Text.LocalDatePattern.Iso.Format(Assessed(file).PlusDays(40)), "week-12", "week-24"]);
        foreach (var asks in file.Asks.GroupBy(ask => ask.Respondent.Role))
        {
            var times = asks.Where(ask => ask.Kind is not (WaveKind.Baseline or WaveKind.Closure)).Select(ask => ask.OpenedAt).Order().ToList();
            for (var at = 2; at < times.Count; at++)
            {
                (times[at] - times[at - 2]).ShouldBeGreaterThanOrEqualTo(Duration.FromDays(30));
            }
        }
    }

    [Fact]
    public void A_birthday_in_between_changes_what_somebody_is_asked()
    {
        var first = AskingCases.Assessed();
        var born = Assessed(first).PlusWeeks(12).PlusYears(-16);
        var file = AskingCases.Assessed(born);
        file = file.Until(Evening(file), Evening(file) + Duration.FromDays(80));
        var under = file.Asks.Single(ask => ask.Id == "baseline.youngPerson");

        // On the birthday consent of the authority lapses; the young person gives their own.
        var birthday = At(Assessed(file).PlusWeeks(12), 9);
        file.Look(birthday).Change?.Events.OfType<CaseEvent.Asked>().ShouldBeEmpty();
        file = file.Do(new Act.GiveConsent(new(ConsentGiver.YoungPerson, null, London.Day(birthday), "x")) { By = AskingCases.Staff }, birthday);
        file = file.Until(birthday, birthday + Duration.FromDays(3));

        var over = file.Asks.Single(ask => ask.Id == "week-12.youngPerson");
        under.Age.ShouldBe(15);
        over.Age.ShouldBe(16);
    }

    [Fact]
    public void A_placement_move_on_the_very_day_stops_what_goes_home_until_somebody_has_looked()
    {
        var file = AskingCases.Assessed();
        var from = NextDay(file);
        file = file.Until(from, from);
        var moved = file.Do(new Act.Placement(London.Day(from), false) { By = AskingCases.Staff }, from);

        var after = moved.Look(from).Change.ShouldNotBeNull().File;

        after.Asks.Where(ask => ask.Respondent.Role is Roles.Carer or Roles.YoungPerson).ShouldAllBe(ask => ask.State == AskState.Stopped);
        after.Asks.Single(ask => ask.Respondent.Role == Roles.SocialWorker).State.ShouldBe(AskState.Open);
        after.Case.Respondents.ShouldNotContain(person => person.Role == Roles.Carer, "who looked after the child before is not who does now");
        after.Until(from, from + Duration.FromDays(10)).Asks.Count(ask => ask.Respondent.Role == Roles.Carer).ShouldBe(1);
    }

    [Fact]
    public void Somebody_who_objects_is_left_in_peace_until_they_say_otherwise()
    {
        var file = AskingCases.Assessed();
        var from = NextDay(file);
        file = file.Until(from, from);

        var objected = RecordRespondent.Object(AskingCases.Service, file, Roles.Carer, "respondent", from).ShouldNotBeNull().File;
        var left = objected.Until(from, from + Duration.FromDays(100));
        left.Asks.Where(ask => ask.Respondent.Role == Roles.Carer).ShouldHaveSingleItem().State.ShouldBe(AskState.Stopped);
        RecordRespondent.Object(AskingCases.Service, objected, Roles.Carer, "respondent", from).ShouldBeNull();

        var again = AskingCases.Heard(left, from + Duration.FromDays(100), Roles.Carer, "carer@nhs.example");
        again.Until(from + Duration.FromDays(100), from + Duration.FromDays(190)).Asks.Count(ask => ask.Respondent.Role == Roles.Carer).ShouldBeGreaterThan(1);
    }

    [Fact]
    public void A_death_stops_everything_and_nobody_is_written_to_about_it()
    {
        var file = Somebody.Held(AskingCases.Service, AskingCases.Assessed());
        var now = file.Current!.Slot!.Start - Duration.FromHours(20);
        file = file.Until(now, now);
        var before = file.Messages.Count(message => !message.ToStaff);

        var closed = file.Do(new Act.Close(London.Day(now), ClosureReason.Died, false) { By = AskingCases.Staff }, now);
        var after = closed.Until(now, now + Duration.FromDays(300));

        after.Messages.Count(message => !message.ToStaff).ShouldBe(before);
        after.Asks.ShouldAllBe(ask => ask.State != AskState.Open);
        after.Messages.ShouldContain(message => message.Id.Contains("died.", StringComparison.Ordinal) && message.ToStaff);
    }

    [Fact]
    public void An_address_that_does_not_work_is_asked_by_the_key_worker_who_hears_why()
    {
        var file = AskingCases.Assessed();
        var from = NextDay(file);
        file = file.Until(from, from);

        var after = RecordRespondent.Unreachable(AskingCases.Service, file, Roles.Carer, "carer@nhs.example", "Mail to them comes back.", from).ShouldNotBeNull().File.Until(from, from + Duration.FromDays(1));

        after.Asks.Where(ask => ask.Respondent.Role == Roles.Carer).Select(ask => (ask.Id, ask.State)).ShouldBe([("baseline.carer", AskState.Stopped), ("baseline.carer.2", AskState.Open)]);
        after.Messages.Count(message => message.Kind == Texts.MeasureTask).ShouldBe(2);
        RecordRespondent.Unreachable(AskingCases.Service, after, Roles.Carer, "carer@nhs.example", "Mail to them comes back.", from).ShouldBeNull();
    }

    [Fact]
    public void In_a_language_that_we_have_no_words_in_the_key_worker_asks()
    {
        var file = AskingCases.Assessed();
        var now = NextDay(file);
        file = file.Do(new Act.RecordRespondent(new(Roles.Carer, "Ola", AskBy.Email, EmailAddress.Parse("carer@nhs.example")) { Language = "pl" }) { By = AskingCases.Staff }, now);

        var after = file.Look(now).Change.ShouldNotBeNull().File;

        var carer = after.Asks.Single(ask => ask.Respondent.Role == Roles.Carer);
        carer.Respondent.By.ShouldBe(AskBy.Call);
        after.Messages.Single(message => message.Kind == Texts.MeasureTask).About.ShouldNotBeNull().ShouldContain("not there in their language");
        after.Until(now, now + Duration.FromDays(2)).Asks.Count(ask => ask.Respondent.Role == Roles.Carer).ShouldBe(1, "it stands as long as they are asked that way");
    }

    [Fact]
    public void Whoever_reads_Easy_Read_is_asked_by_their_own_link_in_words_that_are_there()
    {
        var file = AskingCases.Assessed();
        var now = NextDay(file);
        var easy = new Respondent(Roles.YoungPerson, "Kit", AskBy.Email, EmailAddress.Parse("young@nhs.example")) { Language = "en-easy" };
        file = file.Do(new Act.RecordRespondent(easy) { By = AskingCases.Staff }, now);

        var after = file.Look(now).Change.ShouldNotBeNull().File;

        after.Asks.Single(ask => ask.Respondent.Role == Roles.YoungPerson).Respondent.ShouldBe(easy);
        after.Messages.Where(message => message.Kind == Texts.MeasureTask).ShouldAllBe(message => !message.About!.Contains("not there in their language", StringComparison.Ordinal));
        AskingCases.Service.Texts.ShouldContainKey(Texts.In(Texts.MeasureInvitationYoung, "en-easy"));
    }

    [Fact]
    public void The_yearly_SDQ_is_the_key_workers_to_get_in_the_four_weeks_before_it_is_due_once_a_year()
    {
        var file = AskingCases.Assessed();
        var due = Assessed(file).PlusDays(70);
        file = file.Do(new Act.RosterSdq(due) { By = "roster" }, Evening(file));
        var sent = new List<(Instant At, Message Message)>();

        file = file.Until(Evening(file), At(due.PlusDays(60), 12), sent);

        var ask = file.Asks.Single(ask => ask.Kind == WaveKind.YearlySdq);
        ask.Id.ShouldBe($"sdq-{due.Year}.carer");
        London.Day(ask.OpenedAt).ShouldBe(due.PlusDays(-28));
        ask.Measures.ShouldHaveSingleItem().Measure.ShouldBe("sdq");
        ask.Respondent.By.ShouldBe(AskBy.Call);
        sent.Count(one => one.Message.About is { } about && about.Contains("the carer, for the yearly SDQ,", StringComparison.Ordinal)).ShouldBe(1);
        file.Do(new Act.RosterSdq(due.PlusDays(3)) { By = "roster" }, At(due, 12)).Until(At(due, 12), At(due.PlusDays(20), 12)).Asks.Count(other => other.Kind == WaveKind.YearlySdq).ShouldBe(1, "another day of the same year is the same SDQ");
        file.Do(new Act.RosterSdq(due.PlusYears(1)) { By = "roster" }, At(due.PlusYears(1).PlusDays(-20), 12)).Until(At(due.PlusYears(1).PlusDays(-20), 12), At(due.PlusYears(1), 12)).Asks.Count(other => other.Kind == WaveKind.YearlySdq).ShouldBe(2);
    }

    [Theory]
    [InlineData(3, 0)]
    [InlineData(4, 1)]
    [InlineData(16, 1)]
    [InlineData(17, 0)]
    public void The_yearly_SDQ_is_owed_from_four_to_sixteen(int age, int asked)
    {
        var due = new LocalDate(2027, 3, 31);
        var assessed = AskingCases.Assessed().Case;
        var born = due.PlusYears(-age).ToString("uuuu-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        var record = assessed with { SdqDueOn = due, Child = assessed.Child.With(Heldspace.Intake.Fields.DateOfBirth, Heldspace.Intake.Reading.Known(born, "form")) };

        Waves.Of(AskingCases.Service, record, due).Count(wave => wave.Kind == WaveKind.YearlySdq).ShouldBe(asked);
        Waves.Of(AskingCases.Service, record with { State = CaseState.Closed }, due).ShouldAllBe(wave => wave.Kind != WaveKind.YearlySdq);
    }

    [Fact]
    public void After_an_outage_of_weeks_nobody_gets_more_than_one_message_a_day_and_what_is_over_is_not_asked()
    {
        var file = AskingCases.Assessed();
        var sent = new List<(Instant At, Message Message)>();
        var back = At(Assessed(file).PlusWeeks(26), 3);
        file = file.Until(back, back + Duration.FromDays(14), sent);

        sent.Where(one => one.Message is { ToStaff: false }).GroupBy(one => (London.Day(one.At), file.Asks.Single(ask => ask.Id == one.Message.Ask).Respondent.Role)).ShouldAllBe(day => day.Count() == 1);
        file.Asks.Select(ask => ask.Wave).Distinct().ShouldBe(["week-24"]);
        sent.ShouldAllBe(one => one.At.InZone(London.Zone).Hour >= 8);
    }
}
