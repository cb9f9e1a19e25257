using System.IO.Compression;
using System.Text;

namespace Heldspace.Tests.Builders;

/// <summary>Word documents as word processors write them, as small as they can be.</summary>
internal static class WordFile
{
    private const string Types = """<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>""";

    private const string Relations = """<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>""";

    public static byte[] Of(string body, string prologue = "") => Packed(
        ("[Content_Types].xml", Types),
        ("_rels/.rels", Relations),
        ("word/document.xml", $"""
            <?xml version="1.0" encoding="UTF-8"?>{prologue}<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><w:body>{body}</w:body></w:document>
            """));

    public static byte[] Packed(params (string Name, string Content)[] entries)
    {
        var whole = new MemoryStream();
        using (var packed = new ZipArchive(whole, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in entries)
            {
                using var entry = packed.CreateEntry(name).Open();
                entry.Write(Encoding.UTF8.GetBytes(content));
            }
        }

        return whole.ToArray();
    }

    public static string Lines(params string[] lines) => string.Concat(lines.Select(line => $"<w:p><w:r><w:t xml:space=\"preserve\">{line}</w:t></w:r></w:p>"));

    public static string Table(params string[][] rows) =>
        $"<w:tbl><w:tblPr/>{string.Concat(rows.Select(row => $"<w:tr>{string.Concat(row.Select(cell => $"<w:tc><w:tcPr/>{(cell.StartsWith('<') ? cell : Lines(cell))}</w:tc>"))}</w:tr>"))}</w:tbl>";

    public static string Control(string title, string text, bool placeholder = false) =>
        $"<w:p><w:sdt><w:sdtPr><w:alias w:val=\"{title}\"/>{(placeholder ? "<w:showingPlcHdr/>" : "")}</w:sdtPr><w:sdtContent><w:r><w:t>{text}</w:t></w:r></w:sdtContent></w:sdt></w:p>";

    public static string Box(bool ticked, string label) =>
        $"<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val=\"{(ticked ? 1 : 0)}\"/></w14:checkbox></w:sdtPr><w:sdtContent><w:r><w:t>{(ticked ? "X" : "o")}</w:t></w:r></w:sdtContent></w:sdt><w:r><w:t xml:space=\"preserve\"> {label} </w:t></w:r>";
}
