using System.Collections.Immutable;

namespace Heldspace.Intake.Text;

/// <summary>A line of a body, as a person would count it.</summary>
/// <param name="Number">From 1, blank lines counted.</param>
/// <param name="Text">Without control and direction characters; cells of a table row parted by tabs.</param>
/// <param name="Cells">The cells where the line is a row of a table with more than one; each may hold line breaks.</param>
internal sealed record Line(int Number, string Text, ImmutableArray<string> Cells)
{
    public bool IsBlank => Text.Length == 0;

    /// <summary>The text it is a line of: the body, or an attachment by its number.</summary>
    public string Where { get; init; } = "body";

    /// <summary>Where it stands, in words a person can follow.</summary>
    public string Source => $"{Where}, line {Number}";
}

/// <summary>A body as lines.</summary>
/// <param name="All">In order.</param>
/// <param name="IsCut">Whether there was more than is read.</param>
internal sealed record Lines(IReadOnlyList<Line> All, bool IsCut)
{
    /// <summary>Characters of text that are read; a person is told where there is more.</summary>
    public const int Longest = 200_000;

    /// <summary>Lines that are read, blank ones counted; a person is told where there are more. Two hundred pages: what is longer is nobody's letter, and would take long.</summary>
    public const int Most = 10_000;

    /// <summary>A longer line is read as several, so that no search over a line takes long.</summary>
    private const int LongestLine = 2_000;

    /// <summary>Letters without a space, with apostrophes, hyphens and full stops between them: more are nobody's word, and are read as several lines, since a search for names takes with the square of a word.</summary>
    private const int LongestWord = 100;

    public static Lines OfPlainText(string body)
    {
        var builder = new Builder();
        var cut = body.Length > Longest;
        foreach (var line in (cut ? body[..Longest] : body).AsSpan().EnumerateLines())
        {
            if (builder.IsFull)
            {
                return new(builder.All, IsCut: true);
            }

            builder.Add(line.ToString());
        }

        return new(builder.All, cut);
    }

    /// <summary>Collects lines, tidied.</summary>
    internal sealed class Builder
    {
        public List<Line> All { get; } = [];

        /// <summary>Nothing more is to be added.</summary>
        public bool IsFull => All.Count >= Most;

        public void Add(string text)
        {
            foreach (var piece in Words(Tidy(text)))
            {
                AddTidied(piece);
            }
        }

        private void AddTidied(string tidied)
        {
            var from = 0;
            while (tidied.Length - from > LongestLine)
            {
                var space = tidied.LastIndexOf(' ', from + LongestLine - 1, LongestLine / 2);
                var end = space > 0 ? space : from + LongestLine;
                All.Add(new(All.Count + 1, tidied[from..end].Trim(), []));
                from = end;
            }

            var rest = tidied[from..].Trim();

            var cells = rest.Length > 0 && rest.Contains('\t', StringComparison.Ordinal) || (rest.Length > 2 && rest[0] == '|')
                ? rest.Trim('|').Split(rest[0] == '|' ? '|' : '\t', StringSplitOptions.TrimEntries).ToImmutableArray()
                : [];
            if (cells.Length > 1 && rest[0] != '|')
            {
                cells = [.. cells.Where(cell => cell.Length > 0)];
            }

            All.Add(new(All.Count + 1, rest, cells.Length > 1 ? cells : []));
        }

        public void AddRow(IEnumerable<string> cells)
        {
            var tidied = cells.Select(cell => string.Join('\n', cell.Split('\n').Select(Tidy)).Trim('\n')).ToImmutableArray();
            All.Add(new(All.Count + 1, string.Join('\t', tidied.Select(cell => cell.Replace('\n', ' '))), tidied));
        }

        /// <summary>The line as it is, or in pieces where an endless word is cut.</summary>
        private static IEnumerable<string> Words(string line)
        {
            var (from, word) = (0, 0);
            for (var at = 0; at < line.Length; at++)
            {
                word = char.IsLetter(line[at]) || line[at] is '\'' or '\u2019' or '-' or '.' ? word + 1 : 0;
                if (word > LongestWord)
                {
                    yield return line[from..at];
                    (from, word) = (at, 1);
                }
            }

            yield return line[from..];
        }

        private static string Tidy(string text)
        {
            var tidied = new System.Text.StringBuilder(text.Length);
            foreach (var letter in text)
            {
                if (letter == '\t')
                {
                    tidied.Append(letter);
                }
                else if (char.IsWhiteSpace(letter))
                {
                    tidied.Append(' ');
                }
                else if (letter is not ('\ufeff' or '\u00ad' or '\u200b' or '\u2060') && !char.IsControl(letter))
                {
                    tidied.Append(letter);
                }
            }

            return tidied.ToString().Trim();
        }
    }
}
