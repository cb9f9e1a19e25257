using System.Globalization;
using Heldspace.Functions.Pages;
using Heldspace.Measures;
using Heldspace.Measures.Asking;
using Heldspace.Pathway;
using Heldspace.Services;
using Heldspace.Time;

namespace Heldspace.Functions.Manage;

/// <summary>Who was asked how things are going, in words for staff.</summary>
internal static class AskWords
{
    /// <summary>At the start of a sentence: "The carer (at the start)".</summary>
    public static string Who(string ask)
    {
        var parts = ask.Split('.');
        return parts.Length < 2 ? "Somebody" : $"{Capital(Roles.InWords(parts[1]))} ({When(parts[0])})";
    }

    /// <summary>The time that a wave is about: "after 12 weeks".</summary>
    public static string When(string wave) => wave.Split('-') switch
    {
        ["baseline"] => "at the start",
        ["entry"] => "on entering care",
        ["closure"] => "at the end",
        ["week", var weeks] => $"after {weeks} weeks",
        ["follow", "up", var months] => $"{months} months after the end",
        ["moved", ..] => "after a move",
        ["sdq", var year] => $"the yearly SDQ of {year}",
        _ => wave,
    };

    public static string By(AskBy by) => by switch
    {
        AskBy.Email => " by mail",
        AskBy.Text => " by text message",
        AskBy.Letter => " by letter: the key worker prints it",
        _ => ": the key worker asks them",
    };

    /// <summary>The same in a word or two, below a chart.</summary>
    public static string Shortly(string wave) => wave.Split('-') switch
    {
        ["baseline"] => "start",
        ["entry"] => "entry",
        ["closure"] => "end",
        ["week", var weeks] => $"{weeks} wk",
        ["follow", "up", var months] => $"+{months} mo",
        ["moved", ..] => "move",
        ["sdq", var year] => $"SDQ {year}",
        _ => wave,
    };

    /// <summary>What came of having asked, after "The carer (at the start): ".</summary>
    public static string Came(ServiceDefinition service, Ask ask) => ask.State switch
    {
        AskState.Open => $"{(ask.Respondent.By switch { AskBy.Email => "asked by mail on", AskBy.Text => "asked by text message on", AskBy.Letter => "to be asked by letter since", _ => "to be asked by the key worker since" })} {Dates.Words(London.Day(ask.OpenedAt))}; can be answered until {Dates.Words(ask.Until)}.{ask.Reminders switch { 0 => "", 1 => " Reminded once.", var n => $" Reminded {n.ToString(CultureInfo.InvariantCulture)} times." }}{(HasBegun(ask) ? " They have begun." : "")}",
        AskState.Answered => $"answered on {Dates.Words(London.Day(ask.EndedAt!.Value))}.{(ask.WrittenDownBy is { } by ? $" Written down: {HistoryWords.Said(service, by)}" : "")}",
        AskState.Declined => "not this time.",
        AskState.Unanswered => $"no answer came.{(HasBegun(ask) ? " They had begun, and did not send it." : "")}",
        _ => $"taken back. {ask.Why}",
    };

    /// <summary>Languages that somebody may be asked in, by code. Where the words are not there, the key worker asks, with whoever interprets.</summary>
    public static IReadOnlyDictionary<string, string> Languages { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["en"] = "English",
        ["en-easy"] = "English, Easy Read",
        ["am"] = "Amharic",
        ["ar"] = "Arabic",
        ["bn"] = "Bengali",
        ["cy"] = "Welsh",
        ["fa"] = "Persian or Dari",
        ["fr"] = "French",
        ["ku"] = "Kurdish",
        ["pa"] = "Punjabi",
        ["pl"] = "Polish",
        ["ps"] = "Pashto",
        ["pt"] = "Portuguese",
        ["ro"] = "Romanian",
        ["so"] = "Somali",
        ["sq"] = "Albanian",
        ["ti"] = "Tigrinya",
        ["uk"] = "Ukrainian",
        ["ur"] = "Urdu",
        ["vi"] = "Vietnamese",
    };

    private static bool HasBegun(Ask ask) => ask.Measures.Any(asked => asked.Answers.Any(answer => answer is not null) || asked.Words is not null);

    public static string Ended(CaseEvent.AskEnded ended) => ended.How == AskState.Unanswered ? "the time for it is over." : ended.Why;

    public static string Respondent(Respondent person) => $"{Capital(Roles.InWords(person.Role))} {(person.ObjectedOn is null
        ? $"is asked{By(person.By)}.{(person.Changed is { } why ? $" {why}" : "")}"
        : "does not want to be asked how things are going.")}";

    public static string Capital(string words) => char.ToUpperInvariant(words[0]) + words[1..];
}
