#pragma warning disable
using System.Text.Json.Nodes;
using NodaTime;
namespace Heldspace.Local;
public sealed record Sample(string File, JsonObject Message);
public static class Samples { public static IReadOnlyList<Sample> Read(string folder, LocalDate today) => Directory.GetFiles(folder, "*.json").Order().Select(f => new Sample(Path.GetFileName(f), (JsonObject)JsonNode.Parse(File.ReadAllText(f))!)).ToList(); }
