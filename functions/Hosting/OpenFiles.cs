using Heldspace.Azure.Records;
using Heldspace.Pathway;

namespace Heldspace.Functions.Hosting;

/// <summary>Every case of a service that is not over, whole: for lists and summaries that look at all of them.</summary>
internal sealed class OpenFiles(OpenCases open, Cases cases)
{
    /// <summary>Oldest first. What a case is by now counts: one that was closed a moment ago may be among them.</summary>
    public async Task<IReadOnlyList<CaseFile>> Read(string service, CancellationToken cancellation) =>
        await Files(service, (await open.Read(service, cancellation)).Select(row => row.Case), cancellation);

    /// <summary>With those that are over of which a message failed in the last weeks, since somebody has to ring.</summary>
    public async Task<IReadOnlyList<CaseFile>> ReadWithFailed(string service, CancellationToken cancellation) =>
        await Files(service, await open.WithFailed(service, cancellation), cancellation);

    private async Task<IReadOnlyList<CaseFile>> Files(string service, IEnumerable<Intake.CaseId> ids, CancellationToken cancellation) =>
        [.. (await cases.ReadEach(service, ids, cancellation)).Select(stored => stored.File)];
}
