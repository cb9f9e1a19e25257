using Heldspace.Functions.Manage.Views;
using Heldspace.Pathway;
using Heldspace.Services;
using NodaTime;

namespace Heldspace.Functions.Manage;

/// <summary>
/// Asks a second time before an appointment that is ahead goes with something else that is said of a case: the case is closed, or goes on elsewhere. What was
/// filled in is kept on the page, and nothing of it stands in an address.
/// </summary>
internal sealed class AskAgain(StaffPages pages)
{
    /// <summary>What the page sends with the form: the appointments that it showed.</summary>
    public const string Sure = "sure";

    /// <summary>Those ahead that an act would give up, as things stand.</summary>
    public static IReadOnlyList<Appointment> GivenUp(ServiceDefinition service, CaseFile file, Act act, Instant now) =>
        act is Act.Close or Act.Onward && Acts.Decide(service, file, act, Caseload.None, now) is Ruling.Do(var change)
            ? [.. file.Appointments.Where(before =>
                CancelByStaff.Ahead(file, before.Id, now) is not null
                && change.File.Appointments.Any(after => after.Id == before.Id && after.State == AppointmentState.Released))]
            : [];

    /// <summary>Which appointments, and where each stands: another word once one has moved.</summary>
    public static string Spelled(IEnumerable<Appointment> ahead) =>
        string.Join(' ', ahead.Select(appointment => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{appointment.Id}.{appointment.Attempt}")));

    public IResult Page(HttpContext http, CaseFile file, string act, IFormCollection form, IReadOnlyList<Appointment> ahead, Instant now)
    {
        var proof = pages.Proof(http);
        var kept = form.Where(field => field.Key != proof.Name && field.Key != Sure).SelectMany(field => field.Value, (field, value) => (field.Key, Value: value ?? "")).ToList();
        return pages.Page<GiveUpPage>(
            pages.Frame(Visit.Of(http), $"Give up what is ahead of {file.Case.Reference}"), StatusCodes.Status200OK,
            ("File", file), ("Act", act), ("Kept", (IReadOnlyList<(string, string)>)kept), ("Ahead", ahead), ("Now", now), ("Proof", proof));
    }
}
