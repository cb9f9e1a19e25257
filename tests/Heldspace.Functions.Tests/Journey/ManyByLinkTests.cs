using System.Globalization;
using Heldspace.Allocation;
using Heldspace.Functions.Tests.Drivers;
using Heldspace.Pathway;
using Xunit.Abstractions;

namespace Heldspace.Functions.Tests.Journey;

/// <summary>Several families at once, each in two tabs, doing whatever they like by their links.</summary>
public sealed class ManyByLinkTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Whatever_families_do_at_once_nobody_shares_a_place_and_everybody_has_a_next_step(int seed)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {seed}"));
        var random = new Random(seed);
        await using var sut = await SystemUnderTest.Start(settings => settings with
        {
            AppSettings = new Dictionary<string, string>(StringComparer.Ordinal) { ["Refer:ReceiptWaitSeconds"] = "0", ["Refer:PagesPerMinute"] = "1000000" },
        });
        for (var n = 1; n <= 4; n++)
        {
            sut.Deliver(Mails.Complete(n));
        }

        await sut.Run(Looking.Moment);
        for (var round = 0; round < 4; round++)
        {
            var tabs = new List<(Visitor Visitor, string Page)>();
            for (var n = 0; n < 4; n++)
            {
                for (var tab = 0; tab < 2; tab++)
                {
                    var page = random.Next(5) switch { 0 => "/cancel", 1 => "", _ => "/choose" };
                    var visitor = await Visitor.To(sut);
                    await visitor.Open(sut.LinkTo(n) + page);
                    tabs.Add((visitor, page));
                }
            }

            await Task.WhenAll(tabs.Select(tab => Act(tab.Visitor, tab.Page, random.Next(8))));
            await sut.Run(Looking.Moment);
            tabs.ForEach(tab => tab.Visitor.Dispose());
        }

        var cases = await sut.Cases();
        var held = cases.Select(file => file.Current.ShouldNotBeNull()).ToList();
        held.ShouldAllBe(appointment => appointment.State == AppointmentState.Held && appointment.Move == null && appointment.Superseded.IsEmpty);
        cases.ShouldAllBe(file => NextStep.Of(sut.Service, file, sut.Clock.GetCurrentInstant()) != null);
        held.SelectMany(appointment => Cells.OfTime(appointment.Slot!)).ShouldBeUnique();
        (await sut.Claims()).ShouldBe(held.Sum(appointment => Cells.OfTime(appointment.Slot!).Length + 1), "nothing is kept for nobody");
        sut.EventsHeld().ShouldBe(4);
        cases.ShouldAllBe(file => file.Appointments.Count(appointment => appointment.State != AppointmentState.Over) == 1);
        (await sut.Pending()).ShouldBe(0);
    }

    /// <summary>Sends the form of the page, if there is one: what was chosen a moment ago in another tab may have taken it away.</summary>
    private static Task<Visitor> Act(Visitor visitor, string page, int choice)
    {
        if (page == "/cancel")
        {
            return visitor.Source.Contains("name=\"why\"", StringComparison.Ordinal) ? visitor.Send("/cancel", ("why", "time"), ("next", "again")) : Task.FromResult(visitor);
        }

        if (page == "/choose")
        {
            var offers = visitor.Choices("place");
            return offers.Count == 0 ? Task.FromResult(visitor) : visitor.Send("/choose", ("place", offers[choice % offers.Count]));
        }

        return visitor.Source.Contains("/agree\"", StringComparison.Ordinal) ? visitor.Send("/agree") : Task.FromResult(visitor);
    }
}
