using System.Collections.Immutable;
using Heldspace.Intake.Text;
using Heldspace.Safeguarding;
using Heldspace.Services;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Intake;

/// <summary>Reads a mail as delivered into a referral, or says why it is none. Pure: the same mail gives the same reading.</summary>
public static class ReadMail
{
    public static MailReading Read(ReceivedMail mail, ServiceDefinition service, IntakeId intake)
    {
        var today = London.Day(mail.ReceivedAt);
        var lines = mail.BodyIsHtml ? HtmlBody.Read(mail.Body) : Lines.OfPlainText(mail.Body);
        var parts = MailPart.Split(lines.All, Chain.IsForward(mail.Subject));
        var attached = Attached.Of(mail);
        var read = parts.Concat(attached.Parts(parts.Count)).Where(part => part.From is null || !service.Mailboxes.Contains(part.From)).Select(part => ReadPart.Read(part, today)).ToList();

        var concerns = Screen.Mail(mail, service);
        if (Noise.Of(mail, service, parts[0], parts, !concerns.IsEmpty || read.Exists(part => part.SpeaksOfChild && (part.Part.Index == 0 || part.Part.IsForwarded))) is { } reason)
        {
            return new MailReading.Ignored(reason);
        }

        var author = Chain.Author(mail, service, parts, read);
        var children = Children(mail, read, author, today, out var isCut);
        string? Said(Field field) => children.Select(child => child.Value(field)).FirstOrDefault(value => value is not null);
        return new MailReading.IsReferral(new()
        {
            Service = service.Id,
            Intake = intake,
            Channel = Channel.Mail,
            ReceivedAt = mail.ReceivedAt,
            Referrer = new(Said(Fields.ReferrerName), Said(Fields.ReferrerRole), author.AnswerTo, Said(Fields.ReferrerPhone), Said(Fields.ReferrerOrganisation), TrustedSenders.Include(service, mail.From)),
            Children = children,
            Thread = mail.ConversationId,
            Sender = Verdict(mail),
            RepliesStopped = mail.RepliesStopped,
            Concerns = concerns,
            Unread = [.. attached.Unread, .. Unread(mail, lines), .. isCut ? [$"children beyond the first {Family.Most}"] : Array.Empty<string>()],
        });
    }

    private static ImmutableArray<Child> Children(ReceivedMail mail, List<ReadPart> read, Author author, LocalDate today, out bool isCut)
    {
        var findings = read.SelectMany(part => part.Findings).ToList();
        var family = author.IsSelf ? null : Family.Of(read, mail.Subject, Adults(read, findings), today);
        isCut = family is { IsCut: true };
        if (family is { Children.Count: > 1 })
        {
            var each = ReadChildren.Read(family, read, mail.Subject, today);
            return [.. each.Take(Family.Most).Select((own, index) => Settled(index + 1, [.. own, .. author.Findings], author, today))];
        }

        findings.AddRange(ReadSubject.Read(mail.Subject, today));
        findings.AddRange(author.Findings);
        if (!author.IsSelf && !findings.Exists(finding => finding.Field == Fields.GivenName && finding.Origin == Origin.Label && finding.Reading.Value is not null))
        {
            findings.AddRange(ChooseName.Of(read.SelectMany(part => part.Names).Concat(ReadSubject.Names(mail.Subject)), Adults(read, findings)));
        }

        var child = Settled(1, findings, author, today);
        return [family is { Perhaps: { Count: > 0 } perhaps } ? WithQuestion(child, perhaps) : child];
    }

    private static Child Settled(int ordinal, List<Finding> findings, Author author, LocalDate today)
    {
        findings.AddRange(Inference.From(findings, author));
        return CrossRules.Apply(Settle.Of(ordinal, findings), today);
    }

    /// <summary>A brother or sister who may be referred too is no case of their own yet: whoever opens this one reads the question.</summary>
    private static Child WithQuestion(Child child, IReadOnlyList<string> names)
    {
        var note = $"is another child referred too? also named: {ReadValue.Quote(string.Join(", ", names))}";
        var name = child[Fields.GivenName];
        return child.With(Fields.GivenName, name with { Note = name.Note is null ? note : $"{name.Note}; {note}" });
    }

    /// <summary>A program that sends mail by itself is not answered by itself either.</summary>
    private static SenderVerdict Verdict(ReceivedMail mail) => ReadVerdict.Of(mail) switch
    {
        SenderVerdict.Failed => SenderVerdict.Failed,
        _ when mail.IsJunk => SenderVerdict.Junk,
        SenderVerdict.Verified when Noise.WantsNoAnswer(mail) => SenderVerdict.Unknown,
        var verdict => verdict,
    };

    /// <summary>People who are named for what they are: the referrer, whoever signed a message of the chain, the worker, the carer.</summary>
    private static List<string> Adults(IEnumerable<ReadPart> read, IEnumerable<Finding> findings) =>
        [.. read.SelectMany(part => new[] { part.Signature.Name, part.Part.FromName, part.Writer.IsSelf ? null : part.OwnName?.Name }).OfType<string>()
            .Concat(findings.Where(finding => finding.Field == Fields.ReferrerName || finding.Field == Fields.SocialWorker || finding.Field == Fields.Carer || finding.Field == Fields.ReviewingOfficer)
                .Select(finding => finding.Reading.Value).OfType<string>())];

    private static IEnumerable<string> Unread(ReceivedMail mail, Lines lines)
    {
        if (lines.IsCut)
        {
            yield return "the rest of a very long message";
        }

        if (Attachments.IsLockedBody(mail))
        {
            yield return "an encrypted message";
        }
    }
}
