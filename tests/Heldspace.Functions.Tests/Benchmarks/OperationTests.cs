using System.Text;
using Heldspace.Benchmarks.Recording;

namespace Heldspace.Functions.Tests.Benchmarks;

public sealed class OperationTests
{
    [Theory]
    [InlineData("POST", "http://127.0.0.1:1/account/$batch", "--b\r\nPOST http://127.0.0.1:1/account/Cases HTTP/1.1\r\n--b\r\nPOST http://127.0.0.1:1/account/Cases HTTP/1.1\r\n", "table Cases: transaction", true)]
    [InlineData("GET", "http://127.0.0.1:1/account/Cases()?$filter=PartitionKey%20eq%20'a'", "", "table Cases: query", false)]
    [InlineData("GET", "http://127.0.0.1:1/account/Cursors(PartitionKey='a',RowKey='b')", "", "table Cursors: get", false)]
    [InlineData("POST", "http://127.0.0.1:1/account/Lookup", "{}", "table Lookup: insert", true)]
    [InlineData("DELETE", "http://127.0.0.1:1/account/Due(PartitionKey='a',RowKey='b')", "", "table Due: delete", true)]
    [InlineData("GET", "http://127.0.0.1:1/account/intake/a/b", "", "blob intake/: read", false)]
    [InlineData("DELETE", "http://127.0.0.1:1/account/pending/a/b", "", "blob pending/: delete", true)]
    public void A_request_to_the_store_counts_one_however_many_rows_it_carries(string method, string uri, string body, string name, bool writes) =>
        Operation.Of(Request("storage", method, uri, body)).ShouldBe(new(OperationKind.Storage, name, 1, writes));

    [Fact]
    public void Each_item_of_a_batch_counts_one() =>
        Operation.Of(Request("graph", "POST", "http://localhost/v1.0/$batch", """{"requests":[{"id":"1"},{"id":"2"},{"id":"3"}]}"""))
            .ShouldBe(new(OperationKind.Graph, "POST $batch of 3", 3, true));

    [Fact]
    public void A_call_to_graph_is_named_without_whom_it_was_about() =>
        Operation.Of(Request("graph", "POST", $"http://localhost/v1.0/users/somebody@example.org/messages/{new string('A', 100)}/move", "{}"))
            .ShouldBe(new(OperationKind.Graph, "POST users/{user}/messages/{id}/move", 1, true));

    [Fact]
    public void Asking_for_free_time_changes_nothing() =>
        Operation.Of(Request("graph", "POST", "http://localhost/v1.0/users/somebody@example.org/calendar/getSchedule", "{}")).Writes.ShouldBeFalse();

    [Fact]
    public void A_message_to_a_queue_is_of_its_own_kind() =>
        Operation.Of(Request("queues", "POST", "http://127.0.0.1:2/referrals/messages", "{}")).ShouldBe(new(OperationKind.Queue, "queue referrals: send", 1, true));

    private static RecordedRequest Request(string edge, string method, string uri, string body) => new()
    {
        Edge = edge,
        Method = method,
        Uri = new Uri(uri),
        Headers = [],
        Body = Encoding.UTF8.GetBytes(body),
        Began = 1,
        Ended = 2,
        Status = 200,
        ResponseHeaders = [],
        ResponseBody = [],
    };
}
