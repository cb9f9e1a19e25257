using FsCheck;
using FsCheck.Fluent;
using Heldspace.Intake;
using Heldspace.Intake.Matching;
using Heldspace.Intake.Text;
using NodaTime;
using NodaTime.Text;

namespace Heldspace.Tests.Intake.Matching;

public sealed class MatchKeysTests
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(2000).WithReplay(11, 5);

    private static readonly string[] Given = ["Jayden", "Katherine", "Mo", "Lily-May", "Zoë", "Shanice", "Muhammad Ali", "Oluwaseun", "Wojciech", "Charlie", "Kai"];

    private static readonly string[] Family = ["Doyle", "O'Neill", "Ashworth-Nwosu", "McDonald", "de la Cruz", "Chaudhry", "Löwenthal", "Ng", "Silva Santos Costa", "Szymanski"];

    [Theory]
    [InlineData("- / - / -", "")]
    [InlineData("Maya / - / -", "")]
    [InlineData("Maya / Doyle / -", "")]
    [InlineData("- / - / 2013-02-15", "")]
    [InlineData("?Maya / - / 2013-02-15", "")]
    [InlineData("?Maya / ?Doyle / ?2013-02-15 / nhsNumber=?9990000018", "")]
    [InlineData("Maya / - / ?2013-02-15", "")]
    [InlineData("Maya / - / 2013-02-15", "born:2013-02-15")]
    [InlineData("- / - / - / nhsNumber=9990000018", "nhs:9990000018")]
    [InlineData("Maya / Doyle / ?2013-02-15", "family-year:DL 2013; family-day:DL 02-15")]
    [InlineData("Maya / Doyle / 2013-02-15 / nhsNumber=9990000018", "nhs:9990000018; born:2013-02-15; family-year:DL 2013; family-day:DL 02-15")]
    [InlineData("Dan / Ashworth-Nwosu / 2013-02-15", "born:2013-02-15; family-year:ASVRT 2013; family-day:ASVRT 02-15; family-year:NVS 2013; family-day:NVS 02-15")]
    public void Keys_are_made_of_plain_facts_and_never_of_a_name_alone(string child, string keys) => string.Join("; ", MatchKeys.Of(Told.Child(child))).ShouldBe(keys);

    [Theory]
    [InlineData("mcdonald", "macdonald")]
    [InlineData("mckenzie", "mackenzie")]
    [InlineData("chaudhry", "chowdhury")]
    [InlineData("hussain", "hussein")]
    [InlineData("nowak", "novak")]
    [InlineData("singh", "sing")]
    [InlineData("wright", "rite")]
    [InlineData("shaikh", "sheik")]
    [InlineData("phillips", "filips")]
    [InlineData("szymanski", "shimanski")]
    public void Spellings_of_one_family_name_sound_alike(string one, string other) => Sound.Of(one).ShouldBe(Sound.Of(other));

    [Theory]
    [InlineData("kacper", "casper")]
    [InlineData("doyle", "boyle")]
    [InlineData("khan", "cohen-smith")]
    [InlineData("okafor", "kafor")]
    public void Different_names_sound_different(string one, string other) => Sound.Of(one).ShouldNotBe(Sound.Of(other));

    [Fact]
    public void The_list_of_short_forms_is_long_enough_and_has_each_name_once_in_a_line()
    {
        var entries = TextTable.Entries("short-forms.txt").ToList();
        entries.Sum(entry => entry.Entries.Length).ShouldBeGreaterThan(300);
        foreach (var (key, shorts) in entries)
        {
            string[] all = [.. key.Split(',', StringSplitOptions.TrimEntries), .. shorts];
            all.Distinct().Count().ShouldBe(all.Length, key);
        }
    }

    [Fact]
    public void A_wrong_digit_in_the_date_is_proposed_and_found() =>
        Prop.ForAll(Children(), Slips(), (child, slip) =>
        {
            var other = SlipInDate(child, slip);
            return other is null || (IsProposed(child, other) && MatchKeys.Of(child).Intersect(MatchKeys.Of(other)).Any());
        }).Check(Many);

    [Fact]
    public void A_wrong_letter_in_the_family_name_is_proposed_and_found_where_it_has_four_letters() =>
        Prop.ForAll(Children(), Slips(), (child, slip) =>
        {
            var family = child.Value(Fields.FamilyName)!;
            var letters = Enumerable.Range(0, family.Length).Where(at => char.IsAsciiLetter(family[at])).ToList();
            var at = letters[slip % letters.Count];
            var other = child.With(Fields.FamilyName, Reading.Known($"{family[..at]}{(char)('a' + (slip / 100 % 26))}{family[(at + 1)..]}", "body"));
            return letters.Count < 4 || (IsProposed(child, other) && MatchKeys.Of(child).Intersect(MatchKeys.Of(other)).Any());
        }).Check(Many);

    [Fact]
    public void A_wrong_letter_in_the_first_name_is_proposed_unless_it_makes_another_name() =>
        Prop.ForAll(Children(), Slips(), (child, slip) =>
        {
            var given = child.Value(Fields.GivenName)!;
            var at = slip % given.Length;
            var wrong = $"{given[..at]}{(char)('a' + (slip / 100 % 26))}{given[(at + 1)..]}";
            var other = child.With(Fields.GivenName, Reading.Known(wrong, "body"));
            return given.Length < 4 || given.Any(letter => !char.IsAsciiLetter(letter)) || GivenName.IsName(wrong.ToLowerInvariant())
                || (IsProposed(child, other) && MatchKeys.Of(child).Intersect(MatchKeys.Of(other)).Any());
        }).Check(Many);

    [Fact]
    public void Any_two_children_compare_alike_both_ways_and_share_a_key_where_they_are_proposed() =>
        Prop.ForAll(Children(), Children(), Slips(), (one, unlike, slip) =>
        {
            // Near each other, so that many are proposed: some facts of the one, some of the other, some doubtful.
            var other = Mixed(SlipInDate(one, slip) ?? one, unlike, slip / 7);
            var (there, back) = (SameChild.Compare(one, other), SameChild.Compare(other, one));
            return (there, back) switch
            {
                (Match.None, Match.None) => true,
                (Match.Proposed first, Match.Proposed second) => first.Reasons.SequenceEqual(second.Reasons) && MatchKeys.Of(one).Intersect(MatchKeys.Of(other)).Any(),
                _ => false,
            } && MatchKeys.Of(other).Length <= 6 && MatchKeys.Of(other).Distinct().Count() == MatchKeys.Of(other).Length;
        }).Check(Many);

    private static bool IsProposed(Child one, Child other) => SameChild.Compare(one, other) is Match.Proposed && SameChild.Compare(other, one) is Match.Proposed;

    private static Child Mixed(Child one, Child other, int choice)
    {
        foreach (var field in new[] { Fields.GivenName, Fields.FamilyName, Fields.DateOfBirth, Fields.NhsNumber })
        {
            var value = (choice % 2 == 0 ? one : other)[field];
            one = (choice / 2 % 8) switch
            {
                0 => one.With(field, Reading.Unknown),
                1 when value.Value is not null => one.With(field, Reading.Doubtful(value.Value, "body", "doubtful here")),
                _ when choice / 2 % 8 < 4 => one.With(field, value),
                _ => one,
            };
            choice /= 5;
        }

        return one;
    }

    /// <summary>The same child with one digit of the date of birth changed, or day and month the other way round; null where that is no date.</summary>
    private static Child? SlipInDate(Child child, int slip)
    {
        var date = child.Value(Fields.DateOfBirth)!;
        var at = new[] { 2, 3, 5, 6, 8, 9, 10 }[slip % 7];
        var other = at == 10 ? $"{date[..4]}-{date[8..]}-{date[5..7]}" : $"{date[..at]}{slip / 10 % 10}{date[(at + 1)..]}";
        return LocalDatePattern.Iso.Parse(other).Success ? child.With(Fields.DateOfBirth, Reading.Known(other, "body")) : null;
    }

    private static Arbitrary<int> Slips() => Gen.Choose(0, 1_000_000).ToArbitrary();

    private static Arbitrary<Child> Children() =>
        (from given in Gen.Elements(Given)
         from family in Gen.Elements(Family)
         from day in Gen.Choose(0, 365 * 24)
         from number in Gen.Elements("-", "-", "-", "9990000018", "9990000026")
         select Told.Child($"{given} / {family} / {LocalDatePattern.Iso.Format(new LocalDate(2001, 12, 1).PlusDays(day))} / nhsNumber={number}")).ToArbitrary();
}
