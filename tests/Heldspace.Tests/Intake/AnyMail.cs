using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Heldspace.Intake;
using Heldspace.Tests.Builders;
using NodaTime.Text;

namespace Heldspace.Tests.Intake;

/// <summary>What holds for every mail and form whatever is in it.</summary>
public sealed class AnyMail
{
    /// <summary>Pieces that mean something to the reader, in any order, between arbitrary characters.</summary>
    private static readonly Gen<string> Body = Gen.OneOf(
            Gen.Elements(
                "Name:", "DOB:", "NHS number:", "Legal status:", "\n", "\n\n", ":", " ", "\t", "|", "Sam Taylor", "12/03/2014", "31/02/2012", "943 476 5919", "9990000017", "full care order", "lives in", "Chester",
                "Wigan Council", "Kind regards", "Social Worker", "> ", "From: a@b.example", "Sent: today", "To: you", "Subject: x", "On Monday, X wrote:", "<table><tr><td>", "</td><td>", "<br>", "<p hidden>", "&#x202e;",
                "[x]", "☒", "not", "now", "his brother", "I am", "my name is", "refer", " and ", ", ", "Ava", "Noah Brindle", "both", "siblings", "Child 1", "Child 2", "1. ", "- ", "She", "also needs support", "a@b", "(", ")", "\"", "Risks:", "SDQ:", "N/K", "\u202e", "\u0301\u0301\u0301\u0301\u0301\u0301", "\ud83d", "\ude00", "\0", "𝕊am", "S\u0430m"),
            ArbMap.Default.GeneratorFor<string>().Select(text => text ?? ""))
        .ListOf().Select(string.Concat);

    [Fact]
    public void No_mail_whatever_makes_reading_fail_or_gives_a_value_that_is_not_canonical() =>
        Prop.ForAll(Body.ToArbitrary(), ArbMap.Default.ArbFor<bool>(), (body, html) =>
        {
            foreach (var reading in new[] { Mails.Read(Mails.Mail(body, html: html)), Mails.Read(Mails.Mail("", subject: body, name: body)) })
            {
                if (reading is MailReading.IsReferral { Referral: var referral })
                {
                    referral.Children.Select(child => child.Ordinal).ShouldBe(Enumerable.Range(1, Math.Max(1, referral.Children.Length)));
                    foreach (var child in referral.Children)
                    {
                        Canonical(child);
                    }
                }
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(600));

    [Fact]
    public void The_same_mail_is_read_the_same_way_twice() =>
        Prop.ForAll(Body.ToArbitrary(), body =>
        {
            var mail = Mails.Mail(body);
            System.Text.Json.JsonSerializer.Serialize(Mails.Read(mail) as MailReading.IsReferral)
                .ShouldBe(System.Text.Json.JsonSerializer.Serialize(Mails.Read(mail) as MailReading.IsReferral));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(100));

    [Fact]
    public void No_answer_whatever_makes_a_form_fail_or_gives_a_value_that_is_not_canonical() =>
        Prop.ForAll(Gen.Elements(Fields.All.ToArray()).ToArbitrary(), Body.ToArbitrary(), (field, answer) =>
            Canonical(ReadForm.Read(Mails.Form((field, answer)), Mails.Service, Mails.Intake).Children[0])).Check(Config.QuickThrowOnFailure.WithMaxTest(1500));

    [Fact]
    public void Every_code_of_every_field_is_read_as_itself()
    {
        foreach (var field in Fields.All.Where(field => field.Codes is not null))
        {
            foreach (var code in field.Codes!)
            {
                var reading = ReadForm.Read(Mails.Form((field, code)), Mails.Service, Mails.Intake).Children[0][field];
                reading.ShouldBe(Reading.Known(code, "form"), $"{field.Name} {code}");
            }
        }
    }

    private static void Canonical(Child child)
    {
        foreach (var (name, reading) in child.Readings)
        {
            var field = Fields.ByName[name];
            (reading.Value is null).ShouldBe(reading.Certainty == Certainty.Unknown, $"{name}: {reading}");
            if (reading.Value is not { } value)
            {
                continue;
            }

            reading.Source.ShouldNotBeNullOrEmpty();
            value.Length.ShouldBeInRange(1, 20_000);
            value.ShouldBe(value.Trim());
            value.EnumerateRunes().ShouldAllBe(rune => rune.Value == '\n' || Rune.GetUnicodeCategory(rune) != UnicodeCategory.Control && !IsDirection(rune));
            if (reading.Certainty == Certainty.Doubtful)
            {
                reading.Note.ShouldNotBeNullOrEmpty();
            }

            if (field.Codes is { } codes)
            {
                codes.ShouldContain(value);
            }

            switch (name)
            {
                case "nhsNumber":
                    NhsNumber.TryParse(value)!.Text.ShouldBe(value);
                    break;
                case "upn":
                    Upn.TryParse(value)!.Text.ShouldBe(value);
                    break;
                case "placementPostcode":
                    Postcode.TryParse(value)!.Text.ShouldBe(value);
                    break;
                case "referrerEmail" or "socialWorkerEmail":
                    EmailAddress.TryParse(value)!.Text.ShouldBe(value);
                    break;
                case "sdqTotal":
                    int.Parse(value).ShouldBeInRange(0, 40);
                    break;
                case "miles":
                    decimal.Parse(value, CultureInfo.InvariantCulture).ShouldBeInRange(0, 999.9m);
                    break;
                case "dateOfBirth" or "legalStatusSince" or "placementSince" or "adoptionOrderDate" or "returnedHomeOn" or "sdqDate" or "consentWithdrawnOn":
                    LocalDatePattern.Iso.Parse(value).Value.ShouldBeLessThanOrEqualTo(Mails.Today);
                    break;
                default:
                    break;
            }
        }
    }

    private static bool IsDirection(Rune rune) => rune.Value is (>= 0x202a and <= 0x202e) or (>= 0x2066 and <= 0x2069) or 0x200e or 0x200f;
}
