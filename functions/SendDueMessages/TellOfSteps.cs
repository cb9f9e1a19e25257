using System.Collections.Concurrent;
using Heldspace.Azure.Records;
using Heldspace.Functions.Hosting;
using Heldspace.Pathway;
using Heldspace.Services;
using Heldspace.Time;
using NodaTime;
using NodaTime.Text;

namespace Heldspace.Functions.SendDueMessages;

/// <summary>
/// Every working morning the open cases whose next step may have come to its day are looked at, as they are now, and whoever takes it is told. The index of
/// open cases says which: a case of which something was said since, and each at least once a week. Said is what stands in the case; the index is put off after
/// that, and the day is done when all are.
/// </summary>
internal sealed partial class TellOfSteps(
    Cases cases, OpenCases open, Absences absences, Cursors cursors, CaseQueue queue, IClock clock, ILogger<TellOfSteps> logger)
{
    /// <summary>In London.</summary>
    private static readonly LocalTime Morning = new(9, 0);

    private const string Kind = "steps";
    private const int AtOnce = 8;
    private const int MostTries = 10;

    /// <summary>The day that is done, by service, so that the ticks that follow ask for nothing.</summary>
    private readonly ConcurrentDictionary<string, LocalDate> done = new(StringComparer.Ordinal);

    public async Task Handle(ServiceDefinition service, CancellationToken cancellation)
    {
        var now = clock.GetCurrentInstant();
        var today = London.Day(now);
        if (!WorkingDays.Of(service).Includes(today) || now < London.At(today, Morning) || done.GetValueOrDefault(service.Id) == today)
        {
            return;
        }

        var cursor = await cursors.Read(Kind, service.Id, cancellation);
        var day = LocalDatePattern.Iso.Format(today);
        if (cursor?.Value != day)
        {
            var rows = (await open.Read(service.Id, cancellation)).Where(row => row.LookOn is not { } on || on <= today).ToList();
            var away = rows.Count == 0 ? Away.Nobody : new(await absences.All(service.Id, cancellation));
            var looked = true;
            foreach (var some in rows.Chunk(AtOnce))
            {
                looked &= (await Task.WhenAll(some.Select(row => Look(service, row, away, now, cancellation)))).All(one => one);
            }

            if (!looked)
            {
                return;
            }

            await cursors.Move(Kind, service.Id, cursor, day, cancellation);
        }

        done[service.Id] = today;
    }

    /// <summary>One case; false where it has to be looked at again at the next tick. One that fails holds up none of the others.</summary>
    private async Task<bool> Look(ServiceDefinition service, OpenCaseRow row, Away away, Instant now, CancellationToken cancellation)
    {
        try
        {
            return await Tell(service, row, away, now, cancellation);
        }
        catch (Exception fault) when (Transience.Of(fault) is not null)
        {
            Log.Later(logger, row.Case, fault);
            return false;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // It is looked at again on the next working morning, and said again.
            Log.Failed(logger, row.Case, fault);
            return true;
        }
    }

    private async Task<bool> Tell(ServiceDefinition service, OpenCaseRow row, Away away, Instant now, CancellationToken cancellation)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            if (await cases.Read(service.Id, row.Case, cancellation) is not { } stored)
            {
                return true;
            }

            var current = OverdueStep.Tell(service, stored.File, away, now) is { } change ? await cases.Commit(stored, change, cancellation) : stored;
            if (current is null)
            {
                continue;
            }

            // Who comes after a crash finds it said in the case, and not on its way.
            if (current.File.Messages.Any(message => message is { Kind: Texts.StepOverdue, State: MessageState.Planned }))
            {
                await queue.Messages(service, current.File, cancellation);
            }

            await open.PutOff(service.Id, row, OverdueStep.LookOn(service, current.File, away, now), cancellation);
            return true;
        }

        return false;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The next step of case {Case} is looked at again at the next tick")]
        public static partial void Later(ILogger logger, Intake.CaseId @case, Exception fault);

        [LoggerMessage(2, LogLevel.Error, "The next step of case {Case} cannot be looked at; it is tried on the next working morning")]
        public static partial void Failed(ILogger logger, Intake.CaseId @case, Exception fault);
    }
}
