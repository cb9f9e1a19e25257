using System.Text.RegularExpressions;
using Heldspace.Measures;

namespace Heldspace.Tests.Services;

/// <summary>
/// How hard the words for young people are to read, by the grade of Flesch and Kincaid: 0.39 words a sentence + 11.8 syllables a word − 15.59. Grade 5 is read at ten or eleven.
/// </summary>
public sealed partial class WordsForYoungPeople
{
    private const double Hardest = 5;

    /// <summary>Easy Read is for those who read with effort.</summary>
    private const double HardestEasyRead = 3;

    private static readonly Dictionary<string, string?> Filled = new(StringComparer.Ordinal)
    {
        ["name"] = "Sam",
        ["keyWorker"] = "Helen",
        ["until"] = "7 May",
        ["surveyLink"] = "",
        ["service"] = "",
        ["phone"] = "",
        ["hours"] = "",
        ["reference"] = "",
        ["email"] = "",
    };

    public static TheoryData<string, string> Texts()
    {
        var data = new TheoryData<string, string>();
        foreach (var service in Definitions.Shipped.All)
        {
            foreach (var kind in service.Texts.Keys.Where(key => key.Contains("-young", StringComparison.Ordinal) || (key.StartsWith("measure-", StringComparison.Ordinal) && key.Split('.')[0].EndsWith("-text", StringComparison.Ordinal))).Order(StringComparer.Ordinal))
            {
                data.Add(service.Id, kind);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void What_a_young_person_is_sent_can_be_read_at_ten(string service, string kind)
    {
        var body = Definitions.Shipped.Require(service).Texts[kind].Body.Select(line => Braces().Replace(line, brace => Filled[brace.Groups["name"].Value] ?? ""));
        Grade(body).ShouldBeLessThanOrEqualTo(kind.EndsWith(".en-easy", StringComparison.Ordinal) ? HardestEasyRead : Hardest);
    }

    [Theory]
    [InlineData("experience")]
    [InlineData("gbo")]
    public void What_a_young_person_is_asked_in_words_of_our_own_can_be_read_at_ten(string measure)
    {
        var text = MeasureFiles.ReadShipped().OrThrow().Require(measure).TextFor("en", Roles.YoungPerson, 12).ShouldNotBeNull();
        Grade([text.Intro ?? "", text.Stem ?? "", .. text.Items.Select(item => item.Text), .. text.Items.SelectMany(item => text.OptionsOf(item)).Select(option => option.Text)]).ShouldBeLessThanOrEqualTo(Hardest);
    }

    [Fact]
    public void Every_service_writes_to_young_people_in_Easy_Read_too()
    {
        foreach (var service in Definitions.Shipped.All)
        {
            service.Texts.ShouldContainKey(Heldspace.Services.Texts.In(Heldspace.Services.Texts.MeasureInvitationYoung, "en-easy"));
            service.Texts.ShouldContainKey(Heldspace.Services.Texts.In(Heldspace.Services.Texts.MeasureReminderYoung, "en-easy"));
        }
    }

    [Theory]
    [InlineData("The cat sat on the mat.", -1.45)]
    [InlineData("The doctor asked my sister about a hospital yesterday.", 8.9)]
    [InlineData("We listened. Little people came.", 4.27)]
    public void The_grade_is_that_of_the_formula(string sentence, double grade) => Grade([sentence]).ShouldBe(grade, 1);

    /// <summary>Every line is a sentence, or several.</summary>
    private static double Grade(IEnumerable<string> lines)
    {
        var sentences = lines.SelectMany(line => Ends().Split(line)).Select(sentence => Words().Matches(sentence).Select(word => word.Value.ToLowerInvariant()).ToList()).Where(words => words.Count > 0).ToList();
        var words = sentences.SelectMany(sentence => sentence).ToList();
        return (0.39 * words.Count / sentences.Count) + (11.8 * words.Sum(Syllables) / words.Count) - 15.59;
    }

    /// <summary>Groups of vowels, without an e that is not spoken at the end.</summary>
    private static int Syllables(string word)
    {
        var plain = SilentEnd().Replace(word, "");
        return Math.Max(1, Vowels().Count(plain.Length == 0 ? word : plain));
    }

    [GeneratedRegex(@"\{(?<name>[A-Za-z]+)\}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Braces();

    [GeneratedRegex(@"[.!?:]+(?:\s|$)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Ends();

    [GeneratedRegex("[A-Za-z]+(?:['\u2019][a-z]+)?", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Words();

    [GeneratedRegex("(?<=[a-z]{2})(?:(?<![lr])es|(?<![td])ed|(?<!l)e)$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex SilentEnd();

    [GeneratedRegex("[aeiouy]+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Vowels();
}
