using System.Collections.Immutable;

namespace Heldspace.Measures;

/// <summary>The words of a measure for some of those who answer it.</summary>
public sealed record MeasureText
{
    /// <summary>Whom it speaks to; empty: everybody who answers the measure.</summary>
    public ImmutableArray<string> Respondents { get; init; } = [];

    /// <summary>From this age of the young person on, in whole years; null: from any.</summary>
    public int? FromAge { get; init; }

    /// <summary>Up to this age of the young person, itself included; null: to any.</summary>
    public int? ToAge { get; init; }

    /// <summary>Before the first question; null for none.</summary>
    public string? Intro { get; init; }

    /// <summary>Above every question, such as "Over the last 2 weeks …"; null for none.</summary>
    public string? Stem { get; init; }

    /// <summary>What can be answered where an item has none of its own. A scale of many steps may name only some of them, such as its ends.</summary>
    public ImmutableArray<AnswerOption> Options { get; init; } = [];

    /// <summary>One for each item that these respondents are asked, in order.</summary>
    public required ImmutableArray<ItemText> Items { get; init; }

    public ImmutableArray<AnswerOption> OptionsOf(ItemText item) => item.Options.IsEmpty ? Options : item.Options;

    internal bool Speaks(string role, int? age) =>
        (Respondents.IsEmpty || Respondents.Contains(role)) && (age is null || (age >= (FromAge ?? 0) && age <= (ToAge ?? int.MaxValue)));
}

/// <param name="Number">Of the item.</param>
/// <param name="Text">The question. <c>{goal}</c> stands for the young person's own words, which are in the case.</param>
public sealed record ItemText(int Number, string Text)
{
    /// <summary>Stands for the young person's own words.</summary>
    public const string Goal = "{goal}";

    /// <summary>In place of those of the whole text; empty: those.</summary>
    public ImmutableArray<AnswerOption> Options { get; init; } = [];
}

/// <param name="Value">The answer's figure, before any turning round.</param>
/// <param name="Text">What it says.</param>
public sealed record AnswerOption(decimal Value, string Text);

/// <summary>A file that the licence holder, or somebody they allow to, puts beside the measures: <c>texts/{measure}.json</c> in English, <c>texts/{measure}.{language}.json</c> else.</summary>
/// <param name="Measure">Its id.</param>
/// <param name="Version">Of the measure whose items it words.</param>
/// <param name="Language">As the file's name says: <c>en</c>, <c>en-easy</c> for Easy Read, <c>pl</c>.</param>
/// <param name="Licence">By whose leave it is shown, and where that stands.</param>
/// <param name="Texts">Together for everybody who is to see it.</param>
public sealed record LicensedText(string Measure, int Version, string Language, string Licence, ImmutableArray<MeasureText> Texts)
{
    /// <summary>For editors.</summary>
    [System.Text.Json.Serialization.JsonPropertyName("$schema")]
    public string? JsonSchema { get; init; }
}
