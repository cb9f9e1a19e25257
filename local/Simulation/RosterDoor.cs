using System.Net;
using System.Text.RegularExpressions;
using NodaTime;
using NodaTime.Text;

namespace Heldspace.Local.Simulation;

/// <summary>A manager who sends the authority's list in each week, by the staff page as a browser does: signs in, opens it, chooses the file, presses the button.</summary>
internal sealed partial class RosterDoor(World world)
{
    private readonly CookieContainer cookies = new();
    private bool signedIn;

    /// <summary>How many lists were sent.</summary>
    public int Sent { get; private set; }

    /// <exception cref="InvalidOperationException">The page did not take the file.</exception>
    public async Task Send(byte[] list, LocalDate asOf)
    {
        var page = $"/manage/{world.Service.Id}/roster";
        using var front = new HttpMessageInvoker(await world.System.Host.CreateHandler());
        if (!signedIn)
        {
            using var led = await Ask(front, HttpMethod.Get, $"/.auth/login/aad?as={Uri.EscapeDataString(world.Service.Managers[0].Mailbox.Text)}&post_login_redirect_uri={page}", null);
            signedIn = true;
        }

        using var opened = await Ask(front, HttpMethod.Get, page, null);
        using var form = new MultipartFormDataContent
        {
            { new ByteArrayContent(list), "file", "list.csv" },
            { new StringContent(LocalDatePattern.Iso.Format(asOf)), "asOf" },
            { new StringContent(WebUtility.HtmlDecode(Proof().Match(await opened.Content.ReadAsStringAsync()).Groups["proof"].Value)), "proof" },
        };
        using var taken = await Ask(front, HttpMethod.Post, page, form);
        if (taken.StatusCode != HttpStatusCode.SeeOther)
        {
            throw new InvalidOperationException($"The staff page answered {(int)taken.StatusCode} to a list of the care population.");
        }

        Sent++;
    }

    private async Task<HttpResponseMessage> Ask(HttpMessageInvoker front, HttpMethod method, string path, HttpContent? content)
    {
        var address = new Uri(new Uri("http://localhost/"), path);
        using var request = new HttpRequestMessage(method, address) { Content = content };
        if (content is not null)
        {
            // The host passes a body on only with its length.
            await content.LoadIntoBufferAsync();
            _ = content.Headers.ContentLength;
        }

        if (cookies.GetCookieHeader(address) is { Length: > 0 } cookie)
        {
            request.Headers.TryAddWithoutValidation("Cookie", cookie);
        }

        var answer = await front.SendAsync(request, CancellationToken.None);
        foreach (var set in answer.Headers.TryGetValues("Set-Cookie", out var all) ? all : [])
        {
            cookies.SetCookies(address, set);
        }

        return answer;
    }

    [GeneratedRegex("name=\"proof\" value=\"(?<proof>[^\"]+)\"", RegexOptions.None, 1000)]
    private static partial Regex Proof();
}
