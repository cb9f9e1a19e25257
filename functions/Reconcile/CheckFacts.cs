using Heldspace.Azure.Records;
using Heldspace.Intake;
using Heldspace.Measures;
using Heldspace.Services;
using Heldspace.Summaries;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Functions.Reconcile;

/// <summary>
/// Holds what figures are counted from against the cases, once a week for the week that is over, and puts right what differs: a fact follows from its case alone, so that
/// all of them can be told anew. Where nothing says how far that has come (the first start, or a colleague who deleted the cursor) every week of every case is told anew.
/// </summary>
internal sealed partial class CheckFacts(Cases cases, OpenCases open, Facts facts, MeasureFiles measures, Cursors cursors, IClock clock, ILogger<CheckFacts> logger)
{
    internal const string Kind = "facts-checked";

    private const int AtOnce = 16;

    /// <summary>In the night after the week is over, when nobody records anything.</summary>
    private static readonly LocalTime From = new(3, 0);

    public async Task Handle(ServiceDefinition service, CancellationToken cancellation)
    {
        var now = clock.GetCurrentInstant();
        var over = LondonWeek.Of(now).Previous;
        var cursor = await cursors.Read(Kind, service.Id, cancellation);
        var done = LondonWeek.TryParse(cursor?.Value);
        if (done >= over || (done is not null && now < London.At(over.Next.Monday, From)))
        {
            return;
        }

        if (done is { } last)
        {
            await Weeks(service, last.Next, over, everything: false, cancellation);
        }
        else
        {
            await Weeks(service, new(2000, 1), LondonWeek.Of(now), everything: true, cancellation);
        }

        await open.Forget(service.Id, London.Day(now), cancellation);
        _ = await cursors.Move(Kind, service.Id, cursor, over.ToString(), cancellation);
    }

    private async Task Weeks(ServiceDefinition service, LondonWeek first, LondonWeek last, bool everything, CancellationToken cancellation)
    {
        var written = (await facts.Read(service.Id, first, last, FactValues.All, cancellation)).ToLookup(fact => fact.Case, StringComparer.Ordinal);
        var ids = everything
            ? await cases.All(service.Id, cancellation)
            : [.. (await open.Read(service.Id, cancellation)).Select(row => row.Case).Concat(written.Select(of => CaseId.Parse(of.Key))).Distinct()];
        var mended = 0;
        foreach (var some in ids.Chunk(AtOnce))
        {
            mended += (await Task.WhenAll(some.Select(id => One(service, id, first, last, [.. written[id.Text]], cancellation)))).Sum();
        }

        if (mended > 0)
        {
            Log.Mended(logger, service.Id, mended, first, last);
        }
    }

    /// <summary>How many facts of a case were not as they should be.</summary>
    private async Task<int> One(ServiceDefinition service, CaseId id, LondonWeek first, LondonWeek last, IReadOnlyList<Fact> written, CancellationToken cancellation)
    {
        var told = new List<Fact>();
        if (await cases.Read(service.Id, id, cancellation) is { File: var file })
        {
            var history = await cases.WholeHistory(service.Id, id, cancellation);
            told.AddRange(TellFacts.All(service, measures, file, history));
            for (var week = LondonWeek.Of(file.Case.ReceivedAt).Next; week <= last; week = week.Next)
            {
                if (week >= first && StandAtStart.Of(service, file, history, week) is { } stood)
                {
                    told.Add(stood);
                }
            }
        }

        var there = written.ToDictionary(Key, Words, StringComparer.Ordinal);
        var due = told.Where(fact => LondonWeek.Of(fact.At) is var week && week >= first && week <= last).ToDictionary(Key, StringComparer.Ordinal);
        var lacking = due.Where(fact => there.GetValueOrDefault(fact.Key) != Words(fact.Value)).Select(fact => fact.Value).ToList();
        var spare = written.Where(fact => !due.ContainsKey(Key(fact))).ToList();
        await facts.Write(service.Id, lacking, cancellation);
        foreach (var fact in spare)
        {
            await facts.Remove(service.Id, LondonWeek.Of(fact.At), fact.Id, cancellation);
        }

        return lacking.Count + spare.Count;
    }

    private static string Key(Fact fact) => $"{LondonWeek.Of(fact.At)} {fact.Id}";

    private static string Words(Fact fact) => $"{fact.Kind} {fact.At} {string.Join(' ', fact.Values.OrderBy(value => value.Key, StringComparer.Ordinal).Select(value => $"{value.Key}={value.Value}"))}";

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "{Count} facts of {Service} did not agree with their cases between {First} and {Last}, and were told anew")]
        public static partial void Mended(ILogger logger, string service, int count, LondonWeek first, LondonWeek last);
    }
}
