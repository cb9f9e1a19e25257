using System.Diagnostics;
using System.Net.NetworkInformation;
using Heldspace.Azure.Blobs;
using Heldspace.Azure.Tables;
using Heldspace.Functions.Tests.Drivers;
using Heldspace.Local.Azurite;

namespace Heldspace.Functions.Tests.Edges;

/// <summary>The emulator as a child process. In the fixture's collection so that no two of them start at once.</summary>
[Collection(AzuriteFixture.Collection)]
public sealed class AzuriteProcessTests
{
    [Fact]
    public async Task A_data_folder_keeps_rows_and_blobs_from_one_start_to_the_next()
    {
        var folder = Directory.CreateTempSubdirectory("heldspace-azurite-");
        try
        {
            await using (var first = await AzuriteProcess.Start(folder.FullName))
            {
                var tables = TableStorage.From(first.ConnectionString);
                await tables.CreateTable("Kept");
                await tables.Insert("Kept", new Row("p", "r") { ["Name"] = "Zoë" });
                var blobs = BlobStorage.From(first.ConnectionString);
                await blobs.CreateContainer("kept");
                await blobs.Create("kept", "a", new byte[] { 1 }, "text/plain");
            }

            await using var second = await AzuriteProcess.Start(folder.FullName);
            (await TableStorage.From(second.ConnectionString).Get("Kept", "p", "r")).ShouldNotBeNull().GetString("Name").ShouldBe("Zoë");
            (await BlobStorage.From(second.ConnectionString).Read("kept", "a")).ShouldNotBeNull().Content.ToArray().ShouldBe([1]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task It_listens_on_this_machine_only_and_on_the_ports_it_was_given()
    {
        await using var azurite = await OnGivenPorts();

        (azurite.QueuePort, azurite.TablePort).ShouldBe((azurite.BlobPort + 1, azurite.BlobPort + 2));
        (azurite.BlobPort % 100).ShouldBe(0);
        var listening = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners();
        foreach (var port in new[] { azurite.BlobPort, azurite.QueuePort, azurite.TablePort })
        {
            listening.Where(one => one.Port == port).ShouldHaveSingleItem().Address.ToString().ShouldBe("127.0.0.1");
        }

        // Others on this machine may hold any of them, so one round hundred after the other is tried.
        static async Task<AzuriteProcess> OnGivenPorts()
        {
            for (var port = 21_000; ; port += 100)
            {
                try
                {
                    return await AzuriteProcess.Start(basePort: port);
                }
                catch (InvalidOperationException taken) when (port < 23_000 && taken.Message.Contains("EADDRINUSE"))
                {
                    // The next.
                }
            }
        }
    }

    [Fact]
    public async Task It_is_gone_when_disposed()
    {
        var azurite = await AzuriteProcess.Start();
        using var process = Process.GetProcessById(azurite.ProcessId);
        await azurite.DisposeAsync();
        process.HasExited.ShouldBeTrue();
    }

    [Fact]
    public async Task A_taken_port_is_said_at_once()
    {
        await using var first = await AzuriteProcess.Start();
        var fault = await Should.ThrowAsync<InvalidOperationException>(async () => await AzuriteProcess.Start(basePort: first.BlobPort));
        fault.Message.ShouldContain("EADDRINUSE");
    }
}
