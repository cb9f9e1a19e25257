using System.Buffers;
using System.Text.RegularExpressions;
using Heldspace.Intake.Text;

namespace Heldspace.Intake;

/// <summary>Authorities and towns in free text: which one is responsible, and where the child lives.</summary>
internal static partial class ReadPlaces
{
    private static readonly HashSet<string> Organisations = Set(
        "high school primary academy college road street avenue lane drive close way hospital infirmary university trust camhs police court magistrates crown united fc rovers city's nursery surgery medical centre park station cathedral zoo grammar "
        + "infants junior gp practice library leisure house lodge hall manor heath grange court");

    private static readonly HashSet<string> Living = Set("arrangement board boards boarding boarder stayed fostered rent rents renting bedsit digs yoi institution tenancy student lives live living lived resides residing placed placement placements moved moving stays staying based home house flat address accommodation located settled lodgings carers carer hostel relocated surfing sleeping homeless sofa sharing care");

    private static readonly HashSet<string> Near = Set("in at near into within to around outside from");

    private static readonly HashSet<string> Governing = Set("council councils borough mbc la authority authoritys social childrens children lac cla cic looked care child children's corporate responsible county city local leaving commissioned pays pay");

    private static readonly SearchValues<char> Opening = SearchValues.Create(",;:(-\u2013/");

    private static readonly SearchValues<char> Closing = SearchValues.Create(",;:)-\u2013./");

    /// <summary>Why the authority of somebody who was in care before is doubtful.</summary>
    public const string Once = "was in their care";

    public static IEnumerable<Finding> Read(Sentence sentence, int part)
    {
        var words = sentence.Words;
        var isPlacedForAdoption = new Lazy<bool>(() => sentence.Text.Contains("placed with us", StringComparison.OrdinalIgnoreCase) && sentence.Text.Contains("adopt", StringComparison.OrdinalIgnoreCase));
        foreach (var found in Authorities.FindAll(words))
        {
            if (!MayBePlace(sentence, found))
            {
                continue;
            }

            var next = found.After < words.Count ? words[found.After].Folded : "";
            // "The Birmingham and Solihull ICB"; "settled in Nottingham, at the court".
            if (words.Skip(found.After).Take(3).Any(word => word.Folded is "icb") || words.Skip(found.After).Take(4).Any(word => word.Folded is "court"))
            {
                continue;
            }

            if (Organisations.Contains(next) && !(next is "city" or "centre") && !Governing.Contains(next) || Codes.IsNegated(words, found.First, 2))
            {
                continue;
            }

            var governs = Governs(sentence, found, next);
            var isCouncil = next is "council" || (next is "borough" or "city" or "county" or "metropolitan" && found.After + 1 < words.Count && words[found.After + 1].Folded is "council" or "borough");
            var isAddress = !isCouncil && (IsAddress(sentence, found) || HasPostcodeBehind(sentence, found));
            var lives = isAddress || Lives(sentence, found);
            lives = lives && !(Talk.Has(sentence, found.First, 2, "care") && WasInCare().IsMatch(sentence.Text));
            if (lives && (Talk.IsPast(sentence, found.First, found.After) || AtTimes().IsMatch(sentence.Text[..words[found.First].Start])))
            {
                continue;
            }

            if (lives && !(governs && IsPlacedBy(sentence, found)) && ((isAddress && !sentence.IsOfAnother && sentence.Others.Count == 0) || !Talk.IsAboutSomebodyElse(sentence, LivingVerb(sentence, found.First))))
            {
                var reading = Reading.Known(found.Meaning.Name, sentence.Source) with { Note = found.Meaning.IsTown ? $"written: {ReadValue.Quote(Written(sentence, found))}" : null };
                reading = Talk.IsUnsure(sentence, found.First) ? ReadValue.Doubt(reading, "not said as a fact") : reading;
                yield return new(Fields.LivesIn, reading, part, Origin.Prose);
                continue;
            }

            // Whoever placed a child for adoption is responsible no longer.
            if (governs && isPlacedForAdoption.Value)
            {
                continue;
            }

            // "I was in care in Cheshire West", "used to be in care wigan": theirs once, and a care leaver is theirs still (see Inference).
            if (Talk.Has(sentence, found.First, 4, "care", "order") && WasInCare().IsMatch(sentence.Text) && (governs || sentence.Words[Math.Max(0, found.First - 1)].Folded is "in" or "by" or "with" or "under") && Talk.IsPast(sentence, found.First, found.After) | Talk.Has(sentence, found.First, 7, "was", "grew", "used", "spent") && !found.Meaning.IsTown && !Talk.IsAboutSomebodyElse(sentence, found.First))
            {
                yield return new(Fields.ResponsibleAuthority, Reading.Doubtful(found.Meaning.Name, sentence.Source, Once), part, Origin.Prose);
                continue;
            }

            if (governs && (!Talk.IsPast(sentence, found.First, found.After) || UntilGrown().IsMatch(sentence.Text)) && !Talk.IsAboutSomebodyElse(sentence, found.First))
            {
                var reading = Reading.Known(found.Meaning.Name, sentence.Source);
                yield return new(Fields.ResponsibleAuthority, Talk.IsUnsure(sentence, found.First) && !BroughtBy().IsMatch(sentence.Text[..words[found.First].Start]) ? ReadValue.Doubt(reading, "not said as a fact") : reading, part, Origin.Prose);
            }
        }

        if (Misspelt().Match(sentence.Text) is { Success: true } town && Authorities.NearTown(town.Groups["town"].Value) is { } meant && Authorities.FindAll(words).Count == 0 && !Talk.IsAboutSomebodyElse(sentence, LivingVerb(sentence, ReadIdentity.WordAt(sentence, town.Groups["town"].Index))) && !Codes.IsNegated(words, ReadIdentity.WordAt(sentence, town.Groups["town"].Index), 4))
        {
            yield return new(Fields.LivesIn, Reading.Known(meant.Authority, sentence.Source) with { Note = $"written: {ReadValue.Quote(town.Groups["town"].Value)}, read as {meant.Town}" }, part, Origin.Prose);
        }

        if (Postcode.FindIn(sentence.Text) is { } postcode)
        {
            var index = ReadIdentity.WordAt(sentence, postcode.Index);
            if ((words.Take(index).Any(word => (Living.Contains(word.Folded) && word.Folded is not "care") || word.Folded is "postcode") || Talk.Has(sentence, index, 1, "at") || sentence.Text.StartsWith("c/o", StringComparison.OrdinalIgnoreCase) || sentence.Text.Contains(" c/o ", StringComparison.OrdinalIgnoreCase)) && !Talk.IsAboutSomebodyElse(sentence, LivingVerb(sentence, index))
                && !Talk.Has(sentence, index, 6, "school", "surgery", "office", "previous", "old", "previously"))
            {
                yield return new(Fields.PlacementPostcode, Reading.Known(postcode.Postcode.Text, sentence.Source), part, Origin.Prose);
            }
        }
    }

    /// <summary>True where a town is named as a place, and not as part of what something else is called.</summary>
    public static bool IsPlace(Sentence sentence, Found<NamedAuthority> found)
    {
        var next = found.After < sentence.Words.Count ? sentence.Words[found.After].Folded : "";
        return MayBePlace(sentence, found) && !Organisations.Contains(next) && !Governing.Contains(next) && next is not ("icb" or "nhs" or "camhs" or "team");
    }

    /// <summary>"Reading", "Bury", "Preston" are places only with a capital, and not at the start of a name.</summary>
    private static bool MayBePlace(Sentence sentence, Found<NamedAuthority> found)
    {
        var word = sentence.Words[found.First];
        // "Mr Owen Trafford", "Jo Chester": a family name.
        if (found.Count == 1 && found.First > 0 && word.IsCapital(sentence.Text) && sentence.Text[sentence.Words[found.First - 1].End..word.Start] == " " && sentence.Words[found.First - 1] is var given && given.IsCapital(sentence.Text) && !given.IsPossessive
            && (PersonName.IsTitle(given.Folded) || (ReadNames.IsGiven(given.Folded) && !(found.After < sentence.Words.Count && Governing.Contains(sentence.Words[found.After].Folded)))))
        {
            return false;
        }

        if (found.Count > 1 || !Authorities.IsEveryday(word.Folded))
        {
            return true;
        }

        if (!word.IsCapital(sentence.Text))
        {
            // In a mail written all in small letters a place stands behind "in".
            return found.First > 0 && sentence.Words[found.First - 1].Folded is "in" or "w" or "with" or "under" or "by" && word.Folded is not ("reading" or "bath" or "sale" or "bury" or "stone");
        }

        return found.First > 0 && (sentence.Text[sentence.Words[found.First - 1].End..sentence.Words[found.First].Start].Contains(',', StringComparison.Ordinal) || Near.Contains(sentence.Words[found.First - 1].Folded) || !sentence.Words[found.First - 1].IsCapital(sentence.Text))
            || (found.After < sentence.Words.Count && Governing.Contains(sentence.Words[found.After].Folded));
    }

    private static bool Lives(Sentence sentence, Found<NamedAuthority> found)
    {
        var at = found.First - 1;

        // "in Sinfin, Derby", "in Normanton in Derby": a part of the town, unknown here.
        if (at > 1 && sentence.Words[at].IsCapital(sentence.Text) && sentence.Text[sentence.Words[at].End..sentence.Words[found.First].Start] is ", " or " ")
        {
            var part = at;
            while (part > 0 && at - part < 3 && sentence.Words[part].IsCapital(sentence.Text))
            {
                part--;
            }

            at = Near.Contains(sentence.Words[part].Folded) ? part : at;
        }

        while (at >= 0 && sentence.Words[at].Folded is "the" or "north" or "south" or "east" or "west" or "central" or "of" or "area" or "nearby" or "town" or "village" or "city")
        {
            at--;
        }

        if (at < 0)
        {
            return false;
        }

        if (IsHomeOfWriter(sentence, at))
        {
            return true;
        }

        var isNear = Near.Contains(sentence.Words[at].Folded);

        // "looked after by us at Derby": where whoever writes is from.
        if (at > 1 && sentence.Words[at - 1].Folded is "us" && sentence.Words[at - 2].Folded is "by" or "of")
        {
            return false;
        }

        // "in Frodsham, Cheshire West": the second place explains the first.
        var listed = sentence.Text[sentence.Words[found.First - 1].End..sentence.Words[found.First].Start].Contains(',', StringComparison.Ordinal)
            && Authorities.FindAll(sentence.Words.Take(found.First).ToList()) is { Count: > 0 } before && before[^1].After == found.First;
        if (!isNear && !listed)
        {
            return false;
        }

        if (sentence.Words[at].Folded is "from" || (sentence.Words[at].Folded is "to" && !Talk.Has(sentence, at, 4, "moved", "moving", "relocated", "moves")))
        {
            return false;
        }

        for (var back = at - 1; back >= 0 && back >= at - 14; back--)
        {
            if (sentence.Words[back].Folded is "from" && back < at - 1 && !sentence.Text.AsSpan(sentence.Words[back].End, sentence.Words[at].Start - sentence.Words[back].End).Contains(" to ", StringComparison.Ordinal))
            {
                // "taken from an address in Crewe"
                return false;
            }

            // "taken from an address in Crewe", "moved in from a children's home in Southport".
            if (sentence.Words[back].Folded is "address" or "home" or "house" or "flat" or "placement" or "accommodation" or "carer" or "carers" && Talk.IsLeft(sentence, back))
            {
                return false;
            }

            if (Living.Contains(sentence.Words[back].Folded) && (sentence.Words[back].Folded is not "care" || (sentence.Words[at].Folded is "in" && (back == at - 1 || (back > 0 && sentence.Words[back - 1].Folded is "foster" or "residential")))))
            {
                return !(sentence.Words[back].Folded is "lived" or "living" && Talk.Has(sentence, back, 3, "previously", "used", "was", "were"))
                    && !Talk.Has(sentence, back, 3, "previous", "previously", "former", "last") && !Talk.Has(sentence, back, 6, "old", "former", "previous");
            }

            // "my own place in Alvaston", "i got a place in leigh".
            if (sentence.Words[back].Folded is "place" && back > 0 && (sentence.Words[back - 1].Folded is "own" or "my" || (sentence.Words[back - 1].Folded is "a" && Talk.Has(sentence, back, 3, "got", "ive", "have", "has", "given"))))
            {
                return true;
            }

            // "at the Holts' in Cuddington", "with us in Barnton".
            if (sentence.Words[back].Folded is "us" or "me" && back > 0 && sentence.Words[back - 1].Folded is "with" or "to")
            {
                return true;
            }

            if (sentence.Words[back].Folded is "family" && back > 0 && sentence.Words[back - 1].Folded is "foster")
            {
                return true;
            }

            if (sentence.Words[back].Folded is "school" && back > 0 && Talk.Has(sentence, back, 3, "residential", "boarding"))
            {
                return true;
            }

            // "Residential school placement at Holm Lodge School, near Bakewell".
            if (sentence.Words[back].Folded is "school" && sentence.Words[back].IsCapital(sentence.Text) && Talk.Has(sentence, back, 9, "residential", "boarding"))
            {
                return true;
            }

            if (sentence.Words[back].Folded is "centre" && back > 0 && sentence.Words[back - 1].Folded is "family")
            {
                return true;
            }

            if (back == at - 1 && sentence.Words[back].IsCapital(sentence.Text) && sentence.Text[Math.Max(0, sentence.Words[back].End - 2)..Math.Min(sentence.Text.Length, sentence.Words[back].End + 1)].AsSpan().ContainsAny("'\u2019") && back > 0 && sentence.Words[back - 1].Folded is "the" or "at" or "with" or "mrs" or "mr" or "ms" or "miss")
            {
                return true;
            }

            if (sentence.Words[back].Folded is "school" or "schooled" or "educated" or "taught" or "attends" or "college" or "hospital" or "born" or "clinic" or "nursery" or "works" or "court")
            {
                return false;
            }
        }

        return false;
    }

    private static int LivingVerb(Sentence sentence, int index)
    {
        for (var at = index - 1; at >= 0; at--)
        {
            if (Living.Contains(sentence.Words[at].Folded) && sentence.Words[at].Folded is not ("carers" or "carer"))
            {
                return at;
            }
        }

        return index;
    }

    /// <summary>"boards here, and is fostered in the holidays by a couple in Aspull": where somebody is at times only.</summary>
    [GeneratedRegex(@"\b(?:in|during|for|over) the (?:school )?holidays\b[^.;]*$|\b(?:at|on|most|every|for) (?:other )?weekends?\b[^.;]*$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex AtTimes();

    /// <summary>"we live in Nantwhich": a town behind what says that it is home.</summary>
    [GeneratedRegex(@"\b(?:live|lives|living|lived|stays|staying|based|placed|house|flat|carers?|(?:we|he|she|they)(?:'re|\u2019re|'s|\u2019s| are| is)|im|i'm|with (?:us|me))\b(?: (?:here|now|with|mr|mrs|and|&|a|her|his|the|foster|family|carers?|[A-Z]\w+)){0,6} (?:in|near|at) (?<town>[A-Za-z]{7,20})\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Misspelt();

    /// <summary>Whoever brings proceedings is told by them for certain.</summary>
    [GeneratedRegex(@"\b(?:proceedings|application) (?:brought|issued|made|started) by (?:the )?$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex BroughtBy();

    [GeneratedRegex(@"\b(?:was|were|had been|grew up|spent [a-z ]{1,20}|used to be)\b[^.;]{0,25}\b(?:in (?:(?:long|short)[\s-]term |residential |kinship )?(?:foster )?care|looked after|on a care order)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    public static partial Regex WasInCare();

    /// <summary>Who was in care until they were grown is that authority's care leaver.</summary>
    [GeneratedRegex(@"\b(?:until|till|til)\b.{0,20}\b(?:1[6-9]|left|turned|eighteen|last)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex UntilGrown();

    private static string Written(Sentence sentence, Found<NamedAuthority> found) => sentence.Text[sentence.Words[found.First].Start..sentence.Words[found.After - 1].End];

    private static HashSet<string> Set(string words) => new(words.Split(' '), StringComparer.Ordinal);
}
