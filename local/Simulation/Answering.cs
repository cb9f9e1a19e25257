using Heldspace.Consent;
using Heldspace.Functions.Hosting;
using Heldspace.Intake;
using Heldspace.Measures;
using Heldspace.Measures.Asking;
using Heldspace.Pathway;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Local.Simulation;

/// <summary>Whoever is asked how things are going: some answer, after some days; key workers ask whom no link reaches, and close cases when the work is done.</summary>
internal sealed class Answering(World world)
{
    private readonly MeasureFiles measures = world.System.App.GetRequiredService<MeasureFiles>();
    private readonly HashSet<(int, string)> seen = [];

    /// <summary>Of the app as it was started last.</summary>
    private CaseActs Acts => world.System.App.GetRequiredService<CaseActs>();

    /// <summary>After the assessment consent is recorded, and how people are reached.</summary>
    public async Task Assessed(ChildRun child, string by)
    {
        var record = (await world.Cases.Read(world.Service.Id, child.Case!, CancellationToken.None))!.File.Case;
        var today = London.Day(world.Now);
        await Do(child, new Act.RecordRespondent(new(Roles.Carer, null, AskBy.Email, EmailAddress.Parse(FormattableString.Invariant($"carer{child.N}@families.example")))) { By = by });
        if (AskHowItGoes.AgeOf(record.Child, today) is >= Conditions.OwnPhoneFrom)
        {
            await Do(child, new Act.RecordRespondent(new(Roles.YoungPerson, "Kit", AskBy.Text, null, FormattableString.Invariant($"07700 900{child.N % 1000:000}"))) { By = by });
        }

        if (record.Consent is null)
        {
            var giver = Enum.GetValues<ConsentGiver>().Cast<ConsentGiver?>().FirstOrDefault(one => WhoMayConsent.Of(record.Child, today, one!.Value).May == true);
            if (giver is { } may)
            {
                await Do(child, new Act.GiveConsent(new(may, may == ConsentGiver.YoungPerson ? null : "Sam Fielding", today, by)) { By = by });
            }
        }
    }

    /// <summary>The work is done some months after it was begun.</summary>
    public void Begun(ChildRun child, string by)
    {
        var days = world.Draws.For("days of work", child.N).Next(Conditions.FewestDaysOfWork, Conditions.MostDaysOfWork + 1);
        world.Drawn.Mean("days from the first session to the end of the work", FormattableString.Invariant($"{Conditions.FewestDaysOfWork} to {Conditions.MostDaysOfWork}"), days);
        var on = WorkingDays.Of(world.Service).OnOrAfter(London.Day(world.Now).PlusDays(days));
        var (begun, workingDays) = (London.Day(world.Now), WorkingDays.Of(world.Service));
        Later(begun.PlusDays(Conditions.DaysToPlan), day => new Act.Plan(day) { By = by });
        for (var day = begun.PlusDays(Conditions.DaysBetweenContacts); day < on; day = day.PlusDays(Conditions.DaysBetweenContacts))
        {
            Later(day, when => new Act.Contacts(when, 1) { By = by });
        }

        for (var day = begun.PlusWeeks(NextStep.ReviewWeeks); day < on.PlusWeeks(-1); day = day.PlusWeeks(NextStep.ReviewWeeks))
        {
            Later(day, when => new Act.Reviewed(when, when.PlusWeeks(NextStep.ReviewWeeks) < on ? ReviewOutcome.GoesOn : ReviewOutcome.Ends) { By = by });
        }

        world.At(London.At(on, new(16, 0)), () => Do(child, new Act.Close(on, ClosureReason.WorkDone, ExitPlan: true) { By = by }));

        void Later(LocalDate day, Func<LocalDate, Act> act)
        {
            var when = workingDays.OnOrAfter(day);
            if (when < on)
            {
                world.At(London.At(when, new(15, 0)), () => Do(child, act(when)));
            }
        }
    }

    /// <summary>Help elsewhere was agreed: some weeks later it has begun there, and the case is closed.</summary>
    public void HelpedElsewhere(ChildRun child, string by)
    {
        var on = WorkingDays.Of(world.Service).OnOrAfter(London.Day(world.Now).PlusWeeks(Conditions.WeeksToHandOver));
        world.At(London.At(on, new(16, 0)), () => Do(child, new Act.Close(on, ClosureReason.Onward, ExitPlan: true) { By = by }));
    }

    /// <summary>Whatever is asked anew sets somebody answering, or not.</summary>
    public void See(ChildRun child, CaseFile file)
    {
        foreach (var ask in file.Asks.Where(ask => ask.State == AskState.Open && seen.Add((child.N, ask.Id))))
        {
            var random = world.Draws.For("answers", child.N, ask.Id);
            var answers = world.Drawn.Share("of those asked how things are going, answered", Conditions.Answered, random.NextDouble() < Conditions.Answered);
            if (answers)
            {
                world.At(world.Now + (Duration.FromDays(Conditions.AnsweredWithinDays) * random.NextDouble()), () => Answer(child, ask.Id));
            }
        }
    }

    private async Task Answer(ChildRun child, string askId)
    {
        if ((await world.Cases.Read(world.Service.Id, child.Case!, CancellationToken.None))?.File is not { } before
            || before.Asks.FirstOrDefault(other => other.Id == askId) is not { State: AskState.Open } ask
            || AskHowItGoes.WhyNot(world.Service, before, ask, London.Day(world.Now)) is not null)
        {
            return;
        }

        var by = ask.Respondent.By is AskBy.Call or AskBy.Letter ? before.Case.KeyWorker ?? world.Service.Scheduler.Mailbox.Text : null;
        foreach (var asked in ask.Measures)
        {
            // What no words may be shown of is not answered here: nobody has its licence.
            if (measures.Find(asked.Measure) is not { } measure || !measure.CanBeShown(Measure.English))
            {
                continue;
            }

            var random = world.Draws.For("answer", child.N, askId, asked.Measure);
            var said = new Said([.. measure.Items.Select(item => item.IsAsked(ask.Age) && item.AlertFrom is null ? item.Min + (item.Step * random.Next((int)((item.Max - item.Min) / item.Step) + 1)) : (decimal?)null)], null, false);
            await Commit(child, (file, now) => file.Asks.FirstOrDefault(other => other.Id == askId) is { } open ? TakeAnswers.Save(world.Service, measures, file, open, asked.Measure, said, now) : null);
        }

        await Commit(child, (file, now) => file.Asks.FirstOrDefault(other => other.Id == askId) is { } open ? TakeAnswers.Send(world.Service, measures, file, open, by, now) : null);
    }

    private Task Commit(ChildRun child, Func<CaseFile, Instant, Change?> decide) => Acts.Do(
        world.Service, child.Case!, (file, now) => Task.FromResult<Ruling>(decide(file, now) is { } change ? new Ruling.Do(change) : new Ruling.Nothing()), CancellationToken.None);

    private async Task Do(ChildRun child, Act act)
    {
        if (await Acts.Do(world.Service, child.Case!, act, CancellationToken.None) is ActOutcome.Refused refused)
        {
            world.Refused.Add($"child {child.N}, {act.GetType().Name}: {refused.Why}");
        }
    }
}
