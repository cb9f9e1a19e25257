using System.Diagnostics;
using Heldspace.Azure.Records;
using Heldspace.Local;

namespace Heldspace.Functions.Tests.Reliability;

/// <summary>Waiting for a system in processes of its own, by looking at it.</summary>
internal static class Processes
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);

    /// <summary>Waits until as many referrals were kept and nothing is left to do. False: that did not come to pass in time.</summary>
    public static async Task<bool> Finished(LocalSystem system, int referrals, TimeSpan limit, Func<Task>? meanwhile = null)
    {
        var service = system.Services.All[0];
        var prefix = $"{service.Id}/";
        for (var started = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started) < limit; await Task.Delay(Look))
        {
            if (meanwhile is not null)
            {
                await meanwhile();
            }

            var queued = new[] { "referrals", "allocations", "messages" }.Sum(queue => system.Broker.Outstanding(queue) + system.Broker.Scheduled(queue).Count);
            if (queued == 0
                && system.Tenant.Messages(service.Mailboxes[0].Text).Count == 0
                && system.Tenant.Messages(service.Mailboxes[0].Text, "drafts").Count == 0
                && await Count(Containers.Intake) == referrals
                && await Count(Containers.Pending) == 0)
            {
                return true;
            }
        }

        return false;

        async Task<int> Count(string container)
        {
            var count = 0;
            await foreach (var _ in system.Blobs.List(container, prefix))
            {
                count++;
            }

            return count;
        }
    }

    public static Task<Aftermath> Aftermath(LocalSystem system) =>
        Reliability.Aftermath.Of(system.Services.All[0], system.Tables, system.Blobs, system.Tenant, system.Broker);

    /// <summary>A number that somebody who runs the tests by hand may set.</summary>
    public static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), System.Globalization.CultureInfo.InvariantCulture, out var set) ? set : otherwise;
}
