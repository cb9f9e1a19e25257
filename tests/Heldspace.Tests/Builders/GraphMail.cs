using System.Text.Json.Nodes;
using Heldspace.Intake;
using NodaTime.Text;

namespace Heldspace.Tests.Builders;

/// <summary>A Graph <c>message</c> resource as the mail it becomes.</summary>
internal static class GraphMail
{
    public static ReceivedMail Received(JsonObject message)
    {
        var type = (string?)message["@odata.type"] ?? "";
        return new()
        {
            From = EmailAddress.TryParse((string?)message["from"]?["emailAddress"]?["address"]),
            FromName = (string?)message["from"]?["emailAddress"]?["name"],
            Subject = (string?)message["subject"] ?? "",
            Body = (string?)message["body"]?["content"] ?? "",
            BodyIsHtml = (string?)message["body"]?["contentType"] == "html",
            ReceivedAt = InstantPattern.ExtendedIso.Parse((string)message["receivedDateTime"]!).Value,
            InternetMessageId = (string?)message["internetMessageId"],
            Headers = [.. (message["internetMessageHeaders"] as JsonArray ?? []).Select(header => new MailHeader((string)header!["name"]!, (string)header["value"]!))],
            IsCalendarMail = type.Contains("eventMessage", StringComparison.Ordinal),
            Attachments = [.. (message["attachments"] as JsonArray ?? []).Select(attachment => new MailAttachment(
                (string)attachment!["name"]!, (string?)attachment["contentType"], Convert.FromBase64String((string)attachment["contentBytes"]!), (bool?)attachment["isInline"] ?? false))],
        };
    }
}
