using System.CommandLine;

namespace Heldspace.Local.Commands;

/// <summary>Options that every command takes.</summary>
internal static class Shared
{
    public static Option<int?> Ports { get; } = new("--ports")
    {
        Description = "The first of the ports to use, one after the other. Default: 7071 on for the running system, free ones otherwise.",
        HelpName = "BASE",
        Recursive = true,
    };

    public static Option<DirectoryInfo?> Data { get; } = new("--data")
    {
        Description = "A folder where everything is kept between runs. Default: nothing is kept.",
        HelpName = "DIR",
        Recursive = true,
    };

    public static Option<bool> Json() => new("--json") { Description = "Write JSON lines to standard output, and everything else to standard error." };

    public static Option<string> Service() => new("--service")
    {
        Description = "The service, by the name of its file in services/.",
        HelpName = "ID",
        DefaultValueFactory = _ => "caring-to-care",
    };
}
