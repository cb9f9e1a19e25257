using System.Collections.Immutable;
using Heldspace.Pathway;
using Heldspace.Services;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Measures.Asking;

/// <summary>Who can be asked, how and when not, written down by the team, by the respondent, or by the service where a message came back.</summary>
public static class RecordRespondent
{
    /// <summary>Who did it where a message came back.</summary>
    public const string ByService = "service";

    /// <summary>More days than that leave no time to ask.</summary>
    private const int MostQuietDays = 60;

    /// <summary>The newest takes the place of what was known of that role; whatever they were asked by another way stops, and they are asked by this one.</summary>
    public static Ruling Say(ServiceDefinition service, CaseFile file, Respondent person, string by, Instant now)
    {
        ArgumentNullException.ThrowIfNull(person);
        if (file.Case.State is not (CaseState.Open or CaseState.Closed))
        {
            return Acts.NotOpen;
        }

        if (Refused(person, now) is { } refused)
        {
            return refused;
        }

        if (file.Case.Respondents.Contains(person) || (Respondents.Of(file.Case, person.Role) == person && file.Case.Respondents.All(other => other.Role != person.Role)))
        {
            return new Ruling.Nothing();
        }

        var after = file with { Case = file.Case with { Respondents = [.. file.Case.Respondents.Where(other => other.Role != person.Role), person] } };
        return Acts.Change(after, new CaseEvent.RespondentRecorded(person, by) { At = now });
    }

    /// <summary>They do not want to be asked; null where that is known. Said on their own page it holds at once.</summary>
    public static Change? Object(ServiceDefinition service, CaseFile file, string role, string by, Instant now) =>
        Respondents.Of(file.Case, role) is { ObjectedOn: null } person && Say(service, file, person with { ObjectedOn = London.Day(now) }, by, now) is Ruling.Do(var change) ? change : null;

    /// <summary>Messages do not reach them: from now on they are asked by the next way, a text message where a number is known, else by the key worker, who hears why. Null where they are not asked by that way any more.</summary>
    /// <param name="service">Whose case.</param>
    /// <param name="file">The case.</param>
    /// <param name="role">Who.</param>
    /// <param name="address">The address or number that does not work.</param>
    /// <param name="why">A sentence for the key worker.</param>
    /// <param name="now">When.</param>
    public static Change? Unreachable(ServiceDefinition service, CaseFile file, string role, string address, string why, Instant now)
    {
        return Respondents.Of(file.Case, role) is { By: AskBy.Email or AskBy.Text } person && person.Address == address
            ? AskOtherwise(service, file, person with { By = person is { By: AskBy.Email, Phone: not null } ? AskBy.Text : AskBy.Call, Changed = why }, why, now)
            : null;
    }

    /// <summary>They want no text messages: their number is one for it no more, and where they were asked that way they are asked by the next, a mail where an address is known, else by the key worker, who hears why. Null where the case has no number of theirs.</summary>
    public static Change? NoTexts(ServiceDefinition service, CaseFile file, string role, string why, Instant now) =>
        Respondents.Of(file.Case, role) is { Phone: not null } person
            ? AskOtherwise(service, file, person with { Phone = null, By = person.By != AskBy.Text ? person.By : person.Email is not null ? AskBy.Email : AskBy.Call, Changed = why }, why, now)
            : null;

    /// <summary>The service itself asks somebody another way, and tells the key worker.</summary>
    private static Change? AskOtherwise(ServiceDefinition service, CaseFile file, Respondent person, string why, Instant now)
    {
        if (Say(service, file, person, ByService, now) is not Ruling.Do(var change))
        {
            return null;
        }

        var n = PlannedMessage.Number(change.File.Case.LastEvent);
        return change with { File = change.File.Plan(AskMessages.ChannelChanged(service, change.File, person, n, why, now)) };
    }

    public static Ruling QuietDays(CaseFile file, ImmutableArray<QuietDay> days, string by, Instant now) =>
        file.Case.State is not (CaseState.Open or CaseState.Closed) ? Acts.NotOpen
        : days.Length > MostQuietDays ? new Ruling.Refuse($"No more than {PlannedMessage.Number(MostQuietDays)} days can be flagged.")
        : days.Any(day => !IsDay(day)) ? new Ruling.Refuse("One of these is no day.")
        : days.SequenceEqual(file.Case.QuietDays) ? new Ruling.Nothing()
        : Acts.Change(file with { Case = file.Case with { QuietDays = days } }, new CaseEvent.QuietDaysRecorded(days, by) { At = now });

    private static bool IsDay(QuietDay day) =>
        day.Month is >= 1 and <= 12 && day.Day >= 1 && day.Year is null or (>= 2000 and <= 2200) && day.Day <= CalendarSystem.Iso.GetDaysInMonth(day.Year ?? 2024, day.Month);

    private static Ruling.Refuse? Refused(Respondent person, Instant now) => person switch
    {
        _ when !Roles.All.Contains(person.Role) => new("That is nobody who can be asked."),
        { By: AskBy.Email, Email: null } => new("Write their mail address, or choose another way."),
        { By: AskBy.Text, Phone: null } => new("Write a number that takes text messages, or choose another way."),
        { ObjectedOn: { } on } when on > London.Day(now) => new("That day has not come yet."),
        _ => null,
    };
}
