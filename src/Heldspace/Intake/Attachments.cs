using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Heldspace.Intake.Files;

namespace Heldspace.Intake;

/// <summary>Names for attachments that are safe to show: a number and a kind, never what the sender called them.</summary>
public static partial class Attachments
{
    private static readonly FrozenDictionary<string, string> Kinds = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["pdf"] = "PDF",
        ["application/pdf"] = "PDF",
        ["docx"] = "Word document",
        ["doc"] = "Word document",
        ["docm"] = "Word document",
        ["odt"] = "text document",
        ["rtf"] = "text document",
        ["txt"] = "text file",
        ["text/plain"] = "text file",
        ["application/msword"] = "Word document",
        ["application/vnd.openxmlformats-officedocument.wordprocessingml.document"] = "Word document",
        ["xlsx"] = "spreadsheet",
        ["xls"] = "spreadsheet",
        ["csv"] = "spreadsheet",
        ["application/vnd.ms-excel"] = "spreadsheet",
        ["pptx"] = "presentation",
        ["ppt"] = "presentation",
        ["png"] = "image",
        ["jpg"] = "image",
        ["jpeg"] = "image",
        ["gif"] = "image",
        ["heic"] = "image",
        ["tif"] = "image",
        ["tiff"] = "image",
        ["bmp"] = "image",
        ["webp"] = "image",
        ["msg"] = "mail",
        ["eml"] = "mail",
        ["message/rfc822"] = "mail",
        ["ics"] = "calendar entry",
        ["text/calendar"] = "calendar entry",
        ["vcf"] = "contact card",
        ["zip"] = "archive",
        ["7z"] = "archive",
        ["rar"] = "archive",
        ["htm"] = "web page",
        ["html"] = "web page",
        ["text/html"] = "web page",
        ["p7m"] = Encrypted,
        ["rpmsg"] = Encrypted,
        ["pgp"] = Encrypted,
        ["asc"] = Encrypted,
        ["gpg"] = Encrypted,
        ["application/pkcs7-mime"] = Encrypted,
        ["application/x-pkcs7-mime"] = Encrypted,
        ["application/pgp-encrypted"] = Encrypted,
        ["application/x-microsoft-rpmsg-message"] = Encrypted,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private const string Encrypted = "encrypted message";

    /// <summary>"attachment 1.2 (PDF)": what it is by its bytes, and what its sender says it is where that is something else; without bytes only what they say.</summary>
    /// <param name="where">Its place: the second of what is attached to an attached mail.</param>
    /// <param name="attachment">The file.</param>
    public static string DisplayName(string where, MailAttachment attachment)
    {
        ArgumentNullException.ThrowIfNull(attachment);
        return $"{where} ({InWords(attachment.Content, attachment.Name, attachment.ContentType)})";
    }

    /// <summary>What a file is, in words safe to show: "program, sent as a PDF".</summary>
    public static string InWords(ReadOnlyMemory<byte> content, string name, string? contentType)
    {
        var claim = Kind(name, contentType);
        if (content.IsEmpty)
        {
            return claim;
        }

        var type = FileType.Of(content, name, contentType);
        var differs = claim != "file" && !type.Words.StartsWith(claim, StringComparison.Ordinal) && !(type.Ending == ".bin" && type.Danger == FileDanger.None && type.Words.EndsWith("Office document", StringComparison.Ordinal));
        return $"{type.Words}{(differs ? $", sent as {(claim[0] is 'a' or 'e' or 'i' ? "an" : "a")} {claim}" : "")}{(type.Danger == FileDanger.Active ? ", which may do harm when it is opened" : "")}";
    }

    /// <summary>True where the attachment is the mail itself, locked.</summary>
    public static bool IsEncrypted(MailAttachment attachment) => Kind(attachment.Name, attachment.ContentType) == Encrypted;

    /// <summary>True where the body itself is a cipher: an armoured message, or the wrapper that asks to sign in to read it.</summary>
    public static bool IsLockedBody(ReceivedMail mail) =>
        mail.Body.Contains("-----BEGIN PGP MESSAGE-----", StringComparison.Ordinal)
        || (mail.Body.Length < 60_000 && ((Waiting().IsMatch(mail.Body) && mail.Body.Contains("https://", StringComparison.OrdinalIgnoreCase)) || Notice().IsMatch(mail.Body)) && SignIn().IsMatch(mail.Body))
        || mail.Attachments.Any(IsPortal);

    /// <summary>True for the wrapper of a mail that one must sign in to read.</summary>
    internal static bool IsPortal(MailAttachment attachment) => attachment.Name is "message.html" or "securedoc.html" or "message_zdm.html" or "message_v4.html";

    /// <summary>What a sender calls it, in words safe to show: a claim.</summary>
    internal static string Kind(string name, string? contentType)
    {
        var type = (contentType ?? "").Split(';', 2)[0].Trim();
        var dot = name.LastIndexOf('.');
        var ending = dot >= 0 ? name[(dot + 1)..].Trim() : "";
        return Kinds.GetValueOrDefault(ending) ?? Kinds.GetValueOrDefault(type) ?? (type.StartsWith("image/", StringComparison.OrdinalIgnoreCase) ? "image" : "file");
    }

    [GeneratedRegex(@"\b(?:sent you|you have (?:received )?|you've (?:got|received) |received|is sending you)\s?(?:a|an|one)?\s?(?:new )?(?:secure|encrypted|protected|confidential)\s(?:new )?(?:e-?mail|message|document|file)|\bshared (?:a|an|one)\s(?:new )?(?:file|document|folder|item) with you\b|\b(?:file|document) has been shared with you", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Notice();

    /// <summary>What waits elsewhere: "a referral has been submitted … sign in to download it".</summary>
    [GeneratedRegex(@"\b(?:(?:referral|submission|form|document|report|file)\b[^.]{0,80}\b(?:submitted|ready to (?:download|view|collect)|available|waiting))\b[\s\S]{0,200}\b(?:sign in|log in|log on)\s(?:to|and)\s(?:download|view|read|collect|open)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Waiting();

    [GeneratedRegex(@"\b(?:sign in|sign-in|log in|log on|login|register|one[- ]time (?:passcode|password|code)|passcode|this link (?:only )?works|open in \w+|(?:read|open|view) (?:the|your|this) (?:secure |encrypted |protected )?(?:message|email|document))\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex SignIn();
}
