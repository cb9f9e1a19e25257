using System.Collections.Immutable;
using Heldspace.Intake;
using NodaTime;

namespace Heldspace.Roster;

/// <summary>Finds the open cases of a child by who they are.</summary>
public sealed class CaseIndex
{
    private readonly Dictionary<CaseId, KnownCase> cases;
    private readonly ILookup<string, CaseId> byNumber;
    private readonly ILookup<string, CaseId> byName;

    public CaseIndex(IEnumerable<KnownCase> known)
    {
        cases = known.ToDictionary(one => one.Case);
        byNumber = cases.Values.Where(one => one.Who.NhsNumber is not null).ToLookup(one => one.Who.NhsNumber!, one => one.Case, StringComparer.Ordinal);
        byName = cases.Values.Where(one => one.Who.NameAndBirth is not null).ToLookup(one => one.Who.NameAndBirth!, one => one.Case, StringComparer.Ordinal);
    }

    /// <summary>Everything in it, oldest case first.</summary>
    public ImmutableArray<KnownCase> Cases => [.. cases.Values.OrderBy(one => one.Case.Text, StringComparer.Ordinal)];

    /// <summary>A child may have several open: a screening, and a referral that came beside it.</summary>
    public IReadOnlyList<KnownCase> Of(RosterIdentity who) =>
    [
        .. (who.NhsNumber is null ? [] : byNumber[who.NhsNumber]).Concat(who.NameAndBirth is null ? [] : byName[who.NameAndBirth])
            .Distinct()
            .Select(id => cases[id])
            .Where(one => one.Who.IsSameAs(who)),
    ];

    /// <summary>Notes that a case was told when the yearly SDQ is due.</summary>
    public void TellSdq(CaseId id, LocalDate due) => cases[id] = cases[id] with { SdqTold = due };
}
