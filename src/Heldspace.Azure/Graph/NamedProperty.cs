using System.Text.Json;
using Microsoft.Graph.Models;

namespace Heldspace.Azure.Graph;

/// <summary>
/// A property of our own on Outlook items, to find again what was written when no answer came. It stays in the mailbox it was written to:
/// attendees and recipients do not get it. https://learn.microsoft.com/graph/api/resources/extended-properties-overview
/// </summary>
internal sealed class NamedProperty
{
    private const string Set = "{6d0f1f52-54a3-4f0e-9f53-2c1b8a7e3d90}";

    private NamedProperty(string name) => Id = $"String {Set} Name {name}";

    /// <summary>On drafts and sent mail: the message's opaque id.</summary>
    public static NamedProperty Message { get; } = new("HeldspaceMessage");

    /// <summary>On events: the appointment and the attempt.</summary>
    public static NamedProperty Appointment { get; } = new("HeldspaceAppointment");

    public string Id { get; }

    /// <summary>Asks for this property beside an item.</summary>
    public string Expand => $"singleValueExtendedProperties($filter=id eq '{Id}')";

    /// <summary>Asks for the items that bear this value.</summary>
    public string Bears(string value) =>
        $"singleValueExtendedProperties/Any(ep: ep/id eq '{Id}' and ep/value eq '{value.Replace("'", "''", StringComparison.Ordinal)}')";

    public List<SingleValueLegacyExtendedProperty> Holding(string value) => [new() { Id = Id, Value = value }];

    /// <summary>The value an item bears; null where it bears none.</summary>
    public string? Of(JsonElement item) => item.Each("singleValueExtendedProperties")
        .Where(property => string.Equals(property.Text("id"), Id, StringComparison.OrdinalIgnoreCase))
        .Select(property => property.Text("value"))
        .FirstOrDefault();
}
