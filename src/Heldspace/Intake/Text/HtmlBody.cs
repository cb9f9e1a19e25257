using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Html;
using AngleSharp.Html.Parser;
using AngleSharp.Html.Parser.Tokens;
using AngleSharp.Text;

namespace Heldspace.Intake.Text;

/// <summary>
/// The text of an HTML body as a reader of the mail sees it: lines, rows of tables, nothing that is hidden. Works on the tokens, without a tree,
/// so that time and memory stay linear whatever is nested in what.
/// </summary>
internal sealed partial class HtmlBody
{
    /// <summary>Elements open at a time; deeper ones count as text of the deepest.</summary>
    private const int Deepest = 256;

    private static readonly HashSet<string> Void = new(StringComparer.Ordinal)
    {
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
    };

    private static readonly HashSet<string> Block = new(StringComparer.Ordinal)
    {
        "address", "article", "aside", "blockquote", "body", "center", "details", "div", "dl", "fieldset", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
        "header", "hr", "legend", "li", "main", "nav", "ol", "option", "p", "pre", "section", "summary", "table", "ul", "caption", "tr",
    };

    private static readonly HashSet<string> Unseen = new(StringComparer.Ordinal)
    {
        "head", "script", "style", "template", "noscript", "object", "svg", "math", "audio", "video", "iframe", "select", "textarea", "title", "noframes", "noembed", "xmp",
    };

    private readonly HashSet<string> hiding = new(StringComparer.OrdinalIgnoreCase);
    private readonly Lines.Builder lines = new();
    private readonly StringBuilder text = new();
    private readonly List<(string Name, bool Hidden)> open = [];
    private readonly Stack<Row> rows = new();
    private int beyond;
    private int read;

    private HtmlBody()
    {
    }

    private bool IsHidden => open.Count > 0 && open[^1].Hidden;

    public static Lines Read(string html)
    {
        var body = new HtmlBody();
        body.hiding.UnionWith(HidingClasses(html));
        using var source = new TextSource(html);
        using var tokenizer = new HtmlTokenizer(source, HtmlEntityProvider.Resolver) { DisableElementPositionTracking = true, SkipComments = true, SkipScriptText = true };
        tokenizer.ShouldEmitAttribute = static (ref _, name) => name.Span is "style" or "hidden" or "color" or "class";
        while (body.read <= Lines.Longest && tokenizer.Get() is { Type: not HtmlTokenType.EndOfFile } token)
        {
            switch (token.Type)
            {
                case HtmlTokenType.Character:
                    body.Text(token.Data);
                    break;
                case HtmlTokenType.StartTag:
                    body.Start(token.AsTag(), tokenizer);
                    break;
                case HtmlTokenType.EndTag:
                    body.End(token.Name);
                    break;
                default:
                    break;
            }
        }

        while (body.rows.Count > 0)
        {
            body.EndRow();
        }

        body.EndLine();
        return new(body.lines.All, body.read > Lines.Longest);
    }

    private void Text(string data)
    {
        if (IsHidden)
        {
            return;
        }

        var preformatted = open.Exists(element => element.Name == "pre");
        foreach (var letter in data)
        {
            if (++read > Lines.Longest)
            {
                return;
            }

            if (letter == '\n' && preformatted)
            {
                EndLine();
            }
            else if (letter is ' ' or '\n' or '\r' or '\t' or '\f')
            {
                if (text.Length > 0 && text[^1] is not (' ' or '\n'))
                {
                    text.Append(' ');
                }
            }
            else
            {
                text.Append(letter);
            }
        }
    }

    private void Start(HtmlTagToken tag, HtmlTokenizer tokenizer)
    {
        var name = tag.Name;
        CloseImplied(name);
        if (name is "br")
        {
            Break();
        }
        else if (name is "tr" or "dt")
        {
            EndLine();
            rows.Push(new());
            if (name is "dt")
            {
                StartCell();
            }
        }
        else if (name is "td" or "th" or "dd")
        {
            StartCell();
        }
        else if (name is "table" && rows.Count > 0)
        {
            // A table within a cell: the outer one only lays the page out.
            rows.Peek().IsLayout = true;
            FlushLayout();
        }
        else if (Block.Contains(name))
        {
            EndLine();
        }

        if (Void.Contains(name) || tag.IsSelfClosing)
        {
            return;
        }

        tokenizer.State = name switch
        {
            "script" => HtmlParseMode.Script,
            "style" or "xmp" or "iframe" or "noembed" or "noframes" or "noscript" => HtmlParseMode.Rawtext,
            "title" or "textarea" => HtmlParseMode.RCData,
            _ => HtmlParseMode.PCData,
        };
        if (open.Count >= Deepest)
        {
            beyond++;
            return;
        }

        open.Add((name, IsHidden || Unseen.Contains(name) || IsHiding(tag)));
    }

    private void End(string name)
    {
        if (beyond > 0)
        {
            beyond--;
            return;
        }

        var at = open.FindLastIndex(element => element.Name == name);
        if (at >= 0)
        {
            open.RemoveRange(at, open.Count - at);
        }

        if (name is "tr" or "dl" && rows.Count > 0)
        {
            EndRow();
        }
        else if (name is "dd" && rows.Count > 0)
        {
            EndRow();
        }
        else if (name is "p")
        {
            EndLine();
            if (rows.Count == 0 && !IsHidden && lines.All.Count > 0 && !lines.All[^1].IsBlank)
            {
                lines.Add("");
                read++;
            }
        }
        else if (Block.Contains(name))
        {
            EndLine();
        }
    }

    /// <summary>Elements that HTML lets people leave open end where the next of their kind starts.</summary>
    private void CloseImplied(string name)
    {
        if (name is "tr" or "dt")
        {
            if (CloseUpTo(["tr", "dd", "dt"], ["table", "dl"]))
            {
                EndRow();
            }
        }
        else if (name is "td" or "th" or "dd")
        {
            CloseUpTo(["td", "th", "dt"], ["tr", "table", "dl"]);
        }
        else if (name is "li")
        {
            CloseUpTo(["li"], ["ul", "ol"]);
        }
        else if (name is "body")
        {
            open.RemoveAll(element => element.Name is "head" or "title" or "style");
        }
        else if ((Block.Contains(name) || name is "table") && open.Count > 0 && open[^1].Name is "p")
        {
            open.RemoveAt(open.Count - 1);
        }
    }

    private bool CloseUpTo(ReadOnlySpan<string> closing, ReadOnlySpan<string> barrier)
    {
        for (var at = open.Count - 1; at >= 0; at--)
        {
            if (barrier.Contains(open[at].Name))
            {
                return false;
            }

            if (closing.Contains(open[at].Name))
            {
                open.RemoveRange(at, open.Count - at);
                return true;
            }
        }

        return false;
    }

    private void Break()
    {
        if (IsHidden)
        {
            return;
        }

        read++;
        if (rows.Count > 0 && !rows.Peek().IsLayout)
        {
            text.Append('\n');
        }
        else
        {
            lines.Add(text.ToString());
            text.Clear();
        }
    }

    /// <summary>Ends the line that is being written; within a cell it only breaks it.</summary>
    private void EndLine()
    {
        if (rows.Count > 0 && !rows.Peek().IsLayout)
        {
            if (text.Length > 0 && text[^1] != '\n')
            {
                text.Append('\n');
            }
        }
        else if (text.ToString().Trim().Length > 0)
        {
            lines.Add(text.ToString());
            text.Clear();
        }
        else
        {
            text.Clear();
        }
    }

    private void StartCell()
    {
        if (rows.Count == 0)
        {
            EndLine();
            rows.Push(new());
        }

        EndCell();
        rows.Peek().InCell = true;
    }

    private void EndCell()
    {
        var row = rows.Peek();
        if (row.IsLayout)
        {
            EndLine();
        }
        else if (row.InCell)
        {
            row.Cells.Add(text.ToString().Trim());
            text.Clear();
        }

        row.InCell = false;
    }

    private void EndRow()
    {
        if (rows.Count == 0)
        {
            return;
        }

        EndCell();
        var row = rows.Pop();
        if (row.Cells.Count > 1)
        {
            lines.AddRow(row.Cells);
        }
        else if (row.Cells.Count == 1)
        {
            foreach (var line in row.Cells[0].Split('\n'))
            {
                lines.Add(line);
            }
        }
    }

    private void FlushLayout()
    {
        foreach (var cell in rows.Peek().Cells.SelectMany(cell => cell.Split('\n')))
        {
            lines.Add(cell);
        }

        rows.Peek().Cells.Clear();
        foreach (var line in text.ToString().Trim().Split('\n').Where(line => line.Trim().Length > 0))
        {
            lines.Add(line);
        }

        text.Clear();
    }

    /// <summary>Classes that the page's own style sheets hide outright.</summary>
    private static IEnumerable<string> HidingClasses(string html)
    {
        foreach (var sheet in StyleSheet().Matches(html.Length > Lines.Longest ? html[..Lines.Longest] : html).Take(20).Select(match => match.Groups["rules"].Value))
        {
            foreach (Match rule in ClassRule().Matches(sheet))
            {
                if (HidingStyle().IsMatch(rule.Groups["style"].Value))
                {
                    yield return rule.Groups["class"].Value;
                }
            }
        }
    }

    [GeneratedRegex(@"<style\b[^>]{0,300}>(?<rules>[^<]{0,40000})", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex StyleSheet();

    /// <summary>A rule for one class alone: ".x { display: none }".</summary>
    [GeneratedRegex(@"(?:^|[\s}])\.(?<class>[\w-]{1,60})\s{0,5}\{(?<style>[^{}]{0,1000})\}", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex ClassRule();

    private bool IsHiding(HtmlTagToken tag)
    {
        foreach (var attribute in tag.Attributes)
        {
            if (attribute.Name == "class" && hiding.Count > 0 && attribute.Value.Length < 1_000 && attribute.Value.Split(' ').Any(hiding.Contains))
            {
                return true;
            }

            if (attribute.Name == "hidden" || (attribute.Name == "style" && attribute.Value.Length < 4_000 && HidingStyle().IsMatch(attribute.Value)))
            {
                return true;
            }

            // White on nothing said to be of another colour: what a reader sees is a blank. Where an element brings its own background it is not.
            if ((attribute.Name == "style" && attribute.Value.Length < 4_000 && WhiteText().IsMatch(attribute.Value) && !Background().IsMatch(attribute.Value)) || (attribute.Name == "color" && White().IsMatch(attribute.Value)))
            {
                return !IsOnColour(tag);
            }
        }

        return false;
    }

    /// <summary>Only text elements are hidden by their colour: a heading of a table may stand on the colour of its row.</summary>
    private static bool IsOnColour(HtmlTagToken tag) => tag.Name.ToString() is "td" or "th" or "tr" or "table" or "a" or "body" or "h1" or "h2" or "h3";

    [GeneratedRegex(@"(?:^|;)\s*color\s?:\s?(?:#fff(?:fff)?\b|white\b|rgb\(\s?255\s?,\s?255\s?,\s?255\s?\)|#fefefe\b|#fdfdfd\b)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex WhiteText();

    [GeneratedRegex(@"^\s*(?:#?fff(?:fff)?|white)\s*$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex White();

    [GeneratedRegex(@"background(?:-color)?\s?:\s?(?!\s?(?:#fff(?:fff)?\b|white\b|transparent|none|inherit))", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Background();

    [GeneratedRegex(@"display\s?:\s?none|visibility\s?:\s?(?:hidden|collapse)|font-size\s?:\s?0(?:\.0+)?(?:px|pt|em|rem|%)?\s?(?:;|!|$)|mso-hide\s?:\s?all|font-size\s?:\s?1(?:\.0+)?(?:px|pt)\s?(?:;|!|$)|opacity\s?:\s?0(?:\.0+)?\s?(?:;|!|$)|max-height\s?:\s?0(?:px)?\s?(?:;|!|$)",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex HidingStyle();

    private sealed class Row
    {
        public List<string> Cells { get; } = [];

        public bool InCell { get; set; }

        public bool IsLayout { get; set; }
    }
}
