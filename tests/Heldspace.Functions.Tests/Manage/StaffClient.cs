using System.Net;
using System.Text.RegularExpressions;
using Heldspace.Functions.Tests.Drivers;

namespace Heldspace.Functions.Tests.Manage;

/// <summary>A colleague's browser: it keeps cookies, signs in, follows where it is led, and presses buttons.</summary>
internal sealed partial class StaffClient(HttpMessageInvoker front) : IDisposable
{
    private readonly CookieContainer cookies = new();

    public static async Task<StaffClient> Open(SystemUnderTest sut) => new(new HttpMessageInvoker(await sut.System.Host.CreateHandler()));

    /// <summary>Chooses who one is on the sign-in page.</summary>
    public async Task SignIn(string mailbox) =>
        (await Send(HttpMethod.Get, $"/.auth/login/aad?as={Uri.EscapeDataString(mailbox)}&post_login_redirect_uri=/manage", null)).StatusCode.ShouldBe(HttpStatusCode.Redirect);

    public async Task<(HttpStatusCode Status, string Page)> Get(string path)
    {
        using var answer = await Send(HttpMethod.Get, path, null);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Posts fields with the proof of a page that was opened before; the answer is not followed.</summary>
    public async Task<(HttpStatusCode Status, string? Location, string Page)> Post(string pageWithForm, string path, params (string Name, string Value)[] fields)
    {
        var (_, page) = await Get(pageWithForm);
        var proof = Proof().Match(page).Groups["proof"].Value;
        using var answer = await Send(HttpMethod.Post, path, new FormUrlEncodedContent(fields.Append(("proof", proof)).Select(field => KeyValuePair.Create(field.Item1, WebUtility.HtmlDecode(field.Item2)))));
        return (answer.StatusCode, answer.Headers.Location?.OriginalString, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Posts a file with fields, as a form with a file does.</summary>
    public async Task<(HttpStatusCode Status, string? Location, string Page)> PostFile(string pageWithForm, string path, byte[] file, params (string Name, string Value)[] fields)
    {
        var (_, page) = await Get(pageWithForm);
        using var content = new MultipartFormDataContent { { new ByteArrayContent(file), "file", "list.csv" }, { new StringContent(WebUtility.HtmlDecode(Proof().Match(page).Groups["proof"].Value)), "proof" } };
        foreach (var (name, value) in fields)
        {
            content.Add(new StringContent(value), name);
        }

        using var answer = await Send(HttpMethod.Post, path, content);
        return (answer.StatusCode, answer.Headers.Location?.OriginalString, await answer.Content.ReadAsStringAsync());
    }

    public async Task<HttpResponseMessage> Send(HttpMethod method, string path, HttpContent? content, params (string Name, string Value)[] headers)
    {
        var address = new Uri(new Uri("http://localhost/"), path);
        using var request = new HttpRequestMessage(method, address) { Content = content };
        if (content is not null)
        {
            await content.LoadIntoBufferAsync();
            _ = content.Headers.ContentLength;
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        if (cookies.GetCookieHeader(address) is { Length: > 0 } cookie)
        {
            request.Headers.TryAddWithoutValidation("Cookie", cookie);
        }

        var answer = await front.SendAsync(request, default);
        if (answer.Headers.TryGetValues("Set-Cookie", out var set))
        {
            foreach (var one in set)
            {
                cookies.SetCookies(address, one);
            }
        }

        return answer;
    }

    public void Dispose() => front.Dispose();

    [GeneratedRegex("name=\"proof\" value=\"(?<proof>[^\"]+)\"", RegexOptions.None, 1000)]
    private static partial Regex Proof();
}
