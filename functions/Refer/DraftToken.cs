using System.Security.Cryptography;
using System.Text;

namespace Heldspace.Functions.Refer;

/// <summary>
/// The secret that opens an unfinished form. Only the browser has it; what is stored bears hashes of it, one per purpose, so that none gives
/// away another.
/// </summary>
public sealed record DraftToken
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyz234567";
    private const int Length = 43;

    private DraftToken(string text) => Text = text;

    public string Text { get; }

    /// <summary>Name of the blob that keeps the draft.</summary>
    public string BlobName => Hash("draft");

    /// <summary>What the form is called once it is sent: the same however often it is sent. Its attachments are kept under it.</summary>
    public string Submission => Hash("submission");

    public static DraftToken New() => new(Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)).TrimEnd('=').Replace('+', '-').Replace('/', '_'));

    public static DraftToken? TryParse(string? text) =>
        text is { Length: Length } && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') ? new(text) : null;

    /// <summary>Says nothing of the secret, wherever it is written.</summary>
    public override string ToString() => nameof(DraftToken);

    /// <summary>32 letters and digits that stand for a secret text, by purpose; safe in keys and paths.</summary>
    public static string Hash(string purpose, string secret)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"heldspace\n{purpose}\n{secret}"));
        return string.Concat(hash.Select(b => Letters[b & 31]));
    }

    private string Hash(string purpose) => Hash(purpose, Text);
}
