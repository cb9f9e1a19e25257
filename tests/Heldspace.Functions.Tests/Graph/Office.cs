using System.Text.Json.Nodes;
using Heldspace.Azure.Graph;
using Heldspace.Intake;
using Heldspace.Local.Microsoft365;
using NodaTime;

namespace Heldspace.Functions.Tests.Graph;

/// <summary>A service's Microsoft 365 with the app connected to it: a mailbox, two clinicians, a scheduler and a room.</summary>
internal sealed class Office : IAsyncDisposable, IClock
{
    public static readonly EmailAddress Referrals = EmailAddress.Parse("referrals@service.example");
    public static readonly EmailAddress Robin = EmailAddress.Parse("robin.clinician@service.example");
    public static readonly EmailAddress Kim = EmailAddress.Parse("kim.clinician@service.example");
    public static readonly EmailAddress Scheduler = EmailAddress.Parse("scheduler@service.example");
    public static readonly EmailAddress Room = EmailAddress.Parse("room.1@service.example");

    private readonly Answering _webhook = new();

    public Office(Action<GraphOptions>? change = null, TimeProvider? time = null)
    {
        Tenant = new(this);
        Tenant.AddMailbox(Referrals.Text, "Referrals", MailboxKind.Shared);
        Tenant.AddMailbox(Robin.Text, "Robin Clinician");
        Tenant.AddMailbox(Kim.Text, "Kim Clinician");
        Tenant.AddMailbox(Scheduler.Text, "Sasha Scheduler");
        Tenant.AddMailbox(Room.Text, "Room 1", MailboxKind.Room);
        Server = Microsoft365Server.InProcess(Tenant, new() { Notifications = _webhook });
        Wire = new(Server.CreateHandler());
        Graph = Wire.Connect(change, time);
        Mailbox = new(Graph);
        Diary = new(Graph);
        Subscriptions = new(Graph, this);
    }

    public Instant Now { get; set; } = Instant.FromUtc(2026, 3, 2, 9, 0);

    public Tenant Tenant { get; }

    public Microsoft365Server Server { get; }

    public GraphWire Wire { get; }

    public GraphConnection Graph { get; }

    public Azure.Graph.Mailbox Mailbox { get; }

    public Diary Diary { get; }

    public Azure.Graph.Subscriptions Subscriptions { get; }

    public Instant GetCurrentInstant() => Now;

    public string Deliver(string subject, string extra = "", string folder = "inbox") => Tenant.Deliver(
        Referrals.Text,
        (JsonObject)JsonNode.Parse($$$"""
            {"subject":"{{{subject}}}","body":{"contentType":"text","content":"Name: Sam Example"},
             "from":{"emailAddress":{"name":"Ada Worker","address":"ada.worker@council.example"}}{{{extra}}}}
            """)!,
        folder);

    /// <summary>The next page of changes, which must not be a refusal.</summary>
    public async Task<MailboxChanges.Changes> Read(string? link = null, string folder = Azure.Graph.Mailbox.Inbox) =>
        (await Mailbox.Changes(Referrals, folder, link, default)).ShouldBeOfType<MailboxChanges.Changes>();

    /// <summary>What a call cost, as it left.</summary>
    public IReadOnlyList<string> Calls() => [.. Wire.Seen.Select(seen => seen.ToString())];

    public async ValueTask DisposeAsync()
    {
        Graph.Dispose();
        Wire.Dispose();
        await Server.DisposeAsync();
        _webhook.Dispose();
    }

    /// <summary>A webhook that passes validation.</summary>
    private sealed class Answering : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var token = System.Web.HttpUtility.ParseQueryString(request.RequestUri!.Query)["validationToken"] ?? "";
            return Task.FromResult(new HttpResponseMessage { Content = new StringContent(token, System.Text.Encoding.UTF8, "text/plain") });
        }
    }
}
