using System.Text.RegularExpressions;
using AngleSharp.Html.Parser.Tokens;

namespace Heldspace.Intake.Text;

/// <summary>What a page hides from whoever looks at it. Nobody wrote it to be read, so it is not read: not as a fact, and not as a risk.</summary>
internal static partial class HiddenText
{
    /// <summary>Classes that the page's own style sheets hide outright.</summary>
    public static IEnumerable<string> Classes(string html)
    {
        foreach (var sheet in StyleSheet().Matches(html.Length > Lines.Longest ? html[..Lines.Longest] : html).Take(20).Select(match => match.Groups["rules"].Value))
        {
            foreach (Match rule in ClassRule().Matches(sheet))
            {
                if (HidingStyle().IsMatch(rule.Groups["style"].Value))
                {
                    yield return rule.Groups["class"].Value;
                }
            }
        }
    }

    [GeneratedRegex(@"<style\b[^>]{0,300}>(?<rules>[^<]{0,40000})", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex StyleSheet();

    /// <summary>A rule for one class alone: ".x { display: none }".</summary>
    [GeneratedRegex(@"(?:^|[\s}])\.(?<class>[\w-]{1,60})\s{0,5}\{(?<style>[^{}]{0,1000})\}", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex ClassRule();

    /// <summary>Whether nobody who looks at the page sees what stands in an element.</summary>
    /// <param name="hiding">Classes that are hidden: <see cref="Classes"/>.</param>
    public static bool IsHidden(HtmlTagToken tag, HashSet<string> hiding)
    {
        foreach (var attribute in tag.Attributes)
        {
            if (attribute.Name == "class" && hiding.Count > 0 && attribute.Value.Length < 1_000 && attribute.Value.Split(' ').Any(hiding.Contains))
            {
                return true;
            }

            if (attribute.Name == "hidden" || (attribute.Name == "style" && attribute.Value.Length < 4_000 && HidingStyle().IsMatch(attribute.Value)))
            {
                return true;
            }

            // White on nothing said to be of another colour: what a reader sees is a blank. Where an element brings its own background it is not.
            if ((attribute.Name == "style" && attribute.Value.Length < 4_000 && WhiteText().IsMatch(attribute.Value) && !Background().IsMatch(attribute.Value)) || (attribute.Name == "color" && White().IsMatch(attribute.Value)))
            {
                return !IsOnColour(tag);
            }
        }

        return false;
    }

    /// <summary>Only text elements are hidden by their colour: a heading of a table may stand on the colour of its row.</summary>
    private static bool IsOnColour(HtmlTagToken tag) => tag.Name.ToString() is "td" or "th" or "tr" or "table" or "a" or "body" or "h1" or "h2" or "h3";

    [GeneratedRegex(@"(?:^|;)\s*color\s?:\s?(?:#fff(?:fff)?\b|white\b|rgb\(\s?255\s?,\s?255\s?,\s?255\s?\)|#fefefe\b|#fdfdfd\b)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex WhiteText();

    [GeneratedRegex(@"^\s*(?:#?fff(?:fff)?|white)\s*$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex White();

    [GeneratedRegex(@"background(?:-color)?\s?:\s?(?!\s?(?:#fff(?:fff)?\b|white\b|transparent|none|inherit))", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Background();

    [GeneratedRegex(@"display\s?:\s?none|visibility\s?:\s?(?:hidden|collapse)|font-size\s?:\s?0(?:\.0+)?(?:px|pt|em|rem|%)?\s?(?:;|!|$)|mso-hide\s?:\s?all|font-size\s?:\s?1(?:\.0+)?(?:px|pt)\s?(?:;|!|$)|opacity\s?:\s?0(?:\.0+)?\s?(?:;|!|$)|max-height\s?:\s?0(?:px)?\s?(?:;|!|$)",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex HidingStyle();
}
