using System.Globalization;
using System.Text.Json.Nodes;
using Heldspace.Functions.Tests.Drivers;
using Heldspace.Functions.Tests.Reliability;
using Heldspace.Services;
using Heldspace.Time;
using NodaTime;
using Xunit.Abstractions;

namespace Heldspace.Functions.Tests.Summaries;

/// <summary>
/// The process dies before and after requests of sending the summary to twenty managers, and whatever it left is taken further: each has it once. A few points by
/// default; every one of them by hand: <c>HELDSPACE_CRASHES=1 dotnet test … --filter SummaryCrashTests</c>.
/// </summary>
[Collection(AzuriteFixture.Collection)]
public sealed class SummaryCrashTests(AzuriteFixture azurite, ITestOutputHelper output)
{
    private const int Managers = 20;

    [Fact]
    public async Task Killed_at_any_request_of_sending_to_twenty_managers_each_gets_it_once()
    {
        await using var deployment = await Deployment.Start(azurite.ConnectionString, define: definition => definition["managers"] = new JsonArray([.. Enumerable.Range(1, Managers).Select(Manager)]));
        (await deployment.System.Host.Run("SendWeeklySummary", CancellationToken.None)).ShouldBeTrue();
        var week = LondonWeek.Of(deployment.Clock.GetCurrentInstant());

        // How many requests it is without a crash; it is as many each week, since nothing else happens.
        week = await Monday(deployment, week, _ => false, beforeIt: false);
        var length = deployment.Crossings.Seen.Count;
        length.ShouldBeGreaterThan(4 * Managers);
        var step = Processes.Setting("HELDSPACE_CRASHES", 31);
        var points = Enumerable.Range(1, length).Where(n => n % step == 0).SelectMany(n => new[] { (n, true), (n, false) }).ToList();
        var weeks = 1;
        foreach (var (at, before) in points)
        {
            var restarts = deployment.Restarts;
            week = await Monday(deployment, week, n => n == at, before);
            weeks++;
            deployment.Restarts.ShouldBe(restarts + 1, string.Create(CultureInfo.InvariantCulture, $"{at} of {length} was not reached"));
            for (var n = 1; n <= Managers; n++)
            {
                Summaries(deployment, n).ShouldBe(weeks, string.Create(CultureInfo.InvariantCulture, $"manager {n}, {(before ? "before" : "after")} request {at} of {length}"));
            }
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{points.Count} kills at {length} requests, {weeks * Managers} summaries"));
    }

    /// <summary>The next Monday at seven, tick by tick until nobody is left; the process dies once.</summary>
    private static async Task<LondonWeek> Monday(Deployment deployment, LondonWeek before, Func<int, bool> dies, bool beforeIt)
    {
        deployment.Clock.MoveTo(London.At(before.Next.Monday, new(7, 0)));
        var (count, died) = (0, false);
        deployment.Crossings.Restart();
        deployment.Crossings.Meddle = async (_, send) =>
        {
            if (died || !dies(++count))
            {
                return await send();
            }

            died = true;
            if (!beforeIt)
            {
                (await send()).Dispose();
            }

            throw deployment.Crossings.Die();
        };
        deployment.Crossings.Watching = true;
        await Tick(deployment);
        deployment.Crossings.Watching = false;
        for (var again = 0; again < 3; again++)
        {
            if (deployment.Crossings.IsDead)
            {
                await deployment.Restart();
            }

            deployment.Clock.Advance(Duration.FromMinutes(5));
            await Tick(deployment);
        }

        return before.Next;
    }

    private static async Task Tick(Deployment deployment)
    {
        try
        {
            await deployment.System.Host.Run("SendWeeklySummary", deployment.Crossings.Death);
        }
        catch (OperationCanceledException) when (deployment.Crossings.IsDead)
        {
            // It is started anew.
        }
    }

    private static int Summaries(Deployment deployment, int n) =>
        deployment.System.Tenant.Messages(Address(n)).Count(mail => mail["subject"]!.ToString() == deployment.Service.Texts[Texts.WeeklySummary].Subject);

    private static JsonObject Manager(int n) => new()
    {
        ["name"] = string.Create(CultureInfo.InvariantCulture, $"Manager {n}"),
        ["mailbox"] = Address(n),
        ["summaryDay"] = "monday",
        ["summaryTime"] = "07:00",
    };

    private static string Address(int n) => string.Create(CultureInfo.InvariantCulture, $"manager{n}@caring-to-care.example");
}
