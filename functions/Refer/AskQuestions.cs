using Heldspace.Functions.Pages;
using Heldspace.Functions.Refer.Form;
using Heldspace.Functions.Refer.Views;
using Heldspace.Services;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Functions.Refer;

/// <summary>
/// The start of the form and its pages of questions. Whatever is typed is kept as soon as a page is sent, right or wrong, so that going
/// back never loses it; mistakes are shown at once, and again before the form is sent.
/// </summary>
internal sealed class AskQuestions(PublicServices services, PublicPages pages, Drafts drafts, SendForm send, IClock clock)
{
    /// <summary>GET refer: the service's start page, or a choice of services where there are several.</summary>
    public Task<IResult> Open(HttpContext http) => services.At(http.Request.Host) switch
    {
        [var only] => Start(http, only),
        var several => Task.FromResult(pages.Page<ChoosePage>(pages.Frame(null, "Which service do you want to ask?"), parameters: ("Services", several.ToList()))),
    };

    /// <summary>GET refer/{service}.</summary>
    public async Task<IResult> Start(HttpContext http, ServiceDefinition service)
    {
        var draft = await Current(http, service);
        var begun = draft is { SentAt: null };
        return pages.Page<StartPage>(
            pages.Frame(service, "Ask for help") with { Young = begun && draft!.Answers().Young },
            parameters: [("Proof", pages.Proof(http)), ("Begun", begun), ("GoOn", begun ? $"/refer/{service.Id}/{GoOn(draft!.Answers())}" : "")]);
    }

    /// <summary>GET refer/{service}/{slug}.</summary>
    public async Task<IResult> Show(HttpContext http, ServiceDefinition service, FormPage page)
    {
        var token = DraftCookie.Read(http);
        var draft = token is null ? null : await drafts.Read(token, service.Id, http.RequestAborted);
        if (page == FormPages.Who && draft?.SentAt is null)
        {
            var gone = http.Request.Query.ContainsKey("gone");
            return Page(http, service, page, draft?.Answers() ?? Answers.None, [], FromCheck(http.Request.Query["from"]), gone: gone);
        }

        if (page == FormPages.Who && draft is { Receipt: not null })
        {
            return Page(http, service, page, Answers.None, [], fromCheck: false);
        }

        if (token is null || draft is null)
        {
            return new SeeOther(Who(service, gone: token is not null));
        }

        if (draft.SentAt is not null)
        {
            return await send.Finish(service, token, draft, http.RequestAborted);
        }

        var answers = draft.Answers();
        return FormPages.For(answers).Contains(page)
            ? Page(http, service, page, answers, [], FromCheck(http.Request.Query["from"]))
            : new SeeOther($"/refer/{service.Id}/{FormPages.CheckSlug}");
    }

    /// <summary>POST refer/{service}/{slug}.</summary>
    public async Task<IResult> Take(HttpContext http, ServiceDefinition service, FormPage page)
    {
        var (form, refusal) = await pages.Read(http, Posted.PageLimit, service);
        if (form is null)
        {
            return refusal!;
        }

        var token = DraftCookie.Read(http);
        var draft = token is null ? null : await drafts.Read(token, service.Id, http.RequestAborted);
        var before = draft is { SentAt: null } ? draft.Answers() : Answers.None;
        var fromCheck = FromCheck(form["from"]);
        if (!await pages.IsOurs(http))
        {
            var again = new Mistake(null, page.Questions[0].FirstInput, "Press the button once more. The page had been open for too long, or this browser does not allow cookies");
            return Page(http, service, page, before.With(page, form), [again], fromCheck, StatusCodes.Status400BadRequest);
        }

        if (draft is { SentAt: not null } && page != FormPages.Who)
        {
            return await send.Finish(service, token!, draft, http.RequestAborted);
        }

        // What was sent or has expired is not written to again: this is another form, with a secret of its own.
        var isNew = draft is not { SentAt: null };
        token = isNew ? DraftToken.New() : token!;
        var suspect = form[SafeForm.FieldName].ToString().Length > 0;
        draft = await drafts.Change(
            token, service.Id,
            old => old.SentAt is not null ? old : old with { Typed = old.Answers().With(page, form).Typed, Suspect = old.Suspect || suspect },
            http.RequestAborted,
            isNew ? null : draft);
        DraftCookie.Write(http, service, token);

        var answers = draft.Answers();
        var mistakes = new AnswersRules(page, London.Day(clock.GetCurrentInstant())).Mistakes(answers);
        if (mistakes.Count > 0)
        {
            return Page(http, service, page, answers, mistakes, fromCheck, StatusCodes.Status422UnprocessableEntity);
        }

        if (isNew && page != FormPages.Who)
        {
            return new SeeOther(Who(service, gone: true));
        }

        var next = fromCheck && answers.Young == before.Young ? FormPages.CheckSlug : FormPages.After(page.Slug, answers);
        return new SeeOther($"/refer/{service.Id}/{next}");
    }

    /// <summary>POST refer/{service}/delete: nothing that was typed or added stays.</summary>
    public async Task<IResult> Delete(HttpContext http, ServiceDefinition service, AddFiles files)
    {
        var (form, refusal) = await pages.Read(http, Posted.PageLimit, service);
        if (form is null)
        {
            return refusal!;
        }

        if (await pages.IsOurs(http) && DraftCookie.Read(http) is { } token && await drafts.Read(token, service.Id, http.RequestAborted) is { SentAt: null } draft)
        {
            await drafts.Delete(token, http.RequestAborted);
            await files.DeleteAll(draft, http.RequestAborted);
            DraftCookie.Remove(http, service);
        }

        return new SeeOther($"/refer/{service.Id}");
    }

    private static string Who(ServiceDefinition service, bool gone) => $"/refer/{service.Id}/{FormPages.Who.Slug}{(gone ? "?gone=1" : "")}";

    private static bool FromCheck(string? from) => from == FormPages.CheckSlug;

    // The first page on which something that must be answered is not; the last otherwise.
    private static string GoOn(Answers answers) =>
        FormPages.For(answers).FirstOrDefault(page => page.Questions.Any(question =>
            question.Missing is not null && answers[question.Name].Length == 0 && !answers.Ticked(question)))?.Slug ?? FormPages.CheckSlug;

    private async Task<Draft?> Current(HttpContext http, ServiceDefinition service) =>
        DraftCookie.Read(http) is { } token ? await drafts.Read(token, service.Id, http.RequestAborted) : null;

    private IResult Page(
        HttpContext http, ServiceDefinition service, FormPage page, Answers answers, IReadOnlyList<Mistake> mistakes, bool fromCheck,
        int status = StatusCodes.Status200OK, bool gone = false)
    {
        var back = fromCheck ? FormPages.CheckSlug : FormPages.Before(page.Slug, answers);
        var frame = pages.Frame(service, page.Title) with
        {
            Young = answers.Young,
            Mistakes = mistakes,
            Back = back is null ? $"/refer/{service.Id}" : $"/refer/{service.Id}/{back}",
        };
        return pages.Page<QuestionsPage>(frame, status,
            ("Page", page), ("Answers", answers), ("Proof", pages.Proof(http)), ("FromCheck", fromCheck),
            ("Action", $"/refer/{service.Id}/{page.Slug}"),
            ("Note", gone ? "What was typed before has been deleted, as it is 24 hours after the last answer. Please start again." : null));
    }
}
