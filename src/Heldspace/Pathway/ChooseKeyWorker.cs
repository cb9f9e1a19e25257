using System.Collections.Immutable;
using System.Globalization;
using Heldspace.Intake;
using Heldspace.Services;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Pathway;

/// <param name="Clinician">By id.</param>
/// <param name="Reason">Why them, in words for staff.</param>
public sealed record KeyWorkerChoice(string Clinician, string Reason);

/// <summary>
/// Who works with a child from the assessment on: who assessed them if they can, so that the child need not begin again with somebody new; else whoever
/// can, is who the child would rather meet, speaks their language, and carries least. Never somebody with a conflict of interest,
/// nor who is away all of the first week in which the work could begin. A person can choose otherwise.
/// </summary>
public static class ChooseKeyWorker
{
    /// <summary>Stands for the service itself where somebody is said to have chosen.</summary>
    public const string ByService = "service";

    /// <summary>Null where nobody can.</summary>
    public static KeyWorkerChoice? Choose(ServiceDefinition service, CaseFile file, string? assessor, Caseload caseload, Instant now)
    {
        ArgumentNullException.ThrowIfNull(caseload);
        var notice = file.Case.Urgent ? service.Allocation.UrgentNoticeWorkingDays : service.Allocation.NoticeWorkingDays;
        var begins = WorkingDays.Of(service).After(London.Day(now), notice);
        var able = Able(service, file).Where(member => !caseload.Away.IsAllWeek(service, member.Id, begins)).ToList();
        var (language, gender) = (file.Case.Child.Value(Fields.Language), file.Case.Child.Value(Fields.PreferredGender));
        var asWished = gender is null ? [] : able.Where(member => member.Gender == gender).ToList();
        var wish = gender is null ? "" : asWished.Count > 0 ? $"They would rather meet a {gender}. " : $"They would rather meet a {gender}, and nobody who can is one. ";
        var among = asWished.Count > 0 ? asWished : able;
        if (among.FirstOrDefault(member => member.Id == assessor) is { } same)
        {
            return new(same.Id, $"{wish}{same.Name} did the assessment, so the child need not begin again with somebody new.");
        }

        var best = among
            .OrderByDescending(member => Speaks(member, language))
            .ThenBy(caseload.Weighted)
            .ThenBy(member => member.Id, StringComparer.Ordinal)
            .FirstOrDefault();
        return best is null ? null : new(best.Id, string.Create(CultureInfo.InvariantCulture,
            $"{wish}{(Speaks(best, language) ? $"{best.Name} speaks their language, and carries" : $"Of those who can, {best.Name} carries")} the least: {Cases(caseload.Of(best.Id))} at {best.Weight:0.##} of a whole share."));
    }

    /// <summary>Somebody of the team is chosen by a person. A session that has no place yet is looked for with them.</summary>
    public static Ruling ByHand(ServiceDefinition service, CaseFile file, string clinician, string reason, string by, Instant now)
    {
        if (!Acts.IsOpen(file))
        {
            return Acts.NotOpen;
        }

        if (service.Team.All(member => member.Id != clinician))
        {
            return new Ruling.Refuse("Nobody of that name is in the team.");
        }

        if (Conflicts(file).Contains(clinician))
        {
            return new Ruling.Refuse("There is a conflict of interest. Choose somebody else.");
        }

        if (file.Case.KeyWorker == clinician && file.Case.KeyWorkerChosenBy != ByService)
        {
            return new Ruling.Nothing();
        }

        var (chosen, happened) = Put(file, clinician, string.IsNullOrWhiteSpace(reason) ? "Chosen by hand." : reason.Trim(), by, now);
        foreach (var wanted in chosen.Appointments.Where(appointment =>
            appointment.Kind != OpenCase.Assessment && appointment.State is AppointmentState.Wanted or AppointmentState.NoPlace))
        {
            chosen = chosen.With(wanted with { Wish = wanted.Wish with { Clinician = clinician, NotWith = wanted.Wish.NotWith.Remove(clinician) } });
        }

        return Acts.Change(chosen, happened);
    }

    /// <summary>
    /// How many days of waiting it is worth to see somebody: a week where a person chose them, where they are as the family wished, or where the family was told to expect them and the place was
    /// lost; less where the service chose them and the two have met, or the family knows their name; and nothing else.
    /// </summary>
    public static decimal WorthWaitingFor(ServiceDefinition service, CaseFile file, Appointment appointment, string clinician)
    {
        if (!IsFirstSession(file, appointment) || file.Case.KeyWorkerChosenBy != ByService || file.Case.KeyWorker != clinician || appointment.HeldAt is not null || IsAsWished(service, file, clinician))
        {
            return Allocation.Need.ChosenDays;
        }

        return file.Appointments.Any(other => other.Slot?.Clinician == clinician && (other.Outcome?.What == AppointmentOutcome.TookPlace || (other.Kind == appointment.Kind && other.HeldAt is not null))) ? Allocation.Need.MetDays : 0;
    }

    /// <summary>
    /// Whoever is to hold the first session works with the child from then on: a key worker whom the service chose is no reason to begin twice. Null where that
    /// changes nothing, where a person chose, or where the key worker is as the family wished and the other is not.
    /// </summary>
    public static (CaseFile File, CaseEvent Event)? FollowSession(ServiceDefinition service, CaseFile file, Appointment held, Instant now)
    {
        if (!IsFirstSession(file, held) || file.Case is not { KeyWorkerChosenBy: ByService, KeyWorker: { } before } || held.Slot?.Clinician is not { } clinician || before == clinician
            || !Able(service, file).Any(member => member.Id == clinician) || (IsAsWished(service, file, before) && !IsAsWished(service, file, clinician)))
        {
            return null;
        }

        var name = service.Team.First(member => member.Id == clinician).Name;
        var former = service.Team.FirstOrDefault(member => member.Id == before)?.Name;
        var (chosen, happened) = Put(file, clinician, former is null ? $"{name} holds the first session." : $"{name} holds the first session; before, {former} was to.", ByService, now);
        return (chosen.With(held with { Wish = held.Wish with { Clinician = clinician } }), happened);
    }

    /// <summary>Whether somebody speaks the child's language or is a woman or a man, as they would rather.</summary>
    private static bool IsAsWished(ServiceDefinition service, CaseFile file, string clinician) => service.Team.FirstOrDefault(member => member.Id == clinician) is { } member
        && (Speaks(member, file.Case.Child.Value(Fields.Language)) || (file.Case.Child.Value(Fields.PreferredGender) is { } gender && member.Gender == gender));

    private static bool IsFirstSession(CaseFile file, Appointment appointment) => appointment.Kind == WantAppointment.Intervention && file.Case.InterventionAt is null;

    /// <summary>Those who must not see the child.</summary>
    public static ImmutableArray<string> Conflicts(CaseFile file) => [.. file.Case.Conflicts.Select(conflict => conflict.Clinician)];

    /// <summary>Those whose calendars were gone when something was held with them for this child.</summary>
    public static ImmutableArray<string> WithoutCalendar(CaseFile file) =>
        [.. file.Appointments.SelectMany(appointment => appointment.Wish.NotWith).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>Everybody of the team whom the service itself may choose, in order of ids.</summary>
    public static IReadOnlyList<TeamMember> Able(ServiceDefinition service, CaseFile file)
    {
        var gone = WithoutCalendar(file);
        return [.. MayBeChosen(service, file).Where(member => !gone.Contains(member.Id))];
    }

    /// <summary>Everybody of the team whom a person may choose, in order of ids: who can, and must not keep away from the child.</summary>
    public static IReadOnlyList<TeamMember> MayBeChosen(ServiceDefinition service, CaseFile file)
    {
        var skill = service.AppointmentKinds.FirstOrDefault(kind => kind.Id == WantAppointment.Intervention)?.Skill ?? WantAppointment.Intervention;
        var conflicts = Conflicts(file);
        return [.. service.Team.Where(member => member.Skills.Contains(skill, StringComparer.Ordinal) && !conflicts.Contains(member.Id)).OrderBy(member => member.Id, StringComparer.Ordinal)];
    }

    internal static (CaseFile File, CaseEvent Event) Put(CaseFile file, string clinician, string why, string by, Instant now) => (
        file with { Case = file.Case with { KeyWorker = clinician, KeyWorkerReason = why, KeyWorkerChosenBy = by } },
        new CaseEvent.KeyWorkerChosen(clinician, why, by) { At = now });

    private static bool Speaks(TeamMember member, string? language) =>
        language is not null && member.Languages.Contains(language.Trim(), StringComparer.OrdinalIgnoreCase);

    private static string Cases(int count) => count == 1 ? "1 case" : string.Create(CultureInfo.InvariantCulture, $"{count} cases");
}
