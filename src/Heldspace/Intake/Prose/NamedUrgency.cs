using Heldspace.Intake.Text;

namespace Heldspace.Intake;

/// <summary>A word of how soon in a sentence ("urgent", "crisis", "routine"), and whether it is said of when a child should be seen.</summary>
internal readonly struct NamedUrgency
{
    /// <summary>What is routine without anybody asking for it: "routine bloods", "a routine at home".</summary>
    private static readonly HashSet<string> RoutineOfOtherThings = new(StringComparer.Ordinal) { "at", "and", "in", "when", "health", "checks", "check", "bloods", "blood", "screening", "imms", "immunisations", "dental", "medical", "visits", "visit", "review", "reviews" };

    /// <summary>What is of a crisis or an emergency and is none: "no crisis plan".</summary>
    private static readonly HashSet<string> OfCrises = new(StringComparer.Ordinal) { "plan", "plans", "team", "contact", "contacts", "line", "services", "admission", "admissions", "placement", "placements", "carers", "move", "moves", "bed", "beds", "presentations", "attendances", "department", "number", "foster", "support", "intervention", "house", "respite", "accommodation", "duty", "cover", "worker" };

    /// <summary>What somebody is to be seen for or how: "could somebody see her before Christmas".</summary>
    private static readonly HashSet<string> Seeing = new(StringComparer.Ordinal) { "see", "seen", "seeing", "appointment", "appointments", "assess", "assessed", "assessment", "meet", "start", "started", "begin", "session", "sessions", "support", "help", "picked", "visit", "offered", "slot" };

    /// <summary>What is asked for: "your routine assessment".</summary>
    private static readonly HashSet<string> Asked = new(StringComparer.Ordinal) { "assessment", "referral", "appointment", "basis", "priority", "list", "slot", "timescale", "timescales", "wait" };

    private readonly Sentence sentence;
    private readonly int first;
    private readonly int after;
    private readonly string value;
    private readonly string phrase;

    /// <summary>The word behind it; empty at the end.</summary>
    private readonly string next;

    public NamedUrgency(Sentence sentence, Found<Code> found)
    {
        this.sentence = sentence;
        (first, after, value) = (found.First, found.After, found.Meaning.Value);
        phrase = string.Join(' ', sentence.Words.Skip(first).Take(found.Count).Select(word => word.Folded));
        next = after < sentence.Words.Count ? sentence.Words[after].Folded : "";
    }

    public bool IsOfOtherThings => IsLevel || IsOfOthers || IsCourtesy || IsCondition || IsRoutineOfOtherThings || IsOfTurns || IsOfCrises;

    private IReadOnlyList<Word> Words => sentence.Words;

    private bool Has(int before, params ReadOnlySpan<string> words) => Talk.Has(sentence, first, before, words);

    /// <summary>"A low mood", "came to us in an emergency", "an emergency placement": a level or a colour says nothing without a label, nor does what kind of thing it is.</summary>
    private bool IsLevel =>
        phrase is "high" or "low" or "medium" or "red" or "green" or "amber" or "normal" or "standard" or "today" or "quickly" or "moderate" or "immediate" or "crisis" or "emergency" or "immediately"
        && (phrase is not ("crisis" or "emergency") || !Has(2, "in", "an", "at") || Has(6, "came", "placed", "arrived", "moved", "taken", "joined")
            || next is "order" or "orders" or "move" or "bed" or "respite" or "admission" or "placement" or "foster" or "protection" or "services" or "team" or "department" or "accommodation" or "carers" or "plan" or "contact" or "line");

    /// <summary>"You will have families in real crisis".</summary>
    private bool IsOfOthers => phrase is "crisis" or "in crisis" or "emergency" && Has(4, "families", "others", "people", "those", "kids", "children", "ones") && Has(8, "have", "youll", "there", "theres", "other", "others");

    /// <summary>"I hope to hear from you soon", "soon after he moved", "ring me as soon as you can", "routine, or sooner if there is a gap".</summary>
    private bool IsCourtesy =>
        (phrase is "soon" or "sooner" or "routinely" && (Has(6, "hear", "speak", "talk", "forward", "back", "catch") || Has(1, "too", "very") || GoesOn))
        || (phrase is "routinely" && !Has(6, "seen", "dealt", "be", "referred", "see", "refer"))
        || (phrase is "sooner" && next is "if" or "the")
        || (phrase is "as soon as you can" or "as soon as you possibly can" or "as soon as you are able" or "as soon as you're able" && !Words.Any(word => Seeing.Contains(word.Folded)));

    /// <summary>"Soon after", "sooner than he thought"; "sooner than your twelve weeks" is asked for.</summary>
    private bool GoesOn =>
        after < Words.Count && sentence.Text[Words[after - 1].End..Words[after].Start] == " "
        && (next is "after" or "became" or "afterwards"
            || (next is "than" && !(after + 1 < Words.Count && Words[after + 1].Folded is "your" or "average" or "usual" or "the"))
            || (next is "as" && Has(1, "as")));

    /// <summary>"If it is urgent ring 999", "any urgent queries".</summary>
    private bool IsCondition => Has(4, "if", "any", "anything") || next is "care" or "matter" or "queries" or "matters" or "enquiries";

    /// <summary>"He has a good routine at home".</summary>
    private bool IsRoutineOfOtherThings =>
        phrase is "routine" && (RoutineOfOtherThings.Contains(next) || (first > 0 && Words.Count > 4 && !StandsAlone(first) && !Asked.Contains(next)
            && !Has(4, "this", "it", "is", "be", "as", "a", "referral", "urgency", "priority", "with", "so", "therefore", "e", "ie")));

    /// <summary>"He can't wait his turn in class", "for weeks not days", "longer than the usual wait", "we would jump the queue".</summary>
    private bool IsOfTurns =>
        (value == "routine" && phrase.Contains("turn", StringComparison.Ordinal) && (ReadUrgency.IsDeniedUrgency(sentence, first) || Has(6, "hard", "struggles", "difficult", "find", "finds", "learning")))
        || (phrase.StartsWith("weeks ", StringComparison.Ordinal) && Has(2, "for", "been"))
        || (phrase is "usual wait" && Has(3, "than", "beyond"))
        || (phrase is "jump the queue" && !ReadUrgency.IsDeniedUrgency(sentence, first));

    /// <summary>"No crisis plan".</summary>
    private bool IsOfCrises => phrase is "no crisis" or "no emergency" && next is not "" && Words[after].Start - Words[after - 1].End == 1 && OfCrises.Contains(next);

    /// <summary>"No red flags, routine."</summary>
    private bool StandsAlone(int word) =>
        sentence.Text.AsSpan(sentence.Words[word - 1].End, sentence.Words[word].Start - sentence.Words[word - 1].End).ContainsAny(",;:-") && (word == sentence.Words.Count - 1 || sentence.Text[sentence.Words[word].End] is ',' or ';' or '.');
}
