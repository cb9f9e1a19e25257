using System.Text.RegularExpressions;

namespace Heldspace.Intake;

/// <summary>What is said of waiting: "fit her in where you can", "the normal list is fine", "I would not want him left into January".</summary>
internal static partial class Patience
{
    public static Reading? Of(Sentence sentence)
    {
        var text = sentence.Text;
        if (MustNotWait().IsMatch(text))
        {
            return Reading.Known("soon", sentence.Source) with { Note = $"written: {ReadValue.Quote(text)}" };
        }

        return MayWait().Matches(text).Any(match => !Denied().IsMatch(text[..match.Index])) || NoHurry().IsMatch(text)
            ? Reading.Known("routine", sentence.Source) with { Note = $"written: {ReadValue.Quote(text)}" } : null;
    }

    private const string Ordinary = "normal|usual|ordinary|standard|regular|general";

    /// <summary>Whoever may wait like everybody else.</summary>
    [GeneratedRegex($@"\b(?:{Ordinary})[\w '\u2019/-]{{0,14}}?\b(?:list|queue|waiting|wait|pace|timescales?|timeframe|timetable|turn|route|basis|referral|priority|speed)\b|\b(?:can|could|happy|content|fine|prepared|willing|ok|okay|able|glad(?:ly)?|not mind|don'?t mind)\b(?:[\s,]+\w+){{0,3}}?[\s,]+(?:wait|waiting|join the (?:list|queue)|(?:be|go|going|being) on (?:the|your) (?:\w+ )?list|come off the (?:\w+ )?(?:waiting )?list)\b|\b(?:waiting list|the wait|a wait|queue|the list)(?:,|'s|\u2019s| is| and that'?s| and that\u2019s)+ (?:absolutely |totally |quite |just )?(?:fine|ok|okay|no problem|accepted|understood)\b|\b(?:put|stick|go|pop|at)\b[^.;]{{0,30}}\b(?:back|end|bottom) of the (?:queue|list|line)\b(?! (?:at|in) )|\b(?:happy|content|gladly|will|can|would|we|i)\b(?: \w+){{0,2}} take (?:our|my|his|her|their) (?:turn|place)(?! (?:at|in class|at school))\b|\b(?:put|stick|pop) (?:me|us|him|her|them) at the back\b|\bin due course\b|\bwhen ?ever (?:you|u|ya|there|a |it|someone|anyone|ur|suits|is|possible|works)|\bfit (?:him|her|them|us|me|it) in\b[^.]{{0,12}}\b(?:where|when)|(?<!\b(?:was|were|had) )\bno (?:great |particular |real )?(?:time )?pressure\b(?! (?:on (?!time)|from|at|to))|\b(?:there(?:'s|\u2019s|s| is| are| will be)|you(?:'ll|\u2019ll| will)? (?:have|see|get)|plenty of|other)\b[^.,;]{{0,20}}\b(?:kids?|children|people|others|families|ones|young people)(?: \w+){{0,3}} (?:worse off|worse than|more urgent|need(?:ing)? it more|in (?:real |proper )?crisis|in more need|that need it)\b(?!,? but| have been)|\bany ?time (?:that )?(?:suits|will do|is fine|you)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex MayWait();

    /// <summary>Haste that is denied.</summary>
    [GeneratedRegex(@"\b(?:no|not|isn'?t|isn\u2019t|ain'?t|aint|nothing|never|without|don'?t|don\u2019t|dont|doesn'?t|doesn\u2019t|hardly|nobody|nor|wouldn'?t|wouldn\u2019t)\b(?:[\s-]+(?!(?:and|but|so|because|has|have|needs?|when)\b)[\w'\u2019]+){0,5}?[\s-]+(?:rush(?:ed|ing)?|hurry|hurried|panic(?! ?(?:attacks?|when|if|button|about))|pressing|quick(?! to\b)|life or death|life and death|time[- ]critical|bump(?:ing)?(?= \w+ (?:down|off))|jump(?:ing)? (?:the|any) queue|push(?:ing)? in|drop everything)\b|\bnothing (?:at all )?(?:\w+ ){0,2}(?:needed|(?:needs|has) to happen) (?:this|right|just|straight)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex NoHurry();

    /// <summary>Whoever must not be left waiting.</summary>
    [GeneratedRegex(@"\b(?:not|don'?t|don\u2019t|dont|never|without|cannot|can'?t|can\u2019t|won'?t|shouldn'?t|shouldn\u2019t|wouldn'?t|wouldn\u2019t|(?:i|we|i'm|we're|i\u2019m|we\u2019re|am|are) (?:afraid|worried|worry))\b(?:(?!\b(?:urgent|urgency|emergency|mind|so|and|sleeping)\b)[^.,;]){0,45}\b(?:wait(?:ing|s)? (?:that|too|so|much|very)? ?(?:long|longer|months|for the full|for months|(?:until|till) (?!(?:christmas|xmas) to\b))|be(?:ing)? (?:left (?:into|until|till|too)|overlooked)|left (?:into|until|till|too)|drift(?:ing|s)?(?! off| away| apart)|drag(?:ging|s)? on|get lost in the system|till? (?:easter|the new year|january|february|march)|until (?:easter|the new year|january|february|march))\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex MustNotWait();

    [GeneratedRegex(@"\b(?:not|n'?t|n\u2019t|cannot|cant|never|rather than|instead of|no)\b[^,;.]{0,30}$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Denied();
}
