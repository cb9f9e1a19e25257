using Heldspace.Functions.Acknowledge;
using Heldspace.Functions.Appointments;
using Heldspace.Functions.Assets;
using Heldspace.Functions.Manage;
using Heldspace.Functions.Refer;
using Heldspace.Functions.Survey;
using Heldspace.Services;

namespace Heldspace.Functions.Hosting;

/// <summary>Every function of the app: its trigger's name, which is its folder's, and what handles it. A test holds this against the <c>function.json</c> files.</summary>
internal static class Functions
{
    public static void MapFunctions(this IEndpointRouteBuilder routes)
    {
        // The host asks this until it is answered, then calls.
        routes.MapGet("/", () => "ready");

        routes.MapGet("/health", (Health.Health health, CancellationToken cancellation) => health.Handle(cancellation));
        routes.MapPost("/graph/{*path}", (GraphWebhook.GraphWebhook webhook, HttpRequest request, CancellationToken cancellation) => webhook.Handle(request, cancellation));

        routes.MapAssets();
        routes.MapRefer();
        routes.MapAppointment();
        routes.MapSurvey();
        routes.MapAcknowledge();
        routes.MapManage();

        routes.MapTimer("SweepMailbox", (services, cancellation) => services.GetRequiredService<SweepMailbox.SweepMailbox>().HandleAll(cancellation));
        routes.MapTimer("SweepDiaries", (services, cancellation) => services.GetRequiredService<SweepDiaries.SweepDiaries>().Handle(cancellation));
        routes.MapTimer("ForecastBreaches", (services, cancellation) => services.GetRequiredService<ForecastBreaches.ForecastBreaches>().Handle(cancellation));
        routes.MapTimer("SendWeeklySummary", (services, cancellation) => services.GetRequiredService<SendWeeklySummary.SendWeeklySummary>().Handle(cancellation));
        routes.MapTimer("SendDueMessages", (services, cancellation) => services.GetRequiredService<SendDueMessages.SendDueMessages>().Handle(cancellation));
        routes.MapTimer("Reconcile", (services, cancellation) => services.GetRequiredService<Reconcile.Reconcile>().Handle(cancellation));
        routes.MapTimer("RenewSubscriptions", (services, cancellation) => services.GetRequiredService<RenewSubscriptions.RenewSubscriptions>().Handle(cancellation));

        routes.MapQueue<QueuedWork>("ReceiveReferral", QueueNames.Referrals, Receive);
        routes.MapQueue<QueuedWork>("AllocateAppointment", QueueNames.Allocations, Allocate);
        routes.MapQueue<MessagePlanned>("SendMessage", QueueNames.Messages, (services, message, cancellation) =>
            services.GetRequiredService<SendMessage.SendMessage>().Handle(message, cancellation));

        routes.MapDeadLetters<QueuedWork>("DeadReferral", QueueNames.Referrals, (services, message, cancellation) =>
            services.GetRequiredService<DeadReferral.DeadReferral>().Handle(message, cancellation));
        routes.MapDeadLetters<QueuedWork>("DeadAllocation", QueueNames.Allocations, (services, message, cancellation) =>
            services.GetRequiredService<DeadAllocation.DeadAllocation>().Handle(message, cancellation));
        routes.MapDeadLetters<MessagePlanned>("DeadMessage", QueueNames.Messages, (services, message, cancellation) =>
            services.GetRequiredService<DeadMessage.DeadMessage>().Handle(message, cancellation));
    }

    /// <summary>The queue <c>referrals</c> carries what came in, and hints to look whether something came.</summary>
    private static Task Receive(IServiceProvider services, QueuedWork work, CancellationToken cancellation) => work switch
    {
        ReferralArrived referral => services.GetRequiredService<ReceiveReferral.ReceiveReferral>().Handle(referral, cancellation),
        QuarantinedForm form => services.GetRequiredService<ReceiveReferral.ReceiveReferral>().Handle(form, cancellation),
        RosterArrived roster => services.GetRequiredService<TakeRoster.TakeRoster>().Handle(roster, cancellation),
        MailboxHint hint => services.GetRequiredService<SweepMailbox.SweepMailbox>().Handle(
            services.GetRequiredService<ServiceDefinitions>().Require(hint.Service), Intake.EmailAddress.Parse(hint.Mailbox), cancellation),
        SubscriptionsHint => services.GetRequiredService<RenewSubscriptions.RenewSubscriptions>().Handle(cancellation),
        _ => throw new InvalidOperationException($"{work.GetType().Name} does not belong into this queue."),
    };

    /// <summary>The queue <c>allocations</c> carries appointments to hold, move and give up, absences to cover, and hints that a diary may say otherwise.</summary>
    private static Task Allocate(IServiceProvider services, QueuedWork work, CancellationToken cancellation) => work switch
    {
        AllocationRequested request => services.GetRequiredService<AllocateAppointment.AllocateAppointment>().Handle(request, cancellation),
        AppointmentChanged hint => services.GetRequiredService<FollowCalendar.CompareWithDiary>().Handle(hint, cancellation),
        AbsenceMarked absence => services.GetRequiredService<CoverAbsence.CoverAbsence>().Handle(absence, cancellation),
        ForecastWanted wanted => services.GetRequiredService<ForecastBreaches.ForecastBreaches>().Handle(wanted, cancellation),
        DiaryHint hint => services.GetRequiredService<SweepDiaries.SweepDiaries>().Handle(hint, cancellation),
        _ => throw new InvalidOperationException($"{work.GetType().Name} does not belong into this queue."),
    };
}
