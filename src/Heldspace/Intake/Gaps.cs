using System.Collections.Immutable;
using Heldspace.Services;

namespace Heldspace.Intake;

/// <summary>What is still missing of a referral. A gap never rejects it: it is chased.</summary>
public static class Gaps
{
    /// <summary>
    /// The needed fields of which nothing is known, in the order in which people expect to read them. Fields that only children in care have are needed
    /// unless the child is plainly in another category; a doubtful reading is no gap.
    /// </summary>
    /// <param name="child">As read.</param>
    /// <param name="service">The same for every service as yet; a service may come to need less.</param>
    public static ImmutableArray<Field> Of(Child child, ServiceDefinition? service = null)
    {
        _ = service;
        var category = child.Value(Fields.Category);
        var inCare = category is Categories.ChildInCare || (category is null && child.Value(Fields.LegalStatus) is not null);
        return [.. Fields.All.Where(field => child[field].Value is null && IsNeeded(field, child, inCare))];
    }

    /// <summary>
    /// What tells one child from another and was written, but not in a way that can be relied on: two dates, a day that never was, a check digit that
    /// does not fit. It must be asked about, whatever the rules decided.
    /// </summary>
    public static ImmutableArray<Field> Unclear(Child child) =>
        [.. Identity.Where(field => child[field] is { Certainty: Certainty.Doubtful } or { Certainty: Certainty.Unknown, Note: not null })];

    private static readonly ImmutableArray<Field> Identity = [Fields.GivenName, Fields.FamilyName, Fields.DateOfBirth, Fields.NhsNumber];

    private static bool IsNeeded(Field field, Child child, bool inCare) => field.Need switch
    {
        Need.Optional => false,
        Need.TriageInCare => inCare,

        // A care leaver has no carer to ask.
        Need.Triage when field == Fields.CarersViews => child.Value(Fields.Category) is not Categories.CareLeaver,
        _ => true,
    };
}
