using System.Text.Json.Nodes;

namespace Deployment.Tests;

/// <summary>The publish output is a complete function app.</summary>
public sealed class PublishedAppTests
{
    [Fact]
    public async Task Every_function_json_fits_the_schema_of_the_host()
    {
        var files = FunctionFiles();

        var (exitCode, output) = await FitsSchema(files);

        files.Count.ShouldBe(Published.Functions.Functions.Length);
        output.ShouldBeEmpty();
        exitCode.ShouldBe(0);
    }

    [Theory]
    [InlineData("""{"bindings":[{"type":"httpTrigger","direction":"out","name":"req"}]}""")]
    [InlineData("""{"bindings":[{"type":"httpTrigger","direction":"in","name":"req","authLevel":"nobody"}]}""")]
    [InlineData("""{"bindings":[{"type":"timerTrigger","direction":"in"}]}""")]
    public async Task What_does_not_fit_the_schema_is_seen(string wrong)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, wrong);

        var (exitCode, output) = await FitsSchema([file]);

        File.Delete(file);
        exitCode.ShouldBe(1, output);
        output.ShouldContain(file);
    }

    [Fact]
    public void Every_function_of_the_sources_is_published_and_nothing_else()
    {
        var sources = Directory.EnumerateDirectories(Path.Combine(Published.Sources, "functions"))
            .Where(folder => File.Exists(Path.Combine(folder, "function.json")))
            .Select(Path.GetFileName);

        Published.Functions.Functions.Select(function => function.Name).Order().ShouldBe(sources.Order());
    }

    [Fact]
    public void Host_json_starts_the_executable_that_lies_beside_it()
    {
        var host = JsonNode.Parse(File.ReadAllText(Path.Combine(Published.Folder, "host.json")))!;

        host["version"]!.GetValue<string>().ShouldBe("2.0");
        host["customHandler"]!["enableForwardingHttpRequest"]!.GetValue<bool>().ShouldBeTrue();
        host["extensions"]!["http"]!["routePrefix"]!.GetValue<string>().ShouldBeEmpty();
        host["extensionBundle"]!["id"]!.GetValue<string>().ShouldBe("Microsoft.Azure.Functions.ExtensionBundle");
        host["extensions"]!["serviceBus"]!["autoCompleteMessages"]!.GetValue<bool>().ShouldBeTrue();
        File.Exists(Published.Executable).ShouldBeTrue(Published.Executable);
        if (!OperatingSystem.IsWindows())
        {
            (File.GetUnixFileMode(Published.Executable) & UnixFileMode.UserExecute).ShouldBe(UnixFileMode.UserExecute);
        }
    }

    [Fact]
    public void An_invocation_is_over_before_its_message_is_given_to_somebody_else()
    {
        var host = Published.Functions.Host;

        host.FunctionTimeout.ShouldNotBeNull();
        host.MaxLockRenewal.ShouldBeGreaterThanOrEqualTo(host.FunctionTimeout.Value);
    }

    [Fact]
    public void The_service_definitions_and_the_assets_come_along()
    {
        static IEnumerable<string> Definitions(string folder, string pattern) =>
            Directory.EnumerateFiles(Path.Combine(folder, "services"), pattern, SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file)).Order(StringComparer.Ordinal);

        Definitions(Published.Folder, "*").ShouldBe(Definitions(Published.Sources, "*.json"));
        Definitions(Published.Folder, "*").ShouldContain(Path.Combine("services", "measures", "phq-9.json"));
        foreach (var asset in new[] { "heldspace.css", "heldspace.css.br", "heldspace.css.gz", "icon.svg" })
        {
            new FileInfo(Path.Combine(Published.Folder, "Assets", "files", asset)).Length.ShouldBeGreaterThan(0, asset);
        }
    }

    [Fact]
    public void Nothing_of_the_tests_or_the_local_system_is_published()
    {
        var files = Directory.EnumerateFiles(Published.Folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Published.Folder, file)).ToList();

        files.ShouldNotContain(file => file.StartsWith("Heldspace.Local", StringComparison.Ordinal) || file.Contains("node_modules", StringComparison.Ordinal)
            || file.Contains("xunit", StringComparison.OrdinalIgnoreCase) || file.EndsWith(".cs", StringComparison.Ordinal) || file.EndsWith(".razor", StringComparison.Ordinal));
    }

    private static List<string> FunctionFiles() =>
        [.. Published.Functions.Functions.Select(function => Path.Combine(Published.Folder, function.Name, "function.json"))];

    private static Task<(int ExitCode, string Output)> FitsSchema(IEnumerable<string> files) =>
        Published.Run("node", ["fits-schema.cjs", Path.Combine(AppContext.BaseDirectory, "contracts", "function.schema.json"), .. files]);
}
