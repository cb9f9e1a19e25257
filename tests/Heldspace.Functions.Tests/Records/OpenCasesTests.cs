using Heldspace.Azure.Records;
using Heldspace.Azure.Tables;
using Heldspace.Functions.Tests.Drivers;
using Heldspace.Functions.Tests.Journey;
using Heldspace.Pathway;
using Heldspace.Time;

namespace Heldspace.Functions.Tests.Records;

public sealed class OpenCasesTests
{
    [Fact]
    public async Task A_case_that_is_over_leaves_the_list_of_open_ones_after_some_weeks_and_comes_back_when_it_is_opened_again()
    {
        await using var sut = await SystemUnderTest.Start();
        sut.Deliver(Mails.Complete(1));
        sut.Deliver(Mails.Complete(2, "other@nhs.example"));
        await sut.Run(Looking.Moment);
        var (open, today) = (sut.App<OpenCases>(), London.Day(sut.Clock.GetCurrentInstant()));
        var file = (await sut.Cases())[0];
        var over = file with { Case = file.Case with { State = CaseState.Closed, LastEvent = file.Case.LastEvent + 1 } };
        await open.Keep(over, default);

        await open.Forget(sut.Service.Id, today, default);
        await open.Forget(sut.Service.Id, today.PlusDays(27), default);
        (await Rows(sut)).ShouldBe(2);

        // Whoever comes late with an older state changes nothing meanwhile.
        await open.Keep(file, default);
        (await open.Read(sut.Service.Id, default)).Length.ShouldBe(1);

        await open.Forget(sut.Service.Id, today.PlusDays(28), default);
        (await Rows(sut)).ShouldBe(1);
        await open.Keep(over with { Case = over.Case with { State = CaseState.Open, LastEvent = over.Case.LastEvent + 1 } }, default);
        (await open.Read(sut.Service.Id, default)).Length.ShouldBe(2);
    }

    [Fact]
    public async Task One_that_is_over_is_found_for_some_weeks_from_the_last_message_that_failed()
    {
        await using var sut = await SystemUnderTest.Start();
        sut.Deliver(Mails.Complete(1));
        await sut.Run(Looking.Moment);
        var (open, today, file) = (sut.App<OpenCases>(), London.Day(sut.Clock.GetCurrentInstant()), await sut.OnlyCase());
        var over = file with { Case = file.Case with { State = CaseState.Closed, LastEvent = file.Case.LastEvent + 1 } };
        await open.KeepFailed(file, default);
        (await open.WithFailed(sut.Service.Id, default)).ShouldBe([file.Case.Id]);
        await open.Keep(over, default);
        (await open.WithFailed(sut.Service.Id, default)).ShouldBe([file.Case.Id]);
        (await open.Read(sut.Service.Id, default)).ShouldBeEmpty();

        await open.Forget(sut.Service.Id, today, default);
        await open.KeepFailed(over, default);
        await open.Forget(sut.Service.Id, today.PlusDays(26), default);
        await open.Forget(sut.Service.Id, today.PlusDays(53), default);
        (await open.WithFailed(sut.Service.Id, default)).ShouldBe([file.Case.Id]);
        await open.Forget(sut.Service.Id, today.PlusDays(54), default);
        (await open.WithFailed(sut.Service.Id, default)).ShouldBeEmpty();
    }

    private static async Task<int> Rows(SystemUnderTest sut)
    {
        var count = 0;
        await foreach (var _ in sut.System.Tables.Query(Lookups.Table, RowFilter.Partition($"{sut.Service.Id}:open")))
        {
            count++;
        }

        return count;
    }
}
