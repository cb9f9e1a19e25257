using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace Heldspace.Intake;

/// <summary>Rules that hold between fields. What breaks one becomes doubtful and says why; nothing is thrown away.</summary>
public static class CrossRules
{
    public static Child Apply(Child child, LocalDate today)
    {
        if (child.Value(Fields.PlacementType) == "P1" && child.Value(Fields.LegalStatus) == "V2")
        {
            child = Doubt(child, Fields.PlacementType, "own parents (P1) and accommodation under section 20 (V2) exclude each other");
            child = Doubt(child, Fields.LegalStatus, "own parents (P1) and accommodation under section 20 (V2) exclude each other");
        }

        var born = Day(child, Fields.DateOfBirth);
        if (child.Value(Fields.PlacementType) == "K3" && born is { } birth && birth.PlusYears(16) > today)
        {
            child = Doubt(child, Fields.PlacementType, "supported accommodation (K3) is for 16 and over");
        }

        if (child.Value(Fields.Interpreter) == "yes" && child.Value(Fields.Language) is null)
        {
            child = child.With(Fields.Language, child[Fields.Language] with { Note = "an interpreter is needed: in which language?" });
        }

        if (child.Value(Fields.SdqTotal) is not null && child.Value(Fields.SdqReason) is not null)
        {
            child = Doubt(child, Fields.SdqReason, "a score is given as well");
        }

        if (born is not null)
        {
            foreach (var field in new[] { Fields.PlacementSince, Fields.LegalStatusSince, Fields.AdoptionOrderDate, Fields.ReturnedHomeOn, Fields.SdqDate })
            {
                if (Day(child, field) is { } day && day < born)
                {
                    child = Doubt(child, field, "before the date of birth");
                }
            }
        }

        return child;
    }

    /// <summary>The day a field holds; null where it holds none.</summary>
    public static LocalDate? Day(Child child, Field field) =>
        child.Value(field) is { } value && LocalDatePattern.Iso.WithCulture(CultureInfo.InvariantCulture).Parse(value) is { Success: true } day ? day.Value : null;

    private static Child Doubt(Child child, Field field, string note) => child.With(field, ReadValue.Doubt(child[field], note));
}
