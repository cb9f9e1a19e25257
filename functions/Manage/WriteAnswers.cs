using System.Globalization;
using Heldspace.Functions.Hosting;
using Heldspace.Functions.Manage.Views;
using Heldspace.Functions.Pages;
using Heldspace.Intake;
using Heldspace.Measures;
using Heldspace.Measures.Asking;
using Heldspace.Pathway;
using Heldspace.Services;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Functions.Manage;

/// <summary>Answers that somebody gave on paper or by word of mouth, written down by a colleague; and the questions as a letter.</summary>
internal sealed class WriteAnswers(StaffPages pages, FindCase find, CaseActs acts, MeasureFiles measures)
{
    public const string Words = "words";
    public const string Go = "go";

    /// <summary>They said: not this time.</summary>
    public const string NotThisTime = "no";

    /// <summary>Address of the page of an ask.</summary>
    public static string Address(ServiceDefinition service, CaseId id, string ask) => $"/manage/{service.Id}/cases/{id}/answers/{ask}";

    /// <summary>GET manage/{service}/cases/{id}/answers/{ask}.</summary>
    public async Task<IResult> Show(HttpContext http, string id, string ask)
    {
        var visit = Visit.Of(http);
        return await Find(http, id, ask) is not var (file, asked) ? pages.NotFound(visit)
            : WriteDown.WhyNot(file, asked, visit.Person.SignInName, London.Day(visit.Now)) is { } why ? Over(visit, asked, why)
            : Page(http, file, asked, null, [], StatusCodes.Status200OK);
    }

    /// <summary>GET manage/{service}/cases/{id}/answers/{ask}/letter.</summary>
    public async Task<IResult> Letter(HttpContext http, string id, string ask)
    {
        var visit = Visit.Of(http);
        return await Find(http, id, ask) is not var (file, asked)
            ? pages.NotFound(visit)
            : pages.Page<LetterPage>(
                pages.Frame(visit, "Questions to print"), StatusCodes.Status200OK,
                ("Reference", file.Case.Reference.Text), ("Ask", asked), ("Back", Address(visit.Service, file.Case.Id, asked.Id)), ("Parts", AnswerPart.Of(measures, file, asked)));
    }

    /// <summary>POST manage/{service}/cases/{id}/answers/{ask}: all of it at once.</summary>
    public async Task<IResult> Take(HttpContext http, string id, string ask)
    {
        var visit = Visit.Of(http);
        if (await Find(http, id, ask) is not var (file, asked))
        {
            return pages.NotFound(visit);
        }

        var (form, status, unread) = await pages.Read(http);
        if (form is null)
        {
            return pages.Say(status, "That could not be written down", [unread!], visit);
        }

        var parts = AnswerPart.Of(measures, file, asked);
        var no = form[Go] == NotThisTime;
        var (said, mistakes) = no ? ([], []) : Read(parts, asked, form);
        if (mistakes.Count > 0)
        {
            return Page(http, file, asked, form, mistakes, StatusCodes.Status400BadRequest);
        }

        var by = visit.Person.SignInName;
        return await acts.Do(visit.Service, file.Case.Id, (current, now) => Task.FromResult(no ? Decline(current, asked, now) : WriteDown.Answers(visit.Service, measures, current, asked.Id, said, by, now)), http.RequestAborted) switch
        {
            ActOutcome.Refused(var why) => pages.Say(StatusCodes.Status409Conflict, "That could not be written down", [why], visit),
            ActOutcome.NoSuchCase => pages.NotFound(visit),
            _ => new SeeOther($"/manage/{visit.Service.Id}/cases/{file.Case.Id}?done=answers#results"),
        };
    }

    /// <summary>Null where there is no such ask, or the case is not theirs.</summary>
    private async Task<(CaseFile File, Ask Ask)?> Find(HttpContext http, string id, string ask) =>
        await find.For(http, id) is { File: var file } && file.Asks.FirstOrDefault(other => other.Id == ask) is { } found ? (file, found) : null;

    private static Ruling Decline(CaseFile file, Ask asked, Instant now) =>
        file.Asks.FirstOrDefault(ask => ask.Id == asked.Id) is { } ask && TakeAnswers.Decline(file, ask, now) is { } declined ? new Ruling.Do(declined) : new Ruling.Nothing();

    private static (Dictionary<string, Said> Said, List<FieldMistake> Mistakes) Read(IReadOnlyList<AnswerPart> parts, Ask ask, IFormCollection form)
    {
        var (said, mistakes, any) = (new Dictionary<string, Said>(StringComparer.Ordinal), new List<FieldMistake>(), false);
        foreach (var part in parts)
        {
            var answers = new decimal?[part.Measure.Items.Length];
            foreach (var item in part.Items)
            {
                var typed = form[item.Field].ToString().Trim();
                answers[item.At] = Figure(typed);
                if (typed.Length > 0 && (answers[item.At] is not { } answer || !item.Allows(answer)))
                {
                    mistakes.Add(new(item.Field, $"{part.Measure.Name}, question {item.Number.ToString(CultureInfo.InvariantCulture)}: write {item.Range}, or leave it empty."));
                }
            }

            var total = form[part.TotalField].ToString().Trim();
            var entered = Figure(total);
            if (total.Length > 0 && (entered is not { } value || part.Measure.CheckEntered(value) is not null))
            {
                mistakes.Add(new(part.TotalField, $"{part.Measure.Name}: the {part.Measure.Entered?.Name ?? "total"} cannot be that."));
            }
            else if (entered is not null && answers.Any(answer => answer is not null))
            {
                mistakes.Add(new(part.TotalField, $"{part.Measure.Name}: write the answers, or the {part.Measure.Entered!.Name}, not both."));
            }

            var answered = answers.Any(answer => answer is not null);
            any |= answered || entered is not null;
            var words = part.Measure.Id == ask.Measures[^1].Measure ? form[Words].ToString() : part.Asked.Words;
            any |= !string.IsNullOrWhiteSpace(words);
            said[part.Measure.Id] = new(answered ? [.. answers] : [], words, false) { EnteredTotal = entered };
        }

        if (!any && mistakes.Count == 0)
        {
            mistakes.Add(new(parts.SelectMany(part => part.Items).FirstOrDefault()?.Field ?? Words, "Write down at least one answer, or press “Not this time”."));
        }

        return (said, mistakes);
    }

    private static decimal? Figure(string typed) =>
        decimal.TryParse(typed, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var figure) ? figure : null;

    private IResult Over(Visit visit, Ask ask, string why) => pages.Say(
        StatusCodes.Status409Conflict, "Nothing more can be written down here", [why, $"{AskWords.Who(ask.Id)}: {AskWords.Came(visit.Service, ask)}"], visit);

    private IResult Page(HttpContext http, CaseFile file, Ask ask, IFormCollection? form, IReadOnlyList<FieldMistake> mistakes, int status)
    {
        var visit = Visit.Of(http);
        return pages.Page<AnswersPage>(
            pages.Frame(visit, $"Write down answers: {file.Case.Reference.Text}") with { Mistakes = mistakes }, status,
            ("Case", file.Case), ("Ask", ask), ("Parts", AnswerPart.Of(measures, file, ask)), ("Typed", form), ("Proof", pages.Proof(http)));
    }
}
