using System.Collections.Immutable;

namespace Heldspace.Summaries;

/// <summary>One figure of a service's contract over a period (facts.md section 6), with what it was counted from.</summary>
/// <param name="Id"><c>K1</c> to <c>K16</c>.</param>
/// <param name="Name">In words.</param>
/// <param name="Numerator">Null where there is no share in it.</param>
/// <param name="Denominator">Null where there is no share in it.</param>
/// <param name="N">How many cases, answers or appointments it was counted from.</param>
public sealed record Kpi(string Id, string Name, int? Numerator, int? Denominator, int N)
{
    /// <summary>What belongs beside it, such as a mean; an entry without a value was counted from nothing.</summary>
    public ImmutableArray<KpiFigure> Figures { get; init; } = [];

    /// <summary>The same by part: by respondent, by reason.</summary>
    public ImmutableArray<KpiPart> Parts { get; init; } = [];

    /// <summary>What a reader has to know, in a sentence; null for nothing.</summary>
    public string? Note { get; init; }

    /// <summary>From 0 to 1; null where nothing was counted.</summary>
    public decimal? Share => Denominator is > 0 ? Numerator / (decimal)Denominator : null;

    public decimal? Figure(string name) => Figures.FirstOrDefault(figure => figure.Name == name)?.Value;

    public KpiPart? Part(string name) => Parts.FirstOrDefault(part => part.Name == name);
}

/// <param name="Name">In camel case: <c>stillWaiting</c>.</param>
/// <param name="Value">Days, or how many; means to one decimal.</param>
public sealed record KpiFigure(string Name, decimal? Value);

/// <param name="Name">In camel case, or a code of the service: a role, a rule.</param>
/// <param name="Numerator">Of the part.</param>
/// <param name="Denominator">Of the part.</param>
public sealed record KpiPart(string Name, int Numerator, int Denominator)
{
    public decimal? Share => Denominator > 0 ? Numerator / (decimal)Denominator : null;
}
