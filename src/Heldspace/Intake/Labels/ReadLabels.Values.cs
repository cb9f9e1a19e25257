using System.Text.RegularExpressions;
using Heldspace.Intake.Text;

namespace Heldspace.Intake;

/// <summary>From a label and whom it speaks of to the fields that its value belongs to.</summary>
internal sealed partial class ReadLabels
{
    private IEnumerable<(Field Field, Reading Reading)> Resolve(Label label, Person person, string value, string source)
    {
        switch (label.Target)
        {
            case "-":
                return [];
            case "=name":
                return person == Person.Child ? NameWithFacts(value, source) : NameOf(person) is { } name ? ReadValue.Of(name, value, source, today) : [];
            case "=phone":
                return person switch
                {
                    Person.Referrer => ReadValue.Of(Fields.ReferrerPhone, value, source, today),
                    Person.SocialWorker => ReadValue.Of(Fields.SocialWorkerPhone, value, source, today),
                    _ => [],
                };
            case "=email":
                return person switch
                {
                    Person.Referrer => ReadValue.Of(Fields.ReferrerEmail, value, source, today),
                    Person.SocialWorker => ReadValue.Of(Fields.SocialWorkerEmail, value, source, today),
                    _ => [],
                };
            case "=role":
                return person is Person.Referrer or Person.Child ? ReadValue.Of(Fields.ReferrerRole, value, source, today) : [];
            case "=organisation":
                return person is Person.SocialWorker ? ReadValue.Of(Fields.SocialWorkerTeam, value, source, today)
                    : person is Person.Referrer or Person.Child ? ReadValue.Of(Fields.ReferrerOrganisation, value, source, today) : [];
            case "=address":
                return person is Person.Child or Person.Carer || WithWhom().IsMatch(value) ? [.. ReadValue.Of(Fields.PlacementPostcode, value, source, today), .. OfHome(value, source)] : [];
            case "=standing":
                // "Unaccompanied asylum seeking child; accommodated under Section 20": one answer that may hold both.
                return Standing(value, source);
            case "=risks":
                return Risks.Read(value, source);
            default:
                return OfField(Fields.ByName[label.Target], label, person, value, source);
        }
    }

    /// <summary>"Rowan House (children's home), Neston CH64 9ZP - moved in 11 June 2026": what an address tells beside where it is.</summary>
    private IEnumerable<(Field Field, Reading Reading)> OfHome(string value, string source)
    {
        if (value.Length < 300 && Codes.Of(Fields.PlacementType).FindAll(Words.Of(value)).Count > 0 && ReadValue.Code(Fields.PlacementType, value, source) is { Certainty: Certainty.Known, Value: [not 'T', ..] and not ("R2" or "K1") } home)
        {
            yield return (Fields.PlacementType, home);
        }

        if (value.Length < 300 && BritishDate.FindAll(value, today) is [{ Date: not null } since] && MovedIn().IsMatch(value[..since.Index]))
        {
            yield return (Fields.PlacementSince, ReadValue.OfDate(Fields.PlacementSince, since, source, today));
        }
    }

    /// <summary>"with her aunt, Golborne": behind an address only a child's own is said so.</summary>
    [GeneratedRegex(@"^\W*(?:with|c/o|lives?|living|placed|staying) ", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex WithWhom();

    [GeneratedRegex(@"\b(?:moved(?: in| there| here)?|since|from|placed|arrived)\b[^0-9]{0,15}$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex MovedIn();

    /// <summary>A value whose writer does not stand by it: "not sure - I'd guess section 20", "he says 3rd of March 2010 but who knows".</summary>
    [GeneratedRegex(@"\b(?:not (?:100% |entirely |completely |quite |too |really )?(?:sure|certain)|unsure|uncertain|(?:i'?d|i\u2019d|i would|i|we) (?:guess|think|assume|presume|imagine|suspect|believe|reckon)|maybe|perhaps|probably|possibly|presumably|who knows|don'?t (?:really )?know (?:for sure|if)|to be (?:confirmed|checked)|tbc|age assess(?:ment|ed)|(?:is|being|age) disputed|approx(?:imately|\.)?|estimated|unconfirmed|not confirmed|allegedly|apparently)(?![a-z])|\?\s*$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Hedged();

    private static readonly HashSet<Field> Hedging = [Fields.DateOfBirth, Fields.NhsNumber, Fields.LegalStatus, Fields.LegalStatusSince, Fields.PlacementType, Fields.PlacementSince, Fields.Category, Fields.ResponsibleAuthority, Fields.LivesIn, Fields.AdoptionOrderDate, Fields.ReturnedHomeOn];

    private IEnumerable<(Field Field, Reading Reading)> OfField(Field field, Label label, Person person, string value, string source)
    {
        if (OfChildAlone.Contains(field) && person is not (Person.Child or Person.Carer or Person.Unsaid))
        {
            return [];
        }

        if (field == Fields.SocialWorkerTeam && person == Person.Referrer)
        {
            return ReadValue.Of(Fields.ReferrerOrganisation, value, source, today);
        }

        // "Black African (Somali). Speaks Somali with mum and English at school": the first sentence answers.
        if (field == Fields.Ethnicity && value.IndexOf(". ", StringComparison.Ordinal) is > 0 and var stop)
        {
            return [.. ReadValue.Of(field, value[..stop], source, today), .. ReadValue.Of(Fields.Language, value[(stop + 1)..], source, today).Where(one => Speaks().IsMatch(value[stop..]))];
        }

        // "Legal status + date: C2 - 2 March 2022": the code stands with the day.
        if ((field == Fields.LegalStatusSince ? Fields.LegalStatus : field == Fields.PlacementSince ? Fields.PlacementType : null) is { } coded && ReadValue.Code(coded, value, source) is { Value: not null } code)
        {
            return [.. ReadValue.Of(field, value, source, today), (coded, code)];
        }

        // "SW: me"; "Social worker: me, Ana Hale, 01632 960123".
        if (field == Fields.SocialWorker && (Words.Fold(value) is "me" or "myself" or "i am" or "me see below" or "referrer" or "as above referrer" || MeByName().IsMatch(value)))
        {
            return [(Fields.ReferrerRole, Reading.Known("socialWorker", source)), .. MeByName().Match(value) is { Success: true } me ? ReadValue.Of(field, value[me.Length..], source, today) : []];
        }

        // "First name(s): Summer Grace": the first of them is what the child is called by.
        if (field == Fields.GivenName && (Several().IsMatch(label.Text) || value.All(letter => char.IsLetter(letter) || letter is ' ' or '-' or '\'' or '\u2019')) && Words.Of(value) is { Count: > 1 and < 5 } forenames)
        {
            return ReadValue.Of(field, value[forenames[0].Start..(value.Length > forenames[0].End && value[forenames[0].End] == '-' ? forenames[1].End : forenames[0].End)], source, today);
        }

        // "In care?: Yes - Cheshire West and Chester".
        if (field == Fields.Category && Authorities.TryParse(value) is { IsTown: false } authority && !IsOnTheWay(value, authority.Name))
        {
            var told = ReadValue.Of(field, value, source, today).Where(one => one.Reading.Value is not null).ToList();
            return [.. told.Count > 0 ? told : ReadValue.Of(field, label.Text, source, today), (Fields.ResponsibleAuthority, Reading.Known(authority.Name, source)), .. Order(value, source)];
        }

        // "Full care order: 12/03/2024", "Looked after: yes": the label is the value.
        var words = Words.Of(value);
        if (field.Codes is not null && Codes.Has(field) && words.Count > 0 && Codes.Of(field).FindAll(Words.Of(label.Text)) is [var meant, ..]
            && (words[0].Folded is "yes" or "y" || (field == Fields.LegalStatus && BritishDate.TryRead(value, today)?.Date is not null && Codes.Of(field).FindAll(words).Count == 0)))
        {
            var implied = ReadValue.Of(field, label.Text, source, today).ToList();
            return field == Fields.LegalStatus ? implied.Concat(ReadValue.Of(Fields.LegalStatusSince, value, source, today).Where(one => one.Reading.Value is not null)) : implied;
        }

        if (field == Fields.Category && words.Count > 0 && words[0].Folded is "no" or "n" && words.Count == 1)
        {
            return [(field, Reading.Invalid(source, $"{ReadValue.Quote(label.Text)}: {ReadValue.Quote(value)}"))];
        }

        // "Is it urgent? No".
        if (field == Fields.Urgency && label.Text.Contains("urgent", StringComparison.OrdinalIgnoreCase) && Words.Fold(value) is "no" or "n" or "not" or "yes" or "y")
        {
            return [(field, Reading.Known(words[0].Folded[0] == 'y' ? "urgent" : "routine", source))];
        }

        // "3 - Routine (1 = Urgent, 2 = Soon)": what the answers mean is explained in brackets.
        if (field == Fields.Urgency && ReadValue.Of(field, value, source, today) is var urgencies && !urgencies.Any(one => one.Reading is { Value: not null, Certainty: Certainty.Known }))
        {
            return value.Contains('(', StringComparison.Ordinal) && ReadValue.Of(field, Labels.Brackets().Replace(value, " "), source, today).ToList() is [{ Reading: { Value: not null, Certainty: Certainty.Known } }] bare ? bare
                : ReadUrgency.OfAnswer(value, source, today) is { } understood ? [(field, understood)] : [.. urgencies];
        }

        // "Care status: accommodated - s20 (since 14 Aug 2026)": the order, where the status was asked for.
        if (field == Fields.Category && Order(value, source) is { Count: > 0 } order)
        {
            return [.. ReadValue.Of(field, value, source, today).Where(one => one.Reading.Value is not null), .. order];
        }

        // "Where: children's home, Winsford".
        if (field == Fields.LivesIn && ReadValue.Code(Fields.PlacementType, value, source) is { Value: not null, Certainty: Certainty.Known } home)
        {
            return [.. ReadValue.Of(field, value, source, today), (Fields.PlacementType, home)];
        }

        // "Foster carers: Ida and Joss Farrow, Hoole": a foster placement, and where it is.
        if (field == Fields.Carer)
        {
            var around = new List<(Field, Reading)>();
            if (OfFostering().IsMatch(label.Text) && ReadValue.Code(Fields.PlacementType, $"foster carers {value}", source) is { Value: not null } fostered)
            {
                around.Add((Fields.PlacementType, fostered));
            }

            if (Authorities.PlaceBehind(value) is { } near)
            {
                around.Add((Fields.LivesIn, Reading.Known(near.Name, source) with { Note = "where the carer is" }));
            }

            return [.. ReadValue.Of(field, value, source, today), .. around];
        }

        // An allocated worker is the responsible authority's.
        if (field == Fields.SocialWorker && Authorities.FindAll(words).Where(one => !one.Meaning.IsTown).ToList() is { Count: > 0 } own && own.Select(one => one.Meaning.Name).Distinct(StringComparer.Ordinal).Count() == 1)
        {
            return [.. ReadValue.Of(field, value, source, today), (Fields.ResponsibleAuthority, Reading.Known(own[0].Meaning.Name, source) with { Note = "the authority of the allocated worker" })];
        }

        return ReadValue.Of(field, value, source, today);
    }

    /// <summary>"Ines Fell, DOB 4 May 2012, NHS …": behind the name stands what else tells who it is.</summary>
    private IEnumerable<(Field Field, Reading Reading)> NameWithFacts(string value, string source)
    {
        if (FactOfPerson().Match(value) is not { Success: true, Index: > 1 } fact || value[..fact.Index].Trim(' ', ',', '(', '-', ';', '.', '/', '|', '\u2013') is not { Length: > 1 } name || name.Any(char.IsDigit))
        {
            return ReadValue.FullName(value, source);
        }

        var rest = value[fact.Index..].TrimStart(' ', ',', '(', '-', ';', '.', '/', '|', '\u2013');
        var sentence = new Sentence(rest, Words.Of(rest), 0);
        var found = ReadIdentity.Read(sentence, part, today).Where(finding => finding.Reading.Value is not null || finding.Field != Fields.DateOfBirth).ToList();
        var said = ReadValue.FullName(name, source).Concat(found.Select(finding => (finding.Field, finding.Reading with { Source = source }))).ToList();
        if (!found.Exists(finding => finding.Field == Fields.DateOfBirth) && BritishDate.FindAll(rest, today) is [{ Index: < 6 } date, ..])
        {
            said.Add((Fields.DateOfBirth, ReadValue.OfDate(Fields.DateOfBirth, date, source, today)));
        }

        if (CalledBehind().Match(rest) is { Success: true } called)
        {
            said.RemoveAll(one => one.Field == Fields.PreferredName);
            said.AddRange(ReadValue.Of(Fields.PreferredName, called.Groups["name"].Value, source, today));
        }

        return said;
    }

    [GeneratedRegex(@"[\s,;(/|.\u2013-]+(?:(?:she|he|they)\s?/|(?:year|yr|aged?|class|form)\s?(?=[0-9])|d\.?\s?o\.?\s?b\b|date of birth|born\b|b\.\s?(?=[0-9])|nhs\b|upn\b|[mf](?=[\s.,;)/]|$)|[0-9]{1,2}(?:st|nd|rd|th)?[\s./-](?=[0-9a-z]))", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex FactOfPerson();

    [GeneratedRegex(@"\b(?:is|also|gets|likes to be|prefers to be|usually|mostly|always) (?:called|known as) (?<name>\p{Lu}[\p{L}'\u2019-]{1,20})\b|\bknown as (?<name>\p{Lu}[\p{L}'\u2019-]{1,20})\b|\bgoes by (?<name>\p{Lu}[\p{L}'\u2019-]{1,20})\b", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex CalledBehind();

    /// <summary>The legal status in an answer about something wider, where it is said for certain.</summary>
    private List<(Field Field, Reading Reading)> Order(string value, string source) =>
        ReadValue.Of(Fields.LegalStatus, value, source, today).ToList() is [{ Reading.Certainty: Certainty.Known }, ..] read ? read : [];

    private IEnumerable<(Field Field, Reading Reading)> Standing(string value, string source)
    {
        var read = new[] { Fields.Category, Fields.LegalStatus }.SelectMany(field => ReadValue.Of(field, value, source, today)).ToList();

        // "Looked after child (Wigan)".
        if (read.Exists(one => one.Reading is { Value: Categories.ChildInCare or Categories.CareLeaver, Certainty: Certainty.Known }) && Authorities.TryParse(value) is { IsTown: false } authority && !IsOnTheWay(value, authority.Name))
        {
            read.Add((Fields.ResponsibleAuthority, Reading.Known(authority.Name, source)));
        }

        return read.Exists(one => one.Reading.Value is not null) ? read.Where(one => one.Reading.Value is not null) : read.Where(one => one.Field == Fields.Category);
    }

    /// <summary>"Section 20 since June (arrived Kent, transferred to us)": an authority on the way.</summary>
    private static bool IsOnTheWay(string value, string authority) => value.IndexOf(authority, StringComparison.OrdinalIgnoreCase) is > 0 and var at && ComeThrough().IsMatch(value[..at]);

    [GeneratedRegex(@"\b(?:arrived|landed|came through|via|originally|transferred from|formerly|previously)(?: (?:in|at|from|with|of|through))? $", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex ComeThrough();

    [GeneratedRegex(@"\b(?:speaks?|language)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Speaks();

    [GeneratedRegex(@"\b(?:foster|fcs?)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex OfFostering();

    [GeneratedRegex(@"^(?:me|myself)(?:,| -| \u2013|:) ?(?=\p{Lu})", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex MeByName();

    [GeneratedRegex(@"\(s\)|names\b|/s\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Several();

    private static Field? NameOf(Person person) => person switch
    {
        Person.Referrer => Fields.ReferrerName,
        Person.SocialWorker => Fields.SocialWorker,
        Person.Carer => Fields.Carer,
        Person.School => Fields.School,
        Person.Gp => Fields.GpPractice,
        Person.ReviewingOfficer => Fields.ReviewingOfficer,
        _ => null,
    };
}
