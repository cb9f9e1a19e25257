using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using Heldspace.Functions.Pages;
using Heldspace.Functions.Refer.Form;
using Heldspace.Functions.Refer.Views;
using Heldspace.Intake;
using Heldspace.Pathway;
using Heldspace.Services;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Functions.Refer;

/// <summary>
/// The page under a receipt link that asks for what is missing of one child's referral. It shows nothing that is known: only the reference, the questions, and, after
/// a mistake, what was just typed.
/// </summary>
internal sealed class AskForMissing(PublicPages pages, TellMissing missing, ClientLimits limits, IClock clock)
{
    /// <summary>Name of the hidden field that says which page was sent.</summary>
    public const string PageField = "page";

    /// <summary>GET refer/receipt/{token}/missing/{n}.</summary>
    public async Task<IResult> Show(HttpContext http, string token, int n)
    {
        if (await missing.Find(token, n, http.RequestAborted) is not var (service, record))
        {
            return pages.NothingBehindLink();
        }

        return WhatIsMissing.Standing(service, record) switch
        {
            MissingStanding.Nothing => pages.NothingBehindLink(),
            MissingStanding.ConfirmFirst => ConfirmFirst(service, token),
            _ when !MissingPages.IsOpen(service, record) => NothingMissing(service, token),
            _ => Page(http, service, record, token, MissingPages.Of(record), Answers.None, [], ShownPage.New(clock.GetCurrentInstant())),
        };
    }

    /// <summary>POST refer/receipt/{token}/missing/{n}. Whatever was written is taken to a person at least, even where the page would not be shown any more.</summary>
    public async Task<IResult> Take(HttpContext http, string token, int n)
    {
        var (form, refusal) = await pages.Read(http, Posted.PageLimit, null);
        if (form is null)
        {
            return refusal!;
        }

        if (await missing.Find(token, n, http.RequestAborted) is not var (service, record))
        {
            return pages.NothingBehindLink();
        }

        var standing = WhatIsMissing.Standing(service, record);
        if (standing == MissingStanding.ConfirmFirst)
        {
            return ConfirmFirst(service, token);
        }

        var (now, groups) = (clock.GetCurrentInstant(), MissingPages.Of(record, question => question.Inputs.Any(input => form[input].ToString().Trim().Length > 0)));
        var (page, shown) = (MissingPages.AsOne(groups), ShownPage.TryParse(form[PageField], now));
        var answers = Answers.None.With(page, form);
        var said = page.Questions.Select(question => (question.Name, Text: answers.Sent(question))).Where(answer => answer.Text is not null)
            .ToImmutableSortedDictionary(answer => answer.Name, answer => answer.Text!, StringComparer.Ordinal);
        if (said.IsEmpty && standing == MissingStanding.Nothing)
        {
            return pages.NothingBehindLink();
        }

        if (page.Questions.IsEmpty)
        {
            return NothingMissing(service, token);
        }

        if (shown is null || !await pages.IsOurs(http))
        {
            return Page(http, service, record, token, groups, answers, [new(null, "main", "Press the button once more. The page had been open for too long, or this browser does not allow cookies")], shown ?? ShownPage.New(now), StatusCodes.Status400BadRequest);
        }

        var mistakes = new AnswersRules(page, London.Day(now)).Mistakes(answers);
        if (mistakes.Count == 0 && said.IsEmpty)
        {
            mistakes = [new(null, page.Questions[0].FirstInput, "Answer at least one question")];
        }

        if (mistakes.Count > 0)
        {
            return Page(http, service, record, token, groups, answers, mistakes, shown, StatusCodes.Status422UnprocessableEntity);
        }

        if (limits.MustWaitToSend(http) is { } wait)
        {
            return PageGuard.TooMany(http, pages, service, wait);
        }

        var more = new ReceivedMore { Service = service.Id, Case = record.Id, ReceivedAt = now, Answers = said, Suspect = form[SafeForm.FieldName].ToString().Length > 0 };
        await missing.Tell(service, more, shown, http.RequestAborted);
        return new SeeOther($"{Receipt(token)}?told=1");
    }

    private static string Receipt(string token) => $"/refer/receipt/{token}";

    private IResult Page(
        HttpContext http, ServiceDefinition service, Case record, string token, ImmutableArray<FormPage> groups, Answers answers, IReadOnlyList<Mistake> mistakes, ShownPage shown,
        int status = StatusCodes.Status200OK)
    {
        var young = MissingPages.IsYoung(record);
        var frame = pages.Frame(service, young ? "A few more things" : "What we still need to know") with { Young = young, Mistakes = mistakes, Back = Receipt(token) };
        return pages.Page<MissingPage>(frame, status,
            ("Reference", record.Reference.Text), ("Groups", groups), ("Answers", answers), ("Proof", pages.Proof(http)), ("Shown", shown.Text),
            ("Action", string.Create(CultureInfo.InvariantCulture, $"{Receipt(token)}/missing/{record.Id.Ordinal}")));
    }

    private IResult NothingMissing(ServiceDefinition service, string token) => pages.Say(
        service, StatusCodes.Status200OK, "Thank you, nothing is missing", ["We have what we need for now. You do not have to do anything else."], Receipt(token), "See the appointment");

    private IResult ConfirmFirst(ServiceDefinition service, string token) => pages.Say(
        service, StatusCodes.Status200OK, "Please confirm first", [
            "We sent an email to the address in the form. Open the link in it, so that we know that the form came from you.",
            "After that you can tell us here what is missing.",
        ], Receipt(token), "See how things are");
}

/// <summary>One page as it was shown to somebody: sent twice, it is told once.</summary>
/// <param name="At">When, to the millisecond.</param>
/// <param name="Text">As it stands in the page: when, and a part that nobody can guess.</param>
internal sealed record ShownPage(Instant At, string Text)
{
    /// <summary>How long a page may have been open.</summary>
    private static readonly Duration Kept = Duration.FromHours(24);

    /// <summary>Clocks of two instances may differ by so much.</summary>
    private static readonly Duration Ahead = Duration.FromMinutes(2);

    public static ShownPage New(Instant now)
    {
        var at = Instant.FromUnixTimeMilliseconds(now.ToUnixTimeMilliseconds());
        return new(at, string.Create(CultureInfo.InvariantCulture, $"{at.ToUnixTimeMilliseconds()}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))}"));
    }

    /// <summary>Null for what is no page of ours, or one that was open for too long.</summary>
    public static ShownPage? TryParse(string? text, Instant now) =>
        text?.Split('-') is [var at, { Length: 32 } rest] && rest.All(char.IsAsciiHexDigitLower)
        && long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds) && milliseconds <= now.ToUnixTimeMilliseconds() + (long)Ahead.TotalMilliseconds
        && Instant.FromUnixTimeMilliseconds(milliseconds) is var shown && shown > now - Kept
            ? new(shown, text)
            : null;
}
