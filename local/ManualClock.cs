using NodaTime;

namespace Heldspace.Local;

/// <summary>A clock that stands still until it is moved. It never goes back.</summary>
public sealed class ManualClock(Instant start) : IClock
{
    private long ticks = start.ToUnixTimeTicks();

    public Instant GetCurrentInstant() => Instant.FromUnixTimeTicks(Interlocked.Read(ref ticks));

    /// <exception cref="ArgumentOutOfRangeException">The instant lies in the past.</exception>
    public void MoveTo(Instant instant)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(instant.ToUnixTimeTicks(), Interlocked.Read(ref ticks), nameof(instant));
        Interlocked.Exchange(ref ticks, instant.ToUnixTimeTicks());
    }

    public void Advance(Duration by) => MoveTo(GetCurrentInstant() + by);
}
