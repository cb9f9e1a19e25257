using System.Text.Json.Nodes;
using Heldspace.Benchmarks.Recording;
using Heldspace.Benchmarks.Timing;
using Heldspace.Local;

namespace Heldspace.Benchmarks;

/// <summary>One run of the benchmarks: what its figures share, measured once however many ask for it.</summary>
public sealed class Bench : IAsyncDisposable
{
    /// <summary>The service that everything is measured with.</summary>
    public const string Service = "caring-to-care";

    /// <summary>Everything comes from one address here, which as a client may ask for so many pages and no more.</summary>
    public static IReadOnlyDictionary<string, string> NoClientLimits { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Refer:PagesPerMinute"] = "1000000",
        ["Refer:FormsPerHour"] = "1000000",
    };

    /// <summary>Every figure by name, in the order in which they are measured.</summary>
    public static IReadOnlyDictionary<string, Func<Bench, CancellationToken, Task<Figure>>> Figures { get; } =
        new OrderedDictionary<string, Func<Bench, CancellationToken, Task<Figure>>>(StringComparer.Ordinal)
        {
            ["storage-operations-per-referral"] = async (bench, cancellation) => (await bench.Counts(cancellation)).StorageOperations(),
            ["graph-calls-per-referral"] = async (bench, cancellation) => (await bench.Counts(cancellation)).GraphCallsFromMail(),
            ["graph-calls-per-form"] = async (bench, cancellation) => (await bench.Counts(cancellation)).GraphCallsFromForm(),
            ["referral-to-invitation"] = ReferralToInvitation.Measure,
            ["throughput"] = Throughput.Measure,
            ["tick-growth"] = TickGrowth.Measure,
            ["summary-growth"] = SummaryGrowth.Measure,
            ["cold-start"] = ColdStart.Measure,
            ["form-requests"] = FormRequests.Measure,
            ["survey-requests"] = SurveyRequests.Measure,
        };

    private readonly Lazy<string> roomy = new(() => RoomyService(Directory.CreateTempSubdirectory("heldspace-bench-").FullName));
    private Task<Counts>? counts;
    private Task<string>? app;
    private Task<string>? empty;
    private Task<Rig>? rig;

    /// <summary>Told what is being done, for whoever waits.</summary>
    public Action<string> Progress { get; init; } = _ => { };

    /// <summary>
    /// A folder with the service's definition, its people's weekly capacity raised to the most a definition may have: hundreds of referrals are measured,
    /// and each is to be accepted.
    /// </summary>
    public string RoomyServices => roomy.Value;

    /// <summary>Recorded referrals to count.</summary>
    public Task<Counts> Counts(CancellationToken cancellation)
    {
        Progress("recording referrals");
        return counts ??= Recording.Counts.Record(RoomyServices, cancellation);
    }

    /// <summary>The folder of the function app as it would be deployed.</summary>
    internal Task<string> PublishedApp(CancellationToken cancellation)
    {
        Progress("publishing the app");
        return app ??= Publish.Project("functions/Heldspace.Functions.csproj", "app", cancellation);
    }

    /// <summary>The folder of a handler that does nothing, published alike.</summary>
    internal Task<string> PublishedEmptyHandler(CancellationToken cancellation)
    {
        Progress("publishing the empty handler");
        return empty ??= Publish.Project("benchmarks/EmptyHandler/EmptyHandler.csproj", "empty", cancellation);
    }

    /// <summary>The running system that times are taken on, warm.</summary>
    internal Task<Rig> Rig(CancellationToken cancellation) => rig ??= Timing.Rig.Start(this, cancellation);

    public async ValueTask DisposeAsync()
    {
        if (rig is { IsCompletedSuccessfully: true })
        {
            await (await rig).DisposeAsync();
        }

        if (roomy.IsValueCreated)
        {
            Directory.Delete(roomy.Value, recursive: true);
        }
    }

    private static string RoomyService(string folder)
    {
        var definition = JsonNode.Parse(File.ReadAllText(Path.Combine(LocalSystem.AppFolder, "services", Service + ".json")))!;
        foreach (var member in definition["team"]!.AsArray())
        {
            member!["weeklyCapacity"] = 40;
        }

        File.WriteAllText(Path.Combine(folder, Service + ".json"), definition.ToJsonString());
        return folder;
    }
}
