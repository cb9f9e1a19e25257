using System.Collections.Frozen;

namespace Heldspace.Intake;

/// <summary>When a field must be there. A gap never rejects a referral.</summary>
public enum Need
{
    Optional,

    /// <summary>Needed before triage is complete.</summary>
    Triage,

    /// <summary>Needed before triage is complete where the child is in care.</summary>
    TriageInCare,

    /// <summary>Mandatory in the form; chased where a mail lacks it.</summary>
    Mandatory,
}

/// <summary>A field of the referral dataset.</summary>
/// <param name="Name">Its name in the record, in rules and in output.</param>
/// <param name="Label">What people call it, in a sentence to a referrer: "What is missing: date of birth".</param>
/// <param name="Need">When it must be there.</param>
/// <param name="Codes">The canonical values it may take; null where it is text, a date or a number.</param>
public sealed record Field(string Name, string Label, Need Need, FrozenSet<string>? Codes = null);

/// <summary>The referral dataset: every field a referral can hold, under one name each.</summary>
public static class Fields
{
    public static readonly Field GivenName = new("givenName", "first name", Need.Mandatory);
    public static readonly Field FamilyName = new("familyName", "family name", Need.Mandatory);
    public static readonly Field PreferredName = new("preferredName", "the name they like to be called", Need.Optional);
    public static readonly Field Pronouns = new("pronouns", "pronouns", Need.Optional);
    public static readonly Field DateOfBirth = new("dateOfBirth", "date of birth", Need.Triage);
    public static readonly Field Sex = new("sex", "sex", Need.Triage, Set("M", "F", "U"));
    public static readonly Field GenderIdentity = new("genderIdentity", "gender identity", Need.Optional);
    public static readonly Field NhsNumber = new("nhsNumber", "NHS number", Need.Optional);
    public static readonly Field Upn = new("upn", "unique pupil number", Need.Optional);
    public static readonly Field Ethnicity = new("ethnicity", "ethnicity", Need.Triage, Set(
        "WBRI", "WIRI", "WIRT", "WROM", "WOTH", "MWBC", "MWBA", "MWAS", "MOTH", "AIND", "APKN", "ABAN", "AOTH", "CHNE",
        "BCRB", "BAFR", "BOTH", "OOTH", "REFU", "NOBT"));
    public static readonly Field Language = new("language", "first language", Need.Triage);
    public static readonly Field Interpreter = new("interpreter", "whether an interpreter is needed", Need.Triage, YesNo);
    public static readonly Field CommunicationNeeds = new("communicationNeeds", "communication needs or disability", Need.Triage);
    public static readonly Field Send = new("send", "SEND support or EHCP", Need.Triage);
    public static readonly Field Category = new("category", "whether they are in care or a care leaver", Need.Triage, Set(
        Categories.ChildInCare, Categories.CareLeaver, Categories.Adopted, Categories.SpecialGuardianship,
        Categories.ReturnedHome, Categories.Kinship, Categories.PrivateFostering, Categories.Other));
    public static readonly Field LegalStatus = new("legalStatus", "legal status", Need.TriageInCare, Set(
        "C1", "C2", "D1", "E1", "V2", "V3", "V4", "L1", "L2", "L3", "J1", "J2", "J3"));
    public static readonly Field LegalStatusSince = new("legalStatusSince", "start of the legal status", Need.TriageInCare);
    public static readonly Field PlacementType = new("placementType", "placement type", Need.TriageInCare, Set(
        "U1", "U2", "U3", "U4", "U5", "U6", "A3", "A4", "A5", "A6", "K1", "K2", "K3", "P1", "P3", "R1", "R2", "R3", "R5", "S1",
        "T0", "T1", "T2", "T3", "T4", "Z11", "Z12", "Z13", "Z14", "H5", "P2", "Z1"));
    public static readonly Field PlacementSince = new("placementSince", "start of the placement", Need.TriageInCare);
    public static readonly Field PlacementPostcode = new("placementPostcode", "postcode of the placement", Need.TriageInCare);
    public static readonly Field ResponsibleAuthority = new("responsibleAuthority", "responsible local authority", Need.Triage);
    public static readonly Field LivesIn = new("livesIn", "the local authority they live in", Need.Triage);
    public static readonly Field Miles = new("miles", "miles from home to placement", Need.Optional);
    public static readonly Field AdoptedVia = new("adoptedVia", "the agency that placed for adoption", Need.Optional);
    public static readonly Field AdoptionOrderDate = new("adoptionOrderDate", "date of the adoption order", Need.Optional);
    public static readonly Field AuthorityInvolved = new("authorityInvolved", "whether the authority is still involved", Need.Optional, YesNo);
    public static readonly Field ReturnedHomeOn = new("returnedHomeOn", "the day they returned home", Need.Optional);
    public static readonly Field PlacingIcbLiable = new("placingIcbLiable", "whether the placing ICB pays", Need.Optional, YesNo);
    public static readonly Field SocialWorker = new("socialWorker", "social worker or personal adviser", Need.Triage);
    public static readonly Field SocialWorkerTeam = new("socialWorkerTeam", "social worker's team", Need.Triage);
    public static readonly Field SocialWorkerPhone = new("socialWorkerPhone", "social worker's phone", Need.Triage);
    public static readonly Field SocialWorkerEmail = new("socialWorkerEmail", "social worker's email", Need.Triage);
    public static readonly Field ReviewingOfficer = new("reviewingOfficer", "independent reviewing officer", Need.Optional);
    public static readonly Field Carer = new("carer", "carer", Need.Optional);
    public static readonly Field School = new("school", "school", Need.Optional);
    public static readonly Field VirtualHead = new("virtualHead", "virtual school head", Need.Optional);
    public static readonly Field GpPractice = new("gpPractice", "GP practice", Need.Optional);
    public static readonly Field ChildProtectionPlan = new("childProtectionPlan", "child protection plan", Need.Triage, YesNo);
    public static readonly Field DeprivationOfLiberty = new("deprivationOfLiberty", "deprivation of liberty order", Need.Triage, YesNo);
    public static readonly Field RiskSelfHarm = Risk("riskSelfHarm", "self-harm");
    public static readonly Field RiskSuicidality = Risk("riskSuicidality", "thoughts of suicide");
    public static readonly Field RiskSexualExploitation = Risk("riskSexualExploitation", "sexual exploitation");
    public static readonly Field RiskCriminalExploitation = Risk("riskCriminalExploitation", "criminal exploitation");
    public static readonly Field RiskSubstances = Risk("riskSubstances", "substances");
    public static readonly Field RiskEating = Risk("riskEating", "eating");
    public static readonly Field RiskMissing = Risk("riskMissing", "going missing");
    public static readonly Field RiskPhysicalToOthers = Risk("riskPhysicalToOthers", "physical harm to others");
    public static readonly Field RiskSexualToOthers = Risk("riskSexualToOthers", "sexual harm to others");
    public static readonly Field RiskFireSetting = Risk("riskFireSetting", "fire-setting");
    public static readonly Field RiskToAnimals = Risk("riskToAnimals", "harm to animals");
    public static readonly Field PresentingNeeds = new("presentingNeeds", "what is going on and what help is needed", Need.Triage);
    public static readonly Field NeedsDuration = new("needsDuration", "how long this has been going on", Need.Optional);
    public static readonly Field PreviousInput = new("previousInput", "help they have had before", Need.Optional);
    public static readonly Field Medication = new("medication", "medication", Need.Optional);
    public static readonly Field SdqTotal = new("sdqTotal", "latest SDQ total", Need.Optional);
    public static readonly Field SdqDate = new("sdqDate", "date of the latest SDQ", Need.Optional);
    public static readonly Field SdqReason = new("sdqReason", "why there is no SDQ", Need.Optional, Set("SDQ1", "SDQ2", "SDQ3", "SDQ4", "SDQ5"));
    public static readonly Field ChildsViews = new("childsViews", "what the child or young person says", Need.Triage);
    public static readonly Field CarersViews = new("carersViews", "what the carer says", Need.Triage);
    public static readonly Field HopedOutcome = new("hopedOutcome", "what everyone hopes for", Need.Triage);
    public static readonly Field ConsentBasis = new("consentBasis", "consent", Need.Triage);
    public static readonly Field ConsentGivenBy = new("consentGivenBy", "who gave consent", Need.Triage);
    public static readonly Field ConsentCapacity = new("consentCapacity", "note on capacity to consent", Need.Optional);
    public static readonly Field ConsentSharedWith = new("consentSharedWith", "who it may be shared with", Need.Optional);
    public static readonly Field ConsentWithdrawnOn = new("consentWithdrawnOn", "the day consent was withdrawn", Need.Optional);
    public static readonly Field PreferredPlace = new("preferredPlace", "where they would like to meet", Need.Triage, Set(
        "childrensCentre", "school", "home", "video", "telephone"));
    public static readonly Field PreferredGender = new("preferredGender", "whether they would rather meet a woman or a man", Need.Optional, Set("woman", "man"));
    public static readonly Field ContactMethod = new("contactMethod", "how they like to be contacted", Need.Triage);
    public static readonly Field SafetyNote = new("safetyNote", "who must not be told where", Need.Triage);
    public static readonly Field ReferrerName = new("referrerName", "your name", Need.Mandatory);
    public static readonly Field ReferrerRole = new("referrerRole", "your role", Need.Mandatory, Set(
        "socialWorker", "personalAdviser", "gp", "nurse", "school", "carer", "parent", "self", "voluntarySector", "other"));
    public static readonly Field ReferrerOrganisation = new("referrerOrganisation", "your organisation", Need.Optional);
    public static readonly Field ReferrerEmail = new("referrerEmail", "your email", Need.Optional);
    public static readonly Field ReferrerPhone = new("referrerPhone", "your phone", Need.Optional);
    public static readonly Field Urgency = new("urgency", "how urgent it is", Need.Mandatory, Set("routine", "soon", "urgent"));

    /// <summary>Every field, in the order in which people expect to read them.</summary>
    public static IReadOnlyList<Field> All { get; } =
        [.. typeof(Fields).GetFields().Where(field => field.FieldType == typeof(Field)).Select(field => (Field)field.GetValue(null)!)];

    /// <summary>Every field by its name.</summary>
    public static FrozenDictionary<string, Field> ByName { get; } = All.ToFrozenDictionary(field => field.Name);

    /// <summary>Fields that people think of as one: asked for together where several of them are missing.</summary>
    private static IReadOnlyList<(string Together, Field[] Of)> Groups { get; } =
    [
        ("first name and family name", [GivenName, FamilyName]),
        ("where they would like to meet, and how they like to be contacted", [PreferredPlace, ContactMethod]),
        ("your name and role", [ReferrerName, ReferrerRole]),
        ("first language, and whether an interpreter is needed", [Language, Interpreter]),
        ("communication needs, disability, SEND support or EHCP", [CommunicationNeeds, Send]),
        ("legal status and when it started", [LegalStatus, LegalStatusSince]),
        ("the placement: its kind, when it started and its postcode", [PlacementType, PlacementSince, PlacementPostcode]),
        ("the social worker or personal adviser: name, team, phone and email", [SocialWorker, SocialWorkerTeam, SocialWorkerPhone, SocialWorkerEmail]),
        ("whether there is a child protection plan or a deprivation of liberty order", [ChildProtectionPlan, DeprivationOfLiberty]),
        ("any risks you know of", [.. ByName.Values.Where(field => field.Name.StartsWith("risk", StringComparison.Ordinal))]),
        ("what the child or young person and their carer say", [ChildsViews, CarersViews]),
        ("consent: whether, and from whom", [ConsentBasis, ConsentGivenBy]),
    ];

    /// <summary>What to ask for, in words and in the order people expect, when these fields are missing.</summary>
    public static IReadOnlyList<string> InWords(IEnumerable<string> names)
    {
        var missing = names.Select(name => ByName[name]).ToHashSet();
        return
        [
            .. All.Where(missing.Contains)
                .Select(field => Groups.FirstOrDefault(group => group.Of.Contains(field)) is { Together: { } together, Of: var of } && of.Count(missing.Contains) > 1 ? together : field.Label)
                .Distinct(StringComparer.Ordinal),
        ];
    }

    /// <summary>Yes, no; not knowing is the field being unknown.</summary>
    private static FrozenSet<string> YesNo => Set("yes", "no");

    private static Field Risk(string name, string label) => new(name, label, Need.Triage, Set("none", "present"));

    private static FrozenSet<string> Set(params string[] values) => values.ToFrozenSet();
}

/// <summary>What a child's standing is; it drives eligibility.</summary>
public static class Categories
{
    public const string ChildInCare = "childInCare";
    public const string CareLeaver = "careLeaver";
    public const string Adopted = "adopted";
    public const string SpecialGuardianship = "specialGuardianship";
    public const string ReturnedHome = "returnedHome";
    public const string Kinship = "kinship";
    public const string PrivateFostering = "privateFostering";
    public const string Other = "other";
}
