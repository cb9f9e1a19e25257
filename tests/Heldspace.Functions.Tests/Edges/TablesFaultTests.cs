using System.Net;
using Azure;
using Heldspace.Azure;
using Heldspace.Azure.Tables;
using Heldspace.Functions.Tests.Drivers;

namespace Heldspace.Functions.Tests.Edges;

/// <summary>What the tables' client makes of servers and networks that fail.</summary>
[Collection(AzuriteFixture.Collection)]
public sealed class TablesFaultTests(AzuriteFixture azurite) : IAsyncLifetime, IDisposable
{
    private readonly Wire _wire = new();
    private readonly string _table = AzuriteFixture.Unused("Faults");
    private ITables _direct = null!;
    private ITables _tables = null!;

    public Task InitializeAsync()
    {
        _direct = azurite.Tables();
        _tables = azurite.Tables(Options());
        return _direct.CreateTable(_table);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _wire.Dispose();

    [Theory]
    [InlineData(HttpStatusCode.RequestTimeout)]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.BadGateway)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    [InlineData(HttpStatusCode.GatewayTimeout)]
    public async Task A_passing_failure_is_tried_again_and_signed_anew(HttpStatusCode status)
    {
        _wire.Answer(status, "<html>not the service's own words</html>");

        (await _tables.Insert(_table, new Row("p", "r"))).ShouldBeOfType<Insertion.Inserted>();

        _wire.Attempts.Count.ShouldBe(2);
        _wire.Attempts.ShouldAllBe(attempt => attempt.Headers["Authorization"].StartsWith("SharedKeyLite devstoreaccount1:"));
        _wire.Attempts[1].Body.ShouldBe(_wire.Attempts[0].Body);
    }

    [Fact]
    public async Task A_broken_connection_is_tried_again()
    {
        _wire.Break().Break();
        (await _tables.Insert(_table, new Row("p", "r"))).ShouldBeOfType<Insertion.Inserted>();
        _wire.Attempts.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Retry_After_is_waited_out()
    {
        _wire.Answer(HttpStatusCode.ServiceUnavailable, "", ("Retry-After", "1"));

        await _tables.Get(_table, "p", "r");

        TimeProvider.System.GetElapsedTime(_wire.Attempts[0].Timestamp, _wire.Attempts[1].Timestamp).ShouldBeGreaterThan(TimeSpan.FromSeconds(0.99));
    }

    [Fact]
    public async Task A_long_Retry_After_is_handed_to_the_caller()
    {
        _wire.Answer(HttpStatusCode.TooManyRequests, """{"odata.error":{"code":"ServerBusy","message":{"lang":"en","value":"x"}}}""", ("Retry-After", "60"));

        var fault = await Should.ThrowAsync<EdgeException>(async () => await _tables.Get(_table, "p", "r"));

        (fault.Status, fault.Code, fault.IsTransient, fault.RetryAfter).ShouldBe((429, "ServerBusy", true, TimeSpan.FromSeconds(60)));
        _wire.Attempts.Count.ShouldBe(1);
    }

    [Fact]
    public async Task After_the_last_retry_the_fault_says_what_was_wrong()
    {
        _wire.Answer(HttpStatusCode.ServiceUnavailable).Answer(HttpStatusCode.ServiceUnavailable).Answer(HttpStatusCode.ServiceUnavailable);
        var fault = await Should.ThrowAsync<EdgeException>(async () => await _tables.Insert(_table, new Row("p", "r")));
        (fault.Status, fault.IsTransient).ShouldBe((503, true));
        fault.Message.ShouldStartWith($"Insert into {_table}: status 503");

        _wire.Break().Break().Break();
        fault = await Should.ThrowAsync<EdgeException>(async () => await _tables.Insert(_table, new Row("p", "r")));
        (fault.Status, fault.IsTransient).ShouldBe((0, true));
        _wire.Attempts.Count.ShouldBe(6);
        (await _direct.Get(_table, "p", "r")).ShouldBeNull();
    }

    [Fact]
    public async Task A_refusal_is_not_tried_again()
    {
        _wire.Answer(HttpStatusCode.Forbidden, """{"odata.error":{"code":"AuthenticationFailed","message":{"lang":"en","value":"x"}}}""");
        var fault = await Should.ThrowAsync<EdgeException>(async () => await _tables.Insert(_table, new Row("p", "r")));
        (fault.Status, fault.Code, fault.IsTransient).ShouldBe((403, "AuthenticationFailed", false));
        _wire.Attempts.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_silent_server_is_asked_again_after_the_timeout()
    {
        var tables = azurite.Tables(Options() with { Timeout = TimeSpan.FromSeconds(1) });
        _wire.Then((_, _) => new TaskCompletionSource<HttpResponseMessage>().Task);
        (await tables.Insert(_table, new Row("p", "r"))).ShouldBeOfType<Insertion.Inserted>();
        _wire.Attempts.Count.ShouldBeGreaterThan(1);
    }

    [Fact]
    public async Task A_caller_who_gives_up_gets_a_cancellation_and_not_a_fault()
    {
        using var patience = new CancellationTokenSource();
        _wire.Then((_, _) =>
        {
            patience.Cancel();
            return new TaskCompletionSource<HttpResponseMessage>().Task;
        });
        await Should.ThrowAsync<OperationCanceledException>(async () => await _tables.Insert(_table, new Row("p", "r"), patience.Token));
        _wire.Attempts.Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_the_transport_throws_beyond_network_faults_comes_out_as_it_is()
    {
        _wire.Then((_, _) => throw new InvalidOperationException("crash"));
        (await Should.ThrowAsync<InvalidOperationException>(async () => await _tables.Insert(_table, new Row("p", "r")))).Message.ShouldBe("crash");
        _wire.Attempts.Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_insert_whose_answer_was_lost_is_known_as_ones_own()
    {
        _wire.LoseAnswer();
        var row = new Row("p", "r") { ["Text"] = "Zoë", ["Long"] = 3L, ["Double"] = 2.0, ["Bytes"] = new byte[] { 1 }, ["At"] = NodaTime.Instant.FromUnixTimeTicks(7) };

        var etag = (await _tables.Insert(_table, row)).ShouldBeOfType<Insertion.Inserted>().ETag;

        (await _direct.Get(_table, "p", "r"))!.ETag.ShouldBe(etag);
        _wire.Attempts.Select(attempt => attempt.Method).ShouldBe(["POST", "POST", "GET"]);
    }

    [Fact]
    public async Task An_insert_that_found_somebody_elses_row_says_so_even_when_repeated()
    {
        await _direct.Insert(_table, new Row("p", "r") { ["By"] = "other" });
        _wire.LoseAnswer();
        (await _tables.Insert(_table, new Row("p", "r") { ["By"] = "me" })).ShouldBeOfType<Insertion.Exists>();
        (await _direct.Get(_table, "p", "r"))!.GetString("By").ShouldBe("other");
    }

    [Fact]
    public async Task A_write_whose_answer_was_lost_is_known_as_ones_own()
    {
        var first = await _direct.InsertOrReplace(_table, new Row("p", "r") { ["A"] = 1, ["B"] = 1 });
        _wire.LoseAnswer();
        var second = (await _tables.Merge(_table, new Row("p", "r") { ["A"] = 2 }, first)).ShouldBeOfType<Replacement.Replaced>().ETag;
        _wire.LoseAnswer();
        var third = (await _tables.Replace(_table, new Row("p", "r") { ["A"] = 3 }, second)).ShouldBeOfType<Replacement.Replaced>().ETag;
        _wire.LoseAnswer();
        (await _tables.Replace(_table, new Row("p", "r") { ["A"] = 4 }, first)).ShouldBeOfType<Replacement.Changed>();
        (await _direct.Get(_table, "p", "r"))!.ETag.ShouldBe(third);
        _wire.LoseAnswer();
        (await _tables.Delete(_table, "p", "r", third)).ShouldBeOfType<Deletion.Deleted>();
        (await _direct.Get(_table, "p", "r")).ShouldBeNull();
    }

    [Fact]
    public async Task A_transaction_whose_answer_was_lost_is_known_as_ones_own()
    {
        var record = await _direct.InsertOrReplace(_table, new Row("p", "case") { ["N"] = 1, ["Kept"] = true });
        var old = await _direct.InsertOrReplace(_table, new Row("p", "old"));
        _wire.LoseAnswer();

        var outcome = await _tables.Submit(_table,
        [
            RowWrite.Merge(new Row("p", "case") { ["N"] = 2 }, record),
            RowWrite.Insert(new Row("p", "event") { ["N"] = 1 }),
            RowWrite.Delete("p", "old", old),
        ]);

        var etags = outcome.ShouldBeOfType<Submission.Committed>().ETags;
        (await _direct.Get(_table, "p", "case"))!.ETag.ShouldBe(etags[0]);
        (await _direct.Get(_table, "p", "event"))!.ETag.ShouldBe(etags[1]);
    }

    [Fact]
    public async Task A_transaction_that_lost_to_somebody_else_says_so_even_when_repeated()
    {
        await _direct.Insert(_table, new Row("p", "cell 1") { ["By"] = "other" });
        _wire.LoseAnswer();
        var outcome = await _tables.Submit(_table, [.. Enumerable.Range(0, 3).Select(n => RowWrite.Insert(new Row("p", $"cell {n}") { ["By"] = "me" }))]);
        outcome.ShouldBe(new Submission.Conflict(1, ConflictReason.Exists));
    }

    [Fact]
    public async Task An_empty_page_may_be_followed_by_others()
    {
        await _direct.Insert(_table, new Row("p", "r"));
        _wire.Answer(
            HttpStatusCode.OK,
            """{"odata.metadata":"x","value":[]}""",
            ("x-ms-continuation-NextPartitionKey", "1!4!cA--"),
            ("x-ms-continuation-NextRowKey", "1!4!cg--"));
        _wire.Answer(
            HttpStatusCode.OK,
            """{"value":[{"odata.etag":"W/\"1\"","PartitionKey":"p","RowKey":"q","Timestamp":"2025-03-30T01:00:00.1234567Z","N@odata.type":"Edm.Double","N":3}]}""",
            ("x-ms-continuation-NextPartitionKey", "1!4!cB+="));

        var rows = await _tables.Query(_table, RowFilter.Partition("p")).ToListAsync();

        rows[0]["N"].ShouldBe(3.0);
        _wire.Attempts.Count.ShouldBe(3);
        _wire.Attempts[1].Uri.Query.ShouldEndWith("&NextPartitionKey=1%214%21cA--&NextRowKey=1%214%21cg--");
        _wire.Attempts[2].Uri.Query.ShouldEndWith("&NextPartitionKey=1%214%21cB%2B%3D");
    }

    [Fact]
    public async Task In_Azure_an_identitys_token_goes_with_every_attempt()
    {
        var identity = new FixedToken("token-1");
        var tables = new TableStorage(new Uri("https://example.table.core.windows.net/"), identity, Options());
        _wire.Answer(HttpStatusCode.ServiceUnavailable);
        _wire.Answer(HttpStatusCode.NoContent, "", ("ETag", "W/\"datetime'2025-03-30T01%3A00%3A00Z'\""));

        (await tables.Insert(_table, new Row("p", "r"))).ShouldBe(new Insertion.Inserted(new ETag("W/\"datetime'2025-03-30T01%3A00%3A00Z'\"")));

        identity.Scopes.Distinct().ShouldBe(["https://storage.azure.com/.default"]);
        _wire.Attempts.ShouldAllBe(attempt => attempt.Headers["Authorization"] == "Bearer token-1" && attempt.Headers["x-ms-version"] == "2020-12-06");
        _wire.Attempts[0].Uri.ShouldBe(new Uri($"https://example.table.core.windows.net/{_table}"));
    }

    [Theory]
    [InlineData("AccountName=a", "AccountKey")]
    [InlineData("AccountKey=a", "AccountName")]
    [InlineData("nonsense", "Name=value")]
    public void A_connection_string_that_lacks_something_says_what(string text, string missing) =>
        Should.Throw<FormatException>(() => TableStorage.From(text)).Message.ShouldContain(missing);

    private EdgeOptions Options() => new()
    {
        Handler = _wire,
        MaxRetries = 2,
        FirstDelay = TimeSpan.FromMilliseconds(1),
        LongestDelay = TimeSpan.FromMilliseconds(2),
    };
}
