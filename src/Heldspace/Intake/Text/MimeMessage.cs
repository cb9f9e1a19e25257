using System.Globalization;
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
        // One character for each byte, until the part says what its bytes mean; parts are pieces of it and no copies.
        var (headers, body) = Split(Encoding.Latin1.GetString(content).AsMemory());
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

    private static void Walk(Dictionary<string, string> headers, ReadOnlyMemory<char> body, Found found, int depth)
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
        var bytes = Bytes(body.Span, headers.GetValueOrDefault("content-transfer-encoding", ""));
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
    private static (Dictionary<string, string> Headers, ReadOnlyMemory<char> Body) Split(ReadOnlyMemory<char> text)
    {
        var headers = new Dictionary<string, string>(StringComparer.Ordinal);
        string? last = null;
        var rest = text;
        while (rest.Length > 0)
        {
            var end = rest.Span.IndexOf('\n');
            var line = rest.Span[..(end < 0 ? rest.Length : end)].TrimEnd('\r').ToString();
            rest = end < 0 ? default : rest[(end + 1)..];
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
                return headers.Count > 0 ? (headers, rest) : ([], text);
            }

            last = field.Groups["name"].Value.ToLowerInvariant();
            if (!headers.TryAdd(last, field.Groups["value"].Value.Trim()))
            {
                last = null;
            }
        }

        return (headers, rest);
    }

    private static IEnumerable<ReadOnlyMemory<char>> Parts(ReadOnlyMemory<char> body, string boundary)
    {
        var mark = "--" + boundary;
        var at = body.Span.StartsWith(mark) ? 0 : Next(body.Span, mark, 0);
        while (at >= 0)
        {
            var start = body.Span[(at + mark.Length - 1)..].IndexOf('\n');
            if (start < 0 || body.Span[(at + mark.Length)..].StartsWith("--"))
            {
                yield break;
            }

            start += at + mark.Length - 1;
            var end = Next(body.Span, mark, start);
            yield return body[(start + 1)..(end < 0 ? body.Length : Math.Max(start + 1, end))].TrimEnd("\r\n");
            at = end;
        }
    }

    /// <summary>Where the mark stands next at the start of a line.</summary>
    private static int Next(ReadOnlySpan<char> body, string mark, int from)
    {
        var at = body[from..].IndexOf("\n" + mark);
        return at < 0 ? -1 : from + at + 1;
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

    private static byte[] Bytes(ReadOnlySpan<char> body, string encoding)
    {
        switch (encoding.Trim().ToLowerInvariant())
        {
            case "base64":
                var (digits, length) = (new char[body.Length + 3], 0);
                foreach (var letter in body)
                {
                    if (char.IsAsciiLetterOrDigit(letter) || letter is '+' or '/')
                    {
                        digits[length++] = letter;
                    }
                }

                length -= length % 4 == 1 ? 1 : 0;
                while (length % 4 != 0)
                {
                    digits[length++] = '=';
                }

                return Convert.FromBase64CharArray(digits, 0, length);
            case "quoted-printable":
                return Unquoted(body, isHeader: false);
            default:
                var bytes = new byte[body.Length];
                Encoding.Latin1.GetBytes(body, bytes);
                return bytes;
        }
    }

    private static byte[] Unquoted(ReadOnlySpan<char> text, bool isHeader)
    {
        var (bytes, length) = (new byte[text.Length], 0);
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] != '=')
            {
                bytes[length++] = isHeader && text[at] == '_' ? (byte)' ' : (byte)text[at];
            }
            else if (at + 2 < text.Length && char.IsAsciiHexDigit(text[at + 1]) && char.IsAsciiHexDigit(text[at + 2]))
            {
                bytes[length++] = byte.Parse(text.Slice(at + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
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

        return bytes[..length];
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
