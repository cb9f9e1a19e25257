using Heldspace.Functions.Appointments.Views;
using Heldspace.Functions.Pages;
using Heldspace.Functions.Refer;
using Heldspace.Functions.Refer.Form;
using Heldspace.Pathway;
using Heldspace.Safeguarding;

namespace Heldspace.Functions.Appointments;

/// <summary>We cannot come: why, and whether another place is to be held or somebody is to ring.</summary>
internal sealed class CannotCome(PublicPages pages, FollowLink links, ChangeByLink changes)
{
    public const string Why = "why";
    public const string Words = "words";
    public const string Next = "next";

    /// <summary>Asks to be rung.</summary>
    public const string Ring = "ring";

    /// <summary>Asks for another place.</summary>
    public const string Again = "again";

    /// <summary>As many characters of their own words are kept.</summary>
    private const int MostWords = 2000;

    /// <summary>GET appointment/{service}/{token}/cancel.</summary>
    public async Task<IResult> Show(HttpContext http, string service, string token) =>
        await links.Follow(http, service, token, http.RequestAborted) switch
        {
            null => links.Nothing(http),
            { Standing: LinkStanding.Open } found => Page(http, found, new("", "", ""), []),
            { } found => new SeeOther(found.Path),
        };

    /// <summary>POST appointment/{service}/{token}/cancel.</summary>
    public async Task<IResult> Take(HttpContext http, string service, string token)
    {
        var (form, refusal) = await pages.Read(http, Posted.PageLimit, null);
        if (form is null)
        {
            return refusal!;
        }

        var said = new Said(form[Why].ToString(), form[Words].ToString(), form[Next].ToString());
        var seen = AppointmentWords.Seen(form);
        var reason = Reasons.FirstOrDefault(known => known.Value == said.Why);
        var mistakes = new List<Mistake>();
        if (!await pages.IsOurs(http))
        {
            mistakes.Add(AppointmentWords.OnceMore);
        }

        if (reason is null)
        {
            mistakes.Add(new(null, Why, "Select why you cannot come"));
        }

        if (said.Next is not (Ring or Again))
        {
            mistakes.Add(new(null, Next, "Select whether we hold another time or ring you"));
        }

        // Whatever else is not right with what was sent, words of immediate risk reach a person.
        var after = await changes.Change(http, service, token, (found, now) => Task.FromResult(RaiseAlert.Add(
            found.Service,
            found.Stored.File,
            mistakes.Count > 0 ? null : CancelAppointment.ByFamily(
                found.Service, found.Stored.File, found.Appointment, seen, reason!.Reason, said.Words.Length > MostWords ? said.Words[..MostWords] : said.Words, said.Next == Ring, now),
            Screen.Text(said.Words, $"what was written when {found.Appointment.Id} could not be kept"),
            now)));
        return after switch
        {
            null => links.Nothing(http),
            { Standing: LinkStanding.Open } when mistakes.Count > 0 => Page(http, after, said, mistakes, StatusCodes.Status422UnprocessableEntity),
            { Standing: LinkStanding.Open } => new SeeOther($"{after.Path}?changed=1"),
            _ => new SeeOther(after.Path),
        };
    }

    private IResult Page(HttpContext http, Followed found, Said said, IReadOnlyList<Mistake> mistakes, int status = StatusCodes.Status200OK) => pages.Page<CancelPage>(
        pages.Frame(found.Service, found.Themself ? "I cannot come" : "We cannot come") with { Young = found.Young, Mistakes = mistakes, Back = found.Path },
        status,
        ("Entry", AppointmentWords.Entry(found.Service, found.Stored.File.Case, found.Appointment)),
        ("Said", said),
        ("Themself", found.Themself),
        ("Name", found.Consultation ? "consultation" : "appointment"),
        ("Reasons", found.Consultation ? ReasonsOfAdults : Reasons),
        ("Seen", found.Appointment.Attempt),
        ("Action", $"{found.Path}/cancel"),
        ("Proof", pages.Proof(http)));

    /// <summary>Why somebody cannot come who asked for a consultation: nothing of where a child lives or what it wants.</summary>
    public static IReadOnlyList<WhyNot> ReasonsOfAdults => [.. Reasons.Where(known => known.Reason is not (CancelReason.Moved or CancelReason.NotWanted))];

    /// <summary>Why, as it can be chosen.</summary>
    public static IReadOnlyList<WhyNot> Reasons { get; } =
    [
        new("time", CancelReason.Time, "The day or time does not suit", "The day or time does not suit"),
        new("place", CancelReason.Place, "The place does not suit", "The place does not suit"),
        new("ill", CancelReason.Ill, "Somebody is ill", "I am ill"),
        new("moved", CancelReason.Moved, "The child or young person has moved, or is about to", "I have moved, or am about to"),
        new("notWanted", CancelReason.NotWanted, "The child or young person does not want to come", "I do not feel like coming"),
        new("notNeeded", CancelReason.NotNeeded, "It is not needed any more", "I do not need it any more"),
        new("other", CancelReason.Other, "Something else", "Something else"),
    ];
}

/// <param name="Value">As it is posted.</param>
/// <param name="Reason">What it stands for.</param>
/// <param name="Label">As an adult reads it.</param>
/// <param name="YoungLabel">As somebody reads it about themselves.</param>
public sealed record WhyNot(string Value, CancelReason Reason, string Label, string YoungLabel);

/// <summary>What was filled in.</summary>
public sealed record Said(string Why, string Words, string Next);
