using System.Globalization;
using Heldspace.Allocation;
using Heldspace.Azure.Records;
using Heldspace.Functions.Pages;
using Heldspace.Functions.Refer;
using Heldspace.Functions.Refer.Form;
using Heldspace.Pathway;
using Heldspace.Services;

namespace Heldspace.Functions.Appointments;

/// <summary>What came of what somebody asked for a moment ago.</summary>
public enum AppointmentNote
{
    None,

    /// <summary>It stands where they wanted it.</summary>
    Moved,

    /// <summary>Somebody was quicker; the place they had is theirs still.</summary>
    Taken,

    /// <summary>It was not as they saw it any more, so nothing was done.</summary>
    Changed,
}

/// <summary>What the page of an appointment shows.</summary>
public sealed record AppointmentView
{
    /// <summary>Address of the page.</summary>
    public required string Path { get; init; }

    public required ServiceDefinition Service { get; init; }

    public required LinkStanding Standing { get; init; }

    /// <summary>Whether it is about whoever reads: a young person who wrote about themselves, an adult who asked for a consultation.</summary>
    public required bool Themself { get; init; }

    public required bool Consultation { get; init; }

    /// <summary>What it is called to them.</summary>
    public string Name => Consultation ? "consultation" : "appointment";

    /// <summary>Goes along with what is asked for, so that nobody agrees to, or gives up, what they have not seen.</summary>
    public required int Attempt { get; init; }

    public required bool Agreed { get; init; }

    public required ReceiptEntry Entry { get; init; }

    /// <summary>The appointment that follows a cancelled one; null where there is none.</summary>
    public ReceiptEntry? Next { get; init; }

    public AppointmentState? NextState { get; init; }

    /// <summary>Address of its page; null where it is not held yet.</summary>
    public string? NextPath { get; init; }

    /// <summary>Address of the page where they tell what is missing; null where they are asked for nothing.</summary>
    public string? MissingPath { get; init; }

    public AppointmentNote Note { get; init; }

    /// <summary>Whether the browser asks again by itself.</summary>
    public bool LooksAgain { get; init; }

    /// <summary>Address at which it does not.</summary>
    public string Stay { get; init; } = "";

    /// <summary>Whether a place is theirs now.</summary>
    public bool IsHeld => Standing is LinkStanding.Open or LinkStanding.Soon or LinkStanding.Moving;
}

/// <summary>Another place that can be chosen.</summary>
/// <param name="Key">Stands for it in the form.</param>
/// <param name="When">Day and time.</param>
/// <param name="Where">Kind of place, and its name where it is the service's own.</param>
/// <param name="With">First name of the person they will meet.</param>
public sealed record Offer(string Key, string When, string Where, string With);

/// <summary>An appointment in words, and the small things its pages share.</summary>
internal static class AppointmentWords
{
    public static Mistake OnceMore { get; } = new(null, "main", "Press the button once more. The page had been open for too long, or this browser does not allow cookies");

    /// <summary>The attempt that a page showed; 0, which none is, where it does not say.</summary>
    public static int Seen(IFormCollection form) => int.TryParse(form["seen"], NumberStyles.None, CultureInfo.InvariantCulture, out var seen) ? seen : 0;

    /// <summary>What stands in the title of the window.</summary>
    public static string Title(AppointmentView view) => view.Standing switch
    {
        LinkStanding.Cancelled => $"Your {view.Name} is cancelled",
        LinkStanding.Looking or LinkStanding.NoPlace => "We are looking for a time",
        LinkStanding.ToRing => "The time has to change",
        LinkStanding.Over => $"This {view.Name} is not held any more",
        LinkStanding.Moving => "We are asking for the new place",
        _ => $"Your {view.Name}",
    };

    public static ReceiptEntry Entry(ServiceDefinition service, Case opened, Appointment appointment)
    {
        var place = appointment.Slot is { } slot ? service.Places.FirstOrDefault(other => other.Id == slot.Place) : null;
        return new()
        {
            Reference = opened.Reference.Text,
            State = opened.Provisional == Provisional.No ? ReceiptState.Held : ReceiptState.Provisional,
            Start = appointment.Slot?.Start,
            End = appointment.Slot?.End,
            PlaceKind = place?.Kind,
            PlaceName = place is { Address: null } ? null : place?.Name,
            PlaceAddress = place?.Address,
            Clinician = appointment.Slot is { } held ? FirstName(service, held.Clinician) : null,
        };
    }

    public static Offer Offer(ServiceDefinition service, Slot slot)
    {
        var place = service.Places.First(other => other.Id == slot.Place);
        var kind = ReceiptWords.Place(place.Kind);
        return new(
            Key(slot),
            $"{Dates.Day(slot.Start)}, {Dates.Time(slot.Start)}",
            place.Address is null ? kind : place.Name,
            FirstName(service, slot.Clinician) ?? "one of us");
    }

    /// <summary>The same for the same place, whenever it is offered.</summary>
    public static string Key(Slot slot) => Keys.Fingerprint(16, slot.Key());

    private static string? FirstName(ServiceDefinition service, string clinician) => service.Team.FirstOrDefault(member => member.Id == clinician)?.Name.Split(' ')[0];
}
