using System.Collections.Immutable;
using Heldspace.Intake.Text;
using Heldspace.Services;
using Heldspace.Time;

namespace Heldspace.Intake;

/// <summary>
/// The texts of a mail, its messages and what is attached, and what each was read as: once, whoever asks of it, since that takes longer than all else. As a referral all of
/// them count, as an answer what its sender wrote now (see <see cref="Own"/>).
/// </summary>
public sealed class MailTexts
{
    private MailTexts(Lines body, ImmutableArray<MailPart> messages, Attached attached, ImmutableArray<ReadPart> read) => (Body, Messages, Attached, Read) = (body, messages, attached, read);

    internal Lines Body { get; }

    /// <summary>The messages of the body, the newest first.</summary>
    internal ImmutableArray<MailPart> Messages { get; }

    internal Attached Attached { get; }

    /// <summary>What was read of each, but of what the service wrote itself.</summary>
    internal ImmutableArray<ReadPart> Read { get; }

    public static MailTexts Of(ReceivedMail mail, ServiceDefinition service)
    {
        var today = London.Day(mail.ReceivedAt);
        var body = mail.BodyIsHtml ? HtmlBody.Read(mail.Body) : Lines.OfPlainText(mail.Body);
        var messages = MailPart.Split(body.All, Chain.IsForward(mail.Subject)).ToImmutableArray();
        var attached = Attached.Of(mail);
        return new(body, messages, attached, [.. messages.Concat(attached.Parts(messages.Length)).Where(IsTheirs).Select(part => ReadPart.Read(part, today))]);

        bool IsTheirs(MailPart part) => part.From is null ? part.Index == 0 || !string.Equals(part.FromName?.Trim(), service.Name, StringComparison.OrdinalIgnoreCase) : !service.Mailboxes.Contains(part.From);
    }

    /// <summary>The newest message alone, and what is attached.</summary>
    internal MailTexts Own() => new(Body, Messages[..1], Attached, [.. Read.Where(read => read.Part.Index == 0 || read.Part.Index >= Messages.Length)]);
}
