using Heldspace.Azure.Records;
using Heldspace.Intake;
using Heldspace.Pathway;

namespace Heldspace.Functions.ReceiveReferral;

/// <summary>What the weekly summary counts of a new referral: codes only.</summary>
internal static class ReceivedFact
{
    public static Fact Of(Case opened) => new(
        $"received:{opened.Id}",
        "received",
        opened.ReceivedAt,
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Channel"] = opened.Channel.ToString(),
            ["Outcome"] = opened.Eligibility.Outcome.ToString(),
            ["Rule"] = opened.Eligibility.RuleId,
            ["Urgency"] = opened.Child.Value(Fields.Urgency) ?? "unknown",
            ["Category"] = opened.Child.Value(Fields.Category) ?? "unknown",
            ["ReferrerRole"] = opened.Referrer.Role ?? "unknown",
            ["Missing"] = opened.Missing.Length.ToString(System.Globalization.CultureInfo.InvariantCulture),
        });
}
