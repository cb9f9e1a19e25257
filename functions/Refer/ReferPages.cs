using Heldspace.Functions.Pages;
using Heldspace.Functions.Refer.Form;
using Heldspace.Functions.Refer.Views;
using Heldspace.Services;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using NodaTime;

namespace Heldspace.Functions.Refer;

/// <summary>The public referral form. Trigger: <c>GET, POST refer/{*path}</c>.</summary>
internal static class ReferPages
{
    /// <summary>
    /// Registers the form. It takes from the rest of the app: blobs, the service definitions, Data Protection with a shared key
    /// ring, the assets, <see cref="Receipts"/>, <see cref="ConfirmReferral"/>, <see cref="TellMissing"/> and <see cref="TellOfQuarantine"/>.
    /// </summary>
    public static IServiceCollection AddRefer(this IServiceCollection services)
    {
        services.AddOptions<ReferOptions>().BindConfiguration(ReferOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddRazorComponents();
        services.AddAntiforgery(options =>
        {
            options.Cookie.Name = "heldspace-form";
            options.Cookie.Path = "/";
            options.Cookie.SameSite = SameSiteMode.Lax;
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            options.FormFieldName = "proof";
            options.SuppressXFrameOptionsHeader = false;
        });
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IClock>(SystemClock.Instance);
        services.AddSingleton<PublicServices>();
        services.AddSingleton<ClientLimits>();
        services.AddSingleton<PublicPages>();
        services.AddSingleton<Drafts>();
        services.AddSingleton<WaitingReceipts>();
        services.AddSingleton<KeepReferral>();
        services.AddSingleton<Quarantine>();
        services.AddSingleton<SendForm>();
        services.AddSingleton<AskQuestions>();
        services.AddSingleton<AddFiles>();
        services.AddSingleton(provider => new PageWait(
            TimeSpan.FromSeconds(provider.GetRequiredService<IOptions<ReferOptions>>().Value.ReceiptWaitSeconds), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ShowReceipt>();
        services.AddSingleton<AskToConfirm>();
        services.AddSingleton<AskForMissing>();
        return services;
    }

    public static void MapRefer(this IEndpointRouteBuilder endpoints)
    {
        var refer = endpoints.MapGroup("/refer").DisableAntiforgery().AddEndpointFilter<PageGuard>();
        refer.MapGet("", (HttpContext http, AskQuestions ask) => ask.Open(http));
        refer.MapGet("/receipt/{token}", (HttpContext http, string token, ShowReceipt receipt) => receipt.Show(http, token));
        refer.MapGet("/receipt/{token}/appointment.ics", (HttpContext http, string token, ShowReceipt receipt) => receipt.File(http, token));
        refer.MapGet("/receipt/{token}/missing/{n:int}", (HttpContext http, string token, int n, AskForMissing ask) => ask.Show(http, token, n));
        refer.MapPost("/receipt/{token}/missing/{n:int}", (HttpContext http, string token, int n, AskForMissing ask) => ask.Take(http, token, n));
        refer.MapGet("/confirm/{token}", (HttpContext http, string token, AskToConfirm confirm) => confirm.Show(http, token));
        refer.MapPost("/confirm/{token}", (HttpContext http, string token, AskToConfirm confirm) => confirm.Take(http, token));

        var form = refer.MapGroup("/{service}").AddEndpointFilter(async (context, next) =>
        {
            var http = context.HttpContext;
            var services = http.RequestServices;
            if (services.GetRequiredService<PublicServices>().Find((string)http.Request.RouteValues["service"]!, http.Request.Host) is not { } service)
            {
                return services.GetRequiredService<PublicPages>().NoSuchService();
            }

            http.Features.Set(service);
            return await next(context);
        });
        form.MapGet("", (HttpContext http, AskQuestions ask) => ask.Start(http, Service(http)));
        form.MapGet("/privacy", (HttpContext http, PublicPages pages) => Plain<PrivacyPage>(http, pages, "Privacy and cookies"));
        form.MapGet("/accessibility", (HttpContext http, PublicPages pages) => Plain<AccessibilityPage>(http, pages, "Accessibility"));
        form.MapGet("/" + FormPages.FilesSlug, (HttpContext http, AddFiles files) => files.Show(http, Service(http)));
        form.MapPost("/" + FormPages.FilesSlug, (HttpContext http, AddFiles files) => files.Take(http, Service(http)));
        form.MapGet("/" + FormPages.CheckSlug, (HttpContext http, SendForm send) => send.Show(http, Service(http)));
        form.MapPost("/" + FormPages.CheckSlug, (HttpContext http, SendForm send) => send.Send(http, Service(http)));
        form.MapPost("/delete", (HttpContext http, AskQuestions ask, AddFiles files) => ask.Delete(http, Service(http), files));
        foreach (var page in AdultPages.All.Concat(YoungPages.All).Distinct())
        {
            form.MapGet("/" + page.Slug, (HttpContext http, AskQuestions ask) => ask.Show(http, Service(http), page));
            form.MapPost("/" + page.Slug, (HttpContext http, AskQuestions ask) => ask.Take(http, Service(http), page));
        }

        form.Map("/{**rest}", (HttpContext http, PublicPages pages) => pages.NotFound(Service(http)));
    }

    private static ServiceDefinition Service(HttpContext http) => http.Features.Get<ServiceDefinition>() ?? throw new InvalidOperationException("The service is settled before a page is asked for.");

    private static IResult Plain<TPage>(HttpContext http, PublicPages pages, string title)
        where TPage : IComponent =>
        pages.Page<TPage>(pages.Frame(Service(http), title) with { Back = $"/refer/{Service(http).Id}" });
}
