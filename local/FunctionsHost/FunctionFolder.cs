using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Heldspace.Local.ServiceBus;

namespace Heldspace.Local.FunctionsHost;

/// <summary>A complete function app on disk: <c>host.json</c> and a <c>function.json</c> in each immediate subfolder that is a function.</summary>
/// <param name="Path">The app's folder, absolute.</param>
public sealed record FunctionFolder(string Path, HostSettings Host, ImmutableArray<FunctionDefinition> Functions)
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>The queues that the functions listen to, with sessions where they ask for them. Dead-letter queues come with their queue.</summary>
    public IReadOnlyList<QueueDefinition> Queues => [.. Functions
        .Select(function => function.Trigger)
        .OfType<Trigger.Queue>()
        .Where(queue => !queue.Path.EndsWith(QueueDefinition.DeadLetterSuffix, StringComparison.OrdinalIgnoreCase))
        .Select(queue => new QueueDefinition(queue.Path) { RequiresSession = queue.Sessions })
        .DistinctBy(queue => queue.Name)];

    /// <summary>The same app on queues without sessions, as another deployment might have them.</summary>
    public FunctionFolder WithoutSessions() => this with
    {
        Functions = [.. Functions.Select(function => function.Trigger is Trigger.Queue queue ? function with { Trigger = queue with { Sessions = false } } : function)],
    };

    /// <summary>Reads a folder as the host does at start-up.</summary>
    /// <param name="settings">App settings for <c>%Name%</c> in schedules and queue names, and for <c>AzureWebJobs.{function}.Disabled</c>.</param>
    /// <exception cref="InvalidDataException">A file is missing or says something that this host does not run; the message names file and property.</exception>
    public static FunctionFolder Read(string appFolder, IReadOnlyDictionary<string, string>? settings = null)
    {
        var root = System.IO.Path.GetFullPath(appFolder);
        var app = settings ?? ImmutableDictionary<string, string>.Empty;
        var hostFile = System.IO.Path.Combine(root, "host.json");
        if (!File.Exists(hostFile))
        {
            throw new InvalidDataException($"{hostFile} is missing: this is not a function app.");
        }

        using var host = Parse(hostFile);
        var functions = Directory.EnumerateDirectories(root)
            .Select(folder => System.IO.Path.Combine(folder, "function.json"))
            .Where(File.Exists)
            .Order(StringComparer.Ordinal)
            .Select(file => ReadFunction(file, app))
            .OfType<FunctionDefinition>();
        return new FunctionFolder(root, ReadHost(host.RootElement, hostFile), [.. functions]);
    }

    private static HostSettings ReadHost(JsonElement host, string file)
    {
        var defaults = new HostSettings();
        var handler = Child(host, "customHandler");
        var description = Child(handler, "description");
        var bus = Child(host, "extensions", "serviceBus");
        return new HostSettings
        {
            RoutePrefix = (Text(Child(host, "extensions", "http"), "routePrefix") ?? defaults.RoutePrefix).Trim('/'),
            ForwardsHttp = Flag(handler, "enableForwardingHttpRequest") ?? false,
            FunctionTimeout = Text(host, "functionTimeout") switch
            {
                null => defaults.FunctionTimeout,
                "-1" => null,
                var text => Span(text, file, "functionTimeout"),
            },
            MaxConcurrentSessions = Number(bus, "maxConcurrentSessions") ?? defaults.MaxConcurrentSessions,
            MaxConcurrentCalls = Number(bus, "maxConcurrentCalls") ?? defaults.MaxConcurrentCalls,
            MaxLockRenewal = Text(bus, "maxAutoLockRenewalDuration") is { } renewal ? Span(renewal, file, "maxAutoLockRenewalDuration") : defaults.MaxLockRenewal,
            Executable = Text(description, "defaultExecutablePath") ?? throw new InvalidDataException($"{file}: customHandler.description.defaultExecutablePath is missing."),
            WorkingDirectory = Text(description, "workingDirectory") ?? "",
            Arguments = [.. Items(description, "arguments").Select(item => item.GetString() ?? ""), .. Text(description, "defaultWorkerPath") is { } worker ? [worker] : Array.Empty<string>()],
        };
    }

    private static FunctionDefinition? ReadFunction(string file, IReadOnlyDictionary<string, string> settings)
    {
        var name = System.IO.Path.GetFileName(System.IO.Path.GetDirectoryName(file)!);
        using var json = Parse(file);
        if (Flag(json.RootElement, "disabled") == true
            || (settings.TryGetValue($"AzureWebJobs.{name}.Disabled", out var disabled) && disabled is "true" or "True" or "1"))
        {
            return null;
        }

        var bindings = Items(json.RootElement, "bindings").ToList();
        var triggers = bindings.Where(binding => Text(binding, "type")?.EndsWith("Trigger", StringComparison.OrdinalIgnoreCase) == true).ToList();
        if (triggers.Count != 1)
        {
            throw new InvalidDataException($"{file}: bindings must hold exactly one trigger, and hold {triggers.Count}.");
        }

        var trigger = triggers[0];
        var binding = Text(trigger, "name") ?? throw new InvalidDataException($"{file}: the trigger has no name.");
        Trigger read = Text(trigger, "type")!.ToUpperInvariant() switch
        {
            "HTTPTRIGGER" => bindings.Any(other => Text(other, "type") == "http" && Text(other, "direction") == "out")
                ? new Trigger.Http(
                    binding,
                    Text(trigger, "route") ?? name,
                    [.. Items(trigger, "methods").Select(method => (method.GetString() ?? "").ToUpperInvariant())],
                    string.Equals(Text(trigger, "authLevel"), "anonymous", StringComparison.OrdinalIgnoreCase))
                : throw new InvalidDataException($"{file}: an httpTrigger without an http output gets no request forwarded; add {{\"type\":\"http\",\"direction\":\"out\",\"name\":\"res\"}}."),
            "TIMERTRIGGER" => ReadTimer(trigger, binding, file, settings),
            "SERVICEBUSTRIGGER" => new Trigger.Queue(
                binding,
                Resolve(Text(trigger, "queueName") ?? throw new InvalidDataException($"{file}: the serviceBusTrigger has no queueName."), file, settings),
                Flag(trigger, "isSessionsEnabled") ?? false),
            _ => throw new InvalidDataException($"{file}: a {Text(trigger, "type")} is not run here."),
        };
        return new FunctionDefinition(name, read);
    }

    private static Trigger.Timer ReadTimer(JsonElement trigger, string binding, string file, IReadOnlyDictionary<string, string> settings)
    {
        var text = Resolve(Text(trigger, "schedule") ?? throw new InvalidDataException($"{file}: the timerTrigger has no schedule."), file, settings);
        if (!TimerSchedule.TryParse(text, out var schedule, out var error))
        {
            throw new InvalidDataException($"{file}: schedule '{text}': {error}");
        }

        return new Trigger.Timer(binding, schedule, Flag(trigger, "runOnStartup") ?? false, Flag(trigger, "useMonitor") ?? true);
    }

    private static string Resolve(string text, string file, IReadOnlyDictionary<string, string> settings)
    {
        var parts = text.Split('%');
        if (parts.Length % 2 == 0)
        {
            throw new InvalidDataException($"{file}: '{text}' has an unpaired %.");
        }

        for (var index = 1; index < parts.Length; index += 2)
        {
            parts[index] = settings.TryGetValue(parts[index], out var value)
                ? value
                : throw new InvalidDataException($"{file}: '{text}' needs the app setting {parts[index]}.");
        }

        return string.Concat(parts);
    }

    private static JsonDocument Parse(string file)
    {
        try
        {
            return JsonDocument.Parse(File.ReadAllBytes(file), Lenient);
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"{file}: {exception.Message}", exception);
        }
    }

    private static JsonElement Child(JsonElement element, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            element = element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var found) ? found : default;
        }

        return element;
    }

    private static string? Text(JsonElement element, string name) => Child(element, name) is { ValueKind: JsonValueKind.String } found ? found.GetString() : null;

    private static bool? Flag(JsonElement element, string name) => Child(element, name).ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    private static int? Number(JsonElement element, string name) => Child(element, name) is { ValueKind: JsonValueKind.Number } found ? found.GetInt32() : null;

    private static JsonElement.ArrayEnumerator Items(JsonElement element, string name) =>
        Child(element, name) is { ValueKind: JsonValueKind.Array } found ? found.EnumerateArray() : default;

    private static TimeSpan Span(string text, string file, string name) =>
        TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span) ? span : throw new InvalidDataException($"{file}: {name} '{text}' is not hh:mm:ss.");
}
