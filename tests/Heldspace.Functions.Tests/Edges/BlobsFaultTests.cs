using System.Net;
using Heldspace.Azure;
using Heldspace.Azure.Blobs;
using Heldspace.Functions.Tests.Drivers;

namespace Heldspace.Functions.Tests.Edges;

/// <summary>What the blobs' client makes of servers and networks that fail.</summary>
[Collection(AzuriteFixture.Collection)]
public sealed class BlobsFaultTests(AzuriteFixture azurite) : IAsyncLifetime, IDisposable
{
    private static readonly byte[] Content = [1, 2, 3];

    private readonly Wire _wire = new();
    private readonly string _container = AzuriteFixture.Unused("faults");
    private IBlobs _direct = null!;
    private IBlobs _blobs = null!;

    public Task InitializeAsync()
    {
        _direct = azurite.Blobs();
        _blobs = azurite.Blobs(new EdgeOptions
        {
            Handler = _wire,
            MaxRetries = 2,
            FirstDelay = TimeSpan.FromMilliseconds(1),
            LongestDelay = TimeSpan.FromMilliseconds(2),
        });
        return _direct.CreateContainer(_container);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _wire.Dispose();

    [Fact]
    public async Task One_request_does_each_thing()
    {
        await _blobs.Create(_container, "a", Content, "text/plain");
        await _blobs.Read(_container, "a");
        await _blobs.Overwrite(_container, "a", Content, "text/plain");
        await _blobs.List(_container, "").ToListAsync();
        await _blobs.Delete(_container, "a");
        _wire.Attempts.Select(attempt => attempt.Method).ShouldBe(["PUT", "GET", "PUT", "GET", "DELETE"]);
    }

    [Fact]
    public async Task A_passing_failure_is_tried_again()
    {
        _wire.Answer(HttpStatusCode.ServiceUnavailable).Break();
        (await _blobs.Create(_container, "a", Content, "text/plain")).ShouldBeOfType<BlobCreation.Created>();
        _wire.Attempts.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_long_Retry_After_is_handed_to_the_caller()
    {
        _wire.Answer(HttpStatusCode.ServiceUnavailable, "", ("Retry-After", "60"), ("x-ms-error-code", "ServerBusy"));
        var fault = await Should.ThrowAsync<EdgeException>(async () => await _blobs.Read(_container, "a"));
        (fault.Status, fault.Code, fault.IsTransient, fault.RetryAfter).ShouldBe((503, "ServerBusy", true, TimeSpan.FromSeconds(60)));
        _wire.Attempts.Count.ShouldBe(1);
    }

    [Fact]
    public async Task After_the_last_retry_the_fault_is_the_edges_own()
    {
        _wire.Break().Break().Break();
        var fault = await Should.ThrowAsync<EdgeException>(async () => await _blobs.Read(_container, "a"));
        (fault.Status, fault.IsTransient).ShouldBe((0, true));

        _wire.Answer(HttpStatusCode.Forbidden);
        fault = await Should.ThrowAsync<EdgeException>(async () => await _blobs.List(_container, "").ToListAsync());
        (fault.Status, fault.IsTransient).ShouldBe((403, false));

        _wire.Answer(HttpStatusCode.Forbidden, "<html>a proxy's page</html>");
        fault = await Should.ThrowAsync<EdgeException>(async () => await _blobs.Read(_container, "a"));
        fault.Code.ShouldBe("AnswerUnreadable");
    }

    [Fact]
    public async Task A_creation_whose_answer_was_lost_is_known_as_ones_own()
    {
        _wire.LoseAnswer();
        var etag = (await _blobs.Create(_container, "a", Content, "text/plain")).ShouldBeOfType<BlobCreation.Created>().ETag;
        (await _direct.Read(_container, "a"))!.ETag.ShouldBe(etag);
    }

    [Fact]
    public async Task A_creation_that_found_somebody_elses_blob_says_so_even_when_repeated()
    {
        await _direct.Create(_container, "a", new byte[] { 9 }, "text/plain");
        _wire.LoseAnswer();
        (await _blobs.Create(_container, "a", Content, "text/plain")).ShouldBeOfType<BlobCreation.Exists>();
        (await _direct.Read(_container, "a"))!.Content.ToArray().ShouldBe([9]);
    }

    [Fact]
    public async Task An_overwrite_whose_answer_was_lost_is_known_as_ones_own()
    {
        var first = (await _direct.Create(_container, "a", new byte[] { 9 }, "text/plain")).ShouldBeOfType<BlobCreation.Created>().ETag;
        _wire.LoseAnswer();
        var second = (await _blobs.Overwrite(_container, "a", Content, "text/plain", first)).ShouldBeOfType<BlobOverwrite.Written>().ETag;
        (await _direct.Read(_container, "a"))!.ETag.ShouldBe(second);
        _wire.LoseAnswer();
        (await _blobs.Overwrite(_container, "a", new byte[] { 8 }, "text/plain", first)).ShouldBeOfType<BlobOverwrite.Changed>();
    }

    [Fact]
    public async Task A_deletion_whose_answer_was_lost_is_done()
    {
        await _direct.Create(_container, "a", Content, "text/plain");
        _wire.LoseAnswer();
        await _blobs.Delete(_container, "a");
        (await _direct.Read(_container, "a")).ShouldBeNull();
    }
}
