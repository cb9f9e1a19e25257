using System.Collections.Immutable;
using Heldspace.Intake;
using Heldspace.Services;
using NodaTime;

namespace Heldspace.Pathway;

/// <summary>What a colleague puts right of what was read: the value now, null for not known.</summary>
/// <param name="Field">By <see cref="Field.Name"/>.</param>
/// <param name="Before">As it stood, doubtful or not; null where nothing did.</param>
/// <param name="After">As it stands from now on.</param>
public sealed record Correction(string Field, string? Before, string? After);

/// <summary>A colleague who knows better puts right what was read of a child, or says that what was doubtful is right.</summary>
public static class CorrectFacts
{
    /// <summary>What the source of a corrected field begins with.</summary>
    public const string Source = "put right by hand";

    /// <summary>Reads what somebody typed into a field.</summary>
    /// <returns>The value in canonical spelling, null for an empty one; or why it cannot be that.</returns>
    public static (string? Value, string? Mistake) Understand(Field field, string typed, LocalDate today)
    {
        if (string.IsNullOrWhiteSpace(typed))
        {
            return (null, null);
        }

        var reading = ReadValue.Of(field, typed, Source, today).Where(read => read.Field == field).Select(read => read.Reading).FirstOrDefault();
        return reading switch
        {
            { Certainty: Certainty.Known, Value: { } value } => (value, null),
            { Note: { } note } => (null, note),
            _ => (null, "That is not understood."),
        };
    }

    /// <param name="seen">The number of the newest event when the corrections were looked at; another one now means that they have to be looked at again.</param>
    public static Ruling Decide(ServiceDefinition service, CaseFile file, ImmutableArray<Correction> corrections, int seen, string by, Instant now)
    {
        if (file.Case.LastEvent != seen)
        {
            return IsDone(file, corrections) ? new Ruling.Nothing() : new Ruling.Refuse("The case has changed since. Look at what it says now, and save again.");
        }

        if (corrections.IsEmpty)
        {
            return new Ruling.Refuse("Nothing was put right.");
        }

        var child = corrections.Aggregate(file.Case.Child, (known, right) => right.After is { } value
            ? known.With(Fields.ByName[right.Field], Reading.Known(value, $"{Source}, {by}"))
            : known with { Readings = known.Readings.Remove(right.Field) });
        var after = file with
        {
            Case = file.Case with { Child = child, Missing = [.. Gaps.Of(child).Select(field => field.Name)], Unclear = [.. Gaps.Unclear(child).Select(field => field.Name)] },
        };
        var happened = new List<CaseEvent> { new CaseEvent.Corrected(corrections, by) { At = now } };
        if (JudgeAgain.Counts(service, after.Case))
        {
            (after, var decided) = JudgeAgain.Of(service, after, $"corrected-{PlannedMessage.Number(seen)}", now);
            happened.AddRange(decided);
        }

        return Acts.Change(after, happened);
    }

    private static bool IsDone(CaseFile file, ImmutableArray<Correction> corrections) =>
        !corrections.IsEmpty && corrections.All(right => file.Case.Child[Fields.ByName[right.Field]] is var reading && reading.Value == right.After && (right.After is null || reading.Source?.StartsWith(Source, StringComparison.Ordinal) == true));
}
