using Heldspace.Functions.Pages;
using Heldspace.Functions.Refer.Form;
using Heldspace.Functions.Refer.Views;
using Heldspace.Services;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Functions.Refer;

/// <summary>
/// Check-your-answers and sending. The time of sending is settled in the draft before the form is handed on, and the receipt after it: a second
/// press, another tab or another instance hands on the very same form, or finds the receipt.
/// </summary>
internal sealed class SendForm(PublicPages pages, Drafts drafts, KeepReferral keep, Quarantine quarantine, ClientLimits limits, IClock clock)
{
    /// <summary>GET refer/{service}/check.</summary>
    public async Task<IResult> Show(HttpContext http, ServiceDefinition service)
    {
        var token = DraftCookie.Read(http);
        var draft = token is null ? null : await drafts.Read(token, service.Id, http.RequestAborted);
        return draft switch
        {
            null => new SeeOther($"/refer/{service.Id}/{FormPages.Who.Slug}{(token is null ? "" : "?gone=1")}"),
            { SentAt: not null } => await Finish(service, token!, draft, http.RequestAborted),
            _ => Page(http, service, draft, []),
        };
    }

    /// <summary>POST refer/{service}/check.</summary>
    public async Task<IResult> Send(HttpContext http, ServiceDefinition service)
    {
        var (form, refusal) = await pages.Read(http, Posted.PageLimit, service);
        if (form is null)
        {
            return refusal!;
        }

        var cancellation = http.RequestAborted;
        var token = DraftCookie.Read(http);
        var draft = token is null ? null : await drafts.Read(token, service.Id, cancellation);
        if (token is null || draft is null)
        {
            return new SeeOther($"/refer/{service.Id}/{FormPages.Who.Slug}?gone=1");
        }

        if (draft.SentAt is not null)
        {
            return await Finish(service, token, draft, cancellation);
        }

        if (!await pages.IsOurs(http))
        {
            return Page(http, service, draft, [new(null, "main", "Press the button once more. The page had been open for too long, or this browser does not allow cookies")], StatusCodes.Status400BadRequest);
        }

        var mistakes = Mistakes(service, draft.Answers());
        if (mistakes.Count > 0)
        {
            return Page(http, service, draft, mistakes, StatusCodes.Status422UnprocessableEntity);
        }

        if (limits.MustWaitToSend(http) is { } wait)
        {
            return PageGuard.TooMany(http, pages, service, wait);
        }

        var now = clock.GetCurrentInstant();
        var suspect = form[SafeForm.FieldName].ToString().Length > 0;
        draft = await drafts.Change(
            token, service.Id, old => old.SentAt is not null ? old : old with { SentAt = now, Suspect = old.Suspect || suspect }, cancellation, draft);
        return await Finish(service, token, draft, cancellation);
    }

    /// <summary>Hands on a form whose time of sending is settled, unless that is done, and leads to its receipt. May be done again at any point.</summary>
    public async Task<IResult> Finish(ServiceDefinition service, DraftToken token, Draft draft, CancellationToken cancellation)
    {
        var receipt = draft.Receipt;
        if (receipt is null)
        {
            var form = draft.ToForm(token);
            receipt = draft.Suspect ? await quarantine.Keep(form, cancellation) : await keep.Keep(form, cancellation);

            // What was typed is with the referral now. The trace lets a second press find the receipt.
            await drafts.Change(
                token, service.Id, old => old with { Receipt = receipt, Typed = Answers.None.Typed, Files = [], SentAt = draft.SentAt }, cancellation, draft);
        }

        return new SeeOther($"/refer/receipt/{receipt}");
    }

    private List<Mistake> Mistakes(ServiceDefinition service, Answers answers)
    {
        var today = London.Day(clock.GetCurrentInstant());
        return
        [
            .. FormPages.For(answers).SelectMany(page => new AnswersRules(page, today).Mistakes(answers)
                .Select(mistake => mistake with { Input = $"/refer/{service.Id}/{page.Slug}?from={FormPages.CheckSlug}#{mistake.Input}" })),
        ];
    }

    private IResult Page(HttpContext http, ServiceDefinition service, Draft draft, IReadOnlyList<Mistake> mistakes, int status = StatusCodes.Status200OK)
    {
        var answers = draft.Answers();
        var frame = pages.Frame(service, answers.Young ? "Check what you have told us" : "Check your answers") with
        {
            Young = answers.Young,
            Mistakes = mistakes,
            Back = $"/refer/{service.Id}/{FormPages.Before(FormPages.CheckSlug, answers)}",
        };
        return pages.Page<CheckPage>(frame, status, ("Answers", answers), ("Files", draft.Files.ToList()), ("Proof", pages.Proof(http)));
    }
}
