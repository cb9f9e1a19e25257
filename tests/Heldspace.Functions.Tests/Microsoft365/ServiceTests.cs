using System.Text.Json.Nodes;
using Heldspace.Local.Microsoft365;
using NodaTime;

namespace Heldspace.Functions.Tests.Microsoft365;

/// <summary>What holds for every request: tokens, mailboxes, ids, limits, batches and faults.</summary>
public sealed class ServiceTests
{
    private const string Inbox = $"users/{Office.Intake}/mailFolders/inbox/messages";

    [Fact]
    public async Task A_request_without_a_token_is_refused()
    {
        await using var office = await Office.Open();
        office.Http.DefaultRequestHeaders.Authorization = null;

        (await office.Refused(HttpMethod.Get, Inbox)).ShouldBe((401, "InvalidAuthenticationToken"));
    }

    [Fact]
    public async Task What_is_not_there_is_refused_in_the_way_it_is_missing()
    {
        await using var office = await Office.Open();
        var elsewhere = office.Tenant.Deliver(Office.Sam, Office.Mail("Other"));

        (await office.Refused(HttpMethod.Get, "users/nobody@heldspace.example/messages")).ShouldBe((404, "ErrorInvalidUser"));
        (await office.Refused(HttpMethod.Get, "users/7c9e6679-7425-40de-944b-e07fc1f90ae7/messages")).ShouldBe((404, "MailboxNotEnabledForRESTAPI"));
        (await office.Refused(HttpMethod.Get, $"users/{Office.Intake}/messages/nonsense")).ShouldBe((400, "ErrorInvalidIdMalformed"));
        (await office.Refused(HttpMethod.Get, $"users/{Office.Intake}/messages/{elsewhere.Url()}")).ShouldBe((400, "ErrorInvalidMailboxItemId"));
        (await office.Refused(HttpMethod.Get, $"users/{Office.Intake}/mailFolders/nonsense")).ShouldBe((400, "ErrorInvalidIdMalformed"));
        (await office.Refused(HttpMethod.Get, $"users/{Office.Intake}/parcels")).ShouldBe((400, "BadRequest"));
        office.Tenant.RemoveMailbox(Office.Intake);
        (await office.Refused(HttpMethod.Get, Inbox)).ShouldBe((404, "ErrorInvalidUser"));
    }

    [Fact]
    public async Task A_user_and_the_mailbox_settings_are_answered_and_changed()
    {
        await using var office = await Office.Open();

        var user = await office.Get($"users/{Office.Room}");
        user.Text("displayName").ShouldBe("Blue Room");
        (await office.Get($"users/{user.Text("id")}/mailboxSettings")).Text("userPurpose").ShouldBe("room");
        await office.Patch($"users/{Office.Room}/mailboxSettings", new JsonObject { ["timeZone"] = "Europe/London", ["workingHours"] = new JsonObject { ["startTime"] = "08:00:00.0000000" } });
        var settings = await office.Get($"users/{Office.Room}/mailboxSettings");
        settings.Text("timeZone").ShouldBe("Europe/London");
        settings.Text("workingHours/startTime").ShouldBe("08:00:00.0000000");
        settings.Text("workingHours/endTime").ShouldBe("17:00:00.0000000");
    }

    [Fact]
    public async Task Folders_are_found_by_name_and_made_once()
    {
        await using var office = await Office.Open();
        const string Folders = $"users/{Office.Intake}/mailFolders";

        var made = await office.Post(Folders, new JsonObject { ["displayName"] = "Processed" });
        (await office.Refused(HttpMethod.Post, Folders, new JsonObject { ["displayName"] = "processed" })).ShouldBe((409, "ErrorFolderExists"));
        (await office.Refused(HttpMethod.Post, Folders, new JsonObject { ["displayName"] = "X", ["colour"] = "red" })).ShouldBe((400, "BadRequest"));
        var child = await office.Post($"{Folders}/{made.Text("id").Url()}/childFolders", new JsonObject { ["displayName"] = "2026" });

        (await office.Get($"{Folders}?$filter={"displayName eq 'Processed'".Url()}")).Values().ShouldHaveSingleItem().Text("id").ShouldBe(made.Text("id"));
        (await office.Get($"{Folders}/{made.Text("id").Url()}/childFolders")).Values().ShouldHaveSingleItem().Text("id").ShouldBe(child.Text("id"));
        child.Text("parentFolderId").ShouldBe(made.Text("id"));
        foreach (var name in new[] { "inbox", "drafts", "sentitems", "deleteditems", "junkemail", "archive" })
        {
            (await office.Get($"{Folders}('{name}')")).Text("id").ShouldNotBeEmpty();
        }
    }

    [Fact]
    public async Task A_fifth_request_in_flight_for_one_mailbox_is_throttled()
    {
        // Each request is held on its way in until all five are there; four then take a second, so that the fifth meets them.
        await using var slow = await Office.Open(new Microsoft365Options { Latency = TimeSpan.FromSeconds(1) });
        using var entered = new SemaphoreSlim(0);
        var go = new TaskCompletionSource();
        slow.Server.Faults.Before = (_, _) =>
        {
            entered.Release();
            return go.Task;
        };

        var requests = Enumerable.Range(0, 5).Select(_ => slow.Send(HttpMethod.Get, Inbox)).ToList();
        for (var i = 0; i < 5; i++)
        {
            (await entered.WaitAsync(TimeSpan.FromSeconds(20))).ShouldBeTrue();
        }

        go.SetResult();
        var answers = await Task.WhenAll(requests);

        var refused = answers.Where(static answer => (int)answer.Status == 429).ShouldHaveSingleItem();
        refused.Body.Text("error/code").ShouldBe("ApplicationThrottled");
        refused.Response.Headers.RetryAfter.ShouldNotBeNull();
    }

    [Fact]
    public async Task Requests_beyond_the_windows_count_wait_for_the_window_to_pass()
    {
        await using var office = await Office.Open(new Microsoft365Options { Limits = new Limits { Requests = 3 } });
        for (var i = 0; i < 3; i++)
        {
            await office.Get(Inbox);
        }

        (await office.Refused(HttpMethod.Get, Inbox)).ShouldBe((429, "ApplicationThrottled"));
        await office.Get($"users/{Office.Sam}/messages");
        office.Clock.Move(Duration.FromMinutes(10));
        await office.Get(Inbox);
    }

    [Fact]
    public async Task A_batch_answers_each_item_and_fails_what_depends_on_a_failure()
    {
        await using var office = await Office.Open();
        var json = new JsonObject { ["Content-Type"] = "application/json", ["Prefer"] = Office.Immutable };
        var batch = new JsonObject
        {
            ["requests"] = new JsonArray(
                Item("1", "POST", $"/users/{Office.Intake}/messages", Office.Mail("Draft"), json),
                Item("2", "GET", $"/users/{Office.Intake}/messages/nonsense"),
                Item("3", "GET", $"/users/{Office.Intake}/mailFolders/drafts", after: "1"),
                Item("4", "GET", $"/users/{Office.Intake}/mailFolders/drafts", after: "2")),
        };

        var answers = (await office.Post("$batch", batch))["responses"]!.AsArray();

        answers.Select(static answer => answer!["status"]!.GetValue<int>()).ShouldBe([201, 400, 200, 424]);
        answers[0]!.Text("body/subject").ShouldBe("Draft");
        answers[2]!.Text("body/totalItemCount").ShouldBe("1");
        office.Server.Traffic.Counts["GET users/{id}/mailFolders/{id}"].ShouldBe(1);
        office.Server.Traffic.Total.ShouldBe(3);
        batch["requests"] = new JsonArray([.. Enumerable.Range(0, 21).Select(static i => (JsonNode)Item($"{i}", "GET", "/users"))]);
        (await office.Refused(HttpMethod.Post, "$batch", batch)).ShouldBe((400, "BadRequest"));

        static JsonObject Item(string id, string method, string url, JsonNode? body = null, JsonObject? headers = null, string? after = null)
        {
            var item = new JsonObject { ["id"] = id, ["method"] = method, ["url"] = url };
            if (body is not null)
            {
                (item["body"], item["headers"]) = (body, headers);
            }

            if (after is not null)
            {
                item["dependsOn"] = new JsonArray(after);
            }

            return item;
        }
    }

    [Fact]
    public async Task Ordered_faults_happen_once_in_their_turn()
    {
        await using var office = await Office.Open();
        office.Server.Faults.Order("GET", static path => path.Contains("inbox", StringComparison.Ordinal), Fault.TooMany(7), nth: 2);
        office.Server.Faults.Order("*", static path => path.Contains("drafts", StringComparison.Ordinal), Fault.Unavailable());

        await office.Get(Inbox);
        var (status, _, response) = await office.Send(HttpMethod.Get, Inbox);
        ((int)status, response.Headers.RetryAfter!.Delta).ShouldBe((429, TimeSpan.FromSeconds(7)));
        await office.Get(Inbox);
        (await office.Refused(HttpMethod.Get, $"users/{Office.Intake}/mailFolders/drafts")).Status.ShouldBe(503);
    }

    [Fact]
    public async Task An_ordered_delay_holds_the_answer_back()
    {
        await using var office = await Office.Open();
        office.Server.Faults.Order("GET", static _ => true, new Fault.Delay(TimeSpan.FromMilliseconds(300)));
        var watch = System.Diagnostics.Stopwatch.StartNew();

        await office.Get(Inbox);

        watch.ElapsedMilliseconds.ShouldBeGreaterThanOrEqualTo(290);
    }

    [Fact]
    public async Task A_request_over_four_megabytes_is_refused()
    {
        await using var office = await Office.Open();

        (await office.Refused(HttpMethod.Post, $"users/{Office.Intake}/messages", Office.Mail("Large", new string('x', 4 * 1024 * 1024)))).ShouldBe((413, "RequestEntityTooLarge"));
    }

    [Fact]
    public async Task A_connection_dropped_before_does_nothing_and_one_dropped_after_has_done_it()
    {
        await using var office = await Office.Open();
        using var inProcess = new HttpClient(office.Server.CreateHandler()) { BaseAddress = new Uri(office.Server.BaseAddress + "/") };
        inProcess.DefaultRequestHeaders.Authorization = new("Bearer", "another app");
        foreach (var http in new[] { office.Http, inProcess })
        {
            var before = office.Tenant.Messages(Office.Intake, "drafts").Count;
            office.Server.Faults.Order("POST", static _ => true, new Fault.DropBefore());
            await Should.ThrowAsync<HttpRequestException>(() => Post(http));
            office.Tenant.Messages(Office.Intake, "drafts").Count.ShouldBe(before);
            office.Server.Faults.Order("POST", static _ => true, new Fault.DropAfter());
            await Should.ThrowAsync<HttpRequestException>(() => Post(http));
            office.Tenant.Messages(Office.Intake, "drafts").Count.ShouldBe(before + 1);
        }

        office.Server.Faults.After = static (_, _, _) => throw new InvalidOperationException("The process died here.");
        await Should.ThrowAsync<HttpRequestException>(() => Post(office.Http));
        office.Server.Faults.After = null;

        static async Task Post(HttpClient http)
        {
            using var content = new StringContent("""{"subject":"Draft"}""", System.Text.Encoding.UTF8, "application/json");
            using var response = await http.PostAsync(new Uri($"users/{Office.Intake}/messages", UriKind.Relative), content);
        }
    }

    [Fact]
    public async Task A_tenant_survives_a_restart_with_its_ids_tokens_and_copies()
    {
        var path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"tenant-{Environment.ProcessId}.json");
        string message, made, link;
        await using (var office = await Office.Open())
        {
            message = office.Tenant.Deliver(Office.Intake, Office.Mail("One"));
            office.Tenant.MoveMessage(Office.Intake, office.Tenant.Deliver(Office.Intake, Office.Mail("Moved")), "archive");
            made = (await office.Post($"users/{Office.Robin}/events", Office.Meeting("Held", 10, Office.Sam), Office.Immutable)).Text("id");
            link = (await office.Get(Inbox + "/delta()", Office.Immutable)).Text("@odata.deltaLink");
            office.Tenant.Save(path);
        }

        var tenant = Tenant.Load(path, new StoppedClock(Instant.FromUtc(2026, 1, 6, 9, 0)));
        File.Delete(path);
        await using var server = Microsoft365Server.InProcess(tenant);
        using var http = new HttpClient(server.CreateHandler());
        http.DefaultRequestHeaders.Authorization = new("Bearer", "app");
        http.DefaultRequestHeaders.Add("Prefer", Office.Immutable);

        (await Read($"/users/{Office.Intake}/messages/{message.Url()}")).Text("subject").ShouldBe("One");
        (await Read($"/users/{Office.Robin}/events/{made.Url()}")).Text("start/dateTime").ShouldStartWith("2026-01-12T10:00");
        tenant.Events(Office.Sam).ShouldHaveSingleItem().Text("isOrganizer").ShouldBe("false");
        var later = tenant.Deliver(Office.Intake, Office.Mail("Two"));
        var changes = await Read(link[link.IndexOf("/users", StringComparison.Ordinal)..]);
        changes.Values().ShouldHaveSingleItem().Text("id").ShouldBe(later);
        tenant.Accept(Office.Sam, tenant.Events(Office.Sam)[0].Text("id"));
        tenant.Settle();
        (await Read($"/users/{Office.Robin}/events/{made.Url()}")).Text("attendees/0/status/response").ShouldBe("accepted");

        async Task<JsonObject> Read(string target) => JsonNode.Parse(await http.GetStringAsync(new Uri(server.BaseAddress + target)))!.AsObject();
    }
}
