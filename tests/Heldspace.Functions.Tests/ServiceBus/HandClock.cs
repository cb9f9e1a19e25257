using NodaTime;

namespace Heldspace.Functions.Tests.ServiceBus;

/// <summary>A clock that stands still until it is moved.</summary>
internal sealed class HandClock : IClock
{
    private long ticks = Instant.FromUtc(2026, 3, 2, 9, 0).ToUnixTimeTicks();

    public Instant Now => Instant.FromUnixTimeTicks(Interlocked.Read(ref ticks));

    public Instant GetCurrentInstant() => Now;

    public void Advance(Duration duration) => Interlocked.Add(ref ticks, (long)duration.TotalTicks);

    public void Set(Instant instant) => Interlocked.Exchange(ref ticks, instant.ToUnixTimeTicks());
}
