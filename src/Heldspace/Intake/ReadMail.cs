using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Heldspace.Intake.Text;
using Heldspace.Safeguarding;
using Heldspace.Services;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Intake;

/// <summary>Reads a mail as delivered into a referral, or says why it is none. Pure: the same mail gives the same reading.</summary>
public static partial class ReadMail
{
    public static MailReading Read(ReceivedMail mail, ServiceDefinition service, IntakeId intake) => Read(mail, MailTexts.Of(mail, service), service, intake);

    /// <param name="texts">Those of the mail; of an answer only some.</param>
    public static MailReading Read(ReceivedMail mail, MailTexts texts, ServiceDefinition service, IntakeId intake)
    {
        var today = London.Day(mail.ReceivedAt);
        var parts = texts.Messages;
        var read = texts.Read.ToList();

        var concerns = Screen.Mail(mail, service);
        if (Noise.Of(mail, service, parts[0], parts, !concerns.IsEmpty, read.Exists(part => part.SpeaksOfChild && (part.Part.Index == 0 || part.Part.IsForwarded)), read.Exists(part => part.Names.Any(name => name.Score >= 8))) is { } reason)
        {
            return new MailReading.Ignored(reason);
        }

        if (read.FirstOrDefault(part => part.Part.Index == 0) is { Writer: { Role: null or "self", HomeSource: null }, OwnName: null, Signature.Role: null } own
            && MailPart.NameOfSender(mail.FromName) is { } sender && own.Names.FirstOrDefault(name => name is { Score: >= 8, IsLay: false } && string.Equals(PersonName.Parse(name.Name).Given, PersonName.Parse(sender).Given, StringComparison.OrdinalIgnoreCase)) is { } themselves)
        {
            // Whoever gives a date of birth with the sender's own name writes about themselves.
            read[read.IndexOf(own)] = own with { OwnName = own.OwnName ?? themselves, Writer = own.Writer with { Role = "self", RoleSource = own.Sentences[0].Source, IsSelf = true } };
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
            Children = concerns.IsEmpty ? children : [.. children.Select(child => Urgent(child, concerns[0]))],
            Thread = mail.ConversationId,
            Sender = Verdict(mail),
            RepliesStopped = mail.RepliesStopped,
            Concerns = concerns,
            Unread = [.. texts.Attached.Unread, .. Unread(mail, texts.Body), .. isCut ? [$"children beyond the first {Family.Most}"] : Array.Empty<string>()],
        });
    }

    private static ImmutableArray<Child> Children(ReceivedMail mail, List<ReadPart> read, Author author, LocalDate today, out bool isCut)
    {
        var findings = read.SelectMany(part => part.Findings).ToList();
        var family = author.IsSelf ? null : Family.Of(read, mail.Subject, Adults(mail, read, findings), today);
        isCut = family is { IsCut: true };
        if (family is { Children.Count: > 1 })
        {
            var each = ReadChildren.Read(family, read, mail.Subject, today);
            if (!each.Any(own => own.Any(finding => finding.Field == Fields.PlacementType && finding.Reading.Certainty == Certainty.Known)))
            {
                // How long foster care is meant to last, said once of all.
                var sentences = read.Where(part => part.Part.Index == 0 || part.Part.IsForwarded).SelectMany(part => part.Sentences).ToList();
                each = [.. each.Select(own => { var all = own.ToList(); Term.Apply(all, sentences); return (IReadOnlyList<Finding>)all; })];
            }

            each = SameAs(family, each, read);
            each = [.. each.Select(own => SharedName.Of(read, own, author) is { } shared ? (IReadOnlyList<Finding>)[.. own, shared] : own)];
            return [.. each.Take(Family.Most).Select((own, index) => Settled(index + 1, Corrected([.. own, .. author.Findings], read, today, isOnly: false), author, today, Whose.OwnOf(family.Children, index, read)))];
        }

        findings.AddRange(ReadSubject.Read(mail.Subject, today));
        findings.AddRange(author.Findings);
        if (!author.IsSelf && !findings.Exists(finding => finding.Field == Fields.GivenName && finding.Origin == Origin.Label && finding.Reading.Value is not null))
        {
            // Who refers a child in words of their own names that child; whom a mail handed on with it names is beside.
            var ownPart = author.Part is { SpeaksOfChild: true } told && told.Names.Any(name => name.Score >= 10) ? told.Part.Index : -1;
            findings.AddRange(ChooseName.Of(read.SelectMany(part => part.Names).Select(name => ownPart >= 0 && name.Part != ownPart ? name with { Score = name.Score - 5 } : name).Select(name => ReadSubject.IsInitialled(mail.Subject, name.Name) ? name with { Score = name.Score + 5 } : ReadSubject.Names(mail.Subject, name.Name) ? name with { Score = name.Score + 3 } : name).Concat(ReadSubject.Names(mail.Subject)), Adults(mail, read, findings)));
        }

        findings.AddRange(ToldNames.Family(read, findings, author).ToList());
        ToldNames.Legal(read, findings);
        DoubtOlderChild(findings, read);
        Gather.OthersBirths(findings, read, today);
        Gather.Birth(findings, read, today);
        var child = Settled(1, Corrected(findings, read, today, isOnly: true), author, today, [.. read.Select(part => (IReadOnlyList<Sentence>)[.. part.Sentences, .. part.Answered])]);
        return [family is { Perhaps: { Count: > 0 } perhaps } ? WithQuestion(child, perhaps) : child];
    }

    /// <summary>"Bobby is with the same carers as Shannon": where and with whom one child lives, said by another.</summary>
    private static IReadOnlyList<IReadOnlyList<Finding>> SameAs(Family family, IReadOnlyList<IReadOnlyList<Finding>> each, List<ReadPart> read)
    {
        var all = each.Select(own => own.ToList()).ToList();
        foreach (var sentence in read.SelectMany(part => part.Sentences))
        {
            if (SamePlace().Match(sentence.Text) is not { Success: true } same)
            {
                continue;
            }

            int Of(string name) => family.Children.TakeWhile(child => !string.Equals(child.Name.Given, name, StringComparison.OrdinalIgnoreCase) && !string.Equals(child.Name.Preferred, name, StringComparison.OrdinalIgnoreCase)).Count();
            var (one, other) = (ReadNames.Spans(sentence).Where(span => span.Start < same.Index).Select(span => Of(span.Text.Split(' ')[0])).FirstOrDefault(at => at < all.Count, all.Count), Of(same.Groups["name"].Value));
            if (one < all.Count && other < all.Count && one != other)
            {
                foreach (var field in new[] { Fields.PlacementType, Fields.LivesIn, Fields.Carer, Fields.PlacementPostcode })
                {
                    if (!all[one].Exists(finding => finding.Field == field && finding.Reading.Certainty == Certainty.Known) && all[other].Find(finding => finding.Field == field && finding.Reading.Certainty == Certainty.Known) is { } theirs)
                    {
                        all[one].RemoveAll(finding => finding.Field == field);
                        all[one].Add(theirs with { Reading = theirs.Reading with { Note = $"{sentence.Source}: {ReadValue.Quote(same.Value)}" } });
                    }
                }
            }
        }

        return all;
    }

    [GeneratedRegex(@"\bsame (?:foster |long-term |short-term )?(?:carers?|placement|home|house|family|couple|address),? as (?:h(?:is|er) (?:brother|sister|twin),? )?(?<name>\p{Lu}[\p{L}'\u2019-]+)", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex SamePlace();

    private static List<Finding> Corrected(List<Finding> findings, List<ReadPart> read, LocalDate today, bool isOnly)
    {
        Corrections.Apply(findings, read, today, isOnly);
        return findings;
    }

    /// <summary>A child who is named only in what is quoted, while the newest message tells of somebody else with a date of birth: who is meant, a person decides.</summary>
    private static void DoubtOlderChild(List<Finding> findings, List<ReadPart> read)
    {
        var older = read.Where(part => part.Part is { Index: > 0, Where: "body", IsForwarded: false }).Select(part => part.Part.Index).ToHashSet();
        var given = findings.Find(finding => finding.Field == Fields.GivenName && finding.Reading.Value is not null);
        if (given is null || !findings.Exists(finding => finding.Field == Fields.DateOfBirth && older.Contains(finding.Part) && finding.Reading.Value is not null) || findings.Exists(finding => finding.Field == Fields.DateOfBirth && !older.Contains(finding.Part) && finding.Reading.Value is not null)
            || read.FirstOrDefault(part => part.Part.Index == 0)?.Sentences.FirstOrDefault(sentence => sentence.Others.Count > 0 && ReadNames.NamesSomebody(sentence)) is not { } other)
        {
            return;
        }

        for (var at = 0; at < findings.Count; at++)
        {
            if ((findings[at].Field == Fields.GivenName || findings[at].Field == Fields.FamilyName || findings[at].Field == Fields.DateOfBirth || findings[at].Field == Fields.NhsNumber) && findings[at].Reading.Value is not null)
            {
                findings[at] = findings[at] with { Reading = ReadValue.Doubt(findings[at].Reading, $"{other.Source} tells of somebody else") };
            }
        }
    }

    /// <param name="messages">The sentences of each message that may tell of this child.</param>
    private static Child Settled(int ordinal, List<Finding> findings, Author author, LocalDate today, IReadOnlyList<IReadOnlyList<Sentence>> messages)
    {
        findings.RemoveAll(finding => finding is { Field: var field, Reading.Value: Categories.Other } && field == Fields.Category && findings.Exists(other => other.Field == field && other.Reading.Value is not (null or Categories.Other)));
        if (findings.Exists(finding => finding.Field == Fields.DateOfBirth && finding.Reading is { Certainty: Certainty.Known }))
        {
            // A client's or a carer's own, beside the child's.
            findings.RemoveAll(finding => finding.Field == Fields.DateOfBirth && finding.Origin < Origin.Label && finding.Reading.Note?.Contains("25 or older", StringComparison.Ordinal) == true);
        }

        ReadUrgency.Settle(findings);
        Inference.Latest(findings);
        Inference.Grown(findings, today);
        Inference.BackInCare(findings);
        var told = messages.SelectMany(sentences => sentences).ToList();
        Gather.Order(findings, told);
        Gather.Family(findings, told);
        Gather.Home(findings, told);
        findings.AddRange(Inference.From(findings, author, today));
        findings.RemoveAll(finding => finding is { Field: var field, Origin: < Origin.Label, Reading.Value: Categories.Other } && field == Fields.Category && findings.Exists(other => other.Field == field && other.Reading.Value is not (null or Categories.Other)));
        Gather.Care(findings, told);
        Gather.Authority(findings, told, author);
        Gather.Town(findings, messages);
        Dwelling.Of(findings, told, author);
        OnlyPlace.Of(findings, told);
        Term.ByOwnKin(findings, told, author);
        Inference.NoLonger(findings, told);
        return CrossRules.Apply(Settle.Of(ordinal, findings), today);
    }

    /// <summary>Where there may be an immediate risk the referral is urgent, whatever its sender called it.</summary>
    private static Child Urgent(Child child, Concern concern)
    {
        var said = child[Fields.Urgency];
        return said is { Value: "urgent", Certainty: Certainty.Known } ? child
            : child.With(Fields.Urgency, Reading.Known("urgent", concern.Source) with { Note = said.Value is null ? "wording of immediate risk" : $"wording of immediate risk; {said.Source} says \"{said.Value}\"" });
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
    private static List<string> Adults(ReceivedMail mail, IEnumerable<ReadPart> read, IEnumerable<Finding> findings) =>
        [.. read.SelectMany(part => new[] { part.Signature.Name, part.Part.FromName, part.Writer.IsSelf ? null : part.OwnName?.Name }).OfType<string>()
            .Concat(findings.Where(finding => finding.Field == Fields.ReferrerName || finding.Field == Fields.SocialWorker || finding.Field == Fields.Carer || finding.Field == Fields.ReviewingOfficer)
                .Select(finding => finding.Reading.Value).OfType<string>()).Concat(Bystanders.In(read.SelectMany(part => part.Sentences))).Concat(MailPart.NameOfSender(mail.FromName) is { } sender && sender.Contains(' ', StringComparison.Ordinal) ? [sender] : [])];

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
