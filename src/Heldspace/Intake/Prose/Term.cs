using System.Text.RegularExpressions;

namespace Heldspace.Intake;

/// <summary>How long foster care is meant to last, where another sentence says it than the one that names the carers: "It is intended as a permanent match."</summary>
internal static partial class Term
{
    /// <summary>"Attended with her foster carer, Mrs Hale": whoever has foster carers lives with them, where nothing else is said of it.</summary>
    public static void Infer(List<Finding> findings, IReadOnlyList<Sentence> sentences, int part)
    {
        if (!findings.Exists(finding => finding.Field == Fields.PlacementType && finding.Reading.Value is not null) && sentences.FirstOrDefault(sentence => TheirCarer().Match(sentence.Text) is { Success: true } match
            && !Over().IsMatch(sentence.Text) && !sentence.IsOfAnother && !Talk.Has(sentence, ReadIdentity.WordAt(sentence, match.Index), 4, "previous", "former", "old", "last", "sister", "brother", "siblings")) is { } said)
        {
            findings.Add(new(Fields.PlacementType, Reading.Doubtful("U6", said.Source, $"{Inference.WhichKind}: {ReadValue.Quote(TheirCarer().Match(said.Text).Value)}"), part, Origin.Inferred));
        }
    }

    [GeneratedRegex(@"\b(?:his|her|their|the|[A-Z]\w+['\u2019]s) (?:current |new |present )?foster (?:carers?|mother|father|m[uo]m|dad|parents?|family)\b", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex TheirCarer();

    /// <summary>
    /// Where it is said that a relative or friend fosters the child, or is approved to: "her aunt, who was approved as a kinship foster carer". Null where the
    /// approval is only for the time being, or still looked into.
    /// </summary>
    public static (bool IsLong, string Source)? OfKin(IReadOnlyList<Sentence> sentences) =>
        !sentences.Any(sentence => ForTheTimeBeing().IsMatch(sentence.Text))
        && sentences.FirstOrDefault(sentence => KinFosters().Match(sentence.Text) is { Success: true } match && !sentence.IsOfAnother && ReadIdentity.WordAt(sentence, match.Index) is var at && !Codes.IsNegated(sentence.Words, at, 4)
            && !Talk.HasAny(sentence, at, 9, Siblings) && !Over().IsMatch(sentence.Text[..match.Index])) is { } said ? (ReadValue.LongTerm().IsMatch(said.Text) || Of(sentences) is { IsLong: true }, said.Source) : null;

    private static readonly HashSet<string> Siblings = new(StringComparer.Ordinal) { "brother", "brothers", "sister", "sisters", "sibling", "siblings", "twin" };

    [GeneratedRegex(@"\b(?:temporar(?:y|ily)\b[^.;]{0,20}\bapprov\w+|approv\w+ (?:only )?temporar\w+|reg(?:ulation|\.)? ?24|viability|(?:being|be|to be|under|still|full|kinship|fostering|connected[ -]persons?) assess(?:ed|ment)\b(?! (?:was|is) (?:done|finished|complete|approved))|assessment (?:is|goes|still|to|under|under way|ongoing|pending|continues))\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex ForTheTimeBeing();

    private const string Kin = @"(?:(?:great[ -]|grand[ -]?)?(?:aunt|auntie|aunty|uncle|nan|nana|nanny|nain|taid|gran|granny|grandma|grandmother|grandmum|grandad|grandfather|grandparents?|cousin)s?|godmother|godfather|godparents?|family friends?|friends? of the family|best friend|friend['\u2019]s (?:m[uo]m|mother|dad|parents))";

    /// <summary>"fostered by her auntie", "my nan is her foster carer", "approved as connected carers".</summary>
    [GeneratedRegex(@"\bfoster(?:ed|ing)? (?:by|with) (?:(?:his|her|their|a|an|the) )?(?:(?:own|maternal|paternal|great) )*" + Kin + @"\b|\b" + Kin + @"\b[^.;]{0,90}\b(?:who fosters?|(?:fosters?|fostering) (?:him|her|them)|foster (?:carers?|child)|(?:approved|passed|assessed and approved)\b[^.;]{0,40}\b(?:carers?|foster|panel))\b|\bfoster carers?,? (?:who (?:is|are) )?(?:\()?(?:his|her|their)? ?(?:(?:maternal|paternal|great) )*" + Kin + @"\b|\b(?:approved|passed)\b[^.;]{0,50}\b(?:connected|kinship|family (?:and|&|or) friends?)\b|\b(?:connected(?:[ -]persons?)?|kinship|family (?:and|&) friends?) (?:foster(?:ing)? )(?:carers?|care|placement)\b|\bconnected[ -]persons?['\u2019]? (?:carers?|assessment was approved)\b|\bconnected[ -]persons?\b[^.;]{0,20}\b(?:fully )?approved\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex KinFosters();

    /// <summary>Makes plain what kind of foster care it is, where that is said once and not contradicted.</summary>
    public static void Apply(List<Finding> findings, IReadOnlyList<Sentence> sentences)
    {
        if (findings.Exists(finding => finding.Field == Fields.PlacementType && finding.Reading.Certainty == Certainty.Known) || Of(sentences) is not { } said)
        {
            return;
        }

        var isKin = OfKin(sentences) is not null;
        for (var at = 0; at < findings.Count; at++)
        {
            if (findings[at] is { Reading: { Certainty: Certainty.Doubtful, Value: "U6" or "U3", Note: { } note } } finding && finding.Field == Fields.PlacementType && note.StartsWith(Inference.WhichKind, StringComparison.Ordinal))
            {
                findings[at] = finding with { Reading = Kind(isKin || finding.Reading.Value == "U3", said.IsLong, said.Source) };
            }
        }
    }

    /// <summary>"my granddaughter … I am her proper foster carer": whoever fosters a child of the family is a relative or friend by the codes.</summary>
    public static void ByOwnKin(List<Finding> findings, IReadOnlyList<Sentence> sentences, Author author)
    {
        if (author.Part?.Writer is not { Role: "carer", IsRelative: true } || !sentences.Any(sentence => FostersOwn().IsMatch(sentence.Text)))
        {
            return;
        }

        for (var at = 0; at < findings.Count; at++)
        {
            if (findings[at] is { Origin: < Origin.Label, Reading.Value: "U4" or "U6" } finding && finding.Field == Fields.PlacementType)
            {
                findings[at] = finding with { Reading = finding.Reading with { Value = finding.Reading.Value == "U4" ? "U1" : "U3" } };
            }
        }
    }

    [GeneratedRegex(@"\b(?:I|we)(?:'m|\u2019m|'re|\u2019re| am| are| have been|'ve been|\u2019ve been)? (?:now |only |since )?(?:(?:approved|assessed|passed) (?:as|for (?:him|her|them))\b|(?:his|her|their)\b[^.;]{0,25}\bcarers?\b)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex FostersOwn();

    /// <summary>The placement that a term makes of foster care.</summary>
    /// <param name="isKin">Whether the carers are relatives or friends.</param>
    public static Reading Kind(bool isKin, bool isLong, string source) => Reading.Known((isKin, isLong) switch { (true, true) => "U1", (true, false) => "U3", (false, true) => "U4", _ => "U6" }, source);

    /// <summary>Whether it is meant to last; null where that is not said, or both are.</summary>
    public static (bool IsLong, string Source)? Of(IReadOnlyList<Sentence> sentences)
    {
        (bool IsLong, string Source)? said = null;
        foreach (var sentence in sentences)
        {
            foreach (var (isLong, match) in new[] { (true, Lasting().Match(sentence.Text)), (false, Passing().Match(sentence.Text)) })
            {
                if (match.Success && !Talk.IsAboutSomebodyElse(sentence, ReadIdentity.WordAt(sentence, match.Index)) && !Codes.IsNegated(sentence.Words, ReadIdentity.WordAt(sentence, match.Index), 4) && !(isLong ? Hoped() : Over()).IsMatch(sentence.Text))
                {
                    if (said is { } before && before.IsLong != isLong)
                    {
                        return null;
                    }

                    said = (isLong, sentence.Source);
                }
            }
        }

        return said ?? Once(sentences);
    }

    /// <summary>"who we foster (long-term)": the one term that a mail names at all, where nothing else than a home lasts or passes in the sentence.</summary>
    private static (bool IsLong, string Source)? Once(IReadOnlyList<Sentence> sentences)
    {
        var named = sentences.Select(sentence => (Sentence: sentence, Match: Bare().Match(sentence.Text))).Where(one => one.Match.Success && !Hoped().IsMatch(one.Sentence.Text) && !Over().IsMatch(one.Sentence.Text)
            && !Codes.IsNegated(one.Sentence.Words, ReadIdentity.WordAt(one.Sentence, one.Match.Index), 4) && !Talk.IsAboutSomebodyElse(one.Sentence, ReadIdentity.WordAt(one.Sentence, one.Match.Index)) && !Talk.IsUnsure(one.Sentence, ReadIdentity.WordAt(one.Sentence, one.Match.Index))).ToList();
        return named.Count > 0 && named.TrueForAll(one => one.Match.Groups["long"].Success == named[0].Match.Groups["long"].Success) ? (named[0].Match.Groups["long"].Success, named[0].Sentence.Source) : null;
    }

    [GeneratedRegex(@"\b(?:(?<long>long[\s-]?term|permanent(?:ly)?)|short[\s-]?term|bridging)\b(?! (?:sick\w*|effects?|impact|goals?|memory|health|therap\w*|support|needs?|conditions?|absence|illness|trauma|work|plan\w*|relationships?|exclu\w*|damage|partner\w*|medic\w*|residence|accommodation|resident|benefit\w*|solution|outcomes?|consequences|key ?workers?|mentors?|teachers?|tutors?|staff|workers?|school))", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Bare();

    [GeneratedRegex(@"\b(?:long[\s-]?term|permanent) (?:(?:kinship|connected|approved|in[\s-]house|family|relative|kin) ){0,2}(?:basis|placement|match|home|carers?|fostering|foster|arrangement|plan)\b(?! (?:is |are |was )?(?:not|to be|yet|undecided|tbc|unknown|pending))|\b(?:live|lives|lived|living|stay|stays|staying|stayed|stopping|remain|remains|remaining|placed|matched|with (?:us|me|them|her|him))\b[^.;]{0,40}\b(?:long[\s-]?term|permanently|for good|until (?:he|she|they)(?:'s|\u2019s| is| are)? (?:18|eighteen|grown))\b|\blong[\s-]?term\b[^.;]{0,20}\bmatch(?:ed)?\b|\bmatched (?:at|by) (?:the )?(?:fostering |permanence )?panel\b|\b(?:made|approved) (?:us|it|them|him|her|me)?(?: as)? ?(?:long[\s-]?term|permanent)\b|\b(?:we are|we're|we\u2019re|they are|are now|now) (?:his|her|their) (?:long[\s-]?term|permanent)\b|\b(?:placement|match|fostering)\b[^.;]{0,12}\b(?:is|was|now|became|made)\b[^.;]{0,20}\b(?:long[\s-]?term|permanent)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Lasting();

    [GeneratedRegex(@"\b(?:short[\s-]?term|bridging|temporary|time[\s-]limited) (?:basis|placement|home|carers?|fostering|foster|arrangement)\b|\b(?:live|lives|lived|living|stay|stays|staying|placed|placement|meant to be|supposed to be)\b[^.;]{0,40}\b(?:short[\s-]?term|temporarily)\b|\b(?:it(?:['\u2019]s|s| is)|so|only|we are|we're|we\u2019re|on a) short[\s-]?term\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Passing();

    [GeneratedRegex(@"\b(?:previous\w*|former\w*|broke down|until then)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Over();

    /// <summary>What is only looked for: "we are searching for a long-term placement".</summary>
    [GeneratedRegex(@"\b(?:search\w*|looking for|hop(?:e|es|ing) (?:for|to)|may revert|revert\w*|await\w*|assess(?:ed|ing) (?:as|for)|considered|family[- ]finding|needs? a|plan is|previous\w*|last(?! (?:(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|few|couple of|[0-9]{1,2}) (?:days|weeks|months|years|terms)|month|week|year|summer|spring|autumn|winter|night|\w+day|january|february|march|april|may|june|july|august|september|october|november|december))|former\w*|broke down|until then|find (?:him|her|them) (?:a|somewhere)|if it becomes|whether it becomes|depends? on panel)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Hoped();
}
