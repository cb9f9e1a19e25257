using Heldspace.Functions.Tests.Drivers;
using Heldspace.Local.Microsoft365;
using Heldspace.Pathway;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Functions.Tests.Reliability.Histories;

/// <summary>What clinicians and the scheduler do in their calendars.</summary>
internal sealed class OutlookDeeds(History history)
{
    private Tenant Tenant => history.System.Tenant;

    private Random Random => history.Random;

    public IEnumerable<Deed> Draw(CaseFile file, IReadOnlyList<CaseFile> all)
    {
        if (file.Current is not { State: AppointmentState.Held, EventId: { } eventId, Slot: { } slot } appointment || slot.End <= history.Now
            || history.Service.Team.FirstOrDefault(member => member.Id == slot.Clinician) is not { } clinician || history.GoneMailboxes.Contains(clinician.Mailbox.Text))
        {
            return [];
        }

        var (box, name, id) = (clinician.Mailbox.Text, $"{file.Case.Reference} {appointment.Id} of {slot.Clinician}", file.Case.Id);
        switch (Random.Next(20))
        {
            case < 6:
                var (start, end) = Somewhere(appointment, all);
                return [Deed($"{name} is moved from {slot.Start} to {start} until {end}", () => Tenant.Move(box, eventId, start, end), id)];
            case 6:
                var shorter = slot.Start + Duration.FromMinutes(Random.Next(2, 12) * 5);
                return [Deed($"{name} ends at {shorter}", () => Tenant.Move(box, eventId, slot.Start, shorter), id)];
            case < 9:
                return [Deed($"{name} is cancelled by the clinician", () => Tenant.Cancel(box, eventId), id)];
            case < 11:
                return [Deed($"{name} is deleted by the clinician", () => Tenant.Delete(box, eventId), id)];
            case < 14:
                var from = slot.BlockStart + Duration.FromMinutes(Random.Next(-3, 4) * 15);
                return [Deed($"a meeting is put over {name}", () => Tenant.Block(box, from, from + Duration.FromMinutes(Random.Next(2, 8) * 15), "Court"))];
            case 14:
                return [new($"a series is put over {name}", [], () => Meetings.Series(history.System, box, slot.Start, slot.End, times: 3)) { PastTheApp = true }];
            case < 17:
                return [Answer($"{name} is declined by the scheduler", box, eventId, (mine, copy) => Tenant.Decline(mine, copy), id)];
            case 17:
                var (to, until) = Somewhere(appointment, all);
                var declining = Random.Next(2) == 0;
                return [Answer($"{name} is proposed at {to}{(declining ? ", declining" : "")}", box, eventId, (mine, copy) => Tenant.Propose(mine, copy, to, until, declining: declining), id)];
            case 18:
                return [Answer($"{name} is answered tentatively", box, eventId, (mine, copy) => Tenant.AcceptTentatively(mine, copy))];
            default:
                return [Answer($"{name} is accepted", box, eventId, (mine, copy) => Tenant.Accept(mine, copy))];
        }
    }

    /// <summary>The mailbox of a clinician goes, with everything in it.</summary>
    public Deed LeaveWithMailbox(IReadOnlyList<CaseFile> files)
    {
        var box = history.Service.Team[Random.Next(history.Service.Team.Length)].Mailbox.Text;
        return new($"the mailbox {box} is gone", [.. files.Select(file => file.Case.Id)], () =>
        {
            if (history.GoneMailboxes.Count == 0)
            {
                history.GoneMailboxes.Add(box);
                Tenant.RemoveMailbox(box);
            }

            return Task.CompletedTask;
        })
        {
            PastTheApp = true,
        };
    }

    private static Deed Deed(string what, Action act, params Intake.CaseId[] touches) => new(what, touches, () =>
    {
        act();
        return Task.CompletedTask;
    })
    {
        PastTheApp = true,
    };

    /// <summary>What the scheduler does with their own copy, if they still have one.</summary>
    private Deed Answer(string what, string box, string eventId, Action<string, string> act, params Intake.CaseId[] touches) => Deed(
        what,
        () =>
        {
            Tenant.Settle();
            var mine = history.Service.Scheduler.Mailbox.Text;
            var same = Tenant.Events(box).FirstOrDefault(item => item["id"]!.GetValue<string>() == eventId)?["iCalUId"]?.GetValue<string>();
            var copy = Tenant.Events(mine).FirstOrDefault(item => same is not null && item["iCalUId"]?.GetValue<string>() == same && item["isCancelled"]?.GetValue<bool>() != true);
            if (copy is not null)
            {
                act(mine, copy["id"]!.GetValue<string>());
            }
        },
        touches);

    /// <summary>Anywhere: beside where it stands, another day, at night, at a weekend, late, long past, onto another child, where nobody works, an odd minute.</summary>
    private (Instant Start, Instant End) Somewhere(Appointment appointment, IReadOnlyList<CaseFile> all)
    {
        var slot = appointment.Slot!;
        var day = London.Day(slot.Start);
        var others = all.Select(file => file.Current?.Slot).Where(other => other is not null && other != slot && other.Clinician == slot.Clinician).ToList();
        var start = Random.Next(10) switch
        {
            0 or 1 => slot.Start + Duration.FromMinutes(15 * Random.Next(-8, 9)),
            2 or 3 or 4 => London.At(day.PlusDays(Random.Next(-4, 9)), new LocalTime(9, 0).PlusMinutes(15 * Random.Next(28))),
            5 => London.At(day.PlusDays(Random.Next(0, 5)), new LocalTime(21, 30).PlusHours(Random.Next(7))),
            6 => London.At(day.Next(IsoDayOfWeek.Saturday), new(10, 0)),
            7 => others.Count > 0 ? others[Random.Next(others.Count)]!.Start + Duration.FromMinutes(15 * Random.Next(-4, 5)) : slot.Start + Duration.FromDays(1),
            8 => slot.Start + Duration.FromMinutes(Random.Next(-40, 40)),
            _ => slot.Start + Duration.FromDays(Random.Next(2) == 0 ? 50 : -20),
        };
        return (start, start + (Random.Next(5) == 0 ? Duration.FromMinutes(15 * Random.Next(1, 9)) : slot.End - slot.Start));
    }
}
