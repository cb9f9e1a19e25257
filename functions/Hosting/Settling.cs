using Heldspace.Azure.Records;
using Heldspace.Intake;

namespace Heldspace.Functions.Hosting;

/// <summary>Takes the mark in <c>pending/</c> away once nothing that came with a referral is left to do, for any of its children.</summary>
internal sealed class Settling(Cases cases, IntakeStore intake)
{
    /// <summary>Where only messages seem to be left, they may have gone out since the case was read: then nobody would look again.</summary>
    public async Task CheckAgain(StoredCase stored, CancellationToken cancellation)
    {
        var (file, left) = (stored.File, stored.File with { Messages = [] });
        var view = left.IsSettled && !file.IsSettled ? await cases.Read(file.Case.Service, file.Case.Id, cancellation) : stored;
        if (view is not null)
        {
            await Check(view, cancellation);
        }
    }

    public async Task Check(StoredCase stored, CancellationToken cancellation)
    {
        var opened = stored.File.Case;
        if (!stored.File.IsSettled)
        {
            return;
        }

        for (var ordinal = 1; ordinal <= opened.Siblings; ordinal++)
        {
            if (ordinal != opened.Id.Ordinal
                && await cases.Read(opened.Service, CaseId.Of(opened.Id.Intake, ordinal), cancellation) is not { File.IsSettled: true })
            {
                return;
            }
        }

        await intake.Done(opened.Service, opened.Id.Intake, cancellation);
    }
}
