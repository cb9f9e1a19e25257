using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;

namespace Heldspace.Functions.Tests.Measures;

/// <summary>The local program as scripts call it: <c>score</c>. What answers come to is tested where they are scored.</summary>
public sealed class ScoreCommandTests
{
    [Fact]
    public async Task A_score_is_one_line_of_json_with_null_where_there_is_none()
    {
        var (exitCode, output, _) = await Run("score", "--measure", "phq-9", "--answers", "1,2,,3,0,1,2,3,1", "--age", "19", "--json");

        exitCode.ShouldBe(0);
        output.TrimEnd().ShouldNotContain("\n");
        var score = JsonNode.Parse(output)!.AsObject();
        score["measure"]!.GetValue<string>().ShouldBe("phq-9");
        score.ContainsKey("total").ShouldBeTrue();
        score["total"].ShouldBeNull();
        score["subscales"]!.AsObject().ShouldBeEmpty();
        score["band"].ShouldBeNull();
        score["missing"]!.ToJsonString().ShouldBe("[3]");
        score["reason"]!.GetValue<string>().ShouldBe("1 of 9 items not answered. None may be missing.");
        score["alerts"]!.AsArray().Single()!["item"]!.GetValue<int>().ShouldBe(9);
    }

    [Fact]
    public async Task Subscales_are_keyed_by_their_names_and_who_answered_counts()
    {
        var (exitCode, output, _) = await Run("score", "--measure", "sdq", "--answers", string.Join(',', Enumerable.Repeat("1", 25)), "--age", "10", "--sex", "F", "--respondent", "carer", "--json");

        exitCode.ShouldBe(0);
        var score = JsonNode.Parse(output)!.AsObject();
        score["total"]!.GetValue<decimal>().ShouldBe(20);
        score["band"]!.GetValue<string>().ShouldBe("cause for concern");
        score["subscales"]!.ToJsonString().ShouldBe("""{"emotional":5,"conduct":5,"hyperactivity":5,"peer":5,"prosocial":5}""");
    }

    [Fact]
    public async Task Without_json_a_person_reads_a_table()
    {
        var (exitCode, output, _) = await Run("score", "--measure", "gad-7", "--answers", "1,1,1,1,1,1,1");

        exitCode.ShouldBe(0);
        output.ShouldContain("Total");
        output.ShouldContain("mild");
    }

    [Theory]
    [InlineData("phq-9", "0,0,0,0,4,0,0,0,0", "Item 5: 4 is not possible.")]
    [InlineData("phq-9", "0,0,0,0,yes,0,0,0,0", "Item 5: \"yes\" is no number.")]
    [InlineData("nothing", "0", "There is no measure nothing here. There is: confidence, core-10,")]
    public async Task What_cannot_be_scored_ends_with_another_exit_code_and_says_why_on_standard_error(string measure, string answers, string said)
    {
        var (exitCode, output, error) = await Run("score", "--measure", measure, "--answers", answers, "--json");

        exitCode.ShouldNotBe(0);
        output.ShouldBeEmpty();
        error.ShouldContain(said);
    }

    private static async Task<(int ExitCode, string Output, string Error)> Run(params string[] arguments)
    {
        using var process = new Process
        {
            StartInfo = new("dotnet", [Path.Combine(AppContext.BaseDirectory, "Heldspace.Local.dll"), .. arguments])
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        var (output, error) = (new StringBuilder(), new StringBuilder());
        process.OutputDataReceived += (_, line) => Keep(output, line.Data);
        process.ErrorDataReceived += (_, line) => Keep(error, line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        await process.WaitForExitAsync(patience.Token);
        return (process.ExitCode, output.ToString(), error.ToString());
    }

    private static void Keep(StringBuilder lines, string? line)
    {
        if (line is not null)
        {
            lines.Append(line).Append('\n');
        }
    }
}
