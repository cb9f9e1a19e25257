using System.Text.RegularExpressions;
using Heldspace.Intake.Text;
using NodaTime;

namespace Heldspace.Intake;

/// <summary>How plainly a sentence asks for help for those it names.</summary>
internal enum Plainness
{
    /// <summary>They are only mentioned.</summary>
    None,

    /// <summary>It may be meant: a person should look.</summary>
    Perhaps,

    /// <summary>They are spoken of as the children it is about; so they are, unless the mail plainly is about another child.</summary>
    Likely,

    /// <summary>They are referred in so many words.</summary>
    Plain,
}

/// <summary>Children whom a sentence names together, or beside a child named before, and how plainly it asks for help for them.</summary>
/// <param name="IsBeside">Whether they come beside another child: "his sister Maisie also needs support".</param>
internal sealed partial record Plea(IReadOnlyList<Named> Children, Plainness Plainness, bool IsBeside)
{
    private static readonly HashSet<string> Kin = Set("brother sister sibling twin stepbrother stepsister halfbrother halfsister brothers sisters siblings twins");

    private static readonly HashSet<string> Many = Set("siblings twins triplets brothers sisters children kids boys girls daughters sons youngsters grandchildren nieces nephews");

    /// <summary>What may stand between the verb and the names.</summary>
    private static readonly HashSet<string> Between = Set(
        "two three four five six group of the a our my these both following new all young foster half step looked after named called s and brother sister sibling twin twins child children people person son daughter adopted as is are in care for to on behalf with names "
        + "little lovely other another additional further teenage year years old pair sets set yp cyp pupils students clients also his her their younger older elder");

    private static readonly HashSet<string> Referring = Set("refer refers referring referred referral referrals regarding re concerning reffering refering");

    private static readonly HashSet<string> Adults = Set(
        "mum mam mother dad father nan nana gran grandma grandmother grandad grandfather aunt auntie uncle carer carers parent parents worker workers adviser advisor teacher teachers gp doctor dr nurse mr mrs ms therapist friend friends cousin cousins peer peers pupil pupils "
        + "manager lead officer senco advocate partner stepdad stepmum social solicitor judge boyfriend girlfriend neighbour colleague colleagues");

    /// <param name="speaksOfSeveral">Whether the mail speaks of siblings, of twins, of "both".</param>
    /// <param name="asksForMany">Whether it asks for several children before it names them: "about the Patel twins".</param>
    public static IEnumerable<Plea> In(Sentence sentence, int part, LocalDate today, bool speaksOfSeveral, bool asksForMany = false)
    {
        var spans = ReadNames.Spans(sentence).Where(span => !IsFamilyOf(sentence, span)).ToList();
        var family = FamilyIn(sentence);
        foreach (var together in NamesTogether.Of(sentence, spans))
        {
            var names = together.Names(sentence, part).Select(name => family is not null && (name.Name.Family is null || name.FamilyNote is not null) ? name with { Name = name.Name with { Family = family }, FamilyNote = null } : name).ToList();
            if (names.Exists(name => name.Name.Given is null) || IsAdult(sentence, together, today))
            {
                continue;
            }

            var plea = together.Members.Count > 1 ? OfSeveral(sentence, together, names, asksForMany || (speaksOfSeveral && InTurn().IsMatch(sentence.Text[..together.Start]))) : OfOne(sentence, together, names, speaksOfSeveral, asksForMany);
            if (plea.Plainness != Plainness.None)
            {
                yield return plea;
            }
        }
    }

    /// <summary>The name that a sentence calls a surname; null where it calls none so.</summary>
    public static string? SurnameIn(Sentence sentence) => Surname().Match(sentence.Text) is { Success: true } surname ? surname.Groups["name"].Value : null;

    /// <summary>The family name in "the Brindle children"; null where none is said.</summary>
    public static string? FamilyIn(Sentence sentence) =>
        Surname().Match(sentence.Text) is { Success: true } surname ? surname.Groups["name"].Value
        : ReadNames.Spans(sentence).Where(span => IsFamilyOf(sentence, span) && span.Count < 3 && !ReadNames.IsGiven(sentence.Words[span.First].Folded)).Select(span => span.Text).FirstOrDefault();

    /// <summary>True where a sentence asks for all who were named before it: "Could they both be seen?"</summary>
    public static bool AsksForAll(Sentence sentence) => Whose.IsOfEverybody(sentence.Text) && Asking().IsMatch(sentence.Text) && !Elsewhere().IsMatch(sentence.Text);

    /// <summary>True where a sentence asks for several children without naming them.</summary>
    public static bool AsksForMany(Sentence sentence) => ForMany().IsMatch(sentence.Text) && !Elsewhere().IsMatch(sentence.Text) && !Codes.IsNegated(sentence.Words, sentence.Words.Count, sentence.Words.Count);

    private static Plea OfSeveral(Sentence sentence, NamesTogether together, IReadOnlyList<Named> names, bool asksForMany)
    {
        var known = names.Any(name => ReadNames.IsGiven(Words.Fold(name.Name.Given!)));
        var also = Also().IsMatch(sentence.Text);
        var (asked, many, ofSomebody) = Before(sentence, together.First);
        if (asked == Plainness.Plain)
        {
            return new(names, Plainness.Plain, also || ofSomebody);
        }

        var born = together.Members.All(member => Digits(sentence.Text[member.Span.End..member.FactsEnd]) >= 6);
        var tail = sentence.Text[Math.Min(sentence.Text.Length, together.End)..];
        var need = Needing().IsMatch(tail);
        var plainness = ofSomebody || IsObject(sentence, together.First) ? (need || (born && !ofSomebody) ? Plainness.Likely : Plainness.None)
            : asked == Plainness.Likely || many || born || need || asksForMany || HereBefore().IsMatch(sentence.Text[..together.Start]) ? Plainness.Likely
            : Trouble().IsMatch(tail) ? Plainness.Perhaps : Plainness.None;
        return new(names, known || born || TwinsBefore().IsMatch(sentence.Text[..together.Start]) ? plainness : Plainness.None, also || ofSomebody);
    }

    /// <summary>One name: a child who is referred beside another one.</summary>
    private static Plea OfOne(Sentence sentence, NamesTogether together, IReadOnlyList<Named> names, bool speaksOfSeveral, bool asksForMany)
    {
        var span = together.Members[0].Span;
        var text = sentence.Text;
        var also = Also().IsMatch(text);
        var (asked, many, _) = Before(sentence, together.First);
        if (asked == Plainness.Likely && many && speaksOfSeveral && Digits(text[span.End..together.End]) >= 6)
        {
            return new(names, Plainness.Likely, false);
        }

        // "The eldest is Caitlyn (24.09.2013)", "Then there's Ronnie, 3 May 2016", "The baby, Skye, was three on 2nd October", where siblings are asked for.
        if (asksForMany && (InTurn().IsMatch(text[..span.Start]) || Digits(text[span.End..together.End]) >= 6) && !Elsewhere().IsMatch(text[..span.Start]))
        {
            return new(names, Plainness.Likely, false);
        }

        if (asked == Plainness.Plain && (also || Digits(text[span.End..together.End]) >= 6))
        {
            return new(names, also ? Plainness.Plain : Plainness.Likely, also);
        }

        var kin = (span.First > 0 && Kin.Contains(sentence.Words[span.First - 1].Folded)) || KinBehind().IsMatch(text[span.End..]);
        if (!kin)
        {
            // "Siblings: Amelia Hart - 12/03/2014; Jacob Hart - 01/02/2016."
            return new(names, speaksOfSeveral && (span.First == 0 || InTurn().IsMatch(text[..span.Start]) || text[..span.Start].Trim(' ', '-', '*', '\u2022', ')', '.') is { Length: < 3 } or "Baby" or "baby" or "Little" or "little") && (Digits(text[span.End..together.End]) >= 6 || (Numbered().IsMatch(text[..span.Start]) && BornFurtherOn().IsMatch(text[span.End..]))) ? Plainness.Likely : Plainness.None, false);
        }

        // "Lena Voss, born …; Mia Voss, her twin, NHS …": with a number of her own she is referred as well.
        if (KinBehind().IsMatch(text[span.End..]) && span.Count > 1 && span.First == 0 && NhsNumber.TryParse(ReadValue.TenDigits().Match(text[span.End..]).Value) is not null && !Elsewhere().IsMatch(text) && !Codes.IsNegated(sentence.Words, sentence.Words.Count, sentence.Words.Count))
        {
            return new(names, Plainness.Plain, true);
        }

        var refused = Elsewhere().IsMatch(text) || Codes.IsNegated(sentence.Words, sentence.Words.Count, sentence.Words.Count);
        return new(names, refused ? Plainness.None : also && Asking().IsMatch(text) ? Plainness.Plain : Asking().IsMatch(text) || (also && Trouble().IsMatch(text)) ? Plainness.Perhaps : Plainness.None, true);
    }

    /// <summary>What leads up to a name: a verb that refers, a word for several children, a possessive that makes them somebody's.</summary>
    private static (Plainness Asked, bool Many, bool OfSomebody) Before(Sentence sentence, int first)
    {
        var words = sentence.Words;
        var (many, ofSomebody) = (false, false);
        for (var at = first - 1; at >= 0 && at >= first - 12; at--)
        {
            var word = words[at].Folded;
            if (Referring.Contains(word))
            {
                return (Codes.IsNegated(words, at, 4) || Elsewhere().IsMatch(sentence.Text) ? Plainness.None : Plainness.Plain, many, ofSomebody);
            }

            if (word is "see" or "assess" or "support" or "help" or "accept" or "consider" or "offer" && Talk.Has(sentence, at, 4, "please", "could", "can", "would", "you", "to"))
            {
                return (Codes.IsNegated(words, at, 4) ? Plainness.None : Plainness.Plain, many, ofSomebody);
            }

            if (word is "support" or "help" or "appointment" or "appointments" or "assessment" or "assessments" or "therapy" or "sessions" or "details" or "form" or "forms" or "about" or "discuss" or "input")
            {
                return (Codes.IsNegated(words, at, 5) ? Plainness.None : Plainness.Likely, many, ofSomebody);
            }

            many |= Many.Contains(word);
            ofSomebody |= word is "his" or "her" or "their" || (words[at].IsPossessive && word is not ("there" or "it" or "that" or "he" or "she" or "here" or "who" or "what"));
            if (at + 1 < words.Count && Many.Contains(words[at + 1].Folded) && words[at].IsCapital(sentence.Text))
            {
                continue;
            }

            if (!Between.Contains(word) && !Many.Contains(word) && !words[at].IsPossessive && !char.IsDigit(word[0]))
            {
                return (Plainness.None, many && word is not ("has" or "have" or "had" or "misses" or "by" or "from" or "than" or "like" or "without"), ofSomebody);
            }

            if (word is "with" && at < first - 1 && many)
            {
                return (Plainness.None, false, ofSomebody);
            }
        }

        return (Plainness.None, many, ofSomebody);
    }

    private static bool IsObject(Sentence sentence, int first) => first > 0 && sentence.Words[first - 1].Folded is "with" or "by" or "from" or "than" or "like" or "and" or "to" or "misses" or "without";

    private static bool IsAdult(Sentence sentence, NamesTogether together, LocalDate today)
    {
        var text = sentence.Text;
        return (together.First > 0 && Adults.Contains(sentence.Words[together.First - 1].Folded))
            || (together.Members is [{ Span.IsPossessive: true }])
            || together.Members.Any(member => BritishDate.FindAll(text[member.Span.End..member.FactsEnd], today).Any(date => date.Date is { } day && day.PlusYears(25) <= today))
            || AdultBehind().IsMatch(text[together.Members[^1].Span.End..])
            || (together.First > 1 && sentence.Words[together.First - 1].Folded is "is" or "are" or "called" or "named" && Talk.Has(sentence, together.First - 1, 3, [.. Adults]));
    }

    /// <summary>"3) Noah Reed - different dad - dob 22.12.2021": an item of a list of children.</summary>
    [GeneratedRegex(@"^\W{0,3}[0-9]{1,2}[).:]\s?$", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex Numbered();

    [GeneratedRegex(@"^[^.;]{0,50}\b(?:dob|d\.o\.b\.?|born|date of birth)\W{1,3}(?:on )?[0-9]", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex BornFurtherOn();

    /// <summary>"the Brindle children": a family, no child.</summary>
    private static bool IsFamilyOf(Sentence sentence, NameSpan span)
    {
        var next = span.First + span.Count;
        return next < sentence.Words.Count && (Many.Contains(sentence.Words[next].Folded) || sentence.Words[next].Folded is "family" or "sibling");
    }

    /// <summary>"Twins, Ada and Ivo Lenz": whatever the names, they are children's.</summary>
    [GeneratedRegex(@"(?<!(?:his|her|their|our|my|older|younger|birth|half|other|two) )\b(?:twins|triplets|siblings|brothers|sisters|children|brother and sister)[,:]? (?:called |named )?$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex TwinsBefore();

    /// <summary>"we've got two brothers here, Al and Bo": whoever looks after them writes, and brothers of their own would be sons.</summary>
    [GeneratedRegex(@"\b(?:we|i)(?:['\u2019]?ve| have| are fostering| foster|['\u2019]re fostering)(?: got| had)? (?:(?:two|three|four|a sibling group of (?:two|three|four)|a pair of|a) )?(?:little |young |small )?(?:brothers|sisters|siblings|brother and (?:a )?sister),? (?:here|with us|placed with us|placed here|in placement|living with us|staying with us)[,:]? (?:called |named )?$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex HereBefore();

    /// <summary>How many figures stand behind a name; six are enough for a day of birth, which may be written with four ("5.6.19").</summary>
    private static int Digits(string text) => ShortDate().IsMatch(text) ? 6 : text.Count(char.IsAsciiDigit) + (text.Length > 0 && Month().IsMatch(text) ? 2 : 0);

    [GeneratedRegex(@"(?<![0-9./-])[0-9]{1,2}(?<mark>[./-])[0-9]{1,2}\k<mark>[0-9]{2}(?![0-9./-])", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex ShortDate();

    private static HashSet<string> Set(string words) => new(words.Split(' '), StringComparer.Ordinal);

    [GeneratedRegex(@"\b(?:[Ss]urnamed?|[Ff]amily [Nn]ame|[Ll]ast [Nn]ame)s?(?:['\u2019]s)?(?:(?: (?:for|on|in) (?:your|the|our|all|his|her)[A-Za-z ]{1,30}?)? (?:is|are)| of| all)?:?\s(?<name>(?:(?:de|la|van|der|von|al|el|Mac|Mc|St)[\s-])?\p{Lu}[\p{L}'\u2019]+(?:[\s-]\p{Lu}[\p{L}'\u2019]+){0,2})|\b(?:his|her) surname(?:['\u2019]?s| is) (?<name>[a-z]{3,}(?:-[a-z]{3,})?)\b", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex Surname();

    [GeneratedRegex(@"^(?:and |then |next |finally,? |lastly,? |last,? )*(?:(?:the |our )?(?:first(?:ly)?|second(?:ly)?|third(?:ly)?|fourth|last|other|eldest|oldest|youngest|middle|younger|older|elder|baby|next|big|little)(?: (?:one|child|sibling|boy|girl|brother|sister|of (?:them|the (?:family|three|two|four|group|siblings))))*(?: is| was|,| -| \u2013|:)?(?: called| named)?|then(?: there(?:'s| is|\u2019s| comes))?|there(?:'s| is|\u2019s)(?: also)?|next(?: is| comes| there is)?|finally|lastly),?\s$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex InTurn();

    [GeneratedRegex(@"\b(?:also|too|as well|the same|likewise|similarly|in addition|additionally)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Also();

    [GeneratedRegex(@"\b(?:needs?|needing|requires?|requiring|would (?:really |also |greatly )?(?:benefit|like)|could (?:really |also )?(?:do with|use|benefit)|refer(?:ring|red)?|referral|be seen|be (?:considered|assessed|offered|included|added)|see (?:him|her|them)|assess(?:ed|ment)?|appointment)\b",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Asking();

    [GeneratedRegex(@"\b(?:refer\w*|about|regarding|support|help|see|accept|details|consider|form)\b(?:(?! (?:his|her|their|whose)\b|['\u2019]s\b)[^.,;]){0,40}\b(?<!(?:his|her|their|whose|own) (?:\w+ )?)(?:twins|siblings|children|brothers|sisters|sibling group)\b|\b(?:two|three|four) (?:(?:siblings|brothers|sisters|children|more|new ones?) )?(?:for you|to refer|who need|for your)\b|\b(?:two|three|four) (?:siblings|brothers|sisters|children) for\b",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex ForMany();

    [GeneratedRegex(@"\b(?:struggl\w*|anxi\w*|worr\w+|low mood|nightmares?|trauma\w*|ang(?:er|ry)|distress\w*|upset|self[- ]?harm\w*|support|help)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Trouble();

    [GeneratedRegex(@"^[\s,)]{0,3}(?:(?:who|they)\s)?(?:(?:both|each|all|all three|all four|have|are|would|will|also)\s){0,4}(?:really |urgently |also )?(?:need|require|benefit|(?:be|being|been) (?:referred|seen|assessed)|referred to you|in need of)\b",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Needing();

    [GeneratedRegex(@"\b(?:already|separately|previously|(?:is|are|been) (?:open|known|under|seen|supported by)|camhs|receiv\w+|not (?:be )?(?:being )?refer\w*|turned down|in touch with|another (?:service|team|agency))\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Elsewhere();

    [GeneratedRegex(@"^\s*[,(\u2013-]\s*(?:who is |an? )?(?:(?:his|her|their|the|\w+['\u2019]s)\s+)?(?:[\w-]+\s){0,2}?(?:brother|sister|sibling|twin)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex KinBehind();

    [GeneratedRegex(@"^\s*[,(\u2013-]?\s*(?:who (?:is|are) )?(?:(?:his|her|their|the|a|our)\s+)?(?:[\w-]+\s){0,2}?(?:m[uo]m|mother|dad|father|carers?|parents?|social workers?|workers?|grandparents?|grandmother|grandfather|nan|teachers?|head ?teacher|aunt|uncle|gp)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex AdultBehind();

    [GeneratedRegex(@"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Month();
}
