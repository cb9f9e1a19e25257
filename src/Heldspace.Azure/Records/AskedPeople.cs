using Heldspace.Azure.Tables;
using Heldspace.Intake;
using Heldspace.Measures.Asking;
using Heldspace.Time;
using NodaTime;
using NodaTime.Text;

namespace Heldspace.Azure.Records;

/// <summary>
/// When professionals were asked how things are going, over all cases, so that nobody is asked about one child after the other. Table <c>Sent</c>, partition
/// <c>{service}:asked:{London month}</c>, row <c>{hash of the address}:{case}:{ask}</c>.
/// </summary>
public sealed class AskedPeople(ITables tables)
{
    private static readonly InstantPattern Iso = InstantPattern.ExtendedIso;

    public Task Note(string service, string recipient, CaseId id, string ask, Instant at, CancellationToken cancellation) =>
        tables.InsertOrReplace(SentMails.Table, new Row(Partition(service, London.Day(at)), $"{recipient}:{id}:{ask}") { ["Schema"] = 1, ["At"] = Iso.Format(at) }, cancellation);

    /// <summary>When somebody was asked about other cases within the days that count for the limit.</summary>
    public async Task<IReadOnlyList<Instant>> Elsewhere(string service, string recipient, CaseId but, Instant now, CancellationToken cancellation)
    {
        var from = now - Duration.FromDays(AskHowItGoes.LimitDays);
        var found = new List<Instant>();
        foreach (var partition in new[] { Partition(service, London.Day(from)), Partition(service, London.Day(now)) }.Distinct(StringComparer.Ordinal))
        {
            await foreach (var row in tables.Query(SentMails.Table, RowFilter.RowsStarting(partition, $"{recipient}:"), cancellation: cancellation))
            {
                if (!row.RowKey.StartsWith($"{recipient}:{but}:", StringComparison.Ordinal) && Iso.Parse(row.RequireString("At")) is { Success: true, Value: var at } && at > from)
                {
                    found.Add(at);
                }
            }
        }

        return found;
    }

    private static string Partition(string service, LocalDate day) => $"{service}:asked:{day.Year:D4}-{day.Month:D2}";
}
