using System.Text.RegularExpressions;
using Heldspace.Intake.Text;
using NodaTime;

namespace Heldspace.Intake;

/// <summary>Language, where and how to meet, who must not know, and what the trouble is, in free text.</summary>
internal static partial class ReadWishes
{
    private static readonly HashSet<string> Wishing = new(StringComparer.Ordinal)
    {
        "prefer", "prefers", "preferred", "preference", "like", "likes", "better", "best", "easier", "easiest", "happy", "comfortable", "rather", "please", "could", "can", "meet", "seen", "see", "love", "suit", "suits", "work", "works", "safest", "appointment", "appointments", "somewhere", "wants",
    };

    public static IEnumerable<Finding> Read(Sentence sentence, int part, LocalDate today, bool isSelf)
    {
        var words = sentence.Words;
        foreach (var finding in Spoken(sentence, part))
        {
            yield return finding;
        }

        if (Place(sentence) is { } place)
        {
            yield return new(Fields.PreferredPlace, place, part, Origin.Prose);
        }

        if (Gender(sentence) is { } gender)
        {
            yield return new(Fields.PreferredGender, gender, part, Origin.Prose);
        }

        if (Contact().IsMatch(sentence.Text))
        {
            yield return new(Fields.ContactMethod, Reading.Known(Clip(sentence.Text), sentence.Source), part, Origin.Prose);
        }

        if (Secret().IsMatch(sentence.Text))
        {
            yield return new(Fields.SafetyNote, Reading.Known(Clip(sentence.Text), sentence.Source), part, Origin.Prose);
        }

        if (Trouble().IsMatch(sentence.Text) && words.Count > 3)
        {
            yield return new(Fields.PresentingNeeds, Reading.Known(Clip(sentence.Text), sentence.Source), part, Origin.Prose);
        }

        if (Consent().IsMatch(sentence.Text) && !Codes.IsNegated(words, words.Count, words.Count))
        {
            yield return new(Fields.ConsentBasis, Reading.Known(Clip(sentence.Text), sentence.Source), part, Origin.Prose);
        }

        if (!isSelf && School(sentence) is { } school)
        {
            yield return new(Fields.School, Reading.Known(school, sentence.Source), part, Origin.Prose);
        }

        if (Placed().Match(sentence.Text) is { Success: true } agency)
        {
            foreach (var (field, reading) in ReadValue.Of(Fields.AdoptedVia, agency.Groups["agency"].Value, sentence.Source, today))
            {
                yield return new(field, reading, part, Origin.Prose);
            }
        }

        foreach (Match adopted in Adopted().Matches(sentence.Text))
        {
            foreach (var date in BritishDate.FindAll(sentence.Text, today)
                .Where(date => date.Index > adopted.Index && date.Index < adopted.Index + 90 && !BirthWord().IsMatch(sentence.Text[adopted.Index..date.Index])).Take(1))
            {
                yield return new(Fields.AdoptionOrderDate, ReadValue.OfDate(Fields.AdoptionOrderDate, date, sentence.Source, today), part, Origin.Prose);
            }
        }
    }

    /// <summary>The school a child goes to: by a name that is a school's, or by a name beside what says that it is one: "at Redwood Park, in Year 7".</summary>
    private static string? School(Sentence sentence)
    {
        var text = sentence.Text;
        if (SchoolName().Match(text) is { Success: true } named && AttendsWord().IsMatch(text[..named.Index]) && !Talk.IsAboutSomebodyElse(sentence, ReadIdentity.WordAt(sentence, named.Index)))
        {
            return named.Value.Trim();
        }

        foreach (var form in new[] { BesideYear(), BesideSchool() })
        {
            if (form.Match(text) is { Success: true } match && match.Groups["name"] is var name && Words.Of(name.Value) is { Count: > 1 } words && Authorities.FindAll(words).Count == 0 && !words.TrueForAll(word => ReadNames.IsNoName(word.Folded)) && !PersonName.IsTitle(words[0].Folded)
                && !Codes.IsNegated(sentence.Words, ReadIdentity.WordAt(sentence, name.Index), 4) && !Talk.IsAboutSomebodyElse(sentence, ReadIdentity.WordAt(sentence, name.Index)) && !Talk.IsPast(sentence, ReadIdentity.WordAt(sentence, name.Index), ReadIdentity.WordAt(sentence, name.Index) + words.Count))
            {
                return name.Value.Trim();
            }
        }

        return null;
    }

    private const string CalledSchool = @"(?<name>(?:(?:St\.?|Saint) )?\p{Lu}[\p{L}'\u2019]+(?: \p{Lu}[\p{L}'\u2019]+){0,3}(?: (?:primary|high|infants|juniors|academy|school))?)";

    /// <summary>"Y11 at Noel Baker Park", "at Arboretum Vale, in year 7", "Astley Longfold High, Year 10".</summary>
    [GeneratedRegex(@"\b(?:[Yy]ear|[Yy]r|Y) ?[0-9]{1,2},? (?:at|in|pupil at|student at) " + CalledSchool + @"|(?:\bat |^\W{0,3})" + CalledSchool + @",? \(?(?:in )?(?:[Yy]ear|[Yy]r|Y) ?[0-9]{1,2}\b", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex BesideYear();

    /// <summary>"the school (Redwood Park, …)", "School is Landor Wood", "her new high school, Byrchall Rise", "he attends Lees Brook Park".</summary>
    [GeneratedRegex(@"\b(?:(?:[Hh]er|[Hh]is|[Tt]heir|[Tt]he|new|high|primary|secondary|infant|junior|special) school(?: is|,|:| \(| called)|^School(?: is|:| \()|school is(?: called)?|attends|goes to|pupil at|student at|on roll at) ?" + CalledSchool, RegexOptions.CultureInvariant, 5000)]
    private static partial Regex BesideSchool();

    private static IEnumerable<Finding> Spoken(Sentence sentence, int part)
    {
        var text = sentence.Text;
        var interpreter = InterpreterWord().Match(text);
        var index = interpreter.Success ? ReadIdentity.WordAt(sentence, interpreter.Index) : 0;
        if (interpreter.Success)
        {
            var denied = IsDenied(sentence, index) || sentence.Words.Skip(index).Take(5).Any(word => word.Folded is "not" or "isnt" && !Relative().IsMatch(sentence.Text[interpreter.Index..word.Start]) && !sentence.Text.AsSpan(interpreter.Index, Math.Max(0, word.Start - interpreter.Index)).ContainsAny(",;:."));
            yield return new(Fields.Interpreter, Reading.Known(denied ? "no" : "yes", sentence.Source), part, Origin.Prose);
        }

        if (ReadValue.Language(text, sentence.Source) is { } language && (interpreter.Success || Speaking().IsMatch(text)) && (interpreter.Success || !Talk.IsAboutSomebodyElse(sentence, ReadIdentity.WordAt(sentence, Speaking().Match(text).Index))))
        {
            // "English is her second language, she speaks Farsi": the other one is hers.
            var others = language.Value!.Split(", ").Where(name => name != "English").ToList();
            yield return new(Fields.Language, others.Count > 0 ? language with { Value = string.Join(", ", others) } : language, part, Origin.Prose);
        }
    }

    /// <summary>"No interpreter", "none of them needs an interpreter"; "not a male interpreter" denies only which.</summary>
    private static bool IsDenied(Sentence sentence, int index)
    {
        for (var at = index - 1; at >= 0 && at >= index - 8; at--)
        {
            if (Codes.IsNegation(sentence.Words[at].Folded) || sentence.Words[at].Folded is "none" or "nobody" or "neither")
            {
                return true;
            }

            if (!Asking.Contains(sentence.Words[at].Folded))
            {
                return false;
            }
        }

        return false;
    }

    private static readonly HashSet<string> Asking = new("a an any the of them us both family they he she him her need needs needed require requires required use uses used want wants have has having for to is be would will do does think thought".Split(' '), StringComparer.Ordinal);

    private static Reading? Place(Sentence sentence)
    {
        var words = sentence.Words;
        var found = Codes.Of(Fields.PreferredPlace).FindAll(words).Where(one => !IsRefused(sentence, one.First)
            && !Talk.Has(sentence, one.First, 3, "than", "instead") && !(words[one.First].Folded is "phone" or "telephone" && one.Count == 1 && one.After < words.Count && (words[one.After].Folded is "me" or "us" or "him" or "her" or "the" or "on" or "number" or "is" || char.IsDigit(words[one.After].Folded[0])))
            && (words[one.First].Folded is "at" or "in" or "by" or "over" or "online" or "video" or "teams" or "zoom" or "virtually" or "remotely" or "come" or "telephone" or "phone" || Talk.Has(sentence, one.First, 1, "is") && Talk.Has(sentence, one.First, 6, "place", "see", "seen", "best") || Talk.Has(sentence, one.First, 3, "at", "in", "by", "over", "via", "on", "prefer", "prefers", "your", "a")
                || Talk.Has(sentence, one.First, 1, "our", "my", "to", "his", "her", "their") || words.Skip(one.After).Take(4).Any(word => word.Folded is "best" or "better" or "easier" or "easiest" or "ideal" or "preferred" or "fine" or "suits" or "works"))).ToList();
        if (found.Count == 0 || !words.Any(word => Wishing.Contains(word.Folded)) || !WishToMeet().IsMatch(sentence.Text))
        {
            return null;
        }

        var places = found.Select(one => one.Meaning.Value).Distinct(StringComparer.Ordinal).ToList();
        return places.Count == 1 ? Reading.Known(places[0], sentence.Source) : Reading.Doubtful(places[0], sentence.Source, $"more than one place is named: {ReadValue.Quote(sentence.Text)}");
    }

    /// <summary>Whom they would rather meet: only where a wish is said of somebody who would see them, so that "her male carer" is none.</summary>
    private static Reading? Gender(Sentence sentence)
    {
        var said = Worker().Matches(sentence.Text).Select(found => (Value: found.Groups["woman"].Success ? "woman" : "man", At: ReadIdentity.WordAt(sentence, found.Index))).ToList();
        var (refused, wished) = (said.Where(one => IsRefused(sentence, one.At)).Select(one => one.Value).Distinct().ToList(), said.Where(one => !IsRefused(sentence, one.At)).Select(one => one.Value).Distinct().ToList());
        if (!Rather().IsMatch(sentence.Text) && refused.Count == 0)
        {
            return null;
        }

        return (wished, refused) switch
        {
            ([var one], _) => Reading.Known(one, sentence.Source),
            ([], [var not]) => Reading.Doubtful(not == "woman" ? "man" : "woman", sentence.Source, $"only said the other way round: {ReadValue.Quote(sentence.Text)}"),
            _ => null,
        };
    }

    /// <summary>"not at his school" refuses; in "not school, the centre" the comma ends the refusal.</summary>
    private static bool IsRefused(Sentence sentence, int first)
    {
        for (var at = first; at > 0 && at > first - 5; at--)
        {
            if (sentence.Text.AsSpan(sentence.Words[at - 1].End, sentence.Words[at].Start - sentence.Words[at - 1].End).ContainsAny(",-–;:"))
            {
                return false;
            }

            if (Codes.IsNegation(sentence.Words[at - 1].Folded))
            {
                return true;
            }
        }

        return false;
    }

    private static string Clip(string text) => CleanText.Of(text, 2_000).Text;

    [GeneratedRegex(@"\b(?:(?<woman>female|woman|lady)|male|man)(?: (?:worker|therapist|clinician|practitioner|psychologist|counsellor|key ?worker|member of staff|staff)\b|(?= to (?:talk|speak|see|work|meet)))|\ba (?:(?<woman>woman|lady|female)|man|male)(?= (?:would|might) be (?:better|best|easier|preferable|preferred|good))|\b(?:like|prefers?|want|wants|rather have|rather see|needs?) (?:to (?:see|have|meet|talk to|speak to) )?(?:a |some(?:one|body) )(?:[a-z]+ and )?(?:(?<woman>woman|lady|female)|man|male)\b(?! (?:carer|teacher|relative|friend|pupil))|\b(?:with|by|see|meet|talk to|speak to|to|to be) a (?:(?<woman>woman|lady|female)|man|male)\b(?! (?:carer|teacher|relative|friend|pupil|member of the family))",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Worker();

    [GeneratedRegex(@"\b(?:prefers?|preferred|preference|rather|(?:would|'d) (?:like|feel|be|find|only|need|want|work|talk|speak)|more comfortable|feels? (?:safer|safe|better|easier)|wants? to|asks?|asked|requests?|requested|needs? a|finds? it easier|please (?:could|can)|(?:could|can) (?:it|she|he|they|we|i) |(?:would|might) be (?:better|best|easier|preferable|preferred))\b",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Rather();

    /// <summary>"an interpreter who isn't local": said of whom they want.</summary>
    [GeneratedRegex(@"\b(?:who|that|which)\W{1,3}(?:is )?$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Relative();

    [GeneratedRegex(@"\b(?:interpreter|translator)s?\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex InterpreterWord();

    [GeneratedRegex(@"\b(?:speaks?|speaking|first language|main language|home language|language is|mother tongue|second language)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Speaking();

    [GeneratedRegex(@"\b(?:prefers?|preferred|preference|id (?:like|rather|prefer)|would (?:like|rather|suit|work|love)|'d (?:like|rather)|(?:be|is|works|suits?) (?:\w+\s){0,2}(?:best|better|easier|easiest|fine)|happy to|comfortable|can (?:we|you|i|it|he|she|they)|could (?:we|you|i|it|he|she|they|somebody|someone)|please (?:see|meet|can|could|do)|(?:be )?seen|somewhere|safest|appointments?|meet(?:ing)?|wants? (?:to|it))\b",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex WishToMeet();

    [GeneratedRegex(@"\b(?:text(?:s| messages?)? only|only (?:text|email|ring|call)|just text|text me|(?:don'?t|do not|please don'?t|not) (?:ring|call|phone|email|text)|best (?:to|way to) (?:text|ring|call|email|contact|reach)|prefers? (?:a )?(?:texts?|calls?|emails?|to be (?:texted|called|rung|contacted))|by text|via (?:text|whatsapp)|whatsapp)\b",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Contact();

    [GeneratedRegex(@"\b(?:(?:must|should|can) ?not (?:be told|be informed|know|find out|be given|be shared)|(?:don'?t|do not|please don'?t) (?:tell|share|disclose|contact|ring|call|let)|not to be (?:told|shared|disclosed|contacted)|must not be (?:shared|disclosed)|confidential address|address is (?:confidential|not known)|(?:doesn'?t|does not|don'?t|do not) know (?:where|the address)|(?:not|n'?t) want (?:\w+\s){1,4}(?:to know|told|knowing|finding out)|non[- ]molestation|restraining order)\b",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Secret();

    [GeneratedRegex(@"\b(?:struggl\w*|anxi\w*|worr(?:y|ies|ied)|depress\w*|low mood|self[- ]?harm\w*|cutting|suicid\w*|nightmares?|flashbacks?|trauma\w*|ang(?:er|ry)|aggress\w*|meltdowns?|outbursts?|panic\w*|sleep\w*|withdrawn|tearful|bereave\w*|grief|loss of|attach\w* (?:difficult|issue|disorder)\w*|eating|lash(?:es|ing)|distress\w*|dysregulat\w*|emotional\w*|overwhelm\w*|self[- ]esteem|hurt\w* (?:her|him|them|my)sel\w*|cannot cope|can'?t cope|not coping|coping|refus\w+ (?:school|to)|school refus\w*|difficult\w*|neglect|abuse\w*|hearing voices|lonely|isolat\w*|identity|mental health|wellbeing|cries|crying|scream\w*|tantrums?|bites?|biting|violen\w+|bull(?:y|ied|ying)|loss|hoard\w*|soil\w*|wet(?:s|ting) the bed|no friends|tablets|overdose|die|dying|death|scared|frightened|upset|hits|hitting|talk(?:s|ing)? (?:to someone|about))\b",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Trouble();

    [GeneratedRegex(@"\b(?:consent(?:s|ed|ing)?|agree(?:s|d) to (?:this|the) referral|happy (?:for|with) (?:me|us|this|the) (?:to refer|referral))\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Consent();

    [GeneratedRegex(@"(?:St\.?\s)?(?:[A-Z][\w'\u2019]{1,20}[\s-]){1,4}(?:C of E |RC |Catholic |Church of England |Community |Grammar )?(?:Primary School|High School|Primary|High|Academy|School|College|Infants?|Juniors?|Nursery)\b", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex SchoolName();

    [GeneratedRegex(@"\b(?:attends?|attending|goes to|pupil at|student at|enrolled at|on roll at|at|up to|in year \w+ at)\s?(?:the )?$|\bschool \($", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex AttendsWord();

    [GeneratedRegex(@"\b(?:born|dob|d\.o\.b|birth|adopted)\b(?<!^adopted)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex BirthWord();

    [GeneratedRegex(@"\b(?:adopted|adopt(?:ed|ion)\b[^.]{0,120}\bplace(?:d|ment)(?= (?:by|via|through))|placed (?:with us|for adoption)|placed(?= (?:by|via|through) [A-Z][a-z]+ ?[^.]{0,40}\badoption order))\b[^.]{0,80}?\b(?:by|via|through)\s(?<agency>(?:[A-Z][\w&'\u2019-]+\s?(?:(?:and|of|in|upon|&)\s(?=[A-Z]))?){1,6})", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex Placed();

    [GeneratedRegex(@"\badopt(?:ed|ion orders?)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Adopted();
}
