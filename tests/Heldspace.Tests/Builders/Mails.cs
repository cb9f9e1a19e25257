using System.Collections.Immutable;
using Heldspace.Intake;
using Heldspace.Services;
using NodaTime;

namespace Heldspace.Tests.Builders;

/// <summary>Mails and forms to read, all received on Monday 23 November 2026 at 09:12 London time.</summary>
internal static class Mails
{
    public static readonly LocalDate Today = new(2026, 11, 23);

    public static readonly Instant Now = Instant.FromUtc(2026, 11, 23, 9, 12);

    public static readonly IntakeId Intake = IntakeId.Parse("20261123091200000-abcdefghijklmnop");

    public static ServiceDefinition Service { get; } = ServiceDefinitions.Read(Path.Combine(AppContext.BaseDirectory, "services")).OrThrow().Find("caring-to-care")!;

    public static ReceivedMail Mail(string body, string? from = "jo.hart@cheshire-west.example", string? name = null, string subject = "Referral", bool html = false, params (string Name, string Value)[] headers) => new()
    {
        From = EmailAddress.TryParse(from),
        FromName = name,
        Subject = subject,
        Body = body,
        BodyIsHtml = html,
        ReceivedAt = Now,
        Headers = [.. headers.Select(header => new MailHeader(header.Name, header.Value))],
    };

    public static MailReading Read(ReceivedMail mail) => ReadMail.Read(mail, Service, Intake);

    /// <summary>The one child of a mail that must be a referral.</summary>
    public static Child Child(string body, string? from = "jo.hart@cheshire-west.example", string? name = null, string subject = "Referral", bool html = false) =>
        Referral(Mail(body, from, name, subject, html)).Children.ShouldHaveSingleItem();

    public static Referral Referral(ReceivedMail mail) => Read(mail).ShouldBeOfType<MailReading.IsReferral>().Referral;

    public static ReceivedForm Form(params (Field Field, string Answer)[] answers) => new()
    {
        Service = "caring-to-care",
        Submission = "s1",
        ReceivedAt = Now,
        Answers = answers.ToImmutableSortedDictionary(answer => answer.Field.Name, answer => answer.Answer, StringComparer.Ordinal),
    };
}
