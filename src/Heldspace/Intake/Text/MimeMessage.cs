using System.Text;
using System.Text.RegularExpressions;

namespace Heldspace.Intake.Text;

/// <summary>A mail as a file (<c>message/rfc822</c>): its heading, its text and what is attached to it. Only as much of MIME as mail programs write.</summary>
/// <param name="Heading">From, sent, to and subject as lines, as a mail program puts them above a message that is handed on.</param>
/// <param name="Body">The text, of the richest kind that can be read.</param>
/// <param name="Attachments">In order.</param>
internal sealed partial record MimeMessage(IReadOnlyList<string> Heading, string Body, bool BodyIsHtml, IReadOnlyList<MailAttachment> Attachments)
{
    private const int MostParts = 100;

    private const int DeepestParts = 8;

    /// <summary>The message; null where the bytes are none.</summary>
    public static MimeMessage? Read(ReadOnlySpan<byte> content)
    {
        // One character for each byte, until the part says what its bytes mean.
        var text = Encoding.Latin1.GetString(content);
        var (headers, body) = Split(text);
        if (!headers.ContainsKey("from") || !(headers.ContainsKey("subject") || headers.ContainsKey("date") || headers.ContainsKey("to") || headers.ContainsKey("mime-version")))
        {
            return null;
        }

        var found = new Found();
        Walk(headers, body, found, 0);
        var heading = new List<string>();
        foreach (var (name, shown) in new[] { ("from", "From"), ("date", "Sent"), ("to", "To"), ("subject", "Subject") })
        {
            var value = headers.TryGetValue(name, out var raw) ? CleanText.Of(Decoded(raw), 400).Text : "";
            if (value.Length > 0 || name != "to")
            {
                heading.Add($"{shown}: {value}");
            }
        }

        return new(heading, found.Html ?? found.Plain ?? "", found.Html is not null, found.Attachments);
    }

    private sealed class Found
    {
        public string? Plain { get; set; }

        public string? Html { get; set; }

        public List<MailAttachment> Attachments { get; } = [];

        public int Parts { get; set; }
    }

    private static void Walk(Dictionary<string, string> headers, string body, Found found, int depth)
    {
        if (++found.Parts > MostParts || depth > DeepestParts)
        {
            found.Attachments.Add(new("more", null, default, false));
            return;
        }

        var type = headers.GetValueOrDefault("content-type", "text/plain");
        var kind = type.Split(';', 2)[0].Trim().ToLowerInvariant();
        var disposition = headers.GetValueOrDefault("content-disposition", "");
        if (kind.StartsWith("multipart/", StringComparison.Ordinal))
        {
            if (Parameter(type, "boundary") is { Length: > 0 and < 200 } boundary)
            {
                foreach (var part in Parts(body, boundary))
                {
                    var (inner, text) = Split(part);
                    Walk(inner, text, found, depth + 1);
                    if (found.Parts > MostParts)
                    {
                        return;
                    }
                }
            }

            return;
        }

        var name = Decoded(Parameter(disposition, "filename") ?? Parameter(type, "name") ?? "");
        var bytes = Bytes(body, headers.GetValueOrDefault("content-transfer-encoding", ""));
        var isAttached = disposition.TrimStart().StartsWith("attachment", StringComparison.OrdinalIgnoreCase) || name.Length > 0;
        if (!isAttached && kind is "text/plain" && found.Plain is null)
        {
            found.Plain = PlainText.Decode(bytes, Parameter(type, "charset"));
        }
        else if (!isAttached && kind is "text/html" && found.Html is null)
        {
            found.Html = PlainText.Decode(bytes, Parameter(type, "charset"));
        }
        else if (isAttached || kind is not ("text/plain" or "text/html"))
        {
            found.Attachments.Add(new(name.Length > 0 ? name : kind == "message/rfc822" ? "message.eml" : "attachment", kind, bytes, headers.ContainsKey("content-id") && kind.StartsWith("image/", StringComparison.Ordinal)));
        }
    }

    /// <summary>Header fields, by name in small letters, and what follows the first blank line.</summary>
    private static (Dictionary<string, string> Headers, string Body) Split(string text)
    {
        var headers = new Dictionary<string, string>(StringComparer.Ordinal);
        string? last = null;
        var at = 0;
        while (at < text.Length)
        {
            var end = text.IndexOf('\n', at);
            var next = end < 0 ? text.Length : end + 1;
            var line = text[at..(end < 0 ? text.Length : end)].TrimEnd('\r');
            at = next;
            if (line.Length == 0)
            {
                break;
            }

            if (line[0] is ' ' or '\t' && last is not null)
            {
                // A folded line; a heading of megabytes is not put together.
                headers[last] = headers[last].Length < 8_000 ? headers[last] + " " + line.Trim() : headers[last];
                continue;
            }

            if (HeaderField().Match(line) is not { Success: true } field || headers.Count > 500)
            {
                return headers.Count > 0 ? (headers, text[at..]) : ([], text);
            }

            last = field.Groups["name"].Value.ToLowerInvariant();
            if (!headers.TryAdd(last, field.Groups["value"].Value.Trim()))
            {
                last = null;
            }
        }

        return (headers, text[at..]);
    }

    private static IEnumerable<string> Parts(string body, string boundary)
    {
        var mark = "--" + boundary;
        var at = body.StartsWith(mark, StringComparison.Ordinal) ? 0 : Next(body, mark, 0);
        while (at >= 0)
        {
            var start = body.IndexOf('\n', at + mark.Length - 1);
            if (start < 0 || body.AsSpan(at + mark.Length).StartsWith("--"))
            {
                yield break;
            }

            var end = Next(body, mark, start);
            yield return body[(start + 1)..(end < 0 ? body.Length : Math.Max(start + 1, end))].TrimEnd('\r', '\n');
            at = end;
        }
    }

    /// <summary>Where the mark stands next at the start of a line.</summary>
    private static int Next(string body, string mark, int from)
    {
        var at = body.IndexOf("\n" + mark, Math.Max(0, from), StringComparison.Ordinal);
        return at < 0 ? -1 : at + 1;
    }

    private static string? Parameter(string header, string name)
    {
        foreach (Match match in ParameterOf().Matches(header))
        {
            if (string.Equals(match.Groups["name"].Value, name, StringComparison.OrdinalIgnoreCase))
            {
                return match.Groups["quoted"].Success ? match.Groups["quoted"].Value : match.Groups["bare"].Value;
            }
        }

        return null;
    }

    private static byte[] Bytes(string body, string encoding)
    {
        switch (encoding.Trim().ToLowerInvariant())
        {
            case "base64":
                var digits = new string([.. body.Where(letter => char.IsAsciiLetterOrDigit(letter) || letter is '+' or '/')]);
                digits = digits[..(digits.Length - (digits.Length % 4 == 1 ? 1 : 0))];
                return Convert.FromBase64String(digits.PadRight((digits.Length + 3) / 4 * 4, '='));
            case "quoted-printable":
                return Unquoted(body, isHeader: false);
            default:
                return Encoding.Latin1.GetBytes(body);
        }
    }

    private static byte[] Unquoted(string text, bool isHeader)
    {
        var bytes = new List<byte>(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] != '=')
            {
                bytes.Add(isHeader && text[at] == '_' ? (byte)' ' : (byte)text[at]);
            }
            else if (at + 2 < text.Length + 0 && char.IsAsciiHexDigit(text[at + 1]) && char.IsAsciiHexDigit(text[at + 2]))
            {
                bytes.Add(Convert.ToByte(text.Substring(at + 1, 2), 16));
                at += 2;
            }
            else
            {
                // A line that goes on.
                while (at + 1 < text.Length && text[at + 1] is '\r' or ' ')
                {
                    at++;
                }

                at += at + 1 < text.Length && text[at + 1] == '\n' ? 1 : 0;
            }
        }

        return [.. bytes];
    }

    /// <summary>A header's text: "=?utf-8?Q?Ren=C3=A9e?=".</summary>
    private static string Decoded(string raw)
    {
        var joined = BetweenWords().Replace(raw, "");
        var decoded = EncodedWord().Replace(joined, word =>
            PlainText.Decode(word.Groups["how"].Value is "B" or "b" ? Bytes(word.Groups["text"].Value, "base64") : Unquoted(word.Groups["text"].Value, isHeader: true), word.Groups["charset"].Value));
        return decoded.Length == raw.Length && raw.Any(letter => letter > 0x7f) ? PlainText.Decode(Encoding.Latin1.GetBytes(raw), null) : decoded;
    }

    [GeneratedRegex(@"^(?<name>[!-9;-~]{1,80})[ \t]?:(?<value>.*)$", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex HeaderField();

    [GeneratedRegex(@";\s*(?<name>[a-zA-Z-]{1,40})\*?(?:0\*?)?\s?=\s?(?:""(?<quoted>[^""]{0,400})""|(?<bare>[^\s;""]{1,400}))", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex ParameterOf();

    [GeneratedRegex(@"=\?(?<charset>[\w-]{1,40})(?:\*\w{1,8})?\?(?<how>[QqBb])\?(?<text>[^?\s]{0,400})\?=", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex EncodedWord();

    [GeneratedRegex(@"(?<=\?=)\s+(?==\?)", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex BetweenWords();
}
