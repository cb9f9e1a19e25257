using System.Collections.Concurrent;
using Heldspace.Azure.Graph;
using Heldspace.Azure.Records;
using Heldspace.Functions.Hosting;
using Heldspace.Pathway;
using Heldspace.Services;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Functions.SweepDiaries;

/// <summary>
/// Notices that a clinician's working hours in Outlook have changed since they were first seen: until then the pattern of the service's file counts, since many
/// people never set theirs. Part of the sweep; one call for up to 20 clinicians. What is written down is kept until all that follows is done, so that a run that
/// ends early is made up for by the next.
/// </summary>
internal sealed partial class WatchHours(
    Slots slots, Cases cases, DiaryDays diaries, Diary diary, Cursors cursors, CaseQueue queue, IClock clock, ILogger<WatchHours> logger)
{
    private const string Kind = "hours";

    /// <summary>Weeks beyond the horizon of a search, so that a sweep that was late leaves no gap.</summary>
    private const int WeeksToSpare = 5;

    /// <summary>What this instance saw last, by service, so that a look at which nothing has changed asks nothing of storage.</summary>
    private readonly ConcurrentDictionary<string, string> last = new(StringComparer.Ordinal);

    /// <exception cref="GraphFault">Graph does not answer: nothing is known, and nothing changes.</exception>
    public async Task Look(ServiceDefinition service, CancellationToken cancellation)
    {
        var now = clock.GetCurrentInstant();
        var week = LondonWeek.Of(now);
        var answers = await diary.FreeTime(service.Mailboxes[0], [.. service.Team.Select(member => member.Mailbox)], new(now, now + Duration.FromHours(1)), cancellation);
        var seen = service.Team
            .Select(member => (Member: member, (answers.GetValueOrDefault(member.Mailbox) as Availability.BusyTimes)?.Hours))
            .Where(one => one.Hours is not null)
            .Select(one => (one.Member, Hours: one.Hours!, Text: ChangedHours.Text([one.Hours!])))
            .ToList();
        var all = $"{week}\n{string.Join('\n', seen.Select(one => $"{one.Member.Id}|{one.Text}"))}";
        if (last.GetValueOrDefault(service.Id) == all)
        {
            return;
        }

        var cursor = await cursors.Read(Kind, service.Id, cancellation);
        var known = Known(cursor?.Value);
        foreach (var (member, hours, text) in seen)
        {
            known[member.Id] = known.TryGetValue(member.Id, out var before)
                ? await Compare(service, member, hours, text, before, week, now, cancellation)
                : new(text, text, week.ToString());
        }

        var value = string.Join('\n', known.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => $"{one.Key}|{one.Value.First}|{one.Value.Now}|{one.Value.Week}"));
        if (value == cursor?.Value || await cursors.Move(Kind, service.Id, cursor, value, cancellation))
        {
            last[service.Id] = all;
        }
    }

    private static Dictionary<string, Noted> Known(string? value) => (value ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => line.Split('|'))
        .ToDictionary(parts => parts[0], parts => new Noted(parts[1], parts[2], parts[3]), StringComparer.Ordinal);

    private async Task<Noted> Compare(
        ServiceDefinition service, TeamMember member, WorkingHours hours, string text, Noted before, LondonWeek week, Instant now, CancellationToken cancellation)
    {
        if (before.Now == text && (before.First == text || before.Week == week.ToString()))
        {
            return before;
        }

        // Set back to what they were at first, the pattern of the file counts again.
        var weeks = Enumerable.Range(0, (service.Allocation.HorizonDays / 7) + WeeksToSpare).Select(n => LondonWeek.Of(week.Monday.PlusWeeks(n))).ToList();
        List<Interval> outside = before.First == text ? [] : [.. weeks.SelectMany(one => ChangedHours.Outside(member.Pattern, _ => [hours], one))];
        await slots.SetAway(service, member.Id, Kind, outside, weeks, cancellation);
        if (before.Now != text)
        {
            Log.Changed(logger, service.Id, member.Id);
            await Warn(service, member, outside, text, now, cancellation);
        }

        return new(before.First, text, week.ToString());
    }

    private async Task Warn(ServiceDefinition service, TeamMember member, List<Interval> outside, string version, Instant now, CancellationToken cancellation)
    {
        if (outside.Count == 0)
        {
            return;
        }

        foreach (var entry in await diaries.Read(service, London.Day(now), London.Day(outside[^1].End), member.Id, cancellation))
        {
            var stored = await cases.Read(service.Id, entry.File.Case.Id, cancellation);
            if (stored?.File.Appointments.FirstOrDefault(other => other.Id == entry.Appointment.Id) is not { } appointment)
            {
                continue;
            }

            if (ChangedHours.Warn(service, stored.File, appointment, outside, version, now) is { } change)
            {
                stored = await cases.Commit(stored, change, cancellation) ?? throw new Contended("The case changed at the same time; the next tick warns.");
            }

            await queue.Messages(service, stored.File, cancellation);
        }
    }

    /// <param name="First">As they were seen first.</param>
    /// <param name="Now">As they were seen last.</param>
    /// <param name="Week">Up to which week's look the time outside them is written down.</param>
    private sealed record Noted(string First, string Now, string Week);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "{Service}: the working hours of {Clinician} have changed in Outlook")]
        public static partial void Changed(ILogger logger, string service, string clinician);
    }
}
