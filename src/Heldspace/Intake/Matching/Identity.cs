using System.Collections.Immutable;
using NodaTime;
using NodaTime.Text;

namespace Heldspace.Intake.Matching;

/// <summary>What tells a child from another, as far as the referral says it.</summary>
internal sealed record Identity
{
    /// <summary>Ten digits; null unless plain.</summary>
    public string? NhsNumber { get; private init; }

    public LocalDate? BornOn { get; private init; }

    public bool IsBirthDoubtful { get; private init; }

    /// <summary>Given and preferred name; the doubtful ones only where none is plain.</summary>
    public ImmutableArray<GivenName> Given { get; private init; } = [];

    public bool IsGivenDoubtful { get; private init; }

    public FamilyName? Family { get; private init; }

    public bool IsFamilyDoubtful { get; private init; }

    /// <summary>The responsible authority; null unless plain.</summary>
    public string? Authority { get; private init; }

    /// <summary>M or F; null unless plain.</summary>
    public string? Sex { get; private init; }

    public static Identity Of(Child child)
    {
        var plain = Names(child.KnownValue(Fields.GivenName), child.KnownValue(Fields.PreferredName));
        var given = plain.IsEmpty ? Names(child.Value(Fields.GivenName), child.Value(Fields.PreferredName)) : plain;
        var family = FamilyName.Of(child.Value(Fields.FamilyName));
        var born = child.Value(Fields.DateOfBirth) is { } date && LocalDatePattern.Iso.Parse(date) is { Success: true, Value: var day } ? day : (LocalDate?)null;
        return new()
        {
            NhsNumber = Intake.NhsNumber.TryParse(child.KnownValue(Fields.NhsNumber))?.Text,
            BornOn = born,
            IsBirthDoubtful = born is not null && child.KnownValue(Fields.DateOfBirth) is null,
            Given = given,
            IsGivenDoubtful = plain.IsEmpty && !given.IsEmpty,
            Family = family,
            IsFamilyDoubtful = family is not null && child.KnownValue(Fields.FamilyName) is null,
            Authority = child.KnownValue(Fields.ResponsibleAuthority),
            Sex = child.KnownValue(Fields.Sex) is "M" or "F" ? child.KnownValue(Fields.Sex) : null,
        };
    }

    private static ImmutableArray<GivenName> Names(params string?[] names) => [.. names.Select(GivenName.Of).OfType<GivenName>()];
}
