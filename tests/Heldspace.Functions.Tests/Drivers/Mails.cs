using System.Globalization;
using System.Text.Json.Nodes;

namespace Heldspace.Functions.Tests.Drivers;

/// <summary>Mails as a referrer writes them. Everybody in them is invented.</summary>
internal static class Mails
{
    private static readonly string[] GivenNames = ["Robin", "Kit", "Ash", "Rowan", "Sky", "Jude", "Remy", "Frankie", "Ari", "Noor"];

    /// <summary>A labelled referral that needs nothing more to be accepted, the n-th of its kind.</summary>
    public static JsonObject Complete(int n = 1, string from = "sam.fielding@nhs.example", string more = "", string role = "social worker") => Mail(
        "New referral",
        string.Create(CultureInfo.InvariantCulture, $"""
            First name: {GivenNames[n % GivenNames.Length]}
            Surname: Example{(char)('a' + (n / 26 % 26))}{(char)('a' + (n % 26))}
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

    public static JsonObject Mail(string subject, string body, string from = "sam.fielding@nhs.example", string type = "text") => new()
    {
        ["subject"] = subject,
        ["from"] = new JsonObject { ["emailAddress"] = new JsonObject { ["name"] = "Sam Fielding", ["address"] = from } },
        ["sender"] = new JsonObject { ["emailAddress"] = new JsonObject { ["name"] = "Sam Fielding", ["address"] = from } },
        ["body"] = new JsonObject { ["contentType"] = type, ["content"] = body },
    };
}
