using System.Text.RegularExpressions;

namespace Heldspace.Intake;

/// <summary>The words by which a sentence shows whose it is.</summary>
internal sealed partial class Whose
{
    [GeneratedRegex(@"\b(?:both(?! (?:parents|carers|arms|legs|hands|sides|his|her|schools?|m[uo]m|dad|adults|workers|physical\w*|verbal\w*|emotional\w*|at\b|mother|father|of (?:his|her|their) (?:arms|parents)))|siblings(?<!(?:his|her|their|other|older|younger) siblings)|the (?:twins|triplets|children|boys|girls|brothers|sisters|three|four|pair)|^all\b(?! the best| this| that)|,\s?all (?:lac|cla|v2|c1|c2|on|in|with|under|looked|white|placed|subject)|all (?:three|four|five|of them|the children|looked after|placed)|(?<!(?:his|her|their) )\ba brother and (?:a )?(?:\w+ )?sister\b|\btwo (?:brothers|sisters)\b|each of (?:them|the)|every one of (?:them|the)|(?:order|orders|status) (?:on|for|in respect of) each|all the (?:boys|girls)|on each\b|each child|neither|these children|(?:two|three|four) (?:(?!other|more|own|younger|older|birth)[a-z-]+ )?(?:children|siblings|boys|girls|lads|young people|yps?)|each (?:boy|girl|lad|young person|yp)|they (?:are |have |were |all |each )?(?:both|all|each))\b",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Everybody();

    [GeneratedRegex(@"\b(?:they|them|their|theirs|themselves|they're|they've|children)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex They();

    [GeneratedRegex(@"^(?:NHS|UPN|DOB|D\.O\.B|SDQ|School|Legal|Care|Full|Interim|Section|ICO|S20|Placed|Attends|Lives|Born|[0-9]{1,2}[./-][0-9]{1,2}[./-][0-9]{2,4}|No (?:known )?(?:self|risk|missing|concerns)|Risks?|Not (?:known|suicidal))\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Fragment();

    [GeneratedRegex(@"\b(?:she|her|hers|herself)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex She();

    [GeneratedRegex(@"\b(?:he|him|his|himself)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex He();

    [GeneratedRegex(@"\b(?:m[uo]m|mother|dad|father|carers?|nan|grandmother|grandfather|worker|teacher|brother|sister|aunt|uncle)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Adult();

    [GeneratedRegex(@"\b(?:(?<!every )(?:only )?one of (?:them|the (?:children|twins|siblings|boys|girls|two|three))|(?:the|their) (?<which>eldest|oldest|older|elder|youngest|younger|middle)(?: (?:one|child|sibling|twin|boy|girl|brother|sister|of (?:them|the)))?(?! (?:boys|girls|children|siblings|brothers|sisters))|the (?<which>boy|girl|baby|former|latter)|one (?:twin|child|sibling))\b",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex OneOf();

    [GeneratedRegex(@"\b(?:his|her|their)\s(?:(?:older|younger|elder|little|big|baby|twin|half)[\s-]){0,2}(?<kin>brother|sister|sibling|twin)\b(?!['\u2019]s)\s?,?\s?(?<rest>[^\s,.]{0,40})", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Kin();

    [GeneratedRegex(@"\b(?:brother|sister|sibling|twin|siblings|twins|brothers|sisters),?\s?$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Kinship();

    [GeneratedRegex(@"^\s(?:[\w-]+\s){0,2}?(?:brother|sister|sibling|twin)s?,?\s(?:called |named )?$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex OwnKin();

    [GeneratedRegex(@"^\s?,?\s?and (?:both |all )?(?:of )?(?:his|her|their) (?:[\w-]+ ){0,2}?(?:siblings?|brothers?|sisters?|twin)\b(?!\s+\p{Lu}\p{Ll})", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex WithTheOthers();

    [GeneratedRegex(@"^(?:\W|and |but |however,? |sadly,? |at (?:home|school),? |since then,? |recently,? )*(?:she|he)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Nominative();

    [GeneratedRegex(@"(?:^|[,;:.\u2013\u2014]\s?|\s-\s|\b(?:and|but|while|whereas|whilst|although|however|then|as)\s)(?:(?:his|her|their|the)\s(?:[\w-]+\s){0,2}?(?:brother|sister|twin|sibling|cousin),?\s)?\s?$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex EndsClause();

    [GeneratedRegex(@"^\s*(?:[(:,\u2013\u2014=-]|[0-9]|(?:is|was|has|had|will|would|can|cannot|could|does|did|needs?|who|also|dob|born|aged|nhs|on|under|in|at|now|often|sometimes|still|currently|then|went|came|cut|told|said|hit|keeps?)\b|(?:[a-z]+(?:s|ed|n't|n\u2019t))\b)", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex GoesOn();

    [GeneratedRegex(@"^\s*,?\s*(?:who|he|she)\s(?:is|was|has|had|lives|attends|goes|needs|came|moved|will)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Relative();

    [GeneratedRegex(@"\b(?:is|was|has|born)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Verb();

    [GeneratedRegex(@"^\s*(?:is|was|has)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex SingularVerb();

    [GeneratedRegex(@"(?:\(|\bfor |\bto |= ?|- ?|\u2013 ?)$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex NameBehind();

    [GeneratedRegex(@"\b(?:born|birth|births|dob|dobs|d\.o\.b)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex BirthWord();

    [GeneratedRegex(@"\b(?:on|the)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex OnDay();

    [GeneratedRegex(@"[0-9][0-9/.\s-]{3,}[0-9]", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex Digit();
}
