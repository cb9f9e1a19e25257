using System.Globalization;
using Heldspace.Azure.Graph;
using Heldspace.Azure.Records;
using Heldspace.Functions.Hosting;
using Heldspace.Services;
using Microsoft.Extensions.Options;
using NodaTime;

namespace Heldspace.Functions.GraphWebhook;

/// <summary>
/// Takes change notifications of Microsoft Graph. They are hints: each queues a signed word to look at a mailbox, nothing more, so that whoever
/// calls this can at most make the app look once more.
/// Contract: https://learn.microsoft.com/graph/change-notifications-delivery-webhooks
/// </summary>
internal sealed partial class GraphWebhook(
    Outbox outbox, Keys keys, ServiceDefinitions services, IOptions<GraphOptions> graph, IClock clock, ILogger<GraphWebhook> logger)
{
    private const int LongestBody = 256 * 1024;

    /// <summary>Changes in one diary within so long are one look, at its end: writing an appointment changes a calendar several times.</summary>
    private static readonly Duration Together = Duration.FromSeconds(5);

    /// <summary>What each secret is about. A notification is believed in nothing else.</summary>
    private readonly Lazy<IReadOnlyList<(string Secret, ServiceDefinition Service, TeamMember? Clinician)>> known = new(() =>
    [
        .. services.All.Select(service => (ClientState(keys, service.Id), service, (TeamMember?)null)),
        .. services.All.SelectMany(service => service.Team.Select(member => (ClientState(keys, service.Id, member.Id), service, (TeamMember?)member))),
    ]);

    /// <summary>The secret that Graph repeats with each notification about a service's mailboxes.</summary>
    public static string ClientState(Keys keys, string service) => keys.Token(service, "subscription", service);

    /// <summary>The secret that Graph repeats with each notification about a clinician's calendar.</summary>
    public static string ClientState(Keys keys, string service, string clinician) => keys.Token(service, "subscription-diary", clinician);

    public async Task<IResult> Handle(HttpRequest request, CancellationToken cancellation)
    {
        if (request.Query["validationToken"].ToString() is { Length: > 0 } validation)
        {
            // Graph wants its token back as plain text within 10 s; as text, and taken for nothing else, it is inert in any browser.
            request.HttpContext.Response.Headers.XContentTypeOptions = "nosniff";
            return Results.Text(validation, "text/plain");
        }

        if (request.ContentLength is not (> 0 and <= LongestBody))
        {
            return Results.StatusCode(StatusCodes.Status413PayloadTooLarge);
        }

        var body = new byte[request.ContentLength.Value];
        await request.Body.ReadExactlyAsync(body, cancellation);
        var now = clock.GetCurrentInstant();
        var moment = now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        var together = now.ToUnixTimeSeconds() / (long)Together.TotalSeconds;
        var hints = new HashSet<QueuedWork>();
        foreach (var notification in Notifications.Read(body, graph.Value.TenantId))
        {
            if (known.Value.FirstOrDefault(one => notification.Bears(one.Secret)) is not { Service: { } service } about)
            {
                Log.WrongSecret(logger);
                continue;
            }

            // A notification names only its subscription: every mailbox of the service is looked at, or the one diary.
            if (about.Clinician is { } clinician)
            {
                hints.Add(new DiaryHint(service.Id, clinician.Id, together.ToString(CultureInfo.InvariantCulture)));
            }
            else
            {
                hints.UnionWith(service.Mailboxes.Select(mailbox => new MailboxHint(service.Id, mailbox.Text, moment)));
            }

            if (notification.Kind is NotificationKind.ReauthorizationRequired or NotificationKind.SubscriptionRemoved)
            {
                hints.Add(new SubscriptionsHint(moment));
            }
        }

        foreach (var hint in hints)
        {
            await (hint is DiaryHint
                ? outbox.Send(QueueNames.Allocations, hint, cancellation, Instant.FromUnixTimeSeconds((together + 1) * (long)Together.TotalSeconds))
                : outbox.Send(QueueNames.Referrals, hint, cancellation));
        }

        return Results.Accepted();
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "A notification without a secret of ours was left alone")]
        public static partial void WrongSecret(ILogger logger);
    }
}
