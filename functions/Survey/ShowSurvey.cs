using Heldspace.Functions.Refer;
using Heldspace.Functions.Survey.Views;

namespace Heldspace.Functions.Survey;

/// <summary>The pages as they are opened. None of them changes anything.</summary>
internal sealed class ShowSurvey(PublicPages pages, PublicServices services, FollowSurvey links)
{
    /// <summary>GET survey/{service}/{token}.</summary>
    public Task<IResult> Start(HttpContext http, string service, string token) => Open(http, service, token, found => pages.Page<SurveyStart>(
        Frame(found, found.Young ? "How are things going for you?" : "How are things going?"),
        StatusCodes.Status200OK,
        ("Path", found.Path), ("Begun", found.Ask.Measures.Any(asked => !asked.Answers.IsEmpty || asked.Words is not null)), ("Next", NextPage(found)),
        ("Young", found.Young), ("KeyWorker", KeyWorker(found)), ("Questions", found.Steps.Sum(step => step.Questions.Length)), ("Until", found.Ask.Until)));

    /// <summary>GET survey/{service}/{token}/{page}.</summary>
    public Task<IResult> Question(HttpContext http, string service, string token, int page) => Open(http, service, token, found =>
        page < 1 || page > found.Steps.Count
            ? links.Nothing(http)
            : pages.Page<SurveyQuestions>(
                Frame(found, found.Steps[page - 1].Measure.PlainName) with { Back = page == 1 ? found.Path : $"{found.Path}/{Number(page - 1)}" },
                StatusCodes.Status200OK,
                ("Path", found.Path), ("Step", found.Steps[page - 1]), ("Page", page), ("Pages", found.Steps.Count), ("Proof", pages.Proof(http))));

    /// <summary>GET survey/{service}/{token}/send.</summary>
    public Task<IResult> Send(HttpContext http, string service, string token) => Open(http, service, token, found =>
    {
        var answered = found.Steps.SelectMany(step => step.Questions).Count(question => question.Answer is not null);
        return pages.Page<SurveySend>(
            Frame(found, "Send your answers") with { Back = $"{found.Path}/{Number(found.Steps.Count)}" },
            StatusCodes.Status200OK,
            ("Path", found.Path), ("Answered", answered), ("Questions", found.Steps.Sum(step => step.Questions.Length)), ("Words", found.Ask.Measures[^1].Words), ("Young", found.Young), ("KeyWorker", KeyWorker(found)), ("Proof", pages.Proof(http)));
    });

    /// <summary>GET survey/{service}/{token}/later.</summary>
    public Task<IResult> Later(HttpContext http, string service, string token) => Open(http, service, token, found => pages.Page<SurveyLater>(
        Frame(found, "Your answers are kept"), StatusCodes.Status200OK, ("Path", found.Path), ("Until", found.Ask.Until)));

    /// <summary>GET survey/{service}/{token}/no.</summary>
    public Task<IResult> No(HttpContext http, string service, string token) => Open(http, service, token, found => pages.Page<SurveyNo>(
        Frame(found, "You would rather not answer") with { Back = found.Path }, StatusCodes.Status200OK, ("Path", found.Path), ("Young", found.Young), ("Proof", pages.Proof(http))));

    /// <summary>GET survey/{service}/thanks. It says the same to everybody, and knows nobody.</summary>
    public IResult Thanks(HttpContext http, string service)
    {
        var (young, sent) = (http.Request.Query["to"] == "young", http.Request.Query["said"] != "no");
        return services.Find(service, http.Request.Host) is { } found
            ? pages.Page<SurveyThanks>(pages.Frame(found, sent ? "Thank you" : "That is fine") with { Young = young }, StatusCodes.Status200OK, ("Sent", sent), ("Young", young))
            : links.Nothing(http);
    }

    private async Task<IResult> Open(HttpContext http, string service, string token, Func<Surveyed, IResult> show) =>
        await links.Follow(http, service, token, http.RequestAborted) is { } found ? show(found) : links.Nothing(http);

    private Refer.Views.Frame Frame(Surveyed found, string title) => pages.Frame(found.Service, title) with { Young = found.Young, Leave = true };

    /// <summary>The first page with something not answered yet.</summary>
    private static string NextPage(Surveyed found)
    {
        var at = found.Steps.ToList().FindIndex(step => !step.Asked.Skipped && step.Questions.Any(question => question.Answer is null));
        return at < 0 ? "send" : Number(at + 1);
    }

    private static string? KeyWorker(Surveyed found) =>
        found.Service.Team.FirstOrDefault(member => member.Id == found.Stored.File.Case.KeyWorker)?.Name.Split(' ')[0];

    private static string Number(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
