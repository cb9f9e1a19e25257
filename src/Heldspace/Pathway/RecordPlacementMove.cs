using NodaTime;

namespace Heldspace.Pathway;

/// <summary>The child moved to another placement: planned, or because the one before broke down.</summary>
public static class RecordPlacementMove
{
    /// <summary>Said again for a day it takes the place of what was said before.</summary>
    public static Ruling On(CaseFile file, LocalDate on, bool planned, string by, Instant now)
    {
        if (!Acts.IsOpen(file))
        {
            return Acts.NotOpen;
        }

        if (Acts.DayRefused(file, on, now) is { } refused)
        {
            return refused;
        }

        if (file.Case.PlacementMoves.Any(move => move.On == on && move.Planned == planned))
        {
            return new Ruling.Nothing();
        }

        var moves = file.Case.PlacementMoves.Where(move => move.On != on).Append(new(on, planned, by)).OrderBy(move => move.On);
        return Acts.Change(file with { Case = file.Case with { PlacementMoves = [.. moves] } }, new CaseEvent.PlacementMoved(on, planned, by) { At = now });
    }
}
