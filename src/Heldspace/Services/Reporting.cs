using System.Collections.Immutable;
using NodaTime;

namespace Heldspace.Services;

/// <summary>What a service reports, to whom, against which targets and at which cost. All of it may be left out.</summary>
public sealed record Reporting
{
    /// <summary>By what the commissioner gets exact headline figures; null where nothing of the kind is agreed, and they get what the public gets.</summary>
    public SharingAgreement? Sharing { get; init; }

    /// <summary>What the figures are held against; a figure without one is neither green nor red.</summary>
    public ImmutableArray<KpiTarget> Targets { get; init; } = [];

    /// <summary>What one meeting of a kind costs, where the service says.</summary>
    public ImmutableArray<UnitCost> Costs { get; init; } = [];

    /// <summary>The month in which the reporting year begins, 1–12. Default 4: April to March.</summary>
    public int YearBegins { get; init; } = 4;
}

/// <summary>What was agreed with the commissioner on sharing figures that are not suppressed.</summary>
/// <param name="With">Whom, as the agreement names them.</param>
/// <param name="Reference">Where it is kept: its number or name.</param>
/// <param name="From">The first day of which figures may be shared.</param>
/// <param name="Until">The last; null where it has no end.</param>
public sealed record SharingAgreement(string With, string Reference, LocalDate From, LocalDate? Until)
{
    /// <summary>Whether it covers a stretch of days.</summary>
    /// <param name="from">The first day.</param>
    /// <param name="until">The first day that is not in it any more.</param>
    public bool Covers(LocalDate from, LocalDate until) => From <= from && (Until is null || until <= Until.Value.PlusDays(1));
}

/// <summary>How a share is judged.</summary>
public enum Rating
{
    /// <summary>There is no target, or nothing was counted.</summary>
    None,
    Green,
    Amber,
    Red,
}

/// <param name="Kpi">Which figure, <c>K1</c> to <c>K16</c>.</param>
/// <param name="Green">Green from this per cent on, 0–100; where it is lower than <paramref name="Amber"/>, down from it: less is better then.</param>
/// <param name="Amber">Amber from this per cent on, or down from it; beyond it is red.</param>
public sealed record KpiTarget(string Kpi, decimal Green, decimal Amber)
{
    /// <summary>What a share is: judged as it is, not as it is rounded.</summary>
    public Rating Rate(decimal? share) => share * 100 is not { } percent ? Rating.None
        : Green > Amber ? percent >= Green ? Rating.Green : percent >= Amber ? Rating.Amber : Rating.Red
        : percent <= Green ? Rating.Green : percent <= Amber ? Rating.Amber : Rating.Red;
}

/// <param name="Kind">The appointment kind.</param>
/// <param name="Pounds">What one that takes place costs, from 0.</param>
public sealed record UnitCost(string Kind, decimal Pounds);
