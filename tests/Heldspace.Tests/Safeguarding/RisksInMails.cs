using System.Diagnostics;
using System.Globalization;
using Heldspace.Intake;
using Heldspace.Local;
using Heldspace.Safeguarding;
using Heldspace.Tests.Builders;

namespace Heldspace.Tests.Safeguarding;

public sealed class RisksInMails
{
    /// <summary>Four times the text may take this many times as long: in proportion it takes four times, in its square sixteen.</summary>
    private const double Proportion = 9;

    /// <summary>Seconds of work that a million characters may take, and so few that a quarter of them is too short to be compared with.</summary>
    private const double Longest = 8;
    private const double Shortest = 0.5;

    private const string Scheduled = "/proc/thread-self/schedstat";

    private const string Routine = "Dear all,\n\nI am referring Sam, who is 14 and lives with foster carers in Chester.\n\nHe engages well and likes football.\n\nThe paperwork for the panel is in hand.\n\n";

    [Theory]
    [InlineData("One thing from this morning. He told his key worker that he has been saving up his tablets and will take them all tonight.\n\nRegards\nJo", "body, line 9", ConcernKind.Harm, false)]
    [InlineData("He told me that his stepdad hits him with a belt when mum is out.", "body, line 9", ConcernKind.Abuse, true)]
    [InlineData("He has not come home tonight and his phone is off.", "body, line 9", ConcernKind.Missing, false)]
    public void What_is_told_in_the_fifth_paragraph_under_a_routine_subject_alerts(string paragraph, string source, ConcernKind kind, bool atHome) =>
        Screen.Mail(Builders.Mails.Mail(Routine + paragraph, subject: "Routine update"), Builders.Mails.Service).ShouldBe([new(kind, source, atHome)]);

    [Fact]
    public void An_answer_of_a_form_is_told_of_by_its_own_line() =>
        Screen.Mail(Builders.Mails.Mail("First name: Jude\nLegal status: C2\nUrgency: routine\nWhat is going on: He told me today that his foster carer hits him with a belt."), Builders.Mails.Service)
            .ShouldBe([new(ConcernKind.Abuse, "body, line 4", AtHome: true)]);

    [Fact]
    public void A_routine_mail_alerts_nobody() => Of(Routine + "Regards\nJo Hart\nDomestic Abuse Lead\n\nIf you are in immediate danger ring 999.").ShouldBeEmpty();

    [Fact]
    public void A_subject_alerts() =>
        Screen.Mail(Builders.Mails.Mail("see below", subject: "RE: he says he is going to kill himself tonight"), Builders.Mails.Service).ShouldBe([new(ConcernKind.Harm, "subject", false)]);

    [Fact]
    public void A_cell_of_a_table_alerts() =>
        Of("<table><tr><td>Name</td><td>Sam</td></tr><tr><td>What is going on</td><td>Settled at school.<br>She said last night that she wants to die.</td></tr><tr><td>Any self-harm or suicidal thoughts?</td><td>No</td></tr></table>", html: true)
            .ShouldHaveSingleItem().Kind.ShouldBe(ConcernKind.Harm);

    [Fact]
    public void A_table_that_denies_every_risk_alerts_nobody() =>
        Of("<table><tr><td>Suicidal thoughts</td><td>No</td></tr><tr><td>Self-harm</td><td>None known</td></tr><tr><td>Sexual abuse</td><td>N/K</td></tr><tr><td>Missing from home</td><td>No</td></tr><tr><td>Overdose</td><td>2021, CAMHS involved</td></tr></table>", html: true)
            .ShouldBeEmpty();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_risk_on_the_thirtieth_page_alerts(bool attached)
    {
        var told = Routine + string.Concat(Enumerable.Repeat("He likes football and goes to the club on Fridays.\n\n", 2_000)) + "He told his key worker this morning that he has been saving up his tablets and will take them all tonight.\n";
        var mail = attached ? Builders.Mails.Mail("Notes attached.") with { Attachments = [new("notes.txt", "text/plain", System.Text.Encoding.UTF8.GetBytes(told), IsInline: false)] } : Builders.Mails.Mail(told);
        Screen.Mail(mail, Builders.Mails.Service).ShouldContain(concern => concern.Kind == ConcernKind.Harm);
        Builders.Mails.Referral(mail).Unread.ShouldBeEmpty();
    }

    [Fact]
    public void Nobody_who_keeps_a_child_safe_is_no_answer_that_clears_it() =>
        Of("<table><tr><td>Who protects her from stepdad hitting her with a belt last night?</td><td>None</td></tr></table>").ShouldNotBeEmpty();

    [Theory]
    [InlineData("Going missing")]
    [InlineData("Going missing tonight")]
    public void What_is_asked_and_answered_with_none_alerts_nobody(string asked) =>
        Of($"<table><tr><td>Self-harm</td><td>None</td></tr><tr><td>{asked}</td><td>None</td></tr><tr><td>Priority</td><td>Soon</td></tr></table>").ShouldBeEmpty();

    [Fact]
    public void A_quoted_older_message_alerts() =>
        Of("Please see below, can we talk?\n\nOn 22 November 2026 at 21:10, Sue Lamb <sue.lamb@homemail.example> wrote:\n> Hi Jo\n> he came back from his dad's with bruises all over his back\n> and he says dad did it")
            .ShouldContain(concern => concern.Kind == ConcernKind.Abuse && concern.AtHome);

    [Fact]
    public void A_forwarded_message_and_its_subject_alert() =>
        Of("FYI\n\n-----Original Message-----\nFrom: Sue Lamb <sue.lamb@homemail.example>\nSent: 22 November 2026 21:10\nTo: Jo Hart\nSubject: Mia has not come home\n\nShe climbed out of the window last night and we don't know where she is.")
            .Select(concern => concern.Source).ShouldBe(["body, line 9", "body, line 7"], ignoreOrder: true);

    [Fact]
    public void An_answer_of_a_pasted_form_alerts() =>
        Of("First name: Sam\nFamily name: Taylor\nDate of birth: 12/03/2012\nSelf-harm: none known\nSuicidal thoughts: N/K\nWhat is going on: low since the move. He has written goodbye letters to his sisters\nUrgency: routine")
            .ShouldHaveSingleItem().ShouldBe(new(ConcernKind.Harm, "body, line 6", false));

    [Fact]
    public void An_attachment_of_another_kind_than_text_is_not_read_here_and_hidden_text_never() =>
        Of("<p>Thank you for the appointment.</p><p style=\"display:none\">I am going to kill myself tonight</p><div hidden>he hits me</div>", html: true).ShouldBeEmpty();

    [Fact]
    public void Html_is_read_as_a_reader_sees_it() =>
        Of("<p>Thank you for the <b>appointment</b>.</p><p>I am going to <i>kill</i>&nbsp;<span>myself</span> tonight</p>", html: true).ShouldHaveSingleItem().Kind.ShouldBe(ConcernKind.Harm);

    [Fact]
    public void What_the_service_wrote_and_is_quoted_is_not_read_but_answers_between_its_lines_are()
    {
        var mailbox = Builders.Mails.Service.Mailboxes[0].Text;
        Of($"Thanks\n\nOn 22 November 2026 at 21:10, Referrals <{mailbox}> wrote:\n> You said that he wants to die.\n> How is he now?").ShouldBeEmpty();
        Of($"See my answers below\n\nFrom: Referrals <{mailbox}>\nSent: 22 November 2026 21:10\nTo: Jo Hart\nSubject: Your referral\n\nHow is he now?\nHe took an overdose this morning.").ShouldHaveSingleItem().Kind.ShouldBe(ConcernKind.Harm);
    }

    [Fact]
    public void A_form_is_read_answer_by_answer() =>
        Screen.Form(Builders.Mails.Form((Fields.PresentingNeeds, "Settled at school. She said grandad puts his hands in her knickers."), (Fields.RiskSuicidality, "none"), (Fields.ChildsViews, "i wanna die"), (Fields.SafetyNote, "none")))
            .ShouldBe([new(ConcernKind.Harm, "form, what the child or young person says", false), new(ConcernKind.Abuse, "form, what is going on and what help is needed", true)], ignoreOrder: true);

    [Theory]
    [InlineData("My coach touched me in the changing room.", ConcernKind.Abuse, false)]
    [InlineData("My stepdad touched me last night.", ConcernKind.Abuse, true)]
    [InlineData("I am frightened I am going to hurt the baby.", ConcernKind.Harm, true)]
    [InlineData("She has been raped.", ConcernKind.Abuse, true)]
    [InlineData("A man online keeps asking for nudes.", ConcernKind.Abuse, false)]
    [InlineData("I want to die.", ConcernKind.Harm, false)]
    public void Whoever_may_be_the_source_of_harm_is_told_apart(string text, ConcernKind kind, bool atHome) =>
        Screen.Text(text, "cancellation").ShouldBe([new(kind, "cancellation", atHome)]);

    [Fact]
    public void Of_the_samples_only_the_disclosure_alerts() =>
        Samples.Read(Path.Combine(AppContext.BaseDirectory, "samples"), Builders.Mails.Today)
            .Where(sample => !Screen.Mail(GraphMail.Received(sample.Message), Builders.Mails.Service).IsEmpty).Select(sample => sample.File).ShouldBe(["16-disclosure-in-fourth-paragraph.json"]);

    [Theory]
    [InlineData("i want to kill myself ")]
    [InlineData("he she ")]
    [InlineData("tablets under going to tablets ")]
    [InlineData("a")]
    [InlineData("not no not any thoughts of suicide ")]
    [InlineData("Dad Mum Sam\tbed\n")]
    [InlineData("> On he wrote:\n")]
    [InlineData("my stepdad my stepdad . ")]
    public void A_megabyte_of_anything_takes_time_in_proportion(string piece)
    {
        // The time of this thread on the processor, not of the clock: a machine that is busy with something else makes nothing look longer. What is
        // compiled and collected meanwhile falls into one or the other by chance, so the least of up to three counts.
        var (quarter, whole) = (double.MaxValue, double.MaxValue);
        for (var tries = 0; tries < 3 && (tries == 0 || whole >= Longest || !IsInProportion()); tries++)
        {
            (quarter, whole) = (Math.Min(quarter, Read(piece, 250_000)), Math.Min(whole, Read(piece, 1_000_000)));
        }

        whole.ShouldBeLessThan(Longest);
        IsInProportion().ShouldBeTrue($"{quarter:0.00} s for a quarter of it, {whole:0.00} s for the whole");
        bool IsInProportion() => whole < Shortest || whole < quarter * Proportion;
    }

    /// <summary>Seconds.</summary>
    private static double Read(string piece, int length)
    {
        var text = string.Concat(Enumerable.Repeat(piece, length / piece.Length));
        var before = OwnTime();
        Screen.Text(text, "text").Length.ShouldBeLessThanOrEqualTo(Screen.Most);
        Screen.Mail(Builders.Mails.Mail(text), Builders.Mails.Service).Length.ShouldBeLessThanOrEqualTo(Screen.Most);
        return OwnTime() - before;
    }

    /// <summary>Seconds that this thread has been on the processor, from https://docs.kernel.org/scheduler/sched-stats.html; those of the clock where no such count is kept.</summary>
    private static double OwnTime() =>
        File.Exists(Scheduled) ? double.Parse(File.ReadAllText(Scheduled).Split(' ')[0], CultureInfo.InvariantCulture) / 1e9 : Stopwatch.GetElapsedTime(0).TotalSeconds;

    private static System.Collections.Immutable.ImmutableArray<Concern> Of(string body, bool html = false) =>
        Screen.Mail(Builders.Mails.Mail(body, subject: "Routine update", html: html), Builders.Mails.Service);
}
