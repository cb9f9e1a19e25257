using System.Collections.Immutable;
using System.Text.Json.Serialization;
using NodaTime;

namespace Heldspace.Measures.Asking;

/// <summary>How far somebody has come with what they were asked.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AskState>))]
public enum AskState
{
    /// <summary>They were asked, and can answer.</summary>
    Open,

    Answered,

    /// <summary>They said "not this time".</summary>
    Declined,

    /// <summary>The time for it is over.</summary>
    Unanswered,

    /// <summary>It was taken back: the case was closed, they objected, or somebody else is asked now.</summary>
    Stopped,
}

/// <summary>One respondent at one time, with everything that they are asked then. Row <c>measure:{id}</c> of the case.</summary>
public sealed record Ask
{
    public const int CurrentSchema = 1;

    public int Schema { get; init; } = CurrentSchema;

    /// <summary>The wave and the role, and how often they were asked at that time beyond the first, where the channel changed: <c>baseline.carer</c>, <c>baseline.carer.2</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Of <see cref="Wave.Id"/>.</summary>
    public required string Wave { get; init; }

    public required WaveKind Kind { get; init; }

    /// <summary>Who, how and in which language, as it was when they were asked.</summary>
    public required Respondent Respondent { get; init; }

    /// <summary>The address, number or way that it is bound to, as <see cref="Respondent.Address"/> was: it opens nothing once they are asked otherwise.</summary>
    public required string BoundTo { get; init; }

    /// <summary>What they are asked, in order.</summary>
    public required ImmutableArray<Asked> Measures { get; init; }

    /// <summary>Their age in whole years when they were asked, of the young person whom it is about; null where it is not known.</summary>
    public int? Age { get; init; }

    public required AskState State { get; init; }

    public required Instant OpenedAt { get; init; }

    /// <summary>The last day on which the link opens something.</summary>
    public required LocalDate Until { get; init; }

    /// <summary>How often they were reminded.</summary>
    public int Reminders { get; init; }

    /// <summary>Whether the key worker was told that reminding did not help.</summary>
    public bool Told { get; init; }

    /// <summary>When it ended; null while it is open.</summary>
    public Instant? EndedAt { get; init; }

    /// <summary>Who wrote the answers down, by sign-in name; null where the respondent did.</summary>
    public string? WrittenDownBy { get; init; }

    /// <summary>Why it was stopped, in words for staff.</summary>
    public string? Why { get; init; }

    /// <summary>What an ask is called.</summary>
    public static string IdOf(string wave, string role) => $"{wave}.{role}";
}

/// <summary>One measure that somebody is asked, with what they have said so far.</summary>
/// <param name="Measure">Its id.</param>
/// <param name="Version">Of the measure's file, so that an answer is never scored by other rules than it was given under.</param>
public sealed record Asked(string Measure, int Version)
{
    /// <summary>An answer for each item in order; null where there is none. Empty until somebody has saved something.</summary>
    public ImmutableArray<decimal?> Answers { get; init; } = [];

    /// <summary>A total that somebody worked out elsewhere, written down in place of answers; null where answers are what there is.</summary>
    public decimal? EnteredTotal { get; init; }

    /// <summary>The goals that were asked about, in the order of the answers, as they were on sending; empty where it is about none. Other words are another goal.</summary>
    public ImmutableArray<string> Goals { get; init; } = [];

    /// <summary>What they wrote in their own words; null where they wrote nothing.</summary>
    public string? Words { get; init; }

    /// <summary>They said "not this one".</summary>
    public bool Skipped { get; init; }

    /// <summary>What came of it; null until it was sent, and where nothing was answered.</summary>
    public Score? Score { get; init; }
}
