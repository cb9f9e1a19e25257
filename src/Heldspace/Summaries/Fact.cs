using System.Globalization;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Summaries;

/// <summary>One thing that a summary counts, without anything that says who.</summary>
/// <param name="Id">Derived from what happened, so that writing it again changes nothing: the kind of thing, the case, and what tells it from others of the case.</param>
/// <param name="Kind">Of <see cref="FactKinds"/>.</param>
/// <param name="At">When it happened; the London week of this instant is the week that counts it.</param>
/// <param name="Values">What is counted by: codes, days and numbers only, by the names in <see cref="FactValues"/>.</param>
public sealed record Fact(string Id, string Kind, Instant At, IReadOnlyDictionary<string, string> Values)
{
    /// <summary>The day in London that counts it.</summary>
    public LocalDate Day => London.Day(At);

    /// <summary>The case it is about, by its opaque id.</summary>
    public string Case => Id.Split(':')[1];

    /// <summary>Null where it does not say.</summary>
    public string? this[string name] => Values.TryGetValue(name, out var value) && value.Length > 0 ? value : null;

    /// <summary>Null where it does not say, or no whole number.</summary>
    public int? Number(string name) => int.TryParse(this[name], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Null where it does not say.</summary>
    public decimal? Amount(string name) => decimal.TryParse(this[name], NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Null where it does not say.</summary>
    public LocalDate? Date(string name) => this[name] is { } text && NodaTime.Text.LocalDatePattern.Iso.Parse(text) is { Success: true } parsed ? parsed.Value : null;

    /// <summary>Whether it says yes.</summary>
    public bool Says(string name) => this[name] == FactValues.Yes;
}

/// <summary>The kinds of facts.</summary>
public static class FactKinds
{
    /// <summary>A referral came. One that waits for a person to look first is <see cref="Quarantined"/> until somebody has.</summary>
    public const string Received = "received";

    /// <summary>Somebody asked for something beside the pathway: a screening, a consultation.</summary>
    public const string AskedFor = "askedFor";
    public const string Quarantined = "quarantined";
    public const string NoReferral = "noReferral";

    /// <summary>A referral of a child who was referred already.</summary>
    public const string Duplicate = "duplicate";
    public const string Held = "held";
    public const string NoPlace = "noPlace";
    public const string Screened = "screened";
    public const string Assessed = "assessed";
    public const string InterventionStarted = "interventionStarted";

    /// <summary>An appointment that ends no wait took place.</summary>
    public const string TookPlace = "tookPlace";
    public const string NotBrought = "notBrought";
    public const string Cancelled = "cancelled";

    /// <summary>What was said of an appointment was taken back.</summary>
    public const string Undone = "undone";
    public const string PlanAgreed = "planAgreed";
    public const string Reviewed = "reviewed";
    public const string Contacts = "contacts";
    public const string PlacementChanged = "placementChanged";
    public const string Onward = "onward";
    public const string Closed = "closed";
    public const string Reopened = "reopened";

    /// <summary>Of who was told where to turn: whether they were seen there.</summary>
    public const string SeenElsewhere = "seenElsewhere";

    /// <summary>Somebody answered a measure.</summary>
    public const string Measured = "measured";

    /// <summary>A case that was open when the week began.</summary>
    public const string Open = "open";

    /// <summary>Facts of an appointment that came to pass, whatever it was for.</summary>
    public static bool IsAttended(string kind) => kind is Screened or Assessed or InterventionStarted or TookPlace;
}

/// <summary>What facts say, by name.</summary>
public static class FactValues
{
    public const string Yes = "yes";
    public const string No = "no";
    public const string Unknown = "unknown";

    public const string AppointmentKind = "AppointmentKind";
    public const string Channel = "Channel";
    public const string Outcome = "Outcome";
    public const string Rule = "Rule";
    public const string Signpost = "Signpost";
    public const string Urgency = "Urgency";
    public const string Category = "Category";
    public const string ReferrerRole = "ReferrerRole";
    public const string Missing = "Missing";
    public const string Clinician = "Clinician";
    public const string WaitingDays = "WaitingDays";
    public const string PausedDays = "PausedDays";
    public const string RecordedAfterWorkingDays = "RecordedAfterWorkingDays";
    public const string CancelledBy = "CancelledBy";
    public const string Count = "Count";
    public const string Planned = "Planned";
    public const string Instead = "Instead";

    /// <summary>Whether the clocks stood still when the week began.</summary>
    public const string Paused = "Paused";
    public const string Reason = "Reason";
    public const string ExitPlan = "ExitPlan";

    /// <summary>What a review came to.</summary>
    public const string What = "What";
    public const string DaysOpen = "DaysOpen";
    public const string Contacts = "Contacts";
    public const string Seen = "Seen";
    public const string Provisional = "Provisional";

    /// <summary>Of a closed case: how the changes of placement in its time were: <c>none</c>, <c>planned</c>, <c>unplanned</c>, or unknown.</summary>
    public const string Moves = "Moves";

    /// <summary>Of a closed case: whether there is any measure with a second answer to compare with; whether any of these got reliably better, or worse.</summary>
    public const string Paired = "Paired";
    public const string Improved = "Improved";

    /// <summary>Whether any of the measures that were answered twice has a known reliable change.</summary>
    public const string CanShow = "CanShow";
    public const string Worsened = "Worsened";

    public const string Measure = "Measure";
    public const string Version = "Version";
    public const string Wave = "Wave";
    public const string Respondent = "Respondent";
    public const string Total = "Total";
    public const string Subscales = "Subscales";

    /// <summary>The total less that of the baseline; left out where there is nothing to compare with.</summary>
    public const string Change = "Change";

    /// <summary>Of a case that was open when the week began, days: when it came, was assessed, had its first session, its plan, its last review, and by when its yearly SDQ is due.</summary>
    public const string From = "From";
    public const string Assessed = "Assessed";
    public const string Begun = "Begun";
    public const string Plan = "Plan";
    public const string LastReview = "LastReview";
    public const string SdqDue = "SdqDue";

    /// <summary>Whether it is open for a consultation, which none of the clocks of a child's way is about.</summary>
    public const string Beside = "Beside";

    /// <summary>Whether the child lives outside the authority that is responsible, and whether they are in care.</summary>
    public const string OutOfArea = "OutOfArea";
    public const string InCare = "InCare";

    /// <summary>What figures are told apart by, so that it is seen whom a service reaches (facts.md section 6, K17).</summary>
    public const string AgeBand = "AgeBand";
    public const string Sex = "Sex";
    public const string Ethnicity = "Ethnicity";
    public const string Placement = "Placement";
    public const string Authority = "Authority";

    /// <summary>The breakdowns, in the order of reports.</summary>
    public static readonly string[] Breakdowns = [AgeBand, Sex, Ethnicity, Placement, Authority];

    /// <summary>Everything that figures of a period are counted from.</summary>
    public static readonly string[] All =
    [
        AppointmentKind, Channel, Outcome, Rule, Signpost, Urgency, Category, ReferrerRole, Missing, Clinician, WaitingDays, PausedDays, RecordedAfterWorkingDays, CancelledBy, Count, Planned, Instead, Paused,
        Reason, ExitPlan, What, DaysOpen, Contacts, Seen, Provisional, Moves, Paired, CanShow, Improved, Worsened, Measure, Version, Wave, Respondent, Total, Subscales, Change, From, Assessed, Begun, Plan, LastReview, SdqDue, Beside,
        OutOfArea, InCare, AgeBand, Sex, Ethnicity, Placement, Authority,
    ];
}
