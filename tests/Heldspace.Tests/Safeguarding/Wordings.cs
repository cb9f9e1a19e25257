using Heldspace.Safeguarding;
using Xunit.Abstractions;

namespace Heldspace.Tests.Safeguarding;

/// <summary>What people write, with and without an immediate risk in it: one text a line, <c>\n</c> for a line break, <c>#</c> for headings.</summary>
public sealed class Wordings(ITestOutputHelper output)
{
    [Theory]
    [InlineData("risks.txt", 120)]
    [InlineData("risks-unseen.txt", 40)]
    public void Every_wording_of_immediate_risk_alerts(string file, int atLeast)
    {
        var texts = Read(file);
        var missed = texts.Where(text => Screen.Text(text, "text").IsEmpty).ToList();
        output.WriteLine($"{file}: {texts.Count - missed.Count} of {texts.Count} alert\n{string.Join('\n', missed)}");
        texts.Count.ShouldBeGreaterThanOrEqualTo(atLeast);
        missed.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("ordinary.txt", 320)]
    [InlineData("ordinary-unseen.txt", 80)]
    public void At_most_one_ordinary_text_in_twenty_alerts(string file, int atLeast)
    {
        var texts = Read(file);
        var alarmed = texts.Where(text => !Screen.Text(text, "text").IsEmpty).ToList();
        output.WriteLine($"{file}: {alarmed.Count} false alarms in {texts.Count} ({100.0 * alarmed.Count / texts.Count:0.0} %)\n{string.Join('\n', alarmed)}");
        texts.Count.ShouldBeGreaterThanOrEqualTo(atLeast);
        alarmed.Count.ShouldBeLessThanOrEqualTo(texts.Count / 20);
    }

    /// <summary>What was reached on sets that were unseen once; the heading of each says how they did then.</summary>
    [Theory]
    [InlineData("unseen-a.txt", 100, 100, 2, 150)]
    [InlineData("unseen-b.txt", 100, 100, 1, 150)]
    [InlineData("unseen-c.txt", 100, 100, 5, 150)]
    [InlineData("unseen-d.txt", 100, 100, 23, 250)]
    [InlineData("unseen-e.txt", 100, 100, 3, 250)]
    [InlineData("unseen-f.txt", 110, 110, 12, 450)]
    [InlineData("unseen-h.txt", 200, 200, 15, 600)]
    public void A_set_that_was_unseen_once_does_no_worse(string file, int risks, int found, int alarms, int ordinary)
    {
        var measured = Measure(Path.Combine(AppContext.BaseDirectory, "Safeguarding", file));
        measured.All.ShouldBe(risks);
        measured.Ordinary.ShouldBe(ordinary);
        measured.Found.ShouldBeGreaterThanOrEqualTo(found);
        measured.Alarms.ShouldBeLessThanOrEqualTo(alarms);
    }

    /// <summary>Measures a set from outside, <c>HELDSPACE_RISK_TEXTS</c>: a line begins with the kind of its risk (H, A, M) or O for none.</summary>
    [Fact]
    public void A_set_from_outside_is_measured()
    {
        if (Environment.GetEnvironmentVariable("HELDSPACE_RISK_TEXTS") is { Length: > 0 } paths)
        {
            foreach (var path in paths.Split(','))
            {
                Measure(path).All.ShouldBeGreaterThan(0);
            }
        }
    }

    private (int All, int Found, int Ordinary, int Alarms) Measure(string path)
    {
        var lines = File.ReadLines(path).Where(line => line.Length > 2 && line[1] == ':').Select(line => (Risk: line[0] != 'O', Text: line[2..].Trim().Replace("\\n", "\n"), line)).ToList();
        var missed = lines.Where(line => line.Risk && Screen.Text(line.Text, "text").IsEmpty).ToList();
        var alarmed = lines.Where(line => !line.Risk && !Screen.Text(line.Text, "text").IsEmpty).ToList();
        var (all, ordinary) = (lines.Count(line => line.Risk), lines.Count(line => !line.Risk));
        output.WriteLine($"{Path.GetFileName(path)}: {all - missed.Count} of {all} alert, {alarmed.Count} false alarms in {ordinary}\n{string.Join('\n', missed.Concat(alarmed).Select(line => line.line))}");
        return (all, all - missed.Count, ordinary, alarmed.Count);
    }

    private static List<string> Read(string file) =>
        [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Safeguarding", file)).Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Replace("\\n", "\n"))];
}
