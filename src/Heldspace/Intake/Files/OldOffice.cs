using System.Text;

namespace Heldspace.Intake.Files;

/// <summary>
/// Files of streams (MS-CFB), as Office wrote them before 2007 and still does where a document is locked. Which streams there are is found by their names, wherever
/// they stand: a list that is broken on purpose hides nothing.
/// </summary>
internal static class OldOffice
{
    public static bool Is(ReadOnlySpan<byte> content) => content.StartsWith((ReadOnlySpan<byte>)[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);

    public static FileType Type(ReadOnlySpan<byte> content)
    {
        var macros = Has(content, "_VBA_PROJECT") || Has(content, "VBA\0") || Has(content, "Macros\0") || Has(content, "Ole10Native");
        var (words, ending) = Has(content, "EncryptedPackage") ? ("locked Office document", ".bin")
            : Has(content, "WordDocument") ? ("Word document", ".doc")
            : Has(content, "Workbook\0") || Has(content, "Book\0") ? ("spreadsheet", ".xls")
            : Has(content, "PowerPoint Document") ? ("presentation", ".ppt")
            : Has(content, "__substg1.0_") ? ("mail", ".msg")
            : ("old Office document", ".bin");
        return macros ? new($"{words} with macros", ending, FileDanger.Active) : new(words, ending);
    }

    /// <summary>Names are UTF-16.</summary>
    private static bool Has(ReadOnlySpan<byte> content, string name) => content.IndexOf(Encoding.Unicode.GetBytes(name)) >= 0;
}
