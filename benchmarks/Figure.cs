using System.Text.Json;

namespace Heldspace.Benchmarks;

/// <summary>One measured figure beside its floor, the least that the same could cost.</summary>
/// <param name="Name">As <c>bench --only</c> takes it.</param>
/// <param name="Value">What ours costs, in <paramref name="Unit"/>.</param>
/// <param name="Unit">Such as <c>requests</c>, <c>ms</c>, <c>referrals/s</c>.</param>
/// <param name="Floor">What the floor costs, in the same unit and measured in the same run; null where no floor makes sense.</param>
/// <param name="Ratio">How many times the floor ours costs: 1 is the floor, lower is better. Null without a floor.</param>
/// <param name="Note">What the value and the floor are, and what else was seen.</param>
public sealed record Figure(string Name, double Value, string Unit, double? Floor, double? Ratio, string Note)
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A figure of which less is better: a time, a count.</summary>
    public static Figure Cost(string name, double value, string unit, double? floor, string note) =>
        new(name, Rounded(value), unit, floor is { } least ? Rounded(least) : null, floor is > 0 ? Rounded(value / floor.Value) : null, note);

    /// <summary>A figure of which more is better: so many a second.</summary>
    public static Figure Rate(string name, double value, string unit, double floor, string note) =>
        new(name, Rounded(value), unit, Rounded(floor), value > 0 ? Rounded(floor / value) : null, note);

    /// <summary>One line of JSON, its members in the order that scripts may rely on.</summary>
    public string ToJson() => JsonSerializer.Serialize(new { figure = Name, value = Value, unit = Unit, floor = Floor, ratio = Ratio, note = Note }, Plain);

    /// <summary>Three significant places where there are decimals at all.</summary>
    private static double Rounded(double value) => Math.Abs(value) >= 100 ? Math.Round(value, 1) : Math.Abs(value) >= 1 ? Math.Round(value, 2) : Math.Round(value, 4);
}
