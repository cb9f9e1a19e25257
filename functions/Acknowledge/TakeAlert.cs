using Heldspace.Azure.Records;
using Heldspace.Functions.Acknowledge.Views;
using Heldspace.Functions.Appointments;
using Heldspace.Functions.Hosting;
using Heldspace.Functions.Pages;
using Heldspace.Functions.Refer;
using Heldspace.Messages;
using Heldspace.Pathway;
using Heldspace.Safeguarding;
using Heldspace.Services;

namespace Heldspace.Functions.Acknowledge;

/// <summary>The page that the link of an alert opens, and its one button.</summary>
internal sealed class TakeAlert(PublicPages pages, PublicServices services, Links links, Cases cases, CaseActs acts)
{
    /// <summary>GET acknowledge/{service}/{token}.</summary>
    public async Task<IResult> Show(HttpContext http, string service, string token) =>
        await Find(http, service, token) is var (definition, stored, _) ? Page(http, definition, stored.File.Case, just: http.Request.Query.ContainsKey("done")) : Nothing(http);

    /// <summary>POST acknowledge/{service}/{token}. Pressing twice does no harm; who was first has it.</summary>
    public async Task<IResult> Take(HttpContext http, string service, string token)
    {
        var (form, refusal) = await pages.Read(http, Posted.PageLimit, null);
        if (form is null)
        {
            return refusal!;
        }

        if (await Find(http, service, token) is not var (definition, stored, step))
        {
            return Nothing(http);
        }

        var record = stored.File.Case;
        if (!await pages.IsOurs(http))
        {
            return Page(http, definition, record, just: false, [AppointmentWords.OnceMore]);
        }

        var told = record.Safeguarding! with { Step = step };
        var by = OnDuty.Names(definition, told, OnDuty.ToldAt(definition, told));
        var done = await acts.Do(definition, record.Id, new Act.TakeAlert { By = by }, http.RequestAborted) is ActOutcome.Done;
        return new SeeOther(done ? $"{http.Request.Path}?done=1" : http.Request.Path);
    }

    /// <summary>An unknown link and one that leads nowhere any more lead to the same page.</summary>
    public IResult Nothing(HttpContext http) => pages.Say(
        services.At(http.Request.Host) is [var only] ? only : null,
        StatusCodes.Status404NotFound,
        "This link does not work",
        ["It may be cut short: open it again from the message, whole.", "If you were told of immediate risk, sign in to the staff pages, or ring whoever is on cover."]);

    private async Task<(ServiceDefinition Service, StoredCase Stored, int Step)?> Find(HttpContext http, string serviceId, string token) =>
        services.Find(serviceId, http.Request.Host) is { } service
        && LinkToken.IsOne(token)
        && await links.FindAlert(service.Id, token, http.RequestAborted) is var (id, step)
        && await cases.Read(service.Id, id, http.RequestAborted) is { File.Case.Safeguarding: { } alert } stored
        && step >= alert.First
            ? (service, stored, step)
            : null;

    private IResult Page(HttpContext http, ServiceDefinition service, Case record, bool just, IReadOnlyList<Refer.Form.Mistake>? mistakes = null)
    {
        var alert = record.Safeguarding!;
        return pages.Page<AcknowledgePage>(
            pages.Frame(service, "Please look at once") with { Mistakes = mistakes ?? [] },
            mistakes is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest,
            ("Reference", record.Reference.Text),
            ("TakenBy", alert.Acknowledged?.By),
            ("Since", alert.Acknowledged is { } taken ? Compose.Moment(taken.At) : ""),
            ("Just", just && alert.Acknowledged is not null),
            ("Next", Compose.Moment(OnDuty.ClimbsAt(service, alert))),
            ("OutOfHours", $"{service.Safeguarding.OutOfHours.Name}, {service.Safeguarding.OutOfHours.Phone}"),
            ("Received", links.Received(service, record.Id).ToString()),
            ("Action", http.Request.Path.ToString()),
            ("Proof", pages.Proof(http)));
    }
}
