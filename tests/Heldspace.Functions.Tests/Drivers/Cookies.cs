using System.Net;

namespace Heldspace.Functions.Tests.Drivers;

/// <summary>Keeps cookies, as a browser does.</summary>
internal sealed class Cookies(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private readonly CookieContainer kept = new();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (kept.GetCookieHeader(request.RequestUri!) is { Length: > 0 } cookies)
        {
            request.Headers.Add("Cookie", cookies);
        }

        var response = await base.SendAsync(request, cancellationToken);
        if (response.Headers.TryGetValues("Set-Cookie", out var set))
        {
            foreach (var cookie in set)
            {
                kept.SetCookies(request.RequestUri!, cookie);
            }
        }

        return response;
    }
}
