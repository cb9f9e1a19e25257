using System.Globalization;
using System.Text.Json.Nodes;
using Heldspace.Functions.Tests.Reliability;
using Heldspace.Local.Simulation;
using Heldspace.Pathway;
using NodaTime;
using Xunit.Abstractions;

namespace Heldspace.Functions.Tests.Simulation;

/// <summary>
/// A simulated while in which the app dies again and again as it sends: in the end everybody was asked and reminded as in the same while without a death, once each.
/// <c>HELDSPACE_DYING_YEAR=19 dotnet test --filter SendingThroughCrashesTests</c> lets it die at every nineteenth request of a year with 110 referrals, and says in <c>heldspace-dying-year.txt</c> in the
/// folder of temporary files how far it has come.
/// </summary>
public sealed class SendingThroughCrashesTests(ITestOutputHelper output)
{
    private static readonly int Every = Processes.Setting("HELDSPACE_DYING_YEAR", 0);

    private int said = -1;

    [Fact]
    public async Task Who_is_asked_and_reminded_is_the_same_whether_or_not_the_app_dies_as_it_sends()
    {
        var simulated = Every > 0 ? new Simulated("caring-to-care", 110, 365, 1) : new Simulated("caring-to-care", 3, 2, 1);
        var (calm, _) = await Run(simulated, null);
        Say($"without a death {calm.Count} invitations and reminders arrived");
        var dying = new DyingSender(Every > 0 ? Every : 17, restarts: 10);
        var (shaken, twice) = await Run(simulated, dying);

        var missed = calm.Except(shaken, StringComparer.Ordinal).ToList();
        var besides = shaken.Except(calm, StringComparer.Ordinal).ToList();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{simulated.Referrals} referrals over {simulated.Days} days, {dying.Requests} requests of sending, {dying.Deaths} deaths of {dying.DiedAt.Count} kinds, {dying.LongestInARow} in a row at most; {shaken.Count} invitations and reminders, {calm.Count} without a death: {missed.Count} missed, {besides.Count} besides, {twice.Count} duplicates"));
        foreach (var (at, times) in dying.DiedAt.OrderByDescending(death => death.Value))
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{times} {at}"));
        }

        dying.Deaths.ShouldBeGreaterThan(10);
        twice.ShouldBeEmpty();
        missed.ShouldBeEmpty();
        besides.ShouldBeEmpty();
    }

    /// <summary>What reached people, told by child, measure time, person and reminder; and what of it arrived more than once.</summary>
    private async Task<(IReadOnlyList<string> Arrived, IReadOnlyList<string> Twice)> Run(Simulated simulated, DyingSender? dying)
    {
        await using var world = await World.Start(simulated, change: dying is null ? null : dying.Around);
        dying?.System = world.System;
        await world.Run(come => Say(come, dying), CancellationToken.None);

        // What went out is read where it arrived, not in what the service says of itself.
        var mailbox = world.Service.Mailboxes[0].Text;
        var mails = world.System.Tenant.Messages(mailbox, "sentitems").Select(Marker).OfType<string>();
        var texts = world.System.Texts.Sent.Select(text => text.Reference).OfType<string>();
        var arrived = mails.Concat(texts).ToList();
        var asking = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var child in world.Children)
        {
            var file = (await world.Cases.Read(world.Service.Id, child.Case!, default))!.File;
            foreach (var message in file.Messages.Where(message => message is { Ask: not null, ToStaff: false }))
            {
                var what = asking[$"{file.Case.Id}:{message.Id}"] = string.Create(CultureInfo.InvariantCulture, $"child {child.N}, {message.Id}");
                if (message.State is not (MessageState.Sent or MessageState.Dropped))
                {
                    arrived.Add($"{file.Case.Id}:{message.Id} is {message.State}");
                    asking[arrived[^1]] = $"{what} is {message.State}";
                }
            }
        }

        return (
            [.. arrived.Select(reference => asking.GetValueOrDefault(reference)).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            [.. arrived.GroupBy(reference => reference, StringComparer.Ordinal).Where(same => same.Count() > 1).Select(same => same.Key)]);
    }

    /// <summary>Every hundredth part of the way.</summary>
    private void Say(double come, DyingSender? dying)
    {
        if (Every > 0 && (int)(come * 100) is var part && part != said)
        {
            said = part;
            Say(string.Create(CultureInfo.InvariantCulture, $"{part} % of the days{(dying is null ? "" : $", {dying.Requests} requests of sending, {dying.Deaths} deaths, {dying.LongestInARow} in a row at most")}"));
        }
    }

    private static void Say(string progress)
    {
        if (Every > 0)
        {
            File.AppendAllText(Path.Combine(Path.GetTempPath(), "heldspace-dying-year.txt"), string.Create(CultureInfo.InvariantCulture, $"{SystemClock.Instance.GetCurrentInstant():HH:mm:ss} {progress}\n"));
        }
    }

    private static string? Marker(JsonObject mail) => mail["singleValueExtendedProperties"]?.AsArray().Select(property => property!["value"]!.GetValue<string>()).FirstOrDefault();
}
