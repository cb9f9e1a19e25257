using Heldspace.Intake;

namespace Heldspace.Tests.Intake;

public sealed class Numbers
{
    [Theory]
    [InlineData("9434765919")]
    [InlineData("9990000018")]
    [InlineData("9990000026")]
    [InlineData("9990000034")]
    [InlineData("9990000050")]
    public void An_NHS_number_with_a_right_check_digit_is_valid(string number) => NhsNumber.TryParse(number)!.Text.ShouldBe(number);

    [Theory]
    [InlineData("943 476 5919")]
    [InlineData("943-476-5919")]
    [InlineData(" 9434 7659 19 ")]
    [InlineData("9 4 3 4 7 6 5 9 1 9")]
    [InlineData("943\u00a0476\u00a05919")]
    public void Any_spacing_of_an_NHS_number_is_one_number(string number) => NhsNumber.TryParse(number)!.Text.ShouldBe("9434765919");

    [Theory]
    [InlineData("9434765918")]
    [InlineData("943476591")]
    [InlineData("94347659190")]
    [InlineData("943476591a")]
    [InlineData("0000000000")]
    [InlineData("")]
    [InlineData(null)]
    public void Anything_else_is_no_NHS_number(string? number) => NhsNumber.TryParse(number).ShouldBeNull();

    [Fact]
    public void No_number_starts_with_999000000_because_its_check_digit_would_be_ten() =>
        Enumerable.Range(0, 10).ShouldAllBe(digit => NhsNumber.TryParse($"999000000{digit}") == null);

    [Fact]
    public void One_check_digit_in_ten_fits_and_a_changed_digit_never_does()
    {
        for (var start = 100_000_000; start < 100_002_000; start++)
        {
            var valid = Enumerable.Range(0, 10).Select(digit => NhsNumber.TryParse($"{start}{digit}")).Where(number => number is not null).ToList();
            valid.Count.ShouldBeLessThanOrEqualTo(1);
            foreach (var number in valid)
            {
                var changed = number!.Text.ToCharArray();
                changed[3] = changed[3] == '9' ? '0' : (char)(changed[3] + 1);
                NhsNumber.TryParse(new(changed)).ShouldBeNull();
            }
        }
    }

    [Theory]
    [InlineData("A123456789012", true)]
    [InlineData("z12345678901b", true)]
    [InlineData("H 8013 2000 1001", true)]
    [InlineData("UN3", true)]
    [InlineData("I123456789012", false)]
    [InlineData("O123456789012", false)]
    [InlineData("S123456789012", false)]
    [InlineData("UN6", false)]
    [InlineData("A12345678901", false)]
    [InlineData("A123456789012\n", true)]
    public void A_pupil_number_has_its_form(string text, bool valid) => (Upn.TryParse(text) is not null).ShouldBe(valid);

    [Theory]
    [InlineData("ch12ab", "CH1 2AB")]
    [InlineData("CH65 9QZ", "CH65 9QZ")]
    [InlineData("w1a1aa", "W1A 1AA")]
    [InlineData("M1 1AE", "M1 1AE")]
    [InlineData("CH1", null)]
    [InlineData("nowhere", null)]
    public void A_postcode_is_written_in_one_way(string text, string? expected) => Postcode.TryParse(text)?.Text.ShouldBe(expected);
}
