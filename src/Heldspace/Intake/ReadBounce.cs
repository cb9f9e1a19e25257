using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using Heldspace.Intake.Text;

namespace Heldspace.Intake;

/// <summary>A report that a mail will not arrive.</summary>
/// <param name="Originals">What the mail was called on its way, with angle brackets: claims, to be looked up among what was sent.</param>
/// <param name="NotReached">Whom the report names in so many words as not reached; empty where it names nobody that can be relied on.</param>
public sealed record Bounce(ImmutableArray<string> Originals, ImmutableArray<EmailAddress> NotReached)
{
    /// <summary>Whether it is about a mail to somebody: a copy that was handed on to a third is none.</summary>
    public bool IsAbout(EmailAddress to) => NotReached.IsEmpty || NotReached.Contains(to);
}

/// <summary>
/// Reads reports of mail systems. Only one that says for good that a mail will not arrive counts, and only from whom the receiving mail system vouches for: a report of delay, a full
/// mailbox that may be emptied, and whatever anybody could have written, change nothing.
/// </summary>
/// <remarks>
/// RFC 3464 (<c>Action</c>, <c>Status</c>, <c>Final-Recipient</c>), RFC 3463 (a status of class 5 is permanent, of class 4 is not), and how Exchange Online writes its own:
/// https://learn.microsoft.com/exchange/mail-flow-best-practices/non-delivery-reports-in-exchange-online. Not tried against a real mailbox.
/// </remarks>
public static partial class ReadBounce
{
    private const int MostOriginals = 10;

    /// <summary>Characters of a report that are read: what tells stands at its beginning.</summary>
    private const int Longest = 100_000;

    /// <summary>Null for what is no such report.</summary>
    public static Bounce? Of(ReceivedMail mail)
    {
        ArgumentNullException.ThrowIfNull(mail);
        if (mail.IsJunk || !IsVouchedFor(mail) || Delayed().IsMatch(mail.Subject))
        {
            return null;
        }

        var body = Cut(string.Join('\n', (mail.BodyIsHtml ? HtmlBody.Read(mail.Body) : Lines.OfPlainText(mail.Body)).All.Select(line => line.Text)));
        var attachments = mail.Attachments.IsDefault ? [] : mail.Attachments;
        var status = Cut(string.Join('\n', attachments.Where(IsStatus).Select(Read)));
        if (!IsForGood($"{body}\n{status}"))
        {
            return null;
        }

        ImmutableArray<string> originals =
        [
            .. Values(mail, "In-Reply-To").Concat(Values(mail, "References")).SelectMany(value => Ids().Matches(value)).Select(match => match.Value)
                .Concat(attachments.Select(attachment => attachment.MessageId).OfType<string>())
                .Concat(attachments.Where(IsOriginal).Select(Read).Append(body).SelectMany(text => Called().Matches(text)).Select(match => match.Groups["id"].Value))
                .Distinct(StringComparer.Ordinal)
                .Take(MostOriginals),
        ];
        return originals.IsEmpty ? null : new(originals,
        [
            .. Values(mail, "X-Failed-Recipients").SelectMany(value => value.Split(',')).Concat(FinalRecipient().Matches(status).Select(match => match.Groups["address"].Value))
                .Select(EmailAddress.TryParse).OfType<EmailAddress>().Distinct(),
        ]);
    }

    /// <summary>
    /// The receiving system says that it came from whom it names, or wrote it itself: nobody outside can set the headers of its own, which are taken off what comes in.
    /// https://learn.microsoft.com/exchange/mail-flow/mail-routing/header-firewall
    /// </summary>
    private static bool IsVouchedFor(ReceivedMail mail) => ReadVerdict.Of(mail) switch
    {
        SenderVerdict.Verified => true,
        SenderVerdict.Unknown => Values(mail, "X-MS-Exchange-Organization-AuthAs").ToList() is { Count: > 0 } written && written.TrueForAll(value => value.Trim().Equals("Internal", StringComparison.OrdinalIgnoreCase)),
        _ => false,
    };

    /// <summary>Where a report says what was done, that decides; the more exact code goes before the one of three digits.</summary>
    private static bool IsForGood(string report)
    {
        var actions = Action().Matches(report).Select(match => match.Groups["action"].Value.ToLowerInvariant()).ToList();
        if (actions.Count > 0 && !actions.Contains("failed"))
        {
            return false;
        }

        var exact = Exact().Matches(report).Select(match => match.Groups["class"].Value).ToList();
        return exact.Count > 0 ? exact.Contains("5") : Reply().IsMatch(report);
    }

    private static IEnumerable<string> Values(ReceivedMail mail, string name) =>
        (mail.Headers.IsDefault ? [] : mail.Headers).Where(header => string.Equals(header.Name, name, StringComparison.OrdinalIgnoreCase)).Select(header => header.Value);

    private static bool IsStatus(MailAttachment attachment) => attachment.ContentType?.StartsWith("message/delivery-status", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>The mail that did not arrive, or its header fields.</summary>
    private static bool IsOriginal(MailAttachment attachment) =>
        attachment.ContentType is { } type && (type.StartsWith("message/rfc822", StringComparison.OrdinalIgnoreCase) || type.StartsWith("text/rfc822-headers", StringComparison.OrdinalIgnoreCase))
        || attachment.Name.EndsWith(".eml", StringComparison.OrdinalIgnoreCase);

    private static string Read(MailAttachment attachment) => Encoding.UTF8.GetString(attachment.Content.Span[..Math.Min(attachment.Content.Length, Longest)]);

    private static string Cut(string text) => text.Length <= Longest ? text : text[..Longest];

    [GeneratedRegex(@"^\s*(?:delivery delayed|delayed|delivery (?:status )?(?:notification )?\(delay\)|warning: (?:message|could not send))", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Delayed();

    [GeneratedRegex(@"^\s*Action\s*:\s*(?<action>[a-z]+)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Action();

    [GeneratedRegex(@"(?<![\d.])(?<class>[245])\.\d{1,3}\.\d{1,3}(?![\d]|\.\d)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Exact();

    [GeneratedRegex(@"(?<![\d.])5[05]\d(?=[ -])", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Reply();

    [GeneratedRegex(@"<[^<>\s]{3,300}>", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Ids();

    [GeneratedRegex(@"^\s*Message-ID\s*:\s*(?<id><[^<>\s]{3,300}>)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Called();

    [GeneratedRegex(@"^\s*(?:Final|Original)-Recipient\s*:\s*rfc822\s*;\s*<?(?<address>[^\s<>;]+)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FinalRecipient();
}
