using Heldspace.Azure.Records;
using Heldspace.Intake;
using Heldspace.Pathway;

namespace Heldspace.Functions.ReceiveReferral;

/// <summary>What the weekly summary counts of a new referral: codes only.</summary>
internal static class ReceivedFact
{
    public static Fact Of(Case opened) => new(
        $"received:{opened.Id}",

        // What is forecast from referrals is first meetings; a screening or a consultation is none.
        VouchForReferral.IsNone(opened) ? "noReferral"
            : opened.State == CaseState.Quarantined ? "quarantined"
            : opened.State is CaseState.PossibleDuplicate or CaseState.Merged ? "duplicate"
            : opened.Beside is null ? "received" : "askedFor",
        opened.ReceivedAt,
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["AppointmentKind"] = opened.Beside ?? OpenCase.Assessment,
            ["Channel"] = opened.Channel.ToString(),
            ["Outcome"] = opened.Eligibility.Outcome.ToString(),
            ["Rule"] = opened.Eligibility.RuleId,
            ["Urgency"] = opened.Child.Value(Fields.Urgency) ?? "unknown",
            ["Category"] = opened.Child.Value(Fields.Category) ?? "unknown",
            ["ReferrerRole"] = opened.Referrer.Role ?? "unknown",
            ["Missing"] = opened.Missing.Length.ToString(System.Globalization.CultureInfo.InvariantCulture),
        });
}
