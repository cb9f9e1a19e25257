using System.Text.RegularExpressions;
using Heldspace.Azure.Graph;
using Heldspace.Azure.Notify;
using Heldspace.Azure.Records;
using Heldspace.Functions.Hosting;
using Heldspace.Functions.Refer;
using Heldspace.Local.FunctionsHost;

namespace Deployment.Tests;

/// <summary><c>infra/main.bicep</c> names what the code names. Whether it compiles, no test here can say.</summary>
public sealed partial class InfrastructureTests
{
    /// <summary>What the Functions host reads and the app does not.</summary>
    private static readonly string[] OfTheHost =
    [
        "AzureWebJobsStorage__accountName", "AzureWebJobsStorage__credential", "AzureWebJobsStorage__clientId", "APPLICATIONINSIGHTS_CONNECTION_STRING",
        "APPLICATIONINSIGHTS_AUTHENTICATION_STRING", "ServiceBusConnection__credential", "ServiceBusConnection__clientId",
    ];

    private static readonly string Bicep = File.ReadAllText(Path.Combine(Published.Sources, "infra", "main.bicep"));

    private static List<string> Settings => [.. Setting().Matches(Bicep).Select(match => match.Groups["name"].Value.Replace("${keyVersion}", "1", StringComparison.Ordinal))];

    [Fact]
    public void Every_setting_is_one_that_the_app_or_the_host_reads()
    {
        string[] known =
        [
            .. OfTheHost,
            .. Of<HostingOptions>("Heldspace"), .. Of<GraphOptions>(GraphOptions.Section), .. Of<NotifyOptions>(NotifyOptions.Section), .. Of<KeyOptions>("Keys"), .. Of<ReferOptions>(ReferOptions.Section),
            .. Directory.EnumerateFiles(Path.Combine(Published.Sources, "functions", "Hosting"), "*.cs")
                .SelectMany(file => Read().Matches(File.ReadAllText(file)))
                .Select(match => match.Groups["name"].Value.Replace(":", "__", StringComparison.Ordinal)),
        ];

        Settings.Count.ShouldBeGreaterThan(10);
        Settings.ShouldBeUnique();
        Settings.Where(setting => !known.Contains(setting) && !setting.StartsWith("Keys__Secrets__", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_app_starts_with_exactly_these_settings()
    {
        var values = Settings.ToDictionary(name => name, name => name switch
        {
            "Keys__Current" => "1",
            "Keys__Secrets__1" => Convert.ToBase64String(new byte[32]),
            "Graph__TenantId" => "11111111-2222-3333-4444-555555555555",
            "Notify__ApiKey" => "heldspace-11111111-2222-4333-8444-555555555555-66666666-7777-4888-9999-aaaaaaaaaaaa",
            "Heldspace__Services" => "",
            "Heldspace__PublicAddress" => "https://refer.service.example/",
            "ServiceBusConnection__fullyQualifiedNamespace" => "nowhere.servicebus.example",
            _ => "nowhere",
        }, StringComparer.Ordinal);
        await using var app = new FunctionAppProcess(Published.Functions, FreePorts.Take(1)[0], values, _ => { }) { StartLimit = TimeSpan.FromMinutes(1) };

        await app.Start(CancellationToken.None);

        app.Worker.IsReady.ShouldBeTrue();
    }

    [Fact]
    public void Tables_containers_and_queues_are_those_of_the_code()
    {
        Names("tables").ShouldBe(StorageLayout.Tables, ignoreOrder: true);
        Names("containers").ShouldBe(Containers.All, ignoreOrder: true);
        Names("queues").ShouldBe(Published.Functions.Queues.Select(queue => queue.Name), ignoreOrder: true);
        Bicep.ShouldContain("requiresSession: true");
        Published.Functions.Queues.ShouldAllBe(queue => queue.RequiresSession && queue.MaxDeliveryCount == 10);
        Bicep.ShouldContain("maxDeliveryCount: 10");
    }

    [Fact]
    public void It_says_that_nobody_has_compiled_it() =>
        string.Join(' ', Bicep.Split('\n').TakeWhile(line => line.StartsWith("//", StringComparison.Ordinal))).ShouldContain("No compiler");

    [Fact]
    public void No_secret_stands_in_it()
    {
        Bicep.ShouldNotContain("listKeys");
        Bicep.ShouldNotContain("AccountKey");
        Bicep.ShouldContain("allowSharedKeyAccess: false");
        Bicep.ShouldContain("disableLocalAuth: true");
    }

    private static IEnumerable<string> Of<TOptions>(string section) => typeof(TOptions).GetProperties().Select(property => $"{section}__{property.Name}");

    private static string[] Names(string variable) =>
        [.. Regex.Match(Bicep, $@"var {variable} = \[(?<names>[^\]]*)\]", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["names"].Value
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(name => name.Trim('\''))];

    [GeneratedRegex(@"\{ name: '(?<name>[A-Za-z]+[A-Za-z_]*__[^']+|[A-Z][A-Z_]+)', value:", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Setting();

    [GeneratedRegex(@"configuration\[""(?<name>[^""]+)""\]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Read();
}
