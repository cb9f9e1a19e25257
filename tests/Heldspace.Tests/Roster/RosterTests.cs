using System.Collections.Immutable;
using System.Text;
using Heldspace.Intake;
using Heldspace.Roster;
using NodaTime;

namespace Heldspace.Tests.Roster;

public sealed class RosterTests
{
    private const string Header = "Child ID,First name,Surname,Date of birth,NHS number,Entered care,Placement type,Placement since,Placement postcode,Responsible authority,SDQ due";

    private static readonly LocalDate Today = new(2026, 9, 15);

    [Fact]
    public void A_line_is_read_by_the_rules_of_a_referral()
    {
        var line = Read($"{Header}\nA-1,Robin,Example,01/02/2014,943 476 5919,10/09/2026,U4,10/09/2026,CH1 9ZZ,Cheshire West and Chester,01/03/2027").Good.ShouldHaveSingleItem();

        line.ChildId.ShouldBe("A-1");
        line.EnteredCareOn.ShouldBe(new LocalDate(2026, 9, 10));
        line.SdqDueOn.ShouldBe(new LocalDate(2027, 3, 1));
        line.Child.KnownValue(Fields.NhsNumber).ShouldBe("9434765919");
        line.Child.KnownValue(Fields.DateOfBirth).ShouldBe("2014-02-01");
        line.Child.KnownValue(Fields.Category).ShouldBe(Categories.ChildInCare);
        line.PlacementSince.ShouldBe(new LocalDate(2026, 9, 10));
    }

    [Fact]
    public void Each_line_that_cannot_be_used_is_named_with_what_to_do_and_the_others_are_taken()
    {
        var read = Read($"{Header}\n,Robin,Example,,,10/09/2026,,,,,\nA-2,Kit,Example,,,31/02/2026,,,,,\nA-3,Ash,Example,,,10/09/2026,,,,,\nA-3,Ash,Example,,,10/09/2026,,,,,\nA-4,Sky,Example,,9434765918,10/09/2027,,,,,");

        read.Good.Select(line => line.ChildId).ShouldBe(["A-3"]);
        read.Problems.Select(problem => (problem.Line, problem.Column)).ShouldBe([(2, "child id"), (3, "entered care"), (5, "child id"), (6, "entered care")]);
        read.Problems.ShouldAllBe(problem => problem.Fix.Length > 20 && !problem.Fix.Contains("Example", StringComparison.Ordinal));
    }

    [Fact]
    public void A_value_that_cannot_be_read_is_named_and_the_line_is_taken_without_it()
    {
        var read = Read($"{Header}\nA-1,Robin,Example,01/02/2014,943 476 5918,10/09/2026,,,,,");

        read.Good.ShouldHaveSingleItem().Child.Value(Fields.NhsNumber).ShouldBeNull();
        read.Problems.ShouldHaveSingleItem().Column.ShouldBe("nhs number");
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a table")]
    [InlineData("First name,Surname\nRobin,Example")]
    [InlineData("Child ID,Entered care")]
    [InlineData("\u0000\u0001\u0002")]
    public void A_file_that_is_none_is_refused_with_what_to_do(string text) =>
        ReadRoster.Read(Encoding.UTF8.GetBytes(text), Today).ShouldBeOfType<RosterFile.Refused>().Fix.Length.ShouldBeGreaterThan(20);

    [Theory]
    [InlineData(";")]
    [InlineData("\t")]
    public void Other_separators_and_an_older_character_set_are_understood(string separator)
    {
        var text = $"{Header}\nA-1,Zoë,Example,01/02/2014,,10/09/2026,,,,,".Replace(",", separator, StringComparison.Ordinal);

        var read = ReadRoster.Read(Encoding.Latin1.GetBytes(text), Today).ShouldBeOfType<RosterFile.Lines>();

        read.Good.ShouldHaveSingleItem().Child.Value(Fields.GivenName).ShouldBe("Zoë");
    }

    [Fact]
    public void What_changed_since_the_file_before_is_found()
    {
        var before = Lines(("same", "01/02/2020", "CH1 9ZZ", "Derby"), ("moved", "01/02/2020", "CH1 9ZZ", "Derby"), ("other", "01/02/2020", "CH1 9ZZ", "Derby"), ("left", "01/02/2020", "CH1 9ZZ", "Derby"), ("again", "01/02/2020", "CH1 9ZZ", "Derby"));
        var now = Lines(("same", "01/02/2020", "CH1 9ZZ", "Derby"), ("moved", "01/02/2020", "CH2 9ZZ", "Derby"), ("other", "01/02/2020", "CH1 9ZZ", "Leeds"), ("again", "14/09/2026", "CH1 9ZZ", "Derby"), ("new", "18/08/2026", "CH1 9ZZ", "Derby"), ("long", "16/06/2026", "CH1 9ZZ", "Derby"));

        var found = CompareRoster.Of(Entries(before), Both(now), new HashSet<string>(), Today, 28).ToDictionary(finding => finding.Entry.ChildId, finding => finding.Change);

        found.ShouldBe(new Dictionary<string, RosterChange>
        {
            ["same"] = RosterChange.Same,
            ["moved"] = RosterChange.Moved,
            ["other"] = RosterChange.OtherAuthority,
            ["again"] = RosterChange.EnteredCare,
            ["new"] = RosterChange.EnteredCare,
            ["long"] = RosterChange.Added,
            ["left"] = RosterChange.Left,
        }, ignoreOrder: true);
    }

    [Fact]
    public void The_first_file_offers_a_screening_only_to_who_entered_care_within_its_days_and_a_line_that_cannot_be_read_is_nobody_who_left()
    {
        var before = Lines(("broken", "01/02/2020", "CH1 9ZZ", "Derby"));
        var now = Lines(("new", "18/08/2026", "CH1 9ZZ", "Derby"), ("late", "17/08/2026", "CH1 9ZZ", "Derby"));

        CompareRoster.Of([], Both(now), new HashSet<string>(), Today, 28).Select(finding => finding.Change).ShouldBe([RosterChange.EnteredCare, RosterChange.Added]);
        CompareRoster.Of(Entries(before), Both(now), new HashSet<string> { "broken" }, Today, 28).Select(finding => finding.Change).ShouldBe([RosterChange.EnteredCare, RosterChange.EnteredCare]);
    }

    [Fact]
    public void What_a_file_does_not_say_this_week_is_no_change_and_is_kept_for_the_next()
    {
        var before = Entries(Lines(("a", "01/02/2020", "CH1 9ZZ", "Derby")))[0];
        var silent = Lines(("a", "01/02/2020", "not known", ""));
        var after = Lines(("a", "01/02/2020", "CH2 9ZZ", "Derby"));

        CompareRoster.Of([before], Both(silent), new HashSet<string>(), Today, 28).ShouldHaveSingleItem().Change.ShouldBe(RosterChange.Same);
        var kept = Entries(silent)[0].After(before);
        kept.ShouldBe(before);
        CompareRoster.Of([kept], Both(after), new HashSet<string>(), Today, 28).ShouldHaveSingleItem().Change.ShouldBe(RosterChange.Moved);
    }

    [Fact]
    public void A_child_is_known_again_by_the_NHS_number_else_by_name_and_birth_and_by_nothing_less()
    {
        RosterIdentity Who(string? number, string? name) => new(number, name);

        Who("a", "n").IsSameAs(Who("a", "other")).ShouldBeTrue();
        Who("a", "n").IsSameAs(Who("b", "n")).ShouldBeFalse();
        Who(null, "n").IsSameAs(Who("b", "n")).ShouldBeTrue();
        Who(null, null).IsSameAs(Who(null, null)).ShouldBeFalse();
    }

    [Fact]
    public void A_file_that_lacks_a_third_of_the_children_looks_wrong()
    {
        var before = Lines(Many(20));

        WhyWrong(before, before[..13]).ShouldBe("Of the 20 children of the list before, 7 are missing.");
        WhyWrong(before, before[..14]).ShouldBeNull();
        WhyWrong([], before).ShouldBeNull();
    }

    [Fact]
    public void A_file_in_which_more_than_a_tenth_of_the_children_known_before_enter_care_again_or_moved_looks_wrong()
    {
        var before = Lines(Many(60));

        WhyWrong(before, Lines([.. Many(7).Select(child => child with { Entered = "15/09/2026" }), .. Many(60)[7..]]))
            .ShouldBe("Of the 60 children of the list before, 7 would enter care again and 0 would live somewhere else.");
        WhyWrong(before, Lines([.. Many(4).Select(child => child with { Entered = "15/09/2026" }), .. Many(7)[4..].Select(child => child with { Postcode = "CH2 9ZZ" }), .. Many(60)[7..]]))
            .ShouldBe("Of the 60 children of the list before, 4 would enter care again and 3 would live somewhere else.");
        WhyWrong(before, Lines([.. Many(6).Select(child => child with { Postcode = "CH2 9ZZ" }), .. Many(60)[6..]])).ShouldBeNull();
        WhyWrong(before[..10], Lines([.. Many(4).Select(child => child with { Postcode = "CH2 9ZZ" }), .. Many(10)[4..]])).ShouldBeNull();
    }

    [Fact]
    public void A_file_in_which_more_than_a_tenth_are_new_and_entered_care_just_now_looks_wrong_unless_it_is_the_first()
    {
        var before = Lines(Many(50));
        (string Id, string, string, string)[] New(int n) => [.. Enumerable.Range(0, n).Select(of => ($"new-{of}", "15/09/2026", "CH1 9ZZ", "Derby"))];

        WhyWrong(before, Lines([.. Many(50), .. New(10)])).ShouldBe("Of its 60 children, 10 are new and would have entered care just now.");
        WhyWrong(before, Lines([.. Many(50), .. New(9)])).ShouldBeNull();
        WhyWrong(Lines(Many(100)), Lines([.. Many(100), .. New(11)])).ShouldBeNull();
        WhyWrong([], Lines(New(30))).ShouldBeNull();
    }

    [Fact]
    public void A_move_is_of_the_day_of_the_list_where_the_day_it_gives_is_that_of_the_place_before()
    {
        RosterFinding Found(string since) => CompareRoster.Of(
            Entries(One("U4,01/03/2024,CH1 9ZZ")), Both(One($"U4,{since},CH2 9ZZ")), new HashSet<string>(), Today, 28).ShouldHaveSingleItem();

        Found("01/03/2024").MovedOn(Today).ShouldBe(Today);
        Found("11/09/2026").MovedOn(Today).ShouldBe(new LocalDate(2026, 9, 11));
        Found("").MovedOn(Today).ShouldBe(Today);

        ImmutableArray<RosterLine> One(string placement) => Read($"{Header}\nA-1,Robin,Example,01/02/2014,,01/02/2020,{placement},Derby,").Good;
    }

    [Fact]
    public void Another_mail_address_of_the_social_worker_is_a_change_and_the_same_in_capitals_or_none_is_not()
    {
        RosterChange Found(string address) => CompareRoster.Of(
            Entries(One("sam.fielding@nhs.example")), Both(One(address)), new HashSet<string>(), Today, 28).ShouldHaveSingleItem().Change;

        Found("jo.larch@nhs.example").ShouldBe(RosterChange.OtherWorker);
        Found("Sam.Fielding@NHS.example").ShouldBe(RosterChange.Same);
        Found("").ShouldBe(RosterChange.Same);

        ImmutableArray<RosterLine> One(string address) => Read($"{Header},Social worker email\nA-1,Robin,Example,01/02/2014,,01/02/2020,,,,Derby,,{address}").Good;
    }

    [Fact]
    public void A_screening_that_was_offered_is_found_by_the_childs_id_or_by_who_they_are_for_an_entry_about_that_day()
    {
        RosterEntry Entry(string id, string? number, LocalDate entered) => new(id, entered, new(null, null), null, new(number, null), null);
        var screening = new KnownScreening(CaseId.Of(IntakeId.Parse("20260915083000000-abcdefghijklmnop"), 1), "A-1", new("number", null), Today);
        var index = new CaseIndex([], [screening]);

        index.Offered(Entry("A-2", "number", Today.PlusDays(-7)))!.Value.ShouldBe((screening, null));
        index.Offered(Entry("A-1", null, Today.PlusDays(90)))!.Value.ShouldBe((screening, null));
        index.Offered(Entry("A-2", "number", Today.PlusDays(91))).ShouldBeNull();
        index.Offered(Entry("A-2", "other", Today)).ShouldBeNull();

        index.Offer(screening, 2);
        index.Screenings.ShouldBe([screening]);
        var later = screening with { Case = CaseId.Of(IntakeId.Parse("20260915083000000-abcdefghijklmnoq"), 1), ChildId = "A-3", Who = new("third", null) };
        index.Offer(later, 3);
        index.Offered(Entry("A-4", "third", Today))!.Value.ShouldBe((later, 3));
    }

    private static string? WhyWrong(ImmutableArray<RosterLine> before, ImmutableArray<RosterLine> now) =>
        CompareRoster.WhyWrong(Entries(before), CompareRoster.Of(Entries(before), Both(now), new HashSet<string>(), Today, 28));

    private static (string Id, string Entered, string Postcode, string Authority)[] Many(int n) =>
        [.. Enumerable.Range(0, n).Select(of => ($"child-{of}", "01/02/2020", "CH1 9ZZ", "Derby"))];

    private static ImmutableArray<RosterLine> Lines(params (string Id, string Entered, string Postcode, string Authority)[] children) =>
        Read($"{Header}\n{string.Join('\n', children.Select(child => $"{child.Id},Robin,Example,01/02/2014,,{child.Entered},U4,,{child.Postcode},{child.Authority},"))}").Good;

    private static ImmutableArray<RosterEntry> Entries(ImmutableArray<RosterLine> lines) => [.. lines.Select(line => RosterEntry.Of(line, text => text))];

    private static ImmutableArray<(RosterLine, RosterEntry)> Both(ImmutableArray<RosterLine> lines) => [.. lines.Select(line => (line, RosterEntry.Of(line, text => text)))];

    private static RosterFile.Lines Read(string text) => ReadRoster.Read(Encoding.UTF8.GetBytes(text), Today).ShouldBeOfType<RosterFile.Lines>();
}
