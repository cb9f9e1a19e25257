using Azure.Core;
using Microsoft.Graph;
using Microsoft.Graph.Authentication;
using Microsoft.Graph.Models;
using Microsoft.Graph.Models.ODataErrors;
using Microsoft.Graph.Users.Item.Calendar.GetSchedule;

namespace Heldspace.Functions.Tests.Microsoft365;

/// <summary>The published SDK against the stand-in: what it writes is understood and what is answered it can read.</summary>
public sealed class SdkTests
{
    [Fact]
    public async Task The_SDK_follows_mail_through_delta_queries()
    {
        await using var office = await Office.Open();
        using var graph = Graph(office);
        for (var i = 0; i < 5; i++)
        {
            office.Tenant.Deliver(Office.Intake, Office.Mail($"Mail {i}"));
        }

        var delta = graph.Users[Office.Intake].MailFolders["inbox"].Messages.Delta;
        var page = await delta.GetAsDeltaGetResponseAsync(static request =>
        {
            request.QueryParameters.Select = ["subject", "internetMessageHeaders"];
            request.Headers.Add("Prefer", [Office.Immutable, "odata.maxpagesize=2"]);
        });
        var subjects = new List<string?>();
        while (true)
        {
            subjects.AddRange(page!.Value!.Select(static message => message.Subject));
            if (page.OdataNextLink is null)
            {
                break;
            }

            page = await delta.WithUrl(page.OdataNextLink).GetAsDeltaGetResponseAsync(static request => request.Headers.Add("Prefer", [Office.Immutable, "odata.maxpagesize=2"]));
        }

        subjects.ShouldBe(["Mail 0", "Mail 1", "Mail 2", "Mail 3", "Mail 4"]);
        page.OdataDeltaLink.ShouldNotBeNull();
        office.Tenant.ExpireDeltaTokens();
        (await Should.ThrowAsync<ODataError>(async () => await delta.WithUrl(page.OdataDeltaLink).GetAsDeltaGetResponseAsync())).ResponseStatusCode.ShouldBe(410);
    }

    [Fact]
    public async Task The_SDK_writes_an_event_and_sees_the_time_taken()
    {
        await using var office = await Office.Open();
        using var graph = Graph(office);
        var (start, end) = (At("2026-01-12T10:00:00"), At("2026-01-12T11:00:00"));

        var made = await graph.Users[Office.Robin].Events.PostAsync(new Event
        {
            Subject = "Held",
            Body = new ItemBody { ContentType = BodyType.Html, Content = "<p>Hello</p>" },
            Start = start,
            End = end,
            ShowAs = FreeBusyStatus.Busy,
            Sensitivity = Sensitivity.Private,
            TransactionId = "one",
            Attendees = [new Attendee { EmailAddress = new EmailAddress { Address = Office.Sam }, Type = AttendeeType.Required }],
        });
        var schedule = await graph.Users[Office.Robin].Calendar.GetSchedule.PostAsGetSchedulePostResponseAsync(new GetSchedulePostRequestBody
        {
            Schedules = [Office.Robin],
            StartTime = At("2026-01-12T09:00:00"),
            EndTime = At("2026-01-12T12:00:00"),
            AvailabilityViewInterval = 60,
        });

        made!.Type.ShouldBe(EventType.SingleInstance);
        made.ResponseStatus!.Response.ShouldBe(ResponseType.Organizer);
        schedule!.Value!.Single().AvailabilityView.ShouldBe("020");
        schedule.Value!.Single().ScheduleItems!.Single().Status.ShouldBe(FreeBusyStatus.Busy);
        var view = await graph.Users[Office.Robin].CalendarView.GetAsync(static request =>
        {
            request.QueryParameters.StartDateTime = "2026-01-12T00:00:00Z";
            request.QueryParameters.EndDateTime = "2026-01-13T00:00:00Z";
        });
        view!.Value!.Single().ICalUId.ShouldBe(made.ICalUId);
    }

    [Fact]
    public async Task The_SDK_writes_a_draft_and_sends_it()
    {
        await using var office = await Office.Open();
        using var graph = Graph(office);

        var draft = await graph.Users[Office.Intake].Messages.PostAsync(
            new Message
            {
                Subject = "Held for you",
                Body = new ItemBody { ContentType = BodyType.Text, Content = "Hello" },
                ToRecipients = [new Recipient { EmailAddress = new EmailAddress { Address = "alex@school.example" } }],
                Attachments = [new FileAttachment { Name = "place.ics", ContentBytes = [1, 2, 3] }],
                SingleValueExtendedProperties = [new SingleValueLegacyExtendedProperty { Id = "String {7c9e6679-7425-40de-944b-e07fc1f90ae7} Name X", Value = "1" }],
            },
            static request => request.Headers.Add("Prefer", Office.Immutable));
        await graph.Users[Office.Intake].Messages[draft!.Id].Send.PostAsync();

        (await graph.Users[Office.Intake].Messages[draft.Id].GetAsync())!.IsDraft.ShouldBe(false);
        office.Tenant.Outbox.ShouldHaveSingleItem().To.ShouldBe("alex@school.example");
        (await Should.ThrowAsync<ODataError>(async () => await graph.Users["nobody@heldspace.example"].Messages.GetAsync())).Error!.Code.ShouldBe("ErrorInvalidUser");
    }

    private static DateTimeTimeZone At(string time) => new() { DateTime = time, TimeZone = "Europe/London" };

    private static GraphServiceClient Graph(Office office) => new(
        GraphClientFactory.Create(GraphClientFactory.CreateDefaultHandlers()),
        new AzureIdentityAuthenticationProvider(new AnyToken(), ["127.0.0.1"], null, true, "https://graph.microsoft.com/.default"),
        office.Server.BaseAddress.ToString());

    private sealed class AnyToken : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => new("sdk", DateTimeOffset.MaxValue);

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) => new(GetToken(requestContext, cancellationToken));
    }
}
