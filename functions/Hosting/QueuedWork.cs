using System.Text.Json.Serialization;
using Heldspace.Azure.Records;
using Heldspace.Intake;
using NodaTime;

namespace Heldspace.Functions.Hosting;

/// <summary>The queues of the app.</summary>
internal static class QueueNames
{
    public const string Referrals = "referrals";
    public const string Allocations = "allocations";
    public const string Messages = "messages";

    /// <summary>Follows a queue's name in the path of its dead letters.</summary>
    public const string DeadLetters = "/$deadletterqueue";
}

/// <summary>What travels in a queue: opaque ids only, signed.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(ReferralArrived), "referral")]
[JsonDerivedType(typeof(QuarantinedForm), "quarantined")]
[JsonDerivedType(typeof(RosterArrived), "roster")]
[JsonDerivedType(typeof(MailboxHint), "hint")]
[JsonDerivedType(typeof(SubscriptionsHint), "subscriptions")]
[JsonDerivedType(typeof(AllocationRequested), "allocation")]
[JsonDerivedType(typeof(AppointmentChanged), "changed")]
[JsonDerivedType(typeof(DiaryHint), "diary")]
[JsonDerivedType(typeof(AbsenceMarked), "absence")]
[JsonDerivedType(typeof(ForecastWanted), "forecast")]
[JsonDerivedType(typeof(MessagePlanned), "message")]
internal abstract record QueuedWork
{
    public int Schema { get; init; } = 1;

    /// <summary>Deterministic: whoever sends the same thing again sends the same id.</summary>
    [JsonIgnore]
    public abstract string Id { get; }

    /// <summary>The lane: messages of one lane come one after the other.</summary>
    [JsonIgnore]
    public abstract string Lane { get; }

    /// <summary>How often it was put off after a transient failure.</summary>
    public int Attempt { get; init; }

    /// <summary>When it was first put off; null before that.</summary>
    public Instant? TryingSince { get; init; }

    /// <summary>Distinguishes a repair from the message it repairs, which a broker that remembers ids would drop.</summary>
    public string? Again { get; init; }
}

/// <summary>Something came in and is kept in <c>intake/</c>.</summary>
internal sealed record ReferralArrived(string Service, IntakeId Intake, Channel Channel) : QueuedWork
{
    public override string Id => $"referral:{Service}:{Intake}";

    public override string Lane => $"{Service}:referrals";
}

/// <summary>A form that a program seems to have filled in is kept in <c>quarantine/</c>: a person has to look.</summary>
internal sealed record QuarantinedForm(string Service, string Submission) : QueuedWork
{
    public override string Id => $"quarantined:{Service}:{Keys.Fingerprint(16, Submission)}";

    public override string Lane => $"{Service}:referrals";
}

/// <summary>A file of the care population is kept in <c>intake/</c>, or somebody said that one is right.</summary>
/// <param name="Service">Whose.</param>
/// <param name="Upload">Which.</param>
internal sealed record RosterArrived(string Service, IntakeId Upload) : QueuedWork
{
    public override string Id => $"roster:{Service}:{Upload}";

    /// <summary>One file after the other.</summary>
    public override string Lane => $"{Service}:roster";
}

/// <summary>A mailbox may have something new.</summary>
internal sealed record MailboxHint(string Service, string Mailbox, string Moment) : QueuedWork
{
    public override string Id => $"hint:{Mailbox}:{Moment}";

    public override string Lane => $"{Service}:{Mailbox}";
}

/// <summary>A subscription needs a look before its time.</summary>
internal sealed record SubscriptionsHint(string Moment) : QueuedWork
{
    public override string Id => $"subscriptions:{Moment}";

    public override string Lane => "subscriptions";
}

/// <summary>A case wants an appointment, or has one to give up.</summary>
/// <param name="Service">Whose.</param>
/// <param name="Pool">The diary pool, which is the lane.</param>
/// <param name="Case">For whom.</param>
/// <param name="Appointment">Which appointment.</param>
/// <param name="Step">Tells apart the occasions on which the same appointment is looked at: <c>hold</c>, <c>confirm</c>, <c>release</c>, a day.</param>
internal sealed record AllocationRequested(string Service, string Pool, CaseId Case, string Appointment, string Step) : QueuedWork
{
    private const int Lanes = 2;

    public override string Id => $"allocation:{Service}:{Case}:{Appointment}:{Step}";

    public override string Lane => LaneOf(Service, Pool, Case);

    /// <summary>Everything about one case's appointments comes one after the other.</summary>
    public static string LaneOf(string service, string pool, CaseId id) => $"{service}:{pool}:{id.Text.Sum(symbol => symbol) % Lanes}";
}

/// <summary>What stands in a diary may not be what is held: somebody has to look. Only a hint, whoever sends it.</summary>
/// <param name="Service">Whose.</param>
/// <param name="Pool">The diary pool, which is the lane.</param>
/// <param name="Case">For whom it is held.</param>
/// <param name="Appointment">Which appointment.</param>
/// <param name="Moment">Of the look that gave the hint.</param>
internal sealed record AppointmentChanged(string Service, string Pool, CaseId Case, string Appointment, string Moment) : QueuedWork
{
    public override string Id => $"changed:{Service}:{Case}:{Appointment}:{Moment}";

    public override string Lane => AllocationRequested.LaneOf(Service, Pool, Case);
}

/// <summary>Something in a clinician's calendar has changed.</summary>
/// <param name="Service">Whose.</param>
/// <param name="Clinician">The <see cref="Services.TeamMember.Id"/>.</param>
/// <param name="Moment">Many changes of one moment are one look, after it.</param>
internal sealed record DiaryHint(string Service, string Clinician, string Moment) : QueuedWork
{
    public override string Id => $"diary:{Service}:{Clinician}:{Moment}";

    public override string Lane => $"{Service}:diaries";
}

/// <summary>An absence was marked, confirmed or undone.</summary>
/// <param name="Service">Whose.</param>
/// <param name="Absence">Which.</param>
/// <param name="Step">What happened to it.</param>
internal sealed record AbsenceMarked(string Service, string Absence, Pathway.AbsenceState Step) : QueuedWork
{
    public override string Id => $"absence:{Service}:{Absence}:{Step}";

    public override string Lane => $"{Service}:absences";
}

/// <summary>Somebody wants the forecast made anew.</summary>
/// <param name="Service">Whose.</param>
/// <param name="Moment">Many who ask at one moment are one look.</param>
internal sealed record ForecastWanted(string Service, string Moment) : QueuedWork
{
    public override string Id => $"forecast:{Service}:{Moment}";

    public override string Lane => $"{Service}:forecast";
}

/// <summary>A message of a case is planned.</summary>
internal sealed record MessagePlanned(string Service, string Mailbox, CaseId Case, string Message) : QueuedWork
{
    public override string Id => $"message:{Service}:{Case}:{Message}";

    public override string Lane => $"{Service}:{Mailbox}";
}
