using Heldspace.Intake.Text;

namespace Heldspace.Intake;

/// <summary>A sentence of free text.</summary>
/// <param name="Text">Without line breaks.</param>
/// <param name="Words">Its words.</param>
/// <param name="Line">The number of the line it starts on.</param>
internal sealed record Sentence(string Text, IReadOnlyList<Word> Words, int Line)
{
    private static readonly HashSet<string> Abbreviations = new(StringComparer.Ordinal)
    {
        "dr", "mr", "mrs", "ms", "st", "no", "eg", "ie", "approx", "dob", "d.o.b", "vs", "prof", "tel", "ext", "e.g", "i.e", "nos", "yrs", "yr", "etc", "inc", "rev", "b", "c", "ref", "dept", "cllr", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun", "yo", "appt", "incl", "min", "mins", "wk", "wks",
    };

    /// <summary>Abbreviations that may as well end a sentence: they do not where a number or a small letter follows.</summary>
    private static readonly HashSet<string> Timed = new(StringComparer.Ordinal)
    {
        "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun", "min", "mins", "wk", "wks", "etc", "yrs", "yr", "inc",
    };

    /// <summary>False where all is written in capitals; found once, since it is asked of every word.</summary>
    public bool HasSmallLetters { get; private init; } = Text.Any(char.IsLower);

    /// <summary>The text it stands in: the body, or an attachment by its number.</summary>
    public string Where { get; init; } = "body";

    /// <summary>Words that stand for the very children a mail is about ("the twins", "both sisters"), where others of the kind are somebody else. By index.</summary>
    public IReadOnlySet<int> Meant { get; init; } = EmptyWords;

    /// <summary>Words that name somebody else than the child ("her brother Jake"), by index.</summary>
    public IReadOnlySet<int> Others { get; init; } = EmptyWords;

    /// <summary>First words of the other names of a sentence in which somebody else is named.</summary>
    public IReadOnlyList<int> Children { get; init; } = [];

    /// <summary>Whether the message calls its child he (M) or she (F); nothing where that cannot be told.</summary>
    public char Child { get; init; }

    /// <summary>Whether all of it goes on about somebody else.</summary>
    public bool IsOfAnother { get; init; }

    private static readonly HashSet<int> EmptyWords = [];

    /// <summary>Characters after which a sentence ends with the word it is in: nobody writes a longer one, and every word of a sentence may be held against all of it.</summary>
    private const int Longest = 1_500;

    public string Source => $"{Where}, line {Line}";

    /// <summary>A stretch of it, read as a sentence of its own.</summary>
    public Sentence Slice(int start, int end)
    {
        var text = Text[start..end].Trim(' ', ',', ';');
        return this with { Text = text, HasSmallLetters = text.Any(char.IsLower), Words = Heldspace.Intake.Text.Words.Of(text), Meant = EmptyWords, Others = EmptyWords, Children = [] };
    }

    /// <summary>Parts lines into sentences: at full stops, at blank lines, and where a line ends short and the next starts with a capital.</summary>
    public static List<Sentence> Split(IReadOnlyList<Line> lines)
    {
        var sentences = new List<Sentence>();
        var text = new System.Text.StringBuilder();
        var first = 0;
        var where = lines.Count > 0 ? lines[0].Where : "body";

        void End()
        {
            if (text.Length > 0)
            {
                var whole = text.ToString();
                sentences.Add(new(whole, Heldspace.Intake.Text.Words.Of(whole), first) { Where = where });
                text.Clear();
            }
        }

        var previous = 0;
        foreach (var line in lines)
        {
            if (line.IsBlank || line.Number > previous + 1 || StartsAnew(text, line.Text))
            {
                End();
            }

            previous = line.Number;
            var from = 0;
            for (var at = 0; at < line.Text.Length; at++)
            {
                if (line.Text[at] == '|' && at > 0 && line.Text[at - 1] == ' ')
                {
                    // "Roma P | F | 2/11/13": entries on one line.
                    Append(text, line.Text[from..at], line.Number, ref first);
                    End();
                    from = at + 1;
                }
                else if (line.Text[at] is '.' or '!' or '?' or ';' && (at + 1 == line.Text.Length || char.IsWhiteSpace(line.Text[at + 1])) && !IsAbbreviation(line.Text, from, at)
                    && !(line.Text[at] == ';' && line.Text.LastIndexOf('(', at, at - from + 1) > line.Text.LastIndexOf(')', at, at - from + 1)))
                {
                    Append(text, line.Text[from..(at + 1)], line.Number, ref first);
                    End();
                    from = at + 1;
                }
                else if (text.Length + at - from > Longest && (char.IsWhiteSpace(line.Text[at]) || (text.Length + at - from > 2 * Longest && !char.IsLetterOrDigit(line.Text[at]))))
                {
                    Append(text, line.Text[from..(at + 1)], line.Number, ref first);
                    End();
                    from = at + 1;
                }
            }

            Append(text, line.Text[from..], line.Number, ref first);
            if (text.Length > Longest)
            {
                End();
            }
        }

        End();
        return sentences;
    }

    private static void Append(System.Text.StringBuilder text, string piece, int line, ref int first)
    {
        var trimmed = piece.Trim();
        if (trimmed.Length == 0)
        {
            return;
        }

        if (text.Length == 0)
        {
            first = line;
        }
        else
        {
            text.Append(' ');
        }

        text.Append(trimmed);
    }

    private static bool StartsAnew(System.Text.StringBuilder text, string next) =>
        text.Length > 0 && next.Length > 0 && (next[0] is '-' or '*' or '•' or '·' || ((text.Length < 45 || char.IsDigit(text[^1])) && char.IsUpper(next[0]) && text[^1] is not ','));

    private static bool IsAbbreviation(string text, int from, int dot)
    {
        if (text[dot] != '.')
        {
            return false;
        }

        var start = dot;
        while (start > from && (char.IsLetter(text[start - 1]) || text[start - 1] == '.'))
        {
            start--;
        }

        var word = text[start..dot];
        return (word.Length == 1 && (char.IsUpper(word[0]) || word is "b" or "c")) || (word.Length < 7 && Abbreviations.Contains(word.ToLowerInvariant()) && dot + 1 < text.Length && (!Timed.Contains(word.ToLowerInvariant()) || (dot + 2 < text.Length && (char.IsDigit(text[dot + 2]) || char.IsLower(text[dot + 2])))));
    }
}
