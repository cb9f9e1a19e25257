using System.Text;
using AngleSharp.Html;
using AngleSharp.Html.Parser;
using AngleSharp.Html.Parser.Tokens;
using AngleSharp.Text;

namespace Heldspace.Intake.Text;

/// <summary>
/// The text of an HTML body as a reader of the mail sees it: lines, rows of tables, nothing that is hidden. Works on the tokens, without a tree,
/// so that time and memory stay linear whatever is nested in what.
/// </summary>
internal sealed class HtmlBody
{
    /// <summary>Characters of markup and text that are looked at: word processors write ten to twenty of the one for each of the other.</summary>
    public const int Longest = 20 * Lines.Longest;

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
        var isCut = html.Length > Longest;
        html = isCut ? html[..Longest] : html;
        var body = new HtmlBody();
        body.hiding.UnionWith(HiddenText.Classes(html));
        using var source = new TextSource(html);
        using var tokenizer = new HtmlTokenizer(source, HtmlEntityProvider.Resolver) { DisableElementPositionTracking = true, SkipComments = true, SkipScriptText = true };
        tokenizer.ShouldEmitAttribute = static (ref _, name) => name.Span is "style" or "hidden" or "color" or "class";
        while (body.read <= Lines.Longest && !body.lines.IsFull && tokenizer.Get() is { Type: not HtmlTokenType.EndOfFile } token)
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
        return new(body.lines.All, isCut || body.read > Lines.Longest || body.lines.IsFull);
    }

    /// <summary>Characters that a struck-out answer of a form has at most.</summary>
    private const int LongestStruck = 40;

    private void Text(string data)
    {
        if (IsHidden)
        {
            return;
        }

        // "Yes / No", one of them struck out: marked, so that it is no answer, and is still read for risk.
        if (data.Length <= LongestStruck && data.AsSpan().Trim().Length > 0 && open.Exists(element => element.Name is "s" or "strike" or "del"))
        {
            data = $"~~{data}~~";
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

        open.Add((name, IsHidden || Unseen.Contains(name) || HiddenText.IsHidden(tag, hiding)));
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

    private sealed class Row
    {
        public List<string> Cells { get; } = [];

        public bool InCell { get; set; }

        public bool IsLayout { get; set; }
    }
}
