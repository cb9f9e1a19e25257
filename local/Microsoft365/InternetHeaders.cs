using System.Text.Json.Nodes;

namespace Heldspace.Local.Microsoft365;

/// <summary>The internet headers with which a mail arrives.</summary>
internal static class InternetHeaders
{
    /// <summary>What a client may set itself: at most five, each starting with <c>x-</c>.</summary>
    public static void Check(JsonObject message)
    {
        var names = message.Parts("internetMessageHeaders").Select(static header => header.Text("name") ?? "").ToList();
        if (names.Find(static name => !name.StartsWith("x-", StringComparison.OrdinalIgnoreCase)) is { } wrong)
        {
            throw new GraphError(400, "InvalidInternetMessageHeader", $"The internet message header name '{wrong}' should start with 'x-' or 'X-'.");
        }

        if (names.Count > 5)
        {
            throw new GraphError(400, "InvalidInternetMessageHeaderCollection", "Maximum number of headers in one message should be less than or equal to 5.");
        }
    }

    /// <summary>
    /// What Exchange Online writes on top of a mail that came from whom it names. A mail whose headers are given, even none, has those and no others.
    /// https://learn.microsoft.com/defender-office-365/message-headers-eop-mdo
    /// </summary>
    public static JsonArray? Verified(JsonObject message)
    {
        var address = message.Part("from")?.Part("emailAddress")?.Text("address") ?? "";
        var domain = address[(address.IndexOf('@', StringComparison.Ordinal) + 1)..];
        return domain.Length == 0 ? null : [new JsonObject
        {
            ["name"] = "Authentication-Results",
            ["value"] = $"spf=pass (sender IP is 192.0.2.1) smtp.mailfrom={domain}; dkim=pass (signature was verified) header.d={domain};dmarc=pass action=none header.from={domain};compauth=pass reason=100",
        }];
    }

    public static JsonArray Of(MailItem message)
    {
        var headers = new List<(string Name, string Value)>
        {
            ("From", List(message.Resource["from"] is JsonObject from ? [from] : [])),
            ("To", List(message.Resource.Parts("toRecipients"))),
            ("Subject", message.Resource.Text("subject") ?? ""),
            ("Date", message.Resource.Text("sentDateTime") ?? ""),
            ("Message-ID", message.Resource.Text("internetMessageId") ?? ""),
        };
        if (message.References.Count > 0)
        {
            headers.Add(("In-Reply-To", message.References[^1]));
            headers.Add(("References", string.Join(' ', message.References)));
        }

        headers.AddRange((message.Headers ?? []).OfType<JsonObject>().Select(static header => (header.Text("name") ?? "", header.Text("value") ?? "")));
        return headers.Select(static header => (JsonNode?)new JsonObject { ["name"] = header.Name, ["value"] = header.Value }).ToArray();
    }

    private static string List(IEnumerable<JsonObject> recipients) =>
        string.Join(", ", recipients.Select(static recipient => $"\"{recipient.Part("emailAddress")?.Text("name")}\" <{recipient.Address()}>"));
}
