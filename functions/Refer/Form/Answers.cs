using System.Collections.Immutable;
using Heldspace.Functions.Pages;
using Heldspace.Intake;
using NodaTime;

namespace Heldspace.Functions.Refer.Form;

/// <summary>What has been typed so far, by the name of the input, trimmed; what was left empty is not there.</summary>
public sealed record Answers(ImmutableSortedDictionary<string, string> Typed)
{
    public static Answers None { get; } = new(ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal));

    public string this[string input] => Typed.GetValueOrDefault(input, "");

    public string this[Field field] => this[field.Name];

    /// <summary>Whether a young person fills it in about themselves: fewer questions, in their own words.</summary>
    public bool Young => this[Fields.ReferrerRole] == "self";

    public bool Ticked(Question question) => question.OrTick is not null && this[question.Tick].Length > 0;

    /// <summary>The same answers with the inputs of one page as they were just typed; an input that was left empty is taken away.</summary>
    public Answers With(FormPage page, IFormCollection form)
    {
        var typed = Typed.ToBuilder();
        foreach (var input in page.Questions.SelectMany(question => question.Inputs))
        {
            var text = Clean(form[input].ToString());
            if (text.Length == 0)
            {
                typed.Remove(input);
            }
            else
            {
                typed[input] = text;
            }
        }

        return new(typed.ToImmutable());
    }

    /// <summary>The date that three inputs give; null where they are empty or no date.</summary>
    public LocalDate? Date(Question question) => Dates.Read(this[question.Day], this[question.Month], this[question.Year]);

    /// <summary>One answer as it is sent: dates ISO 8601, NHS numbers ten digits, the rest as typed; null where nothing was said.</summary>
    public string? Sent(Question question)
    {
        var text = question switch
        {
            { Asked: Asked.Date } => Date(question) is { } date ? Dates.Iso(date) : "",
            { Check: Check.NhsNumber } => NhsNumber.TryParse(this[question.Name])?.Text ?? this[question.Name],
            { Check: Check.Postcode } => Postcode.TryParse(this[question.Name])?.Text ?? this[question.Name],
            _ => this[question.Name],
        };
        return text is "" or Question.NotKnown ? null : text;
    }

    // Every character is kept but the control characters, which no one types and which break what reads them later.
    private static string Clean(string text) =>
        string.Concat(text.ReplaceLineEndings("\n").Where(c => !char.IsControl(c) || c is '\n' or '\t')).Trim();
}
