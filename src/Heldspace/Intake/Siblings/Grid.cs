using Heldspace.Intake.Text;

namespace Heldspace.Intake;

/// <summary>A table with a row or a column for each child, taken apart: for each child the label and the value of every cell of theirs.</summary>
internal static class Grid
{
    private const int Most = 20;

    /// <summary>The children of a table that starts at a line, the rows that say one thing of all, and how many lines it has; null where it is a table of another kind.</summary>
    public static (IReadOnlyList<IReadOnlyList<Line>> Children, IReadOnlyList<Line> Shared, int Length)? At(IReadOnlyList<Line> lines, int at)
    {
        var length = 0;
        while (at + length < lines.Count && lines[at + length].Cells.Length > 1)
        {
            length++;
        }

        if (length < 2)
        {
            return null;
        }

        var rows = lines.Skip(at).Take(length).ToList();
        return ByRow(rows) is { } byRow ? (byRow, [], length) : ByColumn(rows) is { } byColumn ? (byColumn, [.. rows.Where(row => row.Cells.Length == 2)], length) : null;
    }

    private static List<IReadOnlyList<Line>>? ByRow(List<Line> rows)
    {
        var header = rows[0].Cells;
        var labels = header.Select(Find).ToList();
        var name = labels.FindIndex(IsName);
        if (name < 0 || header.Length < 2 || labels.Count(label => label is not null) < Math.Min(2, header.Length))
        {
            return null;
        }

        var children = new List<IReadOnlyList<Line>>();
        foreach (var row in rows.Skip(1).Take(Most))
        {
            var cells = Fitted(row.Cells, labels, name);
            if (cells.Length <= name || !IsPerson(cells[name]))
            {
                // Below the children the table may go on with something else.
                break;
            }

            children.Add([.. Enumerable.Range(0, Math.Min(cells.Length, header.Length)).Where(column => labels[column] is not null && cells[column].Length > 0).Select(column => Row(row, header[column], cells[column]))]);
        }

        return children.Count > 1 && children.Count == rows.Count - 1 ? children : null;
    }

    /// <summary>Text tables lose their empty cells: a cell then goes where what it holds belongs.</summary>
    private static string[] Fitted(IReadOnlyList<string> cells, List<Label?> labels, int name)
    {
        if (cells.Count >= labels.Count || name >= cells.Count)
        {
            return [.. cells];
        }

        var fitted = Enumerable.Repeat("", labels.Count).ToArray();
        fitted[name] = cells[name];
        for (int at = 0, column = 0; at < cells.Count; at++)
        {
            if (at == name)
            {
                column = name + 1;
                continue;
            }

            while (column < labels.Count && (column == name || !Fits(labels[column], cells[at])))
            {
                column++;
            }

            if (column < labels.Count)
            {
                fitted[column++] = cells[at];
            }
        }

        return fitted;
    }

    private static bool Fits(Label? label, string cell) => label?.Target switch
    {
        "nhsNumber" => cell.Count(char.IsAsciiDigit) is > 8 and < 12,
        "dateOfBirth" => cell.Any(char.IsAsciiDigit) && cell.Count(char.IsAsciiDigit) <= 8,
        "upn" => Upn.TryParse(cell) is not null,
        "placementPostcode" => Postcode.TryParse(cell) is not null,
        _ => cell.Count(char.IsAsciiDigit) < 6,
    };

    private static List<IReadOnlyList<Line>>? ByColumn(List<Line> rows)
    {
        var width = rows.Max(row => row.Cells.Length);
        var names = rows.FindIndex(row => row.Cells.Length == width && IsName(Find(row.Cells[0])) && row.Cells.Skip(1).All(cell => cell.Length > 0 && Find(cell) is null && IsPerson(cell)));
        if (names < 0)
        {
            names = rows.FindIndex(row => row.Cells.Length == width && Words.Fold(row.Cells[0]) is "" or "child" or "children" or "details" or "information" or "field" or "sibling" or "siblings" && row.Cells.Skip(1).All(IsPerson));
        }

        if (names < 0 || width < 3 || rows.Count(row => row.Cells.Length == width && Find(row.Cells[0]) is not null) < 2)
        {
            return null;
        }

        var children = new List<IReadOnlyList<Line>>();
        for (var column = 1; column < Math.Min(width, Most); column++)
        {
            var own = new List<Line>();
            foreach (var row in rows)
            {
                var isNames = ReferenceEquals(row, rows[names]);

                // A cell over all columns says the same of all, and is nobody's own.
                var value = row.Cells.Length > 2 && column < row.Cells.Length ? row.Cells[column] : "";
                if (value.Length > 0 && (isNames || Find(row.Cells[0]) is not null))
                {
                    own.Add(Row(row, isNames ? "Child's name" : row.Cells[0], value));
                }
            }

            children.Add(own);
        }

        return children;
    }

    private static Line Row(Line row, string label, string value) => row with { Text = $"{label}\t{value.ReplaceLineEndings(" ")}", Cells = [label, value] };

    private static Label? Find(string cell) => Labels.Find(cell.Trim('*', ' ', ':', '?', '\n'));

    private static bool IsName(Label? label) => label is { Target: "=name" or "givenName", Person: Person.Child or Person.Unsaid };

    private static bool IsPerson(string cell) => cell.Length is > 1 and < 80 && Find(cell) is null && Signature.IsName(cell.ReplaceLineEndings(" ").Replace(",", "", StringComparison.Ordinal).Split('(')[0].Trim());
}
