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

/// <summary>What stands in the form, so that a mistake loses nothing of it.</summary>
/// <param name="Once">Tells this opened page from every other.</param>
public sealed record ConsultationAnswers(string Once, string Kind, string Name, string Role, string Email, string Phone, string Place, bool Interpreter);

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
    public Task<IResult> Show(HttpContext http) => Show(http, StatusCodes.Status200OK, null, null, []);

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
            // Who had the page open for long finds in it what they wrote; nothing was kept, and what is sent anew counts once.
            return await Show(http, status, unread, http.Request.HasFormContentType && status == StatusCodes.Status400BadRequest ? await Typed(http) : null, []);
        }

        var answers = Answers(form);
        var mistakes = Mistakes(visit.Service, answers);
        if (mistakes.Count > 0 || IdOf(visit.Service, answers.Once) is not { } id)
        {
            return await Show(http, StatusCodes.Status400BadRequest, mistakes.Count > 0 ? null : "The page was not whole. Nothing was kept: please do it once more.", answers, mistakes);
        }

        await intake.KeepAsked(id, Asked(visit.Service, answers), http.RequestAborted);
        await outbox.Send(QueueNames.Referrals, new ReferralArrived(visit.Service.Id, id, Channel.Staff), http.RequestAborted);
        return new SeeOther($"/manage/{visit.Service.Id}/consultations?asked={id}");
    }

    private async Task<IResult> Show(HttpContext http, int status, string? mistake, ConsultationAnswers? typed, IReadOnlyList<FieldMistake> mistakes)
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
        if (mistake is null && mistakes.Count == 0 && IntakeId.TryParse(http.Request.Query["asked"].ToString()) is { } id)
        {
            var opened = CaseId.Of(id, 1);
            asked = new((await cases.Read(visit.Service.Id, opened, http.RequestAborted))?.File.Case.Reference, opened);
        }

        var answers = typed is not null && IdOf(visit.Service, typed.Once) is not null ? typed : (typed ?? new("", "", "", "", "", "", "", false)) with { Once = Once() };
        return pages.Page<ConsultationPage>(
            pages.Frame(visit, "Ask for a consultation") with { Mistake = mistake, Mistakes = mistakes }, status, ("Answers", answers), ("Asked", asked), ("Proof", pages.Proof(http)));
    }

    private string Once() => string.Create(CultureInfo.InvariantCulture, $"{clock.GetCurrentInstant().ToUnixTimeMilliseconds()}.{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))}");

    /// <summary>One page as it was opened is one request, however often it is sent.</summary>
    private static IntakeId? IdOf(ServiceDefinition service, string request) =>
        request.Split('.') is [var at, { Length: 32 } once] && long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds) && milliseconds < 4_000_000_000_000
            ? IntakeStore.IdOf(Instant.FromUnixTimeMilliseconds(milliseconds), service.Id, "consultation", once)
            : null;

    private static async Task<ConsultationAnswers> Typed(HttpContext http) => Answers(await http.Request.ReadFormAsync(http.RequestAborted));

    private static ConsultationAnswers Answers(IFormCollection form)
    {
        return new(Text("request"), Text("kind"), Text("name"), Text("role"), Text("email"), Text("phone"), Text("place"), form["interpreter"] == "yes");

        string Text(string field) => form[field].ToString().Trim();
    }

    private static List<FieldMistake> Mistakes(ServiceDefinition service, ConsultationAnswers answers)
    {
        var mistakes = new List<FieldMistake>();
        if (service.Consultations.All(kind => kind.Id != answers.Kind))
        {
            mistakes.Add(new("kind", "Choose which consultation."));
        }

        if (answers.Name.Length is 0 or > LongestName)
        {
            mistakes.Add(new("name", "Write who asks, in at most 100 characters."));
        }

        if (EmailAddress.TryParse(answers.Email) is null && (answers.Email.Length > 0 || answers.Phone.Length == 0))
        {
            mistakes.Add(new("email", answers.Email.Length > 0 ? "Write a whole mail address, such as name@example.org." : "Write a mail address or a telephone number, so that somebody can tell them the time."));
        }

        if (answers.Phone.Length > LongestName)
        {
            mistakes.Add(new("phone", "Write a telephone number of at most 100 characters."));
        }

        return mistakes;
    }

    /// <summary>What was asked for, of answers without a mistake.</summary>
    private AskedFor Asked(ServiceDefinition service, ConsultationAnswers answers)
    {
        var kind = service.Consultations.First(kind => kind.Id == answers.Kind);
        var child = Child.Empty(1);
        if (PlaceKinds.Parse(answers.Place) is { } place && kind.PlaceKinds.Contains(place))
        {
            child = child.With(Fields.PreferredPlace, Reading.Known(answers.Place, "staff page"));
        }

        if (answers.Interpreter)
        {
            child = child.With(Fields.Interpreter, Reading.Known("yes", "staff page"));
        }

        var role = Roles.FirstOrDefault(one => one.Role == answers.Role).Role ?? "other";
        return new()
        {
            Service = service.Id,
            Kind = kind.Id,
            Channel = Channel.Staff,
            ReceivedAt = clock.GetCurrentInstant(),
            Child = child,
            Referrer = new(answers.Name, role, EmailAddress.TryParse(answers.Email), answers.Phone.Length == 0 ? null : answers.Phone, null, Trusted: true),
        };
    }
}
