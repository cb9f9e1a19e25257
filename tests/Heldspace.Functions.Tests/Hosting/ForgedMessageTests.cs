using System.Collections.Concurrent;
using System.Text;
using Heldspace.Azure.Records;
using Heldspace.Functions.Hosting;
using Heldspace.Functions.Tests.Drivers;
using Heldspace.Json;
using Heldspace.Local.FunctionsHost;
using Heldspace.Local.ServiceBus;
using Heldspace.Pathway;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace Heldspace.Functions.Tests.Hosting;

/// <summary>Whatever somebody puts into a queue does nothing unless this deployment signed it for that queue.</summary>
public sealed class ForgedMessageTests
{
    private static readonly Duration Moment = Duration.FromSeconds(10);
    private static readonly string[] Queues = [QueueNames.Referrals, QueueNames.Allocations, QueueNames.Messages];

    [Theory]
    [CombinedData]
    public async Task A_forged_message_is_tried_ten_times_and_done_with_and_has_no_effect(string queue, PayloadShape shape)
    {
        var runs = new ConcurrentQueue<Local.FunctionsHost.Invocation>();
        var sends = new Sends();
        await using var sut = await SystemUnderTest.Start(settings => settings with
        {
            Host = settings.Host with { PayloadShape = shape, Observed = run => runs.Enqueue(run) },
            Around = (edge, inner) => edge == "queues" ? new Counting(inner, sends) : inner,
        });
        sut.Deliver(Mails.Complete());
        await sut.Run(Duration.FromMinutes(2));
        var file = (await sut.Cases()).ShouldHaveSingleItem();
        var forgeries = Forgeries(sut, queue, file);
        var before = await Snapshot(sut);
        var (sentBefore, askedBefore) = (sends.Count, sut.System.Microsoft365.Traffic.Total);
        runs.Clear();

        var number = 0;
        foreach (var (what, body) in forgeries)
        {
            sut.System.Broker.Send(queue, new BrokerMessage { MessageId = $"forged-{number++}", SessionId = "forged", Body = body }).ShouldBe(SendOutcome.Accepted, what);
        }

        await sut.Run(Moment);

        (await Snapshot(sut)).ShouldBe(before);
        sends.Count.ShouldBe(sentBefore);
        sut.System.Microsoft365.Traffic.Total.ShouldBe(askedBefore);
        sut.System.Broker.Outstanding(queue).ShouldBe(0);
        sut.System.Broker.DeadLetters(queue).ShouldBeEmpty();
        var forged = runs.Where(run => run.MessageId?.StartsWith("forged-", StringComparison.Ordinal) == true).ToList();
        forged.Count(run => run.Failure is not null).ShouldBe(forgeries.Count * 10);
        forged.Where(run => run.Failure is null).Select(run => run.Function).ShouldBe(Enumerable.Repeat(DeadLettersOf(queue), forgeries.Count));
    }

    [Fact]
    public async Task The_same_message_signed_for_its_queue_has_an_effect()
    {
        var sends = new Sends();
        await using var sut = await SystemUnderTest.Start(settings => settings with { Around = (edge, inner) => edge == "queues" ? new Counting(inner, sends) : inner });
        sut.Deliver(Mails.Complete());
        await sut.Run(Duration.FromMinutes(2));
        var file = (await sut.Cases()).Single();
        var before = sends.Count;
        var payload = Payload(sut, QueueNames.Referrals, file);
        sut.System.Broker.Send(QueueNames.Referrals, new BrokerMessage { MessageId = "signed", SessionId = "lane", Body = Signed(payload, Keys(sut).Sign(QueueNames.Referrals, payload)) });
        await sut.Run(Moment);

        sends.Count.ShouldBeGreaterThan(before);
    }

    [Fact]
    public async Task A_megabyte_is_refused_by_a_queue_and_done_with_by_its_dead_letters()
    {
        await using var app = await AppBehindHost.Start();
        var body = AppBehindHost.Envelope(HeldspaceJson.Write(new Signed(new string('a', 1_000_000), "forged")));

        foreach (var function in app.Triggers.Where(function => function.Trigger is Trigger.Queue))
        {
            var (status, answer) = await AppBehindHost.Raw(app.Handler, "POST", $"/{function.Name}", app.Handler.Authority, body);

            status.ShouldBe(function.Name.StartsWith("Dead", StringComparison.Ordinal) ? 200 : 500, function.Name);
            answer.ShouldContain("ReturnValue");
        }

        app.Asked.ShouldBeEmpty();
    }

    private static string DeadLettersOf(string queue) => queue switch
    {
        QueueNames.Referrals => "DeadReferral",
        QueueNames.Allocations => "DeadAllocation",
        _ => "DeadMessage",
    };

    private static Keys Keys(SystemUnderTest sut) => sut.System.App.GetRequiredService<Keys>();

    private static List<(string What, byte[] Body)> Forgeries(SystemUnderTest sut, string queue, CaseFile file)
    {
        var keys = Keys(sut);
        var payload = Payload(sut, queue, file);
        var signature = keys.Sign(queue, payload);
        var another = Queues[(Array.IndexOf(Queues, queue) + 1) % Queues.Length];
        var alien = Payload(sut, queue == QueueNames.Messages ? QueueNames.Allocations : QueueNames.Messages, file);
        var forgeries = new List<(string, byte[])>
        {
            ("not signed", Signed(payload, null)),
            ("without the signature's member", Encoding.UTF8.GetBytes($$"""{"payload":{{HeldspaceJson.Write(payload)}}}""")),
            ("an empty signature", Signed(payload, "")),
            ("one letter changed", Signed(payload, (signature[0] == 'a' ? 'b' : 'a') + signature[1..])),
            ("cut short", Signed(payload, signature[..^1])),
            ("in capitals", Signed(payload, signature.ToUpperInvariant())),
            ("another payload's signature", Signed(payload + " ", signature)),
            ("signed for another queue", Signed(payload, keys.Sign(another, payload))),
            ("signed with another key", Signed(payload, OtherKeys().Sign(queue, payload))),
            ("the payload as an object", Encoding.UTF8.GetBytes($$"""{"payload":{{payload}},"signature":"{{signature}}"}""")),
            ("signed nonsense", Signed("nonsense", keys.Sign(queue, "nonsense"))),
            ("signed without a type", Signed("{}", keys.Sign(queue, "{}"))),
            ("signed with a type to come", Signed("""{"type":"tomorrow"}""", keys.Sign(queue, """{"type":"tomorrow"}"""))),
            ("signed, and null", Signed("null", keys.Sign(queue, "null"))),
            ("nothing", []),
            ("no JSON", "hello"u8.ToArray()),
            ("JSON cut short", "{\"payload\":"u8.ToArray()),
            ("null", "null"u8.ToArray()),
            ("a number", "5"u8.ToArray()),
            ("an array", "[1,2]"u8.ToArray()),
            ("a text", "\"text\""u8.ToArray()),
            ("members of other types", """{"payload":5,"signature":[]}"""u8.ToArray()),
            ("repeated members", """{"payload":"a","payload":"b","signature":"c","Payload":"d"}"""u8.ToArray()),
            ("half a character", """{"payload":"\ud800","signature":"\udc00"}"""u8.ToArray()),
            ("no UTF-8", [0x7b, 0x22, 0xff, 0xfe, 0xc0, 0x80, 0x22, 0x3a, 0x31, 0x7d]),
            ("deep", Encoding.UTF8.GetBytes(new string('[', 50_000) + new string(']', 50_000))),
            ("deep in a member", Encoding.UTF8.GetBytes("{\"payload\":" + string.Concat(Enumerable.Repeat("{\"a\":", 5_000)) + "1" + new string('}', 5_000) + "}")),
            ("large", Encoding.UTF8.GetBytes($$"""{"payload":"{{new string('a', 200_000)}}","signature":"{{signature}}"}""")),
        };
        if (queue != QueueNames.Referrals)
        {
            // All kinds of messages share one base; the queue of referrals takes several, and refuses the rest by itself.
            forgeries.Add(("signed, of another queue's kind", Signed(alien, keys.Sign(queue, alien))));
        }

        return forgeries;
    }

    /// <summary>What the app itself would send for this case.</summary>
    private static string Payload(SystemUnderTest sut, string queue, CaseFile file) => HeldspaceJson.Write<QueuedWork>(queue switch
    {
        QueueNames.Referrals => new ReferralArrived(file.Case.Service, file.Case.Id.Intake, Intake.Channel.Mail) { Again = "again" },
        QueueNames.Allocations => new AllocationRequested(file.Case.Service, sut.Service.Allocation.Pool, file.Case.Id, file.Current!.Id, "hold") { Again = "again" },
        _ => new MessagePlanned(file.Case.Service, sut.Service.Mailboxes[0].Text, file.Case.Id, file.Messages[0].Id) { Again = "again" },
    });

    private static Keys OtherKeys() => new(new KeyOptions { Current = "other", Secrets = { ["other"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(new string('k', 32))) } });

    private static byte[] Signed(string payload, string? signature) => HeldspaceJson.WriteBytes(new Signed(payload, signature));

    private static async Task<string> Snapshot(SystemUnderTest sut) => HeldspaceJson.Write(await sut.Cases());

    private sealed class Sends
    {
        public int Count;
    }

    private sealed class Counting(HttpMessageHandler inner, Sends sends) : DelegatingHandler(inner)
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref sends.Count);
            return base.SendAsync(request, cancellationToken);
        }
    }

    /// <summary>Every queue with every shape in which the host may hand a message over.</summary>
    private sealed class CombinedDataAttribute : Xunit.Sdk.DataAttribute
    {
        public override IEnumerable<object[]> GetData(System.Reflection.MethodInfo testMethod) =>
            from queue in Queues from shape in Enum.GetValues<PayloadShape>() select new object[] { queue, shape };
    }
}
