using Heldspace.Eligibility;
using Heldspace.Intake;
using Heldspace.Messages;
using Heldspace.Services;
using NodaTime;
using static Heldspace.Pathway.PlannedMessage;

namespace Heldspace.Pathway;

/// <summary>Who is told what of a referral as it came: opened, confirmed or not, set aside, taken on. Ids are derived, so that planning again adds nothing.</summary>
public static class PlanReferralMessages
{
    public static IEnumerable<Message> OnOpening(ServiceDefinition service, CaseFile file, Instant now)
    {
        var opened = file.Case;
        if (opened.State == CaseState.Signposted && opened.Referrer.Email is { } address)
        {
            yield return ToReferrer(Texts.Signposted, "1", address, now);
        }

        if (opened.State == CaseState.PossibleDuplicate && opened.Referrer.Email is { } writer)
        {
            yield return ToReferrer(Texts.Received, "1", writer, now);
        }

        foreach (var other in opened.MaybeSame.Where(other => other.TwoBy is null))
        {
            yield return ProposeMerge.Ask(service, opened, other, now);
        }

        if (opened.ConfirmBy is not null && opened.Referrer.Email is { } unconfirmed)
        {
            yield return ToReferrer(Texts.Confirm, "1", unconfirmed, now);
        }

        if (opened.State != CaseState.Open)
        {
            foreach (var ring in Ring(service, file, now))
            {
                yield return ring;
            }
        }

        if (opened.SenderUnverified)
        {
            yield return Alert(Texts.AlertOther, "sender", service.Scheduler.Mailbox, AlertKinds.Other,
                "Nothing that can be relied on says that this mail came from whom it names. Nothing is sent to them until you look and say that it may be.", now);
        }

        if (!opened.Unread.IsEmpty)
        {
            yield return Alert(Texts.AlertUnreadable, "1", service.Scheduler.Mailbox, AlertKinds.Unreadable, string.Join("; ", opened.Unread), now);
        }

        if (opened.Eligibility.Outcome == Outcome.NeedsInformation)
        {
            yield return Alert(Texts.AlertDataGap, "1", service.Scheduler.Mailbox, AlertKinds.DataGap, "Facts are missing that could change the decision.", now);
        }
        else if (!opened.Unclear.IsEmpty)
        {
            yield return Alert(Texts.AlertDataGap, "1", service.Scheduler.Mailbox, AlertKinds.DataGap, "What was written about who the child is cannot be relied on.", now);
        }

        if (opened.Eligibility.Outcome == Outcome.ManagerDecides && opened.State == CaseState.Open)
        {
            foreach (var (manager, n) in Numbered(service.Managers))
            {
                yield return Alert(Texts.DecisionNeeded, n, manager.Mailbox, AlertKinds.Other, opened.Eligibility.Reason, now);
            }
        }

        if (opened.Child.Value(Fields.Interpreter) == "yes" && opened.State == CaseState.Open)
        {
            yield return Interpreter(service, now);
        }
    }

    public static Message Interpreter(ServiceDefinition service, Instant now)
    {
        ArgumentNullException.ThrowIfNull(service);
        return Alert(Texts.AlertOther, "interpreter", service.Scheduler.Mailbox, AlertKinds.Other, "Please book an interpreter for the appointment.", now);
    }

    public static IEnumerable<Message> OnAwaitingConfirmation(ServiceDefinition service, CaseFile file, Instant now) =>
    [
        Alert(Texts.AlertOther, $"cap.{file.Current!.Id}", service.Scheduler.Mailbox, AlertKinds.Other,
            "All places for unconfirmed forms are taken. This one gets its place when its sender confirms.", now),
    ];

    public static IEnumerable<Message> OnConfirming(ServiceDefinition service, CaseFile file, Instant now)
    {
        ArgumentNullException.ThrowIfNull(service);
        if (file.Current is { } appointment && file.Case.Referrer.Email is { } address)
        {
            if (appointment.State == AppointmentState.Held)
            {
                yield return HeldMessage(service, file, appointment, address, now);
            }
            else if (appointment.State == AppointmentState.NoPlace)
            {
                yield return ToReferrer(Texts.NoPlaceYet, appointment.Id, address, now);
            }
        }
    }

    public static IEnumerable<Message> OnExpiry(ServiceDefinition service, CaseFile file, Instant now)
    {
        if (file.Case.Referrer.Email is { } address)
        {
            yield return ToReferrer(Texts.HoldExpired, "1", address, now);
        }

        yield return Alert(Texts.AlertOther, "expired", service.Scheduler.Mailbox, AlertKinds.Other,
            "Nobody confirmed this form in time. Its place is free again; the referral is kept and needs a look.", now);
    }

    public static IEnumerable<Message> ConfirmReminder(ServiceDefinition service, CaseFile file, Instant now)
    {
        ArgumentNullException.ThrowIfNull(service);
        if (file.Case.Referrer.Email is { } address)
        {
            yield return ToReferrer(Texts.ConfirmReminder, "1", address, now);
        }
    }

    public static IEnumerable<Message> OnQuarantine(ServiceDefinition service, Case opened, Instant now) =>
    [
        Alert(Texts.AlertOther, "quarantine", service.Scheduler.Mailbox, AlertKinds.Other, $"{WhySetAside(opened)} Nothing is held and nobody was answered. Please look at it.", now),
    ];

    /// <summary>Why something waits for a person before anything else, in words for staff.</summary>
    public static string WhySetAside(Case record) =>
        record.WasJunk ? "The mail system took this mail for junk."
        : record.Channel switch
        {
            Channel.Mail => "This mail did not come from whom it names.",
            Channel.Text => "This text message came from a number that we had sent none to.",
            _ => "A program seems to have filled in this form.",
        };

    /// <summary>A provisional place is theirs now.</summary>
    public static IEnumerable<Message> OnTakenOn(ServiceDefinition service, CaseFile file, Instant now) =>
        file is { Current: { State: AppointmentState.Held } held, Case.Referrer.Email: { } address }
            ? [HeldMessage(service, file, held, address, now) with { Id = $"{Texts.Held}.{AttemptOf(held)}.taken-on" }]
            : [];

    /// <summary>Who is written to from now on hears of the place that is held, with a link of their own.</summary>
    public static IEnumerable<Message> OnNewContact(ServiceDefinition service, CaseFile file, Instant now) =>
        file is { Current: { State: AppointmentState.Held } held, Case: { Provisional: not Provisional.Unconfirmed, Referrer.Email: { } address } }
            ? [HeldMessage(service, file, held, address, now) with { Id = $"{Texts.Held}.{held.Id}.contact-{Number(file.Case.LastEvent)}" }]
            : [];
}
