using System.Globalization;
using Heldspace.Roster;
using Heldspace.Services;

namespace Heldspace.Messages;

/// <summary>Fills the service's text about a file of the care population: counts, and never anybody's id.</summary>
public static class ComposeRoster
{
    /// <summary>Whether there is anything in it that somebody has to know.</summary>
    public static bool IsWorthAMail(RosterUpload upload) =>
        upload.State != RosterState.TakenIn || upload.Counts is { } counts && counts.Triggered + counts.ToLookAt + counts.Problems > 0;

    public static Composed Words(ServiceDefinition service, RosterUpload upload, Uri link) => Composed.Of(
        service,
        Texts.RosterTaken,
        [("date", upload.AsOf.ToString("d MMMM uuuu", CultureInfo.InvariantCulture)), ("list", string.Join('\n', Lines(upload))), ("link", link.ToString())]);

    private static IEnumerable<string> Lines(RosterUpload upload)
    {
        if (upload.Why is { } why)
        {
            yield return $"- {why}";
        }

        if (upload.Counts is { } counts)
        {
            yield return Counted(counts.Lines, "line was taken", "lines were taken");
            yield return Counted(counts.Triggered, "set something going", "set something going");
            yield return Counted(counts.ToLookAt, "needs a person to look", "need a person to look");
            yield return Counted(counts.Problems, "has something wrong in it", "have something wrong in them");
        }
    }

    private static string Counted(int n, string one, string many) => string.Create(CultureInfo.InvariantCulture, $"- {n} {(n == 1 ? one : many)}");
}
