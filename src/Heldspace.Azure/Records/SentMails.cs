using Azure;
using Heldspace.Azure.Tables;
using NodaTime;
using NodaTime.Text;

namespace Heldspace.Azure.Records;

/// <summary>How far a mail that belongs to no case has come.</summary>
/// <param name="DraftId">The committed draft; null before there is one.</param>
/// <param name="Sent">Whether it is out, or cannot go out any more.</param>
/// <param name="ETag">The version that was read.</param>
public sealed record LedgerEntry(string? DraftId, bool Sent, ETag ETag);

/// <summary>
/// The ledger of mails that belong to no case, such as a clinician's list of a day: one row for each recipient and occasion, so that each is sent once.
/// Table <c>Sent</c>, partition <c>{service}:{kind}:{period}</c>.
/// </summary>
public sealed class SentMails(ITables tables)
{
    public const string Table = "Sent";

    public async Task<LedgerEntry?> Read(string service, string kind, string period, string recipient, CancellationToken cancellation) =>
        await tables.Get(Table, Partition(service, kind, period), recipient, cancellation) is { } row ? new(row.GetString("DraftId"), row.GetBoolean("Sent") == true, row.ETag) : null;

    /// <summary>Notes a step over the version that was read (null: it was not there); null where somebody else took one.</summary>
    public async Task<LedgerEntry?> Note(string service, string kind, string period, string recipient, LedgerEntry? before, string draftId, bool sent, CancellationToken cancellation)
    {
        var row = new Row(Partition(service, kind, period), recipient) { ["Schema"] = 1, ["DraftId"] = draftId, ["Sent"] = sent };
        if (before is null)
        {
            return await tables.Insert(Table, row, cancellation) is Insertion.Inserted inserted ? new(draftId, sent, inserted.ETag) : null;
        }

        return await tables.Replace(Table, row, before.ETag, cancellation) is Replacement.Replaced replaced ? new(draftId, sent, replaced.ETag) : null;
    }

    /// <summary>Notes the one answer of a day to somebody; false where another message was theirs.</summary>
    /// <param name="service">Whose.</param>
    /// <param name="day">The day in London.</param>
    /// <param name="recipient">Nothing personal.</param>
    /// <param name="message">What tells the message from every other: the same one may ask again.</param>
    public async Task<bool> IsAnswerOfTheDay(string service, LocalDate day, string recipient, string message, CancellationToken cancellation)
    {
        var row = new Row(Partition(service, "answer", LocalDatePattern.Iso.Format(day)), recipient) { ["Schema"] = 1, ["Message"] = message };
        return await tables.Insert(Table, row, cancellation) is Insertion.Inserted
            || (await tables.Get(Table, row.PartitionKey, recipient, cancellation))?.GetString("Message") == message;
    }

    private static string Partition(string service, string kind, string period) => $"{service}:{kind}:{period}";
}
