using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Heldspace.Intake;

namespace Heldspace.Azure.Graph;

public enum NotificationKind
{
    /// <summary>Something the subscription watches has changed.</summary>
    Changed,

    /// <summary>Notifications were lost: look at everything the subscription watches.</summary>
    Missed,

    /// <summary>The subscription falls silent unless it is reauthorised.</summary>
    ReauthorizationRequired,

    /// <summary>The subscription has ended: make a new one, and look meanwhile.</summary>
    SubscriptionRemoved,
}

/// <param name="SubscriptionId">Which subscription speaks. What it watches is what was kept of it, not what the notification says.</param>
/// <param name="ClientState">What the subscription was made with; compare with <see cref="Bears"/>.</param>
/// <param name="Mailbox">The mailbox in the resource's path; null where Graph names it by its object id, as it mostly does.</param>
/// <param name="TenantId">The directory it comes from.</param>
public sealed record Notification(string SubscriptionId, string? ClientState, EmailAddress? Mailbox, Guid? TenantId, NotificationKind Kind)
{
    /// <summary>Whether it carries the secret. Takes as long whatever is wrong.</summary>
    public bool Bears(string secret) => CryptographicOperations.FixedTimeEquals(
        SHA256.HashData(Encoding.UTF8.GetBytes(ClientState ?? "")), SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}

/// <summary>Reads what Graph posts to the webhook. Anybody can post there, so that nothing in it is believed and nothing in it breaks anything.</summary>
public static class Notifications
{
    /// <summary>At most this many are read of one body; Graph sends far fewer.</summary>
    public const int Most = 1000;

    /// <param name="json">The body, whatever it is.</param>
    /// <param name="tenantId">Where given, notifications that name another are left out.</param>
    /// <returns>What can be understood; empty where nothing can.</returns>
    public static ImmutableArray<Notification> Read(ReadOnlyMemory<byte> json, Guid? tenantId = null)
    {
        try
        {
            using var parsed = JsonDocument.Parse(json);
            return
            [
                .. parsed.RootElement.Each("value").Take(Most).Select(Read).OfType<Notification>()
                    .Where(read => tenantId is null || read.TenantId is null || read.TenantId == tenantId),
            ];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private static Notification? Read(JsonElement notification)
    {
        if (notification.Text("subscriptionId") is not { Length: > 0 and <= 128 } subscription || Kind(notification) is not { } kind)
        {
            return null;
        }

        return new(
            subscription,
            notification.Text("clientState"),
            Mailbox(notification.Text("resource")),
            Guid.TryParse(notification.Text("tenantId"), out var tenant) ? tenant : null,
            kind);
    }

    private static NotificationKind? Kind(JsonElement notification) => notification.Text("lifecycleEvent") switch
    {
        "missed" => NotificationKind.Missed,
        "reauthorizationRequired" => NotificationKind.ReauthorizationRequired,
        "subscriptionRemoved" => NotificationKind.SubscriptionRemoved,
        null when notification.Text("changeType") is not null => NotificationKind.Changed,
        _ => null,
    };

    /// <summary><c>Users/{id}/Messages/{id}</c> and <c>users('{id}')/…</c>.</summary>
    private static EmailAddress? Mailbox(string? resource)
    {
        var segments = (resource ?? "").TrimStart('/').Split('/', 3);
        return segments[0].StartsWith("users('", StringComparison.OrdinalIgnoreCase) && segments[0].EndsWith("')", StringComparison.Ordinal)
                ? EmailAddress.TryParse(segments[0][7..^2])
            : segments.Length > 1 && string.Equals(segments[0], "users", StringComparison.OrdinalIgnoreCase) ? EmailAddress.TryParse(Uri.UnescapeDataString(segments[1]))
            : null;
    }
}
