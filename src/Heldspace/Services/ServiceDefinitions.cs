using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Heldspace.Intake;
using Heldspace.Json;
using Heldspace.Services.Checks;

namespace Heldspace.Services;

/// <summary>Something in a definition file that keeps the services from starting.</summary>
/// <param name="File">The file's name, without its folder.</param>
/// <param name="Path">Where in the file, as a JSON path: <c>$.team[2].pattern[0].from</c>.</param>
/// <param name="Fix">What is wrong and what to write instead, for somebody who knows the service and not the code.</param>
public sealed record DefinitionProblem(string File, string Path, string Fix)
{
    public override string ToString() => $"{File} {Path}: {Fix}";
}

/// <summary>What came of reading the definition files.</summary>
public abstract record DefinitionsReading
{
    private DefinitionsReading()
    {
    }

    /// <summary>Every file is in order.</summary>
    public sealed record Loaded(ServiceDefinitions Definitions) : DefinitionsReading;

    /// <summary>At least one file is not; nothing may start.</summary>
    public sealed record Refused(ImmutableArray<DefinitionProblem> Problems) : DefinitionsReading;

    /// <summary>The definitions, or <see cref="DefinitionsRefusedException"/> with every problem on a line of its own.</summary>
    public ServiceDefinitions OrThrow() => this switch
    {
        Loaded loaded => loaded.Definitions,
        Refused refused => throw new DefinitionsRefusedException(refused.Problems),
        _ => throw new InvalidOperationException("There are two ways to read definitions."),
    };
}

/// <summary>The definition files are not in order, so the app does not start.</summary>
public sealed class DefinitionsRefusedException(ImmutableArray<DefinitionProblem> problems)
    : Exception("The service definitions cannot be used:" + string.Concat(problems.Select(problem => $"\n  {problem}")))
{
    public ImmutableArray<DefinitionProblem> Problems { get; } = problems;
}

/// <summary>Every service of this deployment, from <c>services/*.json</c>. Read once, at start-up.</summary>
public sealed class ServiceDefinitions
{
    /// <summary>Hosts that several services may share, because they only ever name this machine.</summary>
    internal static readonly ImmutableArray<string> SharedHosts = ["localhost", "127.0.0.1"];

    private const string SchemaFile = "schema.json";

    private ServiceDefinitions(ImmutableArray<ServiceDefinition> all) => All = all;

    /// <summary>In the order of their ids.</summary>
    public ImmutableArray<ServiceDefinition> All { get; }

    /// <summary>Null where there is no such service.</summary>
    public ServiceDefinition? Find(string? id) => All.FirstOrDefault(service => service.Id == id);

    /// <summary>The service of an id that this deployment itself wrote somewhere.</summary>
    /// <exception cref="ArgumentException">There is none (any more).</exception>
    public ServiceDefinition Require(string id) =>
        Find(id) ?? throw new ArgumentException($"There is no service {id} here. There is: {string.Join(", ", All.Select(service => service.Id))}.", nameof(id));

    /// <summary>Just the services named, separated by commas; all of them where none is named.</summary>
    /// <exception cref="ArgumentException">A name is of no service.</exception>
    public ServiceDefinitions Only(string ids) =>
        ids.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is { Length: > 0 } named ? new([.. named.Select(Require)]) : this;

    /// <summary>The service that a shared mailbox belongs to; null where it is none of ours.</summary>
    public ServiceDefinition? ByMailbox(EmailAddress mailbox) => All.FirstOrDefault(service => service.Mailboxes.Contains(mailbox));

    /// <summary>
    /// The services that answer to a public host name (without a port; letter case does not matter). At most one, but for <c>localhost</c> and
    /// <c>127.0.0.1</c>, which all may answer to: then the path names the service, or the first one is meant.
    /// </summary>
    public ImmutableArray<ServiceDefinition> ByHost(string host) => [.. All.Where(service => service.Hosts.Contains(host, StringComparer.OrdinalIgnoreCase))];

    /// <summary>Reads every <c>*.json</c> directly in a folder but <c>schema.json</c>.</summary>
    public static DefinitionsReading Read(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return new DefinitionsReading.Refused([new("services", "$", $"The folder {folder} is missing. Create it with one file per service.")]);
        }

        var files = Directory.EnumerateFiles(folder, "*.json")
            .Where(file => Path.GetFileName(file) != SchemaFile)
            .Order(StringComparer.Ordinal)
            .Select(file => (Path.GetFileName(file), (ReadOnlyMemory<byte>)File.ReadAllBytes(file)));
        return Parse([.. files]);
    }

    /// <summary>Reads definitions from their bytes, each under its file name.</summary>
    public static DefinitionsReading Parse(params ImmutableArray<(string File, ReadOnlyMemory<byte> Json)> files) => Parse(DefinitionUpcasts.All, files);

    internal static DefinitionsReading Parse(DefinitionUpcasts upcasts, params ImmutableArray<(string File, ReadOnlyMemory<byte> Json)> files)
    {
        if (files.IsEmpty)
        {
            return new DefinitionsReading.Refused([new("services", "$", "There is no service. Add a file such as services/caring-to-care.json.")]);
        }

        var problems = new List<DefinitionProblem>();
        var services = new List<ServiceDefinition>();
        foreach (var (file, json) in files)
        {
            var found = new Problems(file);
            if (ParseOne(json.Span, upcasts, found) is { } service)
            {
                DefinitionRules.Check(service, found);
                services.Add(service);
            }

            problems.AddRange(found.All);
        }

        problems.AddRange(Together.Check(services));
        return problems.Count > 0
            ? new DefinitionsReading.Refused([.. problems])
            : new DefinitionsReading.Loaded(new([.. services.OrderBy(service => service.Id, StringComparer.Ordinal)]));
    }

    private static ServiceDefinition? ParseOne(ReadOnlySpan<byte> json, DefinitionUpcasts upcasts, Problems problems)
    {
        try
        {
            var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(json).TrimStart('\uFEFF');
            using var document = JsonDocument.Parse(text);
            if (!upcasts.IsCurrent(document.RootElement, problems, out var version))
            {
                return version is null ? null : Bind(upcasts.Raise(JsonNode.Parse(text)!.AsObject(), version.Value), problems);
            }

            return Bind(document.RootElement, problems);
        }
        catch (JsonException exception)
        {
            problems.Add("$", $"This is no valid JSON from line {exception.LineNumber + 1}, position {exception.BytePositionInLine + 1} on. Put it right there: often a comma, a quote or a bracket is missing or too many, or there is a comment.");
            return null;
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            problems.Add("$", "The file holds bytes or escapes that are no Unicode text. Save it as UTF-8.");
            return null;
        }
    }

    private static ServiceDefinition? Bind(JsonElement definition, Problems problems)
    {
        Shape.Check(definition, typeof(ServiceDefinition), "$", problems);
        return problems.IsEmpty ? definition.Deserialize<ServiceDefinition>(HeldspaceJson.Defined) : null;
    }
}
