using System.Text.RegularExpressions;
using Heldspace.Intake.Text;

namespace Heldspace.Intake;

/// <summary>
/// Boxes to tick in lines of text: what is ticked is the answer to the question before it, or to the one above it, and what is not ticked is said of nobody.
/// "4. Legal status", "☐ Section 20", "☑ Care order" become one line, "4. Legal status: Care order".
/// </summary>
internal static partial class Boxes
{
    private const int LongestQuestion = 120;

    /// <summary>The lines with their boxes settled; every line keeps its number.</summary>
    public static List<Line> Settle(IReadOnlyList<Line> lines)
    {
        var settled = lines.ToList();
        for (var at = 0; at < settled.Count; at++)
        {
            var line = settled[at];
            if (line.Text.Contains("~~", StringComparison.Ordinal))
            {
                settled[at] = line = line with { Text = Struck().Replace(line.Text, " "), Cells = [.. line.Cells.Select(cell => Struck().Replace(cell, " "))] };
            }

            // "Please tick | [ ] Urgent [x] Soon": behind a heading that nobody knows the ticked answer is all that is said.
            if (line.Cells is [var asked, var answer] && ReadValue.AnyBox().Count(answer) > 1 && Labels.Find(asked.Trim(' ', ':', '*', '?')) is null && ReadValue.Ticked(answer) is { Length: > 0 } chosen)
            {
                settled[at] = line with { Text = $"{asked}: {chosen}", Cells = [asked, chosen] };
                continue;
            }

            if (line.Cells.Length > 1 || line.Text.AsSpan().Count(':') > 1 || ReadValue.AnyBox().Match(line.Text) is not { Success: true } first)
            {
                continue;
            }

            if (first.Index > 0)
            {
                settled[at] = Beside(line, first.Index);
                continue;
            }

            var end = at + 1;
            while (end < settled.Count && settled[end].Cells.Length < 2 && ReadValue.AnyBox().Match(settled[end].Text) is { Success: true, Index: 0 })
            {
                end++;
            }

            var ticked = ReadValue.Ticked(string.Join('\n', settled.Skip(at).Take(end - at).Select(one => one.Text)));
            var question = at - 1;
            while (question >= 0 && settled[question].IsBlank && at - question < 3)
            {
                question--;
            }

            if (question >= 0 && Labels.Find(settled[question].Text.Trim(' ', ':', '*')) is { Target: "=risks" })
            {
                // What is not ticked among risks was asked about too.
                at = end - 1;
                continue;
            }

            if (ticked.Length == 0 && settled.Skip(at).Take(end - at).Any(option => option.Text.Count(char.IsAsciiDigit) > 5 || option.Text.Contains(':', StringComparison.Ordinal)))
            {
                // Boxes that only mark the items of a list.
                at = end - 1;
                continue;
            }

            for (var option = at; option < end; option++)
            {
                settled[option] = settled[option] with { Text = "" };
            }

            if (ticked.Length == 0 && !(question >= 0 && IsAsked(settled[question].Text)))
            {
                at = end - 1;
                continue;
            }

            if (question >= 0 && IsQuestion(settled[question]))
            {
                settled[question] = settled[question] with { Text = Answered(settled[question].Text, ticked) };
            }
            else
            {
                settled[at] = settled[at] with { Text = ticked };
            }

            at = end - 1;
        }

        return settled;
    }

    /// <summary>"How soon? ☐ Routine ☑ Soon". Where the boxes stand behind their words, "Yes ☐ No ☑", the line stays for whoever reads values.</summary>
    private static Line Beside(Line line, int first)
    {
        var question = line.Text[..first];
        var ticked = ReadValue.Ticked(line.Text[first..]);
        return question.Length > LongestQuestion || BoxAtEnd().IsMatch(line.Text) || AnsweredAlready().IsMatch(question) ? line : line with { Text = ticked.Length > 0 || IsAsked(question) ? Answered(question, ticked) : question };
    }

    /// <summary>True for what asks, and tells nothing by itself.</summary>
    private static bool IsAsked(string text) => text.TrimEnd(' ', '*').EndsWith('?') || text.TrimEnd(' ', '*').EndsWith(':') || Labels.Find(text.Trim(' ', ':', '*', '?')) is not null;

    private static bool IsQuestion(Line line) => line.Cells.Length < 2 && line.Text.Length is > 1 and <= LongestQuestion && !line.Text.EndsWith('.') && !AnsweredAlready().IsMatch(line.Text);

    private static string Answered(string question, string ticked) => ticked.Length == 0 ? "" : $"{question.Trim(' ', ':', '?', '*', '-', '\u2013')}: {ticked}";

    [GeneratedRegex(@"(?:[\u2610\u2611\u2612\u25a1\u25a0\u2705]|\[[ xX\u2713\u2714]?\]|\([xX ]\))\s*$", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex BoxAtEnd();

    /// <summary>"Routine / ~~Soon~~": an answer struck out in a text that was pasted.</summary>
    [GeneratedRegex(@"~~[^~]{1,40}~~\s?[/,|]?", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex Struck();

    [GeneratedRegex(@":\s*\S", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex AnsweredAlready();
}
