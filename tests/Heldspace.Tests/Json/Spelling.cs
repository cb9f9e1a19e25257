using System.Collections.Immutable;
using System.Text.Json;
using Heldspace.Intake;
using Heldspace.Json;
using NodaTime;

namespace Heldspace.Tests.Json;

public sealed class Spelling
{
    private static readonly Everything Example = new(
        Instant.FromUtc(2026, 11, 23, 9, 15).PlusNanoseconds(1), new(2026, 11, 23), new(9, 15), IsoDayOfWeek.Monday, Certainty.Doubtful,
        EmailAddress.Parse("a@caring-to-care.example"), ["Zoë"], Duration.FromHours(36), null);

    [Fact]
    public void Everything_is_spelled_as_documented() =>
        HeldspaceJson.Write(Example).ShouldBe(
            """{"at":"2026-11-23T09:15:00.000000001Z","day":"2026-11-23","time":"09:15","weekday":"monday","certainty":"doubtful","mail":"a@caring-to-care.example","names":["Zoë"],"length":"36:00:00"}""");

    [Fact]
    public void What_is_written_is_read_back()
    {
        var back = HeldspaceJson.Read<Everything>(HeldspaceJson.WriteBytes(Example));

        (back with { Names = Example.Names }).ShouldBe(Example);
        back.Names.ShouldBe(Example.Names);
    }

    [Fact]
    public void A_referral_is_read_back()
    {
        var referral = new Referral
        {
            Service = "caring-to-care",
            Intake = IntakeId.Parse("20261123091500000-abcdefghij234567"),
            Channel = Channel.Mail,
            ReceivedAt = Instant.FromUtc(2026, 11, 23, 9, 15),
            Referrer = new("Jo Marsh", null, null, null, null, true),
            Children = [Child.Empty(1).With(Fields.GivenName, Reading.Known("Ava", "body, line 1"))],
        };

        var json = HeldspaceJson.Write(referral);
        HeldspaceJson.Write(HeldspaceJson.Read<Referral>(json)).ShouldBe(json);
        HeldspaceJson.Read<Referral>(json).Children[0].KnownValue(Fields.GivenName).ShouldBe("Ava");
    }

    [Fact]
    public void Days_can_be_keys()
    {
        var days = ImmutableSortedDictionary<LocalDate, IsoDayOfWeek>.Empty.Add(new(2026, 11, 23), IsoDayOfWeek.Monday);

        HeldspaceJson.Write(days).ShouldBe("""{"2026-11-23":"monday"}""");
        HeldspaceJson.Read<ImmutableSortedDictionary<LocalDate, IsoDayOfWeek>>("""{"2026-11-23":"monday"}""").ShouldBe(days);
    }

    [Theory]
    [InlineData("""{"day":"2026-02-30","count":1}""", "$.day")]
    [InlineData("""{"day":"23/11/2026","count":1}""", "$.day")]
    [InlineData("""{"day":null,"count":1}""", "$.day")]
    [InlineData("""{"day":"2026-11-23","count":"1"}""", "$.count")]
    public void A_wrong_value_is_refused_where_it_stands(string json, string path) =>
        Should.Throw<JsonException>(() => HeldspaceJson.Read<Small>(json)).Path.ShouldBe(path);

    [Theory]
    [InlineData("""{"count":1}""")]
    [InlineData("""{"day":"2026-11-23"}""")]
    public void What_is_required_must_be_there(string json) => Should.Throw<JsonException>(() => HeldspaceJson.Read<Small>(json));

    [Fact]
    public void What_may_be_null_may_be_left_out() =>
        HeldspaceJson.Read<Small>("""{"day":"2026-11-23","count":1}""").ShouldBe(new Small(new(2026, 11, 23), 1, null, null));

    [Theory]
    [InlineData("""{"day":"2026-11-23","count":1,"colour":"red"}""")]
    [InlineData("""{"day":"2026-11-23","count":1,"count":2}""")]
    [InlineData("""{"day":"2026-11-23","count":1,}""")]
    [InlineData("""{"day":"2026-11-23","count":1} {}""")]
    [InlineData("""{"day":"2026-11-23","count":1} // one""")]
    public void A_definition_says_nothing_beside_what_is_known(string json) =>
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize<Small>(json, HeldspaceJson.Defined));

    [Fact]
    public void A_stored_row_may_say_more() =>
        HeldspaceJson.Read<Small>("""{"day":"2026-11-23","count":1,"colour":"red"}""").Count.ShouldBe(1);

    [Fact]
    public void A_time_of_day_with_seconds_is_not_cut_short() => Should.Throw<JsonException>(() => HeldspaceJson.Write(new LocalTime(9, 15, 1)));

    [Fact]
    public void The_word_null_is_no_value() => Should.Throw<JsonException>(() => HeldspaceJson.Read<Small>("null"));

    private sealed record Everything(
        Instant At, LocalDate Day, LocalTime Time, IsoDayOfWeek Weekday, Certainty Certainty, EmailAddress Mail, ImmutableArray<string> Names, Duration Length, string? Note);

    private sealed record Small(LocalDate Day, int Count, string? Note, int? Size);
}
