using System.Collections.Immutable;
using Heldspace.Intake;

namespace Heldspace.Functions.Refer.Form;

/// <summary>How a question is asked.</summary>
public enum Asked
{
    /// <summary>One line of text.</summary>
    Line,

    /// <summary>Several lines of text.</summary>
    Paragraph,

    /// <summary>Day, month and year, three inputs.</summary>
    Date,

    /// <summary>One of a few, all seen.</summary>
    OneOf,

    /// <summary>One of three short ones, beside each other: many such questions follow one another.</summary>
    Row,

    /// <summary>One of many, in a list that opens.</summary>
    List,
}

/// <summary>What an answer is held to beyond its length.</summary>
public enum Check
{
    None,
    Email,
    NhsNumber,
    Postcode,

    /// <summary>A day that has been.</summary>
    Past,

    /// <summary>A day that has been, less than 25 years ago.</summary>
    Birth,

    /// <summary>A whole number from 0 to 40.</summary>
    SdqTotal,
}

/// <summary>One question of a page: which field it fills, in which words, and what may be answered.</summary>
/// <param name="Field">The field it fills; its name is also the name and id of the input.</param>
/// <param name="Label">The question as it is read.</param>
public sealed record Question(Field Field, string Label)
{
    /// <summary>What a choice is called that says nothing. It is remembered, and never sent.</summary>
    public const string NotKnown = "notKnown";

    /// <summary>Characters in a line of text.</summary>
    public const int LineLimit = 200;

    /// <summary>Characters in a text of several lines.</summary>
    public const int ParagraphLimit = 10_000;

    public Asked Asked { get; init; } = Asked.Line;

    public Check Check { get; init; }

    public string? Hint { get; init; }

    /// <summary>What is said where it is left empty; null where it may be.</summary>
    public string? Missing { get; init; }

    /// <summary>The answer's name in an error: "NHS number must …".</summary>
    public string Noun { get; init; } = "";

    public ImmutableArray<Choice> Choices { get; init; } = [];

    /// <summary>A box to tick in place of an answer that is asked for; its label.</summary>
    public string? OrTick { get; init; }

    /// <summary>The purpose of the input, for browsers that fill it in. Only for what a person says of themselves.</summary>
    public string? Autocomplete { get; init; }

    public string Type { get; init; } = "text";

    public string? InputMode { get; init; }

    /// <summary>Class that makes the input as wide as its answer.</summary>
    public string Width { get; init; } = "";

    public string Name => Field.Name;

    public string Tick => $"{Name}-tick";

    public string Day => $"{Name}-day";

    public string Month => $"{Name}-month";

    public string Year => $"{Name}-year";

    /// <summary>Names of the inputs that answer it.</summary>
    public ImmutableArray<string> Inputs => (Asked, OrTick) switch
    {
        (Asked.Date, _) => [Day, Month, Year],
        (_, not null) => [Name, Tick],
        _ => [Name],
    };

    /// <summary>Id of what to go to from the error summary.</summary>
    public string FirstInput => Asked switch
    {
        Asked.Date => Day,
        Asked.OneOf or Asked.Row => ChoiceId(0),
        _ => Name,
    };

    public int Limit => Asked == Asked.Paragraph ? ParagraphLimit : LineLimit;

    public string ChoiceId(int index) => index == 0 ? Name : $"{Name}-{index + 1}";
}

/// <param name="Value">A code of the field, a text for fields without codes, or <see cref="Question.NotKnown"/>.</param>
/// <param name="Label">As it is read.</param>
/// <param name="Hint">A second line.</param>
public sealed record Choice(string Value, string Label, string? Hint = null);

/// <summary>A page of the form: a few questions that belong together.</summary>
/// <param name="Slug">Last part of its address.</param>
/// <param name="Title">Its heading; where it has one question of choices, this is that question.</param>
public sealed record FormPage(string Slug, string Title)
{
    /// <summary>Said once under the heading.</summary>
    public string? Lead { get; init; }

    public required ImmutableArray<Question> Questions { get; init; }

    /// <summary>Whether it is asked at all, from what was answered before.</summary>
    public Func<Answers, bool> Applies { get; init; } = _ => true;
}
