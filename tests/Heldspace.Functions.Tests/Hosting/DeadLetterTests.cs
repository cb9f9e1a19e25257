using System.Collections.Concurrent;
using Heldspace.Azure.Records;
using Heldspace.Functions.Hosting;
using Heldspace.Functions.Tests.Drivers;
using Heldspace.Intake;
using Heldspace.Local.FunctionsHost;
using Heldspace.Local.Microsoft365;
using Heldspace.Pathway;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace Heldspace.Functions.Tests.Hosting;

/// <summary>What the queues give up comes to a person and is never lost, in every shape in which the host may hand it over.</summary>
public sealed class DeadLetterTests
{
    private static readonly Duration Moment = Duration.FromMinutes(2);

    [Theory]
    [InlineData(PayloadShape.Objects)]
    [InlineData(PayloadShape.Strings)]
    [InlineData(PayloadShape.StringsTwice)]
    public async Task The_whole_path_runs_whatever_the_shape_of_the_payloads(PayloadShape shape)
    {
        var runs = new ConcurrentQueue<Local.FunctionsHost.Invocation>();
        await using var sut = await SystemUnderTest.Start(settings => settings with { Host = settings.Host with { PayloadShape = shape, Observed = run => runs.Enqueue(run) } });

        sut.Deliver(Mails.Complete());
        await sut.Run(Duration.FromMinutes(31));

        (await sut.Cases()).ShouldHaveSingleItem().Current!.State.ShouldBe(AppointmentState.Held);
        runs.ShouldAllBe(run => run.Failure == null);
        runs.Select(run => run.Function).Distinct().Order().ShouldBe(
            ["AllocateAppointment", "ReceiveReferral", "Reconcile", "RenewSubscriptions", "SendDueMessages", "SendMessage", "SendWeeklySummary", "SweepDiaries", "SweepMailbox"]);
    }

    [Theory]
    [InlineData(PayloadShape.Objects, "{\"id\":")]
    [InlineData(PayloadShape.Strings, "no JSON at all")]
    [InlineData(PayloadShape.StringsTwice, "[]")]
    public async Task A_referral_that_cannot_be_read_opens_its_case_with_nothing_known_and_a_person_is_told(PayloadShape shape, string content)
    {
        await using var sut = await SystemUnderTest.Start(settings => settings with { Host = settings.Host with { PayloadShape = shape } });
        var id = IntakeStore.IdOf(SystemUnderTest.Tuesday, "unreadable");
        await sut.System.App.GetRequiredService<IntakeStore>().KeepMail(sut.Service.Id, id, System.Text.Encoding.UTF8.GetBytes(content), CancellationToken.None);
        await sut.System.App.GetRequiredService<Outbox>().Send(QueueNames.Referrals, new ReferralArrived(sut.Service.Id, id, Channel.Mail), CancellationToken.None);

        await sut.Run(Moment);

        var file = (await sut.Cases()).ShouldHaveSingleItem(string.Join('\n', sut.Logs.Lines));
        file.Case.Id.Intake.ShouldBe(id);
        file.Current.ShouldNotBeNull().State.ShouldBe(AppointmentState.Held);
        file.Messages.ShouldContain(message => message.ToStaff && message.State == MessageState.Sent);
        sut.System.Broker.DeadLetters(QueueNames.Referrals).ShouldBeEmpty();
        (await sut.Pending()).ShouldBe(0);
    }

    [Theory]
    [InlineData(PayloadShape.Objects)]
    [InlineData(PayloadShape.Strings)]
    [InlineData(PayloadShape.StringsTwice)]
    public async Task Calendars_that_refuse_lead_to_a_person_and_to_another_try_the_next_working_morning(PayloadShape shape)
    {
        await using var sut = await SystemUnderTest.Start(settings => settings with { Host = settings.Host with { PayloadShape = shape } });
        sut.System.Microsoft365.Faults.Order("POST", path => path.Contains("/events", StringComparison.Ordinal), new Fault.Answer(403), times: 10);

        sut.Deliver(Mails.Complete());
        await sut.Run(Moment);

        var file = (await sut.Cases()).ShouldHaveSingleItem();
        file.Current!.State.ShouldBe(AppointmentState.NoPlace);
        file.Messages.ShouldContain(message => message.ToStaff && message.State == MessageState.Sent);
        sut.System.Broker.DeadLetters(QueueNames.Allocations).ShouldBeEmpty();

        await sut.Run(Duration.FromHours(26));

        (await sut.Cases()).ShouldHaveSingleItem().Current!.State.ShouldBe(AppointmentState.Held, string.Join('\n', sut.Logs.Lines.TakeLast(20)));
    }

    [Fact]
    public async Task A_move_that_calendars_refuse_is_given_up_what_was_held_stays_and_whoever_wanted_it_is_told()
    {
        await using var sut = await SystemUnderTest.Start();
        sut.Deliver(Mails.Complete());
        await sut.Run(Moment);
        var before = (await sut.Cases()).ShouldHaveSingleItem();
        var cases = sut.System.App.GetRequiredService<Cases>();
        var stored = (await cases.Read(sut.Service.Id, before.Case.Id, default))!;
        var there = before.Current!.Alternatives[0].Slot;
        var wanted = (await cases.Commit(stored, MoveAppointment.Want(stored.File, stored.File.Current!, there, MovedBy.Family, "chosen", sut.Clock.GetCurrentInstant())!, default))!;
        sut.System.Microsoft365.Faults.Order("*", path => path.Contains("/events", StringComparison.Ordinal), new Fault.Answer(403), times: 20);

        await sut.System.App.GetRequiredService<CaseQueue>().Allocation(sut.Service, wanted.File, wanted.File.Current!, "chosen", default);
        await sut.Run(Moment);
        sut.System.Microsoft365.Faults.Clear();
        await sut.Run(Duration.FromMinutes(30));

        var after = (await sut.Cases()).ShouldHaveSingleItem();
        (after.Current!.Slot, after.Current.Move).ShouldBe((before.Current.Slot, null), string.Join('\n', sut.Logs.Lines.TakeLast(20)));
        after.Current.Superseded.ShouldBeEmpty();
        after.Messages.ShouldContain(message => message.Kind == Services.Texts.NotMoved && message.State == MessageState.Sent);
        sut.System.Broker.DeadLetters(QueueNames.Allocations).ShouldBeEmpty();
        (await sut.Pending()).ShouldBe(0);
    }

    [Theory]
    [InlineData(PayloadShape.Objects)]
    [InlineData(PayloadShape.Strings)]
    [InlineData(PayloadShape.StringsTwice)]
    public async Task A_message_that_the_mailbox_refuses_is_noted_and_the_scheduler_is_told(PayloadShape shape)
    {
        await using var sut = await SystemUnderTest.Start(settings => settings with { Host = settings.Host with { PayloadShape = shape } });
        sut.System.Microsoft365.Faults.Order("POST", path => path.EndsWith("/messages", StringComparison.Ordinal), new Fault.Answer(403), times: 10);

        sut.Deliver(Mails.Complete());
        await sut.Run(Moment);

        var file = (await sut.Cases()).ShouldHaveSingleItem();
        file.Messages.ShouldContain(message => message.State == MessageState.Failed);
        file.Messages.ShouldContain(message => message.ToStaff && message.To == sut.Service.Scheduler.Mailbox && message.State == MessageState.Sent);
        sut.System.Broker.DeadLetters(QueueNames.Messages).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(QueueNames.Referrals)]
    [InlineData(QueueNames.Allocations)]
    [InlineData(QueueNames.Messages)]
    public async Task A_dead_letter_that_cannot_be_handled_comes_back_later_and_not_at_once_for_ever(string queue)
    {
        var runs = new ConcurrentQueue<Local.FunctionsHost.Invocation>();
        await using var sut = await SystemUnderTest.Start(settings => settings with { Host = settings.Host with { Observed = run => runs.Enqueue(run) } });
        var id = IntakeStore.IdOf(SystemUnderTest.Tuesday, "of a service that is gone");
        QueuedWork orphan = queue switch
        {
            QueueNames.Referrals => new ReferralArrived("gone", id, Channel.Mail),
            QueueNames.Allocations => new AllocationRequested("gone", "pool", CaseId.Of(id, 1), "1", "hold"),
            _ => new MessagePlanned("gone", "gone@service.example", CaseId.Of(id, 1), "held"),
        };
        await sut.System.App.GetRequiredService<Outbox>().Send(queue, orphan, CancellationToken.None);

        await sut.Run(Duration.FromMinutes(14));

        runs.Count(run => run.Function.StartsWith("Dead", StringComparison.Ordinal)).ShouldBe(1);
        sut.System.Broker.DeadLetters(queue).ShouldBeEmpty();
        sut.System.Broker.Scheduled(queue).ShouldHaveSingleItem();

        await sut.Run(Duration.FromMinutes(2));

        runs.Count(run => run.Function.StartsWith("Dead", StringComparison.Ordinal)).ShouldBe(2);
        sut.System.Broker.Scheduled(queue).ShouldHaveSingleItem("It is kept until somebody mends it.");
    }
}
