using System.Globalization;
using System.Text.Json.Nodes;

namespace Heldspace.Benchmarks;

/// <summary>Complete referrals, each of another child, all of whom are invented.</summary>
public static class Referrals
{
    private static readonly string[] NameStarts =
    [
        "Alder", "Bramble", "Cinder", "Dapple", "Ember", "Fallow", "Glimmer", "Hazel", "Inkle", "Juniper", "Kestrel", "Linnet", "Marrow", "Nettle", "Orchard", "Pebble", "Quillon", "Russet",
        "Saffron", "Thistle", "Umber", "Velvet", "Willow", "Yarrow", "Zephyr",
    ];

    private static readonly string[] NameEnds = ["mere", "croft", "wick", "stone", "shaw", "combe", "garth", "holt", "den", "ford", "gate"];

    private static readonly string[] GivenNames = ["Robin", "Kit", "Ash", "Rowan", "Sky", "Jude", "Remy", "Frankie", "Ari", "Noor"];

    /// <summary>The n-th mail: labelled, complete, from a trusted domain, so that it is accepted and nothing has to be asked.</summary>
    public static JsonObject Mail(int n) => new()
    {
        ["subject"] = "New referral",
        ["from"] = Sender(n),
        ["sender"] = Sender(n),
        ["body"] = new JsonObject
        {
            ["contentType"] = "text",
            ["content"] = string.Create(CultureInfo.InvariantCulture, $"""
                First name: {GivenName(n)}
                Surname: {Surname(n)}
                Date of birth: {1 + (n % 28):00}/0{1 + (n % 9)}/{BornIn(n)}
                NHS number: {NhsNumber(n)}
                Category: child in care
                Legal status: C2
                Responsible authority: Cheshire West and Chester
                Lives in: Cheshire West and Chester
                Referrer: Sam Fielding
                Role: social worker
                Urgency: routine
                """),
        },
    };

    /// <summary>What a social worker answers on each page of the form for the n-th child.</summary>
    public static IReadOnlyList<(string Page, (string Input, string Answer)[] Answers)> Form(int n) =>
    [
        ("who", [("referrerRole", "socialWorker")]),
        ("you", [("referrerName", "Sam Fielding"), ("referrerOrganisation", "Team East"), ("referrerEmail", "sam.fielding@nhs.example"), ("referrerPhone", "01632 960001")]),
        ("child", [("givenName", GivenName(n)), ("familyName", Surname(n))]),
        ("birth", [("dateOfBirth-day", Number(1 + (n % 28))), ("dateOfBirth-month", Number(1 + (n % 9))), ("dateOfBirth-year", Number(BornIn(n))), ("nhsNumber", NhsNumber(n))]),
        ("care", [("category", "childInCare")]),
        ("councils", [("responsibleAuthority", "Cheshire West and Chester"), ("livesIn", "Chester")]),
        ("placement", [("legalStatus", "C2"), ("placementType", "U4"), ("placementPostcode", "CH1 9ZZ")]),
        ("people", [("carer", "Pat Fiction"), ("school", "Example Primary")]),
        ("needs", [("presentingNeeds", "Nightmares since the last move."), ("needsDuration", "Six months")]),
        ("views", [("childsViews", "I want to sleep."), ("hopedOutcome", "Calm nights.")]),
        ("risks", [("riskSelfHarm", "none"), ("riskSuicidality", "none"), ("riskEating", "none")]),
        ("urgency", [("urgency", "routine")]),
        ("meeting", [("preferredPlace", "childrensCentre"), ("interpreter", "no"), ("language", "English")]),
        ("safety", [("contactMethod", "through their carer")]),
        ("consent", [("consentBasis", "the council with parental responsibility"), ("consentGivenBy", "Sam Fielding")]),
        ("files", [("go", "on")]),
    ];

    /// <summary>Of several colleagues: whoever sends more than a hundred mails within an hour is not answered any more.</summary>
    private static JsonObject Sender(int n) => new() { ["emailAddress"] = new JsonObject { ["name"] = "Sam Fielding", ["address"] = $"sam.fielding.{Number(n % 30)}@nhs.example" } };

    private static string GivenName(int n) => GivenNames[n % GivenNames.Length];

    private static string Surname(int n) => NameStarts[n % NameStarts.Length] + NameEnds[n % NameEnds.Length];

    private static int BornIn(int n) => 2010 + (n % 10);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Of the range 999 that is never given to anybody, with the check digit that it needs.</summary>
    private static string NhsNumber(int n)
    {
        for (var serial = n * 2; ; serial++)
        {
            var nine = string.Create(CultureInfo.InvariantCulture, $"999{serial:D6}");
            var check = 11 - (nine.Select((digit, at) => (digit - '0') * (10 - at)).Sum() % 11);
            if (check != 10)
            {
                return nine + (check == 11 ? 0 : check).ToString(CultureInfo.InvariantCulture);
            }
        }
    }
}
