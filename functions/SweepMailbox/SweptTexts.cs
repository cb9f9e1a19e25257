using System.Collections.Immutable;
using System.Text.Json;
using Heldspace.Azure.Notify;
using Heldspace.Json;
using NodaTime;

namespace Heldspace.Functions.SweepMailbox;

/// <summary>How far text messages are taken in. Two that came at nearly the same time may be seen in either order: which of the last minutes were seen is told one by one.</summary>
/// <param name="Newest">When the newest of them came; null before the first.</param>
/// <param name="Seen">Those that came within the last minutes before it.</param>
internal sealed record SweptTexts(Instant? Newest, ImmutableArray<SeenText> Seen)
{
    private static readonly Duration Overlap = Duration.FromMinutes(10);

    /// <summary>From what is kept. What cannot be read is as if it were not there: all of the last seven days is met again, and recognised.</summary>
    public static SweptTexts Read(string? kept)
    {
        try
        {
            return kept is null ? new(null, []) : HeldspaceJson.Read<SweptTexts>(kept);
        }
        catch (JsonException)
        {
            return new(null, []);
        }
    }

    public bool IsNew(ArrivedMessage text) => Newest is not { } newest || (text.At >= newest - Overlap && !Seen.Contains(new(text.Id, text.At)));

    /// <summary>Whether nothing new can come behind this one.</summary>
    public bool Ends(ArrivedMessage text) => Newest is { } newest && text.At < newest - Overlap;

    /// <param name="found">All that are new; not none.</param>
    public SweptTexts And(IReadOnlyList<ArrivedMessage> found)
    {
        var latest = found.Max(text => text.At);
        var newest = Newest is { } before ? Instant.Max(before, latest) : latest;
        return new(newest, [.. Seen.Concat(found.Select(text => new SeenText(text.Id, text.At))).Where(seen => seen.At >= newest - Overlap)]);
    }

    public string ToKeep() => HeldspaceJson.Write(this);
}

/// <param name="Id">Of a text message that was taken in.</param>
/// <param name="At">When it came.</param>
internal sealed record SeenText(string Id, Instant At);
