using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Heldspace.Local.Microsoft365;

/// <summary>
/// Item ids as Outlook makes them: long, case-sensitive, URL-safe base64 ending in '='. A default id names the folder the item lies in and so
/// changes when it moves; an immutable id names the item alone (https://learn.microsoft.com/graph/outlook-immutable-id).
/// Ids follow from mailbox and serial number, so that the same run gives the same ids, and can be told from malformed ones without a look-up.
/// </summary>
internal static class Identifiers
{
    private const int Length = 77;
    private const int Fields = 28;

    public static string Default(ulong mailbox, char kind, long container, long serial) =>
        Encode([0x00, 0x03, 0x24], mailbox, kind, container, serial);

    public static string Immutable(ulong mailbox, char kind, long serial) =>
        Encode([0x00, 0x09, 0x00], mailbox, kind, 0, serial);

    /// <summary>The id of one occurrence of a series: the container field carries its date as yyyyMMdd.</summary>
    public static string Occurrence(ulong mailbox, long serial, int date, bool immutable) =>
        Encode(immutable ? [0x00, 0x09, 0x00] : [0x00, 0x03, 0x24], mailbox, 'O', date, serial);

    /// <summary>Reads an occurrence id back; false if it is anything else.</summary>
    public static bool TryOccurrence(string id, out long serial, out int date)
    {
        (serial, date) = (0, 0);
        if (Decode(id) is not { } bytes || bytes[11] != (byte)'O')
        {
            return false;
        }

        date = (int)BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(12));
        serial = BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(20));
        return true;
    }

    /// <summary>What an id that was not found deserves: malformed, of another mailbox, or simply not there.</summary>
    public static GraphError Missing(string id, ulong mailbox) => Decode(id) switch
    {
        null => GraphError.Malformed(),
        { } bytes when BinaryPrimitives.ReadUInt64BigEndian(bytes.AsSpan(3)) != mailbox =>
            new GraphError(400, "ErrorInvalidMailboxItemId", "Item Id doesn't belong to the current mailbox."),
        _ => GraphError.NotFound(),
    };

    public static ulong MailboxNumber(string address) =>
        BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(address.ToLowerInvariant())));

    /// <summary>A GUID that follows from a text, for everything Graph numbers by GUID.</summary>
    public static Guid Named(string text) => new(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));

    public static string Base64Url(ReadOnlySpan<byte> bytes) =>
        Convert.ToBase64String(bytes).Replace('/', '-').Replace('+', '_');

    private static string Encode(ReadOnlySpan<byte> prefix, ulong mailbox, char kind, long container, long serial)
    {
        Span<byte> bytes = stackalloc byte[Length];
        bytes.Clear();
        prefix.CopyTo(bytes);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[3..], mailbox);
        bytes[11] = (byte)kind;
        BinaryPrimitives.WriteInt64BigEndian(bytes[12..], container);
        BinaryPrimitives.WriteInt64BigEndian(bytes[20..], serial);
        SHA256.HashData(bytes[..Fields], bytes[Fields..(Fields + 32)]);
        return Base64Url(bytes);
    }

    private static byte[]? Decode(string id)
    {
        var bytes = new byte[Length];
        if (!Convert.TryFromBase64String(id.Replace('-', '/').Replace('_', '+'), bytes, out var written) || written != Length)
        {
            return null;
        }

        Span<byte> expected = stackalloc byte[32];
        SHA256.HashData(bytes.AsSpan(0, Fields), expected);
        return expected.SequenceEqual(bytes.AsSpan(Fields, 32)) ? bytes : null;
    }
}
