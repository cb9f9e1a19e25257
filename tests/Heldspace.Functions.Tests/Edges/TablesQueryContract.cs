using Azure;
using Heldspace.Azure.Tables;
using Heldspace.Functions.Tests.Drivers;

namespace Heldspace.Functions.Tests.Edges;

/// <summary>Queries and transactions, the same in every implementation of tables.</summary>
public abstract class TablesQueryContract : IAsyncLifetime
{
    protected abstract ITables Tables { get; }

    protected string Table { get; } = AzuriteFixture.Unused("Pages");

    public Task InitializeAsync() => Tables.CreateTable(Table);

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task More_rows_than_a_page_come_in_order_and_none_twice()
    {
        for (var batch = 0; batch < 23; batch++)
        {
            await Tables.Submit(Table, [.. Enumerable.Range(batch * 100, 100).Select(n => RowWrite.Insert(new Row("p", $"{n:D5}") { ["N"] = n }))]);
        }

        var rows = await Keys(RowFilter.Partition("p"));
        rows.ShouldBe(Enumerable.Range(0, 2300).Select(n => $"p/{n:D5}"));
        (await Tables.Query(Table, RowFilter.Partition("p"), top: 1500).CountAsync()).ShouldBe(1500);
        (await Tables.Query(Table, RowFilter.Partition("p"), top: 3).CountAsync()).ShouldBe(3);
        (await Tables.Query(Table, RowFilter.Partition("p")).Take(1001).LastAsync()).RowKey.ShouldBe("01000");
        (await Tables.Query(Table, RowFilter.Rows("p", "00995", "01005")).CountAsync()).ShouldBe(10);
    }

    [Fact]
    public async Task Pages_go_on_from_partition_to_partition()
    {
        for (var partition = 0; partition < 12; partition++)
        {
            await Tables.Submit(Table, [.. Enumerable.Range(0, 100).Select(n => RowWrite.Insert(new Row($"p{partition:D2}", $"{n:D3}")))]);
        }

        var all = await Keys(RowFilter.Everything);
        all.Count.ShouldBe(1200);
        all.ShouldBe(all.Order(StringComparer.Ordinal));
        (await Keys(RowFilter.Partitions("p03", "p05"))).Count.ShouldBe(200);
    }

    [Fact]
    public async Task Ranges_include_their_start_and_exclude_their_end()
    {
        foreach (var partition in new[] { "due:2025-03-29", "due:2025-03-30", "due:2025-03-31", "due:2025-04-01", "slot:2025-03-30" })
        {
            await Tables.Submit(Table, [.. new[] { "0800", "0900", "0900:a", "1000" }.Select(row => RowWrite.Insert(new Row(partition, row)))]);
        }

        (await Keys(RowFilter.Rows("due:2025-03-30", "0900", "1000"))).ShouldBe(["due:2025-03-30/0900", "due:2025-03-30/0900:a"]);
        (await Keys(RowFilter.RowsStarting("due:2025-03-30", "0900:"))).ShouldBe(["due:2025-03-30/0900:a"]);
        (await Keys(RowFilter.Rows("due:2025-03-30", "2", "3"))).ShouldBeEmpty();
        (await Keys(RowFilter.Partition("due:2025-03"))).ShouldBeEmpty();
        (await Keys(RowFilter.Partitions("due:2025-03-30", "due:2025-04-01"))).Count.ShouldBe(8);
        (await Keys(RowFilter.PartitionsStarting("due:2025-03"))).Count.ShouldBe(12);
        (await Keys(RowFilter.PartitionsStarting("due:"))).Count.ShouldBe(16);
        (await Keys(RowFilter.Everything)).Count.ShouldBe(20);
    }

    [Theory]
    [InlineData("a.", "a.b", "a0")]
    [InlineData("a'", "a'b", "ab")]
    [InlineData("a\"", "a\"b", "a$")]
    [InlineData("Zoë", "Zoë1", "Zoz")]
    [InlineData("x\uD7FF", "x\uD7FFb", "x\uE000")]
    public async Task A_prefix_takes_what_starts_with_it_and_nothing_after(string prefix, string inside, string outside)
    {
        await Tables.Insert(Table, new Row("p", inside));
        await Tables.Insert(Table, new Row("p", outside));
        (await Keys(RowFilter.RowsStarting("p", prefix))).ShouldBe([$"p/{inside}"]);
    }

    [Fact]
    public async Task A_selection_brings_the_named_properties_the_keys_and_the_version()
    {
        var etag = await Tables.InsertOrReplace(Table, new Row("p", "r") { ["A"] = 1, ["B"] = 2L, ["C"] = "x" });

        var row = await Tables.Query(Table, RowFilter.Partition("p"), ["B"]).SingleAsync();

        (row.PartitionKey, row.RowKey, row.ETag).ShouldBe(("p", "r", etag));
        row.Properties.Keys.ShouldBe(["B"]);
        row.GetInt64("B").ShouldBe(2);
    }

    [Fact]
    public async Task A_transaction_does_all_of_its_operations()
    {
        var kept = await Tables.InsertOrReplace(Table, new Row("p", "replaced") { ["A"] = 1 });
        var merged = await Tables.InsertOrReplace(Table, new Row("p", "merged") { ["A"] = 1 });
        var gone = await Tables.InsertOrReplace(Table, new Row("p", "deleted"));

        var outcome = await Tables.Submit(Table,
        [
            RowWrite.Insert(new Row("p", "inserted") { ["A"] = "Zoë" }),
            RowWrite.Replace(new Row("p", "replaced") { ["B"] = 2 }, kept),
            RowWrite.Merge(new Row("p", "merged") { ["B"] = 2 }, merged),
            RowWrite.Delete("p", "deleted", gone),
            RowWrite.InsertOrReplace(new Row("p", "written") { ["A"] = 5L }),
        ]);

        var etags = outcome.ShouldBeOfType<Submission.Committed>().ETags;
        etags.Count.ShouldBe(5);
        etags[3].ShouldBe(default);
        var rows = await Tables.Query(Table, RowFilter.Partition("p")).ToDictionaryAsync(row => row.RowKey, StringComparer.Ordinal);
        rows.Keys.Order(StringComparer.Ordinal).ShouldBe(["inserted", "merged", "replaced", "written"]);
        rows["inserted"].GetString("A").ShouldBe("Zoë");
        rows["inserted"].ETag.ShouldBe(etags[0]);
        rows["replaced"].Properties.Keys.ShouldBe(["B"]);
        rows["replaced"].ETag.ShouldBe(etags[1]);
        rows["merged"].Properties.Count.ShouldBe(2);
        rows["merged"].ETag.ShouldBe(etags[2]);
        rows["written"].GetInt64("A").ShouldBe(5);
        rows["written"].ETag.ShouldBe(etags[4]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(99)]
    public async Task A_conflict_names_its_operation_and_nothing_is_written(int at)
    {
        await Tables.Insert(Table, new Row("p", $"{at:D3}"));

        var outcome = await Tables.Submit(Table, [.. Enumerable.Range(0, 100).Select(n => RowWrite.Insert(new Row("p", $"{n:D3}") { ["N"] = n }))]);

        outcome.ShouldBe(new Submission.Conflict(at, ConflictReason.Exists));
        (await Keys(RowFilter.Partition("p"))).ShouldBe([$"p/{at:D3}"]);
    }

    [Fact]
    public async Task A_conflict_says_whether_the_row_changed_or_is_missing()
    {
        var old = await Tables.InsertOrReplace(Table, new Row("p", "r"));
        await Tables.InsertOrReplace(Table, new Row("p", "r") { ["A"] = 1 });

        (await Submit(RowWrite.Replace(new Row("p", "r"), old))).ShouldBe(new Submission.Conflict(1, ConflictReason.Changed));
        (await Submit(RowWrite.Merge(new Row("p", "r"), old))).ShouldBe(new Submission.Conflict(1, ConflictReason.Changed));
        (await Submit(RowWrite.Delete("p", "r", old))).ShouldBe(new Submission.Conflict(1, ConflictReason.Changed));
        (await Submit(RowWrite.Replace(new Row("p", "none"), old))).ShouldBe(new Submission.Conflict(1, ConflictReason.Missing));
        (await Submit(RowWrite.Merge(new Row("p", "none"), ETag.All))).ShouldBe(new Submission.Conflict(1, ConflictReason.Missing));
        (await Submit(RowWrite.Delete("p", "none", ETag.All))).ShouldBe(new Submission.Conflict(1, ConflictReason.Missing));
        (await Keys(RowFilter.Everything)).ShouldBe(["p/r"]);

        Task<Submission> Submit(RowWrite second) => Tables.Submit(Table, [RowWrite.InsertOrReplace(new Row("p", "first")), second]);
    }

    private async Task<List<string>> Keys(RowFilter filter) =>
        await Tables.Query(Table, filter).Select(row => $"{row.PartitionKey}/{row.RowKey}").ToListAsync();
}
