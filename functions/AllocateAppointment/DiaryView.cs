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
    public async Task<TakenTime> Read(ServiceDefinition service, IReadOnlyCollection<Need> needs, Instant now, CancellationToken cancellation)
    {
        var windows = needs.Select(need => SearchWindow.Of(service, need, now)).ToList();
        var window = windows.MinBy(one => one.First)! with { Last = windows.Max(one => one.Last) };
        var mailboxes = service.Team.Where(member => needs.Any(need => member.Skills.Contains(need.Kind.Skill, StringComparer.Ordinal)))
            .Select(member => (member.Id, member.Mailbox))
            .Concat(service.Rooms.Select(room => (room.Id, room.Mailbox)))
            .ToList();
        var claims = slots.Claims(service, LondonWeek.Of(London.Day(now)), LondonWeek.Of(window.Last), cancellation);
        var free = diary.FreeTime(service.Mailboxes[0], [.. mailboxes.Select(resource => resource.Mailbox)], window.Instants(now), cancellation);
        await Task.WhenAll(claims, free);
        var answers = await free;
        return new(
            mailboxes.Where(resource => answers.GetValueOrDefault(resource.Mailbox) is Availability.BusyTimes)
                .Select(resource => KeyValuePair.Create(resource.Id, ((Availability.BusyTimes)answers[resource.Mailbox]).Busy)),
            mailboxes.Where(resource => answers.GetValueOrDefault(resource.Mailbox) is not Availability.BusyTimes).Select(resource => resource.Id),
            await claims);
    }
}
