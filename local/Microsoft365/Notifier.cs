using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace Heldspace.Local.Microsoft365;

/// <summary>
/// Posts change notifications in the background, those for one URL together. A post that fails is tried again a few times; then the subscription's owner is told
/// that something was missed, if it named a lifecycle URL (https://learn.microsoft.com/graph/change-notifications-lifecycle-events).
/// </summary>
internal sealed class Notifier : IAsyncDisposable
{
    private static readonly TimeSpan[] Pauses = [TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(400), TimeSpan.FromSeconds(2)];
    private readonly Tenant tenant;
    private readonly Traffic traffic;
    private readonly HttpClient http;
    private readonly Channel<(string Url, JsonObject Item, Subscription Subscription)> queue = Channel.CreateUnbounded<(string, JsonObject, Subscription)>();
    private readonly CancellationTokenSource stopping = new();
    private readonly Task sending;
    private int waiting;

    public Notifier(Tenant tenant, Traffic traffic, HttpMessageHandler? handler)
    {
        this.tenant = tenant;
        this.traffic = traffic;
        http = handler is null ? new HttpClient() : new HttpClient(handler, disposeHandler: false);
        http.Timeout = TimeSpan.FromSeconds(10);
        sending = Send();
    }

    /// <summary>How many notifications are on their way.</summary>
    public int Waiting => Volatile.Read(ref waiting);

    /// <summary>Called under the tenant's lock.</summary>
    public void Notice(Notice notice)
    {
        var now = tenant.Clock.GetCurrentInstant();
        foreach (var subscription in tenant.Subscriptions.All)
        {
            if (subscription.Expires > now && subscription.Wants(notice))
            {
                Queue(subscription.Url, subscription, Change(subscription, notice));
            }
        }
    }

    /// <summary>Tells the owner of a subscription of its state, if it named a lifecycle URL.</summary>
    public void Lifecycle(Subscription subscription, string lifecycleEvent)
    {
        if (subscription.LifecycleUrl is { } url)
        {
            Queue(url, subscription, new JsonObject
            {
                ["subscriptionId"] = subscription.Id,
                ["subscriptionExpirationDateTime"] = subscription.Resource.Text("expirationDateTime"),
                ["tenantId"] = tenant.Id,
                ["clientState"] = subscription.Resource.Text("clientState"),
                ["lifecycleEvent"] = lifecycleEvent,
            });
        }
    }

    /// <summary>Posts a token to a URL, which must send it back as plain text within ten seconds.</summary>
    public async Task Validate(string url, string token)
    {
        try
        {
            using var content = new StringContent("", Encoding.UTF8, "text/plain");
            var target = url + (url.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "validationToken=" + Uri.EscapeDataString(token);
            using var response = await http.PostAsync(target, content, stopping.Token);
            var text = await response.Content.ReadAsStringAsync(stopping.Token);
            if (response.StatusCode != HttpStatusCode.OK)
            {
                throw Failed($"HTTP status code is '{response.StatusCode}'.");
            }

            if (text != token || response.Content.Headers.ContentType?.MediaType != "text/plain")
            {
                throw Failed("Response must exactly match validationToken query parameter.");
            }
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException)
        {
            throw Failed("Notification endpoint must respond with 200 OK to validation request.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        queue.Writer.TryComplete();
        await stopping.CancelAsync();
        try
        {
            await sending;
        }
        catch (OperationCanceledException)
        {
            // What was on its way when the server stopped is lost, as notifications may be.
        }

        http.Dispose();
        stopping.Dispose();
    }

    private static GraphError Failed(string reason) => new(400, "ValidationError", "Subscription validation request failed. " + reason);

    private void Queue(string url, Subscription subscription, JsonObject item)
    {
        Interlocked.Increment(ref waiting);
        if (!queue.Writer.TryWrite((url, item, subscription)))
        {
            Interlocked.Decrement(ref waiting);
        }
    }

    private JsonObject Change(Subscription subscription, Notice notice)
    {
        var id = subscription.Immutable ? notice.ImmutableId : notice.Id;
        var resource = $"Users/{notice.Box.UserId}/{notice.Kind}s/{id}";
        return new JsonObject
        {
            ["subscriptionId"] = subscription.Id,
            ["subscriptionExpirationDateTime"] = subscription.Resource.Text("expirationDateTime"),
            ["changeType"] = notice.Change,
            ["resource"] = resource,
            ["resourceData"] = new JsonObject
            {
                ["@odata.type"] = "#Microsoft.Graph." + notice.Kind,
                ["@odata.id"] = resource,
                ["@odata.etag"] = notice.ETag,
                ["id"] = id,
            },
            ["clientState"] = subscription.Resource.Text("clientState"),
            ["tenantId"] = tenant.Id,
        };
    }

    private async Task Send()
    {
        var under = new List<Task>();
        while (await queue.Reader.WaitToReadAsync(stopping.Token))
        {
            var batch = new List<(string Url, JsonObject Item, Subscription Subscription)>();
            while (batch.Count < 100 && queue.Reader.TryRead(out var next))
            {
                batch.Add(next);
            }

            under.RemoveAll(static task => task.IsCompleted);
            under.AddRange(batch.GroupBy(static item => item.Url).Select(group => Post(group.Key, [.. group])));
        }

        await Task.WhenAll(under);
    }

    private async Task Post(string url, List<(string Url, JsonObject Item, Subscription Subscription)> items)
    {
        try
        {
            var body = new JsonObject { ["value"] = items.Select(static item => (JsonNode?)item.Item).ToArray() };
            traffic.Record(body);
            var bytes = Encoding.UTF8.GetBytes(body.ToJsonString());
            for (var attempt = 0; ; attempt++)
            {
                if (await Accepted(url, bytes))
                {
                    return;
                }

                if (attempt == Pauses.Length)
                {
                    break;
                }

                await Task.Delay(Pauses[attempt], stopping.Token);
            }

            foreach (var subscription in items.Where(static item => !item.Item.ContainsKey("lifecycleEvent")).Select(static item => item.Subscription).DistinctBy(static item => item.Id))
            {
                Lifecycle(subscription, "missed");
            }
        }
        finally
        {
            Interlocked.Add(ref waiting, -items.Count);
        }
    }

    private async Task<bool> Accepted(string url, byte[] bytes)
    {
        try
        {
            using var content = new ByteArrayContent(bytes);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json") { CharSet = "utf-8" };
            using var response = await http.PostAsync(url, content, stopping.Token);
            return response.IsSuccessStatusCode;
        }
        catch (Exception unreachable) when (unreachable is HttpRequestException or ObjectDisposedException)
        {
            // Whoever listened in the same process may have gone first.
            return false;
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            return false;
        }
    }
}
