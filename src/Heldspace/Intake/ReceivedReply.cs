using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Heldspace.Safeguarding;
using NodaTime;

namespace Heldspace.Intake;

/// <summary>A text message that somebody sent to the number that ours come from, as it came.</summary>
public sealed record ReceivedReply
{
    public const int CurrentSchema = 1;

    /// <summary>What every place in it is named by.</summary>
    private const string Source = "text message";

    public int Schema { get; init; } = CurrentSchema;

    public required string Service { get; init; }

    public required Instant ReceivedAt { get; init; }

    /// <summary>Whose number it came from, as the provider writes it.</summary>
    public required string From { get; init; }

    public required string Words { get; init; }

    /// <summary>
    /// Whether it says that they want no more text messages: the one word that is used for it everywhere, alone but for full stops and the like. Whoever says it in a sentence may say something else with
    /// it, and is read by a person.
    /// </summary>
    [JsonIgnore]
    public bool IsStop => Words.All(letter => char.IsAsciiLetter(letter) || char.IsWhiteSpace(letter) || char.IsPunctuation(letter))
        && string.Concat(Words.Where(char.IsAsciiLetter)).ToUpperInvariant() is "STOP" or "STOPALL" or "UNSUBSCRIBE";

    /// <summary>Wording of immediate risk in it.</summary>
    /// <param name="isAnswer">Whether it is taken to a case that is there, where more than one text may be.</param>
    public ImmutableArray<Concern> Concerns(bool isAnswer) => Screen.Text(Words, SourceOf(isAnswer));

    /// <summary>As concerns name it.</summary>
    public string SourceOf(bool isAnswer) => (isAnswer ? ReadReply.Where(ReceivedAt) : "") + Source;

    /// <summary>Where nobody can tell whom it is about: something that waits for a person.</summary>
    public Referral AsReferral(IntakeId intake) => new()
    {
        Service = Service,
        Intake = intake,
        Channel = Channel.Text,
        ReceivedAt = ReceivedAt,
        Referrer = new(null, null, null, MobileNumber.Normal(From), null, Trusted: false),
        Children = [Child.Empty(1)],
        Concerns = Concerns(isAnswer: false),
    };
}
