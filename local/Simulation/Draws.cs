using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Heldspace.Local.Simulation;

/// <summary>
/// Every random number of a simulation, from one seed. What a draw is for is part of its key, and no draw depends on how many came before it: a change
/// to one thing leaves what is drawn for everything else as it was.
/// </summary>
public sealed class Draws(int seed)
{
    public int Seed { get; } = seed;

    /// <summary>Numbers for one purpose: the same key gives the same numbers.</summary>
    public Random For(string purpose, params IReadOnlyList<object> of)
    {
        var key = string.Create(CultureInfo.InvariantCulture, $"{Seed}:{purpose}:{string.Join(':', of)}");
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes(key), hash);
        return new(BitConverter.ToInt32(hash));
    }

    /// <summary>A number of 0 or more and less than 1.</summary>
    public double Share(string purpose, params IReadOnlyList<object> of) => For(purpose, of).NextDouble();
}
