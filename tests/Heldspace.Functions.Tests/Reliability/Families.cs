using System.Globalization;
using Heldspace.Azure.Records;
using Heldspace.Azure.Tables;
using Heldspace.Consent;
using Heldspace.Functions.Hosting;
using Heldspace.Intake;
using Heldspace.Local.Microsoft365;
using Heldspace.Local.Notify;
using Heldspace.Measures;
using Heldspace.Measures.Asking;
using Heldspace.Pathway;
using Heldspace.Services;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Functions.Tests.Reliability;

/// <summary>
/// Children who have just been assessed, each with a carer and a social worker who are asked how things are going by mail and a young person who is asked by text message; how it came to that is
/// told of elsewhere. Nobody ever answers.
/// </summary>
internal sealed class Families
{
    /// <summary>What the service says when it asks starts with this, whoever it is for.</summary>
    private const string Asking = "measure-";

    private readonly ServiceDefinition service;
    private readonly Dictionary<CaseId, int> children = [];

    private Families(ServiceDefinition service) => this.service = service;

    public IReadOnlyCollection<CaseId> Cases => children.Keys;

    /// <summary>The children are there, and due to be asked. The same service, number and moment make the same cases.</summary>
    public static async Task<Families> Meet(ServiceDefinition service, ITables tables, int count, Instant now)
    {
        var (families, cases, due) = (new Families(service), new Cases(tables), new Due(tables));
        for (var n = 1; n <= count; n++)
        {
            var file = families.Assessed(n, now);
            (await cases.Open(Change.Of(file), default)).ShouldBeTrue();
            await due.Plan(new(service.Id, DueKinds.Asking, now, file.Case.Id, "1"), now, default);
            families.children.Add(file.Case.Id, n);
        }

        return families;
    }

    /// <summary>What reached whom, told by the child, the address or number, and what it was; read where it arrived, not in what the service says of itself.</summary>
    public IReadOnlyList<string> Told(Tenant tenant, TextOutbox texts)
    {
        var mails = tenant.Messages(service.Mailboxes[0].Text, "sentitems").Select(mail => (
            To: string.Join(' ', mail["toRecipients"]!.AsArray().Select(to => to!["emailAddress"]!["address"]!.GetValue<string>())),
            Marker: mail["singleValueExtendedProperties"]?.AsArray().Select(property => property!["value"]!.GetValue<string>()).FirstOrDefault()));
        return [.. mails.Concat(texts.Sent.Select(text => (To: text.Number, Marker: text.Reference)))
            .Select(one => What(one.To, one.Marker))
            .OfType<string>()
            .Order(StringComparer.Ordinal)];
    }

    private string? What(string to, string? marker) =>
        marker?.Split(':') is [var id, var message] && CaseId.TryParse(id) is { } known && children.TryGetValue(known, out var n) && message.StartsWith(Asking, StringComparison.Ordinal)
            ? string.Create(CultureInfo.InvariantCulture, $"child {n}, {to}: {message}")
            : null;

    private CaseFile Assessed(int n, Instant now)
    {
        var asked = new AskedFor
        {
            Service = service.Id,
            Kind = OpenCase.Assessment,
            Channel = Channel.Staff,
            ReceivedAt = now,

            // Under a care order, without which the authority could not consent to their being asked.
            Child = new[] { (Fields.DateOfBirth, "2014-03-02"), (Fields.Category, Categories.ChildInCare), (Fields.LegalStatus, "C2") }
                .Aggregate(Child.Empty(1), (child, known) => child.With(known.Item1, Reading.Known(known.Item2, "a colleague"))),
            Referrer = new("Sam Fielding", "socialWorker", EmailAddress.Parse(Own("worker", n, "@nhs.example")), null, null, Trusted: true),
        };
        var referral = asked.AsReferral(IntakeStore.IdOf(now, "asked", n.ToString(CultureInfo.InvariantCulture))) with { Beside = null };
        var opened = OpenCase.Decide(service, referral, asked.Child, Reference.Of((uint)n), now).File;
        return opened with
        {
            Appointments = [],
            Messages = [],
            Case = opened.Case with
            {
                State = CaseState.Open,
                AssessedAt = now - Duration.FromHours(1),
                KeyWorker = service.Team[0].Id,
                Respondents =
                [
                    new(Roles.Carer, "Ash", AskBy.Email, EmailAddress.Parse(Own("carer", n, "@families.example"))),
                    new(Roles.YoungPerson, "Kit", AskBy.Text, Phone: Own("07700 900", n + 200, "")),
                ],
                Consent = new ConsentGiven(ConsentGiver.Authority, "Sam Fielding", London.Day(now), "manager"),
            },
        };
    }

    private static string Own(string before, int n, string after) => string.Create(CultureInfo.InvariantCulture, $"{before}{n}{after}");
}
