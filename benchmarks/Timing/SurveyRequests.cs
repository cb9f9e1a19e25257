using System.Globalization;
using Heldspace.Azure.Records;
using Heldspace.Azure.Tables;
using Heldspace.Consent;
using Heldspace.Intake;
using Heldspace.Measures;
using Heldspace.Measures.Asking;
using Heldspace.Pathway;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Benchmarks.Timing;

/// <summary><c>survey-requests</c>: one page of questions asked for and answered, against a bare handler that sends the same bytes.</summary>
internal static class SurveyRequests
{
    public static async Task<Figure> Measure(Bench bench, CancellationToken cancellation)
    {
        var path = $"{await Ask(await bench.Rig(cancellation), cancellation)}/1";

        // Another answer every time: one that stands already is not written.
        return await PageRequests.Measure(
            bench, "survey-requests", path, round => [("answer-1", (round % 10).ToString(CultureInfo.InvariantCulture)), ("go", "next")],
            "a page with one question", "both follow the link to the case, and the POST keeps the answer there.", cancellation);
    }

    /// <summary>Asks a young person of one of the cases that are there, as the look would at another hour of the day; where their link leads.</summary>
    private static async Task<string> Ask(Rig rig, CancellationToken cancellation)
    {
        var (service, cases, now) = (rig.System.Services.All[0], new Cases(rig.System.Tables), SystemClock.Instance.GetCurrentInstant());
        await foreach (var row in rig.System.Tables.Query(Cases.Table, RowFilter.Everything, ["PartitionKey", "RowKey"], cancellation: cancellation))
        {
            if (row.RowKey != "case" || await cases.Read(service.Id, CaseId.Parse(row.PartitionKey[(row.PartitionKey.LastIndexOf(':') + 1)..]), cancellation) is not { } stored)
            {
                continue;
            }

            var today = London.Day(now);
            var young = new Respondent(Roles.YoungPerson, "Kit", AskBy.Email, EmailAddress.Parse("kit@families.example"));
            var ask = new Ask
            {
                Id = Measures.Asking.Ask.IdOf("baseline", Roles.YoungPerson),
                Wave = "baseline",
                Kind = WaveKind.Baseline,
                Respondent = young,
                BoundTo = young.Address,
                Measures = [new Asked("ons4", rig.System.Services.Measures.Find("ons4")!.Version)],
                Age = 12,
                State = AskState.Open,
                OpenedAt = now,
                Until = today.PlusDays(7),
            };
            var file = stored.File.With(ask);
            file = file with { Case = file.Case with { AssessedAt = now, Respondents = [young], Consent = new ConsentGiven(ConsentGiver.Authority, "Sam Fielding", today, "manager") } };
            if (AskHowItGoes.WhyNot(service, file, ask, today) is not null)
            {
                // One who is sixteen, say, and consents for themself.
                continue;
            }

            _ = await cases.Commit(stored, Change.Of(file), cancellation) ?? throw new InvalidOperationException("Somebody else changed the case.");
            var token = rig.System.Keys.Token(service.Id, "survey", $"{file.Case.Id}\n{ask.Id}\n{ask.BoundTo}");
            await new Lookups(rig.System.Tables, rig.System.Keys).KeepLink(service.Id, "survey", token, file.Case.Id, ask.Id, cancellation);
            return $"/survey/{service.Id}/{token}";
        }

        throw new InvalidOperationException("There is no case to ask about.");
    }
}
