using Heldspace.Azure.Records;
using Heldspace.Functions.Hosting;
using Heldspace.Measures;
using Heldspace.Measures.Asking;
using Heldspace.Pathway;
using Heldspace.Services;
using NodaTime;

namespace Heldspace.Functions.SendMessage;

/// <summary>
/// A message that cannot be sent: a person is told first, then it is noted, so that no message fails in silence. Where somebody was asked how things are going, the key worker asks them
/// from then on; of every other message the scheduler hears.
/// </summary>
internal sealed class FailMessage(Cases cases, OpenCases open, CaseQueue queue, Due due, MeasureFiles measures, IClock clock)
{
    /// <returns>The case as it is then; null where somebody else changed it in between: read and decide again.</returns>
    public async Task<StoredCase?> Fail(ServiceDefinition service, StoredCase stored, Message message, CancellationToken cancellation)
    {
        var current = stored;
        if (message is { Ask: { } id, ToStaff: false } && stored.File.Asks.FirstOrDefault(ask => ask.Id == id) is { } ask)
        {
            var now = clock.GetCurrentInstant();
            if (RecordRespondent.Unreachable(service, stored.File, ask.Respondent.Role, ask.BoundTo, "A message to them could not be sent.", now) is { } change)
            {
                if (await cases.Commit(stored, change, cancellation) is not { } changed)
                {
                    return null;
                }

                current = changed;
            }

            await queue.Messages(service, current.File with { Messages = [.. current.File.Messages.Where(other => other.ToStaff)] }, cancellation);
            await due.PlanAsking(service, measures, current.File, now, cancellation);
        }
        else if (message.To != service.Scheduler.Mailbox)
        {
            var alert = PlanStaffMessages.OnFailure(service, message, !message.ToStaff && message.To != stored.File.Case.Referrer.Email, clock.GetCurrentInstant());
            if (stored.File.Messages.All(other => other.Id != alert.Id))
            {
                if (await cases.Commit(stored, Change.Of(stored.File.Plan(alert)), cancellation) is not { } told)
                {
                    return null;
                }

                current = told;
            }

            await queue.Messages(service, current.File with { Messages = [.. current.File.Messages.Where(other => other.Id == alert.Id)] }, cancellation);
        }

        await open.KeepFailed(current.File, cancellation);
        return message.State == MessageState.Failed ? current : await cases.Commit(current, message with { State = MessageState.Failed }, cancellation);
    }
}
