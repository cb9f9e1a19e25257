using System.Text.RegularExpressions;
using Heldspace.Intake.Text;
using Heldspace.Services;

namespace Heldspace.Intake;

/// <summary>Who refers: the sender, or, in a chain that was handed on, who wrote first.</summary>
/// <param name="Findings">Their name, role, organisation, phone and address.</param>
/// <param name="AnswerTo">
/// Where answers go: the sender as delivered. A forwarded author is answered only at a domain the service trusts: a heading in a body is text that
/// anyone can type, and must not make the service write to strangers.
/// </param>
/// <param name="Name">Null where nobody can tell.</param>
/// <param name="Role">A code of <see cref="Fields.ReferrerRole"/>; null where nobody can tell.</param>
/// <param name="Authority">The authority they work for.</param>
/// <param name="AuthoritySource">Where that was read.</param>
/// <param name="Part">The message that is theirs.</param>
/// <param name="IsSelf">Whether they ask for themselves.</param>
internal sealed record Author(
    IReadOnlyList<Finding> Findings, EmailAddress? AnswerTo, string? Name, string? Role, string? Authority, string? AuthoritySource, ReadPart? Part, bool IsSelf);

internal static partial class Chain
{
    public static bool IsForward(string subject) => Forwarded().IsMatch(subject.Length > 500 ? subject[..500] : subject);

    public static Author Author(ReceivedMail mail, ServiceDefinition service, IReadOnlyList<MailPart> parts, IReadOnlyList<ReadPart> read)
    {
        var sender = read.FirstOrDefault(part => part.Part.Index == 0);
        var handedOn = read.Where(part => part.Part.IsForwarded && (part.Part.From is not null || part.Part.FromName is not null) && part.Part.Lines.Any(line => line.Text.Length > 3)).ToList();

        // What whoever forwards it wrote in between ("can you check before I send it?") is no referral.
        bool IsOwn(ReadPart part) => !part.SpeaksOfChild && part.Part.From is { } from ? from == mail.From : !part.SpeaksOfChild && part.Part.FromName is { } wrote && string.Equals(MailPart.NameOfSender(wrote), MailPart.NameOfSender(mail.FromName), StringComparison.OrdinalIgnoreCase);
        // An office that asked about a child before, and hands on what the worker answered.
        bool IsByOffice(ReadPart part) => part.Part.FromName is { } wrote && string.Equals(MailPart.NameOfSender(wrote), MailPart.NameOfSender(mail.FromName), StringComparison.OrdinalIgnoreCase) && handedOn.Exists(other => other != part && other.Signature.Role is not null && !OnlyAsks(other));
        var first = handedOn.FindLast(part => !OnlyAsks(part) && !IsOwn(part) && !IsByOffice(part)) ?? handedOn.FindLast(part => !OnlyAsks(part) && !IsOwn(part)) ?? handedOn.FindLast(part => !OnlyAsks(part)) ?? handedOn.LastOrDefault();

        // Who forwards what somebody else reported, and refers the child in words of their own, is the one who refers.
        if (first is { SpeaksOfChild: false } && sender is { SpeaksOfChild: true, Signature.Role: not null } && sender.Names.Any(name => name.Score >= 8))
        {
            first = null;
        }

        // "This is a referral from me, as Mia's social worker; her carer's mail below says the rest": they refer, and what they hand on is beside it.
        if (first is not null && sender is { SpeaksOfChild: true, Writer: { Role: not null, IsByKin: false, IsSelf: false } })
        {
            first = null;
        }

        // A letter that an office sends on for whoever signed it.
        var letter = first is null && sender is null or { Writer: { Role: null, IsSelf: false, HomeSource: null }, Signature.Role: null } && (mail.FromName is null || Signature.RoleOf(MailPart.NameOfSender(mail.FromName) ?? "") is null)
            ? read.FirstOrDefault(part => part.Part.Where != "body" && part.Part.From is null && part.Signature is { Name: not null } && (part.Signature.Role is not null || IsDoctor(part) || part.Part.Lines.Any(line => line.Text.Length < 90 && ManagesHome().IsMatch(line.Text)))) : null;
        var author = first ?? letter ?? sender;
        var isForwarded = first is not null;
        // Who sends on what they wrote before is who they are, though the older heading names no address.
        var isOwn = isForwarded && first!.Part is { From: null, FromName: { } before } && string.Equals(MailPart.NameOfSender(before), MailPart.NameOfSender(mail.FromName), StringComparison.OrdinalIgnoreCase);
        var address = isForwarded && !isOwn ? first!.Part.From : mail.From;
        var shown = MailPart.NameOfSender(isForwarded ? first!.Part.FromName : mail.FromName);
        var display = BareName(shown);
        var source = isForwarded ? $"{first!.Part.Where}, line {first.Part.Line}" : "sender";
        var signature = author?.Signature;

        var findings = new List<Finding>();
        var part = author?.Part.Index ?? 0;
        void Add(Field field, string? value, string from, Origin origin)
        {
            if (value is { Length: > 0 })
            {
                findings.AddRange(ReadValue.Of(field, value, from, new(2000, 1, 1)).Where(one => one.Field == field).Select(one => new Finding(field, one.Reading, 0, origin)));
            }
        }

        var isSelf = author?.Writer.IsSelf == true;
        var signed = signature is { Name: not null } ? $"signature, line {signature.Line}" : "signature";
        var displayName = display is null || letter is not null || !LooksLikePerson(display) ? null : Ordered(display);

        // A first name under a mail is the same person as the full name that the mail program knows.
        var name = signature?.Name is { } own && displayName is not null && !own.Contains(' ', StringComparison.Ordinal)
            && displayName.StartsWith(own, StringComparison.OrdinalIgnoreCase) || (signature?.Name is { } initial && displayName is not null && IsInitialOf(initial, displayName)) ? displayName : signature?.Name ?? (isSelf ? null : author?.OwnName?.Name) ?? displayName;
        if (isSelf)
        {
            name = author?.OwnName is { } claimed && claimed.Name.Contains(' ', StringComparison.Ordinal) ? PersonName.Cased(claimed.Name) : displayName ?? author?.OwnName?.Name ?? signature?.Name;
        }

        Add(Fields.ReferrerName, name, name == displayName && name != signature?.Name ? source : signed, name == displayName ? Origin.Sender : Origin.Signature);

        var ofCouncil = address is { } written && Authorities.OfDomain(written.Domain) is not null;
        var role = (author?.Writer.IsByKin == true || (ofCouncil && author?.Writer.Role is "carer" or "parent") ? signature?.Role ?? Below(author) : null)
            ?? author?.Writer.Role
            ?? signature?.Role
            ?? RoleOf(address)
            ?? (shown is null ? null : Signature.RoleOf(shown))
            ?? Beside(author, display is null ? null : Ordered(display))
            ?? Doctor(name, display, mail, author)
            ?? Elsewhere(read, mail.FromName, display)
            ?? OwnWorker(read, name)
            ?? OwnWorker(read, MailPart.NameOfSender(mail.FromName))
            ?? OnBehalf(author)
            ?? Below(author)
            ?? RoleInPassing.Of(author)
            ?? OwnWorker(read, RoleInPassing.WhoFilledIn(author))
            ?? (author?.Writer.HomeSource is not null && !ofCouncil ? "carer" : null);
        var isStaff = role is "carer" && (author?.Part.Lines.Any(line => (line.Text.Length < 90 && ManagesHome().IsMatch(line.Text)) || WorksAtHome().IsMatch(line.Text)) == true || author?.Writer.Phrase is { } phrase && phrase.Contains("manager", StringComparison.Ordinal));
        if (isStaff)
        {
            // Who runs a home or works there is no carer as a foster carer is, and none of the other roles is theirs.
            findings.Add(new(Fields.ReferrerRole, Reading.Invalid(signed, "staff of a home write"), 0, Origin.Label));
        }

        Add(Fields.ReferrerRole, isStaff ? null : role, author?.Writer.Role == role && role is not null ? author!.Writer.RoleSource ?? "body" : signature?.Role is not null ? signed : source, Origin.Signature);
        Add(Fields.ReferrerOrganisation, signature?.Organisation ?? (author?.Writer.Role is "carer" or "parent" ? null : author?.Writer.Organisation), signature?.Organisation is null ? author?.Writer.RoleSource ?? signed : signed, Origin.Signature);
        Add(Fields.ReferrerPhone, signature?.Phone, signed, Origin.Signature);
        Add(Fields.ReferrerEmail, address?.Text ?? mail.From?.Text, address is null ? "sender" : source, Origin.Sender);

        var ofDomain = address is null ? null : Authorities.OfDomain(address.Domain);
        var authority = signature?.Authority ?? ofDomain;
        if (authority is null && mail.From is not null && Authorities.OfDomain(mail.From.Domain) is { } forwarder && sender is not null && !ReferenceEquals(author, sender) && sender.Sentences.FirstOrDefault(sentence => Ours().IsMatch(sentence.Text)) is { } ours)
        {
            findings.Add(new(Fields.ResponsibleAuthority, Reading.Known(forwarder, ours.Source) with { Note = "said to be theirs by whoever hands it on" }, 0, Origin.Signature));
        }

        if (role is "socialWorker" or "personalAdviser" && name is not null)
        {
            // Who signs as a social worker, of no duty desk and no fostering service, and names nobody else as the child's, is the child's.
            var isAllocated = (signature?.Role is not null || author?.Part.Lines.Any(line => line.Text.Length < 200 && line.Text.Contains(name, StringComparison.OrdinalIgnoreCase)) == true)
                && !(author?.Part.Lines.Where(line => line.Text.Length < 120).Any(line => OtherWorker().IsMatch(line.Text)) ?? false) && !read.Any(one => one.Findings.Any(finding => finding.Field == Fields.SocialWorker && finding.Reading.Value is { } worker && !worker.Equals(name, StringComparison.OrdinalIgnoreCase)));
            const string Note = "the referrer, who is not said to be the allocated worker";
            foreach (var (field, value) in new[] { (Fields.SocialWorker, name), (Fields.SocialWorkerPhone, signature?.Phone), (Fields.SocialWorkerEmail, address?.Text), (Fields.SocialWorkerTeam, signature?.Team) })
            {
                if (value is not null)
                {
                    findings.AddRange(ReadValue.Of(field, value, signed, new(2000, 1, 1)).Where(one => one.Field == field).Select(one => new Finding(field, one.Reading.Value is null || author?.Writer.Role is not null || isAllocated ? one.Reading : ReadValue.Doubt(one.Reading, Note), 0, Origin.Inferred)));
                }
            }
        }

        var answer = isForwarded && address is not null && address != mail.From && TrustedSenders.Include(service, address) && !service.Mailboxes.Contains(address) ? address : mail.From;
        return new(findings, answer, name, role, authority, signature?.Authority is not null ? signed : source, author, isSelf);
    }

    /// <summary>"Me: Iona McFee, SW", "Bertrand Oakes (Social Worker), 01632 960099", wherever it stands: a role right behind the sender's own name.</summary>
    private static string? Beside(ReadPart? author, string? name) =>
        name is null || !name.Contains(' ', StringComparison.Ordinal) || author is null ? null
        : author.Part.Lines.SelectMany(line => new[] { name, $"{name[0]}{name[name.IndexOf(' ', StringComparison.Ordinal)..]}", string.Concat(name.Split(' ', '-').Where(part => part.Length > 0).Select(part => part[0])) }.Where(form => form.Length > 2).Select(form => line.Text.IndexOf(form, StringComparison.Ordinal) is >= 0 and var at && (at == 0 || !char.IsLetter(line.Text[at - 1])) ? line.Text[(at + form.Length)..] : null))
            .Where(rest => rest is not null && (rest.TrimStart() is [',' or '(' or '|' or '-' or '\u2013', ..] || Abbreviated().IsMatch(rest))).SelectMany(rest => rest!.TrimStart(' ', ',', '(', '|', '-', '\u2013').Split([',', ')', '|', '.'], 5).Take(4).Select(Signature.RoleOf)).FirstOrDefault(role => role is not null);

    /// <summary>A message that only asks after a referral ("Where are we with it?") is not the one that refers.</summary>
    private static bool OnlyAsks(ReadPart part) => !part.SpeaksOfChild && !part.Names.Any(name => name.Score > 4) && part.Sentences.Sum(sentence => sentence.Words.Count) < 25 && part.Sentences.Any(sentence => sentence.Text.EndsWith('?'));

    /// <summary>A line at the end that is a role and little more, though no signature was found: "Social Worker, Leaving Care".</summary>
    private static string? Below(ReadPart? author) =>
        author?.Part.Lines.Where(line => !line.IsBlank).TakeLast(4).Where(line => line.Text.Length < 70 && char.IsUpper(line.Text[0]) && !line.Text.EndsWith('.') && !line.Text.Contains(':', StringComparison.Ordinal)).Select(line => Signature.RoleOf(line.Text.Split(',', '|', '(')[0].Trim())).FirstOrDefault(role => role is not (null or "self"));

    /// <summary>"Sent on behalf of Ana Hale, Social Worker": the role of whoever had it sent.</summary>
    private static string? OnBehalf(ReadPart? author) =>
        author?.Part.Lines.Where(line => line.Text.Length < 200).Select(line => SentFor().Match(line.Text)).Where(match => match.Success).Select(match => Signature.RoleOf(match.Groups["role"].Value)).FirstOrDefault(role => role is not (null or "self" or "parent"));

    [GeneratedRegex(@"\b(?:sent|completed|written|typed|submitted|emailed|posted)\b[^.]{0,60}? on behalf of (?:(?:Mr|Mrs|Ms|Miss|Dr) )?(?-i:\p{Lu}[\p{L}'\u2019-]*\.?(?: \p{Lu}[\p{L}'\u2019-]+){1,2}), ?(?<role>[^.,;()]{2,45})", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex SentFor();

    /// <summary>"Ana Hale SW": a role right behind the name.</summary>
    [GeneratedRegex(@"^ (?:SW|PA|IRO|HV|DSL|SENCO|SENDCO|ASW|SSW)\b", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex Abbreviated();

    /// <summary>The role with which the sender signed another message of the chain.</summary>
    private static string? Elsewhere(IReadOnlyList<ReadPart> read, string? sender, string? display) =>
        display is null ? null : read.Where(part => (part.Part.Index == 0 && string.Equals(MailPart.NameOfSender(sender), display, StringComparison.OrdinalIgnoreCase)) || (part.Part.FromName is { } name && string.Equals(MailPart.NameOfSender(name), display, StringComparison.OrdinalIgnoreCase))).Select(part => part.Signature.Role ?? (part.Writer.IsByKin ? null : part.Writer.Role)).FirstOrDefault(role => role is not null);

    private static bool IsDoctor(ReadPart part) => part.Part.Lines.LastOrDefault(line => !line.IsBlank)?.Text.StartsWith("Dr ", StringComparison.Ordinal) == true || part.Signature.Name!.StartsWith("Dr ", StringComparison.Ordinal);

    /// <summary>A doctor of a practice or a surgery is a GP, though the letter does not say so.</summary>
    private static string? Doctor(string? name, string? display, ReceivedMail mail, ReadPart? author) =>
        (author?.Part.Lines.LastOrDefault(line => !line.IsBlank)?.Text.StartsWith("Dr ", StringComparison.Ordinal) == true || name?.StartsWith("Dr ", StringComparison.Ordinal) == true || display?.StartsWith("Dr ", StringComparison.Ordinal) == true)
        && (Practice().IsMatch(mail.FromName ?? "") || (author?.Part.Lines.Any(line => line.Text.Length < 90 && Practice().IsMatch(line.Text)) ?? false)) ? "gp" : null;

    [GeneratedRegex(@"\b(?:(?:he|she|they)(?:'s|\u2019s|'re| is| are) (?:one of )?ours|one of ours|is ours|our (?:child|young person|looked after))\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Ours();

    [GeneratedRegex(@"\b(?:(?:duty|supervising|student|fostering|adoption|placement|hospital|emergency duty|agency fostering|assistant|post-adoption) (?:social worker|sw)|(?:team|practice|service) (?:manager|leader)|placement officer|commissioning|duty (?:team|desk)|emergency duty)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex OtherWorker();

    [GeneratedRegex(@"\b(?:registered|residential|home|deputy) manager\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex ManagesHome();

    [GeneratedRegex(@"\b(?:(?:senior|residential|night|waking night|care|support|key) ?(?:residential |support |care |child ?care )?worker\b(?:$|,|,? (?:at|on)\b)|(?:manager|deputy|senior|team leader|worker|staff)\b[^.;]{0,20}\b(?:at|of|here at)\b[^.;]{0,40}\b(?:children['\u2019]?s|residential|care) home\b)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex WorksAtHome();

    [GeneratedRegex(@"\b(?:surgery|practice|medical centre|health centre)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Practice();

    /// <summary>Who fills in a form as the child's worker writes as that.</summary>
    private static string? OwnWorker(IReadOnlyList<ReadPart> read, string? name) =>
        name is not null && read.SelectMany(part => part.Findings).Any(finding => finding.Field == Fields.SocialWorker && finding.Origin >= Origin.Prose && finding.Reading.Value is { } worker && IsSame(worker, name))
            ? read.SelectMany(part => part.Labelled.Answers).Any(answer => AdviserLabel().IsMatch(answer.Label.Text) && answer.Value.Contains(name, StringComparison.OrdinalIgnoreCase)) ? "personalAdviser" : "socialWorker" : null;

    [GeneratedRegex(@"^\W*(?:his |her |their |my |leaving care )?(?:PA|personal advis[eo]r)(?:['\u2019]?s)?(?: name)?\W*$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex AdviserLabel();

    /// <summary>"THRELFALL, Gemma" and "Gemma Threlfall".</summary>
    private static bool IsSame(string one, string other)
    {
        var (first, second) = (Words.Of(one).Select(word => word.Folded).ToHashSet(StringComparer.Ordinal), Words.Of(other).Select(word => word.Folded).ToList());
        return second.Count > 1 ? first.SetEquals(second) : string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>"J. Fairweather" or "Judith F" and "Judith Fairweather".</summary>
    private static bool IsInitialOf(string signed, string display) =>
        Bare(signed).Split(' ') switch
        {
            [[var initial], var family] => Bare(display).StartsWith(initial.ToString(), StringComparison.OrdinalIgnoreCase) && display.EndsWith(" " + family, StringComparison.OrdinalIgnoreCase),
            [var given, [var last]] => Bare(display).StartsWith($"{given} {last}", StringComparison.OrdinalIgnoreCase),

            // "RB" under a mail of Rosa Brandt.
            [{ Length: 2 or 3 } letters] => letters.Equals(string.Concat(Bare(display).Split(' ', '-').Where(part => part.Length > 0).Select(part => part[0])), StringComparison.OrdinalIgnoreCase),
            _ => false,
        };

    private static string Bare(string name) => (name.Split(' ', 2) is [var title, var rest] && PersonName.IsTitle(title.ToLowerInvariant().TrimEnd('.')) ? rest : name).Replace(".", "", StringComparison.Ordinal);

    /// <summary>A role that the domain gives away: schools have domains of their own.</summary>
    private static string? RoleOf(EmailAddress? address) =>
        address is null ? null
        : SchoolDomain().IsMatch(address.Domain) ? "school"
        : SurgeryDomain().IsMatch(address.Domain) ? "gp" : null;

    /// <summary>"Janine Holt, Pastoral Lead, Larkhill Junior": the name before what it is followed by.</summary>
    private static string? BareName(string? display) =>
        display?.Split(',', 2) is [var name, var rest] && name.Trim().Contains(' ', StringComparison.Ordinal) && Signature.IsName(name.Trim()) && (Signature.RoleOf(rest) is not null || rest.Contains(',', StringComparison.Ordinal)) ? name.Trim() : display;

    private static string Ordered(string display)
    {
        var name = PersonName.Parse(display);
        return (display.StartsWith("Dr ", StringComparison.Ordinal) ? "Dr " : "") + (name.Family is null ? name.Given ?? display : $"{name.Given} {name.Family}");
    }

    private static bool LooksLikePerson(string display) => Signature.IsName(Ordered(display)) && !Words.Of(display).Exists(word => Signature.IsEveryday(word.Folded)) && !display.Any(char.IsDigit);

    [GeneratedRegex(@"^\s*(?:(?:RE|AW|SV)\s?:\s?)*(?:FW|FWD|WG|TR)\s?:", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Forwarded();

    [GeneratedRegex(@"(?:^|[.-])(?:sch|school|schools|academy|academies|college|primary|high)(?:[.-]|$)|(?:school|academy|college|primary)\.", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex SchoolDomain();

    [GeneratedRegex(@"(?:surgery|medicalcentre|medical-centre|gp|practice)[.-]", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex SurgeryDomain();
}
