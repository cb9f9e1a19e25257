using System.Text.Json.Serialization;

namespace Heldspace.Intake;

/// <summary>
/// An NHS number: ten digits of which the last checks the others (modulus 11, weights 10 to 2).
/// No number starts with 999000000: its check digit would be 10. Numbers of the test range (999…) are valid here.
/// </summary>
[JsonConverter(typeof(TextValueConverter<NhsNumber>))]
public sealed record NhsNumber : ITextValue<NhsNumber>
{
    private NhsNumber(string text) => Text = text;

    /// <summary>Ten digits without spaces.</summary>
    public string Text { get; }

    /// <summary>Reads any spacing; null where there are not ten digits or the check digit is wrong.</summary>
    public static NhsNumber? TryParse(string? text)
    {
        if (text is null || Digits(text) is not { Length: 10 } digits)
        {
            return null;
        }

        var sum = 0;
        for (var place = 0; place < 9; place++)
        {
            sum += (digits[place] - '0') * (10 - place);
        }

        var check = 11 - (sum % 11);
        return check != 10 && (check == 11 ? 0 : check) == digits[9] - '0' && digits.AsSpan().ContainsAnyExcept(digits[0]) ? new(digits) : null;
    }

    public override string ToString() => Text;

    /// <summary>The digits, where there is nothing else but what people put between them.</summary>
    private static string? Digits(string text)
    {
        Span<char> digits = stackalloc char[11];
        var count = 0;
        foreach (var letter in text)
        {
            if (char.IsAsciiDigit(letter) && count < 11)
            {
                digits[count++] = letter;
            }
            else if (char.IsAsciiDigit(letter) || !(char.IsWhiteSpace(letter) || letter is '-' or '.' or '\u2010' or '\u2011' or '\u2013'))
            {
                return null;
            }
        }

        return new(digits[..count]);
    }
}
