using System.Globalization;
using System.Text.RegularExpressions;
using Heldspace.Intake.Text;
using NodaTime;

namespace Heldspace.Intake;

/// <summary>
/// What a mail as a whole says of its one child where no sentence settled it: if one order is named in it, one kind of home, one authority, and nobody else
/// is there whom it could be meant of, it is the child's. Each keeps the sentence it was read in.
/// </summary>
internal static partial class Gather
{
    /// <summary>Phrases that mean too many other things to stand for a code by themselves.</summary>
    private static readonly HashSet<string> TooWide = new(StringComparer.Ordinal)
    {
        "remand", "pace", "ppo", "interim care", "interim order", "full order", "final order", "emergency order", "secure", "hospital", "nhs", "inpatient", "inpatient unit", "tier 4", "tier 4 unit", "prison", "temporary", "residential", "with parents",
        "respite carers", "respite foster", "own parents", "psychiatric unit", "placed for adoption", "prospective adopters", "adoptive placement", "kids home", "emergency carers", "emergency carer", "parents under care order", "foyer",
    };

    private static readonly HashSet<string> Siblings = new(StringComparer.Ordinal)
    {
        "brother", "brothers", "sister", "sisters", "sibling", "siblings", "cousin", "cousins", "twin", "friend", "friends", "pupil", "peer", "peers", "baby", "niece", "nephew", "another", "others", "housemate",
    };

    /// <summary>The order, where just one is named.</summary>
    public static void Order(List<Finding> findings, IReadOnlyList<Sentence> sentences)
    {
        var hinted = findings.FindAll(finding => finding.Field == Fields.LegalStatus && finding.Reading.Value is not null);
        if (hinted.Exists(finding => finding.Reading.Certainty == Certainty.Known || finding.Origin >= Origin.Label) || HasLeftCare(findings))
        {
            return;
        }

        // "It is voluntary, her mum signed her in (section 20)": what was hinted at is said plainly too.
        var named = Named(Fields.LegalStatus, sentences).Where(one => one.Code.IsSure).ToList();
        if (named.Select(one => one.Code.Value).Distinct(StringComparer.Ordinal).Count() == 1 && hinted.TrueForAll(finding => finding.Reading.Value == named[0].Code.Value))
        {
            findings.Add(new(Fields.LegalStatus, Reading.Known(named[0].Code.Value, named[0].Sentence.Source) with { Note = "the only order that is named" }, 0, Origin.Prose));
        }
    }

    /// <summary>
    /// A home with relatives or parents that makes the kind of placement plain: relatives who are approved to foster, for good or not, and, under a care order,
    /// the parents at whose home the child is.
    /// </summary>
    public static void Family(List<Finding> findings, IReadOnlyList<Sentence> sentences)
    {
        if (HasLeftCare(findings) || findings.Exists(finding => finding.Field == Fields.PlacementType && finding.Reading.Certainty == Certainty.Known))
        {
            return;
        }

        if (findings.Find(finding => finding.Field == Fields.LegalStatus && finding.Reading is { Value: "C1" or "C2", Certainty: Certainty.Known }) is not null
            && sentences.FirstOrDefault(sentence => AtParents().Match(sentence.Text) is { Success: true } match && !sentence.IsOfAnother && ReadIdentity.WordAt(sentence, match.Index) is var at
                && !Talk.IsAboutSomebodyElse(sentence, at) && !Talk.IsPast(sentence, at, at + 1) && !Codes.IsNegated(sentence.Words, at, 4) && !Talk.HasAny(sentence, at, 20, Siblings) && !NotAtParents().IsMatch(sentence.Text) && !sentence.Text.EndsWith('?')) is { } parents)
        {
            findings.RemoveAll(finding => finding.Field == Fields.PlacementType && finding.Origin < Origin.Label);
            findings.Add(new(Fields.PlacementType, Reading.Known("P1", parents.Source) with { Note = "with their parents under a care order" }, 0, Origin.Prose));
            return;
        }

        var placement = findings.FindAll(finding => finding.Field == Fields.PlacementType && finding.Reading.Value is not null);
        if (placement.TrueForAll(finding => finding.Reading is { Value: "U3" or "U6", Note: { } note } && note.StartsWith(Inference.WhichKind, StringComparison.Ordinal))
            && (placement.Count > 0 || findings.Exists(finding => finding.Field == Fields.LegalStatus && finding.Reading.Value is not null) || findings.Exists(finding => finding.Field == Fields.Category && finding.Reading.Value == Categories.ChildInCare))
            && Term.OfKin(sentences) is { } kin)
        {
            findings.RemoveAll(finding => finding.Field == Fields.PlacementType);
            findings.Add(new(Fields.PlacementType, Term.Kind(isKin: true, kin.IsLong, kin.Source) with { Note = "relatives or friends who are approved to foster" }, 0, Origin.Prose));
        }
    }

    [GeneratedRegex(@"\b(?:at home|placed(?: back)?(?: at)?(?: home)?|lives?(?: back)?(?: at home)?|living(?: back)?(?: at home)?|back(?: home| at home| in)?|returned(?: home)?|home)(?: (?:again|now))? (?:with|to)(?: both)? (?:(?:his|her|their) )?(?:own |birth |two )?(?:m[uo]m|mam|m[uo]mmy|mother|dad|daddy|father|parents|m[uo]m and dad)\b(?! (?:for|every|on|at weekends|each|until|before|and (?:visits|sees))\b)(?!['\u2019]s? \w)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    internal static partial Regex AtParents();

    /// <summary>"placed by Derby", "looked after by us at Derby": who has placed a child, not where.</summary>
    [GeneratedRegex(@"\bby (?:us (?:at|in) )?(?:the )?$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex ByThem();

    /// <summary>What is wished, planned, visited or over.</summary>
    [GeneratedRegex(@"\b(?:wants?|hop(?:es|ing)|plan|planned|wish(?:es)?|would like|could|should|might|(?-i:may)|contact|family time|overnights?|weekends?|visits?|until|removed|used to|(?:was|were|been) (?:living |at home )with|not (?:safe|able)|can(?:not|['\u2019]t)|rehabilitation|reunification|if)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex NotAtParents();

    /// <summary>The kind of home, where just one is named.</summary>
    public static void Home(List<Finding> findings, IReadOnlyList<Sentence> sentences)
    {
        if (findings.Exists(finding => finding.Field == Fields.PlacementType && finding.Reading.Value is not null) || HasLeftCare(findings))
        {
            return;
        }

        var named = Named(Fields.PlacementType, sentences).ToList();
        var sure = named.Where(one => one.Code.IsSure).ToList();
        if (sure.Select(one => one.Code.Value).Distinct(StringComparer.Ordinal).Count() == 1 && named.TrueForAll(one => one.Code.IsSure || (one.Code.Value[0] == 'U' && sure[0].Code.Value[0] == 'U')))
        {
            findings.Add(new(Fields.PlacementType, Reading.Known(sure[0].Code.Value, sure[0].Sentence.Source) with { Note = "the only kind of home that is named" }, 0, Origin.Prose));
        }
        else if (sure.Count == 0 && named.Count > 0 && named.TrueForAll(one => one.Code.Value == named[0].Code.Value))
        {
            findings.Add(new(Fields.PlacementType, Term.Of(sentences) is { } term ? Term.Kind(named[0].Code.Value == "U3", term.IsLong, term.Source)
                : Reading.Doubtful(named[0].Code.Value, named[0].Sentence.Source, $"{Inference.WhichKind}: {ReadValue.Quote(named[0].Sentence.Text)}"), 0, Origin.Prose));
        }
    }

    /// <summary>That a child is in care, where nothing else is said of it: "one of Derby's looked after children".</summary>
    public static void Care(List<Finding> findings, IReadOnlyList<Sentence> sentences)
    {
        if (!findings.Exists(finding => finding.Field == Fields.Category && finding.Reading.Value is not null)
            && sentences.FirstOrDefault(sentence => !sentence.IsOfAnother && ((OneInCare().Match(sentence.Text) is { Success: true } one ? one : PlacedBy().Match(sentence.Text)) is { Success: true } match) && (match.Groups["by"] is not { Success: true } by || Authorities.FindAll(sentence.Words).Any(found => sentence.Words[found.First].Start == by.Index)) && !Talk.IsAboutSomebodyElse(sentence, ReadIdentity.WordAt(sentence, match.Index))) is { } said)
        {
            findings.Add(new(Fields.Category, Reading.Known(Categories.ChildInCare, said.Source), 0, Origin.Prose));
        }
    }

    [GeneratedRegex(@"\b(?:one of|is an?|as an?) (?:\w+['\u2019]s? )?(?:\w+ ){0,2}(?:looked[\s-]after|lac|cla|cic|in[\s-]care|cared[\s-]for)\b(?: (?:children|child|young people|young person|students?|pupils?|kids|lads|girls|boys|yps?))", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex OneInCare();

    /// <summary>"placed by Derby with one of our families": whom an authority has placed is in care.</summary>
    [GeneratedRegex(@"\bplaced (?:with us |here |there )?by (?:the )?(?<by>\p{Lu})", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex PlacedBy();

    /// <summary>The authority, where a mail about a child in care or a care leaver names just one.</summary>
    public static void Authority(List<Finding> findings, IReadOnlyList<Sentence> sentences, Author author)
    {
        if (findings.Exists(finding => finding.Field == Fields.ResponsibleAuthority && finding.Reading.Value is not null)
            || !findings.Exists(finding => finding.Field == Fields.Category && finding.Reading.Value is Categories.ChildInCare or Categories.CareLeaver) || findings.Exists(finding => finding.Field == Fields.Category && finding.Reading.Value is not (null or Categories.ChildInCare or Categories.CareLeaver)))
        {
            return;
        }

        var named = sentences.SelectMany(sentence => Authorities.FindAll(sentence.Words).Where(found => !found.Meaning.IsTown && ReadPlaces.IsAuthority(sentence, found)).Select(found => (found.Meaning.Name, Source: sentence.Source))).ToList();
        if (author is { Authority: { } own, Role: not ("school" or "gp" or "nurse" or "voluntarySector" or "carer" or "parent") })
        {
            named.Add((own, author.AuthoritySource ?? "sender"));
        }

        if (named.Select(one => one.Name).Distinct(StringComparer.Ordinal).Count() == 1)
        {
            findings.Add(new(Fields.ResponsibleAuthority, Reading.Known(named[0].Name, named[0].Source) with { Note = "the only authority that is named" }, 0, Origin.Prose));
        }
    }

    /// <summary>Where the child lives: the town that is named beside a home or whoever cares there, in the newest message that names one, where no other is.</summary>
    /// <param name="messages">The sentences of each message of the chain, the newest first.</param>
    public static void Town(List<Finding> findings, IReadOnlyList<IReadOnlyList<Sentence>> messages)
    {
        if (findings.Exists(finding => finding.Field == Fields.LivesIn && finding.Reading.Value is not null))
        {
            return;
        }

        for (var part = 0; part < messages.Count; part++)
        {
            var homes = messages[part].SelectMany(sentence => Authorities.FindAll(sentence.Words).Where(found => ReadPlaces.IsPlace(sentence, found) && IsHome(sentence, found)).Select(found => (sentence.Source, sentence.Text, found.Meaning))).ToList();
            if (homes.Count > 0)
            {
                if (homes.TrueForAll(home => home.Meaning.Name == homes[0].Meaning.Name))
                {
                    findings.Add(new(Fields.LivesIn, homes.Exists(home => Vague().IsMatch(home.Text)) ? Reading.Doubtful(homes[0].Meaning.Name, homes[0].Source, "not said for certain") : Reading.Known(homes[0].Meaning.Name, homes[0].Source) with { Note = "the only town that is named beside a home" }, part, Origin.Prose));
                }

                return;
            }
        }
    }

    /// <summary>True where the last thing said before a town, in its clause, is a home: "a foster placement in Winsford" and not "the school in Winsford".</summary>
    private static bool IsHome(Sentence sentence, Found<NamedAuthority> found)
    {
        var start = sentence.Words[found.First].Start;
        var clause = sentence.Text[..start];
        clause = clause[(clause.LastIndexOf(';') + 1)..];
        clause = clause.Length > 120 ? clause[^120..] : clause;
        var (home, other) = (HomeWord().Matches(clause).LastOrDefault(), NoHome().Matches(clause).LastOrDefault());
        return !ByThem().IsMatch(clause) && !ReadPlaces.WasInCare().IsMatch(clause) && !sentence.IsOfAnother && (sentence.Others.Count == 0 || !Talk.IsAboutSomebodyElse(sentence, found.First)) && !Talk.IsPast(sentence, found.First, found.After) && !Talk.IsUnsure(sentence, found.First) && !Codes.IsNegated(sentence.Words, found.First, 4)
            && ((home is not null && (other is null || home.Index > other.Index)) || WithPeople().IsMatch(clause) || TheyAreIn().IsMatch(clause) || HomeBehind().IsMatch(sentence.Text[sentence.Words[found.After - 1].End..]))
            && !NotTheirs().IsMatch(clause);
    }

    [GeneratedRegex(@"\b(?:(?:registered|deputy|home) manager|homes?|house(?:hold)?|flat|tenancy|bedsit|digs|roof|own place|carers?|adopters|foster(?:ed|ing|s)?|placements?|placed|lives?|lived|living|stay(?:s|ing)?|with (?:us|me|(?:his|her|their|my) (?:(?:paternal|maternal|great|birth)[\s-]?){0,2}(?:nan|nana|gran|granny|grandma|grandmother|grandad|grandfather|grandparents|aunt|auntie|uncle|m[uo]m|mother|dad|father|parents))|(?:went|gone|moved|goes|came) to (?:live with |stay with )?(?:his|her|their) (?:(?:paternal|maternal|great|birth)[\s-]?){0,2}(?:nan|nana|gran|granny|grandma|grandmother|grandad|grandfather|grandparents|aunt|auntie|uncle)|back to (?:his|her|their) (?:m[uo]m|dad|mother|father|parents)(?:['\u2019]s)?|we (?:are|live)|we're|we\u2019re|c/o|address|hostel|lodgings|accommodation|lodge|unit)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex HomeWord();

    [GeneratedRegex(@"^[\s,]{1,2}(?:address|placement|home|house|flat|hostel|tenancy)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex HomeBehind();

    /// <summary>"He is with Ana and Tom Hale in Neston".</summary>
    [GeneratedRegex(@"\bwith (?:(?:\p{Lu}[\p{L}'\u2019.-]*|and|&) ){1,7}(?:in|of|near|at) $", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex WithPeople();

    /// <summary>"They are in Hindley": said of whoever the mail goes on about.</summary>
    [GeneratedRegex(@"\b(?:they|he|she|we|i)(?:['\u2019](?:re|s|m)| are| is| am|re)(?: (?:all|both|now|currently|based|living|still|settled))* (?:in|near) $", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex TheyAreIn();

    /// <summary>What else is in a town.</summary>
    [GeneratedRegex(@"\b(?:school|college|academy|nursery|primary|class|attends|surgery|practice|hospital|infirmary|ward|clinic|courts?|police|centre|office|team|group|club|church|born|works?|job|team|meet(?:s|ing)?|see(?:s|n)?|visit\w*|trip|town|shops?|from|magistrates|made|order|registered)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex NoHome();

    [GeneratedRegex(@"\b(?:somewhere|thereabouts|or so|i think|not sure|wherever)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Vague();

    /// <summary>A home that is somebody else's, or was theirs before.</summary>
    [GeneratedRegex(@"\b(?:(?:brother|sister|siblings?|sis|twin|cousin|friend|boyfriend|girlfriend|partner)\b[^.;]{0,50}$|previous\w*|former\w*(?! relevant)|old |used to|until|before|removed|lived with|(?:m[uo]m|mother|dad|father|parents|family|grandparents)(?:\s\w+){0,2}\s(?:lives?|is|are|moved|has|have|got|rents?|stays|owns)\b[^,;()]{0,30}$)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex NotTheirs();

    /// <summary>
    /// A date of birth that nothing calls one: behind it stands the age that it gives ("15 Mar 2012 (14y)"), or it stands right behind the child's name, or
    /// alone on its line, and the child would be of an age that children have.
    /// </summary>
    public static void Birth(List<Finding> findings, IReadOnlyList<ReadPart> read, LocalDate today)
    {
        if (findings.Exists(finding => finding.Field == Fields.DateOfBirth && finding.Reading.Value is not null))
        {
            return;
        }

        var name = findings.Where(finding => (finding.Field == Fields.GivenName || finding.Field == Fields.FamilyName) && finding.Reading.Value is not null).Select(finding => finding.Reading.Value!).ToList();
        var dates = new List<(BritishDate Date, Line Line, int Part)>();
        foreach (var part in read)
        {
            foreach (var line in part.Body.Where(line => line.Text.Length is > 5 and < 400))
            {
                foreach (var date in BritishDate.FindAll(line.Text, today).Where(date => date is { Date: { } day, Doubt: null } && day <= today && day.PlusYears(25) > today))
                {
                    var behind = line.Text[Math.Min(line.Text.Length, date.Index + date.Written.Length)..];
                    var before = line.Text[..date.Index];
                    var age = Period.Between(date.Date!.Value, today, PeriodUnits.Years).Years;
                    if ((AgeBehind().Match(behind) is { Success: true } said && int.Parse(said.Groups["age"].Value, CultureInfo.InvariantCulture) == age)
                        || (name.Exists(one => NameBefore(before, one)) && (IsBracketed(before, behind) || !EventBefore().IsMatch(BornBefore().Replace(before, ""))))
                        || (age > 0 && Alone().IsMatch(before) && Alone().IsMatch(behind) && line.Cells.Length < 2 && part.Part.Lines.Any(other => other.Number < line.Number && other.Number >= line.Number - 3 && name.Exists(one => LastWord(other.Text, one) >= 0))))
                    {
                        dates.Add((date, line, part.Part.Index));
                    }
                }
            }
        }

        if (dates.Count > 0 && dates.TrueForAll(date => date.Date.Date == dates[0].Date.Date))
        {
            // The day of a report or of an incident is a recent one.
            var reading = ReadValue.OfDate(Fields.DateOfBirth, dates[0].Date, dates[0].Line.Source, today) with { Note = "beside the child's name or age" };
            var isRecent = dates[0].Date.Date!.Value.PlusYears(4) > today && !dates.Exists(date => AgeBehind().IsMatch(date.Line.Text[(date.Date.Index + date.Date.Written.Length)..]));
            findings.Add(new(Fields.DateOfBirth, isRecent ? ReadValue.Doubt(reading, "it may be the day of something else") : reading, dates[0].Part, Origin.Prose));
        }
    }

    /// <summary>"fallen out with Ruby Cartwright (10/02/2013)": a date right behind a whole name that is not the child's is that person's, where the child's own is told too.</summary>
    public static void OthersBirths(List<Finding> findings, IReadOnlyList<ReadPart> read, LocalDate today)
    {
        var told = findings.Where(finding => finding.Field == Fields.DateOfBirth && finding.Reading.Value is not null).ToList();
        if (told.Select(finding => finding.Reading.Value).Distinct(StringComparer.Ordinal).Count() < 2 || findings.Where(finding => (finding.Field == Fields.GivenName || finding.Field == Fields.PreferredName) && finding.Reading.Value is not null).Select(finding => finding.Reading.Value!).ToList() is not { Count: > 0 } own)
        {
            return;
        }

        var others = new HashSet<(string Source, string Value)>();
        foreach (var sentence in read.SelectMany(part => part.Sentences))
        {
            var spans = ReadNames.Spans(sentence).Where(span => span.Count > 1).ToList();
            foreach (var date in BritishDate.FindAll(sentence.Text, today))
            {
                var name = spans.FindLast(span => span.End < date.Index && sentence.Text[span.End..date.Index] is " (" or ", " or " (b. " or " (born ");
                if (name.Text is { } whose && date.Date is { } day && !own.Exists(given => Intake.Named.IsSimilar(given, PersonName.Parse(whose).Given ?? "") || whose.Contains(given, StringComparison.OrdinalIgnoreCase)))
                {
                    others.Add((sentence.Source, ReadValue.Iso(day)));
                }
            }
        }

        // Where nobody but one is named in full, it may be the child under another name.
        if (read.SelectMany(part => part.Sentences).SelectMany(ReadNames.Spans).Where(span => span.Count > 1).Select(span => span.Text.Split(' ')[0]).Distinct(StringComparer.OrdinalIgnoreCase).Take(2).Count() < 2)
        {
            return;
        }

        bool IsTheirs(Finding finding) => finding.Origin < Origin.Label && others.Contains((finding.Reading.Source ?? "", finding.Reading.Value ?? ""));
        if (told.Exists(finding => !IsTheirs(finding)))
        {
            findings.RemoveAll(finding => finding.Field == Fields.DateOfBirth && IsTheirs(finding));
        }
    }

    /// <summary>"the review of Jack Pemberton (12.10.2016)": a date alone in brackets behind a name is its bearer's, whatever comes before.</summary>
    private static bool IsBracketed(string before, string behind) => before.EndsWith('(') && behind.StartsWith(')');

    private static bool NameBefore(string before, string name) => LastWord(before, name) is >= 0 and var at && before[(at + name.Length)..] is { Length: < 30 } between && Between().IsMatch(between);

    /// <summary>Where a name last stands in a text as a word of its own, no "Sam" in "samples"; below nought where it does not.</summary>
    private static int LastWord(string text, string name)
    {
        for (var at = text.LastIndexOf(name, StringComparison.OrdinalIgnoreCase); at >= 0; at = at == 0 ? -1 : text.LastIndexOf(name, at - 1, StringComparison.OrdinalIgnoreCase))
        {
            if ((at == 0 || !char.IsLetter(text[at - 1])) && (at + name.Length == text.Length || !char.IsLetter(text[at + name.Length])))
            {
                return at;
            }
        }

        return -1;
    }

    [GeneratedRegex(@",? (?:who )?(?:was|is) born (?:on )?(?:the )?$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex BornBefore();

    /// <summary>What may stand between a name and the date beside it: marks, a title, a sex, that it is the birth.</summary>
    [GeneratedRegex(@"^(?:,? (?:who )?(?:was|is) born (?:on )?(?:the )?)?[\s,;:/|()\u2013\u2014*-]*(?:(?:miss|mr|master|ms|mx|m|f|male|female|boy|girl|he/him|she/her|they/them)[\s,;:/|()\u2013\u2014*-]*){0,2}$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Between();

    [GeneratedRegex(@"^[\s,;/|(\u2013-]{1,5}(?:aged? )?(?<age>[0-9]{1,2})\s?(?:y\b|yr|y/?o|years?\b)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    internal static partial Regex AgeBehind();

    [GeneratedRegex(@"\b(?:since|from|on|placed|moved|order|until|seen|review|dated|m[uo]m|mother|dad|father|brother|sister)\b[^,;]{0,20}$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex EventBefore();

    [GeneratedRegex(@"^[\W\u2022]*$", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex Alone();

    private static bool HasLeftCare(List<Finding> findings) =>
        findings.Exists(finding => finding.Field == Fields.Category && finding.Reading.Value is not (null or Categories.ChildInCare));

    private static IEnumerable<(Sentence Sentence, Code Code)> Named(Field field, IReadOnlyList<Sentence> sentences)
    {
        foreach (var sentence in sentences)
        {
            foreach (var found in Codes.Of(field).FindAll(sentence.Words))
            {
                var phrase = string.Join(' ', sentence.Words.Skip(found.First).Take(found.Count).Select(word => word.Folded));
                // No parent is under a care order; one may have lived in a children's home.
                if (!TooWide.Contains(phrase) && !field.Codes!.Contains(phrase.ToUpperInvariant()) && IsOfTheChild(sentence, found.First, found.After) && (field == Fields.LegalStatus || !Talk.IsAboutSomebodyElse(sentence, found.First)))
                {
                    yield return (sentence, found.Meaning);
                }
            }
        }
    }

    private static bool IsOfTheChild(Sentence sentence, int first, int after) =>
        !sentence.IsOfAnother && sentence.Others.Count == 0 && !sentence.Text.EndsWith('?') && !sentence.Words.Skip(after).Take(7).Any(word => Siblings.Contains(word.Folded)) && !Codes.IsNegated(sentence.Words, first, 4) && !Talk.IsPast(sentence, first, after) && !Talk.IsUnsure(sentence, first) && !Talk.HasAny(sentence, first, 9, Siblings) && !Talk.Has(sentence, first, 14, "brother", "sister", "cousin")
        && !Talk.Has(sentence, first, 4, "previous", "previously", "former", "formerly", "last", "old", "first", "earlier", "failed", "several", "various", "many", "from", "out", "left", "leaving", "different", "our", "if", "whether", "any")
        && !(after < sentence.Words.Count && sentence.Words[after].Folded is "hearing" or "application" or "proceedings" or "team" or "teams" or "service" or "services" or "agency" or "panel" or "officer" or "ended" or "broke" or "policy" or "training" or "providers" or "review" or "reviews");
}
