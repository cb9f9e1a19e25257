using System.Collections.Immutable;
using System.Text.Json.Serialization;
using NodaTime;

namespace Heldspace.Eligibility;

/// <summary>What a rule leads to.</summary>
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
public sealed record Rule(string Id, Condition? When, Outcome Outcome, string Reason, string? Signpost = null);

/// <summary>What the rules say of a child on the day of receipt.</summary>
/// <param name="Outcome">What follows.</param>
/// <param name="RuleId">
/// The rule that decided; <c>identity</c> where nobody can tell who the child is; for other missing information the first rule that could not be decided.
/// </param>
/// <param name="Reason">Why, in words that the referrer may read.</param>
/// <param name="Signpost">For not eligible: the id of the service that is told of instead.</param>
/// <param name="Missing">
/// For needs information: names of fields that could change the outcome, most telling first. Empty otherwise: a gap that changes nothing is chased, but not here.
/// </param>
/// <param name="Doubtful">Names of doubtful fields that the rules asked about and that change nothing, whichever way they turn out.</param>
public sealed record Decision(
    Outcome Outcome, string RuleId, string Reason, string? Signpost, ImmutableArray<string> Missing, ImmutableArray<string> Doubtful);
