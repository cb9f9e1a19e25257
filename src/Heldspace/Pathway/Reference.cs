using System.Text.Json.Serialization;
using Heldspace.Intake;

namespace Heldspace.Pathway;

/// <summary>
/// The reference people see and say on the phone: <c>HS-7K3M-Q9</c>. Five symbols and a check symbol from an alphabet of 32 without 0, O, 1 and I.
/// The check symbol finds any single wrong symbol and any two neighbours swapped.
/// </summary>
[JsonConverter(typeof(TextValueConverter<Reference>))]
public sealed record Reference : ITextValue<Reference>
{
    private const string Alphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    private const int Symbols = 5;

    private Reference(string text) => Text = text;

    public string Text { get; }

    /// <summary>The reference of 25 bits, so of the numbers 0 to 33,554,431.</summary>
    public static Reference Of(uint bits)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(bits, 1u << (5 * Symbols));
        Span<int> values = stackalloc int[Symbols + 1];
        for (var i = 0; i < Symbols; i++)
        {
            values[i] = (int)(bits >> (5 * (Symbols - 1 - i)) & 31);
        }

        values[Symbols] = Check(values[..Symbols]);
        Span<char> text = ['H', 'S', '-', Symbol(values[0]), Symbol(values[1]), Symbol(values[2]), Symbol(values[3]), '-', Symbol(values[4]), Symbol(values[5])];
        return new(new string(text));
    }

    /// <summary>Reads a reference however it is typed: spaces, hyphens, case and the prefix do not matter; null when it is none or its check fails.</summary>
    public static Reference? TryParse(string? text)
    {
        var symbols = (text ?? "").ToUpperInvariant().Where(char.IsAsciiLetterOrDigit).ToArray();
        if (symbols is ['H', 'S', ..] && symbols.Length == Symbols + 3)
        {
            symbols = symbols[2..];
        }

        var values = symbols.Select(symbol => Alphabet.IndexOf(symbol, StringComparison.Ordinal)).ToArray();
        if (values.Length != Symbols + 1 || values.Contains(-1) || Check(values.AsSpan(0, Symbols)) != values[Symbols])
        {
            return null;
        }

        var bits = values.Take(Symbols).Aggregate(0u, (sum, value) => (sum << 5) | (uint)value);
        return Of(bits);
    }

    public override string ToString() => Text;

    private static char Symbol(int value) => Alphabet[value];

    /// <summary>
    /// The sum of value × 2^i over the field of 32 elements (x^5 + x^2 + 1): distinct powers of a generator, so that no single error and no swap of
    /// neighbours leaves it unchanged.
    /// </summary>
    private static int Check(ReadOnlySpan<int> values)
    {
        var sum = 0;
        foreach (var value in values)
        {
            sum = Double(sum ^ value);
        }

        return sum;
    }

    private static int Double(int value)
    {
        var doubled = value << 1;
        return (doubled & 32) == 0 ? doubled : doubled ^ 0b100101;
    }
}
