using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Heldspace.Eligibility;
using Heldspace.Intake;
using Heldspace.Measures;
using NodaTime;

namespace Heldspace.Services;

/// <summary>One commissioned service, as its file in <c>services/</c> says. What changes day by day is laid over it, dated.</summary>
public sealed record ServiceDefinition
{
    public const int CurrentSchema = 2;

    [JsonPropertyName("$schema")]
    public string? JsonSchema { get; init; }

    public required int SchemaVersion { get; init; }

    /// <summary>The file's name without <c>.json</c>: lower-case letters, digits and hyphens. It starts every storage key.</summary>
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string Commissioner { get; init; }

    public required string Provider { get; init; }

    /// <summary>The authority whose children this service is for, as <see cref="Fields.ResponsibleAuthority"/> spells it.</summary>
    public required string Authority { get; init; }

    public required ServiceContact Contact { get; init; }

    /// <summary>Shared mailboxes that referrals come to. The first one sends.</summary>
    public required ImmutableArray<EmailAddress> Mailboxes { get; init; }

    /// <summary>Public host names that the form, the links and the webhook answer to.</summary>
    public required ImmutableArray<string> Hosts { get; init; }

    /// <summary>Mail domains whose senders need not confirm a form by a mailed link.</summary>
    public required ImmutableArray<string> TrustedDomains { get; init; }

    public required ImmutableArray<TeamMember> Team { get; init; }

    /// <summary>Invited to every appointment.</summary>
    public required Colleague Scheduler { get; init; }

    public required ImmutableArray<Manager> Managers { get; init; }

    public required ImmutableArray<Place> Places { get; init; }

    public ImmutableArray<Room> Rooms { get; init; } = [];

    public required ImmutableArray<AppointmentKind> AppointmentKinds { get; init; }

    public required ImmutableArray<Clock> Clocks { get; init; }

    public required AllocationRules Allocation { get; init; }

    /// <summary>Days beyond the bank holidays of England and Wales on which the service is closed.</summary>
    public ImmutableArray<LocalDate> ClosedDays { get; init; } = [];

    /// <summary>Dated sets of rules: the newest that started on or before the day of receipt judges it.</summary>
    public required ImmutableArray<RuleSet> Eligibility { get; init; }

    public required ImmutableArray<Signpost> Signposts { get; init; }

    /// <summary>How far places lie from the service's area, where rules ask for that and the mail does not say; a place that is not in it is unknown.</summary>
    public ImmutableArray<Distance> Gazetteer { get; init; } = [];

    /// <summary>What is asked of whom, and when.</summary>
    public required ImmutableArray<MeasurePlan> Measures { get; init; }

    /// <summary>How much is asked of one person, and when they are reminded.</summary>
    public AskingRules Asking { get; init; } = new();

    /// <summary>Mails and the calendar entry by kind; <see cref="Services.Texts"/> says which there are and what can stand in their braces.</summary>
    public required ImmutableSortedDictionary<string, MessageText> Texts { get; init; }

    /// <summary>Who answers alerts. Every minute of the week needs somebody, on two channels.</summary>
    public required ImmutableArray<Cover> Cover { get; init; }

    /// <summary>Whom an alert of immediate risk climbs to.</summary>
    public required SafeguardingPlan Safeguarding { get; init; }

    public required UnconfirmedHolds UnconfirmedHolds { get; init; }

    public required Retention Retention { get; init; }

    /// <summary>What it reports against: targets, an agreement with the commissioner, costs.</summary>
    public Reporting Reporting { get; init; } = new();

    /// <summary>Whether an address is of a trusted mail domain or of a domain below one.</summary>
    public bool Trusts(EmailAddress address) => TrustedDomains.Any(domain =>
        address.Domain == domain || address.Domain.EndsWith($".{domain}", StringComparison.Ordinal));

    /// <summary>The first appointment of a case; the kind and its clock are always there.</summary>
    [JsonIgnore]
    public AppointmentKind Assessment => AppointmentKinds.First(kind => kind.Id == "assessment");

    /// <summary>What a child who enters care is offered; null where the service offers nothing of the kind.</summary>
    [JsonIgnore]
    public AppointmentKind? Screening => AppointmentKinds.FirstOrDefault(kind => kind.Purpose == AppointmentPurpose.Screening);

    /// <summary>What carers and professionals may ask for.</summary>
    [JsonIgnore]
    public IEnumerable<AppointmentKind> Consultations => AppointmentKinds.Where(kind => kind.Purpose == AppointmentPurpose.Consultation);

    /// <summary>What a kind of appointment is for; one that the service no longer has counts as a step of the pathway.</summary>
    public AppointmentPurpose PurposeOf(string? kind) => AppointmentKinds.FirstOrDefault(other => other.Id == kind)?.Purpose ?? AppointmentPurpose.Pathway;

    [JsonIgnore]
    public Clock AssessmentClock => Clocks.First(clock => clock.Kind == "assessment");
}

/// <param name="Email">Shown to the public.</param>
/// <param name="Phone">Shown to the public.</param>
/// <param name="Hours">When the phone is answered, in words.</param>
public sealed record ServiceContact(EmailAddress Email, string Phone, string Hours);

/// <param name="Miles">From the edge of the area, 0 to 999.9, as the service measures.</param>
/// <param name="Postcodes">First halves of postcodes: <c>NG9</c>.</param>
public sealed record Distance(decimal Miles, ImmutableArray<string> Postcodes);

public sealed record Colleague(string Name, EmailAddress Mailbox);

/// <param name="Name">Their name.</param>
/// <param name="Mailbox">Where alerts and summaries go.</param>
/// <param name="SummaryDay">ISO day of the weekly summary in London.</param>
/// <param name="SummaryTime">London time of the weekly summary.</param>
public sealed record Manager(string Name, EmailAddress Mailbox, IsoDayOfWeek SummaryDay, LocalTime SummaryTime);

/// <summary>A person who sees children.</summary>
public sealed record TeamMember
{
    /// <summary>Lower-case letters, digits and hyphens; part of storage keys.</summary>
    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>In words: arts therapist.</summary>
    public required string Role { get; init; }

    /// <summary>Their own mailbox, in whose calendar appointments stand.</summary>
    public required EmailAddress Mailbox { get; init; }

    public required ImmutableArray<string> Skills { get; init; }

    public required ImmutableArray<WorkingHours> Pattern { get; init; }

    /// <summary>Ids of <see cref="ServiceDefinition.Places"/> they go to.</summary>
    public required ImmutableArray<string> Places { get; init; }

    /// <summary>New appointments of all kinds that may be held for them in one London ISO week.</summary>
    public required int WeeklyCapacity { get; init; }

    /// <summary>Their share of the work: 1 is a whole share, 0.5 half.</summary>
    public required decimal Weight { get; init; }

    /// <summary>Languages they work in beside English, as referrals spell them: <c>Polish</c>.</summary>
    public ImmutableArray<string> Languages { get; init; } = [];

    /// <summary>As they say it themselves, for children who would rather meet a <c>woman</c> or a <c>man</c>; null where they do not say.</summary>
    public string? Gender { get; init; }
}

/// <summary>London times between which somebody works on the days given: from inclusive, to exclusive.</summary>
public sealed record WorkingHours(ImmutableArray<IsoDayOfWeek> Days, LocalTime From, LocalTime To);

[JsonConverter(typeof(JsonStringEnumConverter<PlaceKind>))]
public enum PlaceKind
{
    [JsonStringEnumMemberName("childrensCentre")]
    ChildrensCentre,

    [JsonStringEnumMemberName("school")]
    School,

    [JsonStringEnumMemberName("home")]
    Home,

    [JsonStringEnumMemberName("video")]
    Video,

    [JsonStringEnumMemberName("telephone")]
    Telephone,
}

/// <summary>Where people meet.</summary>
/// <param name="Id">Lower-case letters, digits and hyphens.</param>
/// <param name="Kind">Only the kind is ever named in a calendar or a mail.</param>
/// <param name="Name">Shown behind the receipt link.</param>
/// <param name="Address">Shown behind the receipt link; null where it is the child's own place, or none.</param>
/// <param name="NeedsRoom">Whether one of <see cref="ServiceDefinition.Rooms"/> at this place is held too.</param>
/// <param name="TravelMinutes">Added before and after an appointment there, in minutes, 0–120.</param>
public sealed record Place(string Id, PlaceKind Kind, string Name, string? Address, bool NeedsRoom, int TravelMinutes);

public sealed record Room(string Id, string Name, string Place, EmailAddress Mailbox);

/// <summary>A kind of appointment.</summary>
/// <param name="Id"><c>assessment</c> for the first one.</param>
/// <param name="Name">In words that may be shown to anyone.</param>
/// <param name="Minutes">Its length, a multiple of 15.</param>
/// <param name="InterpreterMinutes">Added where an interpreter is needed, a multiple of 15.</param>
/// <param name="Skill">What the clinician must be able to do.</param>
/// <param name="PlaceKinds">Where it may be held, most usual first.</param>
/// <param name="BufferMinutes">Kept free before and after for notes, a multiple of 15; the place's travel is added.</param>
/// <param name="Purpose">What it is for. Default: a step of the pathway.</param>
public sealed record AppointmentKind(
    string Id, string Name, int Minutes, int InterpreterMinutes, string Skill, ImmutableArray<PlaceKind> PlaceKinds, int BufferMinutes, AppointmentPurpose Purpose = AppointmentPurpose.Pathway);

/// <summary>What an appointment is for.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AppointmentPurpose>))]
public enum AppointmentPurpose
{
    /// <summary>A step on a child's way through the service: its kind is <c>assessment</c> or <c>intervention</c>.</summary>
    [JsonStringEnumMemberName("pathway")]
    Pathway,

    /// <summary>Offered by itself to a child who enters care. Its clock counts from the day of entry.</summary>
    [JsonStringEnumMemberName("screening")]
    Screening,

    /// <summary>With adults about their work with a child, or with children: no key worker, plan or further clock follows, and it is over when it took place.</summary>
    [JsonStringEnumMemberName("consultation")]
    Consultation,
}

/// <summary>How long a step may take, in calendar days from receipt; the last day counts as in time.</summary>
/// <param name="Kind">The appointment kind it is about.</param>
/// <param name="AimDays">Where the mean should be.</param>
/// <param name="TargetDays">The latest.</param>
/// <param name="UrgentDays">The latest for an urgent referral.</param>
public sealed record Clock(string Kind, int AimDays, int TargetDays, int UrgentDays);

/// <param name="Pool">The diary pool whose claims share a partition: one for a team that shares rooms.</param>
/// <param name="NoticeWorkingDays">Working days between receipt and the earliest appointment.</param>
/// <param name="UrgentNoticeWorkingDays">The same for an urgent referral.</param>
/// <param name="HorizonDays">How far ahead a place is looked for when the target is full, in days from receipt, at most 61.</param>
/// <param name="UrgentReserve">Places of each clinician's week that are kept for urgent referrals, and go to others only when they would come late without, 0–10; at least one of each week is for everybody. Default 0.</param>
/// <param name="ReserveReleasedWorkingDays">So many working days ahead and nearer nothing is kept any more of <paramref name="UrgentReserve"/>, 0–20. Default 5.</param>
/// <param name="UrgentKeptToTheEnd">Places for a first meeting that the whole team keeps for the urgent in all the days of an urgent target, however near, and that go to others only when they would come late without, 0–10. Default 0.</param>
public sealed record AllocationRules(
    string Pool, int NoticeWorkingDays, int UrgentNoticeWorkingDays, int HorizonDays, int UrgentReserve = 0, int ReserveReleasedWorkingDays = 5, int UrgentKeptToTheEnd = 0);

/// <summary>A named service that somebody is told of when this one is not for them.</summary>
public sealed record Signpost(string Id, string Name, string Text, string? Phone, string? Web);

/// <summary>One measure as a service asks it. Of what ages, the measure itself says.</summary>
/// <param name="Measure">The name of its file in <c>services/measures/</c> without <c>.json</c>.</param>
/// <param name="Respondents">Who is asked, of <see cref="Roles"/>.</param>
/// <param name="EveryWeeks">How often between baseline and closure, in weeks from 1 to 52.</param>
public sealed record MeasurePlan(string Measure, ImmutableArray<string> Respondents, int EveryWeeks)
{
    /// <summary>When it is asked. Default: always but at an entry to care.</summary>
    public ImmutableArray<WaveKind> At { get; init; } = WaveKinds.Usual;
}

/// <param name="MostPerMonth">So often one person is asked in thirty days at most, 1–10; reminders do not count. Default 2.</param>
public sealed record AskingRules(int MostPerMonth = 2)
{
    /// <summary>Days after they were asked, in rising order, 1–30; at most two. Default 4 and 9.</summary>
    public ImmutableArray<int> ReminderDays { get; init; } = [4, 9];
}

/// <summary>A mail of one kind: its subject and its body, line by line, with <c>{placeholders}</c>; an empty line starts a paragraph.</summary>
public sealed record MessageText(string Subject, ImmutableArray<string> Body);

/// <summary>Who is told at once, in which hours of the week (London), on which two channels.</summary>
/// <param name="Name">Who or which line that is.</param>
/// <param name="Days">Days of the week.</param>
/// <param name="From">From, inclusive.</param>
/// <param name="To">To, exclusive; null: to midnight.</param>
/// <param name="Email">The first channel.</param>
/// <param name="Text">The second: a number that takes text messages.</param>
public sealed record Cover(string Name, ImmutableArray<IsoDayOfWeek> Days, LocalTime From, LocalTime? To, EmailAddress Email, string Text);

/// <summary>What follows where nobody on cover says that they have an alert of immediate risk.</summary>
/// <param name="ClimbAfterMinutes">So long somebody has to say so before the next is told too, 2–30 minutes.</param>
/// <param name="Chain">Who is told after the cover, in order; after the last the cover of the moment again, until somebody has it.</param>
/// <param name="OutOfHours">Whom to ring outside the service's hours, agreed with the council.</param>
public sealed record SafeguardingPlan(int ClimbAfterMinutes, ImmutableArray<OnCall> Chain, AgreedContact OutOfHours);

/// <param name="Name">Who or which line that is.</param>
/// <param name="Email">The first channel.</param>
/// <param name="Text">The second: a number that takes text messages.</param>
public sealed record OnCall(string Name, EmailAddress Email, string Text);

/// <param name="Name">Who or which line that is.</param>
/// <param name="Phone">A number that a person answers.</param>
/// <param name="AgreedOn">The day on which it was agreed with the council.</param>
public sealed record AgreedContact(string Name, string Phone, LocalDate AgreedOn);

/// <param name="Cap">How many places may be held at a time for forms that nobody has confirmed.</param>
/// <param name="Hours">How long each is held.</param>
/// <param name="RemindAfterHours">When the sender is reminded once.</param>
public sealed record UnconfirmedHolds(int Cap, int Hours, int RemindAfterHours);

/// <param name="ClosedCaseYears">How long a closed case is kept.</param>
/// <param name="IgnoredMailDays">How long mail that was no referral is kept.</param>
public sealed record Retention(int ClosedCaseYears, int IgnoredMailDays);
