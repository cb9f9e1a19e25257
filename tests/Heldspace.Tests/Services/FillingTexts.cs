using System.Collections.Immutable;
using Heldspace.Services;

namespace Heldspace.Tests.Services;

public sealed class FillingTexts
{
    public static IEnumerable<object[]> Shipped => Definitions.Shipped.All.SelectMany(service => Texts.Kinds.Select(kind => new object[] { service.Id, kind.Name }));

    [Fact]
    public void A_mail_is_filled_line_by_line()
    {
        var text = new MessageText("A place: {reference}", ["Hello {referrer},", "", "On {date} at {time}.", "", "Missing: {missing}", "", "Bye"]);

        Texts.Fill(text, Values(("reference", "HS-7K3M-Q9"), ("referrer", "Jo"), ("date", "Monday 23 November 2026"), ("time", "9:15am"), ("missing", "date of birth")))
            .ShouldBe(("A place: HS-7K3M-Q9", "Hello Jo,\n\nOn Monday 23 November 2026 at 9:15am.\n\nMissing: date of birth\n\nBye"));
    }

    [Fact]
    public void A_line_about_nothing_is_left_out_with_its_empty_line()
    {
        var text = new MessageText("{reference}", ["Hello {referrer},", "", "First.", "", "Missing: {missing}", "", "Last.", "", "See {link}"]);

        Texts.Fill(text, Values(("reference", "HS-7K3M-Q9"), ("missing", ""))).Body.ShouldBe("First.\n\nLast.");
    }

    [Fact]
    public void A_value_is_never_read_for_placeholders_and_breaks_no_subject()
    {
        var text = new MessageText("About {reference}", ["{reason}"]);

        Texts.Fill(text, Values(("reference", "HS\r\nBcc: all@example.org"), ("reason", "{phone} {reference}"), ("phone", "01632 960100")))
            .ShouldBe(("About HS Bcc: all@example.org", "{phone} {reference}"));
    }

    [Theory]
    [MemberData(nameof(Shipped))]
    public void A_shipped_text_fills_without_a_brace_left_over(string service, string kind)
    {
        var text = Definitions.Shipped.Find(service)!.Texts[kind];
        var (subject, body) = Texts.Fill(text, Texts.ByName[kind].Placeholders.ToDictionary(name => name, string? (name) => $"<{name}>"));

        $"{subject}{body}".ShouldNotContain("{");
        $"{subject}{body}".ShouldNotContain("}");
        if (Texts.ByName[kind].Placeholders.Contains("reference", StringComparer.Ordinal))
        {
            subject.ShouldContain("<reference>");
        }

        body.ShouldNotContain("\n\n\n");
    }

    [Theory]
    [MemberData(nameof(Shipped))]
    public void A_shipped_text_speaks_plainly(string service, string kind)
    {
        var body = string.Join('\n', Definitions.Shipped.Find(service)!.Texts[kind].Body);

        // Words that blame, or that people in care ask not to be used.
        string[] avoided = ["did not attend", "DNA", "failed to", "challenging behaviour", "contact centre", "LAC", "CAMHS", "reject", "placement", "case number", "caseload"];
        avoided.Where(word => body.Contains(word, StringComparison.Ordinal)).ShouldBeEmpty();
        body.Split('.', '?', '!', '\n', ':').Max(sentence => sentence.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length).ShouldBeLessThanOrEqualTo(25);
    }

    private static ImmutableDictionary<string, string?> Values(params (string Name, string Value)[] values) =>
        values.ToImmutableDictionary(value => value.Name, string? (value) => value.Value);
}
