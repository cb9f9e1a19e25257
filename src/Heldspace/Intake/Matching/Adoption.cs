namespace Heldspace.Intake.Matching;

/// <summary>
/// Identities before and after an adoption are never proposed and never shown together: that is the rule of the service's brief. An adopted child
/// has a new name and a new NHS number, and who they were is theirs and their adopters' to tell. So where either child is adopted or placed for
/// adoption, only one and the same name on both sides lets them be compared at all. That holds for equal NHS numbers too: the number changes with
/// the adoption, and where it did not, somebody with the right to know both identities must find that out elsewhere than in a list of duplicates.
/// </summary>
internal static class Adoption
{
    /// <summary>True where the two could be one child before and after. A doubtful sign of an adoption is a sign; a name that is not plain is not the same.</summary>
    public static bool MayPart(Child one, Child other) => (IsSigned(one) || IsSigned(other)) && !HaveOneName(one, other);

    private static bool IsSigned(Child child) =>
        child.Value(Fields.Category) == Categories.Adopted
        || child.Value(Fields.PlacementType) is "A3" or "A4" or "A5" or "A6"
        || child.Value(Fields.LegalStatus) is "E1" or "D1"
        || child.Value(Fields.AdoptionOrderDate) is not null
        || child.Value(Fields.AdoptedVia) is not null;

    /// <summary>Short forms and slips are other names here: adopters choose a new name near the old one.</summary>
    private static bool HaveOneName(Child one, Child other)
    {
        var (first, second) = (Identity.Of(one), Identity.Of(other));
        return first is { IsGivenDoubtful: false, IsFamilyDoubtful: false, Family: { } family } && second is { IsGivenDoubtful: false, IsFamilyDoubtful: false, Family: { } otherFamily }
            && family.Squeezed == otherFamily.Squeezed
            && first.Given.Any(name => second.Given.Any(same => same.Squeezed == name.Squeezed));
    }
}
