using Heldspace.Intake;
using Heldspace.Tests.Builders;
using NodaTime;

namespace Heldspace.Tests.Intake;

public sealed class BritishDates
{
    [Theory]
    [InlineData("12/03/2014")]
    [InlineData("12/3/14")]
    [InlineData("12.03.2014")]
    [InlineData("12-03-14")]
    [InlineData("12 03 2014")]
    [InlineData("12032014")]
    [InlineData("2014-03-12")]
    [InlineData("20140312")]
    [InlineData("12 March 2014")]
    [InlineData("12th March 2014")]
    [InlineData("12th of March, 2014")]
    [InlineData("12th day of March 2014")]
    [InlineData("the 12th of march 2014")]
    [InlineData("12-Mar-2014")]
    [InlineData("12 Mar '14")]
    [InlineData("12MAR2014")]
    [InlineData("March 12th, 2014")]
    [InlineData("Wednesday 12 March 2014")]
    [InlineData("12/03/2014 (12 years)")]
    [InlineData("12/03/2014 00:00")]
    [InlineData("١٢/٠٣/٢٠١٤")]
    public void A_date_is_read_however_people_in_Britain_write_it(string text)
    {
        var date = BritishDate.TryRead(text, Mails.Today).ShouldNotBeNull();
        date.Date.ShouldBe(new LocalDate(2014, 3, 12));
        date.Doubt.ShouldBeNull();
    }

    [Theory]
    [InlineData("31/02/2012")]
    [InlineData("29/02/2015")]
    [InlineData("00/01/2015")]
    [InlineData("31st April 2014")]
    [InlineData("45/45/2014")]
    public void A_day_that_does_not_exist_is_said_to_and_kept(string text)
    {
        var date = BritishDate.TryRead(text, Mails.Today).ShouldNotBeNull();
        date.Date.ShouldBeNull();
        date.Doubt!.ShouldContain(text);
    }

    [Fact]
    public void A_leap_day_exists_in_a_leap_year() => BritishDate.TryRead("29/02/2016", Mails.Today)!.Value.Date.ShouldBe(new LocalDate(2016, 2, 29));

    [Fact]
    public void A_month_before_the_day_is_doubtful()
    {
        var date = BritishDate.TryRead("03/25/2014", Mails.Today).ShouldNotBeNull();
        date.Date.ShouldBe(new LocalDate(2014, 3, 25));
        date.Doubt.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("March 2014")]
    [InlineData("2014")]
    [InlineData("12th March")]
    [InlineData("03/2014")]
    public void Part_of_a_date_is_no_date_but_is_kept(string text) => BritishDate.TryRead(text, Mails.Today)!.Value.Doubt!.ShouldContain("not a whole date");

    [Theory]
    [InlineData("about nine")]
    [InlineData("")]
    [InlineData("01244 555 012")]
    [InlineData("1/2")]
    public void What_is_no_date_is_none(string text) => BritishDate.TryRead(text, Mails.Today).ShouldBeNull();

    [Fact]
    public void Two_digits_of_a_year_mean_the_latest_year_that_has_begun()
    {
        BritishDate.TryRead("01/01/26", Mails.Today)!.Value.Date!.Value.Year.ShouldBe(2026);
        BritishDate.TryRead("01/01/27", Mails.Today)!.Value.Date!.Value.Year.ShouldBe(1927);
    }

    [Theory]
    [InlineData("24/11/2026", null, "in the future")]
    [InlineData("23/11/2026", "2026-11-23", null)]
    [InlineData("24/11/2001", "2001-11-24", null)]
    [InlineData("23/11/2001", "2001-11-23", "25 or older")]
    [InlineData("unborn, due 01/03/2027", null, "not born yet")]
    [InlineData("12/03/2014 or 13/03/2014", "2014-03-12", "more than one date")]
    public void A_date_of_birth_lies_behind_us_and_under_25_years(string written, string? value, string? note)
    {
        var reading = Mails.Child($"Name: Sam Taylor\nDate of birth: {written}\nLA: Halton")[Fields.DateOfBirth];
        reading.Value.ShouldBe(value);
        reading.Certainty.ShouldBe(value is null ? Certainty.Unknown : note is null ? Certainty.Known : Certainty.Doubtful);
        if (note is not null)
        {
            reading.Note!.ShouldContain(note);
        }
    }
}
