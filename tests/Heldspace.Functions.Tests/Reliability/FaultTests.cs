using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Heldspace.Functions.Tests.Drivers;
using NodaTime;
using Xunit.Abstractions;

namespace Heldspace.Functions.Tests.Reliability;

/// <summary>
/// What goes wrong at an edge for a while goes wrong at every kind of request that a referral makes on its way: everything ends right, nothing twice.
/// </summary>
[Collection(AzuriteFixture.Collection)]
public sealed class FaultTests(AzuriteFixture azurite, ITestOutputHelper output)
{
    private const int PerSystem = 13;

    /// <summary>Longer than anything waits inside a call, so that the queue has to wait.</summary>
    private static readonly Duration RetryAfter = Duration.FromSeconds(45);

    /// <summary>What the sweep asks for is asked for again by the next sweep, at its own time; look-ups and facts are written two to a referral, neither waiting for the other.</summary>
    private static readonly string[] AtTheirOwnTime =
    [
        "tables insert Lookup", "tables write Facts",
        "tables get Cursors", "tables replace Cursors", "graph GET users/*/mailFolders/inbox/messages/delta()", "blobs PUT pending", "blobs PUT intake",
        "queues POST referrals/messages", "graph GET users/*/mailFolders", "graph POST users/*/mailFolders", "graph POST users/*/messages/*/move",
    ];

    [Fact]
    public Task Too_many_requests_anywhere_are_waited_out_for_as_long_as_they_say() => Everywhere((_, _) => Task.FromResult(Refused(HttpStatusCode.TooManyRequests, RetryAfter)), RetryAfter);

    [Fact]
    public Task An_edge_that_is_unavailable_for_a_moment_does_no_harm() => Everywhere((_, _) => Task.FromResult(Refused(HttpStatusCode.ServiceUnavailable, null)), null);

    [Fact]
    public Task A_connection_that_breaks_before_the_request_arrives_does_no_harm() =>
        Everywhere((_, _) => throw new HttpRequestException(HttpRequestError.ConnectionError, "The connection was refused."), null);

    [Fact]
    public Task An_answer_that_is_lost_after_the_work_was_done_does_it_no_second_time() => Everywhere(
        async (_, send) =>
        {
            (await send()).Dispose();
            throw new HttpRequestException(HttpRequestError.ResponseEnded, "The connection was reset.");
        },
        null);

    private async Task Everywhere(Func<Crossing, Func<Task<HttpResponseMessage>>, Task<HttpResponseMessage>> fault, Duration? wait)
    {
        var kinds = await KindsOfThePath();
        var wrong = new ConcurrentQueue<string>();

        // Where waiting is measured each has a system of its own: after some minutes of waiting, marks are old enough to be taken up out of turn.
        await Parallel.ForEachAsync(kinds.Chunk(wait is null ? PerSystem : 1), new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (some, _) => await Fault(some, fault, wait, wrong));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{kinds.Count} kinds of request, each faulted once"));
        wrong.ShouldBeEmpty();
    }

    private async Task Fault(
        string[] kinds, Func<Crossing, Func<Task<HttpResponseMessage>>, Task<HttpResponseMessage>> fault, Duration? wait, ConcurrentQueue<string> wrong)
    {
        await using var deployment = await Deployment.Start(azurite.ConnectionString);
        var senders = new List<string>();
        foreach (var kind in kinds)
        {
            Instant? faulted = null;
            Instant? again = null;
            deployment.Crossings.Restart();
            deployment.Crossings.Meddle = async (reached, send) =>
            {
                if (reached == new Crossing(kind, 1))
                {
                    faulted = deployment.Clock.GetCurrentInstant();
                    return await fault(reached, send);
                }

                if (reached == new Crossing(kind, 2))
                {
                    again = deployment.Clock.GetCurrentInstant();
                }

                return await send();
            };

            // An instance that remembers nothing asks for everything.
            await deployment.Restart();
            deployment.Crossings.Watching = true;
            senders.Add(string.Create(CultureInfo.InvariantCulture, $"sender{senders.Count}@nhs.example"));
            deployment.Deliver(Mails.Complete(senders.Count, senders[^1]));
            await deployment.RunUntilQuiet();
            deployment.Crossings.Watching = false;

            var found = Verdict.On(await deployment.Look(), senders, senders.Count).ToList();
            if (wait is { } asked && !AtTheirOwnTime.Contains(kind) && again - faulted < asked)
            {
                found.Add($"asked again after {again - faulted}");
            }

            if (faulted is null || found.Count > 0)
            {
                wrong.Enqueue($"{kind}: {(faulted is null ? "not reached; " : "")}{string.Join("; ", found)}");
                return;
            }
        }
    }

    private async Task<IReadOnlyList<string>> KindsOfThePath()
    {
        await using var deployment = await Deployment.Start(azurite.ConnectionString);
        deployment.Crossings.Watching = true;
        deployment.Deliver(Mails.Complete(from: "first@nhs.example"));
        await deployment.RunUntilQuiet();

        // The folder is made once in the life of a mailbox; it comes first, so that each system meets it.
        return [.. deployment.Crossings.Seen.Select(crossing => crossing.Kind).Distinct().Where(kind => kind != "graph POST users/*/mailFolders")];
    }

    private static HttpResponseMessage Refused(HttpStatusCode status, Duration? retryAfter)
    {
        var answer = new HttpResponseMessage(status) { Content = new ByteArrayContent([]) };
        if (retryAfter is { } wait)
        {
            answer.Headers.RetryAfter = new RetryConditionHeaderValue(wait.ToTimeSpan());
        }

        return answer;
    }
}
