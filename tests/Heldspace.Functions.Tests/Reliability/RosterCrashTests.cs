using System.Text;
using Heldspace.Azure.Records;
using Heldspace.Functions.TakeRoster;
using Heldspace.Functions.Tests.Drivers;
using Heldspace.Pathway;
using Heldspace.Roster;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace Heldspace.Functions.Tests.Reliability;

/// <summary>
/// The process dies after every request by which the taking in of a list changes something: it is taken in all the same, once, and so is what it sets going.
/// What becomes of a screening once it is queued is the way of a referral, which <see cref="CrashTests"/> go through.
/// </summary>
[Collection(AzuriteFixture.Collection)]
public sealed class RosterCrashTests(AzuriteFixture azurite)
{
    private static readonly string[] Changing =
    [
        "blobs PUT pending", "blobs PUT intake", "tables insert Team", "queues POST referrals/messages", "blobs PUT roster", "tables replace Team", "graph POST users/*/messages",
        "tables insert Sent", "tables replace Sent", "blobs DELETE pending",
    ];

    [Fact]
    public async Task A_crash_after_any_request_that_changes_something_leaves_a_list_taken_in_once()
    {
        await using var deployment = await Deployment.Start(azurite.ConnectionString);
        var lists = 0;
        await Send();
        deployment.Crossings.Watching = true;
        await Send();
        var path = deployment.Crossings.Seen.Where(crossing => Changing.Contains(crossing.Kind, StringComparer.Ordinal)).ToList();
        path.Select(crossing => crossing.Kind).ShouldContain("blobs PUT roster");
        path.Select(crossing => crossing.Kind).ShouldContain("tables replace Team");
        deployment.Crossings.Watching = false;

        foreach (var point in path)
        {
            var died = 0;
            deployment.Crossings.Restart();
            deployment.Crossings.Meddle = async (reached, send) =>
            {
                if (reached != point || Interlocked.Exchange(ref died, 1) == 1)
                {
                    return await send();
                }

                (await send()).Dispose();
                throw deployment.Crossings.Die();
            };
            deployment.Crossings.Watching = true;
            await Send();
            deployment.Crossings.Watching = false;

            died.ShouldBe(1, $"{point} was not reached");
            var after = await deployment.Look();
            after.Cases.Count.ShouldBe(lists, $"after {point}");
            after.Cases.ShouldAllBe(file => file.Current!.State == AppointmentState.Held && file.IsSettled, $"after {point}");
            var uploads = await deployment.System.App.GetRequiredService<Rosters>().All(deployment.Service.Id, CancellationToken.None);
            uploads.Length.ShouldBe(lists, $"after {point}");
            uploads.ShouldAllBe(upload => upload.State == RosterState.TakenIn && upload.Counts!.Triggered == 1, $"after {point}");
            deployment.System.Tenant.Messages(deployment.Service.Scheduler.Mailbox.Text).Count(mail => mail["subject"]!.GetValue<string>() == "The list came in: please look").ShouldBe(lists, $"after {point}");
        }

        // Each list has every child of those before, and one more, who entered care; each child twice, under two ids.
        async Task Send()
        {
            lists++;
            deployment.Clock.Advance(Duration.FromSeconds(1));
            var day = Heldspace.Time.London.Day(deployment.Clock.GetCurrentInstant());
            var lines = Enumerable.Range(1, lists).SelectMany(n => new[] { $"C-{n}", $"D-{n}" }.Select(id => $"{id},Robin,Example{(char)('a' + n / 26)}{(char)('a' + n % 26)},01/02/2014,{day.PlusDays(-2).ToString("dd/MM/uuuu", null)},Cheshire West and Chester,sam.fielding@nhs.example"));
            var file = Encoding.UTF8.GetBytes($"Child ID,First name,Surname,Date of birth,Entered care,Responsible authority,Social worker email\n{string.Join('\n', lines)}");
            await deployment.Survive(() => deployment.System.App.GetRequiredService<ReceiveRoster>().Receive(deployment.Service, day, file, "manager@caring-to-care.example", CancellationToken.None));
            await deployment.RunUntilQuiet();
        }
    }
}
