using Heldspace.Intake.Text;

namespace Heldspace.Intake;

/// <summary>One child of several, as a mail first names them.</summary>
/// <param name="Name">Without a given name only where a block of their own tells of a child it does not name.</param>
/// <param name="Source">Where the name stands.</param>
/// <param name="Part">The message it stands in.</param>
/// <param name="Line">The line there; 0 for the subject.</param>
/// <param name="At">Where in the line.</param>
/// <param name="FamilyNote">Why the family name is doubtful; null where it was said of this child or of all.</param>
internal sealed record Named(PersonName Name, string Source, int Part, int Line, int At, string? FamilyNote = null)
{
    /// <summary>True where both may name the same child: one spelling, one short for the other, or the name they like to be called.</summary>
    public bool Is(Named other) =>
        Name.Given is { } mine && other.Name.Given is { } theirs
        && (Same(mine, theirs) || Same(Name.Preferred, theirs) || Same(mine, other.Name.Preferred))
        && (Name.Family is null || other.Name.Family is null || FamilyNote is not null || other.FamilyNote is not null || Same(Name.Family, other.Name.Family) || Name.Family.Contains(other.Name.Family, StringComparison.OrdinalIgnoreCase)
            || other.Name.Family.Contains(Name.Family, StringComparison.OrdinalIgnoreCase));

    /// <summary>A name as written; "(F)" behind it is no nickname.</summary>
    public static PersonName Parse(string text)
    {
        var name = PersonName.Parse(text);
        return name.Preferred is { Length: 1 } ? name with { Preferred = null } : name;
    }

    /// <summary>What was said of the same child in two places.</summary>
    public Named And(Named other)
    {
        var first = IsBefore(other) ? this : other;
        var family = FamilyNote is null && Name.Family is not null ? this : other.Name.Family is not null ? other : this;
        return first with
        {
            Name = new(Name.Given, family.Name.Family, Name.Preferred ?? other.Name.Preferred),
            FamilyNote = family.FamilyNote,
        };
    }

    public bool IsBefore(Named other) => (Part, Line, At).CompareTo((other.Part, other.Line, other.At)) <= 0;

    /// <summary>True where one may be a misspelling or a short form of the other.</summary>
    public static bool IsSimilar(string one, string other)
    {
        var (a, b) = (Words.Fold(one), Words.Fold(other));
        if (a == b || a.Contains(b, StringComparison.Ordinal) || b.Contains(a, StringComparison.Ordinal))
        {
            return true;
        }

        return (a.Length > 3 && b.Length > 3 && a[..3] == b[..3]) || Distance(a, b) <= (Math.Min(a.Length, b.Length) > 3 ? 2 : 1);
    }

    private static bool Same(string? one, string? other) => one is not null && other is not null && Words.Fold(one) == Words.Fold(other);

    /// <summary>Letters to change, add or leave out to make one of the other.</summary>
    private static int Distance(string a, string b)
    {
        if (a.Length > 40 || b.Length > 40)
        {
            return 40;
        }

        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                (row[j], diagonal) = (Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)), row[j]);
            }
        }

        return row[b.Length];
    }
}
