using System.Globalization;
using System.Net;
using System.Text;
using Heldspace.Time;
using NodaTime;
using NodaTime.Text;

namespace Heldspace.Local.Simulation;

/// <summary>Writes what <c>--out</c> asks for: charts as pictures and tables, every child's dates as a table, and a page that shows them side by side.</summary>
internal static class Pictures
{
    private const string Blue = "#1d70b8";
    private const string Orange = "#f47738";
    private const string Grey = "#b1b4b6";

    private static readonly LocalDatePattern Short = LocalDatePattern.CreateWithInvariantCulture("d MMM");

    public static void Write(World world, Headline headline, string folder)
    {
        Directory.CreateDirectory(folder);
        (string Name, Chart Chart)[] charts = [("waits", Weekly(world)), ("utilisation", Utilisation(world, headline)), ("arrivals", Capacity(world))];
        foreach (var (name, chart) in charts)
        {
            File.WriteAllText(Path.Combine(folder, $"{name}.svg"), chart.ToSvg());
            File.WriteAllText(Path.Combine(folder, $"{name}.csv"), chart.ToCsv());
        }

        File.WriteAllText(Path.Combine(folder, "children.csv"), Children(world));
        File.WriteAllText(Path.Combine(folder, "index.html"), Page(world, charts));
    }

    private static List<LocalDate> Mondays(World world) =>
        [.. Enumerable.Range(0, (world.Simulated.Days + 6) / 7).Select(week => Simulated.First.PlusWeeks(week))];

    private static Chart Weekly(World world)
    {
        var weeks = Mondays(world);
        var byWeek = world.Children.ToLookup(child => LondonWeek.Of(child.ReceivedAt).Monday);
        return new(
            $"{world.Service.Name}: days from receipt to the appointment that took place",
            "week of receipt, by its Monday",
            "days, mean of the week",
            [.. weeks.Select(Short.Format)],
            [
                new("assessment", Blue, false, [.. weeks.Select(week => Mean(byWeek[week], World.Assessment))]),
                new("intervention", Orange, false, [.. weeks.Select(week => Mean(byWeek[week], World.Intervention))]),
            ],
            [("mean to assessment aimed at: 7", 7), ("mean to intervention aimed at: 30", 30)]);
    }

    private static Chart Utilisation(World world, Headline headline)
    {
        var clinicians = headline.Utilisation.Keys.ToList();
        return new(
            $"{world.Service.Name}: places used of those that each clinician's weeks had",
            "clinician",
            "% of places",
            clinicians,
            [new("used", Blue, true, [.. clinicians.Select(id => (double?)Math.Round(100 * headline.Utilisation[id], 1))])],
            [("full", 100)]);
    }

    private static Chart Capacity(World world)
    {
        var weeks = Mondays(world);
        var arrived = world.Children.GroupBy(child => LondonWeek.Of(child.ReceivedAt).Monday).ToDictionary(group => group.Key, group => group.Count());
        return new(
            $"{world.Service.Name}: what came and what could be held",
            "week, by its Monday",
            "a week",
            [.. weeks.Select(Short.Format)],
            [
                new("places the team's weeks had", Grey, true, [.. weeks.Select(week => (double?)Places(world, week))]),
                new("children referred", Blue, true, [.. weeks.Select(week => (double?)arrived.GetValueOrDefault(week))]),
            ],
            []);
    }

    private static int Places(World world, LocalDate monday) => world.Service.Team
        .Where(member => Enumerable.Range(0, 7).Select(monday.PlusDays).Any(day => WorkingDays.Of(world.Service).Includes(day)
            && !world.Diaries[member.Id].IsAway(day) && member.Pattern.Any(hours => hours.Days.Contains(day.DayOfWeek))))
        .Sum(member => member.WeeklyCapacity);

    private static double? Mean(IEnumerable<ChildRun> children, string kind)
    {
        var waits = children.Where(child => child.Steps.GetValueOrDefault(kind)?.TookPlace is not null)
            .Select(child => Period.DaysBetween(London.Day(child.ReceivedAt), child.Steps[kind].TookPlace!.Value)).ToList();
        return waits.Count == 0 ? null : Math.Round(waits.Average(), 2);
    }

    private static string Children(World world)
    {
        var text = new StringBuilder("child,received,kind,firstOffered,tookPlace,daysToFirstOffer,daysToAppointment,missedOrCancelled\n");
        foreach (var child in world.Children)
        {
            var received = London.Day(child.ReceivedAt);
            foreach (var (kind, step) in child.Steps.OrderBy(step => step.Key, StringComparer.Ordinal))
            {
                text.Append(CultureInfo.InvariantCulture, $"{child.N},{Day(received)},{kind},{Day(step.FirstOffered)},{Day(step.TookPlace)},{Between(step.FirstOffered)},{Between(step.TookPlace)},{step.Missed}\n");
            }

            string Between(LocalDate? day) => day is { } on ? Period.DaysBetween(received, on).ToString(CultureInfo.InvariantCulture) : "";
        }

        return text.ToString();

        static string Day(LocalDate? day) => day is { } on ? LocalDatePattern.Iso.Format(on) : "";
    }

    private static string Page(World world, (string Name, Chart Chart)[] charts)
    {
        var page = new StringBuilder($"""
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><title>{WebUtility.HtmlEncode(world.Service.Name)}, simulated</title>
            <style>body{"{"}font-family:Helvetica,Arial,sans-serif;margin:2rem;max-width:62rem{"}"}img{"{"}max-width:100%{"}"}td,th{"{"}padding:.1rem .8rem .1rem 0;text-align:left{"}"}</style></head><body>
            <h1>{WebUtility.HtmlEncode(world.Service.Name)}, simulated</h1>
            <p>Everything here is synthetic: seed {world.Simulated.Seed}, {world.Simulated.Referrals} referrals in {world.Simulated.Days} days. Nobody in it exists.</p>

            """);
        foreach (var (name, chart) in charts)
        {
            page.Append(CultureInfo.InvariantCulture, $"""
                <h2>{WebUtility.HtmlEncode(chart.Title)}</h2>
                <p><img src="{name}.svg" alt="{WebUtility.HtmlEncode(chart.Title)}; the table below has the figures"></p>
                <details><summary>The figures</summary><table>
                {string.Join('\n', chart.ToCsv().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select((line, n) => $"<tr>{string.Concat(line.Split(',').Select(cell => n == 0 ? $"<th scope=\"col\">{WebUtility.HtmlEncode(cell)}</th>" : $"<td>{WebUtility.HtmlEncode(cell)}</td>"))}</tr>"))}
                </table></details>

                """);
        }

        return page.Append("</body></html>\n").ToString();
    }
}
