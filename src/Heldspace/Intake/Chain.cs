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
        var first = read.LastOrDefault(part => part.Part.IsForwarded && (part.Part.From is not null || part.Part.FromName is not null) && part.Part.Lines.Any(line => line.Text.Length > 3));
        var author = first ?? sender;
        var isForwarded = first is not null;
        var address = isForwarded ? first!.Part.From : mail.From;
        var display = MailPart.NameOfSender(isForwarded ? first!.Part.FromName : mail.FromName);
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
        var displayName = display is null || !LooksLikePerson(display) ? null : Ordered(display);

        // A first name under a mail is the same person as the full name that the mail program knows.
        var name = signature?.Name is { } own && displayName is not null && !own.Contains(' ', StringComparison.Ordinal)
            && displayName.StartsWith(own, StringComparison.OrdinalIgnoreCase) || (signature?.Name is { } initial && displayName is not null && IsInitialOf(initial, displayName)) ? displayName : signature?.Name ?? (isSelf ? null : author?.OwnName?.Name) ?? displayName;
        if (isSelf)
        {
            name = author?.OwnName is { } claimed && claimed.Name.Contains(' ', StringComparison.Ordinal) ? PersonName.Cased(claimed.Name) : displayName ?? author?.OwnName?.Name ?? signature?.Name;
        }

        Add(Fields.ReferrerName, name, name == displayName && name != signature?.Name ? source : signed, name == displayName ? Origin.Sender : Origin.Signature);

        var role = author?.Writer.Role ?? signature?.Role ?? RoleOf(address) ?? (display is null ? null : Signature.RoleOf(display));
        Add(Fields.ReferrerRole, role, author?.Writer.Role is not null ? author.Writer.RoleSource ?? "body" : signature?.Role is not null ? signed : source, Origin.Signature);
        Add(Fields.ReferrerOrganisation, signature?.Organisation ?? (author?.Writer.Role is "carer" or "parent" ? null : author?.Writer.Organisation), signature?.Organisation is null ? author?.Writer.RoleSource ?? signed : signed, Origin.Signature);
        Add(Fields.ReferrerPhone, signature?.Phone, signed, Origin.Signature);
        Add(Fields.ReferrerEmail, address?.Text ?? mail.From?.Text, address is null ? "sender" : source, Origin.Sender);

        var ofDomain = address is null ? null : Authorities.OfDomain(address.Domain);
        var authority = signature?.Authority ?? ofDomain;
        if (role is "socialWorker" or "personalAdviser" && name is not null)
        {
            const string Note = "the referrer, who is not said to be the allocated worker";
            foreach (var (field, value) in new[] { (Fields.SocialWorker, name), (Fields.SocialWorkerPhone, signature?.Phone), (Fields.SocialWorkerEmail, address?.Text), (Fields.SocialWorkerTeam, signature?.Team) })
            {
                if (value is not null)
                {
                    findings.AddRange(ReadValue.Of(field, value, signed, new(2000, 1, 1)).Where(one => one.Field == field).Select(one => new Finding(field, one.Reading.Value is null || author?.Writer.Role is not null ? one.Reading : ReadValue.Doubt(one.Reading, Note), 0, Origin.Inferred)));
                }
            }
        }

        var answer = isForwarded && address is not null && address != mail.From && TrustedSenders.Include(service, address) && !service.Mailboxes.Contains(address) ? address : mail.From;
        return new(findings, answer, name, role, authority, signature?.Authority is not null ? signed : source, author, isSelf);
    }

    /// <summary>"J Fairweather" and "Judith Fairweather".</summary>
    private static bool IsInitialOf(string signed, string display) =>
        signed.Split(' ') is [[var initial], var family] && display.StartsWith(initial.ToString(), StringComparison.OrdinalIgnoreCase) && display.EndsWith(" " + family, StringComparison.OrdinalIgnoreCase);

    /// <summary>A role that the domain gives away: schools have domains of their own.</summary>
    private static string? RoleOf(EmailAddress? address) =>
        address is null ? null
        : SchoolDomain().IsMatch(address.Domain) ? "school"
        : SurgeryDomain().IsMatch(address.Domain) ? "gp" : null;

    private static string Ordered(string display)
    {
        var name = PersonName.Parse(display);
        return name.Family is null ? name.Given ?? display : $"{name.Given} {name.Family}";
    }

    private static bool LooksLikePerson(string display) => Signature.IsName(Ordered(display)) && !Words.Of(display).Exists(word => Signature.IsEveryday(word.Folded)) && !display.Any(char.IsDigit);

    [GeneratedRegex(@"^\s*(?:(?:RE|AW|SV)\s?:\s?)*(?:FW|FWD|WG|TR)\s?:", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Forwarded();

    [GeneratedRegex(@"(?:^|[.-])(?:sch|school|schools|academy|academies|college|primary|high)(?:[.-]|$)|(?:school|academy|college|primary)\.", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex SchoolDomain();

    [GeneratedRegex(@"(?:surgery|medicalcentre|medical-centre|gp|practice)[.-]", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex SurgeryDomain();
}
