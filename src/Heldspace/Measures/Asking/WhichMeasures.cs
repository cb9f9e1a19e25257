using System.Collections.Immutable;
using Heldspace.Services;

namespace Heldspace.Measures.Asking;

/// <summary>What somebody is asked at a time, by the service's plan, the measure's own ages and what may be shown.</summary>
public static class WhichMeasures
{
    /// <param name="service">Whose plan.</param>
    /// <param name="known">Every measure there is.</param>
    /// <param name="wave">When.</param>
    /// <param name="person">Whom.</param>
    /// <param name="age">Of the young person on that day, in whole years; where it is not known nobody is asked what is for certain ages only.</param>
    /// <param name="goals">How many goals the young person has set; without any nobody is asked how close they are.</param>
    public static ImmutableArray<Asked> For(ServiceDefinition service, MeasureFiles known, Wave wave, Respondent person, int? age, int goals) =>
    [
        .. service.Measures
            .Where(plan => plan.At.Contains(wave.Kind) && plan.Respondents.Contains(person.Role) && (wave.Kind != WaveKind.Periodic || wave.Week % plan.EveryWeeks == 0))
            .Select(plan => known.Find(plan.Measure))
            .OfType<Measure>()
            .Where(measure => measure.IsFor(person.Role, age) && (goals > 0 || !measure.IsAboutGoals) && (person.By is AskBy.Call or AskBy.Letter || measure.CanBeShown(person.Language)))
            .Select(measure => new Asked(measure.Id, measure.Version)),
    ];
}
