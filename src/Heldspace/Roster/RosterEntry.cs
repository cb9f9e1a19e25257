using Heldspace.Intake;
using NodaTime;

namespace Heldspace.Roster;

/// <summary>What is kept of a child between two files: enough to see a change and to find their case, under the authority's id.</summary>
/// <param name="ChildId">The authority's id.</param>
/// <param name="EnteredCareOn">The start of the episode of care.</param>
/// <param name="Placement">Type, postcode and start; only compared, and kept as a keyed hash.</param>
/// <param name="Authority">The responsible authority; null where the file does not say.</param>
/// <param name="Who">Finds an open case of the same child: keyed hashes of the NHS number and of family name with date of birth.</param>
/// <param name="SdqDueOn">When the yearly SDQ is due; null where the file does not say.</param>
public sealed record RosterEntry(string ChildId, LocalDate EnteredCareOn, string Placement, string? Authority, RosterIdentity Who, LocalDate? SdqDueOn)
{
    /// <param name="line">As it was read.</param>
    /// <param name="hash">Makes a text such that nobody can read it back, the same for the same text.</param>
    public static RosterEntry Of(RosterLine line, Func<string, string> hash) => new(
        line.ChildId,
        line.EnteredCareOn,
        hash(string.Join('|', line.Child.Value(Fields.PlacementType), line.Child.Value(Fields.PlacementPostcode), line.Child.Value(Fields.PlacementSince))),
        line.Child.Value(Fields.ResponsibleAuthority),
        RosterIdentity.Of(line.Child, hash),
        line.SdqDueOn);
}

/// <summary>Who somebody is, so that they are known again and nobody can read it back.</summary>
/// <param name="NhsNumber">Null where it is not known safely.</param>
/// <param name="NameAndBirth">Null unless the family name and the date of birth are known safely.</param>
public sealed record RosterIdentity(string? NhsNumber, string? NameAndBirth)
{
    public static RosterIdentity Of(Child child, Func<string, string> hash) => new(
        child.KnownValue(Fields.NhsNumber) is { } number ? hash($"nhs|{number}") : null,
        child.KnownValue(Fields.FamilyName) is { } name && child.KnownValue(Fields.DateOfBirth) is { } born && child.KnownValue(Fields.GivenName) is { } given
            ? hash($"name|{name.ToUpperInvariant()}|{given.ToUpperInvariant()}|{born}")
            : null);

    /// <summary>The NHS number decides where both have one; else the name with the date of birth.</summary>
    public bool IsSameAs(RosterIdentity other) => NhsNumber is not null && other.NhsNumber is not null
        ? NhsNumber == other.NhsNumber
        : NameAndBirth is not null && NameAndBirth == other.NameAndBirth;
}
