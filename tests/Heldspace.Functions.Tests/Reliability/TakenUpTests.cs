using Heldspace.Functions.Hosting;
using Heldspace.Functions.Tests.Drivers;
using Heldspace.Functions.Tests.Journey;
using Heldspace.Functions.Tests.Reliability.Histories;
using Heldspace.Intake;
using Heldspace.Pathway;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Functions.Tests.Reliability;

/// <summary>What stands in <c>pending/</c> is taken up again, whenever anything runs again.</summary>
public sealed class TakenUpTests
{
    /// <summary>Two alerts, by mail and by text message; nothing goes to whoever wrote.</summary>
    private const string AtHome = "What is going on: He told me today that his foster carer hits him with a belt when nobody is there, and he is afraid to go home.";

    [Fact]
    public async Task What_a_crash_left_before_days_in_which_nothing_ran_is_taken_up_within_minutes_of_their_end()
    {
        await using var sut = await SystemUnderTest.Start();
        sut.Deliver(Mails.Complete());
        await sut.Run(Looking.Moment);
        await Leave(sut);

        sut.Clock.Advance(Duration.FromDays(5));
        await sut.System.StartApp(0);
        await sut.Run(Duration.FromMinutes(11));

        (await sut.OnlyCase()).Appointments.ShouldContain(appointment => appointment.Id == "assessment-2" && appointment.State == AppointmentState.Held);
        (await sut.Pending()).ShouldBe(0);
    }

    [Fact]
    public async Task A_look_that_was_missed_is_made_up_for_by_the_next()
    {
        await using var sut = await SystemUnderTest.Start(settings => settings with { Host = settings.Host with { TimersRunWhenAsked = true } });
        sut.Deliver(Mails.Complete());
        (await sut.System.Host.Run("SweepMailbox", default)).ShouldBeTrue();
        await sut.Run(Looking.Moment);
        await sut.System.Host.Run("Reconcile", default);
        await Leave(sut);

        sut.Clock.Advance(Duration.FromMinutes(137));
        await sut.System.Host.Run("Reconcile", default);
        await sut.Run(Looking.Moment);

        (await sut.OnlyCase()).Appointments.ShouldContain(appointment => appointment.Id == "assessment-2" && appointment.State == AppointmentState.Held);
        (await sut.Pending()).ShouldBe(0);
    }

    [Fact]
    public async Task Whoever_says_by_link_what_was_said_in_another_tab_at_that_moment_leaves_no_mark()
    {
        var interference = new Interference(seed: 1) { Jitters = false };
        await using var sut = await SystemUnderTest.Start(settings => settings with { AroundBlobs = blobs => new BlobsBehind(interference, blobs) });
        sut.Deliver(Mails.Complete());
        await sut.Run(Looking.Moment);
        using var first = await Visitor.To(sut);
        using var second = await Visitor.To(sut);
        await first.Open(sut.LinkTo());
        await second.Open(sut.LinkTo());

        interference.Meanwhile("blobs PUT pending", () => AgreeAndSettle(sut, first));
        await second.Send("/agree");

        (await sut.OnlyCase()).Current!.AgreedAt.ShouldNotBeNull();
        (await sut.Pending()).ShouldBe(0);
    }

    [Fact]
    public async Task Whoever_records_what_a_colleague_recorded_at_that_moment_leaves_no_mark()
    {
        var interference = new Interference(seed: 1) { Jitters = false };
        await using var sut = await SystemUnderTest.Start(settings => settings with { AroundBlobs = blobs => new BlobsBehind(interference, blobs) });
        sut.Deliver(Mails.Complete());
        await sut.Run(Looking.Moment);
        var file = await sut.OnlyCase();
        var pause = new Act.PauseClocks(London.Day(sut.Clock.GetCurrentInstant()), "in hospital") { By = "manager" };

        interference.Meanwhile("blobs PUT pending", () => Record(sut, file.Case.Id, pause));
        await sut.App<CaseActs>().Do(sut.Service, file.Case.Id, pause, default);

        (await sut.OnlyCase()).Case.Pauses.Length.ShouldBe(1);
        (await sut.Pending()).ShouldBe(0);
    }

    [Fact]
    public async Task Alerts_that_go_out_right_before_the_place_is_held_leave_no_mark()
    {
        SystemUnderTest? system = null;
        await using var sut = await SystemUnderTest.Start(settings => settings with { Around = (edge, inner) => edge == "graph" ? new Before(settings.Around(edge, inner), "/events", SendAlerts) : settings.Around(edge, inner) });
        system = sut;
        sut.Deliver(Mails.Complete(more: AtHome));

        await sut.Run(Looking.Moment);

        var file = await sut.OnlyCase();
        file.Current!.State.ShouldBe(AppointmentState.Held);
        file.Messages.Count(message => message is { ToStaff: true, State: MessageState.Sent }).ShouldBe(2);
        file.Messages.ShouldContain(message => file.IsWithheld(message));
        (await sut.Pending()).ShouldBe(0);

        async Task SendAlerts()
        {
            foreach (var alert in await Alerts(system!))
            {
                await Send(system!, alert);
            }
        }
    }

    [Fact]
    public async Task An_alert_that_is_on_its_way_while_the_place_is_held_leaves_no_mark()
    {
        SystemUnderTest? system = null;
        var (sending, onItsWay, mayGo) = (Task.CompletedTask, new TaskCompletionSource(), new TaskCompletionSource());
        await using var sut = await SystemUnderTest.Start(settings => settings with
        {
            Around = (edge, inner) => edge == "graph" ? new Before(new Before(settings.Around(edge, inner), "/send", HoldBack), "/events", BeginToSend) : settings.Around(edge, inner),
        });
        system = sut;
        sut.Deliver(Mails.Complete(more: AtHome));

        await sut.Run(Looking.Moment);
        (await sut.OnlyCase()).Current!.State.ShouldBe(AppointmentState.Held);
        (await sut.Pending()).ShouldBe(1, "one alert is not out yet");
        mayGo.SetResult();
        await sending;

        (await sut.OnlyCase()).Messages.Count(message => message is { ToStaff: true, State: MessageState.Sent }).ShouldBe(2);
        (await sut.Pending()).ShouldBe(0);

        async Task BeginToSend()
        {
            var alerts = await Alerts(system!);
            await Send(system!, alerts.Single(alert => alert.TextTo is not null));
            sending = Send(system!, alerts.Single(alert => alert.TextTo is null));
            await onItsWay.Task;
        }

        Task HoldBack()
        {
            onItsWay.TrySetResult();
            return mayGo.Task;
        }
    }

    private static async Task<IReadOnlyList<Message>> Alerts(SystemUnderTest sut)
    {
        var alerts = (await sut.OnlyCase()).Messages;
        alerts.Count(message => message is { ToStaff: true, State: MessageState.Planned }).ShouldBe(2);
        return alerts;
    }

    /// <summary>As a second worker does meanwhile.</summary>
    private static async Task Send(SystemUnderTest sut, Message message)
    {
        sut.System.Broker.Complete(sut.System.Broker.TryReceive(QueueNames.Messages)!).ShouldBeTrue();
        await sut.App<Functions.SendMessage.SendMessage>().Handle(new(sut.Service.Id, "", (await sut.OnlyCase()).Case.Id, message.Id), default);
    }

    private static async Task AgreeAndSettle(SystemUnderTest sut, Visitor visitor)
    {
        await visitor.Send("/agree");
        await sut.Run(Looking.Moment);
    }

    private static async Task Record(SystemUnderTest sut, CaseId id, Act act)
    {
        (await sut.App<CaseActs>().Do(sut.Service, id, act, default)).ShouldBeOfType<ActOutcome.Done>();
        await sut.Run(Looking.Moment);
    }

    /// <summary>An act whose process died right after the commit, before anything was queued.</summary>
    private static async Task Leave(SystemUnderTest sut)
    {
        var file = await sut.OnlyCase();
        var cases = sut.App<Azure.Records.Cases>();
        var stored = (await cases.Read(sut.Service.Id, file.Case.Id, default))!;
        var act = new Act.Outcome(file.Current!.Id, AppointmentOutcome.CancelledByService) { By = "scheduler" };
        await sut.App<IntakeStore>().Reopen(sut.Service.Id, file.Case.Id.Intake, default);
        var change = Acts.Decide(sut.Service, stored.File, act, Caseload.None, sut.Clock.GetCurrentInstant()).ShouldBeOfType<Ruling.Do>().Change;
        (await cases.Commit(stored, change, default)).ShouldNotBeNull();
    }

    /// <summary>Lets something be waited for before a POST to an address with an end.</summary>
    private sealed class Before(HttpMessageHandler inner, string end, Func<Task> wait) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Method == HttpMethod.Post && request.RequestUri!.AbsolutePath.EndsWith(end, StringComparison.Ordinal))
            {
                await wait();
            }

            return await base.SendAsync(request, cancellationToken);
        }
    }
}
