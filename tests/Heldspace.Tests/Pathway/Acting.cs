using Heldspace.Pathway;
using Heldspace.Services;
using Heldspace.Tests.Allocation;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Tests.Pathway;

/// <summary>A case on its way, and words for what people do with it.</summary>
internal static class Acting
{
    public static ServiceDefinition Service => Team.Shipped;

    /// <summary>A case whose assessment is held.</summary>
    public static CaseFile Held(ServiceDefinition? service = null) => Somebody.Held(service ?? Service, Somebody.Opened(service ?? Service, Somebody.Referral()));

    /// <summary>The evening of the day on which the current appointment is.</summary>
    public static Instant Evening(this CaseFile file) => London.At(London.Day(file.Current!.Slot!.Start), new LocalTime(17, 30));

    public static Ruling Rule(this CaseFile file, Act act, Instant now, Caseload? caseload = null, ServiceDefinition? service = null) =>
        Acts.Decide(service ?? Service, file, act, caseload ?? Caseload.None, now);

    /// <summary>Does what must be possible.</summary>
    public static CaseFile Do(this CaseFile file, Act act, Instant now, Caseload? caseload = null, ServiceDefinition? service = null) =>
        file.Rule(act, now, caseload, service).ShouldBeOfType<Ruling.Do>().Change.File;

    public static IReadOnlyList<CaseEvent> Events(this Ruling ruling) => ruling.ShouldBeOfType<Ruling.Do>().Change.Events;

    public static Act.Outcome Say(this CaseFile file, AppointmentOutcome what) => new(file.Current!.Id, what) { By = "imogen.farrow@caring-to-care.example" };

    /// <summary>An assessed case, whose first session is wanted.</summary>
    public static CaseFile Assessed(ServiceDefinition? service = null)
    {
        var held = Held(service);
        return held.Do(held.Say(AppointmentOutcome.TookPlace), held.Evening(), service: service);
    }
}
