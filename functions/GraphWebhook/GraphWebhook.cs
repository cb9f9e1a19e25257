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

    /// <summary>The secret that Graph repeats with each notification for a service.</summary>
    public static string ClientState(Keys keys, string service) => keys.Token(service, "subscription", service);

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
        var moment = clock.GetCurrentInstant().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        var hints = new HashSet<QueuedWork>();
        foreach (var notification in Notifications.Read(body, graph.Value.TenantId))
        {
            if (services.All.FirstOrDefault(service => notification.Bears(ClientState(keys, service.Id))) is not { } service)
            {
                Log.WrongSecret(logger);
                continue;
            }

            // A notification names only its subscription: every mailbox of the service is looked at.
            hints.UnionWith(service.Mailboxes.Select(mailbox => new MailboxHint(service.Id, mailbox.Text, moment)));
            if (notification.Kind is NotificationKind.ReauthorizationRequired or NotificationKind.SubscriptionRemoved)
            {
                hints.Add(new SubscriptionsHint(moment));
            }
        }

        foreach (var hint in hints)
        {
            await outbox.Send(QueueNames.Referrals, hint, cancellation);
        }

        return Results.Accepted();
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "A notification without a secret of ours was left alone")]
        public static partial void WrongSecret(ILogger logger);
    }
}
