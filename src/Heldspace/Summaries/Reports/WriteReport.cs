using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace Heldspace.Summaries.Reports;

/// <summary>Writes a report as a table for a spreadsheet, as a page that stands by itself, and as JSON.</summary>
public static class WriteReport
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>A line for each figure: <c>figure,by,group,part,numerator,denominator,n,value</c>.</summary>
    public static string Csv(MonthlyReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var csv = new CsvText("figure", "by", "group", "part", "numerator", "denominator", "n", "value");
        foreach (var kpi in report.Figures)
        {
            Lines(csv, kpi, "", "");
        }

        foreach (var (by, groups) in report.Referrals)
        {
            foreach (var (group, count) in ReportLines.InOrder(groups))
            {
                Line(csv, "referrals", by, group, "", null, null, count, null);
            }
        }

        foreach (var (by, groups) in report.Equity)
        {
            foreach (var (group, kpis) in ReportLines.InOrder(groups))
            {
                foreach (var kpi in kpis)
                {
                    Lines(csv, kpi, by, group);
                }
            }
        }

        return csv.ToString();
    }

    /// <summary>By KPI: numerator, denominator, n, its further figures by their names, and its parts.</summary>
    public static string Json(MonthlyReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var all = new JsonObject(report.Figures.Select(kpi => KeyValuePair.Create<string, JsonNode?>(kpi.Id, Of(kpi))));
        all["K17"] = new JsonObject
        {
            ["n"] = report.Equity.TryGetValue(FactValues.Sex, out var groups) ? groups.Count : 0,
            ["by"] = new JsonObject(report.Equity.Select(by => KeyValuePair.Create<string, JsonNode?>(
                by.Key, new JsonObject(by.Value.Select(group => KeyValuePair.Create<string, JsonNode?>(group.Key, new JsonObject(group.Value.Select(kpi => KeyValuePair.Create<string, JsonNode?>(kpi.Id, Of(kpi)))))))))),
        };
        return all.ToJsonString(Indented);
    }

    /// <summary>A page with tables only: nothing fetched, readable on a phone, and printed as it is.</summary>
    /// <param name="report">What it is of.</param>
    /// <param name="note">What a reader must know first; null for nothing.</param>
    public static string Html(MonthlyReport report, string? note = null)
    {
        ArgumentNullException.ThrowIfNull(report);
        var html = new StringBuilder($$"""
            <!DOCTYPE html>
            <html lang="en-GB">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{{Encode($"{report.Service.Name}: {report.Title}")}}</title>
            <style>
            body { margin: 0 auto; padding: 16px; max-width: 60rem; font-family: Arial, Helvetica, sans-serif; line-height: 1.4; color: #0b0c0c; background: #ffffff }
            h1 { font-size: 1.5rem } h2 { font-size: 1.2rem; margin: 2rem 0 .25rem }
            .table { overflow-x: auto }
            table { border-collapse: collapse; width: 100% }
            th, td { text-align: left; vertical-align: top; padding: 6px 12px 6px 0; border-bottom: 1px solid #b1b4b6 }
            tbody th { font-weight: normal }
            td.n, th.n { text-align: right; white-space: nowrap }
            .note { color: #505a5f; font-size: .9rem; margin: .25rem 0 .5rem }
            </style>
            </head>
            <body>
            <main>
            <p class="note">{{Encode(report.Service.Name)}}</p>
            <h1>{{Encode(report.Title)}}</h1>

            """);
        if (note is not null)
        {
            html.Append($"<p><strong>{Encode(note)}</strong></p>\n");
        }

        html.Append("<p>Exact figures, for the service's own managers. Each share stands with what it was counted of.</p>\n");
        Table(html, "Figures of the contract", ["", "", "Of", "Share"], report.Figures.SelectMany(Rows));
        foreach (var (by, groups) in report.Referrals)
        {
            if (groups.Count > 0)
            {
                Table(html, $"Referrals by {ReportWords.By(by).ToLowerInvariant()}", ["", "Referrals"], groups.OrderByDescending(group => group.Value).Select(group => (ImmutableArray<string>)[ReportWords.Group(group.Key), ReportWords.Number(group.Value)]));
            }
        }

        foreach (var (by, groups) in report.Equity)
        {
            if (groups.Count > 0)
            {
                var kept = groups.Values.SelectMany(kpis => kpis).Where(kpi => kpi.Denominator > 0).Select(kpi => kpi.Id).Distinct().ToList();
                Table(html, $"By {ReportWords.By(by).ToLowerInvariant()}", ["", .. kept], ReportLines.InOrder(groups).Select(group => (ImmutableArray<string>)
                [
                    ReportWords.Group(group.Key), .. kept.Select(id => group.Value.First(kpi => kpi.Id == id) is { Denominator: > 0 } kpi ? $"{ReportWords.Percent(kpi.Share)} ({ReportWords.Number(kpi.Numerator)} of {ReportWords.Number(kpi.Denominator)})" : ""),
                ]));
            }
        }

        html.Append("<h2>What the figures mean</h2>\n<dl>\n");
        foreach (var kpi in report.Figures)
        {
            html.Append($"<dt><strong>{Encode($"{kpi.Id} {kpi.Name}")}</strong></dt><dd>{Encode(kpi.Note ?? "")}</dd>\n");
        }

        return html.Append("</dl>\n</main>\n</body>\n</html>\n").ToString();
    }

    /// <summary>The figure itself, then what belongs beside it.</summary>
    private static IEnumerable<ImmutableArray<string>> Rows(Kpi kpi)
    {
        yield return [$"{kpi.Id} {kpi.Name}", ReportWords.Number(kpi.Numerator), ReportWords.Number(kpi.Denominator ?? kpi.N), ReportWords.Percent(kpi.Share)];
        foreach (var part in kpi.Parts)
        {
            yield return [$"– {ReportWords.Of(part.Name)}", ReportWords.Number(part.Numerator), ReportWords.Number(part.Denominator), ReportWords.Percent(part.Share)];
        }

        foreach (var figure in kpi.Figures)
        {
            yield return [$"– {ReportWords.Of(figure.Name)}", ReportWords.Number(figure.Value), "", ""];
        }
    }

    private static void Table(StringBuilder html, string caption, ImmutableArray<string> heads, IEnumerable<ImmutableArray<string>> rows)
    {
        html.Append($"<h2>{Encode(caption)}</h2>\n<div class=\"table\" tabindex=\"0\" role=\"region\" aria-label=\"{Encode(caption)}\"><table>\n<thead><tr>");
        foreach (var (head, index) in heads.Select((head, index) => (head, index)))
        {
            html.Append(index == 0 ? "<td></td>" : $"<th scope=\"col\" class=\"n\">{Encode(head.Length == 0 ? "Number" : head)}</th>");
        }

        html.Append("</tr></thead>\n<tbody>\n");
        foreach (var row in rows)
        {
            html.Append($"<tr><th scope=\"row\">{Encode(row[0])}</th>").AppendJoin("", row.Skip(1).Select(cell => $"<td class=\"n\">{Encode(cell)}</td>")).Append("</tr>\n");
        }

        html.Append("</tbody></table></div>\n");
    }

    private static void Lines(CsvText csv, Kpi kpi, string by, string group)
    {
        Line(csv, kpi.Id, by, group, "", kpi.Numerator, kpi.Denominator, kpi.N, kpi.Share);
        foreach (var part in kpi.Parts)
        {
            Line(csv, kpi.Id, by, group, part.Name, part.Numerator, part.Denominator, null, part.Share);
        }

        foreach (var figure in kpi.Figures)
        {
            Line(csv, kpi.Id, by, group, figure.Name, null, null, null, figure.Value);
        }
    }

    private static void Line(CsvText csv, string figure, string by, string group, string part, int? numerator, int? denominator, int? n, decimal? value) =>
        csv.Line(figure, by, group, part, CsvText.Number(numerator), CsvText.Number(denominator), CsvText.Number(n), CsvText.Number(value));

    private static JsonObject Of(Kpi kpi)
    {
        var one = new JsonObject { ["name"] = kpi.Name, ["numerator"] = kpi.Numerator, ["denominator"] = kpi.Denominator, ["n"] = kpi.N };
        foreach (var figure in kpi.Figures)
        {
            one[figure.Name] = figure.Value;
        }

        if (!kpi.Parts.IsEmpty)
        {
            one["parts"] = new JsonObject(kpi.Parts.Select(part => KeyValuePair.Create<string, JsonNode?>(part.Name, new JsonObject { ["numerator"] = part.Numerator, ["denominator"] = part.Denominator })));
        }

        return one;
    }

    private static string Encode(string text) => Encoder.Encode(text);
}
