using Heldspace.Azure.Records;
using Heldspace.Pathway;

namespace Heldspace.Functions.Hosting;

/// <summary>Every case of a service that is not over, whole: for lists and summaries that look at all of them.</summary>
internal sealed class OpenFiles(OpenCases open, Cases cases)
{
    /// <summary>Oldest first. What a case is by now counts: one that was closed a moment ago may be among them.</summary>
    public async Task<IReadOnlyList<CaseFile>> Read(string service, CancellationToken cancellation) =>
        [.. (await cases.ReadEach(service, (await open.Read(service, cancellation)).Select(row => row.Case), cancellation)).Select(stored => stored.File)];
}
