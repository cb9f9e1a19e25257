using System.Net;
using System.Text.RegularExpressions;

namespace Heldspace.Functions.Tests.Drivers;

/// <summary>Somebody with a browser and a link: comes in through the host, keeps cookies, follows where a POST leads, and sends what the page carries.</summary>
internal sealed partial class Visitor : IDisposable
{
    private readonly HttpClient client;

    private Visitor(HttpMessageHandler host) => client = new(new Cookies(host)) { BaseAddress = new("http://localhost") };

    /// <summary>Address of the page that was last shown.</summary>
    public string At { get; private set; } = "";

    public HttpStatusCode Status { get; private set; }

    /// <summary>Its source.</summary>
    public string Source { get; private set; } = "";

    /// <summary>Its words, as a person reads them.</summary>
    public string Words => Spaces().Replace(WebUtility.HtmlDecode(Tags().Replace(Head().Replace(Source, " "), " ")), " ");

    public static async Task<Visitor> To(SystemUnderTest sut) => new(await sut.System.Host.CreateHandler());

    /// <summary>One of many who come through the same front.</summary>
    public static Visitor Through(HttpMessageHandler front) => new(front);

    public async Task<Visitor> Open(string path)
    {
        using var response = await client.GetAsync(new Uri(path, UriKind.Relative));
        await Take(path, response);
        return this;
    }

    /// <summary>Goes back to a page as it was shown, as browsers do.</summary>
    public Visitor BackTo((string At, string Source) page)
    {
        (At, Source) = page;
        return this;
    }

    /// <summary>Sends the form of this page that leads to an address, with what a person fills in; what it hides goes along as it stands here.</summary>
    public async Task<Visitor> Send(string end, params (string Input, string Answer)[] answers)
    {
        var form = Forms().Matches(Source).First(form => form.Groups["action"].Value.EndsWith(end, StringComparison.Ordinal));
        var hidden = Hidden().Matches(form.Value).Select(field => KeyValuePair.Create(field.Groups["name"].Value, WebUtility.HtmlDecode(field.Groups["value"].Value)));
        using var body = new FormUrlEncodedContent([.. hidden, .. answers.Select(answer => KeyValuePair.Create(answer.Input, answer.Answer))]);
        var bytes = await body.ReadAsByteArrayAsync();
        using var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = body.Headers.ContentType;
        content.Headers.ContentLength = bytes.Length;
        var action = form.Groups["action"].Value;
        using var response = await client.PostAsync(new Uri(action, UriKind.Relative), content);
        if (response.StatusCode == HttpStatusCode.SeeOther)
        {
            return await Open(response.Headers.Location!.ToString());
        }

        await Take(action, response);
        return this;
    }

    /// <summary>What can be chosen here, by the value that is sent.</summary>
    public IReadOnlyList<string> Choices(string name) =>
        [.. Radios().Matches(Source).Where(radio => radio.Groups["name"].Value == name).Select(radio => radio.Groups["value"].Value)];

    public void Dispose() => client.Dispose();

    private async Task Take(string path, HttpResponseMessage response) =>
        (At, Status, Source) = (path, response.StatusCode, await response.Content.ReadAsStringAsync());

    [GeneratedRegex("<form method=\"post\" action=\"(?<action>[^\"]+)\".*?</form>", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 1000)]
    private static partial Regex Forms();

    [GeneratedRegex("<input type=\"hidden\" name=\"(?<name>[^\"]+)\" value=\"(?<value>[^\"]*)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Hidden();

    [GeneratedRegex("<input class=\"govuk-radios__input\"[^>]*? name=\"(?<name>[^\"]+)\"[^>]*? value=\"(?<value>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Radios();

    [GeneratedRegex("<head>.*?</head>", RegexOptions.Singleline, 1000)]
    private static partial Regex Head();

    [GeneratedRegex("<[^>]+>", RegexOptions.None, 1000)]
    private static partial Regex Tags();

    [GeneratedRegex(@"\s+", RegexOptions.None, 1000)]
    private static partial Regex Spaces();
}
