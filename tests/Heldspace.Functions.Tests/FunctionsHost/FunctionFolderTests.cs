using Heldspace.Functions.Tests.ServiceBus;
using Heldspace.Local.FunctionsHost;

namespace Heldspace.Functions.Tests.FunctionsHost;

public sealed class FunctionFolderTests : IDisposable
{
    private const string Host = """
        {
          // The host reads comments too.
          "version": "2.0",
          "customHandler": { "description": { "defaultExecutablePath": "App", "workingDirectory": "sub", "arguments": ["--one"] }, "enableForwardingHttpRequest": true },
          "extensions": { "http": { "routePrefix": "" }, "serviceBus": { "maxConcurrentSessions": 3, "maxAutoLockRenewalDuration": "00:02:00" } },
          "functionTimeout": "00:01:30"
        }
        """;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_folder_is_read_as_the_host_reads_it()
    {
        Write("host.json", Host);
        Write("Refer/function.json", """{"bindings":[{"type":"httpTrigger","direction":"in","name":"req","authLevel":"anonymous","methods":["get","POST"],"route":"refer/{*path}"},{"type":"http","direction":"out","name":"res"}]}""");
        Write("SweepMailbox/function.json", """{"bindings":[{"type":"timerTrigger","direction":"in","name":"timer","schedule":"%SweepSchedule%","runOnStartup":true}]}""");
        Write("ReceiveReferral/function.json", """{"bindings":[{"type":"serviceBusTrigger","direction":"in","name":"message","queueName":"referrals","connection":"ServiceBusConnection","isSessionsEnabled":true}]}""");
        Write("DeadReferral/function.json", """{"bindings":[{"type":"serviceBusTrigger","direction":"in","name":"message","queueName":"referrals/$deadletterqueue","connection":"ServiceBusConnection"}]}""");
        Write("Off/function.json", """{"disabled":true,"bindings":[]}""");
        Write("AlsoOff/function.json", """{"bindings":[]}""");
        Write("NoFunction/notes.txt", "");
        Write("nested/Deep/function.json", "{}");

        var read = FunctionFolder.Read(folder.Path, new Dictionary<string, string> { ["SweepSchedule"] = "0 * * * * *", ["AzureWebJobs.AlsoOff.Disabled"] = "true" });

        read.Functions.Select(function => function.Name).ShouldBe(["DeadReferral", "ReceiveReferral", "Refer", "SweepMailbox"]);
        var http = read.Functions[2].Trigger.ShouldBeOfType<Trigger.Http>();
        http.Route.ShouldBe("refer/{*path}");
        http.Methods.ShouldBe(["GET", "POST"]);
        http.Anonymous.ShouldBeTrue();
        var timer = read.Functions[3].Trigger.ShouldBeOfType<Trigger.Timer>();
        timer.Schedule.Text.ShouldBe("0 * * * * *");
        timer.RunOnStartup.ShouldBeTrue();
        timer.Monitored.ShouldBeTrue();
        var queue = read.Queues.ShouldHaveSingleItem();
        queue.Name.ShouldBe("referrals");
        queue.RequiresSession.ShouldBeTrue();
        read.Host.ForwardsHttp.ShouldBeTrue();
        read.Host.RoutePrefix.ShouldBeEmpty();
        read.Host.MaxConcurrentSessions.ShouldBe(3);
        read.Host.MaxConcurrentCalls.ShouldBe(16);
        read.Host.MaxLockRenewal.ShouldBe(TimeSpan.FromMinutes(2));
        read.Host.FunctionTimeout.ShouldBe(TimeSpan.FromSeconds(90));
        read.Host.Executable.ShouldBe("App");
        read.Host.WorkingDirectory.ShouldBe("sub");
        read.Host.Arguments.ShouldBe(["--one"]);
    }

    [Theory]
    [InlineData("""{"bindings":[]}""", "exactly one trigger")]
    [InlineData("""{"bindings":[{"type":"httpTrigger","name":"req"}]}""", "http output")]
    [InlineData("""{"bindings":[{"type":"timerTrigger","name":"timer"}]}""", "schedule")]
    [InlineData("""{"bindings":[{"type":"timerTrigger","name":"timer","schedule":"* *"}]}""", "six fields")]
    [InlineData("""{"bindings":[{"type":"timerTrigger","name":"timer","schedule":"%Missing%"}]}""", "app setting Missing")]
    [InlineData("""{"bindings":[{"type":"serviceBusTrigger","name":"m"}]}""", "queueName")]
    [InlineData("""{"bindings":[{"type":"blobTrigger","name":"b"}]}""", "blobTrigger")]
    [InlineData("""{"bindings":[""", "function.json")]
    public void What_cannot_be_run_is_refused_with_the_file_and_the_reason(string function, string reason)
    {
        Write("host.json", Host);
        Write("Broken/function.json", function);

        var message = Should.Throw<InvalidDataException>(() => FunctionFolder.Read(folder.Path)).Message;

        message.ShouldContain(Path.Combine("Broken", "function.json"));
        message.ShouldContain(reason);
    }

    [Fact]
    public void A_folder_without_host_json_is_no_function_app() =>
        Should.Throw<InvalidDataException>(() => FunctionFolder.Read(folder.Path)).Message.ShouldContain("host.json");

    private void Write(string name, string content)
    {
        var file = folder.File(name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, content);
    }
}
