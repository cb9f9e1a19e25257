using Heldspace.Azure.Records;
using Heldspace.Functions.Hosting;
using Heldspace.Messages;
using Heldspace.Services;
using Heldspace.Summaries;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Functions.SendWeeklySummary;

/// <summary>
/// Tells each manager on the day and at the hour they chose, London time, how the week before went and what needs somebody. Trigger: a timer every five minutes; it
/// also writes how every case stood when a week began. Removed last: the cursor of the week, once every manager of today has theirs. Who gets it is decided when it
/// is sent.
/// </summary>
internal sealed partial class SendWeeklySummary(
    OpenWeek openWeek, MakeSummary make, SendOnce send, Cursors cursors, ServiceDefinitions services, IClock clock, ILogger<SendWeeklySummary> logger)
{
    /// <summary>After a longer outage older summaries are left out: the newest shows their weeks.</summary>
    private const int MostWeeksBack = 8;

    public async Task Handle(CancellationToken cancellation)
    {
        foreach (var service in services.All)
        {
            try
            {
                await openWeek.Handle(service, cancellation);
                await Send(service, cancellation);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                // Holds up no other service, and is tried again in five minutes.
                Log.Later(logger, service.Id, fault);
            }
        }
    }

    private async Task Send(ServiceDefinition service, CancellationToken cancellation)
    {
        var current = LondonWeek.Of(clock.GetCurrentInstant());
        var cursor = await cursors.Read(Texts.WeeklySummary, service.Id, cancellation);
        if (LondonWeek.TryParse(cursor?.Value) is not { } sent)
        {
            // Before the first start there was nothing to sum up.
            _ = await cursors.Move(Texts.WeeklySummary, service.Id, cursor, current.ToString(), cancellation);
            return;
        }

        var oldest = LondonWeek.Of(current.Monday.PlusWeeks(-MostWeeksBack));
        var unbroken = true;
        for (var week = sent < oldest ? oldest : sent.Next; week <= current; week = week.Next)
        {
            // Where one of a week's managers cannot be reached, the next week goes to all the others, and that one is tried until the week is too old.
            if (!await OneWeek(service, week, cancellation))
            {
                unbroken = false;
            }

            if (!unbroken)
            {
                continue;
            }

            _ = await cursors.Move(Texts.WeeklySummary, service.Id, cursor, week.ToString(), cancellation);
            cursor = await cursors.Read(Texts.WeeklySummary, service.Id, cancellation);
        }
    }

    /// <summary>Whether every manager has the summary that is sent in a week.</summary>
    private async Task<bool> OneWeek(ServiceDefinition service, LondonWeek week, CancellationToken cancellation)
    {
        Task<Composed>? made = null;
        var all = true;
        foreach (var manager in service.Managers)
        {
            if (London.At(week.Monday.PlusDays((int)manager.SummaryDay - 1), manager.SummaryTime) > clock.GetCurrentInstant())
            {
                all = false;
                continue;
            }

            var recipient = Keys.Fingerprint(16, manager.Mailbox.Text);
            try
            {
                await send.To(service, Texts.WeeklySummary, week.ToString(), recipient, manager.Mailbox, () => made ??= Make(service, week, cancellation), cancellation);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                // One who cannot be reached now holds up none of the others.
                Log.NotSent(logger, service.Id, recipient, fault);
                all = false;
            }
        }

        return all;
    }

    private async Task<Composed> Make(ServiceDefinition service, LondonWeek week, CancellationToken cancellation) => WriteSummary.Mail(await make.Of(service, week.Previous, cancellation));

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The weekly summary of {Service} is not done; the next tick does what is left")]
        public static partial void Later(ILogger logger, string service, Exception fault);

        [LoggerMessage(2, LogLevel.Warning, "The weekly summary of {Service} did not go to {Recipient}; it is tried again at the next tick")]
        public static partial void NotSent(ILogger logger, string service, string recipient, Exception fault);
    }
}
