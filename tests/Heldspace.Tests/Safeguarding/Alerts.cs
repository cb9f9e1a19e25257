using Heldspace.Intake;
using Heldspace.Pathway;
using Heldspace.Safeguarding;
using Heldspace.Services;
using Heldspace.Tests.Pathway;
using Heldspace.Tests.Services;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Tests.Safeguarding;

/// <summary>Whom an alert of immediate risk tells, and until when.</summary>
public sealed class Alerts
{
    private static readonly ServiceDefinition Service = Definitions.Shipped.Require("caring-to-care");

    private static readonly Concern Harm = new(ConcernKind.Harm, "body, line 4", AtHome: false);

    private static readonly Concern AtHome = new(ConcernKind.Abuse, "body, line 7", AtHome: true);

    public static TheoryData<string> Services => [.. Definitions.Shipped.All.Select(service => service.Id)];

    [Theory]
    [MemberData(nameof(Services))]
    public void Somebody_is_told_at_every_step_in_every_minute_of_the_year(string id)
    {
        var service = Definitions.Shipped.Require(id);
        for (var at = Instant.FromUtc(2026, 1, 1, 0, 0); at < Instant.FromUtc(2027, 1, 1, 0, 0); at += Duration.FromMinutes(7))
        {
            OnDuty.At(service, new(at, [Harm], 0, RaisedBy: true), at).ShouldNotBeEmpty($"{id} {at}");
        }
    }

    [Theory]
    [InlineData("2026-09-15T08:59", "Manager on call")]
    [InlineData("2026-09-15T09:00", "Duty line")]
    [InlineData("2026-09-15T16:59", "Duty line")]
    [InlineData("2026-09-15T17:00", "Manager on call")]
    [InlineData("2026-09-19T12:00", "Manager on call")]
    [InlineData("2026-10-25T01:30", "Manager on call")]
    public void Cover_is_that_of_the_minute_in_London(string local, string name)
    {
        var at = NodaTime.Text.LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm").Parse(local).Value.InZoneLeniently(London.Zone).ToInstant();

        OnDuty.Names(Service, new(at, [Harm], 0, RaisedBy: true), at).ShouldBe(name);
    }

    [Fact]
    public void It_goes_from_the_cover_along_the_chain_and_round_again_until_somebody_has_it()
    {
        var now = Team(10);
        var file = Opened([Harm], now);
        var told = new List<string> { Told(file) };
        for (var step = 1; step <= 4; step++)
        {
            RaiseAlert.Climb(Service, file, step + 1, now).ShouldBeNull("no step is left out");
            var at = OnDuty.ClimbsAt(Service, file.Case.Safeguarding!);
            (at - now).ShouldBe(Duration.FromMinutes(10 * step));
            file = RaiseAlert.Climb(Service, file, step, at).ShouldNotBeNull().File;
            RaiseAlert.Climb(Service, file, step, at).ShouldBeNull("no step is told twice");
            told.Add(Told(file));
        }

        told.ShouldBe(["duty@", "clinical-lead@", "safeguarding-lead@", "duty@", "clinical-lead@"]);
        file = RaiseAlert.Acknowledge(file, "Duty line", now).ShouldNotBeNull().File;
        RaiseAlert.Acknowledge(file, "Clinical lead", now).ShouldBeNull("who was first has it");
        RaiseAlert.Climb(Service, file, 5, now).ShouldBeNull();
    }

    [Fact]
    public void Each_who_is_told_gets_a_mail_and_a_text_message_that_say_nothing_of_anybody()
    {
        var messages = Opened([Harm], Team(10)).Messages.Where(message => message.Step is not null).ToList();

        messages.Select(message => message.TextTo).ShouldBe(["07700 900101", null]);
        messages.ShouldAllBe(message => message.ToStaff && message.To.Text == "duty@caring-to-care.example" && message.About == "risk to a life" && message.Alert == "safeguarding");
    }

    [Fact]
    public void What_is_written_later_is_told_anew_unless_it_was_told_a_moment_ago()
    {
        var now = Team(10);
        var file = Opened([Harm], now);
        RaiseAlert.Add(Service, file, null, [Harm], now).ShouldBeNull("they are being told of it");
        file = RaiseAlert.Add(Service, file, null, [AtHome], now).ShouldNotBeNull().File;
        file.Messages.Count(message => message.Step is not null).ShouldBe(2, "whoever looks sees both");
        file.Case.Withholds.ShouldBeTrue();
        file = RaiseAlert.Acknowledge(file, "Duty line", now).ShouldNotBeNull().File;

        RaiseAlert.Add(Service, file, null, [Harm], now + Duration.FromMinutes(2)).ShouldBeNull("a form that was sent twice");
        var later = RaiseAlert.Add(Service, file, null, [Harm], now + Duration.FromHours(9)).ShouldNotBeNull().File;
        later.Case.Safeguarding!.ShouldSatisfyAllConditions(alert => alert.Climbs.ShouldBeTrue(), alert => alert.RaisedAt.ShouldBe(now + Duration.FromHours(9)));
        later.Messages.Count(message => message.Step == 1 && message.To.Text == "on-call@caring-to-care.example").ShouldBe(2, "whoever is on cover then comes first");
    }

    [Fact]
    public void Messages_wait_until_a_person_has_looked_where_home_may_be_the_source_and_staff_hear_all_the_same()
    {
        var now = Team(10);
        var file = Somebody.Held(Service, Opened([AtHome], now), null);
        var (held, alert) = (file.Messages.First(message => !message.ToStaff), file.Messages.First(message => message.Step is not null));
        file.IsWithheld(held).ShouldBeTrue();
        file.IsWithheld(alert).ShouldBeFalse();

        Acts.Decide(Service, file, new Act.ReleaseMessages(" ") { By = "manager" }, Caseload.None, now).ShouldBeOfType<Ruling.Refuse>();
        var released = Acts.Decide(Service, file, new Act.ReleaseMessages("The social worker wrote.") { By = "manager" }, Caseload.None, now).ShouldBeOfType<Ruling.Do>().Change.File;
        released.IsWithheld(held).ShouldBeFalse();
        Acts.Decide(Service, released, new Act.ReleaseMessages("Again.") { By = "manager" }, Caseload.None, now).ShouldBeOfType<Ruling.Nothing>();
    }

    [Fact]
    public void Of_several_children_of_one_mail_the_first_one_tells_people_and_all_are_urgent()
    {
        var referral = Somebody.Referral() with { Concerns = [Harm], Children = [Child.Empty(1), Child.Empty(2)] };
        var files = referral.Children.Select(child => OpenCase.Decide(Service, referral, child, Somebody.Reference, Team(10)).File).ToList();

        files.Select(file => file.Messages.Count(message => message.Step is not null)).ShouldBe([2, 0]);
        files.ShouldAllBe(file => file.Case.Urgent);
        RaiseAlert.Climb(Service, files[1], 1, Team(11)).ShouldBeNull();
    }

    [Fact]
    public void A_child_who_is_told_to_turn_elsewhere_and_a_form_of_a_program_are_told_of_all_the_same()
    {
        var elsewhere = Somebody.Referral(changes: (Fields.Category, "privateFostering")) with { Service = "derby-ehwb", Concerns = [Harm] };
        var derby = Definitions.Shipped.Require("derby-ehwb");
        OpenCase.Decide(derby, elsewhere, elsewhere.Children[0], Somebody.Reference, Team(10)).File.ShouldSatisfyAllConditions(
            file => file.Case.State.ShouldBe(CaseState.Signposted),
            file => file.Messages.Count(message => message.Step is not null).ShouldBe(2));
        OpenCase.Quarantine(Service, Somebody.Referral() with { Concerns = [Harm] }, Somebody.Reference, Team(10)).File.Messages.Count(message => message.Step is not null).ShouldBe(2);
    }

    /// <summary>A Tuesday, at an hour of the morning in London.</summary>
    private static Instant Team(int hour) => London.At(new LocalDate(2026, 9, 15), new LocalTime(hour, 0));

    private static CaseFile Opened(IReadOnlyList<Concern> concerns, Instant now)
    {
        var referral = Somebody.Referral() with { Concerns = [.. concerns], ReceivedAt = now };
        return OpenCase.Decide(Service, referral, referral.Children[0], Somebody.Reference, now).File;
    }

    /// <summary>Who was told last, by the first part of their address.</summary>
    private static string Told(CaseFile file) => file.Messages.Last(message => message.Step is not null).To.Text.Split('@')[0] + "@";
}
