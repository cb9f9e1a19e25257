using System.Text.Json.Nodes;
using Heldspace.Local.FunctionsHost;

namespace Deployment.Tests;

/// <summary>The published app starts as the host starts it, and says why where it does not.</summary>
public sealed class StartTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("heldspace-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_complete_set_of_settings_starts_the_app()
    {
        var settings = Published.Settings.ToDictionary(setting => setting.Key, setting => setting.Value!, StringComparer.Ordinal);
        await using var app = new FunctionAppProcess(Published.Functions, FreePorts.Take(1)[0], settings, _ => { }) { StartLimit = TimeSpan.FromMinutes(1) };

        await app.Start(CancellationToken.None);

        app.Worker.IsReady.ShouldBeTrue();
    }

    [Theory]
    [InlineData("Notify__ApiKey", "a-key", "Notify:ApiKey is not a key of GOV.UK Notify")]
    [InlineData("Keys__Current", null, "Keys:Current is not set")]
    [InlineData("Keys__Current", "two", "Keys:Current names no entry of Keys:Secrets")]
    [InlineData("Keys__Secrets__one", "c2hvcnQ=", "Keys:Secrets:one is not base64 of at least 32 bytes")]
    [InlineData("Storage__ConnectionString", null, "Storage:AccountName is not set")]
    [InlineData("Storage__ConnectionString", "AccountName=only", "storage connection string")]
    [InlineData("ServiceBusConnection", null, "ServiceBusConnection:fullyQualifiedNamespace is not set")]
    [InlineData("ServiceBusConnection", "Endpoint=http://somewhere.example", "neither sb:// nor https://")]
    [InlineData("Graph__LocalToken", null, "AZURE_CLIENT_ID is not set")]
    [InlineData("Graph__MaxConcurrentPerMailbox", "9", "MaxConcurrentPerMailbox")]
    [InlineData("Heldspace__Services", "no-such-service", "There is no service no-such-service here")]
    [InlineData("Heldspace__ServicesFolder", "/no/such/folder", "The folder /no/such/folder is missing")]
    [InlineData("FUNCTIONS_CUSTOMHANDLER_PORT", null, "FUNCTIONS_CUSTOMHANDLER_PORT is not set")]
    public async Task A_setting_that_is_missing_or_wrong_is_named_and_the_app_ends(string setting, string? value, string said)
    {
        var (exitCode, output) = await Published.RunApp((setting, value));

        exitCode.ShouldBe(1, output);
        output.ShouldContain("Heldspace does not start. ");
        output.ShouldContain(said);
        output.ShouldNotContain("Unhandled exception");
    }

    [Fact]
    public async Task A_wrong_service_definition_is_told_with_its_file_its_place_and_what_to_write()
    {
        var definition = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Published.Folder, "services", "caring-to-care.json")))!;
        definition["team"]![0]!["pattern"]![0]!["from"] = "half past nine";
        await File.WriteAllTextAsync(Path.Combine(folder, "caring-to-care.json"), definition.ToJsonString());

        var (exitCode, output) = await Published.RunApp(("Heldspace__ServicesFolder", folder));

        exitCode.ShouldBe(1, output);
        output.ShouldContain("caring-to-care.json $.team[0].pattern[0].from: ");
    }

    [Fact]
    public async Task A_service_definition_that_is_no_json_is_told_with_its_line()
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "broken.json"), "{\n  \"schema\": 1,\n");

        var (exitCode, output) = await Published.RunApp(("Heldspace__ServicesFolder", folder));

        exitCode.ShouldBe(1, output);
        output.ShouldContain("broken.json $: ");
        output.ShouldContain("line 3");
    }
}
