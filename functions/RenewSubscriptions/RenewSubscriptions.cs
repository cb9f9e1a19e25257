using Heldspace.Azure.Graph;
using Heldspace.Azure.Records;
using Heldspace.Functions.Hosting;
using Heldspace.Services;
using Microsoft.Extensions.Options;
using NodaTime;

namespace Heldspace.Functions.RenewSubscriptions;

/// <summary>
/// Keeps a change subscription on every inbox. Trigger: a timer, and Graph's own word that one needs a look. Without one mail is found by the sweep,
/// a minute later.
/// </summary>
internal sealed class RenewSubscriptions(
    Subscriptions subscriptions, Keys keys, ServiceDefinitions services, IOptions<HostingOptions> options, IClock clock)
{
    /// <summary>Under Graph's limit of 10,080 minutes for mail, with room for a missed run.</summary>
    private static readonly Duration Lifetime = Duration.FromDays(6);

    public async Task Handle(CancellationToken cancellation)
    {
        foreach (var service in services.All)
        {
            var home = options.Value.PublicAddress ?? new Uri($"https://{service.Hosts[0]}/");
            var url = new Uri(home, $"graph/notifications/{service.Id}");
            await subscriptions.Ensure(
                [.. service.Mailboxes.Select(mailbox => WatchedResource.Mail(mailbox, Mailbox.Inbox))],
                url,
                url,
                GraphWebhook.GraphWebhook.ClientState(keys, service.Id),
                clock.GetCurrentInstant() + Lifetime,
                cancellation);
        }
    }
}
