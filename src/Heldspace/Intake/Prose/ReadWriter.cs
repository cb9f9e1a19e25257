using System.Text.RegularExpressions;

namespace Heldspace.Intake;

/// <summary>What a writer says about themselves: "I am Sam's foster carer", "my name is Kai and I'm a care leaver".</summary>
/// <param name="Role">A code of <see cref="Fields.ReferrerRole"/>; null where nothing is said.</param>
/// <param name="RoleSource">Where.</param>
/// <param name="Phrase">The words that say the role.</param>
/// <param name="Organisation">Where they say they do it: "at St Bede's High School".</param>
/// <param name="IsSelf">Whether the writer asks for themselves.</param>
internal sealed partial record Writer(string? Role, string? RoleSource, string? Phrase, string? Organisation, bool IsSelf)
{
    public static Writer Of(IReadOnlyList<Sentence> sentences)
    {
        string? role = null, source = null, phrase = null, organisation = null;
        var self = 0;
        var about = 0;
        foreach (var sentence in sentences)
        {
            if (role is null && RoleIn(sentence) is { } found)
            {
                (role, phrase, source) = (found.Role, found.Phrase, sentence.Source);
                organisation = At().Match(sentence.Text[Math.Min(sentence.Text.Length, found.End)..]) is { Success: true } at ? at.Groups["organisation"].Value.Trim(' ', '.', ',') : null;
            }

            self += SelfWords().Count(sentence.Text);
            about += ThirdPerson().Count(sentence.Text);
        }

        // Somebody who speaks of a child says "he" and "she" throughout; who asks for themselves says "I" and tells their own age or time in care.
        var isSelf = role is "self" || (role is null && self > 0 && self * 3 > about);
        return new(isSelf ? "self" : role, isSelf && source is null ? sentences.Count > 0 ? sentences[0].Source : null : source, phrase, organisation, isSelf);
    }

    private static (string Role, string Phrase, int End)? RoleIn(Sentence sentence)
    {
        var words = sentence.Words;
        foreach (var found in Codes.Of(Fields.ReferrerRole).FindAll(words))
        {
            var phrase = string.Join(' ', words.Skip(found.First).Take(found.Count).Select(word => word.Folded));
            if (phrase is "me" or "myself" or "young person" or "the young person" or "school" or "education" or "doctor" && found.First > 0 && words[found.First - 1].Folded is "the")
            {
                continue;
            }

            // "I am the allocated social worker", "we are his foster carers", "as her GP I", "I foster".
            for (var at = found.First - 1; at >= 0 && at >= found.First - 7; at--)
            {
                var word = words[at].Folded;
                if (word is "im" or "were" or "as" || (word is "am" && at > 0 && words[at - 1].Folded is "i") || (word is "are" && at > 0 && words[at - 1].Folded is "we"))
                {
                    var between = words.Skip(at + 1).Take(found.First - at - 1).Select(one => one.Folded).ToList();
                    if (word is "were" && !sentence.Text.Contains("e're", StringComparison.Ordinal) && !sentence.Text.Contains("e\u2019re", StringComparison.Ordinal))
                    {
                        break;
                    }

                    if (!between.Exists(one => Codes.IsNegation(one) || one is "with" or "to" or "from" or "told" or "know" or "by" or "writing" or "referring" or "about" or "concerned" or "worried" or "well" or "soon" or "part"))
                    {
                        return (phrase is "care leaver" or "self" ? "self" : found.Meaning.Value, phrase, words[found.After - 1].End);
                    }

                    break;
                }
            }
        }

        return Fosters().IsMatch(sentence.Text) ? ("carer", "foster carer", 0) : Grandchild().IsMatch(sentence.Text) ? ("carer", "grandparent", 0)
            : OwnChild().IsMatch(sentence.Text) ? ("parent", "parent", 0) : null;
    }

    [GeneratedRegex(@"^\s(?:at|from|for|with|of)\s(?:the\s)?(?<organisation>(?:St\.?\s)?(?:[A-Z][\w&'\u2019.-]*\s?(?:(?:and|of|for|in|the)\s(?=[A-Z]))?){1,8})", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex At();

    [GeneratedRegex(@"\b(?:my|our) (?:grand(?:son|daughter|child)|niece|nephew)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Grandchild();

    [GeneratedRegex(@"\b(?:my|our) (?:(?!foster)\w+ )?(?:son|daughter)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex OwnChild();

    [GeneratedRegex(@"\b(?:(?:my|our) foster (?:son|daughter|child|children|lad|girl|boy)|(?:i|we) (?:foster|have been fostering|are fostering|am fostering)\b)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Fosters();

    [GeneratedRegex(@"\b(?:(?:i'?m|i am|im)\s(?:now\s)?(?:1[0-9]|2[0-5]|8|9)\b(?!\s?%)|i (?:left|was in|grew up in|came out of|have been in|am in|been in|was looked after)\s(?:in\s)?(?:foster\s)?care|(?:i'?m|i am|im) (?:a )?care leaver|(?:i'?m|i am|im) in (?:foster )?care|my (?:pa|personal advis[eo]r|leaving care worker|social worker|foster (?:carers?|mum|dad|parents?)|old carers?|carers?|placement|key ?worker)\b|refer myself|self[- ]referral|(?:i|me) (?:need|want) (?:some )?(?:help|support|someone to talk)|can i (?:get|have|see|talk|speak)|i(?:'d| would) like (?:some )?(?:help|support|to talk|to see))",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex SelfWords();

    [GeneratedRegex(@"\b(?:he|she|him|his|hers?|they(?:'re)? (?:is|are|was|were|has|have)|the child|young person|refer(?:ring)? (?!myself|me\b)\w+)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex ThirdPerson();
}
