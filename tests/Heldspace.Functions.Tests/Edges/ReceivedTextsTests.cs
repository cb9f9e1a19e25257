using System.Globalization;
using Heldspace.Azure;
using Heldspace.Azure.Notify;
using Heldspace.Functions.Tests.Drivers;
using Heldspace.Local;
using Heldspace.Local.Notify;
using Heldspace.Local.ServiceBus;
using NodaTime;

namespace Heldspace.Functions.Tests.Edges;

/// <summary>Reading what came by text message, through the client, from the stand-in that answers as GOV.UK Notify's documentation says.</summary>
public sealed class ReceivedTextsTests : IAsyncLifetime
{
    private readonly ManualClock clock = new(SystemUnderTest.Tuesday);
    private readonly TextOutbox outbox;
    private NotifyServer server = null!;
    private TextMessages texts = null!;

    public ReceivedTextsTests() => outbox = new(clock);

    public async Task InitializeAsync()
    {
        server = await NotifyServer.StartInMemory(outbox);
        texts = new(
            new NotifyOptions { BaseUrl = new("http://notify.example/"), ApiKey = NotifyServer.ApiKey, TemplateId = NotifyServer.TemplateId }, clock, new EdgeOptions { Handler = server.CreateHandler() });
    }

    public async Task DisposeAsync() => await server.DisposeAsync();

    [Fact]
    public async Task They_come_newest_first_a_page_at_a_time_and_an_empty_one_at_the_end()
    {
        for (var n = 1; n <= 251; n++)
        {
            clock.Advance(Duration.FromSeconds(1));
            outbox.Receive("447700900111", string.Create(CultureInfo.InvariantCulture, $"{n}"));
        }

        var first = await texts.Received(null, default);
        var second = await texts.Received(first[^1].Id, default);

        first.Count.ShouldBe(250);
        first[0].ShouldBe(new(outbox.Arrived[^1].Id.ToString(), clock.GetCurrentInstant(), "447700900111", "251"));
        second.ShouldHaveSingleItem().Words.ShouldBe("1");
        (await texts.Received(second[0].Id, default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_older_than_seven_days_is_gone_and_nothing_is_older_than_what_is_gone()
    {
        var gone = outbox.Receive("447700900111", "long ago");
        clock.Advance(Duration.FromDays(8));
        outbox.Receive("447700900111", "now");

        (await texts.Received(null, default)).ShouldHaveSingleItem().Words.ShouldBe("now");
        (await texts.Received(gone.Id.ToString(), default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_cannot_be_read_says_why_and_repeats_no_number()
    {
        (await Should.ThrowAsync<EdgeException>(texts.Received("no-id", default))).Message.ShouldContain("ValidationError");
        server.Fault = _ => new RequestFault.Answer(500);
        await Should.ThrowAsync<EdgeException>(texts.Received(null, default));
    }
}
