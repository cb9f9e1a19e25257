using System.Text.RegularExpressions;

namespace Heldspace.Intake;

/// <summary>
/// Mail that sells, hires or bills and does not say so in its headers: job adverts, agency staff, courses, invoices. Several signs of different kinds
/// must come together, and nothing in it may speak of one person in care: a referral that was thrown away harms a child, an advert that a person must
/// look at costs a minute.
/// </summary>
internal static partial class Trade
{
    /// <summary>Signs of different kinds that one mail must show.</summary>
    private const int Enough = 3;

    /// <param name="subject">Of the mail.</param>
    /// <param name="text">What the sender wrote.</param>
    public static bool Offers(string subject, string text)
    {
        var whole = $"{(subject.Length > 500 ? subject[..500] : subject)}\n{(text.Length > 20_000 ? text[..20_000] : text)}";
        if (OfOnePerson().IsMatch(whole))
        {
            return false;
        }

        // Each kind counts once, however often it is said.
        return new[] { Price(), Job(), Course(), Bill(), Selling(), Crowd() }.Count(kind => kind.IsMatch(whole)) is var kinds && (kinds >= Enough || (kinds > 1 && (Many(Job(), whole) || Many(Course(), whole) || Many(Bill(), whole))));
    }

    /// <summary>True for somebody who applies for a post: who says so, and speaks of what belongs to an application too.</summary>
    public static bool Applies(string subject, string text)
    {
        var whole = $"{(subject.Length > 500 ? subject[..500] : subject)}\n{(text.Length > 20_000 ? text[..20_000] : text)}";
        return Applying().IsMatch(whole) && Application().Matches(whole).Select(match => match.Value.ToUpperInvariant()).Distinct().Skip(1).Any() && OfOnePerson().Matches(whole).All(match => match.Value.StartsWith('d') || match.Value.StartsWith('D'));
    }

    [GeneratedRegex(@"\bappl(?:y|ying|ication|ied) (?:for|to)\b[^.;]{0,30}\b(?:post|position|role|job|vacancy|placement as|internship|traineeship|volunteer)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Applying();

    [GeneratedRegex(@"\b(?:CV|curriculum vitae|r\u00e9sum\u00e9|covering letter|cover letter|interview|references?|referees?|DBS|advertised|graduat\w+|qualified|degree|years['\u2019]? experience|start date|notice period|shortlist\w*)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Application();

    /// <summary>Three different words of one kind.</summary>
    private static bool Many(Regex kind, string text) => kind.Matches(text).Select(match => match.Value.ToUpperInvariant()).Distinct().Take(Enough).Count() == Enough;

    [GeneratedRegex(@"\b(?:he|she|him|her|his|hers|himself|herself|my (?:son|daughter|child|lad|girl|boy|grandson|granddaughter|nephew|niece|brother|sister)|our (?:son|daughter|lad|boy|girl|little one)|year[- ]old|years old|(?:a|an|one|this|the|that|our|another) (?:\w+ ){0,2}(?:girl|boy|lad|lass|child|young person|pupil|student|yp|young lady|young man|baby|toddler|teen(?:ager)?|kid)|d\.?o\.?b|date of birth|i(?:'m| am) (?:1[0-9]|2[0-5])|i need|help me|struggling with)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex OfOnePerson();

    [GeneratedRegex(@"\u00a3\s?[0-9]|\b[0-9]+ ?(?:gbp|pph|p/h|per hour|per day|per head|per person|per delegate)\b|\bVAT\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Price();

    [GeneratedRegex(@"\b(?:vacanc(?:y|ies)|closing date|interviews?:|salary|grade [0-9]+|[0-9]{2} hours|permanent,|hybrid|candidates?|recruit(?:ment|ing|er)|resourc(?:er|ing)|umbrella|PAYE|PQE|(?:qualifying|qualified) experience|DBS|job description|to apply|apply (?:now|online|by|via)|full[- ]time|part[- ]time|start immediately|available (?:now|immediately)|CVs?)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Job();

    [GeneratedRegex(@"\b(?:masterclass|webinar|conference|symposium|workshop dates|CPD|delegates?|early[- ]bird|places? left|book (?:your|a|now|online|early)|keynote|speakers?|register (?:now|today|here|online|your)|tickets?|certified|accredited|training (?:day|course|programme)s?)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Course();

    [GeneratedRegex(@"\b(?:invoice|amount due|balance due|remittance|purchase order|PO number|payment terms|bank details|sort code|customer (?:ref|no|number)|overdue|statement of account|due by)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Bill();

    [GeneratedRegex(@"\b(?:first refusal|special offer|discount|free (?:trial|quote|demo|sample)|no obligation|limited (?:time|places|availability)|opt out|unsubscribe|reply stop|don't want these emails|(?:right|best) person to (?:talk|speak) to|best number to (?:catch|reach|call)|hire of|for an informal (?:chat|discussion)|brochure|our (?:products|range|platform|software|solutions?))\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Selling();

    [GeneratedRegex(@"\b(?:please circulate|dear (?:customer|practitioner|subscriber|member|supplier|hiring manager|manager|valued)|these candidates|your organisation|your team's)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Crowd();
}
