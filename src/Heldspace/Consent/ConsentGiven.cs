using Heldspace.Intake;
using NodaTime;

namespace Heldspace.Consent;

/// <summary>Consent as somebody of the team recorded it.</summary>
/// <param name="Giver">Who gave it.</param>
/// <param name="Name">By name; null for the young person.</param>
/// <param name="On">The day on which it was given.</param>
/// <param name="By">Who recorded it, by sign-in name.</param>
public sealed record ConsentGiven(ConsentGiver Giver, string? Name, LocalDate On, string By)
{
    /// <summary>How it was found that a young person under 16 is competent to decide this; null where that was not asked.</summary>
    public string? Competence { get; init; }

    /// <summary>Whether it was delegated to a carer in writing.</summary>
    public bool IsDelegated { get; init; }

    /// <summary>With whom what is known may be shared; null for nobody beside whoever referred.</summary>
    public string? SharedWith { get; init; }

    /// <summary>When it was withdrawn, and why; null while it stands.</summary>
    public ConsentWithdrawn? Withdrawn { get; init; }
}

/// <param name="On">The day.</param>
/// <param name="Why">In words.</param>
/// <param name="By">Who recorded it.</param>
public sealed record ConsentWithdrawn(LocalDate On, string Why, string By);

/// <summary>How consent stands on a day.</summary>
public enum ConsentState
{
    /// <summary>Nobody of the team has recorded any.</summary>
    None,

    Given,

    Withdrawn,

    /// <summary>It was given by somebody who may not decide any more: the young person has turned 16 or 18, or the legal status is another now.</summary>
    Lapsed,
}

/// <summary>What consent lets the service do. It never stands in the way of keeping somebody safe.</summary>
public static class Consented
{
    public static ConsentState State(Pathway.Case record, LocalDate on) => record.Consent switch
    {
        null => ConsentState.None,
        { Withdrawn: not null } => ConsentState.Withdrawn,
        { } given => Of(record.Child, on, given).May == true ? ConsentState.Given : ConsentState.Lapsed,
    };

    /// <summary>Whether the young person and those around them may be asked how things are going.</summary>
    public static bool ToMeasures(Pathway.Case record, LocalDate on) => State(record, on) == ConsentState.Given;

    /// <summary>Whether what is known may go to others than whoever referred.</summary>
    public static bool ToSharing(Pathway.Case record, LocalDate on) => State(record, on) == ConsentState.Given && record.Consent!.SharedWith is not null;

    /// <summary>Whether whoever gave it may decide on a day.</summary>
    public static MayConsent Of(Child child, LocalDate on, ConsentGiven given) => WhoMayConsent.Of(child, on, given.Giver, given.Competence is not null, given.IsDelegated);
}
