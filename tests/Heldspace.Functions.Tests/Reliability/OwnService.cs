using System.Text.Json.Nodes;
using Heldspace.Local;

namespace Heldspace.Functions.Tests.Reliability;

/// <summary>A folder with one service definition of its own, under an id that no other test of this run has, so that systems share a store and no partition.</summary>
internal sealed class OwnService : IDisposable
{
    private static int _services;

    private OwnService(string folder, string id) => (Folder, Id) = (folder, id);

    public string Folder { get; }

    public string Id { get; }

    /// <summary>A copy of a published definition.</summary>
    public static OwnService Like(string published, Action<JsonObject>? change = null)
    {
        var id = $"{published}-{Interlocked.Increment(ref _services)}";
        var definition = JsonNode.Parse(File.ReadAllText(Path.Combine(LocalSystem.AppFolder, "services", $"{published}.json")))!.AsObject();
        definition["id"] = id;
        change?.Invoke(definition);
        var folder = Directory.CreateTempSubdirectory("heldspace-service-").FullName;
        File.WriteAllText(Path.Combine(folder, $"{id}.json"), definition.ToJsonString());
        return new(folder, id);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
