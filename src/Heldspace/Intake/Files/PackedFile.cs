using System.IO.Compression;
using System.Text;
using Heldspace.Intake.Text;

namespace Heldspace.Intake.Files;

/// <summary>Tells what a packed file holds by the list at its end. Of what is packed only the small list of an Office file's types is unpacked, within a limit.</summary>
internal static class PackedFile
{
    private const int MostBytesOfTypes = 200_000;

    private static readonly string[] Programs = [".exe", ".dll", ".scr", ".com", ".pif", ".msi", ".js", ".jse", ".vbs", ".vbe", ".ps1", ".bat", ".cmd", ".hta", ".wsf", ".lnk", ".jar", ".iso", ".img", ".vhd", ".url", ".reg"];

    /// <summary>Null where it is broken or holds more than anybody would look through.</summary>
    public static FileType? Type(ReadOnlyMemory<byte> content)
    {
        if (WordText.CountOfEntries(content.Span) is not (>= 0 and <= WordText.MostEntries))
        {
            return null;
        }

        try
        {
            using var packed = new ZipArchive(new MemoryStream(content.ToArray(), writable: false), ZipArchiveMode.Read);
            return packed.Entries.Count > WordText.MostEntries ? null : Type(packed);
        }
        catch (Exception broken) when (broken is InvalidDataException or IOException or ArgumentException or NotSupportedException or OverflowException)
        {
            return null;
        }
    }

    private static FileType Type(ZipArchive packed)
    {
        bool Has(string start) => packed.Entries.Any(entry => entry.FullName.StartsWith(start, StringComparison.OrdinalIgnoreCase));
        if (packed.GetEntry("[Content_Types].xml") is { } types)
        {
            var macros = Named(packed, "vbaproject.bin") || Start(types) is var said && (said is null || said.Contains("macroEnabled", StringComparison.OrdinalIgnoreCase) || said.Contains("vbaProject", StringComparison.OrdinalIgnoreCase));
            return Has("word/") ? Office("Word document", macros ? ".docm" : ".docx", macros)
                : Has("xl/") ? Office("spreadsheet", macros ? ".xlsm" : ".xlsx", macros)
                : Has("ppt/") ? Office("presentation", macros ? ".pptm" : ".pptx", macros)
                : new("archive", ".zip");
        }

        if (packed.GetEntry("mimetype") is { } mime && Start(mime) is { } kind && kind.StartsWith("application/vnd.oasis.opendocument", StringComparison.Ordinal))
        {
            var macros = Has("Basic/") || Has("Scripts/");
            return kind.Contains("spreadsheet", StringComparison.Ordinal) ? Office("spreadsheet", ".ods", macros) : kind.Contains("presentation", StringComparison.Ordinal) ? Office("presentation", ".odp", macros) : Office("text document", ".odt", macros);
        }

        return packed.GetEntry("META-INF/MANIFEST.MF") is not null ? new("program", ".bin", FileDanger.Program)
            : packed.Entries.Any(entry => Programs.Any(ending => entry.FullName.TrimEnd(' ', '.').EndsWith(ending, StringComparison.OrdinalIgnoreCase))) ? new("archive with a program in it", ".bin", FileDanger.Program)
            : packed.Entries.Any(entry => entry.IsEncrypted) ? new("locked archive", ".zip")
            : new("archive", ".zip");
    }

    private static FileType Office(string words, string ending, bool macros) => macros ? new($"{words} with macros", ending, FileDanger.Active) : new(words, ending);

    private static bool Named(ZipArchive packed, string name) => packed.Entries.Any(entry => entry.FullName.EndsWith(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>As text; null where it is longer than any such list, and nobody can tell what it says.</summary>
    private static string? Start(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        var buffer = new byte[MostBytesOfTypes + 1];
        var length = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        return length > MostBytesOfTypes ? null : Encoding.UTF8.GetString(buffer, 0, length);
    }
}
