using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Heldspace.Intake;

/// <summary>
/// One thing that came in: opaque, time-ordered, derived from what came in, so that the same mail read twice is one intake.
/// Lower-case letters, digits and hyphens: safe in keys, paths and queue messages.
/// </summary>
[JsonConverter(typeof(TextValueConverter<IntakeId>))]
public sealed partial record IntakeId : ITextValue<IntakeId>
{
    private IntakeId(string text) => Text = text;

    public string Text { get; }

    public static IntakeId? TryParse(string? text) => text is not null && Form().IsMatch(text) ? new(text) : null;

    public static IntakeId Parse(string text) => TryParse(text) ?? throw new FormatException("Not an intake id.");

    public override string ToString() => Text;

    [GeneratedRegex("^[0-9]{17}-[a-z2-7]{16}$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Form();
}

/// <summary>A case: the intake it came with and the child's ordinal there. Opaque and time-ordered, as the intake is.</summary>
[JsonConverter(typeof(TextValueConverter<CaseId>))]
public sealed partial record CaseId : ITextValue<CaseId>
{
    private CaseId(string text) => Text = text;

    public string Text { get; }

    public IntakeId Intake => IntakeId.Parse(Text[..Text.LastIndexOf('-')]);

    public int Ordinal => int.Parse(Text[(Text.LastIndexOf('-') + 1)..]);

    public static CaseId Of(IntakeId intake, int ordinal) => new($"{intake.Text}-{ordinal}");

    public static CaseId? TryParse(string? text) => text is not null && Form().IsMatch(text) ? new(text) : null;

    public static CaseId Parse(string text) => TryParse(text) ?? throw new FormatException("Not a case id.");

    public override string ToString() => Text;

    [GeneratedRegex("^[0-9]{17}-[a-z2-7]{16}-[1-9][0-9]?$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Form();
}

/// <summary>
/// A mail address that can be written to: one @, a dotted domain, no white space or control characters, at most 254 characters, in lower case.
/// </summary>
[JsonConverter(typeof(TextValueConverter<EmailAddress>))]
public sealed partial record EmailAddress : ITextValue<EmailAddress>
{
    private EmailAddress(string text) => Text = text;

    public string Text { get; }

    public string Domain => Text[(Text.IndexOf('@', StringComparison.Ordinal) + 1)..];

    public static EmailAddress? TryParse(string? text)
    {
        var trimmed = text?.Trim();
        return trimmed is { Length: > 2 and <= 254 } && Form().IsMatch(trimmed) ? new(trimmed.ToLowerInvariant()) : null;
    }

    public static EmailAddress Parse(string text) => TryParse(text) ?? throw new FormatException("Not a mail address.");

    public override string ToString() => Text;

    [GeneratedRegex(@"^[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)+$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Form();
}

/// <summary>A value with one canonical text, so that JSON, keys and logs all spell it the same way.</summary>
public interface ITextValue<TSelf>
    where TSelf : class, ITextValue<TSelf>
{
    string Text { get; }

    static abstract TSelf? TryParse(string? text);
}

/// <summary>Writes a value as its text and refuses any other.</summary>
public sealed class TextValueConverter<T> : JsonConverter<T>
    where T : class, ITextValue<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        T.TryParse(reader.GetString()) ?? throw new JsonException($"Not a valid {typeof(T).Name}.");

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value.Text);
}
