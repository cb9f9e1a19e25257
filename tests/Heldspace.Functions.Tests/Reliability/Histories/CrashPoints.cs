using System.Globalization;

namespace Heldspace.Functions.Tests.Reliability.Histories;

/// <summary>Lets the process die at one request after the other of something that is done anew each time, for a child of its own: what comes of it has to be the same as without.</summary>
internal static class CrashPoints
{
    /// <summary>Crashes that one system goes through.</summary>
    private const int PerSystem = 12;

    /// <param name="attempt">Does it, dying before or after the so-manieth request (-1 for none): in words what came of it, and how many requests it took.</param>
    /// <param name="expected">What comes of it without a death.</param>
    /// <param name="points">Of so many requests those to die at, and on which side.</param>
    /// <returns>In words how many deaths that were.</returns>
    public static async Task<string> Try(Func<History, int, bool, Task<(string After, int Requests)>> attempt, string expected, Func<int, IEnumerable<(int N, bool BeforeIt)>> points)
    {
        var history = await History.StartCalm();
        try
        {
            var (without, length) = await attempt(history, -1, true);
            without.ShouldBe(expected);
            length.ShouldBeGreaterThan(10);
            var all = points(length).ToList();
            foreach (var (tried, (n, before)) in all.Index())
            {
                if (tried % PerSystem == PerSystem - 1)
                {
                    await history.DisposeAsync();
                    history = await History.StartCalm();
                }

                var (at, crashes, tries) = (n, history.Crashes, 0);
                do
                {
                    // What is told of several changes comes as one hint or as two: where it was fewer requests this time, the last of them is the point.
                    var (with, requests) = await attempt(history, at, before);
                    with.ShouldBe(expected, string.Create(CultureInfo.InvariantCulture, $"{(before ? "before" : "after")} {n} of {length}, {history.Interference.DiedAt}"));
                    at = Math.Min(at, requests);
                }
                while (history.Crashes == crashes && ++tries < 3);

                history.Crashes.ShouldBe(crashes + 1, string.Create(CultureInfo.InvariantCulture, $"{n} of {length} was not reached"));
            }

            return string.Create(CultureInfo.InvariantCulture, $"{all.Count} crashes at {length} requests");
        }
        finally
        {
            await history.DisposeAsync();
        }
    }
}
