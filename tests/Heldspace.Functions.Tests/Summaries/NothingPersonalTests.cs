using System.Text.RegularExpressions;
using Heldspace.Azure.Records;
using Heldspace.Functions.SendWeeklySummary;
using Heldspace.Functions.Tests.Drivers;
using Heldspace.Functions.Tests.Journey;
using Heldspace.Intake;
using Heldspace.Pathway;
using Heldspace.Summaries;
using Heldspace.Summaries.Reports;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Functions.Tests.Summaries;

/// <summary>Names, dates of birth and NHS numbers that stand in every case stand in no summary, report, fact, subject, log line or queue message.</summary>
public sealed class NothingPersonalTests
{
    [Fact]
    public async Task Who_a_child_is_stands_in_no_summary_report_fact_subject_log_line_or_queue_message()
    {
        var queued = new List<string>();
        await using var sut = await SystemUnderTest.Start(settings => settings with { Around = (edge, inner) => edge == "queues" ? new Listening(inner, queued) : settings.Around(edge, inner) });
        (await sut.System.Host.Run("SendWeeklySummary", CancellationToken.None)).ShouldBeTrue();
        for (var n = 1; n <= 6; n++)
        {
            sut.Deliver(Mails.Complete(n, FormattableString.Invariant($"referrer{n}@nhs.example")));
        }

        // Where a name belongs that figures are told apart by, somebody wrote whom to ask.
        var unsure = Mails.Complete(7, "referrer7@nhs.example");
        unsure["body"]!["content"] = unsure["body"]!["content"]!.ToString().Replace("authority: Cheshire West and Chester", "authority: not sure, ask her mum Zenobia Quist", StringComparison.Ordinal);
        sut.Deliver(unsure);
        await sut.Run(Looking.Moment);
        foreach (var file in (await sut.Cases()).Take(3))
        {
            sut.Clock.MoveTo(Instant.Max(sut.Clock.GetCurrentInstant(), file.Current!.Slot!.End + Duration.FromMinutes(5)));
            _ = await sut.App<Heldspace.Functions.Hosting.CaseActs>().Do(sut.Service, file.Case.Id, new Act.Outcome(file.Current!.Id, AppointmentOutcome.TookPlace) { By = sut.Service.Scheduler.Mailbox.Text }, default);
            await sut.Run(Looking.Moment);
        }

        var monday = LondonWeek.Of(sut.Clock.GetCurrentInstant()).Next.Monday;
        sut.Clock.MoveTo(London.At(monday, new(7, 0)));
        (await sut.System.Host.Run("SendWeeklySummary", CancellationToken.None)).ShouldBeTrue();

        var files = await sut.Cases();
        string[] canaries =
        [
            .. files.SelectMany(file => new[] { Fields.GivenName, Fields.FamilyName, Fields.PreferredName, Fields.DateOfBirth, Fields.NhsNumber, Fields.PlacementPostcode, Fields.SocialWorker }.Select(field => file.Case.Child.Value(field))).OfType<string>(),
            .. files.Select(file => file.Case.Referrer.Name).OfType<string>(),
            "Zenobia", "Quist",
        ];
        files.Count(file => file.Case.Child.Value(Fields.ResponsibleAuthority)?.Contains("Zenobia Quist", StringComparison.Ordinal) == true).ShouldBe(1);
        canaries.Length.ShouldBeGreaterThanOrEqualTo(4 * files.Count);
        var facts = await sut.App<Facts>().Read(sut.Service.Id, new(2026, 1), new(2027, 1), FactValues.All, default);
        facts.Count(fact => fact.Kind == FactKinds.Assessed).ShouldBe(3);
        var summary = await sut.App<MakeSummary>().Of(sut.Service, LondonWeek.Of(monday).Previous, default);
        var report = MonthlyReport.Of(sut.Service, facts, new(2026, 9, 1), new(2026, 10, 1));
        (string What, string Words)[] texts =
        [
            ("mailed summary", sut.MailsTo(sut.Service.Managers[0].Mailbox.Text).Single(mail => mail.Contains("New referrals", StringComparison.Ordinal))),
            ("plain text", WriteSummary.Text(summary)),
            ("report", WriteReport.Html(report)),
            ("table", WriteReport.Csv(report)),
            ("lines of the report", ReportLines.Csv(sut.Service, ReportLines.Of(report, UnitCosts.Of(sut.Service, facts, report.From, report.Until), []), sut.Service.Reporting.Targets)),
            ("figures", WriteReport.Json(report)),
            ("facts", string.Join('\n', facts.Select(fact => $"{fact.Id} {string.Join(' ', fact.Values.Values)}"))),
            ("subjects", string.Join('\n', sut.System.Tenant.Outbox.Select(mail => mail.Message["subject"]!.ToString()).Concat(sut.Service.Managers.SelectMany(manager => sut.SubjectsTo(manager.Mailbox.Text))))),
            ("log", string.Join('\n', sut.Logs.Lines)),
            ("queues", string.Join('\n', queued)),
        ];
        queued.ShouldNotBeEmpty();
        foreach (var (what, words) in texts)
        {
            words.ShouldNotBeNullOrWhiteSpace(what);
            canaries.Where(canary => Regex.IsMatch(words, $@"\b{Regex.Escape(canary)}\b", RegexOptions.IgnoreCase, TimeSpan.FromSeconds(10))).ShouldBeEmpty(what);
        }
    }

    private sealed class Listening(HttpMessageHandler inner, List<string> heard) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var words = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
            lock (heard)
            {
                heard.Add($"{request.RequestUri} {string.Join(' ', request.Headers.SelectMany(header => header.Value))} {words}");
            }

            return await base.SendAsync(request, cancellationToken);
        }
    }
}
