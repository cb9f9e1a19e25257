using System.Collections.Concurrent;
using NodaTime;

namespace Heldspace.Local.Notify;

/// <summary>A text message that was taken. Nothing is really sent.</summary>
/// <param name="Id">As Notify names it.</param>
public sealed record SentText(Guid Id, Instant At, string Number, string Text, string? Reference);

/// <summary>What the stand-in for GOV.UK Notify has taken, oldest first.</summary>
public sealed class TextOutbox(IClock clock)
{
    private readonly ConcurrentQueue<SentText> taken = new();
    private int count;

    public IReadOnlyList<SentText> Sent => [.. taken];

    /// <summary>What becomes of texts to a number, in Notify's words: <c>permanent-failure</c>, <c>temporary-failure</c>, <c>sending</c>. Every other arrives.</summary>
    public ConcurrentDictionary<string, string> Fates { get; } = new(StringComparer.Ordinal);

    internal IClock Clock => clock;

    internal SentText Take(string number, string text, string? reference)
    {
        var sent = new SentText(new Guid(Interlocked.Increment(ref count), 0, 0x4000, 0x80, 0, 0, 0, 0, 0, 0, 0), clock.GetCurrentInstant(), number, text, reference);
        taken.Enqueue(sent);
        return sent;
    }
}
