using Heldspace.Azure.Notify;
using Heldspace.Azure.Records;
using Heldspace.Functions.Hosting;
using Heldspace.Intake;
using Heldspace.Messages;
using Heldspace.Pathway;
using Heldspace.Services;
using NodaTime;

namespace Heldspace.Functions.SendMessage;

/// <summary>
/// Sends one text message of a case. That it is about to go out is committed first, with the reference it goes under; whether one that was about to go did
/// is asked for by that reference, never guessed.
/// </summary>
internal sealed class SendText(Cases cases, TextMessages texts, Lookups lookups, Links links, FailMessage fail, SendDueMessages.LookAtTexts looks, IClock clock)
{
    /// <exception cref="Contended">Somebody else changed the message at the same time, or is about to send it.</exception>
    public async Task<StoredCase> Send(ServiceDefinition service, StoredCase stored, Message message, CancellationToken cancellation)
    {
        if (message.IsOver)
        {
            return stored;
        }

        var reference = $"{stored.File.Case.Id}:{message.Id}";
        var known = false;
        if (message.State == MessageState.Drafted)
        {
            known = await texts.IsKnown(reference, cancellation);
        }
        else
        {
            message = message with { State = MessageState.Drafted, DraftId = reference };
            stored = await Commit(stored, message, cancellation);
        }

        if (!known)
        {
            if (!message.ToStaff)
            {
                // Before it goes out: whoever answers it is found by their number.
                await lookups.KeepTexted(service.Id, MobileNumber.Normal(message.TextTo!), stored.File.Case.Id, cancellation);
            }

            var words = Compose.Message(service, stored.File, message, await links.For(service, stored.File, message, cancellation));
            if (await texts.Send(message.TextTo!, string.Join('\n', words.Paragraphs), reference, cancellation) == TextOutcome.Refused)
            {
                return await fail.Fail(service, stored, message, cancellation) ?? throw new Contended("The case changed at the same time.");
            }
        }

        var now = clock.GetCurrentInstant();
        await looks.Plan(service, stored.File, message, now, cancellation);
        return await Commit(stored, message with { State = MessageState.Sent, SentAt = now }, cancellation);
    }

    private async Task<StoredCase> Commit(StoredCase stored, Message message, CancellationToken cancellation) =>
        await cases.Commit(stored, message, cancellation) ?? throw new Contended("The message was changed at the same time.");
}
