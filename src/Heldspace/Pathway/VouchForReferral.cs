using Heldspace.Services;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Pathway;

/// <summary>
/// The way on for a form that was set aside: one that nobody confirmed by its mailed link, and one that a program seems to have filled in. Somebody who
/// spoke with whoever sent it says that it is real, or that it is no referral; the latter can be taken back.
/// </summary>
public static class VouchForReferral
{
    private static readonly Ruling NeedsNoWord = new Ruling.Refuse("This is a case like any other already: somebody was first. Nothing was changed.");

    /// <summary>Whether somebody may say what it is, as things stand.</summary>
    public static bool IsOpenTo(Case record) =>
        record.State is CaseState.Unconfirmed or CaseState.Quarantined || record is { State: CaseState.Open, Provisional: Provisional.Unconfirmed };

    /// <summary>Whether a person said that it is no referral.</summary>
    public static bool IsNone(Case record) => record is { State: CaseState.Closed, Closure.Reason: ClosureReason.NoReferral };

    /// <summary>It is real: the case opens as though its sender had confirmed it, with the clock that runs since the form came in.</summary>
    public static Ruling Vouch(ServiceDefinition service, CaseFile file, Vouched vouched, Instant now)
    {
        if (file.Case.Vouched is { } before)
        {
            return before == vouched ? new Ruling.Nothing() : new Ruling.Refuse("A colleague has opened this case already, after a ring. Nothing was changed.");
        }

        if (IsNone(file.Case))
        {
            return new Ruling.Refuse("A colleague said that this is no referral. Take that back first.");
        }

        if (!IsOpenTo(file.Case))
        {
            return NeedsNoWord;
        }

        if (Acts.DayRefused(file, vouched.On, now) is { } refused)
        {
            return refused;
        }

        if (vouched.With.Length == 0)
        {
            return new Ruling.Refuse("Write whom you spoke with.");
        }

        var said = file with { Case = file.Case with { Vouched = vouched } };
        var happened = new CaseEvent.VouchedFor(vouched) { At = now };
        if (file.Case.State != CaseState.Quarantined)
        {
            return Acts.Change(ConfirmReferral.Opened(service, said, now), happened);
        }

        var released = OpenCase.AfterWaiting(service, said, now);
        return Acts.Change(released.Plan(PlanReferralMessages.OnOpening(service, released, now)), happened, new CaseEvent.Decided(released.Case.Eligibility) { At = now });
    }

    /// <summary>It is none: closed, with what came in kept and nobody written to.</summary>
    public static Ruling Deny(CaseFile file, string why, string by, Instant now)
    {
        if (IsNone(file.Case))
        {
            return file.Case.Closure!.By == by ? new Ruling.Nothing() : new Ruling.Refuse("A colleague has said already that this is no referral.");
        }

        if (!IsOpenTo(file.Case))
        {
            return NeedsNoWord;
        }

        if (why.Length == 0)
        {
            return new Ruling.Refuse("Write why it is none, so that others understand it later.");
        }

        var closed = file with
        {
            Case = file.Case with { State = CaseState.Closed, Closure = new(London.Day(now), ClosureReason.NoReferral, by, ExitPlan: false) },
        };
        var events = new List<CaseEvent> { new CaseEvent.NoReferral(why, by) { At = now } };
        foreach (var ahead in file.Appointments.Where(appointment => CloseCase.IsAhead(appointment, now)))
        {
            closed = closed.With(WantAppointment.GivenUp(ahead));
            events.Add(new CaseEvent.Released(ahead.Id) { At = now });
        }

        return Acts.Change(closed, events);
    }

    /// <summary>It was said by mistake: it is set aside as before, for somebody to look at.</summary>
    public static Ruling TakeBack(CaseFile file, string by, Instant now) =>
        IsNone(file.Case) ? Acts.Change(
            file with { Case = file.Case with { State = file.Case.ConfirmBy is null ? CaseState.Quarantined : CaseState.Unconfirmed, Closure = null, SetAsideAgainAt = now } },
            new CaseEvent.NoReferralTakenBack(by) { At = now })
        : IsOpenTo(file.Case) ? new Ruling.Nothing()
        : NeedsNoWord;
}
