using System.CommandLine;
using Heldspace.Local.Reports;
using Heldspace.Services;
using Heldspace.Time;
using NodaTime;
using Spectre.Console;

namespace Heldspace.Local.Commands;

/// <summary>
/// <c>once</c>: a fresh store, free ports, the wall clock. Delivers each mail of a folder in turn, waits until nothing is due any more, tells what came of
/// it, stops everything.
/// </summary>
internal static class Once
{
    /// <summary>How long one mail may take before the run fails.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static Command Command()
    {
        var service = Shared.Service();
        var json = Shared.Json();
        var mail = new Option<DirectoryInfo?>("--mail")
        {
            Description = "A folder of mails, each a Graph message resource in a .json file. Default: local/samples.",
            HelpName = "DIR",
        };
        var command = new Command("once", "Take in a folder of mails on a fresh system, tell what came of each, and stop.") { service, mail, json };
        command.SetAction((parsed, cancellation) => Execute(
            parsed.GetValue(service)!,
            parsed.GetValue(mail)?.FullName ?? Path.Combine(AppContext.BaseDirectory, "samples"),
            parsed.GetValue(json),
            parsed.GetValue(Shared.Ports),
            parsed.GetValue(Shared.Data)?.FullName,
            cancellation));
        return command;
    }

    private static async Task<int> Execute(string serviceId, string folder, bool json, int? ports, string? data, CancellationToken cancellation)
    {
        var terminal = Terminal.OnError();
        IReadOnlyList<(string File, System.Text.Json.Nodes.JsonObject Message)> mails;
        try
        {
            mails = Samples.Read(folder, London.Day(SystemClock.Instance.GetCurrentInstant()));
        }
        catch (Exception fault) when (fault is DirectoryNotFoundException or InvalidDataException)
        {
            return Terminal.Refuse(terminal, fault.Message);
        }

        try
        {
            await using var system = await LocalSystem.Start(
                new LocalSettings
                {
                    BasePort = ports,
                    DataFolder = data,
                    Services = [serviceId],
                    AppOutput = line => Console.Error.WriteLine(line),
                },
                cancellation);
            var service = system.Services.All[0];
            var inputs = new Inputs(system, service);
            var lines = new List<ChildLine>();
            var unsettled = 0;
            await Terminal.Progress(terminal).StartAsync(async progress =>
            {
                var task = progress.AddTask("Mails", maxValue: mails.Count);
                foreach (var mail in mails)
                {
                    var came = await inputs.Take(mail, Patience, cancellation);
                    unsettled += came.Settled ? 0 : 1;
                    foreach (var line in came.Lines)
                    {
                        lines.Add(line);
                        if (json)
                        {
                            Console.Out.WriteLine(line.ToJson());
                        }
                    }

                    task.Increment(1);
                }
            });
            var summary = Summary.Of(lines, mails.Count, unsettled);
            if (json)
            {
                Console.Out.WriteLine(summary.ToJson());
            }
            else
            {
                OnceTable.Write(AnsiConsole.Console, lines, summary);
            }

            if (unsettled > 0)
            {
                terminal.MarkupLine($"[red]{unsettled} mails did not come to rest within {Patience.TotalSeconds:0} s.[/]");
            }

            return unsettled == 0 ? 0 : 1;
        }
        catch (Exception fault) when (fault is DefinitionsRefusedException or ArgumentException)
        {
            return Terminal.Refuse(terminal, fault.Message);
        }
    }
}
