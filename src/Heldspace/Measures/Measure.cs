using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Heldspace.Measures;

/// <summary>
/// A questionnaire as its file in <c>services/measures/</c> says: who answers it, how it is scored and what its scores are held against. Ages are of the
/// young person in whole years, both ends included, whoever answers.
/// </summary>
public sealed record Measure
{
    public const int CurrentSchema = 1;

    /// <summary>The language of the words in the measure files themselves.</summary>
    public const string English = "en";

    public const string EasyRead = "en-easy";

    [JsonPropertyName("$schema")]
    public string? JsonSchema { get; init; }

    public required int SchemaVersion { get; init; }

    /// <summary>The file's name without <c>.json</c>: lower-case letters, digits and hyphens.</summary>
    public required string Id { get; init; }

    /// <summary>Rises with every change that makes scores differ; scores of different versions are not compared.</summary>
    public required int Version { get; init; }

    /// <summary>As the field knows it.</summary>
    public required string Name { get; init; }

    /// <summary>As respondents see it: it gives nothing away.</summary>
    public required string PlainName { get; init; }

    public required Licence Licence { get; init; }

    /// <summary>Whether it was validated. What was not is shown with these words.</summary>
    public required bool Validated { get; init; }

    /// <summary>Where structure and figures come from, and what a reader should know.</summary>
    public required ImmutableArray<string> Notes { get; init; }

    /// <summary>Who answers it; the first is meant where nobody says who.</summary>
    public required ImmutableArray<MeasureRespondent> Respondents { get; init; }

    /// <summary>In order, numbered from 1.</summary>
    public required ImmutableArray<MeasureItem> Items { get; init; }

    /// <summary>With so few items it is whole: a young person may have one goal, or up to three. Default: all of them.</summary>
    public int? FewestItems { get; init; }

    /// <summary>What is worked out beside the total, in the order in which it is shown; what is not added up at all has one of these for each item.</summary>
    public ImmutableArray<Subscale> Subscales { get; init; } = [];

    public required ScoreRule Total { get; init; }

    /// <summary>Which way things get better.</summary>
    public required Direction Better { get; init; }

    /// <summary>What may be entered in place of answers, from a paper or from tables that are not public; null for nothing.</summary>
    public EnteredTotal? Entered { get; init; }

    public ImmutableArray<BandSet> Bands { get; init; } = [];

    /// <summary>Empty where it is not known: then none is reported.</summary>
    public ImmutableArray<ReliableChange> ReliableChange { get; init; } = [];

    /// <summary>Empty where none is known. The first that fits counts.</summary>
    public ImmutableArray<Threshold> Thresholds { get; init; } = [];

    /// <summary>The first that fits counts; one question at a time where none does.</summary>
    public ImmutableArray<Showing> Shown { get; init; } = [];

    /// <summary>The words in English; empty where they may not be shipped.</summary>
    public ImmutableArray<MeasureText> Text { get; init; } = [];

    /// <summary>Every language there are words for: those of the file and those that the licence holder's files add.</summary>
    [JsonIgnore]
    public ImmutableSortedDictionary<string, ImmutableArray<MeasureText>> Texts { get; internal init; } = ImmutableSortedDictionary<string, ImmutableArray<MeasureText>>.Empty;

    /// <summary>Whether somebody answers it about a young person of an age; where the age is not known, only what is for every age.</summary>
    public bool IsFor(string role, int? age) =>
        Respondents.FirstOrDefault(respondent => respondent.Who == role) is { } asked
            && (age is { } years ? years >= asked.FromAge && years <= (asked.ToAge ?? int.MaxValue) : asked is { FromAge: 0, ToAge: null });

    /// <summary>Whether there are words in a language that may be shown. What has none is never shown: its answers or its total are written down by staff.</summary>
    public bool CanBeShown(string language) => In(language) is not null;

    /// <summary>The words for a respondent; null where there are none that may be shown to them.</summary>
    public MeasureText? TextFor(string language, string role, int? age) =>
        In(language)?.FirstOrDefault(text => text.Speaks(role, age));

    /// <summary>Questions that are made easier are other questions, with other figures: whoever reads Easy Read is asked them in English as they are, where nobody has written them anew.</summary>
    private ImmutableArray<MeasureText>? In(string language) =>
        Texts.TryGetValue(language, out var texts) || (language == EasyRead && Texts.TryGetValue(English, out texts)) ? texts : null;

    /// <summary>Whether each of its questions is about a goal of the young person's own: without goals there is nothing to ask.</summary>
    [JsonIgnore]
    public bool IsAboutGoals => Texts.Values.SelectMany(texts => texts).SelectMany(text => text.Items).Any(item => item.Text.Contains(ItemText.Goal, StringComparison.Ordinal));

    /// <summary>How its questions are put.</summary>
    public PageStyle PageFor(int? age) =>
        Shown.FirstOrDefault(shown => age is null || (age >= (shown.FromAge ?? 0) && age <= (shown.ToAge ?? int.MaxValue)))?.As ?? PageStyle.OneAtATime;

    /// <summary>The items that are asked at an age; all of them where it is not known.</summary>
    public IEnumerable<MeasureItem> ItemsFor(int? age) => Items.Where(item => item.IsAsked(age));

    /// <summary>Whether answers fit: as many as items, each within its range. Null where they do.</summary>
    public WrongAnswer? Check(ImmutableArray<decimal?> answers) => ScoreAnswers.Check(this, answers);

    /// <summary>The numbers of the items whose answer a person must see at once. It looks at any answers, few or many.</summary>
    public IEnumerable<int> Alerts(ImmutableArray<decimal?> answers) => ScoreAnswers.Alerts(this, answers).Select(alert => alert.Item);

    /// <summary>What answers come to. They were checked before: what <see cref="Check"/> says no to throws.</summary>
    /// <param name="answers">One for each item in order, as ticked, nothing turned round; null where there is none.</param>
    /// <param name="role">Who answered, of <see cref="Roles"/>.</param>
    /// <param name="age">Of the young person, in whole years; null where it is not known: then nothing depends on it.</param>
    /// <param name="sex"><c>M</c> or <c>F</c>, where norms ask for it; null where it is not known.</param>
    /// <exception cref="ArgumentException">The answers do not fit.</exception>
    public Score Score(ImmutableArray<decimal?> answers, string role, int? age = null, string? sex = null) => ScoreAnswers.Of(this, answers, role, age, sex);

    /// <summary>Whether a total may be entered, and this one. Null where it may.</summary>
    public WrongAnswer? CheckEntered(decimal total) => ScoreAnswers.CheckEntered(this, total);

    /// <summary>A total that somebody worked out elsewhere. It was checked before.</summary>
    /// <exception cref="ArgumentException">It cannot be entered.</exception>
    public Score ScoreEntered(decimal total, string role, int? age = null, string? sex = null) => ScoreAnswers.OfEntered(this, total, role, age, sex);
}

/// <param name="Name">In words.</param>
/// <param name="TextMayBeShipped">Whether the questions may stand in this repository and on a page. Where not, they are shown once the licence holder's file is there.</param>
/// <param name="Attribution">Shown with the questions and with the results.</param>
/// <param name="Source">Where the licence says so.</param>
public sealed record Licence(string Name, bool TextMayBeShipped, string Attribution, string Source);

/// <param name="Who">Of <see cref="Roles"/>.</param>
/// <param name="FromAge">Of the young person.</param>
/// <param name="ToAge">Of the young person, itself included; null: to any.</param>
public sealed record MeasureRespondent(string Who, int FromAge, int? ToAge = null);

/// <param name="Number">From 1.</param>
/// <param name="Min">The least answer.</param>
/// <param name="Max">The greatest answer.</param>
/// <param name="Step">Answers lie so far apart: 1, or 0.1 for a mark on a line of ten centimetres.</param>
/// <param name="Reversed">Whether it counts turned round: the least as the greatest.</param>
/// <param name="AlertFrom">An answer of this or more is seen by a person at once; null for none.</param>
/// <param name="Alert">What such an answer speaks of, for staff.</param>
/// <param name="FromAge">Not asked of younger ones; null: asked at any age.</param>
public sealed record MeasureItem(int Number, decimal Min, decimal Max, decimal Step = 1, bool Reversed = false, decimal? AlertFrom = null, string? Alert = null, int? FromAge = null)
{
    /// <summary>What an answer counts.</summary>
    public decimal Value(decimal answer) => Reversed ? Min + Max - answer : answer;

    public bool IsAsked(int? age) => age is null || FromAge is null || age >= FromAge;
}

/// <summary>Which way things get better.</summary>
public enum Direction
{
    Lower,
    Higher,
}

/// <param name="Id">In English words: <c>emotional</c>.</param>
/// <param name="Name">For staff.</param>
/// <param name="Items">Their numbers.</param>
/// <param name="Rule">How they are put together.</param>
/// <param name="Better">Where it differs from the whole measure; null: as that.</param>
public sealed record Subscale(string Id, string Name, ImmutableArray<int> Items, ScoreRule Rule, Direction? Better = null);

/// <summary>How answers are put together. Its kind stands in <c>is</c>.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "is", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(Sum), "sum")]
[JsonDerivedType(typeof(Mean), "mean")]
[JsonDerivedType(typeof(OfSubscales), "ofSubscales")]
[JsonDerivedType(typeof(None), "none")]
public abstract record ScoreRule
{
    private ScoreRule()
    {
    }

    /// <summary>Added up; every item must be answered.</summary>
    public sealed record Sum : ScoreRule;

    /// <summary>The mean of what was answered, times a factor.</summary>
    /// <param name="Factor">What the mean is multiplied by.</param>
    /// <param name="MayBeMissing">So many items may go unanswered.</param>
    /// <param name="Whole">Whether it is rounded to a whole number, a half upwards.</param>
    public sealed record Mean(decimal Factor, int MayBeMissing, bool Whole = false) : ScoreRule;

    /// <summary>The subscales named are added up; each must have come to something.</summary>
    public sealed record OfSubscales(ImmutableArray<string> Of) : ScoreRule;

    /// <summary>There is no total.</summary>
    /// <param name="Why">In words for staff.</param>
    public sealed record None(string Why) : ScoreRule;
}

/// <summary>A total that is entered in place of answers.</summary>
/// <param name="Name">What it is called: <c>total</c>, <c>T score</c>.</param>
/// <param name="Min">The least.</param>
/// <param name="Max">The greatest.</param>
/// <param name="SameScale">Whether it is the total that answers would have come to; where not, the two are never compared.</param>
/// <param name="Why">Why it is entered, in words for staff.</param>
public sealed record EnteredTotal(string Name, decimal Min, decimal Max, bool SameScale, string Why);

/// <summary>How scores are called.</summary>
/// <param name="Steps">From the least on; each reaches up to the next.</param>
/// <param name="Source">Where they come from.</param>
public sealed record BandSet(ImmutableArray<Band> Steps, string Source)
{
    /// <summary>Subscales; empty: the total.</summary>
    public ImmutableArray<string> Of { get; init; } = [];

    /// <summary>Whose answers; empty: anybody's.</summary>
    public ImmutableArray<string> Respondents { get; init; } = [];
}

/// <param name="From">The least score of the band.</param>
/// <param name="Name">In lower case, for staff.</param>
public sealed record Band(decimal From, string Name);

/// <summary>By how much two scores must differ for the difference to be more than chance. Either points, or SD and alpha.</summary>
/// <param name="Source">Where it comes from.</param>
/// <param name="Points">A published figure.</param>
/// <param name="Sd">The standard deviation.</param>
/// <param name="Alpha">The reliability, between 0 and 1.</param>
public sealed record ReliableChange(string Source, decimal? Points = null, decimal? Sd = null, decimal? Alpha = null)
{
    /// <summary>Subscales; empty: the total.</summary>
    public ImmutableArray<string> Of { get; init; } = [];

    /// <summary>Whose answers; empty: anybody's.</summary>
    public ImmutableArray<string> Respondents { get; init; } = [];

    /// <summary>1.96 · SD · √2 · √(1 − α), or the points as published.</summary>
    [JsonIgnore]
    public decimal Needed => Points ?? (decimal)(1.96 * (double)Sd!.Value * Math.Sqrt(2) * Math.Sqrt(1 - (double)Alpha!.Value));
}

/// <summary>The score on whose far side somebody is as those are who need help.</summary>
/// <param name="At">Where less is better: this or more; where more is better: less than this.</param>
/// <param name="Source">Where it comes from.</param>
public sealed record Threshold(decimal At, string Source)
{
    /// <summary>Subscales; empty: the total.</summary>
    public ImmutableArray<string> Of { get; init; } = [];

    /// <summary>Whose answers; empty: anybody's.</summary>
    public ImmutableArray<string> Respondents { get; init; } = [];

    /// <summary>From this age on; null: from any.</summary>
    public int? FromAge { get; init; }

    /// <summary>Up to this age, itself included; null: to any.</summary>
    public int? ToAge { get; init; }

    /// <summary><c>M</c> or <c>F</c>; null: for everybody.</summary>
    public string? Sex { get; init; }
}

/// <summary>How questions are put.</summary>
public enum PageStyle
{
    OneAtATime,
    AllOnAPage,
}

/// <param name="As">One question at a time or all on a page.</param>
/// <param name="FromAge">From this age on; null: from any.</param>
/// <param name="ToAge">Up to this age, itself included; null: to any.</param>
public sealed record Showing(PageStyle As, int? FromAge = null, int? ToAge = null);
