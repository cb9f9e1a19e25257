using System.Collections.Immutable;
using Heldspace.Eligibility;
using Heldspace.Intake;
using Heldspace.Services;

namespace Heldspace.Pathway;

/// <summary>What becomes of somebody who follows the link to what is missing.</summary>
public enum MissingStanding
{
    /// <summary>There is nothing for them here (any more), and nothing is learnt from that.</summary>
    Nothing,

    /// <summary>They confirm first that the form came from them.</summary>
    ConfirmFirst,

    /// <summary>Nothing is missing.</summary>
    Known,

    /// <summary>They are asked.</summary>
    Asked,
}

/// <summary>What whoever referred is asked for, and whether they may be.</summary>
public static class WhatIsMissing
{
    /// <summary>What could change the decision first, then what was written and cannot be relied on, then every other gap.</summary>
    public static ImmutableArray<Field> Fields(Case record) =>
        [.. Telling(record).Concat(record.Missing).Distinct(StringComparer.Ordinal).Select(name => Intake.Fields.ByName[name])];

    /// <summary>Names of what decides whether this service is the right one, or who the child is; a number tells that too.</summary>
    public static IEnumerable<string> Telling(Case record) =>
        (record.Eligibility switch
        {
            { Outcome: not Outcome.NeedsInformation } => [],
            { RuleId: Decide.Identity } identity when record.Child.Value(Intake.Fields.NhsNumber) is null => identity.Missing.Append(Intake.Fields.NhsNumber.Name),
            var decision => decision.Missing,
        }).Concat(record.Unclear);

    public static MissingStanding Standing(ServiceDefinition service, Case record) => record switch
    {
        _ when !IsLinkTheirs(record) => MissingStanding.Nothing,
        { Provisional: Provisional.Unconfirmed, State: CaseState.Open or CaseState.Unconfirmed } => MissingStanding.ConfirmFirst,
        { State: not (CaseState.Open or CaseState.PossibleDuplicate) } or { AssessedAt: not null } => MissingStanding.Nothing,
        _ when service.PurposeOf(record.Beside) == AppointmentPurpose.Consultation => MissingStanding.Nothing,
        _ => Fields(record).IsEmpty ? MissingStanding.Known : MissingStanding.Asked,
    };

    /// <summary>
    /// Whether who has the receipt link is who referred: it was shown to whoever sent the form, or mailed to them. Not where somebody else looks after the child
    /// since, nor where nobody knows who wrote.
    /// </summary>
    public static bool IsLinkTheirs(Case record) => record is { ReceiptWithheld: false } and not { SenderUnverified: true, Released: null };
}
