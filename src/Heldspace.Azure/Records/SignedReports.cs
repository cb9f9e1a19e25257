using System.Collections.Immutable;
using Heldspace.Azure.Blobs;
using Heldspace.Json;
using Heldspace.Services;
using Heldspace.Summaries.Reports;

namespace Heldspace.Azure.Records;

/// <summary>Reports that were signed, each written once and never changed. Container <c>reports</c>, <c>{service}/{month or year}</c>.</summary>
public sealed class SignedReports(IBlobs blobs)
{
    /// <summary>Null where it was not signed.</summary>
    public async Task<SignedReport?> Read(string service, ReportPeriod period, CancellationToken cancellation) =>
        await blobs.Read(Containers.Reports, Name(service, period), cancellation) is { } blob ? HeldspaceJson.Read<SignedReport>(blob.Content.Span) : null;

    /// <summary>False where it was signed before: what was signed first stands.</summary>
    public async Task<bool> Keep(SignedReport signed, CancellationToken cancellation) =>
        await blobs.Create(Containers.Reports, Name(signed.Service, signed.Period), HeldspaceJson.WriteBytes(signed), "application/json", cancellation) is BlobCreation.Created;

    /// <summary>Every month and year of a service that was signed.</summary>
    public async Task<ImmutableArray<ReportPeriod>> All(ServiceDefinition service, CancellationToken cancellation)
    {
        var periods = ImmutableArray.CreateBuilder<ReportPeriod>();
        await foreach (var blob in blobs.List(Containers.Reports, $"{service.Id}/", cancellation))
        {
            if (ReportPeriod.TryParse(service, blob.Name[(service.Id.Length + 1)..]) is { } period)
            {
                periods.Add(period);
            }
        }

        return periods.ToImmutable();
    }

    private static string Name(string service, ReportPeriod period) => $"{service}/{period.Name}";
}
