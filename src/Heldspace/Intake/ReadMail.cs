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
    public static MailReading Read(ReceivedMail mail, ServiceDefinition service, IntakeId intake)
    {
        var today = London.Day(mail.ReceivedAt);
        var lines = mail.BodyIsHtml ? HtmlBody.Read(mail.Body) : Lines.OfPlainText(mail.Body);
        var parts = MailPart.Split(lines.All, Chain.IsForward(mail.Subject));
        var attached = Attached.Of(mail);
        var read = parts.Concat(attached.Parts(parts.Count)).Where(part => part.From is null ? part.Index == 0 || !string.Equals(part.FromName?.Trim(), service.Name, StringComparison.OrdinalIgnoreCase) : !service.Mailboxes.Contains(part.From)).Select(part => ReadPart.Read(part, today)).ToList();

        var concerns = Screen.Mail(mail, service);
        if (Noise.Of(mail, service, parts[0], parts, !concerns.IsEmpty || read.Exists(part => part.SpeaksOfChild && (part.Part.Index == 0 || part.Part.IsForwarded)), read.Exists(part => part.Names.Any(name => name.Score >= 8))) is { } reason)
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
            Unread = [.. attached.Unread, .. Unread(mail, lines), .. isCut ? [$"children beyond the first {Family.Most}"] : Array.Empty<string>()],
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
            return [.. each.Take(Family.Most).Select((own, index) => Settled(index + 1, Corrected([.. own, .. author.Findings], read, today), author, today, Whose.OwnOf(family.Children, index, read)))];
        }

        findings.AddRange(ReadSubject.Read(mail.Subject, today));
        findings.AddRange(author.Findings);
        if (!author.IsSelf && !findings.Exists(finding => finding.Field == Fields.GivenName && finding.Origin == Origin.Label && finding.Reading.Value is not null))
        {
            // Who refers a child in words of their own names that child; whom a mail handed on with it names is beside.
            var ownPart = author.Part is { SpeaksOfChild: true } told && told.Names.Any(name => name.Score >= 10) ? told.Part.Index : -1;
            findings.AddRange(ChooseName.Of(read.SelectMany(part => part.Names).Select(name => ownPart >= 0 && name.Part != ownPart ? name with { Score = name.Score - 5 } : name).Select(name => ReadSubject.IsInitialled(mail.Subject, name.Name) ? name with { Score = name.Score + 5 } : ReadSubject.Names(mail.Subject, name.Name) ? name with { Score = name.Score + 3 } : name).Concat(ReadSubject.Names(mail.Subject)), Adults(mail, read, findings)));
        }

        findings.AddRange(ToldFamilyName(read, findings, author).ToList());
        ToldLegalName(read, findings);
        DoubtOlderChild(findings, read);
        Gather.Birth(findings, read, today);
        var child = Settled(1, Corrected(findings, read, today), author, today, [.. read.Select(part => (IReadOnlyList<Sentence>)[.. part.Sentences, .. part.Answered])]);
        return [family is { Perhaps: { Count: > 0 } perhaps } ? WithQuestion(child, perhaps) : child];
    }

    /// <summary>"Sienna - surname Blackledge", "Xin Yi Tan (family name Tan)": the family name as the mail itself says it, and what is left of the whole for the given name.</summary>
    private static IEnumerable<Finding> ToldFamilyName(List<ReadPart> read, List<Finding> findings, Author author)
    {
        if ((InFull(read, findings) ?? SharedName.Of(read, findings, author)) is { } shared)
        {
            yield return shared;
        }

        var said = read.SelectMany(part => part.Sentences.Select(sentence => (part.Part.Index, Sentence: sentence, Name: Plea.SurnameIn(sentence)))).FirstOrDefault(one => one.Name is not null);
        if (said.Name is not { } family || findings.Exists(finding => finding.Field == Fields.FamilyName && finding.Origin == Origin.Label) || !findings.Exists(finding => finding.Field == Fields.GivenName && finding.Reading.Value is not null))
        {
            yield break;
        }

        findings.RemoveAll(finding => finding.Field == Fields.FamilyName);
        yield return new(Fields.FamilyName, Reading.Known(PersonName.Cased(family), said.Sentence.Source), said.Index, Origin.Prose);
        var whole = read.SelectMany(part => part.Names).Select(name => name.Name).FirstOrDefault(name => name.EndsWith(" " + family, StringComparison.OrdinalIgnoreCase) && name.Count(letter => letter == ' ') > 1);
        if (whole is not null && findings.FindIndex(finding => finding.Field == Fields.GivenName && whole.StartsWith(finding.Reading.Value ?? "\0", StringComparison.OrdinalIgnoreCase)) is >= 0 and var at)
        {
            var given = findings[at];
            findings[at] = given with { Reading = given.Reading with { Value = whole[..^(family.Length + 1)] } };
        }
    }

    /// <summary>The family name, where the child is named in full in a sentence that says nothing else for the name.</summary>
    private static Finding? InFull(List<ReadPart> read, List<Finding> findings)
    {
        if (findings.Exists(finding => finding.Field == Fields.FamilyName && finding.Reading.Value is not null) || findings.Find(finding => finding.Field == Fields.GivenName && finding is { Origin: Origin.Prose, Reading.Value: not null }) is not { } given)
        {
            return null;
        }

        return read.SelectMany(part => part.Sentences.SelectMany(sentence => ReadNames.Spans(sentence).Where(span => span.Count > 1 && !sentence.Others.Contains(span.First) && !ReadNames.IsOfSomebodyElse(sentence, span.First)).Select(span => (Part: part.Part.Index, sentence.Source, Name: PersonName.Parse(span.Text)))))
            .Where(one => one.Name.Family is not null && string.Equals(one.Name.Given, given.Reading.Value, StringComparison.OrdinalIgnoreCase))
            .Select(one => new Finding(Fields.FamilyName, given.Reading with { Value = one.Name.Family, Source = one.Source }, one.Part, Origin.Prose)).FirstOrDefault();
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

    /// <summary>"Jordan (legal first name Jordana)", "Edie (Edith Copestake on paper)": the name by law, and the other as what they are called by.</summary>
    private static void ToldLegalName(List<ReadPart> read, List<Finding> findings)
    {
        var given = findings.Find(finding => finding.Field == Fields.GivenName && finding.Origin == Origin.Prose && finding.Reading.Value is not null);
        var told = read.SelectMany(part => part.Sentences).Select(sentence => (sentence, Match: LegalName().Match(sentence.Text))).FirstOrDefault(one => one.Match.Success);
        if (given is not null && OnPaper.Name(read.SelectMany(part => part.Sentences)) is { } paper && paper.Name.Given is { } lawful && lawful != given.Reading.Value)
        {
            if (paper.Name.Family is null && read.SelectMany(part => part.Sentences).SelectMany(ReadNames.Spans).Any(span => span.Text.EndsWith(" " + lawful, StringComparison.OrdinalIgnoreCase)))
            {
                // "the certificate says Blackwood": it is the family name that the paper settles.
                findings.RemoveAll(finding => finding.Field == Fields.FamilyName && finding.Origin == Origin.Prose);
                findings.Add(new(Fields.FamilyName, Reading.Known(lawful, paper.Source), given.Part, Origin.Prose));
                return;
            }

            findings.RemoveAll(finding => finding.Field == Fields.GivenName && finding.Origin == Origin.Prose);
            findings.Add(given with { Reading = Reading.Known(lawful, paper.Source) });
            if (!findings.Exists(finding => finding.Field == Fields.PreferredName && finding.Reading.Value is not null))
            {
                findings.Add(new(Fields.PreferredName, Reading.Known(given.Reading.Value!, paper.Source), given.Part, Origin.Prose));
            }

            if (paper.Name.Family is { } family0 && !findings.Exists(finding => finding.Field == Fields.FamilyName && finding.Reading.Certainty == Certainty.Known))
            {
                findings.RemoveAll(finding => finding.Field == Fields.FamilyName && finding.Origin == Origin.Prose);
                findings.Add(new(Fields.FamilyName, Reading.Known(family0, paper.Source), given.Part, Origin.Prose));
            }

            return;
        }

        if (given is null || told.sentence is null)
        {
            return;
        }

        var name = PersonName.Parse(told.Match.Groups["name"].Value);
        var around = told.Match.Groups["called"].Value;
        if (name.Given is not null && (ReadNames.IsNoName(Words.Fold(name.Given)) || Talk.IsAboutSomebodyElse(told.sentence, ReadIdentity.WordAt(told.sentence, told.Match.Groups["name"].Index))
            || (around.Length == 0 && name.Given[0] != given.Reading.Value![0] && !ShortForm.Is(given.Reading.Value, name.Given))))
        {
            return;
        }

        if (name.Given is null || (around.Length > 0 ? PersonName.Parse(around).Given : given.Reading.Value) is not { } called || (called != given.Reading.Value && name.Given != given.Reading.Value))
        {
            return;
        }

        var rival = ReadValue.Quote(told.Match.Groups["name"].Value);
        findings.RemoveAll(finding => finding.Field == Fields.GivenName && finding.Origin == Origin.Prose);
        findings.Add(given with { Reading = Reading.Known(name.Given, told.sentence.Source) });
        if (called != name.Given && !findings.Exists(finding => finding.Field == Fields.PreferredName && finding.Reading.Value is not null))
        {
            findings.Add(new(Fields.PreferredName, Reading.Known(called, told.sentence.Source), given.Part, Origin.Prose));
        }

        var family = findings.FindIndex(finding => finding.Field == Fields.FamilyName && finding.Reading.Value is not null);
        if (family < 0 && name.Family is not null)
        {
            findings.Add(new(Fields.FamilyName, Reading.Known(name.Family, told.sentence.Source), given.Part, Origin.Prose));
        }
        else if (family >= 0 && findings[family].Reading is { Certainty: Certainty.Doubtful, Note: { } note } && note.Contains(rival, StringComparison.Ordinal))
        {
            findings[family] = findings[family] with { Reading = Reading.Known(findings[family].Reading.Value!, findings[family].Reading.Source!) };
        }
    }

    [GeneratedRegex(@"(?:(?<called>\p{Lu}[\p{L}'\u2019-]+)(?: \p{Lu}[\p{L}'\u2019-]+){0,2}[^.;]{0,30}[(,] ?)?\b(?:(?:legal|real|full|proper|birth|registered) (?:first |given |full )?name(?: ?\([^()]{1,60}\))?(?: is| was|:|,)?|legally (?:named|called|known as)?) ?(?<name>\p{Lu}[\p{L}'\u2019-]+(?: \p{Lu}[\p{L}'\u2019-]+){0,2})|(?<called>\p{Lu}[\p{L}'\u2019-]+) \((?<name>\p{Lu}[\p{L}'\u2019-]+(?: \p{Lu}[\p{L}'\u2019-]+){0,2}),? (?:on paper|legally|in full|on (?:his|her|their) (?:birth certificate|passport)|by law|officially|is (?:his|her|their) (?:legal|full|real|proper) name)\)", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex LegalName();

    private static List<Finding> Corrected(List<Finding> findings, List<ReadPart> read, LocalDate today)
    {
        Corrections.Apply(findings, read, today);
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

        ReadWishes.SettleUrgency(findings);
        Inference.Latest(findings);
        Inference.Grown(findings, today);
        Inference.BackInCare(findings);
        var told = messages.SelectMany(sentences => sentences).ToList();
        Gather.Order(findings, told);
        Gather.Home(findings, told);
        findings.AddRange(Inference.From(findings, author));
        findings.RemoveAll(finding => finding is { Field: var field, Origin: < Origin.Label, Reading.Value: Categories.Other } && field == Fields.Category && findings.Exists(other => other.Field == field && other.Reading.Value is not (null or Categories.Other)));
        Gather.Care(findings, told);
        Gather.Authority(findings, told, author);
        Gather.Town(findings, messages);
        Dwelling.Of(findings, told, author);
        Inference.NoLonger(findings);
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
