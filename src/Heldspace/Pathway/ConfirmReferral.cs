using Heldspace.Services;
using NodaTime;

namespace Heldspace.Pathway;

/// <summary>A form from an address outside the trusted domains: confirmed by its mailed link in time, or its place goes back.</summary>
public static class ConfirmReferral
{
    /// <summary>
    /// The sender followed the link. Doing it again changes nothing; after the place went back, it is looked for anew, and so it is where somebody thought
    /// that it was no referral. A case that was closed for another reason stays closed.
    /// </summary>
    public static Change? Confirm(ServiceDefinition service, CaseFile file, Instant now) =>
        file.Case.ConfirmBy is null || file.Case.Provisional != Provisional.Unconfirmed || !(file.Case.State is CaseState.Open or CaseState.Unconfirmed || VouchForReferral.IsNone(file.Case))
            ? null
            : Change.Of(Opened(service, file, now), new CaseEvent.Confirmed { At = now });

    /// <summary>The case as it is once it is known that a person sent the form.</summary>
    internal static CaseFile Opened(ServiceDefinition service, CaseFile file, Instant now)
    {
        var decision = Eligibility.Decide.Eligibility(service, file.Case.Child, Time.London.Day(file.Case.ReceivedAt));

        // What became known since may speak for the child; where it speaks against, a person decides, and the place stays.
        var provisional = decision.Outcome == Eligibility.Outcome.NotEligible ? Provisional.ManagerDecides : OpenCase.ProvisionalOf(decision.Outcome);
        var confirmed = file with
        {
            Case = file.Case with { State = CaseState.Open, Closure = null, Eligibility = file.Case.Beside is null ? decision : file.Case.Eligibility, Provisional = file.Case.Beside is null ? provisional : Provisional.No },
        };
        if (confirmed.Current is null)
        {
            confirmed = confirmed.With(new Appointment
            {
                Id = $"{OpenCase.Assessment}-{confirmed.Appointments.Length + 1}",
                Kind = OpenCase.Assessment,
                State = AppointmentState.Wanted,
                WithoutPlaceSince = now,
            });
        }
        else if (confirmed.Current is { State: AppointmentState.AwaitingConfirmation } waiting)
        {
            confirmed = confirmed.With(waiting with { State = AppointmentState.Wanted, WithoutPlaceSince = now });
        }

        return confirmed.Plan(PlanReferralMessages.OnConfirming(service, confirmed, now));
    }

    /// <summary>Nobody confirmed in time: the place goes back, the referral stays, a person looks at it.</summary>
    public static Change? Expire(ServiceDefinition service, CaseFile file, Instant now)
    {
        if (file.Case.Provisional != Provisional.Unconfirmed || file.Case.State != CaseState.Open || file.Case.ConfirmBy > now)
        {
            return null;
        }

        var expired = file with { Case = file.Case with { State = CaseState.Unconfirmed } };
        if (file.Current is { } appointment)
        {
            expired = expired.With(WantAppointment.GivenUp(appointment));
        }

        return Change.Of(expired.Plan(PlanReferralMessages.OnExpiry(service, expired, now)), new CaseEvent.HoldExpired { At = now });
    }

    /// <summary>Half the time is over: the sender is reminded once.</summary>
    public static Change? Remind(ServiceDefinition service, CaseFile file, Instant now) =>
        file.Case.Provisional == Provisional.Unconfirmed && file.Case.State == CaseState.Open
            ? Change.Of(file.Plan(PlanReferralMessages.ConfirmReminder(service, file, now)))
            : null;
}
