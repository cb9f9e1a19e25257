using System.Text.RegularExpressions;
using Heldspace.Intake.Text;

namespace Heldspace.Intake;

/// <summary>Whom and which time a stretch of a sentence speaks of.</summary>
internal static partial class Talk
{
    private static readonly HashSet<string> Others = Set(
        "mum mother mam mummy dad father daddy parent parents brother brothers sister sisters sibling siblings twin half stepbrother stepsister stepdad stepmum stepfather stepmother cousin cousins nan nana "
        + "grandma grandmother grandad grandfather grandparents uncle aunt auntie partner girlfriend boyfriend friend friends peer peers pupil another neighbour baby teacher niece nephew family");

    private static readonly HashSet<string> Kids = Set("he she they him child yp boy girl lad lass youngster youngsters kid person teenager teen son daughter grandson granddaughter client patient student cyp toddler infant i im ive we who");

    private static readonly HashSet<string> Prepositions = Set("with to from by of for and against towards between about than like near including");

    private static readonly HashSet<string> Fillers = Set("great grand his her their my our the a an birth foster older younger elder eldest youngest little big half step adoptive both two three four own maternal paternal s sams");

    private static readonly HashSet<string> Past = Set("previously formerly former until expired discharged revoked ended past historically history ceased");

    private static readonly HashSet<string> Unsure = Set(
        "apply applying application seek think thinks believe believes reckon maybe perhaps probably presumably mentioned wonder wondered rumour unclear unsure guess assume assuming suspect considering consider pending if may might could would proposed proposing edge hoping requesting planned planning plan hearing proceedings likely potentially possible possibly recommending unless");

    /// <summary>True where the words before a place make somebody else than the child its subject: "his brother is in care".</summary>
    public static bool IsAboutSomebodyElse(Sentence sentence, int index)
    {
        if (sentence.IsOfAnother)
        {
            return true;
        }

        for (var at = Math.Min(index, sentence.Words.Count) - 1; at >= 0 && at >= index - 20; at--)
        {
            var word = sentence.Words[at];

            // "(accommodated at mum's request), born …": what a closed bracket holds is said beside.
            if (index < sentence.Words.Count && IsInBracket(sentence.Text.AsSpan(word.End, Math.Max(0, sentence.Words[index].Start - word.End))))
            {
                continue;
            }

            if (sentence.Others.Contains(at))
            {
                // "with her brother Leo (20, born …)", "her little one Kit, who was two": what a bracket or a clause behind a name says is of its bearer.
                var between = sentence.Text.AsSpan(word.End, Math.Max(0, (index < sentence.Words.Count ? sentence.Words[index].Start : sentence.Text.Length) - word.End));
                if ((between.StartsWith(" (") && !between.Contains(')')) || between.StartsWith(", who ") || between.StartsWith(" who ") || AgedWho().IsMatch(between))
                {
                    return true;
                }

                // "She and her baby son Leo are in a placement": said of both.
                if (AndTheirs().IsMatch(sentence.Text[..word.Start]))
                {
                    continue;
                }

                if (!sentence.Others.Contains(at - 1) && IsSubject(sentence, at))
                {
                    return true;
                }

                continue;
            }

            if (sentence.Children.Contains(at) && (at == 0 || !Prepositions.Contains(sentence.Words[at - 1].Folded)))
            {
                return false;
            }

            // What stands behind a name and before this: the sentence turned to somebody named.
            if (sentence.Meant.Contains(at))
            {
                return false;
            }

            // "missing his sister (she's staying with carers in Arnold)", of a boy.
            if (sentence.Child != '\0' && word.Folded is "he" or "she" && (word.Folded == "she") != (sentence.Child == 'F'))
            {
                return true;
            }

            if (word.Folded is "pupil" && !(at > 0 && sentence.Words[at - 1].Folded is "another" or "other" or "fellow" or "one" or "younger" or "older"))
            {
                return false;
            }

            // "a mother and baby placement" is nobody.
            if (word.Folded is "mother" or "mum" or "parent" or "baby" or "child" && MotherAndBaby().IsMatch(sentence.Text[Math.Max(0, word.Start - 12)..Math.Min(sentence.Text.Length, word.End + 12)]))
            {
                continue;
            }

            // A teenage mother who is the child herself.
            if (word.Folded is "mother" or "mum" or "father" or "dad" && at > 0 && sentence.Words[at - 1].Folded is "teenage" or "young" or "expectant" or "teen")
            {
                return false;
            }

            if (IsOwnKin(sentence, at))
            {
                return false;
            }

            if (word.Folded is "baby" && !(at > 0 && sentence.Words[at - 1].Folded is "his" or "her" or "their" or "a" or "new" or "and" or "with"))
            {
                continue;
            }

            // "since her little boy went to live with his dad": of a young mother or father.
            if (word.Folded is "boy" or "girl" or "toddler" && at > 0 && sentence.Words[at - 1] is var little && (little.Folded is "his" or "her" or "whose" || (little.Folded is "little" or "baby" or "own" && at > 1 && sentence.Words[at - 2].Folded is "his" or "her" or "whose")))
            {
                return true;
            }

            if (Kids.Contains(word.Folded) && !(word.Folded == "who" && at > 0))
            {
                // "my son", "his son", "another child"
                // "Their son Rowan, born …" is whom a letter about a family is about.
                return at > 0 && ((word.Folded is "son" or "daughter" or "boy" or "girl" && sentence.Words[at - 1].Folded is "a" && at > 1 && sentence.Words[at - 2].Folded is "has" or "had") || (word.Folded is "son" or "daughter" && ((sentence.Words[at - 1].Folded is "his" or "her" && !Has(sentence, at - 1, 2, "concerning", "regarding", "about", "re", "refer", "referring", "for")) || (sentence.Words[at - 1].Folded is "their" && !(at < 3 && at + 1 < sentence.Words.Count && sentence.Words[at + 1].IsCapital(sentence.Text))))) || sentence.Words[at - 1].Folded is "another" or "other");
            }

            // "I'm Leo's nan and his foster carer": whoever writes.
            if (Others.Contains(word.Folded) && Has(sentence, at, 3, "im", "am"))
            {
                continue;
            }

            // "both parents consenting, and lives with …": said beside, of nobody's subject.
            if (word.Folded is "parents" or "mum" or "mother" or "dad" or "father" or "parent" && at + 1 < sentence.Words.Count && sentence.Words[at + 1].Folded is "consenting" or "agreeing" or "having")
            {
                continue;
            }

            if (Others.Contains(word.Folded) && (!word.IsPossessive || index - at <= 3) && !IsObject(sentence, at) && !AndTheirs().IsMatch(sentence.Text[..word.Start]))
            {
                return word.Folded != "family" && !(at > 0 && sentence.Words[at - 1].Folded is "foster" or "adoptive" && word.Folded is "mum" or "dad" or "parents" or "family");
            }
        }

        return false;
    }

    /// <summary>"I am writing concerning my nephew": whoever asks for a niece or nephew of theirs, or has them live with them, means them; one who is only mentioned is somebody else.</summary>
    public static bool IsOwnKin(Sentence sentence, int at) => sentence.Words[at].Folded is "niece" or "nephew" && at > 0 && sentence.Words[at - 1].Folded is "my" or "our"
        && (Has(sentence, at - 1, 4, "about", "concerning", "regarding", "refer", "referring", "for", "re", "of", "help") || KeptByWriter().IsMatch(sentence.Text[sentence.Words[at].End..]));

    /// <summary>"My niece Ada lives with me", "my nephew has been with us since May": no guest of the household beside the child ("lives with us too").</summary>
    [GeneratedRegex(@"^(?: \p{Lu}[\p{L}'\u2019-]+){0,3},? (?:who )?(?:lives?|is living|(?:has|have|['\u2019]s) (?:lived|been(?: living)?|stayed)|came to live|stays|is staying|moved in) with (?:me|us)\b(?! (?:too|as well|also))", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex KeptByWriter();

    [GeneratedRegex(@"^(?:[Ss]he|[Hh]e|\p{Lu}[\p{L}'\u2019-]+) and (?:her|his) (?:[a-z-]+ ){0,3}$", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex AndTheirs();

    [GeneratedRegex(@"\b(?:mother|m[uo]m|parent)(?: and |/| & )(?:baby|child)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex MotherAndBaby();

    /// <summary>"his brother Rory, 19, who lives in …".</summary>
    [GeneratedRegex(@"^,? \(?(?:aged )?[0-9]{1,2}\)?,? who ", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex AgedWho();

    /// <summary>True where a bracket closes between two words and was open before the first.</summary>
    private static bool IsInBracket(ReadOnlySpan<char> between) => between.IndexOf(')') is >= 0 and var closes && !between[..closes].Contains('(');

    /// <summary>True where it is said to be over, or not yet so.</summary>
    public static bool IsPast(Sentence sentence, int index, int after)
    {
        // "was looked after by us (s20) from May 2024 and left care in October".
        if (index < sentence.Words.Count && WasThen().Match(sentence.Text) is { Success: true } was && sentence.Words[index].Start >= was.Index && sentence.Words[index].Start < was.Index + was.Length)
        {
            return true;
        }

        if (IsBefore(sentence, index))
        {
            return true;
        }

        // "used to be in foster care with Liz and Jim in Chorley": the whole of it.
        if (index < sentence.Words.Count && UsedTo().Match(sentence.Text) is { Success: true } used && sentence.Words[index].Start > used.Index && sentence.Words[index].Start < used.Index + used.Length)
        {
            return true;
        }

        for (var at = Math.Max(0, index - 6); at < index; at++)
        {
            // "in my second year (History)": what stands in brackets is said beside.
            if (index < sentence.Words.Count && IsInBracket(sentence.Text.AsSpan(sentence.Words[at].End, sentence.Words[index].Start - sentence.Words[at].End)))
            {
                continue;
            }

            if (Past.Contains(sentence.Words[at].Folded) || (sentence.Words[at].Folded is "used" && at + 1 < index && sentence.Words[at + 1].Folded is "to"))
            {
                // "previously on an interim care order, now on a full care order"
                return !sentence.Words.Skip(at).Take(index - at).Any(word => word.Folded is "now" or "currently" or "since");
            }
        }

        // "still in care until he is 18": not over yet.
        var lasts = Has(sentence, index, 4, "is", "still", "remains", "currently", "hes", "shes", "am", "im") || (index > 0 && sentence.Words[index - 1].IsPossessive);
        return sentence.Words.Skip(after).Take(4).Any(word => word.Folded is "ended" or "before" && !(word.Start > 0 && NotBefore().IsMatch(sentence.Text[..word.Start])) || word.Folded is "beforehand" or "previously" or "expired" or "discharged" or "revoked" or "ceased" || (word.Folded is "until" && !lasts))
            || (after < sentence.Words.Count && Over().IsMatch(sentence.Text[sentence.Words[after - 1].End..]));
    }

    /// <summary>True where what stands at a place is what was left for something else: "moved in from a children's home in Southport".</summary>
    public static bool IsLeft(Sentence sentence, int index)
    {
        for (var at = index - 1; at >= 0 && at >= index - 5; at--)
        {
            if (sentence.Text.AsSpan(sentence.Words[at].End, sentence.Words[at + 1].Start - sentence.Words[at].End).ContainsAny(",;:.(") || sentence.Words[at].Folded is "to" or "in" or "into" or "at" or "with")
            {
                return false;
            }

            if (sentence.Words[at].Folded is "from" or "left" or "leaving")
            {
                // "came with a worker from her home": only who moves leaves one.
                return !char.IsDigit(sentence.Words[at + 1].Folded[0]) && (at == index - 1 || (sentence.Words[at].Folded is "from" && Moves().IsMatch(sentence.Text[..sentence.Words[at].Start])));
            }
        }

        return false;
    }

    [GeneratedRegex(@"\bused to (?:be|live|stay)\b(?:(?! (?:now|but|got|im|ive|i'm|i've|then) )[^.;,])*", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex UsedTo();

    /// <summary>"he's in care now, he wasn't before".</summary>
    [GeneratedRegex(@"(?:\bnot|n['\u2019]?t|\bnever)(?: been)?(?: in care)? $", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex NotBefore();

    [GeneratedRegex(@"\b(?:mov\w+|came(?! with)|come|transfer\w*|arriv\w+|discharged|returned|taken|removed|placed|went|joined)\b(?:(?! with (?!us\b|me\b))[^.;]){0,60}$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Moves();

    /// <summary>"Before that she was on a care order", "he had been looked after under section 20": told of a time before the one it is about.</summary>
    private static bool IsBefore(Sentence sentence, int index)
    {
        if ((EarlierTime().IsMatch(sentence.Text) || (index < sentence.Words.Count && BeforeWhich().IsMatch(sentence.Text[..sentence.Words[index].Start]))) && !Has(sentence, index, 6, "now", "currently", "is", "since"))
        {
            return true;
        }

        for (var at = Math.Max(0, index - 9); at < index; at++)
        {
            var isHad = sentence.Words[at].Folded is "had" || (sentence.Words[at].Folded is "hed" or "shed" or "theyd" or "id" && sentence.Words[at].End - sentence.Words[at].Start > sentence.Words[at].Folded.Length);
            if (isHad && at + 1 < sentence.Words.Count && (sentence.Words[at + 1].Folded is "been" || (sentence.Words[at + 1].Folded is "previously" or "also" or "already" or "not" && at + 2 < sentence.Words.Count && sentence.Words[at + 2].Folded is "been")))
            {
                return !sentence.Words.Skip(at + 2).Take(index - at - 2).Any(word => word.Folded is "is" or "are" or "now" or "currently" or "has");
            }
        }

        return false;
    }

    /// <summary>What says right behind a status that it holds no longer: "section 20, which dad has now ended", "the section 20 has fallen away", "care order discharged at court", "a care order, Feb 2023 - Aug 2026".</summary>
    [GeneratedRegex(@"^,? (?:now |then |since )?(?:discharged|revoked)\b|^,? \(?(?:from )?(?:[a-z]{3,9} )?(?:19|20)[0-9]{2} ?(?:-|\u2013|to|until|till) ?(?:[a-z]{3,9} )?(?:19|20)[0-9]{2}\b|^[^.;:]{0,30}\b(?:has|have|had|was|were|is|been)\b[^.;:]{0,20}\b(?:ended|lapsed|expired|discharged|revoked|rescinded|ceased|fallen away|fell away|come to an end|came to an end|superseded|replaced by|no longer in (?:force|place))\b|^,? (?:and |but )?(?:that|it|this|which)(?:['\u2019]?s| is| has| was)? (?:now |all |been ){0,3}(?:finished|ended|over|done with|stopped|discharged)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Over();

    /// <summary>"An order was made in 2016, before which she was in our care".</summary>
    [GeneratedRegex(@"\b(?:before|prior to|until) which (?:time |point )?[^.;,]*$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex BeforeWhich();

    [GeneratedRegex(@"^\W*(?:and |but )?(?:before (?:that|this|then)|prior to (?:that|this)|until then|up to then|back then|in those days|at (?:that|the) time(?! of)|as a (?:young |small |little )?(?:child|baby|toddler))\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex EarlierTime();

    public static bool IsUnsure(Sentence sentence, int index)
    {
        for (var at = Math.Max(0, index - 6); at < index; at++)
        {
            if ((Unsure.Contains(sentence.Words[at].Folded) || (sentence.Words[at].Folded is "seeking" && !(at > 0 && sentence.Words[at - 1].Folded is "asylum"))) && !(sentence.Words[at].IsCapital(sentence.Text) && (at > 0 || sentence.Words[at].Folded is "may")))
            {
                // "Court and Proceedings": with a capital it is what a team is called.
                return true;
            }
        }

        return index < sentence.Words.Count && (IsBelieved(sentence, index) || NotKnown().IsMatch(sentence.Text[..sentence.Words[index].Start]));
    }

    [GeneratedRegex(@"\b(?:although|though|but|however|not (?:had sight|seen|been shown|confirmed)|(?:haven|hasn)['\u2019]t (?:seen|had)|no paperwork|unconfirmed)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Unseen();

    /// <summary>"I don't know whether the council are still involved": what nobody can tell.</summary>
    [GeneratedRegex(@"\b(?:don['\u2019]?t|do not|can['\u2019]?t|cannot|not) (?:really |actually )?(?:know|say|tell|sure|certain) (?:whether|if)\b[^.;]{0,60}$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex NotKnown();

    /// <summary>"I understand from her carer that she is on …": what somebody only believes, further off.</summary>
    private static bool IsBelieved(Sentence sentence, int index)
    {
        for (var at = index - 1; at > 0 && at >= index - 12; at--)
        {
            if (sentence.Text.AsSpan(sentence.Words[at].End, sentence.Words[at + 1].Start - sentence.Words[at].End).ContainsAny(".;:"))
            {
                return false;
            }

            // "I am told she is under a full care order, although I have not seen it"; "I'm told you work with care leavers" says nothing of whoever writes.
            if ((sentence.Words[at].Folded is "understand" or "gather" && sentence.Words[at - 1].Folded is "i" or "we" && sentence.Words[at + 1].Folded is "from")
                || (sentence.Words[at].Folded is "told" or "informed" && sentence.Words[at - 1].Folded is "am" or "im" or "been" && (sentence.Words[at + 1].Folded is "you" || Unseen().IsMatch(sentence.Text))))
            {
                return true;
            }
        }

        return false;
    }

    public static bool Has(Sentence sentence, int index, int reach, params ReadOnlySpan<string> words)
    {
        for (var at = Math.Max(0, index - reach); at < index; at++)
        {
            if (words.Contains(sentence.Words[at].Folded))
            {
                return true;
            }
        }

        return false;
    }

    public static bool HasAny(Sentence sentence, int index, int reach, HashSet<string> words)
    {
        for (var at = Math.Max(0, index - reach); at < index; at++)
        {
            if (words.Contains(sentence.Words[at].Folded))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True for a name that is not what something else happens with: "misses Jake", "with Jake", "and Jake".</summary>
    private static bool IsSubject(Sentence sentence, int first)
    {
        var before = first - 1;
        while (before >= 0 && (Fillers.Contains(sentence.Words[before].Folded) || Others.Contains(sentence.Words[before].Folded) || (sentence.Words[before].Folded is "is" or "called" or "named" && before > 0)))
        {
            // "Baby is Arlo Finch, born …".
            before--;
        }

        return before < 0 || sentence.Text.AsSpan(sentence.Words[before].End, sentence.Words[before + 1].Start - sentence.Words[before].End).ContainsAny(",;:(\u2013")
            || (!Prepositions.Contains(sentence.Words[before].Folded) && sentence.Words[before].Folded is "while" or "whereas" or "but" or "because" or "as" or "where" or "that" or "when");
    }

    /// <summary>True for a relative who is not the subject: "lives with his mum", "removed from her parents".</summary>
    private static bool IsObject(Sentence sentence, int at)
    {
        var before = at - 1;
        while (before >= 0 && Fillers.Contains(sentence.Words[before].Folded))
        {
            before--;
        }

        return before >= 0 && Prepositions.Contains(sentence.Words[before].Folded);
    }

    [GeneratedRegex(@"\b(?:was|were|been|had been) (?:previously |formerly )?(?:looked after|in (?:our |foster |local authority |the )?care|accommodated|on an? [a-z ]{0,20}order)\b[^.;]{0,120}?\b(?:left (?:our )?care|returned (?:home|to (?:live|his|her|their))|went (?:back )?home|was discharged|(?:order|it) was (?:discharged|revoked)|ceased to be)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex WasThen();

    private static HashSet<string> Set(string words) => new(words.Split(' '), StringComparer.Ordinal);
}
