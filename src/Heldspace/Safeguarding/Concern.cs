using System.Text.Json.Serialization;

namespace Heldspace.Safeguarding;

/// <summary>What somebody has to look at within the minute.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ConcernKind>))]
public enum ConcernKind
{
    /// <summary>A risk to life or limb now: their own or somebody else's.</summary>
    Harm,

    /// <summary>Abuse or exploitation is told of, whenever it happened.</summary>
    Abuse,

    /// <summary>Somebody is missing now.</summary>
    Missing,
}

/// <summary>One place in a text that a person on cover must read.</summary>
/// <param name="Kind">What it tells of.</param>
/// <param name="Source">Where it stands, in words without any content: <c>body, line 12</c>, <c>subject</c>, <c>form, what is going on</c>.</param>
/// <param name="AtHome">
/// Whether the sender or somebody who lives with the child may be the source of the harm, or nobody can tell who is: nothing may be sent to the
/// sender or the household before a person has looked.
/// </param>
public sealed record Concern(ConcernKind Kind, string Source, bool AtHome);
