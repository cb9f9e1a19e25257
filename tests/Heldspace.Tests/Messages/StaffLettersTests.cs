using Heldspace.Allocation;
using Heldspace.Messages;
using Heldspace.Pathway;
using Heldspace.Services;
using Heldspace.Tests.Allocation;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Tests.Messages;

/// <summary>Letters about no single case, whole, as people approved them.</summary>
public sealed class StaffLettersTests
{
    private static readonly Uri Link = new("https://refer.example/manage/caring-to-care/here");

    [Fact]
    public void The_forecast_names_children_and_weeks_what_would_prevent_each_breach_and_the_page_with_all()
    {
        var busy = Team.Busy(Team.Away("ada", new(2026, 9, 16), new(2026, 11, 20)));
        var service = Team.Shipped with { Team = [Team.Member("ada"), Team.Member("bea") with { WeeklyCapacity = 1, Skills = ["assessment", "intervention"] }] };

        var late = Slot("bea", new(2026, 9, 28));
        OpenNeed[] open =
        [
            new(Waiting(1, 20), late),
            new(Waiting(2, 27), null),
            new(Waiting(3, 12), Slot("bea", new(2026, 9, 16))),
        ];
        var demand = new Demand { ArrivalsPerWeek = 4, Weeks = 8, UrgentShare = 0.1m };

        Whole(ComposeForecast.Words(service, Forecast.Of(service, demand, open, busy, Team.Now, Team.Nothing), Link)).ShouldBeAsApproved(Texts.Forecast);

        static Waiting Waiting(uint n, int daysAgo) =>
            new(Reference.Of(n), OpenCase.Assessment, Team.Now - Duration.FromDays(daysAgo), Team.Now - Duration.FromDays(daysAgo), 0, Paused: false, Urgent: false);
    }

    [Fact]
    public void A_list_that_waits_says_what_each_child_would_get() =>
        Whole(ComposeAbsence.List(Team.Two, Away() with { Start = London.At(new(2026, 9, 21), new(13, 30)) }, Link, still: false)).ShouldBeAsApproved("absence-list");

    [Fact]
    public void A_list_that_waits_for_long_says_so() => Whole(ComposeAbsence.List(Team.Two, Away() with { MailboxGone = true }, Link, still: true)).ShouldBeAsApproved("absence-still");

    [Fact]
    public void The_clinician_hears_what_was_confirmed_and_what_was_taken_back()
    {
        Whole(ComposeAbsence.Confirmed(Team.Two, Away())).ShouldBeAsApproved("absence-confirmed");
        Whole(ComposeAbsence.Undone(Team.Two, Away() with { Last = new(2026, 9, 21) })).ShouldBeAsApproved("absence-undone");
    }

    [Fact]
    public void The_scheduler_hears_whose_calendar_may_not_be_looked_into() =>
        Whole(ComposeAbsence.Closed(Team.Two, Team.Two.Team)).ShouldBeAsApproved("absence-closed");

    [Fact]
    public void The_scheduler_hears_that_so_much_came_from_one_sender_that_replies_stopped() =>
        Whole(Compose.RepliesStopped(Team.Shipped, Team.Now, Link)).ShouldBeAsApproved(Texts.RepliesStopped);

    [Theory]
    [InlineData(false, "on Mon 21 Sep 2026")]
    [InlineData(true, "on Mon 21 Sep 2026 from 13:30")]
    public void One_day_is_named_once(bool fromNoon, string words) =>
        ComposeAbsence.When(Away() with { Last = new(2026, 9, 21), Start = fromNoon ? London.At(new(2026, 9, 21), new(13, 30)) : null }).ShouldBe(words);

    private static Absence Away()
    {
        var (from, to) = (Slot("ada", new(2026, 9, 22)), Slot("bea", new(2026, 9, 24)));
        return new()
        {
            Id = "a",
            Service = Team.Two.Id,
            Clinician = "ada",
            First = new(2026, 9, 21),
            Last = new(2026, 9, 25),
            State = AbsenceState.Proposed,
            By = "helen.marchbank@caring-to-care.example",
            MarkedAt = Team.Now,
            Items =
            [
                new(Heldspace.Intake.CaseId.Of(Pathway.Somebody.Intake, 1), Reference.Of(7), "assessment-1", from, to, true, false, "Tue 22 Sep 09:15 → Bea Test, Thu 24 Sep 09:15, at a children's centre, in time"),
                new(Heldspace.Intake.CaseId.Of(Pathway.Somebody.Intake, 2), Reference.Of(8), "assessment-1", from, null, false, true, "Tue 22 Sep 14:00: no place is free before the horizon"),
            ],
        };
    }

    private static Slot Slot(string clinician, LocalDate day)
    {
        var start = London.At(day, new(9, 15));
        return new() { Clinician = clinician, Place = "willow", Start = start, End = start + Duration.FromHours(1), BlockStart = start, BlockEnd = start + Duration.FromHours(1) };
    }

    private static string Whole(Composed mail) => $"{mail.Subject}\n\n{string.Join("\n\n", mail.Paragraphs)}";
}
