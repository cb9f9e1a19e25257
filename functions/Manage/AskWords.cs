using Heldspace.Measures;
using Heldspace.Measures.Asking;
using Heldspace.Pathway;

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
        ["sdq", ..] => "the yearly SDQ",
        _ => wave,
    };

    public static string By(AskBy by) => by switch
    {
        AskBy.Email => " by mail",
        AskBy.Text => " by text message",
        AskBy.Letter => " by letter: the key worker prints it",
        _ => ": the key worker asks them",
    };

    public static string Ended(CaseEvent.AskEnded ended) => ended.How == AskState.Unanswered ? "the time for it is over." : ended.Why;

    public static string Respondent(Respondent person) => $"{Capital(Roles.InWords(person.Role))} {(person.ObjectedOn is null
        ? $"is asked{By(person.By)}.{(person.Changed is { } why ? $" {why}" : "")}"
        : "does not want to be asked how things are going.")}";

    private static string Capital(string words) => char.ToUpperInvariant(words[0]) + words[1..];
}
