using System.Collections.Immutable;

namespace Heldspace.Measures;

/// <summary>What answers came to.</summary>
public sealed record Score
{
    /// <summary>The id.</summary>
    public required string Measure { get; init; }

    /// <summary>Of the measure's file at that time.</summary>
    public required int Version { get; init; }

    /// <summary>Who answered, of <see cref="Roles"/>.</summary>
    public required string Respondent { get; init; }

    /// <summary>Of the young person, in whole years; null where it was not known.</summary>
    public int? Age { get; init; }

    /// <summary><c>M</c> or <c>F</c>; null where it was not known.</summary>
    public string? Sex { get; init; }

    /// <summary>Null where there is none: <see cref="Reason"/> says why.</summary>
    public decimal? Total { get; init; }

    /// <summary>What the total is called; null where nothing calls it anything.</summary>
    public string? Band { get; init; }

    /// <summary>Every subscale of the measure, in its order.</summary>
    public ImmutableArray<SubscaleScore> Subscales { get; init; } = [];

    /// <summary>The numbers of the items that were asked and not answered.</summary>
    public ImmutableArray<int> Missing { get; init; } = [];

    /// <summary>Why there is no total, in words for staff; null where there is one.</summary>
    public string? Reason { get; init; }

    /// <summary>Answers that a person must see at once; there whatever else is missing.</summary>
    public ImmutableArray<RiskAnswer> Alerts { get; init; } = [];

    /// <summary>What the total is called where it was entered and not worked out of answers here; null where it was worked out.</summary>
    public string? Entered { get; init; }

    /// <summary>Null where there is no such subscale.</summary>
    public SubscaleScore? Of(string subscale) => Subscales.FirstOrDefault(score => score.Id == subscale);
}

/// <param name="Id">Of the subscale.</param>
/// <param name="Value">Null where too little was answered, or the measure is not for them.</param>
/// <param name="Band">What it is called; null where nothing calls it anything.</param>
public sealed record SubscaleScore(string Id, decimal? Value, string? Band = null);

/// <param name="Item">Its number.</param>
/// <param name="Answer">As ticked.</param>
/// <param name="Why">What it speaks of, for staff.</param>
public sealed record RiskAnswer(int Item, decimal Answer, string Why);

/// <summary>Answers that cannot be.</summary>
/// <param name="Item">The number of the item; 0 where it is about none.</param>
/// <param name="Why">What is wrong and what to write instead; it names the item.</param>
public sealed record WrongAnswer(int Item, string Why);
