using System.CommandLine;
using Spectre.Console;

namespace Heldspace.Local.Commands;

/// <summary>The command without a name: brings everything up, says where to look, shows referrals becoming appointments, until it is ended.</summary>
internal static class Run
{
    private const int UsualPort = 7068;

    public static async Task<int> Execute(ParseResult parsed, CancellationToken cancellation)
    {
        var console = AnsiConsole.Console;
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Console.CancelKeyPress += (_, pressed) =>
        {
            pressed.Cancel = true;
            ended.Cancel();
        };
        using var term = System.Runtime.InteropServices.PosixSignalRegistration.Create(
            System.Runtime.InteropServices.PosixSignal.SIGTERM,
            signal =>
            {
                signal.Cancel = true;
                ended.Cancel();
            });
        try
        {
            await using var system = await console.Status().StartAsync("Starting…", _ => LocalSystem.Start(
                new LocalSettings
                {
                    BasePort = parsed.GetValue(Shared.Ports) ?? UsualPort,
                    DataFolder = parsed.GetValue(Shared.Data)?.FullName,
                },
                ended.Token));
            var outlook = new Uri(system.Microsoft365.BaseAddress, "/");
            console.Write(new Panel(new Rows(
                new Markup($"Refer a child      [link]{system.PublicAddress}refer[/]"),
                new Markup($"Outlook            [link]{outlook}[/]   mailboxes and calendars; deliver a mail, block time, decline"),
                new Markup($"Text messages      [link]{system.TextsAddress}[/]"),
                new Markup("Sample mail        dotnet run --project local -- once"),
                new Markup("End                Ctrl+C"))).Header("Heldspace, on this machine. Everybody in it is invented."));
            var cases = new Reports.CaseFeed(system);
            await cases.Show(console, ended.Token);
            return 0;
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            return 0;
        }
        catch (Exception fault) when (fault is Services.DefinitionsRefusedException or ArgumentException or IOException or InvalidOperationException)
        {
            return Terminal.Refuse(Terminal.OnError(), fault.Message);
        }
    }
}
