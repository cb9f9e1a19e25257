using System.Collections.Immutable;

namespace Heldspace.Summaries.Disclosure;

/// <summary>
/// Makes a table into one that may leave the service: counts of 1 to 7 starred, others rounded to 5, so many further stars that no count of 1 to 7 can be told, and so many lines put
/// together that at least half of the cells can be read. Decision record 22 says what an attacker is taken to know.
/// </summary>
public static class PublishTable
{
    private const decimal Half = 0.5m;

    /// <summary>Null where so few are behind it that no breakdown may leave the service at all.</summary>
    public static Publication? Of(Table table)
    {
        for (var coarser = table.Checked(); coarser is not null && coarser.Total >= Rule.Enough && coarser.Rows.Labels.Length * coarser.Columns.Labels.Length > 1; coarser = Coarsen.Once(coarser))
        {
            var sums = Sums.Of(coarser);
            if (Suppress.Of(sums, coarser.Known, [], grows: false) is { } stars && Shown(coarser, sums, stars) is { Readable: >= Half } shown)
            {
                return new(coarser, shown);
            }
        }

        return null;
    }

    /// <summary>
    /// The same table once more, later: what was starred stays so, and nothing is shown that would tell what the publications before it keep back, not even to somebody who knows what changed since. Null where that
    /// cannot be done; what was published last stands then.
    /// </summary>
    /// <param name="table">The counts now, by the same lines as the first was counted, before anything was put together.</param>
    /// <param name="before">What was published of it, oldest first; at least one.</param>
    /// <param name="grows">Whether it counts on and on, so that no count falls from one to the next.</param>
    public static Publication? Again(Table table, IReadOnlyList<Publication> before, bool grows)
    {
        if (Coarsen.Like(table.Checked(), before[0].Counted) is not { } alike || (grows && !Grew(before[^1].Counted, alike)))
        {
            return null;
        }

        var versions = new List<Version>();
        foreach (var publication in before)
        {
            var known = Sums.Of(publication.Counted);
            var earlier = versions.Count == 0 ? null : known.Numbers.Select((_, number) => versions.Exists(version => version.Stars[number])).ToArray();
            versions.Add(new(known, Stars(publication, known), earlier, publication.Counted.Known));
        }

        var sums = Sums.Of(alike);
        return Suppress.Of(sums, alike.Known, versions, grows) is { } now && Shown(alike, sums, now) is { Readable: >= Half } shown ? new(alike, shown) : null;
    }

    /// <summary>
    /// What several publications come to together, of a breakdown by one thing in periods that follow each other: a year of months. What is out of the parts stays out; of the sums as much is starred as the parts need.
    /// Null where that cannot be done.
    /// </summary>
    /// <param name="names">What the parts are called, in order.</param>
    /// <param name="parts">All by the same lines.</param>
    public static PublishedTable? Sum(ImmutableArray<string> names, IReadOnlyList<Publication> parts)
    {
        var columns = parts[0].Counted.Columns.Labels;
        if (parts.Any(part => part.Counted.Rows.Labels.Length != 1 || !part.Counted.Columns.Labels.SequenceEqual(columns)))
        {
            return null;
        }

        var table = new Table { Rows = new(names, Together.Never), Columns = parts[0].Counted.Columns, Counts = [.. parts.Select(part => part.Counted.Counts[0])] };
        var sums = Sums.Of(table);
        bool?[] standing = [.. sums.Numbers.Select(number => number.Place switch
        {
            Place.Cell => parts[number.Line].Shown.Cells[0][number.Column] is Figure.Suppressed,
            Place.Row => parts[number.Line].Shown.Total is Figure.Suppressed,
            _ => (bool?)null,
        })];
        return Suppress.Of(sums, [], [], grows: false, standing) is { } stars ? Shown(table, sums, stars) : null;
    }

    private static bool Grew(Table before, Table after) =>
        before.Counts.Zip(after.Counts, (then, now) => then.Zip(now, (less, more) => less <= more).All(grew => grew)).All(grew => grew);

    private static PublishedTable Shown(Table table, Sums sums, bool[] stars)
    {
        var figures = sums.Numbers.Select((number, index) => (Key: (number.Place, number.Line, number.Column), Figure: stars[index] ? Figure.Star : Figure.Of(number.Count)))
            .ToDictionary(figure => figure.Key, figure => figure.Figure);
        var (rows, columns) = (Enumerable.Range(0, table.Rows.Labels.Length), Enumerable.Range(0, table.Columns.Labels.Length));
        ImmutableArray<Figure> Line(IEnumerable<(Place, int, int)> keys) => [.. keys.Where(figures.ContainsKey).Select(key => figures[key])];
        return new()
        {
            Rows = table.Rows.Labels,
            Columns = table.Columns.Labels,
            Cells = [.. rows.Select(row => Line(columns.Select(column => (Place.Cell, row, column))))],
            RowTotals = Line(rows.Select(row => (Place.Row, row, 0))),
            ColumnTotals = Line(columns.Select(column => (Place.Column, 0, column))),
            Groups = [.. Sums.Groups(table).Index().Where(group => figures.ContainsKey((Place.Group, group.Index, 0))).Select(group => new PublishedGroup(
                group.Item.Name, group.Item.Rows, figures[(Place.Group, group.Index, 0)], Line(columns.Select(column => (Place.GroupColumn, group.Index, column)))))],
            Total = figures[(Place.Total, 0, 0)],
        };
    }

    private static bool[] Stars(Publication publication, Sums sums)
    {
        var (shown, groups) = (publication.Shown, Sums.Groups(publication.Counted));
        PublishedGroup Group(int line) => shown.Groups.First(group => group.Name == groups[line].Name);
        return [.. sums.Numbers.Select(number => !publication.Counted.Known.Contains(number.Place) && (number.Place switch
        {
            Place.Cell => shown.Cells[number.Line][number.Column],
            Place.Row => shown.RowTotals[number.Line],
            Place.Column => shown.ColumnTotals[number.Column],
            Place.Group => Group(number.Line).Total,
            Place.GroupColumn => Group(number.Line).Columns[number.Column],
            _ => shown.Total,
        }) is Figure.Suppressed)];
    }
}
