namespace Heldspace.Intake.Matching;

/// <summary>
/// Whether two children of two referrals may be one: by NHS number, or by names and date of birth where the responsible authorities do not plainly
/// differ. It only proposes. Siblings and twins are not proposed by name, identities before and after an adoption not at all (<see cref="Adoption"/>).
/// </summary>
/// <remarks>Children of one referral are told apart by who wrote it, and are not for comparing here.</remarks>
public static class SameChild
{
    /// <summary>The order of the two makes no difference.</summary>
    public static Match Compare(Child one, Child other)
    {
        if (Adoption.MayPart(one, other))
        {
            return new Match.None();
        }

        var (first, second) = (Identity.Of(one), Identity.Of(other));
        return first.NhsNumber is { } number && second.NhsNumber is { } otherNumber
            ? number == otherNumber ? ByNumber(first, second) : new Match.None()
            : ByName(first, second);
    }

    /// <summary>False where they could be one child before and after an adoption.</summary>
    public static bool MayBeShownTogether(Child one, Child other) => !Adoption.MayPart(one, other);

    /// <summary>Whether both have a given or preferred name and none of one comes near any of the other: neither short for it, nor a part of it, nor a slip.</summary>
    public static bool HaveOtherNames(Child one, Child other) =>
        (Identity.Of(one).Given, Identity.Of(other).Given) is ({ IsEmpty: false } names, { IsEmpty: false } others) && names.All(name => others.All(another => name.To(another) == Likeness.Different));

    /// <summary>
    /// One number on two children is always proposed, whatever else they are called. Where the rest says that they are two, the number is on a
    /// wrong record: that is not safe to leave unseen, and nothing is merged before a person has read that the rest differs.
    /// </summary>
    private static Match.Proposed ByNumber(Identity one, Identity other)
    {
        Likeness? given = one.IsGivenDoubtful || other.IsGivenDoubtful || one.Given.IsEmpty || other.Given.IsEmpty ? null : Given(one, other);
        Likeness? family = one.IsFamilyDoubtful || other.IsFamilyDoubtful || one.Family is null || other.Family is null ? null : one.Family.To(other.Family);
        DateLikeness? born = one.IsBirthDoubtful || other.IsBirthDoubtful || one.BornOn is null || other.BornOn is null ? null : BirthDates.Compare(one.BornOn.Value, other.BornOn.Value);
        var others = (given, family, born) switch
        {
            (Likeness.Different, > Likeness.Different, DateLikeness.Same) => Reasons.TwinsWithOneNumber,
            (Likeness.Different, _, DateLikeness.Different) => Reasons.SiblingsWithOneNumber,
            _ => null,
        };
        return Propose(
            "the same NHS number",
            others,
            given is { } givenLikeness ? Reasons.OfGiven(givenLikeness) : null,
            family is { } familyLikeness ? Reasons.OfFamily(familyLikeness) : null,
            born is { } bornLikeness ? Reasons.OfBirth(bornLikeness) : null);
    }

    private static Match ByName(Identity one, Identity other)
    {
        var sameAuthority = one.Authority is not null && one.Authority == other.Authority;
        if ((one.Authority is not null && other.Authority is not null && !sameAuthority)
            || one.BornOn is not { } born || other.BornOn is not { } otherBorn || one.Given.IsEmpty || other.Given.IsEmpty)
        {
            return new Match.None();
        }

        var (given, date) = (Given(one, other), BirthDates.Compare(born, otherBorn));
        var doubt = Doubt(one, other);
        if (date == DateLikeness.Different || doubt is Doubtful.Much)
        {
            return new Match.None();
        }

        if (one.Family is null || other.Family is null)
        {
            // A carer writes the first name only. It is enough with the very date of birth and the same authority, and not with a slip in either.
            return doubt is Doubtful.Nothing && given >= Likeness.Short && date == DateLikeness.Same && sameAuthority
                ? Propose(Reasons.OfBirth(date), Reasons.OfGiven(given), Reasons.SameAuthority, "a family name is not known")
                : new Match.None();
        }

        var family = one.Family.To(other.Family);
        if (doubt is not Doubtful.Nothing)
        {
            // A doubtful fact proves less than a plain one: it counts only where it agrees to the letter and all else is plain and the same.
            return given == Likeness.Same && family == Likeness.Same && date == DateLikeness.Same && ShareKey(one, other)
                ? Propose(Reasons.OfBirth(date), Reasons.OfGiven(given), Reasons.OfFamily(family), sameAuthority ? Reasons.SameAuthority : null, Reasons.OfDoubt(doubt))
                : new Match.None();
        }

        if (given != Likeness.Different && family != Likeness.Different)
        {
            var likely = date == DateLikeness.Same || (ShareSound(one.Family, other.Family) && (given >= Likeness.Spelling || family == Likeness.Same));
            return likely
                ? Propose(Reasons.OfBirth(date), Reasons.OfFamily(family), Reasons.OfGiven(given), sameAuthority ? Reasons.SameAuthority : null)
                : new Match.None();
        }

        return date == DateLikeness.Same && AreSwapped(one, other)
            ? Propose(Reasons.OfBirth(date), Reasons.Swapped, sameAuthority ? Reasons.SameAuthority : null)
            : new Match.None();
    }

    /// <summary>
    /// The nearest that a name of one comes to a name of the other. A boy's and a girl's name one letter apart are twins', even
    /// where no list knows them. A short form is not parted so: a child may be recorded under another sex by another sender.
    /// </summary>
    private static Likeness Given(Identity one, Identity other)
    {
        var nearest = one.Given.SelectMany(_ => other.Given, (name, otherName) => name.To(otherName)).Max();
        return nearest is Likeness.Slip or Likeness.Alike && one.Sex is not null && other.Sex is not null && one.Sex != other.Sex ? Likeness.Different : nearest;
    }

    private static bool AreSwapped(Identity one, Identity other) =>
        one.Given.Any(name => name.Squeezed == other.Family!.Squeezed) && other.Given.Any(name => name.Squeezed == one.Family!.Squeezed);

    private static bool ShareSound(FamilyName one, FamilyName other) => one.Sounds.Intersect(other.Sounds, StringComparer.Ordinal).Any();

    /// <summary>A doubtful date is looked up by the family name alone, a doubtful family name by the date alone.</summary>
    private static bool ShareKey(Identity one, Identity other) => (!one.IsBirthDoubtful && !other.IsBirthDoubtful) || ShareSound(one.Family!, other.Family!);

    private static Doubtful Doubt(Identity one, Identity other) =>
        (one.IsGivenDoubtful || other.IsGivenDoubtful, one.IsFamilyDoubtful || other.IsFamilyDoubtful, one.IsBirthDoubtful || other.IsBirthDoubtful) switch
        {
            (false, false, false) => Doubtful.Nothing,
            (true, false, false) => Doubtful.Given,
            (false, true, false) => Doubtful.Family,
            (false, false, true) => Doubtful.Birth,
            _ => Doubtful.Much,
        };

    private static Match.Proposed Propose(params string?[] reasons) => new([.. reasons.OfType<string>()]);
}
