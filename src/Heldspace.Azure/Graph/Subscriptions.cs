using System.Collections.Immutable;
using Heldspace.Intake;
using NodaTime;
using Models = Microsoft.Graph.Models;

namespace Heldspace.Azure.Graph;

/// <param name="Id">What its notifications name it by.</param>
/// <param name="Resource">What it watches, as it was asked for.</param>
/// <param name="Expires">When Graph ends it unless it is renewed.</param>
public sealed record Subscription(string Id, string Resource, Instant Expires);

/// <param name="Resource">As <see cref="WatchedResource"/> spells it.</param>
/// <param name="ClientState">Comes back in every notification about it; a secret, at most 128 characters, and all that tells what a notification is about.</param>
public sealed record Watched(string Resource, string ClientState);

/// <summary>What Graph is asked to tell of.</summary>
public static class WatchedResource
{
    /// <summary>Mail coming into a folder.</summary>
    public static string Mail(EmailAddress mailbox, string folder) => $"users/{mailbox.Text}/mailFolders('{folder}')/messages";

    /// <summary>A calendar's entries.</summary>
    public static string Calendar(EmailAddress mailbox) => $"users/{mailbox.Text}/events";
}

/// <summary>
/// Keeps the app told of changes. A notification is only a hint to look, so one missing or twice does no harm.
/// https://learn.microsoft.com/graph/api/resources/subscription
/// </summary>
public sealed class Subscriptions(GraphConnection graph, IClock clock)
{
    /// <summary>Outlook's longest is 10,080 minutes; clocks may differ and calls take time.</summary>
    public static readonly Duration Longest = Duration.FromMinutes(10_080) - Duration.FromMinutes(10);

    /// <summary>
    /// Brings it about that each resource is watched once. What ends too early is renewed, what is missing made. Those that tell the same address of anything
    /// else, or of the same twice, are removed; those that tell another address belong to another deployment and are left alone.
    /// </summary>
    /// <param name="watched">What, each with its secret. One that Graph refuses for good, such as a mailbox that is gone, keeps none of the others.</param>
    /// <param name="notificationUrl">Has to answer the validation request while this runs.</param>
    /// <param name="lifecycleUrl">The same, for missed notifications and ends of authorisation.</param>
    /// <param name="until">Brought forward to <see cref="Longest"/> from now where it is later.</param>
    /// <returns>One for each resource that Graph lets be watched.</returns>
    /// <exception cref="GraphFault">What is made until then stays; asking again goes on from there.</exception>
    public async Task<ImmutableArray<Subscription>> Ensure(
        IReadOnlyCollection<Watched> watched, Uri notificationUrl, Uri lifecycleUrl, Instant until, CancellationToken cancellation)
    {
        var expiry = Instant.Min(until, clock.GetCurrentInstant() + Longest);
        var own = await Own(notificationUrl, cancellation);
        var kept = ImmutableArray.CreateBuilder<Subscription>();
        foreach (var one in watched.DistinctBy(one => one.Resource, StringComparer.OrdinalIgnoreCase))
        {
            var there = own.Find(other => Same(other.Subscription.Resource, one.Resource) && other.LifecycleUrl == lifecycleUrl.AbsoluteUri);
            own.Remove(there);
            try
            {
                kept.Add((there.Subscription is null ? null : await Renewed(there.Subscription, expiry, cancellation))
                    ?? await Made(one, notificationUrl, lifecycleUrl, expiry, cancellation));
            }
            catch (GraphFault fault) when (fault.IsNotFound)
            {
                // There is no such mailbox. Whoever asks sees that it is not watched.
            }
        }

        foreach (var stray in own)
        {
            await Remove(stray.Subscription.Id, cancellation);
        }

        return kept.ToImmutable();
    }

    /// <summary>Answers a <c>reauthorizationRequired</c>. False where the subscription has ended meanwhile: <see cref="Ensure"/> makes a new one.</summary>
    public async Task<bool> Reauthorize(string subscriptionId, CancellationToken cancellation)
    {
        try
        {
            using var answer = await graph.Ask(
                graph.Client.Subscriptions[subscriptionId].Reauthorize.ToPostRequestInformation(), null, Repeat.Always, cancellation);
            return true;
        }
        catch (GraphFault fault) when (fault.IsNotFound)
        {
            return false;
        }
    }

    private async Task<List<(Subscription Subscription, string? LifecycleUrl)>> Own(Uri notificationUrl, CancellationToken cancellation)
    {
        var own = new List<(Subscription, string?)>();
        await foreach (var one in graph.Pages(graph.Client.Subscriptions.ToGetRequestInformation(), null, cancellation))
        {
            if (one.Text("notificationUrl") == notificationUrl.AbsoluteUri && one.Text("id") is { } id)
            {
                own.Add((new(id, one.Text("resource") ?? "", one.Instant("expirationDateTime") ?? Instant.MinValue), one.Text("lifecycleNotificationUrl")));
            }
        }

        return own;
    }

    /// <summary>Null where it has ended since it was listed.</summary>
    private async Task<Subscription?> Renewed(Subscription there, Instant expiry, CancellationToken cancellation)
    {
        if (there.Expires >= expiry)
        {
            return there;
        }

        try
        {
            var request = graph.Client.Subscriptions[there.Id].ToPatchRequestInformation(new() { ExpirationDateTime = expiry.ToDateTimeOffset() });
            using var answer = await graph.Ask(request, null, Repeat.Always, cancellation);
            return there with { Expires = answer.RootElement.Instant("expirationDateTime") ?? expiry };
        }
        catch (GraphFault fault) when (fault.IsNotFound)
        {
            return null;
        }
    }

    private async Task<Subscription> Made(
        Watched watched, Uri notificationUrl, Uri lifecycleUrl, Instant expiry, CancellationToken cancellation)
    {
        var request = graph.Client.Subscriptions.ToPostRequestInformation(new Models.Subscription
        {
            ChangeType = watched.Resource.EndsWith("/events", StringComparison.Ordinal) ? "created,updated,deleted" : "created",
            Resource = watched.Resource,
            NotificationUrl = notificationUrl.AbsoluteUri,
            LifecycleNotificationUrl = lifecycleUrl.AbsoluteUri,
            ClientState = watched.ClientState,
            ExpirationDateTime = expiry.ToDateTimeOffset(),
        });

        // A second one of the same, made because no answer came, is a stray next time.
        using var answer = await graph.Ask(request, null, Repeat.WhenRefused, cancellation);
        return new(
            answer.RootElement.Text("id") ?? throw new GraphFault("A subscription was answered without its id.", null, null) { IsTransient = true },
            watched.Resource,
            answer.RootElement.Instant("expirationDateTime") ?? expiry);
    }

    private async Task Remove(string id, CancellationToken cancellation)
    {
        try
        {
            using var answer = await graph.Ask(graph.Client.Subscriptions[id].ToDeleteRequestInformation(), null, Repeat.Always, cancellation);
        }
        catch (GraphFault fault) when (fault.IsNotFound)
        {
            // That is what was wanted.
        }
    }

    private static bool Same(string one, string other) => string.Equals(one.Trim('/'), other.Trim('/'), StringComparison.OrdinalIgnoreCase);
}
