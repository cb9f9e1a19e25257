using System.Globalization;
using Heldspace.Services;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Safeguarding;

/// <summary>Whom each step of an alert tells.</summary>
public static class OnDuty
{
    /// <summary>
    /// The first step: whoever is on cover at that moment in London; then the chain, one after the other; then the cover of the moment again, and so on. Never
    /// empty: a service whose cover has a gap, or that has no chain, cannot start.
    /// </summary>
    public static IReadOnlyList<OnCall> At(ServiceDefinition service, SafeguardingAlert alert, Instant now)
    {
        var chain = service.Safeguarding.Chain;
        var place = (alert.Step - alert.First) % (chain.Length + 1);
        return place > 0 ? [chain[place - 1]] : [.. service.Cover.Where(cover => Covers(cover, now)).Select(cover => new OnCall(cover.Name, cover.Email, cover.Text)).Distinct()];
    }

    /// <summary>When its step tells somebody, if nothing is late.</summary>
    public static Instant ToldAt(ServiceDefinition service, SafeguardingAlert alert) =>
        alert.RaisedAt + Duration.FromMinutes(service.Safeguarding.ClimbAfterMinutes * (long)(alert.Step - alert.First));

    /// <summary>When the next step tells somebody, unless somebody has it by then.</summary>
    public static Instant ClimbsAt(ServiceDefinition service, SafeguardingAlert alert) => ToldAt(service, alert with { Step = alert.Step + 1 });

    /// <summary>Whoever a step tells, in words for the record.</summary>
    public static string Names(ServiceDefinition service, SafeguardingAlert alert, Instant now) => string.Join(" and ", At(service, alert, now).Select(person => person.Name));

    /// <summary>A step as it stands in ids.</summary>
    public static string Number(int n) => n.ToString(CultureInfo.InvariantCulture);

    private static bool Covers(Cover cover, Instant now)
    {
        var local = now.InZone(London.Zone).LocalDateTime;
        return cover.Days.Contains(local.DayOfWeek) && cover.From <= local.TimeOfDay && (cover.To is not { } to || local.TimeOfDay < to);
    }
}
