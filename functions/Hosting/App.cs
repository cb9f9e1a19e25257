using Heldspace.Functions.Acknowledge;
using Heldspace.Functions.AllocateAppointment;
using Heldspace.Functions.Appointments;
using Heldspace.Functions.Assets;
using Heldspace.Functions.Manage;
using Heldspace.Functions.Refer;
using Heldspace.Functions.Survey;
using Heldspace.Services;
using Microsoft.Extensions.Options;
using NodaTime;

namespace Heldspace.Functions.Hosting;

/// <summary>Puts the function app together: what it is made of, and in which order a request passes through it.</summary>
public static class App
{
    /// <summary>
    /// Registers every part of the app from its configuration. Whoever composes it in a process of their own (tests, a simulation) registers other
    /// transports or another clock afterwards; the last one wins.
    /// </summary>
    public static WebApplicationBuilder AddHeldspace(this WebApplicationBuilder builder)
    {
        builder.AddHosting();
        builder.AddEdges();
        builder.Services.AddSingleton<IClock>(SystemClock.Instance);
        builder.Services.AddSingleton<IntakeStore>();
        builder.Services.AddSingleton<ReceivedFiles>();
        builder.Services.AddSingleton<Outbox>();
        builder.Services.AddSingleton<CaseQueue>();
        builder.Services.AddSingleton<Settling>();
        builder.Services.AddSingleton<KeepFacts>();
        builder.Services.AddSingleton<ActEffects>();
        builder.Services.AddSingleton<CaseActs>();
        builder.Services.AddSingleton<SameChildren>();
        builder.Services.AddSingleton<DiaryDays>();
        builder.Services.AddSingleton<Links>();
        builder.Services.AddSingleton<DiaryView>();
        builder.Services.AddSingleton<HoldEffects>();
        builder.Services.AddSingleton<PutBack>();
        builder.Services.AddSingleton<SweepMailbox.SweepTexts>();
        builder.Services.AddSingleton<SweepMailbox.SweepMailbox>();
        builder.Services.AddSingleton<GraphWebhook.GraphWebhook>();
        builder.Services.AddSingleton<ReceiveReferral.ReceiveReferral>();
        builder.Services.AddSingleton<AllocateAppointment.AllocateAppointment>();
        builder.Services.AddSingleton<FollowCalendar.CompareWithDiary>();
        builder.Services.AddSingleton<CoverAbsence.AbsenceDiary>();
        builder.Services.AddSingleton<CoverAbsence.TellOfAbsence>();
        builder.Services.AddSingleton<CoverAbsence.CoverAbsence>();
        builder.Services.AddSingleton<CoverAbsence.MarkAbsence>();
        builder.Services.AddSingleton<SweepDiaries.WatchHours>();
        builder.Services.AddSingleton<TakeRoster.TakeRoster>();
        builder.Services.AddSingleton<TakeRoster.RosterTriggers>();
        builder.Services.AddSingleton<TakeRoster.ReceiveRoster>();
        builder.Services.AddSingleton<SweepDiaries.SweepDiaries>();
        builder.Services.AddSingleton<SendMessage.FailMessage>();
        builder.Services.AddSingleton<SendMessage.SendText>();
        builder.Services.AddSingleton<SendMessage.AnswerOfTheDay>();
        builder.Services.AddSingleton<ReceiveReferral.TakeReplies>();
        builder.Services.AddSingleton<ReceiveReferral.TakeMore>();
        builder.Services.AddSingleton<ReceiveReferral.TakeBounces>();
        builder.Services.AddSingleton<ReceiveReferral.TakeTexts>();
        builder.Services.AddSingleton<SendMessage.SendMessage>();
        builder.Services.AddSingleton<SendOnce>();
        builder.Services.AddSingleton<ForecastBreaches.ForecastBreaches>();
        builder.Services.AddSingleton<SendWeeklySummary.OpenWeek>();
        builder.Services.AddSingleton<SendWeeklySummary.MakeSummary>();
        builder.Services.AddSingleton<SendWeeklySummary.WorkCounts>();
        builder.Services.AddSingleton<SendWeeklySummary.SendWeeklySummary>();
        builder.Services.AddSingleton<SendDueMessages.SendDayLists>();
        builder.Services.AddSingleton<SendDueMessages.TellOfSteps>();
        builder.Services.AddSingleton<SendDueMessages.LookAtFiles>();
        builder.Services.AddSingleton<SendDueMessages.AskPeople>();
        builder.Services.AddSingleton<SendDueMessages.LookAtTexts>();
        builder.Services.AddSingleton<SendDueMessages.SendDueMessages>();
        builder.Services.AddSingleton<Reconcile.CheckFacts>();
        builder.Services.AddSingleton<Reconcile.Reconcile>();
        builder.Services.AddSingleton<RenewSubscriptions.RenewSubscriptions>();
        builder.Services.AddSingleton<DeadReferral.DeadReferral>();
        builder.Services.AddSingleton<DeadAllocation.DeadAllocation>();
        builder.Services.AddSingleton<DeadMessage.DeadMessage>();
        builder.Services.AddSingleton<Health.Health>();
        builder.AddPublicPages();
        return builder;
    }

    /// <summary>Maps every function behind the guard that tells the host's calls from the public's.</summary>
    /// <exception cref="Exception">A setting or a service definition keeps the app from starting; see <see cref="StartRefused"/>.</exception>
    public static WebApplication UseHeldspace(this WebApplication app)
    {
        StartRefused.Unless(app.Services);
        app.UseRouting();
        app.UseMiddleware<TriggerGuard>();
        app.MapFunctions();
        return app;
    }

    /// <summary>The form, and what it asks of the rest of the app.</summary>
    private static void AddPublicPages(this WebApplicationBuilder builder)
    {
        builder.Services.AddKeyRing();
        builder.Services.AddAssets();
        builder.Services.AddRefer();
        builder.Services.AddAppointment();
        builder.Services.AddSurvey();
        builder.Services.AddAcknowledge();
        builder.Services.AddManage();
        builder.Services.AddSingleton<ReadReceipt>();
        builder.Services.AddSingleton<ConfirmCase>();
        builder.Services.AddSingleton<TellMissing>();
        builder.Services.AddSingleton(services => new Receipts(services.GetRequiredService<ReadReceipt>().Read));
        builder.Services.AddSingleton(services => new ConfirmReferral(services.GetRequiredService<ConfirmCase>().Confirm));
        builder.Services.AddSingleton<TellOfQuarantine>(services => (service, submission, cancellation) =>
            services.GetRequiredService<Outbox>().Send(QueueNames.Referrals, new QuarantinedForm(service, submission), cancellation));
    }

    private static void AddHosting(this WebApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        builder.Services.AddOptions<HostingOptions>()
            .Bind(configuration.GetSection("Heldspace"))
            .Configure(options => options.Port = configuration.GetValue("FUNCTIONS_CUSTOMHANDLER_PORT", 0))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.WebHost.UseUrls($"http://127.0.0.1:{configuration.GetValue("FUNCTIONS_CUSTOMHANDLER_PORT", 0)}");
        builder.Services.AddSingleton(services =>
        {
            var options = services.GetRequiredService<IOptions<HostingOptions>>().Value;
            return ServiceDefinitions.Read(options.ServicesFolder).OrThrow().Only(options.Services);
        });
        builder.Services.AddSingleton(services => services.GetRequiredService<ServiceDefinitions>().Measures);
        builder.Services.AddSingleton(services => new PublicHosts(services.GetRequiredService<ServiceDefinitions>().All.SelectMany(service => service.Hosts)));
    }
}
