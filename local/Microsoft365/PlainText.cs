using System.Net;
using System.Text.RegularExpressions;

namespace Heldspace.Local.Microsoft365;

/// <summary>The text of an HTML body, for previews and for <c>Prefer: outlook.body-content-type="text"</c>.</summary>
internal static partial class PlainText
{
    public static string Of(string content, bool html)
    {
        if (!html)
        {
            return content;
        }

        var text = Hidden().Replace(content, "");
        text = Space().Replace(text, " ");
        text = Break().Replace(text, "\r\n");
        text = Tag().Replace(text, "");
        return WebUtility.HtmlDecode(text).Trim();
    }

    /// <summary>The first 255 characters on one line, as <c>bodyPreview</c> has them.</summary>
    public static string Preview(string content, bool html)
    {
        var text = Of(content, html).Trim();
        return text.Length > 255 ? text[..255] : text;
    }

    [GeneratedRegex(@"<(?<tag>script|style|head|title)\b.*?</\k<tag>\s*>|<!--.*?-->", RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Hidden();

    [GeneratedRegex(@"\s+", RegexOptions.None, 1000)]
    private static partial Regex Space();

    [GeneratedRegex(@"\s*(<br\s*/?>|</(p|div|tr|li|h[1-6])\s*>)\s*", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Break();

    [GeneratedRegex("<[^>]*>", RegexOptions.None, 1000)]
    private static partial Regex Tag();
}
