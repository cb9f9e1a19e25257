using Heldspace.Allocation;
using Heldspace.Services;
using NodaTime;

namespace Heldspace.Tests.Allocation;

public sealed class WaysOutTests
{
    private const string OneMore = "See one more child than the week's limit";
    private const string Shorter = "Offer shorter notice, after ringing the family";

    [Fact]
    public void Ways_stand_soonest_first_and_say_what_each_would_give()
    {
        // Free until Thursday with too little notice, then full weeks.
        var service = Team.One with { Team = [Team.Member("ada") with { WeeklyCapacity = 0 }, Team.Member("bea")] };
        var taken = Team.Busy(Team.Away("bea", new(2026, 9, 18), new(2026, 11, 30)));

        var ways = WaysOut.Of(service, Team.Need(service), taken, Team.Now);

        ways.ShouldBe([
            "Offer shorter notice, after ringing the family: Bea Test, Wed 16 Sep 2026 09:15, at a children's centre, in time.",
            "See one more child than the week's limit: Ada Test, Fri 18 Sep 2026 09:15, at a children's centre, in time.",
        ]);
    }

    [Fact]
    public void Doing_both_is_named_only_where_neither_alone_would_do_as_well()
    {
        var service = Team.One with { Team = [Team.Member("ada") with { WeeklyCapacity = 0 }] };

        var ways = WaysOut.Of(service, Team.Need(service), Team.Nothing, Team.Now);

        ways.Length.ShouldBe(2);
        ways[0].ShouldBe("Do both: shorter notice and one more than the week's limit: Ada Test, Wed 16 Sep 2026 09:15, at a children's centre, in time.");
        ways[1].ShouldStartWith($"{OneMore}: Ada Test, Fri 18 Sep 2026");
    }

    [Fact]
    public void Shorter_notice_is_no_way_out_where_it_brings_nothing_earlier()
    {
        // Urgent on a Friday: Monday is the first working day with notice and without.
        var friday = Instant.FromUtc(2026, 9, 18, 9, 0);
        var service = Team.One with { Team = [Team.Member("ada") with { WeeklyCapacity = 0 }] };

        var ways = WaysOut.Of(service, Team.Need(service, friday, urgent: true), Team.Nothing, friday);

        ways.ShouldHaveSingleItem().ShouldBe($"{OneMore}: Ada Test, Mon 21 Sep 2026 09:15, at a children's centre, in time.");
    }

    [Fact]
    public void A_way_that_leads_no_further_than_the_place_that_is_held_anyway_is_not_named()
    {
        var taken = Team.Busy(Team.Away("ada", new(2026, 9, 15), new(2026, 10, 20)));

        WaysOut.Of(Team.One, Team.Need(Team.One), taken, Team.Now).ShouldHaveSingleItem().ShouldStartWith("Neither shorter notice nor one more");
    }

    [Fact]
    public void Where_nothing_helps_it_says_so()
    {
        var taken = Team.Busy(Team.Away("ada", new(2026, 9, 15), new(2027, 9, 15)));

        WaysOut.Of(Team.One, Team.Need(Team.One), taken, Team.Now).ShouldHaveSingleItem().ShouldStartWith("No diary has room before the horizon");
        WaysOut.Of(Team.One with { Team = [] }, Team.Need(Team.One), Team.Nothing, Team.Now).ShouldHaveSingleItem().ShouldStartWith("No diary has room");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Every_way_really_is_there_once_its_rule_is_set_aside(bool urgent)
    {
        var relaxed = new Dictionary<string, Relaxed>(StringComparer.Ordinal)
        {
            [OneMore] = Relaxed.WeeklyCapacity,
            [Shorter] = Relaxed.Notice,
            ["Do both: shorter notice and one more than the week's limit"] = Relaxed.Notice | Relaxed.WeeklyCapacity,
        };
        for (var days = 0; days < 14; days++)
        {
            var now = Team.Now + Duration.FromDays(days);
            var service = Team.Two with { Team = [Team.Member("ada") with { WeeklyCapacity = 0 }, Team.Member("bea") with { Places = ["video"] }] };
            var need = Team.Need(service, now, urgent);
            var taken = Team.Busy(Team.Away("bea", new LocalDate(2026, 9, 24), new(2026, 12, 1)), Team.Meeting("ada", new(2026, 9, 22), new(9, 0), new(13, 0)));
            foreach (var way in WaysOut.Of(service, need, taken, now).Where(way => way.Contains(" Test,", StringComparison.Ordinal)))
            {
                var rule = relaxed.Single(rule => way.StartsWith(rule.Key + ": ", StringComparison.Ordinal)).Value;
                Rank.Places(service, need, taken, now, rule).ShouldContain(place => way.Contains(Said(service, place), StringComparison.Ordinal), way);
            }
        }
    }

    private static string Said(ServiceDefinition service, Proposal place) =>
        $"{service.Team.Single(member => member.Id == place.Slot.Clinician).Name}, {place.Slot.Start.InZone(Heldspace.Time.London.Zone).LocalDateTime.ToString("ddd d MMM yyyy HH:mm", System.Globalization.CultureInfo.InvariantCulture)}";
}
