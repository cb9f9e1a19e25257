using System.Text.RegularExpressions;
using Heldspace.Intake.Text;

namespace Heldspace.Intake;

/// <summary>Tables in which an answer is crossed.</summary>
internal sealed partial class ReadLabels
{
    /// <summary>Rows of questions under columns of answers, one of them crossed: "Risk | Yes | No | Not known". How many rows were read, with the heading.</summary>
    private int Choices(IReadOnlyList<Line> lines, int at)
    {
        var columns = lines[at].Cells;
        if (columns.Length < 3 || !columns.Skip(1).All(cell => Words.Fold(cell) is "yes" or "no" or "y" or "n" or "not known" or "n k" or "unknown" or "present" or "none" or "na" or "n a" or "current" or "past" or "historic" or "details" or "comments" or "comment" or "notes" or "say more" or "more" or "tell us more" or "if yes" or "don t know" or "dont know" or "some" or "possible"))
        {
            return 0;
        }

        var next = at + 1;
        for (; next < lines.Count && lines[next].Cells.Length == columns.Length; next++)
        {
            var cells = lines[next].Cells;
            consumed.Add(lines[next].Number);
            var crossed = Enumerable.Range(1, columns.Length - 1).Where(column => Cross().IsMatch(cells[column])).ToList();
            if (crossed is [var only] && Labels.Find(cells[0].Trim('*', ' ', ':', '?')) is { } label && !ReadValue.IsNotSaid(columns[only]))
            {
                Take(label, columns[only], [lines[next] with { Text = columns[only], Cells = [] }], false);
            }
        }

        return next - at;
    }

    [GeneratedRegex(@"^\s*(?:[xX\u2713\u2714\u2611\u2612\u2705\u25a0]|\[[xX]\]|yes|y)\s*$", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex Cross();
}
