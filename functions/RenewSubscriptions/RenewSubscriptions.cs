using Heldspace.Azure.Graph;
using Heldspace.Azure.Records;
using Heldspace.Functions.Hosting;
using Heldspace.Services;
using Microsoft.Extensions.Options;
using NodaTime;

namespace Heldspace.Functions.RenewSubscriptions;

/// <summary>
/// Keeps a change subscription on every inbox and every clinician's calendar. Trigger: a timer, and Graph's own word that one needs a look. Without one
/// mail is found by the sweep, a minute later, and a changed diary by the sweep of diaries.
/// </summary>
internal sealed partial class RenewSubscriptions(
    Subscriptions subscriptions, Keys keys, ServiceDefinitions services, IOptions<HostingOptions> options, IClock clock, ILogger<RenewSubscriptions> logger)
{
    /// <summary>Under Graph's limit of 10,080 minutes for mail, with room for a missed run.</summary>
    private static readonly Duration Lifetime = Duration.FromDays(6);

    public async Task Handle(CancellationToken cancellation)
    {
        foreach (var service in services.All)
        {
            var home = options.Value.PublicAddress ?? new Uri($"https://{service.Hosts[0]}/");
            var url = new Uri(home, $"graph/notifications/{service.Id}");
            IReadOnlyList<Watched> watched =
            [
                .. service.Mailboxes.Select(mailbox => new Watched(WatchedResource.Mail(mailbox, Mailbox.Inbox), GraphWebhook.GraphWebhook.ClientState(keys, service.Id))),
                .. service.Team.Select(member => new Watched(WatchedResource.Calendar(member.Mailbox), GraphWebhook.GraphWebhook.ClientState(keys, service.Id, member.Id))),
            ];
            var kept = await subscriptions.Ensure(watched, url, url, clock.GetCurrentInstant() + Lifetime, cancellation);
            if (kept.Length < watched.Count)
            {
                Log.NotWatched(logger, service.Id, watched.Count - kept.Length);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "{Service}: {Count} mailboxes are gone and cannot be watched")]
        public static partial void NotWatched(ILogger logger, string service, int count);
    }
}
