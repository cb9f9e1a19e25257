using Heldspace.Consent;
using Heldspace.Pathway;
using Heldspace.Services;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Measures.Asking;

/// <summary>Answers that a colleague heard or that came on paper, written down in the name of whoever gave them.</summary>
public static class WriteDown
{
    /// <summary>Why nothing can be written down of an ask, in a sentence for whoever would; null where it can.</summary>
    public static string? WhyNot(CaseFile file, Ask ask, string by, LocalDate today) =>
        !TakeAnswers.CanBeAnswered(ask, by) ? ask.State == AskState.Answered ? "It was answered already. Nothing was changed." : "It is not asked any more. Nothing was changed."
        : !Consented.ToMeasures(file.Case, today) ? "There is no consent that holds now, so nothing is kept. If somebody may not be safe, tell whoever is on cover at once."
        : null;

    /// <summary>All of an ask at once: kept, scored and over, as if the respondent had sent it. What speaks of risk is told of as from them.</summary>
    /// <param name="service">Whose case.</param>
    /// <param name="known">Every measure there is.</param>
    /// <param name="file">The case.</param>
    /// <param name="id">Of the ask.</param>
    /// <param name="said">By measure; what is not there was not answered.</param>
    /// <param name="by">Who writes it down, by sign-in name.</param>
    /// <param name="now">When.</param>
    public static Ruling Answers(ServiceDefinition service, MeasureFiles known, CaseFile file, string id, IReadOnlyDictionary<string, Said> said, string by, Instant now)
    {
        if (file.Asks.FirstOrDefault(ask => ask.Id == id) is not { } ask)
        {
            return new Ruling.Refuse("Nobody was asked that.");
        }

        if (WhyNot(file, ask, by, London.Day(now)) is { } why)
        {
            return new Ruling.Refuse(why);
        }

        var events = new List<CaseEvent>();
        foreach (var asked in ask.Measures)
        {
            if (said.TryGetValue(asked.Measure, out var answers) && TakeAnswers.Save(service, known, file, file.Asks.Single(other => other.Id == id), asked.Measure, answers, now, by) is { } saved)
            {
                file = saved.File;
                events.AddRange(saved.Events);
            }
        }

        return TakeAnswers.Send(service, known, file, file.Asks.Single(other => other.Id == id), by, now) is { } sent
            ? new Ruling.Do(sent with { Events = [.. events, .. sent.Events] })
            : new Ruling.Nothing();
    }
}
