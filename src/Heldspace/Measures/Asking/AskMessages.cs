using Heldspace.Messages;
using Heldspace.Pathway;
using Heldspace.Services;
using NodaTime;

namespace Heldspace.Measures.Asking;

/// <summary>Mails and text messages about an ask. Each is planned under an id of its own, so that nobody gets one twice.</summary>
internal static class AskMessages
{
    /// <summary>Nothing where the key worker asks: they hear of it once for everybody.</summary>
    public static IEnumerable<Message> Invitation(ServiceDefinition service, Ask ask, Instant now) => ToRespondent(service, ask, IsYoung(ask) ? Texts.MeasureInvitationYoung : Texts.MeasureInvitation, Texts.MeasureInvitationText, ask.Id, now);

    public static IEnumerable<Message> Reminder(ServiceDefinition service, Ask ask, Instant now) =>
        ToRespondent(service, ask, IsYoung(ask) ? Texts.MeasureReminderYoung : Texts.MeasureReminder, Texts.MeasureReminderText, $"{ask.Id}.{PlannedMessage.Number(ask.Reminders)}", now);

    /// <summary>To the key worker: whom to ask themselves.</summary>
    public static Message Tasks(ServiceDefinition service, CaseFile file, IReadOnlyList<Ask> tasks, Instant now) => ToKeyWorker(
        service, file, $"tasks.{tasks[0].Id}",
        "Please ask how things are going, and write the answers down on the page of the case: "
            + string.Join("; ", tasks.Select(InWords)) + ".",
        now);

    /// <summary>To the key worker: two reminders did not help.</summary>
    public static Message Unanswered(ServiceDefinition service, CaseFile file, Ask ask, Instant now) => ToKeyWorker(
        service, file, $"unanswered.{ask.Id}",
        $"No answer came from {Roles.InWords(ask.Respondent.Role)} to how things are going. They are not written to again about it. Ask them when you meet: it can be written down on the page of the case.",
        now);

    /// <summary>To the key worker: somebody cannot be asked as before.</summary>
    public static Message ChannelChanged(ServiceDefinition service, CaseFile file, Respondent person, string n, string why, Instant now) => ToKeyWorker(
        service, file, $"channel.{person.Role}.{n}",
        $"{why} From now on {(person.By switch { AskBy.Text => $"{Roles.InWords(person.Role)} is asked by text message", AskBy.Email => $"{Roles.InWords(person.Role)} is asked by mail", _ => $"you ask {Roles.InWords(person.Role)} yourself" })}, until another way is written down on the page of the case.",
        now);

    private static string InWords(Ask ask) =>
        $"{Roles.InWords(ask.Respondent.Role)}{(ask.Kind == WaveKind.YearlySdq ? ", for the yearly SDQ," : "")} {(ask.Respondent.By == AskBy.Letter ? "by letter" : ask.Respondent.Role == Roles.Clinician ? "yourself" : "when you meet or on the telephone")}{(ask.Respondent.Changed is { } why ? $" ({why.TrimEnd('.')})" : "")}";

    private static bool IsYoung(Ask ask) => ask.Respondent.Role == Roles.YoungPerson;

    private static IEnumerable<Message> ToRespondent(ServiceDefinition service, Ask ask, string mail, string text, string n, Instant now) => ask.Respondent switch
    {
        { By: AskBy.Email, Email: { } email } => [PlannedMessage.ToReferrer(mail, n, email, now) with { Ask = ask.Id }],

        // The address of a message that goes by text is never written to.
        { By: AskBy.Text, Phone: { } phone } => [PlannedMessage.ToReferrer(text, n, service.Mailboxes[0], now) with { Ask = ask.Id, TextTo = phone }],
        _ => [],
    };

    private static Message ToKeyWorker(ServiceDefinition service, CaseFile file, string n, string about, Instant now) =>
        PlannedMessage.Alert(Texts.MeasureTask, n, service.Team.FirstOrDefault(member => member.Id == file.Case.KeyWorker)?.Mailbox ?? service.Scheduler.Mailbox, AlertKinds.Other, about, now);
}
