using Heldspace.Intake;
using NodaTime;

namespace Heldspace.Tests.Intake;

/// <summary>Whether a mail came from whom it names, by the header of Exchange Online that stands topmost.</summary>
public sealed class Verdicts
{
    private const string Passed = "spf=pass (sender IP is 192.0.2.7) smtp.mailfrom=nhs.example; dkim=pass (signature was verified) header.d=nhs.example;dmarc=pass action=none header.from=nhs.example;compauth=pass reason=100";

    private const string Failed = "spf=fail (sender IP is 192.0.2.7) smtp.mailfrom=nhs.example; dkim=none (message not signed) header.d=none;dmarc=fail action=oreject header.from=nhs.example;compauth=fail reason=000";

    [Theory]
    [InlineData(Passed, SenderVerdict.Verified)]
    [InlineData(Failed, SenderVerdict.Failed)]
    [InlineData("spf=none; dkim=none; dmarc=bestguesspass action=none header.from=nhs.example;compauth=softpass reason=201", SenderVerdict.Verified)]
    [InlineData("spf=none; dkim=none; dmarc=none action=none header.from=nhs.example;compauth=none reason=405", SenderVerdict.Unknown)]
    [InlineData("spf=pass smtp.mailfrom=nhs.example; dkim=pass header.d=nhs.example; dmarc=pass header.from=nhs.example", SenderVerdict.Unknown)]
    [InlineData("mx.elsewhere.example; spf=pass (compauth=pass reason=100) smtp.mailfrom=nhs.example", SenderVerdict.Unknown)]
    [InlineData("spf=pass smtp.mailfrom=\"x;compauth=pass\"; dmarc=fail header.from=nhs.example;compauth=fail reason=001", SenderVerdict.Failed)]
    [InlineData("dmarc=pass action=none header.from=elsewhere.example;compauth=pass reason=100", SenderVerdict.Unknown)]
    [InlineData("dmarc=pass action=none header.from=example;compauth=pass reason=100", SenderVerdict.Verified)]
    [InlineData("COMPAUTH=PASS reason=100", SenderVerdict.Verified)]
    [InlineData("x-compauth=pass", SenderVerdict.Unknown)]
    [InlineData("(((((", SenderVerdict.Unknown)]
    [InlineData("", SenderVerdict.Unknown)]
    public void The_verdict_is_that_of_composite_authentication(string header, SenderVerdict verdict) =>
        ReadVerdict.Of(Mail(("Authentication-Results", header))).ShouldBe(verdict);

    [Fact]
    public void Only_the_topmost_header_counts()
    {
        ReadVerdict.Of(Mail(("Received", "from somewhere"), ("authentication-results", Failed), ("Authentication-Results", Passed))).ShouldBe(SenderVerdict.Failed);
        ReadVerdict.Of(Mail(("Authentication-Results", ""), ("Authentication-Results", Passed))).ShouldBe(SenderVerdict.Unknown);
    }

    [Fact]
    public void Without_the_header_or_a_sender_nobody_can_tell()
    {
        ReadVerdict.Of(Mail()).ShouldBe(SenderVerdict.Unknown);
        ReadVerdict.Of(Mail(("ARC-Authentication-Results", "i=1; " + Passed), ("X-Authentication-Results", Passed))).ShouldBe(SenderVerdict.Unknown);
        ReadVerdict.Of(Mail(("Authentication-Results", Passed)) with { From = null }).ShouldBe(SenderVerdict.Unknown);
    }

    private static ReceivedMail Mail(params (string Name, string Value)[] headers) => new()
    {
        From = EmailAddress.Parse("sam@nhs.example"),
        ReceivedAt = Instant.FromUtc(2026, 9, 15, 9, 0),
        Headers = [.. headers.Select(header => new MailHeader(header.Name, header.Value))],
    };
}
