using System.Text.RegularExpressions;

namespace Heldspace.Intake;

/// <summary>
/// Who else is named in a message beside the child: "her brother Jake", "mum (Dawn Pugh)", "another pupil, Rhys Cottam". What is said with them as its
/// subject is theirs, in that sentence and in the next that goes on with "he" or "she".
/// </summary>
internal static partial class Others
{
    private static readonly HashSet<string> Women = Set("mum mother mam mummy sister stepsister stepmum stepmother nan nana gran grandma grandmother aunt auntie girlfriend niece stepdaughter");

    private static readonly HashSet<string> Men = Set("dad father daddy brother stepbrother stepdad stepfather grandad grandfather uncle boyfriend nephew stepson");

    private static readonly HashSet<string> Either = Set("baby sibling twin cousin friend partner parent neighbour peer husband wife housemate flatmate");

    /// <summary>Words that are the child's own unless "another" stands before them.</summary>
    private static readonly HashSet<string> Fellows = Set("pupil child boy girl lad student resident young person");

    /// <summary>The sentences of a message, with whoever else is named in them marked.</summary>
    public static IReadOnlyList<Sentence> Mark(IReadOnlyList<Sentence> sentences)
    {
        var named = new Dictionary<string, char>(StringComparer.Ordinal);
        var isMother = sentences.Any(sentence => YoungParent().IsMatch(sentence.Text)) && !sentences.Any(sentence => AboutBaby().IsMatch(sentence.Text) || ReadNames.Spans(sentence).Exists(span => ReadNames.IsToldOf(sentence, span.First) && sentences.Any(other => other != sentence && BabyNamed(other, sentence.Words[span.First].Folded))));
        foreach (var sentence in sentences)
        {
            foreach (var (name, gender) in In(sentence, isMother))
            {
                named.TryAdd(name, gender);
            }
        }

        var child = Child(sentences);
        if (named.Count == 0)
        {
            return child == '\0' ? sentences : [.. sentences.Select(sentence => sentence with { Child = child })];
        }

        sentences = [.. sentences.Select(sentence => sentence with { Child = child })];
        var marked = new List<Sentence>(sentences.Count);
        var before = '\0';
        foreach (var sentence in sentences)
        {
            var spans = ReadNames.Spans(sentence);
            var others = spans.Where(span => named.ContainsKey(sentence.Words[span.First].Folded)).SelectMany(span => Enumerable.Range(span.First, span.Count)).ToHashSet();
            if (spans.Count > 0)
            {
                before = others.Contains(spans[0].First) && spans[0].First < 5 && !spans[0].IsPossessive ? named[sentence.Words[spans[0].First].Folded] : '\0';
                marked.Add(others.Count == 0 ? sentence : sentence with { Others = others, Children = [.. spans.Where(span => !others.Contains(span.First)).Select(span => span.First)] });
                continue;
            }

            // "Jake is 14. He is on a placement order.", where the child is a girl.
            var pronoun = Pronoun().Match(sentence.Text) is { Success: true } match ? match.Groups["she"].Success ? 'F' : 'M' : '\0';
            var isTheirs = before != '\0' && pronoun != '\0' && child != '\0' && pronoun != child && (before == pronoun || before == '?');
            before = isTheirs ? before : '\0';
            marked.Add(isTheirs ? sentence with { IsOfAnother = true } : sentence);
        }

        return marked;
    }

    /// <summary>Names that a relation makes somebody else's, with what it says of their sex.</summary>
    /// <param name="isMother">Whether the message tells of a young mother or father.</param>
    private static IEnumerable<(string Name, char Gender)> In(Sentence sentence, bool isMother)
    {
        foreach (var span in ReadNames.Spans(sentence))
        {
            var at = span.First - 1;
            while (at >= 0 && sentence.Words[at].Folded is "called" or "named" or "is" or "s" or "aka" or "who" or "and" or "whos" or "name")
            {
                at--;
            }

            var gender = at >= 0 ? Gender(sentence, at, isMother) : '\0';
            if (gender == '\0' && isMother && BabyIs().IsMatch(sentence.Text[..span.Start]))
            {
                gender = '?';
            }

            if (gender == '\0' && Behind().Match(sentence.Text[span.End..]) is { Success: true } behind)
            {
                var relation = behind.Groups["kin"].Value.ToLowerInvariant();
                gender = Women.Contains(relation) ? 'F' : Men.Contains(relation) ? 'M' : '?';
            }

            if (gender == '\0' && ((span.First > 1 && sentence.Words[span.First - 1].Folded is "and" && sentence.Words[span.First - 2].Folded is "me" or "i") || AndI().IsMatch(sentence.Text[span.End..])))
            {
                gender = '?';
            }

            // "She has a flat and a little boy, Kyle": a young mother's child.
            if (gender == '\0' && OwnChild().Match(sentence.Text[..span.Start]) is { Success: true } own)
            {
                gender = own.Groups["girl"].Success ? 'F' : own.Groups["boy"].Success ? 'M' : '?';
            }

            // "lives with her little one Kyle", "Little girl Ava, 9 months".
            if (gender == '\0' && LittleOne().IsMatch(sentence.Text[..span.Start]) && (Months().IsMatch(sentence.Text[span.End..]) || WithOwn().IsMatch(sentence.Text[..span.Start])))
            {
                gender = '?';
            }

            if (gender != '\0')
            {
                yield return (sentence.Words[span.First].Folded, gender);
            }
        }

        // "His parents, Ewa Lis (1989) and Paul Lis": all that are strung together.
        foreach (var together in NamesTogether.Of(sentence, ReadNames.Spans(sentence)).Where(together => together.Members.Count > 1 && Parents().IsMatch(sentence.Text[..together.Start])))
        {
            foreach (var (span, _) in together.Members)
            {
                yield return (sentence.Words[span.First].Folded, '?');
            }
        }
    }

    [GeneratedRegex(@"\b(?:(?:mother|m[uo]m|parent) and (?:baby|child)|(?:young|teen(?:age)?|new|first-time) (?:m[uo]m|mam|mother|dad|father|parent)|m[uo]m-to-be|care[- ]experienced (?:m[uo]m|mother|parent))\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex YoungParent();

    [GeneratedRegex(@"\b(?:refer(?:ring|red)?|referral|support for|help for)\b[^.;]{0,25}\bbaby\b|\b(?:about|concerning|regarding|re):? (?:(?:an?|the|his|her|their|this|our|little|new) ){0,2}baby\b|\bnot (?:me |us )?referring (?:(?:the |his |her )?(?:m[uo]m|mother|parent)|\p{Lu})", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex AboutBaby();

    /// <summary>Whether a sentence calls somebody of that name the baby: "Baby is Arlo", where Arlo is referred.</summary>
    private static bool BabyNamed(Sentence sentence, string name) => ReadNames.Spans(sentence).Exists(span => sentence.Words[span.First].Folded == name && BabyIs().IsMatch(sentence.Text[..span.Start]));

    /// <summary>"Baby is Arlo Finch", beside the mother who is referred.</summary>
    [GeneratedRegex(@"\b(?:the |her |his )?baby(?:'s|\u2019s| is|,)? (?:called |named |name is )?$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex BabyIs();

    [GeneratedRegex(@"\blittle (?:one|boy|girl|lad|man),? (?:called |named )?$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex LittleOne();

    [GeneratedRegex(@"^,? \(?(?:(?:[0-9]{1,2}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve) (?:weeks?|months?)|who (?:is|was) [0-9] )", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Months();

    [GeneratedRegex(@"\b(?:with|and) (?:her|his|their) little (?:one|boy|girl|lad|man),? (?:called |named )?$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex WithOwn();

    [GeneratedRegex(@"\b(?:(?:birth )?parents|(?:his|her|their) (?:\w+ )?(?:brothers|sisters|siblings|cousins|grandparents|friends)|(?:my|our) (?:own|birth|grown-?up) (?:\w+ )?(?:children|kids|sons|daughters|two|three|boys|girls|lads)|(?:[0-9]|one|two|three|four|five) of (?:my|our) own)\W{1,3}$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Parents();

    /// <summary>True for a name that is somebody else's: "her partner, who is called Curtis", "the lady who visits, her name is Kate" of a boy.</summary>
    public static bool Is(Sentence sentence, NameCandidate name)
    {
        if (sentence.Others.Count > 0 && sentence.Others.Any(at => sentence.Text.AsSpan(sentence.Words[at].Start).StartsWith(name.Name.Split(' ')[0], StringComparison.Ordinal)))
        {
            return true;
        }

        if (HerName().Match(sentence.Text) is { Success: true } match && sentence.Text.AsSpan(match.Index + match.Length).StartsWith(name.Name, StringComparison.Ordinal))
        {
            return sentence.Child != '\0' && sentence.Child != (match.Groups["her"].Success ? 'F' : 'M');
        }

        return false;
    }

    [GeneratedRegex(@"\b(?:(?:she|he|they|who)(?:'s|\u2019s)?(?: now| also)?|is [a-z0-9-]{1,12},? and)(?:(?: has| have| had)(?: got)?|['\u2019]?s got| got) (?:[^.;]{0,60}\b(?:and|with) )?(?:a|an|one) (?:[a-z-]+ ){0,2}(?:(?<girl>girl|daughter)|(?<boy>boy|son)|baby|toddler|child|newborn)(?: of (?:her|his|their) own)?,?(?: called| named)? $", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex OwnChild();

    [GeneratedRegex(@"\b(?:(?<her>her)|his) name(?:'s|\u2019s| is| was)? ", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex HerName();

    private static char Gender(Sentence sentence, int at, bool isMother)
    {
        var word = sentence.Words[at];
        var gap = sentence.Text[word.End..sentence.Words[at + 1].Start];
        if (gap.AsSpan().ContainsAny(".;:") || word.IsPossessive)
        {
            return '\0';
        }

        if (word.Folded is "son" or "daughter" or "child")
        {
            // "Courtney and her baby son Reggie": a young mother's.
            return Talk.Has(sentence, at, 2, "birth", "own") || (isMother && Talk.Has(sentence, at, 1, "baby", "newborn", "infant") && Talk.Has(sentence, at, 2, "her", "his", "their")) ? word.Folded == "son" ? 'M' : 'F' : '\0';
        }

        if (word.Folded is "baby" && !(at > 0 && sentence.Words[at - 1].Folded is "and" or "her" or "his" or "their" or "with" or "a" or "new"))
        {
            return '\0';
        }

        if (Fellows.Contains(word.Folded))
        {
            return Talk.Has(sentence, at, 3, "another", "other", "fellow", "different") ? '?' : '\0';
        }

        if (Talk.IsOwnKin(sentence, at))
        {
            return '\0';
        }

        // "my brother Sam needs help" is about Sam; "his brother Sam" is not.
        if (gap.Contains(',', StringComparison.Ordinal) && !Talk.Has(sentence, at, 4, "his", "her", "their", "another") && !(word.Folded is "baby") || Talk.Has(sentence, at, 3, "foster", "adoptive") && word.Folded is "mum" or "dad" or "mother" or "father")
        {
            return '\0';
        }

        return Women.Contains(word.Folded) ? 'F' : Men.Contains(word.Folded) ? 'M' : Either.Contains(word.Folded) ? '?' : '\0';
    }

    /// <summary>Whether a message calls its child he or she; nothing where it calls them both, or neither.</summary>
    private static char Child(IReadOnlyList<Sentence> sentences)
    {
        var she = sentences.Sum(sentence => sentence.Words.Count(word => word.Folded is "she" or "her" or "hers" or "girl" or "herself"));
        var he = sentences.Sum(sentence => sentence.Words.Count(word => word.Folded is "he" or "him" or "his" or "boy" or "himself"));
        return she > (he * 2) + 1 ? 'F' : he > (she * 2) + 1 ? 'M' : '\0';
    }

    private static HashSet<string> Set(string words) => new(words.Split(' '), StringComparer.Ordinal);

    [GeneratedRegex(@"^\s?(?:\([^()]{1,60}\)\s?)?[,(\u2013-]\s?(?:who is )?(?:(?:his|her|their)\s)(?:[\w-]+\s){0,2}?(?<kin>m[uo]m|mother|dad|father|brother|sister|sibling|twin|cousin|nan|grandmother|grandfather|grandad|grandma|aunt|auntie|uncle|partner|boyfriend|girlfriend|friend|stepdad|stepmum)\b(?!\s(?-i:[A-Z]))", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Behind();

    [GeneratedRegex(@"^\s(?:and|&) (?:(?:me|myself)\b|I (?:are|were|have|got|foster|adopted|would|both|look|took|had|met)\b)", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex AndI();

    [GeneratedRegex(@"^(?:and |but |however,? |now |currently,? )?(?:(?<she>she|her)|he|his)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Pronoun();
}
