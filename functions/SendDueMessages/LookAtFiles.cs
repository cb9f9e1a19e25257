using System.Globalization;
using Heldspace.Azure.Records;
using Heldspace.Functions.Hosting;
using Heldspace.Intake;
using Heldspace.Intake.Files;
using Heldspace.Pathway;
using Heldspace.Services;
using NodaTime;

namespace Heldspace.Functions.SendDueMessages;

/// <summary>Looks what the scan for malware says of the files of a mail or form, until it has said something of each.</summary>
internal sealed class LookAtFiles(IntakeStore intake, ReceivedFiles files, Due due)
{
    /// <summary>Plans the first look. Doing it again changes nothing but its time.</summary>
    public Task Plan(ServiceDefinition service, CaseId about, IntakeId with, Instant now, CancellationToken cancellation) => Plan(service, about, with, 1, now, cancellation);

    /// <summary>One look; the next is planned where one is needed.</summary>
    /// <returns>What follows for the case; null for nothing.</returns>
    public async Task<Change?> Look(ServiceDefinition service, DueRow row, CaseFile file, Instant now, CancellationToken cancellation)
    {
        var (number, with) = (row.N[..row.N.IndexOf('.', StringComparison.Ordinal)], IntakeId.Parse(row.N[(row.N.IndexOf('.', StringComparison.Ordinal) + 1)..]));
        var verdicts = new List<ScanVerdict>();
        foreach (var one in await Of(service, with, cancellation))
        {
            verdicts.Add(await files.Verdict(one, cancellation));
        }

        var look = int.Parse(number, CultureInfo.InvariantCulture);
        var (change, again) = CheckFiles.Decide(service, file, with, verdicts, look, now);
        if (again)
        {
            await Plan(service, row.Case, with, look + 1, now, cancellation);
        }

        return change;
    }

    private Task Plan(ServiceDefinition service, CaseId about, IntakeId with, int look, Instant now, CancellationToken cancellation) =>
        due.Plan(new(service.Id, DueKinds.FilesChecked, CheckFiles.LookAt(look, now), about, string.Create(CultureInfo.InvariantCulture, $"{look}.{with}")), now, cancellation);

    /// <summary>Those whose bytes are here.</summary>
    private async Task<IEnumerable<ReceivedFile>> Of(ServiceDefinition service, IntakeId with, CancellationToken cancellation) =>
        await intake.Read(service.Id, with, cancellation) is { } kept ? ReceivedFiles.Of(service.Id, with, kept).Where(file => file.Blob is not null) : [];
}
