using System.Collections.Immutable;
using Heldspace.Services;

namespace Heldspace.Messages;

/// <summary>The words of a message, made from what is true when it is sent.</summary>
/// <param name="Subject">Nothing personal.</param>
/// <param name="Paragraphs">Plain text, one paragraph each; a line break inside one is kept.</param>
public sealed record Composed(string Subject, ImmutableArray<string> Paragraphs)
{
    /// <summary>A whole page in place of the paragraphs, for a mail with tables; it says the same. Null for every other.</summary>
    public string? Html { get; init; }

    /// <summary>Fills the service's own text of a kind; <see cref="Texts"/> says what may stand where. How to reach the service may stand everywhere.</summary>
    /// <param name="service">Whose text.</param>
    /// <param name="kind">Which of <see cref="Texts.Kinds"/>.</param>
    /// <param name="values">What else may stand in it, by name; a line of which nothing has a value is left out.</param>
    public static Composed Of(ServiceDefinition service, string kind, IEnumerable<(string Name, string? Value)> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var all = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["service"] = service.Name,
            ["email"] = service.Contact.Email.Text,
            ["phone"] = service.Contact.Phone,
            ["hours"] = service.Contact.Hours,
        };
        foreach (var (name, value) in values)
        {
            all.Add(name, value);
        }

        var (subject, body) = Texts.Fill(service.Texts[kind], all);
        return new(subject, [.. body.Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)]);
    }
}
