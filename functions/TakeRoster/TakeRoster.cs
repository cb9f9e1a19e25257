using System.Collections.Immutable;
using Heldspace.Azure.Records;
using Heldspace.Functions.Hosting;
using Heldspace.Intake;
using Heldspace.Messages;
using Heldspace.Roster;
using Heldspace.Services;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Functions.TakeRoster;

/// <summary>
/// Takes in a file of the care population: reads it, compares it with what the file before said, sets going what follows, and keeps a report per line. Trigger:
/// a message in the queue <c>referrals</c>. What is known of the children is written over the version that was read, after everything that follows was set
/// going, so that a crash repeats it and two files at once come one after the other. Removed last: the mark in <c>pending/</c>.
/// </summary>
internal sealed partial class TakeRoster(
    Rosters rosters, IntakeStore intake, OpenCases open, Cases cases, RosterTriggers triggers, SendOnce send, Keys keys, Links links, ServiceDefinitions services, IClock clock,
    ILogger<TakeRoster> logger)
{
    public async Task Handle(RosterArrived message, CancellationToken cancellation)
    {
        var service = services.Require(message.Service);
        if (await intake.Read(service.Id, message.Upload, cancellation) is not { As: KeptAs.Roster } kept)
        {
            Log.NothingKept(logger, message.Upload);
            return;
        }

        var stored = await Noted(service, message.Upload, cancellation);
        if (stored.Upload.State is RosterState.Received or RosterState.Confirmed)
        {
            await Finish(service, stored, await Take(service, stored.Upload, kept.Content, cancellation), cancellation);
        }

        await intake.Done(service.Id, message.Upload, cancellation);
    }

    /// <summary>The queue gave it up. Most died of an outage and can be taken in by now; what cannot is refused, and people are told.</summary>
    public async Task GiveUp(RosterArrived message, CancellationToken cancellation)
    {
        try
        {
            await Handle(message, cancellation);
        }
        catch (Exception fault) when (fault is not OperationCanceledException && Transience.Of(fault) is null)
        {
            Log.CannotBeTaken(logger, message.Upload, fault);
            var service = services.Require(message.Service);
            var stored = await Noted(service, message.Upload, cancellation);
            await Finish(service, stored, stored.Upload with { State = RosterState.Refused, Why = "It could not be taken in, and trying again did not help. Whoever runs this service finds why in the log." }, cancellation);
            await intake.Done(service.Id, message.Upload, cancellation);
        }
    }

    private async Task Finish(ServiceDefinition service, StoredUpload stored, RosterUpload upload, CancellationToken cancellation)
    {
        await Tell(service, upload, cancellation);
        if (!await rosters.Commit(stored, upload, cancellation))
        {
            throw new Contended("The upload was changed meanwhile.");
        }
    }

    /// <summary>The note of an upload; where a crash kept it from being written, it is made from the id.</summary>
    private async Task<StoredUpload> Noted(ServiceDefinition service, IntakeId id, CancellationToken cancellation)
    {
        if (await rosters.Read(service.Id, id, cancellation) is { } stored)
        {
            return stored;
        }

        var asOf = London.Day(IntakeStore.TimeOf(id));
        _ = await rosters.Note(ReceiveRoster.New(service, id, asOf, "unknown", clock.GetCurrentInstant()), cancellation);
        return await rosters.Read(service.Id, id, cancellation) ?? throw new Contended("An upload that was noted cannot be read.");
    }

    private async Task<RosterUpload> Take(ServiceDefinition service, RosterUpload upload, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        var read = ReadRoster.Read(content, London.Day(upload.ReceivedAt));
        if (read is RosterFile.Refused(var fix))
        {
            return Refused(fix);
        }

        var file = (RosterFile.Lines)read;

        var (known, version) = await rosters.Known(service.Id, cancellation);
        if (known.LastFile == upload.Id)
        {
            // Everything was done but to say so.
            return await rosters.Report(service.Id, upload.Id, cancellation) is { } done ? TakenIn(done) : throw new Contended("A report that was kept cannot be read.");
        }

        if (known.AsOf > upload.AsOf)
        {
            return Refused($"A newer list, of {Day(known.AsOf.Value)}, was taken in already. An older one would turn back what changed since. Nothing of it was taken.");
        }

        // Where the key that made what is kept is gone, nothing can be compared: then this file counts as the one before, and the next is compared with it.
        var comparable = known.Key.Length == 0 || keys.Versions.Contains(known.Key, StringComparer.Ordinal);
        var before = Hash(service, comparable && known.Key.Length > 0 ? known.Key : keys.Current);
        var lines = file.Good.Select(line => (Line: line, Entry: RosterEntry.Of(line, before))).ToImmutableArray();
        var earlier = comparable ? known.Children : [.. known.Children.Select(child => child with { Placement = new(null, null), Who = new(null, null), Worker = null })];
        var unreadable = file.Problems.Where(problem => problem is { LeftOut: true, ChildId: not null }).Select(problem => problem.ChildId!).ToHashSet(StringComparer.Ordinal);
        var found = CompareRoster.Of(earlier, lines, unreadable, upload.AsOf, ScreeningDays(service));
        if (upload.State != RosterState.Confirmed && CompareRoster.WhyWrong(earlier, found) is { } why)
        {
            return upload with
            {
                State = RosterState.LooksWrong,
                Why = $"{why} It may be cut off, have a wrong column or be the wrong one. Nothing was taken. If it is right, say so on its page; otherwise send the right one.",
            };
        }

        var index = new CaseIndex(await OpenCasesOfChildren(service, comparable ? known.Cases : [], before, cancellation),
            Screenings(known.Screenings, comparable, lines.ToDictionary(line => line.Line.ChildId, line => line.Entry.Who, StringComparer.Ordinal)));
        var byId = earlier.ToDictionary(child => child.ChildId, StringComparer.Ordinal);
        var remarks = ImmutableArray.CreateBuilder<RosterRemark>();
        foreach (var finding in found)
        {
            remarks.Add(await triggers.Follow(service, upload, known.AsOf, finding, index, before, cancellation));
        }

        remarks.AddRange(file.Problems.Select(problem => new RosterRemark(problem.Line, problem.ChildId, LineOutcome.Problem, $"{(problem.Column is { } column ? $"Column “{column}”: " : "")}{problem.Fix}")));
        var report = new RosterReport { Remarks = [.. remarks.OrderBy(remark => remark.Line ?? int.MaxValue)], Lines = lines.Length };
        await rosters.KeepReport(service.Id, upload.Id, report, cancellation);
        var now = new KnownRoster
        {
            AsOf = upload.AsOf,
            LastFile = upload.Id,
            Key = keys.Current,
            Children =
            [
                .. known.Key == keys.Current || known.Key.Length == 0
                    ? lines.Select(line => line.Entry.After(byId.GetValueOrDefault(line.Line.ChildId)))
                    : lines.Select(line => RosterEntry.Of(line.Line, Hash(service, keys.Current))),
                .. earlier.Where(child => unreadable.Contains(child.ChildId)),
            ],
            Cases = known.Key == keys.Current || known.Key.Length == 0 ? index.Cases : [],
            Screenings =
            [
                .. Screenings(
                        index.Screenings, known.Key == keys.Current || known.Key.Length == 0,
                        lines.ToDictionary(line => line.Line.ChildId, line => RosterEntry.Of(line.Line, Hash(service, keys.Current)).Who, StringComparer.Ordinal))
                    .Where(one => one.EnteredCareOn >= upload.AsOf.PlusDays(-2 * CompareRoster.LateDays)),
            ],
        };
        return await rosters.Keep(service.Id, now, version, cancellation) ? TakenIn(report) : throw new Contended("Another file was taken in at the same time.");

        RosterUpload Refused(string why) => upload with { State = RosterState.Refused, Why = why };

        RosterUpload TakenIn(RosterReport of) => upload with { State = RosterState.TakenIn, Why = null, Counts = of.Counts };
    }

    /// <summary>Screenings as they are known again: where the key changed, by what this list says of who its children are.</summary>
    private static IEnumerable<KnownScreening> Screenings(IEnumerable<KnownScreening> known, bool comparable, Dictionary<string, RosterIdentity> listed) =>
        comparable ? known : known.Select(one => one with { Who = listed.GetValueOrDefault(one.ChildId) ?? new(null, null) });

    /// <summary>How open cases are known again. A case is read once, when it is new: what follows costs what is new.</summary>
    private async Task<ImmutableArray<KnownCase>> OpenCasesOfChildren(ServiceDefinition service, ImmutableArray<KnownCase> known, Func<string, string> hash, CancellationToken cancellation)
    {
        var rows = (await open.Read(service.Id, cancellation)).Select(row => row.Case).ToHashSet();
        var kept = known.Where(one => rows.Contains(one.Case)).ToList();
        rows.ExceptWith(kept.Select(one => one.Case));
        foreach (var id in rows.OrderBy(id => id.Text, StringComparer.Ordinal))
        {
            if (await cases.Read(service.Id, id, cancellation) is { File.Case: var record })
            {
                kept.Add(new(id, RosterIdentity.Of(record.Child, hash), record.SdqDueOn));
            }
        }

        return [.. kept];
    }

    private async Task Tell(ServiceDefinition service, RosterUpload upload, CancellationToken cancellation)
    {
        if (!ComposeRoster.IsWorthAMail(upload))
        {
            return;
        }

        foreach (var mailbox in service.Managers.Select(manager => manager.Mailbox).Prepend(service.Scheduler.Mailbox).Distinct())
        {
            await send.To(
                service, Texts.RosterTaken, $"{upload.Id}:{upload.State}", Keys.Fingerprint(16, mailbox.Text), mailbox,
                () => ComposeRoster.Words(service, upload, links.Roster(service, upload.Id)), cancellation);
        }
    }

    private Func<string, string> Hash(ServiceDefinition service, string version) => text => keys.Hash(version, service.Id, "roster", text);

    private static int? ScreeningDays(ServiceDefinition service) => service.Clocks.FirstOrDefault(clock => clock.Kind == service.Screening?.Id)?.TargetDays;

    private static string Day(LocalDate day) => day.ToString("d MMMM uuuu", System.Globalization.CultureInfo.InvariantCulture);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "No file is kept for {Upload}: it was queued before it was kept, or taken away since")]
        public static partial void NothingKept(ILogger logger, IntakeId upload);

        [LoggerMessage(2, LogLevel.Error, "{Upload} cannot be taken in; it is refused, and people are told")]
        public static partial void CannotBeTaken(ILogger logger, IntakeId upload, Exception fault);
    }
}
