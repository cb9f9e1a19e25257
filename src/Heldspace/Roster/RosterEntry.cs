using Heldspace.Intake;
using NodaTime;

namespace Heldspace.Roster;

/// <summary>What is kept of a child between two files: enough to see a change and to find their case, under the authority's id.</summary>
/// <param name="ChildId">The authority's id.</param>
/// <param name="EnteredCareOn">The start of the episode of care.</param>
/// <param name="Placement">Only compared, and kept as keyed hashes.</param>
/// <param name="Authority">The responsible authority; null where the file does not say.</param>
/// <param name="Who">Finds an open case of the same child: keyed hashes of the NHS number and of given and family name with date of birth.</param>
/// <param name="SdqDueOn">When the yearly SDQ is due; null where the file does not say.</param>
public sealed record RosterEntry(string ChildId, LocalDate EnteredCareOn, RosterPlacement Placement, string? Authority, RosterIdentity Who, LocalDate? SdqDueOn)
{
    /// <summary>Only compared, and kept as a keyed hash: the social worker's mail address; null where the file does not say.</summary>
    public string? Worker { get; init; }

    /// <param name="line">As it was read.</param>
    /// <param name="hash">Makes a text such that nobody can read it back, the same for the same text.</param>
    public static RosterEntry Of(RosterLine line, Func<string, string> hash) => new(
        line.ChildId,
        line.EnteredCareOn,
        new(Hashed(line, Fields.PlacementPostcode, hash), Hashed(line, Fields.PlacementSince, hash)),
        line.Child.Value(Fields.ResponsibleAuthority),
        RosterIdentity.Of(line.Child, hash),
        line.SdqDueOn)
    {
        Worker = EmailAddress.TryParse(line.Child.Value(Fields.SocialWorkerEmail)) is { } address ? WorkerOf(address, hash) : null,
    };

    /// <summary>A mail address, as <see cref="Worker"/> has it.</summary>
    public static string WorkerOf(EmailAddress address, Func<string, string> hash) => hash($"worker|{address.Text.ToUpperInvariant()}");

    /// <summary>As it is kept: what this file does not say, or not so that it can be read, stays as the file before had it.</summary>
    public RosterEntry After(RosterEntry? before) => before is null ? this : this with
    {
        Placement = new(Placement.Postcode ?? before.Placement.Postcode, Placement.Since ?? before.Placement.Since),
        Authority = Authority ?? before.Authority,
        Who = new(Who.NhsNumber ?? before.Who.NhsNumber, Who.NameAndBirth ?? before.Who.NameAndBirth),
        SdqDueOn = SdqDueOn ?? before.SdqDueOn,
        Worker = Worker ?? before.Worker,
    };

    private static string? Hashed(RosterLine line, Field field, Func<string, string> hash) => line.Child.Value(field) is { } value ? hash($"{field.Name}|{value}") : null;
}

/// <summary>Where a child lives, so that a change shows and nobody can read it back.</summary>
/// <param name="Postcode">Null where the file does not say.</param>
/// <param name="Since">When it began; null where the file does not say.</param>
public sealed record RosterPlacement(string? Postcode, string? Since)
{
    /// <summary>Whether both say where, or since when, and not the same. A new code for the kind of the same placement is no move.</summary>
    public bool IsElsewhere(RosterPlacement before) => Differ(Postcode, before.Postcode) || Differ(Since, before.Since);

    private static bool Differ(string? one, string? other) => one is not null && other is not null && one != other;
}

/// <summary>Who somebody is, so that they are known again and nobody can read it back.</summary>
/// <param name="NhsNumber">Null where it is not known safely.</param>
/// <param name="NameAndBirth">Null unless given and family name and the date of birth are known safely.</param>
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
