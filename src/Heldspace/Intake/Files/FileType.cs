using System.Collections.Immutable;
using System.Text;
using Heldspace.Intake.Text;

namespace Heldspace.Intake.Files;

/// <summary>What a file may do to whoever opens it.</summary>
public enum FileDanger
{
    None,

    /// <summary>It may run something when it is opened: macros, a page with scripts, objects packed into a letter. Handed out with a warning.</summary>
    Active,

    /// <summary>It is a program, or made to start one. Never handed out.</summary>
    Program,
}

/// <summary>What a file is, by what is in it. What its sender called it is a claim: it tells texts apart, and is said where it differs.</summary>
/// <param name="Words">For people: <c>PDF</c>, <c>Word document with macros</c>.</param>
/// <param name="Ending">The ending that such a file has, with its dot: <c>.pdf</c>; <c>.bin</c> where nobody can tell.</param>
/// <param name="Danger">What it may do.</param>
public sealed record FileType(string Words, string Ending, FileDanger Danger = FileDanger.None)
{
    private const int DiskImageMark = 0x8001;

    private static readonly FileType Program = new("program", ".bin", FileDanger.Program);

    private static readonly FileType Archive = new("archive", ".zip");

    private static readonly FileType Unknown = new("file that nobody can tell", ".bin");

    /// <summary>Kinds that only differ in what they are called: their bytes are those of any text.</summary>
    private static readonly ImmutableDictionary<string, FileType> Texts = ImmutableDictionary.CreateRange(StringComparer.Ordinal, new[]
    {
        new FileType("text file", ".txt"), new("mail", ".eml"), new("calendar entry", ".ics"), new("contact card", ".vcf"), new("spreadsheet", ".csv"),
        new("encrypted message", ".asc"), new("web page", ".html", FileDanger.Active),
    }.Select(type => KeyValuePair.Create(type.Words, type)));

    /// <summary>Endings that a text runs under.</summary>
    private static readonly HashSet<string> Scripts = new(StringComparer.OrdinalIgnoreCase)
    {
        "js", "jse", "vbs", "vbe", "ps1", "psm1", "bat", "cmd", "hta", "wsf", "wsh", "sct", "sh", "py", "reg", "url", "inf", "scf", "lnk", "desktop", "application", "appref-ms", "msc", "chm", "jar",
    };

    private static readonly (byte[] Mark, FileType Type)[] Marks =
    [
        ("MZ"u8.ToArray(), Program),
        ([0x7f, (byte)'E', (byte)'L', (byte)'F'], Program),
        ([0xca, 0xfe, 0xba, 0xbe], Program),
        ([0xcf, 0xfa, 0xed, 0xfe], Program),
        ([0xce, 0xfa, 0xed, 0xfe], Program),
        ("#!"u8.ToArray(), Program),
        ([0x4c, 0, 0, 0, 1, 0x14, 2, 0], new("shortcut", ".bin", FileDanger.Program)),
        ("ITSF"u8.ToArray(), Program),
        ([0x89, (byte)'P', (byte)'N', (byte)'G'], new("image", ".png")),
        ([0xff, 0xd8, 0xff], new("image", ".jpg")),
        ("GIF8"u8.ToArray(), new("image", ".gif")),
        ("II*\0"u8.ToArray(), new("image", ".tif")),
        ("MM\0*"u8.ToArray(), new("image", ".tif")),
        ("Rar!"u8.ToArray(), new("archive", ".rar")),
        ([(byte)'7', (byte)'z', 0xbc, 0xaf], new("archive", ".7z")),
        ([0x1f, 0x8b], new("archive", ".gz")),
        ("BZh"u8.ToArray(), new("archive", ".bz2")),
        ([0xfd, (byte)'7', (byte)'z', (byte)'X', (byte)'Z'], new("archive", ".xz")),
        ("MSCF"u8.ToArray(), new("archive", ".cab")),
        ("ID3"u8.ToArray(), new("recording", ".mp3")),
        ("OggS"u8.ToArray(), new("recording", ".ogg")),
        ([0x1a, 0x45, 0xdf, 0xa3], new("video", ".mkv")),
        ("-----BEGIN PGP"u8.ToArray(), new("encrypted message", ".asc")),
    ];

    /// <summary>What bytes are. Takes time in proportion to them, and unpacks nothing but the list of what is packed.</summary>
    /// <param name="content">All of the file.</param>
    /// <param name="name">As its sender called it.</param>
    /// <param name="contentType">As its sender called it.</param>
    public static FileType Of(ReadOnlyMemory<byte> content, string name, string? contentType)
    {
        var bytes = content.Span;
        var claim = Attachments.Kind(name, contentType);
        if (bytes.IndexOf("%PDF-"u8) is >= 0 and < 1024)
        {
            return new("PDF", ".pdf");
        }

        foreach (var (mark, type) in Marks)
        {
            if (bytes.StartsWith(mark))
            {
                return type;
            }
        }

        return bytes switch
        {
            _ when WordText.IsPacked(bytes) || bytes.StartsWith("PK\u0005\u0006"u8) => PackedFile.Type(content) ?? Archive,
            _ when OldOffice.Is(bytes) => OldOffice.Type(bytes),
            _ when bytes.StartsWith("{\\rt"u8) => bytes.IndexOf("\\objdata"u8) >= 0 || bytes.IndexOf("\\objupdate"u8) >= 0 ? new("text document with objects packed into it", ".rtf", FileDanger.Active) : new("text document", ".rtf"),
            _ when bytes.StartsWith("RIFF"u8) && bytes.Length > 11 => bytes[8..12].SequenceEqual("WEBP"u8) ? new("image", ".webp") : bytes[8..12].SequenceEqual("WAVE"u8) ? new("recording", ".wav") : new("video", ".avi"),
            _ when bytes.Length > 11 && bytes[4..8].SequenceEqual("ftyp"u8) => IsPicture(bytes[8..12]) ? new("image", ".heic") : bytes[8..12].StartsWith("M4A"u8) ? new("recording", ".m4a") : new("video", ".mp4"),
            _ when bytes.Length > DiskImageMark + 4 && bytes[DiskImageMark..(DiskImageMark + 5)].SequenceEqual("CD001"u8) => new("disk image", ".bin", FileDanger.Program),
            _ when bytes.StartsWith("BM"u8) && claim == "image" && !PlainText.IsText(bytes) => new("image", ".bmp"),
            _ when bytes.Length > 0 && bytes[0] == 0x30 && claim == "encrypted message" => new(claim, ".p7m"),
            _ when PlainText.IsText(bytes) => OfText(bytes, name, claim),
            _ when claim == "encrypted message" => new(claim, ".bin"),
            _ => Unknown,
        };
    }

    private static FileType OfText(ReadOnlySpan<byte> bytes, string name, string claim)
    {
        var shown = name.TrimEnd(' ', '.');
        if (Scripts.Contains(shown[(shown.LastIndexOf('.') + 1)..]))
        {
            return new("script", ".bin", FileDanger.Program);
        }

        var start = Encoding.ASCII.GetString(bytes[..Math.Min(bytes.Length, 2_000)]).ToLowerInvariant();
        return start.Contains("<svg", StringComparison.Ordinal) || start.Contains("<html", StringComparison.Ordinal) || start.Contains("<!doctype html", StringComparison.Ordinal) || start.Contains("<script", StringComparison.Ordinal)
            ? Texts["web page"]
            : Texts.GetValueOrDefault(claim, Texts["text file"]);
    }

    private static bool IsPicture(ReadOnlySpan<byte> brand) =>
        brand.StartsWith("heic"u8) || brand.StartsWith("heix"u8) || brand.StartsWith("mif1"u8) || brand.StartsWith("msf1"u8) || brand.StartsWith("avif"u8);
}
