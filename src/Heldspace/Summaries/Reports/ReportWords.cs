using System.Globalization;
using Heldspace.Services;

namespace Heldspace.Summaries.Reports;

/// <summary>What figures and groups are called, for people.</summary>
public static class ReportWords
{
    /// <summary>The parts and figures of a KPI, from their camel case; what a service named itself stays as it is.</summary>
    public static string Of(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name switch
        {
            "mean" => "mean, days",
            "median" => "median, days",
            "min" => "shortest, days",
            "max" => "longest, days",
            "stillWaiting" => "still waiting for longer",
            "paired" => "with two answers to compare",
            "meanContacts" => "mean contacts",
            "medianContacts" => "median contacts",
            "minContacts" => "fewest contacts",
            "maxContacts" => "most contacts",
            "meanDays" => "mean days",
            "medianDays" => "median days",
            "minDays" => "fewest days",
            "maxDays" => "most days",
            "youngPerson" => "young people",
            "carer" => "carers",
            "socialWorker" => "social workers",
            "professional" => "professionals",
            "maintained" => "stayed where they were",
            "plannedMove" => "moved as planned",
            "unplannedMove" => "moved unplanned",
            "askedFor" => "asked for",
            "respondents" => "people who answered",
            "charged" => "of another authority, which is charged",
            "closed" => "cases that closed",
            "worsened" => "reliably worse on a measure",
            "unknown" => "not known",
            "signposted" => "told of a named service",
            "notBrought" => "not brought",
            Kpis.CanShow => "of these with a measure that can show it",
            "notAccepted.person" => "not accepted: a person decided so",
            "managerDecides" => "a manager decides",
            "needsInformation" => "waiting for information",
            "unplannedChanges" => "unplanned changes",
            "plannedChanges" => "planned changes",
            "unknownChanges" => "changes of which nobody has said",
            _ when name.StartsWith("notAccepted.", StringComparison.Ordinal) => $"not accepted: {name["notAccepted.".Length..].Replace('-', ' ')}",
            _ => name,
        };
    }

    /// <summary>What a breakdown is by.</summary>
    public static string By(string name) => name switch
    {
        FactValues.AgeBand => "Age",
        FactValues.Sex => "Sex",
        FactValues.Ethnicity => "Ethnicity",
        FactValues.Placement => "Placement",
        FactValues.Authority => "Responsible authority",
        FactValues.ReferrerRole => "Who referred",
        FactValues.Category => "Whether in care",
        FactValues.Outcome => "Decision",
        _ => name,
    };

    /// <summary>A group of a breakdown.</summary>
    public static string Group(string code) => code switch
    {
        FactValues.Unknown => "not known",
        "notGiven" => "not given",
        "gp" => "GP",
        "socialWorker" => "social worker",
        "personalAdviser" => "personal adviser",
        "youngPerson" => "young person",
        "voluntarySector" => "voluntary sector",
        "childInCare" => "child in care",
        "careLeaver" => "care leaver",
        "specialGuardianship" => "special guardianship",
        "returnedHome" => "returned home",
        nameof(Eligibility.Outcome.Eligible) => "accepted",
        nameof(Eligibility.Outcome.Charge) => "accepted, another authority is charged",
        nameof(Eligibility.Outcome.NotEligible) => "not accepted",
        nameof(Eligibility.Outcome.ManagerDecides) => "a manager decides",
        nameof(Eligibility.Outcome.NeedsInformation) => "waiting for information",
        "white" => "White",
        "mixed" => "Mixed",
        "asian" => "Asian",
        "black" => "Black",
        "M" => "male",
        "F" => "female",
        "U" => "not stated",
        "kinFoster" => "foster carers who are family or friends",
        "foster" => "foster carers",
        "adoption" => "placed for adoption",
        "parents" => "own parents",
        "secure" => "secure home",
        "childrensHome" => "children's home",
        "supported" => "supported accommodation",
        "residential" => "residential care or school",
        _ => code,
    };

    /// <summary>What a figure is held against: "95 % or more".</summary>
    public static string Target(KpiTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        return $"{Number(target.Green)} % or {(target.Green > target.Amber ? "more" : "less")}";
    }

    /// <summary>The colour, as a word; nothing where there is none.</summary>
    public static string Rating(Rating rating) => rating == Services.Rating.None ? "" : rating.ToString().ToLowerInvariant();

    /// <summary>The colour and what it means; nothing where there is none.</summary>
    public static string RatingInWords(Rating rating) => rating switch
    {
        Services.Rating.Green => "Green: on target",
        Services.Rating.Amber => "Amber: near it",
        Services.Rating.Red => "Red: off target",
        _ => "",
    };

    /// <summary>In whole per cent; nothing of none.</summary>
    public static string Percent(decimal? share) => share is { } known ? $"{Math.Round(known * 100, MidpointRounding.AwayFromZero).ToString(CultureInfo.InvariantCulture)} %" : "";

    /// <summary>£1,234.50, or £80.</summary>
    public static string Pounds(decimal pounds) => $"£{pounds.ToString("#,0.##", CultureInfo.InvariantCulture)}";

    public static string Number(decimal? value) => value?.ToString("0.#", CultureInfo.InvariantCulture) ?? "";
}
