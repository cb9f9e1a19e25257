namespace Heldspace.Local.Simulation;

/// <summary>
/// How large the population is that a service is for, and what happens in it in a year. Synthetic: the sizes are the commissioner's, the rest is fixed beforehand
/// and measured nowhere. Shares are of 1.
/// </summary>
/// <param name="InCare">Children looked after, at any time.</param>
/// <param name="CareLeavers">Young people of 18 to 24 whom the authority goes on supporting.</param>
public sealed record CareConditions(int InCare, int CareLeavers)
{
    /// <summary>Of the children looked after, those who enter care in a year; as many leave.</summary>
    public const double EnteringAYear = 0.35;

    /// <summary>Changes of placement for each child and year.</summary>
    public const double MovesAYear = 0.5;

    /// <summary>Of moves: 16 planned to 11 not, as published of children whose placement was not maintained.</summary>
    public const double Planned = 16.0 / 27;

    /// <summary>Of lines of the list, with something in them that cannot be read.</summary>
    public const double BadLines = 0.01;

    /// <summary>Of lines of the list, without a social worker's mail address: then somebody rings.</summary>
    public const double WithoutAddress = 0.05;

    /// <summary>Of children who were screened, those for whom a first meeting is wanted then; the others' cases are closed.</summary>
    public const double WantedAfterScreening = 0.35;

    /// <summary>Of referrals about somebody who is in no list, those about a care leaver.</summary>
    public double ShareOfLeavers => (double)CareLeavers / (InCare + CareLeavers);

    /// <summary>Null for a service whose authority sends no list in the simulation: its referrals come from nowhere in particular.</summary>
    public static CareConditions? Of(string service) => service == "our-safe-space" ? new(700, 220) : null;
}
