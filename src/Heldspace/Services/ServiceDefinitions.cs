using System.Collections.Immutable;
using Heldspace.Intake;
using Heldspace.Measures;
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

    private ServiceDefinitions(ImmutableArray<ServiceDefinition> all, MeasureFiles measures) => (All, Measures) = (all, measures);

    /// <summary>In the order of their ids.</summary>
    public ImmutableArray<ServiceDefinition> All { get; }

    /// <summary>What the services ask of people.</summary>
    public MeasureFiles Measures { get; }

    /// <summary>Null where there is no such service.</summary>
    public ServiceDefinition? Find(string? id) => All.FirstOrDefault(service => service.Id == id);

    /// <summary>The service of an id that this deployment itself wrote somewhere.</summary>
    /// <exception cref="ArgumentException">There is none (any more).</exception>
    public ServiceDefinition Require(string id) =>
        Find(id) ?? throw new ArgumentException($"There is no service {id} here. There is: {string.Join(", ", All.Select(service => service.Id))}.", nameof(id));

    /// <summary>Just the services named, separated by commas; all of them where none is named.</summary>
    /// <exception cref="ArgumentException">A name is of no service.</exception>
    public ServiceDefinitions Only(string ids) =>
        ids.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is { Length: > 0 } named ? new([.. named.Select(Require)], Measures) : this;

    /// <summary>The service that a shared mailbox belongs to; null where it is none of ours.</summary>
    public ServiceDefinition? ByMailbox(EmailAddress mailbox) => All.FirstOrDefault(service => service.Mailboxes.Contains(mailbox));

    /// <summary>
    /// The services that answer to a public host name (without a port; letter case does not matter). At most one, but for <c>localhost</c> and
    /// <c>127.0.0.1</c>, which all may answer to: then the path names the service, or the first one is meant.
    /// </summary>
    public ImmutableArray<ServiceDefinition> ByHost(string host) => [.. All.Where(service => service.Hosts.Contains(host, StringComparer.OrdinalIgnoreCase))];

    /// <summary>
    /// Reads every <c>*.json</c> directly in a folder but <c>schema.json</c>, and the measures in its folder <c>measures</c>; where it has none, those that
    /// came with the program.
    /// </summary>
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
        var measures = Path.Combine(folder, MeasureFiles.Folder);
        return Parse(DefinitionUpcasts.All, Directory.Exists(measures) ? MeasureFiles.Read(measures) : MeasureFiles.ReadShipped(), [.. files]);
    }

    /// <summary>Reads definitions from their bytes, each under its file name.</summary>
    public static DefinitionsReading Parse(MeasureFiles measures, params ImmutableArray<(string File, ReadOnlyMemory<byte> Json)> files) =>
        Parse(DefinitionUpcasts.All, new MeasuresReading.Loaded(measures), files);

    internal static DefinitionsReading Parse(DefinitionUpcasts upcasts, MeasuresReading measures, params ImmutableArray<(string File, ReadOnlyMemory<byte> Json)> files)
    {
        if (files.IsEmpty)
        {
            return new DefinitionsReading.Refused([new("services", "$", "There is no service. Add a file such as services/caring-to-care.json.")]);
        }

        var known = (measures as MeasuresReading.Loaded)?.Files;
        var problems = new List<DefinitionProblem>();
        var services = new List<ServiceDefinition>();
        foreach (var (file, json) in files)
        {
            var found = new Problems(file);
            if (DefinitionFile.Read<ServiceDefinition>(json.Span, upcasts, found) is { } service)
            {
                DefinitionRules.Check(service, known, found);
                services.Add(service);
            }

            problems.AddRange(found.All);
        }

        problems.AddRange(Together.Check(services));
        if (measures is MeasuresReading.Refused refused)
        {
            problems.AddRange(refused.Problems);
        }

        return problems.Count > 0 || known is null
            ? new DefinitionsReading.Refused([.. problems])
            : new DefinitionsReading.Loaded(new([.. services.OrderBy(service => service.Id, StringComparer.Ordinal)], known));
    }
}
