using System.Globalization;
using Heldspace.Azure.Notify;
using Heldspace.Azure.Records;
using Heldspace.Functions.Hosting;
using Heldspace.Pathway;
using Heldspace.Services;
using NodaTime;

namespace Heldspace.Functions.SendDueMessages;

/// <summary>
/// Asks GOV.UK Notify what became of a text message: an hour after it went out, a day, and when its provider has given up trying. One whose number is none is taken as a mail that came back; one that only found the
/// telephone off is not, since the next may arrive.
/// </summary>
internal sealed class LookAtTexts(TextMessages texts, Due due, CaseActs acts)
{
    /// <summary>After going out. The provider tries for 72 hours; https://docs.notifications.service.gov.uk/rest-api.html</summary>
    private static readonly Duration[] Looks = [Duration.FromHours(1), Duration.FromHours(24), Duration.FromHours(73)];

    /// <summary>Before it is noted that it went out, so that a crash leaves one look too many and never one too few.</summary>
    public Task Plan(ServiceDefinition service, CaseFile file, Message message, Instant now, CancellationToken cancellation) => Plan(service, file, message.Id, 0, now, now, cancellation);

    public async Task Handle(ServiceDefinition service, DueRow row, CaseFile file, Instant now, CancellationToken cancellation)
    {
        if (row.N.Split('.', 2) is not [var number, var id]
            || !int.TryParse(number, CultureInfo.InvariantCulture, out var look)
            || file.Messages.FirstOrDefault(message => message.Id == id) is not { State: MessageState.Drafted or MessageState.Sent, DraftId: { } reference } message)
        {
            return;
        }

        switch (await texts.FateOf(reference, cancellation))
        {
            case TextFate.NeverArrives:
                _ = await acts.Do(service, file.Case.Id, (current, at) => Task.FromResult<Ruling>(TakeReturned.Decide(service, current, id, at) is { } change ? new Ruling.Do(change) : new Ruling.Nothing()), cancellation);
                break;

            case TextFate.UnderWay or null when look + 1 < Looks.Length:
                await Plan(service, file, id, look + 1, message.SentAt ?? now, now, cancellation);
                break;
        }
    }

    private Task Plan(ServiceDefinition service, CaseFile file, string message, int look, Instant sent, Instant now, CancellationToken cancellation) =>
        due.Plan(new(service.Id, DueKinds.TextArrived, sent + Looks[look], file.Case.Id, $"{look.ToString(CultureInfo.InvariantCulture)}.{message}"), now, cancellation);
}
