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

    /// <summary>What was reached on sets that were unseen once; the heading of each says how they did then. Of zc to zf nothing has been learned yet.</summary>
    [Theory]
    [InlineData("unseen-a.txt", 100, 100, 0, 150)]
    [InlineData("unseen-b.txt", 100, 100, 0, 150)]
    [InlineData("unseen-c.txt", 100, 100, 0, 150)]
    [InlineData("unseen-d.txt", 100, 100, 3, 250)]
    [InlineData("unseen-e.txt", 100, 100, 3, 250)]
    [InlineData("unseen-f.txt", 110, 110, 8, 450)]
    [InlineData("unseen-h.txt", 200, 200, 2, 600)]
    [InlineData("unseen-i.txt", 200, 200, 7, 700)]
    [InlineData("unseen-j.txt", 70, 70, 5, 387)]
    [InlineData("unseen-k.txt", 100, 100, 3, 300)]
    [InlineData("unseen-l.txt", 100, 100, 3, 300)]
    [InlineData("unseen-n.txt", 90, 90, 0, 300)]
    [InlineData("unseen-o.txt", 90, 90, 0, 300)]
    [InlineData("unseen-p.txt", 150, 149, 0, 300)]
    [InlineData("unseen-q.txt", 120, 120, 1, 360)]
    [InlineData("unseen-r.txt", 100, 100, 0, 400)]
    [InlineData("unseen-s.txt", 130, 130, 0, 370)]
    [InlineData("unseen-t.txt", 130, 130, 0, 370)]
    [InlineData("unseen-u.txt", 130, 130, 0, 370)]
    [InlineData("unseen-v.txt", 120, 120, 0, 480)]
    [InlineData("unseen-w.txt", 130, 130, 0, 420)]
    [InlineData("unseen-x.txt", 120, 120, 0, 480)]
    [InlineData("unseen-y.txt", 120, 120, 1, 380)]
    [InlineData("unseen-z.txt", 120, 120, 0, 430)]
    [InlineData("unseen-za.txt", 220, 220, 0, 260)]
    [InlineData("unseen-zb.txt", 200, 200, 0, 300)]
    [InlineData("unseen-zc.txt", 130, 126, 59, 420)]
    [InlineData("unseen-zd.txt", 150, 134, 31, 400)]
    [InlineData("unseen-ze.txt", 200, 175, 51, 300)]
    [InlineData("unseen-zf.txt", 110, 103, 27, 220)]
    [InlineData("whole-mails.txt", 12, 12, 3, 162)]
    public void A_set_that_was_unseen_once_does_no_worse(string file, int risks, int found, int alarms, int ordinary) => Holds(file, risks, found, alarms, ordinary);

    /// <summary>Nothing is ever fitted to these, nor written because of them: a fit that does worse on them has learned by heart.</summary>
    [Theory]
    [InlineData("kept-m.txt", 100, 98, 18, 300)]
    [InlineData("kept-n.txt", 100, 95, 30, 400)]
    public void A_set_that_nothing_is_fitted_to_does_no_worse(string file, int risks, int found, int alarms, int ordinary) => Holds(file, risks, found, alarms, ordinary);

    private void Holds(string file, int risks, int found, int alarms, int ordinary)
    {
        var measured = Measure(Path.Combine(AppContext.BaseDirectory, "Safeguarding", file));
        measured.All.ShouldBe(risks);
        measured.Ordinary.ShouldBe(ordinary);
        measured.Found.ShouldBeGreaterThanOrEqualTo(found);
        measured.Alarms.ShouldBeLessThanOrEqualTo(alarms);
    }

    /// <summary>What tells nothing of a risk changes nothing: the texts it was learned from say "he" here and "she" there, by chance.</summary>
    [Theory]
    [InlineData("He told his aunt that he will take all of them on Friday.", "She told her uncle that she will take all of them on Monday.")]
    [InlineData("Her brother has not been seen since four.", "His sister has not been seen since five.")]
    [InlineData("He was hurt by his father when he was six and has been safe with us for three years.", "She was hurt by her father when she was seven and has been safe with us for four years.")]
    [InlineData("The girl ran off in a temper and was back by ten.", "The boy ran off in a temper and was back by nine.")]
    public void Whom_and_on_which_day_a_text_is_about_makes_no_difference(string one, string other) =>
        Screen.Text(other, "text").ShouldBe(Screen.Text(one, "text"));

    [Fact]
    public void Several_that_are_nearly_enough_weigh_more_than_the_heaviest_alone_but_many_do_not()
    {
        Scale.All([7]).ShouldBe(7);
        Scale.All([7, -90]).ShouldBe(7, 0.01);
        Scale.All([7, 7]).ShouldBe(7 + (10 * Math.Log(2)), 0.01);
        Scale.All(Enumerable.Repeat(7.0, 1000)).ShouldBe(Scale.All(Enumerable.Repeat(7.0, 10)));
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
