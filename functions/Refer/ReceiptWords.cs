using Heldspace.Functions.Refer.Form;
using Heldspace.Services;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Functions.Refer;

/// <summary>An appointment in words, in London time.</summary>
internal static class ReceiptWords
{
    public static string Day(Instant start) => Dates.WordsWithWeekday(start.InZone(London.Zone).Date);

    public static string Time(Instant start) => Dates.Clock(start.InZone(London.Zone).TimeOfDay);

    public static string Length(Instant start, Instant end) => $"{(end - start).TotalMinutes:0} minutes";

    /// <summary>The kind of place; never its name or address.</summary>
    public static string Place(PlaceKind? kind) => kind switch
    {
        PlaceKind.ChildrensCentre => "A children’s centre",
        PlaceKind.School => "School or college",
        PlaceKind.Home => "At home",
        PlaceKind.Video => "Video call",
        PlaceKind.Telephone => "Phone call",
        _ => "We will tell you where",
    };
}
