using Spectre.Console;

namespace Heldspace.Local.Commands;

/// <summary>What is said to a person goes to standard error, so that standard output stays what it says it is.</summary>
internal static class Terminal
{
    public static IAnsiConsole OnError() => AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });

    public static Progress Progress(IAnsiConsole console) => console.Progress()
        .AutoClear(true)
        .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn());

    /// <summary>Says what is wrong; the exit code of a command that could not do what it was asked.</summary>
    public static int Refuse(IAnsiConsole console, string message)
    {
        console.MarkupLineInterpolated($"[red]{message}[/]");
        return 2;
    }
}
