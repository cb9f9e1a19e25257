using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Heldspace.Messages;

namespace Heldspace.Summaries;

/// <summary>
/// Writes a weekly summary as a mail that reads well on a phone and in Outlook: tables with headings, bars that are table cells with their number as text beside
/// them, nothing fetched, no script. Colours are given for both the light and the dark, for those who can; where they are turned round every word keeps its contrast.
/// </summary>
public static class WriteSummary
{
    private const string Ink = "#0b0c0c";
    private const string Quiet = "#505a5f";
    private const string Bar = "#1d70b8";

    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    public static Composed Mail(WeeklySummary summary)
    {
        ArgumentNullException.ThrowIfNull(summary);
        return Composed.Of(summary.Service, Services.Texts.WeeklySummary, [("week", SummaryWords.Title(summary)), ("summary", Text(summary)), ("link", summary.WorkLink.ToString())]) with { Html = Html(summary) };
    }

    /// <summary>In plain text: the same words and figures, table by table.</summary>
    public static string Text(WeeklySummary summary)
    {
        ArgumentNullException.ThrowIfNull(summary);
        var text = new StringBuilder();
        foreach (var sentence in summary.Sentences)
        {
            text.AppendLine($"- {sentence}");
        }

        if (!summary.Needs.IsEmpty)
        {
            Head("What needs somebody");
            foreach (var need in summary.Needs)
            {
                text.AppendLine($"- {SummaryWords.Need(need)}: {SummaryWords.Text(need.Count)}{(need.Before is { } before ? $" ({SummaryWords.Text(before)} the week before, {SummaryWords.Change(need)})" : "")}{(need.First is null ? "" : $", first by {SummaryWords.FirstDay(need)}")}");
            }

            text.AppendLine().AppendLine($"Case by case: {summary.WorkLink}");
        }

        Head("The week, and the week before");
        foreach (var (name, now, before, change) in SummaryWords.Week(summary))
        {
            text.AppendLine($"- {name}: {now} ({before} the week before, {change})");
        }

        Head("Waits, thirteen weeks");
        foreach (var (name, assessment, session) in SummaryWords.Waits(summary))
        {
            text.AppendLine($"- {name}: to the assessment {assessment}, to the first session {session}");
        }

        Head("Outcomes and experience, thirteen weeks");
        foreach (var (name, figure) in SummaryWords.Outcomes(summary))
        {
            text.AppendLine($"- {name}: {figure}");
        }

        if (!summary.Load.IsEmpty)
        {
            Head("The team this week");
            foreach (var (name, cases, week, words) in SummaryWords.Load(summary))
            {
                text.AppendLine($"- {name}: {cases} open cases, {week} places taken{(words.Length > 0 ? $" ({words})" : "")}");
            }
        }

        Head("Week by week");
        foreach (var week in summary.Trend)
        {
            text.AppendLine($"- {SummaryWords.Week(week.Week)}: {SummaryWords.Text(week.New)} new, {SummaryWords.Text(week.Assessed)} assessed{(week.MeanWait is { } wait ? $" after {SummaryWords.Text(wait)} days" : "")}, {SummaryWords.Text(week.Closed)} closed, {SummaryWords.Text(week.Open)} open");
        }

        return text.AppendLine().Append(SummaryWords.Made(summary)).ToString().ReplaceLineEndings("\n");

        void Head(string words) => text.AppendLine().AppendLine(words);
    }

    private static string Html(WeeklySummary summary)
    {
        var html = new StringBuilder($$"""
            <!DOCTYPE html>
            <html lang="en-GB">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="supported-color-schemes" content="light dark">
            <title>{{Encode(SummaryWords.Title(summary))}}</title>
            <style>
            :root { color-scheme: light dark; }
            @media (prefers-color-scheme: dark) {
              body, .page { background: #16191c !important; color: #f3f2f1 !important; }
              .quiet, .quiet td { color: #b1b4b6 !important; }
              a { color: #8ab8e6 !important; }
              .say { background: #263038 !important; }
              .line { border-color: #505a5f !important; }
              .bar { background: #5694ca !important; }
            }
            @media (max-width: 360px) {
              .page { padding: 12px !important; }
              .line { padding-right: 4px !important; }
              .line, .count { font-size: 13px !important; }
              .bar { display: none !important; }
            }
            </style>
            </head>
            <body style="margin: 0; padding: 0; background: #ffffff; color: {{Ink}}; font-family: Arial, Helvetica, sans-serif; line-height: 1.4">
            <div class="page" role="main" style="max-width: 640px; margin: 0 auto; padding: 16px; background: #ffffff; color: {{Ink}}">
            <p class="quiet" style="margin: 0; color: {{Quiet}}">{{Encode(summary.Service.Name)}}</p>
            <h1 style="margin: 0 0 16px; font-size: 24px; line-height: 1.25">{{Encode(SummaryWords.Title(summary))}}</h1>

            """);
        if (!summary.Sentences.IsEmpty)
        {
            html.Append($"""<div class="say" style="margin: 0 0 24px; padding: 12px 16px; border-left: 6px solid {Bar}; background: #f3f2f1">""").Append('\n');
            foreach (var sentence in summary.Sentences)
            {
                html.Append($"""<p style="margin: 0 0 8px; font-size: 18px">{Encode(sentence)}</p>""").Append('\n');
            }

            html.Append("</div>\n");
        }

        if (!summary.Needs.IsEmpty)
        {
            var most = summary.Needs.Max(need => need.Count);
            Table(html, "What needs somebody", ["", "Cases", "Change", "First by"], summary.Needs.Select(need => (ImmutableArray<string>)[Encode(SummaryWords.Need(need)), Bars(need.Count, most, SummaryWords.Text(need.Count)), Encode(SummaryWords.Change(need)), Encode(SummaryWords.FirstDay(need))]));
            html.Append($"""<p style="margin: 0 0 24px"><a href="{Encode(summary.WorkLink.ToString())}" style="color: {Bar}; font-weight: bold">See them case by case, each with its next step</a> (it asks you to sign in)</p>""").Append('\n');
        }

        Table(html, "The week, and the week before", ["", "Week", "Before", "Change"], SummaryWords.Week(summary).Select(row => (ImmutableArray<string>)[Encode(row.Name), Encode(row.Now), Encode(row.Before), Encode(row.Change)]));
        Table(html, "Waits over thirteen weeks", ["", "To the assessment", "To the first session"], SummaryWords.Waits(summary).Select(row => (ImmutableArray<string>)[Encode(row.Name), Encode(row.Assessment), Encode(row.Session)]));
        Table(html, "Outcomes and experience over thirteen weeks", ["", "Share"], SummaryWords.Outcomes(summary).Select(row => (ImmutableArray<string>)[Encode(row.Name), Encode(row.Figure)]));
        if (!summary.Load.IsEmpty)
        {
            Table(html, "The team this week", ["", "Open cases", "Places taken", ""], SummaryWords.Load(summary).Select(row => (ImmutableArray<string>)[Encode(row.Name), Encode(row.Cases), Encode(row.Week), Encode(row.Words)]));
        }

        var top = Math.Max(1, summary.Trend.Max(week => week.New));
        Table(html, "Week by week", ["Week of", "New", "Assessed", "Mean wait", "Closed", "Open"], summary.Trend.Select(week => (ImmutableArray<string>)
        [
            Encode(SummaryWords.Week(week.Week)), Bars(week.New, top, SummaryWords.Text(week.New)), Encode(SummaryWords.Text(week.Assessed)), Encode(SummaryWords.Text(week.MeanWait)), Encode(SummaryWords.Text(week.Closed)), Encode(SummaryWords.Text(week.Open)),
        ]));
        return html.Append($"""<p class="quiet" style="margin: 0; color: {Quiet}; font-size: 14px">{Encode(SummaryWords.Made(summary))}</p>""").Append("\n</div>\n</body>\n</html>\n").ToString();
    }

    /// <summary>Cells are markup already. A heading that is empty stands over the names of the rows.</summary>
    private static void Table(StringBuilder html, string caption, ImmutableArray<string> heads, IEnumerable<ImmutableArray<string>> rows)
    {
        const string Cell = "padding: 6px 8px 6px 0; border-bottom: 1px solid #b1b4b6; text-align: left; vertical-align: top; font-size: 15px";
        html.Append($"""<table cellpadding="0" cellspacing="0" border="0" style="width: 100%; margin: 0 0 24px; border-collapse: collapse"><caption style="text-align: left; font-weight: bold; font-size: 19px; padding: 0 0 4px">{Encode(caption)}</caption>""").Append('\n');
        html.Append("<thead><tr>");
        foreach (var head in heads)
        {
            html.Append(head.Length == 0 ? $"""<td class="line" style="{Cell}"></td>""" : $"""<th scope="col" class="line" style="{Cell}">{Encode(head)}</th>""");
        }

        html.Append("</tr></thead>\n<tbody>\n");
        foreach (var row in rows)
        {
            html.Append("<tr>").Append($"""<th scope="row" class="line" style="{Cell}; font-weight: normal">{row[0]}</th>""");
            foreach (var cell in row.Skip(1))
            {
                html.Append($"""<td class="line" style="{Cell}">{cell}</td>""");
            }

            html.Append("</tr>\n");
        }

        html.Append("</tbody></table>\n");
    }

    /// <summary>A number with a bar as long as its share of the most. The bar is decoration: it is a cell without words.</summary>
    private static string Bars(int value, int most, string words)
    {
        var width = most == 0 ? 0 : (int)Math.Round(60m * value / most, MidpointRounding.AwayFromZero);
        return value == 0 || width == 0
            ? Encode(words)
            : $"""<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="border-collapse: collapse"><tr><td class="count" style="width: 22px; font-size: 15px">{Encode(words)}</td><td class="bar" style="width: {width.ToString(CultureInfo.InvariantCulture)}px; height: 14px; background: {Bar}; font-size: 1px; line-height: 1px">&nbsp;</td></tr></table>""";
    }

    private static string Encode(string text) => Encoder.Encode(text);
}
