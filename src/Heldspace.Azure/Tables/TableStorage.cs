using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Heldspace.Azure.Tables;

/// <summary>
/// Tables over HTTP: Azure Table Storage, or Azurite. Safe for use by many callers at once; keep one for the life of the process.
/// The REST contract: https://learn.microsoft.com/rest/api/storageservices/table-service-rest-api
/// </summary>
public sealed class TableStorage : ITables
{
    // Entra tokens are accepted from this version on.
    private const string Version = "2020-12-06";
    private static readonly string[] Scopes = ["https://storage.azure.com/.default"];

    private readonly HttpPipeline _pipeline;
    private readonly string _endpoint;

    /// <summary>Tables of an account in Azure, by an identity.</summary>
    public TableStorage(Uri endpoint, TokenCredential credential, EdgeOptions? options = null)
        : this(endpoint, new BearerTokenAuthenticationPolicy(credential, Scopes), options)
    {
    }

    /// <summary>Tables by the account's key: for Azurite.</summary>
    public TableStorage(Uri endpoint, string account, string key, EdgeOptions? options = null)
        : this(endpoint, new SharedKeyLite(account, key), options)
    {
    }

    private TableStorage(Uri endpoint, HttpPipelinePolicy authentication, EdgeOptions? options)
    {
        _endpoint = endpoint.AbsoluteUri.TrimEnd('/');
        _pipeline = EdgePipeline.Build(options ?? new EdgeOptions(), authentication);
    }

    /// <summary>Tables by a storage connection string with <c>AccountName</c>, <c>AccountKey</c> and <c>TableEndpoint</c> or <c>EndpointSuffix</c>.</summary>
    /// <exception cref="FormatException">A part is missing; the message says which.</exception>
    public static TableStorage From(string connectionString, EdgeOptions? options = null)
    {
        var parts = new ConnectionString(connectionString, "The storage connection string");
        var account = parts.Required("AccountName");
        var endpoint = parts["TableEndpoint"]
            ?? $"{parts["DefaultEndpointsProtocol"] ?? "https"}://{account}.table.{parts["EndpointSuffix"] ?? "core.windows.net"}";
        return new TableStorage(new Uri(endpoint), account, parts.Required("AccountKey"), options);
    }

    public async Task CreateTable(string table, CancellationToken cancellation = default)
    {
        RowRules.CheckTable(table);
        using var message = Message(RequestMethod.Post, "Tables", JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { ["TableName"] = table }));
        message.Request.Headers.Add("Prefer", "return-no-content");
        await _pipeline.Send(message, $"Create {table}", cancellation);
        if (message.Response.Status is not (201 or 204) && Code(message.Response) is var code && code != "TableAlreadyExists")
        {
            throw EdgeException.From($"Create {table}", message.Response, code);
        }
    }

    public async Task<Row?> Get(string table, string partitionKey, string rowKey, CancellationToken cancellation = default)
    {
        RowRules.CheckTable(table);
        RowRules.CheckKey(partitionKey);
        RowRules.CheckKey(rowKey);
        using var message = Message(RequestMethod.Get, Transaction.RowAddress(table, partitionKey, rowKey), null);
        await _pipeline.Send(message, $"Get from {table}", cancellation);
        return message.Response.Status switch
        {
            200 => RowJson.Read(message.Response.Content.ToMemory()),
            404 when Code(message.Response) is "ResourceNotFound" or "EntityNotFound" => null,
            _ => throw Fault($"Get from {table}", message.Response),
        };
    }

    public async Task<Insertion> Insert(string table, Row row, CancellationToken cancellation = default)
    {
        Check(table, row);
        using var message = Message(RequestMethod.Post, table, RowJson.Write(row));
        message.Request.Headers.Add("Prefer", "return-no-content");
        await _pipeline.Send(message, $"Insert into {table}", cancellation);
        var response = message.Response;
        if (response.Status == 204)
        {
            return new Insertion.Inserted(ETagOf(response));
        }

        if (response.Status != 409 || Code(response) != "EntityAlreadyExists")
        {
            throw Fault($"Insert into {table}", response);
        }

        return Repeated(message) && await Stands(table, row, whole: true, cancellation) is { } etag
            ? new Insertion.Inserted(etag)
            : new Insertion.Exists();
    }

    public Task<Replacement> Replace(string table, Row row, ETag etag, CancellationToken cancellation = default) =>
        Update(RequestMethod.Put, table, row, etag, cancellation);

    public Task<Replacement> Merge(string table, Row row, ETag etag, CancellationToken cancellation = default) =>
        Update(RequestMethod.Patch, table, row, etag, cancellation);

    public async Task<ETag> InsertOrReplace(string table, Row row, CancellationToken cancellation = default)
    {
        Check(table, row);
        using var message = Message(RequestMethod.Put, Transaction.RowAddress(table, row.PartitionKey, row.RowKey), RowJson.Write(row));
        await _pipeline.Send(message, $"Write to {table}", cancellation);
        return message.Response.Status == 204 ? ETagOf(message.Response) : throw Fault($"Write to {table}", message.Response);
    }

    public async Task<Deletion> Delete(string table, string partitionKey, string rowKey, ETag etag, CancellationToken cancellation = default)
    {
        RowRules.CheckTable(table);
        RowRules.CheckKey(partitionKey);
        RowRules.CheckKey(rowKey);
        using var message = Message(RequestMethod.Delete, Transaction.RowAddress(table, partitionKey, rowKey), null);
        message.Request.Headers.Add(HttpHeader.Names.IfMatch, RowRules.Version(etag).ToString());
        await _pipeline.Send(message, $"Delete from {table}", cancellation);
        return message.Response.Status switch
        {
            204 => new Deletion.Deleted(),
            412 => new Deletion.Changed(),
            404 when Code(message.Response) is "ResourceNotFound" or "EntityNotFound" =>
                Repeated(message) ? new Deletion.Deleted() : new Deletion.Missing(),
            _ => throw Fault($"Delete from {table}", message.Response),
        };
    }

    public async IAsyncEnumerable<Row> Query(
        string table,
        RowFilter filter,
        IReadOnlyList<string>? select = null,
        int? top = null,
        [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        RowRules.CheckTable(table);
        RowRules.CheckFilter(filter);
        var address = Address(table, filter, select);
        var left = top ?? int.MaxValue;
        var next = "";
        do
        {
            using var message = Message(RequestMethod.Get, $"{address}{Math.Min(left, RowRules.PageSize)}{next}", null);
            await _pipeline.Send(message, $"Query {table}", cancellation);
            if (message.Response.Status != 200)
            {
                throw Fault($"Query {table}", message.Response);
            }

            foreach (var row in RowJson.ReadPage(message.Response.Content.ToMemory()))
            {
                yield return row;
                left--;
            }

            // A page may be empty and still be followed by others: the service stops at its own time and partition borders.
            next = Continuation(message.Response);
        }
        while (next.Length > 0 && left > 0);
    }

    public async Task<Submission> Submit(string table, IReadOnlyList<RowWrite> writes, CancellationToken cancellation = default)
    {
        RowRules.CheckTable(table);
        RowRules.CheckWrites(writes);
        using var message = Message(RequestMethod.Post, "$batch", Transaction.Write(_endpoint, table, writes));
        message.Request.Headers.SetValue(HttpHeader.Names.ContentType, Transaction.ContentType);
        await _pipeline.Send(message, $"Submit to {table}", cancellation);
        if (message.Response.Status != 202)
        {
            throw Fault($"Submit to {table}", message.Response);
        }

        var outcome = Transaction.Read($"Submit to {table}", message.Response.Content.ToMemory(), writes);
        return outcome is Submission.Conflict && Repeated(message) && await Stand(table, writes, cancellation) is { } etags
            ? new Submission.Committed(etags)
            : outcome;
    }

    private async Task<Replacement> Update(RequestMethod method, string table, Row row, ETag etag, CancellationToken cancellation)
    {
        Check(table, row);
        using var message = Message(method, Transaction.RowAddress(table, row.PartitionKey, row.RowKey), RowJson.Write(row));
        message.Request.Headers.Add(HttpHeader.Names.IfMatch, RowRules.Version(etag).ToString());
        await _pipeline.Send(message, $"Update {table}", cancellation);
        var response = message.Response;
        return response.Status switch
        {
            204 => new Replacement.Replaced(ETagOf(response)),
            412 when Repeated(message) && await Stands(table, row, method == RequestMethod.Put, cancellation) is { } standing =>
                new Replacement.Replaced(standing),
            412 => new Replacement.Changed(),
            404 when Code(response) is "ResourceNotFound" or "EntityNotFound" => new Replacement.Missing(),
            _ => throw Fault($"Update {table}", response),
        };
    }

    /// <summary>Whether an earlier attempt of this very request may have been carried out.</summary>
    private static bool Repeated(HttpMessage message) => message.ProcessingContext.RetryNumber > 0;

    /// <summary>The row's ETag if it holds what was to be written.</summary>
    private async Task<ETag?> Stands(string table, Row wanted, bool whole, CancellationToken cancellation)
    {
        var found = await Get(table, wanted.PartitionKey, wanted.RowKey, cancellation);
        return found is not null && (whole ? found.HoldsJust(wanted) : found.Holds(wanted)) ? found.ETag : null;
    }

    /// <summary>The ETags of all rows if each holds what the transaction was to write, and what it was to delete is gone.</summary>
    private async Task<IReadOnlyList<ETag>?> Stand(string table, IReadOnlyList<RowWrite> writes, CancellationToken cancellation)
    {
        var etags = new ETag[writes.Count];
        for (var i = 0; i < writes.Count; i++)
        {
            var write = writes[i];
            if (write.Kind == WriteKind.Delete)
            {
                if (await Get(table, write.Row.PartitionKey, write.Row.RowKey, cancellation) is not null)
                {
                    return null;
                }
            }
            else if (await Stands(table, write.Row, write.Kind != WriteKind.Merge, cancellation) is { } etag)
            {
                etags[i] = etag;
            }
            else
            {
                return null;
            }
        }

        return etags;
    }

    private HttpMessage Message(RequestMethod method, string address, ReadOnlyMemory<byte>? body)
    {
        var message = _pipeline.CreateMessage();
        var request = message.Request;
        request.Method = method;
        request.Uri.Reset(new Uri($"{_endpoint}/{address}"));
        request.Headers.Add("x-ms-version", Version);
        request.Headers.Add("DataServiceVersion", "3.0");
        request.Headers.Add(HttpHeader.Names.Accept, "application/json;odata=minimalmetadata");
        if (body is { } content)
        {
            request.Headers.Add(HttpHeader.Names.ContentType, "application/json");
            request.Content = RequestContent.Create(content);
        }

        return message;
    }

    private static string Address(string table, RowFilter filter, IReadOnlyList<string>? select)
    {
        var address = new StringBuilder(table).Append("()?");
        if (filter.Expression() is { Length: > 0 } expression)
        {
            address.Append("$filter=").Append(Uri.EscapeDataString(expression)).Append('&');
        }

        if (select is not null)
        {
            address.Append("$select=").AppendJoin(',', select.Union(["PartitionKey", "RowKey", "Timestamp"], StringComparer.Ordinal).Select(Uri.EscapeDataString)).Append('&');
        }

        return address.Append("$top=").ToString();
    }

    private static string Continuation(Response response) =>
        response.Headers.TryGetValue("x-ms-continuation-NextPartitionKey", out var partition) && !string.IsNullOrEmpty(partition)
            ? $"&NextPartitionKey={Uri.EscapeDataString(partition)}"
                + (response.Headers.TryGetValue("x-ms-continuation-NextRowKey", out var row) && !string.IsNullOrEmpty(row)
                    ? $"&NextRowKey={Uri.EscapeDataString(row)}"
                    : "")
            : "";

    private static void Check(string table, Row row)
    {
        RowRules.CheckTable(table);
        RowRules.CheckRow(row);
    }

    private static ETag ETagOf(Response response) =>
        response.Headers.TryGetValue("ETag", out var etag) ? new ETag(etag) : default;

    private static string Code(Response response) => RowJson.ReadError(response.Content.ToMemory()).Code;

    private static EdgeException Fault(string edge, Response response) => EdgeException.From(edge, response, Code(response));
}
