using Heldspace.Eligibility;
using Heldspace.Messages;
using Heldspace.Services;
using Heldspace.Time;
using NodaTime;
using static Heldspace.Pathway.PlannedMessage;

namespace Heldspace.Pathway;

/// <summary>
/// The rules of the day of receipt, with what is known now. Only what speaks for the child follows by itself: a place is theirs, or one is looked for. Anything
/// else a person decides, and what is held stays held.
/// </summary>
internal static class JudgeAgain
{
    /// <summary>Whether the decision still counts: after the assessment it is the clinicians' to say.</summary>
    public static bool Counts(ServiceDefinition service, Case record) =>
        record.AssessedAt is null && record.State is CaseState.Open or CaseState.Signposted && record.Provisional != Provisional.Unconfirmed
        && service.PurposeOf(record.Beside) != AppointmentPurpose.Consultation;

    /// <param name="file">With what is known now.</param>
    /// <param name="n">Tells this occasion's messages from those of another.</param>
    /// <param name="byMail">Whether it follows from a mail by itself: that they are taken on is an answer to it then. What is needed anew is asked for in any case.</param>
    public static (CaseFile File, IReadOnlyList<CaseEvent> Events) Of(ServiceDefinition service, CaseFile file, string n, Instant now, bool byMail = false)
    {
        var decision = Eligibility.Decide.Eligibility(service, file.Case.Child, London.Day(file.Case.ReceivedAt));
        var (before, judged) = (file.Case.Eligibility.Outcome, file with { Case = file.Case with { Eligibility = decision } });
        if (decision.Outcome == before)
        {
            return (judged, []);
        }

        IReadOnlyList<CaseEvent> decided = [new CaseEvent.Decided(decision) { At = now }];
        if (file.Case.State == CaseState.Signposted)
        {
            var opened = OpenCase.AfterWaiting(service, judged, now);
            return (opened.Plan(PlanReferralMessages.OnOpening(service, opened, now)), decided);
        }

        switch (decision.Outcome)
        {
            case Outcome.Eligible or Outcome.Charge:
                var taken = judged with { Case = judged.Case with { Provisional = Provisional.No } };
                return (file.Case.Provisional == Provisional.No ? taken : taken.Plan(PlanReferralMessages.OnTakenOn(service, taken, now).Select(message => byMail ? message with { Id = message.Id + AnswerOnce.ByMail } : message)), decided);
            case Outcome.NeedsInformation:
                var lacks = judged with { Case = judged.Case with { Provisional = Provisional.NeedsInformation } };
                return (lacks.Plan(ChaseMissing.AskAnew(lacks.Case, $"{n}.{Number(file.Case.LastEvent)}", now)), decided);
            default:
                var asked = judged with { Case = judged.Case with { Provisional = Provisional.ManagerDecides } };
                return (asked.Plan(Numbered(service.Managers).Select(manager => Alert(Texts.DecisionNeeded, $"{n}.{manager.N}", manager.Manager.Mailbox, AlertKinds.Other, decision.Reason, now))), decided);
        }
    }
}
