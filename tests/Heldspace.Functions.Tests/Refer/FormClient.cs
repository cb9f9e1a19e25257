using System.Net;
using System.Text.RegularExpressions;

namespace Heldspace.Functions.Tests.Refer;

/// <summary>A browser without script or eyes: keeps cookies, follows nothing by itself, and sends the antiforgery field of the page it is on.</summary>
internal sealed partial class FormClient(FormApp app, CookieContainer? cookies = null, string service = "caring-to-care") : IDisposable
{
    private readonly HttpClient _http = new(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = cookies ?? new CookieContainer() })
    {
        BaseAddress = app.Address,
    };

    public HttpClient Http => _http;

    public Task<HttpResponseMessage> Get(string slug) => _http.GetAsync(new Uri($"/refer/{service}/{slug}", UriKind.Relative));

    public async Task<string> Text(string slug) => WebUtility.HtmlDecode(await (await Get(slug)).Content.ReadAsStringAsync());

    /// <summary>Opens a page and sends it filled in.</summary>
    public async Task<HttpResponseMessage> Fill(string slug, params (string Input, string Answer)[] answers) =>
        await Post(slug, await Proof(slug), answers);

    public Task<HttpResponseMessage> Post(string slug, string proof, params (string Input, string Answer)[] answers) => _http.PostAsync(
        new Uri($"/refer/{service}/{slug}", UriKind.Relative),
        new FormUrlEncodedContent([new("proof", proof), .. answers.Select(answer => KeyValuePair.Create(answer.Input, answer.Answer))]));

    /// <summary>The antiforgery field of a page.</summary>
    public async Task<string> Proof(string slug) =>
        Field().Match(await (await Get(slug)).Content.ReadAsStringAsync()).Groups["value"].Value;

    public async Task<HttpResponseMessage> Upload(string name, byte[] content, string go = "add")
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent(await Proof("files")), "proof" },
            { new StringContent(go), "go" },
            { new ByteArrayContent(content), "file", name },
        };
        return await _http.PostAsync(new Uri($"/refer/{service}/files", UriKind.Relative), form);
    }

    /// <summary>Fills in what must be there, so that the form can be sent.</summary>
    public async Task FillMandatory()
    {
        await Fill("who", ("referrerRole", "carer"));
        await Fill("you", ("referrerName", "Pat Fiction"), ("referrerPhone", "01632 960001"));
        await Fill("child", ("givenName", "Robin"), ("familyName", "Invented"));
        await Fill("urgency", ("urgency", "routine"));
    }

    public void Dispose() => _http.Dispose();

    [GeneratedRegex("name=\"proof\" value=\"(?<value>[^\"]+)\"", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Field();
}
