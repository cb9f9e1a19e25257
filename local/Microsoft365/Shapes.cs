using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Heldspace.Local.Microsoft365;

/// <summary>
/// What Graph accepts in a request body. A property that a closed type lacks, a value of the wrong JSON kind or an unknown enumeration member is refused
/// as Graph refuses it. Written small on purpose: only what can be sent; a test holds everything sent and answered to the published metadata.
/// </summary>
internal static class Shapes
{
    /// <summary>Type → property → type. <c>s</c> string, <c>b</c> boolean, <c>i</c> whole number, <c>d</c> number, <c>x</c> not looked into; a <c>*</c> behind it makes a collection. <c>open</c> types take more.</summary>
    private static readonly FrozenDictionary<string, FrozenDictionary<string, string>> Types = new Dictionary<string, string>
    {
        ["message"] = "open:x subject:s body:itemBody uniqueBody:itemBody bodyPreview:s importance:importance from:recipient sender:recipient toRecipients:recipient* ccRecipients:recipient* bccRecipients:recipient* replyTo:recipient* internetMessageId:s internetMessageHeaders:internetMessageHeader* isRead:b isDraft:b isDeliveryReceiptRequested:b isReadReceiptRequested:b flag:followupFlag inferenceClassification:inferenceClassification categories:s* attachments:attachment* hasAttachments:b singleValueExtendedProperties:extended* multiValueExtendedProperties:x extensions:x conversationId:s conversationIndex:s receivedDateTime:s sentDateTime:s createdDateTime:s lastModifiedDateTime:s changeKey:s id:s parentFolderId:s webLink:s",
        ["event"] = "open:x subject:s body:itemBody bodyPreview:s importance:importance sensitivity:sensitivity start:dateTimeTimeZone end:dateTimeTimeZone isAllDay:b location:location locations:location* attendees:attendee* organizer:recipient recurrence:patternedRecurrence reminderMinutesBeforeStart:i isReminderOn:b showAs:showAs responseRequested:b allowNewTimeProposals:b hideAttendees:b isOnlineMeeting:b onlineMeetingProvider:onlineMeetingProvider transactionId:s categories:s* attachments:attachment* singleValueExtendedProperties:extended* multiValueExtendedProperties:x extensions:x originalStartTimeZone:s originalEndTimeZone:s id:s iCalUId:s changeKey:s createdDateTime:s lastModifiedDateTime:s webLink:s type:eventType hasAttachments:b isCancelled:b isOrganizer:b isDraft:b responseStatus:x seriesMasterId:s onlineMeeting:x onlineMeetingUrl:s originalStart:s cancelledOccurrences:s*",
        ["itemBody"] = "content:s contentType:bodyType",
        ["recipient"] = "emailAddress:emailAddress",
        ["emailAddress"] = "address:s name:s",
        ["attendee"] = "emailAddress:emailAddress type:attendeeType status:responseStatus proposedNewTime:timeSlot",
        ["responseStatus"] = "response:responseType time:s",
        ["timeSlot"] = "start:dateTimeTimeZone end:dateTimeTimeZone",
        ["dateTimeTimeZone"] = "dateTime:s timeZone:s",
        ["location"] = "displayName:s address:physicalAddress coordinates:x locationEmailAddress:s locationUri:s locationType:locationType uniqueId:s uniqueIdType:uniqueIdType",
        ["physicalAddress"] = "street:s city:s state:s countryOrRegion:s postalCode:s",
        ["patternedRecurrence"] = "pattern:recurrencePattern range:recurrenceRange",
        ["recurrencePattern"] = "type:recurrencePatternType interval:i daysOfWeek:dayOfWeek* firstDayOfWeek:dayOfWeek dayOfMonth:i month:i index:weekIndex",
        ["recurrenceRange"] = "type:recurrenceRangeType startDate:s endDate:s numberOfOccurrences:i recurrenceTimeZone:s",
        ["internetMessageHeader"] = "name:s value:s",
        ["followupFlag"] = "flagStatus:flagStatus startDateTime:dateTimeTimeZone dueDateTime:dateTimeTimeZone completedDateTime:dateTimeTimeZone",
        ["extended"] = "id:s value:s",
        ["attachment"] = "id:s name:s contentType:s contentBytes:s contentId:s contentLocation:s isInline:b size:i lastModifiedDateTime:s item:x",
        ["folder"] = "id:s displayName:s parentFolderId:s childFolderCount:i unreadItemCount:i totalItemCount:i isHidden:b",
        ["mailFolder"] = "displayName:s isHidden:b singleValueExtendedProperties:extended* id:s",
        ["subscription"] = "changeType:s notificationUrl:s resource:s expirationDateTime:s clientState:s lifecycleNotificationUrl:s latestSupportedTlsVersion:s includeResourceData:b encryptionCertificate:s encryptionCertificateId:s notificationQueryOptions:s notificationUrlAppId:s applicationId:s creatorId:s id:s",
        ["mailboxSettings"] = "timeZone:s language:x automaticRepliesSetting:x workingHours:x dateFormat:s timeFormat:s archiveFolder:s userPurpose:x delegateMeetingMessageDeliveryOptions:s",
        ["getSchedule"] = "schedules:s* startTime:dateTimeTimeZone endTime:dateTimeTimeZone availabilityViewInterval:i",
        ["respond"] = "comment:s sendResponse:b proposedNewTime:timeSlot",
        ["accept"] = "comment:s sendResponse:b",
        ["cancel"] = "comment:s",
        ["move"] = "destinationId:s",
        ["reply"] = "message:message comment:s",
        ["sendMail"] = "message:message saveToSentItems:b",
        ["none"] = "",
    }.ToFrozenDictionary(static pair => pair.Key, static pair => pair.Value
        .Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Select(static item => item.Split(':'))
        .ToFrozenDictionary(static parts => parts[0], static parts => parts[1], StringComparer.OrdinalIgnoreCase));

    private static readonly FrozenDictionary<string, string[]> Enumerations = new Dictionary<string, string>
    {
        ["importance"] = "low normal high",
        ["bodyType"] = "text html",
        ["sensitivity"] = "normal personal private confidential",
        ["showAs"] = "unknown free tentative busy oof workingElsewhere",
        ["attendeeType"] = "required optional resource",
        ["responseType"] = "none organizer tentativelyAccepted accepted declined notResponded",
        ["eventType"] = "singleInstance occurrence exception seriesMaster",
        ["inferenceClassification"] = "focused other",
        ["flagStatus"] = "notFlagged complete flagged",
        ["locationType"] = "default conferenceRoom homeAddress businessAddress geoCoordinates streetAddress hotel restaurant localBusiness postalAddress",
        ["uniqueIdType"] = "unknown locationStore directory private bing",
        ["onlineMeetingProvider"] = "unknown skypeForBusiness skypeForConsumer teamsForBusiness",
        ["recurrencePatternType"] = "daily weekly absoluteMonthly relativeMonthly absoluteYearly relativeYearly",
        ["recurrenceRangeType"] = "endDate noEnd numbered",
        ["dayOfWeek"] = "sunday monday tuesday wednesday thursday friday saturday",
        ["weekIndex"] = "first second third fourth last",
    }.ToFrozenDictionary(static pair => pair.Key, static pair => pair.Value.Split(' '));

    /// <summary>Whether a type has a property, for <c>$select</c>, <c>$filter</c> and <c>$orderby</c>.</summary>
    public static bool Has(string type, string property) => Types[type].ContainsKey(property);

    /// <summary>Whether an enumeration has a member, exactly as it is answered.</summary>
    public static bool IsMember(string enumeration, string member) => Enumerations[enumeration].Contains(member);

    /// <summary>Refuses what Graph refuses, and puts enumeration members into the case in which Graph answers them.</summary>
    public static void Check(string type, JsonObject value)
    {
        var properties = Types[type];
        var open = properties.ContainsKey("open");
        foreach (var (name, node) in value.ToList())
        {
            if (name.Contains('@', StringComparison.Ordinal))
            {
                continue;
            }

            if (!properties.TryGetValue(name, out var expected))
            {
                if (open)
                {
                    continue;
                }

                throw GraphError.BadRequest($"The property '{name}' does not exist on type 'microsoft.graph.{type}'. Make sure to only use property names that are defined by the type or mark the type as open type.");
            }

            if (node is null)
            {
                continue;
            }

            if (expected.EndsWith('*'))
            {
                if (node is not JsonArray items)
                {
                    throw Unreadable("StartArray", node);
                }

                for (var i = 0; i < items.Count; i++)
                {
                    if (Value(expected[..^1], items[i]) is var checkedItem && !ReferenceEquals(checkedItem, items[i]))
                    {
                        items[i] = checkedItem;
                    }
                }
            }
            else if (Value(expected, node) is var checkedNode && !ReferenceEquals(checkedNode, node))
            {
                value[name] = checkedNode;
            }
        }
    }

    private static JsonNode? Value(string type, JsonNode? node)
    {
        if (node is null)
        {
            return null;
        }

        var kind = node.GetValueKind();
        switch (type)
        {
            case "x":
                return node;
            case "s":
                return kind == JsonValueKind.String ? node : throw Unreadable("String", node);
            case "b":
                return kind is JsonValueKind.True or JsonValueKind.False ? node : throw Unreadable("Boolean", node);
            case "i" or "d":
                return kind == JsonValueKind.Number ? node : throw Unreadable("Number", node);
        }

        if (Enumerations.TryGetValue(type, out var members))
        {
            var text = node.AsText() ?? throw Unreadable("String", node);
            var member = Array.Find(members, m => m.Equals(text, StringComparison.OrdinalIgnoreCase))
                ?? throw new GraphError(400, "RequestBodyRead", $"Requested value '{text}' was not found.");
            return member == text ? node : JsonValue.Create(member);
        }

        if (node is not JsonObject part)
        {
            throw Unreadable("StartObject", node);
        }

        Check(type, part);
        return part;
    }

    private static GraphError Unreadable(string expected, JsonNode found) =>
        new(400, "RequestBodyRead", $"An unexpected '{found.GetValueKind()}' node was found when reading from the JSON reader. A '{expected}' node was expected.");
}
