using System.Globalization;
using Spectre.Console;

namespace Heldspace.Local.Simulation;

/// <summary>Prints a simulated year for people: what was drawn, then the headline beside the published figures.</summary>
internal static class Report
{
    public static void Write(IAnsiConsole console, World world, Headline headline, TimeSpan took)
    {
        var simulated = world.Simulated;
        console.MarkupLineInterpolated($"[bold]Synthetic.[/] {world.Service.Name}, {simulated.Referrals} referrals in {simulated.Days} days from {Simulated.First:uuuu-MM-dd}, seed {simulated.Seed}. Nobody in it exists.");
        console.MarkupLine("The same app, triggers and stores' rules as ever, in one process. Webhooks are off: the sweeps find what changed.");
        console.MarkupLineInterpolated($"Frequent timers ran when there was something for them to find, {world.TimerRuns} times, and not every minute. After the last referral {Simulated.DaysAfter} more days see everybody through.");
        var drawn = new Table().Title("What was drawn (synthetic)").AddColumns("Condition", "Asked for", "Came");
        foreach (var (what, asked, came) in world.Drawn.Lines)
        {
            drawn.AddRow(Markup.Escape(what), Markup.Escape(asked), Markup.Escape(came));
        }

        drawn.AddRow("appointments that fell to sickness on the day", "", N(world.CancelledForSickness));
        drawn.AddRow("appointments that clinicians moved in Outlook", "", N(world.MovedInOutlook));
        drawn.AddRow("places that families agreed to", "", N(world.Agreed));
        drawn.AddRow("false alarms of immediate risk", "", N(world.Alerts));
        drawn.AddRow("what people said and the service did not take", "", N(world.Refused.Count));
        console.Write(drawn);

        var table = new Table().Title("Headline (synthetic)").AddColumns("Figure", "Simulated", "Published", "Aim");
        Waiting("assessment", headline.Assessment, "14, at most 28", "7", "21");
        Waiting("intervention", headline.Intervention, "42, at most 56", "30", "49");
        table.AddRow("children referred; supported on to more specialist help", $"{headline.Children}; {headline.Onward}", "110; 51", "");
        table.AddRow("double bookings, found in the calendars", N(headline.DoubleBookings), "", "0");
        table.AddRow("children lost", N(headline.Lost), "", "0");
        table.AddRow("offered after the target day; of these a person was told", $"{headline.Breaches}; {headline.Escalated}", "", "all told");
        table.AddRow("places offered again", N(headline.Reoffers), "", "");
        table.AddRow("moves for each child", F(headline.MovesPerChild), "", "");
        table.AddRow("first sessions with whoever did the assessment", headline.Continuity.Of == 0 ? "n/a" : $"{100.0 * headline.Continuity.Same / headline.Continuity.Of:0} % (n = {headline.Continuity.Of})", "", "");
        table.AddRow("fairness of the weighted load (Jain; 1 is even)", F(headline.Fairness), "", "");
        table.AddRow(
            "mean wait against the clairvoyant bound",
            $"{F(headline.ClairvoyantRatio)} ({string.Join(", ", headline.Clairvoyant.MeanDays.Select(mean => $"{mean.Key} {F(mean.Value)}"))} days at best)",
            "",
            "1.10 or less");
        table.AddRow("asked how things are going; answered; reminders", $"{headline.Measures.Invited}; {headline.Measures.Answered}; {headline.Measures.Reminders}", "", "");
        table.AddRow("closed cases with a second answer to compare with", headline.Measures.PairingRate is { } rate ? $"{100 * rate:0} % (n = {headline.Measures.Closed})" : "n/a", "46 to 59 %", "");
        table.AddRow("invitations and reminders that came twice", N(headline.Measures.Duplicates), "", "0");
        console.Write(table);
        Foreseen(console, headline.Foresight);
        headline.Care?.Write(console);

        var load = new Table().Title("Places used, by clinician (synthetic)").AddColumns("Clinician", "Used");
        foreach (var (clinician, share) in headline.Utilisation)
        {
            load.AddRow(Markup.Escape(clinician), string.Create(CultureInfo.InvariantCulture, $"{100 * share:0} %"));
        }

        console.Write(load);
        console.MarkupLineInterpolated($"[grey]{took.TotalSeconds:0.0} s. Means count to the appointment that took place, maxima to the first date offered.[/]");

        void Waiting(string kind, Waits waits, string published, string mean, string max)
        {
            table.AddRow($"days to {kind}: mean to the one that took place", $"{F(waits.Mean)} (n = {waits.N})", published.Split(',')[0], $"{mean} or less");
            table.AddRow($"days to {kind}: longest to the first date offered", $"{waits.Max} (n = {waits.Offered})", published.Split(',')[1].Trim(), $"{max} or less");
            table.AddRow($"days to {kind}: mean to the first date offered; longest to the one that took place", $"{F(waits.MeanOffered)}; {waits.MaxTookPlace}", "", "");
        }
    }

    /// <summary>What was forecast, what came of it where nobody acted, and what people heard while there was time.</summary>
    private static void Foreseen(IAnsiConsole console, IReadOnlyCollection<Foresight> kinds)
    {
        var days = N(Allocation.Forecast.DaysToAct);
        var table = new Table().Title("Breaches and their forecast (synthetic)").AddColumns(["Figure", .. kinds.Select(kind => Markup.Escape(kind.Kind)), "Aim"]);
        Row("forecast for the whole weeks ahead, at the beginning of each week", kind => N(kind.Forecast));
        Row("of these came in the week named, where nobody acted", kind => kind.ShareThatCame is { } share ? $"{kind.Came} ({100 * share:0} %)" : "n/a", "80 % or more");
        Row("first dates after the target day", kind => N(kind.Late));
        Row($"of these the managers were told of the child {days} days or more before it", kind => N(kind.Told));
        Row("of these foretold by a forecast as long before", kind => N(kind.Foretold));
        Row("of these told or foretold", kind => N(kind.Either), "all, where possible");
        Row($"of these neither, since a place was first looked for in the last {days} days", kind => N(kind.TooLate));
        Row("children named as late or without a place; of these were late", kind => $"{kind.Named}; {kind.NamedCame}");
        Row("children named as late should a session follow; of these were late", kind => $"{kind.IfFollows}; {kind.IfFollowsCame}");
        Row($"first dates in time that were lost later, with the target day; of these told or foretold {days} days or more before it", kind => $"{kind.LostLater}; {kind.LostLaterTold}");
        console.Write(table);

        void Row(string what, Func<Foresight, string> value, string aim = "") => table.AddRow([what, .. kinds.Select(value), aim]);
    }

    private static string N(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string F(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);
}
