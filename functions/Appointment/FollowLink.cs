using Heldspace.Azure.Records;
using Heldspace.Functions.Hosting;
using Heldspace.Functions.Refer;
using Heldspace.Pathway;
using Heldspace.Services;
using NodaTime;

namespace Heldspace.Functions.Appointments;

/// <summary>An appointment as its link leads to it.</summary>
/// <param name="Service">Whose.</param>
/// <param name="Stored">The case, as it was read.</param>
/// <param name="Appointment">The appointment.</param>
/// <param name="Standing">What can be done about it now; never <see cref="LinkStanding.Nothing"/>.</param>
/// <param name="Path">Address of its page.</param>
internal sealed record Followed(ServiceDefinition Service, StoredCase Stored, Appointment Appointment, LinkStanding Standing, string Path)
{
    /// <summary>Whether a young person wrote about themselves: they are spoken to, not about.</summary>
    public bool Young => Stored.File.Case.Referrer.Role == "self";

    /// <summary>Whether an adult asked for it for themselves: nothing is said of a child.</summary>
    public bool Consultation => Service.PurposeOf(Appointment.Kind) == AppointmentPurpose.Consultation;

    /// <summary>Whether it is about whoever reads: they come themselves, and nobody else has to be told.</summary>
    public bool Themself => Young || Consultation;
}

/// <summary>
/// Follows the link of an appointment. It opens one appointment for one person: not once the case answers to somebody else, and not after the meeting. An
/// unknown link and one that opens nothing any more lead to the same page, from which nothing is learnt.
/// </summary>
internal sealed class FollowLink(Links links, Cases cases, PublicServices services, PublicPages pages, IClock clock)
{
    /// <summary>Where it leads; null where it opens nothing.</summary>
    public async Task<Followed?> Follow(HttpContext http, string serviceId, string token, CancellationToken cancellation)
    {
        if (services.Find(serviceId, http.Request.Host) is not { } service
            || !LinkToken.IsOne(token)
            || await links.FindAppointment(service.Id, token, cancellation) is not var (id, appointmentId)
            || await cases.Read(service.Id, id, cancellation) is not { File: var file } stored
            || file.Appointments.FirstOrDefault(other => other.Id == appointmentId) is not { } appointment
            || !links.IsFor(file.Case, appointmentId, token))
        {
            return null;
        }

        var standing = AgreeAppointment.Standing(file, appointment, clock.GetCurrentInstant());
        return standing is LinkStanding.Nothing or LinkStanding.Past ? null : new(service, stored, appointment, standing, $"/appointment/{service.Id}/{token}");
    }

    public IResult Nothing(HttpContext http)
    {
        var service = services.At(http.Request.Host) is [var only] ? only : http.Request.RouteValues["service"] is string id ? services.Find(id, http.Request.Host) : null;
        return pages.Say(service, StatusCodes.Status404NotFound, "This link does not work any more", [
            "It may be cut short: open it again from our email, whole. Or the appointment was some time ago, or somebody else looks after it now.",
            "If we sent you a newer email, use the link in that one. Nothing has changed because you came here.",
        ]);
    }
}
