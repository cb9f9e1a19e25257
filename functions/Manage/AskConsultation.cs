using System.Globalization;
using System.Security.Cryptography;
using Heldspace.Azure.Records;
using Heldspace.Functions.Hosting;
using Heldspace.Functions.Manage.Views;
using Heldspace.Functions.Pages;
using Heldspace.Intake;
using Heldspace.Pathway;
using Heldspace.Services;
using NodaTime;

namespace Heldspace.Functions.Manage;

/// <param name="Reference">Of the case, once it is open.</param>
/// <param name="Case">Its id.</param>
public sealed record AskedNow(Reference? Reference, CaseId Case);

/// <summary>
/// A carer or a professional asked for a consultation, by telephone for the most part, and a colleague writes it down: it goes the way of a referral, kept,
/// queued, and held in a diary off the request. Sending the same page twice asks once.
/// </summary>
internal sealed class AskConsultation(StaffPages pages, IntakeStore intake, Outbox outbox, Cases cases, IClock clock)
{
    private const int LongestName = 100;

    /// <summary>Who may ask, as referrals spell roles, with what the page calls them.</summary>
    public static readonly (string Role, string Words)[] Roles =
        [("carer", "Carer"), ("socialWorker", "Social worker"), ("personalAdviser", "Personal adviser"), ("school", "School"), ("nurse", "Nurse"), ("gp", "GP"), ("voluntarySector", "Voluntary sector"), ("other", "Somebody else")];

    /// <summary>GET manage/{service}/consultations?asked={intake}.</summary>
    public Task<IResult> Show(HttpContext http) => Show(http, StatusCodes.Status200OK, null);

    /// <summary>POST manage/{service}/consultations.</summary>
    public async Task<IResult> Take(HttpContext http)
    {
        var visit = Visit.Of(http);
        if (visit.Role == StaffRole.Clinician)
        {
            return await Show(http);
        }

        var (form, status, unread) = await pages.Read(http);
        if (form is null)
        {
            return await Show(http, status, unread);
        }

        var (asked, mistake) = Read(visit, form);
        if (asked is null || IdOf(visit.Service, form["request"].ToString()) is not { } id)
        {
            return await Show(http, StatusCodes.Status400BadRequest, mistake ?? "The page was not whole. Nothing was kept: please do it once more.");
        }

        await intake.KeepAsked(id, asked, http.RequestAborted);
        await outbox.Send(QueueNames.Referrals, new ReferralArrived(visit.Service.Id, id, Channel.Staff), http.RequestAborted);
        return new SeeOther($"/manage/{visit.Service.Id}/consultations?asked={id}");
    }

    private async Task<IResult> Show(HttpContext http, int status, string? mistake)
    {
        var visit = Visit.Of(http);
        if (!visit.Service.Consultations.Any())
        {
            return pages.NotFound(visit);
        }

        if (visit.Role == StaffRole.Clinician)
        {
            return pages.NotFor(visit, "Consultations are asked for by schedulers and managers", "Please tell your scheduler who asked you for one.");
        }

        AskedNow? asked = null;
        if (mistake is null && IntakeId.TryParse(http.Request.Query["asked"].ToString()) is { } id)
        {
            var opened = CaseId.Of(id, 1);
            asked = new((await cases.Read(visit.Service.Id, opened, http.RequestAborted))?.File.Case.Reference, opened);
        }

        var request = string.Create(CultureInfo.InvariantCulture, $"{clock.GetCurrentInstant().ToUnixTimeMilliseconds()}.{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))}");
        return pages.Page<ConsultationPage>(
            pages.Frame(visit, "Ask for a consultation") with { Mistake = mistake }, status, ("Request", request), ("Asked", asked), ("Proof", pages.Proof(http)));
    }

    /// <summary>One page as it was opened is one request, however often it is sent.</summary>
    private static IntakeId? IdOf(ServiceDefinition service, string request) =>
        request.Split('.') is [var at, { Length: 32 } once] && long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds) && milliseconds < 4_000_000_000_000
            ? IntakeStore.IdOf(Instant.FromUnixTimeMilliseconds(milliseconds), service.Id, "consultation", once)
            : null;

    private (AskedFor? Asked, string? Mistake) Read(Visit visit, IFormCollection form)
    {
        if (visit.Service.Consultations.FirstOrDefault(kind => kind.Id == form["kind"].ToString()) is not { } kind)
        {
            return (null, "Choose which consultation.");
        }

        var (name, address, phone) = (form["name"].ToString().Trim(), form["email"].ToString().Trim(), form["phone"].ToString().Trim());
        if (name.Length is 0 or > LongestName || phone.Length > LongestName)
        {
            return (null, "Write who asks, in at most 100 characters.");
        }

        var email = EmailAddress.TryParse(address);
        if ((address.Length > 0 && email is null) || (email is null && phone.Length == 0))
        {
            return (null, "Write a whole mail address or a telephone number, so that somebody can tell them the time.");
        }

        var child = Child.Empty(1);
        if (PlaceKinds.Parse(form["place"].ToString()) is { } place && kind.PlaceKinds.Contains(place))
        {
            child = child.With(Fields.PreferredPlace, Reading.Known(form["place"].ToString(), "staff page"));
        }

        if (form["interpreter"] == "yes")
        {
            child = child.With(Fields.Interpreter, Reading.Known("yes", "staff page"));
        }

        var role = Roles.FirstOrDefault(one => one.Role == form["role"].ToString()).Role ?? "other";
        return (
            new()
            {
                Service = visit.Service.Id,
                Kind = kind.Id,
                Channel = Channel.Staff,
                ReceivedAt = clock.GetCurrentInstant(),
                Child = child,
                Referrer = new(name, role, email, phone.Length == 0 ? null : phone, null, Trusted: true),
            },
            null);
    }
}
