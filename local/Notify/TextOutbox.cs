using System.Collections.Concurrent;
using NodaTime;

namespace Heldspace.Local.Notify;

/// <summary>A text message that was taken. Nothing is really sent.</summary>
/// <param name="Id">As Notify names it.</param>
public sealed record SentText(Guid Id, Instant At, string Number, string Text, string? Reference);

/// <summary>A text message that somebody sent to the number of the account.</summary>
/// <param name="Id">As Notify names it.</param>
/// <param name="Number">Whose, as Notify writes it: <c>447700900123</c>.</param>
public sealed record ArrivedText(Guid Id, Instant At, string Number, string Text);

/// <summary>What the stand-in for GOV.UK Notify has taken, oldest first, and what people wrote back.</summary>
public sealed class TextOutbox(IClock clock)
{
    private readonly ConcurrentQueue<SentText> taken = new();
    private readonly ConcurrentQueue<ArrivedText> arrived = new();
    private int count;

    public IReadOnlyList<SentText> Sent => [.. taken];

    /// <summary>What becomes of texts to a number, in Notify's words: <c>permanent-failure</c>, <c>temporary-failure</c>, <c>sending</c>. Every other arrives.</summary>
    public ConcurrentDictionary<string, string> Fates { get; } = new(StringComparer.Ordinal);

    /// <summary>What people sent, oldest first, however long ago.</summary>
    public IReadOnlyList<ArrivedText> Arrived => [.. arrived];

    /// <summary>Somebody sends a text message to the number of the account.</summary>
    public ArrivedText Receive(string number, string text)
    {
        var one = new ArrivedText(Next(), clock.GetCurrentInstant(), number, text);
        arrived.Enqueue(one);
        return one;
    }

    internal IClock Clock => clock;

    internal SentText Take(string number, string text, string? reference)
    {
        var sent = new SentText(Next(), clock.GetCurrentInstant(), number, text, reference);
        taken.Enqueue(sent);
        return sent;
    }

    private Guid Next() => new(Interlocked.Increment(ref count), 0, 0x4000, 0x80, 0, 0, 0, 0, 0, 0, 0);
}
