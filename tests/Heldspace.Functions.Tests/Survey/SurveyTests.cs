using System.Net;
using Heldspace.Functions.Tests.Drivers;
using Heldspace.Functions.Tests.Journey;
using Heldspace.Measures;
using Heldspace.Measures.Asking;
using Heldspace.Pathway;
using NodaTime;

namespace Heldspace.Functions.Tests.Survey;

/// <summary>Asked by mail, answered on a phone: from the assessment to the figure in the case.</summary>
public sealed class SurveyTests
{
    private const string Staff = "helen.marchbank@caring-to-care.example";

    [Fact]
    public async Task Somebody_answers_a_page_at_a_time_stops_comes_back_and_sends_once()
    {
        await using var sut = await HowItGoes.ForBaseline();
        var path = await HowItGoes.LinkOf(sut, Roles.YoungPerson);
        using var visitor = await Visitor.To(sut);
        await visitor.Open(path);

        visitor.Status.ShouldBe(HttpStatusCode.OK, visitor.Source);
        visitor.Words.ShouldContain("How are things going for you?");
        visitor.Words.ShouldContain("999");
        var first = (await HowItGoes.Ask(sut, Roles.YoungPerson)).ShouldNotBeNull();
        first.Measures.ShouldAllBe(asked => asked.Answers.IsEmpty, "opening answers nothing");

        await visitor.Open($"{path}/1");
        await visitor.Send("/1", ("answer-1", "7"), ("go", "next"));
        visitor.At.ShouldEndWith("/2");
        await visitor.Send("/2", ("answer-2", "8"), ("go", "later"));
        visitor.Words.ShouldContain("Your answers are kept");

        using var onAnotherDay = await Visitor.To(sut);
        await onAnotherDay.Open(path);
        onAnotherDay.Words.ShouldContain("You can go on where you stopped");
        await onAnotherDay.Open($"{path}/send");
        await onAnotherDay.Send("/send", ("words", "It was all right."), ("go", "send"));
        onAnotherDay.Words.ShouldContain("Your answers have reached us");

        var answered = (await HowItGoes.Ask(sut, Roles.YoungPerson)).ShouldNotBeNull();
        answered.State.ShouldBe(AskState.Answered);
        var ons = answered.Measures.Single(asked => asked.Measure == "ons4");
        ons.Score.ShouldNotBeNull().Of("lifeSatisfaction").ShouldNotBeNull().Value.ShouldBe(7);
        ons.Score!.Of("worthwhile")!.Value.ShouldBe(8);
        ons.Score.Of("happiness")!.Value.ShouldBeNull();
        (await sut.FactKinds()).ShouldContain("measured");
        (await sut.Pending()).ShouldBe(0);

        // Used, unknown and cut short look the same.
        var pages = new List<string>();
        foreach (var dead in new[] { path, path[..^1] + (path[^1] == 'a' ? 'b' : 'a'), path[..^5] })
        {
            await onAnotherDay.Open(dead);
            onAnotherDay.Status.ShouldBe(HttpStatusCode.NotFound);
            pages.Add(onAnotherDay.Words);
        }

        pages.Distinct().Count().ShouldBe(1);
        sut.Logs.Lines.ShouldAllBe(line => !line.Contains(HowItGoes.Young, StringComparison.Ordinal) && !line.Contains("It was all right.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_thousand_looks_by_a_scanner_leave_it_unused_and_fifty_who_send_at_once_are_one_response()
    {
        await using var sut = await HowItGoes.ForBaseline(settings => settings with { AppSettings = new Dictionary<string, string>(StringComparer.Ordinal) { ["Refer:PagesPerMinute"] = "1000000" } });
        var path = await HowItGoes.LinkOf(sut, Roles.YoungPerson);
        var before = await sut.OnlyCase();
        using var scanner = await Visitor.To(sut);
        for (var look = 0; look < 1000; look++)
        {
            await scanner.Open((look % 5) switch { 0 => path, 1 => $"{path}/1", 2 => $"{path}/send", 3 => $"{path}/no", _ => $"{path}/later" });
            scanner.Status.ShouldBe(HttpStatusCode.OK);
        }

        (await sut.OnlyCase()).Case.LastEvent.ShouldBe(before.Case.LastEvent);
        (await HowItGoes.Ask(sut, Roles.YoungPerson))!.State.ShouldBe(AskState.Open);

        var front = await sut.System.Host.CreateHandler();
        var visitors = await Task.WhenAll(Enumerable.Range(0, 50).Select(async _ => await Visitor.Through(front).Open($"{path}/1")));
        var others = await Task.WhenAll(Enumerable.Range(0, 10).Select(async _ => await Visitor.Through(front).Open($"{path}/2")));
        await Task.WhenAll([.. visitors.Select(visitor => visitor.Send("/1", ("answer-1", "5"), ("go", "next"))), .. others.Select(visitor => visitor.Send("/2", ("answer-2", "6"), ("go", "next")))]);
        (await HowItGoes.Ask(sut, Roles.YoungPerson))!.Measures.Single(asked => asked.Measure == "ons4").Answers.Take(2).ShouldBe([5m, 6m], "what one tab answers is not lost by another");
        var atEnd = await Task.WhenAll(Enumerable.Range(0, 50).Select(async _ => await Visitor.Through(front).Open($"{path}/send")));
        await Task.WhenAll(atEnd.Select(visitor => visitor.Send("/send", ("go", "send"))));

        (await sut.History<CaseEvent.Answered>()).ShouldHaveSingleItem();
        (await sut.FactKinds()).Count(kind => kind == "measured").ShouldBe(1);
        (await HowItGoes.Ask(sut, Roles.YoungPerson))!.State.ShouldBe(AskState.Answered);
        (await sut.Pending()).ShouldBe(0);
    }

    [Fact]
    public async Task Words_of_risk_reach_whoever_is_on_cover_as_soon_as_they_are_kept_sent_or_not()
    {
        await using var sut = await HowItGoes.ForBaseline();
        var path = await HowItGoes.LinkOf(sut, Roles.YoungPerson);
        using var visitor = await Visitor.To(sut);
        await visitor.Open($"{path}/send");

        await visitor.Send("/send", ("words", "I have got the tablets ready and I am going to kill myself tonight"), ("go", "later"));

        visitor.Words.ShouldContain("999");
        await sut.Run(Duration.FromMinutes(1));
        var file = await sut.OnlyCase();
        file.Case.Safeguarding.ShouldNotBeNull().Concerns.ShouldContain(concern => concern.Source.Contains("own words", StringComparison.Ordinal));
        sut.System.Texts.Sent.Count.ShouldBe(1);
        (await HowItGoes.Ask(sut, Roles.YoungPerson))!.State.ShouldBe(AskState.Open);
    }

    [Fact]
    public async Task Whom_a_message_cannot_reach_is_asked_by_the_key_worker_and_nothing_wrong_is_said_of_it()
    {
        await using var sut = await HowItGoes.ForBaseline(settings => settings with { AppSettings = new Dictionary<string, string>(StringComparer.Ordinal) { ["Graph:RecipientDomains:0"] = "caring-to-care.example" } });

        var file = await sut.OnlyCase();
        file.Asks.Where(ask => ask.Respondent.Role == Roles.YoungPerson).Select(ask => (ask.State, ask.Respondent.By)).ShouldBe([(AskState.Stopped, AskBy.Email), (AskState.Open, AskBy.Call)]);
        file.Messages.Count(message => message.Kind == Services.Texts.MeasureTask && message.About!.StartsWith("A message to them could not be sent.", StringComparison.Ordinal)).ShouldBeGreaterThan(0);
        file.Messages.ShouldNotContain(message => message.About != null && message.About.Contains("placement", StringComparison.Ordinal));
        (await sut.Pending()).ShouldBe(0);
    }

    [Fact]
    public async Task Whoever_wants_never_to_be_asked_again_is_not()
    {
        await using var sut = await HowItGoes.ForBaseline();
        var path = await HowItGoes.LinkOf(sut, Roles.YoungPerson);
        using var visitor = await Visitor.To(sut);
        await visitor.Open($"{path}/no");

        await visitor.Send("/no", ("go", "never"));

        visitor.Words.ShouldContain("We have noted it");
        (await sut.OnlyCase()).Case.Respondents.Single(person => person.Role == Roles.YoungPerson).ObjectedOn.ShouldNotBeNull();
        await sut.Run(Duration.FromDays(12));
        sut.MailsTo(HowItGoes.Young).Count(mail => mail.Contains("/survey/", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task Reminders_come_twice_and_stop_at_closure_whatever_was_planned()
    {
        await using var sut = await HowItGoes.ForBaseline();
        await sut.Run(Duration.FromDays(11));
        sut.MailsTo(HowItGoes.Young).Count(mail => mail.Contains("/survey/", StringComparison.Ordinal)).ShouldBe(3);

        var path = await HowItGoes.LinkOf(sut, Roles.YoungPerson);
        if ((await sut.OnlyCase()).Current is { Slot: { } slot } past && slot.Start < sut.Clock.GetCurrentInstant())
        {
            await HowItGoes.Do(sut, new Act.Outcome(past.Id, AppointmentOutcome.TookPlace) { By = Staff });
        }

        await HowItGoes.Do(sut, new Act.Close(Heldspace.Time.London.Day(sut.Clock.GetCurrentInstant()), ClosureReason.MovedAway, false) { By = Staff });
        using var visitor = await Visitor.To(sut);
        await visitor.Open(path);
        visitor.Status.ShouldBe(HttpStatusCode.NotFound, "at once, and not at the next tick");
    }
}
