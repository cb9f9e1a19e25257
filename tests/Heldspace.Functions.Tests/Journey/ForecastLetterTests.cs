using Heldspace.Functions.Tests.Drivers;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Functions.Tests.Journey;

/// <summary>Managers hear of breaches that can still be prevented.</summary>
public sealed class ForecastLetterTests
{
    private static readonly LocalDate NextMonday = new(2026, 9, 21);

    [Fact]
    public async Task Where_diaries_are_full_every_manager_is_warned_once_a_week_with_ways_out()
    {
        await using var sut = await Referred();
        sut.FillDiaries(NextMonday, NextMonday.PlusDays(150));

        await Morning(sut, NextMonday);
        await Morning(sut, NextMonday.PlusDays(1));

        foreach (var manager in sut.Service.Managers)
        {
            var letter = sut.MailsTo(manager.Mailbox.Text).Where(mail => mail.StartsWith("Places are running out", StringComparison.Ordinal)).ShouldHaveSingleItem();
            letter.ShouldContain("Week of Mon 21 Sep");
            letter.ShouldContain("What would prevent it");
        }

        await Morning(sut, NextMonday.PlusDays(7));
        sut.SubjectsTo(sut.Service.Managers[0].Mailbox.Text).Count(subject => subject.StartsWith("Places are running out", StringComparison.Ordinal)).ShouldBe(2);
    }

    [Fact]
    public async Task Where_there_is_room_nobody_is_bothered()
    {
        await using var sut = await Referred();

        await Morning(sut, NextMonday);

        sut.SubjectsTo(sut.Service.Managers[0].Mailbox.Text).ShouldAllBe(subject => !subject.StartsWith("Places are running out", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nobody_is_warned_on_a_bank_holiday()
    {
        await using var sut = await Referred();
        sut.FillDiaries(NextMonday, NextMonday.PlusDays(200));

        await Morning(sut, new LocalDate(2026, 12, 28));

        sut.SubjectsTo(sut.Service.Managers[0].Mailbox.Text).ShouldAllBe(subject => !subject.StartsWith("Places are running out", StringComparison.Ordinal));
    }

    /// <summary>Five children in the week before.</summary>
    private static async Task<SystemUnderTest> Referred()
    {
        var sut = await SystemUnderTest.Start();
        for (var n = 1; n <= 5; n++)
        {
            sut.Deliver(Mails.Complete(n));
        }

        await sut.Run(Looking.Moment);
        return sut;
    }

    private static Task Morning(SystemUnderTest sut, LocalDate day)
    {
        sut.Clock.MoveTo(London.At(day, new LocalTime(6, 55)));
        return sut.Run(Duration.FromHours(3));
    }
}
