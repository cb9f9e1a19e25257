using Heldspace.Azure.Records;
using Heldspace.Functions.Tests.Drivers;
using Heldspace.Functions.Tests.Journey;
using Heldspace.Functions.Tests.Reliability;
using Heldspace.Services;
using Heldspace.Summaries;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Functions.Tests.Summaries;

/// <summary>What managers find in their inbox on Monday.</summary>
public sealed class WeeklySummaryTests
{
    private static readonly LocalDate Monday = new(2026, 9, 21);

    [Fact]
    public async Task On_Monday_at_seven_in_London_each_manager_gets_it_once_and_not_before()
    {
        await using var sut = await Referred(3);

        await At(sut, Monday, new(6, 55));
        Got(sut).ShouldBe([0, 0, 0]);

        await At(sut, Monday, new(7, 0));
        await At(sut, Monday, new(7, 5));
        await At(sut, Monday.PlusDays(1), new(7, 5));

        Got(sut).ShouldBe([1, 1, 1]);
        var letter = Newest(sut);
        letter.ShouldContain("The week of 14 September to 20 September 2026");
        letter.ShouldContain(">New referrals</th><td class=\"line\"");
        Figure(letter, "New referrals").ShouldBe("3");
        letter.ShouldContain("/manage/caring-to-care/work");
    }

    [Fact]
    public async Task What_needs_somebody_is_held_against_what_did_a_week_before()
    {
        await using var sut = await Referred(3);

        await At(sut, Monday, new(7, 0));
        New(Newest(sut)).ShouldBe("3 –");

        await At(sut, Monday.PlusWeeks(1), new(7, 0));
        New(Newest(sut)).ShouldBe("0 −3");

        static string New(string letter)
        {
            var row = letter[letter.IndexOf(">New in the last seven days</th>", StringComparison.Ordinal)..];
            var cells = System.Net.WebUtility.HtmlDecode(System.Text.RegularExpressions.Regex.Replace(row[..row.IndexOf("</tr>\n", StringComparison.Ordinal)], "^[^<]*|<[^>]+>", " ", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(5)));
            return string.Join(' ', cells.Split((char[])[' ', '\u00a0'], StringSplitOptions.RemoveEmptyEntries).Take(2));
        }
    }

    [Theory]
    [InlineData(2026, 12, 28, 7)]
    [InlineData(2027, 3, 29, 6)]
    public async Task It_comes_on_a_bank_holiday_too_and_at_seven_whatever_the_clocks_do(int year, int month, int day, int utc)
    {
        await using var sut = await Referred(1);
        var monday = new LocalDate(year, month, day);
        BankHolidays.Includes(monday).ShouldBeTrue();
        await At(sut, monday.PlusDays(-7), new(8, 0));
        var before = Got(sut)[0];

        sut.Clock.MoveTo(Instant.FromUtc(year, month, day, utc - 1, 59));
        await Tick(sut);
        Got(sut)[0].ShouldBe(before);

        sut.Clock.MoveTo(Instant.FromUtc(year, month, day, utc, 0));
        await Tick(sut);
        Got(sut)[0].ShouldBe(before + 1);
    }

    [Fact]
    public async Task After_an_outage_what_was_missed_comes_late_and_says_so()
    {
        await using var sut = await Referred(2);

        await At(sut, Monday.PlusWeeks(2).PlusDays(2), new(15, 0));

        Got(sut).ShouldBe([3, 3, 3]);
        var letters = Letters(sut, sut.Service.Managers[0].Mailbox.Text);
        Figure(letters[0], "New referrals").ShouldBe("2");
        letters[0].ShouldContain("could not be sent in its time");
        Figure(letters[1], "New referrals").ShouldBe("0");
        letters[2].ShouldNotContain("could not be sent in its time");
    }

    [Fact]
    public async Task Each_manager_gets_it_at_their_own_time_and_one_who_cannot_be_written_to_holds_up_nobody()
    {
        using var own = OwnService.Like("caring-to-care", definition =>
        {
            definition["managers"]![0]!["mailbox"] = "nobody@not-on-the-list.test";
            definition["managers"]![1]!["summaryDay"] = "wednesday";
            definition["managers"]![1]!["summaryTime"] = "16:30";
        });
        await using var sut = await SystemUnderTest.Start(settings => settings with { ServicesFolder = own.Folder }, own.Id);
        await Tick(sut);

        await At(sut, Monday, new(9, 0));
        Letters(sut, sut.Service.Managers[1].Mailbox.Text).ShouldBeEmpty();
        Letters(sut, sut.Service.Managers[2].Mailbox.Text).Count.ShouldBe(1);

        await At(sut, Monday.PlusDays(2), new(16, 30));
        Letters(sut, sut.Service.Managers[1].Mailbox.Text).Count.ShouldBe(1);
        Letters(sut, sut.Service.Managers[2].Mailbox.Text).Count.ShouldBe(1);
    }

    [Fact]
    public async Task One_whose_mailbox_refuses_everything_holds_up_nobodys_next_weeks_either()
    {
        var refused = "";
        await using var sut = await SystemUnderTest.Start(settings => settings with { Around = (edge, inner) => edge == "graph" ? new Refusing(settings.Around(edge, inner), () => refused) : settings.Around(edge, inner) });
        refused = sut.Service.Managers[0].Mailbox.Text;
        await Tick(sut);

        await At(sut, Monday, new(7, 0));
        await At(sut, Monday.PlusWeeks(1), new(7, 0));
        await At(sut, Monday.PlusWeeks(2), new(7, 0));
        Got(sut).ShouldBe([0, 3, 3]);

        refused = "";
        await At(sut, Monday.PlusWeeks(2), new(7, 5));
        Got(sut).ShouldBe([3, 3, 3]);
    }

    [Fact]
    public async Task What_came_on_Sunday_and_was_read_after_midnight_stood_when_the_week_began()
    {
        await using var sut = await SystemUnderTest.Start();
        await Tick(sut);
        sut.Clock.MoveTo(London.At(Monday.PlusDays(-1), new(23, 58)));
        sut.Deliver(Mails.Complete(1));
        await At(sut, Monday, new(0, 0, 20));
        await sut.Run(Looking.Moment);

        await At(sut, Monday, new(7, 0));

        Figure(Newest(sut), "New referrals").ShouldBe("1");
        Figure(Newest(sut), "Open at the end of the week").ShouldBe("1");
    }

    [Fact]
    public async Task A_referral_of_the_last_second_of_Sunday_counts_for_that_week()
    {
        await using var sut = await SystemUnderTest.Start();
        await Tick(sut);
        sut.Clock.MoveTo(London.At(Monday.PlusDays(-1), new(23, 59, 59)));
        sut.Deliver(Mails.Complete(1));
        sut.Clock.MoveTo(London.At(Monday, LocalTime.Midnight));
        sut.Deliver(Mails.Complete(2, "other@nhs.example"));
        await sut.Run(Looking.Moment);

        await At(sut, Monday, new(7, 0));
        await At(sut, Monday.PlusWeeks(1), new(7, 0));

        Letters(sut, sut.Service.Managers[0].Mailbox.Text).Select(letter => Figure(letter, "New referrals")).ShouldBe(["1", "1"]);
    }

    [Fact]
    public async Task Each_week_begins_with_a_row_for_each_case_that_is_open_and_a_second_look_changes_nothing()
    {
        await using var sut = await Referred(3);

        await At(sut, Monday, new(0, 0));
        await At(sut, Monday, new(0, 5));
        await At(sut, Monday.PlusWeeks(2), new(0, 5));

        var facts = await sut.App<Facts>().Read(sut.Service.Id, LondonWeek.Of(Monday), LondonWeek.Of(Monday.PlusWeeks(2)), FactValues.All, default);
        var open = facts.Where(fact => fact.Kind == FactKinds.Open).ToList();
        open.CountBy(fact => LondonWeek.Of(fact.At).ToString()).ShouldBe([KeyValuePair.Create("2026-W39", 3), KeyValuePair.Create("2026-W40", 3), KeyValuePair.Create("2026-W41", 3)], ignoreOrder: true);
        open[0].Date(FactValues.From).ShouldBe(new LocalDate(2026, 9, 15));
        open[0][FactValues.AgeBand].ShouldNotBeNull();
    }

    /// <summary>Some children of the week before, and the first tick behind it.</summary>
    private static async Task<SystemUnderTest> Referred(int children)
    {
        var sut = await SystemUnderTest.Start();
        await Tick(sut);
        for (var n = 1; n <= children; n++)
        {
            sut.Deliver(Mails.Complete(n, FormattableString.Invariant($"referrer{n}@nhs.example")));
        }

        await sut.Run(Looking.Moment);
        return sut;
    }

    private static Task At(SystemUnderTest sut, LocalDate day, LocalTime time)
    {
        sut.Clock.MoveTo(London.At(day, time));
        return Tick(sut);
    }

    private static async Task Tick(SystemUnderTest sut) => (await sut.System.Host.Run("SendWeeklySummary", CancellationToken.None)).ShouldBeTrue();

    private static int[] Got(SystemUnderTest sut) => [.. sut.Service.Managers.Select(manager => Letters(sut, manager.Mailbox.Text).Count)];

    private static string Newest(SystemUnderTest sut) => Letters(sut, sut.Service.Managers[0].Mailbox.Text)[^1];

    private static List<string> Letters(SystemUnderTest sut, string to) =>
        [.. sut.Sent(to).Where(mail => mail["subject"]!.ToString() == sut.Service.Texts[Texts.WeeklySummary].Subject).Select(mail => mail["body"]!["content"]!.ToString())];

    /// <summary>The first figure of a row.</summary>
    private static string Figure(string letter, string row)
    {
        var from = letter.IndexOf($">{row}</th>", StringComparison.Ordinal);
        from.ShouldBeGreaterThan(0, row);
        var cell = letter.IndexOf("<td", from, StringComparison.Ordinal);
        var begin = letter.IndexOf('>', cell) + 1;
        return letter[begin..letter.IndexOf('<', begin)];
    }

    /// <summary>Exchange takes nothing that is for somebody.</summary>
    private sealed class Refusing(HttpMessageHandler inner, Func<string> whom) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var body = request.Method == HttpMethod.Post && request.Content is { } content ? await content.ReadAsStringAsync(cancellationToken) : "";
            return whom() is { Length: > 0 } address && body.Contains(address, StringComparison.Ordinal)
                ? new(System.Net.HttpStatusCode.BadRequest) { Content = new StringContent("""{"error":{"code":"ErrorInvalidRecipients","message":"At least one recipient isn't valid."}}""", System.Text.Encoding.UTF8, "application/json") }
                : await base.SendAsync(request, cancellationToken);
        }
    }
}
