using System.Text.RegularExpressions;
using NodaTime;
using NodaTime.Text;

namespace Heldspace.Intake;

/// <summary>What follows from what was said, where nothing was said of it.</summary>
internal static partial class Inference
{
    /// <summary>Whoever has a legal status of a child in care now is in care, whatever else they were: adopted before, at home with their parents under an order.</summary>
    public static void BackInCare(List<Finding> findings)
    {
        // A placement order ends where the adoption order is made.
        if (findings.Exists(finding => finding.Field == Fields.Category && finding.Reading is { Value: Categories.Adopted, Certainty: Certainty.Known }))
        {
            findings.RemoveAll(finding => finding.Field == Fields.LegalStatus && finding.Origin < Origin.Label && finding.Reading.Value == "E1");
        }

        if (findings.Find(finding => finding.Field == Fields.LegalStatus && finding.Reading is { Certainty: Certainty.Known, Value: not ("V3" or "V4" or null) }) is { } legal
            && findings.Exists(finding => finding.Field == Fields.Category && finding.Origin < Origin.Label && finding.Reading.Value is Categories.Adopted or Categories.ReturnedHome or Categories.Kinship or Categories.Other))
        {
            findings.RemoveAll(finding => finding.Field == Fields.Category && finding.Origin < Origin.Label && finding.Reading.Value is Categories.Adopted or Categories.ReturnedHome or Categories.Kinship or Categories.Other);
            findings.Add(new(Fields.Category, Reading.Known(Categories.ChildInCare, legal.Reading.Source!) with { Note = "follows from the legal status" }, legal.Part, Origin.Prose));
        }

        // At home again: what was said of care before is over.
        if (findings.Exists(finding => finding.Field == Fields.Category && finding.Reading.Value == Categories.ReturnedHome))
        {
            findings.RemoveAll(finding => finding.Field == Fields.Category && finding.Origin < Origin.Label && finding.Reading.Value == Categories.ChildInCare);
        }
    }

    /// <summary>
    /// Of several orders that are said of one child the one that holds: each comes after the one before it, and takes its place. Police protection gives
    /// way to an emergency order or to section 20, these to an interim care order, that to the full one, and a placement order, while it is in force, to none.
    /// </summary>
    public static void Latest(List<Finding> findings)
    {
        static int Rank(string? status) => status switch { "L3" => 1, "L1" => 2, "L2" => 3, "V2" => 4, "C1" => 5, "C2" => 6, "E1" => 7, _ => 0 };
        foreach (var part in findings.Where(finding => finding.Field == Fields.LegalStatus).Select(finding => finding.Part).Distinct().ToList())
        {
            // What stands behind a label stands as the last word.
            var said = findings.Where(finding => finding.Field == Fields.LegalStatus && finding.Part == part && finding.Origin >= Origin.Prose && finding.Reading.Certainty == Certainty.Known && Rank(finding.Reading.Value) > 0).OrderBy(finding => finding.Origin).ToList();
            for (var at = 0; at < said.Count; at++)
            {
                // Accommodation by agreement may come after an order that was discharged: it gives way only to what is said after it.
                var rank = Rank(said[at].Reading.Value);
                if (said[at].Origin == Origin.Prose && said.Where((other, place) => Rank(other.Reading.Value) > rank && (place > at || rank != 4) && !(rank == 3 && other.Reading.Value == "V2" && place < at)).Any())
                {
                    findings.Remove(said[at]);
                }
            }
        }
    }

    /// <summary>Nobody is in care once they are 18: whoever was is a care leaver, and what was said of an order is past.</summary>
    public static void Grown(List<Finding> findings, LocalDate today)
    {
        if (findings.Find(finding => finding is { Reading: { Certainty: Certainty.Known, Value: not null } } && finding.Field == Fields.DateOfBirth)?.Reading.Value is not { } born
            || findings.Exists(finding => finding.Field == Fields.DateOfBirth && finding.Reading.Value is not null && finding.Reading.Value != born)
            || LocalDatePattern.Iso.Parse(born) is not { Success: true, Value: var day } || day.PlusYears(18) > today)
        {
            return;
        }

        var was = findings.Find(finding => finding.Origin == Origin.Prose && ((finding.Field == Fields.LegalStatus && finding.Reading.Value is "C1" or "C2" or "V2" or "E1") || (finding.Field == Fields.Category && finding.Reading.Value == Categories.ChildInCare)));
        if (was is null)
        {
            return;
        }

        findings.RemoveAll(finding => finding.Origin == Origin.Prose && (finding.Field == Fields.LegalStatus || finding.Field == Fields.LegalStatusSince || (finding.Field == Fields.Category && finding.Reading.Value == Categories.ChildInCare)));
        if (!findings.Exists(finding => finding.Field == Fields.Category && finding.Reading.Value is not (null or Categories.Other)))
        {
            findings.Add(new(Fields.Category, Reading.Known(Categories.CareLeaver, was.Reading.Source!) with { Note = "18 or older, and was in care" }, was.Part, Origin.Prose));
        }
    }

    /// <summary>What a child who is adopted, or a young person who has left care, no longer has: an authority that is responsible, a placement.</summary>
    /// <param name="sentences">What may tell that an authority is still involved.</param>
    public static void NoLonger(List<Finding> findings, IReadOnlyList<Sentence> sentences)
    {
        var category = findings.FindAll(finding => finding.Field == Fields.Category && finding.Reading.Value is not null).Select(finding => finding.Reading.Value).Distinct().ToList();
        for (var at = findings.Count - 1; at >= 0; at--)
        {
            var finding = findings[at];
            if (finding.Origin < Origin.Label && finding.Reading.Value is not null
                && ((category is [Categories.Adopted] && finding.Field == Fields.ResponsibleAuthority)
                    || (category is [Categories.SpecialGuardianship] && finding.Field == Fields.ResponsibleAuthority && !sentences.Any(sentence => sentence.Source == finding.Reading.Source && Involved().IsMatch(sentence.Text) && Authorities.FindAll(sentence.Words).Count > 0)) || (category is [Categories.CareLeaver] && (finding.Field == Fields.PlacementType || finding.Field == Fields.Carer))
                    || (category is [Categories.CareLeaver or Categories.SpecialGuardianship or Categories.Adopted or Categories.ReturnedHome] && finding.Field == Fields.LegalStatus && finding.Origin == Origin.Prose)))
            {
                findings[at] = finding with { Reading = ReadValue.Doubt(finding.Reading, category[0] is Categories.Adopted ? "an adopted child has none" : finding.Field == Fields.ResponsibleAuthority ? "under special guardianship no authority looks after a child" : category[0] is Categories.CareLeaver ? "a care leaver has none" : "out of care, a child has none") };
            }
        }
    }

    /// <summary>"he isn't in care", "the court made a child arrangements order": out of care by law or as it is said.</summary>
    [GeneratedRegex(@"\b(?:he|she|they)(?:['\u2019]?s| is| are)? ?(?:not|n['\u2019]?t|isn['\u2019]?t|aren['\u2019]?t) (?:actually |officially )?(?:in care|looked after|a looked[ -]after)|\bchild arrangements? order\b(?! (?:hearing|application))", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex NotInCare();

    /// <summary>"I am bringing up my nephew", "to live with me and my wife".</summary>
    [GeneratedRegex(@"\b(?:bringing (?:up|him up|her up|them up)|raising|brought (?:him|her|them) up|(?:lives?|living|lived|been|stays?|staying) with (?:me|us)|looking after) ?(?:my|our|him|her|them|and|since|for|full|[.,;]|$)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex BringsUp();

    [GeneratedRegex(@"\b(?:involved|responsible|supports?|supporting|open to)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Involved();

    /// <summary>Foster care is said plainly, but not which kind of it: the child is in care all the same.</summary>
    public const string WhichKind = "which kind of foster care is not said";

    public static IEnumerable<Finding> From(IReadOnlyList<Finding> findings, Author author, LocalDate today)
    {
        var said = findings.Where(finding => finding.Reading.Value is not null).ToLookup(finding => finding.Field);
        Finding? First(Field field) => said[field].OrderBy(finding => finding.Part).ThenByDescending(finding => finding.Origin).ThenByDescending(finding => finding.Reading.Certainty).FirstOrDefault();

        var category = First(Fields.Category);

        // A grandparent writes of a child who lives with them and is not in care: a family arrangement.
        if (category is { Origin: < Origin.Label, Reading.Value: Categories.Other } && author is { Role: "carer", Part: { Writer: { IsRelative: true, HomeSource: { } kept } } kin })
        {
            yield return new(Fields.Category, Reading.Known(Categories.Kinship, kept) with { Note = "lives with a relative who writes, and is not in care" }, kin.Part.Index, Origin.Prose);
        }

        if (category is null)
        {
            // Only a child in care has one of these statuses; a placement order too is care until the adoption order.
            if (First(Fields.LegalStatus) is { Reading: { Certainty: Certainty.Known, Value: not ("V3" or "V4") } } legal)
            {
                category = new(Fields.Category, Reading.Known(Categories.ChildInCare, legal.Reading.Source!) with { Note = "follows from the legal status" }, legal.Part, Origin.Inferred);
            }
            else if (First(Fields.PlacementType) is { Reading: { Value: [('U' or 'K' or 'R'), ..] and not ("R2" or "R5" or "K3") } } placement
                && (placement.Reading.Certainty == Certainty.Known || placement.Reading is { Value: "U6" or "U3", Note: { } note } && note.StartsWith(WhichKind, StringComparison.Ordinal)))
            {
                // Nobody is in care at eighteen: foster carers who are named then are those of before.
                var isGrown = First(Fields.DateOfBirth) is { Reading: { Certainty: Certainty.Known, Value: { } born } } && LocalDatePattern.Iso.Parse(born) is { Success: true, Value: var birth } && birth.PlusYears(18) <= today;
                category = new(Fields.Category, Reading.Known(isGrown ? Categories.CareLeaver : Categories.ChildInCare, placement.Reading.Source!) with { Note = isGrown ? "18 or older, and was in care" : "follows from the placement" }, placement.Part, Origin.Inferred);
            }
            else if (author is { Role: "carer", Part: { Writer.IsRelative: true } relative } && relative.Sentences.FirstOrDefault(sentence => NotInCare().IsMatch(sentence.Text)) is { } outside && relative.Sentences.Any(sentence => BringsUp().IsMatch(sentence.Text)))
            {
                category = new(Fields.Category, Reading.Known(Categories.Kinship, outside.Source) with { Note = "lives with a relative who writes, and is not in care" }, relative.Part.Index, Origin.Inferred);
            }
            else if (Fosters(author))
            {
                category = new(Fields.Category, Reading.Known(Categories.ChildInCare, author.Part!.Writer.RoleSource ?? "body") with { Note = "a foster carer writes" }, author.Part.Part.Index, Origin.Inferred);
            }
            else if (author.Part?.Writer is { HomeSource: { } home, IsRelative: false, Role: null or "carer" } && author.Role == "carer" && First(Fields.SocialWorker) is not null)
            {
                category = new(Fields.Category, Reading.Known(Categories.ChildInCare, home) with { Note = "lives with whoever writes, and has a social worker" }, author.Part.Part.Index, Origin.Inferred);
            }
            else if (author is { Role: "carer", Part: { Writer.IsRelative: false } theirs } && theirs.Sentences.FirstOrDefault(sentence => UnderCouncil().IsMatch(sentence.Text)) is { } under)
            {
                category = new(Fields.Category, Reading.Known(Categories.ChildInCare, under.Source) with { Note = "a carer writes of a child who has a social worker" }, theirs.Part.Index, Origin.Inferred);
            }
            else if (author.IsSelf && author.Part?.Sentences.FirstOrDefault(sentence => LeftCare().IsMatch(sentence.Text)) is { } left)
            {
                category = new(Fields.Category, author.Part.Sentences.Any(sentence => SaysLeftCare().IsMatch(sentence.Text)) ? Reading.Known(Categories.CareLeaver, left.Source) : Reading.Doubtful(Categories.CareLeaver, left.Source, "only a personal adviser is named"), author.Part.Part.Index, Origin.Inferred);
            }
            else if (author.Role == "personalAdviser")
            {
                // From 18 on only care leavers have one; before, a child in care may have one already.
                category = new(Fields.Category, First(Fields.DateOfBirth) is { Reading: { Certainty: Certainty.Known, Value: { } born } } && LocalDatePattern.Iso.Parse(born) is { Success: true, Value: var day } && day.PlusYears(18) <= today
                    ? Reading.Known(Categories.CareLeaver, author.AuthoritySource ?? "sender") with { Note = "18 or older, and a personal adviser writes" }
                    : Reading.Doubtful(Categories.CareLeaver, author.AuthoritySource ?? "sender", "a personal adviser writes"), 0, Origin.Inferred);
            }

            if (category is not null)
            {
                yield return category;
            }
        }

        if (First(Fields.PlacementType) is null && author is { Role: "carer", Part: { } home2 } && home2.Part.Lines.FirstOrDefault(line => Residential().IsMatch(line.Text)) is { } residential)
        {
            yield return new(Fields.PlacementType, Reading.Known("K2", residential.Source) with { Note = "the home itself writes" }, home2.Part.Index, Origin.Inferred);
        }
        else if (First(Fields.PlacementType) is null && (Fosters(author) || author is { Role: "carer", Part.Writer: { HomeSource: not null, IsRelative: false } }) && category?.Reading.Value == Categories.ChildInCare)
        {
            yield return new(Fields.PlacementType, Term.Of(author.Part!.Sentences) is { } term ? Term.Kind(author.Part.Writer.IsRelative, term.IsLong, term.Source)
                : Reading.Doubtful("U6", author.Part.Writer.RoleSource ?? author.Part.Writer.HomeSource ?? "body", $"{WhichKind}: a foster carer writes"), author.Part.Part.Index, Origin.Inferred);
        }

        if (First(Fields.Carer) is null && author is { Role: "carer", Name: { } carer } && author.Part is { } own && own.Writer.Phrase?.Contains("manager", StringComparison.Ordinal) != true && !own.Part.Lines.Any(line => Residential().IsMatch(line.Text)))
        {
            yield return new(Fields.Carer, Reading.Known(carer, own.Writer.RoleSource ?? own.Writer.HomeSource ?? "sender") with { Note = "the carer writes" }, own.Part.Index, Origin.Inferred);
        }

        if (First(Fields.ConsentGivenBy) is null && author is { Role: "parent", Name: { } parent, Part: { } said2 } && said2.Sentences.FirstOrDefault(sentence => GivesConsent().IsMatch(sentence.Text)) is { } consent)
        {
            yield return new(Fields.ConsentGivenBy, Reading.Known(parent, consent.Source) with { Note = "the parent writes" }, said2.Part.Index, Origin.Inferred);
        }

        if (First(Fields.ReviewingOfficer) is null && author is { Name: { } officer, Part: { } review } && review.Part.Lines.Any(line => line.Text.Length < 80 && ReviewsCare().IsMatch(line.Text)))
        {
            yield return new(Fields.ReviewingOfficer, Reading.Known(officer, author.AuthoritySource ?? "signature") with { Note = "the reviewing officer writes" }, review.Part.Index, Origin.Inferred);
        }

        // A letter from the practice is from the child's practice.
        if (First(Fields.GpPractice) is null && author is { Role: "gp", Part: { } letter } && (letter.Signature.Organisation ?? letter.Part.Lines.Select(line => line.Text).FirstOrDefault(line => PracticeHead().IsMatch(line))) is { } practice && PracticeHead().IsMatch(practice))
        {
            yield return new(Fields.GpPractice, Reading.Known(practice.Trim(), $"{letter.Part.Where}, line {letter.Part.Lines[0].Number}") with { Note = "the practice writes" }, letter.Part.Index, Origin.Inferred);
        }

        // "Looked after by this authority", "he is one of ours": whoever writes says that it is theirs.
        if (author.Authority is { } ours && First(Fields.ResponsibleAuthority) is null && author.Part?.Sentences.FirstOrDefault(sentence => OurOwn().IsMatch(sentence.Text) && !Talk.IsAboutSomebodyElse(sentence, ReadIdentity.WordAt(sentence, OurOwn().Match(sentence.Text).Index))) is { } own2)
        {
            yield return new(Fields.ResponsibleAuthority, Reading.Known(ours, own2.Source) with { Note = "said to be theirs by whoever writes" }, author.Part.Part.Index, Origin.Inferred);
            yield break;
        }

        // A social worker refers their own authority's children, unless the mail speaks of another.
        if (author.Authority is { } authority && author.Role is "socialWorker" or "personalAdviser" && First(Fields.ResponsibleAuthority) is null
            && category?.Reading.Value is not (Categories.PrivateFostering or Categories.Adopted or Categories.Kinship or Categories.Other or Categories.SpecialGuardianship))
        {
            yield return new(Fields.ResponsibleAuthority,
                First(Fields.GivenName) is null && First(Fields.DateOfBirth) is null && First(Fields.FamilyName) is null
                    ? Reading.Doubtful(authority, author.AuthoritySource ?? "sender", "the authority that the referring worker is from; of the child nothing is said")
                    : Reading.Known(authority, author.AuthoritySource ?? "sender") with { Note = "the authority that the referring worker is from" }, 0, Origin.Signature);
        }

        // A care leaver is their old authority's still.
        if (findings.FirstOrDefault(finding => finding is { Origin: Origin.Prose, Reading: { Certainty: Certainty.Doubtful, Note: ReadPlaces.Once } }) is { } once && (category ?? First(Fields.Category))?.Reading.Value == Categories.CareLeaver
            && !findings.Any(finding => finding.Field == Fields.ResponsibleAuthority && finding.Reading.Value is not null && finding.Reading.Value != once.Reading.Value))
        {
            yield return once with { Reading = Reading.Known(once.Reading.Value!, once.Reading.Source!) with { Note = "was in their care, and is a care leaver" } };
        }

        if (author.IsSelf && author.Part is { } self)
        {
            foreach (var finding in OwnName(self, author))
            {
                yield return finding;
            }
        }
    }

    [GeneratedRegex(@"\bin (?:foster )?care\b.{0,20}\b(?:un)?till?l? (?:i (?:was|turned) )?(?:1[6-9]|2[0-5])\b|\b(?:was|were|been|grew up|brought up) (?:\w+ ){0,3}in (?:foster )?care\b.{0,40}\b(?:un)?till?l? (?:i (?:was|turned) )?(?:1[6-9]|2[0-5]|last)|\b(?:left|came out of|leaving|aged out of) (?:foster )?care\b|\b(?:grew up|was|brought up) in (?:foster )?care\b|\bex[- ]care\b|\bmy (?:pa|personal advis[eo]r|leaving care worker)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex LeftCare();

    /// <summary>What only somebody who fosters for a council has to do with.</summary>
    [GeneratedRegex(@"\b(?:(?:his|her|their|the) (?:social worker|sw|iro|reviewing officer)|social worker is|family time|lac review|looked after review|contact centre|under [A-Z][a-z]+(?: (?:council|social services|children['\u2019]?s services))?(?=[).,;]|$))", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex UnderCouncil();

    [GeneratedRegex(@"\b(?:looked after by (?:this|our) (?:authority|council|local authority|department)|looked after by us\b|in (?:the care of this authority|our care|this authority['\u2019]s care)|one of ours\b|(?:he|she|they)(?:'s|\u2019s|'re| is| are) ours\b|ours but placed|(?:this|our) (?:authority|council) (?:is|has|holds|shares)|(?:under|subject to) (?:an? )?[a-z ]{0,20}order(?:s)? to us\b)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex OurOwn();

    [GeneratedRegex(@"(?:^|[|,] ?)(?:IRO|independent reviewing officer)\b(?!:)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex ReviewsCare();

    [GeneratedRegex(@"^(?:[A-Z][\w'\u2019.&-]* ){1,5}(?:Surgery|Practice|Medical Centre|Medical Practice|Health Centre|Medical Group|Medical)$", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex PracticeHead();

    [GeneratedRegex(@"\bI (?:do |also |will )?(?:give (?:you )?(?:my )?(?:full )?(?:permission|consent)|consent to|am happy to consent)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex GivesConsent();

    [GeneratedRegex(@"\b(?:care|leaver)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex SaysLeftCare();

    [GeneratedRegex(@"\b(?:registered manager|residential (?:support |child ?care )?(?:worker|manager)|home manager|children['\u2019]?s home)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Residential();

    private static bool Fosters(Author author) => author.Part?.Writer is { Role: "carer", Phrase: { } phrase } && phrase.Contains("foster", StringComparison.Ordinal);

    /// <summary>Who asks for themselves is the child: the name they call themselves, else the one they sign with, else the sender's.</summary>
    private static IEnumerable<Finding> OwnName(ReadPart self, Author author)
    {
        var (name, source, origin) = self.OwnName is { } own ? (own.Name, own.Source, Origin.Prose)
            : self.Signature.Name is { } signed ? (signed, "signature", Origin.Signature)
            : (author.Name, "sender", Origin.Sender);
        if (name is null)
        {
            yield break;
        }

        // "The name on my NHS record is Frances Lyle, but everybody says Fran."
        if (OnPaper.Name(self.Sentences) is { Name: { Given: { } lawful } whole } paper)
        {
            yield return new(Fields.PreferredName, Reading.Known(PersonName.Parse(name).Given ?? name, source), self.Part.Index, origin);
            (name, source, origin) = (whole.Family is null ? lawful : $"{lawful} {whole.Family}", paper.Source, Origin.Prose);
        }

        foreach (var (field, reading) in ReadValue.FullName(name, source))
        {
            yield return new(field, reading, self.Part.Index, origin);
        }

        // "im kai" from Kai Morris.
        if (!name.Contains(' ', StringComparison.Ordinal) && author.Name is { } full && full.StartsWith(name + " ", StringComparison.OrdinalIgnoreCase))
        {
            yield return new(Fields.FamilyName, Reading.Known(PersonName.Parse(full).Family!, "sender"), self.Part.Index, Origin.Sender);
        }
    }
}
