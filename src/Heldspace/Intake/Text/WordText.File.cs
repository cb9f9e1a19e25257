using System.IO.Compression;
using System.Xml;

namespace Heldspace.Intake.Text;

/// <summary>The packed file that a document comes in. It is unpacked within limits, whatever it says of itself.</summary>
internal sealed partial class WordText
{
    /// <summary>Bytes of a document that are unpacked at most, by what it says and by what comes out.</summary>
    private const long MostBytes = 20_000_000;

    /// <summary>A packed letter is a tenth to a fiftieth of its text; what grows more than this, beyond <see cref="SmallBytes"/>, was made to fill a memory.</summary>
    private const int MostGrowth = 200;

    private const int SmallBytes = 1_000_000;

    internal const int MostEntries = 2_000;

    /// <summary>Whether bytes start as every packed file does.</summary>
    public static bool IsPacked(ReadOnlySpan<byte> content) => content.StartsWith("PK\u0003\u0004"u8);

    /// <summary>The text; null where it is no Word document, or a broken or oversized one. What has parts that are no text says that it is cut.</summary>
    /// <param name="where">What the lines are lines of, for their source.</param>
    public static Lines? Read(ReadOnlyMemory<byte> content, string where)
    {
        if (!IsPacked(content.Span) || content.Length > MostBytes || CountOfEntries(content.Span) is not (> 0 and <= MostEntries))
        {
            return null;
        }

        try
        {
            using var packed = new ZipArchive(new MemoryStream(content.ToArray(), writable: false), ZipArchiveMode.Read);
            if (packed.Entries.Count > MostEntries || packed.Entries.Sum(entry => Math.Min(entry.Length, MostBytes + 1)) > MostBytes || packed.GetEntry("[Content_Types].xml") is null)
            {
                return null;
            }

            var budget = MostBytes;
            if (MainPart(packed, ref budget) is not { } main || packed.GetEntry(main) is not { } document || !Fits(document, ref budget))
            {
                return null;
            }

            using var stream = document.Open();
            using var reader = XmlReader.Create(stream, Settings);
            return new WordText().Text(reader, where);
        }
        catch (Exception broken) when (broken is InvalidDataException or XmlException or IOException or ArgumentException or NotSupportedException or OverflowException)
        {
            return null;
        }
    }

    private static XmlReaderSettings Settings => new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = MostBytes,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
    };

    /// <summary>What the end of the file says, so that no list of millions is built: at most 65,557 bytes from the end stands a mark with the count.</summary>
    internal static int? CountOfEntries(ReadOnlySpan<byte> content)
    {
        var tail = content[Math.Max(0, content.Length - 65_557)..];
        var at = tail.LastIndexOf("PK\u0005\u0006"u8);
        return at >= 0 && at + 12 <= tail.Length ? tail[at + 10] | (tail[at + 11] << 8) : null;
    }

    /// <summary>Where the document itself lies, as the file says.</summary>
    private static string? MainPart(ZipArchive packed, ref long budget)
    {
        if (packed.GetEntry("_rels/.rels") is not { } relations || !Fits(relations, ref budget))
        {
            return packed.GetEntry("word/document.xml")?.FullName;
        }

        using var stream = relations.Open();
        using var reader = XmlReader.Create(stream, Settings);
        while (reader.Read())
        {
            if (reader is { NodeType: XmlNodeType.Element, LocalName: "Relationship" } && reader.GetAttribute("Type")?.EndsWith("/officeDocument", StringComparison.Ordinal) == true
                && reader.GetAttribute("Target")?.TrimStart('/') is { } target && target.StartsWith("word/", StringComparison.Ordinal))
            {
                return target;
            }
        }

        return null;
    }

    /// <summary>Whether what comes out of an entry is within the limits. It is unpacked once more to be read, piece by piece: a whole document of the longest would take ten times its size.</summary>
    private static bool Fits(ZipArchiveEntry entry, ref long budget)
    {
        using var stream = entry.Open();
        var buffer = new byte[81_920];
        var length = 0L;
        while (stream.Read(buffer) is > 0 and var read)
        {
            budget -= read;
            if (budget < 0 || (length > SmallBytes && length > MostGrowth * entry.CompressedLength))
            {
                return false;
            }

            length += read;
        }

        return true;
    }
}
