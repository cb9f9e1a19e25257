using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Heldspace.Intake;

namespace Heldspace.Eligibility;

/// <summary>
/// A three-valued condition over what is known of a child: true, false or unknown. Unknown never counts as false, and a doubtful reading counts as unknown.
/// In a definition its kind stands in <c>is</c>: <c>{"is":"age","under":18}</c>.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "is", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(All), "all")]
[JsonDerivedType(typeof(Any), "any")]
[JsonDerivedType(typeof(Not), "not")]
[JsonDerivedType(typeof(OneOf), "oneOf")]
[JsonDerivedType(typeof(Known), "known")]
[JsonDerivedType(typeof(Unknown), "unknown")]
[JsonDerivedType(typeof(Doubtful), "doubtful")]
[JsonDerivedType(typeof(Age), "age")]
[JsonDerivedType(typeof(Since), "since")]
[JsonDerivedType(typeof(Number), "number")]
public abstract record Condition
{
    private Condition()
    {
    }

    /// <summary>Every part holds; false as soon as one is false, whatever else is unknown.</summary>
    public sealed record All(ImmutableArray<Condition> Of) : Condition;

    /// <summary>At least one part holds; true as soon as one is true, whatever else is unknown.</summary>
    public sealed record Any(ImmutableArray<Condition> Of) : Condition;

    /// <summary>The part does not hold.</summary>
    public sealed record Not(Condition Of) : Condition;

    /// <summary>The field has one of the values; letter case does not matter.</summary>
    /// <param name="Field">A name of <see cref="Fields"/>.</param>
    /// <param name="Values">Canonical values.</param>
    public sealed record OneOf(string Field, ImmutableArray<string> Values) : Condition;

    /// <summary>The field is plainly known. Never itself unknown.</summary>
    public sealed record Known(string Field) : Condition;

    /// <summary>The field is unknown or doubtful. Never itself unknown, so that a rule can say what follows from not knowing.</summary>
    public sealed record Unknown(string Field) : Condition;

    /// <summary>
    /// The field was read as one of the values, but not safely. Never itself unknown. For a young person who says that they are a care leaver, and counts as
    /// one until it is checked.
    /// </summary>
    /// <param name="Field">A name of <see cref="Fields"/>.</param>
    /// <param name="Values">Canonical values.</param>
    public sealed record Doubtful(string Field, ImmutableArray<string> Values) : Condition;

    /// <summary>
    /// Whole years of age on the day of receipt. A year is reached on the birthday itself: under 25 ends the day before the 25th birthday.
    /// Somebody born on 29 February has their birthday on 1 March in other years.
    /// </summary>
    /// <param name="AtLeast">From this age on; null: from birth.</param>
    /// <param name="Under">Before this birthday; null: without end.</param>
    public sealed record Age(int? AtLeast, int? Under) : Condition;

    /// <summary>
    /// Time from the day in a field to the day of receipt, in calendar units: the anniversary itself counts as reached, so under 3 years ends the day
    /// before it. Where a month has no such day, its last day stands for it. A day still to come counts as no time.
    /// </summary>
    /// <param name="Field">A field that holds a day.</param>
    /// <param name="Unit">Days, calendar months or calendar years.</param>
    /// <param name="AtLeast">So much or more has passed; null: any time.</param>
    /// <param name="Under">Less has passed; null: without end.</param>
    public sealed record Since(string Field, CalendarUnit Unit, int? AtLeast, int? Under) : Condition;

    /// <summary>A number in a field, such as miles: <c>atMost</c> and <c>atLeast</c> include their bound.</summary>
    /// <param name="Field">A field that holds a number.</param>
    /// <param name="AtLeast">This or more; null: no lower bound.</param>
    /// <param name="AtMost">This or less; null: no upper bound.</param>
    public sealed record Number(string Field, decimal? AtLeast, decimal? AtMost) : Condition;
}

/// <summary>What time since a day is counted in.</summary>
public enum CalendarUnit
{
    Days,
    Months,
    Years,
}

/// <summary>Kleene's three truth values, ordered, so that "and" is the least and "or" the greatest.</summary>
public enum Truth
{
    False,
    Unknown,
    True,
}
