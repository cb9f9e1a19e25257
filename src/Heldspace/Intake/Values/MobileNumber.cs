namespace Heldspace.Intake;

/// <summary>A number that text messages go to and come from, whichever way people write it.</summary>
public static class MobileNumber
{
    private const string UnitedKingdom = "44";

    /// <summary>One spelling for one number: <c>447700900123</c> for <c>07700 900123</c>, <c>+44 (0)7700 900123</c> and <c>0044 7700 900123</c>. What holds no digit, a sender's name, is itself in small letters.</summary>
    public static string Normal(string written)
    {
        ArgumentNullException.ThrowIfNull(written);
        var digits = string.Concat(written.Where(char.IsAsciiDigit));
        return digits.Length == 0 ? written.Trim().ToLowerInvariant()
            : digits.StartsWith("00", StringComparison.Ordinal) ? WithoutTrunk(digits[2..])
            : digits[0] == '0' ? UnitedKingdom + digits[1..]
            : WithoutTrunk(digits);
    }

    /// <summary>Between the country and the number some write the zero that is dialled within it.</summary>
    private static string WithoutTrunk(string digits) => digits.StartsWith(UnitedKingdom + "0", StringComparison.Ordinal) ? UnitedKingdom + digits[3..] : digits;
}
