using System.Collections.Immutable;
using Heldspace.Summaries.Disclosure;
using Xunit.Abstractions;

namespace Heldspace.Tests.Summaries.Disclosure;

/// <summary>Two publications of one table tell no more than each.</summary>
public sealed class TheSameTableAgain(ITestOutputHelper output)
{
    private const int Open = 5;

    [Fact]
    public void A_count_that_grew_from_7_to_8_stays_starred()
    {
        var first = PublishTable.Of(By(7, 30, 41, 52, 25)).ShouldNotBeNull();
        first.Shown.Cells[0][0].ShouldBe(Figure.Star);
        var second = PublishTable.Again(By(8, 30, 41, 52, 25), [first], grows: true).ShouldNotBeNull();
        second.Shown.Cells[0][0].ShouldBe(Figure.Star);
        PublishTable.Of(By(8, 30, 41, 52, 25)).ShouldNotBeNull().Shown.Cells[0][0].ToString().ShouldBe("10");
    }

    [Fact]
    public void What_counts_on_and_on_is_not_published_where_it_has_fallen() =>
        PublishTable.Again(By(20, 29, 41), [PublishTable.Of(By(20, 30, 41))!], grows: true).ShouldBeNull();

    [Fact]
    public void What_was_put_together_stays_so()
    {
        var first = PublishTable.Of(By(2, 3, 2, 60)).ShouldNotBeNull();
        first.Shown.Columns.Length.ShouldBeLessThan(4);
        var second = PublishTable.Again(By(20, 33, 24, 60), [first], grows: true).ShouldNotBeNull();
        second.Shown.Columns.ShouldBe(first.Shown.Columns);
        PublishTable.Again(By(20, 33, 24), [first], grows: true).ShouldBeNull();
    }

    [Fact]
    public void Neither_what_was_published_before_nor_what_is_now_tells_a_count_of_1_to_7_not_even_to_somebody_who_knows_what_changed()
    {
        var (again, stood, secrets) = (0, 0, 0);
        for (var seed = 0; seed < 600; seed++)
        {
            var random = new Random(seed);
            var table = random.Next(3) == 0
                ? AnyTable.Of(random, 2, 2, () => random.Next(0, 30))
                : AnyTable.Of(random, 1, random.Next(2, 5), () => random.Next(0, random.Next(2) == 0 ? 12 : 40));
            if (PublishTable.Of(table) is not { } first)
            {
                continue;
            }

            var publications = new List<Publication> { first };
            var grows = random.Next(2) == 0;
            for (var month = 0; month < 3; month++)
            {
                table = table with { Counts = [.. table.Counts.Select(row => row.Select(count => grows ? count + random.Next(0, 4) : Math.Max(0, count + random.Next(-1, 4))).ToImmutableArray())] };
                if (PublishTable.Again(table, publications, grows) is { } next)
                {
                    publications.Add(next);
                    again++;
                }
                else
                {
                    stood++;
                }
            }

            for (var one = 0; one + 1 < publications.Count; one++)
            {
                secrets += Attack(publications, one, grows, seed);
            }
        }

        output.WriteLine($"{again} published again, {stood} left as they stood, {secrets} small counts tried over two publications");
        again.ShouldBeGreaterThan(400);
    }

    [Fact]
    public void A_year_of_months_tells_no_count_of_1_to_7_of_any_month()
    {
        var (years, secrets) = (0, 0);
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            var lines = random.Next(3, 6);
            var months = Enumerable.Range(0, 12)
                .Select(_ => PublishTable.Of(Table.By(new([.. Enumerable.Range(1, lines).Select(line => $"line {line}")], Together.Never), [.. Enumerable.Range(1, lines).Select(line => random.Next(0, 6 * line))])))
                .OfType<Publication>()
                .ToList();
            if (PublishTable.Sum([.. months.Select((_, month) => $"month {month + 1}")], months) is not { } year)
            {
                continue;
            }

            years++;
            for (var month = 0; month < months.Count; month++)
            {
                year.Cells[month].ShouldBe(months[month].Shown.Cells[0]);
            }

            var attacker = new Attacker();
            attacker.Read(months[0].Counted with { Rows = new(year.Rows), Counts = [.. months.Select(month => month.Counted.Counts[0])] }, year);
            foreach (var (number, count, where) in attacker.Secrets)
            {
                secrets++;
                attacker.Possible(number).Count.ShouldBeGreaterThanOrEqualTo(Open, $"seed {seed}, {where} is {count}");
            }
        }

        output.WriteLine($"{years} years, {secrets} small counts tried");
        years.ShouldBeGreaterThan(30);
    }

    private static int Attack(List<Publication> publications, int one, bool grows, int seed)
    {
        var (before, after) = (publications[one], publications[one + 1]);
        bool Starred(int row, int column, int until) => publications.Take(until).Any(publication => publication.Shown.Cells[row][column] is Figure.Suppressed);
        var tried = 0;
        foreach (var knowsChanges in new[] { false, true })
        {
            var attacker = new Attacker();
            var first = attacker.Read(before.Counted, before.Shown, (row, column) => Starred(row, column, one));
            var second = attacker.Read(after.Counted, after.Shown, (row, column) => Starred(row, column, one + 1));
            if (knowsChanges)
            {
                attacker.Changed(first, second, before.Counted.Counts.SelectMany(row => row).Zip(after.Counted.Counts.SelectMany(row => row), (then, now) => now - then));
            }
            else if (grows)
            {
                attacker.Grows(first, second);
            }

            foreach (var (number, count, where) in attacker.Secrets)
            {
                // Who saw a number and knows what changed since knows the rest without any table.
                var cell = Array.IndexOf(second, number);
                if (knowsChanges && (cell < 0 ? Array.IndexOf(first, number) < 0 : before.Shown.Cells[cell / before.Shown.Columns.Length][cell % before.Shown.Columns.Length] is Figure.Shown))
                {
                    continue;
                }

                tried++;
                var possible = attacker.Possible(number);
                possible.Count.ShouldBeGreaterThanOrEqualTo(Open, $"seed {seed}, {(knowsChanges ? "knowing what changed, " : "")}{where} is {count}: {string.Join(' ', possible)}");
            }
        }

        return tried;
    }

    private static Table By(params int[] counts) => Table.By(new([.. Enumerable.Range(1, counts.Length).Select(line => $"line {line}")]), [.. counts]);
}
