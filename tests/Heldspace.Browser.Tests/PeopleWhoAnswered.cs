using System.Collections.Immutable;
using Heldspace.Azure.Records;
using Heldspace.Consent;
using Heldspace.Functions.Tests.Drivers;
using Heldspace.Measures;
using Heldspace.Measures.Asking;
using Heldspace.Pathway;
using Heldspace.Time;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace Heldspace.Browser.Tests;

/// <summary>A case of which people said several times how things are going, so that there is something to look at.</summary>
internal static class PeopleWhoAnswered
{
    /// <summary>What they are asked once more, and have not answered yet.</summary>
    public const string Open = "week-24.youngPerson";

    public static async Task KeepOn(SystemUnderTest sut, CaseFile file)
    {
        var (cases, measures, now) = (sut.System.App.GetRequiredService<Cases>(), sut.System.App.GetRequiredService<MeasureFiles>(), sut.Clock.GetCurrentInstant());
        var stored = (await cases.Read(sut.Service.Id, file.Case.Id, CancellationToken.None)).ShouldNotBeNull();
        var agreed = new ConsentGiven(ConsentGiver.Authority, "Sam Fielding", London.Day(now), "helen.marchbank@caring-to-care.example");
        var after = stored.File with { Case = stored.File.Case with { Consent = agreed, Goals = ["Sleep through the night", "Go to football on Saturdays without worrying about it"] } };
        Ask[] asks =
        [
            Of("baseline", WaveKind.Baseline, Roles.YoungPerson, 170, [("ons4", [3, 4, 2, 8]), ("phq-9", [2, 2, 2, 2, 2, 2, 2, 1, 1]), ("gbo", [2, 3]), ("sdq", [null, .. Enumerable.Repeat<decimal?>(1, 24)])]),
            Of("week-12", WaveKind.Periodic, Roles.YoungPerson, 80, [("ons4", [5, 6, null, 5]), ("phq-9", [1, 1, 1, 1, 1, 1, null, 1, 0]), ("gbo", [4, 3]), ("sdq", [.. Enumerable.Repeat<decimal?>(0, 25)])]),
            Of("closure", WaveKind.Closure, Roles.YoungPerson, 10, [("ons4", [8, 7, 7, 2]), ("phq-9", [0, 1, 0, 1, 1, 1, 0, 0, 0])]),
            Of("week-12", WaveKind.Periodic, Roles.Carer, 81, [("confidence", [.. measures.Require("confidence").Items.Select(item => (decimal?)item.Min)])]),
            Of(Open[..^".youngPerson".Length], WaveKind.Periodic, Roles.YoungPerson, 1, [("ons4", []), ("gbo", []), ("sdq", []), ("ors", [])]),
        ];
        after = asks.Aggregate(after, (one, ask) => one.With(ask));
        (await cases.Commit(stored, new Change(after, []), CancellationToken.None)).ShouldNotBeNull();

        Ask Of(string wave, WaveKind kind, string role, int daysAgo, (string Measure, ImmutableArray<decimal?> Answers)[] said)
        {
            var at = now - Duration.FromDays(daysAgo);
            var isOpen = said[0].Answers.IsEmpty;
            return new()
            {
                Id = Ask.IdOf(wave, role),
                Wave = wave,
                Kind = kind,
                Respondent = new(role, "Kit", AskBy.Letter),
                BoundTo = "Letter",
                Age = 18,
                Measures =
                [
                    .. said.Select(one => new Asked(one.Measure, measures.Require(one.Measure).Version)
                    {
                        Answers = one.Answers,
                        Goals = one.Measure == "gbo" && !isOpen ? after.Case.Goals : [],
                        Words = one.Measure == "ons4" && kind == WaveKind.Closure ? "It was good to have somebody who listened.\nI would tell a friend." : null,
                        Score = isOpen ? null : measures.Require(one.Measure).Score(one.Answers, role, one.Measure == "sdq" ? 16 : 18),
                    }),
                ],
                State = isOpen ? AskState.Open : AskState.Answered,
                OpenedAt = at,
                EndedAt = isOpen ? null : at,
                Until = London.Day(now).PlusDays(14),
            };
        }
    }
}
