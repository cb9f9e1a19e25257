using System.Globalization;
using Heldspace.Azure.Records;
using Heldspace.Pathway;
using Heldspace.Services;
using Heldspace.Time;
using NodaTime;
using NodaTime.Text;

namespace Heldspace.Functions.Hosting;

/// <summary>
/// What summaries count of the acts on a case: codes and numbers only, no words that anybody wrote. What can be corrected has one id, so that the
/// correction takes the place of what it corrects.
/// </summary>
internal static class ActFacts
{
    /// <summary>Nothing for what nobody counts.</summary>
    /// <param name="service">Whose.</param>
    /// <param name="file">The case as it is now.</param>
    /// <param name="happened">The event.</param>
    /// <param name="number">Its number in the case's history.</param>
    public static IEnumerable<Fact> Of(ServiceDefinition service, CaseFile file, CaseEvent happened, int number) =>
        happened is CaseEvent.Answered answered ? Measured(file, answered) : One(service, file, happened, number) is { } fact ? [fact] : [];

    /// <summary>A figure for each measure that was answered: what summaries compare and count. Never what anybody wrote.</summary>
    private static IEnumerable<Fact> Measured(CaseFile file, CaseEvent.Answered answered)
    {
        if (file.Asks.FirstOrDefault(ask => ask.Id == answered.Ask) is not { } ask)
        {
            return [];
        }

        return ask.Measures.Where(asked => asked.Score is not null).Select(asked => new Fact(
            $"measured:{file.Case.Id}:{ask.Id}:{asked.Measure}",
            "measured",
            answered.At,
            Values(
            [
                ("Measure", asked.Measure),
                ("Version", Number(asked.Version)),
                ("Wave", ask.Wave),
                ("Respondent", ask.Respondent.Role),
                ("Total", asked.Score!.Total is { } total ? total.ToString(CultureInfo.InvariantCulture) : ""),
                ("Subscales", string.Join(' ', asked.Score.Subscales.Where(subscale => subscale.Value is not null).Select(subscale => $"{subscale.Id}={subscale.Value!.Value.ToString(CultureInfo.InvariantCulture)}"))),
            ])));
    }

    private static Fact? One(ServiceDefinition service, CaseFile file, CaseEvent happened, int number) => happened switch
    {
        CaseEvent.OutcomeRecorded said => Outcome(service, file, said.Appointment, said.Kind, said.What, said.Clinician, said.Start, said.At),
        CaseEvent.OutcomeCorrected said => Outcome(service, file, said.Appointment, said.Kind, said.What, said.Clinician, said.Start, said.At),
        CaseEvent.OutcomeUndone undone => Outcome(service, file, undone.Appointment, undone.Kind, null, undone.Clinician, undone.Start, undone.At),
        CaseEvent.PlanAgreed agreed => On(file, "planAgreed", "", agreed.On, []),
        CaseEvent.Reviewed reviewed => On(file, "reviewed", DayOf(reviewed.On), reviewed.On, [("What", reviewed.What.ToString())]),
        CaseEvent.ContactsRecorded contacts => On(file, "contacts", DayOf(contacts.On), contacts.On, [("Count", Number(contacts.Count))]),
        CaseEvent.PlacementMoved moved => On(file, "placementChanged", DayOf(moved.On), moved.On, [("Planned", moved.Planned switch { true => "yes", false => "no", _ => "unknown" })]),
        CaseEvent.SupportedOnward onward => On(file, "onward", "", onward.Onward.On, [("Instead", onward.Onward.InsteadOfOurs ? "yes" : "no")]),
        CaseEvent.Closed when service.PurposeOf(file.Case.Beside) == AppointmentPurpose.Consultation => null,
        CaseEvent.Closed closed => On(file, "closed", Number(number), closed.Closure.On,
        [
            ("Reason", closed.Closure.Reason.ToString()),
            ("ExitPlan", closed.Closure.ExitPlan ? "yes" : "no"),
            ("DaysOpen", Number(Period.DaysBetween(London.Day(file.Case.ReceivedAt), closed.Closure.On))),
            ("Contacts", Number(file.Case.Contacts.Sum(day => day.Count) + file.Appointments.Count(appointment => appointment.Outcome?.What == AppointmentOutcome.TookPlace))),
        ]),
        CaseEvent.Confirmed or CaseEvent.VouchedFor or CaseEvent.NoReferral or CaseEvent.NoReferralTakenBack
            or CaseEvent.TwoChildren or CaseEvent.NobodySaidWhetherSame or CaseEvent.Merged or CaseEvent.MergeTakenBack => ReceiveReferral.ReceivedFact.Of(file.Case),
        CaseEvent.SaidWhetherSeen seen => On(file, "seenElsewhere", "", seen.What.On, [("Seen", seen.What.Seen ? "yes" : "no")]),
        CaseEvent.Reopened reopened => On(file, "reopened", Number(number), London.Day(reopened.At), []),
        _ => null,
    };

    private static Fact Outcome(ServiceDefinition service, CaseFile file, string appointment, string kind, AppointmentOutcome? what, string clinician, Instant start, Instant saidAt)
    {
        var day = London.Day(start);
        var paused = Clocks.PausedDays(file.Case, London.Day(file.Case.ClockStart(kind)), day);
        return new(
            $"outcome:{file.Case.Id}:{appointment}",
            (what, kind) switch
            {
                (null, _) => "undone",
                (AppointmentOutcome.TookPlace, OpenCase.Assessment) => "assessed",
                (AppointmentOutcome.TookPlace, WantAppointment.Intervention) => "interventionStarted",
                (AppointmentOutcome.TookPlace, _) when service.PurposeOf(kind) == AppointmentPurpose.Screening => "screened",
                (AppointmentOutcome.TookPlace, _) => "tookPlace",
                (AppointmentOutcome.NotBrought, _) => "notBrought",
                _ => "cancelled",
            },
            start,
            Values(
            [
                ("AppointmentKind", kind),
                ("Clinician", clinician),
                ("WaitingDays", Number(Period.DaysBetween(London.Day(file.Case.ClockStart(kind)), day) - paused)),
                ("PausedDays", Number(paused)),
                ("RecordedAfterWorkingDays", Number(WorkingDays.Of(service).Between(day, London.Day(saidAt)))),
                ("CancelledBy", what switch { AppointmentOutcome.CancelledByFamily => "family", AppointmentOutcome.CancelledByService => "service", _ => "nobody" }),
            ]));
    }

    /// <summary>A fact of a whole day; it counts for the week of that day's noon.</summary>
    private static Fact On(CaseFile file, string kind, string n, LocalDate day, (string, string)[] values) =>
        new(n.Length == 0 ? $"{kind}:{file.Case.Id}" : $"{kind}:{file.Case.Id}:{n}", kind, London.At(day, LocalTime.Noon), Values(values));

    private static Dictionary<string, string> Values((string Name, string Value)[] values) => values.ToDictionary(value => value.Name, value => value.Value, StringComparer.Ordinal);

    private static string DayOf(LocalDate day) => LocalDatePattern.Iso.Format(day);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
