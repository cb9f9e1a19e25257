using System.Collections.Immutable;
using Heldspace.Allocation;
using Heldspace.Azure.Graph;
using Heldspace.Azure.Records;
using Heldspace.Services;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Functions.AllocateAppointment;

/// <summary>What is taken in the diaries that could serve a need: the table's claims and Outlook's busy times, read side by side.</summary>
internal sealed class DiaryView(Slots slots, Diary diary)
{
    public Task<TakenTime> Read(ServiceDefinition service, Need need, Instant now, CancellationToken cancellation) => Read(service, [need], now, cancellation);

    /// <summary>As far as the needs together reach, in the diaries of whoever could serve one of them.</summary>
    public async Task<TakenTime> Read(ServiceDefinition service, IReadOnlyCollection<Need> needs, Instant now, CancellationToken cancellation) =>
        (await ReadBoth(service, needs, now, cancellation)).Taken;

    /// <summary>The same as one case sees it: what it bears itself, and is about to give up, is free for it.</summary>
    public async Task<TakenTime> Read(ServiceDefinition service, Need need, Intake.CaseId own, Instant now, CancellationToken cancellation) => (await Read(
        service,
        [need],
        (first, last) => slots.ClaimsBesides(service, first, last, own, cancellation),
        now,
        cancellation)).Taken;

    /// <summary>What is taken, and beside it what would be taken were every other meeting moved: appointments, absences and leave.</summary>
    public Task<(TakenTime Taken, TakenTime Movable)> ReadBoth(ServiceDefinition service, IReadOnlyCollection<Need> needs, Instant now, CancellationToken cancellation) =>
        Read(service, needs, (first, last) => slots.Claims(service, first, last, cancellation), now, cancellation);

    private async Task<(TakenTime Taken, TakenTime Movable)> Read(
        ServiceDefinition service,
        IReadOnlyCollection<Need> needs,
        Func<LondonWeek, LondonWeek, Task<ImmutableArray<(LondonWeek Week, CellKey Cell)>>> read,
        Instant now,
        CancellationToken cancellation)
    {
        var windows = needs.Select(need => SearchWindow.Of(service, need, now)).ToList();
        var window = windows.MinBy(one => one.First)! with { Last = windows.Max(one => one.Last), Kept = windows.Min(one => one.Kept) };
        var mailboxes = service.Team.Where(member => needs.Any(need => member.Skills.Contains(need.Kind.Skill, StringComparer.Ordinal)))
            .Select(member => (member.Id, member.Mailbox))
            .Concat(service.Rooms.Select(room => (room.Id, room.Mailbox)))
            .ToList();
        var claims = read(LondonWeek.Of(London.Day(now)), LondonWeek.Of(window.Last));
        var free = diary.FreeTime(service.Mailboxes[0], [.. mailboxes.Select(resource => resource.Mailbox)], window.Instants(now), cancellation);
        await Task.WhenAll(claims, free);
        var (answers, claimed) = (await free, await claims);
        var known = mailboxes.Where(resource => answers.GetValueOrDefault(resource.Mailbox) is Availability.BusyTimes)
            .Select(resource => (resource.Id, Times: (Availability.BusyTimes)answers[resource.Mailbox]))
            .ToList();
        var unknown = mailboxes.Select(resource => resource.Id).Except(known.Select(resource => resource.Id), StringComparer.Ordinal).ToList();
        return (
            new(known.Select(resource => KeyValuePair.Create(resource.Id, resource.Times.Busy)), unknown, claimed),
            new(known.Select(resource => KeyValuePair.Create(resource.Id, resource.Times.Away)), unknown, claimed));
    }
}
