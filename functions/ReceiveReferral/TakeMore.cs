using Heldspace.Azure.Records;
using Heldspace.Functions.Hosting;
using Heldspace.Intake;
using Heldspace.Pathway;
using Heldspace.Services;

namespace Heldspace.Functions.ReceiveReferral;

/// <summary>Takes what somebody told by their receipt link to the case. Doing it again changes nothing. Removed last: its mark in <c>pending/</c>.</summary>
internal sealed class TakeMore(Cases cases, IntakeStore intake, CaseActs acts)
{
    public async Task Take(ServiceDefinition service, IntakeId id, ReceivedMore more, CancellationToken cancellation)
    {
        if (await cases.Read(service.Id, more.Case, cancellation) is { File.Case: var record })
        {
            _ = await acts.Do(service, record.Id, new Act.Write(ReadMore.Read(more, service, id, record)) { By = TakeReply.By }, cancellation);
        }

        await intake.Done(service.Id, id, cancellation);
    }
}
