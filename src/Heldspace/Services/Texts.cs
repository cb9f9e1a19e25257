using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Heldspace.Services;

/// <summary>A mail or calendar entry whose words a service writes.</summary>
/// <param name="Name">Its key in <c>texts</c>.</param>
/// <param name="Purpose">What it is for, as a sentence.</param>
/// <param name="MayReachYoungPeople">Whether a young person who referred themself may get it; then it says where help is at once.</param>
/// <param name="Needed">Placeholders that the body must use.</param>
/// <param name="Placeholders">Every placeholder that the body may use.</param>
public sealed record TextKind(string Name, string Purpose, bool MayReachYoungPeople, ImmutableArray<string> Needed, ImmutableArray<string> Placeholders);

/// <summary>
/// The closed list of texts and of what can stand in their braces. A line whose placeholders are all empty for a certain mail is left out, so that
/// "Still missing: {missing}" only stands where something is.
/// </summary>
public static partial class Texts
{
    public const string Held = "held";
    public const string HeldProvisional = "held-provisional";
    public const string HeldScreening = "held-screening";
    public const string HeldConsultation = "held-consultation";
    public const string Moved = "moved";
    public const string NotMoved = "not-moved";
    public const string Cancelled = "cancelled";
    public const string Reminder = "reminder";
    public const string AgreeReminder = "agree-reminder";
    public const string MissingReminder = "missing-reminder";
    public const string Confirm = "confirm";
    public const string ConfirmReminder = "confirm-reminder";
    public const string HoldExpired = "hold-expired";
    public const string Signposted = "signposted";
    public const string NoPlaceYet = "no-place-yet";
    public const string Received = "received";
    public const string DecisionNeeded = "decision-needed";
    public const string AlertSafeguarding = "alert-safeguarding";
    public const string AlertSafeguardingText = "alert-safeguarding-text";
    public const string AlertBreach = "alert-breach";
    public const string AlertUnreadable = "alert-unreadable";
    public const string AlertDataGap = "alert-dataGap";
    public const string AlertOther = "alert-other";
    public const string AlertRing = "alert-ring";
    public const string Welfare = "welfare";
    public const string DayList = "day-list";
    public const string Unrecorded = "unrecorded";
    public const string StepOverdue = "step-overdue";
    public const string PlaceLost = "place-lost";
    public const string AlertCalendar = "alert-calendar";
    public const string Forecast = "forecast";
    public const string WeeklySummary = "weekly-summary";
    public const string Absence = "absence";
    public const string RosterTaken = "roster-taken";
    public const string RepliesStopped = "replies-stopped";
    public const string MeasureInvitation = "measure-invitation";
    public const string MeasureInvitationYoung = "measure-invitation-young";
    public const string MeasureInvitationText = "measure-invitation-text";
    public const string MeasureReminder = "measure-reminder";
    public const string MeasureReminderYoung = "measure-reminder-young";
    public const string MeasureReminderText = "measure-reminder-text";
    public const string MeasureTask = "measure-task";
    public const string Event = "event";

    /// <summary>In any text: the reference such as <c>HS-7K3M-Q9</c>, the service's name, and how to reach it.</summary>
    private static readonly ImmutableArray<string> Everywhere = ["reference", "service", "email", "phone", "hours"];

    /// <summary>
    /// When and where: day and time in words (London), kind of place and length in minutes. Never an address: that is behind the link.
    /// </summary>
    private static readonly ImmutableArray<string> Appointment = ["date", "time", "placeKind", "minutes"];

    /// <summary>A text in another language than English, or in Easy Read, is written beside it as <c>measure-invitation-young.pl</c>; there need not be any.</summary>
    public static string In(string kind, string language) => language == "en" ? kind : $"{kind}.{language}";

    /// <summary>What a key of a text in another language looks like, for the schema: the kinds that ask how things are going, and a language.</summary>
    public const string TranslationPattern = @"^measure-[a-z-]+\.[a-z]{2,3}(-[a-z]+)?$";

    /// <summary>Whether a key is a text in another language; <paramref name="kind"/> is then the text it stands for.</summary>
    public static bool IsTranslation(string key, out string kind)
    {
        var dot = key.IndexOf('.', StringComparison.Ordinal);
        kind = dot < 0 ? key : key[..dot];
        return dot > 0 && Language().IsMatch(key[(dot + 1)..]) && kind.StartsWith("measure-", StringComparison.Ordinal) && ByName.ContainsKey(kind);
    }

    /// <summary>What a subject may hold: subjects are seen over shoulders and on locked screens.</summary>
    public static ImmutableArray<string> InSubject { get; } = ["reference"];

    /// <summary>
    /// Beside those of every text: <c>referrer</c> who referred, by name; <c>link</c> the receipt or staff page; <c>appointmentLink</c> where
    /// they agree, choose another place or cancel, empty where none is held; <c>missing</c> what is not known yet, with
    /// commas; <c>missingLink</c> where they tell us, empty where nothing is missing; <c>reason</c> why, in words; <c>deadline</c> day and time by which something happens; <c>signpost</c>, <c>signpostText</c>,
    /// <c>signpostPhone</c>, <c>signpostWeb</c> the service told of instead; <c>waysOut</c> the ranked choices, a line each; <c>list</c> appointments, a line each; <c>referrerPhone</c> the number to ring; <c>acknowledgeLink</c> where whoever was told of immediate risk says that they have it; <c>outOfHours</c> whom to ring outside the service's hours; <c>withheld</c> that nothing goes to whoever wrote, empty where it does; <c>surveyLink</c> where they answer; <c>until</c> the last day for it; <c>name</c> whoever is asked, by the name they like; <c>keyWorker</c> the first name of the key worker; <c>child</c> the child or young person, empty where adults ask for a consultation for themselves.
    /// </summary>
    public static ImmutableArray<TextKind> Kinds { get; } =
    [
        Public(Held, "tells who referred that a place is held.", ["reference", "date", "time", "placeKind", "link", "appointmentLink"], [.. Appointment, "link", "appointmentLink", "missing", "missingLink", "referrer"]),
        Public(HeldProvisional, "tells that a place is held while something is found out or decided.", ["reference", "date", "time", "placeKind", "reason", "link", "appointmentLink"], [.. Appointment, "link", "appointmentLink", "missing", "missingLink", "reason", "referrer"]),
        Public(HeldScreening, "tells a social worker that a first look at how a child is was offered because the child entered care.", ["reference", "date", "time", "placeKind", "link", "appointmentLink"], [.. Appointment, "link", "appointmentLink", "missing", "referrer"]),
        Public(HeldConsultation, "tells whoever asked for a consultation that a place is held.", ["reference", "date", "time", "placeKind", "link", "appointmentLink"], [.. Appointment, "link", "appointmentLink", "referrer"]),
        Public(Moved, "tells that the appointment stands at another place or time now.", ["reference", "date", "time", "placeKind", "reason", "appointmentLink"], [.. Appointment, "link", "appointmentLink", "reason", "referrer", "child"]),
        Public(NotMoved, "tells somebody who chose another place that it was taken first, and what they still have.", ["reference", "date", "time", "placeKind", "appointmentLink"], [.. Appointment, "link", "appointmentLink", "referrer"]),
        Public(Cancelled, "tells that an appointment is cancelled, and what comes next.", ["reference", "date", "time", "reason"], [.. Appointment, "link", "reason", "referrer", "child"]),
        Public(Reminder, "reminds of an appointment two working days before.", ["reference", "date", "time", "placeKind", "appointmentLink"], [.. Appointment, "link", "appointmentLink", "missing", "missingLink", "referrer", "child"]),
        Public(AgreeReminder, "asks once more whether a held place suits.", ["reference", "date", "time", "placeKind", "appointmentLink"], [.. Appointment, "link", "appointmentLink", "missing", "missingLink", "referrer"]),
        Public(MissingReminder, "asks once more for what is missing and could change the decision.", ["reference", "reason", "missingLink", "deadline"], [.. Appointment, "link", "appointmentLink", "missing", "missingLink", "reason", "deadline", "referrer"]),
        Public(Confirm, "asks the sender of a form to confirm that it came from them.", ["reference", "link", "deadline"], ["link", "deadline", "referrer"]),
        Public(ConfirmReminder, "reminds them once.", ["reference", "link", "deadline"], ["link", "deadline", "referrer"]),
        Public(HoldExpired, "tells that the place was let go because nobody confirmed.", ["reference", "phone"], ["referrer"]),
        Public(Signposted, "tells where to go instead.", ["reference", "reason", "signpost", "signpostText"], ["reason", "signpost", "signpostText", "signpostPhone", "signpostWeb", "referrer"]),
        Public(NoPlaceYet, "tells that no place is free yet and who is in touch by when.", ["reference", "deadline"], ["deadline", "link", "missing", "missingLink", "referrer"]),
        Public(Received, "tells that what was sent came in and that a person looks at it first.", ["reference", "deadline"], ["deadline", "link", "referrer"]),
        Public(PlaceLost, "tells that an appointment cannot take place and that somebody rings.", ["reference", "reason", "deadline"], ["reason", "deadline", "referrer", "child"]),
        Staff(DecisionNeeded, "asks a manager to decide.", ["reference", "reason"], [.. Appointment, "reason", "missing", "deadline", "link"]),
        Staff(AlertSafeguarding, "tells whoever is on cover that what came in speaks of immediate risk.", ["reference", "reason", "acknowledgeLink", "deadline", "link", "outOfHours"], ["reason", "acknowledgeLink", "deadline", "link", "outOfHours", "withheld"]),
        Staff(AlertSafeguardingText, "is the text message to them.", ["reference", "acknowledgeLink"], ["acknowledgeLink", "deadline"]),
        Staff(AlertBreach, "tells a manager that no place is free inside the target.", ["reference", "waysOut"], [.. Appointment, "waysOut", "deadline", "link"]),
        Staff(AlertUnreadable, "tells that something could not be read and needs a person.", ["reference", "reason"], [.. Appointment, "reason", "link"]),
        Staff(AlertDataGap, "tells what is missing and must be asked for.", ["reference", "missing"], [.. Appointment, "missing", "reason", "link"]),
        Staff(AlertOther, "tells that a person must look.", ["reference", "reason"], [.. Appointment, "reason", "deadline", "link"]),
        Staff(AlertRing, "asks to ring somebody who gave no mail address.", ["reference"], [.. Appointment, "reason", "referrerPhone", "deadline", "link"]),
        Staff(Welfare, "asks a social worker who referred whether a child who was not brought is safe and well.", ["reference", "reason"], ["reason", "referrer", "link"]),
        new(DayList, "it lists a clinician's appointments of a day, with a link each to say what became of it.", false, ["list"], ["service", "email", "phone", "hours", "date", "list"]),
        Staff(Unrecorded, "tells that nobody has said what became of an appointment.", ["reference", "link"], ["reason", "link", "child"]),
        Staff(StepOverdue, "tells whoever does it next that the day for the next step of a case has come.", ["reference", "reason", "link"], ["reason", "link"]),
        Staff(AlertCalendar, "tells that a calendar and an appointment do not fit together.", ["reference", "reason"], [.. Appointment, "reason", "deadline", "link"]),
        new(WeeklySummary, "tells managers how the week went and what needs somebody.", false, ["summary"], [.. Everywhere.Where(name => name != "reference"), "week", "summary", "link"]),
        new(Forecast, "warns managers of children who would get no place in time.", false, ["breaches", "waysOut"], [.. Everywhere.Where(name => name != "reference"), "arrivals", "breaches", "known", "possible", "weeks", "waysOut", "link"]),
        new(Absence, "tells staff that a clinician is away and what becomes of the appointments held with them.", false, ["reason"], [.. Everywhere.Where(name => name != "reference"), "reason", "list", "link"]),
        new(RosterTaken, "tells the scheduler and the managers what a file of the care population brought and what a person has to look at.", false, ["list", "link"], [.. Everywhere.Where(name => name != "reference"), "date", "list", "link"]),
        new(RepliesStopped, "tells the scheduler that so much mail comes from one sender that nothing is answered to them by itself.", false, ["reason", "link"], [.. Everywhere.Where(name => name != "reference"), "reason", "link"]),
        Public(MeasureInvitation, "asks an adult how things are going for a child.", ["surveyLink", "until"], ["surveyLink", "until", "name", "keyWorker"]),
        Public(MeasureInvitationYoung, "asks a young person how things are going.", ["surveyLink", "until"], ["surveyLink", "until", "name", "keyWorker"]),
        Public(MeasureReminder, "asks an adult once more.", ["surveyLink", "until"], ["surveyLink", "until", "name", "keyWorker"]),
        Public(MeasureReminderYoung, "asks a young person once more.", ["surveyLink", "until"], ["surveyLink", "until", "name", "keyWorker"]),
        new(MeasureInvitationText, "it is the text message that asks; it names no service.", false, ["surveyLink"], ["surveyLink", "name", "keyWorker"]),
        new(MeasureReminderText, "it is the text message that asks once more; it names no service.", false, ["surveyLink"], ["surveyLink", "name", "keyWorker"]),
        Staff(MeasureTask, "tells a key worker whom to ask how things are going, or that no answer came.", ["reference", "reason", "link"], ["reason", "link"]),
        new(Event, "is the calendar entry.", false, ["reference"], ["reference", "placeKind", "minutes"]),
    ];

    public static FrozenDictionary<string, TextKind> ByName { get; } = Kinds.ToFrozenDictionary(kind => kind.Name);

    /// <summary>The names in braces, in order, with repeats.</summary>
    public static IEnumerable<string> PlaceholdersIn(string line) => Placeholder().Matches(line).Select(match => match.Groups["name"].Value);

    /// <summary>
    /// Fills a text. A line with placeholders of which none has a value is left out, and so are empty lines at the start, at the end and in a row.
    /// Values are never read for placeholders themselves; in the subject line breaks become spaces.
    /// </summary>
    public static (string Subject, string Body) Fill(MessageText text, IReadOnlyDictionary<string, string?> values)
    {
        var lines = text.Body
            .Where(line => !PlaceholdersIn(line).Any() || PlaceholdersIn(line).Any(name => values.GetValueOrDefault(name) is { Length: > 0 }))
            .Select(line => Fill(line, values).TrimEnd())
            .ToList();
        var kept = lines.Where((line, index) => line.Length > 0 || (index > 0 && lines[index - 1].Length > 0));
        return (Breaks().Replace(Fill(text.Subject, values), " ").Trim(), string.Join('\n', kept).Trim('\n'));
    }

    private static string Fill(string line, IReadOnlyDictionary<string, string?> values) =>
        Placeholder().Replace(line, match => values.GetValueOrDefault(match.Groups["name"].Value) ?? "");

    private static TextKind Public(string name, string purpose, ImmutableArray<string> needed, ImmutableArray<string> own) =>
        new(name, $"it {purpose}", true, needed, [.. Everywhere, .. own]);

    private static TextKind Staff(string name, string purpose, ImmutableArray<string> needed, ImmutableArray<string> own) =>
        new(name, $"it {purpose}", false, needed, [.. Everywhere, .. own]);

    [GeneratedRegex(@"\{(?<name>[A-Za-z]+)\}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"^[a-z]{2,3}(-[a-z]+)?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Language();

    [GeneratedRegex(@"[\p{C}\u2028\u2029]+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Breaks();
}
