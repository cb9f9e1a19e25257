using Heldspace.Time;
using NodaTime;
using NodaTime.Text;

namespace Heldspace.Tests.Time;

public sealed class Days
{
    private static readonly WorkingDays Open = new([]);

    [Theory]
    [InlineData(2025)]
    [InlineData(2026)]
    [InlineData(2027)]
    [InlineData(2028)]
    public void The_lasting_rules_give_the_published_days(int year) => BankHolidays.ByRule(year).ShouldBe(BankHolidays.Of(year));

    [Theory]
    [InlineData(2021, "2021-12-27", "2021-12-28")]
    [InlineData(2022, "2022-12-26", "2022-12-27")]
    [InlineData(2033, "2033-12-26", "2033-12-27")]
    public void Christmas_on_a_weekend_moves_to_days_that_are_not_taken(int year, string first, string second) =>
        BankHolidays.ByRule(year).TakeLast(2).ShouldBe([Day(first), Day(second)]);

    [Theory]
    [InlineData("2026-04-03", true)]
    [InlineData("2026-04-05", false)]
    [InlineData("2026-12-26", false)]
    [InlineData("2026-12-28", true)]
    [InlineData("2028-01-03", true)]
    [InlineData("2029-03-30", true)]
    [InlineData("2029-01-01", true)]
    public void Bank_holidays_are_known(string day, bool holiday) => BankHolidays.Includes(Day(day)).ShouldBe(holiday);

    [Fact]
    public void A_year_that_is_not_published_is_refused_where_it_must_be_right() =>
        Should.Throw<ArgumentOutOfRangeException>(() => BankHolidays.Of(2029)).Message
            .ShouldStartWith("The bank holidays of 2029 are not on the list, which goes from 2025 to 2028. Add them.");

    [Fact]
    public void A_manager_is_told_before_a_span_leaves_the_list()
    {
        BankHolidays.Gap(Day("2028-10-31"), Day("2028-12-31")).ShouldBeNull();
        BankHolidays.Gap(Day("2028-11-01"), Day("2029-01-01"))!.ShouldStartWith("The bank holidays of 2029 are not on the list.");
        BankHolidays.Gap(Day("2024-12-31"), Day("2025-01-01"))!.ShouldStartWith("The bank holidays of 2024 are not on the list.");
    }

    [Theory]
    [InlineData("2026-11-23", 0, "2026-11-23")]
    [InlineData("2026-11-28", 0, "2026-11-30")]
    [InlineData("2026-11-23", 3, "2026-11-26")]
    [InlineData("2026-11-27", 1, "2026-11-30")]
    [InlineData("2026-11-28", 1, "2026-11-30")]
    [InlineData("2026-04-02", 1, "2026-04-07")] // Good Friday and Easter Monday
    [InlineData("2026-12-24", 1, "2026-12-29")] // Boxing Day is a Saturday, so Monday is free as well
    [InlineData("2028-12-29", 1, "2029-01-02")] // into a year that is not published
    public void Working_days_pass_over_weekends_and_bank_holidays(string day, int count, string expected) => Open.After(Day(day), count).ShouldBe(Day(expected));

    [Fact]
    public void Closed_days_of_the_service_are_passed_over()
    {
        var closed = new WorkingDays([Day("2026-11-24"), Day("2026-11-25")]);

        closed.Includes(Day("2026-11-24")).ShouldBeFalse();
        closed.After(Day("2026-11-23"), 1).ShouldBe(Day("2026-11-26"));
    }

    [Theory]
    [InlineData("2026-11-23", "2026-11-30", 5)]
    [InlineData("2026-12-24", "2026-12-30", 2)]
    [InlineData("2026-11-23", "2026-11-23", 0)]
    [InlineData("2026-11-24", "2026-11-23", 0)]
    public void Working_days_of_a_span_are_counted(string start, string end, int expected) => Open.Between(Day(start), Day(end)).ShouldBe(expected);

    [Fact]
    public void There_is_no_working_day_a_negative_number_on() => Should.Throw<ArgumentOutOfRangeException>(() => Open.After(Day("2026-11-23"), -1));

    private static LocalDate Day(string text) => LocalDatePattern.Iso.Parse(text).Value;
}
