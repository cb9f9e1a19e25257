using System.Text;
using Heldspace.Benchmarks.Recording;

namespace Heldspace.Benchmarks.Replay;

/// <summary>A recorded request, with what of it a server gave before.</summary>
/// <param name="Request">As it was sent.</param>
/// <param name="Name">What it does.</param>
/// <param name="Repeats">Values in it that an earlier answer gave: which answer, where in it, and the value then.</param>
internal sealed record Line(RecordedRequest Request, string Name, IReadOnlyList<(RecordedRequest Source, string Place, string Value)> Repeats);

/// <summary>One run of a trigger, to be replayed.</summary>
/// <param name="Lines">Its requests in the order in which they began.</param>
/// <param name="After">The request that carried the message which brought it about; null where nothing recorded did.</param>
/// <param name="Lane">The lane of that message: runs of one lane come one after the other.</param>
internal sealed record Scene(IReadOnlyList<Line> Lines, RecordedRequest? After, string? Lane);

/// <summary>A recording, prepared for being replayed, so that the replay itself does nothing but send.</summary>
internal sealed class Script
{
    /// <summary>Runs by the clock: polling that a referral does not need.</summary>
    private static readonly string[] ByTheClock = ["RenewSubscriptions", "Reconcile", "SendDueMessages"];

    private readonly List<(RecordedRequest Source, string Place, string Value, string[] Spellings)> given = [];
    private readonly HashSet<string> known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (RecordedRequest Source, string Place, string Value)> versions = new(StringComparer.Ordinal);

    /// <summary>Prepares steps; those prepared before may have given values that these repeat.</summary>
    public IReadOnlyList<Scene> Prepare(IReadOnlyList<Step> steps)
    {
        var carried = new Dictionary<string, (RecordedRequest Request, string Lane)>(StringComparer.Ordinal);
        var scenes = new List<Scene>();
        foreach (var step in steps.Where(step => step.Requests.Count > 0 && !ByTheClock.Contains(step.Trigger)))
        {
            foreach (var (id, lane, request) in step.Sent())
            {
                carried[id] = (request, lane);
            }

            var after = step.MessageId is { } message && carried.TryGetValue(message, out var found) ? found : default;
            scenes.Add(new([.. step.Requests.Select(Prepare)], after.Request, after.Lane));
        }

        return scenes;
    }

    private Line Prepare(RecordedRequest request)
    {
        var text = Text(request);
        var repeats = given
            .Where(value => value.Spellings.Any(spelling => text.Contains(spelling, StringComparison.Ordinal)))
            .Select(value => (value.Source, value.Place, value.Value))
            .Concat(Given.Rows(request).Where(versions.ContainsKey).Select(row => versions[row]).Where(version => text.Contains(version.Value, StringComparison.Ordinal)))
            .ToList();
        foreach (var (place, value) in Given.By(request, request.ResponseHeaders, request.ResponseBody))
        {
            if (request.Edge == "storage")
            {
                versions[place] = (request, place, value);
            }
            else if (known.Add(value) && !text.Contains(value, StringComparison.Ordinal))
            {
                given.Add((request, place, value, [.. Given.Spellings(value)]));
            }
        }

        return new(request, Operation.Of(request).Name, repeats);
    }

    private static string Text(RecordedRequest request) =>
        $"{request.Uri.PathAndQuery}\n{request.Header("If-Match")}\n{Encoding.Latin1.GetString(request.Body ?? [])}";
}
