using Heldspace.Functions.Hosting;
using Heldspace.Functions.Tests.Drivers;
using Heldspace.Pathway;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Functions.Tests.Journey;

/// <summary>What clinicians are asked at the end of a day, and who hears of it when nobody answers.</summary>
public sealed class DayListTests
{
    [Fact]
    public async Task At_five_each_clinician_gets_one_mail_with_what_was_in_their_diary_and_nobody_elses()
    {
        await using var sut = await SystemUnderTest.Start();
        sut.Deliver(Mails.Complete(1));
        sut.Deliver(Mails.Complete(2));
        await sut.Run(Looking.Moment);
        var cases = await sut.Cases();
        var slot = cases[0].Current!.Slot!;
        var mailbox = sut.Service.Team.First(member => member.Id == slot.Clinician).Mailbox.Text;

        await RunTo(sut, London.At(London.Day(slot.Start), new LocalTime(16, 58)));
        Lists(sut, mailbox).ShouldBeEmpty();
        await sut.Run(Duration.FromMinutes(10));

        var mine = cases.Where(file => file.Current!.Slot!.Clinician == slot.Clinician && London.Day(file.Current.Slot.Start) == London.Day(slot.Start)).ToList();
        var list = Lists(sut, mailbox).ShouldHaveSingleItem();
        mine.ShouldAllBe(file => list.Contains(file.Case.Reference.Text, StringComparison.Ordinal) && list.Contains($"/manage/caring-to-care/cases/{file.Case.Id}", StringComparison.Ordinal));
        cases.Except(mine).ShouldAllBe(file => !list.Contains(file.Case.Reference.Text, StringComparison.Ordinal));
        sut.NothingPersonalIsShown("Kit", Mails.Surname(1), Mails.Surname(2));
        list.ShouldNotContain("Kit");
    }

    [Fact]
    public async Task What_was_said_already_is_not_asked_about()
    {
        await using var sut = await SystemUnderTest.Start();
        sut.Deliver(Mails.Complete());
        await sut.Run(Looking.Moment);
        var file = await sut.OnlyCase();
        var slot = file.Current!.Slot!;
        await RunTo(sut, slot.End);
        (await sut.App<CaseActs>().Do(sut.Service, file.Case.Id, new Act.Outcome("assessment-1", AppointmentOutcome.TookPlace) { By = "imogen.farrow@caring-to-care.example" }, default))
            .ShouldBeOfType<ActOutcome.Done>();

        await RunTo(sut, London.At(London.Day(slot.Start), new LocalTime(18, 0)));

        Lists(sut, sut.Service.Team.First(member => member.Id == slot.Clinician).Mailbox.Text).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_nobody_said_in_two_working_days_is_told_once_to_the_scheduler_and_every_manager_and_a_week_later_to_the_managers_again()
    {
        await using var sut = await SystemUnderTest.Start();
        sut.Deliver(Mails.Complete());
        await sut.Run(Looking.Moment);
        var slot = (await sut.OnlyCase()).Current!.Slot!;
        var told = WorkingDays.Of(sut.Service).After(London.Day(slot.Start), 2);

        await RunTo(sut, London.At(told, new LocalTime(16, 50)));
        sut.SubjectsTo(sut.Service.Scheduler.Mailbox.Text).ShouldNotContain(subject => subject.StartsWith("Still to be said", StringComparison.Ordinal));
        await RunTo(sut, London.At(WorkingDays.Of(sut.Service).After(told, 1), new LocalTime(17, 30)));

        foreach (var mailbox in sut.Service.Managers.Select(manager => manager.Mailbox).Append(sut.Service.Scheduler.Mailbox))
        {
            sut.SubjectsTo(mailbox.Text).Count(subject => subject.StartsWith("Still to be said", StringComparison.Ordinal)).ShouldBe(1, mailbox.Text);
        }

        await RunTo(sut, London.At(WorkingDays.Of(sut.Service).After(told, 5), new LocalTime(8, 58)));
        Steps().ShouldAllBe(mails => mails == 0);
        await sut.Run(Duration.FromMinutes(10));
        Steps().ShouldBe([.. sut.Service.Managers.Select(_ => 1), 0]);

        IEnumerable<int> Steps() => sut.Service.Managers.Select(manager => manager.Mailbox).Append(sut.Service.Scheduler.Mailbox)
            .Select(mailbox => sut.SubjectsTo(mailbox.Text).Count(subject => subject.StartsWith("The next step", StringComparison.Ordinal)));
    }

    private static Task RunTo(SystemUnderTest sut, Instant to) => sut.Run(to - sut.Clock.GetCurrentInstant());

    private static IReadOnlyList<string> Lists(SystemUnderTest sut, string mailbox) => [.. sut.MailsTo(mailbox).Where(mail => mail.StartsWith("Today in the diary", StringComparison.Ordinal))];
}
