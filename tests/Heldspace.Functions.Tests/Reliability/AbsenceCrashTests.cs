using System.Collections.Concurrent;
using System.Globalization;
using Heldspace.Allocation;
using Heldspace.Azure.Records;
using Heldspace.Functions.CoverAbsence;
using Heldspace.Functions.Tests.Drivers;
using Heldspace.Pathway;
using Heldspace.Time;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Xunit.Abstractions;

namespace Heldspace.Functions.Tests.Reliability;

/// <summary>
/// The process dies before and after requests of many kinds while an absence is confirmed and while it is taken back: every child has one place in the
/// end, and every family was told once of each.
/// </summary>
[Collection(AzuriteFixture.Collection)]
public sealed class AbsenceCrashTests(AzuriteFixture azurite, ITestOutputHelper output)
{
    /// <summary>Requests from one death to the next.</summary>
    private const int Apart = 40;

    private static readonly Duration UntilTakenUp = Duration.FromMinutes(15);

    [Fact]
    public async Task A_confirmation_and_an_undo_that_die_again_and_again_are_each_done_once()
    {
        await using var deployment = await Deployment.Start(azurite.ConnectionString);
        for (var n = 1; n <= 8; n++)
        {
            deployment.Deliver(Mails.Complete(n, from: string.Create(CultureInfo.InvariantCulture, $"sender{n}@nhs.example")));
        }

        await deployment.RunUntilQuiet();
        var before = Standing(await deployment.Look());
        var clinician = before.GroupBy(one => one.Value.Clinician, StringComparer.Ordinal).MaxBy(group => group.Count())!.Key;
        var affected = before.Values.Count(slot => slot.Clinician == clinician);
        var today = London.Day(deployment.Clock.GetCurrentInstant());
        var absence = await Desk(deployment).Mark(deployment.Service, clinician, today, today.PlusDays(20), "scheduler");
        await deployment.Run(Duration.FromMinutes(3));

        var deaths = DieAtEachKind(deployment);
        (await deployment.Survive(() => Desk(deployment).Confirm(deployment.Service, absence.Id, "scheduler", absence.Version, default))).ShouldBeTrue();
        await deployment.Run(UntilTakenUp);
        deployment.Crossings.Watching = false;

        deaths.Count.ShouldBeGreaterThan(4);
        var moved = await Whole(deployment, moves: affected);
        moved.Values.ShouldAllBe(slot => slot.Clinician != clinician || London.Day(slot.Start) > today.PlusDays(20));

        deaths = DieAtEachKind(deployment);
        (await deployment.Survive(() => Desk(deployment).Undo(deployment.Service, absence.Id, "scheduler", default))).ShouldBeTrue();
        await deployment.Run(UntilTakenUp);
        deployment.Crossings.Watching = false;

        deaths.Count.ShouldBeGreaterThan(4);
        var back = await Whole(deployment, moves: 2 * affected);
        back.ToDictionary(one => one.Key, one => one.Value.Key(), StringComparer.Ordinal).ShouldBe(before.ToDictionary(one => one.Key, one => one.Value.Key(), StringComparer.Ordinal), ignoreOrder: true);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{affected} appointments, {deployment.Restarts} deaths"));
    }

    private static MarkAbsence Desk(Deployment deployment) => deployment.System.App.GetRequiredService<MarkAbsence>();

    /// <summary>
    /// Before and after a request of each kind, with so many requests from one death to the next that no message is given up for its tries alone.
    /// </summary>
    private static ConcurrentBag<string> DieAtEachKind(Deployment deployment)
    {
        var deaths = new ConcurrentBag<string>();
        var died = new ConcurrentDictionary<(string Kind, bool Before), bool>();
        var since = Apart;
        deployment.Crossings.Meddle = async (crossing, send) =>
        {
            if (Interlocked.Increment(ref since) < Apart)
            {
                return await send();
            }

            var before = died.TryAdd((crossing.Kind, true), true);
            if (!before && !died.TryAdd((crossing.Kind, false), true))
            {
                return await send();
            }

            Interlocked.Exchange(ref since, 0);
            deaths.Add(crossing.Kind);
            if (!before)
            {
                (await send()).Dispose();
            }

            throw deployment.Crossings.Die();
        };
        deployment.Crossings.Restart();
        deployment.Crossings.Watching = true;
        return deaths;
    }

    /// <summary>Every appointment stands once, in table and calendar, nothing is left to do, and families were told of so many moves.</summary>
    private static async Task<IReadOnlyDictionary<string, Slot>> Whole(Deployment deployment, int moves)
    {
        var after = await deployment.Look();
        after.DeadLetters.ShouldBeEmpty();
        after.Cases.Select(file => file.Current!).ShouldAllBe(appointment => appointment.State == AppointmentState.Held && appointment.Move == null && appointment.Superseded.IsEmpty);
        after.Claims.Count.ShouldBe(after.Cases.Sum(file => Cells.OfTime(file.Current!.Slot!).Length + 1));
        var events = deployment.Service.Team.SelectMany(member => deployment.System.Tenant.Events(member.Mailbox.Text))
            .Count(item => item["subject"]!.GetValue<string>().Contains("HS-", StringComparison.Ordinal));
        events.ShouldBe(after.Cases.Count);
        after.Sent.Count(mail => mail.Message["subject"]!.GetValue<string>().StartsWith("Your appointment has changed", StringComparison.Ordinal)).ShouldBe(moves);
        after.Pending.ShouldBe(0);
        (await new Absences(deployment.System.Tables).All(deployment.Service.Id, default)).ShouldAllBe(absence => absence.Settled);
        return Standing(after);
    }

    private static Dictionary<string, Slot> Standing(Aftermath after) => after.Cases.ToDictionary(file => file.Case.Reference.Text, file => file.Current!.Slot!, StringComparer.Ordinal);
}
