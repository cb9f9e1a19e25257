using System.Collections.Immutable;
using Heldspace.Intake;

namespace Heldspace.Functions.Refer.Form;

/// <summary>The words for codes. Codes whose meaning is not certain are shown as codes.</summary>
internal static class Codes
{
    public static ImmutableArray<Choice> RiskChoices { get; } =
        [new("none", "No known worry"), new("present", "Yes"), new(Question.NotKnown, "Do not know or say")];

    public static ImmutableArray<(Field Field, string Label)> Risks { get; } =
    [
        (Fields.RiskSelfHarm, "Hurting themselves"),
        (Fields.RiskSuicidality, "Thoughts of ending their life"),
        (Fields.RiskSexualExploitation, "Sexual exploitation"),
        (Fields.RiskCriminalExploitation, "Criminal exploitation"),
        (Fields.RiskSubstances, "Alcohol or drugs"),
        (Fields.RiskEating, "Eating"),
        (Fields.RiskMissing, "Going missing"),
        (Fields.RiskPhysicalToOthers, "Hurting others"),
        (Fields.RiskSexualToOthers, "Sexual harm to others"),
        (Fields.RiskFireSetting, "Setting fires"),
        (Fields.RiskToAnimals, "Harm to animals"),
    ];

    public static ImmutableArray<Choice> Ethnicities { get; } =
    [
        new("WBRI", "White British"), new("WIRI", "White Irish"), new("WIRT", "Traveller of Irish heritage"), new("WROM", "Gypsy or Roma"),
        new("WOTH", "Any other White background"), new("MWBC", "White and Black Caribbean"), new("MWBA", "White and Black African"),
        new("MWAS", "White and Asian"), new("MOTH", "Any other Mixed background"), new("AIND", "Indian"), new("APKN", "Pakistani"),
        new("ABAN", "Bangladeshi"), new("AOTH", "Any other Asian background"), new("CHNE", "Chinese"), new("BCRB", "Black Caribbean"),
        new("BAFR", "Black African"), new("BOTH", "Any other Black background"), new("OOTH", "Any other ethnic background"),
        new("REFU", "Prefers not to say"),
    ];

    public static ImmutableArray<Choice> LegalStatuses { get; } =
    [
        new("C1", "Interim care order (C1)"), new("C2", "Full care order (C2)"), new("E1", "Placement order (E1)"),
        new("V2", "Accommodated under section 20 (V2)"), new("V3", "Short breaks (V3)"), new("V4", "Short breaks (V4)"),
        new("L1", "Police protection (L1)"), new("L2", "Emergency protection order (L2)"), new("L3", "Child assessment order (L3)"),
        new("J1", "On remand (J1)"), new("J2", "Detained under PACE (J2)"), new("J3", "Youth rehabilitation order (J3)"),
    ];

    public static ImmutableArray<Choice> Placements { get; } =
    [
        .. Coded("Foster care with family or friends", "U1", "U2", "U3"), .. Coded("Foster care", "U4", "U5", "U6"),
        .. Coded("Placed for adoption", "A3", "A4", "A5", "A6"), .. Coded("Secure home", "K1"), .. Coded("Children’s home", "K2"),
        .. Coded("Supported accommodation", "K3"), .. Coded("With own parents", "P1"), .. Coded("Residential employment", "P3"),
        .. Coded("Residential care home", "R1"), .. Coded("NHS", "R2"), .. Coded("Family centre", "R3"), .. Coded("Young offender institution", "R5"),
        .. Coded("Residential school", "S1"), .. Coded("Temporary", "T0", "T1", "T2", "T3", "T4"), .. Coded("Other", "Z11", "Z12", "Z13", "Z14"),
    ];

    private static IEnumerable<Choice> Coded(string words, params string[] codes) => codes.Select(code => new Choice(code, $"{words} ({code})"));
}
