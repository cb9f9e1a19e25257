namespace Heldspace.Benchmarks;

/// <summary>The middle of some measurements; half-way between the two in the middle where their number is even.</summary>
public static class Median
{
    /// <exception cref="ArgumentException">Nothing was measured.</exception>
    public static double Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        ArgumentOutOfRangeException.ThrowIfZero(sorted.Length, nameof(values));
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
