using System.Text.RegularExpressions;
using Heldspace.Intake.Text;

namespace Heldspace.Intake;

/// <summary>Who and what is around a child in free text: carers, the practice, medicines, plans, where their family comes from.</summary>
internal static partial class ReadAround
{
    /// <summary>Words with capitals before "Practice" that make no surgery of it.</summary>
    private static readonly HashSet<string> NoPractice = Set("best good reflective private general social clinical team gp doctor doctors surgery the registered our their his her practice");

    private static readonly HashSet<string> Nations = Set("chinese indian pakistani bangladeshi somali sudanese eritrean nigerian ethiopian afghan vietnamese kurdish iranian romany roma");

    public static IEnumerable<Finding> Read(Sentence sentence, int part)
    {
        var text = sentence.Text;
        Finding Found(Field field, string value) => new(field, Reading.Known(value, sentence.Source), part, Origin.Prose);
        bool IsTheirs(int at) => !Talk.IsAboutSomebodyElse(sentence, ReadIdentity.WordAt(sentence, at));

        if (Carer(sentence) is { } carer)
        {
            yield return Found(Fields.Carer, carer);
        }

        if (Practice(text) is { } practice && IsTheirs(practice.Index))
        {
            yield return Found(Fields.GpPractice, practice.Name);
        }

        if (Medicine().Match(text) is { Success: true } medicine && IsTheirs(medicine.Index) && !Ended().IsMatch(text[..medicine.Index]))
        {
            yield return Found(Fields.Medication, medicine.Value.Trim(' ', ','));
        }
        else if (NoMedicine().IsMatch(text) && IsTheirs(NoMedicine().Match(text).Index))
        {
            yield return Found(Fields.Medication, "none");
        }

        if (Ethnicity(sentence) is { } ethnicity)
        {
            yield return Found(Fields.Ethnicity, ethnicity);
        }

        if (Sdq().Match(text) is { Success: true } sdq && int.Parse(sdq.Groups["total"].Value, System.Globalization.CultureInfo.InvariantCulture) <= 40)
        {
            yield return Found(Fields.SdqTotal, sdq.Groups["total"].Value);
        }

        if (Ehcp().Match(text) is { Success: true } ehcp && IsTheirs(ehcp.Index) && !Codes.IsNegated(sentence.Words, ReadIdentity.WordAt(sentence, ehcp.Groups["plan"].Index), 3) && !Talk.IsUnsure(sentence, ReadIdentity.WordAt(sentence, ehcp.Groups["plan"].Index)))
        {
            yield return Found(Fields.Send, "EHCP");
        }

        if (Involved().Match(text) is { Success: true } involved)
        {
            yield return Found(Fields.AuthorityInvolved, "yes");
        }
        else if (NotInvolved().IsMatch(text))
        {
            yield return Found(Fields.AuthorityInvolved, "no");
        }

        if (Officer().Match(text) is { Success: true } officer)
        {
            yield return Found(Fields.ReviewingOfficer, officer.Groups["name"].Value);
        }

        if (OfWorker().Match(text) is { Success: true } worker)
        {
            if (ReadValue.PhoneWithin().Match(text, worker.Index) is { Success: true } phone)
            {
                yield return Found(Fields.SocialWorkerPhone, phone.Value.Trim());
            }

            if (Team().Match(text) is { Success: true } team)
            {
                yield return Found(Fields.SocialWorkerTeam, team.Value.Trim());
            }
        }

        foreach (var (field, plan) in new[] { (Fields.ChildProtectionPlan, ProtectionPlan().Match(text)), (Fields.DeprivationOfLiberty, Deprivation().Match(text)) })
        {
            if (plan.Success && IsTheirs(plan.Index))
            {
                var denied = Codes.IsNegated(sentence.Words, ReadIdentity.WordAt(sentence, plan.Groups["what"].Index), 5);
                if (Before().IsMatch(text[..plan.Groups["what"].Index]))
                {
                    continue;
                }

                if (denied || (plan.Groups["has"].Success && !Talk.IsUnsure(sentence, ReadIdentity.WordAt(sentence, plan.Groups["what"].Index))))
                {
                    yield return Found(field, denied ? "no" : "yes");
                }
            }
        }
    }

    /// <summary>Names as carers are named: "Winnie and Marc Bold", "Mr and Mrs Lomax", "Mrs Jean Partington".</summary>
    private static string? Carer(Sentence sentence)
    {
        foreach (var form in new[] { CarerNamed(), NamedCarer(), LivesWith() })
        {
            foreach (Match match in form.Matches(sentence.Text))
            {
                var name = match.Groups["name"].Value.Trim();
                var people = Words.Of(name);
                if (people.Count > 0 && people.TrueForAll(word => word.Folded is "and" || PersonName.IsTitle(word.Folded) || !(ReadNames.IsNoName(word.Folded) || Authorities.FindAll([word]).Count > 0 && !ReadNames.IsGiven(word.Folded) && people.Count == 1))
                    && !Others(sentence, match.Groups["name"].Index))
                {
                    return name;
                }
            }
        }

        return null;
    }

    /// <summary>Whom a brother or a sister lives with, or who cared before.</summary>
    private static bool Others(Sentence sentence, int index)
    {
        var at = ReadIdentity.WordAt(sentence, index);
        return sentence.IsOfAnother || Talk.Has(sentence, at, 8, "previous", "former", "previously", "brother", "sister", "siblings", "sibling", "supervising") || Codes.IsNegated(sentence.Words, at, 3);
    }

    private static (string Name, int Index)? Practice(string text)
    {
        foreach (Match match in PracticeName().Matches(text))
        {
            var words = match.Value.Split(' ').ToList();
            var index = match.Index;
            while (words.Count > 1 && NoPractice.Contains(Words.Fold(words[0])))
            {
                index += words[0].Length + 1;
                words.RemoveAt(0);
            }

            if (words.Count > 1 && !(words.Count == 2 && words[1] is "Medical" or "Clinic") && !OldPractice().IsMatch(text[..match.Index]))
            {
                return (string.Join(' ', words), index);
            }
        }

        // "GP Laurel Bank."
        return BarePractice().Match(text) is { Success: true } bare ? (bare.Groups["name"].Value, bare.Index) : null;
    }

    private static string? Ethnicity(Sentence sentence)
    {
        var words = sentence.Words;
        foreach (var found in Codes.Of(Fields.Ethnicity).FindAll(words))
        {
            var next = found.After < words.Count ? words[found.After].Folded : "";
            var isTold = found.Count > 1 || next is "heritage" or "origin" or "background" or "descent" || (Nations.Contains(words[found.First].Folded) && Talk.Has(sentence, found.First, 1, "is", "shes", "hes", "ethnically", "she", "he"));
            if (isTold && found.Meaning.IsSure && next is not ("family" or "carer" or "carers" or "household" or "home" or "couple" or "community" or "area" or "placement") && !Codes.IsNegated(words, found.First) && !Talk.IsAboutSomebodyElse(sentence, found.First) && !Talk.IsUnsure(sentence, found.First) && !OfOneSide().IsMatch(sentence.Text) && !OfCarers().IsMatch(sentence.Text[..words[found.First].Start]) && !(found.Count == 2 && words[found.After - 1].Folded is "british" && words[found.First].Folded is "black" or "asian"))
            {
                return found.Meaning.Value;
            }
        }

        return null;
    }

    /// <summary>"on his mother's side": half of where somebody comes from.</summary>
    [GeneratedRegex(@"\b(?:side|mother(?:'s|\u2019s)? is|father(?:'s|\u2019s)? is|m[uo]m is|dad is)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex OfOneSide();

    [GeneratedRegex(@"\b(?:carers?|parents?|couple|household|family|foster (?:m[uo]m|dad)) (?:is|are|both|themselves|who (?:is|are))\b[^.;]{0,20}$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex OfCarers();

    [GeneratedRegex(@"\b(?:before this|previously|formerly|used to|was|were|until)\b[^.;]{0,40}$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Before();

    private static HashSet<string> Set(string words) => new(words.Split(' '), StringComparer.Ordinal);

    /// <summary>"her carer is …", "foster carers, …", "the carers are now …".</summary>
    [GeneratedRegex(@"\b(?:(?i:(?:foster|kinship|connected|current|main|long[- ]term|short[- ]term|agency|his|her|their|the) (?:foster )?carers?|foster (?:m[uo]m|dad|parents?|mother|father|family)|special guardians?))(?:,? (?:is|are|who are|who is|called|named|now|both))*(?:,|:| -| \u2013)?(?: now| is| are)? (?<name>(?:(?:Mr|Mrs|Ms|Miss)\.?(?: (?:and|&) (?:Mr|Mrs|Ms|Miss)\.?)? )?\p{Lu}[\p{L}'\u2019-]+(?: (?:and|&) \p{Lu}[\p{L}'\u2019-]+)?(?: \p{Lu}[\p{L}'\u2019-]+){0,2})", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex CarerNamed();

    /// <summary>"with Winnie and Marc Bold in Hoole, her long-term foster carers".</summary>
    [GeneratedRegex(@"\b(?:with|by|to) (?<name>(?:(?:Mr|Mrs|Ms|Miss)\.?(?: (?:and|&) (?:Mr|Mrs|Ms|Miss)\.?)? )?\p{Lu}[\p{L}'\u2019-]+(?: (?:and|&) \p{Lu}[\p{L}'\u2019-]+)?(?: \p{Lu}[\p{L}'\u2019-]+){0,2})(?: (?:in|at|of|from|near) \p{Lu}[\p{L}-]+(?: \p{Lu}[\p{L}-]+)?)?(?:,? who (?:is|are)|,| \() ?(?:[a-z-]+ ){0,4}(?:foster )?(?:carers?|adopters)\b", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex NamedCarer();

    /// <summary>"placed with her great aunt Joy Hale", "in the care of a family friend, Mrs Cole", "foster care with Rita Gow".</summary>
    [GeneratedRegex(@"\b(?i:placed|placement|lives?|living|lived|fostered|foster care|staying|stays|stayed|moved in|arrangement|home)\b[^.;:]{0,40}?\bwith (?:(?:a|an|his|her|their|the|great|family|friend|neighbour|people|couple|called|named|maternal|paternal|foster|aunt|auntie|uncle|nan|nana|gran|grandma|grandmother|grandad|grandfather|grandparents|m[uo]m|mother|dad|father|older|adult),? ){0,6}(?<name>(?:(?:Mr|Mrs|Ms|Miss)\.?(?: (?:and|&) (?:Mr|Mrs|Ms|Miss)\.?)? )?(?<!\bthe )\p{Lu}[\p{L}'\u2019-]+(?: (?:and|&) \p{Lu}[\p{L}'\u2019-]+)?(?: \p{Lu}[\p{L}'\u2019-]+){0,2})", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex LivesWith();

    [GeneratedRegex(@"\b(?:[A-Z][\w'\u2019.&-]* ){1,5}(?:Surgery|Practice|Medical Centre|Medical Practice|Health Centre|Group Practice|Medical Group|Medical)(?: [A-Z][a-z]+\b)?", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex PracticeName();

    [GeneratedRegex(@"(?:^|\bher |\bhis |\btheir )(?:GP|Surgery|Doctor)(?: is| -| \u2013|:)? (?<name>(?!Dr\b)[A-Z][\w'\u2019-]+(?: [A-Z][\w'\u2019-]+){1,4})\.?$", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex BarePractice();

    [GeneratedRegex(@"\b(?:previous|previously|old|former|formerly|was|were)\b[^,;]{0,20}$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex OldPractice();

    /// <summary>A medicine by its dose, or one that children are often given.</summary>
    [GeneratedRegex(@"\b(?:[a-z]{4,20}(?: xl| sr| mr)?,? [0-9]{1,4}(?:\.[0-9]{1,3})?\s?(?:mg|mcg|micrograms?|ml)\b[^.;,()]{0,40}(?:, [0-9][^.;,()]{0,30})?|(?:melatonin|sertraline|fluoxetine|citalopram|mirtazapine|methylphenidate|concerta|equasym|medikinet|elvanse|lisdexamfetamine|atomoxetine|guanfacine|risperidone|aripiprazole|quetiapine|olanzapine|promethazine|propranolol|diazepam|salbutamol|inhalers?|movicol(?: paediatric)?|laxatives?(?! \()|cetirizine|loratadine|gaviscon|vitamin drops|iron drops|levothyroxine|insulin|omeprazole|ritalin|circadin)\b[^.;,()]{0,40}(?:, [0-9][^.;,()]{0,30})?)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Medicine();

    /// <summary>Medicines of before, refused or taken by the handful.</summary>
    [GeneratedRegex(@"\b(?:stopped|came off|used to|previously|refused|refuses|declined|overdose\w*|too many|no longer|allerg\w*|saving up|hoard\w*|took (?:all|\w+ty)|discontinued|was on)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Ended();

    [GeneratedRegex(@"\b(?:no (?:regular |current |prescribed )?(?:medication|medicines?|meds)\b|(?:not|n't|n\u2019t) (?:currently )?(?:on|taking|prescribed) (?:any(?:thing)?|regular|prescribed)\b|takes no (?:medication|medicines?|tablets)|(?:medication|meds)\s?[:-]?\s(?:none|nil)\b)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex NoMedicine();

    [GeneratedRegex(@"\bSDQ\b(?:[^.;0-9]|(?:19|20)[0-9]{2}|[0-9]{1,2} (?=[JFMASOND][a-z]{2})){0,70}?\b(?:was|came out at|came in at|is|of|scored?|total|at|:|a)\s(?:a |total of )?(?<total>[0-9]{1,2})\b(?!\s?(?:[/-]|st\b|nd\b|rd\b|th\b|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Sdq();

    [GeneratedRegex(@"(?:\b(?:has|have|had|with|got|and|there is)\b[^.;]{0,25}|^)\b(?<plan>EHCP|EHC plan|education,? health (?:and|&) care plan)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Ehcp();

    [GeneratedRegex(@"\b(?:(?:council|authority|social services|social care|social worker|we)\b[^.;]{0,60}\b(?:still|remains?|actively|currently)\b[^.;]{0,25}\b(?:involved|visits?|comes|see (?:us|them))|still (?:has|have|get|gets) (?:a )?(?:social worker|support from the council))\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Involved();

    [GeneratedRegex(@"\b(?:nobody|no one|no-one|none)\b[^.;]{0,40}\b(?:council|authority|social (?:services|care|work))\b[^.;]{0,25}\binvolved\b|\b(?:council|authority|social (?:services|care|worker))\b[^.;]{0,25}\b(?:no longer|not|isn't|isn\u2019t|aren't|aren\u2019t)\b[^.;]{0,12}\binvolved\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex NotInvolved();

    [GeneratedRegex(@"(?<![\p{L}.])(?<name>\p{Lu}[\p{L}'\u2019.-]*(?: \p{Lu}[\p{L}'\u2019-]+){0,2}) \((?:IRO|[Ii]ndependent [Rr]eviewing [Oo]fficer)\)|\b(?:IRO|[Rr]eviewing [Oo]fficer)(?: is|,|:) (?<name>\p{Lu}[\p{L}'\u2019-]+(?: \p{Lu}[\p{L}'\u2019-]+){1,2})", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex Officer();

    /// <summary>A sentence on the child's worker: their phone and their team stand in it.</summary>
    [GeneratedRegex(@"\b(?:(?:[Ss]ocial [Ww]orker|SW|PA|[Pp]ersonal [Aa]dvis[eo]r),?(?: is|:|,)? \(?(?:(?:Mr|Mrs|Ms|Miss) )?\p{Lu}|I(?:'m|\u2019m| am) (?:his|her|their|\w+['\u2019]s) (?:allocated )?(?:social worker|SW|PA|personal advis[eo]r)\b)", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex OfWorker();

    [GeneratedRegex(@"\b(?:\p{Lu}[\p{L}'\u2019+&0-9]*|(?<= )(?:in|and|of|after|&)(?= ))(?: (?:\p{Lu}[\p{L}'\u2019+&0-9]*|in|and|of|after|&)){0,5} Team(?: (?:[0-9]{1,2}|\p{Lu}\p{Ll}*)(?![\p{L}]))?", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex Team();

    [GeneratedRegex(@"(?<has>\b(?:on|subject to|subject of|has|under|remains on)\b[^.;]{0,15})?\b(?<what>CP plan|child protection plan|CPP)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex ProtectionPlan();

    [GeneratedRegex(@"(?<has>\b(?:there is|there's|there\u2019s|has|have|under|subject to|on|also|with)\b[^.;]{0,15})?\b(?<what>DoLS?|DoLO|deprivation of liberty(?: order| safeguards?)?)\b", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex Deprivation();
}
