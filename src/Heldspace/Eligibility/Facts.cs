using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using Heldspace.Intake;
using NodaTime;
using NodaTime.Text;

namespace Heldspace.Eligibility;

/// <summary>
/// What rules may rely on about a child on the day of receipt: plainly known readings, and answers assumed while trying out what an unknown field could be.
/// </summary>
internal sealed record Facts(Child Child, LocalDate Received, ImmutableDictionary<string, string> Assumed)
{
    /// <summary>Fields that hold a day, which <see cref="Condition.Since"/> can ask about.</summary>
    public static FrozenSet<string> Days { get; } = Names(
        Fields.DateOfBirth, Fields.LegalStatusSince, Fields.PlacementSince, Fields.AdoptionOrderDate, Fields.ReturnedHomeOn, Fields.SdqDate, Fields.ConsentWithdrawnOn);

    /// <summary>Fields that hold a number, which <see cref="Condition.Number"/> can ask about.</summary>
    public static FrozenSet<string> Numbers { get; } = Names(Fields.Miles, Fields.SdqTotal);

    public Facts(Child child, LocalDate received)
        : this(child, received, ImmutableDictionary.Create<string, string>(StringComparer.Ordinal))
    {
    }

    public Facts Assume(string field, string value) => this with { Assumed = Assumed.SetItem(field, value) };

    /// <summary>Whether a condition holds. A known value that is not of the kind asked about (a day that is no day) counts as unknown.</summary>
    public Truth Holds(Condition condition) => condition switch
    {
        Condition.All all => all.Of.Select(Holds).DefaultIfEmpty(Truth.True).Min(),
        Condition.Any any => any.Of.Select(Holds).DefaultIfEmpty(Truth.False).Max(),
        Condition.Not not => Truth.True - (int)Holds(not.Of),
        Condition.OneOf oneOf => Value(oneOf.Field) is { } value
            ? Of(oneOf.Values.Contains(value, StringComparer.OrdinalIgnoreCase))
            : Truth.Unknown,
        Condition.Known known => Of(Value(known.Field) is not null),
        Condition.Unknown unknown => Of(Value(unknown.Field) is null),
        Condition.Doubtful doubtful => Of(DoubtfulValue(doubtful.Field) is { } said && doubtful.Values.Contains(said, StringComparer.OrdinalIgnoreCase)),
        Condition.Age age => Day(Fields.DateOfBirth.Name) is { } born
            ? Of((age.AtLeast is not { } least || Birthday(born, least) <= Received) && (age.Under is not { } under || Received < Birthday(born, under)))
            : Truth.Unknown,
        Condition.Since since => Day(since.Field) is { } from
            ? Of((since.AtLeast is not { } least || After(from, least, since.Unit) <= Received) && (since.Under is not { } under || Received < After(from, under, since.Unit)))
            : Truth.Unknown,
        Condition.Number number => Number(number.Field) is { } amount
            ? Of((number.AtLeast is not { } least || amount >= least) && (number.AtMost is not { } most || amount <= most))
            : Truth.Unknown,
        _ => throw new InvalidOperationException($"No such condition: {condition.GetType().Name}."),
    };

    /// <summary>The day on which somebody reaches an age: 1 March for the 29th of February in a common year.</summary>
    public static LocalDate Birthday(LocalDate born, int age)
    {
        var day = born.PlusYears(age);
        return day.Day < born.Day ? day.PlusDays(1) : day;
    }

    public static LocalDate After(LocalDate from, int count, CalendarUnit unit) => unit switch
    {
        CalendarUnit.Days => from.PlusDays(count),
        CalendarUnit.Months => from.PlusMonths(count),
        _ => from.PlusYears(count),
    };

    private string? Value(string field) => Assumed.TryGetValue(field, out var assumed)
        ? assumed
        : Read(field) is { Certainty: Certainty.Known } known ? known.Value : null;

    private string? DoubtfulValue(string field) =>
        !Assumed.ContainsKey(field) && Read(field) is { Certainty: Certainty.Doubtful } doubtful ? doubtful.Value : null;

    private Reading Read(string field) => Child.Readings.GetValueOrDefault(field, Reading.Unknown);

    private LocalDate? Day(string field) =>
        Value(field) is { } text && LocalDatePattern.Iso.Parse(text).TryGetValue(default, out var day) ? day : null;

    private decimal? Number(string field) =>
        Value(field) is { } text && decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static Truth Of(bool holds) => holds ? Truth.True : Truth.False;

    private static FrozenSet<string> Names(params Field[] fields) => fields.Select(field => field.Name).ToFrozenSet(StringComparer.Ordinal);
}
