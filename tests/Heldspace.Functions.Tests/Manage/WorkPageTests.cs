using System.Net;
using Heldspace.Functions.Tests.Drivers;
using Heldspace.Functions.Tests.Journey;
using Heldspace.Pathway;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Functions.Tests.Manage;

/// <summary>The list of what needs a person.</summary>
public sealed class WorkPageTests
{
    private const string Work = "/manage/caring-to-care/work";
    private const string Manager = "helen.marchbank@caring-to-care.example";

    [Fact]
    public async Task Shows_everybody_to_a_manager_the_most_urgent_first_and_to_a_clinician_only_the_children_who_are_theirs()
    {
        await using var sut = await SystemUnderTest.Start();
        sut.Deliver(Mails.Complete(1));
        sut.Deliver(Mails.Complete(2));
        sut.Deliver(Mails.Complete(3, more: "What is going on: He told me today that he has tablets hidden and wants to end his life tonight."));
        await sut.Run(Looking.Moment);
        var files = await sut.Cases();
        var risk = files.Single(file => file.Case.Safeguarding is not null);
        using var client = await StaffClient.Open(sut);

        await client.SignIn(Manager);
        var (status, page) = await client.Get(Work);
        status.ShouldBe(HttpStatusCode.OK);
        foreach (var file in files)
        {
            page.ShouldContain($"{Work[..^5]}/cases/{file.Case.Id}\"");
        }

        page.IndexOf(risk.Case.Reference.Text, StringComparison.Ordinal).ShouldBe(files.Min(file => page.IndexOf(file.Case.Reference.Text, StringComparison.Ordinal)));
        page.ShouldContain("nobody has said yet that they have it");
        var one = (await client.Get($"{Work}?owner=mine&kind=riskNobodyHas")).Page;
        one.ShouldContain(risk.Case.Reference.Text);
        files.Where(file => file != risk).ShouldAllBe(file => !one.Contains(file.Case.Reference.Text, StringComparison.Ordinal));
        (await client.Get($"{Work}?owner=nobody&kind=%3Cscript%3E")).Status.ShouldBe(HttpStatusCode.OK);

        // The day after it was to take place, whoever was to meet the child says what became of it.
        var first = files.Where(file => file != risk).MinBy(file => file.Current!.Slot!.Start)!;
        sut.Clock.MoveTo(London.At(London.Day(first.Current!.Slot!.Start).PlusDays(1), new LocalTime(9, 0)));
        (await client.Get($"{Work}?kind=outcomeNotRecorded")).Page.ShouldContain(first.Case.Reference.Text);
        var now = sut.Clock.GetCurrentInstant();
        foreach (var member in sut.Service.Team)
        {
            await client.SignIn(member.Mailbox.Text);
            var own = (await client.Get(Work)).Page;
            foreach (var file in files)
            {
                own.Contains(file.Case.Reference.Text, StringComparison.Ordinal).ShouldBe(OwnCases.Includes(file, member, now), $"{member.Id}, {file.Case.Reference}");
            }

            own.ShouldNotContain("Who carries what");
        }
    }

    [Fact]
    public async Task A_letter_of_a_case_that_is_over_and_reached_nobody_is_listed_all_the_same()
    {
        await using var sut = await SystemUnderTest.Start();
        sut.Deliver(Mails.Complete(1));
        await sut.Run(Looking.Moment);
        var file = await sut.OnlyCase();
        using var client = await StaffClient.Open(sut);
        await client.SignIn(Manager);
        await HowItGoes.Do(sut, new Act.Close(London.Day(sut.Clock.GetCurrentInstant()), ClosureReason.MovedAway, false) { By = Manager });
        await sut.Run(Looking.Moment);
        (await client.Get(Work)).Page.ShouldNotContain(file.Case.Reference.Text);

        // Its letter bounces for good a day after it was closed.
        var stored = (await sut.App<Heldspace.Azure.Records.Cases>().Read(sut.Service.Id, file.Case.Id, default))!;
        var letter = stored.File.Messages.Last(message => !message.ToStaff);
        (await sut.App<Heldspace.Functions.SendMessage.FailMessage>().Fail(sut.Service, stored, letter, default)).ShouldNotBeNull();

        var page = (await client.Get(Work)).Page;
        page.ShouldContain(file.Case.Reference.Text);
        page.ShouldContain("the case is over");
    }
}
