using System.ComponentModel.DataAnnotations;
using System.Net;
using Heldspace.Azure.Graph;
using Heldspace.Intake;
using NodaTime;

namespace Heldspace.Functions.Tests.Graph;

/// <summary>What every request carries, how it is tried again, and how it fails.</summary>
public sealed class GraphConnectionTests
{
    private static readonly EmailAddress Referrals = EmailAddress.Parse("referrals@service.example");

    private static readonly EmailAddress Clinician = EmailAddress.Parse("clinician@service.example");

    private static readonly CalendarEntry Entry = new()
    {
        Subject = "HS-7K3M-Q9",
        Time = new(Instant.FromUtc(2026, 3, 2, 10, 0), Instant.FromUtc(2026, 3, 2, 11, 0)),
        Marker = "case-1:1",
        TransactionId = "case-1-1",
    };

    [Fact]
    public async Task Every_request_asks_for_immutable_ids_and_carries_a_token()
    {
        using var wire = new GraphWire(_ => GraphWire.Json(HttpStatusCode.OK, """{"value":[],"@odata.deltaLink":"http://localhost/v1.0/next"}"""));
        using var graph = wire.Connect();

        await new Mailbox(graph).Changes(Referrals, Mailbox.Inbox, null, default);
        await new Mailbox(graph).Changes(Referrals, Mailbox.Inbox, "http://localhost/v1.0/next", default);
        await new Mailbox(graph).Send(Referrals, "draft", default);
        await new Diary(graph).Overlapping(Clinician, Entry.Time, default);

        wire.Seen.Count.ShouldBe(4);
        wire.Seen.ShouldAllBe(seen => seen.Prefer.Contains("IdType=\"ImmutableId\"", StringComparison.Ordinal));
        wire.Seen.ShouldAllBe(seen => seen.Authorization == "Bearer a-token-for-tests");
        wire.Seen[0].Prefer.ShouldContain("odata.maxpagesize=25");
        wire.Seen[3].Prefer.ShouldContain("outlook.timezone=\"UTC\"");
    }

    [Theory]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    [InlineData(HttpStatusCode.GatewayTimeout)]
    public async Task A_refusal_for_now_is_waited_out_as_long_as_Graph_says(HttpStatusCode status)
    {
        var tries = 0;
        using var wire = new GraphWire(_ => ++tries < 3
            ? GraphWire.Error(status, "Busy", "7")
            : GraphWire.Json(HttpStatusCode.OK, """{"id":"m","isDraft":false}"""));
        var time = new HastyTime(TimeSpan.FromSeconds(25));
        using var graph = wire.Connect(time: time);

        (await new Mailbox(graph).StateOf(Referrals, "m", default)).ShouldBe(DraftState.Sent);

        tries.ShouldBe(3);
        time.Waits.ShouldBe([TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(7)]);
    }

    [Fact]
    public async Task A_wait_until_a_date_is_understood()
    {
        var tries = 0;
        using var wire = new GraphWire(_ => ++tries < 2
            ? GraphWire.Error(HttpStatusCode.TooManyRequests, "Busy", "Mon, 02 Mar 2026 09:00:12 GMT")
            : GraphWire.Json(HttpStatusCode.OK, """{"id":"m","isDraft":true}"""));
        var time = new HastyTime(TimeSpan.FromSeconds(25));
        using var graph = wire.Connect(time: time);

        (await new Mailbox(graph).StateOf(Referrals, "m", default)).ShouldBe(DraftState.Draft);

        time.Waits.ShouldBe([TimeSpan.FromSeconds(12)]);
    }

    [Fact]
    public async Task Without_a_wait_named_the_wait_doubles_and_tries_are_bounded()
    {
        using var wire = new GraphWire(_ => GraphWire.Error(HttpStatusCode.ServiceUnavailable, "Busy"));
        var time = new HastyTime(TimeSpan.FromSeconds(25));
        using var graph = wire.Connect(options => options.RetryDelay = TimeSpan.FromSeconds(2), time);

        var fault = await GraphFaults.Of(() => new Mailbox(graph).StateOf(Referrals, "m", default));

        wire.Seen.Count.ShouldBe(3);
        time.Waits.ShouldBe([TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4)]);
        fault.Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        fault.Code.ShouldBe("Busy");
        fault.IsTransient.ShouldBeTrue();
        fault.OutcomeUnknown.ShouldBeFalse();
    }

    [Fact]
    public async Task A_long_wait_is_left_to_the_queue()
    {
        using var wire = new GraphWire(_ => GraphWire.Error(HttpStatusCode.TooManyRequests, "Busy", "300"));
        using var graph = wire.Connect();

        var fault = await GraphFaults.Of(() => new Mailbox(graph).StateOf(Referrals, "m", default));

        wire.Seen.Count.ShouldBe(1);
        fault.RetryAfter.ShouldBe(Duration.FromMinutes(5));
        fault.IsTransient.ShouldBeTrue();
    }

    [Theory]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    [InlineData(HttpStatusCode.GatewayTimeout)]
    [InlineData(HttpStatusCode.BadGateway)]
    [InlineData(HttpStatusCode.InternalServerError)]
    public async Task A_send_that_may_have_gone_out_is_unknown_and_asked_once(HttpStatusCode status)
    {
        using var wire = new GraphWire(_ => GraphWire.Error(status, "Busy"));
        using var graph = wire.Connect();

        (await new Mailbox(graph).Send(Referrals, "draft", default)).ShouldBe(SendOutcome.Unknown);

        wire.Seen.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_send_refused_for_too_many_requests_was_not_sent_and_is_left_to_the_queue()
    {
        using var wire = new GraphWire(_ => GraphWire.Error(HttpStatusCode.TooManyRequests, "ApplicationThrottled", "3"));
        using var graph = wire.Connect();

        var fault = await GraphFaults.Of(() => new Mailbox(graph).Send(Referrals, "draft", default));

        wire.Seen.Count.ShouldBe(1);
        fault.RetryAfter.ShouldBe(Duration.FromSeconds(3));
        fault.OutcomeUnknown.ShouldBeFalse();
    }

    [Fact]
    public async Task A_send_that_is_not_answered_in_time_is_unknown()
    {
        using var wire = new GraphWire(Never);
        using var graph = wire.Connect(options => options.RequestTimeout = TimeSpan.FromMilliseconds(60));

        (await new Mailbox(graph).Send(Referrals, "draft", default)).ShouldBe(SendOutcome.Unknown);

        wire.Seen.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_send_over_a_connection_that_breaks_is_unknown_and_one_that_never_connected_is_not()
    {
        var error = HttpRequestError.ResponseEnded;
        using var wire = new GraphWire((_, _) => throw new HttpRequestException(error, "broken"));
        using var graph = wire.Connect();
        var mailbox = new Mailbox(graph);

        (await mailbox.Send(Referrals, "draft", default)).ShouldBe(SendOutcome.Unknown);

        error = HttpRequestError.ConnectionError;
        var fault = await GraphFaults.Of(() => mailbox.Send(Referrals, "draft", default));
        fault.OutcomeUnknown.ShouldBeFalse();
        fault.IsTransient.ShouldBeTrue();
        fault.Status.ShouldBeNull();
    }

    [Fact]
    public async Task A_caller_who_gives_up_is_not_told_of_a_timeout()
    {
        using var stop = new CancellationTokenSource();
        using var wire = new GraphWire(async (seen, cancellation) =>
        {
            await stop.CancelAsync();
            return await Never(seen, cancellation);
        });
        using var graph = wire.Connect();

        await Should.ThrowAsync<OperationCanceledException>(async () => await new Mailbox(graph).StateOf(Referrals, "m", stop.Token));

        wire.Seen.Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_answer_that_is_not_Graphs_is_a_fault_like_any_other()
    {
        using var wire = new GraphWire(_ => new(HttpStatusCode.BadGateway) { Content = new StringContent("<html>gateway</html>") });
        using var graph = wire.Connect();

        var fault = await GraphFaults.Of(() => new Mailbox(graph).StateOf(Referrals, "m", default));

        fault.Status.ShouldBe(HttpStatusCode.BadGateway);
        fault.Code.ShouldBeNull();
    }

    [Fact]
    public async Task A_success_that_cannot_be_read_is_a_fault_too()
    {
        using var wire = new GraphWire(_ => GraphWire.Json(HttpStatusCode.OK, "{\"id\":"));
        using var graph = wire.Connect();

        (await GraphFaults.Of(() => new Mailbox(graph).StateOf(Referrals, "m", default))).Code.ShouldBe("unreadable");
    }

    [Fact]
    public async Task A_fault_names_neither_people_nor_ids()
    {
        using var wire = new GraphWire(_ => GraphWire.Error(HttpStatusCode.Forbidden, "ErrorAccessDenied"));
        using var graph = wire.Connect();

        var fault = await GraphFaults.Of(() => new Diary(graph).Overlapping(Clinician, Entry.Time, default));

        fault.Message.ShouldBe("Graph answered 403 ErrorAccessDenied to GET */users/*/calendarView.");
        fault.IsTransient.ShouldBeFalse();
    }

    [Fact]
    public async Task At_most_four_requests_are_in_flight_for_one_mailbox_and_another_mailbox_does_not_wait()
    {
        var (inFlight, most) = (0, 0);
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var four = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var wire = new GraphWire(async (seen, cancellation) =>
        {
            if (seen.Path.Contains("referrals", StringComparison.Ordinal))
            {
                var now = Interlocked.Increment(ref inFlight);
                InterlockedMax(ref most, now);
                if (now == 4)
                {
                    four.TrySetResult();
                }

                await gate.Task.WaitAsync(cancellation);
                Interlocked.Decrement(ref inFlight);
            }

            return GraphWire.Json(HttpStatusCode.OK, """{"id":"m","isDraft":true}""");
        });
        using var graph = wire.Connect();
        var mailbox = new Mailbox(graph);

        var calls = Enumerable.Range(0, 20).Select(n => mailbox.StateOf(Referrals, $"m{n}", default)).ToArray();
        await four.Task.WaitAsync(TimeSpan.FromSeconds(20));
        (await mailbox.StateOf(Clinician, "other", default).WaitAsync(TimeSpan.FromSeconds(20))).ShouldBe(DraftState.Draft);
        wire.Seen.Count.ShouldBe(5);

        gate.SetResult();
        await Task.WhenAll(calls).WaitAsync(TimeSpan.FromSeconds(20));
        most.ShouldBe(4);
        wire.Seen.Count.ShouldBe(21);
    }

    [Fact]
    public void Settings_out_of_range_stop_the_start_and_are_named()
    {
        using var wire = new GraphWire(_ => throw new InvalidOperationException());

        Should.Throw<ValidationException>(() => wire.Connect(options => options.MaxConcurrentPerMailbox = 5))
            .Message.ShouldContain(nameof(GraphOptions.MaxConcurrentPerMailbox));
        new GraphOptionsCheck().Validate(null, new() { MaxAttempts = 0 }).FailureMessage.ShouldNotBeNull().ShouldContain(nameof(GraphOptions.MaxAttempts));
        new GraphOptionsCheck().Validate(null, new()).Succeeded.ShouldBeTrue();
    }

    private static async Task<HttpResponseMessage> Never(SeenRequest seen, CancellationToken cancellation)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
        throw new InvalidOperationException("Never is over.");
    }

    private static void InterlockedMax(ref int most, int now)
    {
        for (var known = Volatile.Read(ref most); now > known;)
        {
            var before = Interlocked.CompareExchange(ref most, now, known);
            if (before == known)
            {
                return;
            }

            known = before;
        }
    }
}
