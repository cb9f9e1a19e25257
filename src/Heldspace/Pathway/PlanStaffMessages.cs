using Heldspace.Intake;
using Heldspace.Messages;
using Heldspace.Services;
using NodaTime;
using NodaTime.Text;
using static Heldspace.Pathway.PlannedMessage;

namespace Heldspace.Pathway;

/// <summary>What staff are told of a case beside its appointments: whom to write to, who works with the child, what is due, what could not be sent. Ids are derived, so that planning again adds nothing.</summary>
public static class PlanStaffMessages
{
    /// <summary>The child lives somewhere else: whoever works with them, or else the scheduler, looks whom we write to.</summary>
    public static IEnumerable<Message> OnContactsToCheck(ServiceDefinition service, CaseFile file, LocalDate on, Instant now) =>
    [
        Alert(Texts.AlertOther, $"contacts.{LocalDatePattern.Iso.Format(on)}", service.Team.FirstOrDefault(member => member.Id == file.Case.KeyWorker)?.Mailbox ?? service.Scheduler.Mailbox, AlertKinds.Other,
            "The placement changed, so whoever looks after the child may be somebody else. "
            + (file.Case.ContactCheck?.Dropped is null ? "" : "Nothing is sent to the carer who wrote to us any more. ")
            + "Please check whom we write to, and say so on the page.", now),
    ];

    /// <summary>The authority's list names another social worker: whoever works with the child, or else the scheduler, looks whom we write to.</summary>
    public static IEnumerable<Message> OnOtherWorker(ServiceDefinition service, CaseFile file, LocalDate asOf, Instant now) =>
    [
        Alert(Texts.AlertOther, $"worker.{LocalDatePattern.Iso.Format(asOf)}", service.Team.FirstOrDefault(member => member.Id == file.Case.KeyWorker)?.Mailbox ?? service.Scheduler.Mailbox, AlertKinds.Other,
            "The authority's list names another social worker than the one we write to. Please check whom we write to, and say so on the page. Nothing was changed by itself.", now),
    ];

    /// <summary>By the authority's file the service may no longer be for this child.</summary>
    public static IEnumerable<Message> OnRosterDiffers(ServiceDefinition service, Roster.RosterChange change, LocalDate asOf, Instant now) =>
    [
        Alert(Texts.AlertOther, $"roster.{change}.{LocalDatePattern.Iso.Format(asOf)}", service.Scheduler.Mailbox, AlertKinds.Other,
            (change == Roster.RosterChange.Left ? "This is no longer in the authority's list of children." : "By the authority's list another authority is responsible now.")
            + " Please look whether we go on, and who has to know. Nothing was changed by itself.", now),
    ];

    /// <summary>Nobody of the team can be the key worker.</summary>
    public static IEnumerable<Message> OnNoKeyWorker(ServiceDefinition service, Instant now) => Numbered(service.Managers).Select(manager => Alert(
        Texts.AlertOther, $"key-worker.{manager.N}", manager.Manager.Mailbox, AlertKinds.Other, "Nobody of the team can be the key worker. Please choose one.", now));

    /// <summary>The key worker must not see the child any more.</summary>
    public static IEnumerable<Message> OnKeyWorkerBarred(ServiceDefinition service, Case record, Instant now) => Numbered(service.Managers).Select(manager => Alert(
        Texts.AlertOther, $"key-worker.{Number(record.LastEvent + 1)}.{manager.N}", manager.Manager.Mailbox, AlertKinds.Other, "The key worker cannot go on with this. Please choose another.", now));

    /// <summary>The day for a step has come.</summary>
    internal static Message OnStep(string n, EmailAddress to, string about, Instant now) => Alert(Texts.StepOverdue, n, to, AlertKinds.Other, about, now);

    /// <summary>A person tells whoever else has to know; nothing goes out by itself.</summary>
    public static Message OnDeath(ServiceDefinition service, Appointment ahead, Instant now) => Alert(
        Texts.AlertOther, $"died.{ahead.Id}", service.Scheduler.Mailbox, AlertKinds.Other,
        "An appointment is given up because the child has died. Nobody was written to about it: decide who tells whom.", now);

    /// <summary>A message went out and did not arrive: the scheduler rings, or tells whom it was for; of what was for the scheduler the first manager hears. That this very word did not arrive is told to nobody.</summary>
    public static IEnumerable<Message> OnReturned(ServiceDefinition service, Message returned, Instant now) => returned.Id.StartsWith($"{Texts.AlertOther}.{CameBack}", StringComparison.Ordinal) ? [] :
    [
        Alert(Texts.AlertOther, $"{CameBack}{returned.Id}", returned.To != service.Scheduler.Mailbox ? service.Scheduler.Mailbox : service.Managers[0].Mailbox, AlertKinds.Other,
            $"A {(returned.TextTo is null ? "mail" : "text message")} to {(returned.ToStaff ? "a colleague" : "whoever referred")} came back and did not reach them{(returned.Subject is { } subject ? $": \u201c{subject}\u201d" : "")}. "
            + (returned.ToStaff ? "Please tell them, and see that their address is right." : "Please ring them, and see that their address is right."), now),
    ];

    private const string CameBack = "came-back.";

    /// <summary>A message to somebody could not be sent: the scheduler rings, or tells whom it was for.</summary>
    /// <param name="placementEnded">It was not sent because whoever it was for no longer looks after the child.</param>
    public static Message OnFailure(ServiceDefinition service, Message failed, bool placementEnded, Instant now) => Alert(
        Texts.AlertOther, $"failed.{failed.Id}", service.Scheduler.Mailbox, AlertKinds.Other,
        placementEnded ? "A message was not sent, because the placement of whoever it was for has ended. Please tell whoever looks after the child now."
        : failed.ToStaff ? "A message about this to a colleague could not be sent. Please tell them." : "A message to the referrer could not be sent. Please ring them.", now);
}
