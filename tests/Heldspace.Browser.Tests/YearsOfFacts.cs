using Heldspace.Azure.Records;
using Heldspace.Functions.Tests.Drivers;
using Heldspace.Functions.Tests.Journey;
using Heldspace.Summaries;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Browser.Tests;

/// <summary>So many invented children as figures count them, so that a year has something in it without living it.</summary>
internal static class YearsOfFacts
{
    private static readonly (string By, string[] Groups)[] Breakdowns =
    [
        (FactValues.AgeBand, ["11-15", "5-10", "16-17", "0-4", "18-24"]), (FactValues.Sex, ["F", "M"]), (FactValues.Ethnicity, ["white", "mixed", "asian", "black", "unknown"]),
        (FactValues.Placement, ["foster", "kinFoster", "childrensHome", "parents"]), (FactValues.Authority, ["Derby", "Leeds", "Nottingham"]),
    ];

    public static Task Write(SystemUnderTest sut, int children, LocalDate from, LocalDate until, string name = "child")
    {
        var random = new Random(children);
        var facts = new List<Fact>();
        for (var n = 0; n < children; n++)
        {
            var (id, day) = ($"20260401090000000-{Sixteen(name, n)}-1", from.PlusDays(random.Next(Period.DaysBetween(from, until))));
            var groups = Breakdowns.Select(one => (one.By, one.Groups[(int)(one.Groups.Length * Math.Pow(random.NextDouble(), 2))])).ToArray();
            Add("received", day, ("Outcome", n % 9 == 0 ? "NotEligible" : "Eligible"), ("Rule", "11-anything-else"), ("ReferrerRole", new[] { "socialWorker", "gp", "school" }[random.Next(3)]), ("Category", "childInCare"));
            if (n % 9 > 0)
            {
                Add("assessed", day.PlusDays(9), ("AppointmentKind", "assessment"), ("WaitingDays", n % 7 == 0 ? "31" : "9"));
                Add("interventionStarted", day.PlusDays(40), ("AppointmentKind", "intervention"), ("WaitingDays", n % 5 == 0 ? "59" : "40"));
            }

            void Add(string kind, LocalDate on, params (string Name, string Value)[] values) =>
                facts.Add(new($"{kind}:{id}", kind, London.At(on, LocalTime.Noon), values.Concat(groups).ToDictionary(value => value.Item1, value => value.Item2, StringComparer.Ordinal)));
        }

        return sut.App<Facts>().Write(sut.Service.Id, facts, CancellationToken.None);
    }

    /// <summary>Letters, as the id of an intake has them.</summary>
    private static string Sixteen(string name, int n) => $"{name}{(char)('a' + (n / 26))}{(char)('a' + (n % 26))}".PadRight(16, 'q');
}
