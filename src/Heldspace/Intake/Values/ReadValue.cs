using System.Globalization;
using System.Text.RegularExpressions;
using Heldspace.Intake.Text;
using NodaTime;

namespace Heldspace.Intake;

/// <summary>
/// What was written where a field's value stands, read into that field, and into its neighbours where it says more than was asked for:
/// "Full care order since 3 March 2024" is a legal status and its start.
/// </summary>
internal static partial class ReadValue
{
    /// <summary>Notes quote at most this much of what was written.</summary>
    private const int QuotedLength = 120;

    private static readonly HashSet<string> NotSaid = new(StringComparer.Ordinal)
    {
        "", "n k", "nk", "not known", "unknown", "tbc", "tba", "to be confirmed", "to be advised", "dont know", "do not know", "not sure", "unsure", "not stated", "not recorded",
        "not available", "not provided", "not yet known", "unclear", "tbd", "awaiting", "awaited", "pending", "x", "xx", "xxx", "xxxx", "blank", "select", "please select",
        "choose an item", "click or tap here to enter text", "click here to enter text", "click or tap to enter a date", "please specify", "insert", "enter here", "to follow",
        "will follow", "see attached", "see above", "see below", "as above", "not given", "none given", "none provided", "none recorded", "no information", "unknown at present",
        "not known at this time", "not known at present", "unable to say", "idk", "dunno", "not confirmed", "awaiting confirmation", "to confirm", "yes no", "y n", "yes no unknown",
        "male female", "m f", "delete as appropriate", "yes no delete as appropriate", "dd mm yyyy", "dd mm yy", "null", "undefined",
    };

    private static readonly HashSet<string> NotApplicable = new(StringComparer.Ordinal) { "n a", "na", "not applicable", "not relevant" };

    /// <summary>Text fields in which "none" and "not applicable" say something: there is none.</summary>
    private static readonly HashSet<Field> MayBeNone =
    [
        Fields.CommunicationNeeds, Fields.Send, Fields.Medication, Fields.PreviousInput, Fields.SafetyNote, Fields.ConsentCapacity, Fields.PreferredName,
    ];

    private static readonly HashSet<Field> Dates =
    [
        Fields.DateOfBirth, Fields.LegalStatusSince, Fields.PlacementSince, Fields.AdoptionOrderDate, Fields.ReturnedHomeOn, Fields.SdqDate, Fields.ConsentWithdrawnOn,
    ];

    private static readonly HashSet<Field> Names =
    [
        Fields.GivenName, Fields.FamilyName, Fields.PreferredName, Fields.ReferrerName, Fields.SocialWorker, Fields.ReviewingOfficer, Fields.Carer, Fields.VirtualHead,
    ];

    private static readonly HashSet<Field> YesOrNo =
    [
        Fields.Interpreter, Fields.AuthorityInvolved, Fields.PlacingIcbLiable, Fields.ChildProtectionPlan, Fields.DeprivationOfLiberty,
    ];

    /// <summary>Reads one value.</summary>
    /// <param name="field">Whose value it is said to be.</param>
    /// <param name="raw">As written, of any length and content.</param>
    /// <param name="source">For the readings.</param>
    /// <param name="today">The London day on which it was received.</param>
    /// <returns>The field's own reading first; nothing where the value is blank.</returns>
    public static IEnumerable<(Field Field, Reading Reading)> Of(Field field, string raw, string source, LocalDate today)
    {
        var isText = !Names.Contains(field) && field.Codes is null;
        var clean = CleanText.Of(raw, isText ? CleanText.TextLength : CleanText.NameLength, multiline: isText);
        var text = Ticked(clean.Text);
        if (IsNotSaid(text) || (Names.Contains(field) && Nobody().IsMatch(text)))
        {
            return [];
        }

        var readings = Read(field, text, source, today);
        return clean.Note is null ? readings : readings.Select(one => (one.Field, Doubt(one.Reading, clean.Note)));
    }

    /// <summary>True where what stands in a value's place says only that nobody knows.</summary>
    public static bool IsNotSaid(string text)
    {
        if (text.Length > 80)
        {
            return false;
        }

        var folded = Words.Fold(text);
        return NotSaid.Contains(folded) && !(folded.Length == 0 && text.Any(letter => letter > 0x7f && char.IsLetterOrDigit(letter)));
    }

    public static Reading Doubt(Reading reading, string note) => reading with
    {
        Certainty = reading.Value is null ? Certainty.Unknown : Certainty.Doubtful,
        Note = reading.Note is null ? note : $"{reading.Note}; {note}",
    };

    /// <summary>What was written, short enough for a note.</summary>
    public static string Quote(string text)
    {
        var line = text.ReplaceLineEndings(" ");
        return line.Length <= QuotedLength ? $"\"{line}\"" : $"\"{line[..(char.IsHighSurrogate(line[QuotedLength - 1]) ? QuotedLength - 1 : QuotedLength)]}…\"";
    }

    private static IEnumerable<(Field Field, Reading Reading)> Read(Field field, string text, string source, LocalDate today)
    {
        if (NotApplicable.Contains(Words.Fold(text)))
        {
            return [(field, OfNotApplicable(field, text, source))];
        }

        if (Dates.Contains(field))
        {
            return [(field, Date(field, text, source, today))];
        }

        if (Names.Contains(field))
        {
            return Name(field, text, source);
        }

        if (YesOrNo.Contains(field))
        {
            return YesNo(field, text, source);
        }

        if (field.Name.StartsWith("risk", StringComparison.Ordinal))
        {
            return [(field, Risk(text, source))];
        }

        return field.Name switch
        {
            "nhsNumber" => [(field, Nhs(text, source))],
            "upn" => [(field, Upn.TryParse(text) is { } upn ? Reading.Known(upn.Text, source) : Reading.Invalid(source, $"not a valid unique pupil number: {Quote(text)}"))],
            "placementPostcode" => PlacementAddress(text, source),
            "responsibleAuthority" or "livesIn" => [(field, Authority(text, source))],
            "miles" => [(field, Miles(text, source))],
            "sdqTotal" => Sdq(text, source, today),
            "referrerEmail" or "socialWorkerEmail" => [(field, Email(text, source))],
            "referrerPhone" or "socialWorkerPhone" => [(field, Phone(text, source))],
            "language" => [(field, Language(text, source) ?? Reading.Known(text, source))],
            _ when field.Codes is not null => Coded(field, text, source, today),
            _ => [(field, Reading.Known(text, source))],
        };
    }

    private static Reading OfNotApplicable(Field field, string text, string source) =>
        MayBeNone.Contains(field) ? Reading.Known("none", source)
        : field == Fields.Interpreter || field == Fields.DeprivationOfLiberty || field == Fields.ChildProtectionPlan ? Reading.Doubtful("no", source, $"written: {Quote(text)}")
        : Reading.Invalid(source, $"written: {Quote(text)}");

    private static Reading Date(Field field, string text, string source, LocalDate today)
    {
        var found = BritishDate.FindAll(text, today);
        var read = BritishDate.TryRead(text, today);
        if (read is not { } date)
        {
            return Reading.Invalid(source, field == Fields.DateOfBirth && Unborn().IsMatch(text) ? $"not born yet: {Quote(text)}" : $"not a date: {Quote(text)}");
        }

        if (found.Where(one => one.Date is not null).Select(one => one.Date).Distinct().Count() > 1)
        {
            return date.Date is { } first ? Reading.Doubtful(Iso(first), source, $"more than one date is given: {Quote(text)}") : Reading.Invalid(source, $"not one date: {Quote(text)}");
        }

        if (field == Fields.DateOfBirth && Unborn().IsMatch(text))
        {
            return Reading.Invalid(source, $"not born yet: {Quote(text)}");
        }

        return OfDate(field, date, source, today);
    }

    /// <summary>A date that was found, held against what the field allows.</summary>
    public static Reading OfDate(Field field, BritishDate date, string source, LocalDate today)
    {
        if (date.Date is not { } day)
        {
            return Reading.Invalid(source, date.Doubt!);
        }

        if (day > today)
        {
            return Reading.Invalid(source, $"in the future: {Quote(date.Written)}");
        }

        var reading = date.Doubt is null ? Reading.Known(Iso(day), source) : Reading.Doubtful(Iso(day), source, date.Doubt);
        if (field == Fields.DateOfBirth && day.PlusYears(25) <= today)
        {
            return Doubt(reading, "25 or older on the day of receipt");
        }

        return reading;
    }

    public static string Iso(LocalDate day) => day.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture);

    public static Reading Nhs(string text, string source)
    {
        var digits = BritishDate.AsciiDigits(text);
        var found = TenDigits().Match(digits);
        if (RightOne().Match(digits) is { Success: true } right && NhsNumber.TryParse(right.Groups["number"].Value) is { } meant)
        {
            return Reading.Known(meant.Text, source) with { Note = $"another is given and said to be wrong: {Quote(text)}" };
        }

        return NhsNumber.TryParse(found.Success ? found.Value : digits) is { } number ? Reading.Known(number.Text, source)
            : found.Success ? Reading.Invalid(source, $"the check digit of the NHS number is wrong: {Quote(found.Value)}")
            : Reading.Invalid(source, $"not an NHS number: {Quote(text)}");
    }

    /// <summary>"999 701 9733 on the sheet is his stepdad's, the right one is 999 402 6070".</summary>
    [GeneratedRegex(@"\b(?:right|correct|proper|real|actual) (?:one|number)(?: is|'s|:|,)? {0,2}(?<number>[0-9](?:[ -]{0,3}[0-9]){9})(?![0-9])", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex RightOne();

    public static Reading Authority(string text, string source) => Authorities.TryParse(text) switch
    {
        { IsTown: false } own => Reading.Known(own.Name, source),
        { } town => Reading.Known(town.Name, source) with { Note = $"written: {Quote(text)}" },
        null when Authorities.FindAll(Words.Of(text)) is { Count: > 0 } several =>
            Reading.Doubtful(several[0].Meaning.Name, source, $"more than one authority is named: {Quote(text)}"),
        null when Words.Of(text) is [{ Folded: "not" }, { Folded: "at" or "in" or "with" or "near" }, ..] => Reading.Invalid(source, $"no authority is named: {Quote(text)}"),
        null => Reading.Doubtful(text.ReplaceLineEndings(" "), source, "not an authority of England or Wales by any usual name"),
    };

    /// <summary>An address: its postcode, and the authority where a town says it.</summary>
    private static IEnumerable<(Field Field, Reading Reading)> PlacementAddress(string text, string source)
    {
        if (Postcode.FindIn(text) is { } found)
        {
            yield return (Fields.PlacementPostcode, Reading.Known(found.Postcode.Text, source));
        }
        else
        {
            yield return (Fields.PlacementPostcode, Reading.Invalid(source, $"no whole postcode: {Quote(text)}"));
        }

        if (Authorities.TryParse(Postcode.FindIn(text) is { } one && text[..one.Index].Trim().Length > 0 ? text[..one.Index] : text) is { } authority && text.Length > 3)
        {
            yield return (Fields.LivesIn, Reading.Known(authority.Name, source) with { Note = authority.IsTown ? "after the town in the address" : null });
        }
    }

    private static Reading Miles(string text, string source)
    {
        var number = Number().Match(text);
        if (!number.Success || !decimal.TryParse(number.Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var miles) || miles > 999.9m)
        {
            return Reading.Invalid(source, $"not a distance from 0 to 999.9 miles: {Quote(text)}");
        }

        var value = miles.ToString("0.#", CultureInfo.InvariantCulture);
        return Kilometres().IsMatch(text) ? Reading.Doubtful((miles * 0.621371m).ToString("0.#", CultureInfo.InvariantCulture), source, $"from kilometres: {Quote(text)}")
            : miles > 350 ? Reading.Doubtful(value, source, "more than 350 miles") : Reading.Known(value, source);
    }

    private static IEnumerable<(Field Field, Reading Reading)> Sdq(string text, string source, LocalDate today)
    {
        var reason = SdqReason().Match(text);
        if (reason.Success)
        {
            yield return (Fields.SdqReason, Reading.Known($"SDQ{reason.Groups["reason"].Value}", source));
            yield break;
        }

        var dates = BritishDate.FindAll(text, today);
        var rest = dates.Count > 0 ? text.Replace(dates[0].Written, " ", StringComparison.Ordinal) : text;
        var number = Number().Match(rest);
        yield return (Fields.SdqTotal, number.Success && int.TryParse(number.Value, out var total) && total <= 40
            ? Reading.Known(total.ToString(), source)
            : Reading.Invalid(source, $"not a total from 0 to 40: {Quote(text)}"));
        if (dates.Count > 0)
        {
            yield return (Fields.SdqDate, OfDate(Fields.SdqDate, dates[0], source, today));
        }
    }

    private static Reading Email(string text, string source)
    {
        var found = EmailWithin().Match(text);
        return found.Success && EmailAddress.TryParse(found.Value) is { } address ? Reading.Known(address.Text, source) : Reading.Invalid(source, $"not a mail address: {Quote(text)}");
    }

    private static Reading Phone(string text, string source)
    {
        var found = PhoneWithin().Match(text);
        return found.Success ? Reading.Known(found.Value.Trim(), source) : Reading.Invalid(source, $"not a phone number: {Quote(text)}");
    }

    public static Reading? Language(string text, string source) =>
        Languages.FindAll(Words.Of(text)).Select(found => found.Meaning).Distinct(StringComparer.Ordinal).ToList() is { Count: > 0 } named
            ? Reading.Known(string.Join(", ", named), source)
            : null;

    [GeneratedRegex(@"\b(?:unborn|due|edd|expected|not yet born)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 5000)]
    private static partial Regex Unborn();

    [GeneratedRegex(@"(?<![0-9])[0-9](?:[ \t\u00a0.\-\u2010-\u2015]{0,3}[0-9]){9}(?![0-9])", RegexOptions.CultureInvariant, 5000)]
    internal static partial Regex TenDigits();

    [GeneratedRegex(@"[0-9]{1,4}(?:\.[0-9]+)?", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex Number();

    [GeneratedRegex(@"\b(?:km|kms|kilomet)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 5000)]
    private static partial Regex Kilometres();

    [GeneratedRegex(@"\bSDQ\s?(?<reason>[1-5])\b(?!\s?[0-9/])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 5000)]
    private static partial Regex SdqReason();

    [GeneratedRegex(@"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}", RegexOptions.CultureInvariant, 5000)]
    internal static partial Regex EmailWithin();

    [GeneratedRegex(@"(?<![0-9A-Za-z])(?:\+44[ ]?(?:\(0\))?[ ]?|\(?0)[0-9](?:[ ()-]{0,2}[0-9]){7,10}(?![0-9])(?:[ ]?(?:ext|x)\.?[ ]?[0-9]{1,5})?", RegexOptions.CultureInvariant, 5000)]
    internal static partial Regex PhoneWithin();
}
