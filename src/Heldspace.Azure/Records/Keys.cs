using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Text;

namespace Heldspace.Azure.Records;

/// <summary>The secrets of this deployment. Everything personal that must be found again is found by a keyed hash made with them.</summary>
public sealed class KeyOptions
{
    /// <summary>The version that writes: a name of <see cref="Secrets"/>. Setting: <c>Keys:Current</c>.</summary>
    [Required(ErrorMessage = "Keys:Current is not set. Name the version that writes, and put its secret (base64, at least 32 bytes) under that name into Keys:Secrets.")]
    public string Current { get; set; } = "";

    /// <summary>
    /// Secrets by version, at least 32 bytes each, base64. Setting: <c>Keys:Secrets:{version}</c>. To change the key add a version, make it current,
    /// and leave the one before until everything written with it is gone.
    /// </summary>
    [Required]
    public Dictionary<string, string> Secrets { get; init; } = new(StringComparer.Ordinal);
}

/// <summary>Keyed hashes, per service and purpose, so that nothing can be looked up across services or guessed from outside.</summary>
public sealed class Keys
{
    private const string Base32 = "abcdefghijklmnopqrstuvwxyz234567";

    private readonly IReadOnlyList<(string Version, byte[] Secret)> newestFirst;

    /// <exception cref="ArgumentException">The current version is not there, or a secret is too short.</exception>
    public Keys(KeyOptions options)
    {
        if (!options.Secrets.ContainsKey(options.Current))
        {
            throw new ArgumentException("Keys:Current names no entry of Keys:Secrets. Add the secret (base64, at least 32 bytes) under that name.");
        }

        newestFirst =
        [
            .. options.Secrets
                .OrderByDescending(secret => secret.Key == options.Current)
                .Select(secret => (secret.Key, Decode(secret.Key, secret.Value))),
        ];
    }

    /// <summary>The version that writes.</summary>
    public string Current => newestFirst[0].Version;

    /// <summary>The versions to read with, the current one first.</summary>
    public IEnumerable<string> Versions => newestFirst.Select(key => key.Version);

    /// <summary>A keyed hash of 256 bits in lower-case base32, 52 letters and digits.</summary>
    public string Hash(string version, string service, string purpose, string text) =>
        ToBase32(Compute(newestFirst.First(key => key.Version == version).Secret, service, purpose, text));

    /// <summary>A secret link token of 256 bits that only this deployment can make, the same whenever it is made again.</summary>
    public string Token(string service, string purpose, string text) => Hash(Current, service, "token:" + purpose, text);

    /// <summary>Whether a token was made from this text, with any of the keys; compared in constant time.</summary>
    public bool IsToken(string service, string purpose, string text, string token)
    {
        var given = Encoding.UTF8.GetBytes(token);
        return newestFirst.Any(key => CryptographicOperations.FixedTimeEquals(given, Encoding.UTF8.GetBytes(Hash(key.Version, service, "token:" + purpose, text))));
    }

    /// <summary>A key of 256 bits for a purpose of its own.</summary>
    public byte[] Derive(string version, string purpose) => Compute(newestFirst.First(key => key.Version == version).Secret, "", "derive", purpose);

    /// <summary>The signature of a queue message.</summary>
    public string Sign(string queue, string payload) => Hash(Current, "", "queue:" + queue, payload);

    /// <summary>Whether any of the keys made the signature; compared in constant time.</summary>
    public bool IsSigned(string queue, string payload, string? signature)
    {
        var given = Encoding.UTF8.GetBytes(signature ?? "");
        return newestFirst.Any(key => CryptographicOperations.FixedTimeEquals(
            given, Encoding.UTF8.GetBytes(Hash(key.Version, "", "queue:" + queue, payload))));
    }

    /// <summary>An unkeyed hash, for ids derived from what is not secret: <paramref name="length"/> letters and digits of base32.</summary>
    public static string Fingerprint(int length, params ReadOnlySpan<string> parts) =>
        ToBase32(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts!))))[..length];

    private static byte[] Compute(byte[] secret, string service, string purpose, string text) =>
        HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes($"{service}\n{purpose}\n{text}"));

    private static string ToBase32(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder((bytes.Length * 8 + 4) / 5);
        var (buffer, bits) = (0, 0);
        foreach (var value in bytes)
        {
            buffer = (buffer << 8) | value;
            bits += 8;
            while (bits >= 5)
            {
                text.Append(Base32[(buffer >> (bits -= 5)) & 31]);
            }

            buffer &= (1 << bits) - 1;
        }

        return bits > 0 ? text.Append(Base32[(buffer << (5 - bits)) & 31]).ToString() : text.ToString();
    }

    private static byte[] Decode(string version, string secret)
    {
        var bytes = new byte[secret.Length];
        return Convert.TryFromBase64String(secret, bytes, out var length) && length >= 32
            ? bytes[..length]
            : throw new ArgumentException($"Keys:Secrets:{version} is not base64 of at least 32 bytes. Make one with: openssl rand -base64 32");
    }
}
