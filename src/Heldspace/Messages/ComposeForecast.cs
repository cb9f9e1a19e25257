using System.Globalization;
using Heldspace.Allocation;
using Heldspace.Services;

namespace Heldspace.Messages;

/// <summary>Fills the service's text about children who would get no place in time.</summary>
public static class ComposeForecast
{
    /// <summary>As many breaches of a kind are spelled out as a person reads; the sum names all.</summary>
    private const int MostNamed = 5;

    /// <summary>Of each as many ways out as fit on a line or two.</summary>
    private const int MostWays = 2;

    public static Composed Words(ServiceDefinition service, Forecast forecast, Uri link)
    {
        ArgumentNullException.ThrowIfNull(link);
        var (children, expected) = (forecast.Breaches.Where(breach => breach.Child is not null).ToList(), forecast.Breaches.Where(breach => breach.Child is null).ToList());
        return Composed.Of(service, Texts.Forecast,
        [
            ("arrivals", forecast.Demand.ArrivalsPerWeek.ToString("0.#", CultureInfo.InvariantCulture)),
            ("breaches", Number(forecast.Counted)),
            ("known", Number(forecast.Known)),
            ("possible", Number(forecast.Possible)),
            ("weeks", string.Join('\n', forecast.Weeks.Select(week => string.Create(
                CultureInfo.InvariantCulture,
                $"- Week of {Day(week.Week.Monday)}: {week.Arrivals} to be referred, {week.Sessions} to begin, {week.PlacesLeft} places left in the weekly limits; without a place in time {Range(week)}{(week.UrgentInTime ? "" : ", and any who is urgent")}")))),
            ("waysOut", "\n" + string.Join('\n', Lines(service, children, MostNamed * 2).Concat(Lines(service, expected, MostNamed)).DefaultIfEmpty("- Nobody is sure to be late yet: look whether more come in the weeks above than there are places."))),
            ("link", link.ToString()),
        ]);
    }

    /// <summary>Who, of which appointment, and until when it would be in time.</summary>
    public static string Who(ServiceDefinition service, Breach breach)
    {
        var kind = service.AppointmentKinds.FirstOrDefault(other => other.Id == breach.Kind)?.Name ?? breach.Kind;
        var urgent = breach.Urgent ? ", urgent" : "";
        return breach switch
        {
            { Basis: BreachBasis.IfSessionFollows } => $"{breach.Child}{urgent}: {kind.ToLowerInvariant()}, if one follows after {Day(breach.SoughtOn)}",
            { Child: { } child } => $"{child}{urgent}: {kind.ToLowerInvariant()}",
            _ => $"{kind} of a child {(breach.Urgent ? "who is urgent, " : "")}{(breach.Kind == Pathway.OpenCase.Assessment ? "referred" : "assessed")} about {Day(breach.SoughtOn)}",
        };
    }

    private static IEnumerable<string> Lines(ServiceDefinition service, List<Breach> breaches, int most)
    {
        foreach (var breach in breaches.Take(most))
        {
            var place = (breach.FirstPlace, breach.Basis) switch
            {
                (null, _) => "no place",
                ({ } day, BreachBasis.HeldLate) => $"held on {Day(day)}",
                ({ } day, _) => $"first place {Day(day)}",
            };
            yield return $"- {Who(service, breach)} (in time until {Day(breach.TargetDay)}, {place}): {string.Join(" Or: ", breach.WaysOut.Take(MostWays))}";
        }

        if (breaches.Count > most)
        {
            yield return $"- and {Number(breaches.Count - most)} more, on the page";
        }
    }

    private static string Range(WeekAhead week) => week.Breaches == week.Possible ? Number(week.Breaches) : $"{Number(week.Breaches)} to {Number(week.Possible)}";

    private static string Number(int n) => n.ToString(CultureInfo.InvariantCulture);

    private static string Day(NodaTime.LocalDate day) => day.ToString("ddd d MMM", CultureInfo.InvariantCulture);
}
