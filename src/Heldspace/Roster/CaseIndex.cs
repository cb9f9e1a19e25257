using System.Collections.Immutable;
using Heldspace.Intake;
using NodaTime;

namespace Heldspace.Roster;

/// <summary>Finds the open cases of a child by who they are, and the screening that a list has had offered to them, whether or not its case is still open.</summary>
public sealed class CaseIndex
{
    private readonly Dictionary<CaseId, KnownCase> cases;
    private readonly ILookup<string, CaseId> byNumber;
    private readonly ILookup<string, CaseId> byName;

    private readonly List<(KnownScreening Screening, int? Line)> screenings;

    /// <param name="known">Every open case of a child.</param>
    /// <param name="offered">What lists before have had offered.</param>
    public CaseIndex(IEnumerable<KnownCase> known, IEnumerable<KnownScreening>? offered = null)
    {
        screenings = [.. (offered ?? []).Select(one => (one, (int?)null))];
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

    /// <summary>Every screening that was offered, the oldest entry first.</summary>
    public ImmutableArray<KnownScreening> Screenings =>
        [.. screenings.Select(one => one.Screening).OrderBy(one => one.EnteredCareOn).ThenBy(one => one.Case.Text, StringComparer.Ordinal)];

    /// <summary>
    /// The screening offered to the same child, by the authority's id or by who they are, for an entry so near that it is most likely the same one under a
    /// corrected day or another id; with the line of this list that it was offered for, null where that was an earlier list. Null where there is none.
    /// </summary>
    public (KnownScreening Screening, int? Line)? Offered(RosterEntry entry)
    {
        foreach (var one in screenings)
        {
            if ((one.Screening.ChildId == entry.ChildId || one.Screening.Who.IsSameAs(entry.Who))
                && Math.Abs(Period.DaysBetween(one.Screening.EnteredCareOn, entry.EnteredCareOn)) <= CompareRoster.LateDays)
            {
                return one;
            }
        }

        return null;
    }

    /// <summary>Notes that this list has a screening offered, so that no later line has another offered to the same child.</summary>
    /// <param name="screening">What is offered.</param>
    /// <param name="line">For which line.</param>
    public void Offer(KnownScreening screening, int line)
    {
        if (screenings.TrueForAll(one => one.Screening.Case != screening.Case))
        {
            screenings.Add((screening, line));
        }
    }

    /// <summary>Notes that a case was told when the yearly SDQ is due.</summary>
    public void TellSdq(CaseId id, LocalDate due) => cases[id] = cases[id] with { SdqTold = due };
}
