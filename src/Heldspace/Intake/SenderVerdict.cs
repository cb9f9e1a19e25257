using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Heldspace.Intake;

/// <summary>Whether a mail came from whom it names, as the receiving mail system says.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SenderVerdict>))]
public enum SenderVerdict
{
    Verified,

    /// <summary>Nothing that can be relied on says so: a person looks before anything is sent to them.</summary>
    Unknown,

    /// <summary>It did not: set aside for a person, answered to nobody.</summary>
    Failed,

    /// <summary>The mail system took it for junk: set aside as one that failed.</summary>
    Junk,
}

/// <summary>
/// Reads the verdict of Exchange Online's composite authentication. Only the topmost <c>Authentication-Results</c> is the receiving system's; those below came
/// with the mail and say what its sender wants them to.
/// </summary>
/// <remarks>https://learn.microsoft.com/defender-office-365/message-headers-eop-mdo: <c>compauth</c> is pass, softpass, none or fail; the header names no server.</remarks>
public static partial class ReadVerdict
{
    private const string Header = "Authentication-Results";

    public static SenderVerdict Of(ReceivedMail mail)
    {
        var header = mail.Headers.IsDefault ? null : mail.Headers.FirstOrDefault(header => string.Equals(header.Name, Header, StringComparison.OrdinalIgnoreCase))?.Value;
        if (header is null || mail.From is not { } from)
        {
            return SenderVerdict.Unknown;
        }

        var said = Plain(header);
        return (Verdict().Match(said).Groups["verdict"].Value.ToLowerInvariant(), Named(said) is not { } named || IsOf(from.Domain, named)) switch
        {
            ("fail", _) => SenderVerdict.Failed,
            ("pass" or "softpass", true) => SenderVerdict.Verified,
            _ => SenderVerdict.Unknown,
        };
    }

    /// <summary>Without comments and quoted text, in which anybody may have written anything.</summary>
    private static string Plain(string header)
    {
        var plain = new System.Text.StringBuilder(header.Length);
        var (depth, quoted) = (0, false);
        for (var at = 0; at < header.Length; at++)
        {
            var letter = header[at];
            if (letter == '\\' && (quoted || depth > 0))
            {
                at++;
            }
            else if (letter == '"' && depth == 0)
            {
                quoted = !quoted;
            }
            else if (!quoted && letter == '(')
            {
                depth++;
            }
            else if (!quoted && letter == ')' && depth > 0)
            {
                depth--;
            }
            else if (!quoted && depth == 0)
            {
                plain.Append(letter);
            }
        }

        return plain.ToString();
    }

    /// <summary>The domain that the verdict is about; null where it names none.</summary>
    private static string? Named(string said) => About().Match(said) is { Success: true } about ? about.Groups["domain"].Value : null;

    private static bool IsOf(string domain, string named) =>
        string.Equals(domain, named, StringComparison.OrdinalIgnoreCase) || domain.EndsWith($".{named}", StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"(?:^|[\s;])compauth\s*=\s*(?<verdict>[a-z]+)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Verdict();

    [GeneratedRegex(@"(?:^|[\s;])header\.from\s*=\s*(?<domain>[a-z0-9.-]+)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex About();
}
