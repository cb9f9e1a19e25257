using Heldspace.Intake.Text;

namespace Heldspace.Intake.Matching;

/// <summary>A family name for comparing.</summary>
internal sealed class FamilyName
{
    private readonly string[] parts;

    private FamilyName(string squeezed, string[] parts)
    {
        Squeezed = squeezed;
        this.parts = parts;
    }

    /// <summary>In small letters without marks, spaces, hyphens and apostrophes.</summary>
    public string Squeezed { get; }

    /// <summary>The sounds by which it is looked up, at most two: of its first and its last part.</summary>
    public IEnumerable<string> Sounds => new[] { Sound.Of(parts[0]), Sound.Of(parts[^1]) }.Distinct(StringComparer.Ordinal);

    /// <summary>Null where no letter is left. Particles ("de la") are no part; O' and Mc belong to what follows them.</summary>
    public static FamilyName? Of(string? text)
    {
        var (all, own, prefix) = (new List<string>(), new List<string>(), "");
        foreach (var word in Words.Of(text ?? ""))
        {
            var plain = Spelling.WithoutMarks(word.Folded);
            if (plain.Length == 0)
            {
                continue;
            }

            all.Add(plain);
            if (plain is "mc" or "mac")
            {
                prefix = plain;
            }
            else if (!PersonName.IsParticle(plain))
            {
                own.Add(prefix + (HasO(text!, word) ? plain[1..] : plain));
                prefix = "";
            }
        }

        return all.Count == 0 ? null : new(string.Concat(all), [.. own.Count == 0 ? all : own]);
    }

    public Likeness To(FamilyName other)
    {
        if (Squeezed == other.Squeezed)
        {
            return Likeness.Same;
        }

        if (parts.All(other.parts.Contains) || other.parts.All(parts.Contains))
        {
            return Likeness.Part;
        }

        return Spelling.IsSlip(Squeezed, other.Squeezed) ? Likeness.Slip : Spelling.SoundsAlike(Squeezed, other.Squeezed) ? Likeness.Alike : Likeness.Different;
    }

    /// <summary>O'Neill, ONeill.</summary>
    private static bool HasO(string text, Word word) =>
        word.End - word.Start > 3 && text[word.Start] is 'O' or 'o' && (!char.IsLetter(text[word.Start + 1]) || (char.IsUpper(text[word.Start + 1]) && char.IsLower(text[word.Start + 2])));
}
