using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace Heldspace.Functions.Refer;

/// <summary>How much one client may ask of the form. Whole offices and schools share an address, so these only stop programs.</summary>
internal sealed class ReferOptions
{
    public const string Section = "Refer";

    /// <summary>Pages that one client may ask for in a minute, on one instance. Default 120, range 1–1,000,000.</summary>
    [Range(1, 1_000_000)]
    public int PagesPerMinute { get; set; } = 120;

    /// <summary>Forms that one client may send in an hour, on one instance. Default 20, range 1–1,000,000.</summary>
    [Range(1, 1_000_000)]
    public int FormsPerHour { get; set; } = 20;

    /// <summary>How long the receipt page waits for the appointment before it answers, in seconds. Default 8, range 0–20.</summary>
    [Range(0, 20)]
    public int ReceiptWaitSeconds { get; set; } = 8;
}

/// <summary>Limits per client, with the framework's own rate limiters. In memory: each instance counts for itself.</summary>
internal sealed class ClientLimits : IDisposable
{
    private readonly PartitionedRateLimiter<string> _pages;
    private readonly PartitionedRateLimiter<string> _forms;

    public ClientLimits(IOptions<ReferOptions> options)
    {
        _pages = PerClient(options.Value.PagesPerMinute, TimeSpan.FromMinutes(1), segments: 6);
        _forms = PerClient(options.Value.FormsPerHour, TimeSpan.FromHours(1), segments: 12);
    }

    /// <summary>How long to wait before asking for another page; null where it may be had now.</summary>
    public TimeSpan? MustWaitForPage(HttpContext http) => MustWait(_pages, http);

    /// <inheritdoc cref="MustWaitForPage"/>
    public TimeSpan? MustWaitToSend(HttpContext http) => MustWait(_forms, http);

    public void Dispose()
    {
        _pages.Dispose();
        _forms.Dispose();
    }

    /// <summary>
    /// Whom a request comes from. The front end of App Service appends the address it saw (<c>ip:port</c>) to X-Forwarded-For, so only the last
    /// entry is its word and not the client's: https://learn.microsoft.com/azure/app-service/overview-inbound-outbound-ips
    /// An IPv6 client has a network of its own, so its first 64 bits are counted.
    /// </summary>
    public static string Client(HttpContext http)
    {
        var last = http.Request.Headers["X-Forwarded-For"].ToString().Split(',')[^1].Trim();
        var address = IPEndPoint.TryParse(last, out var seen) ? seen.Address : http.Connection.RemoteIpAddress;
        if (address is null)
        {
            return "unknown";
        }

        address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return address.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexString(address.GetAddressBytes(), 0, 8) : address.ToString();
    }

    private static PartitionedRateLimiter<string> PerClient(int permits, TimeSpan window, int segments) =>
        PartitionedRateLimiter.Create<string, string>(client => RateLimitPartition.GetSlidingWindowLimiter(client, _ => new SlidingWindowRateLimiterOptions
        {
            PermitLimit = permits,
            Window = window,
            SegmentsPerWindow = segments,
            QueueLimit = 0,
        }));

    private static TimeSpan? MustWait(PartitionedRateLimiter<string> limiter, HttpContext http)
    {
        using var lease = limiter.AttemptAcquire(Client(http));
        return lease.IsAcquired ? null : lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromMinutes(1);
    }
}
