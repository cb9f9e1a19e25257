using System.Globalization;
using Heldspace.Allocation;
using Heldspace.Services;

namespace Heldspace.Messages;

/// <summary>Fills the service's text about children who are expected and would get no place in time.</summary>
public static class ComposeForecast
{
    /// <summary>As many breaches are spelled out as a person reads; the sum names all.</summary>
    private const int MostNamed = 5;

    /// <summary>Of each as many ways out as fit on a line or two.</summary>
    private const int MostWays = 2;

    public static Composed Words(ServiceDefinition service, Forecast forecast, Uri link)
    {
        ArgumentNullException.ThrowIfNull(link);
        return Composed.Of(service, Texts.Forecast,
        [
            ("arrivals", forecast.ArrivalsPerWeek.ToString("0.#", CultureInfo.InvariantCulture)),
            ("breaches", forecast.Breaches.Length.ToString(CultureInfo.InvariantCulture)),
            ("weeks", string.Join('\n', forecast.Weeks.Select(week => string.Create(
                CultureInfo.InvariantCulture,
                $"- Week of {Day(week.Week.Monday)}: {week.Arrivals} expected, {week.PlacesLeft} places left in the weekly limits, {week.Breaches} without a place in time")))),
            ("waysOut", "\n" + string.Join('\n', forecast.Breaches.Take(MostNamed).Select(breach => string.Create(
                CultureInfo.InvariantCulture,
                $"- A child referred about {Day(breach.ArrivesOn)} (in time until {Day(breach.TargetDay)}, first place {(breach.FirstPlace is { } place ? Day(place) : "none")}): {string.Join(" Or: ", breach.WaysOut.Take(MostWays))}")))
                + (forecast.Breaches.Length > MostNamed ? $"\n- and {(forecast.Breaches.Length - MostNamed).ToString(CultureInfo.InvariantCulture)} more, on the page" : "")),
            ("link", link.ToString()),
        ]);
    }

    private static string Day(NodaTime.LocalDate day) => day.ToString("ddd d MMM", CultureInfo.InvariantCulture);
}
