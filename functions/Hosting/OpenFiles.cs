using Heldspace.Azure.Records;
using Heldspace.Pathway;

namespace Heldspace.Functions.Hosting;

/// <summary>Every case of a service that is not over, whole: for lists and summaries that look at all of them.</summary>
internal sealed class OpenFiles(OpenCases open, Cases cases)
{
    private const int AtOnce = 16;

    /// <summary>Oldest first. What a case is by now counts: one that was closed a moment ago may be among them.</summary>
    public async Task<IReadOnlyList<CaseFile>> Read(string service, CancellationToken cancellation)
    {
        var files = new List<CaseFile>();
        foreach (var some in (await open.Read(service, cancellation)).Chunk(AtOnce))
        {
            files.AddRange((await Task.WhenAll(some.Select(row => cases.Read(service, row.Case, cancellation)))).OfType<StoredCase>().Select(stored => stored.File));
        }

        return files;
    }
}
