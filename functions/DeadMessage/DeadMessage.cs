using Heldspace.Azure.Records;
using Heldspace.Functions.Hosting;
using Heldspace.Pathway;
using Heldspace.Services;

namespace Heldspace.Functions.DeadMessage;

/// <summary>
/// A message that could not be sent in a day: noted on the case, and the scheduler told, unless it was the scheduler's own. Trigger: the dead letters of
/// <c>messages</c>. Removed last: the dead letter.
/// </summary>
internal sealed partial class DeadMessage(
    Cases cases, SendMessage.FailMessage fail, ServiceDefinitions services, ILogger<DeadMessage> logger)
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
            if (await fail.Fail(service, stored, message, cancellation) is not null)
            {
                return;
            }
        }

        throw new Contended("The case changed again and again.");
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Case {Case}, message {Message} could not be sent")]
        public static partial void NotSent(ILogger logger, Intake.CaseId @case, string message);
    }
}
