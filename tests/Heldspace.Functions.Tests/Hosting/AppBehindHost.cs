using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Heldspace.Azure.Records;
using Heldspace.Functions.Hosting;
using Heldspace.Functions.Tests.Drivers;
using Heldspace.Json;
using Heldspace.Local;
using Heldspace.Local.FunctionsHost;
using Heldspace.Local.ServiceBus;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace Heldspace.Functions.Tests.Hosting;

/// <summary>
/// The real app on a port of its own, behind the host stand-in on another. Whatever the app asks of storage, queues or Graph is noted and refused, so
/// that a trigger that ran cannot stay unseen.
/// </summary>
internal sealed class AppBehindHost : IAsyncDisposable
{
    /// <summary>A host name of the service that runs here.</summary>
    public const string PublicHost = "refer.caring-to-care.example";

    private const string Service = "caring-to-care";

    private readonly WebApplication app;
    private readonly Worker worker;
    private readonly Local.FunctionsHost.FunctionsHost host;
    private readonly Edges edges;

    private AppBehindHost(WebApplication app, Worker worker, Local.FunctionsHost.FunctionsHost host, Edges edges, Uri front, FunctionFolder folder)
    {
        (this.app, this.worker, this.host, this.edges, Front, Folder) = (app, worker, host, edges, front, folder);
    }

    /// <summary>The host's public address.</summary>
    public Uri Front { get; }

    /// <summary>The app's own address, which only the host knows.</summary>
    public Uri Handler => worker.Address;

    public FunctionFolder Folder { get; }

    /// <summary>What the app asked of storage, queues and Graph.</summary>
    public IReadOnlyCollection<string> Asked => edges.Asked;

    /// <summary>Every timer and queue function.</summary>
    public IEnumerable<FunctionDefinition> Triggers => Folder.Functions.Where(function => function.Trigger is not Trigger.Http);

    public static async Task<AppBehindHost> Start()
    {
        var port = FreePorts.Take(1)[0];
        var refusing = new Edges();
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = "Heldspace.Functions", ContentRootPath = LocalSystem.AppFolder });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["FUNCTIONS_CUSTOMHANDLER_PORT"] = port.ToString(CultureInfo.InvariantCulture),
            ["Heldspace:ServicesFolder"] = Path.Combine(LocalSystem.AppFolder, "services"),
            ["Heldspace:Services"] = Service,
            ["Refer:PagesPerMinute"] = "1000000",
            ["Notify:ApiKey"] = Local.Notify.NotifyServer.ApiKey,
            ["Notify:TemplateId"] = Local.Notify.NotifyServer.TemplateId,
            ["Keys:Current"] = "test",
            ["Keys:Secrets:test"] = Convert.ToBase64String(new byte[32]),
            ["Storage:ConnectionString"] = "AccountName=local;AccountKey=bG9jYWw=;TableEndpoint=http://127.0.0.1:1/local;BlobEndpoint=http://127.0.0.1:1/local",
            ["ServiceBusConnection"] = "Endpoint=http://127.0.0.1:1/;SharedAccessKeyName=local;SharedAccessKey=bG9jYWw=",
            ["Graph:BaseUrl"] = "http://127.0.0.1:1/v1.0",
            ["Graph:LocalToken"] = "local",
        });
        builder.Logging.ClearProviders().AddProvider(new CapturedLogs());
        builder.AddHeldspace();

        // A Monday at half past seven in London: an hour in which every trigger has something to look for.
        builder.Services.AddSingleton<IClock>(new ManualClock(Instant.FromUtc(2026, 9, 14, 6, 30)));
        builder.Services.AddSingleton(new Transports { Storage = refusing, Queues = refusing, Graph = refusing });
        var built = builder.Build();
        built.UseHeldspace();
        await built.StartAsync();

        var folder = FunctionFolder.Read(LocalSystem.AppFolder);
        var broker = new Broker(SystemClock.Instance);
        foreach (var queue in folder.Queues)
        {
            broker.Declare(queue);
        }

        var handler = Worker.At(port);
        (await handler.UntilItAnswers(TimeSpan.FromSeconds(30), CancellationToken.None)).ShouldBeTrue();
        var standIn = new Local.FunctionsHost.FunctionsHost(folder, [handler], broker, SystemClock.Instance);
        var started = new AppBehindHost(built, handler, standIn, refusing, await standIn.Listen(), folder);
        started.Forget();
        return started;
    }

    /// <summary>Forgets what was asked so far.</summary>
    public void Forget() => edges.Asked.Clear();

    /// <summary>The envelope with which the host would call a function, its message signed by this very deployment: if it is let in, it has an effect.</summary>
    public string Envelope(FunctionDefinition function)
    {
        if (function.Trigger is not Trigger.Queue queue)
        {
            return """{"Data":{"timer":{"IsPastDue":false}},"Metadata":{"sys":{}}}""";
        }

        var intake = IntakeStore.IdOf(Instant.FromUtc(2026, 9, 15, 9, 0), "forged");
        var id = Intake.CaseId.Of(intake, 1);
        var name = queue.Path.Split('/')[0];
        QueuedWork message = name switch
        {
            QueueNames.Referrals => new ReferralArrived(Service, intake, Intake.Channel.Mail),
            QueueNames.Allocations => new AllocationRequested(Service, "pool", id, "1", "hold"),
            _ => new MessagePlanned(Service, "referrals@caring-to-care.example", id, "held"),
        };
        var payload = HeldspaceJson.Write(message);
        return Envelope(HeldspaceJson.Write(new Signed(payload, app.Services.GetRequiredService<Keys>().Sign(name, payload))));
    }

    /// <summary>The envelope of a message with any body, as JSON.</summary>
    public static string Envelope(string body) => """{"Data":{"message":""" + body + """},"Metadata":{"MessageId":"x"}}""";

    /// <summary>Sends a request line as it is, without what a client library would mend in it; the status of the answer.</summary>
    public static async Task<(int Status, string Answer)> Raw(Uri address, string method, string target, string hostHeader, string? body, params (string Name, string Value)[] headers)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(address.Host, address.Port);
        await using var stream = socket.GetStream();
        var content = Encoding.UTF8.GetBytes(body ?? "");
        var head = new StringBuilder($"{method} {target} HTTP/1.1\r\nHost: {hostHeader}\r\nConnection: close\r\n");
        foreach (var (name, value) in headers)
        {
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }

        if (body is not null)
        {
            head.Append(CultureInfo.InvariantCulture, $"Content-Type: application/json\r\nContent-Length: {content.Length}\r\n");
        }

        await stream.WriteAsync((byte[])[.. Encoding.UTF8.GetBytes(head.Append("\r\n").ToString()), .. content]);
        using var reader = new StreamReader(stream);
        var line = await reader.ReadLineAsync();
        return (int.Parse(line!.Split(' ')[1], CultureInfo.InvariantCulture), await reader.ReadToEndAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        worker.Dispose();
        await app.DisposeAsync();
    }

    /// <summary>Notes every request and refuses it as wrong, which nobody repeats.</summary>
    private sealed class Edges : HttpMessageHandler
    {
        public ConcurrentQueue<string> Asked { get; } = new();

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked.Enqueue($"{request.Method} {request.RequestUri}");
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.BadRequest)
            {
                RequestMessage = request,
                Content = new StringContent("""{"error":{"code":"badRequest","message":"refused"}}""", Encoding.UTF8, "application/json"),
            });
        }
    }
}
