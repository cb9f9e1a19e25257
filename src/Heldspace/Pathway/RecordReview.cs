using System.Text.Json.Serialization;
using NodaTime;

namespace Heldspace.Pathway;

/// <summary>What a review came to.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ReviewOutcome>))]
public enum ReviewOutcome
{
    GoesOn,

    /// <summary>It goes on with another plan.</summary>
    ChangedPlan,

    /// <summary>The work comes to its end: an exit plan, then the case is closed.</summary>
    Ends,
}

/// <param name="On">The day.</param>
/// <param name="What">What it came to.</param>
/// <param name="By">Who recorded it.</param>
public sealed record Review(LocalDate On, ReviewOutcome What, string By);

/// <summary>Key worker and child looked back on the work together.</summary>
public static class RecordReview
{
    /// <summary>Said again for the same day it takes the place of what was said before.</summary>
    public static Ruling On(CaseFile file, LocalDate on, ReviewOutcome what, string by, Instant now) =>
        !Acts.IsOpen(file) ? Acts.NotOpen
        : Acts.DayRefused(file, on, now) is { } refused ? refused
        : file.Case.InterventionAt is not { } begun ? new Ruling.Refuse("Say first that the first session took place.")
        : on < Time.London.Day(begun) ? new Ruling.Refuse("That day lies before the first session.")
        : file.Case.Reviews.Any(review => review.On == on && review.What == what) ? new Ruling.Nothing()
        : Acts.Change(
            file with { Case = file.Case with { Reviews = [.. file.Case.Reviews.Where(review => review.On != on).Append(new(on, what, by)).OrderBy(review => review.On)] } },
            new CaseEvent.Reviewed(on, what, by) { At = now });
}
