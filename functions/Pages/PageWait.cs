using System.Globalization;

namespace Heldspace.Functions.Pages;

/// <summary>
/// A page that is opened while something is being worked out waits a little, then shows what there is and looks again by itself, which can be stopped
/// (WCAG 2.2.2). The address of such a look carries its number in <c>look</c>.
/// </summary>
/// <param name="longest">For how long it waits at most.</param>
/// <param name="time">Measures it.</param>
internal sealed class PageWait(TimeSpan longest, TimeProvider time)
{
    private const int LookAgainSeconds = 5;
    private const int MostLooks = 24;
    private static readonly TimeSpan BetweenReads = TimeSpan.FromMilliseconds(300);

    /// <summary>Reads until there is something to show or the longest wait is over. A look by the page itself does not wait.</summary>
    public async Task<T> Until<T>(HttpContext http, Func<CancellationToken, Task<T>> read, Func<T, bool> isWaiting)
    {
        var (begun, cancellation) = (time.GetTimestamp(), http.RequestAborted);
        var wait = http.Request.Query["look"].ToString().Length == 0 ? longest : TimeSpan.Zero;
        var now = await read(cancellation);
        while (isWaiting(now) && time.GetElapsedTime(begun) < wait)
        {
            await Task.Delay(BetweenReads, time, cancellation);
            now = await read(cancellation);
        }

        return now;
    }

    /// <summary>Has the browser look again, unless it was told to stop or has looked for two minutes; whether it will.</summary>
    /// <param name="path">Address of the page, with whatever its query must carry along.</param>
    public static bool LooksAgain(HttpContext http, string path)
    {
        var look = http.Request.Query["look"].ToString();
        var looks = int.TryParse(look, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        if (look == "stop" || looks >= MostLooks)
        {
            return false;
        }

        http.Response.Headers["Refresh"] = string.Create(CultureInfo.InvariantCulture, $"{LookAgainSeconds};url={With(path, "look")}={looks + 1}");
        return true;
    }

    /// <summary>Address at which a page stays as it is.</summary>
    public static string Still(string path) => $"{With(path, "look")}=stop";

    private static string With(string path, string name) => $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{name}";
}
