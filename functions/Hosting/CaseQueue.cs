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

    /// <summary>Every message that is not out yet.</summary>
    public Task Messages(ServiceDefinition service, CaseFile file, CancellationToken cancellation, string? again = null) =>
        Task.WhenAll(file.Messages
            .Where(message => message.State is MessageState.Planned or MessageState.Drafted)
            .Select(message => outbox.Send(
                QueueNames.Messages,
                new MessagePlanned(service.Id, service.Mailboxes[0].Text, file.Case.Id, message.Id) { Again = again },
                cancellation)));
}
