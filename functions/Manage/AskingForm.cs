using System.Collections.Immutable;
using Heldspace.Functions.Pages;
using Heldspace.Intake;
using Heldspace.Measures;
using Heldspace.Measures.Asking;
using Heldspace.Pathway;
using NodaTime;

namespace Heldspace.Functions.Manage;

/// <summary>Reads what a colleague writes down of who is asked how things are going, when not, and about which goals.</summary>
internal static class AskingForm
{
    public const string Respondent = "respondent";
    public const string QuietDays = "quiet-days";
    public const string Goals = "goals";

    private const int LongestName = 100;
    private const int FewestDigits = 10;
    private const int MostDigits = 15;

    /// <summary>The name of the field of a goal, from 1.</summary>
    public static string GoalField(int number) => $"goal-{number.ToString(System.Globalization.CultureInfo.InvariantCulture)}";

    /// <summary>The act; or, in words, why there is none; neither for another form.</summary>
    public static (Act? Act, string? Mistake) Read(string act, IFormCollection form, string by, LocalDate today) => act switch
    {
        Respondent => OfRespondent(form, by, today),
        QuietDays => OfQuietDays(form["days"].ToString(), by),
        Goals => (new Act.RecordGoals([.. Enumerable.Range(1, RecordGoals.Most).Select(number => form[GoalField(number)].ToString())]) { By = by }, null),
        _ => (null, null),
    };

    /// <summary>A day as it is typed and shown: <c>24 December</c> for every year, <c>3 May 2027</c> for one.</summary>
    public static string InWords(QuietDay day) =>
        $"{day.Day.ToString(System.Globalization.CultureInfo.InvariantCulture)} {System.Globalization.CultureInfo.InvariantCulture.DateTimeFormat.GetMonthName(day.Month)}{(day.Year is { } year ? $" {year.ToString(System.Globalization.CultureInfo.InvariantCulture)}" : "")}";

    private static (Act?, string?) OfRespondent(IFormCollection form, string by, LocalDate today)
    {
        var (role, name, email, phone, language) = (form["role"].ToString(), Typed(form, "name"), Typed(form, "email"), Typed(form, "phone"), form["language"].ToString());
        if (!Roles.All.Contains(role) || !AskWords.Languages.ContainsKey(language))
        {
            return (null, "Choose who it is about, and a language.");
        }

        if (!Enum.TryParse<AskBy>(form["by"].ToString(), out var way) || !Enum.IsDefined(way))
        {
            return (null, "Choose how they are asked.");
        }

        if (name.Length > LongestName)
        {
            return (null, "That name is too long.");
        }

        var address = EmailAddress.TryParse(email);
        if (email.Length > 0 && address is null)
        {
            return (null, "That is no mail address.");
        }

        var digits = phone.Count(char.IsAsciiDigit);
        if (phone.Length > 0 && (digits is < FewestDigits or > MostDigits || !phone.All(sign => char.IsAsciiDigit(sign) || sign is ' ' or '+')))
        {
            return (null, "That is no telephone number. Write it with digits and spaces.");
        }

        LocalDate? objected = form["objects"] != "yes" ? null
            : NodaTime.Text.LocalDatePattern.Iso.Parse(form["since"].ToString()).TryGetValue(default, out var since) && since <= today ? since : today;
        return (new Act.RecordRespondent(new(role, name.Length == 0 ? null : name, way, address, phone.Length == 0 ? null : phone) { Language = language, ObjectedOn = objected }) { By = by }, null);
    }

    private static (Act?, string?) OfQuietDays(string typed, string by)
    {
        var days = ImmutableArray.CreateBuilder<QuietDay>();
        foreach (var line in typed.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            // The 29th of February is a day in a leap year.
            var parts = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (parts.Length is not (2 or 3) || Dates.Read(parts[0], parts[1], parts.Length == 3 ? parts[2] : "2024") is not { } day)
            {
                return (null, $"“{(line.Length > 40 ? line[..40] + "…" : line)}” is no day. Write a day a line, such as 24 December, or 3 May 2027 for one year only.");
            }

            days.Add(new(day.Month, day.Day, parts.Length == 3 ? day.Year : null));
        }

        return (new Act.RecordQuietDays([.. days.Distinct()]) { By = by }, null);
    }

    private static string Typed(IFormCollection form, string field) => form[field].ToString().Trim();
}
