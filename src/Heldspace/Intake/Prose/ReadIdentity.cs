using System.Text.RegularExpressions;
using Heldspace.Intake.Text;
using NodaTime;

namespace Heldspace.Intake;

/// <summary>Dates of birth, ages and NHS numbers in free text.</summary>
internal static partial class ReadIdentity
{
    public static IEnumerable<Finding> Read(Sentence sentence, int part, LocalDate today)
    {
        foreach (var date in BritishDate.FindAll(sentence.Text, today))
        {
            var index = WordAt(sentence, date.Index);
            var how = Birth(sentence, date, index, today);
            if (how != 0 && !Talk.IsAboutSomebodyElse(sentence, index))
            {
                var reading = ReadValue.OfDate(Fields.DateOfBirth, date, sentence.Source, today);
                yield return new(Fields.DateOfBirth, how > 1 || reading.Value is null ? reading : ReadValue.Doubt(reading, "a date beside the name"), part, Origin.Prose);
            }
        }

        if (Birthday.In(sentence.Text, today) is { } birthday && !Talk.IsAboutSomebodyElse(sentence, WordAt(sentence, birthday.Index)))
        {
            yield return new(Fields.DateOfBirth, Reading.Known(ReadValue.Iso(birthday.Born), sentence.Source) with { Note = $"worked out from an age and a birthday: {ReadValue.Quote(sentence.Text)}" }, part, Origin.Prose);
        }

        else if (Birthday.WithYear(sentence.Text, "", today) is { } named && !Talk.IsAboutSomebodyElse(sentence, sentence.Words.Count))
        {
            yield return new(Fields.DateOfBirth, Reading.Known(ReadValue.Iso(named), sentence.Source) with { Note = "a birthday, and the year of birth behind it" }, part, Origin.Prose);
        }

        var age = Age().Match(sentence.Text);
        if (age.Success && !Talk.IsAboutSomebodyElse(sentence, WordAt(sentence, age.Index)))
        {
            yield return new(Fields.DateOfBirth, Reading.Invalid(sentence.Source, $"only the age is said: {ReadValue.Quote(age.Value.Trim())}"), part, Origin.Inferred);
        }

        if (ToldSex().Match(sentence.Text) is { Success: true } sex && !Talk.IsAboutSomebodyElse(sentence, WordAt(sentence, sex.Index)))
        {
            yield return new(Fields.Sex, Reading.Known(sex.Groups["f"].Success ? "F" : "M", sentence.Source), part, Origin.Prose);
        }

        if (Pronouns().Match(sentence.Text) is { Success: true } pronouns && !Talk.IsAboutSomebodyElse(sentence, WordAt(sentence, pronouns.Index)))
        {
            yield return new(Fields.Pronouns, Reading.Known(pronouns.Groups["said"].Value.Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant(), sentence.Source), part, Origin.Prose);
        }

        foreach (var finding in Numbers(sentence, part))
        {
            yield return finding;
        }
    }

    /// <summary>"Ana Lind. 4 May 2013.": a day in a sentence of its own, right behind a name that stands alone; "Her birthday is 4 May. (2013, to save you the sum.)": the year behind the day.</summary>
    public static IEnumerable<Finding> Behind(Sentence? previous, Sentence sentence, int part, LocalDate today)
    {
        if (previous is null || previous.Where != sentence.Where || sentence.Line - previous.Line > 2)
        {
            yield break;
        }

        if (BritishDate.FindAll(sentence.Text, today) is [{ Date: { } day } date, ..] && day.PlusYears(1) < today && day.PlusYears(25) > today && date.Index < 3
            && !(Gather.AgeBehind().Match(sentence.Text[(date.Index + date.Written.Length)..]) is { Success: true } age && Birthday.AgeOf(age.Groups["age"].Value) != Period.Between(day, today, PeriodUnits.Years).Years)
            && ReadNames.Spans(previous) is [{ Count: > 1 } name, ..] && name.End >= previous.Text.TrimEnd('.', ' ').Length && (name.First == 0 || ReadNames.IsToldOf(previous, name.First)) && !previous.Others.Contains(name.First))
        {
            yield return new(Fields.DateOfBirth, ReadValue.OfDate(Fields.DateOfBirth, date, sentence.Source, today), part, Origin.Prose);
        }
        else if (Birthday.WithYear(previous.Text, sentence.Text, today) is { } born && !Talk.IsAboutSomebodyElse(previous, previous.Words.Count))
        {
            yield return new(Fields.DateOfBirth, Reading.Known(ReadValue.Iso(born), previous.Source) with { Note = "a birthday, and the year of birth behind it" }, part, Origin.Prose);
        }
    }

    private static IEnumerable<Finding> Numbers(Sentence sentence, int part)
    {
        var text = BritishDate.AsciiDigits(sentence.Text);
        foreach (var date in BritishDate.FindAll(text, new(2100, 1, 1)).Where(date => date.Written.Length < 30 && date.Written.AsSpan().ContainsAny("./-") && date.Date is not null))
        {
            // "21.07.2011  999 412 7454": a date and a number.
            text = string.Concat(text.AsSpan(0, date.Index), new string('|', date.Written.Length), text.AsSpan(date.Index + date.Written.Length));
        }

        var named = NamedNumber().Match(text);
        if (named.Success && (OwnerBefore().IsMatch(text[..named.Index]) || OwnerBehind().IsMatch(text[(named.Index + named.Length)..])))
        {
            // "baby's NHS number is …": whose it is stands beside it.
        }
        else if (named.Success && !Talk.IsAboutSomebodyElse(sentence, WordAt(sentence, named.Index)))
        {
            yield return new(Fields.NhsNumber, ReadValue.Nhs(named.Groups["number"].Value, sentence.Source), part, Origin.Prose);
        }
        else
        {
            var isDated = new Lazy<bool>(() => BritishDate.FindAll(sentence.Text, new(2100, 1, 1)).Count > 0);
            foreach (Match match in ReadValue.TenDigits().Matches(text))
            {
                if (match.Value[0] != '0' && NhsNumber.TryParse(match.Value) is { } number && !PhoneBefore().IsMatch(text[..match.Index]) && !(match.Index > 0 && text[match.Index - 1] == '+')
                    && !Talk.IsAboutSomebodyElse(sentence, WordAt(sentence, match.Index)))
                {
                    // Written as these numbers are, right behind a whole name, or beside a date of birth: it can hardly be anything else.
                    var isPlain = Grouped().IsMatch(match.Value) || ReadNames.Spans(sentence).Exists(span => span.Count > 1 && span.End <= match.Index && text[span.End..match.Index] is ", " or " - " or " (" or " " or " \u2013 ") || isDated.Value;
                    yield return new(Fields.NhsNumber, isPlain ? Reading.Known(number.Text, sentence.Source) with { Note = "not called an NHS number, but written as one, and its check digit fits" } : Reading.Doubtful(number.Text, sentence.Source, "ten digits that nothing calls an NHS number"), part, Origin.Prose);
                }
            }
        }

        var upn = UpnWithin().Match(text);
        if (upn.Success)
        {
            yield return new(Fields.Upn, Upn.TryParse(upn.Groups["upn"].Value) is { } valid ? Reading.Known(valid.Text, sentence.Source)
                : Reading.Invalid(sentence.Source, $"not a valid unique pupil number: {ReadValue.Quote(upn.Groups["upn"].Value)}"), part, Origin.Prose);
        }
    }

    /// <summary>2: said to be the birth. 1: a date in brackets or commas right behind a name. 0: some other date.</summary>
    private static int Birth(Sentence sentence, BritishDate date, int index, LocalDate today)
    {
        // "their tenth birthday was on 6 November 2026": ten years after.
        if (Birthday.IsCounted(sentence.Text[..date.Index]))
        {
            return 0;
        }

        // "is 21/06/2014, not 12/06/2014".
        if (Corrections.IsDenied(sentence.Text[..date.Index]))
        {
            return 0;
        }

        // The nearest word that says what a date is for: "born", or something else that happened.
        for (var at = index - 1; at >= 0 && at >= index - 6; at--)
        {
            if (sentence.Words[at].Folded is "dob" or "born" or "birthdate" or "birthday" or "birthdays" or "bday" || (sentence.Words[at].Folded is "birth" && sentence.Words[at + 1].Folded is not ("family" or "mother" or "mum" or "father" or "dad" or "parent" or "parents" or "relatives" or "certificate")) || (sentence.Words[at].Folded is "b" && at == index - 1))
            {
                return 2;
            }

            // "have placed Chidera Nwosu (F, 07/07/2013)": what stands before a bracket says nothing of a date within.
            if (at + 1 < sentence.Words.Count && sentence.Words[at + 1].End <= date.Index && sentence.Text.AsSpan(sentence.Words[at].End, sentence.Words[at + 1].Start - sentence.Words[at].End).Contains('('))
            {
                break;
            }

            if (sentence.Words[at].Folded is "since" or "placed" or "sdq" or "order" or "until" or "granted" or "made" or "moved" or "started" or "seen" or "review" or "meeting" or "court" or "adopted" or "died" or "typed" or "dictated" or "dated" or "clinic")
            {
                return 0;
            }
        }

        // "Mateo is next, 09.09.2014.": one after the other.
        if (InTurn().IsMatch(sentence.Text[..date.Index]) && date.Date is { } turn && turn.PlusYears(1) < today && turn.PlusYears(25) > today)
        {
            return 2;
        }

        var after = sentence.Text[Math.Min(sentence.Text.Length, date.Index + date.Written.Length)..];
        if (DobBehind().IsMatch(after))
        {
            return 2;
        }

        var before = sentence.Text[..date.Index].TrimEnd();

        // "Samuel (the 4th of July 2018)".
        if (index > 0 && sentence.Words[index - 1].Folded is "the" && before.EndsWith("(the", StringComparison.Ordinal))
        {
            (before, index) = (before[..^3], index - 1);
        }

        if (index > 2 && before.Length > 0 && before[^1] == '(' && char.IsDigit(sentence.Words[index - 1].Folded[0]) && sentence.Words[index - 1].Folded.Length <= 5 && sentence.Words[index - 2].IsCapital(sentence.Text)
            && date.Date is { } written && written <= today && written.PlusYears(30) > today)
        {
            return 2;
        }

        // "Thirteen now: 12 January 2013", "Ivo is eight (6 March 2018)": an age that the date bears out to the day.
        if (date.Date is { } exact && exact <= today && exact.PlusYears(2) < today && exact.PlusYears(25) > today && AgeSaid().Matches(sentence.Text[..date.Index]).LastOrDefault() is { } aged && Birthday.AgeOf(aged.Groups["age"].Value) == Period.Between(exact, today, PeriodUnits.Years).Years
            && !Event().IsMatch(sentence.Text[aged.Index..date.Index]))
        {
            return 2;
        }

        // "the date of birth that we accept, and which I'd ask you to use, is 1 January 2010".
        if (sentence.Text[..date.Index].LastIndexOf("date of birth", StringComparison.OrdinalIgnoreCase) is >= 0 and var told2 && date.Index - told2 < 110 && !Event().IsMatch(sentence.Text[told2..date.Index]) && !sentence.Text[told2..date.Index].Any(char.IsAsciiDigit))
        {
            return 2;
        }

        // "amina noor hassan, 3/4/2012".
        if (ReadNames.SmallNameAtStart(sentence) is > 1 and var small && small == index && date.Date is { } young && young.PlusYears(1) < today && young.PlusYears(25) > today)
        {
            return 2;
        }

        // "She is 14 (12/12/2011)": an age that the date bears out.
        if (date.Date is { } told && index > 0 && int.TryParse(sentence.Words[index - 1].Folded, out var age) && age == Period.Between(told, today, PeriodUnits.Years).Years)
        {
            return 2;
        }

        // "Casey Nightingale (she/her; 30th Sept. 2010)", "Bonnie, F, 10/10/2012": what stands between is said of the name too.
        if (date.Date is { } child && child <= today && child.PlusYears(25) > today && Between().Match(before) is { Success: true } between && sentence.Words.Any(word => word.End == between.Index && word.IsCapital(sentence.Text) && word.Folded.Length > 1 && !NotNames.Contains(word.Folded)))
        {
            return 2;
        }

        // A subject of initials and a date: "AB 12.4.12".
        if (sentence.Line == 0 && Initials().IsMatch(before) && date.Date is { } initialled && initialled <= today && initialled.PlusYears(25) > today)
        {
            return 2;
        }

        // "its bethan morris (17.10.2005)": a date in brackets behind a first name in small letters, and a word.
        if (before.EndsWith('(') && index > 1 && date.Date is { } own && own.PlusYears(3) < today && own.PlusYears(25) > today && sentence.Words[index - 1].End >= before.Length - 2
            && (ReadNames.IsGiven(sentence.Words[index - 2].Folded) ? index - 2 : ReadNames.IsGiven(sentence.Words[index - 1].Folded) ? index - 1 : -1) is >= 0 and var called
            && (called == 0 || Talk.Has(sentence, called, 2, "its", "it", "im", "am", "name", "names", "for", "about", "re", "hey", "hi")) && !ReadNames.IsOfSomebodyElse(sentence, called))
        {
            return 2;
        }

        var behindName = index > 0 && sentence.Words[index - 1].IsCapital(sentence.Text) && before.Length > 0 && (before[^1] is '(' or ',' or '-' or '–' || sentence.Words[index - 1].End == before.Length) && sentence.Words[index - 1].End >= before.Length - 3
            && sentence.Words[index - 1].Folded.Length > 2 && !NotNames.Contains(sentence.Words[index - 1].Folded);
        if (!behindName || date.Date is not { } day || day > today || day.PlusYears(25) <= today || day.PlusYears(1) >= today)
        {
            return 0;
        }

        // Behind a whole name a day years ago is a birth; behind one word it may be many things.
        var isWhole = index > 1 && sentence.Words[index - 2].IsCapital(sentence.Text) && !NotNames.Contains(sentence.Words[index - 2].Folded) && sentence.Text[sentence.Words[index - 2].End..sentence.Words[index - 1].Start] is " " or "-" or ", ";
        return before[^1] == '(' || (isWhole && day.PlusYears(3) < today) ? 2 : 1;
    }

    [GeneratedRegex(@"^(?:then |and )?\p{Lu}[\p{L}'\u2019-]+(?: \p{Lu}[\p{L}'\u2019-]+)* is (?:next|the (?:eldest|oldest|middle|youngest|second|third|last|baby)(?: one| child)?)[,:;]? $", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex InTurn();

    /// <summary>An age said of somebody.</summary>
    [GeneratedRegex(@"(?:^|\b(?:is|aged?|now|turned|was|he's|she's|he\u2019s|she\u2019s|hes|shes)\s)(?:just |only |now )?(?<age>[0-9]{1,2}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty)\b(?!\s?(?:%|months|weeks|times))", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex AgeSaid();

    /// <summary>What else than a birth a date may be of.</summary>
    [GeneratedRegex(@"\b(?:since|placed|order|until|granted|made|moved|started|seen|review|meeting|court|adopted|died|came|arrived|sdq|from)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Event();

    private static readonly HashSet<string> NotNames = new(StringComparer.Ordinal)
    {
        "orders", "order", "court", "school", "hospital", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "placement", "camhs", "sdq", "report", "meeting", "review", "panel", "ico", "fco", "council",
    };

    /// <summary>The index of the first word that does not end before a place of the text.</summary>
    public static int WordAt(Sentence sentence, int place)
    {
        var index = 0;
        while (index < sentence.Words.Count && sentence.Words[index].End <= place)
        {
            index++;
        }

        return index;
    }

    [GeneratedRegex(@"\s?(?:\((?:(?:she|he|they)/(?:her|him|them)|male|female|m|f|boy|girl|aged? [0-9]{1,2}|[0-9]{1,2}|known as [a-z]{2,20})\)?[;,.]?|,\s(?:m|f|male|female|boy|girl|(?:she|he|they)/(?:her|him|them|they)|(?:year|yr|y) ?[0-9]{1,2}[a-z]?|[0-9]{1,2}[a-z]{1,2}|reception|nursery)\b[;,.]?)\s?[(,]?$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Between();

    [GeneratedRegex(@"^(?:[A-Z][a-z]+:\s)?[A-Z]\.?\s?[A-Z]\.?[A-Z]?[\s,-]{0,3}$", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex Initials();

    /// <summary>"this nine year old boy", "Chidera (F, 07/07/2013)".</summary>
    [GeneratedRegex(@"\b(?:[0-9]{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen)[\s-](?:years?|yrs?)[\s-]old (?:(?<f>girl|female|young woman|young lady|lass)|(?:boy|male|young man|lad))\b|(?<=\p{L} )\((?:(?<f>f|female|girl)|(?:m|male|boy))[,;)]", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex ToldSex();

    [GeneratedRegex(@"(?:\(|,\s?|\bpronouns?\b[^.;]{0,20}\s|\buses?\s|^)(?<said>(?:she|he|they)\s?/\s?(?:her|him|them|they|he|she))\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Pronouns();

    [GeneratedRegex(@"^[0-9]{3}[ -][0-9]{3}[ -][0-9]{4}$", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex Grouped();

    /// <summary>"baby's NHS number", "his stepdad's (NHS …".</summary>
    [GeneratedRegex(@"\b(?:baby|m[uo]m|mother|mam|dad|father|stepdad|stepm[uo]m|brother|sister|sibling|twin|son|daughter|partner|nan|gran\w*|aunt\w*|uncle|cousin|carer)['\u2019]?s(?: own)? \(?$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex OwnerBefore();

    /// <summary>"999 701 9733 on the sheet is his stepdad's".</summary>
    [GeneratedRegex(@"^(?! ?[0-9])[^.;0-9]{0,40}\b(?:is|was|belongs to) (?:actually |in fact )?(?:his|her|their|the|my) (?:little |baby |big |older |younger )?(?:baby|m[uo]m|mother|mam|dad|father|stepdad|stepm[uo]m|brother|sister|sibling|twin|son|daughter|partner|nan|gran\w*|aunt\w*|uncle|cousin|carer)['\u2019]?s?\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex OwnerBehind();

    [GeneratedRegex(@"\bNHS\b(?:[^0-9.!?]|\.(?!\s+[A-Z])){0,60}?(?<number>[0-9](?:[ \t\u00a0.\-\u2010-\u2015]{0,3}[0-9]){6,11})(?![0-9])", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex NamedNumber();

    [GeneratedRegex(@"\b(?:tel|phone|mobile|mob|call|ring|fax|number is|text|ref|case|id)\W{0,4}(?:on|me|us|no|number)?\W{0,4}$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex PhoneBefore();

    [GeneratedRegex(@"\bUPN\b[^A-Z0-9]{0,12}(?:is[^A-Z0-9]{1,3})?(?<upn>[A-Z][0-9]{11}[0-9A-Z]|UN[1-5]|[A-Z0-9]{8,16})\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex UpnWithin();

    [GeneratedRegex(@"^\s?\W?\s?(?:\(?(?:dob|d\.o\.b\.?|date of birth)\)?)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex DobBehind();

    [GeneratedRegex(@"\b(?:[0-9]{1,2}[\s-]?(?:years?|yrs?|y)[\s/-]?(?:olds?|o)\b|aged?\s(?:[0-9]{1,2}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty)\b|(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty)[\s-]years?[\s-]old\b|(?:he|she|they|i)(?:\sis|'s|\sare|'re|\sam|'m|m)\s[0-9]{1,2}\b(?!\s?(?:%|years? (?:in|of)|months|weeks|st|nd|rd|th))|(?:turns|turned|turning)\s(?:[0-9]{1,2}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty)\b|(?:in\s)?(?:year|yr)\s(?:[1-9]|1[0-3])\b|\by(?:[1-9]|1[0-3])\b|(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty)th birthday)",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Age();
}
