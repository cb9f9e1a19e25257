using System.Collections.Frozen;

namespace Heldspace.Safeguarding;

/// <summary>How each word of a sentence is meant, by the clause it stands in: as it is, denied, supposed, or over.</summary>
internal static class Mood
{
    public const char Plain = '=';

    /// <summary>Said not to be: it counts for no risk of its kind.</summary>
    public const char Denied = 'n';

    private const char Supposed = 'i';
    private const char Past = 'p';
    private const char Told = 't';

    /// <summary>Words that a denial reaches behind it.</summary>
    private const int Reach = 9;

    private static readonly FrozenSet<string> Deny = ["no", "not", "never", "without", "nor", "neither", "none", "denies", "denied", "deny", "nil", "nobody", "nothing", "isnt"];

    private static readonly FrozenSet<string> If = ["if", "should", "whether", "unless", "would", "could", "might"];

    private static readonly FrozenSet<string> Was = ["was", "were", "had", "did"];

    private static readonly FrozenSet<string> Turns = ["but", "however", "although", "though", "whereas", "and", "because", "so", "while", "until", "then"];

    private static readonly FrozenSet<string> Subjects = ["i", "he", "she", "they", "we", "who", "there", "it", "you"];

    /// <summary>A mood for each word.</summary>
    public static char[] Of(IReadOnlyList<Token> tokens, IReadOnlyList<Sense> senses)
    {
        var moods = new char[tokens.Count];
        var isPast = new bool[tokens.Count];
        var isNow = new bool[tokens.Count];
        foreach (var sense in senses)
        {
            isPast[sense.First] |= sense.Name == "past";
            isNow[sense.First] |= sense.Name == "now";
        }

        for (var first = 0; first < tokens.Count;)
        {
            var after = first + 1;
            while (after < tokens.Count && !IsNewClause(tokens, after, after - first))
            {
                after++;
            }

            var (past, now, was, supposed) = (false, false, false, false);
            for (var at = first; at < after; at++)
            {
                past |= isPast[at] || IsYear(tokens[at].Text);
                now |= isNow[at];
                was |= Was.Contains(tokens[at].Text);
                supposed |= at < first + 3 && If.Contains(tokens[at].Text);
            }

            var denied = 0;
            for (var at = first; at < after; at++)
            {
                denied = Deny.Contains(tokens[at].Text) ? Reach : denied - 1;
                moods[at] = denied >= 0 && denied < Reach ? Denied : supposed ? Supposed : past ? Past : was && !now ? Told : Plain;
            }

            first = after;
        }

        return moods;
    }

    /// <summary>A full stop, a colon or a bracket ends a clause; a comma or "and" does where somebody begins to do something behind it.</summary>
    private static bool IsNewClause(IReadOnlyList<Token> tokens, int at, int length) =>
        tokens[at].IsAfterStop || (tokens[at].Break == '(' && length > 1)
        || ((tokens[at].Break == ',' || Turns.Contains(tokens[at].Text)) && length > 2 && at + 1 < tokens.Count
            && (tokens[at].Text is "but" or "however" || Subjects.Contains(tokens[at].Text) || Subjects.Contains(tokens[at + 1].Text) || tokens[at + 1].IsName));

    private static bool IsYear(string word) => word.Length == 4 && int.TryParse(word, out var year) && year is > 1949 and < 2100;
}
