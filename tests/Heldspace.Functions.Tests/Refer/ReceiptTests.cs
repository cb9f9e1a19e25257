using System.Net;
using System.Text;
using Heldspace.Functions.Pages;
using Heldspace.Functions.Refer;
using Heldspace.Services;
using NodaTime;

namespace Heldspace.Functions.Tests.Refer;

public sealed class ReceiptTests
{
    [Fact]
    public async Task The_receipt_waits_for_the_appointment_and_shows_it_with_its_place()
    {
        await using var app = await FormApp.Start(options: limits => limits.ReceiptWaitSeconds = 20);
        using var client = new FormClient(app);
        var receipt = await Sent(client);
        var reads = 0;
        app.Store.Answer = waiting => Interlocked.Increment(ref reads) < 3 ? waiting : Held.Appointment(waiting);
        var answer = await client.Http.GetAsync(receipt);
        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());

        reads.ShouldBe(3);
        page.ShouldContain("HS-7K3M-Q9");
        page.ShouldContain("Monday 7 December 2026");
        page.ShouldContain("10am, for 50 minutes");
        page.ShouldContain("1 Example Lane, Larkfield");
        page.ShouldContain("Who tells the child or young person?");
        answer.Headers.Contains("Refresh").ShouldBeFalse();
    }

    [Fact]
    public async Task While_nothing_is_found_it_looks_again_by_itself_until_that_is_stopped_or_enough()
    {
        await using var app = await FormApp.Start();
        using var client = new FormClient(app);
        var receipt = await Sent(client);
        async Task<string?> Refresh(string query) =>
            (await client.Http.GetAsync(new Uri(receipt + query, UriKind.Relative))).Headers.TryGetValues("Refresh", out var values) ? values.Single() : null;

        (await Refresh("")).ShouldBe($"5;url={receipt}?look=1");
        (await Refresh("?look=7")).ShouldBe($"5;url={receipt}?look=8");
        (await Refresh("?look=stop")).ShouldBeNull();
        (await Refresh("?look=24")).ShouldBeNull();
        (await client.Http.GetStringAsync(receipt)).ShouldContain("Stop this page from changing by itself");
    }

    [Fact]
    public async Task The_calendar_file_is_private_says_no_name_and_stays_the_same_appointment()
    {
        await using var app = await FormApp.Start();
        using var client = new FormClient(app);
        var receipt = await Sent(client);
        app.Store.Answer = Held.Appointment;
        var address = new Uri(receipt + "/appointment.ics", UriKind.Relative);
        var answer = await client.Http.GetAsync(address);
        var file = await answer.Content.ReadAsStringAsync();

        answer.Content.Headers.ContentType!.ToString().ShouldBe("text/calendar; charset=utf-8");
        file.ReplaceLineEndings("\n").ShouldBe(
            """
            BEGIN:VCALENDAR
            VERSION:2.0
            PRODID:-//Heldspace//Appointment//EN
            CALSCALE:GREGORIAN
            BEGIN:VEVENT
            UID:hs-7k3m-q9@caring-to-care.heldspace
            DTSTAMP:20261123T100000Z
            DTSTART:20261207T100000Z
            DTEND:20261207T105000Z
            SUMMARY:Appointment HS-7K3M-Q9
            LOCATION:A children’s centre
            DESCRIPTION:To ask for another time: 01632 960100\, Monday to Friday\, 9 to
              5\, or reply to our email.
            CLASS:PRIVATE
            STATUS:CONFIRMED
            TRANSP:OPAQUE
            END:VEVENT
            END:VCALENDAR

            """.ReplaceLineEndings("\n"));
        file.Split("\r\n").ShouldAllBe(line => Encoding.UTF8.GetByteCount(line) <= 75 && !line.Contains('\n'));
    }

    [Theory]
    [InlineData(7, 1, 9, 15, "10:15am")]
    [InlineData(7, 1, 12, 0, "1pm")]
    [InlineData(12, 1, 12, 0, "midday")]
    [InlineData(7, 1, 23, 0, "midnight")]
    [InlineData(12, 1, 16, 30, "4:30pm")]
    public void Times_are_said_in_London_time(int month, int day, int hour, int minute, string words) =>
        Dates.Time(Instant.FromUtc(2026, month, day, hour, minute)).ShouldBe(words);

    [Fact]
    public async Task Opening_a_confirmation_link_changes_nothing_and_the_button_confirms()
    {
        await using var app = await FormApp.Start();
        using var client = new FormClient(app, service: "confirm");
        (await client.Get("known-token-known-token")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await client.Post("known-token-known-token", "forged")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        app.Store.Confirmed.ShouldBeEmpty();

        var confirmed = await client.Fill("known-token-known-token");
        (await confirmed.Content.ReadAsStringAsync()).ShouldContain("we know it was you");
        app.Store.Confirmed.ShouldBe(["known-token-known-token"]);
        (await client.Fill("another-token-another")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_signpost_is_named_and_only_web_addresses_become_links()
    {
        await using var app = await FormApp.Start();
        using var client = new FormClient(app);
        var receipt = await Sent(client);
        app.Store.Answer = waiting => waiting with
        {
            Waiting = false,
            Entries = [new() { Reference = "HS-7K3M-Q9", State = ReceiptState.Signposted, Reason = "Another council looks after them.", Signpost = new Signpost("x", "Their own service", "They help.", "01632 960999", "javascript:alert(1)") }],
        };
        var page = await client.Http.GetStringAsync(receipt);

        page.ShouldContain("Their own service");
        page.ShouldContain("tel:01632960999");
        page.ShouldNotContain("javascript:");
    }

    private static async Task<string> Sent(FormClient client)
    {
        await client.FillMandatory();
        return (await client.Fill("check")).Headers.Location!.ToString();
    }
}
