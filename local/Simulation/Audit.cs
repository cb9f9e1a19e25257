using Heldspace.Local.Microsoft365;
using Heldspace.Services;
using NodaTime;

namespace Heldspace.Local.Simulation;

/// <summary>Two things that want one person or one room at one time.</summary>
/// <param name="Mailbox">Whose diary.</param>
/// <param name="At">When they begin to overlap.</param>
/// <param name="What">In words; nothing personal.</param>
public sealed record Clash(string Mailbox, Instant At, string What);

/// <summary>
/// Looks for double bookings in the calendars alone, as Outlook would show them: it asks neither the app nor its tables. Two appointments of children in one
/// diary or one room at one time are one, and so is an appointment laid over a meeting that stood there first.
/// </summary>
public static class Audit
{
    /// <summary>What overlaps within a span in the diaries of a service's clinicians and rooms.</summary>
    public static IReadOnlyList<Clash> Of(Tenant tenant, ServiceDefinition service, Interval span)
    {
        var clashes = new List<Clash>();
        lock (tenant.Gate)
        {
            foreach (var mailbox in service.Team.Select(member => member.Mailbox.Text).Concat(service.Rooms.Select(room => room.Mailbox.Text)))
            {
                if (tenant.Find(mailbox) is { } box)
                {
                    Look(box, span, clashes);
                }
            }
        }

        return clashes;
    }

    /// <summary>Whether nothing stands in a diary within a span, as its owner sees it: also what was moved there and the service has not met yet.</summary>
    internal static bool IsFree(Tenant tenant, string mailbox, Interval span)
    {
        lock (tenant.Gate)
        {
            return tenant.Find(mailbox) is { } box && !box.Between(span.Start, span.End).Any(time => time.Event.IsBusy);
        }
    }

    private static void Look(Mailbox box, Interval span, List<Clash> clashes)
    {
        var busy = box.Between(span.Start, span.End).Where(time => time.Event is { IsBusy: true, IsAllDay: false }).OrderBy(time => time.Start).ToList();
        for (var one = 0; one < busy.Count; one++)
        {
            for (var other = one + 1; other < busy.Count && busy[other].Start < busy[one].End; other++)
            {
                var (first, second) = (busy[one].Event, busy[other].Event);
                if (IsAppointment(first) && IsAppointment(second))
                {
                    clashes.Add(new(box.Address, busy[other].Start, "two appointments at one time"));
                }
                else if ((IsAppointment(first) && first.Serial > second.Serial) || (IsAppointment(second) && second.Serial > first.Serial))
                {
                    clashes.Add(new(box.Address, busy[other].Start, "an appointment over a meeting that was there first"));
                }
            }
        }
    }

    /// <summary>An appointment of a child: in a clinician's diary it bears our mark; what stands in a room's came by invitation.</summary>
    private static bool IsAppointment(CalendarEvent item) => item.Extended.Count > 0 || !item.IsOrganizer;
}
