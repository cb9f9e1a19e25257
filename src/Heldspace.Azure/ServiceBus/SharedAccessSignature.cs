using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Azure.Core;
using Azure.Core.Pipeline;
using NodaTime;

namespace Heldspace.Azure.ServiceBus;

/// <summary>
/// Signs with a shared access key: one signature a queue, good for an hour and made anew ten minutes before that. Its clock is the wall clock's
/// whatever the app's clock says. https://learn.microsoft.com/azure/service-bus-messaging/service-bus-sas
/// </summary>
internal sealed class SharedAccessSignature(string keyName, string key) : HttpPipelineSynchronousPolicy
{
    private static readonly Duration Life = Duration.FromHours(1);
    private static readonly Duration Margin = Duration.FromMinutes(10);

    private readonly byte[] _key = Encoding.UTF8.GetBytes(key);
    private readonly ConcurrentDictionary<string, (string Text, Instant Until)> _signatures = new(StringComparer.Ordinal);

    public override void OnSendingRequest(HttpMessage message)
    {
        var address = message.Request.Uri.ToUri();
        var queue = address.GetLeftPart(UriPartial.Authority) + string.Concat(address.Segments[..2]).TrimEnd('/');
        var now = SystemClock.Instance.GetCurrentInstant();
        if (!_signatures.TryGetValue(queue, out var signature) || signature.Until - Margin < now)
        {
            signature = (Sign(queue, now + Life), now + Life);
            _signatures[queue] = signature;
        }

        message.Request.Headers.SetValue(HttpHeader.Names.Authorization, signature.Text);
    }

    private string Sign(string queue, Instant until)
    {
        var resource = Uri.EscapeDataString(queue);
        var expiry = until.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var hash = Convert.ToBase64String(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{resource}\n{expiry}")));
        return $"SharedAccessSignature sr={resource}&sig={Uri.EscapeDataString(hash)}&se={expiry}&skn={Uri.EscapeDataString(keyName)}";
    }
}
