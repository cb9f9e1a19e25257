using System.Text.RegularExpressions;
using Heldspace.Intake.Text;
using NodaTime;

namespace Heldspace.Intake;

/// <summary>
/// Since when a legal status or a placement is: "a care order made 6 May 2026", "C2 (12 December 2023)", "moved on 2 November into supported
/// accommodation". A day without its year is the last such day before the mail came.
/// </summary>
internal static partial class ReadSince
{
    public static IEnumerable<Finding> Read(Sentence sentence, int part, LocalDate today)
    {
        var statuses = Codes.Of(Fields.LegalStatus).FindAll(sentence.Words).Where(found => found.Meaning.IsSure && !Talk.IsPast(sentence, found.First, found.After)).ToList();
        var legal = false;
        var placement = false;
        foreach (var (date, hasYear) in Dates(sentence.Text, today))
        {
            var before = sentence.Text[..date.Index];
            var word = ReadIdentity.WordAt(sentence, date.Index);
            if (date.Date is not { } day || day > today || Talk.IsAboutSomebodyElse(sentence, word) || Talk.IsUnsure(sentence, word))
            {
                continue;
            }

            var status = statuses.LastOrDefault(found => sentence.Words[found.After - 1].End <= date.Index);
            // Of several orders in a row only the last holds.
            var field = !legal && (status is not { Count: > 0 } || statuses[^1].Meaning.Value == status.Meaning.Value) && status is { Count: > 0 } && IsMadeOn(sentence.Text[sentence.Words[status.After - 1].End..date.Index]) && !Talk.IsPast(sentence, status.First, status.After) ? Fields.LegalStatusSince
                : !placement && ((PlacedOn().IsMatch(before) && !Elsewhere().IsMatch(before)) || (SinceBefore().IsMatch(before) && PlacedBehind().IsMatch(sentence.Text[Math.Min(sentence.Text.Length, date.Index + date.Written.Length)..])) || (OnBefore().IsMatch(before) && MovedBehind().IsMatch(sentence.Text[Math.Min(sentence.Text.Length, date.Index + date.Written.Length)..]))) ? Fields.PlacementSince
                : ReturnedOn().IsMatch(before) ? Fields.ReturnedHomeOn : null;
            if (field is null)
            {
                continue;
            }

            legal |= field == Fields.LegalStatusSince;
            placement |= field == Fields.PlacementSince;
            var reading = ReadValue.OfDate(field, date, sentence.Source, today);
            yield return new(field, hasYear || reading.Value is null ? reading : reading with { Note = $"the year is not said: {ReadValue.Quote(date.Written)}" }, part, Origin.Prose);
        }
    }

    private static IEnumerable<(BritishDate Date, bool HasYear)> Dates(string text, LocalDate today)
    {
        var whole = BritishDate.FindAll(text, today);
        foreach (Match match in Yearless().Matches(text))
        {
            if (whole.Any(date => date.Index <= match.Index && match.Index < date.Index + date.Written.Length))
            {
                continue;
            }

            var year = match.Groups["last"].Success ? today.Year - 1 : today.Year;
            if (BritishDate.FindAll($"{match.Groups["day"].Value} {match.Groups["month"].Value} {year}", today) is [{ Date: { } day }])
            {
                yield return (new(match.Index, match.Value, day > today ? day.PlusYears(-1) : day, null), match.Groups["last"].Success);
            }
        }

        foreach (var date in whole)
        {
            yield return (date, true);
        }
    }

    [GeneratedRegex(@"(?<![0-9/.-])(?<day>[0-9]{1,2})(?:st|nd|rd|th)?\s(?:of\s)?(?<month>january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b(?:\s(?:(?<last>last)|this)\syear)?(?!\s?[0-9]{2})", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Yearless();

    private static readonly HashSet<string> Linking = new(("code order orders was were is has have been in place made granted dated dates dating first originally effective running given started began begun starting signed since from on as of at by to with us the a an that which they "
        + "under court family council full interim it s wef agreement act our my their her his client mother mum mam father dad parents parent both agreed renewed and he she").Split(' '), StringComparer.Ordinal);

    private static readonly HashSet<string> Other = new("placed placement moved carers carer lives living home born dob sdq review hearing until expires expire ends end".Split(' '), StringComparer.Ordinal);

    /// <summary>True where nothing stands between a status and the day it was made but courtesies of grammar, whose it is, who made or signed it.</summary>
    private static bool IsMadeOn(string between)
    {
        between = AtHearing().Replace(between, " ");
        if (between.Length > 160 || between.AsSpan().IndexOfAny(";?!") >= 0 || between.Contains(". ", StringComparison.Ordinal))
        {
            return false;
        }

        var words = Words.Of(between);
        return words.Count <= 14 && words.TrueForAll(word => !Other.Contains(word.Folded) && (Linking.Contains(word.Folded) || word.Folded.EndsWith("day", StringComparison.Ordinal) || word.Folded.EndsWith("council", StringComparison.Ordinal) || (word.Folded.Length == 4 && word.Folded.All(char.IsAsciiDigit)) || word.IsCapital(between)));
    }

    /// <summary>"a full care order at the final hearing on 18 November".</summary>
    [GeneratedRegex(@"\b(?:at|by|after) (?:a|the) (?:final |contested |first )?hearing\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex AtHearing();

    [GeneratedRegex(@"\b(?:(?:placed|placement|lived|living|lives|been|settled|fostered|stayed|staying|stays|home|carers?|accommodation|lodgings|unit|foster care|residential|[KURS][1-6])\b[^.;]{0,70}\bs(?:ince|inse|ins)\b|(?:placed|placement|lived|living|lives|been (?:there|here|with)|home|carers|[KUR][1-6])\b[^.;]{0,50}\bfrom\b|(?:moved|came|joined|placed|arrived|started)\b(?! to (?:a head|light|our attention|an end|notice|my attention))(?![^.;]{0,40}\b(?:order|court|granted)\b)[^.;,]{0,60}(?:,\s[^.;]{0,110})?\bon\b|moved in(?: here| there)?|(?:came|moved) to (?:us|me|live with us)|placement\b[^.;]{0,30}\b(?:began|started|commenced)(?: on)?|(?:we|i)(?:'ve|\u2019ve| have) had \w+\b[^.;]{0,40}\bsince|\bwith us\b[^.;]{0,30}\bsince|accommodation\b[^.;]{0,70}\bfrom)\s(?:the\s)?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s)?(?:the\s)?\(?$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex PlacedOn();

    /// <summary>"since 1 September he has been placed at home".</summary>
    [GeneratedRegex(@"\b(?:since|from)\s(?:the\s)?$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex SinceBefore();

    /// <summary>"On 19 September he moved to Dawn and Tony".</summary>
    [GeneratedRegex(@"(?:^|[\s(])on\s(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s)?(?:the\s)?$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex OnBefore();

    [GeneratedRegex(@"^,? (?:he|she|they|[A-Z]\w+) (?:moved (?:in|to|into|in with|from [^.;]{1,40} to)|was (?:placed (?:with|in|at)|moved to)|were (?:placed (?:with|in|at)|moved to)|came to (?:us|live with)|went to live with|joined (?:his|her|their) (?:current|present|foster))\b", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex MovedBehind();

    [GeneratedRegex(@"^,? (?:he|she|they|[A-Z]\w+)(?:'s|\u2019s| has| have) been (?:placed|living|fostered|staying|looked after by (?:mr|mrs|foster)|with (?:his|her|their) (?:foster )?carers?)\b", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex PlacedBehind();

    /// <summary>"left care on …", "went home to her mother on …".</summary>
    [GeneratedRegex(@"\b(?:left (?:our )?care|returned (?:home|to live|to (?:his|her|their))|went (?:back )?(?:home|to (?:live|stay))|(?:came|come|moved) (?:back|home)\b|reunified|reunification)\b[^.;]{0,60}\bon\s(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s)?(?:the\s)?$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex ReturnedOn();

    [GeneratedRegex(@"\b(?:school|college|nursery|camhs|into care|our service|therapy|sessions?|medication|previous|formerly|adopted|case)\b[^,;]{0,30}$|\b(?:came|started|joined|arrived)\b[^,;]{0,40}\b(?:school|college|care|class|year|group|uk|england|country)\b[^;]{0,30}$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Elsewhere();
}
