using Heldspace.Azure.Records;
using Heldspace.Functions.Tests.Drivers;
using Heldspace.Functions.Tests.Journey;
using Heldspace.Summaries;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Functions.Tests.Summaries;

/// <summary>What figures are counted from is held against the cases.</summary>
public sealed class CheckFactsTests
{
    private static readonly LocalDate Monday = new(2026, 9, 21);

    [Fact]
    public async Task In_the_night_after_a_week_what_differs_from_the_cases_is_put_right_and_said()
    {
        await using var sut = await Referred();
        var before = await Read(sut);
        var facts = sut.App<Facts>();
        var received = before.First(fact => fact.Kind == FactKinds.Received);
        await facts.Remove(sut.Service.Id, LondonWeek.Of(received.At), received.Id, default);
        var held = before.First(fact => fact.Kind == FactKinds.Held && fact.Case != received.Case);
        await facts.Write(sut.Service.Id, [held with { Values = new Dictionary<string, string>(StringComparer.Ordinal) { [FactValues.WaitingDays] = "99" } }], default);
        await facts.Write(sut.Service.Id, [held with { Id = $"outcome:{held.Case}:assessment-9", Kind = FactKinds.Assessed }], default);

        await Reconcile(sut, Monday, new(2, 55));
        (await Read(sut)).Count.ShouldBe(before.Count);
        sut.Logs.Lines.ShouldNotContain(line => line.Contains("were told anew", StringComparison.Ordinal));

        await Reconcile(sut, Monday, new(3, 5));
        Words(await Read(sut)).ShouldBe(Words(before));
        sut.Logs.Lines.Count(line => line.Contains("3 facts of caring-to-care did not agree", StringComparison.Ordinal)).ShouldBe(1);

        (await sut.System.Host.Run("SendWeeklySummary", CancellationToken.None)).ShouldBeTrue();
        await Reconcile(sut, Monday.PlusDays(7), new(3, 5));
        sut.Logs.Lines.Count(line => line.Contains("were told anew", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task Where_the_cursor_was_deleted_everything_is_told_anew_from_the_cases()
    {
        await using var sut = await Referred();
        sut.Clock.MoveTo(London.At(Monday.PlusWeeks(2), new(3, 5)));
        (await sut.System.Host.Run("SendWeeklySummary", CancellationToken.None)).ShouldBeTrue();
        var before = await Read(sut);
        before.Count(fact => fact.Kind == FactKinds.Open).ShouldBe(6);

        foreach (var fact in before)
        {
            await sut.App<Facts>().Remove(sut.Service.Id, LondonWeek.Of(fact.At), fact.Id, default);
        }

        await sut.System.Tables.Delete(Cursors.Table, "facts-checked", sut.Service.Id, global::Azure.ETag.All);
        await Reconcile(sut, Monday.PlusWeeks(2), new(3, 10));

        Words(await Read(sut)).ShouldBe(Words(before));
    }

    private static async Task<SystemUnderTest> Referred()
    {
        var sut = await SystemUnderTest.Start();
        (await sut.System.Host.Run("SendWeeklySummary", CancellationToken.None)).ShouldBeTrue();
        (await sut.System.Host.Run("Reconcile", CancellationToken.None)).ShouldBeTrue();
        sut.Deliver(Mails.Complete(1));
        sut.Deliver(Mails.Complete(2, "other@nhs.example"));
        await sut.Run(Looking.Moment);
        return sut;
    }

    private static async Task Reconcile(SystemUnderTest sut, LocalDate day, LocalTime time)
    {
        sut.Clock.MoveTo(London.At(day, time));
        (await sut.System.Host.Run("Reconcile", CancellationToken.None)).ShouldBeTrue();
    }

    private static Task<IReadOnlyList<Fact>> Read(SystemUnderTest sut) => sut.App<Facts>().Read(sut.Service.Id, new(2026, 1), new(2027, 1), FactValues.All, default);

    private static IEnumerable<string> Words(IEnumerable<Fact> facts) => facts
        .Select(fact => $"{fact.Id} {fact.Kind} {fact.At} {string.Join(' ', fact.Values.OrderBy(value => value.Key, StringComparer.Ordinal).Select(value => $"{value.Key}={value.Value}"))}")
        .Order(StringComparer.Ordinal);
}
