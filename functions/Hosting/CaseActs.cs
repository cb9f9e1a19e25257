using Heldspace.Azure.Records;
using Heldspace.Intake;
using Heldspace.Pathway;
using Heldspace.Services;
using NodaTime;

namespace Heldspace.Functions.Hosting;

/// <summary>What came of an act.</summary>
internal abstract record ActOutcome
{
    private ActOutcome()
    {
    }

    /// <summary>It is committed, and what follows is queued.</summary>
    public sealed record Done(CaseFile File) : ActOutcome;

    /// <summary>It was so already.</summary>
    public sealed record Unchanged(CaseFile File) : ActOutcome;

    /// <param name="Why">A sentence for whoever tried.</param>
    public sealed record Refused(string Why) : ActOutcome;

    public sealed record NoSuchCase : ActOutcome;
}

/// <summary>
/// The one door for what people say of cases and do with them. The mark in <c>pending/</c> stands before anything changes, so that a crash after the
/// commit is taken up from it; an act that is repeated changes nothing more.
/// </summary>
internal sealed class CaseActs(Cases cases, OpenCases open, Absences absences, IntakeStore intake, ActEffects effects, Settling settling, IClock clock)
{
    private const int MostTries = 10;

    /// <exception cref="Contended">Others changed the case at the same time, again and again.</exception>
    public Task<ActOutcome> Do(ServiceDefinition service, CaseId id, Act act, CancellationToken cancellation) => Do(
        service,
        id,
        async (file, now) =>
        {
            var caseload = act is Act.Outcome { What: AppointmentOutcome.TookPlace } ? await open.Caseload(service.Id, cancellation) with { Away = new(await absences.All(service.Id, cancellation)) } : Caseload.None;
            return Acts.Decide(service, file, act, caseload, now);
        },
        cancellation);

    /// <param name="service">Whose case.</param>
    /// <param name="id">Which.</param>
    /// <param name="decide">What follows for the case as it is; asked again where somebody else was quicker.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="Contended">Others changed the case at the same time, again and again.</exception>
    public async Task<ActOutcome> Do(ServiceDefinition service, CaseId id, Func<CaseFile, Instant, Task<Ruling>> decide, CancellationToken cancellation)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            if (await cases.Read(service.Id, id, cancellation) is not { } stored)
            {
                return new ActOutcome.NoSuchCase();
            }

            var ruling = await decide(stored.File, clock.GetCurrentInstant());
            if (tries > 0 && ruling is not Ruling.Do)
            {
                // Somebody else was quicker: our mark may stand for nothing.
                await settling.Check(stored, cancellation);
            }

            switch (ruling)
            {
                case Ruling.Refuse(var why):
                    return new ActOutcome.Refused(why);

                case Ruling.Do({ Events.Count: 0 } kept):
                    // Nothing follows from it: what somebody has answered so far.
                    if (await cases.Commit(stored, kept, cancellation) is { } noted)
                    {
                        return new ActOutcome.Done(noted.File);
                    }

                    break;

                case Ruling.Do(var change):
                    await intake.Reopen(service.Id, id.Intake, cancellation);
                    if (await cases.Commit(stored, change.ToBeFollowed(), cancellation) is { } committed)
                    {
                        await effects.After(service, committed, change, cancellation);
                        return new ActOutcome.Done(committed.File);
                    }

                    break;

                default:
                    return new ActOutcome.Unchanged(stored.File);
            }
        }

        throw new Contended("The case changed again and again.");
    }
}
