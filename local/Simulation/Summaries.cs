using Heldspace.Azure.Records;
using Heldspace.Functions.SendWeeklySummary;
using Heldspace.Summaries;
using Heldspace.Summaries.Reports;
using Heldspace.Time;
using NodaTime;
using NodaTime.Text;

namespace Heldspace.Local.Simulation;

/// <summary>
/// The weekly summaries and monthly reports of a simulated year, as the managers get them: the summaries are kept in the moment in which they are mailed, the months
/// are counted at the end. All of it is synthetic, and each file says so.
/// </summary>
internal sealed class Summaries(World world)
{
    private const string Synthetic = "Synthetic: counted from a simulated year. Nobody in it is real.";

    private static readonly LocalDatePattern Month = LocalDatePattern.CreateWithInvariantCulture("yyyy-MM");

    private readonly SortedDictionary<LondonWeek, (string Html, string Text)> weeks = [];

    /// <summary>What is mailed now.</summary>
    public async Task Keep(CancellationToken cancellation)
    {
        var week = LondonWeek.Of(world.Now).Previous;
        var summary = await world.System.App.GetRequiredService<MakeSummary>().Of(world.Service, week, cancellation);
        weeks[week] = (WriteSummary.Mail(summary).Html!, WriteSummary.Text(summary));
    }

    /// <summary><c>weekly/{yyyy}-W{ww}.html</c> and <c>.txt</c> of the week that each is about, <c>monthly/{yyyy-MM}.html</c> and <c>.csv</c>, <c>kpis.json</c> of it all.</summary>
    public async Task Write(string folder, CancellationToken cancellation)
    {
        var (weekly, monthly) = (Directory.CreateDirectory(Path.Combine(folder, "weekly")).FullName, Directory.CreateDirectory(Path.Combine(folder, "monthly")).FullName);
        foreach (var (week, (html, text)) in weeks)
        {
            await File.WriteAllTextAsync(Path.Combine(weekly, $"{week}.html"), html.Replace("</body>", $"<p style=\"max-width: 640px; margin: 0 auto; padding: 16px\">{Synthetic}</p>\n</body>"), cancellation);
            await File.WriteAllTextAsync(Path.Combine(weekly, $"{week}.txt"), $"{text}\n{Synthetic}\n", cancellation);
        }

        var facts = world.System.App.GetRequiredService<Facts>();
        var last = London.Day(world.Now);
        for (var month = Simulated.First.PlusDays(1 - Simulated.First.Day); month <= last; month = month.PlusMonths(1))
        {
            var report = await Report(facts, month, month.PlusMonths(1), cancellation);
            await File.WriteAllTextAsync(Path.Combine(monthly, $"{Month.Format(month)}.html"), WriteReport.Html(report, Synthetic), cancellation);
            await File.WriteAllTextAsync(Path.Combine(monthly, $"{Month.Format(month)}.csv"), WriteReport.Csv(report), cancellation);
        }

        await File.WriteAllTextAsync(Path.Combine(folder, "kpis.json"), WriteReport.Json(await Report(facts, Simulated.First, last.PlusDays(1), cancellation)), cancellation);
    }

    private async Task<MonthlyReport> Report(Facts facts, LocalDate from, LocalDate until, CancellationToken cancellation)
    {
        var (first, end) = Kpis.Weeks(from, until);
        return MonthlyReport.Of(world.Service, await facts.Read(world.Service.Id, first, end, FactValues.All, cancellation), from, until);
    }
}
