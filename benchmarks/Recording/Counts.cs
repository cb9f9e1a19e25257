using Heldspace.Local.Azurite;
using NodaTime;

namespace Heldspace.Benchmarks.Recording;

/// <summary>Several complete referrals of each kind, recorded in the steady state.</summary>
public sealed record Counts(IReadOnlyList<RecordedReferral> Mails, IReadOnlyList<RecordedReferral> Forms, IReadOnlyList<Step> FormPages)
{
    public const int Mailed = 5;
    public const int Sent = 3;

    /// <summary>Records on a fresh store of its own.</summary>
    public static async Task<Counts> Record(string servicesFolder, CancellationToken cancellation)
    {
        await using var azurite = await AzuriteProcess.Start(null, 0, cancellation);
        return await Record(azurite.ConnectionString, servicesFolder, SystemClock.Instance.GetCurrentInstant(), cancellation);
    }

    /// <summary>Records on a store that is empty.</summary>
    public static async Task<Counts> Record(string storage, string servicesFolder, Instant now, CancellationToken cancellation)
    {
        await using var system = await RecordedSystem.Start(storage, servicesFolder, now, cancellation);
        var (mails, forms, pages) = (new List<RecordedReferral>(), new List<RecordedReferral>(), new List<Step>());
        _ = await system.Form(cancellation);
        for (var n = 0; n < Mailed; n++)
        {
            mails.Add(await system.Mail(cancellation));
        }

        for (var n = 0; n < Sent; n++)
        {
            forms.Add(await system.Form(cancellation));
            pages.Add(system.FormPages);
        }

        return new(mails, forms, pages);
    }

    /// <summary>The median of a count over referrals.</summary>
    public static double MedianOf(IEnumerable<RecordedReferral> referrals, OperationKind kind) => Median.Of(referrals.Select(referral => (double)referral.Count(kind)));

    public string Steps() => StepList.Write(Middle(Mails), Middle(Forms), FormPages[0]);

    public Figure StorageOperations()
    {
        var mail = MedianOf(Mails, OperationKind.Storage);
        var form = MedianOf(Forms, OperationKind.Storage);
        return Figure.Cost(
            "storage-operations-per-referral",
            mail,
            "requests",
            Median.Of(Mails.Select(referral => (double)referral.Writes)),
            $"From mail, median of {Mails.Count}; from the form {form}, from the press of Send on. "
            + "Floor: its writes alone, each a durable fact that shares no partition or no moment with another, so that no transaction could join them; every read is on top.");
    }

    public Figure GraphCallsFromMail() => Figure.Cost(
        "graph-calls-per-referral",
        MedianOf(Mails, OperationKind.Graph),
        "requests",
        5,
        $"From mail, median of {Mails.Count}. Floor 5: find the mail, put it away, ask for free time, write the event, send the answer. Ours reads the calendar again, "
        + "because people win, and sends in two calls, because a mail must never go out twice.");

    public Figure GraphCallsFromForm() => Figure.Cost(
        "graph-calls-per-form",
        MedianOf(Forms, OperationKind.Graph),
        "requests",
        3,
        $"From the form, median of {Forms.Count}. Floor 3: ask for free time, write the event, send the answer. Ours reads the calendar again and sends in two calls.");

    private static RecordedReferral Middle(IReadOnlyList<RecordedReferral> referrals) =>
        referrals.OrderBy(referral => referral.Steps.Sum(step => step.Requests.Count)).ElementAt(referrals.Count / 2);
}
