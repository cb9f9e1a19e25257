using Heldspace.Pathway;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Consent;

/// <summary>Consent is written down by a person who asked for it, and so is that it was withdrawn.</summary>
public static class RecordConsent
{
    /// <summary>The newest takes the place of what was recorded before.</summary>
    public static Ruling Give(CaseFile file, ConsentGiven given, Instant now)
    {
        if (file.Case.State is not (CaseState.Open or CaseState.PossibleDuplicate))
        {
            return Acts.NotOpen;
        }

        if (given.On > London.Day(now))
        {
            return new Ruling.Refuse("That day has not come yet.");
        }

        if (given.Giver != ConsentGiver.YoungPerson && given.Name is null)
        {
            return new Ruling.Refuse("Write who agreed, by name.");
        }

        if (Consented.Of(file.Case.Child, London.Day(now), given) is { May: not true } may)
        {
            return new Ruling.Refuse(may.Why);
        }

        return file.Case.Consent is { } before && (before with { By = given.By }) == given
            ? new Ruling.Nothing()
            : Acts.Change(file with { Case = file.Case with { Consent = given } }, new CaseEvent.ConsentRecorded(given) { At = now });
    }

    public static Ruling Withdraw(CaseFile file, ConsentWithdrawn withdrawn, Instant now)
    {
        if (withdrawn.On > London.Day(now))
        {
            return new Ruling.Refuse("That day has not come yet.");
        }

        // What nobody recorded can be withdrawn as well: the referral said it.
        var given = file.Case.Consent ?? new(ConsentGiver.YoungPerson, null, withdrawn.On, withdrawn.By);
        return given.Withdrawn is { } before
            ? (before with { By = withdrawn.By }) == withdrawn ? new Ruling.Nothing() : new Ruling.Refuse("It is withdrawn already.")
            : Acts.Change(file with { Case = file.Case with { Consent = given with { Withdrawn = withdrawn } } }, new CaseEvent.ConsentWithdrawn(withdrawn) { At = now });
    }
}
