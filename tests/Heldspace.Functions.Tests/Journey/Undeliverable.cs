using System.Text.Json.Nodes;
using Heldspace.Functions.Tests.Drivers;

namespace Heldspace.Functions.Tests.Journey;

/// <summary>Reports that a mail did not arrive, as Exchange Online writes them for mail that it could not hand over.</summary>
internal static class Undeliverable
{
    public const string NotFound = "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup";

    /// <param name="original">What the mail was called on its way, with angle brackets.</param>
    /// <param name="said">What the other side said.</param>
    /// <param name="vouched">Whether the own mail system wrote it.</param>
    /// <param name="subject">How it begins.</param>
    public static JsonObject Report(string original, string said = NotFound, bool vouched = true, string subject = "Undeliverable: A few questions") => new()
    {
        ["subject"] = subject,
        ["from"] = Postmaster(),
        ["sender"] = Postmaster(),
        ["body"] = new JsonObject { ["contentType"] = "html", ["content"] = $"<html><body><p>Your message couldn't be delivered.</p><p>Diagnostic information for administrators:<br>Remote server returned '{said}'</p></body></html>" },
        ["internetMessageHeaders"] = new JsonArray(
            Header("Content-Type", "multipart/report; report-type=delivery-status; boundary=\"b1\""),
            Header("X-MS-Exchange-Organization-AuthAs", vouched ? "Internal" : "Anonymous"),
            Header("Auto-Submitted", "auto-replied"),
            Header("Return-Path", "<>"),
            Header("In-Reply-To", original),
            Header("References", original)),
    };

    /// <summary>A report of the newest mail to somebody.</summary>
    public static JsonObject NewestTo(SystemUnderTest sut, string address, string said = NotFound, bool vouched = true, string subject = "Undeliverable: A few questions") =>
        Report(sut.Sent(address)[^1]["internetMessageId"]!.GetValue<string>(), said, vouched, subject);

    private static JsonObject Postmaster() => new() { ["emailAddress"] = new JsonObject { ["name"] = "Microsoft Outlook", ["address"] = "postmaster@caring-to-care.example" } };

    private static JsonObject Header(string name, string value) => new() { ["name"] = name, ["value"] = value };
}
