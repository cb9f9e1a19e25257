using System.Globalization;
using System.Text.Json.Nodes;
using Heldspace.Services;
using Heldspace.Time;
using NodaTime;
using NodaTime.Text;

namespace Heldspace.Local.Simulation;

/// <summary>
/// Referral mails as a service gets them: from social care for the most part, then GPs, named nurses, education and the voluntary sector; most children are
/// 5 to 15. Complete, so that nothing has to be asked, and wholly invented: names are put together from syllables, NHS numbers are of a range that is never
/// given to anybody.
/// </summary>
internal sealed class ReferralMail(Draws draws, Drawn drawn, ServiceDefinition service)
{
    private static readonly LocalDatePattern BritishDay = LocalDatePattern.CreateWithInvariantCulture("dd/MM/uuuu");

    private static readonly string[] GivenNames =
    [
        "Robin", "Kit", "Ash", "Rowan", "Sky", "Jude", "Remy", "Frankie", "Ari", "Noor", "Indie", "Wren", "Teddy", "Lark", "Marlo", "Sunny", "Briar", "Fenn", "Lumi", "Posy",
    ];

    private static readonly string[] NameStarts =
    [
        "Alder", "Bramble", "Cinder", "Dapple", "Ember", "Fallow", "Glim", "Hazel", "Inkle", "Juniper", "Kestrel", "Linnet", "Marrow", "Nettle", "Orchard", "Pebble", "Quill", "Russet",
        "Saffron", "Thistle", "Umber", "Velvet", "Willow", "Yarrow", "Zephyr",
    ];

    private static readonly string[] NameEnds =
        ["mere", "croft", "wick", "stone", "shaw", "combe", "thwaite", "garth", "holt", "den", "ford", "gate", "brook", "field", "well", "hurst", "low", "side", "water", "moor"];

    private static readonly (string Role, string Name, string Domain, double Share)[] Referrers =
    [
        ("social worker", "Sam Fielding", "", 0.58),
        ("GP", "Dr Lee Marchwood", "nhs.example", 0.16),
        ("nurse", "Jo Tilling", "nhs.example", 0.11),
        ("school", "Alex Danby", "school.example", 0.10),
        ("voluntary sector", "Max Orwin", "charity.example", 0.05),
    ];

    private static readonly (int From, int To, double Share)[] Ages = [(2, 4, 0.07), (5, 10, 0.36), (11, 15, 0.38), (16, 17, 0.19)];

    private static readonly (string Place, double Share)[] Places = [("", 0.60), ("children's centre", 0.14), ("school", 0.12), ("home", 0.08), ("video", 0.06)];

    private static readonly (string Code, double Share)[] Placements = [("U6", 0.34), ("U4", 0.24), ("U1", 0.10), ("U3", 0.06), ("K2", 0.14), ("R1", 0.04), ("A5", 0.03), ("Z1", 0.05)];

    private static readonly (string Code, double Share)[] Ethnicities = [("WBRI", 0.71), ("WOTH", 0.04), ("MWBC", 0.06), ("MOTH", 0.04), ("APKN", 0.03), ("AOTH", 0.02), ("BAFR", 0.05), ("OOTH", 0.03), ("NOBT", 0.02)];

    private static readonly string[] Needs =
    [
        "Trouble sleeping since the last move.", "Worries a great deal before family time.", "Finds it hard to be with other children at school.",
        "Has become quiet and tearful.", "Gets very angry over small things and is sorry afterwards.",
    ];

    /// <summary>The n-th child's referral, from 1.</summary>
    /// <param name="about">Whom of a population it is about; null for somebody who is in none.</param>
    public JsonObject Of(int n, Instant at, Person? about = null)
    {
        var random = draws.For("child", n);
        var referrer = Pick(random, Referrers, one => one.Share);
        var (from, to, _) = Pick(random, Ages, one => one.Share);
        var leaver = about?.Leaver ?? (CareConditions.Of(service.Id) is { } care && random.NextDouble() < care.ShareOfLeavers);
        var who = about?.N ?? n;
        var age = leaver ? random.Next(18, 25) : random.Next(from, to + 1);
        var born = London.Day(at).PlusYears(-age).PlusDays(-random.Next(2, 360));
        born = about?.Born ?? born;
        var place = Pick(random, Places, one => one.Share).Place;
        var urgent = drawn.Share("referrals that are urgent", Conditions.Urgent, IsUrgent(n));
        var interpreter = drawn.Share("referrals that need an interpreter", Conditions.Interpreter, draws.Share("interpreter", n) < Conditions.Interpreter);
        var domain = referrer.Domain.Length > 0 ? referrer.Domain : $"{service.Authority.ToLowerInvariant().Replace(' ', '-')}.example";
        return Mail("New referral", $"""
            First name: {GivenName(who)}
            Surname: {Surname(who)}
            Date of birth: {BritishDay.Format(born)}
            NHS number: {NhsNumber(who)}
            Category: {(leaver ? "care leaver" : "child in care")}
            {(CareConditions.Of(service.Id) is null ? AboutThem(n) : "")}
            {(leaver ? "" : $"Legal status: {(random.NextDouble() < 0.7 ? "C2" : "V2")}")}
            Responsible authority: {service.Authority}
            Lives in: {service.Authority}
            Referrer: {referrer.Name}
            Role: {referrer.Role}
            Presenting needs: {Needs[random.Next(Needs.Length)]}
            Interpreter: {(interpreter ? "yes" : "no")}
            {(place.Length > 0 ? $"Preferred place: {place}" : "")}
            Urgency: {(urgent ? "urgent" : "routine")}
            """, referrer.Name, $"{referrer.Name.Split(' ')[^1].ToLowerInvariant()}@{domain}");
    }

    /// <summary>What figures tell children apart by; of those whom an authority lists, its list says it.</summary>
    private string AboutThem(int n)
    {
        var random = draws.For("about", n);
        return $"""
            Sex: {(random.NextDouble() < 0.56 ? "male" : "female")}
            Ethnicity: {Pick(random, Ethnicities, one => one.Share).Code}
            Placement type: {Pick(random, Placements, one => one.Share).Code}
            """;
    }

    public bool IsUrgent(int n) => draws.Share("urgent", n) < Conditions.Urgent;

    /// <summary>The n-th mail that is no referral.</summary>
    public static JsonObject Noise(int n) => (n % 2) switch
    {
        0 => Mail("Automatic reply: away until Monday", "I am out of the office and will read your mail when I am back.", "Sam Fielding", "sam.fielding@nhs.example", ("Auto-Submitted", "auto-replied")),
        _ => Mail("Our spring newsletter", "News from around the county. Unsubscribe at the foot of this page.", "County News", "news@county-news.example", ("List-Unsubscribe", "<https://county-news.example/off>")),
    };

    private static JsonObject Mail(string subject, string body, string name, string address, params (string Name, string Value)[] headers) => new()
    {
        ["subject"] = subject,
        ["from"] = Sender(name, address),
        ["sender"] = Sender(name, address),
        ["body"] = new JsonObject { ["contentType"] = "text", ["content"] = body },
        // A mail without any arrives as one that came from whom it names.
        ["internetMessageHeaders"] = headers.Length == 0 ? null : new JsonArray([.. headers.Select(header => new JsonObject { ["name"] = header.Name, ["value"] = header.Value })]),
    };

    private static JsonObject Sender(string name, string address) => new() { ["emailAddress"] = new JsonObject { ["name"] = name, ["address"] = address } };

    internal static string GivenName(int n) => GivenNames[n * 7 % GivenNames.Length];

    private static T Pick<T>(Random random, IReadOnlyList<T> of, Func<T, double> share)
    {
        var point = random.NextDouble() * of.Sum(share);
        foreach (var one in of)
        {
            point -= share(one);
            if (point < 0)
            {
                return one;
            }
        }

        return of[^1];
    }

    /// <summary>Another one for each of 500 children in a row, then with a second part.</summary>
    internal static string Surname(int n)
    {
        var name = NameStarts[n % NameStarts.Length] + NameEnds[n / NameStarts.Length % NameEnds.Length];
        var round = n / (NameStarts.Length * NameEnds.Length);
        return round == 0 ? name : $"{name}-{NameStarts[round % NameStarts.Length]}";
    }

    /// <summary>Of the range 999 that is never given to anybody, with the check digit that it needs.</summary>
    internal static string NhsNumber(int n)
    {
        for (var serial = 1000 + (n * 3); ; serial++)
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
