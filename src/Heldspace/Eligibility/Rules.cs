using System.Collections.Immutable;
using System.Text.Json.Serialization;
using NodaTime;

namespace Heldspace.Eligibility;

/// <summary>What a rule leads to (facts.md section 2).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Outcome>))]
public enum Outcome
{
    [JsonStringEnumMemberName("eligible")]
    Eligible,

    /// <summary>Eligible, and the placing authority is charged.</summary>
    [JsonStringEnumMemberName("charge")]
    Charge,

    [JsonStringEnumMemberName("notEligible")]
    NotEligible,

    [JsonStringEnumMemberName("managerDecides")]
    ManagerDecides,

    [JsonStringEnumMemberName("needsInformation")]
    NeedsInformation,
}

/// <summary>Rules that judge what is received from a day on, in order: the first that matches decides.</summary>
public sealed record RuleSet(LocalDate From, ImmutableArray<Rule> Rules);

/// <summary>One rule of a service.</summary>
/// <param name="Id">Its name in the record.</param>
/// <param name="When">The condition; null matches everything and stands last.</param>
/// <param name="Outcome">What follows.</param>
/// <param name="Reason">Why, in words that the referrer may read.</param>
/// <param name="Signpost">For not eligible: the id of the signpost.</param>
public sealed record Rule(string Id, Condition? When, Outcome Outcome, string Reason, string? Signpost);
