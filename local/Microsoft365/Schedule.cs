using System.Text.Json.Nodes;
using NodaTime;

namespace Heldspace.Local.Microsoft365;

/// <summary>Free and busy time (https://learn.microsoft.com/graph/api/calendar-getschedule).</summary>
internal static class Schedule
{
    private const int MostSchedules = 20;
    private const int MostDays = 62;

    public static GraphResponse Answer(GraphRequest request, Tenant tenant)
    {
        if (request.Method != "POST")
        {
            throw GraphApi.NotAllowed();
        }

        var asked = request.Checked("getSchedule");
        var schedules = (asked.Parameter("schedules") as JsonArray)?.Select(static name => name.AsText() ?? "").ToList() ?? [];
        if (schedules.Count == 0)
        {
            throw GraphError.Invalid("Your request can't be completed. At least one schedule must be named.");
        }

        if (schedules.Count > MostSchedules)
        {
            // The documentation says 20; more have been accepted, which nobody should rely on.
            throw new GraphError(400, "ErrorMailboxDataArrayTooBig", $"There are too many target users in the EmailAddress array. The allowed size = {MostSchedules}; the actual size = {schedules.Count}.");
        }

        var (_, start, _) = TimeZones.Read(asked.Parameter("startTime") as JsonObject, "startTime");
        var (_, end, _) = TimeZones.Read(asked.Parameter("endTime") as JsonObject, "endTime");
        var interval = (asked.Parameter("availabilityViewInterval") as JsonValue)?.GetValue<int>() ?? 30;
        if (interval is < 5 or > 1440)
        {
            throw new GraphError(400, "ErrorInvalidMergedFreeBusyInterval", "The interval must be between 5 and 1440 minutes.");
        }

        if (end <= start || end - start < Duration.FromMinutes(interval))
        {
            throw new GraphError(400, "ErrorInvalidTimeInterval", "The time duration specified for FreeBusyViewOptions.TimeWindow is invalid.");
        }

        if ((end - start).TotalDays >= MostDays)
        {
            throw new GraphError(400, "ErrorTimeIntervalTooBig", $"The requested time duration specified for FreeBusyViewOptions.TimeWindow is too long. The allowed limit = {MostDays} days; the actual limit = {(int)Math.Ceiling((end - start).TotalDays)} days.");
        }

        var zone = request.Zone();
        return new GraphResponse(200, new JsonObject
        {
            ["@odata.context"] = GraphApi.Context(request, "Collection(microsoft.graph.scheduleInformation)"),
            ["value"] = schedules.Select(address => (JsonNode?)One(tenant.Find(address), address, start, end, interval, zone)).ToArray(),
        });
    }

    private static JsonObject One(Mailbox? box, string address, Instant start, Instant end, int interval, string zone)
    {
        if (box is null)
        {
            return new JsonObject
            {
                ["scheduleId"] = address,
                ["error"] = new JsonObject
                {
                    ["message"] = $"Unable to resolve e-mail address {address} to an Active Directory object.",
                    ["responseCode"] = "ErrorMailRecipientNotFound",
                },
            };
        }

        var own = TimeZones.Find(box.Zone);
        var busy = box.Between(start - Duration.FromDays(1), end + Duration.FromDays(1))
            .Where(static time => time.Event is { IsCancelled: false })
            .Select(time => time.Event.IsAllDay
                ? (time.Event, Start: own.AtStartOfDay(time.Start.InUtc().Date).ToInstant(), End: own.AtStartOfDay(time.End.InUtc().Date).ToInstant())
                : (time.Event, time.Start, time.End))
            .Where(time => time.Start < end && time.End > start)
            .ToList();
        return new JsonObject
        {
            ["scheduleId"] = address,
            ["availabilityView"] = View(busy.Select(static time => (time.Event.ShowAs, time.Start, time.End)), start, end, Duration.FromMinutes(interval)),
            ["scheduleItems"] = busy.Select(time => (JsonNode?)Item(time.Event, time.Start, time.End, zone)).ToArray(),
            ["workingHours"] = box.Settings["workingHours"]?.DeepClone(),
        };
    }

    private static JsonObject Item(CalendarEvent item, Instant start, Instant end, string zone)
    {
        var isPrivate = item.Resource.Text("sensitivity") is "private" or "confidential" or "personal";
        var answer = new JsonObject { ["isPrivate"] = isPrivate, ["status"] = item.ShowAs };
        if (!isPrivate)
        {
            answer["subject"] = item.Resource.Text("subject");
            answer["location"] = item.Resource.Part("location")?.Text("displayName") ?? "";
        }

        answer["start"] = TimeZones.Write(start, zone);
        answer["end"] = TimeZones.Write(end, zone);
        return answer;
    }

    /// <summary>A digit for each slot: 0 free, 1 tentative, 2 busy, 3 out of office, 4 working elsewhere; the strongest wins.</summary>
    private static string View(IEnumerable<(string ShowAs, Instant Start, Instant End)> times, Instant start, Instant end, Duration interval)
    {
        var length = (int)Math.Ceiling((end - start) / interval);
        var view = new char[length];
        Array.Fill(view, '0');
        foreach (var (showAs, from, to) in times)
        {
            var digit = showAs switch { "tentative" => '1', "busy" => '2', "oof" => '3', "workingElsewhere" => '4', _ => '0' };
            var first = Math.Max(0, (int)Math.Floor((from - start) / interval));
            var last = Math.Min(length, (int)Math.Ceiling((to - start) / interval));
            for (var i = first; i < last; i++)
            {
                view[i] = Rank(digit) > Rank(view[i]) ? digit : view[i];
            }
        }

        return new string(view);
    }

    private static int Rank(char digit) => digit == '4' ? 1 : digit == '0' ? 0 : digit - '0' + 1;
}
