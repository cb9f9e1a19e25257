using System.Collections.Immutable;
using Heldspace.Services;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Allocation;

/// <summary>What an appointment must be.</summary>
public sealed record Need
{
    public required AppointmentKind Kind { get; init; }

    public required Clock Clock { get; init; }

    /// <summary>The clock started here.</summary>
    public required Instant ReceivedAt { get; init; }

    /// <summary>How long the clock stood still, in days.</summary>
    public int PausedDays { get; init; }

    public bool Urgent { get; init; }

    /// <summary>Lengthens the meeting.</summary>
    public bool Interpreter { get; init; }

    /// <summary>Where the child would like to meet; null where nobody said.</summary>
    public PlaceKind? PreferredPlace { get; init; }

    /// <summary>What a person is worth in days of waiting whom a family has agreed to meet, or whom somebody chose for the child: a week, and no more than that.</summary>
    public const decimal ChosenDays = 7;

    /// <summary>What it is worth to see somebody again whom the child has met once, in days of waiting.</summary>
    public const decimal MetDays = 2;

    /// <summary>Who should see the child if that does not cost too much: continuity, the key worker; by id.</summary>
    public string? PreferredClinician { get; init; }

    /// <summary>So many days of waiting <see cref="PreferredClinician"/> is worth.</summary>
    public decimal PreferredDays { get; init; } = ChosenDays;

    /// <summary>The <see cref="TeamMember.Gender"/> of whom they would rather meet, if that does not cost too much; null where nobody said.</summary>
    public string? PreferredGender { get; init; }

    /// <summary>Who must not, by id.</summary>
    public ImmutableArray<string> NotWith { get; init; } = [];

    /// <summary>The first day that suits; null for any.</summary>
    public LocalDate? NotBefore { get; init; }

    /// <summary>
    /// A meeting that the family has planned for and that somebody else could hold: no notice is needed to keep its time and place. Null where there is none.
    /// </summary>
    public Slot? Keeping { get; init; }

    /// <summary>Times at which a clinician turned out to be taken after all, whatever free-busy says: by clinician id.</summary>
    public ImmutableArray<(string Clinician, Interval Time)> Avoid { get; init; } = [];

    /// <summary>The same, with somebody whom the family has agreed to meet if that does not cost too much.</summary>
    public Need Preferring(string clinician) => this with { PreferredClinician = clinician, PreferredDays = ChosenDays };

    public int Minutes => Kind.Minutes + (Interpreter ? Kind.InterpreterMinutes : 0);

    /// <summary>The last day that is in time: the target counts calendar days from the day of receipt less pauses, and its last day is in time.</summary>
    public LocalDate TargetDay => London.Day(ReceivedAt).PlusDays(PausedDays + (Urgent ? Math.Min(Clock.UrgentDays, Clock.TargetDays) : Clock.TargetDays));
}

/// <summary>The days in which a place is looked for.</summary>
/// <param name="First">The first day after the notice that a family needs.</param>
/// <param name="Target">The last day that is in time; it may lie before <paramref name="First"/> when a referral was long under way.</param>
/// <param name="Last">How far is looked when the target is full.</param>
public sealed record SearchWindow(LocalDate First, LocalDate Target, LocalDate Last)
{
    /// <summary>The day of a meeting whose time is to be kept, which may lie before <see cref="First"/>; null where there is none.</summary>
    public LocalDate? Kept { get; init; }

    public static SearchWindow Of(ServiceDefinition service, Need need, Instant now)
    {
        var notice = need.Urgent ? service.Allocation.UrgentNoticeWorkingDays : service.Allocation.NoticeWorkingDays;
        var first = WorkingDays.Of(service).After(London.Day(now), notice);
        if (need.NotBefore is { } wished && wished > first)
        {
            first = wished;
        }

        var last = London.Day(need.ReceivedAt).PlusDays(need.PausedDays + service.Allocation.HorizonDays);
        return new(first, need.TargetDay, LocalDate.Max(last, first.PlusDays(7))) { Kept = need.Keeping is { } slot && slot.Start > now ? London.Day(slot.Start) : null };
    }

    /// <summary>The first day that could be offered at all, were a family content with no notice: tomorrow.</summary>
    public static LocalDate Soonest(Instant now) => London.Day(now).PlusDays(1);

    /// <summary>
    /// The instants from tomorrow's midnight in London to that after the last day: ways out are looked for before <see cref="First"/> too, and a day
    /// that was not read must never seem free.
    /// </summary>
    public Interval Instants(Instant now) =>
        new(London.At(LocalDate.Min(LocalDate.Min(First, Soonest(now)), Kept ?? First), LocalTime.Midnight), London.At(Last.PlusDays(1), LocalTime.Midnight));
}
