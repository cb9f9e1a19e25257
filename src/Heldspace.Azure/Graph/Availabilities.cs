using System.Collections.Immutable;
using System.Text.Json;
using Heldspace.Intake;
using Heldspace.Services;
using NodaTime;
using NodaTime.Text;
using Models = Microsoft.Graph.Models;

namespace Heldspace.Azure.Graph;

/// <summary>
/// <c>getSchedule</c>, read from the cells of its availability view: entries themselves may be hidden from an app, cells are not.
/// https://learn.microsoft.com/graph/api/calendar-getschedule
/// </summary>
internal sealed class Availabilities(GraphConnection graph)
{
    private const int MailboxesAtOnce = 20;

    /// <summary>Graph takes fewer than 62 days: so 61 days fit, also when clocks go back in them.</summary>
    private static readonly Duration WindowAtOnce = Duration.FromDays(62) - Duration.FromMinutes(15);

    private static readonly Duration Cell = Duration.FromMinutes(15);

    private static readonly LocalTimePattern Clock = LocalTimePattern.ExtendedIso;

    private static readonly LocalDateTimePattern Seconds = LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm':'ss");

    public async Task<ImmutableDictionary<EmailAddress, Availability>> Ask(
        EmailAddress asker, IReadOnlyCollection<EmailAddress> mailboxes, Interval window, CancellationToken cancellation)
    {
        var asked = mailboxes.Distinct().ToArray();
        var known = asked.ToDictionary(mailbox => mailbox, _ => (Availability)new Availability.BusyTimes([]));
        foreach (var slice in Slices(window))
        {
            foreach (var some in asked.Chunk(MailboxesAtOnce))
            {
                await Slice(asker, some, slice, known, cancellation);
            }
        }

        return known.ToImmutableDictionary();
    }

    private async Task Slice(
        EmailAddress asker, EmailAddress[] mailboxes, Interval slice, Dictionary<EmailAddress, Availability> known, CancellationToken cancellation)
    {
        var request = graph.Client.Users[asker.Text].Calendar.GetSchedule.ToPostRequestInformation(new()
        {
            Schedules = [.. mailboxes.Select(mailbox => mailbox.Text)],
            StartTime = Utc(slice.Start),
            EndTime = Utc(slice.End),
            AvailabilityViewInterval = (int)Cell.TotalMinutes,
        });
        using var answer = await graph.Ask(request, asker, Repeat.Always, cancellation);
        var schedules = answer.RootElement.Each("value")
            .Where(schedule => EmailAddress.TryParse(schedule.Text("scheduleId")) is not null)
            .ToLookup(schedule => EmailAddress.Parse(schedule.Text("scheduleId")!));
        foreach (var mailbox in mailboxes)
        {
            known[mailbox] = Joined(known[mailbox], schedules.Contains(mailbox) ? Of(schedules[mailbox].First(), slice) : new Availability.NotAvailable("noAnswer"));
        }
    }

    private static Availability Of(JsonElement schedule, Interval slice)
    {
        if (schedule.Get("error") is { } error)
        {
            return new Availability.NotAvailable(error.Text("responseCode") ?? "error");
        }

        var cells = schedule.Text("availabilityView") ?? "";
        var wanted = (int)(slice.Duration / Cell);
        if (cells.Length < wanted)
        {
            return new Availability.NotAvailable(cells.Length == 0 ? "emptyView" : "shortView");
        }

        var (busy, away) = (ImmutableArray.CreateBuilder<Interval>(), ImmutableArray.CreateBuilder<Interval>());
        for (var cell = 0; cell < wanted; cell++)
        {
            // 0 is free and 4 working elsewhere; tentative, busy, away and whatever is added later take the time.
            if (cells[cell] is not ('0' or '4'))
            {
                var start = slice.Start + (Cell * cell);
                Add(busy, new(start, start + Cell));
                if (cells[cell] == '3')
                {
                    Add(away, new(start, start + Cell));
                }
            }
        }

        return new Availability.BusyTimes(busy.ToImmutable()) { Away = away.ToImmutable(), Hours = Hours(schedule.Get("workingHours")) };
    }

    /// <summary>
    /// One span for all days: hours that differ from day to day are not told in this version of Graph. Hours in another zone say nothing about London, and so
    /// do hours that end before they begin. https://learn.microsoft.com/graph/api/resources/workinghours
    /// </summary>
    private static WorkingHours? Hours(JsonElement? hours) =>
        hours is { } told && told.Get("timeZone")?.Text("name") is "GMT Standard Time" or "Europe/London"
        && Clock.Parse(hours.Value.Text("startTime") ?? "").TryGetValue(default, out var from)
        && Clock.Parse(hours.Value.Text("endTime") ?? "").TryGetValue(default, out var to)
        && from < to
            ? new([.. hours.Value.Each("daysOfWeek").Select(day => Enum.TryParse<IsoDayOfWeek>(day.GetString(), ignoreCase: true, out var known) ? known : IsoDayOfWeek.None).Where(day => day != IsoDayOfWeek.None)], from, to)
            : null;

    private static Availability Joined(Availability before, Availability next)
    {
        if (before is not Availability.BusyTimes earlier || next is not Availability.BusyTimes later)
        {
            return before is Availability.NotAvailable ? before : next;
        }

        return new Availability.BusyTimes(Both(earlier.Busy, later.Busy)) { Away = Both(earlier.Away, later.Away), Hours = later.Hours };

        static ImmutableArray<Interval> Both(ImmutableArray<Interval> first, ImmutableArray<Interval> second)
        {
            var all = first.ToBuilder();
            foreach (var interval in second)
            {
                Add(all, interval);
            }

            return all.ToImmutable();
        }
    }

    private static void Add(ImmutableArray<Interval>.Builder busy, Interval next)
    {
        if (busy.Count > 0 && busy[^1].End == next.Start)
        {
            busy[^1] = new(busy[^1].Start, next.End);
        }
        else
        {
            busy.Add(next);
        }
    }

    private static IEnumerable<Interval> Slices(Interval window)
    {
        var step = Cell.BclCompatibleTicks;
        var start = window.Start.ToUnixTimeTicks();
        var end = window.End.ToUnixTimeTicks();
        var from = Instant.FromUnixTimeTicks(start - Modulo(start, step));
        var to = Instant.FromUnixTimeTicks(end + Modulo(-end, step));
        for (; from < to; from += WindowAtOnce)
        {
            yield return new(from, Instant.Min(from + WindowAtOnce, to));
        }
    }

    private static long Modulo(long ticks, long step) => ((ticks % step) + step) % step;

    private static Models.DateTimeTimeZone Utc(Instant instant) => new() { DateTime = Seconds.Format(instant.InUtc().LocalDateTime), TimeZone = "UTC" };
}
