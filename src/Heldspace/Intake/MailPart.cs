using System.Text.RegularExpressions;
using Heldspace.Intake.Text;

namespace Heldspace.Intake;

/// <summary>One message of a chain: what the sender wrote, or a message quoted or forwarded below it.</summary>
/// <param name="Index">0 is what the sender wrote; higher is older.</param>
/// <param name="Lines">Its lines, without quotation marks, numbered as in the whole body.</param>
/// <param name="FromName">For a quoted message: who wrote it, as the mail program says.</param>
/// <param name="From">For a quoted message: their address.</param>
/// <param name="IsForwarded">Whether it was handed on rather than answered.</param>
/// <param name="Line">Where its heading stands; 0 for the newest.</param>
internal sealed partial record MailPart(int Index, IReadOnlyList<Line> Lines, string? FromName, EmailAddress? From, bool IsForwarded, int Line)
{
    /// <summary>The text it stands in: the body, or an attachment by its number.</summary>
    public string Where => Lines.Count > 0 ? Lines[0].Where : "body";

    /// <summary>Chains longer than this are read as one last message.</summary>
    private const int Longest = 40;

    public static IReadOnlyList<MailPart> Split(IReadOnlyList<Line> lines, bool isForward)
    {
        var parts = new List<Draft> { new() };
        var current = parts[0];
        var forwarded = isForward;
        Draft? quoted = null;

        // A heading that is itself quoted: what is quoted as deep below it is its message.
        var under = 0;
        for (var at = 0; at < lines.Count; at++)
        {
            var (depth, text) = Unquote(lines[at].Text);
            if (under > 0 && depth == 0 && text.Trim().Length > 0)
            {
                (under, current, quoted) = (0, parts[0], null);
            }

            var line = depth > 0 ? lines[at] with { Text = text } : lines[at];
            if (ForwardMarker().IsMatch(text))
            {
                forwarded = true;
                continue;
            }

            if (OriginalMarker().IsMatch(text))
            {
                continue;
            }

            if (parts.Count < Longest && HeaderBlock(lines, at) is { } header)
            {
                current = new() { Name = header.Name, Address = header.Address, IsForwarded = forwarded, Line = lines[at].Number };
                parts.Add(current);
                quoted = null;
                under = depth;
                at = header.Last;
                continue;
            }

            if (parts.Count < Longest && Wrote(lines, at) is { } wrote)
            {
                quoted = new() { Name = wrote.Name, Address = wrote.Address, Line = lines[at].Number };
                parts.Add(quoted);
                at = wrote.Last;
                continue;
            }

            if (depth > 0 && depth <= under)
            {
                current.Lines.Add(line);
            }
            else if (depth > 0)
            {
                if (quoted is null)
                {
                    parts.Add(quoted = new() { Line = line.Number });
                }

                quoted.HasMarks = true;
                quoted.Lines.Add(line);
            }
            else if (quoted is { HasMarks: false } && !line.IsBlank)
            {
                // The mail program marks what it quotes by its place, not by signs: the rest is the older message.
                current = quoted;
                quoted = null;
                current.Lines.Add(line);
            }
            else
            {
                current.Lines.Add(line);
            }
        }

        return [.. parts.Select((part, index) => new MailPart(index, part.Lines, part.Name, part.Address, part.IsForwarded, part.Line))];
    }

    /// <summary>The heading that Outlook and others put above a message handed on: From, then at least two of Sent, To, Subject.</summary>
    private static (string? Name, EmailAddress? Address, int Last)? HeaderBlock(IReadOnlyList<Line> lines, int at)
    {
        var first = HeaderLine().Match(Unquote(lines[at].Text).Text);
        if (!first.Success || !first.Groups["from"].Success)
        {
            return null;
        }

        var others = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var last = at;
        for (var next = at + 1; next < lines.Count && next <= at + 9; next++)
        {
            var text = Unquote(lines[next].Text).Text;
            var match = HeaderLine().Match(text);
            if (match.Success)
            {
                if (match.Groups["from"].Success)
                {
                    break;
                }

                others.Add(match.Groups["name"].Value);
                last = next;
            }
            else if (text.Length > 0 && others.Count >= 2)
            {
                break;
            }
        }

        if (others.Count < 2)
        {
            return null;
        }

        var (name, address) = Sender(first.Groups["value"].Value);
        return (name, address, last);
    }

    /// <summary>"On 3 May 2026 at 10:12, Jane Smith &lt;jane@council.example&gt; wrote:", on one line or broken into two.</summary>
    private static (string? Name, EmailAddress? Address, int Last)? Wrote(IReadOnlyList<Line> lines, int at)
    {
        var text = Unquote(lines[at].Text).Text;
        if (!text.StartsWith("On ", StringComparison.Ordinal))
        {
            return null;
        }

        for (var last = at; last < lines.Count && last <= at + 2; last++)
        {
            text = last == at ? text : $"{text} {Unquote(lines[last].Text).Text}";
            if (text.EndsWith("wrote:", StringComparison.OrdinalIgnoreCase) && text.Length < 400)
            {
                var said = text[..^6];
                var comma = said.LastIndexOf(", ", StringComparison.Ordinal);
                var (name, address) = Sender(comma > 0 ? said[(comma + 2)..] : "");
                return (name, address, last);
            }
        }

        return null;
    }

    private static (string? Name, EmailAddress? Address) Sender(string text)
    {
        var found = ReadValue.EmailWithin().Match(text);
        var name = NameOfSender(found.Success ? text[..found.Index] : text);
        return (name, found.Success ? EmailAddress.TryParse(found.Value) : null);
    }

    /// <summary>A display name without addresses, brackets and the organisation that directories add: "SMITH, Jane (Cheshire West)".</summary>
    public static string? NameOfSender(string? display)
    {
        if (display is null || display.Length > 400)
        {
            return null;
        }

        var name = display.Split(['(', '[', '<', '|'], 2)[0].Replace("mailto:", "", StringComparison.OrdinalIgnoreCase).Trim(' ', '"', '\'', '\t', '<', '-');
        return name.Any(char.IsLetter) && !name.Contains('@', StringComparison.Ordinal) ? CleanText.Of(name, CleanText.NameLength).Text : null;
    }

    private static (int Depth, string Text) Unquote(string text)
    {
        var depth = 0;
        var at = 0;
        while (at < text.Length && (text[at] == '>' || (depth > 0 && text[at] == ' ')))
        {
            depth += text[at] == '>' ? 1 : 0;
            at++;
        }

        return (depth, depth > 0 ? text[at..] : text);
    }

    [GeneratedRegex(@"^\*?(?:(?<from>From)|(?<name>Sent|Date|To|Cc|Bcc|Subject|Reply-To|Importance|Attachments))\s?:\*?\s?(?<value>.*)$", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex HeaderLine();

    [GeneratedRegex(@"^[-_\s]*(?:Begin forwarded message|-+\s?Forwarded (?:by|message)|Forwarded message)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex ForwardMarker();

    [GeneratedRegex(@"^(?:-{2,}\s?Original Message\s?-{2,}|_{10,}|-{10,})$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex OriginalMarker();

    private sealed class Draft
    {
        public List<Line> Lines { get; } = [];

        public string? Name { get; init; }

        public EmailAddress? Address { get; init; }

        public bool IsForwarded { get; init; }

        public int Line { get; init; }

        public bool HasMarks { get; set; }
    }
}
