using Heldspace.Intake.Text;

namespace Heldspace.Intake;

/// <summary>Rows of tables: labels beside their values, labels over them, and what stands behind a label that nobody knows.</summary>
internal sealed partial class ReadLabels
{
    private int ReadRow(IReadOnlyList<Line> lines, int at)
    {
        var line = lines[at];
        var cells = line.Cells;
        consumed.Add(line.Number);
        var labels = cells.Select(cell => Labels.Find(cell.Trim('*', ' ', ':', '?', '\n'))).ToArray();
        if (cells.Length == 2 && labels[0] is null && Words.Fold(cells[0]) is "re" or "regarding" or "concerning" && Signature.IsName(cells[1].Trim()))
        {
            labels[0] = new("=name", Person.Child, cells[0]);
        }

        // A table of the family: whoever is in it is not the child.
        if (cells.Length > 2 && cells.Any(cell => Words.Fold(cell) is "name" or "names" or "full name") && cells.Any(cell => Words.Fold(cell) is "relationship" or "relation" or "relationship to child" or "relation to child" or "relationship to young person"))
        {
            var next = at + 1;
            for (; next < lines.Count && lines[next].Cells.Length == cells.Length; next++)
            {
                consumed.Add(lines[next].Number);
            }

            return next;
        }

        if (Professionals(lines, at) is > 0 and var people)
        {
            return at + people;
        }

        // A row of labels over rows of values; one of many may be unknown.
        var known = labels.Count(label => label is not null);
        if ((known == cells.Length || (cells.Length > 2 && known > 1 && known * 3 >= cells.Length * 2 && cells.All(cell => cell.Length is > 0 and < 60 && !cell.Any(char.IsDigit)) && at + 1 < lines.Count && lines[at + 1].Cells.All(cell => Labels.Find(cell.Trim(':')) is null))) && at + 1 < lines.Count && lines[at + 1].Cells.Length == cells.Length
            && !lines[at + 1].Cells.All(cell => Labels.Find(cell.Trim(':')) is not null) && (cells.Length > 2 || Labels.Find(lines[at + 1].Cells[0].Trim(':')) is null))
        {
            consumed.Add(lines[at + 1].Number);
            for (var column = 0; column < cells.Length; column++)
            {
                if (labels[column] is { } heading)
                {
                    Take(heading, lines[at + 1].Cells[column], [lines[at + 1]], false);
                }
            }

            return at + 2;
        }

        if (Choices(lines, at) is > 0 and var rows)
        {
            return at + rows;
        }

        for (var column = 0; column < cells.Length; column++)
        {
            if (column + 1 < cells.Length && Each(cells[column], cells[column + 1], line))
            {
                column++;
                continue;
            }

            if (labels[column] is { } label && column + 1 < cells.Length)
            {
                Take(label, cells[column + 1], [line with { Text = cells[column + 1], Cells = [] }], cells[column + 1].Length == 0);
                column++;
                continue;
            }

            foreach (var text in cells[column].Split('\n'))
            {
                foreach (var (inner, value) in Pairs(text))
                {
                    Take(inner, value, [line with { Text = value, Cells = [] }], false);
                }
            }
        }

        if (Array.TrueForAll(labels, label => label is null) && cells.All(cell => Pairs(cell).Count == 0))
        {
            consumed.Remove(line.Number);
            if (cells is [{ Length: > 0 and < 160 } unknown, { Length: > 0 } told] && told.Any(char.IsLetter))
            {
                // What stands behind a label that nobody knows is read as what anybody would say.
                texts.Add(line with { Text = $"{unknown.Trim(' ', ':', '*')}: {told.ReplaceLineEndings(" ")}", Cells = [] });
            }
        }

        return at + 1;
    }

    /// <summary>"Title / First name / Surname" with "Miss / Ana / Hale": each part of the answer under its own part of the label.</summary>
    private bool Each(string label, string value, Line line)
    {
        var (asked, told) = (label.Split('/', StringSplitOptions.TrimEntries), value.Split('/', StringSplitOptions.TrimEntries));
        if (asked.Length < 2 || asked.Length != told.Length || asked.Select(Labels.Find).OfType<Label>().Select(one => one.Target).Distinct(StringComparer.Ordinal).Count() < 2)
        {
            return false;
        }

        for (var at = 0; at < asked.Length; at++)
        {
            if (Labels.Find(asked[at]) is { } part)
            {
                Take(part, told[at], [line with { Text = told[at], Cells = [] }], told[at].Length == 0);
            }
        }

        return true;
    }
}
