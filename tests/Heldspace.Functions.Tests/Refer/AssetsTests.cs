using System.Net;
using System.Text.RegularExpressions;

namespace Heldspace.Functions.Tests.Refer;

public sealed partial class AssetsTests
{
    [Fact]
    public async Task Pages_load_one_style_sheet_that_may_be_kept_for_good_and_comes_compressed()
    {
        await using var app = await FormApp.Start();
        using var client = new FormClient(app);
        var address = StyleSheet().Match(await client.Http.GetStringAsync(new Uri("/refer", UriKind.Relative))).Groups["value"].Value;
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.AcceptEncoding.ParseAdd("gzip, br");
        var answer = await client.Http.SendAsync(request);

        answer.Headers.CacheControl!.ToString().ShouldBe("public, max-age=31536000, immutable");
        answer.Content.Headers.ContentEncoding.ShouldBe(["br"]);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/css");
        (await answer.Content.ReadAsByteArrayAsync()).Length.ShouldBeLessThan(20_000);

        using var again = new HttpRequestMessage(HttpMethod.Get, address);
        again.Headers.AcceptEncoding.ParseAdd("br");
        again.Headers.IfNoneMatch.Add(answer.Headers.ETag!);
        (await client.Http.SendAsync(again)).StatusCode.ShouldBe(HttpStatusCode.NotModified);
    }

    [Fact]
    public async Task The_style_sheet_ships_no_typeface_or_crest_and_loads_nothing()
    {
        await using var app = await FormApp.Start();
        using var client = new FormClient(app);
        var styles = await client.Http.GetStringAsync(new Uri("/assets/heldspace.css", UriKind.Relative));

        styles.ShouldContain(".govuk-button");
        styles.ShouldNotContain("GDS Transport");
        styles.ShouldNotContain("@font-face");
        styles.ShouldNotContain("url(");
    }

    [Theory]
    [InlineData("/assets/")]
    [InlineData("/assets/none.css")]
    [InlineData("/assets/heldspace.css.br")]
    [InlineData("/assets/..%2f..%2fhost.json")]
    [InlineData("/assets/%2e%2e%2fHeldspace.Functions.dll")]
    [InlineData("/assets/..%5c..%5chost.json")]
    [InlineData("/assets//etc/passwd")]
    public async Task Nothing_else_can_be_had(string path)
    {
        await using var app = await FormApp.Start();
        using var client = new FormClient(app);
        (await client.Http.GetAsync(new Uri(path, UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [GeneratedRegex("rel=\"stylesheet\" href=\"(?<value>[^\"]+)\"", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex StyleSheet();
}
