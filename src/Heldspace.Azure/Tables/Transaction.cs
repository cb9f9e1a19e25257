using System.Buffers;
using System.Globalization;
using System.Text;
using Azure;

namespace Heldspace.Azure.Tables;

/// <summary>
/// A transaction on the wire: one multipart part an operation, and the answer likewise.
/// https://learn.microsoft.com/rest/api/storageservices/performing-entity-group-transactions
/// </summary>
internal static class Transaction
{
    // JSON and escaped addresses never start a line with two hyphens, so the boundaries need not be random.
    public const string ContentType = "multipart/mixed; boundary=batch_heldspace";

    private const string PartHeader =
        "--changeset_heldspace\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n";

    /// <summary>The body of a transaction.</summary>
    /// <exception cref="ArgumentException">It is larger than 4 MiB.</exception>
    public static ReadOnlyMemory<byte> Write(string endpoint, string table, IReadOnlyList<RowWrite> writes)
    {
        var buffer = new ArrayBufferWriter<byte>(1024 * writes.Count);
        Text(buffer, "--batch_heldspace\r\nContent-Type: multipart/mixed; boundary=changeset_heldspace\r\n\r\n");
        foreach (var write in writes)
        {
            var row = write.Row;
            var address = write.Kind == WriteKind.Insert ? $"{endpoint}/{table}" : $"{endpoint}/{RowAddress(table, row.PartitionKey, row.RowKey)}";
            Text(buffer, PartHeader);
            Text(buffer, $"{Method(write.Kind)} {address} HTTP/1.1\r\nAccept: application/json;odata=nometadata\r\nDataServiceVersion: 3.0\r\n");
            if (write.Kind is WriteKind.Replace or WriteKind.Merge or WriteKind.Delete)
            {
                Text(buffer, $"If-Match: {write.ETag}\r\n");
            }

            if (write.Kind == WriteKind.Insert)
            {
                Text(buffer, "Prefer: return-no-content\r\n");
            }

            if (write.Kind != WriteKind.Delete)
            {
                Text(buffer, "Content-Type: application/json\r\n\r\n");
                buffer.Write(RowJson.Write(row).Span);
            }

            Text(buffer, "\r\n");
        }

        Text(buffer, "--changeset_heldspace--\r\n--batch_heldspace--\r\n");
        return buffer.WrittenCount <= RowRules.LargestTransaction
            ? buffer.WrittenMemory
            : throw new ArgumentException($"A transaction has at most {RowRules.LargestTransaction} bytes.", nameof(writes));
    }

    /// <summary>A row's address under the endpoint.</summary>
    public static string RowAddress(string table, string partitionKey, string rowKey) =>
        $"{table}(PartitionKey='{Escape(partitionKey)}',RowKey='{Escape(rowKey)}')";

    /// <summary>Reads what came of each operation. A failed one comes alone and its message starts with its index.</summary>
    public static Submission Read(string edge, ReadOnlyMemory<byte> content, IReadOnlyList<RowWrite> writes)
    {
        var answers = Parts(Encoding.UTF8.GetString(content.Span));
        var failed = answers.Find(answer => answer.Status >= 400);
        if (failed is null)
        {
            return answers.Count == writes.Count
                ? new Submission.Committed([.. answers.Select(answer => answer.ETag)])
                : throw new EdgeException(edge, 502, "AnswerIncomplete");
        }

        var (code, message) = RowJson.ReadError(Encoding.UTF8.GetBytes(failed.Body));
        var colon = message.IndexOf(':');
        var index = colon > 0 && int.TryParse(message.AsSpan(0, colon), NumberStyles.None, CultureInfo.InvariantCulture, out var at) ? at : 0;
        return (failed.Status, code) switch
        {
            (409, "EntityAlreadyExists") => new Submission.Conflict(index, ConflictReason.Exists),
            (412, _) => new Submission.Conflict(index, ConflictReason.Changed),
            (404, "ResourceNotFound" or "EntityNotFound") => new Submission.Conflict(index, ConflictReason.Missing),
            _ => throw new EdgeException(edge, failed.Status, code),
        };
    }

    private static List<Answer> Parts(string text)
    {
        var answers = new List<Answer>();
        var at = 0;
        while ((at = text.IndexOf("HTTP/1.1 ", at, StringComparison.Ordinal)) >= 0)
        {
            var headersEnd = text.IndexOf("\r\n\r\n", at, StringComparison.Ordinal);
            headersEnd = headersEnd < 0 ? text.Length : headersEnd;
            var etag = default(ETag);
            foreach (var line in text[at..headersEnd].Split("\r\n"))
            {
                if (line.StartsWith("ETag:", StringComparison.OrdinalIgnoreCase))
                {
                    etag = new ETag(line[5..].Trim());
                }
            }

            var next = text.IndexOf("\r\n--", headersEnd, StringComparison.Ordinal);
            next = next < 0 ? text.Length : next;
            answers.Add(new Answer(int.Parse(text.AsSpan(at + 9, 3), CultureInfo.InvariantCulture), etag, text[headersEnd..next].Trim()));
            at = next;
        }

        return answers;
    }

    private static string Method(WriteKind kind) => kind switch
    {
        WriteKind.Insert => "POST",
        WriteKind.InsertOrReplace or WriteKind.Replace => "PUT",
        WriteKind.Merge => "PATCH",
        _ => "DELETE",
    };

    private static string Escape(string key) => Uri.EscapeDataString(key.Replace("'", "''"));

    private static void Text(ArrayBufferWriter<byte> buffer, string text) => Encoding.UTF8.GetBytes(text, buffer);

    private sealed record Answer(int Status, ETag ETag, string Body);
}
