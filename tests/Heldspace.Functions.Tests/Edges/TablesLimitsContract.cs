using Azure;
using Heldspace.Azure.Tables;
using Heldspace.Functions.Tests.Drivers;
using NodaTime;

namespace Heldspace.Functions.Tests.Edges;

/// <summary>The limits of the store are kept before anything is sent, the same in every implementation of tables.</summary>
public abstract class TablesLimitsContract : IAsyncLifetime
{
    protected abstract ITables Tables { get; }

    protected string Table { get; } = AzuriteFixture.Unused("Limits");

    public Task InitializeAsync() => Tables.CreateTable(Table);

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("a#b")]
    [InlineData("a?b")]
    [InlineData("a%b")]
    [InlineData("a\tb")]
    [InlineData("a\u0085b")]
    [InlineData("half")]
    public async Task A_key_the_store_cannot_address_is_refused(string key)
    {
        // Half of a surrogate pair cannot stand in an attribute.
        key = key == "half" ? "a\uD800" : key;
        await Refused(() => Tables.Get(Table, key, "r"));
        await Refused(() => Tables.Get(Table, "p", key));
        await Refused(() => Tables.Insert(Table, new Row(key, "r")));
        await Refused(() => Tables.Insert(Table, new Row("p", key)));
        await Refused(() => Tables.InsertOrReplace(Table, new Row("p", key)));
        await Refused(() => Tables.Replace(Table, new Row("p", key), ETag.All));
        await Refused(() => Tables.Merge(Table, new Row("p", key), ETag.All));
        await Refused(() => Tables.Delete(Table, "p", key, ETag.All));
        await Refused(() => Tables.Submit(Table, [RowWrite.Insert(new Row("p", key))]));
        await Refused(async () => await Tables.Query(Table, RowFilter.Partition(key)).ToListAsync());
    }

    [Fact]
    public async Task The_longest_key_and_the_longest_values_are_kept_and_longer_ones_refused()
    {
        var key = new string('k', RowRules.LongestKey);
        await Tables.Insert(Table, new Row("p", key));
        await Tables.Insert(Table, new Row("p", "r") { ["Text"] = new string('ë', RowRules.LongestString) });
        await Tables.Insert(Table, new Row("p", "b") { ["Bytes"] = new byte[RowRules.LongestBytes] });

        (await Tables.Get(Table, "p", key)).ShouldNotBeNull();
        (await Tables.Get(Table, "p", "r"))!.GetString("Text")!.Length.ShouldBe(RowRules.LongestString);
        (await Tables.Get(Table, "p", "b"))!.GetBytes("Bytes")!.Value.Length.ShouldBe(RowRules.LongestBytes);
        await Refused(() => Tables.Insert(Table, new Row("p", key + "k")));
        await Refused(() => Tables.Insert(Table, new Row("p", "s") { ["Text"] = new string('a', RowRules.LongestString + 1) }));
        await Refused(() => Tables.Insert(Table, new Row("p", "s") { ["Bytes"] = new byte[RowRules.LongestBytes + 1] }));
        await Refused(() => Tables.Insert(Table, new Row("p", "s") { ["At"] = Instant.FromUtc(1600, 12, 31, 23, 59) }));
    }

    [Fact]
    public async Task Letters_of_several_bytes_survive_wherever_a_large_request_is_cut()
    {
        var text = string.Concat(Enumerable.Repeat("Zoë € 李 \U0001F9D2 ", 4000))[..RowRules.LongestString];
        var row = Enumerable.Range(0, 5).Aggregate(new Row("p", "r"), (row, n) => row.With($"P{n}", text[n..]));

        await Tables.Insert(Table, row);
        await Tables.Submit(Table, [RowWrite.Insert(new Row("p", "s") { ["P0"] = row["P0"] })]);

        var read = (await Tables.Get(Table, "p", "r")).ShouldNotBeNull();
        row.Properties.ShouldAllBe(one => read.GetString(one.Key) == (string)one.Value);
        (await Tables.Get(Table, "p", "s"))!.GetString("P0").ShouldBe(row.GetString("P0"));
    }

    [Fact]
    public async Task A_row_of_too_many_properties_or_bytes_is_refused()
    {
        var wide = Enumerable.Range(0, RowRules.MostProperties).Aggregate(new Row("p", "wide"), (row, n) => row.With($"P{n}", n));
        await Tables.Insert(Table, wide);
        (await Tables.Get(Table, "p", "wide"))!.Properties.Count.ShouldBe(RowRules.MostProperties);
        await Refused(() => Tables.Insert(Table, wide.With("One", 1)));

        var heavy = Enumerable.Range(0, 17).Aggregate(new Row("p", "heavy"), (row, n) => row.With($"P{n}", new byte[RowRules.LongestBytes]));
        await Refused(() => Tables.Insert(Table, heavy));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1a")]
    [InlineData("a-b")]
    [InlineData("a b")]
    [InlineData("a@odata.type")]
    [InlineData("PartitionKey")]
    [InlineData("Timestamp")]
    public Task A_property_name_the_store_does_not_take_is_refused(string name) =>
        Refused(() => Tables.Insert(Table, new Row("p", "r") { [name] = 1 }));

    [Theory]
    [InlineData("")]
    [InlineData("ab")]
    [InlineData("1abc")]
    [InlineData("a-bc")]
    [InlineData("tables/../x")]
    public async Task A_table_name_the_store_does_not_take_is_refused(string name)
    {
        await Refused(() => Tables.CreateTable(name));
        await Refused(() => Tables.Get(name, "p", "r"));
    }

    [Fact]
    public async Task A_transaction_of_none_or_more_than_a_hundred_is_refused()
    {
        await Refused(() => Tables.Submit(Table, []));
        await Refused(() => Tables.Submit(Table, [.. Enumerable.Range(0, 101).Select(n => RowWrite.Insert(new Row("p", $"{n}")))]));
        (await Tables.Query(Table, RowFilter.Everything).CountAsync()).ShouldBe(0);
    }

    [Fact]
    public Task A_transaction_over_two_partitions_is_refused() =>
        Refused(() => Tables.Submit(Table, [RowWrite.Insert(new Row("p", "r")), RowWrite.Insert(new Row("q", "r"))]));

    [Fact]
    public Task A_transaction_with_a_row_twice_is_refused() =>
        Refused(() => Tables.Submit(Table, [RowWrite.Insert(new Row("p", "r")), RowWrite.Delete("p", "r", ETag.All)]));

    [Fact]
    public async Task A_transaction_of_more_than_4_MiB_is_refused_and_one_just_below_is_done()
    {
        // 63 × 64 KiB of bytes is 5.25 MiB as base64 text; 47 × is 3.9 MiB.
        await Refused(() => Tables.Submit(Table, Heavy(63)));
        (await Tables.Submit(Table, Heavy(47))).ShouldBeOfType<Submission.Committed>().ETags.Count.ShouldBe(47);

        static RowWrite[] Heavy(int rows) =>
            [.. Enumerable.Range(0, rows).Select(n => RowWrite.Insert(new Row("p", $"{n:D3}") { ["Bytes"] = new byte[RowRules.LongestBytes] }))];
    }

    [Fact]
    public async Task A_version_must_be_given_since_none_would_mean_any()
    {
        await Tables.Insert(Table, new Row("p", "r"));
        await Refused(() => Tables.Replace(Table, new Row("p", "r"), default));
        await Refused(() => Tables.Merge(Table, new Row("p", "r"), default));
        await Refused(() => Tables.Delete(Table, "p", "r", default));
        await Refused(() => Tables.Submit(Table, [RowWrite.Delete("p", "r", default)]));
        (await Tables.Get(Table, "p", "r")).ShouldNotBeNull();
    }

    private static Task<ArgumentException> Refused(Func<Task> call) => Should.ThrowAsync<ArgumentException>(call);

    private static Task<ArgumentException> Refused<T>(Func<Task<T>> call) => Should.ThrowAsync<ArgumentException>(call);
}
