using System.Text;

namespace Heldspace.Intake.Matching;

/// <summary>
/// What a British reader hears of a family name: its consonants in order, one sign for letters that sound alike, vowels only in front.
/// Made for names as they are spelled here: Mc and Mac, Chaudhry and Choudhury, Hussain and Hussein, Nowak and Novak, Szymanski and Shimanski
/// meet; Kacper and Casper do not.
/// </summary>
internal static class Sound
{
    private const char Silent = '\0';

    /// <summary>The sound of a word in small letters without marks; a word of none of these letters is its own sound.</summary>
    public static string Of(string word)
    {
        var sound = new StringBuilder(word.Length);
        var apart = true;
        for (var at = 0; at < word.Length;)
        {
            var (sign, letters) = Next(word, at);
            if (IsVowel(word[at]) && at > 0)
            {
                apart = true;
            }
            else if (sign != Silent && (apart || sound[^1] != sign))
            {
                sound.Append(sign);
                apart = false;
            }

            at += letters;
        }

        return sound.Length == 0 ? word : sound.ToString();
    }

    private static (char Sign, int Letters) Next(string word, int at)
    {
        var rest = word.AsSpan(at);
        var after = rest.Length > 1 ? rest[1] : ' ';
        var afterVowel = at > 0 && IsVowel(word[at - 1]);
        return rest[0] switch
        {
            'y' when at == 0 => ('Y', 1),
            var vowel when IsVowel(vowel) => (at == 0 ? 'A' : Silent, 1),
            's' when rest.StartsWith("sch") => ('S', 3),
            't' when rest.StartsWith("tch") => ('C', 3),
            'c' when after == 'h' => (rest.Length > 2 && rest[2] is 'r' or 'l' ? 'K' : 'C', 2),
            'c' when after == 'z' => ('C', 2),
            'c' when after == 'k' => ('K', 2),
            'c' when after is 'e' or 'i' or 'y' => ('S', 1),
            's' when after is 'h' or 'z' => ('S', 2),
            'p' when after == 'h' => ('F', 2),
            'g' when after == 'h' => (afterVowel ? Silent : 'G', 2),
            'k' when at == 0 && after == 'n' => (Silent, 1),
            'w' when (at == 0 && after == 'r') || (afterVowel && !IsVowel(after)) => (Silent, 1),
            'h' => (at == 0 ? 'H' : Silent, 1),
            'c' or 'q' or 'k' => ('K', 1),
            's' or 'z' or 'x' => ('S', 1),
            'v' or 'w' => ('V', 1),
            var letter => (char.ToUpperInvariant(letter), 1),
        };
    }

    private static bool IsVowel(char letter) => letter is 'a' or 'e' or 'i' or 'o' or 'u' or 'y';
}
