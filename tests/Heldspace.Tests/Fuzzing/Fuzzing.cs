using System.Diagnostics;
using System.Globalization;

namespace Heldspace.Tests.Fuzzing;

/// <summary>
/// Any mail whatever, for a quarter of a minute; for an hour by hand: <c>HELDSPACE_FUZZ_SECONDS=3600 dotnet test tests/Heldspace.Tests --filter Fuzzing</c>. The
/// seed is that of the day, so that every day tries others; it is said where one fails.
/// </summary>
public sealed class Fuzzing
{
    private const string Setting = "HELDSPACE_FUZZ_SECONDS";

    private const int Seconds = 15;

    /// <summary>256 MB, in hexadecimal as the runtime wants it.</summary>
    private const string MostMemory = "0x10000000";

    [Fact]
    public async Task Any_mail_ends_in_a_state_within_ten_seconds_and_256_megabytes()
    {
        var seconds = int.TryParse(Environment.GetEnvironmentVariable(Setting), CultureInfo.InvariantCulture, out var asked) ? asked : Seconds;
        var seed = (int)(DateOnly.FromDateTime(File.GetLastWriteTimeUtc(typeof(Fuzzing).Assembly.Location)).DayNumber * 100_000L % int.MaxValue);
        var start = new ProcessStartInfo(Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet")
        {
            ArgumentList = { "exec", typeof(Fuzzing).Assembly.Location, "fuzz", seconds.ToString(CultureInfo.InvariantCulture), seed.ToString(CultureInfo.InvariantCulture) },
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,

            // What is published is compiled already: here a method is compiled once and well, or the compiler takes longer than the mail.
            Environment = { ["DOTNET_TC_QuickJitForLoops"] = "0", ["DOTNET_GCHeapHardLimit"] = MostMemory, ["DOTNET_gcServer"] = "0", ["DOTNET_DbgEnableMiniDump"] = "0" },
        };
        using var process = Process.Start(start).ShouldNotBeNull();
        var (last, before) = ("", "");
        var error = process.StandardError.ReadToEndAsync();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(seconds + 120));
        try
        {
            while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
            {
                (before, last) = (last, line);
            }

            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException hangs)
        {
            process.Kill(entireProcessTree: true);
            throw new ShouldAssertException($"It hangs at {last}.", hangs);
        }

        process.ExitCode.ShouldBe(0, $"{before}, {last}: {await error}");
        last.ShouldContain(" mails, the longest ");
        Console.WriteLine(last);
    }
}
