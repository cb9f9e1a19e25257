using System.Text.RegularExpressions;
using Heldspace.Functions.Hosting;
using Heldspace.Functions.Tests.Drivers;
using Heldspace.Functions.Tests.Journey;
using Heldspace.Functions.Tests.Manage;
using Heldspace.Intake;
using Heldspace.Local.Notify;
using Heldspace.Local.ServiceBus;
using Heldspace.Pathway;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Functions.Tests.Safeguarding;

/// <summary>Wording of immediate risk, by whatever door it comes: people are told on two channels, until one of them has it.</summary>
public sealed partial class RiskTests
{
    private const string Tonight = "What is going on: She told her teacher today that she has kept her tablets back and will take all of them tonight.";

    private const string AtHome = "What is going on: He told me today that his foster carer hits him with a belt when nobody is there, and he is afraid to go home.";

    private const string OnCall = "on-call@caring-to-care.example";

    /// <summary>Nobody is at work.</summary>
    private static readonly Instant SaturdayNight = London.At(new LocalDate(2026, 9, 19), new LocalTime(2, 0));

    [Fact]
    public async Task A_disclosure_at_night_climbs_from_one_to_the_next_on_two_channels_until_somebody_has_it()
    {
        await using var sut = await SystemUnderTest.Start();
        sut.Clock.MoveTo(SaturdayNight);
        sut.Deliver(Mails.Complete(more: Tonight));
        await sut.Run(Duration.FromMinutes(1));

        // Whoever is on call, within the minute, by an opaque reference.
        var reference = (await sut.OnlyCase()).Case.Reference.Text;
        sut.System.Texts.Sent.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            text => text.Number.ShouldBe("07700 900102"),
            text => text.Text.ShouldContain(reference),
            text => text.Text.ShouldNotContain("tablets"),
            text => (text.At - SaturdayNight).ShouldBeLessThanOrEqualTo(Duration.FromMinutes(1)));
        sut.SubjectsTo(OnCall).ShouldBe([$"Please look at once: {reference}"]);
        sut.MailsTo(OnCall)[0].ShouldNotContain("tablets");

        await sut.Run(Duration.FromMinutes(11));
        sut.SubjectsTo("clinical-lead@caring-to-care.example").Count.ShouldBe(1);
        await sut.Run(Duration.FromMinutes(10));
        sut.SubjectsTo("safeguarding-lead@caring-to-care.example").Count.ShouldBe(1);
        await sut.Run(Duration.FromMinutes(10));
        sut.System.Texts.Sent.Select(text => text.Number).ShouldBe(["07700 900102", "07700 900103", "07700 900104", "07700 900102"]);

        using var phone = await Visitor.To(sut);
        await phone.Open(LinkIn(sut.System.Texts.Sent[2]));
        phone.Words.ShouldContain(reference);
        (await sut.OnlyCase()).Case.Safeguarding!.Acknowledged.ShouldBeNull("a look is no tap: programs look at links on the way");
        await phone.Send("");
        phone.Words.ShouldContain("Nobody else is called now");

        await sut.Run(Duration.FromHours(2));
        sut.System.Texts.Sent.Count.ShouldBe(4);
        var file = await sut.OnlyCase();
        file.Case.Safeguarding!.Acknowledged!.By.ShouldBe("Designated safeguarding lead");
        file.Current!.State.ShouldBe(AppointmentState.Held);
        London.Day(file.Current.Slot!.Start).ShouldBeLessThanOrEqualTo(London.Day(file.Case.ReceivedAt).PlusDays(7), "the urgent target");
        (await sut.Pending()).ShouldBe(0);
        sut.NothingPersonalIsShown("tablets", Mails.Surname(1));
    }

    [Fact]
    public async Task Nothing_goes_to_whoever_may_be_the_source_of_harm_before_a_person_has_looked()
    {
        await using var sut = await SystemUnderTest.Start();
        sut.Deliver(Mails.Complete(more: AtHome + "\n<b>&amp; <script>alert(1)</script>"));
        await sut.Run(Duration.FromMinutes(30));

        var file = await sut.OnlyCase();
        file.Case.Withholds.ShouldBeTrue();
        file.Current!.State.ShouldBe(AppointmentState.Held);
        sut.Sent("sam.fielding@nhs.example").ShouldBeEmpty();
        sut.MailsTo("duty@caring-to-care.example")[0].ShouldContain("Nothing goes to whoever wrote");
        (await sut.Pending()).ShouldBe(0, "what waits for a person is taken up by nobody else");

        using var manager = await StaffClient.Open(sut);
        await manager.SignIn("helen.marchbank@caring-to-care.example");
        var received = (await manager.Get($"/manage/caring-to-care/cases/{file.Case.Id}/received")).Page;
        received.ShouldContain("hits him with a belt");
        received.ShouldContain("immediate risk?");
        received.ShouldContain("Read as date of birth:");
        received.ShouldNotContain("<b>");

        await sut.App<CaseActs>().Do(sut.Service, file.Case.Id, new Act.ReleaseMessages("The social worker wrote, not the carer.") { By = "manager" }, default);
        await sut.Run(Looking.Moment);
        sut.Sent("sam.fielding@nhs.example").Count.ShouldBe(1);
        (await sut.Pending()).ShouldBe(0);
    }

    [Fact]
    public async Task What_is_written_into_a_form_or_when_an_appointment_cannot_be_kept_is_read_too()
    {
        await using var sut = await SystemUnderTest.Start();
        await sut.Send("alex@nhs.example", "a", ("presentingNeeds", "He says he will jump off the bridge after school today. He has written goodbye notes."));
        await sut.Run(Looking.Moment);
        sut.System.Texts.Sent.Count.ShouldBe(1);

        sut.Deliver(Mails.Complete());
        await sut.Run(Looking.Moment);
        sut.System.Texts.Sent.Count.ShouldBe(1);
        using var visitor = await Visitor.To(sut);
        await visitor.Open(sut.LinkTo(1) + "/cancel");
        await visitor.Send("/cancel", ("why", ""), ("words", "I am going to kill myself tonight"), ("next", ""));
        await sut.Run(Looking.Moment);
        sut.System.Texts.Sent.Count.ShouldBe(2, "the form came back with mistakes, and the words reached a person");

        await sut.Run(Duration.FromMinutes(11));
        var second = (await sut.Cases()).Single(file => file.Case.Channel == Channel.Mail).Case.Id.Text;
        sut.System.Texts.Sent.Where(text => text.Reference!.StartsWith(second, StringComparison.Ordinal)).Select(text => text.Number).ShouldBe(["07700 900101", "07700 900103"]);
    }

    [Fact]
    public async Task A_text_message_whose_answer_is_lost_or_late_is_sent_once_and_holds_up_no_mail()
    {
        await using var sut = await SystemUnderTest.Start();
        sut.System.Notify.Fault = n => n switch { 1 => new RequestFault.Answer(503), 2 => new RequestFault.Answer(500), 4 => new RequestFault.DropAfter(), _ => null };
        sut.Deliver(Mails.Complete(more: Tonight));
        await sut.Run(Duration.FromMinutes(1));
        sut.SubjectsTo("duty@caring-to-care.example").Count.ShouldBe(1);
        await sut.Run(Duration.FromMinutes(8));
        sut.System.Texts.Sent.Count.ShouldBe(1);
    }

    private static string LinkIn(SentText text) => new Uri(Link().Match(text.Text).Value).AbsolutePath;

    [GeneratedRegex(@"http\S+/acknowledge/\S+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Link();
}
