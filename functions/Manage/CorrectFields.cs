using System.Collections.Immutable;
using System.Globalization;
using Heldspace.Eligibility;
using Heldspace.Functions.Hosting;
using Heldspace.Functions.Manage.Views;
using Heldspace.Functions.Pages;
using Heldspace.Intake;
using Heldspace.Pathway;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Functions.Manage;

/// <summary>One field as the page shows it.</summary>
/// <param name="Field">Which.</param>
/// <param name="Now">As it stands.</param>
/// <param name="Typed">What is in its box.</param>
/// <param name="From">The line it was read from, as it was written; null where nobody wrote it or it is not there any more.</param>
/// <param name="Mistake">Why what was typed cannot be; null where it can.</param>
public sealed record CorrectedField(Field Field, Reading Now, string Typed, string? From, string? Mistake);

/// <summary>What saving would change.</summary>
/// <param name="What">The fields.</param>
/// <param name="Before">The decision as it stands.</param>
/// <param name="After">The case as it would be.</param>
/// <param name="Mails">Who would be written to.</param>
public sealed record CorrectionPreview(ImmutableArray<Correction> What, Decision Before, CaseFile After, IReadOnlyList<Message> Mails);

/// <summary>What was read, beside the line it was read from, to be put right. What that changes is shown before it is saved.</summary>
internal sealed class CorrectFields(StaffPages pages, FindCase find, ShowCase show, ShowReceived received, CaseActs acts, IClock clock)
{
    /// <summary>Says of a doubtful field that it is right.</summary>
    public const string Right = "right-";

    /// <summary>GET manage/{service}/cases/{id}/correct.</summary>
    public async Task<IResult> Show(HttpContext http, string id)
    {
        var visit = Visit.Of(http);
        return await find.For(http, id) is not { File: var file } ? pages.NotFound(visit) : await Page(http, file, null, StatusCodes.Status200OK);
    }

    /// <summary>POST manage/{service}/cases/{id}/correct: shows what it changes, or, sent from there, saves it.</summary>
    public async Task<IResult> Take(HttpContext http, string id)
    {
        var visit = Visit.Of(http);
        if (await find.For(http, id) is not { File: var file })
        {
            return pages.NotFound(visit);
        }

        var (form, status, unread) = await pages.Read(http);
        if (form is null)
        {
            return await show.Show(http, id, status, unread);
        }

        var (corrections, mistakes) = Corrections(file, form);
        var seen = int.TryParse(form["seen"], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
        if (mistakes.Count > 0 || corrections.IsEmpty || form["sure"] != "yes")
        {
            return await Page(http, file, form, mistakes.Count > 0 ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK);
        }

        return await acts.Do(visit.Service, file.Case.Id, new Act.Correct(corrections, seen) { By = visit.Person.SignInName }, http.RequestAborted) switch
        {
            ActOutcome.Refused(var why) => await show.Show(http, id, StatusCodes.Status409Conflict, why),
            ActOutcome.NoSuchCase => pages.NotFound(visit),
            _ => new SeeOther($"/manage/{visit.Service.Id}/cases/{id}?done=correct"),
        };
    }

    /// <summary>The fields that may be put right: all of the child. Whom we write to is another page's.</summary>
    private static (ImmutableArray<Correction> Corrections, Dictionary<string, string> Mistakes) Corrections(CaseFile file, IFormCollection form)
    {
        var (corrections, mistakes) = (ImmutableArray.CreateBuilder<Correction>(), new Dictionary<string, string>(StringComparer.Ordinal));
        foreach (var field in FieldWords.OfChild.Where(field => form.ContainsKey(field.Name)))
        {
            var (now, typed) = (file.Case.Child[field], form[field.Name].ToString().Trim());
            var isRight = now.Certainty == Certainty.Doubtful && form[Right + field.Name] == "yes";
            if (typed == (now.Value ?? "") && !isRight)
            {
                continue;
            }

            var (value, mistake) = CorrectFacts.Understand(field, typed, London.Day(file.Case.ReceivedAt));
            if (mistake is not null)
            {
                mistakes[field.Name] = mistake;
            }
            else if (value != now.Value || isRight)
            {
                corrections.Add(new(field.Name, now.Value, value));
            }
        }

        return (corrections.ToImmutable(), mistakes);
    }

    private async Task<IResult> Page(HttpContext http, CaseFile file, IFormCollection? form, int status)
    {
        var visit = Visit.Of(http);
        var (corrections, mistakes) = form is null ? ([], []) : Corrections(file, form);
        var lines = await received.LinesBySource(visit.Service, file.Case, http.RequestAborted);
        var fields = FieldWords.OfChild.Select(field => new CorrectedField(
            field,
            file.Case.Child[field],
            form?[field.Name].ToString() ?? file.Case.Child[field].Value ?? "",
            file.Case.Child[field].Source is { } source ? lines.GetValueOrDefault(source) : null,
            mistakes.GetValueOrDefault(field.Name))).ToList();
        var preview = mistakes.Count == 0 && corrections.Length > 0
            && CorrectFacts.Decide(visit.Service, file, corrections, file.Case.LastEvent, visit.Person.SignInName, clock.GetCurrentInstant()) is Ruling.Do(var change)
                ? new CorrectionPreview(corrections, file.Case.Eligibility, change.File, [.. change.File.Messages.Skip(file.Messages.Length)])
                : null;
        return pages.Page<CorrectPage>(
            pages.Frame(visit, $"Put right: {file.Case.Reference.Text}"), status,
            ("File", file), ("Listed", fields), ("Preview", preview), ("Tried", form is not null), ("Proof", pages.Proof(http)));
    }
}
