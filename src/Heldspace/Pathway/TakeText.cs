using Heldspace.Intake;
using Heldspace.Measures;
using Heldspace.Measures.Asking;
using Heldspace.Messages;
using Heldspace.Safeguarding;
using Heldspace.Services;
using NodaTime;
using static Heldspace.Pathway.PlannedMessage;

namespace Heldspace.Pathway;

/// <summary>
/// What follows from a text message by somebody whom we had sent one. The word STOP ends text messages to them at once: they are asked by the next way, and the key worker hears of it. Whatever else they
/// write goes to a person and changes nothing.
/// </summary>
public static class TakeText
{
    /// <summary>Null where it was taken before.</summary>
    /// <param name="service">Whose case.</param>
    /// <param name="file">The case.</param>
    /// <param name="intake">The text message.</param>
    /// <param name="text">What it says.</param>
    /// <param name="now">When.</param>
    public static Change? Decide(ServiceDefinition service, CaseFile file, IntakeId intake, ReceivedReply text, Instant now)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (file.Case.Replies.Contains(intake))
        {
            return null;
        }

        var number = MobileNumber.Normal(text.From);
        var theirs = file.Case.Respondents.Where(person => person.Phone is { } phone && MobileNumber.Normal(phone) == number).Select(person => person.Role).ToList();
        var whom = theirs.Count > 0 ? theirs : [.. file.Asks.Where(ask => ask.Respondent.Phone is { } phone && MobileNumber.Normal(phone) == number).Select(ask => ask.Respondent.Role).Distinct()];
        var change = Change.Of(
            file with { Case = file.Case with { Replies = file.Case.Replies.Add(intake) } },
            new CaseEvent.TextReceived(intake, whom.Count > 0 ? string.Join(" or ", whom.Select(Roles.InWords)) : null, text.IsStop) { At = now });
        if (text.IsStop)
        {
            foreach (var role in theirs)
            {
                change = RecordRespondent.NoTexts(service, change.File, role, "They answered STOP to a text message.", now) is { } stopped ? stopped with { Events = [.. change.Events, .. stopped.Events] } : change;
            }

            return change;
        }

        var told = Alert(
            Texts.AlertOther, $"text.{intake}", service.Team.FirstOrDefault(member => member.Id == file.Case.KeyWorker)?.Mailbox ?? service.Scheduler.Mailbox, AlertKinds.Other,
            $"{(whom.Count > 0 ? char.ToUpperInvariant(Roles.InWords(whom[0])[0]) + string.Join(" or ", whom.Select(Roles.InWords))[1..] : "Somebody who was sent a text message")} has answered it. Please read it, and answer them: nothing does so by itself, and nothing was changed by it.",
            now);
        return RaiseAlert.Add(service, file, change with { File = change.File.Plan(told) }, text.Concerns(isAnswer: true), now);
    }
}
