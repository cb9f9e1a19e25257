using FsCheck;
using FsCheck.Fluent;
using Heldspace.Pathway;

namespace Heldspace.Tests.Pathway;

public sealed class ReferenceTests
{
    private const string Alphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    private const uint Count = 1u << 25;

    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(300).WithReplay(7, 3);

    [Fact]
    public void A_reference_is_read_back_however_it_is_typed() =>
        Prop.ForAll(All(), bits =>
        {
            var text = Reference.Of(bits).Text;
            var bare = text.Replace("-", "", StringComparison.Ordinal);
            return new[] { text, text.ToLowerInvariant(), bare, bare[2..], $"  {text} ", text.Replace('-', ' '), text.Replace('-', '\u2013'), $"{text}." }
                .All(typed => Reference.TryParse(typed) == Reference.Of(bits));
        }).Check(Many);

    [Fact]
    public void References_of_different_numbers_differ() =>
        Prop.ForAll(All(), All(), (one, other) => (one == other) == (Reference.Of(one) == Reference.Of(other))).Check(Many);

    [Fact]
    public void Any_single_wrong_symbol_is_found() =>
        Prop.ForAll(All(), bits =>
        {
            var symbols = Symbols(bits);
            return Enumerable.Range(0, symbols.Length).All(at => Alphabet.Where(wrong => wrong != symbols[at])
                .All(wrong => Reference.TryParse(symbols[..at] + wrong + symbols[(at + 1)..]) is null));
        }).Check(Many);

    [Fact]
    public void Any_two_neighbours_swapped_are_found() =>
        Prop.ForAll(All(), bits =>
        {
            var symbols = Symbols(bits);
            return Enumerable.Range(0, symbols.Length - 1).Where(at => symbols[at] != symbols[at + 1])
                .All(at => Reference.TryParse(symbols[..at] + symbols[at + 1] + symbols[at] + symbols[(at + 2)..]) is null);
        }).Check(Many);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("HS-")]
    [InlineData("HS-2222-2")]
    [InlineData("HS-2222-222")]
    [InlineData("HS-0OI1-22")]
    [InlineData("XX-2222-22")]
    public void What_is_no_reference_is_not_taken_for_one(string? text) => Reference.TryParse(text).ShouldBeNull();

    [Fact]
    public void It_looks_as_people_are_told() => Reference.Of(Count - 1).Text.ShouldMatch("^HS-[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{2}$");

    [Fact]
    public void A_number_of_more_than_25_bits_is_refused() => Should.Throw<ArgumentOutOfRangeException>(() => Reference.Of(Count));

    private static Arbitrary<uint> All() => Gen.Choose(0, (int)Count - 1).Select(number => (uint)number).ToArbitrary();

    private static string Symbols(uint bits) => Reference.Of(bits).Text.Replace("-", "", StringComparison.Ordinal)[2..];
}
