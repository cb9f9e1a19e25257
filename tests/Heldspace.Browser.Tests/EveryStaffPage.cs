using Heldspace.Functions.Tests.Drivers;
using Heldspace.Functions.Tests.Journey;
using Heldspace.Pathway;
using Heldspace.Time;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace Heldspace.Browser.Tests;

[Collection(OtherBrowserTests.Name)]
public sealed class EveryStaffPage(Browsers browsers)
{
    /// <summary>A child who entered care, one who has long been there, and a line with something wrong in it.</summary>
    private static byte[] List(LocalDate entered) => System.Text.Encoding.UTF8.GetBytes(
        $"Child ID,First name,Surname,Date of birth,Entered care,Responsible authority,Placement postcode\nC-100,Kit,Hazelwick,01/02/2012,{entered.ToString("dd/MM/uuuu", null)},Cheshire West and Chester,CH1 9ZZ\nC-101,Robin,Brambleford,01/02/2014,01/03/2019,Cheshire West and Chester,by the park\n,Ash,Nobody,,01/03/2019,,");

    [Fact]
    public async Task Are_accessible_and_fit_and_need_no_script()
    {
        await using var sut = await SystemUnderTest.Start();
        for (var n = 1; n <= 6; n++)
        {
            sut.Deliver(Mails.Complete(n));
        }

        await sut.Run(Looking.Moment);
        var cases = await sut.Cases();
        var day = cases.GroupBy(file => (London.Day(file.Current!.Slot!.Start), file.Current.Slot.Clinician)).MaxBy(group => group.Count())!;
        sut.Clock.MoveTo(London.At(day.Key.Item1, new LocalTime(17, 10)));
        var address = await sut.System.Host.Listen();
        var clinician = sut.Service.Team.First(member => member.Id == day.Key.Clinician).Mailbox.Text;

        // The checker is a script; the pages are used without any.
        await using var context = await browsers.New();
        var page = await context.NewPageAsync();
        await page.GotoAsync(new Uri(address, $"/.auth/login/aad?as={Uri.EscapeDataString(clinician)}&post_login_redirect_uri=/manage").ToString());
        await Check("my-day");
        await page.GetByText("Took place").First.ClickAsync();
        await page.GetByText("Take back").First.WaitForAsync();
        await Check("my-day-said");
        await page.GotoAsync(new Uri(address, $"/manage/caring-to-care/cases/{day.First().Case.Id}").ToString());
        await Check("case-clinician");
        await page.GotoAsync(new Uri(address, "/manage/caring-to-care/cases/nothing").ToString());
        await Check("staff-nothing");

        await page.GotoAsync(new Uri(address, "/.auth/login/aad?as=helen.marchbank%40caring-to-care.example&post_login_redirect_uri=/manage/caring-to-care/cases").ToString());
        await Check("cases");
        await page.GotoAsync(new Uri(address, $"/manage/caring-to-care/cases/{day.First().Case.Id}").ToString());
        foreach (var summary in await page.Locator("summary").AllAsync())
        {
            await summary.ClickAsync();
        }

        await Check("case-manager");
        await page.Locator("#pause-text").FillAsync(" ");
        await page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Pause", Exact = true }).ClickAsync();
        await page.GetByText("That could not be done").WaitForAsync();
        await Check("case-mistake");

        // The first session takes place, and the work is looked back on.
        await sut.Run(Looking.Moment);
        var begun = (await sut.Cases()).First(file => file.Current is { Kind: "intervention", State: AppointmentState.Held });
        sut.Clock.MoveTo(begun.Current!.Slot!.End + Duration.FromMinutes(5));
        await page.GotoAsync(new Uri(address, $"/manage/caring-to-care/cases/{begun.Case.Id}").ToString());
        await page.GetByText("Took place", new() { Exact = true }).ClickAsync();
        await page.GetByText("It is written down.").WaitForAsync();
        await ShowCase(begun, "case-begun");

        // How things are going: nothing yet, then answers to look at and to write down.
        await page.GotoAsync(new Uri(address, "/manage/caring-to-care/measures").ToString());
        await Check("measures");
        await PeopleWhoAnswered.KeepOn(sut, begun);
        await ShowCase(begun, "case-results");
        await page.GetByText("Questions to print").ClickAsync();
        await page.GetByText("How are things going?").WaitForAsync();
        await Check("answers-letter");
        await page.GetByText("Back to the answers").ClickAsync();
        await Check("answers");
        await page.GetByText("Save and score").ClickAsync();
        await page.GetByText("Please put this right").WaitForAsync();
        await Check("answers-mistake");

        // Somebody is ill from now: one list, confirmed, with whoever is near to be rung.
        for (var n = 7; n <= 12; n++)
        {
            sut.Deliver(Mails.Complete(n));
        }

        await sut.Send(Forms.Stranger);
        await sut.System.App.GetRequiredService<Functions.Refer.Quarantine>().Keep(Forms.Of(sut, Forms.Stranger, "robot"), CancellationToken.None);
        var leaver = Mails.Complete(13);
        leaver["body"]!["content"] = leaver["body"]!["content"]!.GetValue<string>().Replace("child in care", "care leaver", StringComparison.Ordinal);
        sut.Deliver(leaver);
        await sut.Run(Looking.Moment);
        await ShowCase((await sut.Cases()).Single(file => file.Case.State == CaseState.Quarantined), "case-quarantined");
        await ShowCase((await sut.Cases()).Single(file => file.Case.Provisional == Provisional.ManagerDecides), "case-take-on");
        var doubted = (await sut.Cases()).Single(file => file.Case.Provisional == Provisional.Unconfirmed);
        await page.GotoAsync(new Uri(address, $"/manage/caring-to-care/cases/{doubted.Case.Id}").ToString());
        foreach (var summary in new[] { "A person rang and it is real", "This is no referral" })
        {
            await page.GetByText(summary).ClickAsync();
        }

        await Check("case-doubted");
        var ill = (await sut.Cases()).Where(file => file.Case.Provisional == Provisional.No && file.Current is { State: AppointmentState.Held } held && held.Slot!.Start > sut.Clock.GetCurrentInstant()).MinBy(file => file.Current!.Slot!.Start)!;
        sut.Clock.MoveTo(ill.Current!.Slot!.Start - Duration.FromHours(40));
        await page.GotoAsync(new Uri(address, $"/manage/caring-to-care/cases/{ill.Case.Id}/cancel?appointment={ill.Current!.Id}").ToString());
        await page.GetByText("Cancel the appointment", new() { Exact = true }).ClickAsync();
        await page.GetByText("Please put this right").WaitForAsync();
        await Check("case-cancel");

        await page.GotoAsync(new Uri(address, "/manage/caring-to-care/absences").ToString());
        await Check("absences-none");
        await page.GetByText("Ill from now, until").ClickAsync();
        await page.GetByText("That could not be done").WaitForAsync();
        await Check("absences-mistake");
        await page.Locator("#absence-clinician").SelectOptionAsync(ill.Current.Slot.Clinician);
        await page.Locator("#absence-last").FillAsync(London.Day(ill.Current.Slot.Start).PlusDays(20).ToString("uuuu-MM-dd", null));
        await page.GetByText("Ill from now, until").ClickAsync();
        await page.GetByText("are being looked through").WaitForAsync();
        await page.GetByText("Stop that").ClickAsync();
        await Check("absence-marked");
        await sut.Run(Looking.Moment);
        await page.GetByText("Look again now").ClickAsync();
        await page.GetByText("Confirm the list").WaitForAsync();
        foreach (var summary in await page.Locator("summary").AllAsync())
        {
            await summary.ClickAsync();
        }

        await Check("absence-list");
        await page.GetByText("Confirm the list").ClickAsync();
        await page.GetByText("Stop that").ClickAsync();
        await sut.Run(Looking.Moment);
        await page.GetByText("Look again now").ClickAsync();
        await page.GetByText("Confirmed and done").WaitForAsync();
        await Check("absence-done");
        var ringing = (await sut.Cases()).First(file => file.Current?.State == AppointmentState.ToRing);
        await page.GotoAsync(new Uri(address, $"/manage/caring-to-care/cases/{ringing.Case.Id}").ToString());
        await page.GetByText("Ring the family, and choose with them").WaitForAsync();
        await Check("case-to-ring");
        await page.GotoAsync(new Uri(address, "/manage/caring-to-care/absences").ToString());
        await Check("absences");

        // Words of immediate risk from home: taken on by whoever was told, and seen on the page of the case.
        sut.Deliver(Mails.Complete(15, more: "What is going on: He told me today that his foster carer hits him with a belt when nobody is there, and he is afraid to go home."));
        await sut.Run(Looking.Moment);
        var risk = (await sut.Cases()).Single(file => file.Case.Safeguarding is not null);
        await ShowCase(risk, "case-risk");
        await page.GetByText("Read what came in", new() { Exact = true }).ClickAsync();
        await page.GetByText("immediate risk?").WaitForAsync();
        (await page.GetByText("Read as the referrer's name: Sam Fielding").CountAsync()).ShouldBe(1);
        await Check("case-received");
        await page.GetByRole(Microsoft.Playwright.AriaRole.Link, new() { Name = "Work" }).ClickAsync();
        await page.GetByText("What needs a person").First.WaitForAsync();
        await Check("work");
        await page.Locator("#kind").SelectOptionAsync("RiskNobodyHas");
        await page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Show" }).ClickAsync();
        (await page.GetByRole(Microsoft.Playwright.AriaRole.Link, new() { Name = risk.Case.Reference.Text }).CountAsync()).ShouldBe(1);
        await Check("work-one-kind");
        var link = sut.System.Texts.Sent[^1].Text.Split(' ', '\n').Single(word => word.Contains("/acknowledge/", StringComparison.Ordinal));
        await page.GotoAsync(new Uri(address, new Uri(link).AbsolutePath).ToString());
        await Check("acknowledge");
        await page.GetByText("I have it").ClickAsync();
        await page.GetByText("Nobody else is called now").WaitForAsync();
        await Check("acknowledge-done");
        await ShowCase(risk, "case-risk-taken");

        // Somebody else refers the same child; what was read is put right.
        sut.Deliver(Mails.Complete(12, "alex.moor@nhs.example", "School: Larch Primary"));
        await sut.Run(Looking.Moment);
        var second = (await sut.Cases()).Single(file => file.Case.State == CaseState.PossibleDuplicate);
        await page.GotoAsync(new Uri(address, $"/manage/caring-to-care/cases/{second.Case.Id}").ToString());
        await page.Locator("summary").GetByText("They are one child").ClickAsync();
        await page.Locator("summary").GetByText("Write down consent").ClickAsync();
        await Check("case-possible-duplicate");
        await page.GetByText("One child: merge into").ClickAsync();
        await page.GetByText("It is written down.").WaitForAsync();
        await Check("case-merged");
        await page.GotoAsync(new Uri(address, $"/manage/caring-to-care/cases/{second.Case.MaybeSame[0].Case}/correct").ToString());
        await page.GetByText("Everything else that can be known").ClickAsync();
        await page.Locator("#dateOfBirth").FillAsync("31/02/2014");
        await page.GetByText("Show what this changes").ClickAsync();
        await page.GetByText("There is a problem").WaitForAsync();
        await Check("correct-mistake");
        await page.Locator("#dateOfBirth").FillAsync("3 February 2014");
        await page.Locator("#responsibleAuthority").FillAsync("Leeds");
        await page.GetByText("Show what this changes").ClickAsync();
        await page.GetByText("Written to at once").WaitForAsync();
        await Check("correct-preview");

        // A case is closed with its appointment still ahead.
        sut.Deliver(Mails.Complete(14));
        await sut.Run(Looking.Moment);
        var ahead = (await sut.Cases()).First(file => file.Case.State == CaseState.Open && file.Current is { State: AppointmentState.Held } held && held.Slot!.Start > sut.Clock.GetCurrentInstant()
            && file.Appointments.All(appointment => appointment == held || appointment.State != AppointmentState.Held));
        await page.GotoAsync(new Uri(address, $"/manage/caring-to-care/cases/{ahead.Case.Id}").ToString());
        await page.Locator("summary").GetByText("Close the case").ClickAsync();
        await page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Close the case" }).ClickAsync();
        await page.GetByText("Give up this appointment?").WaitForAsync();
        await Check("case-give-up");
        await page.GetByText("Close the case and give it up").ClickAsync();
        await page.GetByText("It is written down.").WaitForAsync();
        await Check("case-closed");

        // Diaries are full: breaches are expected.
        sut.FillDiaries(London.Day(sut.Clock.GetCurrentInstant()).PlusDays(8), London.Day(sut.Clock.GetCurrentInstant()).PlusDays(150));
        sut.Clock.MoveTo(sut.Clock.GetCurrentInstant() + Duration.FromDays(7));
        await page.GotoAsync(new Uri(address, "/manage/caring-to-care/forecast").ToString());
        await Check("forecast-none");
        await page.GetByText("Make it anew").ClickAsync();
        await page.GetByText("Stop that").ClickAsync();
        await sut.Run(Looking.Moment);
        await page.GetByText("Look again now").ClickAsync();
        await page.GetByText("What would prevent each").WaitForAsync();
        await Check("forecast");

        await page.GotoAsync(new Uri(address, "/manage/caring-to-care/roster").ToString());
        await page.Locator("summary").First.ClickAsync();
        await page.Locator("#file").SetInputFilesAsync(new Microsoft.Playwright.FilePayload { Name = "list.csv", MimeType = "text/csv", Buffer = List(London.Day(sut.Clock.GetCurrentInstant()).PlusDays(-2)) });
        await Check("list");
        await page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Send it in" }).ClickAsync();
        await page.GetByText("It is kept, and is being read.").WaitForAsync();
        await Check("list-waiting");
        await sut.Run(Looking.Moment);
        await page.ReloadAsync();
        await page.GetByText("What was set going").WaitForAsync();
        await Check("list-report");
        await page.GotoAsync(new Uri(address, "/manage/caring-to-care/consultations").ToString());
        await Check("consultation");

        async Task ShowCase(CaseFile file, string name)
        {
            await page.GotoAsync(new Uri(address, $"/manage/caring-to-care/cases/{file.Case.Id}").ToString());
            foreach (var summary in await page.Locator("summary").AllAsync())
            {
                await summary.ClickAsync();
            }

            await Check(name);
        }

        async Task Check(string name)
        {
            foreach (var width in new[] { 320, 1280 })
            {
                await page.SetViewportSizeAsync(width, width < 600 ? 640 : 900);
                await page.ShouldBeAccessible($"{name} at {width}");
                await page.ShouldFit($"{name} at {width}");
                await page.Picture($"{name}-{width}");
            }
        }
    }

    [Fact]
    public async Task And_so_are_the_reports_from_the_list_of_months_to_what_the_public_gets()
    {
        await using var sut = await SystemUnderTest.Start(services: "derby-ehwb");
        sut.Deliver(Mails.Mail("New referral", "First name: Robin\nSurname: Fallowcroft\nDate of birth: 01/02/2014\nCategory: child in care\nLegal status: C2\nResponsible authority: Leeds\nLives in: Derby\nPlacing ICB pays: no\nReferrer: Sam Fielding\nRole: social worker\nUrgency: routine"));
        await sut.Run(Looking.Moment);
        var charged = await sut.OnlyCase();
        sut.Clock.MoveTo(charged.Current!.Slot!.End + Duration.FromMinutes(5));
        _ = await sut.App<Functions.Hosting.CaseActs>().Do(sut.Service, charged.Case.Id, new Act.Outcome(charged.Current.Id, AppointmentOutcome.TookPlace) { By = sut.Service.Scheduler.Mailbox.Text }, default);
        await YearsOfFacts.Write(sut, 180, new(2026, 4, 6), new(2027, 3, 20));
        sut.Clock.MoveTo(London.At(new LocalDate(2027, 4, 6), new LocalTime(9, 0)));
        var address = await sut.System.Host.Listen();
        await using var context = await browsers.New();
        var page = await context.NewPageAsync();
        const string Reports = "/manage/derby-ehwb/reports";
        await page.GotoAsync(new Uri(address, $"/.auth/login/aad?as={Uri.EscapeDataString(sut.Service.Managers[0].Mailbox.Text)}&post_login_redirect_uri={Reports}").ToString());
        await Check("reports");
        foreach (var (period, title) in new[] { ("2026-09", "September 2026"), ("2026", "April 2026 to March 2027") })
        {
            await page.GotoAsync(new Uri(address, $"{Reports}/{period}").ToString());
            await page.Locator("#commentary").FillAsync("A steady time.\nTwo clinicians were away for three weeks in a row.");
            await page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = $"Sign {title}" }).ClickAsync();
            await page.GetByText("Please put this right").WaitForAsync();
            await Check($"report-{period}-mistake");
            await page.GetByLabel("I have looked through what I wrote").CheckAsync();
            await page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = $"Sign {title}" }).ClickAsync();
            await page.GetByText("Nothing is counted otherwise since it was signed.").WaitForAsync();
        }

        await YearsOfFacts.Write(sut, 12, new(2026, 9, 7), new(2026, 9, 21), "late");
        await page.GotoAsync(new Uri(address, $"{Reports}/2026-09").ToString());
        await page.GetByText("Counted otherwise since it was signed").WaitForAsync();
        foreach (var summary in await page.Locator("summary").AllAsync())
        {
            await summary.ClickAsync();
        }

        await Check("report-restated");
        foreach (var (path, name) in new[] { ("/2026-09/charges", "charges"), ("/2026-08/charges", "charges-none"), ("/2026-09/commissioner", "commissioner-month"), ("/2026/commissioner", "commissioner-year"), ("/2026/public", "public-year"), ("/2026-09/public", "public-none") })
        {
            await page.GotoAsync(new Uri(address, $"{Reports}{path}").ToString());
            await Check($"report-{name}");
        }

        async Task Check(string name)
        {
            foreach (var width in new[] { 320, 1280 })
            {
                await page.SetViewportSizeAsync(width, width < 600 ? 640 : 900);
                await page.ShouldBeAccessible($"{name} at {width}");
                await page.ShouldFit($"{name} at {width}");
                await page.Picture($"{name}-{width}");
            }
        }
    }

    [Fact]
    public async Task What_staff_do_most_works_with_script_switched_off()
    {
        await using var sut = await SystemUnderTest.Start();
        for (var n = 1; n <= 3; n++)
        {
            sut.Deliver(Mails.Complete(n));
        }

        await sut.Run(Looking.Moment);
        var first = (await sut.Cases()).MinBy(file => file.Current!.Slot!.Start)!;
        sut.Clock.MoveTo(first.Current!.Slot!.End);
        var address = await sut.System.Host.Listen();
        await using var context = await browsers.New(320, script: false);
        var page = await context.NewPageAsync();
        await page.GotoAsync(new Uri(address, "/.auth/login/aad?as=helen.marchbank%40caring-to-care.example&post_login_redirect_uri=/manage/caring-to-care").ToString());

        await page.GetByText("Took place").First.ClickAsync();
        await page.GetByText("Take back").First.ClickAsync();
        await page.GetByText("Took place").First.WaitForAsync();
        await page.GotoAsync(new Uri(address, $"/manage/caring-to-care/cases/{first.Case.Id}").ToString());
        await page.GetByText("Contacts of a day").ClickAsync();
        await page.Locator("#contacts-count").FillAsync("2");
        await page.GetByText("Save contacts").ClickAsync();
        await page.GetByText("It is written down.").WaitForAsync();
        (await sut.Cases()).Single(file => file.Case.Id == first.Case.Id).Case.Contacts.ShouldHaveSingleItem().Count.ShouldBe(2);

        // What is ahead is cancelled after a second question, and put right with one tap.
        sut.Deliver(Mails.Complete(4));
        await sut.Run(Looking.Moment);
        var ahead = (await sut.Cases()).First(file => file.Current!.Slot!.Start > sut.Clock.GetCurrentInstant());
        await page.GotoAsync(new Uri(address, $"/manage/caring-to-care/cases/{ahead.Case.Id}").ToString());
        await page.GetByText("Cancel it").ClickAsync();
        await page.GetByLabel("The family cannot come").CheckAsync();
        await page.GetByLabel("Somebody rings first").CheckAsync();
        await page.GetByText("Cancel the appointment", new() { Exact = true }).ClickAsync();
        await page.GetByText("Find a place again").ClickAsync();
        await page.GetByText("It is written down.").WaitForAsync();

        // The page of an absence goes on by itself, without any script: the answer says when the browser looks again.
        await page.GetByRole(Microsoft.Playwright.AriaRole.Link, new() { Name = "Absences" }).ClickAsync();
        await page.Locator("#absence-clinician").SelectOptionAsync(first.Current.Slot.Clinician);
        await page.Locator("#absence-last").FillAsync(London.Day(sut.Clock.GetCurrentInstant()).PlusDays(20).ToString("uuuu-MM-dd", null));
        await page.GetByText("See what each child would get").ClickAsync();
        await page.GetByText("are being looked through").WaitForAsync();
        await sut.Run(Looking.Moment);
        await page.GetByText("No appointment is held in that time").Or(page.GetByText("Confirm the list")).First.WaitForAsync();
        await page.GetByText("Take it back: they are not away").ClickAsync();
        await page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Take it back" }).ClickAsync();
        await page.GetByText("Taken back").First.WaitForAsync();
        await page.GetByRole(Microsoft.Playwright.AriaRole.Link, new() { Name = "Forecast" }).ClickAsync();
        await page.GetByText("Make it anew").ClickAsync();
        await sut.Run(Looking.Moment);
        await page.GetByText("nothing can be expected yet").Or(page.GetByText("Week by week", new() { Exact = true })).First.WaitForAsync();
    }
}
