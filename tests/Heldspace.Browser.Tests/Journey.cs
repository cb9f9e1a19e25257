using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Heldspace.Browser.Tests;

/// <summary>Goes through the form as a person does: fills in what a page asks, and continues.</summary>
internal sealed class Journey(IPage page, Uri address, string service = "caring-to-care")
{
    public IPage Page => page;

    /// <summary>Waits until the page with this last part of its address is there; fails where another comes.</summary>
    public Task At(string slug) => Whole(new Regex($@"^[^?#]*/{Regex.Escape(slug)}(?:[?#]|$)", RegexOptions.None, TimeSpan.FromSeconds(1)));

    /// <summary>Waits for a receipt page.</summary>
    public Task AtReceipt() => Whole(new Regex("^[^?#]*/refer/receipt/", RegexOptions.None, TimeSpan.FromSeconds(1)));

    /// <summary>The pages of somebody who refers a child in care, and what a social worker may answer on each.</summary>
    public static IReadOnlyList<(string Slug, (string Input, string Answer)[] Answers)> SocialWorker { get; } =
    [
        ("who", [("referrerRole", "socialWorker")]),
        ("you", [("referrerName", "Asha Example"), ("referrerOrganisation", "Children’s Team East"), ("referrerEmail", "asha@council.example"), ("referrerPhone", "01632 960001")]),
        ("child", [("givenName", "Robin"), ("familyName", "Invented"), ("preferredName", "Rob"), ("pronouns", "they/them")]),
        ("birth", [("dateOfBirth-day", "3"), ("dateOfBirth-month", "2"), ("dateOfBirth-year", "2014"), ("nhsNumber", "943 476 5919"), ("sex", "U"), ("ethnicity", "MOTH")]),
        ("care", [("category", "childInCare")]),
        ("councils", [("responsibleAuthority", "Cheshire West and Chester"), ("livesIn", "Chester")]),
        ("placement", [("legalStatus", "C2"), ("placementType", "U4"), ("placementPostcode", "CH1 9ZZ")]),
        ("people", [("carer", "Pat Fiction"), ("school", "Example Primary")]),
        ("needs", [("presentingNeeds", "Nightmares since the last move, and very quiet at school."), ("needsDuration", "Six months")]),
        ("views", [("childsViews", "“I want to sleep.”"), ("hopedOutcome", "Calm nights.")]),
        ("risks", [("riskSelfHarm", "none"), ("riskSuicidality", "none"), ("riskEating", "present")]),
        ("urgency", [("urgency", "soon")]),
        ("meeting", [("preferredPlace", "childrensCentre"), ("interpreter", "no"), ("language", "English")]),
        ("safety", [("contactMethod", "through their carer"), ("safetyNote", "Birth father must not know the school.")]),
        ("consent", [("consentBasis", "the council with parental responsibility"), ("consentGivenBy", "Asha Example")]),
        ("files", []),
    ];

    /// <summary>The pages of a young person, and what they may answer.</summary>
    public static IReadOnlyList<(string Slug, (string Input, string Answer)[] Answers)> YoungPerson { get; } =
    [
        ("who", [("referrerRole", "self")]),
        ("name", [("givenName", "Kit"), ("familyName", "Invented"), ("preferredName", "Kit")]),
        ("born", [("dateOfBirth-day", "9"), ("dateOfBirth-month", "6"), ("dateOfBirth-year", "2009")]),
        ("reach", [("referrerPhone", "07700 900123"), ("contactMethod", "text message"), ("safetyNote", "my old carers")]),
        ("life", [("category", "careLeaver"), ("responsibleAuthority", "Cheshire West and Chester"), ("livesIn", "Chester")]),
        ("help", [("presentingNeeds", "cant sleep"), ("hopedOutcome", "someone to talk to")]),
        ("soon", [("urgency", "soon")]),
        ("meet", [("preferredPlace", "video"), ("interpreter", "no")]),
    ];

    public Task Open(string slug) => page.GotoAsync(new Uri(address, $"/refer/{service}/{slug}").ToString());

    /// <summary>Answers one page as it stands.</summary>
    public async Task Answer(params (string Input, string Answer)[] answers)
    {
        foreach (var (input, answer) in answers)
        {
            var found = page.Locator($"[name='{input}']").First;
            if (await found.GetAttributeAsync("type") == "radio")
            {
                await page.Locator($"input[name='{input}'][value='{answer}']").CheckAsync();
            }
            else if (await found.EvaluateAsync<string>("e => e.tagName") == "SELECT")
            {
                await found.SelectOptionAsync(answer);
            }
            else
            {
                await found.FillAsync(answer);
            }
        }
    }

    public Task Continue() => page.Locator("main button[type=submit]").First.ClickAsync();

    /// <summary>Answers every page to check-your-answers, doing something on each before it is sent.</summary>
    public async Task ToCheck(IReadOnlyList<(string Slug, (string Input, string Answer)[] Answers)> pages, Func<string, Task>? onEach = null)
    {
        await Open("who");
        foreach (var (slug, answers) in pages)
        {
            await At(slug);
            await Answer(answers);
            if (onEach is not null)
            {
                await onEach(slug);
            }

            await Continue();
        }

        await At("check");
    }

    public Task Send() => page.Locator("form[action$='/check'] button[type=submit]").ClickAsync();

    /// <summary>Waits until a page of this address is there to its foot. Its load event is not waited for: it may have come before anybody listened.</summary>
    private async Task Whole(Regex address)
    {
        await Assertions.Expect(page).ToHaveURLAsync(address, new() { Timeout = 10_000 });
        await page.Locator("footer").First.WaitForAsync(new() { Timeout = 10_000 });
    }
}
