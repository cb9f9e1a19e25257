using System.Buffers;
using System.Text.RegularExpressions;
using Heldspace.Intake.Text;

namespace Heldspace.Intake;

/// <summary>Whom a label speaks of.</summary>
internal enum Person
{
    Unsaid,
    Child,
    Referrer,
    SocialWorker,
    Carer,
    School,
    Gp,
    ReviewingOfficer,

    /// <summary>A parent, a sibling, somebody else: not read.</summary>
    Somebody,
}

/// <summary>What a label means.</summary>
/// <param name="Target">A <see cref="Field.Name"/>, or what stands for several ("=name"), or "-" for a known label of no field here.</param>
/// <param name="Person">Whom the label itself names.</param>
/// <param name="Text">As written.</param>
internal sealed record Label(string Target, Person Person, string Text)
{
    /// <summary>Whether it was told by its words only: what stands behind it is read as free text too.</summary>
    public bool IsGuess { get; init; }
}

/// <summary>Finds out what a label means, however it is dressed up (<c>labels.txt</c>).</summary>
internal static partial class Labels
{
    public const int MostWords = 14;

    private static readonly Dictionary<string, string> Targets = Load();

    private static readonly (string Words, Person Person)[] People =
    [
        .. new (Person Person, string Names)[]
        {
            (Person.Child, "child or young person|child young person|young person|child yp|child|yp|cyp|client|patient|pupil|student|service user|young persons|childs|childrens|yps|children"),
            (Person.Referrer, "person making the referral|person making referral|person completing form|person completing this form|person filling in this form|referring professional|referring person|referring clinician|referrer|referrers|referring|your|my|professional"),
            (Person.SocialWorker, "allocated social worker|social worker|allocated sw|allocated worker|sw|personal adviser|personal advisor|pa|social workers|case worker"),
            (Person.Carer, "foster carer|foster carers|current carer|main carer|carer|carers|keyworker|placement provider"),
            (Person.School, "school|college|designated teacher|education"),
            (Person.Gp, "gp practice|gp|surgery|gps"),
            (Person.ReviewingOfficer, "iro|reviewing officer"),
            (Person.Somebody, "birth mother|birth father|birth parents|birth parent|mother|father|mum|dad|parents|parent|siblings|sibling|brother|sister|next of kin|emergency contact|birth family|health visitor|"
                + "virtual school|school nurse|police|solicitor|guardian|partner|mothers|fathers|parent carer|parents carers|stepfather|stepmother|stepdad|stepmum|uncle"),
        }.SelectMany(one => one.Names.Split('|').Select(name => (name, one.Person))).OrderByDescending(one => one.name.Length),
    ];

    /// <summary>What a label means; null where it is no label that is known.</summary>
    public static Label? Find(string text)
    {
        if (text.Length is 0 or > 160)
        {
            return null;
        }

        // "If looked after, which order?"
        text = Condition().Replace(text, "");
        var words = Words.Of(text);
        var folded = string.Join(' ', words.Select(word => word.Folded));
        return (Targets.ContainsKey(folded) ? Look(folded, text) : null) ?? Look(Simplify(folded), text) ?? Within(text) ?? (text.Contains('(', StringComparison.Ordinal) || text.Contains('[', StringComparison.Ordinal)
            ? Look(Simplify(Words.Fold(Brackets().Replace(text, " "))), text)
            : null) ?? Leading(text, words) ?? OfAuthority(text, words);
    }

    /// <summary>"Authority where living", "Local authority area of placement": an authority's label with a word of living in it asks where the child lives.</summary>
    private static Label? OfAuthority(string text, List<Word> all)
    {
        if (!all.Exists(word => AuthorityWords.Contains(word.Folded)))
        {
            return null;
        }

        var words = all.Select(word => word.Folded).ToHashSet(StringComparer.Ordinal);
        return words.Count is > 1 and < 9 && !text.Contains('(', StringComparison.Ordinal) && words.Overlaps(LivingWords) && !words.Overlaps(OtherWords) ? new("livesIn", Person.Unsaid, text) : null;
    }

    private static readonly string[] AuthorityWords = ["authority", "council", "la", "borough"];

    private static readonly string[] LivingWords = ["living", "lives", "live", "residence", "resides", "residing", "resident", "area", "placed", "placement"];

    /// <summary>What makes such a label ask for something else.</summary>
    private static readonly string[] OtherWords = ["responsible", "placing", "type", "worker", "officer", "team", "school", "phone", "telephone", "email", "contact", "consent", "plan", "date", "start", "order", "status", "pays", "funding", "not"];

    [GeneratedRegex(@"^\W*if [^,:]{3,40}, ?(?=\w+ )", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Condition();

    /// <summary>A question, told by the words it holds where its wording is not known (<c>label-words.txt</c>): "When were they born?", "Which council looks after them?"</summary>
    private static Label? Within(string text)
    {
        var isQuestion = text.TrimEnd(' ', '*', ':').EndsWith('?') || Asking().IsMatch(text);
        if ((!isQuestion && !RiskOf().IsMatch(text)) || text.TrimEnd(' ', '*', ':').Contains(':', StringComparison.Ordinal))
        {
            return null;
        }

        var bare = Brackets().Replace(text, " ");
        var words = Words.Of(bare).Select(word => word.Folded).ToHashSet(StringComparer.Ordinal);
        if (words.Count is < 2 or > (2 * MostWords))
        {
            return null;
        }

        foreach (var (target, entries) in ByWords)
        {
            if ((isQuestion || target.StartsWith("risk", StringComparison.Ordinal)) && Array.Exists(entries, entry => Array.TrueForAll(entry, part => part[0] == '-' ? !Holds(words, part[1..]) : Holds(words, part))))
            {
                return new(target, target is "=name" ? Person.Child : words.Contains("your") ? Person.Referrer : Person.Unsaid, text) { IsGuess = true };
            }
        }

        return null;
    }

    private static readonly SearchValues<char> NoJoint = SearchValues.Create("|0123456789:");

    /// <summary>"Legal status and date", "School / setting", "GP, address": what is asked first, where the whole is not known.</summary>
    private static Label? Leading(string text, List<Word> words) =>
        words.Count <= 7 && !text.AsSpan().ContainsAny(NoJoint) && Joint().Match(text) is { Success: true, Index: > 1 } joint && !OfSomebody().IsMatch(text[joint.Index..]) && Look(Simplify(Words.Fold(text[..joint.Index])), text) is { Target: not ("-" or "=name") } label ? label : null;

    /// <summary>What makes the whole of a question somebody else's: "address and telephone of parents".</summary>
    [GeneratedRegex(@"\b(?:of|for|parents?|mother|father|m[uo]m|dad|siblings?|brothers?|sisters?|family|relatives?|next of kin|carers?|worker|school|gp|referrer|your)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex OfSomebody();

    [GeneratedRegex(@"\s?(?:\band\b|\bor\b|&|/|,|\+|\bincl(?:uding|\.)?|\bwith\b)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Joint();

    private static bool Holds(HashSet<string> words, string part) => part[^1] == '*' ? words.Any(word => word.StartsWith(part[..^1], StringComparison.Ordinal)) : words.Contains(part);

    private static readonly (string Target, string[][] Entries)[] ByWords = [.. TextTable.Entries("label-words.txt").Select(row => (row.Key, row.Entries.Select(entry => entry.Split(' ')).ToArray()))];

    [GeneratedRegex(@"^\W*(?:[0-9]{1,2}[.)]?\s)?(?:and |(?:in|at|on|by|under|from|for|to|with|of) )?(?:who|whose|what|when|where|which|how|why|do|does|is|are|has|have|can|any|was|were|since|your)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Asking();

    [GeneratedRegex(@"^\W*(?:hurting|harming|going|running|being|setting|lighting|starting|drinking|using|taking|not eating|wanting|thoughts|alcohol|drugs|violence|exploitation)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex RiskOf();

    /// <summary>Whom a heading says the lines below it are about; null where the line is no heading.</summary>
    public static Person? Heading(string text)
    {
        if (text.Length is 0 or > 80 || text.EndsWith('.') || Words.Of(text) is not { Count: > 0 and <= 9 } words)
        {
            return null;
        }

        var folded = Simplify(string.Join(' ', words.Select(word => word.Folded)));
        if (folded.Length > 2 && folded[1] == ' ' && folded[0] is >= 'b' and <= 'h')
        {
            folded = folded[2..];
        }

        if (folded is "about you" or "who is referring" or "who is making this referral" or "who is making the referral" or "c who is referring" or "referred by" or "your details" or "details of person making referral" or "about the referrer")
        {
            return Person.Referrer;
        }

        if (folded is "personal details" or "demographics" or "basic details" or "about the child" or "about the young person" or "identity" or "care details" or "placement" or "placement details")
        {
            return Person.Child;
        }

        // "Please see details below about him": a sentence is no heading.
        var isHeading = words.Count <= 6 && HeadingWords().IsMatch(folded);
        foreach (var (name, person) in People)
        {
            if (folded == name || (isHeading && ($" {folded} ").Contains($" {name} ", StringComparison.Ordinal)))
            {
                return person;
            }
        }

        return null;
    }

    private static Label? Look(string folded, string text)
    {
        if (folded.Length == 0)
        {
            return null;
        }

        // "Looked-after children: wellbeing request" is the heading of a form.
        if (folded is "looked after children" or "children in care" or "children looked after")
        {
            return null;
        }

        // "Concerns about running away", "Any history of self-harm".
        if (ConcernAbout().Match(folded) is { Success: true } about && Targets.TryGetValue(about.Groups["what"].Value, out var risk) && risk.StartsWith("risk", StringComparison.Ordinal))
        {
            return new(risk, Person.Unsaid, text);
        }

        if (Targets.TryGetValue(folded, out var target))
        {
            return new(target, target == "=name" && folded is not "name" and not "full name" and not "legal name" and not "names" ? Person.Child : Person.Unsaid, text);
        }

        foreach (var (name, person) in People)
        {
            string? rest = null;
            if (folded.StartsWith(name + " ", StringComparison.Ordinal))
            {
                rest = folded[(name.Length + 1)..];
            }
            else if (folded.EndsWith(" of " + name, StringComparison.Ordinal) || folded.EndsWith(" for " + name, StringComparison.Ordinal))
            {
                rest = folded[..folded.LastIndexOf(' ', folded.Length - name.Length - 2)];
            }
            else if (folded.EndsWith(" " + name, StringComparison.Ordinal))
            {
                rest = folded[..^(name.Length + 1)];
            }

            if (rest is not null && Targets.TryGetValue(rest.TrimEnd(), out target))
            {
                // "Social worker (and team)" speaks of one; "school SEND support" does not change what SEND is.
                return new(target, person, text);
            }
        }

        return null;
    }

    /// <summary>Takes off numbers, courtesies and hints: "3. Child's date of birth (dd/mm/yyyy) *".</summary>
    private static string Simplify(string folded)
    {
        var words = folded.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToList();
        while (words.Count > 1 && (Numbering().IsMatch(words[0]) || words[0] is "the" or "please" or "state" or "provide" or "give" or "enter" or "section" or "part" or "what" or "whats"))
        {
            if (words[0] is "what" && !(words.Count > 2 && words[1] is "is" or "are"))
            {
                break;
            }

            words.RemoveRange(0, words[0] is "what" ? 2 : 1);
        }

        words.RemoveAll(word => word is "the" or "their");
        var text = words.Count > 3 ? WithoutArticles(string.Join(' ', words)) : string.Join(' ', words);
        foreach (var ending in Endings)
        {
            if (text.Length > ending.Length && text.EndsWith(" " + ending, StringComparison.Ordinal))
            {
                text = text[..^(ending.Length + 1)];
            }
        }

        return text;
    }

    private static string WithoutArticles(string folded) => string.Join(' ', folded.Split(' ').Where((word, at) => at == 0 || word is not ("a" or "an" or "the")));

    private static readonly string[] Endings =
    [
        "dd mm yyyy", "dd mm yy", "if known", "if applicable", "if any", "if relevant", "if available", "yes no", "y n", "optional", "mandatory", "required field", "please state", "please specify",
        "please give details", "give details", "please provide details", "10 digits", "if in care", "if different", "if so", "please tick", "tick one", "delete as appropriate", "is",
    ];

    private static Dictionary<string, string> Load()
    {
        var targets = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (target, labels) in TextTable.Entries("labels.txt"))
        {
            foreach (var label in labels)
            {
                targets.TryAdd(Words.Fold(label), target);
                targets.TryAdd(WithoutArticles(Words.Fold(label)), target);
            }
        }

        // Every field answers to its own name and to what this service itself calls it.
        foreach (var field in Fields.All.Where(field => !field.Name.StartsWith("referrer", StringComparison.Ordinal)))
        {
            targets.TryAdd(Words.Fold(field.Label), field.Name);
            targets.TryAdd(Words.Fold(CamelHump().Replace(field.Name, " $0")), field.Name);
        }

        foreach (var field in Fields.All)
        {
            targets.TryAdd(field.Name.ToLowerInvariant(), field.Name);
        }

        return targets;
    }

    [GeneratedRegex(@"^(?:q?[0-9]{1,2}[a-z]?|[a-hq])$", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex Numbering();

    [GeneratedRegex(@"[(\[][^)\]]{0,100}[)\]]", RegexOptions.CultureInvariant, 5000)]
    internal static partial Regex Brackets();

    [GeneratedRegex(@"\b(?:details|information|info|section|about|contact|particulars|profile)\b", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex HeadingWords();

    [GeneratedRegex("^(?:any )?(?:current )?(?:concerns?|worries|worry|history|risks?|issues?|problems?) (?:about|of|over|with|around|regarding) (?<what>.+)$", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex ConcernAbout();

    [GeneratedRegex("[A-Z]", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex CamelHump();
}
