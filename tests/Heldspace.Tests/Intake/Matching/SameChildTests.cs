using Heldspace.Intake;
using Heldspace.Intake.Matching;
using Heldspace.Local;
using Heldspace.Tests.Builders;

namespace Heldspace.Tests.Intake.Matching;

public sealed class SameChildTests
{
    private const string Chester = "responsibleAuthority=Cheshire West and Chester";

    /// <summary>Two children as told, and a piece of the reasons.</summary>
    public static TheoryData<string, string, string> Pairs => new()
    {
        // One number.
        { "Maya / Okafor / 2017-08-11 / nhsNumber=9990000018", "Maya / Okafor / 2017-08-11 / nhsNumber=9990000018", "the same NHS number; the same first name; the same family name; the same date of birth" },
        { "Maya / Okafor / 2017-08-11 / nhsNumber=9990000018", "Mya-Rose / Bell / 2017-08-11 / nhsNumber=9990000018", "the same NHS number; the first names differ; the family names differ; the same date of birth" },
        { "Maya / Okafor / - / nhsNumber=9990000018", "- / - / - / nhsNumber=9990000018", "the same NHS number" },
        { $"Maya / Okafor / 2017-08-11 / nhsNumber=9990000018 / {Chester}", "Maya / Okafor / 2017-08-11 / nhsNumber=9990000018 / responsibleAuthority=Wigan", "the same NHS number" },
        { "Maya / Okafor / 2017-08-11 / nhsNumber=9990000018", "Tobi / Okafor / 2015-03-02 / nhsNumber=9990000018", "the same NHS number; but all else is as with two children" },
        { "Maya / Okafor / 2017-08-11 / nhsNumber=9990000018", "Tobi / Okafor / 2017-08-11 / nhsNumber=9990000018", "the same NHS number; but all else is as with twins" },
        { "Maya / Okafor / 2017-08-11 / nhsNumber=?9990000018", "Maya / Okafor / 2017-08-11 / nhsNumber=9990000026", "the same date of birth; the same family name; the same first name" },

        // Names in other words.
        { $"Katherine / Doyle / 2013-02-15 / {Chester}", $"Katie / Doyle / 2013-02-14 / {Chester}", "the dates of birth differ in one digit; the same family name; one first name may be a short form of the other; the same responsible authority" },
        { "Kate / Doyle / 2013-02-15", "Katie / Doyle / 2013-02-15", "short form" },
        { "Catherine / Doyle / 2013-02-15", "Kathryn / Doyle / 2013-02-15", "two spellings" },
        { "William / Hart / 2012-06-01", "Bill / Hart / 2012-06-01", "short form" },
        { "Bob / Hart / 2012-06-01", "Robert / Hart / 2012-06-01", "short form" },
        { "Alex / Hart / 2012-06-01", "Alexandra / Hart / 2012-06-01", "short form" },
        { "Alex / Hart / 2012-06-01", "Alexander / Hart / 2012-06-01", "short form" },
        { "Sam / Hart / 2012-06-01 / sex=M", "Samantha / Hart / 2012-06-01 / sex=F", "short form" },
        { "Charlie / Hart / 2012-06-01", "Charlotte / Hart / 2012-06-01", "short form" },
        { "Charlie / Hart / 2012-06-01", "Charles / Hart / 2012-06-01", "short form" },
        { "Mohammed / Khan / 2012-06-01", "Muhammad / Khan / 2012-06-01", "two spellings" },
        { "Mo / Khan / 2012-06-01", "Mohamed / Khan / 2012-06-01", "short form" },
        { "Muhammad Ali / Khan / 2012-06-01", "Ali / Khan / 2012-06-01", "a part of the other" },
        { "Aidan / Hart / 2012-06-01", "Aiden / Hart / 2012-06-01", "two spellings" },
        { "Stanisław / Wójcik / 2012-06-01", "Staszek / Wojcik / 2012-06-01", "short form" },
        { "Ella / Hart / 2012-06-01 / preferredName=Sunny", "Sunny / Hart / 2012-06-01", "the same first name" },
        { "Thomas / Hart / 2012-06-01 / preferredName=Kit", "Christopher / Hart / 2012-06-01", "short form" },
        { "Lily-May / Hart / 2012-06-01", "Lily / Hart / 2012-06-01", "a part of the other" },
        { "Anne-Marie / Hart / 2012-06-01", "Annemarie / Hart / 2012-06-01", "the same first name" },
        { "ZOË / O'NEILL / 2012-06-01", "Zoe / O’Neill / 2012-06-01", "the same family name; the same first name" },

        // Slips in names.
        { "Kathreine / Doyle / 2013-02-15", "Kathreina / Doyle / 2013-02-15", "the first names differ by one letter" },
        { "Jadyen / Doyle / 2013-02-15", "Jayden / Doyle / 2013-02-15", "the first names differ by one letter" },
        { "Shanice / Doyle / 2013-02-15", "Shanise / Doyle / 2013-02-15", "the first names differ by one letter" },
        { "Shanice / Doyle / 2013-02-15", "Shaniece / Doyle / 2013-03-15", "the dates of birth differ in one digit" },
        { "Maya / Whitlock / 2013-02-15", "Maya / Whitlok / 2013-02-15", "the family names differ by one letter" },
        { "Maya / Doyle / 2013-02-15", "Maya / Dolye / 2013-02-15", "the family names differ by one letter" },
        { "Maya / Choudhury / 2013-02-15", "Maya / Chaudhry / 2013-02-15", "the family names sound alike" },
        { "Maya / Choudhury / 2013-02-15", "Maya / Chaudhry / 2013-02-25", "the family names sound alike" },
        { "Maya / McDonald / 2013-02-15", "Maya / MacDonald / 2013-02-15", "the family names differ by one letter" },
        { "Maya / McDonald / 2013-02-15", "Maya / Mc Donald / 2013-12-15", "the same family name" },
        { "Maya / Szymanski / 2013-02-15", "Maya / Shimanski / 2013-02-15", "the family names sound alike" },
        { "Maya / Nowak / 2013-02-15", "Maya / Novak / 2013-02-15", "the family names differ by one letter" },
        { "Maya / Löwenthal / 2013-02-15", "Maya / Loewenthal / 2013-02-15", "the family names differ by one letter" },
        { "Maya / O'Neill / 2013-02-15", "Maya / Neill / 2013-02-16", "the family names have parts in common" },
        { "Daniel / Ashworth-Nwosu / 2011-07-14", "Dan / Ashworth / 2011-07-14", "the family names have parts in common; one first name may be a short form" },
        { "Daniel / Ashworth-Nwosu / 2011-07-14", "Daniel / Nwosu Ashworth / 2011-07-24", "the family names have parts in common; the same first name" },
        { "Ines / de la Cruz / 2011-07-14", "Ines / Cruz / 2011-07-14", "the family names have parts in common" },
        { "Chidi / James / 2011-07-14", "James / Chidi / 2011-07-14", "the other way round" },

        // Slips in dates.
        { "Maya / Doyle / 2013-02-04", "Maya / Doyle / 2013-04-02", "day and month the other way round" },
        { "Maya / Doyle / 2013-02-12", "Maya / Doyle / 2013-02-21", "two digits the other way round" },
        { "Maya / Doyle / 2012-02-12", "Maya / Doyle / 2021-02-12", "two digits the other way round" },
        { "Maya / Doyle / 2012-02-12", "Maya / Doyle / 2013-02-12", "differ in one digit" },
        { "Maya / Doyle / 2012-01-12", "Maya / Doyle / 2012-11-12", "differ in one digit" },

        // What is not known, or not plainly.
        { $"Kayleigh / - / 2013-02-15 / {Chester}", $"Kayleigh / Tibbs / 2013-02-15 / {Chester}", "a family name is not known" },
        { "Maya / Doyle / ?2013-02-15", "Maya / Doyle / 2013-02-15", "a date of birth is doubtful" },
        { "Maya / ?Doyle / 2013-02-15", "Maya / Doyle / 2013-02-15", "a family name is doubtful" },
        { "?Maya / Doyle / 2013-02-15", "Maya / Doyle / 2013-02-15", "a first name is doubtful" },
        { $"Maya / Doyle / 2013-02-15 / {Chester}", "Maya / Doyle / 2013-02-15 / responsibleAuthority=?Wigan", "the same first name" },

        // Adopted, and one name.
        { "Isla / Merriweather / 2018-06-23 / category=adopted", "Isla / Merriweather / 2018-06-23", "the same date of birth" },
        { "Isla / Merriweather / 2018-06-23 / placementType=A4 / nhsNumber=9990000018", "Isla / Merriweather / 2018-06-24 / nhsNumber=9990000018", "the same NHS number" },
        { "Isla / Merriweather / 2018-06-23 / category=adopted / preferredName=Issy", "Issy / Merriweather / 2018-06-23", "the same first name" },
    };

    public static TheoryData<string, string> Apart => new()
    {
        // Siblings and twins.
        { "Maya / Okafor / 2017-08-11", "Tobi / Okafor / 2017-08-11" },
        { "Holly / Hart / 2017-08-11", "Molly / Hart / 2017-08-11" },
        { "Kayla / Hart / 2017-08-11", "Layla / Hart / 2017-08-11" },
        { "Louis / Hart / 2017-08-11", "Louise / Hart / 2017-08-11" },
        { "Christian / Hart / 2017-08-11", "Christina / Hart / 2017-08-11" },
        { "Alexander / Hart / 2017-08-11", "Alexandra / Hart / 2017-08-11" },
        { "George / Hart / 2017-08-11", "Georgia / Hart / 2017-08-11" },
        { "Samuel / Hart / 2017-08-11", "Samantha / Hart / 2017-08-11" },
        { "Beth / Hart / 2017-08-11", "Ellie / Hart / 2017-08-11" },
        { "Lily-May / Hart / 2017-08-11", "Lily-Rose / Hart / 2017-08-11" },
        { "Muhammad Ali / Khan / 2017-08-11", "Muhammad Hassan / Khan / 2017-08-11" },
        { "Zaylen / Hart / 2017-08-11 / sex=M", "Zaylena / Hart / 2017-08-11 / sex=F" },
        { "Kacper / Nowak / 2017-08-11", "Casper / Nowak / 2017-08-11" },
        { "Mia / Hart / 2017-08-11", "Mya / Hart / 2017-08-11" },
        { "Jon / Hart / 2017-08-11", "Jan / Hart / 2017-08-11" },
        { "Ryan / Hart / 2015-08-11", "Bryan / Hart / 2017-08-11" },
        { "Maya / Okafor / 2017-08-11", "Tobi / Okafor / 2015-03-02" },
        { "Maya / Okafor / 2017-08-11", "- / Okafor / 2017-08-11" },
        { "Maya / Okafor / 2017-08-11 / nhsNumber=?9990000018", "Tobi / Okafor / 2017-08-11 / nhsNumber=9990000018" },

        // Two numbers, two authorities, two dates, two families.
        { "Maya / Okafor / 2017-08-11 / nhsNumber=9990000018", "Maya / Okafor / 2017-08-11 / nhsNumber=9990000026" },
        { $"Maya / Okafor / 2017-08-11 / {Chester}", "Maya / Okafor / 2017-08-11 / responsibleAuthority=Wigan" },
        { "Maya / Okafor / 2017-08-11", "Maya / Okafor / 2016-09-12" },
        { "Maya / Okafor / 2017-08-11", "Maya / Okafor / 2017-08-22" },
        { "Maya / Okafor / 2017-08-11", "Maya / Bell / 2017-08-11" },
        { "Maya / Ashworth-Nwosu / 2017-08-11", "Maya / Ashworth-Bell / 2017-08-11" },
        { "Maya / Whitlock / 2017-08-11", "Maya / Whitmock / 2017-08-12" },
        { "Shanice / Choudhury / 2017-08-11", "Shanise / Chaudhry / 2017-08-12" },
        { "Chidi / James / 2011-07-14", "James / Chidi / 2011-07-15" },

        // Too little is known.
        { "Maya / Okafor / -", "Maya / Okafor / 2017-08-11" },
        { "Maya / Okafor / -", "Maya / Okafor / -" },
        { "- / - / -", "- / - / -" },
        { "- / - / 2017-08-11", "- / - / 2017-08-11" },
        { "Maya / - / 2017-08-11", "Maya / Okafor / 2017-08-11" },
        { $"Maya / - / 2017-08-11 / {Chester}", $"Maya / Okafor / 2017-08-12 / {Chester}" },
        { "?Maya / Okafor / ?2017-08-11", "Maya / Okafor / 2017-08-11" },
        { "Katie / Okafor / ?2017-08-11", "Katherine / Okafor / 2017-08-11" },
        { "Maya / Okafor / ?2017-08-11", "Maya / Okafor / 2017-08-12" },
        { "Maya / - / - / nhsNumber=?9990000018", "- / Okafor / - / nhsNumber=?9990000018" },

        // Before and after an adoption.
        { "Isla / Merriweather / 2018-06-23 / category=adopted", "Isla / Bell / 2018-06-23 / category=childInCare" },
        { "Isla / Merriweather / 2018-06-23 / category=adopted / nhsNumber=9990000018", "Isla / Bell / 2018-06-23 / nhsNumber=9990000018" },
        { "Isla / Merriweather / 2018-06-23 / category=?adopted / nhsNumber=9990000018", "Isla / Bell / 2018-06-23 / nhsNumber=9990000018" },
        { "Isla / Bell / 2018-06-23 / placementType=A3 / nhsNumber=9990000018", "Isla / Merriweather / 2018-06-23 / nhsNumber=9990000018" },
        { "Isla / Bell / 2018-06-23 / placementType=A6", "Isla / Bell-Merriweather / 2018-06-23" },
        { "Isla / Bell / 2018-06-23 / legalStatus=E1", "Isla / Belle / 2018-06-23" },
        { "Isla / Bell / 2018-06-23 / legalStatus=D1 / nhsNumber=9990000018", "- / - / 2018-06-23 / nhsNumber=9990000018" },
        { "Katherine / Bell / 2018-06-23 / adoptionOrderDate=2023-09-23", "Katie / Bell / 2018-06-23" },
        { "Isla / ?Bell / 2018-06-23 / category=adopted / nhsNumber=9990000018", "Isla / Bell / 2018-06-23 / nhsNumber=9990000018" },
    };

    [Theory]
    [MemberData(nameof(Pairs))]
    public void One_child_told_twice_is_proposed_with_reasons_and_found_by_a_key(string one, string other, string reason)
    {
        var (first, second) = (Told.Child(one), Told.Child(other));
        var proposed = SameChild.Compare(first, second).ShouldBeOfType<Match.Proposed>();
        string.Join("; ", proposed.Reasons).ShouldContain(reason);
        SameChild.Compare(second, first).ShouldBeOfType<Match.Proposed>().Reasons.ShouldBe(proposed.Reasons);
        MatchKeys.Of(first).Intersect(MatchKeys.Of(second)).ShouldNotBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Apart))]
    public void Siblings_twins_adopted_children_and_those_of_whom_too_little_is_known_are_not_proposed(string one, string other)
    {
        var (first, second) = (Told.Child(one), Told.Child(other));
        SameChild.Compare(first, second).ShouldBeOfType<Match.None>();
        SameChild.Compare(second, first).ShouldBeOfType<Match.None>();
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Reasons_name_no_value(string one, string other, string reason)
    {
        reason.ShouldNotBeEmpty();
        var (first, second) = (Told.Child(one), Told.Child(other));
        var words = string.Join(' ', SameChild.Compare(first, second).ShouldBeOfType<Match.Proposed>().Reasons).Split(' ', ';', ',', ':');
        foreach (var value in first.Readings.Values.Concat(second.Readings.Values).SelectMany(reading => reading.Value!.Split(' ')).Where(value => value != "and"))
        {
            words.ShouldNotContain(value);
        }
    }

    [Fact]
    public void Of_the_samples_only_the_duplicate_pair_is_proposed()
    {
        var children = Samples.Read(Path.Combine(AppContext.BaseDirectory, "samples"), Mails.Today)
            .Select(sample => (sample.File, Reading: Mails.Read(GraphMail.Received(sample.Message)) as MailReading.IsReferral))
            .Where(sample => sample.Reading is not null)
            .SelectMany(sample => sample.Reading!.Referral.Children.Select(child => (Sample: sample.File[..2], Child: child))).ToList();
        var proposed = children.SelectMany(_ => children, (one, other) => (One: one, Other: other))
            .Where(pair => string.CompareOrdinal(pair.One.Sample, pair.Other.Sample) < 0 && SameChild.Compare(pair.One.Child, pair.Other.Child) is Match.Proposed).ToList();
        var (one, other) = proposed.ShouldHaveSingleItem();
        (one.Sample, other.Sample).ShouldBe(("14", "15"));
        SameChild.Compare(one.Child, other.Child).ShouldBeOfType<Match.Proposed>().Reasons
            .ShouldBe(["the dates of birth differ in one digit", "the same family name", "one first name may be a short form of the other", "the same responsible authority"]);
        MatchKeys.Of(one.Child).Intersect(MatchKeys.Of(other.Child)).ShouldNotBeEmpty();
    }
}
