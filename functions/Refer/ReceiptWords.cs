using Heldspace.Services;
using NodaTime;

namespace Heldspace.Functions.Refer;

/// <summary>How long an appointment is and where, in words.</summary>
internal static class ReceiptWords
{
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
