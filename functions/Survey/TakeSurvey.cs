using System.Collections.Immutable;
using System.Globalization;
using Heldspace.Functions.Hosting;
using Heldspace.Functions.Pages;
using Heldspace.Functions.Refer;
using Heldspace.Measures;
using Heldspace.Measures.Asking;
using Heldspace.Pathway;

namespace Heldspace.Functions.Survey;

/// <summary>What is posted from the pages: kept as it goes, sent once.</summary>
internal sealed class TakeSurvey(PublicPages pages, FollowSurvey links, CaseActs acts, MeasureFiles measures)
{
    public const string Go = "go";
    public const string Back = "back";
    public const string Later = "later";
    public const string Skip = "skip";
    public const string Words = "words";

    /// <summary>Asks never to be asked again.</summary>
    public const string Never = "never";

    /// <summary>Who they are in the history of the case.</summary>
    private const string Respondent = "respondent";

    /// <summary>POST survey/{service}/{token}/{page}: keeps what is answered there, and goes where they want.</summary>
    public Task<IResult> Page(HttpContext http, string service, string token, int page) => Take(http, service, token, async (found, form) =>
    {
        if (page < 1 || page > found.Steps.Count)
        {
            return links.Nothing(http);
        }

        var step = found.Steps[page - 1];
        var go = form[Go].ToString();
        await Keep(found, step.Measure.Id, asked => new(With(step, asked, form), asked.Words, go switch { Skip => true, Back or Later => asked.Skipped, _ => false }), http.RequestAborted);
        return new SeeOther($"{found.Path}/{go switch
        {
            Back => page == 1 ? "" : Number(page - 1),
            Later => Later,
            Skip => Following(found, page),
            _ => page == found.Steps.Count ? "send" : Number(page + 1),
        }}".TrimEnd('/'));
    });

    /// <summary>POST survey/{service}/{token}/send: everything that was kept, with their own words.</summary>
    public Task<IResult> Send(HttpContext http, string service, string token) => Take(http, service, token, async (found, form) =>
    {
        var last = found.Ask.Measures[^1];
        await Keep(found, last.Measure, asked => new(asked.Answers, form[Words].ToString(), asked.Skipped), http.RequestAborted);
        if (form[Go].ToString() == Later)
        {
            return new SeeOther($"{found.Path}/{Later}");
        }

        await acts.Do(found.Service, found.Stored.File.Case.Id, (file, now) => Task.FromResult(Ruled(Find(file, found) is { } ask ? TakeAnswers.Send(found.Service, measures, file, ask, null, now) : null)), http.RequestAborted);
        return Thanks(found, sent: true);
    });

    /// <summary>POST survey/{service}/{token}/no: not this time, or never again.</summary>
    public Task<IResult> No(HttpContext http, string service, string token) => Take(http, service, token, async (found, form) =>
    {
        var never = form[Go].ToString() == Never;
        await acts.Do(
            found.Service,
            found.Stored.File.Case.Id,
            (file, now) => Task.FromResult(Ruled(
                Find(file, found) is not { } ask ? null
                : TakeAnswers.Decline(file, ask, now) is not { } declined ? null
                : never && RecordRespondent.Object(found.Service, declined.File, ask.Respondent.Role, Respondent, now) is { } objected ? objected with { Events = [.. declined.Events, .. objected.Events] }
                : declined)),
            http.RequestAborted);
        return Thanks(found, sent: false);
    });

    private async Task<IResult> Take(HttpContext http, string service, string token, Func<Surveyed, IFormCollection, Task<IResult>> take)
    {
        var (form, refusal) = await pages.Read(http, Posted.PageLimit, null);
        if (form is null)
        {
            return refusal!;
        }

        if (await links.Follow(http, service, token, http.RequestAborted) is not { } found)
        {
            return links.Nothing(http);
        }

        // A page that stood open for days, or no page of ours: nothing was kept of it, and they are asked to press once more.
        return await pages.IsOurs(http)
            ? await take(found, form)
            : pages.Say(found.Service, StatusCodes.Status400BadRequest, "Please press that once more", ["The page was open for a long time, so we could not keep what you chose on it. What you answered before is kept."], found.Path, "Go on with the questions");
    }

    /// <summary>Laid over what is kept at that moment: another tab may have answered other questions.</summary>
    private Task Keep(Surveyed found, string measure, Func<Asked, Said> say, CancellationToken cancellation) => acts.Do(
        found.Service,
        found.Stored.File.Case.Id,
        (file, now) => Task.FromResult(Ruled(
            Find(file, found) is { } ask && ask.Measures.FirstOrDefault(one => one.Measure == measure) is { } asked ? TakeAnswers.Save(found.Service, measures, file, ask, measure, say(asked), now) : null)),
        cancellation);

    /// <summary>What is ticked on a page, with what was answered on the others; what was ticked before cannot be unticked.</summary>
    private static ImmutableArray<decimal?> With(SurveyStep step, Asked asked, IFormCollection form)
    {
        var answers = asked.Answers.IsEmpty ? new decimal?[step.Measure.Items.Length] : [.. asked.Answers];
        foreach (var question in step.Questions)
        {
            answers[question.At] = Read(question, form[question.Field].ToString()) ?? answers[question.At];
        }

        return [.. answers];
    }

    private static Ask? Find(CaseFile file, Surveyed found) => file.Asks.FirstOrDefault(ask => ask.Id == found.Ask.Id);

    private static Ruling Ruled(Change? change) => change is null ? new Ruling.Nothing() : new Ruling.Do(change);

    private static decimal? Read(SurveyQuestion question, string value) =>
        decimal.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var figure) && question.Choices.Any(choice => choice.Value == figure) ? figure : null;

    /// <summary>The first page of the next measure.</summary>
    private static string Following(Surveyed found, int page)
    {
        var measure = found.Steps[page - 1].Measure.Id;
        var at = found.Steps.ToList().FindIndex(page, step => step.Measure.Id != measure);
        return at < 0 ? "send" : Number(at + 1);
    }

    private static SeeOther Thanks(Surveyed found, bool sent) =>
        new($"/survey/{found.Service.Id}/thanks?to={(found.Young ? "young" : "adult")}&said={(sent ? "answers" : "no")}");

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
