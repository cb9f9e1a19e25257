using System.Security.Cryptography;
using Heldspace.Azure.Records;
using Heldspace.Functions.Hosting;
using Heldspace.Intake;
using Heldspace.Roster;
using Heldspace.Services;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Functions.TakeRoster;

/// <summary>
/// What somebody who signed in may do with a file of the care population: send it in, and say that one is right that looks wrong. It is kept as it came and
/// queued; the work is done off the request. The same file of the same day is one upload, however often it is sent.
/// </summary>
internal sealed class ReceiveRoster(Rosters rosters, IntakeStore intake, Outbox outbox, IClock clock)
{
    /// <summary>Bytes of a file: many times the largest authority's.</summary>
    public const int MostBytes = 5 * 1024 * 1024;

    /// <summary>The same for people.</summary>
    public const string MostInWords = "5 MB";

    /// <param name="asOf">The day as of which the authority made it; not to come.</param>
    /// <param name="by">Sign-in name.</param>
    public async Task<RosterUpload> Receive(ServiceDefinition service, LocalDate asOf, ReadOnlyMemory<byte> file, string by, CancellationToken cancellation)
    {
        var id = IntakeStore.IdOf(London.At(asOf, LocalTime.Midnight), service.Id, "roster", Convert.ToHexString(SHA256.HashData(file.Span)));
        var upload = New(service, id, asOf, by, clock.GetCurrentInstant());
        if (await rosters.Read(service.Id, id, cancellation) is { } before)
        {
            upload = before.Upload;
        }

        if (upload.State is not (RosterState.Received or RosterState.Confirmed))
        {
            return upload;
        }

        await intake.KeepRoster(service.Id, id, file, cancellation);
        _ = await rosters.Note(upload, cancellation);
        await Queue(upload, cancellation);
        return upload;
    }

    /// <summary>Says that a file that looks wrong is right. False where there is none to say it of.</summary>
    public async Task<bool> Confirm(ServiceDefinition service, IntakeId id, CancellationToken cancellation)
    {
        while (await rosters.Read(service.Id, id, cancellation) is { Upload: { State: RosterState.LooksWrong or RosterState.Confirmed } upload } stored)
        {
            // The mark stands before anything changes, so that a crash after it is taken up.
            var confirmed = upload with { State = RosterState.Confirmed, Why = null };
            await intake.Reopen(service.Id, id, cancellation);
            if (upload.State == RosterState.Confirmed || await rosters.Commit(stored, confirmed, cancellation))
            {
                await Queue(confirmed, cancellation);
                return true;
            }
        }

        return false;
    }

    internal static RosterUpload New(ServiceDefinition service, IntakeId id, LocalDate asOf, string by, Instant now) =>
        new() { Service = service.Id, Id = id, AsOf = asOf, State = RosterState.Received, By = by, ReceivedAt = now };

    private Task Queue(RosterUpload upload, CancellationToken cancellation) => outbox.Send(
        QueueNames.Referrals, new RosterArrived(upload.Service, upload.Id) { Again = upload.State == RosterState.Confirmed ? "confirmed" : null }, cancellation);
}
