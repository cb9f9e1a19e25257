using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Heldspace.Json;
using Heldspace.Measures;
using Heldspace.Services;
using Spectre.Console;

namespace Heldspace.Local.Commands;

/// <summary><c>score</c>: what the answers to one measure come to, by its file in <c>services/measures/</c>. Nothing is started.</summary>
internal static class ScoreCommand
{
    public static Command Command()
    {
        var measure = new Option<string>("--measure") { Description = "The measure, by the name of its file in services/measures/.", HelpName = "ID", Required = true };
        var answers = new Option<string?>("--answers") { Description = "The answers in the order of the items, as ticked, with commas; an empty place is an item that was not answered.", HelpName = "1,2,,3" };
        var total = new Option<decimal?>("--total") { Description = "In place of answers: a total that was worked out elsewhere, such as a T score.", HelpName = "N" };
        var age = new Option<int?>("--age") { Description = "Of the young person, in whole years. Default: not known, and held against nobody.", HelpName = "N" };
        var sex = new Option<string?>("--sex") { Description = "Where norms ask for it. Default: not known.", HelpName = "F|M" };
        sex.AcceptOnlyFromAmong("F", "M");
        var respondent = new Option<string?>("--respondent") { Description = "Who answered. Default: whoever the measure names first.", HelpName = "WHO" };
        respondent.AcceptOnlyFromAmong([.. Roles.All]);
        var json = Shared.Json();
        var command = new Command("score", "Score the answers to one measure.") { measure, answers, total, age, sex, respondent, json };
        command.SetAction(parsed => Execute(
            parsed.GetValue(measure)!, parsed.GetValue(answers), parsed.GetValue(total), parsed.GetValue(age), parsed.GetValue(sex), parsed.GetValue(respondent), parsed.GetValue(json)));
        return command;
    }

    private static int Execute(string id, string? answers, decimal? total, int? age, string? sex, string? respondent, bool json)
    {
        var terminal = Terminal.OnError();
        try
        {
            var measures = MeasureFiles.ReadShipped().OrThrow();
            if (measures.Find(id) is not { } measure)
            {
                return Terminal.Refuse(terminal, measures.NoSuch(id));
            }

            if (answers is null == total is null)
            {
                return Terminal.Refuse(terminal, "Give either --answers or --total.");
            }

            var role = respondent ?? measure.Respondents[0].Who;
            if (total is { } entered)
            {
                return measure.CheckEntered(entered) is { } no ? Terminal.Refuse(terminal, no.Why) : Print(measure, measure.ScoreEntered(entered, role, age, sex), json);
            }

            if (Read(answers!, measure, out var ticked) is { } unreadable)
            {
                return Terminal.Refuse(terminal, unreadable.Why);
            }

            return measure.Check(ticked) is { } wrong ? Terminal.Refuse(terminal, wrong.Why) : Print(measure, measure.Score(ticked, role, age, sex), json);
        }
        catch (DefinitionsRefusedException refused)
        {
            return Terminal.Refuse(terminal, refused.Message);
        }
    }

    /// <summary>Nothing at all is a measure of which nothing was answered.</summary>
    private static WrongAnswer? Read(string answers, Measure measure, out ImmutableArray<decimal?> ticked)
    {
        var read = new List<decimal?>();
        foreach (var (text, index) in answers.Split(',').Select((text, index) => (text.Trim(), index)))
        {
            if (text.Length > 0 && !decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _))
            {
                ticked = [];
                return new(index + 1, $"Item {index + 1}: \"{text}\" is no number.");
            }

            read.Add(text.Length == 0 ? null : decimal.Parse(text, CultureInfo.InvariantCulture));
        }

        ticked = answers.Trim().Length == 0 ? [.. measure.Items.Select(_ => (decimal?)null)] : [.. read];
        return null;
    }

    private static int Print(Measure measure, Score score, bool json)
    {
        if (json)
        {
            Console.Out.WriteLine(ToJson(score).ToJsonString(HeldspaceJson.Stored));
        }
        else
        {
            Write(AnsiConsole.Console, measure, score);
        }

        return 0;
    }

    private static JsonObject ToJson(Score score) => new()
    {
        ["measure"] = score.Measure,
        ["total"] = score.Total,
        ["subscales"] = new JsonObject(score.Subscales.Select(subscale => KeyValuePair.Create(subscale.Id, (JsonNode?)subscale.Value))),
        ["band"] = score.Band,
        ["missing"] = new JsonArray([.. score.Missing.Select(item => (JsonNode)item)]),
        ["reason"] = score.Reason,
        ["alerts"] = new JsonArray([.. score.Alerts.Select(alert => (JsonNode)new JsonObject { ["item"] = alert.Item, ["answer"] = alert.Answer, ["why"] = alert.Why })]),
        ["bands"] = new JsonObject(score.Subscales.Where(subscale => subscale.Band is not null).Select(subscale => KeyValuePair.Create(subscale.Id, (JsonNode?)subscale.Band))),
        ["version"] = score.Version,
        ["respondent"] = score.Respondent,
        ["entered"] = score.Entered,
    };

    private static void Write(IAnsiConsole console, Measure measure, Score score)
    {
        var table = new Table().AddColumns(Markup.Escape(measure.Name), "Score", "Band");
        foreach (var subscale in score.Subscales)
        {
            table.AddRow(Markup.Escape(measure.Subscales.First(known => known.Id == subscale.Id).Name), Figure(subscale.Value), Markup.Escape(subscale.Band ?? ""));
        }

        table.AddRow(Markup.Escape(score.Entered ?? "Total"), Figure(score.Total), Markup.Escape(score.Band ?? ""));
        console.Write(table);
        foreach (var alert in score.Alerts)
        {
            console.MarkupLineInterpolated($"[red]Item {alert.Item}, answer {Figure(alert.Answer)}: {alert.Why}. A person must see this at once.[/]");
        }

        if (score.Reason is { } reason)
        {
            console.MarkupLineInterpolated($"No total: {reason}");
        }

        if (score.Missing.Length > 0)
        {
            console.MarkupLineInterpolated($"Not answered: {string.Join(", ", score.Missing)}");
        }

        if (!measure.Validated)
        {
            console.MarkupLineInterpolated($"[grey]This measure is not validated.[/]");
        }

        console.MarkupLineInterpolated($"[grey]{measure.Licence.Attribution}[/]");
    }

    private static string Figure(decimal? value) => value?.ToString("0.##", CultureInfo.InvariantCulture) ?? "–";
}
