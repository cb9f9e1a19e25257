using System.Globalization;
using System.Text.Json.Nodes;

namespace Heldspace.Functions.Tests.Drivers;

/// <summary>Mails as a referrer writes them. Everybody in them is invented.</summary>
internal static class Mails
{
    private static readonly string[] NameStarts =
    [
        "Alder", "Bramble", "Cinder", "Dapple", "Ember", "Fallow", "Glimmer", "Hazel", "Inkle", "Juniper", "Kestrel", "Linnet", "Marrow", "Nettle", "Orchard", "Pebble", "Quillon", "Russet",
        "Saffron", "Thistle", "Umber", "Velvet", "Willow", "Yarrow", "Zephyr",
    ];

    private static readonly string[] NameEnds = ["mere", "croft", "wick", "stone", "shaw", "combe", "garth", "holt", "den", "ford", "gate"];

    private static readonly string[] GivenNames = ["Robin", "Kit", "Ash", "Rowan", "Sky", "Jude", "Remy", "Frankie", "Ari", "Noor"];

    /// <summary>A labelled referral that needs nothing more to be accepted, the n-th of its kind.</summary>
    public static JsonObject Complete(int n = 1, string from = "sam.fielding@nhs.example", string more = "", string role = "social worker") => Mail(
        "New referral",
        string.Create(CultureInfo.InvariantCulture, $"""
            First name: {GivenNames[n % GivenNames.Length]}
            Surname: {Surname(n)}
            Date of birth: {1 + (n % 28):00}/0{1 + (n % 9)}/2014
            Category: child in care
            Legal status: C2
            Responsible authority: Cheshire West and Chester
            Lives in: Cheshire West and Chester
            Referrer: Sam Fielding
            Role: {role}
            Urgency: routine
            {more}
            """),
        from);

    /// <summary>The family name of the n-th child; none of the first 275 sounds like another.</summary>
    public static string Surname(int n) => NameStarts[n % NameStarts.Length] + NameEnds[n % NameEnds.Length];

    public static JsonObject Mail(string subject, string body, string from = "sam.fielding@nhs.example", string type = "text") => new()
    {
        ["subject"] = subject,
        ["from"] = new JsonObject { ["emailAddress"] = new JsonObject { ["name"] = "Sam Fielding", ["address"] = from } },
        ["sender"] = new JsonObject { ["emailAddress"] = new JsonObject { ["name"] = "Sam Fielding", ["address"] = from } },
        ["body"] = new JsonObject { ["contentType"] = type, ["content"] = body },
    };
}
