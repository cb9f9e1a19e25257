using System.Text.Json.Serialization;

namespace Heldspace.Intake;

/// <summary>How sure the reading of a field is. Unknown never counts as false.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Certainty>))]
public enum Certainty
{
    /// <summary>Not said, or said in a way that could not be understood; <see cref="Reading.Note"/> keeps what was said.</summary>
    Unknown,

    /// <summary>Said, but not safely understood: shown as doubtful, never as fact.</summary>
    Doubtful,

    /// <summary>Said plainly and valid.</summary>
    Known,
}

/// <summary>One field as it was read: its value in canonical spelling, how sure that is, and where it came from.</summary>
/// <param name="Value">Canonical text (dates ISO 8601, NHS number ten digits, codes as in <see cref="Fields"/>); null where unknown.</param>
/// <param name="Certainty">Known, doubtful or unknown.</param>
/// <param name="Source">Where it was read, in words a person can follow: <c>body, line 12</c>, <c>form</c>, <c>sender</c>.</param>
/// <param name="Note">Why it is doubtful or unknown, with what was written; null for a plain reading.</param>
public sealed record Reading(string? Value, Certainty Certainty, string? Source = null, string? Note = null)
{
    /// <summary>Nothing was said.</summary>
    public static Reading Unknown { get; } = new(null, Certainty.Unknown);

    public static Reading Known(string value, string source) => new(value, Certainty.Known, source);

    public static Reading Doubtful(string value, string source, string note) => new(value, Certainty.Doubtful, source, note);

    /// <summary>Something was said that is no valid value; the note keeps it, so that a person can put it right.</summary>
    public static Reading Invalid(string source, string note) => new(null, Certainty.Unknown, source, note);
}
