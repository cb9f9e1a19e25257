using System.Globalization;
using Heldspace.Allocation;
using Heldspace.Functions.Pages;
using Heldspace.Pathway;
using Heldspace.Services;
using NodaTime;

namespace Heldspace.Functions.Manage;

/// <summary>Absences in words for staff.</summary>
internal static class AbsenceWords
{
    public static string State(Absence absence, LocalDate today) => absence switch
    {
        { State: AbsenceState.Undone } => "taken back",
        { State: AbsenceState.Marked } => "the list is being made",
        { State: AbsenceState.Proposed } => $"waits to be confirmed: {Appointments(absence.Items.Length)}",
        { Items.IsEmpty: true } => "no appointment was held",
        _ when Time.London.Day(absence.Time.End - Duration.Epsilon) < today => $"over; {Appointments(absence.Items.Length)} covered",
        _ => $"confirmed: {Appointments(absence.Items.Length)}",
    };

    /// <summary>Who, when and where.</summary>
    public static string Place(ServiceDefinition service, Slot slot) =>
        $"{HistoryWords.When(slot.Start)} with {HistoryWords.Name(service, slot.Clinician)}, {PlaceKinds.InWords(service.Places.First(place => place.Id == slot.Place).Kind)}";

    /// <summary>What became of one appointment of the list, as whole sentences; null while it is only listed.</summary>
    public static string? Stage(ServiceDefinition service, AbsenceLine line)
    {
        var stands = line.Appointment is { Slot: { } slot } ? Place(service, slot) : "";
        return line.Stage switch
        {
            AbsenceStage.Listed => null,
            AbsenceStage.UnderWay => "On its way.",
            AbsenceStage.Placed => $"Held now: {stands}.{Agreed(line)}",
            AbsenceStage.PlacedElsewhere => $"The place on the list was taken meanwhile. Held now: {stands}.{Agreed(line)}",
            AbsenceStage.ToRing => "Its place was given up. Please ring the family, and choose the next one with them.",
            AbsenceStage.NoPlace => "No place is free. Managers were told, and one is looked for every working morning.",
            AbsenceStage.Changed => $"Somebody decided otherwise meanwhile, and that stands: {(line.Appointment is { } other ? HistoryWords.State(service, other) : "it is gone")}{(stands.Length == 0 ? "" : $", {stands}")}.",
            AbsenceStage.Began => "It had begun before the list was confirmed, and was left alone.",
            AbsenceStage.Back => $"Back where it was: {stands}.",
            AbsenceStage.StaysAgreed => $"It stays: the family has agreed to {stands}.",
            AbsenceStage.StaysNear => $"It stays: {stands}. It is so near that only a person moves it, after ringing.",
            AbsenceStage.StaysTaken => $"It stays: {stands}. Its old place was taken meanwhile.",
            AbsenceStage.StaysAway => $"It stays: {stands}. By another absence {HistoryWords.Name(service, line.Item.From.Clinician)} is away at the old time.",
            _ => throw new ArgumentOutOfRangeException(nameof(line)),
        };
    }

    /// <summary>How many lines stand how, as one sentence; what needs a person comes last.</summary>
    public static string Sum(IReadOnlyList<AbsenceLine> lines)
    {
        var listed = lines.Where(line => line.Stage == AbsenceStage.Listed).ToList();
        var (ring, none) = (listed.Count(line => line.Item.RingFirst), listed.Count(line => line.Item is { RingFirst: false, To: null }));
        var late = listed.Count(line => line.Item is { RingFirst: false, To: not null, InTime: false });
        string?[] parts =
        [
            Part(listed.Count - ring - none - late, "would get a place in time"),
            Part(late, "would get one after the target day"),
            Part(none, none == 1 ? "finds no place" : "find no place"),
            Part(ring, ring == 1 ? "needs a ring first" : "need a ring first"),
        ];
        return $"{string.Join(", ", parts.OfType<string>())}.";

        static string? Part(int n, string what) => n == 0 ? null : $"{n.ToString(CultureInfo.InvariantCulture)} {what}";
    }

    public static string Appointments(int n) => n == 1 ? "1 appointment" : $"{n.ToString(CultureInfo.InvariantCulture)} appointments";

    /// <summary>A day of the week and the day, without the year: lists are of the weeks ahead.</summary>
    public static string Day(LocalDate day) => Dates.WordsWithWeekday(day);

    private static string Agreed(AbsenceLine line) => line.Appointment?.AgreedAt is null ? "" : " The family has agreed.";
}
