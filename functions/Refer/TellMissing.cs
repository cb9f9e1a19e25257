using Heldspace.Azure.Records;
using Heldspace.Functions.Hosting;
using Heldspace.Functions.ReceiveReferral;
using Heldspace.Intake;
using Heldspace.Pathway;
using Heldspace.Services;

namespace Heldspace.Functions.Refer;

/// <summary>Keeps what somebody told, as they told it, then takes it to the case. What cannot be taken now is taken up from its mark.</summary>
internal sealed partial class TellMissing(Links links, Cases cases, IntakeStore intake, TakeMore take, ILogger<TellMissing> logger)
{
    /// <summary>The n-th child of the referral behind a receipt link; null where it leads nowhere.</summary>
    public async Task<(ServiceDefinition Service, Case Case)?> Find(string token, int n, CancellationToken cancellation) =>
        LinkToken.IsOne(token) && n > 0
        && await links.FindReceipt(token, cancellation) is var (service, referral)
        && await cases.Read(service.Id, CaseId.Of(referral, n), cancellation) is { File.Case: var record }
            ? (service, record)
            : null;

    /// <summary>The same page with the same answers is told once; other answers are told again.</summary>
    public async Task Tell(ServiceDefinition service, ReceivedMore more, ShownPage shown, CancellationToken cancellation)
    {
        // The answers are told apart by a fingerprint over what nobody can guess: nothing of them can be found out from it.
        var id = IntakeStore.IdOf(shown.At, [service.Id, "more", more.Case.Text, shown.Text, .. more.Answers.SelectMany(answer => new[] { answer.Key, answer.Value })]);
        await intake.KeepMore(id, more, cancellation);
        try
        {
            await take.Take(service, id, more, cancellation);
        }
        catch (Exception fault) when (Transience.Of(fault) is not null)
        {
            Log.NotTaken(logger, id, fault);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "{Intake} is kept and could not be taken to its case; it is taken up within minutes")]
        public static partial void NotTaken(ILogger logger, IntakeId intake, Exception fault);
    }
}
