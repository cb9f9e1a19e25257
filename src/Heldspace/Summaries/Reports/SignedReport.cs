using System.Collections.Immutable;
using System.Security.Cryptography;
using Heldspace.Intake;
using Heldspace.Json;
using Heldspace.Pathway;
using Heldspace.Services;
using NodaTime;

namespace Heldspace.Summaries.Reports;

/// <summary>A month or a year that a manager has signed: its figures as they were then, which nothing changes any more.</summary>
public sealed record SignedReport
{
    public const int CurrentSchema = 1;

    public int Schema { get; init; } = CurrentSchema;

    public required string Service { get; init; }

    public required ReportPeriod Period { get; init; }

    public required Instant SignedAt { get; init; }

    /// <summary>Who, by sign-in name.</summary>
    public required string By { get; init; }

    /// <summary>In the manager's words; empty where there is nothing to say.</summary>
    public required string Commentary { get; init; }

    public required ImmutableArray<ReportLine> Lines { get; init; }

    /// <summary>What the figures were held against then: another target later makes nothing of before red or green.</summary>
    public required ImmutableArray<KpiTarget> Targets { get; init; }
}

/// <summary>What a manager says of the figures, before it is signed.</summary>
public static class Commentary
{
    /// <summary>Characters.</summary>
    public const int Longest = 4000;

    /// <summary>As it is kept: one kind of line break, no control characters, nothing around it.</summary>
    public static string Tidy(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return string.Concat(text.ReplaceLineEndings("\n").Where(character => character == '\n' || !char.IsControl(character))).Trim();
    }

    /// <summary>Why it cannot stand under figures that others read, in a sentence; null where nothing is seen. Names are for people to keep out.</summary>
    public static string? WhyNot(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length > Longest ? $"Say it in at most {Longest} characters."
            : NhsNumbers(text) ? "There is an NHS number in it. Take it out."
            : text.Split([' ', '\n', ',', '.', ';', ':', '(', ')', '"', '\''], StringSplitOptions.RemoveEmptyEntries).Any(word => Reference.TryParse(word) is not null) ? "There is the reference of a case in it. Take it out."
            : null;
    }

    /// <summary>Ten digits in a row that are one, however they are spaced.</summary>
    private static bool NhsNumbers(string text)
    {
        var digits = string.Concat(text.Where(character => character is not (' ' or '-')));
        return Enumerable.Range(0, Math.Max(0, digits.Length - 9)).Any(start =>
            digits.AsSpan(start, 10).IndexOfAnyExceptInRange('0', '9') < 0
            && (start == 0 || !char.IsAsciiDigit(digits[start - 1])) && (start + 10 == digits.Length || !char.IsAsciiDigit(digits[start + 10]))
            && NhsNumber.TryParse(digits.Substring(start, 10)) is not null);
    }
}

/// <summary>What is counted otherwise now than it was signed.</summary>
/// <param name="Signed">As it was signed; null for a line that was not there.</param>
/// <param name="Now">As it is counted now; null for a line that is not there any more.</param>
public sealed record Restatement(ReportLine? Signed, ReportLine? Now)
{
    public ReportLine Either => Signed ?? Now!;
}

/// <summary>Later corrections of a month that is signed.</summary>
public static class Restatements
{
    /// <summary>Lines that differ, in the order of the report; those that are new come last.</summary>
    public static ImmutableArray<Restatement> Between(ImmutableArray<ReportLine> signed, ImmutableArray<ReportLine> now)
    {
        var current = now.ToDictionary(line => line.About);
        var before = signed.Select(line => line.About).ToHashSet();
        return
        [
            .. signed.Select(line => new Restatement(line, current.GetValueOrDefault(line.About))).Where(pair => pair.Signed != pair.Now),
            .. now.Where(line => !before.Contains(line.About)).Select(line => new Restatement(null, line)),
        ];
    }

    /// <summary>Tells figures from others: what somebody saw is what they sign.</summary>
    public static string Seal(ImmutableArray<ReportLine> lines) => Convert.ToHexStringLower(SHA256.HashData(HeldspaceJson.WriteBytes(lines)));
}
