using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Heldspace.Intake.Text;
using Heldspace.Pathway;
using Heldspace.Safeguarding;
using Heldspace.Services;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Intake;

/// <summary>A mail about a case that is there, as far as it goes beyond what is quoted in it; or answers to what was asked for as missing.</summary>
/// <param name="Intake">The mail, or the answers.</param>
/// <param name="From">Whom it is from; null where they gave no address.</param>
/// <param name="ReceivedAt">When it came.</param>
/// <param name="Sender">Whether it came from whom it names.</param>
/// <param name="Said">What the sender wrote of a child now, without what is quoted.</param>
/// <param name="IsThanks">Whether it says thank you, and nothing else.</param>
/// <param name="Unread">Parts that nobody has read.</param>
/// <param name="Concerns">Wording of immediate risk anywhere in it.</param>
public sealed record Reply(
    IntakeId Intake, EmailAddress? From, Instant ReceivedAt, SenderVerdict Sender, Child Said, bool IsThanks, ImmutableArray<string> Unread, ImmutableArray<Concern> Concerns)
{
    /// <summary>Whether so much came from its sender that nothing is answered to them by itself.</summary>
    public bool RepliesStopped { get; init; }

    /// <summary>Whether it is no mail but answers to what was asked for as missing, by the link that only whoever referred has.</summary>
    public bool ByForm { get; init; }
}

/// <summary>Finds out what a mail adds to a case.</summary>
public static partial class ReadReply
{
    /// <summary>So many references of one mail are looked up.</summary>
    private const int Most = 3;

    /// <summary>So many words may say thank you.</summary>
    private const int LongestThanks = 14;

    /// <summary>The references that stand in a mail, in its subject first: those with a check symbol that fits.</summary>
    public static ImmutableArray<Reference> References(ReceivedMail mail) =>
    [
        .. new[] { mail.Subject }.Concat(ReceivedText.Of(mail).Select(line => line.Text))
            .SelectMany(text => Written().Matches(text).Select(match => Reference.TryParse(match.Value))).OfType<Reference>().Distinct().Take(Most),
    ];

    /// <summary>
    /// Whether a mail answers another. The conversation alone does not say so: where a mail brings no index of its own, mail systems make one from the subject, so
    /// that two people who write "New referral" share it (MS-OXOMSG, PidTagConversationId).
    /// </summary>
    public static bool IsAnswer(ReceivedMail mail) => Answer().IsMatch(mail.Subject)
        || (!mail.Headers.IsDefault && mail.Headers.Any(header => string.Equals(header.Name, "In-Reply-To", StringComparison.OrdinalIgnoreCase) && header.Value.Trim().Length > 0));

    /// <summary>Whether two are one mail that was delivered twice. The sender's own id for it is only a claim: what it says has to be the same.</summary>
    public static bool IsSame(ReceivedMail one, ReceivedMail other) =>
        one.InternetMessageId is not null && one.InternetMessageId == other.InternetMessageId && one.From == other.From && one.Subject == other.Subject && one.Body == other.Body
        && one.Attachments.Length == other.Attachments.Length
        && one.Attachments.Zip(other.Attachments).All(pair => pair.First.Name == pair.Second.Name && pair.First.Content.Span.SequenceEqual(pair.Second.Content.Span));

    /// <param name="texts">Those of the mail.</param>
    /// <param name="whole">What all of it was read as.</param>
    public static Reply Read(ReceivedMail mail, MailTexts texts, ServiceDefinition service, IntakeId intake, Referral whole)
    {
        // Whoever writes above what they hand on answers as well.
        var answer = (Chain.IsForward(mail.Subject) ? MailTexts.Of(mail with { Subject = "" }, service) : texts).Own();
        var own = answer.Messages[0];
        var alone = ReadMail.Read(mail with { Subject = "", Body = string.Join('\n', own.Lines.Select(line => line.Text)), BodyIsHtml = false }, answer, service, intake);
        var said = alone is MailReading.IsReferral({ Children: [var first, ..] }) ? first : Child.Empty(1);
        var where = Where(mail.ReceivedAt);
        return new(
            intake, mail.From, mail.ReceivedAt, whole.Sender, said with { Readings = said.Readings.ToImmutableSortedDictionary(read => read.Key, read => read.Value with { Source = where + read.Value.Source }, StringComparer.Ordinal) },
            IsThanks(own), whole.Unread, [.. whole.Concerns.Select(concern => concern with { Source = where + concern.Source })])
        {
            RepliesStopped = mail.RepliesStopped,
        };
    }

    /// <summary>What every source within a mail about a case begins with: <c>answer of 2026-09-15 09:31, </c>.</summary>
    public static string Where(Instant receivedAt) => $"answer of {receivedAt.InZone(London.Zone).LocalDateTime.ToString("uuuu-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture)}, ";

    private static bool IsThanks(MailPart own)
    {
        // "Thank you, Sam" may be taken for the end of a letter and be the whole of it.
        var end = Signature.Find(own.Lines).First;
        var lines = own.Lines.Take(own.Lines.Take(end).All(line => line.IsBlank) ? own.Lines.Count : end).ToList();
        var words = Words.Of(string.Join(' ', lines.Select(line => line.Text)));
        return words.Count <= LongestThanks && words.Exists(word => word.Folded is "thanks" or "thank" or "received" or "great" or "perfect" or "noted" or "ok" or "okay" or "confirmed" or "lovely")
            && !lines.Exists(line => line.Text.Contains('?', StringComparison.Ordinal) || line.Text.Any(char.IsDigit));
    }

    [GeneratedRegex(@"^\s*(?:RE|AW|SV|ANTW)\s?:", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Answer();

    [GeneratedRegex(@"\bHS[- ]?[2-9A-HJ-NP-Z]{4}[- ]?[2-9A-HJ-NP-Z]{2}\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Written();
}
