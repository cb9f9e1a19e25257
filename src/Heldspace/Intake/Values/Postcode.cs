using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Heldspace.Intake;

/// <summary>A full postcode of the United Kingdom. The most sensitive field here: it says where a child sleeps.</summary>
[JsonConverter(typeof(TextValueConverter<Postcode>))]
public sealed partial record Postcode : ITextValue<Postcode>
{
    private Postcode(string text) => Text = text;

    /// <summary>Capitals with one space: <c>CH1 2AB</c>.</summary>
    public string Text { get; }

    /// <summary>The first half: <c>CH1</c>.</summary>
    public string Outward => Text[..^4];

    public static Postcode? TryParse(string? text)
    {
        if (text is null or { Length: > 20 })
        {
            return null;
        }

        var squeezed = string.Concat(text.Where(letter => !char.IsWhiteSpace(letter))).ToUpperInvariant();
        return Form().IsMatch(squeezed) ? new($"{squeezed[..^3]} {squeezed[^3..]}") : null;
    }

    /// <summary>The first postcode written anywhere in a text, and where it stands.</summary>
    public static (Postcode Postcode, int Index)? FindIn(string text)
    {
        var match = Within().Match(text);
        return match.Success && TryParse(match.Value) is { } postcode ? (postcode, match.Index) : null;
    }

    public override string ToString() => Text;

    [GeneratedRegex(@"\A(?:[A-PR-UWYZ][A-HK-Y]?[0-9][0-9A-HJKMNPR-Y]?)[0-9][ABD-HJLNP-UW-Z]{2}\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Form();

    [GeneratedRegex(@"\b[A-PR-UWYZ][A-HK-Y]?[0-9][0-9A-HJKMNPR-Y]?[ \t\u00a0]{0,2}[0-9][ABD-HJLNP-UW-Z]{2}\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Within();
}
