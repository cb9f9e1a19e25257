using System.Globalization;
using System.Text.Json.Serialization;
using Heldspace.Services;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Pathway;

/// <summary>Who takes a step.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<StepOwner>))]
public enum StepOwner
{
    /// <summary>The service itself: nobody need do anything.</summary>
    Service,

    Referrer,

    /// <summary>The clinician named in <see cref="NextStep.Clinician"/>.</summary>
    Clinician,

    Scheduler,

    Manager,
}

/// <summary>What happens next.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<StepKind>))]
public enum StepKind
{
    RecordOutcome,
    ChooseAWayOut,
    RingAndChoose,
    ChooseKeyWorker,
    LookAtReferral,
    Decide,
    AskForWhatIsMissing,
    WantAppointment,
    AgreePlan,
    Review,
    Close,
    ResumeClocks,
    Confirm,
    FindPlace,
    Meet,
    CheckContacts,
    SayWhatFollows,
    LookAtRisk,
    AskWhetherSeen,
}

/// <summary>What happens next for a case, and who does it.</summary>
/// <param name="Kind">What.</param>
/// <param name="Owner">Who.</param>
/// <param name="Clinician">By id, where the owner is a clinician.</param>
/// <param name="Words">A sentence for staff, without anything personal of the child.</param>
/// <param name="By">The day by which it should be done, or on which it happens; null where there is none.</param>
public sealed record NextStep(StepKind Kind, StepOwner Owner, string? Clinician, string Words, LocalDate? By)
{
    /// <summary>Weeks from the first session to the review, and from one review to the next.</summary>
    public const int ReviewWeeks = 12;

    /// <summary>Working days after an appointment within which its outcome should be said.</summary>
    public const int RecordWithinWorkingDays = 2;

    /// <summary>Weeks from the review that ends the work to the day on which the case is closed.</summary>
    private const int CloseWeeks = 2;

    /// <summary>Which appointment it is about, where it is about one that is past.</summary>
    public string? Appointment { get; init; }

    /// <summary>What tells this occasion from another of the same kind and day; null where kind and day do.</summary>
    public string? Occasion { get; init; }

    /// <summary>Null only for a case that is over: closed, merged, or told where to turn instead and seen there.</summary>
    /// <param name="service">Whose.</param>
    /// <param name="file">The case as it is.</param>
    /// <param name="now">When.</param>
    /// <param name="away">Who is away: what would be theirs for long is somebody else's. Null where nobody is.</param>
    public static NextStep? Of(ServiceDefinition service, CaseFile file, Instant now, Away? away = null)
    {
        var record = file.Case;
        var there = new There(service, file, away ?? Away.Nobody, now);
        if (record.Safeguarding is { Climbs: true } alert)
        {
            return new(StepKind.LookAtRisk, StepOwner.Manager, null, "What came in speaks of immediate risk, and nobody has said yet that they have it. Read it now.", London.Day(alert.RaisedAt));
        }

        switch (record.State)
        {
            case CaseState.Closed or CaseState.Merged:
                return null;
            case CaseState.Signposted:
                return record.IsOver ? null : new(StepKind.AskWhetherSeen, StepOwner.Scheduler, null, "They were told where to turn instead. Ask whoever referred whether they were seen there, and say so below.", AskWhetherSeen.By(service, record)) { Occasion = record.SeenElsewhere is null ? null : "again" };
            case CaseState.Quarantined:
                return new(StepKind.LookAtReferral, StepOwner.Scheduler, null, $"{PlanReferralMessages.WhySetAside(record)} Ring whoever is named in it, and say below what it is.", Within(service, record.SetAsideAgainAt ?? record.ReceivedAt, 1));
            case CaseState.Unconfirmed:
                return new(StepKind.LookAtReferral, StepOwner.Scheduler, null, "Nobody confirmed this form in time. Ring whoever sent it, and say below what it is.", Within(service, record.SetAsideAgainAt ?? record.ConfirmBy ?? record.ReceivedAt, 1));
            case CaseState.PossibleDuplicate:
                return new(StepKind.LookAtReferral, StepOwner.Scheduler, null, "Somebody else may have referred this child already. Look at both, and say below whether they are one. If nobody says, a place is held for this one too.", London.Day(ProposeMerge.Until(service, record)));
            case CaseState.Open when record.Withholds:
                return new(StepKind.LookAtReferral, StepOwner.Scheduler, null, "Nothing goes to whoever wrote before a person has looked. Look who it is, and say below that messages may go out, or close it.", Within(service, record.ReceivedAt, 1));
            default:
                return Unrecorded(service, file, there, now) ?? Contacts(service, record, there) ?? WithoutPlace(service, file) ?? NoKeyWorker(service, file, there)
                    ?? OfAppointment(service, file) ?? OfCase(service, file);
        }
    }

    /// <summary>The oldest appointment that is past and of which nobody said what became.</summary>
    private static NextStep? Unrecorded(ServiceDefinition service, CaseFile file, There there, Instant now)
    {
        var past = file.Appointments
            .Where(appointment => appointment is { State: AppointmentState.Held, Slot: { } slot } && slot.End <= now)
            .OrderBy(appointment => appointment.Slot!.Start)
            .FirstOrDefault();
        if (past?.Slot is not { } slot)
        {
            return null;
        }

        var (name, by) = (Name(service, slot.Clinician), Within(service, slot.Start, RecordWithinWorkingDays));
        var step = there.Includes(slot.Clinician)
            ? new NextStep(StepKind.RecordOutcome, StepOwner.Clinician, slot.Clinician, $"{name} says what became of the appointment.", by)
            : new NextStep(StepKind.RecordOutcome, StepOwner.Scheduler, null, $"{name} cannot say what became of the appointment. Ask who knows, and write it down.", by);
        return step with { Appointment = past.Id, Occasion = past.Id };
    }

    /// <summary>After a change of placement, or of the social worker, nobody is written to whom nobody has looked at.</summary>
    private static NextStep? Contacts(ServiceDefinition service, Case record, There there)
    {
        if (record.ContactCheck is not { } check)
        {
            return null;
        }

        var worker = record.KeyWorker is { } keyWorker && there.Includes(keyWorker) ? keyWorker : null;
        return new(
            StepKind.CheckContacts,
            worker is null ? StepOwner.Scheduler : StepOwner.Clinician,
            worker,
            $"{(check.OtherWorker ? "The authority's list names another social worker." : "The child lives somewhere else now.")} {(worker is null ? "The scheduler" : Name(service, worker))} checks whom we write to, and says so below.",
            Within(service, London.At(check.KnownOn ?? check.Since, LocalTime.Noon), 2));
    }

    /// <summary>An appointment that should have a place and has none.</summary>
    private static NextStep? WithoutPlace(ServiceDefinition service, CaseFile file)
    {
        var since = file.Current?.WithoutPlaceSince ?? file.Case.ReceivedAt;
        return file.Current?.State switch
        {
            AppointmentState.NoPlace => new(StepKind.ChooseAWayOut, StepOwner.Manager, null, "No place was free. A manager chooses a way out; the service looks again every working morning.", Within(service, since, 1)),
            AppointmentState.ToRing => new(StepKind.RingAndChoose, StepOwner.Scheduler, null, "Its place was lost, and only a person may choose the next one: ring and choose.", Within(service, since, 0)),
            AppointmentState.Wanted or AppointmentState.Proposing => new(StepKind.FindPlace, StepOwner.Service, null, "A place is being found.", London.Day(since)),
            _ => null,
        };
    }

    /// <summary>A child who was assessed has somebody who works with them, and is there.</summary>
    private static NextStep? NoKeyWorker(ServiceDefinition service, CaseFile file, There there)
    {
        var record = file.Case;
        if (record.AssessedAt is not { } assessed)
        {
            return null;
        }

        if (record.KeyWorker is not { } keyWorker)
        {
            var since = record.Conflicts is [.., var conflict] ? Instant.Max(assessed, London.At(conflict.On, LocalTime.Noon)) : assessed;
            return new(StepKind.ChooseKeyWorker, StepOwner.Manager, null, "Choose a key worker.", Within(service, since, 1)) { Occasion = record.Conflicts is [.., var last] ? last.Clinician : null };
        }

        return there.Includes(keyWorker) ? null
            : there.AwaySince(keyWorker) is { } away
                ? new(StepKind.ChooseKeyWorker, StepOwner.Manager, null, $"{Name(service, keyWorker)} is away for long. Choose another key worker.", Within(service, London.At(away, LocalTime.Noon), 1)) { Occasion = keyWorker }
                : new(StepKind.ChooseKeyWorker, StepOwner.Manager, null, "The key worker has left the team. Choose another.", Within(service, assessed, 1)) { Occasion = keyWorker };
    }

    private static NextStep? OfAppointment(ServiceDefinition service, CaseFile file)
    {
        if (file.Current is not { } current)
        {
            return CancelAppointment.WithoutAnother(file) is { Outcome: { } said }
                ? new(StepKind.WantAppointment, StepOwner.Scheduler, null, "It was cancelled, and no other place is held. Ring, then have a place found; after that day the service finds one by itself.", Within(service, said.RecordedAt, CancelAppointment.DaysToRing))
                : null;
        }

        var record = file.Case;
        return current.State switch
        {
            AppointmentState.AwaitingConfirmation => new(StepKind.Confirm, StepOwner.Referrer, null, "Whoever sent the form confirms it, then a place is held.", record.ConfirmBy is { } by ? London.Day(by) : null),
            _ when record.Provisional == Provisional.Unconfirmed => new(StepKind.Confirm, StepOwner.Referrer, null, "Whoever sent the form confirms it.", record.ConfirmBy is { } until ? London.Day(until) : null),
            _ when record is { Provisional: Provisional.ManagerDecides, AssessedAt: null } =>
                new(StepKind.Decide, StepOwner.Manager, null, "A manager decides whether this service is the right one, and says so below. The place stays held.", Within(service, record.ReceivedAt, 1)),
            _ when ChaseMissing.IsOn(record) && ChaseMissing.DecidedFrom(file) is { } since =>
                new(StepKind.Decide, StepOwner.Scheduler, null, "The time to tell us what is missing is over. Ring once more, and say below what follows: take it on, or close the case. The place stays held.", Within(service, since, 1)),
            _ when record is { Provisional: Provisional.NeedsInformation, AssessedAt: null } =>
                new(StepKind.AskForWhatIsMissing, StepOwner.Scheduler, null, "Ask for what is missing: it could change the decision. Once it is known, say so below. The place stays held.", Within(service, record.ReceivedAt, 1)),
            _ => new(StepKind.Meet, StepOwner.Clinician, current.Slot!.Clinician, $"{Name(service, current.Slot.Clinician)} meets them.", London.Day(current.Slot.Start)),
        };
    }

    private static NextStep OfCase(ServiceDefinition service, CaseFile file)
    {
        var record = file.Case;

        // Who asked to be rung is rung in this time; after it the service looks by itself.
        var wantedBy = Within(service, file.Appointments.Max(appointment => appointment.Outcome?.RecordedAt) ?? record.ReceivedAt, CancelAppointment.DaysToRing);
        if (record.Pauses is [.., { Until: null } pause])
        {
            return new(StepKind.ResumeClocks, StepOwner.Scheduler, null, "The clocks stand still. Ask whether the reason still holds.", Within(service, London.At(pause.From, LocalTime.Noon), 10));
        }

        if (record is { ScreenedAt: { } screened, AssessedAt: null })
        {
            return new(StepKind.SayWhatFollows, StepOwner.Scheduler, null,
                "The screening took place. Ask whoever met the child whether a first meeting is wanted: have it found, or close the case.", Within(service, screened, 2));
        }

        if (record.AssessedAt is null)
        {
            return new(StepKind.WantAppointment, StepOwner.Scheduler, null, "Nothing is held. Look at the case, and have an appointment found.", wantedBy);
        }

        var keyWorker = record.KeyWorker!;
        var name = Name(service, keyWorker);
        if (record.Onward is { InsteadOfOurs: true } onward)
        {
            return new(StepKind.Close, StepOwner.Clinician, keyWorker, $"{name} agrees how it goes on with those who help now, then closes the case.", onward.On.PlusWeeks(ReviewWeeks));
        }

        if (record.InterventionAt is not { } begun)
        {
            return new(StepKind.WantAppointment, StepOwner.Scheduler, null, "No first session is held. Look at the case, and have one found.", wantedBy);
        }

        var last = record.Reviews is [.., var review] ? review : null;
        return last is { What: ReviewOutcome.Ends }
            ? new(StepKind.Close, StepOwner.Clinician, keyWorker, $"{name} agrees the exit plan, then closes the case.", last.On.PlusWeeks(CloseWeeks))
            : record.PlanAgreedOn is null
                ? new(StepKind.AgreePlan, StepOwner.Clinician, keyWorker, $"{name} agrees the plan and its goals.", London.Day(begun).PlusWeeks(2))
                : new(StepKind.Review, StepOwner.Clinician, keyWorker, $"{name} works with them, and looks back with them after {ReviewWeeks.ToString(CultureInfo.InvariantCulture)} weeks.", (last?.On ?? London.Day(begun)).PlusWeeks(ReviewWeeks));
    }

    private static string Name(ServiceDefinition service, string clinician) => service.Team.FirstOrDefault(member => member.Id == clinician)?.Name ?? "A colleague who has left";

    private static LocalDate Within(ServiceDefinition service, Instant from, int workingDays) => WorkingDays.Of(service).After(London.Day(from), workingDays);

    /// <summary>Who can be asked to do something.</summary>
    private sealed record There(ServiceDefinition Service, CaseFile File, Away Away, Instant Now)
    {
        /// <summary>Of the team, not away for long, and may see the child.</summary>
        public bool Includes(string clinician) =>
            Service.Team.Any(member => member.Id == clinician) && AwaySince(clinician) is null && !BarClinician.IsBarred(File, clinician);

        public LocalDate? AwaySince(string clinician) => Service.Team.Any(member => member.Id == clinician) ? Away.ForLong(clinician, Now) : null;
    }
}
