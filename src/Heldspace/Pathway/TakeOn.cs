using Heldspace.Services;
using NodaTime;

namespace Heldspace.Pathway;

/// <summary>
/// A person says of a provisional case that this service is the right one: a manager where the rules leave it to one, a scheduler too where a fact was
/// missing. What is held for it stays and counts. Where the service is not the right one, the case is closed as not for this service.
/// </summary>
public static class TakeOn
{
    /// <summary>Whether somebody still has to say so.</summary>
    public static bool IsOpenTo(Case record) => record is { State: CaseState.Open, AssessedAt: null, Provisional: Provisional.ManagerDecides or Provisional.NeedsInformation };

    public static Ruling Say(ServiceDefinition service, CaseFile file, string why, string by, Instant now)
    {
        if (!Acts.IsOpen(file))
        {
            return Acts.NotOpen;
        }

        if (file.Case.Provisional == Provisional.No)
        {
            return new Ruling.Nothing();
        }

        if (!IsOpenTo(file.Case))
        {
            return new Ruling.Refuse(file.Case.Provisional == Provisional.Unconfirmed ? "Whoever sent the form confirms it first." : "The child has been assessed: there is nothing left to decide.");
        }

        if (string.IsNullOrWhiteSpace(why))
        {
            return new Ruling.Refuse("Write why, so that others understand it later.");
        }

        var was = file.Case.Provisional;
        var settled = file with { Case = file.Case with { Provisional = Provisional.No } };
        return Acts.Change(settled.Plan(PlanReferralMessages.OnTakenOn(service, settled, now)), new CaseEvent.TakenOn(was, why.Trim(), by) { At = now });
    }
}
