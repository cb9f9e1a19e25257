using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using System.Text.Unicode;

namespace Heldspace.Azure.Graph;

/// <summary>
/// Writes a mail's body. Graph takes one body, so the HTML has to read well everywhere: real paragraphs and lists, the reader's own font size,
/// the language named for screen readers, links that show their address, no picture, no script, nothing fetched. All text is encoded.
/// </summary>
public static partial class MailBody
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    public static string Html(ImmutableArray<string> paragraphs)
    {
        var html = new StringBuilder("""
            <!DOCTYPE html>
            <html lang="en-GB">
            <head><meta charset="utf-8"></head>
            <body style="font-family: Arial, sans-serif; color: #0b0c0c; background: #ffffff; line-height: 1.5">

            """);
        foreach (var paragraph in paragraphs)
        {
            Write(html, paragraph);
        }

        return html.Append("</body>\n</html>\n").ToString();
    }

    private static void Write(StringBuilder html, string paragraph)
    {
        var open = Block.None;
        foreach (var line in paragraph.ReplaceLineEndings("\n").Split('\n'))
        {
            var next = line.StartsWith("- ", StringComparison.Ordinal) ? Block.List : Block.Text;
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            if (next != open)
            {
                html.Append(End(open)).Append(next == Block.List ? "<ul>\n" : "<p>");
            }
            else if (next == Block.Text)
            {
                html.Append("<br>\n");
            }

            html.Append(next == Block.List ? $"<li>{Line(line[2..])}</li>\n" : Line(line));
            open = next;
        }

        html.Append(End(open));
    }

    private static string End(Block open) => open switch
    {
        Block.Text => "</p>\n",
        Block.List => "</ul>\n",
        _ => "",
    };

    private static string Line(string line)
    {
        var html = new StringBuilder();
        var written = 0;
        foreach (Match link in Address().Matches(line))
        {
            var address = Encoder.Encode(link.Value);
            html.Append(Encoder.Encode(line[written..link.Index])).Append($"<a href=\"{address}\" style=\"color: #1d70b8; overflow-wrap: anywhere\">{address}</a>");
            written = link.Index + link.Length;
        }

        return html.Append(Encoder.Encode(line[written..])).ToString();
    }

    /// <summary>An address without the full stop or bracket that ends the sentence around it. Plain http only on the machine itself.</summary>
    [GeneratedRegex("""\b(?:https://|http://(?:localhost|127\.0\.0\.1)[:/])[^\s<>"']*[^\s<>"'.,;:!?)\]]""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Address();

    private enum Block
    {
        None,
        Text,
        List,
    }
}
