using System.CommandLine;
using System.Diagnostics;
using Heldspace.Local.Simulation;
using Heldspace.Services;
using Spectre.Console;

namespace Heldspace.Local.Commands;

/// <summary><c>simulate</c>: a service for some days through the same code, on a clock that jumps. Every figure is synthetic.</summary>
internal static class Simulate
{
    public static Command Command()
    {
        var service = Shared.Service();
        var json = Shared.Json();
        var referrals = new Option<int?>("--referrals") { Description = "How many children are referred in all. Default: 110, or 300 for our-safe-space.", HelpName = "N" };
        var days = new Option<int>("--days") { Description = "For how many days referrals come.", HelpName = "D", DefaultValueFactory = _ => 365 };
        var seed = new Option<int>("--seed") { Description = "Of every random number: the same seed gives the same run.", HelpName = "S", DefaultValueFactory = _ => 1 };
        var folder = new Option<DirectoryInfo?>("--out") { Description = "A folder for plots (SVG), tables (CSV), every weekly summary, every month's report and kpis.json.", HelpName = "DIR" };
        var command = new Command("simulate", "Run a service for a year through the same code and see how long children wait. Synthetic.") { service, referrals, days, seed, folder, json };
        command.SetAction((parsed, cancellation) => Execute(
            new(parsed.GetValue(service)!, parsed.GetValue(referrals) ?? (parsed.GetValue(service) == "our-safe-space" ? 300 : 110), parsed.GetValue(days), parsed.GetValue(seed)),
            parsed.GetValue(folder)?.FullName,
            parsed.GetValue(json),
            cancellation));
        return command;
    }

    private static async Task<int> Execute(Simulated simulated, string? folder, bool json, CancellationToken cancellation)
    {
        var terminal = Terminal.OnError();
        var began = Stopwatch.GetTimestamp();
        try
        {
            await using var world = await World.Start(simulated, keepsSummaries: folder is not null);
            await Terminal.Progress(terminal).StartAsync(async progress =>
            {
                var task = progress.AddTask("Days", maxValue: 1);
                await world.Run(share => task.Value = share, cancellation);
            });
            var headline = await Headline.Of(world, cancellation);
            Report.Write(json ? terminal : AnsiConsole.Console, world, headline, Stopwatch.GetElapsedTime(began));
            if (folder is not null)
            {
                Pictures.Write(world, headline, folder);
                await world.Summaries.Write(folder, cancellation);
                terminal.MarkupLineInterpolated($"[grey]Pictures and tables: {Path.Combine(folder, "index.html")}[/]");
            }

            if (json)
            {
                Console.Out.WriteLine(headline.ToJson());
            }

            foreach (var clash in world.Clashes)
            {
                terminal.MarkupLineInterpolated($"[red]{clash.Mailbox}, {clash.At}: {clash.What}[/]");
            }

            return headline is { DoubleBookings: 0, Lost: 0 } ? 0 : 1;
        }
        catch (Exception fault) when (fault is DefinitionsRefusedException or ArgumentException or IOException)
        {
            return Terminal.Refuse(terminal, fault.Message);
        }
    }
}
