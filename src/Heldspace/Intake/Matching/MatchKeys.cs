using System.Collections.Immutable;
using System.Globalization;

namespace Heldspace.Intake.Matching;

/// <summary>
/// By what a child is looked up for <see cref="SameChild"/>: every pair that it proposes shares at least one key. They are personal data in plain
/// text: stored only as keyed hashes.
/// </summary>
/// <remarks>
/// A key finds whom to compare and proves nothing. The date of birth alone is enough of one: a service knows about a thousand children,
/// so that few share it, and it lets any slip in a name meet. A slip in the date leaves either the year or day and month, which
/// meet together with the sound of a part of the family name. A name alone is never a key.
/// </remarks>
public static class MatchKeys
{
    /// <summary>At most six, each a kind, a colon and normalised parts; none where too little is known plainly. Equal children have equal keys.</summary>
    public static ImmutableArray<string> Of(Child child)
    {
        var identity = Identity.Of(child);
        var keys = ImmutableArray.CreateBuilder<string>(6);
        if (identity.NhsNumber is { } number)
        {
            keys.Add($"nhs:{number}");
        }

        if (identity.BornOn is not { } born)
        {
            return keys.ToImmutable();
        }

        var knowsGiven = !identity.Given.IsEmpty && !identity.IsGivenDoubtful;
        var knowsFamily = identity.Family is not null && !identity.IsFamilyDoubtful;
        if (!identity.IsBirthDoubtful && (knowsGiven || knowsFamily))
        {
            keys.Add(string.Create(CultureInfo.InvariantCulture, $"born:{born.Year:0000}-{born.Month:00}-{born.Day:00}"));
        }

        if (knowsFamily)
        {
            foreach (var sound in identity.Family!.Sounds)
            {
                keys.Add(string.Create(CultureInfo.InvariantCulture, $"family-year:{sound} {born.Year:0000}"));
                keys.Add(string.Create(CultureInfo.InvariantCulture, $"family-day:{sound} {born.Month:00}-{born.Day:00}"));
            }
        }

        return keys.ToImmutable();
    }
}
