namespace Heldspace.Intake.Matching;

/// <summary>Which of the facts is doubtful in one of two children, or in both.</summary>
internal enum Doubtful
{
    Nothing,
    Given,
    Family,
    Birth,

    /// <summary>More than one.</summary>
    Much,
}

/// <summary>What staff read: how two children agree or differ, without a name, a date or a number.</summary>
internal static class Reasons
{
    public const string SameAuthority = "the same responsible authority";

    public const string Swapped = "the first name of one is the family name of the other, and the other way round";

    public const string TwinsWithOneNumber = "but all else is as with twins: one of them may bear the other's number";

    public const string SiblingsWithOneNumber = "but all else is as with two children: one of them may bear the other's number";

    public static string OfGiven(Likeness likeness) => likeness switch
    {
        Likeness.Same => "the same first name",
        Likeness.Spelling => "the first names may be two spellings of one name",
        Likeness.Short => "one first name may be a short form of the other",
        Likeness.Part => "one first name is a part of the other",
        Likeness.Alike => "the first names sound alike",
        Likeness.Slip => "the first names differ by one letter",
        _ => "the first names differ",
    };

    public static string OfFamily(Likeness likeness) => likeness switch
    {
        Likeness.Same => "the same family name",
        Likeness.Part => "the family names have parts in common",
        Likeness.Alike => "the family names sound alike",
        Likeness.Slip => "the family names differ by one letter",
        _ => "the family names differ",
    };

    public static string OfBirth(DateLikeness likeness) => likeness switch
    {
        DateLikeness.Same => "the same date of birth",
        DateLikeness.DayAndMonthChangedPlaces => "the dates of birth have day and month the other way round",
        DateLikeness.DigitsChangedPlaces => "the dates of birth have two digits the other way round",
        DateLikeness.OneDigit => "the dates of birth differ in one digit",
        _ => "the dates of birth differ",
    };

    public static string? OfDoubt(Doubtful doubt) => doubt switch
    {
        Doubtful.Given => "a first name is doubtful",
        Doubtful.Family => "a family name is doubtful",
        Doubtful.Birth => "a date of birth is doubtful",
        _ => null,
    };
}
