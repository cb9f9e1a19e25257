using System.Text.Json.Serialization;
using Heldspace.Intake;
using NodaTime;
using NodaTime.Text;

namespace Heldspace.Consent;

/// <summary>Who gives consent.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ConsentGiver>))]
public enum ConsentGiver
{
    YoungPerson,

    /// <summary>A birth parent, or an adoptive parent of a child who was adopted.</summary>
    Parent,

    SpecialGuardian,

    /// <summary>The responsible local authority, by somebody who may say so for it.</summary>
    Authority,

    /// <summary>A foster carer or the staff of a home, to whom it was delegated.</summary>
    Carer,
}

/// <summary>Whether somebody may consent for a child, and why.</summary>
/// <param name="May">Null where it cannot be told before something else is known.</param>
/// <param name="Why">A sentence for staff.</param>
public sealed record MayConsent(bool? May, string Why);

/// <summary>
/// The rules of who may consent, as they are commonly held in England: from 16 on a young person consents for themself, under 16 one who is competent to decide this
/// (Gillick) or a holder of parental responsibility. Under a care or placement order the authority shares that responsibility; where a child is accommodated by
/// agreement (section 20) it has none. A foster carer consents only where it was delegated to them. They are rules of thumb for a record, and no legal advice.
/// </summary>
public static class WhoMayConsent
{
    private const int OwnConsent = 16;

    private const int Adult = 18;

    /// <param name="child">What is known of the child: date of birth, category and legal status count where they are plainly known.</param>
    /// <param name="on">The day it is about.</param>
    /// <param name="giver">Who.</param>
    /// <param name="isCompetent">Whether a young person under 16 was found competent to decide this.</param>
    /// <param name="isDelegated">Whether a carer has it in writing.</param>
    public static MayConsent Of(Child child, LocalDate on, ConsentGiver giver, bool isCompetent = false, bool isDelegated = false)
    {
        if (child.KnownValue(Fields.DateOfBirth) is not { } text || LocalDatePattern.Iso.Parse(text) is not { Success: true, Value: var born })
        {
            return new(null, "The date of birth is not known, and who may consent hangs on the age.");
        }

        var own = giver == ConsentGiver.YoungPerson;
        if (Eligibility.Facts.Birthday(born, OwnConsent) <= on)
        {
            var adult = Eligibility.Facts.Birthday(born, Adult) <= on;
            return own ? new(true, $"From {(adult ? "18" : "16")} on they decide for themself.") : new(false, $"From {(adult ? "18" : "16")} on nobody else decides for them: ask them.");
        }

        var status = child.KnownValue(Fields.LegalStatus);
        return giver switch
        {
            ConsentGiver.YoungPerson => isCompetent
                ? new(true, "Under 16, and found competent to decide this.")
                : new(false, "Under 16 they decide where somebody has found them competent to decide this (Gillick): write down how."),
            ConsentGiver.Carer => isDelegated
                ? new(true, "It was delegated to the carer.")
                : new(false, "A carer consents only where it was delegated to them in writing."),
            ConsentGiver.SpecialGuardian => child.KnownValue(Fields.Category) switch
            {
                Categories.SpecialGuardianship => new(true, "A special guardian has parental responsibility."),
                null => new(null, "It is not known whether there is a special guardianship order."),
                _ => new(false, "Nothing says that there is a special guardianship order."),
            },
            ConsentGiver.Parent => status is "D1"
                ? new(false, "Freed for adoption: the parents have no parental responsibility.")
                : new(true, status is "C1" or "C2" or "E1" ? "Parents keep parental responsibility beside the authority." : "Parents have parental responsibility."),
            _ => OfAuthority(child, status),
        };
    }

    private static MayConsent OfAuthority(Child child, string? status) => (status, child.KnownValue(Fields.Category)) switch
    {
        ("C1" or "C2" or "E1" or "D1", _) => new(true, "Under this order the authority has parental responsibility."),
        ("V2" or "V3" or "V4", _) => new(false, "Accommodated by agreement: the parents keep parental responsibility, and the authority has none."),
        (null, Categories.ChildInCare or null) => new(null, "The legal status is not known: find out whether the authority has parental responsibility."),
        (null, _) => new(false, "The child is not in care, so the authority has no parental responsibility."),
        _ => new(null, "Whether the authority has parental responsibility under this status has to be asked."),
    };
}
