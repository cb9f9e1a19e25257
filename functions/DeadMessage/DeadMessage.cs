using Heldspace.Azure.Records;
using Heldspace.Functions.Hosting;
using Heldspace.Messages;
using Heldspace.Pathway;
using Heldspace.Services;
using NodaTime;

namespace Heldspace.Functions.DeadMessage;

/// <summary>
/// A message that could not be sent in a day: noted on the case, and the scheduler told, unless it was the scheduler's own. Trigger: the dead letters of
/// <c>messages</c>. Removed last: the dead letter.
/// </summary>
internal sealed partial class DeadMessage(
    Cases cases, CaseQueue queue, ServiceDefinitions services, IClock clock, ILogger<DeadMessage> logger)
{
    public async Task Handle(MessagePlanned planned, CancellationToken cancellation)
    {
        var service = services.Require(planned.Service);
        for (var tries = 0; tries < 5; tries++)
        {
            var stored = await cases.Read(service.Id, planned.Case, cancellation);
            var message = stored?.File.Messages.FirstOrDefault(other => other.Id == planned.Message);
            if (stored is null || message is null or { State: MessageState.Sent })
            {
                return;
            }

            Log.NotSent(logger, planned.Case, planned.Message);
            if (message.State != MessageState.Failed)
            {
                stored = await cases.Commit(stored, message with { State = MessageState.Failed }, cancellation);
            }

            if (stored is not null && (message.ToStaff || await Tell(service, stored, message, cancellation)))
            {
                return;
            }
        }

        throw new Contended("The case changed again and again.");
    }

    private async Task<bool> Tell(ServiceDefinition service, StoredCase stored, Message message, CancellationToken cancellation)
    {
        var alert = new Message
        {
            Id = $"{Texts.AlertOther}.failed.{message.Id}",
            Kind = Texts.AlertOther,
            To = service.Scheduler.Mailbox,
            ToStaff = true,
            State = MessageState.Planned,
            PlannedAt = clock.GetCurrentInstant(),
            Alert = AlertKinds.Other,
            About = "A message to the referrer could not be sent. Please ring them.",
        };
        if (await cases.Commit(stored, Change.Of(stored.File.Plan(alert)), cancellation) is not { } committed)
        {
            return false;
        }

        await queue.Messages(service, committed.File, cancellation);
        return true;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Case {Case}, message {Message} could not be sent")]
        public static partial void NotSent(ILogger logger, Intake.CaseId @case, string message);
    }
}
