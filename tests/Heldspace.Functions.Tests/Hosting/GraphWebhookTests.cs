using System.Net;
using System.Text;
using Heldspace.Azure.Records;
using Heldspace.Functions.Tests.Drivers;
using Heldspace.Functions.Tests.Journey;
using Microsoft.Extensions.DependencyInjection;

namespace Heldspace.Functions.Tests.Hosting;

/// <summary>What anybody on the internet can make the webhook do: look once more, at most.</summary>
public sealed class GraphWebhookTests
{
    private const string Queue = "referrals";

    [Fact]
    public async Task A_validation_token_comes_back_as_plain_text_and_runs_nowhere()
    {
        await using var sut = await SystemUnderTest.Start();
        const string Token = "Validation: <script>alert(1)</script> & more";

        using var answer = await Post(sut, "", "?validationToken=" + Uri.EscapeDataString(Token));

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/plain");
        (await answer.Content.ReadAsStringAsync()).ShouldBe(Token);
        answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        sut.System.Broker.Outstanding(Queue).ShouldBe(0);
    }

    [Fact]
    public async Task A_notification_with_the_secret_makes_the_app_look_and_one_without_does_nothing()
    {
        await using var sut = await SystemUnderTest.Start();
        await sut.Run(Looking.Moment);
        var secret = GraphWebhook.GraphWebhook.ClientState(sut.System.App.GetRequiredService<Keys>(), sut.Service.Id);

        using var forged = await Post(sut, Notification(new string('x', secret.Length)));
        using var without = await Post(sut, Notification(null));
        forged.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        without.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        sut.System.Broker.Outstanding(Queue).ShouldBe(0);

        using var real = await Post(sut, Notification(secret));
        real.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        sut.System.Broker.Outstanding(Queue).ShouldBe(1);
    }

    [Fact]
    public async Task Many_notifications_of_one_moment_are_one_look()
    {
        await using var sut = await SystemUnderTest.Start();
        await sut.Run(Looking.Moment);
        var secret = GraphWebhook.GraphWebhook.ClientState(sut.System.App.GetRequiredService<Keys>(), sut.Service.Id);
        var one = Notification(secret)[10..^2];

        using var answer = await Post(sut, "{\"value\":[" + string.Join(',', Enumerable.Repeat(one, 50)) + "]}");

        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        sut.System.Broker.Outstanding(Queue).ShouldBe(1);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not JSON")]
    [InlineData("{\"value\":")]
    [InlineData("{\"value\":[null,1,\"x\",{},[]]}")]
    [InlineData("[]")]
    public async Task Nonsense_is_answered_and_has_no_effect(string body)
    {
        await using var sut = await SystemUnderTest.Start();
        await sut.Run(Looking.Moment);

        using var answer = await Post(sut, body);

        ((int)answer.StatusCode).ShouldBeLessThan(500);
        sut.System.Broker.Outstanding(Queue).ShouldBe(0);
    }

    [Fact]
    public async Task A_body_far_larger_than_any_that_Graph_sends_is_refused_unread()
    {
        await using var sut = await SystemUnderTest.Start();

        using var answer = await Post(sut, new string(' ', 300 * 1024));

        answer.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    private static string Notification(string? secret) =>
        $$"""{"value":[{"subscriptionId":"7f105c7d-2dc5-4530-97cd-4e7ae6534c07","changeType":"created","resource":"Users/1/Messages/2","clientState":{{(secret is null ? "null" : $"\"{secret}\"")}}}]}""";

    private static async Task<HttpResponseMessage> Post(SystemUnderTest sut, string body, string query = "")
    {
        using var client = new HttpClient(await sut.System.Host.CreateHandler());
        var bytes = Encoding.UTF8.GetBytes(body);
        using var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new("application/json");
        content.Headers.ContentLength = bytes.Length;
        return await client.PostAsync(new Uri($"http://localhost/graph/notifications/{sut.Service.Id}{query}"), content);
    }
}
