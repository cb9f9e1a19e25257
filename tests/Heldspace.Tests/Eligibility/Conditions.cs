using System.Text.Json;
using Heldspace.Eligibility;
using Heldspace.Json;
using NodaTime.Text;

namespace Heldspace.Tests.Eligibility;

public sealed class Conditions
{
    private const string InCare = """{"is":"oneOf","field":"category","values":["childInCare"]}""";
    private const string Near = """{"is":"number","field":"miles","atMost":25}""";
    private const string Under25 = """{"is":"age","under":25}""";
    private const string LessThan3Years = """{"is":"since","field":"adoptionOrderDate","unit":"years","under":3}""";
    private const string LessThan3Months = """{"is":"since","field":"returnedHomeOn","unit":"months","under":3}""";

    [Theory]
    [InlineData(InCare, "category=childInCare", Truth.True)]
    [InlineData(InCare, "category=adopted", Truth.False)]
    [InlineData(InCare, "", Truth.Unknown)]
    [InlineData(InCare, "category~childInCare", Truth.Unknown)]
    [InlineData("""{"is":"doubtful","field":"category","values":["careLeaver"]}""", "category~careLeaver", Truth.True)]
    [InlineData("""{"is":"doubtful","field":"category","values":["careLeaver"]}""", "category~adopted", Truth.False)]
    [InlineData("""{"is":"doubtful","field":"category","values":["careLeaver"]}""", "category=careLeaver", Truth.False)]
    [InlineData("""{"is":"doubtful","field":"category","values":["careLeaver"]}""", "", Truth.False)]
    [InlineData("""{"is":"oneOf","field":"livesIn","values":["Derby"]}""", "livesIn=derby", Truth.True)]
    [InlineData("""{"is":"known","field":"miles"}""", "miles=3", Truth.True)]
    [InlineData("""{"is":"known","field":"miles"}""", "miles~3", Truth.False)]
    [InlineData("""{"is":"unknown","field":"miles"}""", "", Truth.True)]
    [InlineData("""{"is":"unknown","field":"miles"}""", "miles=3", Truth.False)]
    [InlineData(Near, "miles=25", Truth.True)]
    [InlineData(Near, "miles=25.1", Truth.False)]
    [InlineData(Near, "miles=far", Truth.Unknown)]
    [InlineData("""{"is":"number","field":"miles","atLeast":25}""", "miles=25.0", Truth.True)]
    [InlineData("""{"is":"number","field":"miles","atLeast":25}""", "miles=24.9", Truth.False)]
    public void A_field_is_compared(string condition, string facts, Truth expected) => Holds(condition, facts, "2026-11-23").ShouldBe(expected);

    [Theory]
    [InlineData("2001-11-24", "2026-11-23", Truth.True)] // the day before the 25th birthday
    [InlineData("2001-11-23", "2026-11-23", Truth.False)] // the birthday itself
    [InlineData("2004-02-29", "2029-02-28", Truth.True)] // born on a leap day: the birthday is 1 March
    [InlineData("2004-02-29", "2029-03-01", Truth.False)]
    [InlineData("2012-13-45", "2026-11-23", Truth.Unknown)]
    public void Up_to_25_ends_the_day_before_the_25th_birthday(string born, string received, Truth expected) =>
        Holds(Under25, $"dateOfBirth={born}", received).ShouldBe(expected);

    [Theory]
    [InlineData("2023-11-24", "2026-11-23", Truth.True)]
    [InlineData("2023-11-23", "2026-11-23", Truth.False)] // the third anniversary counts as over
    [InlineData("2024-02-29", "2027-02-27", Truth.True)]
    [InlineData("2024-02-29", "2027-02-28", Truth.False)]
    [InlineData("2026-12-01", "2026-11-23", Truth.True)] // an order still to be made
    public void Three_years_end_the_day_before_the_anniversary(string order, string received, Truth expected) =>
        Holds(LessThan3Years, $"adoptionOrderDate={order}", received).ShouldBe(expected);

    [Theory]
    [InlineData("2026-08-24", "2026-11-23", Truth.True)]
    [InlineData("2026-08-23", "2026-11-23", Truth.False)]
    [InlineData("2026-11-30", "2027-02-27", Truth.True)]
    [InlineData("2026-11-30", "2027-02-28", Truth.False)] // February has no 30th: its last day stands for it
    public void Months_are_calendar_months(string home, string received, Truth expected) =>
        Holds(LessThan3Months, $"returnedHomeOn={home}", received).ShouldBe(expected);

    [Theory]
    [InlineData("all", "category=adopted", Truth.False)] // false, whatever the distance
    [InlineData("all", "category=childInCare", Truth.Unknown)]
    [InlineData("all", "category=childInCare; miles=3", Truth.True)]
    [InlineData("any", "category=childInCare", Truth.True)] // true, whatever the distance
    [InlineData("any", "category=adopted", Truth.Unknown)]
    [InlineData("any", "category=adopted; miles=30", Truth.False)]
    public void Unknown_spreads_only_as_far_as_it_matters(string kind, string facts, Truth expected) =>
        Holds($$"""{"is":"{{kind}}","of":[{{InCare}},{{Near}}]}""", facts, "2026-11-23").ShouldBe(expected);

    [Theory]
    [InlineData("category=childInCare", Truth.False)]
    [InlineData("category=adopted", Truth.True)]
    [InlineData("", Truth.Unknown)]
    public void Not_unknown_is_unknown(string facts, Truth expected) => Holds($$"""{"is":"not","of":{{InCare}}}""", facts, "2026-11-23").ShouldBe(expected);

    [Theory]
    [InlineData(InCare)]
    [InlineData(Near)]
    [InlineData(Under25)]
    [InlineData(LessThan3Months)]
    public void A_condition_is_written_as_it_is_read(string json) => HeldspaceJson.Write(HeldspaceJson.Read<Condition>(json))
        .ShouldBe(json);

    private static Truth Holds(string condition, string facts, string received) =>
        new Facts(Children.Of(facts), LocalDatePattern.Iso.Parse(received).Value).Holds(JsonSerializer.Deserialize<Condition>(condition, HeldspaceJson.Defined)!);
}
