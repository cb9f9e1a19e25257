using System.Collections.Immutable;
using System.Globalization;
using Heldspace.Allocation;
using Heldspace.Azure.Records;
using Heldspace.Functions.Appointments.Views;
using Heldspace.Functions.Pages;
using Heldspace.Functions.Refer;
using Heldspace.Functions.Refer.Form;
using Heldspace.Pathway;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Functions.Appointments;

/// <summary>
/// Another time or place. What is shown is free by the table of claims; whether it is free in the diary, too, is found out when it is chosen. Until the new
/// place is theirs the old one stays. Where few are left the calendars are looked through again, by the app and not from here.
/// </summary>
internal sealed class ChooseAnother(PublicPages pages, FollowLink links, ChangeByLink changes, PageWait wait, Slots slots, IClock clock)
{
    /// <summary>Name of the field, and of the first choice for whoever is led there from a mistake.</summary>
    public const string Field = "place";

    /// <summary>GET appointment/{service}/{token}/choose.</summary>
    public async Task<IResult> Show(HttpContext http, string service, string token)
    {
        var found = await links.Follow(http, service, token, http.RequestAborted);
        if (found is { Standing: LinkStanding.Open } && (await Offers(found, clock.GetCurrentInstant(), http.RequestAborted)).Length < OfferPlaces.Fewest)
        {
            found = await changes.LookForPlaces(http, found);
            if (OfferPlaces.IsLooking(found.Appointment))
            {
                found = await wait.Until(http, cancellation => links.Follow(http, service, token, cancellation), found => found is not null && OfferPlaces.IsLooking(found.Appointment));
            }
        }

        return found switch
        {
            null => links.Nothing(http),
            { Standing: LinkStanding.Open } => await Page(http, found, []),
            _ => new SeeOther(found.Path),
        };
    }

    /// <summary>POST appointment/{service}/{token}/choose.</summary>
    public async Task<IResult> Take(HttpContext http, string service, string token)
    {
        var (form, refusal) = await pages.Read(http, Posted.PageLimit, null);
        if (form is null)
        {
            return refusal!;
        }

        var (key, seen) = (form[Field].ToString(), AppointmentWords.Seen(form));
        var isOurs = await pages.IsOurs(http);
        var isGone = false;
        var after = await changes.Change(http, service, token, async (found, now) =>
        {
            if (!isOurs || found.Standing != LinkStanding.Open || found.Appointment.Attempt != seen)
            {
                return null;
            }

            var chosen = (await Offers(found, now, http.RequestAborted)).FirstOrDefault(offer => AppointmentWords.Key(offer.Slot) == key);
            isGone = chosen is null;
            return chosen is null ? null : MoveAppointment.Want(found.Stored.File, found.Appointment, chosen.Slot, MovedBy.Family, $"Chosen by the family. {chosen.Reason}", now);
        });
        return after switch
        {
            null => links.Nothing(http),
            { Appointment.Move: { } move } => new SeeOther(string.Create(CultureInfo.InvariantCulture, $"{after.Path}?asked={move.Attempt}")),
            { Standing: not LinkStanding.Open } => new SeeOther(after.Path),
            { Appointment.Slot: { } held } when AppointmentWords.Key(held) == key => new SeeOther(string.Create(CultureInfo.InvariantCulture, $"{after.Path}?asked={after.Appointment.Attempt}")),
            _ when !isOurs => await Page(http, after, [AppointmentWords.OnceMore], StatusCodes.Status400BadRequest, key),
            _ when after.Appointment.Attempt != seen => new SeeOther($"{after.Path}?changed=1"),
            _ when isGone => await Page(
                http, after,
                [new(null, Field, key.Length == 0 ? "Select the place that you would like" : "That place has just been taken. Select another one; the one you have is still yours")],
                StatusCodes.Status422UnprocessableEntity),
            _ => new SeeOther(after.Path),
        };
    }

    private async Task<ImmutableArray<Proposal>> Offers(Followed found, Instant now, CancellationToken cancellation)
    {
        if (found.Standing != LinkStanding.Open || found.Appointment.Alternatives.IsEmpty)
        {
            return [];
        }

        var claims = await slots.Claims(found.Service, LondonWeek.Of(now), LondonWeek.Of(found.Appointment.Alternatives.Max(other => other.Slot.Start)), cancellation);
        return OfferPlaces.Of(found.Service, found.Stored.File, found.Appointment, new TakenTime([], [], claims), now);
    }

    private async Task<IResult> Page(HttpContext http, Followed found, IReadOnlyList<Mistake> mistakes, int status = StatusCodes.Status200OK, string? chosen = null)
    {
        var offers = (await Offers(found, clock.GetCurrentInstant(), http.RequestAborted)).Select(offer => AppointmentWords.Offer(found.Service, offer.Slot)).ToList();
        var looksAgain = offers.Count == 0 && OfferPlaces.IsLooking(found.Appointment) && PageWait.LooksAgain(http, $"{found.Path}/choose");
        return pages.Page<ChoosePlacePage>(
            pages.Frame(found.Service, "Another time or place") with { Young = found.Young, Mistakes = mistakes, Back = found.Path },
            status,
            ("Entry", AppointmentWords.Entry(found.Service, found.Stored.File.Case, found.Appointment)),
            ("Offers", offers),
            ("Chosen", chosen),
            ("Seen", found.Appointment.Attempt),
            ("Action", $"{found.Path}/choose"),
            ("LooksAgain", looksAgain),
            ("Proof", pages.Proof(http)));
    }
}
