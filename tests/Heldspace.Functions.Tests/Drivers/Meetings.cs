using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Heldspace.Local;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Functions.Tests.Drivers;

/// <summary>Meetings that people put into their calendars by way of Graph, as Outlook does.</summary>
internal static class Meetings
{
    /// <summary>A meeting every week at the same time.</summary>
    /// <param name="times">How often it takes place.</param>
    /// <exception cref="KeyNotFoundException">There is no such mailbox (any more).</exception>
    public static async Task Series(InProcessSystem system, string mailbox, Instant start, Instant end, int times)
    {
        using var client = new HttpClient(system.Microsoft365.CreateHandler());
        var day = London.Day(start);
        var series = new JsonObject
        {
            ["subject"] = "Team meeting",
            ["start"] = new JsonObject { ["dateTime"] = start.ToString("uuuu-MM-dd'T'HH:mm:ss", null), ["timeZone"] = "UTC" },
            ["end"] = new JsonObject { ["dateTime"] = end.ToString("uuuu-MM-dd'T'HH:mm:ss", null), ["timeZone"] = "UTC" },
            ["recurrence"] = new JsonObject
            {
                ["pattern"] = new JsonObject { ["type"] = "weekly", ["interval"] = 1, ["daysOfWeek"] = new JsonArray(day.DayOfWeek.ToString().ToLowerInvariant()) },
                ["range"] = new JsonObject { ["type"] = "numbered", ["startDate"] = day.ToString("uuuu-MM-dd", null), ["numberOfOccurrences"] = times },
            },
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://localhost/v1.0/users/{mailbox}/events")
        {
            Content = new StringContent(series.ToJsonString(), Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new("Bearer", "local");
        using var answer = await client.SendAsync(request);
        if (answer.StatusCode == HttpStatusCode.NotFound)
        {
            throw new KeyNotFoundException($"There is no mailbox {mailbox}.");
        }

        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
    }
}
