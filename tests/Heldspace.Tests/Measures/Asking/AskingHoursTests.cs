using System.Collections.Immutable;
using Heldspace.Measures;
using Heldspace.Measures.Asking;
using Heldspace.Time;
using NodaTime;
using NodaTime.Text;

namespace Heldspace.Tests.Measures.Asking;

public sealed class AskingHoursTests
{
    private static readonly LocalDateTimePattern Local = LocalDateTimePattern.CreateWithInvariantCulture("yyyy-MM-dd HH:mm");

    /// <summary>The moment from which somebody is to be asked, and when they are, in London.</summary>
    [Theory]
    [InlineData("youngPerson", 12, "2026-09-21 10:00", "2026-09-21 15:30", "school hours")]
    [InlineData("youngPerson", 12, "2026-09-21 08:05", "2026-09-21 08:05", "on the way to school")]
    [InlineData("youngPerson", 12, "2026-09-21 20:00", "2026-09-22 08:00", "the evening ends at eight")]
    [InlineData("youngPerson", 12, "2026-09-26 10:00", "2026-09-26 10:00", "a Saturday")]
    [InlineData("youngPerson", 16, "2026-09-21 10:00", "2026-09-21 10:00", "old enough")]
    [InlineData("youngPerson", null, "2026-09-21 10:00", "2026-09-21 15:30", "nobody knows how old")]
    [InlineData("carer", 12, "2026-12-25 10:00", "2026-12-26 08:00", "Christmas Day; Boxing Day is a Saturday that year and no bank holiday")]
    [InlineData("carer", 12, "2026-12-28 10:00", "2026-12-29 08:00", "the day in lieu")]
    [InlineData("carer", 12, "2026-04-03 10:00", "2026-04-04 08:00", "Good Friday")]
    [InlineData("socialWorker", 12, "2026-09-19 10:00", "2026-09-21 09:00", "a Saturday is nobody's office day")]
    [InlineData("teacher", 12, "2026-09-21 17:00", "2026-09-22 09:00", "the office is closed")]
    [InlineData("carer", 12, "2026-10-25 01:30", "2026-10-25 08:00", "the night that has an hour twice")]
    [InlineData("carer", 12, "2027-03-28 01:30", "2027-03-28 08:00", "the night that lacks an hour")]
    [InlineData("carer", 12, "2028-02-29 09:00", "2028-02-29 09:00", "leap day")]
    public void They_are_written_to_when_it_suits_them(string role, int? age, string from, string at, string why) =>
        AskingHours.OnOrAfter(role, age, [], Of(from)).ShouldBe(Of(at), why);

    [Fact]
    public void A_flagged_day_is_kept_free_every_year_and_leap_day_on_the_28th_where_there_is_none()
    {
        ImmutableArray<QuietDay> quiet = [new(9, 21, null), new(9, 22, 2026), new(2, 29, null)];
        AskingHours.OnOrAfter(Roles.Carer, 12, quiet, Of("2026-09-21 09:00")).ShouldBe(Of("2026-09-23 08:00"));
        AskingHours.OnOrAfter(Roles.Carer, 12, quiet, Of("2027-09-21 09:00")).ShouldBe(Of("2027-09-22 08:00"));
        AskingHours.OnOrAfter(Roles.Carer, 12, quiet, Of("2027-02-28 09:00")).ShouldBe(Of("2027-03-02 08:00").Minus(Duration.FromDays(1)));
        AskingHours.OnOrAfter(Roles.Carer, 12, quiet, Of("2028-02-28 09:00")).ShouldBe(Of("2028-02-28 09:00"));
    }

    private static Instant Of(string local)
    {
        var at = Local.Parse(local).Value;
        return London.At(at.Date, at.TimeOfDay);
    }
}
