using System.CommandLine;
using System.Diagnostics;
using Heldspace.Benchmarks;
using Spectre.Console;

namespace Heldspace.Local.Commands;

/// <summary><c>bench</c>: the figures of <c>benchmarks/</c>, each beside its floor measured in the same run.</summary>
internal static class Bench
{
    public static Command Command()
    {
        var json = Shared.Json();
        var only = new Option<string?>("--only")
        {
            Description = $"Measure one figure: {string.Join(", ", Benchmarks.Bench.Figures.Keys)}. Default: all of them.",
            HelpName = "NAME",
        };
        var steps = new Option<bool>("--steps") { Description = "Instead of figures, list what each trigger sends for one referral, as benchmarks/README.md does." };
        var command = new Command("bench", "Measure what a referral costs, and how long it takes, beside the least it could.") { json, only, steps };
        command.SetAction((parsed, cancellation) => parsed.GetValue(steps)
            ? Steps(cancellation)
            : Execute(parsed.GetValue(only), parsed.GetValue(json), cancellation));
        return command;
    }

    private static async Task<int> Execute(string? only, bool json, CancellationToken cancellation)
    {
        var terminal = Terminal.OnError();
        terminal.Profile.Width = Math.Max(terminal.Profile.Width, 240);
        if (only is not null && !Benchmarks.Bench.Figures.ContainsKey(only))
        {
            return Terminal.Refuse(terminal, $"There is no figure {only}. Figures: {string.Join(", ", Benchmarks.Bench.Figures.Keys)}.");
        }

        var figures = new List<Figure>();
        var missing = 0;
        await using var bench = new Benchmarks.Bench { Progress = what => terminal.MarkupLineInterpolated($"[grey]{what}[/]") };
        foreach (var (name, measure) in Benchmarks.Bench.Figures.Where(figure => only is null || figure.Key == only))
        {
            var began = Stopwatch.GetTimestamp();
            terminal.MarkupLineInterpolated($"{name}");
            try
            {
                var figure = await measure(bench, cancellation);
                figures.Add(figure);
                if (json)
                {
                    Console.Out.WriteLine(figure.ToJson());
                }

                terminal.MarkupLineInterpolated($"[grey]{name}: done after {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s[/]");
            }
            catch (Exception fault) when (fault is not OperationCanceledException || !cancellation.IsCancellationRequested)
            {
                // One that cannot be measured keeps none of the others; the exit code tells of it.
                missing++;
                terminal.MarkupLineInterpolated($"[red]{name} was not measured: {fault.GetType().Name}: {fault.Message}[/]");
            }
        }

        if (!json)
        {
            Write(AnsiConsole.Console, figures);
        }

        return missing == 0 ? 0 : 1;
    }

    private static async Task<int> Steps(CancellationToken cancellation)
    {
        await using var bench = new Benchmarks.Bench();
        Console.Out.Write((await bench.Counts(cancellation)).Steps());
        return 0;
    }

    private static void Write(IAnsiConsole console, List<Figure> figures)
    {
        var table = new Table().AddColumns("Figure", "Ours", "Floor", "Times the floor", "What it is");
        foreach (var figure in figures)
        {
            table.AddRow(
                Markup.Escape(figure.Name),
                $"{figure.Value} {Markup.Escape(figure.Unit)}",
                figure.Floor is { } floor ? $"{floor}" : "",
                figure.Ratio is { } ratio ? $"{ratio}" : "",
                Markup.Escape(figure.Note));
        }

        console.Write(table);
    }
}
