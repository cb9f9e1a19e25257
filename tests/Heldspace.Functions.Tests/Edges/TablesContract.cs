using Azure;
using Heldspace.Azure;
using Heldspace.Azure.Tables;
using Heldspace.Functions.Tests.Drivers;
using NodaTime;

namespace Heldspace.Functions.Tests.Edges;

/// <summary>What every implementation of tables keeps. Each runs these same tests.</summary>
public abstract class TablesContract : IAsyncLifetime
{
    protected abstract ITables Tables { get; }

    protected string Table { get; } = AzuriteFixture.Unused("Rows");

    public Task InitializeAsync() => Tables.CreateTable(Table);

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_table_may_be_created_again()
    {
        await Tables.Insert(Table, new Row("p", "r"));
        await Tables.CreateTable(Table);
        (await Tables.Get(Table, "p", "r")).ShouldNotBeNull();
    }

    [Fact]
    public async Task Every_type_comes_back_as_it_was_written()
    {
        var bytes = new byte[] { 0, 1, 254, 255 };
        var row = new Row("p", "r")
        {
            ["Text"] = "a",
            ["Empty"] = "",
            ["True"] = true,
            ["False"] = false,
            ["Int"] = int.MinValue,
            ["Long"] = long.MaxValue,
            ["SmallLong"] = 7L,
            ["Double"] = 0.1,
            ["WholeDouble"] = 2.0,
            ["LargeDouble"] = 1e300,
            ["NotANumber"] = double.NaN,
            ["Endless"] = double.NegativeInfinity,
            ["Bytes"] = bytes,
            ["NoBytes"] = Array.Empty<byte>(),
            ["At"] = Instant.FromUtc(2025, 3, 30, 1, 30, 5) + Duration.FromTicks(1234567),
            ["Midnight"] = Instant.FromUtc(2025, 1, 1, 0, 0),
            ["Early"] = Instant.FromUtc(1601, 1, 1, 0, 0),
            ["Nothing"] = null,
        };

        await Tables.Insert(Table, row);

        var read = (await Tables.Get(Table, "p", "r")).ShouldNotBeNull();
        read.Properties.Keys.Order(StringComparer.Ordinal).ShouldBe(row.Properties.Keys.Order(StringComparer.Ordinal));
        foreach (var (name, value) in row.Properties)
        {
            read[name].ShouldBe(value, name);
            read[name]!.GetType().ShouldBe(value.GetType(), name);
        }

        var queried = await One(RowFilter.Partition("p"));
        queried.Properties.Keys.Order(StringComparer.Ordinal).ShouldBe(row.Properties.Keys.Order(StringComparer.Ordinal));
        queried["Long"].ShouldBe(long.MaxValue);
        queried.ETag.ShouldBe(read.ETag);
        queried.Timestamp.ShouldBe(read.Timestamp);
        read.Timestamp.ShouldNotBeNull();
    }

    [Fact]
    public async Task What_no_store_can_keep_is_put_right_before_it_is_written()
    {
        var row = new Row("p", "r") { ["Name"] = "a\uD800b", ["At"] = Instant.FromUtc(2025, 1, 1, 0, 0) + Duration.FromNanoseconds(199) };
        row["Name"].ShouldBe("a\uFFFDb");

        await Tables.Insert(Table, row);

        var read = (await Tables.Get(Table, "p", "r")).ShouldNotBeNull();
        read.GetString("Name").ShouldBe("a\uFFFDb");
        read.GetInstant("At").ShouldBe(Instant.FromUtc(2025, 1, 1, 0, 0) + Duration.FromNanoseconds(100));
    }

    [Theory]
    [InlineData("Zoë O’Brien-Ó Súilleabháin")]
    [InlineData("مريم 李小龍 \U0001F9D2\U0001F3FD e\u0301 \u202Eabc\u202C \u200B")]
    [InlineData("<script>alert('x')</script> \" \\ & + % $ ` {}")]
    [InlineData("line\r\nline\ttab --batch_heldspace-- --changeset_heldspace")]
    public async Task Text_in_every_script_comes_back_as_it_was_written(string text)
    {
        await Tables.Insert(Table, new Row("p", "r") { ["Text"] = text });
        await Tables.Submit(Table, [RowWrite.Insert(new Row("p", "s") { ["Text"] = text })]);
        (await Tables.Get(Table, "p", "r"))!.GetString("Text").ShouldBe(text);
        (await Tables.Get(Table, "p", "s"))!.GetString("Text").ShouldBe(text);
    }

    [Theory]
    [InlineData("it's")]
    [InlineData("''")]
    [InlineData("a b+c&d=e")]
    [InlineData("clinician:2025-W14:0900Z")]
    [InlineData("Zoë 李 \U0001F9D2")]
    [InlineData("(){}[]|~!@$^*,;.<>\"`-_")]
    [InlineData(" ")]
    [InlineData("..")]
    public async Task Odd_keys_name_their_own_row(string key)
    {
        var etag = (await Tables.Insert(Table, new Row(key, key) { ["N"] = 1 })).ShouldBeOfType<Insertion.Inserted>().ETag;
        await Tables.Insert(Table, new Row(key, key + "x"));

        (await Tables.Get(Table, key, key)).ShouldNotBeNull().ETag.ShouldBe(etag);
        (await One(RowFilter.Rows(key, key, key + "a"))).RowKey.ShouldBe(key);
        var next = (await Tables.Replace(Table, new Row(key, key) { ["N"] = 2 }, etag)).ShouldBeOfType<Replacement.Replaced>().ETag;
        next = (await Tables.Merge(Table, new Row(key, key) { ["M"] = 3 }, next)).ShouldBeOfType<Replacement.Replaced>().ETag;
        var batch = (await Tables.Submit(Table, [RowWrite.Merge(new Row(key, key) { ["O"] = 4 }, next)])).ShouldBeOfType<Submission.Committed>();
        (await Tables.Delete(Table, key, key, batch.ETags[0])).ShouldBeOfType<Deletion.Deleted>();
        (await All(RowFilter.Partition(key))).Single().RowKey.ShouldBe(key + "x");
    }

    [Fact]
    public async Task An_insert_keeps_what_is_there()
    {
        var etag = (await Tables.Insert(Table, new Row("p", "r") { ["N"] = 1 })).ShouldBeOfType<Insertion.Inserted>().ETag;

        (await Tables.Insert(Table, new Row("p", "r") { ["N"] = 2 })).ShouldBeOfType<Insertion.Exists>();

        var read = (await Tables.Get(Table, "p", "r")).ShouldNotBeNull();
        read.GetInt32("N").ShouldBe(1);
        read.ETag.ShouldBe(etag);
    }

    [Fact]
    public async Task A_missing_row_is_null() => (await Tables.Get(Table, "p", "r")).ShouldBeNull();

    [Fact]
    public async Task A_replacement_needs_the_version_that_stands()
    {
        var first = (await Tables.Insert(Table, new Row("p", "r") { ["A"] = 1, ["B"] = 1 })).ShouldBeOfType<Insertion.Inserted>().ETag;
        var second = (await Tables.Replace(Table, new Row("p", "r") { ["A"] = 2 }, first)).ShouldBeOfType<Replacement.Replaced>().ETag;

        second.ShouldNotBe(first);
        (await Tables.Replace(Table, new Row("p", "r") { ["A"] = 3 }, first)).ShouldBeOfType<Replacement.Changed>();
        (await Tables.Replace(Table, new Row("p", "none"), first)).ShouldBeOfType<Replacement.Missing>();
        (await Tables.Replace(Table, new Row("p", "none"), ETag.All)).ShouldBeOfType<Replacement.Missing>();

        var read = (await Tables.Get(Table, "p", "r")).ShouldNotBeNull();
        read.ETag.ShouldBe(second);
        read.GetInt32("A").ShouldBe(2);
        read.GetInt32("B").ShouldBeNull();
        (await Tables.Replace(Table, new Row("p", "r") { ["A"] = 4 }, ETag.All)).ShouldBeOfType<Replacement.Replaced>();
    }

    [Fact]
    public async Task A_merge_leaves_what_it_does_not_name()
    {
        var first = (await Tables.Insert(Table, new Row("p", "r") { ["A"] = 1, ["B"] = 1 })).ShouldBeOfType<Insertion.Inserted>().ETag;
        var second = (await Tables.Merge(Table, new Row("p", "r") { ["A"] = 2, ["C"] = 3 }, first)).ShouldBeOfType<Replacement.Replaced>().ETag;

        (await Tables.Merge(Table, new Row("p", "r") { ["A"] = 9 }, first)).ShouldBeOfType<Replacement.Changed>();
        (await Tables.Merge(Table, new Row("p", "none"), ETag.All)).ShouldBeOfType<Replacement.Missing>();

        var read = (await Tables.Get(Table, "p", "r")).ShouldNotBeNull();
        read.ETag.ShouldBe(second);
        read.Properties.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => (one.Key, (int)one.Value)).ShouldBe([("A", 2), ("B", 1), ("C", 3)]);
    }

    [Fact]
    public async Task An_insert_or_replace_writes_whatever_is_there()
    {
        var first = await Tables.InsertOrReplace(Table, new Row("p", "r") { ["A"] = 1 });
        var second = await Tables.InsertOrReplace(Table, new Row("p", "r") { ["B"] = 2 });

        second.ShouldNotBe(first);
        var read = (await Tables.Get(Table, "p", "r")).ShouldNotBeNull();
        read.ETag.ShouldBe(second);
        read.Properties.Keys.ShouldBe(["B"]);
    }

    [Fact]
    public async Task A_deletion_needs_the_version_that_stands()
    {
        var first = (await Tables.Insert(Table, new Row("p", "r"))).ShouldBeOfType<Insertion.Inserted>().ETag;
        await Tables.Replace(Table, new Row("p", "r"), first);

        (await Tables.Delete(Table, "p", "r", first)).ShouldBeOfType<Deletion.Changed>();
        (await Tables.Delete(Table, "p", "r", ETag.All)).ShouldBeOfType<Deletion.Deleted>();
        (await Tables.Delete(Table, "p", "r", ETag.All)).ShouldBeOfType<Deletion.Missing>();
        (await Tables.Get(Table, "p", "r")).ShouldBeNull();
    }

    [Fact]
    public async Task A_missing_table_is_a_fault_and_not_a_missing_row()
    {
        var calls = new Func<Task>[]
        {
            async () => await Tables.Get("NoSuchTable", "p", "r"),
            async () => await Tables.Insert("NoSuchTable", new Row("p", "r")),
            async () => await Tables.Replace("NoSuchTable", new Row("p", "r"), ETag.All),
            async () => await Tables.Delete("NoSuchTable", "p", "r", ETag.All),
            async () => await Tables.Submit("NoSuchTable", [RowWrite.Insert(new Row("p", "r"))]),
            async () => await Tables.Query("NoSuchTable", RowFilter.Everything).ToListAsync(),
        };
        foreach (var call in calls)
        {
            var fault = await call.ShouldThrowAsync<EdgeException>();
            fault.Status.ShouldBe(404);
            fault.Code.ShouldBe("TableNotFound");
            fault.IsTransient.ShouldBeFalse();
        }
    }

    [Fact]
    public async Task Twenty_writers_at_once_each_count_once()
    {
        await Tables.Insert(Table, new Row("p", "r") { ["N"] = 0 });

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(async () =>
        {
            while (true)
            {
                var row = (await Tables.Get(Table, "p", "r"))!;
                if (await Tables.Replace(Table, row.With("N", row.GetInt32("N") + 1), row.ETag) is Replacement.Replaced)
                {
                    return;
                }
            }
        })));

        (await Tables.Get(Table, "p", "r"))!.GetInt32("N").ShouldBe(20);
    }

    [Fact]
    public async Task Of_twenty_claims_at_once_one_is_granted()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(n => Task.Run(() => Tables.Submit(
            Table, [RowWrite.Insert(new Row("p", $"mine {n}")), RowWrite.Insert(new Row("p", "cell") { ["By"] = n })]))));

        outcomes.OfType<Submission.Committed>().Count().ShouldBe(1);
        outcomes.OfType<Submission.Conflict>().ShouldAllBe(conflict => conflict.Index == 1 && conflict.Reason == ConflictReason.Exists);
        (await All(RowFilter.Partition("p"))).Count.ShouldBe(2);
    }

    protected Task<List<Row>> All(RowFilter filter) => Tables.Query(Table, filter).ToListAsync().AsTask();

    protected async Task<Row> One(RowFilter filter) => (await All(filter)).ShouldHaveSingleItem();
}
