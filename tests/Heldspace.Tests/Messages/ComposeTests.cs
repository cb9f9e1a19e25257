using Heldspace.Allocation;
using Heldspace.Intake;
using Heldspace.Messages;
using Heldspace.Pathway;
using Heldspace.Roster;
using Heldspace.Safeguarding;
using Heldspace.Services;
using Heldspace.Tests.Allocation;
using Heldspace.Tests.Pathway;
using Heldspace.Tests.Services;
using NodaTime;

namespace Heldspace.Tests.Messages;

public sealed class ComposeTests
{
    private static readonly MessageLinks Links = new(
        new("https://refer.example/refer/receipt/aaaa"),
        new("https://refer.example/refer/confirm/bbbb"),
        new("https://refer.example/appointment/caring-to-care/cccc"),
        new("https://refer.example/manage/caring-to-care/cases/dddd"),
        new("https://refer.example/acknowledge/caring-to-care/eeee"),
        new("https://refer.example/refer/receipt/aaaa/missing/1"));

    private static readonly Referrer Stranger = Somebody.Known with { Email = EmailAddress.Parse("wetherby@elsewhere.example"), Trusted = false };

    public static TheoryData<string> Services => [.. Definitions.Shipped.All.Select(service => service.Id)];

    [Theory]
    [MemberData(nameof(Services))]
    public void Every_text_is_filled_in_every_situation_with_nothing_left_in_braces_and_no_line_half_said(string id)
    {
        var service = Definitions.Shipped.Require(id);
        foreach (var (situation, file) in Situations(service))
        {
            foreach (var kind in Texts.Kinds.Where(kind => kind.Name != Texts.Event))
            {
                var mail = Compose.Message(service, file, MessageOf(kind.Name), Links);
                var about = $"{id}, {kind.Name}, {situation}";
                mail.Subject.ShouldNotBeNullOrWhiteSpace(about);
                mail.Paragraphs.ShouldNotBeEmpty(about);
                mail.Paragraphs.Append(mail.Subject).ShouldAllBe(text => !text.Contains('{', StringComparison.Ordinal) && !text.Contains('}', StringComparison.Ordinal), about);
                mail.Paragraphs.ShouldAllBe(text => text.Trim().Length > 0, about);
                foreach (var line in mail.Paragraphs.SelectMany(text => text.Split('\n')))
                {
                    new[] { "  ", " ,", ": .", " ." }.ShouldAllBe(broken => !line.Contains(broken, StringComparison.Ordinal), $"{about}: {line}");
                    line.EndsWith(':').ShouldBe(line.StartsWith("Ways out", StringComparison.Ordinal), $"{about}: {line}");
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void Subjects_and_calendar_entries_carry_nothing_personal(string id)
    {
        var service = Definitions.Shipped.Require(id);
        foreach (var (situation, file) in Situations(service))
        {
            var shown = Texts.Kinds.Where(kind => kind.Name != Texts.Event).Select(kind => Compose.Message(service, file, MessageOf(kind.Name), Links).Subject).ToList();
            if (file.Current?.Slot is { } slot)
            {
                var entry = Compose.CalendarEntry(service, file, slot);
                shown.AddRange([entry.Subject, .. entry.Paragraphs]);
            }

            foreach (var text in shown)
            {
                Somebody.Canaries.ShouldAllBe(canary => !text.Contains(canary, StringComparison.OrdinalIgnoreCase), $"{situation}: {text}");
                service.Places.Where(place => place.Address is not null).ShouldAllBe(place => !text.Contains(place.Name, StringComparison.OrdinalIgnoreCase) && !text.Contains(place.Address!, StringComparison.OrdinalIgnoreCase));
                service.Team.ShouldAllBe(member => !text.Contains(member.Name, StringComparison.OrdinalIgnoreCase));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void No_mail_names_the_child_or_where_they_live(string id)
    {
        var service = Definitions.Shipped.Require(id);
        string[] never = ["Zebedee", "Quillfeather", "9990000018", "ZZ99 7QQ", "2014-05-06", "canary-note", "Hollybush School"];
        foreach (var (situation, file) in Situations(service))
        {
            foreach (var kind in Texts.Kinds.Where(kind => kind.Name != Texts.Event))
            {
                var mail = string.Join('\n', Compose.Message(service, file, MessageOf(kind.Name), Links).Paragraphs);
                never.ShouldAllBe(word => !mail.Contains(word, StringComparison.OrdinalIgnoreCase), $"{kind.Name}, {situation}");
            }
        }
    }

    [Fact]
    public void Nothing_is_said_of_a_child_to_adults_who_asked_for_a_consultation_for_themselves()
    {
        var service = Definitions.Shipped.Require("caring-to-care");
        var asked = Somebody.Referral(Somebody.Known with { Role = "carer" }, Channel.Staff) with { Beside = "carer-consultation" };
        var file = Held(service, asked);
        foreach (var kind in new[] { Texts.HeldConsultation, Texts.Moved, Texts.NotMoved, Texts.Cancelled, Texts.Reminder, Texts.AgreeReminder, Texts.PlaceLost, Texts.NoPlaceYet, Texts.Unrecorded })
        {
            var mail = string.Join('\n', Compose.Message(service, file, MessageOf(kind), Links).Paragraphs);
            foreach (var words in new[] { "the child", "young person", "who will tell", "your child" })
            {
                mail.Contains(words, StringComparison.OrdinalIgnoreCase).ShouldBeFalse($"{kind}: {mail}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void What_goes_to_an_address_nobody_has_confirmed_says_nothing_of_the_appointment(string id)
    {
        var service = Definitions.Shipped.Require(id);
        var file = Held(service, Somebody.Referral(Stranger, Channel.Form));
        foreach (var kind in new[] { Texts.Confirm, Texts.ConfirmReminder, Texts.HoldExpired })
        {
            var mail = string.Join('\n', Compose.Message(service, file, MessageOf(kind), Links).Paragraphs);
            mail.ShouldNotContain("receipt");
            var start = file.Current!.Slot!.Start.InZone(Heldspace.Time.London.Zone).LocalDateTime;
            mail.ShouldNotContain(start.ToString("d MMMM", System.Globalization.CultureInfo.InvariantCulture));
            mail.ShouldNotContain(service.Team.Single(member => member.Id == file.Current.Slot.Clinician).Name);
        }
    }

    [Theory]
    [InlineData(Texts.Held)]
    [InlineData(Texts.HeldProvisional)]
    [InlineData(Texts.HeldScreening)]
    [InlineData(Texts.HeldConsultation)]
    [InlineData(Texts.Moved)]
    [InlineData(Texts.NotMoved)]
    [InlineData(Texts.Cancelled)]
    [InlineData(Texts.Reminder)]
    [InlineData(Texts.AgreeReminder)]
    [InlineData(Texts.MissingReminder)]
    [InlineData(Texts.Confirm)]
    [InlineData(Texts.ConfirmReminder)]
    [InlineData(Texts.HoldExpired)]
    [InlineData(Texts.NoPlaceYet)]
    [InlineData(Texts.DecisionNeeded)]
    [InlineData(Texts.AlertSafeguarding)]
    [InlineData(Texts.AlertSafeguardingText)]
    [InlineData(Texts.AlertBreach)]
    [InlineData(Texts.AlertUnreadable)]
    [InlineData(Texts.AlertDataGap)]
    [InlineData(Texts.AlertOther)]
    [InlineData(Texts.AlertRing)]
    [InlineData(Texts.Welfare)]
    [InlineData(Texts.Unrecorded)]
    [InlineData(Texts.StepOverdue)]
    [InlineData(Texts.PlaceLost)]
    [InlineData(Texts.AlertCalendar)]
    public void Whole_mails_are_as_people_approved_them(string kind)
    {
        var service = Definitions.Shipped.Require("caring-to-care");
        var referral = kind switch
        {
            Texts.Confirm or Texts.ConfirmReminder or Texts.HoldExpired => Somebody.Referral(Stranger, Channel.Form),
            Texts.HeldProvisional or Texts.DecisionNeeded => Somebody.Referral(changes: (Fields.ResponsibleAuthority, "Leeds")),
            Texts.MissingReminder => Somebody.Referral(changes: [(Fields.DateOfBirth, null), (Fields.NhsNumber, null)]),
            Texts.AlertRing => Somebody.Referral(Somebody.Known with { Email = null }, Channel.Form),
            Texts.AlertSafeguarding or Texts.AlertSafeguardingText => Somebody.Referral() with { Concerns = [new(ConcernKind.Harm, "body, line 4", AtHome: true)] },
            _ => Somebody.Referral(),
        };
        var file = kind switch
        {
            Texts.NoPlaceYet => Somebody.Opened(service, referral),
            Texts.AlertBreach => Held(service, referral, "See one more child than the week's limit: Ada Test, Fri 18 Sep 2026 09:15, at a children's centre, in time.", "Offer shorter notice."),
            _ => Held(service, referral),
        };

        Whole(Compose.Message(service, file, MessageOf(kind), Links)).ShouldBeAsApproved(kind);
    }

    [Fact]
    public void The_mail_about_a_list_of_children_counts_and_names_nobody()
    {
        var service = Definitions.Shipped.Require("caring-to-care");
        var upload = new RosterUpload
        {
            Service = service.Id,
            Id = Somebody.Intake,
            AsOf = new(2026, 9, 14),
            State = RosterState.TakenIn,
            By = "helen.marchbank@caring-to-care.example",
            ReceivedAt = Team.Now,
            Counts = new(212, 3, 1, 2),
        };

        ComposeRoster.IsWorthAMail(upload with { Counts = new(212, 0, 0, 0) }).ShouldBeFalse();
        Whole(ComposeRoster.Words(service, upload, new("https://refer.example/manage/caring-to-care/roster/eeee"))).ShouldBeAsApproved(Texts.RosterTaken);
    }

    [Fact]
    public void A_signposting_mail_is_as_people_approved_it()
    {
        var service = Definitions.Shipped.Require("derby-ehwb");
        var file = Somebody.Opened(service, Somebody.Referral(changes: (Fields.Category, "privateFostering")));

        Whole(Compose.Message(service, file, file.Messages.Single(), Links)).ShouldBeAsApproved(Texts.Signposted);
    }

    [Fact]
    public void A_calendar_entry_is_as_people_approved_it()
    {
        var service = Definitions.Shipped.Require("caring-to-care");
        var file = Held(service, Somebody.Referral());

        Whole(Compose.CalendarEntry(service, file, file.Current!.Slot!)).ShouldBeAsApproved(Texts.Event);
    }

    [Fact]
    public void A_list_of_a_day_is_as_people_approved_it_and_names_nobody()
    {
        var service = Definitions.Shipped.Require("caring-to-care");
        var file = Held(service, Somebody.Referral());
        var mail = Whole(Compose.DayList(service, new(2026, 9, 18), [(file.Case.Reference, file.Current!.Slot!, Links.Case), (Reference.Of(7), file.Current.Slot! with { Start = file.Current.Slot.Start + Duration.FromHours(5), Place = "video" }, Links.Case)]));

        mail.ShouldBeAsApproved(Texts.DayList);
        Somebody.Canaries.ShouldAllBe(canary => !mail.Contains(canary, StringComparison.OrdinalIgnoreCase), "a day's list");
    }

    [Fact]
    public void Day_and_time_are_those_of_London_on_either_side_of_a_clock_change()
    {
        var service = Definitions.Shipped.Require("caring-to-care");
        var file = Held(service, Somebody.Referral());
        Slot At(Instant start) => file.Current!.Slot! with { Start = start, End = start + Duration.FromHours(1) };
        string Words(Instant start) => string.Join(' ', Compose.Message(service, file.With(file.Current! with { Slot = At(start) }), MessageOf(Texts.Held), Links).Paragraphs);

        Words(Instant.FromUtc(2026, 10, 23, 8, 15)).ShouldContain("Friday 23 October 2026 at 9:15am");
        Words(Instant.FromUtc(2026, 10, 26, 9, 15)).ShouldContain("Monday 26 October 2026 at 9:15am");
        Words(Instant.FromUtc(2026, 10, 26, 12, 0)).ShouldContain("at 12:00pm");
    }

    private static IEnumerable<(string Situation, CaseFile File)> Situations(ServiceDefinition service)
    {
        var opened = Somebody.Opened(service, Somebody.Referral());
        yield return ("just opened", opened);
        yield return ("held", Held(service, Somebody.Referral()));
        yield return ("held late", Held(service, Somebody.Referral(), "See one more child.", "Offer shorter notice."));
        yield return ("no place", HoldAppointment.NoPlace(service, opened, opened.Current ?? Wanted, ["No diary has room."], Team.Now).File);
        yield return ("nothing known", Held(service, Somebody.Referral(new(null, null, null, null, null, false)) with { Children = [Child.Empty(1)] }));
        yield return ("unconfirmed", Held(service, Somebody.Referral(Stranger, Channel.Form)));
        if (ConfirmReferral.Expire(service, Held(service, Somebody.Referral(Stranger, Channel.Form)), Team.Now + Duration.FromDays(3)) is { } expired)
        {
            yield return ("expired", expired.File);
        }

        yield return ("signposted", Somebody.Opened(service, Somebody.Referral(changes: (Fields.Category, "privateFostering"))));
        yield return ("quarantined", OpenCase.Quarantine(service, Somebody.Referral(), Somebody.Reference, Team.Now).File);
        yield return ("a telephone appointment with an interpreter", Held(service, Somebody.Referral(changes: [(Fields.PreferredPlace, "telephone"), (Fields.Interpreter, "yes")])));
    }

    private static Appointment Wanted => new() { Id = "assessment-1", Kind = "assessment", State = AppointmentState.Wanted };

    private static CaseFile Held(ServiceDefinition service, Referral referral, params string[] waysOut)
    {
        var file = Somebody.Opened(service, referral);
        file = file.Current is null ? file.With(Wanted) : file;
        return Somebody.Held(service, file, null, waysOut);
    }

    private static Message MessageOf(string kind) => new()
    {
        Id = $"{kind}.1",
        Kind = kind,
        To = EmailAddress.Parse("anybody@nhs.example"),
        ToStaff = kind.StartsWith("alert", StringComparison.Ordinal) || kind is Texts.DecisionNeeded or Texts.Unrecorded or Texts.StepOverdue,
        State = MessageState.Planned,
        PlannedAt = Team.Now,
        Step = kind is Texts.AlertSafeguarding or Texts.AlertSafeguardingText ? 0 : null,
        About = kind switch
        {
            Texts.AlertSafeguarding => "risk to a life",
            Texts.AlertOther => "Please book an interpreter for the appointment.",
            Texts.AlertUnreadable => "attachment 1 (PDF)",
            Texts.Welfare => "On Friday 18 September 2026 we waited for a child or young person you referred, and they were not brought.",
            Texts.Cancelled => "You told us that you cannot come. Thank you for letting us know. We are looking for another time. We write to you as soon as it is held.",
            Texts.AlertRing => "Somebody gave no mail address.",
            Texts.Unrecorded => "It was on Friday 18 September 2026, in the diary of the arts therapist.",
            Texts.StepOverdue => "Marnie Okello agrees the plan and its goals. The day for it: Friday 16 October 2026.",
            Texts.AlertDataGap => "Facts are missing that could change the decision.",
            Texts.Moved => "Your appointment now stands at another time or place. The one before is no longer held.",
            Texts.PlaceLost => "The meeting planned for 9:15am on Thursday 17 September 2026 cannot take place. We are sorry.",
            Texts.AlertCalendar => "Something else was put over it in the clinician's calendar, at 9:15am on Friday 18 September 2026. The appointment stays where it is.",
            _ => null,
        },
    };

    private static string Whole(Composed mail) => $"{mail.Subject}\n\n{string.Join("\n\n", mail.Paragraphs)}";
}
