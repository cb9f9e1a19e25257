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

    private static List<string> Read(string file) =>
        [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Safeguarding", file)).Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Replace("\\n", "\n"))];
}
