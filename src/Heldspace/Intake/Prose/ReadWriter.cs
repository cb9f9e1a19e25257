using System.Text.RegularExpressions;
using Heldspace.Intake.Text;

namespace Heldspace.Intake;

/// <summary>What a writer says about themselves: "I am Sam's foster carer", "my name is Kai and I'm a care leaver".</summary>
/// <param name="Role">A code of <see cref="Fields.ReferrerRole"/>; null where nothing is said.</param>
/// <param name="RoleSource">Where.</param>
/// <param name="Phrase">The words that say the role.</param>
/// <param name="Organisation">Where they say they do it: "at St Bede's High School".</param>
/// <param name="IsSelf">Whether the writer asks for themselves.</param>
internal sealed partial record Writer(string? Role, string? RoleSource, string? Phrase, string? Organisation, bool IsSelf)
{
    /// <summary>Where it is said that the child lives with whoever writes ("he's been with us two years"); null where it is not.</summary>
    public string? HomeSource { get; init; }

    /// <summary>Whether they call the child a relative of theirs.</summary>
    public bool IsRelative { get; init; }

    /// <summary>Whether the role only follows from what they call the child ("my daughter"): what they sign as says it better.</summary>
    public bool IsByKin { get; init; }

    public static Writer Of(IReadOnlyList<Sentence> sentences)
    {
        var byKin = false;
        string? role = null, source = null, phrase = null, organisation = null, home = null;
        var relative = false;
        var self = 0;
        var about = 0;
        foreach (var sentence in sentences)
        {
            if ((role is null || byKin) && RoleIn(sentence) is { } found && !(role is not null && (found.IsByKin || found.Role is "self")))
            {
                byKin = found.IsByKin;
                (role, phrase, source) = (found.Role, found.Phrase, sentence.Source);
                organisation = (found.Phrase is "volunteer" ? WorksAt() : At()).Match(sentence.Text[Math.Min(sentence.Text.Length, found.End)..]) is { Success: true } at ? at.Groups["organisation"].Value.Trim(' ', '.', ',') : null;
            }

            // What stands in quotation marks is somebody else's word: "to find my brother".
            var text = sentence.Text.AsSpan().IndexOfAny('"', '\u201c') < 0 ? sentence.Text : Quoted().Replace(sentence.Text, " ");
            home ??= WithUs().IsMatch(text) ? sentence.Source : null;
            relative |= OwnRelative().IsMatch(text);
            self += SelfWords().Count(text);
            about += ThirdPerson().Count(text);
        }

        // "I've got my son sat outside his door", from somebody whom a panel matched with the child.
        role = byKin && role is "parent" && sentences.Any(sentence => Matched().IsMatch(sentence.Text)) && !sentences.Any(sentence => sentence.Text.Contains("adopt", StringComparison.OrdinalIgnoreCase)) ? "carer" : role;

        // Somebody who speaks of a child says "he" and "she" throughout; who asks for themselves says "I" and tells their own age or time in care.
        var isSelf = role is "self" || (role is null && self > 0 && self * 3 > about);
        return new(isSelf ? "self" : role, isSelf && source is null ? sentences.Count > 0 ? sentences[0].Source : null : source, phrase, organisation, isSelf) { HomeSource = isSelf ? null : home, IsRelative = relative, IsByKin = byKin };
    }

    private static (string Role, string Phrase, int End, bool IsByKin)? RoleIn(Sentence sentence)
    {
        var words = sentence.Words;
        foreach (var found in Codes.Of(Fields.ReferrerRole).FindAll(words))
        {
            var phrase = string.Join(' ', words.Skip(found.First).Take(found.Count).Select(word => word.Folded));
            // "I'm Ana, me and my husband foster", "I am writing it myself" say nothing of who somebody is; "I am a young person in care" does.
            if (phrase is "me" or "myself" || (phrase is "young person" or "the young person" && !(Talk.Has(sentence, found.First, 1, "a") && Talk.Has(sentence, found.First, 2, "im", "am")))
                || (phrase is "school" or "education" or "doctor" && found.First > 0 && words[found.First - 1].Folded is "the")
                || (phrase is "school" or "education" && (sentence.Text[..words[found.First].Start].Contains(',', StringComparison.Ordinal) || (found.After < words.Count && words[found.After].Folded is "is" or "says" or "said" or "have" or "has"))))
            {
                continue;
            }

            // "I am the allocated social worker", "we are his foster carers", "as her GP I", "I foster".
            for (var at = found.First - 1; at >= 0 && at >= found.First - 7; at--)
            {
                var word = words[at].Folded;

                // "its Bernie foster carer for Kaiden".
                if (word is "its" or "it" or "this" && at < 3 && found.First - at <= 4 && !(at + 1 < words.Count && words[at + 1].Folded is "was" or "wasnt") && !sentence.Text.EndsWith('?') && (found.After >= words.Count || words[found.After].Folded is "for" or "of" or "to" or "in" or "at" or "with" or "from" or "here"))
                {
                    return (found.Meaning.Value, phrase, words[found.After - 1].End, false);
                }

                // "Hi, it's Stella, Brodie's foster carer".
                if (word is "its" or "it" or "this" && words[found.First - 1].IsPossessive && at < 4)
                {
                    return (found.Meaning.Value, phrase, words[found.After - 1].End, false);
                }

                // "I run the boxing club".
                if (word is "run" or "manage" or "lead" && at > 0 && words[at - 1].Folded is "i" or "we" && found.First - at <= 3)
                {
                    return (found.Meaning.Value, phrase, words[found.After - 1].End, false);
                }

                // "as her social worker Ines Vale asked": somebody else.
                if (word is "as" && found.After < words.Count && words[found.After].IsCapital(sentence.Text) && words[at + 1].Folded is "his" or "her" or "their" or "the" && sentence.Text[words[found.After - 1].End..words[found.After].Start] == " " && !words.Skip(found.After).Any(one => one.Folded is "i" or "im" or "ive"))
                {
                    break;
                }

                // "I have been a personal adviser for ten years".
                if (word is "been" && at > 1 && words[at - 1].Folded is "have" && words[at - 2].Folded is "i" or "we" || (word is "been" && at > 0 && words[at - 1].Folded is "ive" or "weve"))
                {
                    if (found.First - at <= 3 && words.Skip(at + 1).Take(found.First - at - 1).All(one => one.Folded is "a" or "an" or "the" or "his" or "her" or "their" or "foster"))
                    {
                        return (found.Meaning.Value, phrase, words[found.After - 1].End, false);
                    }

                    break;
                }

                // "as his social worker (Chantelle Reid) is off sick I said I would": why somebody else writes.
                if (word is "as" && found.After < words.Count && (words[found.After].Folded is "is" or "has" or "was" or "will" or "isnt" or "cannot" or "cant" or "left" or "hasnt" || sentence.Text[words[found.After - 1].End..].StartsWith(" (", StringComparison.Ordinal)) && words[at + 1].Folded is "his" or "her" or "their" or "the")
                {
                    break;
                }

                if (word is "im" or "were" || (word is "as" && (at == 0 || words.Any(one => one.Folded is "i" or "we" or "im" or "were" or "my" or "me")) && !(at > 0 && words[at - 1].Folded is "approved" or "assessed" or "registered" or "acts" or "acting" or "works" or "known" or "such" or "well" or "soon")) || (word is "am" && at > 0 && words[at - 1].Folded is "i") || (word is "are" && at > 0 && words[at - 1].Folded is "we"))
                {
                    var between = words.Skip(at + 1).Take(found.First - at - 1).Select(one => one.Folded).ToList();
                    // "were just his foster carers", from somebody who writes no apostrophes.
                    if (word is "were" && (at == 0 || !sentence.Text.Any(char.IsUpper)) && between is [.., "his" or "her" or "their"] && !sentence.Text.AsSpan().ContainsAny('\'', '\u2019'))
                    {
                        return (found.Meaning.Value, phrase, words[found.After - 1].End, false);
                    }

                    if (word is "were" && !sentence.Text.Contains("e're", StringComparison.Ordinal) && !sentence.Text.Contains("e\u2019re", StringComparison.Ordinal))
                    {
                        break;
                    }

                    if (!between.Exists(one => Codes.IsNegation(one) || one is "with" or "to" or "from" or "told" or "know" or "by" or "writing" or "referring" or "about" or "concerned" or "worried" or "well" or "soon" or "because" or "putting" or "asking" or "contacting" or "as" or "whether" or "part" or "for" or "did" or "does" or "do" or "has" or "had" or "will" or "says" or "said"))
                    {
                        return (phrase is "care leaver" or "self" ? "self" : found.Meaning.Value, phrase, words[found.After - 1].End, false);
                    }

                    break;
                }
            }
        }

        if (IsMe().Match(sentence.Text) is { Success: true } me && Signature.RoleOf(me.Groups["role"].Value) is { } own)
        {
            return (own, me.Groups["role"].Value.ToLowerInvariant(), 0, false);
        }

        // "Dad here.", "Family support worker with the kinship team here.", "Me: Ines, social worker".
        if (Here().Match(sentence.Text) is { Success: true } here && Signature.RoleOf(here.Groups["role"].Value) is { } present)
        {
            return (present, here.Groups["role"].Value.ToLowerInvariant(), 0, false);
        }

        // "This is Mrs Ana Hale, DSL, Mill Lane Junior": who gives their name gives their role behind it.
        if (Introduced().Match(sentence.Text) is { Success: true } introduced && Signature.RoleOf(introduced.Groups["role"].Value) is { } given and not ("self" or "parent" or "carer"))
        {
            return (given, introduced.Groups["role"].Value.ToLowerInvariant(), 0, false);
        }

        if (Volunteers().IsMatch(sentence.Text))
        {
            return ("voluntarySector", "volunteer", sentence.Words.First(word => word.Folded is "i").End, false);
        }

        return Fosters().IsMatch(sentence.Text) ? ("carer", "foster carer", 0, false) : Grandchild().IsMatch(sentence.Text) ? ("carer", "grandparent", 0, true)
            : CameHome().IsMatch(sentence.Text) || OwnChild().IsMatch(sentence.Text) ? ("parent", "parent", 0, true) : Adopted().Match(sentence.Text) is { Success: true } adopted && (!adopted.Groups["name"].Success || ReadNames.IsGiven(Text.Words.Fold(adopted.Groups["name"].Value))) ? ("parent", "parent", 0, true) : null;
    }

    /// <summary>"We were matched": what a panel does with foster carers and a child.</summary>
    [GeneratedRegex(@"\b(?:we|i) (?:were|was|are|have been|got) matched\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Matched();

    /// <summary>"My wife and I adopted Esme": those who adopted a child are its parents.</summary>
    [GeneratedRegex(@"\b(?:(?:my|his|her) (?:wife|husband|partner) and i|me and my (?:wife|husband|partner)|we|i)(?: both| have|['\u2019]ve)? adopted (?:(?<name>(?-i:[A-Z])\w+)|him|her|them|both|our|a (?:girl|boy|little))\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Adopted();

    [GeneratedRegex(@"^\W*(?:(?:hi|hello|hiya|alright|morning|evening)\W+)?(?:[\p{L}-]{2,20} here, (?<role>[^,.;]{3,50})|(?<role>[A-Za-z]+(?: [A-Za-z]+){0,3}?)(?: (?:with|at|from|in|for) [^.;]{2,60})? here[.,!]|(?:[0-9]\. )?me: ?[\p{L}' -]{2,30}, ?(?<role>[A-Za-z]+(?: [A-Za-z]+){0,2})\b|[\p{L}-]{2,20},? (?:here )?from (?:the )?(?<role>[A-Z][a-z]+ [A-Za-z]+(?: [A-Z][a-z]+)?)(?: [Tt]eam)?\b|it['\u2019]s [\p{L}-]{2,20},? from (?:the )?(?<role>[A-Z][a-z]+ [A-Z][a-z]+)\b)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Here();

    [GeneratedRegex(@"^\W*(?:(?:[Hh]i|[Hh]ello|[Mm]orning|[Aa]fternoon|[Gg]ood (?:morning|afternoon|evening)|[Dd]ear [\w ]{2,20})\W+){0,2}(?:[Tt]his is|[Ii]t['\u2019]s|I['\u2019]m|I am|[Mm]y name is) (?:(?:Mr|Mrs|Ms|Miss|Mx|Dr)\.? )?\p{Lu}[\p{L}'\u2019-]+(?: \p{Lu}[\p{L}'\u2019-]+){0,2}, ?(?:the )?(?<role>[^,.;()]{2,45})", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex Introduced();

    [GeneratedRegex("[\"\u201c][^\"\u201c\u201d]{1,300}[\"\u201d]", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\b(?:(?:been|lives?|living|lived|stopp(?:ing|ed)|stay(?:s|ing|ed)?|settled|placed|came|(?<!like to |want to |wants to |happy to |can |could )come) (?:here |to (?:live|stay) )?(?:with|to) (?:us|me|my (?:wife|husband|partner)|my (?:wife|husband|partner) and (?:me|i|myself)|me and my (?:wife|husband|partner))\b(?! (?:on|at) (?:panel|duty))|(?<!(?:keep|in touch|work\w*|liais\w*|meet\w*|shared?|speak\w*|discuss\w*|register\w*|case) )with us since|(?:we|i)(?:'ve|\u2019ve| have) had (?:him|her|them) (?:since|for|with)|with us (?:here )?in \w+|(?:he|she|they) came (?:to us )?as an emergency|refer ourselves|(?:i|we) (?:took|have taken) (?:on|in) (?:him|her|them|(?:my|her|his|their) \w+)|(?:him|her) (?:since|for) (?:he|she) (?:came|moved) (?:to|in with) (?:us|me)|(?:placed|put|left|moved) (?:him|her|them|(?-i:[A-Z])\w+)(?: here)? with (?:us|me|myself)|(?:placed|lives?|living|staying) with (?:myself|ourselves)|under (?:my|our) roof|(?:stop|stops) with (?:us|me)|with us \((?-i:[A-Z])|(?:is|are|she|he|they) still here(?! (?:on|for) (?:placement|work))|slept here|(?:in|to) my (?:house|home) (?:since|for|now))\b",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex WithUs();

    [GeneratedRegex(@"\b(?:my|our) (?:(?:little|older|younger|big) )?(?:grand(?:son|daughter|child|children)|niece|nephew|brother|sister|cousin|sister's|brother's|sister\u2019s)\b|\bI(?:'m|\u2019m| am) (?:\w+['\u2019]s|his|her|their) (?:great )?(?:nana?|gran|grandma|grandmother|grandad|grandfather|grandparent|aunt|auntie|aunty|uncle|sister|brother|cousin)\b|\b(?:he|she)(?:'s| is|\u2019s) my\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex OwnRelative();

    /// <summary>"I co-ordinate the volunteers at Harbour House, the drop-in charity": what they do and where, without a title.</summary>
    [GeneratedRegex(@"\bI (?:also )?(?:volunteer|work|co-?ordinate|run|manage|help(?: out)?|lead)\b[^.;]{0,60}\b(?:at|for|with)\b[^.;]{0,60}\b(?:charity|drop-in|food ?bank|youth (?:club|centre|project)|community (?:centre|group|cafe)|voluntary (?:sector|organisation|group))\b", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex Volunteers();

    [GeneratedRegex(@"\b(?<role>sw|social worker|pa|personal adviser|gp|school nurse|health visitor|foster carer)\s?(?:=|:|\bis)\s?(?:me|myself)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex IsMe();

    [GeneratedRegex(@"\b(?:at|for|with)\s(?:the\s)?(?<organisation>(?:St\.?\s)?(?:[A-Z][\w&'\u2019.-]*\s?(?:(?:and|of|for|in|the)\s(?=[A-Z]))?){1,6})", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex WorksAt();

    [GeneratedRegex(@"^\s(?:at|from|for|with|of)\s(?:the\s)?(?<organisation>(?:St\.?\s)?(?:[A-Z][\w&'\u2019.-]*\s?(?:(?:and|of|for|in|the)\s(?=[A-Z]))?){1,8})", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex At();

    [GeneratedRegex(@"\b(?:my|our) (?:grand(?:son|daughter|child)|niece|nephew)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Grandchild();

    /// <summary>"My lad Logan came back to live with me": to a parent, where a foster carer says "my lad" too.</summary>
    [GeneratedRegex(@"\bmy (?:son|daughter|boy|girl|lad|lass|kids?|children|eldest|youngest)\b[^.;]{0,40}\b(?:came|come|moved|returned|is|are|got|been|went)\b(?: back| home){1,2} (?:(?:here )?to (?:live |stay )?(?:with )?|with )(?:me|us)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex CameHome();

    [GeneratedRegex(@"\b(?:my|our) (?:(?!foster|birth|own)\w+ )?(?:son|daughter)\b(?!['\u2019]s)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex OwnChild();

    [GeneratedRegex(@"\b(?:(?:my|our) foster (?:son|daughter|child|children|lad|girl|boy)|(?:i|we|me and [a-z]+|my (?:wife|husband|partner) and i) (?:both |all )?(?:foster|have been fostering|are fostering|am fostering|have fostered)\b|\b(?:i['\u2019]?m|we['\u2019]re|we\u2019re) fostering\b|(?:i|we)(?:'m|'re|\u2019m|\u2019re| am| are) (?:[a-z-]+ ){0,3}(?:foster carers?|carers? for)\b|\bfoster(?:s|ing)? for (?-i:[A-Z])|\b(?:we|i|us|me|husband|wife|partner)\b[^.;?]{0,40}\b(?:have|has|'ve|\u2019ve) (?:both )?(?:been )?foster(?:ed|ing)\b(?! (?:care\b|m[uo]m|dad|family))|\bbeen foster carers\b|\b(?:i|we)(?:'m|'re|\u2019m|\u2019re| am| are| was| were) (?:now |only |since )?(?:passed|approved)\b[^.;]{0,25}\b(?:foster|connected|carers?)\b|\bhave us\b[^.;]{0,40}\bas (?:private |connected )?(?:foster )?carers?\b)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Fosters();

    [GeneratedRegex(@"\b(?:(?:i'?m|i am|im)\s(?:now\s)?(?:1[0-9]|2[0-5]|8|9)\b(?!\s?%)|\bex[- ]care\b|i(?:'ve|\u2019ve| have)? (?:been in|left|was in|grew up in|came out of|have been in|am in|been in|was looked after)\s(?:in\s)?(?:foster\s)?care|(?:i'?m|i am|im) (?:a )?care leaver|(?:i'?m|i am|im) in (?:foster )?care|my (?:pa|personal advis[eo]r|leaving care worker|social worker|foster (?:carers?|m[uo]m|dad|parents?)|old carers?|carers?|placement|key ?worker)\b|refer myself|self[- ]referral|(?:i|me) (?:need|want) (?:some )?(?:help|support|someone to talk)|can i (?:get|have|see|talk|speak)|i(?:'d| would) like (?:some )?(?:help|support|to talk|to see)(?! (?:for|with) (?!me\b|my|the\b|a\b|this\b|it\b)))",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex SelfWords();

    [GeneratedRegex(@"\b(?:he|she|him|his|hers?|they(?:'re)? (?:is|are|was|were|has|have)|the child|young person|refer(?:ring)? (?!myself|me\b)\w+)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex ThirdPerson();
}
