using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Heldspace.Intake;

/// <summary>A unique pupil number, or one of the five reasons why there is none (UN1–UN5).</summary>
[JsonConverter(typeof(TextValueConverter<Upn>))]
public sealed partial record Upn : ITextValue<Upn>
{
    private Upn(string text) => Text = text;

    /// <summary>Thirteen capital letters and digits without spaces, or UN1 to UN5.</summary>
    public string Text { get; }

    public static Upn? TryParse(string? text)
    {
        if (text is null or { Length: > 40 })
        {
            return null;
        }

        var squeezed = string.Concat(text.Where(letter => !char.IsWhiteSpace(letter))).ToUpperInvariant();
        return Form().IsMatch(squeezed) ? new(squeezed) : null;
    }

    public override string ToString() => Text;

    [GeneratedRegex(@"\A(?:(?![IOS])[A-Z](?:[0-9]{12}|[0-9]{11}[A-Z])|UN[1-5])\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Form();
}
