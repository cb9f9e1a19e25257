using Heldspace.Azure.Records;
using Heldspace.Functions.Hosting;
using Heldspace.Pathway;
using Heldspace.Services;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Functions.SendMessage;

/// <summary>Lets one automatic answer a day go to a sender, and holds back what would be a second; <see cref="AnswerOnce"/> says what counts. Confirmations cost nothing here.</summary>
internal sealed class AnswerOfTheDay(Cases cases, SentMails sent, Keys keys, CaseQueue queue, IClock clock)
{
    /// <returns>The case as it is then, where the message waits for a person; null where it may go.</returns>
    /// <exception cref="Contended">Somebody else changed the case at the same time.</exception>
    public async Task<StoredCase?> HoldsBack(ServiceDefinition service, StoredCase stored, Message message, CancellationToken cancellation)
    {
        var now = clock.GetCurrentInstant();
        if (!AnswerOnce.Counts(stored.File, message)
            || await sent.IsAnswerOfTheDay(service.Id, London.Day(now), keys.Hash(keys.Current, service.Id, "sender", message.To.Text), $"{stored.File.Case.Id}:{message.Id}", cancellation))
        {
            return null;
        }

        var held = await cases.Commit(stored, AnswerOnce.HoldBack(service, stored.File, message, now), cancellation) ?? throw new Contended("The case changed at the same time.");
        await queue.Messages(service, held.File, cancellation);
        return held;
    }
}
