using Heldspace.Pathway;
using Heldspace.Services;

namespace Heldspace.Functions.Hosting;

/// <summary>Queues what a case needs next: its appointment, its messages. Sending again is harmless, so whoever is unsure sends.</summary>
internal sealed class CaseQueue(Outbox outbox)
{
    public Task Allocation(ServiceDefinition service, CaseFile file, Appointment appointment, string step, CancellationToken cancellation, string? again = null) =>
        outbox.Send(
            QueueNames.Allocations,
            new AllocationRequested(service.Id, service.Allocation.Pool, file.Case.Id, appointment.Id, step) { Again = again },
            cancellation);

    /// <summary>One message, not before a time.</summary>
    public Task Later(ServiceDefinition service, CaseFile file, Message message, NodaTime.Instant at, CancellationToken cancellation) =>
        outbox.Send(QueueNames.Messages, Planned(service, file, message) with { Again = $"at:{at.ToUnixTimeSeconds()}" }, cancellation, at);

    private static MessagePlanned Planned(ServiceDefinition service, CaseFile file, Message message) =>
        new(service.Id, message.TextTo is null ? service.Mailboxes[0].Text : "texts", file.Case.Id, message.Id);

    /// <summary>Every message that is not out yet and need not wait. Text messages have a lane of their own: mail that is slow or refused holds up no alert.</summary>
    public Task Messages(ServiceDefinition service, CaseFile file, CancellationToken cancellation, string? again = null) =>
        Task.WhenAll(file.Messages
            .Where(message => message.State is MessageState.Planned or MessageState.Drafted && !file.IsWithheld(message))
            .Select(message => outbox.Send(
                QueueNames.Messages,
                Planned(service, file, message) with { Again = again },
                cancellation)));
}
