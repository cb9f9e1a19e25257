using Heldspace.Intake.Text;

namespace Heldspace.Intake;

/// <summary>Tables of whoever works with a child.</summary>
internal sealed partial class ReadLabels
{
    /// <summary>"Role | Name | Phone" over rows of people: each is named behind their role, and none of them is the child. How many rows were read, with the heading.</summary>
    private int Professionals(IReadOnlyList<Line> lines, int at)
    {
        var columns = lines[at].Cells;
        var role = columns.IndexOf(columns.FirstOrDefault(cell => Words.Fold(cell) is "role" or "professional" or "designation" or "job title" or "position" or "who" or "agency role") ?? "\0");
        var name = columns.IndexOf(columns.FirstOrDefault(cell => Words.Fold(cell) is "name" or "names" or "full name") ?? "\0");
        if (role < 0 || name < 0 || at + 1 >= lines.Count || lines[at + 1].Cells.Length != columns.Length || !columns.All(cell => Labels.Find(cell.Trim('*', ' ', ':')) is not null))
        {
            return 0;
        }

        consumed.Add(lines[at].Number);
        var next = at + 1;
        for (; next < lines.Count && lines[next].Cells.Length == columns.Length; next++)
        {
            var line = lines[next];
            consumed.Add(line.Number);
            if (Labels.Find(line.Cells[role].Trim('*', ' ', ':')) is not { } label || OwnPerson(label.Target) is null)
            {
                continue;
            }

            for (var column = 0; column < columns.Length; column++)
            {
                var told = column == name ? label : column == role ? null : Labels.Find(columns[column].Trim('*', ' ', ':')) is { Target: "=phone" or "=email" or "=organisation" } more ? more with { Person = OwnPerson(label.Target)!.Value } : null;
                if (told is not null)
                {
                    Take(told, line.Cells[column], [line with { Text = line.Cells[column], Cells = [] }], line.Cells[column].Length == 0);
                }
            }
        }

        return next - at;
    }
}
