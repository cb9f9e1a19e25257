using NodaTime;

namespace Heldspace.Pathway;

/// <summary>The plan and its goals were agreed with the child and those around them.</summary>
public static class AgreePlan
{
    /// <summary>Said for another day it takes the place of the day said before.</summary>
    public static Ruling On(CaseFile file, LocalDate on, string by, Instant now) =>
        !Acts.IsOpen(file) ? Acts.NotOpen
        : Acts.DayRefused(file, on, now) is { } refused ? refused
        : file.Case.AssessedAt is null ? new Ruling.Refuse("Say first that the assessment took place.")
        : file.Case.PlanAgreedOn == on ? new Ruling.Nothing()
        : Acts.Change(file with { Case = file.Case with { PlanAgreedOn = on } }, new CaseEvent.PlanAgreed(on, by) { At = now });
}
