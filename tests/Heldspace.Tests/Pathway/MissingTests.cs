using System.Collections.Immutable;
using Heldspace.Eligibility;
using Heldspace.Intake;
using Heldspace.Pathway;
using Heldspace.Services;
using Heldspace.Tests.Allocation;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Tests.Pathway;

/// <summary>What is missing is asked for by the receipt link, again after days, and at the end a person decides without it.</summary>
public sealed class MissingTests
{
    private static readonly IntakeId Told = IntakeId.Parse("20260916083000000-abcdefghijklmnop");

    [Fact]
    public void What_could_change_the_decision_is_asked_for_first_and_nothing_that_is_known()
    {
        var asked = WhatIsMissing.Fields(NoBirthday().Case);

        asked[0].ShouldBe(Fields.DateOfBirth);
        asked.ShouldBeUnique();
        asked.ShouldContain(Fields.Ethnicity);
        asked.ShouldNotContain(Fields.GivenName);
        asked.ShouldNotContain(Fields.PlacementPostcode);
    }

    [Fact]
    public void What_decides_is_asked_for_even_where_no_referral_needs_it()
    {
        var derby = Services.Definitions.Shipped.Require("derby-ehwb");
        var opened = Somebody.Opened(derby, Somebody.Referral(changes: [(Fields.Category, Categories.SpecialGuardianship)]));

        opened.Case.Eligibility.Missing.ShouldContain(Fields.AuthorityInvolved.Name);
        WhatIsMissing.Fields(opened.Case)[0].ShouldBe(Fields.AuthorityInvolved);
    }

    [Fact]
    public void Whoever_has_the_link_is_asked_only_while_it_is_theirs_and_the_case_is_at_its_beginning()
    {
        var asked = NoBirthday().Case;
        MissingStanding Of(Heldspace.Pathway.Case record) => WhatIsMissing.Standing(Acting.Service, record);

        Of(asked).ShouldBe(MissingStanding.Asked);
        Of(asked with { Missing = [], Unclear = [], Eligibility = asked.Eligibility with { Outcome = Outcome.Eligible } }).ShouldBe(MissingStanding.Known);
        Of(asked with { Provisional = Provisional.Unconfirmed }).ShouldBe(MissingStanding.ConfirmFirst);
        Of(asked with { Provisional = Provisional.Unconfirmed, State = CaseState.Unconfirmed }).ShouldBe(MissingStanding.ConfirmFirst);
        Of(asked with { ReceiptWithheld = true }).ShouldBe(MissingStanding.Nothing);
        Of(asked with { SenderUnverified = true }).ShouldBe(MissingStanding.Nothing);
        Of(asked with { SenderUnverified = true, Released = new(Team.Now, "scheduler") }).ShouldBe(MissingStanding.Asked);
        Of(asked with { AssessedAt = Team.Now }).ShouldBe(MissingStanding.Nothing);
        Of(asked with { Beside = "carer-consultation" }).ShouldBe(MissingStanding.Nothing);
        foreach (var state in Enum.GetValues<CaseState>().Except([CaseState.Open, CaseState.PossibleDuplicate]))
        {
            Of(asked with { State = state }).ShouldBe(MissingStanding.Nothing, state.ToString());
        }
    }

    [Fact]
    public void Of_several_times_that_they_were_asked_anew_the_newest_counts_however_their_records_are_ordered()
    {
        var held = NoBirthday();
        Message[] rounds = [.. ChaseMissing.AskAnew(held.Case, "corrected-12", Team.Now + Duration.FromDays(8)), .. ChaseMissing.AskAnew(held.Case, "corrected-9", Team.Now)];
        var asked = held with { Messages = [.. held.Messages, .. rounds] };

        ChaseMissing.DeadlineOf(held).ShouldBe("1");
        ChaseMissing.DeadlineOf(asked).ShouldBe("1.corrected-12");
        ChaseMissing.Remind(asked, "1.corrected-9", Team.Now).ShouldBeNull();
        ChaseMissing.Remind(asked, "1.corrected-12", Team.Now).ShouldNotBeNull();
    }

    [Fact]
    public void An_answer_is_read_like_the_form_and_says_where_it_stands()
    {
        var reply = Read(NoBirthday().Case, (Fields.NhsNumber, "999 000 0018"), (Fields.LivesIn, "Chester"), (Fields.Interpreter, "no"));

        reply.Said.Value(Fields.NhsNumber).ShouldBe("9990000018");
        reply.Said.Value(Fields.LivesIn).ShouldBe("Cheshire West and Chester");
        reply.Said[Fields.Interpreter].Source.ShouldBe("answer of 2026-09-16 09:30, form, whether an interpreter is needed");
        (reply.Sender, reply.From).ShouldBe((SenderVerdict.Verified, Somebody.Known.Email));
    }

    [Fact]
    public void The_place_is_theirs_once_the_answer_decides_it_and_who_gave_no_address_can_tell_too()
    {
        foreach (var referrer in new[] { Somebody.Known, Somebody.Known with { Email = null } })
        {
            var held = NoBirthday(referrer);
            var after = Tell(held, (Fields.DateOfBirth, "2014-05-06"));

            after.Case.Provisional.ShouldBe(Provisional.No);
            after.Case.Eligibility.Outcome.ShouldBe(Outcome.Eligible);
            after.Case.Missing.ShouldNotContain(Fields.DateOfBirth.Name);
            after.Current!.Slot.ShouldBe(held.Current!.Slot);
            after.Messages.Count(message => message.Kind == Texts.Held).ShouldBe(referrer.Email is null ? 0 : 1);
        }
    }

    [Fact]
    public void What_is_known_stands_whatever_is_answered_and_a_person_is_told_of_the_difference()
    {
        var after = Tell(NoBirthday(), (Fields.FamilyName, "Somebodyelse"));

        after.Case.Child.Value(Fields.FamilyName).ShouldBe("Quillfeather");
        after.Messages[^1].About.ShouldNotBeNull().ShouldContain("Said otherwise than it stands, and not changed: family name");
    }

    [Fact]
    public void What_was_not_clear_is_settled_by_a_plain_answer_and_a_doubtful_answer_stays_doubtful()
    {
        var doubtful = Somebody.Referral() with { Children = [new(1, Somebody.Readings.SetItem(Fields.DateOfBirth.Name, Reading.Doubtful("2014-06-05", "body, line 2", "two dates")).Remove(Fields.LivesIn.Name))] };
        var held = Somebody.Held(Acting.Service, Somebody.Opened(Acting.Service, doubtful));
        held.Case.Unclear.ShouldBe([Fields.DateOfBirth.Name]);

        var after = Tell(held, (Fields.DateOfBirth, "2014-05-06"), (Fields.LivesIn, "somewhere by the sea"));

        after.Case.Child[Fields.DateOfBirth].ShouldBe(Reading.Known("2014-05-06", "answer of 2026-09-16 09:30, form, date of birth"));
        after.Case.Unclear.ShouldBeEmpty();
        after.Case.Child[Fields.LivesIn].Certainty.ShouldBe(Certainty.Doubtful);
    }

    [Fact]
    public void Who_refers_may_say_who_they_are_where_nobody_knew()
    {
        var held = NoBirthday(Somebody.Known with { Name = null, Role = null });
        var after = Tell(held, (Fields.ReferrerRole, "carer"), (Fields.ReferrerName, "Persimmon Wetherby"), (Fields.ReferrerEmail, "mallory@elsewhere.example"));

        after.Case.Referrer.ShouldBe(held.Case.Referrer with { Name = "Persimmon Wetherby", Role = "carer" });
    }

    [Fact]
    public void An_interpreter_who_is_needed_after_all_is_booked()
    {
        Tell(NoBirthday(), (Fields.Interpreter, "yes")).Messages.ShouldContain(message => message.Id == $"{Texts.AlertOther}.interpreter");
        Tell(NoBirthday(), (Fields.Interpreter, "no")).Messages.ShouldNotContain(message => message.Id == $"{Texts.AlertOther}.interpreter");
    }

    [Fact]
    public void Words_of_immediate_risk_in_an_answer_alert_and_answers_of_a_program_or_of_somebody_else_change_nothing()
    {
        var risk = Tell(NoBirthday(), (Fields.PresentingNeeds, "He says that he will kill himself tonight and has hidden tablets."));
        risk.Case.Safeguarding.ShouldNotBeNull().Concerns[0].Source.ShouldBe("answer of 2026-09-16 09:30, form, what is going on and what help is needed");

        foreach (var (record, suspect) in new[] { (NoBirthday(), true), (Withheld(NoBirthday()), false) })
        {
            var after = record.Do(new Act.Write(ReadMore.Read(More(record.Case, suspect, (Fields.DateOfBirth, "2014-05-06")), Acting.Service, Told, record.Case)) { By = TakeReply.By }, Team.Now);
            after.Case.Child.ShouldBe(record.Case.Child);
            after.Messages[^1].About.ShouldNotBeNull().ShouldContain("Nothing was changed by it");
        }
    }

    [Fact]
    public void They_are_reminded_on_the_second_and_the_fourth_working_day_and_on_the_fifth_at_noon_a_person_decides()
    {
        // Asked on a Tuesday in term time.
        var held = Later(NoBirthday());
        var day = London.Day(held.Messages.First(message => message.Kind == Texts.HeldProvisional).PlannedAt);
        day.ShouldBe(London.Day(Team.Now));
        var days = WorkingDays.Of(Acting.Service);

        ChaseMissing.Reminders(Acting.Service, held).Select(reminder => reminder.At).ShouldBe([London.At(days.After(day, 2), new(9, 0)), London.At(days.After(day, 4), new(9, 0))]);
        ChaseMissing.DecideAt(Acting.Service, held).ShouldBe(London.At(days.After(day, 5), LocalTime.Noon));
        ChaseMissing.Reminders(Acting.Service, Later(NoBirthday(Somebody.Known with { Email = null }))).ShouldBeEmpty("nobody can be written to");
    }

    [Fact]
    public void Where_the_meeting_is_nearer_a_person_decides_the_working_day_before_it_and_after_a_move_when_that_says()
    {
        // Asked on Tuesday, held on Friday.
        var held = NoBirthday();
        London.Day(held.Current!.Slot!.Start).ShouldBe(new LocalDate(2026, 9, 18));

        ChaseMissing.DecideAt(Acting.Service, held).ShouldBe(London.At(new(2026, 9, 17), LocalTime.Noon));
        ChaseMissing.Reminders(Acting.Service, held).ShouldHaveSingleItem().At.ShouldBe(London.At(new(2026, 9, 17), new(9, 0)));
        ChaseMissing.Decide(Acting.Service, Later(held), London.At(new(2026, 9, 17), LocalTime.Noon)).ShouldBeNull();
        ChaseMissing.Decide(Acting.Service, held, London.At(new(2026, 9, 17), LocalTime.Noon)).ShouldNotBeNull();
    }

    [Fact]
    public void A_reminder_goes_out_only_while_it_is_missing_and_something_may_go_to_them()
    {
        var held = NoBirthday();
        ChaseMissing.Remind(held, "1", Team.Now)!.File.Messages[^1].Kind.ShouldBe(Texts.MissingReminder);
        ChaseMissing.Remind(Tell(held, (Fields.DateOfBirth, "2014-05-06")), "1", Team.Now).ShouldBeNull();
        ChaseMissing.Remind(held with { Case = held.Case with { SenderUnverified = true } }, "1", Team.Now).ShouldBeNull();
        ChaseMissing.Remind(held with { Case = held.Case with { State = CaseState.Closed } }, "1", Team.Now).ShouldBeNull();
    }

    [Fact]
    public void At_the_deadline_the_scheduler_and_the_first_manager_are_told_once_and_the_next_step_says_so()
    {
        var held = Later(NoBirthday());
        var at = ChaseMissing.DecideAt(Acting.Service, held);
        NextStep.Of(Acting.Service, held, Team.Now)!.Kind.ShouldBe(StepKind.AskForWhatIsMissing);

        var told = ChaseMissing.Decide(Acting.Service, held, at).ShouldNotBeNull();

        told.Events.ShouldHaveSingleItem().ShouldBeOfType<CaseEvent.NotToldInTime>();
        told.File.Messages.Where(message => message.Kind == Texts.DecisionNeeded).Select(message => message.To)
            .ShouldBe([Acting.Service.Scheduler.Mailbox, Acting.Service.Managers[0].Mailbox]);
        ChaseMissing.Decide(Acting.Service, told.File, at).ShouldBeNull();
        var step = NextStep.Of(Acting.Service, told.File, at)!;
        (step.Kind, step.Owner, step.By).ShouldBe((StepKind.Decide, StepOwner.Scheduler, (LocalDate?)WorkingDays.Of(Acting.Service).After(London.Day(at), 1)));
        ChaseMissing.Decide(Acting.Service, Tell(held, (Fields.DateOfBirth, "2014-05-06")), at).ShouldBeNull("it came");
        NextStep.Of(Acting.Service, Tell(told.File, (Fields.DateOfBirth, "2014-05-06")), at)!.Kind.ShouldNotBe(StepKind.Decide);
    }

    private static CaseFile NoBirthday(Referrer? referrer = null) =>
        Somebody.Held(Acting.Service, Somebody.Opened(Acting.Service, Somebody.Referral(referrer, changes: [(Fields.DateOfBirth, null), (Fields.NhsNumber, null)])));

    /// <summary>The same with the meeting three weeks later.</summary>
    private static CaseFile Later(CaseFile file) =>
        file.With(file.Current! with { Slot = file.Current.Slot! with { Start = file.Current.Slot.Start + Duration.FromDays(21), End = file.Current.Slot.End + Duration.FromDays(21) } });

    private static CaseFile Withheld(CaseFile file) => file with { Case = file.Case with { ReceiptWithheld = true } };

    private static ReceivedMore More(Heldspace.Pathway.Case record, bool suspect, params (Field Field, string Answer)[] answers) => new()
    {
        Service = record.Service,
        Case = record.Id,
        ReceivedAt = Instant.FromUtc(2026, 9, 16, 8, 30),
        Answers = answers.ToImmutableSortedDictionary(answer => answer.Field.Name, answer => answer.Answer, StringComparer.Ordinal),
        Suspect = suspect,
    };

    private static Reply Read(Heldspace.Pathway.Case record, params (Field Field, string Answer)[] answers) => ReadMore.Read(More(record, false, answers), Acting.Service, Told, record);

    private static CaseFile Tell(CaseFile file, params (Field Field, string Answer)[] answers) =>
        file.Do(new Act.Write(Read(file.Case, answers)) { By = TakeReply.By }, Team.Now);
}
