using Heldspace.Functions.Pages;
using Heldspace.Intake;
using NodaTime.Text;

namespace Heldspace.Functions.Manage;

/// <summary>What is known of somebody, as people say it: no codes, and no days written for machines.</summary>
internal static class FieldWords
{
    /// <summary>Of the child. Who referred stands by itself, and is called "you" in the form.</summary>
    public static IEnumerable<Field> OfChild { get; } =
        [.. Fields.All.Except([Fields.ReferrerName, Fields.ReferrerRole, Fields.ReferrerOrganisation, Fields.ReferrerEmail, Fields.ReferrerPhone])];

    /// <summary>What the form calls "your name" is the referrer's for whoever reads it here.</summary>
    public static string Label(Field field) => field.Label.StartsWith("your ", StringComparison.Ordinal) ? $"the referrer's {field.Label["your ".Length..]}" : field.Label;

    public static string Value(Field field, string value) =>
        field.Codes?.Contains(value) == true ? Code(value)
        : LocalDatePattern.Iso.Parse(value).TryGetValue(default, out var day) ? Dates.Words(day)
        : value;

    /// <summary>A code such as <c>childInCare</c>: child in care. What is short and all lower case in a code may be initials: GP.</summary>
    public static string Code(string code) => code.Length == 2 && code is not ("no" or "us") ? code.ToUpperInvariant()
        : string.Concat(code.Select((letter, index) => index > 0 && char.IsUpper(letter) && char.IsLower(code[index - 1]) ? $" {char.ToLowerInvariant(letter)}" : letter.ToString()));
}
