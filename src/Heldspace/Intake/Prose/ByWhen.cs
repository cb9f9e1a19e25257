using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;

namespace Heldspace.Intake;

/// <summary>
/// By when somebody asks that a child is seen, where no word names how urgent it is: "something in the next two to three weeks", "before her mocks", "this side of Christmas".
/// A day within <see cref="UrgentDays"/> is urgent, one within <see cref="SoonDays"/> is soon, and what is later says nothing.
/// </summary>
internal static partial class ByWhen
{
    /// <summary>Days from today within which what is asked for is urgent. No published figure says so: in the corpus whoever asks for a day in this or the next two means urgent, and a week is soon.</summary>
    private const int UrgentDays = 3;

    /// <summary>Days from today within which it is soon: six weeks. No published figure says so either; what is asked for by a later day comes in its turn.</summary>
    private const int SoonDays = 42;

    private static readonly string[] Weekdays = ["mo", "tu", "we", "th", "fr", "sa", "su"];

    /// <param name="previous">The sentence before, which may name the day that "before then" means.</param>
    public static Reading? Of(Sentence sentence, Sentence? previous, LocalDate today)
    {
        var text = sentence.Text;
        if (!Asking().IsMatch(text) || Answer().IsMatch(text))
        {
            return null;
        }

        // "In the next few weeks, please": a span that ends what is asked is of it, whatever it is called.
        var isOfSeeing = Seeing().IsMatch(text);
        if (Near().Match(text) is { Success: true } near && !IsOfAnother(text, near.Index))
        {
            return Soon(sentence, 1);
        }

        var asked = ByDay().Matches(text).Where(_ => isOfSeeing).Concat(WithinSpan().Matches(text).Where(span => isOfSeeing || Ends().IsMatch(text[(span.Index + span.Length)..])))
            .FirstOrDefault(bound => !IsOfAnother(text, bound.Index));
        if (asked is not null)
        {
            // A day that there is not, or that is far off, says nothing; a feast or the end of a term is taken for near.
            return Days(asked, today) is { } days ? Soon(sentence, days) : asked.Groups["day"].Success ? null : Soon(sentence, null);
        }

        // "Any time this half term would be grand", "could somebody see her early next week": a term ends within weeks.
        if (Weeks().Match(text) is { Success: true } term && !IsOfAnother(text, term.Index) && (isOfSeeing || term.Groups["any"].Success))
        {
            return Soon(sentence, null);
        }

        if (!isOfSeeing)
        {
            return null;
        }

        return BeforeThen().Match(text) is { Success: true } then && !IsOfAnother(text, then.Index) && Days(text, previous?.Text, today) is { } until ? Soon(sentence, until)
            : Event().Match(text) is { Success: true } coming && !IsOfAnother(text, coming.Index) ? Soon(sentence, Days(text[coming.Index..], null, today)) : null;
    }

    /// <summary>What stands as an answer to how soon: "few weeks", "within 4 weeks", "by 10 December". Nothing else is said, and so nothing else is meant.</summary>
    public static Reading? OfAnswer(string text, string source, LocalDate today) =>
        Span().Match(text) is { Success: true } span && Days(span, today) is { } days ? Reading.Known(days <= UrgentDays ? "urgent" : days <= SoonDays ? "soon" : "routine", source) with { Note = $"written: {ReadValue.Quote(text)}" } : null;

    [GeneratedRegex($@"^\W*(?:(?:by|before|within|in|inside|next|the|about|approx|max(?:imum)?|ideally|up to|under)\W+){{0,4}}(?:(?<day>{DayOfYear})|(?<weekday>{Weekday})\b|(?<near>today|tomorrow|this week)\b|(?:{Count}[ -]?|(?<=\b(?:next|within the|in the|the coming) ))(?:working )?(?<unit>hours?|hrs?|days?|weeks?|wks?|fortnights?|months?)\b(?! ago| a week| per| each| of| old))", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Span();

    /// <param name="days">From today; null where no day is said.</param>
    private static Reading? Soon(Sentence sentence, int? days) => days > SoonDays ? null
        : Reading.Known(days <= UrgentDays ? "urgent" : "soon", sentence.Source) with { Note = $"written: {ReadValue.Quote(sentence.Text)}" };

    /// <summary>Days until a day that one of the two sentences names; null where none does.</summary>
    private static int? Days(string text, string? previous, LocalDate today) =>
        new[] { text, previous ?? "" }.Select(one => Day().Matches(one).Select(day => DaysUntil(day, today)).Where(days => days is > 0).Min()).FirstOrDefault(days => days is not null);

    private static int? Days(Match asked, LocalDate today)
    {
        if (asked.Groups["day"].Success)
        {
            return DaysUntil(Day().Match(asked.Groups["day"].Value), today);
        }

        if (asked.Groups["near"].Success)
        {
            return 1;
        }

        if (asked.Groups["weekday"] is { Success: true, Value: var weekday })
        {
            return (Array.IndexOf(Weekdays, weekday[..2].ToLowerInvariant()) + 1 - (int)today.DayOfWeek + 7) % 7 is > 0 and var ahead ? ahead : 7;
        }

        if (!asked.Groups["unit"].Success)
        {
            return null;
        }

        var count = asked.Groups["most"] is { Success: true, Value: var most } ? Number(most) : Number(asked.Groups["count"].Value);
        return count * asked.Groups["unit"].Value[..1].ToLowerInvariant() switch { "h" => 0, "d" => 1, "w" => 7, "f" => 14, _ => 30 };
    }

    /// <summary>Days until this day comes next.</summary>
    private static int? DaysUntil(Match day, LocalDate today)
    {
        var month = BritishDate.Month(day.Groups["month"].Value);
        var said = day.Groups["number"] is { Success: true, Value: var number } ? int.Parse(number, CultureInfo.InvariantCulture) : day.Groups["part"].Value.ToLowerInvariant() switch { "early" or "start of" or "beginning of" or "first week of" or "first week in" => 7, "mid" or "middle of" => 15, _ => 28 };
        // The year that is said, or the one in which this day comes next.
        var year = day.Groups["year"] is { Success: true, Value: var written } ? int.Parse(written, CultureInfo.InvariantCulture)
            : month < today.Month || (month == today.Month && said < today.Day) ? today.Year + 1 : today.Year;
        return said < 1 || said > CalendarSystem.Iso.GetDaysInMonth(year, month) ? null : Period.DaysBetween(today, new(year, month, said));
    }

    private static int Number(string word) => word.ToLowerInvariant() switch
    {
        "couple" or "couple of" or "a couple of" => 2,
        "few" or "a few" => 3,
        var number => Birthday.AgeOf(number) ?? 1,
    };

    /// <summary>"It does not have to be before Christmas", "he was excluded before half term", "she would like to go home by Friday": not what is asked for.</summary>
    private static bool IsOfAnother(string text, int index)
    {
        var before = text[..index];
        return Denial().IsMatch(before[(before.LastIndexOfAny([',', ';', '.', ':', '\u2013']) + 1)..]) || Past().IsMatch(before) || ElsesPlan().IsMatch(before);
    }

    private const string MonthNames = "january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec";

    private const string DayOfYear = $@"(?<number>[0-9]{{1,2}})(?:st|nd|rd|th)?(?: of)? (?<month>{MonthNames})\b(?:,? (?<year>20[0-9]{{2}})\b)?|(?<part>early|mid|middle of|late|end of|start of|beginning of|first week of|first week in)[ -]?(?:the )?(?<month>{MonthNames})\b";

    private const string Count = @"(?<count>[0-9]{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|twelve|a couple of|couple of|couple|a few|few|a)(?:(?: or| to|-|\u2013) ?(?<most>[0-9]{1,2}|two|three|four|five|six|eight|ten))?";

    [GeneratedRegex($@"\b(?:{DayOfYear})", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Day();

    private const string Weekday = "mon(?:day)?|tues?(?:day)?|wed(?:nesday)?|thu(?:rs)?(?:day)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?";

    /// <summary>What may stand between a bound and its time.</summary>
    private const string Fillers = $@"(?:(?:say|about|around|roughly|maybe|perhaps|at least|the|a|an|some time|next|coming|about a|week of|week beginning|week commencing|(?:{Weekday})(?=,? [0-9em])),? ){{0,4}}";

    /// <summary>A bound and the day, feast or end behind it.</summary>
    [GeneratedRegex($@"\b(?:by|before|b4|ahead of|this side of|prior to)\b,? {Fillers}(?:(?<day>{DayOfYear})|(?<weekday>{Weekday})\b(?! school)|(?:christmas|xmas|crimbo|new year|(?:end of (?:the )?|christmas )?(?:term|year|holidays?|half[- ]term)|half[- ]term)\b|(?:s?he|they|we|school|term|schools) (?:breaks?|finish(?:es)?) up\b)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex ByDay();

    /// <summary>A span of time from today.</summary>
    [GeneratedRegex($@"\b(?:(?:within|inside)\b,? {Fillers}(?:{Count} ?|(?<=\b(?:next|coming|within the|inside the) ))|(?:in|over|during|for)\b,? (?:about |maybe |say,? )?(?:the )?(?:next|coming) (?:{Count} ?)?|in (?:about |maybe |say,? )?(?:a couple of|a few) (?=weeks|days)(?<count>))(?:working )?(?<unit>hours?|hrs?|days?|weeks?|wks?|fortnights?|month)\b(?! ago| of| a week| per)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex WithinSpan();

    /// <summary>"I need somebody to see Sam this week", "can he be seen tomorrow"; "I met Sam today" tells of something else.</summary>
    [GeneratedRegex(@"\b(?:please|pls|could|can (?:you|some\w+|any\w+|s?he|they)|needs?|needing|want)\b(?:(?!\b(?:but|so|because|and)\b)[^.;,]){0,40}?\b(?:see (?!how|if|what|whether|that|letter|attached|below)\w+|be seen|meet (?:him|her|them|with))\b[^.,;]{0,20}?\b(?<near>today|tonight|tomorrow|this week)\b(?!['\u2019]s)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Near();

    /// <summary>What else than a meeting is asked for by a day.</summary>
    [GeneratedRegex(@"\b(?:let|tell) (?:me|us)\b|\bneeds? to know\b|\b(?:confirm|reply|respond|acknowledge)\b[^.;]{0,40}\b(?:by|within|before)\b|\b(?:i am|i'm|i\u2019m|im|we are|we're|we\u2019re) (?:away|on leave|off)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Answer();

    [GeneratedRegex(@"^\W*(?:please|pls|ideally|if (?:at all )?poss\w*|thanks?|ta)?\W*$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Ends();

    [GeneratedRegex(@"\b(?:before|by|ahead of|in time for|in advance of) (?:then|that|it|this)\b|\bby (?:that|this) (?:point|time|date)\b|\bin (?:that|this) (?:fortnight|week|time|window)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex BeforeThen();

    [GeneratedRegex(@"\b(?:(?<any>any ?time|some ?time|at some point)(?: in| during| within)?|in|during|within|later) this (?:half[- ]?|school |autumn |spring |summer |winter )?(?:term|half)\b|\bnext week\b(?!['\u2019]s)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Weeks();

    /// <summary>Before what is coming, whenever that is: "before his dad comes out", "ahead of the hearing".</summary>
    [GeneratedRegex(@"\b(?:before|ahead of|in time for|in advance of|prior to) (?:(?:the|his|her|their|my|our|its|any|next|final|first|this) ){1,2}(?:[\w-]+ ){0,2}(?:hearing|review|panel|mocks?|exams?|gcses?|sats|birthday|move|trial|sentencing|conference|court|release|birth|due date|anniversary|interview|transition|meeting|assessment|placement (?:ends|breaks|review))\b|\bbefore (?:s?he|they|we|(?:his|her|their|my) (?:\w+ )?(?:dad|father|m[uo]m|mother|brother|sister|baby|placement|contract|tenancy|carer))(?:'s|\u2019s| is| are)? (?:due to |going to |has to |have to )?(?:starts?|goes|go|moves?|moving|comes?|coming|is released|turns?|leaves?|sits?|finish(?:es)?|arrives?|ends?|transfers?|reviewed|released|sentenced|born)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Event();

    /// <summary>What makes it a wish.</summary>
    [GeneratedRegex(@"\b(?:could|can|would|wouldn'?t|wouldn\u2019t|id|i'd|i\u2019d|we'd|we\u2019d|it'd|it\u2019d|please|pls|plz|hop(?:e|ing|ed|eful)|grateful|thankful|appreciate|obliged|want|wants|need|needs|ideally|ideal|ask|asking|must|should|possible|poss|possibly|chance|feasible|any way|helpful|have to be|aim|soon|promptly|priority|timing|timewise|time-wise)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Asking();

    /// <summary>What is wished for.</summary>
    [GeneratedRegex(@"\b(?:see|seen|meet|met|start|started|begin|begun|offer|offered|appointments?|appts?|assess(?:ed|ment|ments)?|pick(?:ed)?(?: \w+)? up|in touch|get back|support|help|visit|visits|sessions?|a first|first (?:one|meeting|hello|visit|contact)|slot|clinician|practitioner|therapist|psychologist|worker|something|somebody|someone|anything|it|it'd|it\u2019d|in place|look at|your view|referral|this|that)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Seeing();

    /// <summary>What was, right before the time.</summary>
    [GeneratedRegex(@"\b(?<!\b(?:rather|if|wish) (?:it|s?he|they|that|some\w+) )(?:was|were|had|went|did|has been|have been|used to)\b(?:(?!\b(?:needs?|please|could|can|must|should|asking|hop(?:e|ing)|would|want)\b)[^,;]){0,40}$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Past();

    /// <summary>What the child or somebody of theirs wants or will do.</summary>
    [GeneratedRegex(@"\b(?:(?:want|wants|wanted|like|hopes?) (?:to )?(?:go(?:ing)? home|be (?:back|home)|move|see (?:his|her|their) (?:m[uo]m|dad|brother|sister|family))|(?:s?he|they|dad|m[uo]m|we) (?:is|are|will|has to|have to) (?:be )?(?:mov\w+|start\w*|leav\w+|go\w*|com\w+)|report|figure|form|paperwork)\b[^,;]{0,40}$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex ElsesPlan();

    [GeneratedRegex(@"\b(?:not|no|never|nothing|don'?t|don\u2019t|doesn'?t|doesn\u2019t|needn'?t|isn'?t|isn\u2019t|nobody|without|unlikely)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Denial();
}
