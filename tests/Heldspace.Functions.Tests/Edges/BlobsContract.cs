using System.Text;
using Azure;
using Heldspace.Azure;
using Heldspace.Azure.Blobs;
using Heldspace.Functions.Tests.Drivers;
using Heldspace.Local.InMemory;
using NodaTime;

namespace Heldspace.Functions.Tests.Edges;

/// <summary>What every implementation of blobs keeps. Each runs these same tests.</summary>
public abstract class BlobsContract : IAsyncLifetime
{
    private static readonly ReadOnlyMemory<byte> One = Encoding.UTF8.GetBytes("""{"name":"Zoë 李"}""");
    private static readonly ReadOnlyMemory<byte> Two = Encoding.UTF8.GetBytes("two");

    protected abstract IBlobs Blobs { get; }

    protected abstract Task Tag(string name, Dictionary<string, string> tags);

    protected string Container { get; } = AzuriteFixture.Unused("blobs");

    public Task InitializeAsync() => Blobs.CreateContainer(Container);

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_blob_comes_back_as_it_was_created()
    {
        var before = SystemClock.Instance.GetCurrentInstant();
        var etag = (await Blobs.Create(Container, "a", One, "application/json")).ShouldBeOfType<BlobCreation.Created>().ETag;

        var read = (await Blobs.Read(Container, "a")).ShouldNotBeNull();
        read.Content.ToArray().ShouldBe(One.ToArray());
        read.ContentType.ShouldBe("application/json");
        read.ETag.ShouldBe(etag);
        read.Created.ShouldBeInRange(before - Duration.FromSeconds(2), before + Duration.FromMinutes(1));
    }

    [Fact]
    public async Task A_blob_has_the_tags_that_were_written_on_it_and_none_before()
    {
        var etag = (await Blobs.Create(Container, "a/b", One, "application/json")).ShouldBeOfType<BlobCreation.Created>().ETag;
        (await Blobs.Tags(Container, "a/b")).ShouldNotBeNull().ShouldBeEmpty();
        (await Blobs.Tags(Container, "missing")).ShouldBeNull();

        await Tag("a/b", new() { ["Malware Scanning scan result"] = "No threats found" });

        (await Blobs.Tags(Container, "a/b")).ShouldNotBeNull().ShouldHaveSingleItem().ShouldBe(new("Malware Scanning scan result", "No threats found"));
        (await Blobs.Read(Container, "a/b"))!.ETag.ShouldBe(etag, "a verdict is no new version");
        await Blobs.Delete(Container, "a/b");
        await Blobs.Create(Container, "a/b", Two, "text/plain");
        (await Blobs.Tags(Container, "a/b")).ShouldNotBeNull().ShouldBeEmpty("what was said of the content before is not said of this one");
    }

    [Fact]
    public async Task An_empty_blob_and_a_large_one_come_back_whole()
    {
        var large = new byte[9 * 1024 * 1024];
        new Random(7).NextBytes(large);
        await Blobs.Create(Container, "empty", default, "text/plain");
        await Blobs.Create(Container, "large", large, "application/octet-stream");

        (await Blobs.Read(Container, "empty"))!.Content.Length.ShouldBe(0);
        (await Blobs.Read(Container, "large"))!.Content.Span.SequenceEqual(large).ShouldBeTrue();
    }

    [Fact]
    public async Task Creating_keeps_what_is_there()
    {
        await Blobs.Create(Container, "a", One, "text/plain");

        (await Blobs.Create(Container, "a", Two, "text/plain")).ShouldBeOfType<BlobCreation.Exists>();
        (await Blobs.Create(Container, "a", One, "text/plain")).ShouldBeOfType<BlobCreation.Exists>();

        (await Blobs.Read(Container, "a"))!.Content.ToArray().ShouldBe(One.ToArray());
    }

    [Fact]
    public async Task Of_twenty_creations_at_once_one_is_granted()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(n => Task.Run(async () => await Blobs.Create(Container, "a", new[] { (byte)n }, "text/plain"))));
        outcomes.OfType<BlobCreation.Created>().Count().ShouldBe(1);
        outcomes.OfType<BlobCreation.Exists>().Count().ShouldBe(19);
    }

    [Fact]
    public async Task Overwriting_needs_the_version_that_stands_if_one_is_given()
    {
        var first = (await Blobs.Create(Container, "a", One, "text/plain")).ShouldBeOfType<BlobCreation.Created>().ETag;
        var second = (await Blobs.Overwrite(Container, "a", Two, "text/html", first)).ShouldBeOfType<BlobOverwrite.Written>().ETag;

        second.ShouldNotBe(first);
        (await Blobs.Overwrite(Container, "a", One, "text/plain", first)).ShouldBeOfType<BlobOverwrite.Changed>();
        (await Blobs.Overwrite(Container, "none", One, "text/plain", first)).ShouldBeOfType<BlobOverwrite.Changed>();
        await Should.ThrowAsync<ArgumentException>(async () => await Blobs.Overwrite(Container, "a", One, "text/plain", ETag.All));
        var read = (await Blobs.Read(Container, "a")).ShouldNotBeNull();
        read.ETag.ShouldBe(second);
        read.ContentType.ShouldBe("text/html");
        (await Blobs.Overwrite(Container, "a", One, "text/plain")).ShouldBeOfType<BlobOverwrite.Written>();
        (await Blobs.Overwrite(Container, "new", One, "text/plain")).ShouldBeOfType<BlobOverwrite.Written>();
    }

    [Fact]
    public async Task A_missing_blob_is_null_and_deleting_it_is_fine()
    {
        (await Blobs.Read(Container, "none")).ShouldBeNull();
        await Blobs.Delete(Container, "none");

        await Blobs.Create(Container, "a", One, "text/plain");
        await Blobs.Delete(Container, "a");
        (await Blobs.Read(Container, "a")).ShouldBeNull();
        (await Blobs.Create(Container, "a", Two, "text/plain")).ShouldBeOfType<BlobCreation.Created>();
    }

    [Fact]
    public async Task A_list_holds_what_starts_with_the_prefix_in_order()
    {
        foreach (var name in new[] { "pending/b", "pending/a", "pending/c/d", "pendinh", "intake/a" })
        {
            await Blobs.Create(Container, name, One, "text/plain");
        }

        var listed = await Blobs.List(Container, "pending/").ToListAsync();
        listed.Select(blob => blob.Name).ShouldBe(["pending/a", "pending/b", "pending/c/d"]);
        var read = (await Blobs.Read(Container, "pending/a"))!;
        listed[0].ShouldBe(new ListedBlob("pending/a", read.Created, One.Length, read.ETag));
        (await Blobs.List(Container, "").CountAsync()).ShouldBe(5);
        (await Blobs.List(Container, "none").CountAsync()).ShouldBe(0);
    }

    [Theory]
    [InlineData("it's a b+c&d=e")]
    [InlineData("50% #1?")]
    [InlineData("Zoë 李 \U0001F9D2.txt")]
    [InlineData("a/b/c")]
    [InlineData("HS-7K3M-Q9:1")]
    public async Task Odd_names_name_their_own_blob(string name)
    {
        await Blobs.Create(Container, name, One, "text/plain");
        (await Blobs.Read(Container, name)).ShouldNotBeNull();
        (await Blobs.List(Container, "").SingleAsync()).Name.ShouldBe(name);
        await Blobs.Delete(Container, name);
        (await Blobs.List(Container, "").CountAsync()).ShouldBe(0);
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("a/../b")]
    [InlineData("../../etc/passwd")]
    [InlineData("/a")]
    [InlineData("a/")]
    [InlineData("a//b")]
    [InlineData("a.")]
    [InlineData("..\\a")]
    [InlineData("a\tb")]
    public async Task A_name_that_would_be_rewritten_on_the_way_is_refused(string name)
    {
        await Should.ThrowAsync<ArgumentException>(async () => await Blobs.Create(Container, name, One, "text/plain"));
        await Should.ThrowAsync<ArgumentException>(async () => await Blobs.Overwrite(Container, name, One, "text/plain"));
        await Should.ThrowAsync<ArgumentException>(async () => await Blobs.Read(Container, name));
        await Should.ThrowAsync<ArgumentException>(async () => await Blobs.Delete(Container, name));
    }

    [Fact]
    public async Task A_missing_container_is_a_fault_and_not_a_missing_blob()
    {
        var fault = await Should.ThrowAsync<EdgeException>(async () => await Blobs.Read("no-such-container", "a"));
        (fault.Status, fault.Code, fault.IsTransient).ShouldBe((404, "ContainerNotFound", false));
        fault = await Should.ThrowAsync<EdgeException>(async () => await Blobs.Create("no-such-container", "a", One, "text/plain"));
        (fault.Status, fault.Code, fault.IsTransient).ShouldBe((404, "ContainerNotFound", false));
        await Blobs.CreateContainer(Container);
        await Should.ThrowAsync<ArgumentException>(() => Blobs.CreateContainer("Not-A-Container"));
    }
}

[Collection(AzuriteFixture.Collection)]
public sealed class BlobsOnAzuriteTests(AzuriteFixture azurite) : BlobsContract
{
    protected override IBlobs Blobs { get; } = azurite.Blobs();

    protected override Task Tag(string name, Dictionary<string, string> tags) => ((BlobStorage)Blobs).Tag(Container, name, tags);
}

public sealed class BlobsInMemoryTests : BlobsContract
{
    protected override IBlobs Blobs { get; } = new InMemoryBlobs(SystemClock.Instance);

    protected override Task Tag(string name, Dictionary<string, string> tags)
    {
        ((InMemoryBlobs)Blobs).Tag(Container, name, tags);
        return Task.CompletedTask;
    }
}
