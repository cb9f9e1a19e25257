using System.Net;
using System.Text.RegularExpressions;

namespace Heldspace.Benchmarks;

/// <summary>Fills in the form as a browser without script does: reads a page, posts its fields, goes where it is led.</summary>
public sealed partial class FormFiller(HttpMessageInvoker http, Uri address, string service)
{
    private readonly Dictionary<string, string> cookies = new(StringComparer.Ordinal);

    /// <summary>A page as it came.</summary>
    public async Task<string> Get(string path, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, path));
        using var response = await Send(request, cancellation);
        return response.StatusCode == HttpStatusCode.OK
            ? await response.Content.ReadAsStringAsync(cancellation)
            : throw new InvalidOperationException($"The form answered {(int)response.StatusCode} to GET {path}.");
    }

    /// <summary>Posts the fields of a page with some answers; where the form leads next.</summary>
    /// <exception cref="InvalidOperationException">The answers were not taken.</exception>
    public async Task<string> Post(string path, string page, IEnumerable<(string Input, string Answer)> answers, CancellationToken cancellation)
    {
        var proof = Proof().Match(page);
        var fields = answers.Select(answer => KeyValuePair.Create(answer.Input, answer.Answer))
            .Append(new("proof", WebUtility.HtmlDecode(proof.Groups["value"].Value)))
            .Append(new("more", ""));
        using HttpContent content = Multipart().IsMatch(page) ? Parts(fields) : new FormUrlEncodedContent(fields);
        await content.LoadIntoBufferAsync(cancellation);
        _ = content.Headers.ContentLength;
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, path)) { Content = content };
        using var response = await Send(request, cancellation);
        return response is { StatusCode: HttpStatusCode.SeeOther, Headers.Location: { } next }
            ? next.ToString()
            : throw new InvalidOperationException($"The form answered {(int)response.StatusCode} to POST {path}: {Problem().Match(await response.Content.ReadAsStringAsync(cancellation)).Groups["what"].Value}");
    }

    /// <summary>Answers every page up to check-your-answers; the check page.</summary>
    public async Task<string> FillIn(IReadOnlyList<(string Page, (string Input, string Answer)[] Answers)> pages, CancellationToken cancellation)
    {
        var path = $"/refer/{service}/{pages[0].Page}";
        foreach (var (page, answers) in pages)
        {
            if (!path.Split('?')[0].EndsWith("/" + page, StringComparison.Ordinal))
            {
                throw new InvalidOperationException($"The form led to {path} where {page} was expected.");
            }

            path = await Post(path, await Get(path, cancellation), answers, cancellation);
        }

        return await Get(path, cancellation);
    }

    /// <summary>Sends the form; the path of its receipt.</summary>
    public Task<string> SendForm(string checkPage, CancellationToken cancellation) => Post($"/refer/{service}/check", checkPage, [], cancellation);

    private async Task<HttpResponseMessage> Send(HttpRequestMessage request, CancellationToken cancellation)
    {
        if (cookies.Count > 0)
        {
            request.Headers.TryAddWithoutValidation("Cookie", string.Join("; ", cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
        }

        var response = await http.SendAsync(request, cancellation);
        foreach (var set in response.Headers.TryGetValues("Set-Cookie", out var sets) ? sets : [])
        {
            var pair = set.Split(';')[0].Split('=', 2);
            cookies[pair[0]] = pair[1];
        }

        return response;
    }

    private static MultipartFormDataContent Parts(IEnumerable<KeyValuePair<string, string>> fields)
    {
        var parts = new MultipartFormDataContent();
        foreach (var (name, value) in fields)
        {
            parts.Add(new StringContent(value), name);
        }

        return parts;
    }

    [GeneratedRegex("name=\"proof\" value=\"(?<value>[^\"]*)\"", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Proof();

    [GeneratedRegex("<form[^>]*multipart/form-data", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Multipart();

    [GeneratedRegex("error-summary__list.*?<a[^>]*>(?<what>[^<]*)", RegexOptions.CultureInvariant | RegexOptions.Singleline, 1000)]
    private static partial Regex Problem();
}
