using System.Runtime.CompilerServices;
using Azure;
using Heldspace.Azure.Tables;
using Heldspace.Intake;
using NodaTime;
using NodaTime.Text;

namespace Heldspace.Azure.Records;

/// <summary>What must happen at a time: opaque, derived, deleted last. Table <c>Due</c>, partition <c>{service}:{kind}:{UTC day}</c>.</summary>
/// <param name="Service">Whose.</param>
/// <param name="Kind">What must happen, as in <see cref="DueKinds"/>.</param>
/// <param name="At">When, to the minute.</param>
/// <param name="Case">For which case.</param>
/// <param name="N">Tells rows of one kind, minute and case apart: <c>assessment-1</c>.</param>
public sealed record DueRow(string Service, string Kind, Instant At, CaseId Case, string N);

/// <summary>What can be due.</summary>
public static class DueKinds
{
    /// <summary>Nobody may have taken on an alert of immediate risk yet: then the next is told.</summary>
    public const string AlertClimb = "alert-climb";

    /// <summary>The scan of the files that came with something should have said something.</summary>
    public const string FilesChecked = "files-checked";

    /// <summary>The sender of a form is reminded to confirm.</summary>
    public const string ConfirmReminder = "confirm-reminder";

    /// <summary>An unconfirmed form's place goes back.</summary>
    public const string HoldExpiry = "hold-expiry";

    /// <summary>A place is looked for again for a case that has none.</summary>
    public const string PlaceSearch = "place-search";

    /// <summary>They are reminded of an appointment.</summary>
    public const string AppointmentReminder = "appointment-reminder";

    /// <summary>They are asked once more whether the place that is held suits them.</summary>
    public const string AgreeReminder = "agree-reminder";

    /// <summary>Somebody who asked to be rung should have been by now.</summary>
    public const string RingBack = "ring-back";

    /// <summary>A place is gone and nobody has rung and chosen another yet: they are reminded.</summary>
    public const string ToRing = "to-ring";

    /// <summary>Nobody may have said yet whether two referrals are of one child: then the second gets its place.</summary>
    public const string SameUndecided = "same-undecided";

    /// <summary>A case that stood in the way of another's place was not there yet when they were compared: they are compared again.</summary>
    public const string CompareAgain = "compare-again";

    /// <summary>They are asked once more for what is missing and could change the decision.</summary>
    public const string MissingReminder = "missing-reminder";

    /// <summary>It has not come in time, and a person decides without it.</summary>
    public const string MissingDeadline = "missing-deadline";

    /// <summary>It may be known by now whether a text message arrived.</summary>
    public const string TextArrived = "text-arrived";

    /// <summary>Somebody may have to be asked how things are going, or reminded.</summary>
    public const string Asking = "asking";
}

public sealed class Due(ITables tables)
{
    public const string Table = "Due";

    private static readonly LocalDatePattern Day = LocalDatePattern.Iso;
    private static readonly InstantPattern Minute = InstantPattern.CreateWithInvariantCulture("HHmm");

    /// <summary>
    /// Plans something. It is never written into a past day, which the runner may have left behind: what was due before <paramref name="now"/> is due now.
    /// A row falls due with the first whole minute at or after its time, never before: whoever acts on it compares the exact time.
    /// </summary>
    public Task Plan(DueRow row, Instant now, CancellationToken cancellation)
    {
        var at = WholeMinute(Instant.Max(row.At, now));
        return tables.InsertOrReplace(
            Table,
            new Row(Partition(row.Service, row.Kind, at.InUtc().Date), $"{Minute.Format(at)}:{row.Case}:{row.N}") { ["Schema"] = 1, ["Case"] = row.Case.Text, ["N"] = row.N },
            cancellation);
    }

    /// <summary>What of a kind is due by now, from a day on, oldest first. Cost follows what is due.</summary>
    public async IAsyncEnumerable<(DueRow Row, Row Stored)> By(
        string service, string kind, LocalDate from, Instant now, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var today = now.InUtc().Date;
        for (var day = from; day <= today; day = day.PlusDays(1))
        {
            var until = day < today ? "9999" : Minute.Format(now + Duration.FromMinutes(1)) is "0000" ? "9999" : Minute.Format(now + Duration.FromMinutes(1));
            await foreach (var row in tables.Query(Table, RowFilter.Rows(Partition(service, kind, day), "0", until), cancellation: cancellation))
            {
                var hours = int.Parse(row.RowKey.AsSpan(0, 2));
                var minutes = int.Parse(row.RowKey.AsSpan(2, 2));
                var at = day.At(new LocalTime(hours, minutes)).InUtc().ToInstant();
                yield return (new(service, kind, at, CaseId.Parse(row.RequireString("Case")), row.RequireString("N")), row);
            }
        }
    }

    /// <summary>When a row of this table is due, by its keys; null for a row that is none of this table's.</summary>
    public static Instant? At(Row stored) =>
        Day.Parse(stored.PartitionKey[(stored.PartitionKey.LastIndexOf(':') + 1)..]) is { Success: true, Value: var day }
        && stored.RowKey.Length >= 4 && Minute.Parse(stored.RowKey[..4]) is { Success: true, Value: var minute }
            ? day.At(minute.InUtc().TimeOfDay).InUtc().ToInstant()
            : null;

    /// <summary>It is done: its row goes, last of all.</summary>
    public Task Remove(Row stored, CancellationToken cancellation) => tables.Delete(Table, stored.PartitionKey, stored.RowKey, ETag.All, cancellation);

    private static Instant WholeMinute(Instant instant)
    {
        var begun = Instant.FromUnixTimeSeconds(instant.ToUnixTimeSeconds() / 60 * 60);
        return begun == instant ? begun : begun + Duration.FromMinutes(1);
    }

    private static string Partition(string service, string kind, LocalDate day) => $"{service}:{kind}:{Day.Format(day)}";
}
