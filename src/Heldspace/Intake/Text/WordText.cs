using System.Text;
using System.Xml;

namespace Heldspace.Intake.Text;

/// <summary>
/// The text of a Word document (.docx) as a reader of it sees it: paragraphs, rows of tables, the answers in content controls and boxes that are ticked;
/// nothing that is hidden or struck out as a tracked change. Macros and anything outside of the document are not looked at.
/// </summary>
internal sealed partial class WordText
{
    private const int Deepest = 250;

    private const string Main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

    /// <summary>The same names in files of the strict form of the standard.</summary>
    private const string Strict = "http://purl.oclc.org/ooxml/wordprocessingml/main";

    private const string Word2010 = "http://schemas.microsoft.com/office/word/2010/wordml";

    private readonly Lines.Builder lines = new();
    private readonly Stack<StringBuilder> paragraphs = new();
    private readonly Stack<Row> rows = new();
    private readonly Stack<Control> controls = new();
    private readonly char[] piece = new char[4_096];
    private int characters;
    private int pictures;
    private bool isRunHidden;
    private bool isListed;
    private bool hasOther;
    private string? ticked;

    private WordText()
    {
    }

    private Lines? Text(XmlReader reader, string where)
    {
        var isWord = false;
        while (!lines.IsFull && characters <= Lines.Longest && reader.Read())
        {
            if (reader.Depth > Deepest)
            {
                return null;
            }

            if (reader.NodeType == XmlNodeType.Element)
            {
                isWord |= reader.LocalName == "document" && IsWord(reader);
                var empty = reader.IsEmptyElement;
                var name = reader.LocalName;
                if (IsSkipped(reader))
                {
                    // Skip stands on what follows already.
                    Skip(reader);
                    continue;
                }

                if (IsWord(reader) || reader.NamespaceURI == Word2010)
                {
                    Start(name, reader);
                    if (empty)
                    {
                        End(name);
                    }
                }
                else if (name is "pic" or "imagedata")
                {
                    pictures++;
                }
            }
            else if (reader.NodeType == XmlNodeType.EndElement && (IsWord(reader) || reader.NamespaceURI == Word2010))
            {
                End(reader.LocalName);
            }
            else if (reader.NodeType is XmlNodeType.Text or XmlNodeType.SignificantWhitespace or XmlNodeType.CDATA or XmlNodeType.Whitespace && isText)
            {
                AppendValue(reader);
            }
        }

        while (rows.Count > 0)
        {
            EndRow();
        }

        var written = lines.All.Sum(line => line.Text.Length);

        // A page that was photographed and pasted in has a picture and next to no words.
        return !isWord || written == 0 || (pictures > 0 && written < 80) ? null : new([.. lines.All.Select(line => line with { Where = where })], characters > Lines.Longest || lines.IsFull || hasOther);
    }

    /// <summary>A run in pieces, as far as the text may go: nobody tells how long one is.</summary>
    private void AppendValue(XmlReader reader)
    {
        while (characters <= Lines.Longest && reader.ReadValueChunk(piece, 0, piece.Length) is > 0 and var read)
        {
            Append(new(piece, 0, read));
        }
    }

    private bool isText;

    private static bool IsWord(XmlReader reader) => reader.NamespaceURI is Main or Strict;

    /// <summary>Struck out or moved away by a tracked change, shown only by programs of old, or instructions to the word processor.</summary>
    private static bool IsSkipped(XmlReader reader) =>
        (IsWord(reader) && reader.LocalName is "del" or "moveFrom" or "delText" or "instrText" or "sectPr" or "tblPr" or "tblGrid" or "trPr" or "pPrChange" or "rPrChange")
        || (reader.LocalName == "Fallback" && reader.NamespaceURI == "http://schemas.openxmlformats.org/markup-compatibility/2006");

    /// <summary>Goes to the end of an element; reading goes on behind it.</summary>
    private static void Skip(XmlReader reader)
    {
        if (reader.IsEmptyElement)
        {
            return;
        }

        var depth = reader.Depth;
        while (reader.Read() && !(reader.NodeType == XmlNodeType.EndElement && reader.Depth == depth))
        {
        }
    }

    private void Start(string name, XmlReader reader)
    {
        switch (name)
        {
            case "p":
                // A box of text stands in the middle of a paragraph.
                paragraphs.Push(new());
                isListed = false;
                break;
            case "numPr":
                isListed = true;
                break;
            case "r":
                isRunHidden = false;
                break;
            case "vanish" or "webHidden" when IsOn(reader):
                isRunHidden = true;
                break;
            case "t":
                isText = true;
                break;
            case "tab" or "ptab" when paragraphs.Count > 0 && reader.GetAttribute("pos", reader.NamespaceURI) is null:
                Append(rows.Count > 0 ? " " : "\t");
                break;
            case "br" or "cr":
                Append("\n");
                break;
            case "noBreakHyphen":
                Append("-");
                break;
            case "sym":
                Append(Symbol(reader.GetAttribute("char", reader.NamespaceURI)));
                break;
            case "tr":
                if (rows.Count > 0)
                {
                    Spread(rows.Peek());
                }

                rows.Push(new());
                break;
            case "tc":
                if (rows.Count > 0)
                {
                    rows.Peek().Cell.Clear();
                }

                break;
            case "sdt":
                controls.Push(new());
                break;
            case "alias" or "tag" when controls.Count > 0:
                controls.Peek().Name(reader.GetAttribute("val", reader.NamespaceURI));
                break;
            case "showingPlcHdr" when controls.Count > 0:
                controls.Peek().IsBlank = IsOn(reader);
                break;
            case "checkbox" when controls.Count > 0 && reader.NamespaceURI == Word2010:
                controls.Peek().Tick = "\u2610";
                break;
            case "checked" when controls.Count > 0 && controls.Peek().Tick is not null:
                controls.Peek().Tick = IsOn(reader) ? "\u2612" : "\u2610";
                break;
            case "sdtContent" when controls.Count > 0:
                controls.Peek().IsOpen = true;
                if (controls.Peek().Tick is { } tick)
                {
                    Put(tick);
                }

                break;
            case "checkBox":
                ticked = "\u2610";
                break;
            case "default" or "checked" when ticked is not null:
                ticked = IsOn(reader) ? "\u2612" : name == "checked" ? "\u2610" : ticked;
                break;
            case "altChunk" or "object" or "subDoc":
                hasOther = true;
                break;
            default:
                break;
        }
    }

    private void End(string name)
    {
        switch (name)
        {
            case "p" when paragraphs.Count > 0:
                EndParagraph();
                break;
            case "t":
                isText = false;
                break;
            case "r":
                isRunHidden = false;
                break;
            case "tc" when rows.Count > 0 && !rows.Peek().IsLayout:
                rows.Peek().Cells.Add(rows.Peek().Cell.ToString().Trim('\n'));
                rows.Peek().Cell.Clear();
                break;
            case "tr" when rows.Count > 0:
                EndRow();
                break;
            case "sdt" when controls.Count > 0:
                controls.Pop();
                break;
            case "checkBox":
                Put(ticked ?? "");
                ticked = null;
                break;
            default:
                break;
        }
    }

    private void Append(string text)
    {
        if (isRunHidden || controls.Any(control => control.IsOpen && (control.IsBlank || control.Tick is not null)))
        {
            return;
        }

        Put(text);
    }

    private void Put(string text)
    {
        if (paragraphs.Count == 0)
        {
            return;
        }

        characters += text.Length;
        var paragraph = paragraphs.Peek();

        // A control that nothing stands before says itself what is asked.
        if (controls.Count > 0 && controls.Peek() is { Tick: null } control && control.Take() is { } title && paragraph.ToString().Trim().Length == 0 && IsUnasked())
        {
            paragraph.Append(title).Append(": ");
        }

        paragraph.Append(text);
    }

    /// <summary>True where neither the cell before nor the line above is a label.</summary>
    private bool IsUnasked()
    {
        var above = rows.Count > 0 ? rows.Peek() switch { { Cells.Count: > 0 } row => row.Cells[^1], var row => row.Cell.ToString() } : lines.All.LastOrDefault(line => !line.IsBlank)?.Text ?? "";
        var last = above.Trim('\n', ' ').Split('\n')[^1];
        return Labels.Find(last.Trim(' ', ':', '*', '?')) is null;
    }

    private void EndParagraph()
    {
        var text = paragraphs.Pop().ToString();
        if (isListed && text.Trim().Length > 0)
        {
            text = "\u2022 " + text;
        }

        isListed = false;
        foreach (var line in text.Split('\n'))
        {
            if (rows.Count > 0 && !rows.Peek().IsLayout)
            {
                rows.Peek().Cell.Append(line.Replace('\t', ' ').Trim()).Append('\n');
            }
            else
            {
                lines.Add(line);
            }
        }
    }

    /// <summary>A table within a cell: the outer one only lays the page out.</summary>
    private void Spread(Row row)
    {
        foreach (var line in row.Cells.Append(row.Cell.ToString()).SelectMany(cell => cell.Trim('\n').Split('\n')).Where(line => line.Length > 0 && !row.IsLayout))
        {
            lines.Add(line);
        }

        row.Cells.Clear();
        row.Cell.Clear();
        row.IsLayout = true;
    }

    private void EndRow()
    {
        var row = rows.Pop();
        if (row.IsLayout)
        {
            return;
        }

        if (rows.Count > 0 && !rows.Peek().IsLayout)
        {
            Spread(rows.Peek());
        }

        if (row.Cells.Count > 1)
        {
            lines.AddRow(row.Cells);
        }
        else
        {
            foreach (var line in row.Cells.SelectMany(cell => cell.Split('\n')))
            {
                lines.Add(line);
            }
        }
    }

    private static bool IsOn(XmlReader reader) => (reader.GetAttribute("val", reader.NamespaceURI) ?? "1") is not ("0" or "false" or "off" or "none");

    /// <summary>Boxes out of the symbol fonts that forms tick with.</summary>
    private static string Symbol(string? code) => code?.ToUpperInvariant() switch
    {
        "F0FE" or "F0FD" or "F078" or "F0FC" or "F052" or "F053" or "F054" or "00FE" or "00FD" => "\u2612",
        "F0A8" or "F06F" or "F0A3" or "F070" or "00A8" or "006F" => "\u2610",
        _ => " ",
    };

    private sealed class Row
    {
        public List<string> Cells { get; } = [];

        public StringBuilder Cell { get; } = new();

        public bool IsLayout { get; set; }
    }

    /// <summary>A content control: a place in a form to be filled in.</summary>
    private sealed class Control
    {
        private string? title;

        public bool IsOpen { get; set; }

        /// <summary>Whether it shows only what to write there.</summary>
        public bool IsBlank { get; set; }

        /// <summary>For a box to tick what it shows.</summary>
        public string? Tick { get; set; }

        public void Name(string? name) => title ??= name is { Length: > 1 and < 80 } && Labels.Find(name.Replace('_', ' ')) is not null ? name.Replace('_', ' ') : null;

        /// <summary>What it asks, once.</summary>
        public string? Take()
        {
            var taken = IsOpen ? title : null;
            title = IsOpen ? null : title;
            return taken;
        }
    }
}
