using Heldspace.Functions.Tests.Drivers;
using Heldspace.Functions.Tests.Reliability;
using Heldspace.Local;

namespace Heldspace.Functions.Tests.Journey;

/// <summary>What <c>--data</c> promises: the local system goes on where it was ended.</summary>
public sealed class RestartTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task With_a_data_folder_cases_calendars_mailboxes_and_subscriptions_outlive_the_local_system()
    {
        var folder = Directory.CreateTempSubdirectory("heldspace-data-").FullName;
        try
        {
            var settings = new LocalSettings { DataFolder = folder, Services = ["caring-to-care"] };
            IReadOnlyList<string> standing;
            await using (var system = await LocalSystem.Start(settings, CancellationToken.None))
            {
                system.Tenant.IsWatched("referrals@caring-to-care.example").ShouldBeTrue("a mail that comes now is noticed at once, not at the next minute");
                system.Tenant.Deliver("referrals@caring-to-care.example", Mails.Complete(1, from: "one@nhs.example"));
                (await Processes.Finished(system, 1, Limit)).ShouldBeTrue();
                standing = Events(system);
                standing.ShouldContain(subject => subject.Contains("HS-", StringComparison.Ordinal));
            }

            await using (var system = await LocalSystem.Start(settings, CancellationToken.None))
            {
                Events(system).ShouldBe(standing);
                (await Processes.Aftermath(system)).Held.Count().ShouldBe(1);

                system.Tenant.Deliver("referrals@caring-to-care.example", Mails.Complete(2, from: "two@nhs.example"));
                (await Processes.Finished(system, 2, Limit, async () => await system.Host.Run("SweepMailbox", CancellationToken.None))).ShouldBeTrue();

                var after = await Processes.Aftermath(system);
                after.Held.Count().ShouldBe(2);
                after.Sent.Count(mail => mail.To == "one@nhs.example").ShouldBe(1);
                after.Sent.Count(mail => mail.To == "two@nhs.example").ShouldBe(1);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static IReadOnlyList<string> Events(LocalSystem system) =>
        [.. system.Services.All[0].Team.SelectMany(member => system.Tenant.Events(member.Mailbox.Text)).Select(item => $"{item["id"]} {item["subject"]}").Order(StringComparer.Ordinal)];
}
