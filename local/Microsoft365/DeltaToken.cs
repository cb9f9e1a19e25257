using System.Security.Cryptography;
using System.Text;

namespace Heldspace.Local.Microsoft365;

/// <summary>What a delta or skip token remembers: where the reader is, from where it knew things, and what it asked for.</summary>
/// <param name="Generation">The tenant's when the token was given out.</param>
/// <param name="Container">What is read: a folder's or calendar's id.</param>
/// <param name="Position">The next entry of the log to read.</param>
/// <param name="Known">Everything before this entry the reader had when it began this round; 0 on the first.</param>
/// <param name="Options">The query options of the first request, which hold for the whole chain.</param>
internal sealed record DeltaToken(int Generation, string Container, int Position, int Known, string Options)
{
    public override string ToString()
    {
        var text = Encoding.UTF8.GetBytes($"{Generation}\n{Container}\n{Position}\n{Known}\n{Options}");
        return Identifiers.Base64Url([.. SHA256.HashData(text).AsSpan(0, 8), .. text]);
    }

    /// <summary>Reads a token back. One that is not of this service is malformed; one of an earlier generation has expired.</summary>
    public static DeltaToken Read(string token, string container, int generation)
    {
        byte[] bytes;
        try
        {
            bytes = Convert.FromBase64String(token.Replace('-', '/').Replace('_', '+'));
        }
        catch (FormatException)
        {
            throw Malformed();
        }

        if (bytes.Length < 9 || !SHA256.HashData(bytes.AsSpan(8)).AsSpan(0, 8).SequenceEqual(bytes.AsSpan(0, 8)))
        {
            throw Malformed();
        }

        var parts = Encoding.UTF8.GetString(bytes.AsSpan(8)).Split('\n', 5);
        var read = new DeltaToken(int.Parse(parts[0]), parts[1], int.Parse(parts[2]), int.Parse(parts[3]), parts[4]);
        if (read.Container != container)
        {
            throw Malformed();
        }

        return read.Generation == generation
            ? read
            : throw new GraphError(410, "syncStateNotFound", "The sync state generation is not found.");
    }

    private static GraphError Malformed() => GraphError.BadRequest("Badly formed token.");
}
