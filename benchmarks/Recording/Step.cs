using System.Text.Json;

namespace Heldspace.Benchmarks.Recording;

/// <summary>One run of a trigger, and what it sent.</summary>
/// <param name="Trigger">The function; for a page of the form its method and last segment too.</param>
/// <param name="MessageId">Of the queue message that brought it about; null where something else did.</param>
/// <param name="Requests">In the order in which they began.</param>
public sealed record Step(string Trigger, string? MessageId, IReadOnlyList<RecordedRequest> Requests)
{
    public int Count(OperationKind kind) => Requests.Select(Operation.Of).Where(operation => operation.Kind == kind).Sum(operation => operation.Count);

    /// <summary>Storage operations that change something, each a durable fact of its own.</summary>
    public int Writes => Requests.Select(Operation.Of).Where(operation => operation is { Kind: OperationKind.Storage, Writes: true }).Sum(operation => operation.Count);

    /// <summary>The messages it sent: id, queue and lane, with the request that carried each.</summary>
    public IEnumerable<(string MessageId, string Lane, RecordedRequest Request)> Sent()
    {
        foreach (var request in Requests.Where(request => request.Edge == "queues"))
        {
            using var properties = JsonDocument.Parse(request.Header("BrokerProperties") ?? "{}");
            yield return (
                properties.RootElement.GetProperty("MessageId").GetString()!,
                $"{request.Uri.AbsolutePath}:{properties.RootElement.GetProperty("SessionId").GetString()}",
                request);
        }
    }
}

/// <summary>One referral from its arrival until nothing was left to do.</summary>
/// <param name="Channel"><c>mail</c> or <c>form</c>.</param>
/// <param name="Steps">In the order in which they ran.</param>
public sealed record RecordedReferral(string Channel, IReadOnlyList<Step> Steps)
{
    public int Count(OperationKind kind) => Steps.Sum(step => step.Count(kind));

    public int Writes => Steps.Sum(step => step.Writes);
}
