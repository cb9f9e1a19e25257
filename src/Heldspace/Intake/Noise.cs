using System.Text.RegularExpressions;
using Heldspace.Services;

namespace Heldspace.Intake;

/// <summary>
/// Tells mail that nobody wrote to refer anyone from mail that somebody may have. Headers decide, words only beside them, and whatever speaks of a
/// child is a referral: a person can throw a wrong one away, nobody can bring back one that was ignored.
/// </summary>
public static partial class Noise
{
    /// <summary>Set on every mail the service sends, so that it knows its own when it comes back.</summary>
    public const string OwnHeader = "X-Heldspace";

    /// <summary>A program says that a mail did not arrive, or came late.</summary>
    public const string Bounced = "a bounce";

    /// <summary>Why a mail is no referral, in words for the record; null where it may be one.</summary>
    /// <param name="mail">As delivered.</param>
    /// <param name="service">Whose mailbox it came to.</param>
    /// <param name="own">What the sender wrote, without what is quoted below.</param>
    /// <param name="speaksOfRisk">Whether any of it speaks of immediate risk.</param>
    /// <param name="speaksOfChild">Whether what the sender wrote, or what is forwarded below it, names facts of a child (a date of birth, an NHS number, answers of a form).</param>
    /// <param name="namesSomebody">Whether anybody is named as the one whom it is about.</param>
    internal static string? Of(ReceivedMail mail, ServiceDefinition service, MailPart own, IReadOnlyList<MailPart> parts, bool speaksOfRisk, bool speaksOfChild, bool namesSomebody)
    {
        var headers = mail.Headers.IsDefault ? [] : mail.Headers;
        string? Header(string name) => headers.FirstOrDefault(header => string.Equals(header.Name, name, StringComparison.OrdinalIgnoreCase))?.Value.Trim();
        var text = string.Join('\n', own.Lines.Take(60).Select(line => line.Text));

        if (IsOwn(mail, service, parts, headers))
        {
            return "the service's own mail coming back";
        }

        var type = Header("Content-Type") ?? "";
        if (Report().IsMatch(type))
        {
            return type.Contains("disposition-notification", StringComparison.OrdinalIgnoreCase) ? "a read receipt" : Bounced;
        }

        // The date of birth in a curriculum vitae is the applicant's.
        if (!speaksOfRisk && parts.Count == 1 && Trade.Applies(mail.Subject, text))
        {
            return "an application for a post";
        }

        if (speaksOfChild || speaksOfRisk)
        {
            return null;
        }

        var daemon = mail.From is { } from && Daemon().IsMatch(from.Text);
        var bounced = BounceSubject().IsMatch(mail.Subject);
        var emptyPath = Header("Return-Path") is { } path && path.Trim('<', '>', ' ').Length == 0;
        if ((daemon && (bounced || emptyPath || mail.From!.Text.StartsWith("mailer-daemon@", StringComparison.Ordinal) || Header("Auto-Submitted") is not null))
            || (bounced && (emptyPath || mail.From is null || Header("X-Failed-Recipients") is not null)))
        {
            return Bounced;
        }

        if ((Header("Content-Class") ?? "").Contains("calendarmessage", StringComparison.OrdinalIgnoreCase) || mail.IsCalendarMail || type.StartsWith("text/calendar", StringComparison.OrdinalIgnoreCase))
        {
            return "calendar mail";
        }

        // An invitation that a calendar wrote into the text.
        if (parts.Count == 1 && CalendarSubject().IsMatch(mail.Subject) && CalendarLines().Matches(text).Select(match => match.Groups["what"].Value.ToUpperInvariant()).Distinct().Count() > 1)
        {
            return "calendar mail";
        }

        if (!namesSomebody && parts.Count == 1 && ForNobody().IsMatch(text))
        {
            return "a question about nobody in particular";
        }

        var automatic = IsAutomatic(mail);

        // A program says that it has met what this domain sent, and nobody is spoken of.
        if (automatic && Header("X-Loop") is { } loop && service.Mailboxes.Any(mailbox => loop.TrimEnd('>', ' ').EndsWith($"@{mailbox.Domain}", StringComparison.OrdinalIgnoreCase)))
        {
            return "an automatic reply";
        }

        var replies = Header("X-Autoreply") is not null || Header("X-Autorespond") is not null || Header("Precedence") is { } precedence && precedence.StartsWith("auto", StringComparison.OrdinalIgnoreCase);
        var repliesBySubject = AutomaticSubject().IsMatch(mail.Subject);
        var away = Away().IsMatch(text);
        var asks = Asks(mail, text);
        if ((automatic && (repliesBySubject || away || !asks)) || (replies && !asks)
            || (repliesBySubject && (away || emptyPath || Header("X-Auto-Response-Suppress") is not null)))
        {
            return "an automatic reply";
        }

        // Sent to a whole list, and to be left with a click: nobody refers a child so, whatever it says of referring.
        if (Header("List-Unsubscribe") is not null && Header("Precedence") is "bulk" && (mail.From is null || Authorities.OfDomain(mail.From.Domain) is null) && !mail.Attachments.Any(attachment => !attachment.IsInline))
        {
            return "a newsletter";
        }

        if (automatic && !asks && Header("X-Loop") is not null)
        {
            return "an automatic reply";
        }

        var listed = Header("List-Unsubscribe") is not null || Header("List-Id") is not null || Header("Precedence") is "bulk" or "list" or "junk";
        var bare = !asks && !mail.Attachments.Any(attachment => !attachment.IsInline);
        return listed && bare ? "a newsletter" : bare && !namesSomebody && parts.Count == 1 && Trade.Offers(mail.Subject, text) ? "an advertisement or an invoice" : null;
    }

    /// <summary>
    /// Whether a program says that it sent it, or asks for no answer of a program: two of them would answer each other for ever. RFC 3834, section 2, and
    /// https://learn.microsoft.com/openspecs/exchange_server_protocols/ms-oxcmail (X-Auto-Response-Suppress).
    /// </summary>
    public static bool WantsNoAnswer(ReceivedMail mail) => IsAutomatic(mail) || (!mail.Headers.IsDefault && mail.Headers.Any(header => header.Name.ToLowerInvariant() switch
    {
        "x-autoreply" or "x-autorespond" => true,
        "precedence" => header.Value.Trim() is var kind && (kind.StartsWith("auto", StringComparison.OrdinalIgnoreCase) || kind.ToLowerInvariant() is "bulk" or "junk"),
        "return-path" => header.Value.Trim('<', '>', ' ').Length == 0,
        "x-auto-response-suppress" => header.Value.Split(',', ';').Any(kind => kind.Trim().ToLowerInvariant() is "all" or "autoreply"),
        _ => false,
    }));

    /// <summary>Whether a program says that it sent it.</summary>
    private static bool IsAutomatic(ReceivedMail mail) => !mail.Headers.IsDefault && mail.Headers.Any(header =>
        string.Equals(header.Name, "Auto-Submitted", StringComparison.OrdinalIgnoreCase) && !header.Value.TrimStart().StartsWith("no", StringComparison.OrdinalIgnoreCase));

    /// <summary>Somebody of the team who hands a referral on from the shared mailbox is no echo: what they forward is read.</summary>
    private static bool IsOwn(ReceivedMail mail, ServiceDefinition service, IReadOnlyList<MailPart> parts, IEnumerable<MailHeader> headers)
    {
        if (headers.Any(header => header.Name.StartsWith(OwnHeader, StringComparison.OrdinalIgnoreCase)))
        {
            return true;
        }

        return mail.From is { } from && service.Mailboxes.Contains(from)
            && !parts.Any(part => part.IsForwarded && (part.From is null ? part.FromName is not null : !service.Mailboxes.Contains(part.From)));
    }

    /// <summary>True where somebody may be asking for something for a child, however vaguely.</summary>
    private static bool Asks(ReceivedMail mail, string text) => Referring().IsMatch(text) || Referring().IsMatch(mail.Subject);

    [GeneratedRegex(@"^\s*(?:(?:updated |cancell?ed |new )?(?:invitation|event|meeting|invite)(?: update)?|accepted|declined|tentative(?:ly accepted)?|cancell?ed)\s?:", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex CalendarSubject();

    [GeneratedRegex(@"^[*\s]{0,4}(?<what>when|where|organi[sz]er|guests|attendees|who|join|going|location|time|invitees|dial-in|meeting id)\s?[:?]", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.Multiline, 5000)]
    private static partial Regex CalendarLines();

    /// <summary>Who asks and says that they have nobody in mind.</summary>
    [GeneratedRegex(@"\b(?:(?:haven['\u2019]?t|have not|hasn['\u2019]?t) got (?:any(?:one|body)|a (?:child|young person|particular \w+)) (?:in mind|to refer)|(?:no ?-?one|nobody|no (?:particular )?(?:child|case|young person)) in mind|(?:don['\u2019]?t|do not) have (?:any(?:one|body)|a (?:particular |specific )?(?:child|case|young person)) (?:in mind|to refer|at the moment)|not (?:about|regarding|for|asking about) (?:any(?:one|body)|a(?:ny)?) (?:particular|specific)?\s?(?:child|case|young person|referral)?\s?in particular|not (?:about|regarding) a (?:particular|specific|named) (?:child|case|young person)|(?:isn['\u2019]?t|is not|not) (?:a referral|referring anyone)\b)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex ForNobody();

    [GeneratedRegex("multipart/report|message/(?:delivery-status|disposition-notification)|report-type", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Report();

    [GeneratedRegex("^(?:mailer-daemon|postmaster|microsoftexchange[0-9a-f]{8,})(?:@|\\+)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Daemon();

    [GeneratedRegex(@"^\s*(?:undeliverable|undelivered|undelivered mail|delivery (?:status notification|failure|has failed)|mail delivery (?:failed|system|failure)|returned mail|failure notice|message not delivered|delivery delayed|not delivered)\b",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex BounceSubject();

    [GeneratedRegex(@"^\s*(?:automatic reply|auto(?:matic)?[\s-]?(?:reply|response)|autoreply|out of (?:the )?office|ooo\b|away from (?:my|the) (?:office|desk)|on (?:annual )?leave|i am away|auto\s?:)",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex AutomaticSubject();

    [GeneratedRegex(@"\b(?:out of (?:the )?office|on (?:annual |maternity |sick |study )?leave|away from (?:my desk|the office|work|my emails)|(?:will|shall) (?:be back|return|be returning|reply)|(?:back|returning) (?:in the office )?on|not (?:in the office|checking|monitored|monitoring|working)|limited access to (?:my )?e?-?mails?|your (?:e?-?mail|message) has been received|do not reply|non[- ]working day|i (?:do not|don't) work|thank you for (?:your e?-?mail|contacting|getting in touch))\b",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Away();

    [GeneratedRegex(@"\b(?:(?:would|i'd|we'd|like|want|wish|need|wanting|hoping|happy|please|could (?:you|we|i)|can (?:you|we|i)|i am|we are|i'm|making a|make a|new|attached|completed|enclosed|urgent|his|her|their|this)\s(?:\w+\s){0,3}(?:refer|referring|referral)\b|referral (?:for|form|of|re|attached|-)|re-?referral|see (?:the )?attached|please find attached|find enclosed|(?:my|our) (?:foster )?(?:son|daughter|child|lad|lass|little one)|i(?:'m| am) (?:struggling|\d\d)|need(?:s)? (?:some )?help|please help|worried about)",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Referring();
}
