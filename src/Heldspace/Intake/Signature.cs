using System.Buffers;
using System.Text.RegularExpressions;
using Heldspace.Intake.Text;

namespace Heldspace.Intake;

/// <summary>How a message ends: who signed it, as what, for whom.</summary>
/// <param name="First">The index of its first line among the part's lines; the number of lines where there is none.</param>
/// <param name="Name">Null where nobody signed.</param>
/// <param name="Role">A code of <see cref="Fields.ReferrerRole"/>.</param>
/// <param name="Organisation">As written.</param>
/// <param name="Authority">The authority the signature names.</param>
/// <param name="Line">The number of the line with the name, or of the first line.</param>
internal sealed partial record Signature(int First, string? Name, string? Role, string? Organisation, string? Team, string? Phone, EmailAddress? Email, string? Authority, int Line)
{
    private const int LongestSignature = 16;

    /// <summary>What parts the pieces of a signature that stand on one line.</summary>
    private static readonly SearchValues<char> Parting = SearchValues.Create(",|/\u2022\u00b7\u2013\u2014");

    public static bool IsClosing(string text) => text.Length < 160 && Closing().Match(text) is { Success: true } closing && (text.Length < 60 || closing.Groups["more"].Success);

    /// <summary>Lines that organisations add below every mail: nobody wrote them about this child.</summary>
    public static bool IsDisclaimer(string text) => Disclaimer().IsMatch(text);

    public static Signature Find(IReadOnlyList<Line> lines)
    {
        // What stands above the first greeting is the message's own; below what organisations add there may stand a greeting too.
        var greeting = 0;
        while (greeting < lines.Count && !IsClosing(lines[greeting].Text))
        {
            greeting++;
        }

        var end = lines.Count;
        for (var at = greeting < lines.Count ? greeting : 0; at < lines.Count; at++)
        {
            if (IsDisclaimer(lines[at].Text) && !IsBanner(lines, at))
            {
                end = at;
                break;
            }
        }

        var closing = -1;
        for (var at = end - 1; at >= 0; at--)
        {
            if (IsClosing(lines[at].Text))
            {
                closing = at;
                break;
            }
        }

        var first = closing >= 0 ? closing : WithoutClosing(lines, end);
        if (first >= end)
        {
            return new(end, null, null, null, null, null, null, null, 0);
        }

        return Read(lines, first, closing >= 0 ? closing : first - 1, end);
    }

    /// <summary>True for what a mail server writes above a message: hardly anything stands before it, and the message behind.</summary>
    private static bool IsBanner(IReadOnlyList<Line> lines, int at) => lines.Take(at).Count(line => !line.IsBlank) < 3 && lines.Skip(at + 1).Count(line => !line.IsBlank) > 4;

    /// <summary>A signature that nothing announces: the last lines, short, with a role or a number among them, or a lone name.</summary>
    private static int WithoutClosing(IReadOnlyList<Line> lines, int end)
    {
        var last = end - 1;
        while (last >= 0 && !lines[last].Text.Any(char.IsLetterOrDigit))
        {
            // Blank, or a row of stars above what the mail server adds.
            last--;
        }

        var first = last;
        var tells = false;
        var filled = 0;
        for (; first >= 0 && last - first < LongestSignature; first--)
        {
            var text = lines[first].Text;
            if (text.Length > 90 || IsTalk(text) || ReadValue.AnyBox().IsMatch(text) || text.EndsWith('.') || text.EndsWith('?') || lines[first].Cells.Length > 1 || OfChild().IsMatch(text) || ReadLabels.IsAnswerOfChild(text) || NumberedAnswer().IsMatch(text) || (text.Contains(':', StringComparison.Ordinal) && !ContactLine().IsMatch(text)))
            {
                break;
            }

            // "Priority" and, below it, "Soon": an answer of a form, which nobody signs with.
            if (filled > 0 && Labels.Find(text.Trim(' ', ':')) is { Target: not ("-" or "=phone" or "=email" or "=role" or "=organisation" or "=name" or "socialWorker" or "school" or "gpPractice" or "carer"), IsGuess: false } && RoleOf(text) is null && !ContactLine().IsMatch(text) && text.Length < 40)
            {
                first++;
                break;
            }

            if (lines[first].IsBlank && filled > 0 && tells && first > 0 && !lines[first - 1].IsBlank && lines[first - 1].Text.Length > 60)
            {
                break;
            }

            filled += lines[first].IsBlank ? 0 : 1;
            tells |= RoleOf(text) is not null || (text.Length < 90 && Pieces().Split(text).Any(piece => RoleOf(piece) is not null)) || ContactLine().IsMatch(text);
        }

        first++;
        while (first <= last && lines[first].IsBlank)
        {
            first++;
        }

        if (tells && (filled > 1 || (last >= 0 && Titled().Match(lines[last].Text) is { Success: true } titled && IsName(titled.Groups["name"].Value) && RoleOf(titled.Groups["role"].Value) is not null) || (last >= 0 && Pieces().Split(Unsent().Replace(lines[last].Text, "")) is { Length: > 1 } pieces && IsName(pieces[0]))))
        {
            return first;
        }

        // "thanks for reading this\n\nkai"
        return last > 0 && lines[last].Cells.Length < 2 && IsName(lines[last].Text) && (lines[last - 1].IsBlank || lines[last - 1].Text.Length > 40) ? last : end;
    }

    [GeneratedRegex(@"\b(?:non-?)?working (?:days?|hours|pattern|week)\b|\bI work\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex WorkingDays();

    /// <summary>True for a line of many words that nothing parts: somebody says something, and does not sign.</summary>
    private static bool IsTalk(string text) => !text.AsSpan().ContainsAny(Parting) && !WorkingDays().IsMatch(text) && Words.Of(text) is { Count: > 10 } words && words.Exists(word => word.Folded is "i" or "im" or "me" or "my" or "he" or "she" or "they" or "u" or "you" or "it" or "dont" or "is" or "was");

    private static Signature Read(IReadOnlyList<Line> lines, int first, int closing, int end)
    {
        string? name = null, role = null, organisation = null, team = null, phone = null, authority = null;
        EmailAddress? email = null;
        var nameLine = lines[first].Number;

        // "Thanks - Sunil Desai, Social Worker, 01632 960611" on one line.
        if (closing >= 0 && closing < lines.Count && Closing().Match(lines[closing].Text) is { Success: true } whole && whole.Groups["rest"].Value.Split(',', 2) is [var signed, var after] && IsName(signed.Trim(' ', '-', '\u2013')) && RoleOf(after) is { } told)
        {
            name = signed.Trim(' ', '-', '\u2013');
            role = told;
            phone = ReadValue.PhoneWithin().Match(after) is { Success: true } own ? own.Value.Trim() : null;
        }

        // "Thanks, Jane" or "Kind regards Jane Smith" on one line.
        if (closing >= 0 && closing < lines.Count && Closing().Match(lines[closing].Text) is { Success: true } match && match.Groups["rest"].Value.Trim(' ', ',', '.', '!', '-') is { Length: > 1 } rest && IsName(rest))
        {
            name = rest;
            if (match.Groups["more"] is { Success: true, Length: > 0 } more)
            {
                role = RoleOf(more.Value.Split(',')[0]);
                phone = ReadValue.PhoneWithin().Match(more.Value) is { Success: true } number ? number.Value.Trim() : null;
            }
        }

        var read = 0;
        for (var at = closing + 1; at < end && read < LongestSignature; at++)
        {
            var text = Unsent().Replace(lines[at].Text.Trim('*', '_', ' ', '-', '|', ','), "");
            if (text.Length is 0 or > 200)
            {
                continue;
            }

            read++;
            var foundPhone = ReadValue.PhoneWithin().Match(text);
            var foundEmail = ReadValue.EmailWithin().Match(text);
            phone ??= foundPhone.Success && !text.Contains("fax", StringComparison.OrdinalIgnoreCase) ? foundPhone.Value.Trim() : null;
            email ??= foundEmail.Success ? EmailAddress.TryParse(foundEmail.Value) : null;
            // "Greta Holm (SW)", "Bertrand Oakes (Social Worker), 01632 960099".
            if (name is null && role is null && Titled().Match(text) is { Success: true } titled && IsName(titled.Groups["name"].Value) && RoleOf(titled.Groups["role"].Value) is { } post)
            {
                (name, role, nameLine) = (titled.Groups["name"].Value, post, lines[at].Number);
                continue;
            }

            role ??= Nursing().IsMatch(text) ? "nurse" : null;
            string? before = null;
            foreach (var piece in Pieces().Split(text).Select(piece => piece.Trim(' ', '*', '_')).Where(piece => piece.Length > 1))
            {
                // "Bernie" and below it "Bernadette Saddler RN": the name in full.
                if (name is not null && role is null && organisation is null && !name.Contains(' ', StringComparison.Ordinal) && IsName(piece) && Named(piece) is var whole2 && whole2.Split(' ') is [var first2, _, ..] && (char.ToUpperInvariant(first2[0]) == char.ToUpperInvariant(name[0]) || ShortForm.Is(name, first2)))
                {
                    (name, nameLine) = (piece, lines[at].Number);
                    continue;
                }

                // "Referrals Team, on behalf of Dr Sarah Quigley".
                if (name is null && OnBehalf().Match(piece) is { Success: true } behalf && IsName(behalf.Groups["name"].Value))
                {
                    (name, nameLine) = (behalf.Groups["name"].Value, lines[at].Number);
                    continue;
                }

                if (name is null && (role is null || Nursing().IsMatch(text)) && organisation is null && IsName(piece))
                {
                    (name, nameLine) = (piece, lines[at].Number);
                    continue;
                }

                authority ??= AuthorityOf(piece);

                // "Children in Care Team, Valley & Dale": where the team is stands behind it.
                if (team is not null && before == team && role is not null && RoleOf(piece) is null && !OrganisationWord().IsMatch(piece) && AuthorityOf(piece) is null && char.IsUpper(piece[0]) && !piece.Any(letter => char.IsDigit(letter) || letter is '@' or ':') && text.Contains($"{before}, {piece}", StringComparison.Ordinal))
                {
                    team = $"{team}, {piece}";
                    continue;
                }

                before = piece;
                if (role is null && RoleOf(piece) is { } found && (found != "self" || Words.Of(piece).Count < 4))
                {
                    role = found;
                    organisation ??= piece.IndexOf(" at ", StringComparison.OrdinalIgnoreCase) is > 0 and var at2 ? piece[(at2 + 4)..] : null;
                }
                else if (OrganisationWord().IsMatch(piece) && !piece.Contains('@', StringComparison.Ordinal))
                {
                    team = team is null && (piece.Contains("team", StringComparison.OrdinalIgnoreCase) || (role is not null && OfTeam().IsMatch(piece) && AuthorityOf(piece) is null)) ? piece : team;
                    organisation = organisation is null || organisation == team ? piece : organisation;
                }
            }
        }

        return new(first, name is null ? null : Named(name), role, organisation, team, phone, email, authority, nameLine);
    }

    [GeneratedRegex(@"^(?:on behalf of|for and on behalf of|pp|p\.p\.|dictated by|signed for)\s(?<name>.{3,50})$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex OnBehalf();

    /// <summary>What a team of a council is called without the word.</summary>
    [GeneratedRegex(@"\b(?:leaving care|children in care|looked after|safeguarding|permanence|care leavers|care planning|16\+|locality)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex OfTeam();

    private static string Named(string text) => PersonName.Cased(CleanText.Of(Credentials().Replace(text, "").Trim(' ', ','), CleanText.NameLength).Text);

    public static string? RoleOf(string text)
    {
        var words = Words.Of(text);
        return words.Count > 14 ? null : Codes.Of(Fields.ReferrerRole).FindAll(words).Where(found => found.Meaning.Value != "other" || words.Count < 6)
            .OrderByDescending(found => found.Count).ThenBy(found => found.First).Select(found => found.Meaning.Value).FirstOrDefault();
    }

    private static string? AuthorityOf(string piece)
    {
        var words = Words.Of(piece);
        return Authorities.FindAll(words).Where(found => !found.Meaning.IsTown || Council().IsMatch(piece)).Select(found => found.Meaning.Name).FirstOrDefault();
    }

    /// <summary>One to four words, each with a capital or all in small letters, none of them a job, a number or a courtesy.</summary>
    public static bool IsName(string text)
    {
        var bare = Credentials().Replace(text, "").Trim(' ', ',', '.', '!');
        var words = Words.Of(bare);
        if (words.Count is 0 or > 5 || bare.Length > 60 || bare.Any(letter => char.IsDigit(letter) || letter is '@' or ':' or '/' or '?' or '!' or ',') || IsClosing(bare) || RoleOf(bare) is not null)
        {
            return false;
        }

        var capitals = words.Count(word => word.IsCapital(bare) || PersonName.IsParticle(word.Folded));
        return (capitals == words.Count || (words.Count <= 2 && bare.All(letter => !char.IsUpper(letter)))) && !OrganisationWord().IsMatch(bare)
            && !words.Exists(word => EverydayWords.Contains(word.Folded)) && !(words.Count == 1 && words[0].Folded.Length < 2);
    }

    public static bool IsEveryday(string folded) => EverydayWords.Contains(folded);

    private static readonly HashSet<string> EverydayWords = new(StringComparer.Ordinal)
    {
        "thanks", "thank", "you", "regards", "sent", "from", "my", "iphone", "the", "and", "please", "hi", "hello", "dear", "best", "kind", "cheers", "many", "yours", "x", "xx", "xxx", "re", "fw", "fwd", "team",
        "outlook", "android", "get", "for", "ok", "yes", "no", "not", "bye", "ta", "soon", "help", "is", "are", "we", "it", "with", "of", "in", "on", "at", "to", "working", "days", "monday", "tuesday", "wednesday", "thursday",
        "friday", "she", "he", "her", "him", "they", "them", "confidential", "private", "official", "sensitive", "secure", "attached", "referral", "mobile", "tel", "direct", "line", "pronouns", "wellbeing", "nurses", "list", "admin", "reception", "office", "duty", "desk", "referrals", "enquiries", "info", "mailbox",
        "noreply", "love", "duck", "hun", "pet", "lovely", "folks", "guys", "all", "everyone", "everybody", "x", "god", "bless", "so", "much", "appreciated", "advance", "reading", "this", "noreply", "referrer", "signed", "completed", "support", "business", "secretary", "mail", "gateway", "system",
    };

    /// <summary>What registered nurses put behind their names.</summary>
    [GeneratedRegex(@"\b(?:RN|RGN|RSCN|RMN|RNC|RNLD|SCPHN)\b", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex Nursing();

    [GeneratedRegex(@"^(?<name>[^(),|]{2,40}?)\s?\((?<role>[^()]{2,60})\)", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex Titled();

    [GeneratedRegex(@"^[\s*_-]*(?:(?:(?:with\s)?(?:very\s|my\s)?(?:kind|kindest|best|warm|warmest|many)\s(?:regards|wishes|thanks)|kr|br|regards|many thanks|thanks(?:\s(?:so much|a lot|again|all|everyone|both|team|in advance|and regards|for (?:your help|reading|this|any help)))?|thank you(?:\s(?:so much|very much|in advance|again|for your help))?|yours (?:sincerely|faithfully|truly)|sincerely|cheers|ta|best|all the best|take care|with (?:many )?thanks(?:\sagain)?|with best wishes|with kind regards|respectfully|speak soon)(?:\sand (?:kind|best|warm) (?:regards|wishes))?)(?![a-z])[\s,.!*_-]*(?<rest>.{0,40})$|^[\s*_-]*(?:many thanks|thanks|thank you|regards|kind regards|best wishes|yours|cheers)\s?[-\u2013\u2014,]\s?(?<rest>\p{Lu}[\p{L}'\u2019-]+ \p{Lu}[\p{L}'\u2019-]+),?\s?(?<more>.{0,120})$",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Closing();

    /// <summary>What is added below by rule, not what somebody says in passing: "whose address I shall not give in this email, save to say", "he has seen the privacy notice".</summary>
    [GeneratedRegex(@"\bthis (?:e-?mail|message|communication)(?:'s content)?(?: and (?:any|its|all|the|files?|attachments?)\b| contains\b|,? (?:is|are|was|may|has)\b[^.]{0,80}\b(?:confidential|privileged|intended|official|addressee|recipient|scanned|sent securely|automatically|monitored|expires?|legally|viruses))|\bintended (?:recipient|solely|only for)|^\W*confidentiality notice|^\W*disclaimer|\bvirus(?:es)? scanned|\bif you (?:have received (?:this|it|the)|are not the intended)|^\W*(?:privacy notice|(?:our|the) privacy notice (?:is|can|explains|tells|sets))|\b(?:see|read|visit) our privacy notice|\baccepts no liability|^\W*in (?:a )?crisis\?|\bif you(?:'ve|\u2019ve| have) taken an overdose|\bplease consider the environment|\bthink before you print",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Disclaimer();

    [GeneratedRegex(@"(?:\b(?:tel|telephone|phone|mobile|mob|ddi|direct(?: dial| line)?|t|m|e|email|e-mail|w|ext|working days|pronouns)\s?[:.]|@[a-z0-9-]+\.|(?:^|\s)0[0-9 ]{9,12}(?:\s|$)|^\(?(?:she|he|they)/)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex ContactLine();

    /// <summary>What nobody signs with: when a child was born, their number.</summary>
    [GeneratedRegex(@"\b(?:dob|d\.o\.b\b|date of birth|born|nhs (?:no|number|[0-9]{3}))\b|\b[0-9]{1,2}[./-][0-9]{1,2}[./-][0-9]{2,4}\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex OfChild();

    /// <summary>An answer of a form: "13) What is the child like? Lively".</summary>
    [GeneratedRegex(@"^[0-9]{1,2}[).]\s|\?\s+\S", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex NumberedAnswer();

    [GeneratedRegex(@"^(?:sent by|completed by|signed(?: by)?|from)\s?:?\s", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Unsent();

    [GeneratedRegex(@"\s[|•·–—/]\s|\s-\s|,\s|\s?\|\s?|\t", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex Pieces();

    [GeneratedRegex(@"\b(?:council|trust|school|academy|college|primary|surgery|practice|medical|health centre|hospital|team|service|services|nhs|charity|fostering|agency|icb|children's|childrens|children’s|borough|university|foundation|clinic|centre|partnership|police|ltd|limited|cic|nursery|home|hub|social care)\b",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex OrganisationWord();

    [GeneratedRegex(@"\b(?:council|borough|children.?s (?:services|social care)|social care|local authority|authority|leaving care|children in care|looked after)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Council();

    [GeneratedRegex(@"\s*[\(\[](?!\p{Lu}\p{Ll}{1,14}[\)\]]\s\p{Lu})[^)\]]{0,60}[\)\]]|,?\s+(?:MBBS|MRCGP|BSc|MSc|BA|MA|RN|RGN|PhD|DipSW|MBE|OBE|QSW|CQSW|NPQH|MB|ChB|DCH|DRCOG|PGCE|Hons)\b.*$|^(?:Mr|Mrs|Ms|Miss|Mx)\.?\s+(?=\p{Lu}[\p{L}.'\u2019-]*\s)|(?<=\w)\s+[xX]{1,5}$", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex Credentials();
}
