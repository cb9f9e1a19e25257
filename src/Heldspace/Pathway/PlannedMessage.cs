using Heldspace.Intake;
using Heldspace.Messages;
using Heldspace.Services;
using NodaTime;

namespace Heldspace.Pathway;

/// <summary>A message as it is planned: its id, whom it is for, and nothing of what it says but what the case does not know.</summary>
internal static class PlannedMessage
{
    public static Message ToReferrer(string kind, string n, EmailAddress to, Instant now) =>
        new() { Id = $"{kind}.{n}", Kind = kind, To = to, ToStaff = false, State = MessageState.Planned, PlannedAt = now };

    public static IEnumerable<Message> ToFamily(CaseFile file, string kind, string n, Instant now) =>
        file.Case.Provisional != Provisional.Unconfirmed && file.Case.Referrer.Email is { } address ? [ToReferrer(kind, n, address, now)] : [];

    public static Message Alert(string kind, string n, EmailAddress to, string alert, string about, Instant now) =>
        new() { Id = $"{kind}.{n}", Kind = kind, To = to, ToStaff = true, State = MessageState.Planned, PlannedAt = now, Alert = alert, About = about };

    /// <summary>Once there is something to tell: whoever rings can say the day and the time. Of each appointment that follows they are told again.</summary>
    public static IEnumerable<Message> Ring(ServiceDefinition service, CaseFile file, Instant now, string? n = null) => file.Case.Referrer.Email is not null
        ? []
        : [Alert(Texts.AlertRing, n ?? (file.Appointments.Length > 1 ? file.Current!.Id : "1"), service.Scheduler.Mailbox, AlertKinds.Other, "Somebody gave no mail address.", now)];

    public static string Number(int n) => n.ToString(System.Globalization.CultureInfo.InvariantCulture);

    public static IEnumerable<(Manager Manager, string N)> Numbered(IEnumerable<Manager> managers) =>
        managers.Select((manager, index) => (manager, Number(index + 1)));

    public static string AttemptOf(Appointment appointment) =>
        $"{appointment.Id}.{Number(appointment.Attempt)}";

    public static Message HeldMessage(ServiceDefinition service, CaseFile file, Appointment appointment, EmailAddress address, Instant now) => service.PurposeOf(appointment.Kind) switch
    {
        AppointmentPurpose.Screening => ToReferrer(Texts.HeldScreening, appointment.Id, address, now),
        AppointmentPurpose.Consultation => ToReferrer(Texts.HeldConsultation, appointment.Id, address, now),
        _ => HeldMessage(file, appointment, address, now),
    };

    public static Message HeldMessage(CaseFile file, Appointment appointment, EmailAddress address, Instant now) =>
        ToReferrer(file.Case.Provisional == Provisional.No ? Texts.Held : Texts.HeldProvisional, appointment.Id, address, now);
}
