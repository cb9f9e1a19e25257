using System.Text.RegularExpressions;
using Heldspace.Intake.Text;

namespace Heldspace.Intake;

/// <summary>One answer about all risks, taken apart: "Self-harm (last month), no CSE, goes missing".</summary>
internal static partial class Risks
{
    private static readonly (Field Field, string Phrases)[] Named =
    [
        (Fields.RiskSelfHarm, "dsh|self harm|self harms|self harming|self harmed|cutting|cuts herself|cuts himself|cuts themselves|self injury|hurts herself|hurts himself|head banging"),
        (Fields.RiskSuicidality, "suicidal|suicide|suicidality|suicidal ideation|suicidal thoughts|overdose|end her life|end his life|end their life|wants to die|wanting to die"),
        (Fields.RiskSexualExploitation, "cse|sexual exploitation|sexually exploited"),
        (Fields.RiskCriminalExploitation, "cce|criminal exploitation|county lines|criminally exploited|gangs|gang"),
        (Fields.RiskSubstances, "substances|substance misuse|substance use|drugs|alcohol|cannabis|vaping|ketamine|drinking"),
        (Fields.RiskEating, "eating|eating disorder|restricting food|binge|anorexia|bulimia|disordered eating"),
        (Fields.RiskMissing, "missing|goes missing|missing from home|absconding|absconds|runs away|missing from care|missing episodes"),
        (Fields.RiskPhysicalToOthers, "aggression|violence|physical aggression|violent|hits|assault|assaults|aggressive|risk to others"),
        (Fields.RiskSexualToOthers, "hsb|harmful sexual behaviour|sexualised behaviour|sexually harmful"),
        (Fields.RiskFireSetting, "fire setting|firesetting|fires|fire|arson|sets fires"),
        (Fields.RiskToAnimals, "animals|animal cruelty|hurts animals|harm to animals|cruelty to animals"),
    ];

    private static readonly Phrases<Field> ByPhrase = Named.SelectMany(one => one.Phrases.Split('|').Select(phrase => (phrase, one.Field)))
        .Aggregate(new Phrases<Field>(), (phrases, one) => phrases.Add(one.phrase, one.Field));

    public static IEnumerable<(Field Field, Reading Reading)> Read(string raw, string source)
    {
        var clean = CleanText.Of(raw, CleanText.TextLength, multiline: true).Text;
        if (ReadValue.IsNotSaid(clean))
        {
            yield break;
        }

        if (Box().IsMatch(clean))
        {
            // "[x] missing   [ ] drugs": what is crossed is there; what is not is denied only where the form says what a blank means.
            var isDenied = BlankIsNone().IsMatch(clean);
            var boxes = Box().Matches(clean);
            for (var at = 0; at < boxes.Count; at++)
            {
                var end = at + 1 < boxes.Count ? boxes[at + 1].Index : clean.IndexOf('\n', boxes[at].Index) is >= 0 and var line ? line : clean.Length;
                var isCrossed = boxes[at].Groups["cross"].Success;
                foreach (var found in ByPhrase.FindAll(Words.Of(clean[boxes[at].Index..Math.Max(end, boxes[at].Index + boxes[at].Length)])).DistinctBy(found => found.Meaning).Where(_ => isCrossed || isDenied))
                {
                    yield return (found.Meaning, Reading.Known(isCrossed ? "present" : "none", source));
                }
            }

            yield break;
        }

        var folded = Words.Fold(clean);
        if (folded is "none" or "no" or "nil" or "none known" or "no known risks" or "no known risk" or "no risks" or "none identified" or "no risks identified" or "no current risks" or "no concerns" or "n a" or "not applicable")
        {
            foreach (var (field, _) in Named)
            {
                yield return (field, Reading.Known("none", source));
            }

            yield break;
        }

        var seen = new HashSet<Field>();
        foreach (var clause in clean.Split(['.', ';', '\n', ',']))
        {
            var words = Words.Of(clause);
            foreach (var found in ByPhrase.FindAll(words).Where(found => seen.Add(found.Meaning)))
            {
                var denied = words.Take(found.First).Any(word => Codes.IsNegation(word.Folded)) || (words.Skip(found.After).Take(2).Select(word => word.Folded).ToList() is var behind && (behind is ["n" or "no" or "none" or "nil" or "0", ..] || (behind is [not ("y" or "yes" or "present"), "no" or "none"])));
                yield return (found.Meaning, denied ? Reading.Known("none", source) with { Note = $"written: {ReadValue.Quote(clause.Trim())}" }
                    : Reading.Known("present", source) with { Note = $"written: {ReadValue.Quote(clause.Trim())}" });
            }
        }

        if (seen.Count == 0)
        {
            yield return (Fields.PresentingNeeds, Reading.Known($"Risks: {clean}", source));
        }
    }

    [GeneratedRegex(@"\[(?:(?<cross>[xX\u2713\u2714])|\s?)\]|(?<cross>[\u2611\u2612\u2713\u2714\u25a0\u2705])|[\u2610\u25a1]", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex Box();

    [GeneratedRegex(@"\b(?:unticked|blank|not ticked|no tick|empty|uncrossed)\b.{0,60}\b(?:no (?:known )?risk|none known|no concern)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex BlankIsNone();
}
