using Heldspace.Intake;
using Heldspace.Messages;
using Heldspace.Services;
using NodaTime;
using static Heldspace.Pathway.PlannedMessage;

namespace Heldspace.Pathway;

/// <summary>
/// One automatic answer for each sender and day in London, beside the one confirmation of each child who was referred: programs that answer each other end
/// there. What is not sent waits for a person, who may let it go out.
/// </summary>
public static class AnswerOnce
{
    /// <summary>The id of a message that follows from a further mail ends so; what a colleague does ends otherwise, and is no answer.</summary>
    internal const string ByMail = ".by-mail";

    /// <summary>
    /// Whether a message answers a mail and is not the confirmation of a referral: where to turn instead, what follows from a further mail, and a place for a child of
    /// whom the mail says nothing, since what programs write opens a case too. What comes of people's acts or of the calendar answers nobody.
    /// </summary>
    public static bool Counts(CaseFile file, Message message)
    {
        ArgumentNullException.ThrowIfNull(file);
        return file.Case is { Channel: Channel.Mail, Released: null, Vouched: null } && message is { ToStaff: false, TextTo: null } && message.Kind switch
        {
            Texts.Signposted or Texts.Received => true,
            Texts.Held or Texts.HeldProvisional or Texts.NoPlaceYet => !IsOfSomebody(file.Case.Child) || message.Id.EndsWith(ByMail, StringComparison.Ordinal),
            _ => false,
        };
    }

    /// <summary>They had their answer of the day: nothing goes to them about this case before a person says so, and the scheduler is told.</summary>
    public static Change HoldBack(ServiceDefinition service, CaseFile file, Message message, Instant now)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(message);
        var held = file with { Case = file.Case with { RepliesStopped = true } };
        return Change.Of(held.Plan(Alert(
            Texts.AlertOther, $"answered.{message.Id}", service.Scheduler.Mailbox, AlertKinds.Other,
            "Whoever wrote had an automatic answer today already, so that nothing more goes to them by itself. Please look whether somebody waits for it, and say below whether it may go out.", now)));
    }

    private static bool IsOfSomebody(Child child) => new[] { Fields.GivenName, Fields.FamilyName, Fields.DateOfBirth, Fields.NhsNumber, Fields.Upn }.Any(field => child.Value(field) is not null);
}
