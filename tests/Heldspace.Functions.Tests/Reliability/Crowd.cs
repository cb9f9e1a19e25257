using System.Globalization;
using System.Text.Json.Nodes;
using Heldspace.Functions.Tests.Drivers;
using Heldspace.Local;
using Heldspace.Services;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Functions.Tests.Reliability;

/// <summary>
/// A team of five whose free places can be counted: they meet at one centre with a room for each, or by video, so that nothing but working hours, meetings,
/// bank holidays and the weekly limit decides how many children can be seen. Patterns, limits and meetings come of a seed.
/// </summary>
internal sealed class Crowd : IDisposable
{
    private const int Clinicians = 5;

    /// <summary>An appointment of an hour with a quarter of an hour before and after.</summary>
    private const int QuartersEach = 6;

    private readonly Random random;
    private readonly OwnService definition;
    private readonly List<(string Clinician, Instant Start, Instant End)> meetings = [];

    private Crowd(int seed, bool roomy)
    {
        random = new Random(seed);
        definition = OwnService.Like("caring-to-care", service => Describe(service, roomy));
    }

    public string Folder => definition.Folder;

    /// <param name="roomy">Whether there is more room than for two hundred.</param>
    public static Crowd Of(int seed, bool roomy) => new(seed, roomy);

    public static string Sender(int n) => string.Create(CultureInfo.InvariantCulture, $"referrer{n}@nhs.example");

    /// <summary>Delivers mails, each from an address of its own, all at the same moment.</summary>
    public static IReadOnlyList<string> Deliver(LocalSystem system, int mails)
    {
        var senders = Enumerable.Range(1, mails).Select(Sender).ToList();
        var written = senders.Select((sender, n) => Mails.Complete(n + 1, sender)).ToList();
        written.ForEach(mail => system.Tenant.Deliver(system.Services.All[0].Mailboxes[0].Text, mail));
        return senders;
    }

    /// <summary>Puts meetings into the diaries that take about a quarter of the time, some of them not on the quarter hour.</summary>
    public void Meet(LocalSystem system, LocalDate today)
    {
        foreach (var member in system.Services.All[0].Team)
        {
            for (var day = today; day < today.PlusDays(70); day = day.PlusDays(1))
            {
                if (random.NextDouble() < 0.5)
                {
                    var start = London.At(day, new LocalTime(8, 0).PlusMinutes(random.Next(0, 36) * 15)) + Duration.FromMinutes(random.Next(0, 3) == 0 ? 7 : 0);
                    var end = start + Duration.FromMinutes(random.Next(2, 10) * 15);
                    meetings.Add((member.Id, start, end));
                    system.Tenant.Block(member.Mailbox.Text, start, end, "Team meeting");
                }
            }
        }
    }

    /// <summary>How many appointments fit, for referrals that come on a day: counted in free quarters of an hour, without the allocator.</summary>
    public int FreePlaces(ServiceDefinition service, LocalDate today)
    {
        var open = WorkingDays.Of(service);
        var places = 0;
        foreach (var member in service.Team)
        {
            var byWeek = new Dictionary<LondonWeek, int>();
            for (var day = open.After(today, service.Allocation.NoticeWorkingDays); day <= today.PlusDays(service.Allocation.HorizonDays); day = day.PlusDays(1))
            {
                if (open.Includes(day))
                {
                    var fitting = member.Pattern.Where(hours => hours.Days.Contains(day.DayOfWeek)).Sum(hours => Fitting(member.Id, London.At(day, hours.From), London.At(day, hours.To)));
                    byWeek[LondonWeek.Of(day)] = byWeek.GetValueOrDefault(LondonWeek.Of(day)) + fitting;
                }
            }

            places += byWeek.Values.Sum(fitting => Math.Min(fitting, member.WeeklyCapacity));
        }

        return places;
    }

    public void Dispose() => definition.Dispose();

    private int Fitting(string clinician, Instant from, Instant to)
    {
        var (fitting, free) = (0, 0);
        for (var at = from; at < to; at += Duration.FromMinutes(15))
        {
            var next = at + Duration.FromMinutes(15);
            free = meetings.Exists(meeting => meeting.Clinician == clinician && meeting.Start < next && at < meeting.End) ? 0 : free + 1;
            if (free == QuartersEach)
            {
                fitting++;
                free = 0;
            }
        }

        return fitting;
    }

    private void Describe(JsonObject service, bool roomy)
    {
        var team = service["team"]!.AsArray().Take(Clinicians).Select(member => (JsonObject)member!.DeepClone()).ToList();
        for (var n = 0; n < team.Count; n++)
        {
            var from = random.Next(0, 5) * 15;
            team[n]["pattern"] = new JsonArray(new JsonObject
            {
                ["days"] = new JsonArray([.. new[] { "monday", "tuesday", "wednesday", "thursday", "friday" }.Where((_, day) => day != n).Select(day => (JsonNode)day)]),
                ["from"] = new LocalTime(8, 30).PlusMinutes(from).ToString("HH:mm", CultureInfo.InvariantCulture),
                ["to"] = new LocalTime(16, 30).PlusMinutes(from).ToString("HH:mm", CultureInfo.InvariantCulture),
            });
            team[n]["weeklyCapacity"] = roomy ? random.Next(7, 10) : random.Next(2, 5);
            team[n]["places"] = new JsonArray("willow", "video");
        }

        service["team"] = new JsonArray([.. team]);
        service["places"] = new JsonArray([.. service["places"]!.AsArray().Where(place => place!["id"]!.GetValue<string>() is "willow" or "video").Select(place => place!.DeepClone())]);
        foreach (var kind in service["appointmentKinds"]!.AsArray())
        {
            kind!["placeKinds"] = new JsonArray("childrensCentre", "video");
        }

        service["rooms"] = new JsonArray([.. Enumerable.Range(1, Clinicians).Select(n => (JsonNode)new JsonObject
        {
            ["id"] = string.Create(CultureInfo.InvariantCulture, $"room-{n}"),
            ["name"] = string.Create(CultureInfo.InvariantCulture, $"Room {n}"),
            ["place"] = "willow",
            ["mailbox"] = string.Create(CultureInfo.InvariantCulture, $"room-{n}@caring-to-care.example"),
        })]);

        // One manager to tell and nearly all of the horizon in time: this is about places, not about mail.
        service["managers"] = new JsonArray(service["managers"]![0]!.DeepClone());
        service["clocks"]![0]!["targetDays"] = 60;
    }
}
