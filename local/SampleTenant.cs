using Heldspace.Local.Microsoft365;
using Heldspace.Services;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Local;

/// <summary>
/// The mailboxes of the services, with meetings in the clinicians' diaries that take about a third of their time, so that appointments have something
/// to fit around. Everybody and everything is invented; the same day always gets the same meetings.
/// </summary>
internal static class SampleTenant
{
    private const int Days = 70;

    public static void Fill(Tenant tenant, ServiceDefinitions services, IClock clock, bool diaries)
    {
        var known = tenant.Mailboxes.Select(mailbox => mailbox.Address).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var service in services.All)
        {
            foreach (var mailbox in service.Mailboxes)
            {
                Add(mailbox.Text, service.Name, MailboxKind.Shared);
            }

            Add(service.Scheduler.Mailbox.Text, service.Scheduler.Name, MailboxKind.User);
            foreach (var manager in service.Managers)
            {
                Add(manager.Mailbox.Text, manager.Name, MailboxKind.User);
            }

            foreach (var room in service.Rooms)
            {
                Add(room.Mailbox.Text, room.Name, MailboxKind.Room);
            }

            foreach (var member in service.Team)
            {
                if (Add(member.Mailbox.Text, member.Name, MailboxKind.User) && diaries)
                {
                    Meetings(tenant, member, London.Day(clock.GetCurrentInstant()));
                }
            }
        }

        bool Add(string address, string name, MailboxKind kind)
        {
            if (!known.Add(address))
            {
                return false;
            }

            tenant.AddMailbox(address, name, kind);
            return true;
        }
    }

    private static void Meetings(Tenant tenant, TeamMember member, LocalDate today)
    {
        for (var day = today; day < today.PlusDays(Days); day = day.PlusDays(1))
        {
            var random = new Random(Seed(member.Id, day));
            foreach (var hours in member.Pattern.Where(hours => hours.Days.Contains(day.DayOfWeek)))
            {
                var minutes = (int)Period.Between(hours.From, hours.To, PeriodUnits.Minutes).Minutes;
                for (var at = 0; at < minutes; at += 90)
                {
                    var length = 30 + (15 * random.Next(0, 4));
                    if (random.NextDouble() < 0.4 && at + length <= minutes)
                    {
                        var start = London.At(day, hours.From.PlusMinutes(at));
                        tenant.Block(member.Mailbox.Text, start, start + Duration.FromMinutes(length), "Sample meeting");
                    }
                }
            }
        }
    }

    private static int Seed(string member, LocalDate day)
    {
        var seed = 17;
        foreach (var symbol in $"{member}{day.DayOfYear}")
        {
            seed = unchecked((seed * 31) + symbol);
        }

        return seed;
    }
}
