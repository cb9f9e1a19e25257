using Heldspace.Azure.Records;
using Heldspace.Functions.Hosting;
using Heldspace.Pathway;
using NodaTime;

namespace Heldspace.Functions.Appointments;

/// <summary>
/// Commits what somebody asks for by link, and queues what follows from it. Decided again from the case as it is whenever somebody else was quicker.
/// </summary>
internal sealed class ChangeByLink(FollowLink links, Cases cases, IntakeStore store, ActEffects effects, Settling settling, CaseQueue queue, IClock clock)
{
    private const int MostTries = 10;

    /// <summary>How it stands afterwards; null where the link opens nothing (any more).</summary>
    /// <param name="decide">What it comes to; null for nothing: it was done before, or cannot be done. Then nothing is committed.</param>
    public async Task<Followed?> Change(HttpContext http, string service, string token, Func<Followed, Instant, Task<Change?>> decide)
    {
        var cancellation = http.RequestAborted;
        for (var tries = 0; tries < MostTries; tries++)
        {
            if (await links.Follow(http, service, token, cancellation) is not { } followed)
            {
                return null;
            }

            if (await decide(followed, clock.GetCurrentInstant()) is not { } change)
            {
                if (tries > 0)
                {
                    // Somebody else did the same in between: our mark may stand for nothing.
                    await settling.Check(followed.Stored, cancellation);
                }

                return followed;
            }

            // The mark stands before anything changes: a crash in between is taken up from it.
            await store.Reopen(followed.Service.Id, followed.Stored.File.Case.Id.Intake, cancellation);
            if (await cases.Commit(followed.Stored, change.ToBeFollowed(), cancellation) is { } committed)
            {
                await effects.After(followed.Service, committed, change, cancellation);
                return await links.Follow(http, service, token, cancellation);
            }
        }

        throw new Contended("The case changed again and again.");
    }

    /// <summary>Has the calendars looked through for other places. Until that is done every look at the page asks again, under the same id.</summary>
    public async Task<Followed> LookForPlaces(HttpContext http, Followed followed)
    {
        var now = followed;
        if (OfferPlaces.LookAgain(followed.Stored.File, followed.Appointment, clock.GetCurrentInstant()) is { } change)
        {
            // Who lost against somebody else's change looks at the page again.
            now = await cases.Commit(followed.Stored, change, http.RequestAborted) is { } committed
                ? followed with { Stored = committed, Appointment = committed.File.Appointments.First(other => other.Id == followed.Appointment.Id) }
                : followed;
        }

        if (OfferPlaces.IsLooking(now.Appointment))
        {
            var step = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"offers:{now.Appointment.OffersAsked!.Value.ToUnixTimeMilliseconds()}");
            await queue.Allocation(now.Service, now.Stored.File, now.Appointment, step, http.RequestAborted);
        }

        return now;
    }
}
