using Heldspace.Intake;
using Heldspace.Pathway;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Summaries;

/// <summary>
/// What figures tell children apart by: broad groups only, none of which says who somebody is. Small groups are taken care of where figures leave the service.
/// </summary>
public static class AboutChild
{
    /// <summary>Living with a family: at home, with foster carers or kin, or placed for adoption.</summary>
    public static bool IsFamily(string? placement) => placement is "kinFoster" or "foster" or "adoption" or "parents";

    /// <summary>A home, a school, a hospital or a secure place with staff in place of a family.</summary>
    public static bool IsResidential(string? placement) => placement is "childrensHome" or "residential" or "secure";

    /// <summary>By the names of <see cref="FactValues.Breakdowns"/>, and whether they are in care and live outside the area.</summary>
    /// <param name="record">The case.</param>
    /// <param name="day">On which day: where they live changes.</param>
    public static IEnumerable<(string Name, string Value)> Of(Case record, LocalDate day)
    {
        ArgumentNullException.ThrowIfNull(record);
        var child = record.Child;
        var lived = record.PlacementMoves.FirstOrDefault(move => move.On > day && move.Was is not null)?.Was ?? PlacedBefore.Of(child);
        return
        [
            (FactValues.AgeBand, AgeBand(child, London.Day(record.FirstReceivedAt))),
            (FactValues.Sex, child.Value(Fields.Sex) ?? FactValues.Unknown),
            (FactValues.Ethnicity, EthnicGroup(child.Value(Fields.Ethnicity))),
            (FactValues.Placement, Placement(lived.PlacementType)),
            (FactValues.Authority, Authorities.Named(child.Value(Fields.ResponsibleAuthority)) ?? FactValues.Unknown),
            (FactValues.InCare, child.Value(Fields.Category) is { } category ? category == Categories.ChildInCare ? FactValues.Yes : FactValues.No : FactValues.Unknown),
            (FactValues.OutOfArea, (Authorities.Named(lived.LivesIn), Authorities.Named(child.Value(Fields.ResponsibleAuthority))) switch
            {
                ({ } lives, { } responsible) => lives == responsible ? FactValues.No : FactValues.Yes,
                _ => FactValues.Unknown,
            }),
        ];
    }

    /// <summary>Age in whole years on the day of the referral, so that a birthday moves nobody from one group to another.</summary>
    private static string AgeBand(Child child, LocalDate received) =>
        child.Value(Fields.DateOfBirth) is { } text && NodaTime.Text.LocalDatePattern.Iso.Parse(text) is { Success: true } born
            ? Period.Between(born.Value, received, PeriodUnits.Years).Years switch
            {
                < 5 => "0-4",
                < 11 => "5-10",
                < 16 => "11-15",
                < 18 => "16-17",
                _ => "18-24",
            }
            : FactValues.Unknown;

    /// <summary>The five broad groups of the census, from the codes of the referral dataset (facts.md section 1).</summary>
    private static string EthnicGroup(string? code) => code switch
    {
        null => FactValues.Unknown,
        "REFU" or "NOBT" => "notGiven",
        ['W', ..] => "white",
        ['M', ..] => "mixed",
        "AIND" or "APKN" or "ABAN" or "AOTH" or "CHNE" => "asian",
        "BCRB" or "BAFR" or "BOTH" => "black",
        _ => "other",
    };

    /// <summary>From the placement codes (facts.md section 1).</summary>
    private static string Placement(string? code) => code switch
    {
        null => FactValues.Unknown,
        "U1" or "U2" or "U3" => "kinFoster",
        "U4" or "U5" or "U6" => "foster",
        ['A', ..] => "adoption",
        "P1" => "parents",
        "K1" or "R5" => "secure",
        "K2" => "childrensHome",
        "K3" => "supported",
        "R1" or "R2" or "R3" or "S1" => "residential",
        _ => "other",
    };
}
