namespace Heldspace.Services;

/// <summary>Kinds of place as readings spell them and as people say them.</summary>
public static class PlaceKinds
{
    /// <summary>The kind of a value of <see cref="Intake.Fields.PreferredPlace"/>; null for any other text.</summary>
    public static PlaceKind? Parse(string? value) => value switch
    {
        "childrensCentre" => PlaceKind.ChildrensCentre,
        "school" => PlaceKind.School,
        "home" => PlaceKind.Home,
        "video" => PlaceKind.Video,
        "telephone" => PlaceKind.Telephone,
        _ => null,
    };

    /// <summary>A kind as <see cref="Parse"/> reads it.</summary>
    public static string Code(PlaceKind kind) => kind switch
    {
        PlaceKind.ChildrensCentre => "childrensCentre",
        PlaceKind.School => "school",
        PlaceKind.Home => "home",
        PlaceKind.Video => "video",
        PlaceKind.Telephone => "telephone",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>The kind in words that may stand in a mail or a calendar: it names no address.</summary>
    public static string InWords(PlaceKind kind) => kind switch
    {
        PlaceKind.ChildrensCentre => "at a children's centre",
        PlaceKind.School => "at school",
        PlaceKind.Home => "at home",
        PlaceKind.Video => "by video call",
        PlaceKind.Telephone => "by telephone",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
