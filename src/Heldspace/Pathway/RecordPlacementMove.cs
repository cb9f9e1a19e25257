using Heldspace.Services;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Pathway;

/// <summary>
/// The child moved to another placement: planned, or because the one before broke down. Who looked after them is not written to any more from that moment,
/// and somebody checks the contacts.
/// </summary>
public static class RecordPlacementMove
{
    /// <summary>The role of a referrer who looks after the child.</summary>
    private const string Carer = "carer";

    /// <summary>
    /// Said again for a day it takes the place of what was said before; whether a move was planned, said of one that the authority's file showed, is the same move.
    /// </summary>
    /// <param name="service">Whose case.</param>
    /// <param name="file">The case.</param>
    /// <param name="on">The day of the move.</param>
    /// <param name="planned">Whether it was planned; null where nobody knows.</param>
    /// <param name="by">Who says so.</param>
    /// <param name="now">When.</param>
    /// <param name="was">Where they lived before, where the case says already where they live now.</param>
    public static Ruling On(ServiceDefinition service, CaseFile file, LocalDate on, bool? planned, string by, Instant now, PlacedBefore? was = null)
    {
        if (!Acts.IsOpen(file))
        {
            return Acts.NotOpen;
        }

        if (Acts.DayRefused(file, on, now) is { } refused)
        {
            return refused;
        }

        var before = file.Case.PlacementMoves.FirstOrDefault(move => move.On == on);
        if (before is not null && (before.Planned == planned || planned is null))
        {
            return new Ruling.Nothing();
        }

        var moves = file.Case.PlacementMoves.Where(move => move.On != on).Append(new(on, planned, by) { Was = before?.Was ?? was ?? PlacedBefore.Of(file.Case.Child) }).OrderBy(move => move.On);
        var moved = file with { Case = file.Case with { PlacementMoves = [.. moves] } };
        return Acts.Change(before is null ? WithContactsToCheck(service, moved, on, now) : moved, new CaseEvent.PlacementMoved(on, planned, by) { At = now });
    }

    /// <summary>Whoever has to look hears of it. Messages to the carer of the ended placement stop at once: their address is put aside, and
    /// the receipt tells nothing more: they may hold its link without having left any address.</summary>
    internal static CaseFile WithContactsToCheck(ServiceDefinition service, CaseFile file, LocalDate on, Instant now)
    {
        var referrer = file.Case.Referrer;
        var dropped = file.Case.ContactCheck?.Dropped ?? (referrer is { Role: Carer } && (referrer.Email ?? (object?)referrer.Phone) is not null ? referrer : null);
        var waits = file with
        {
            Case = file.Case with
            {
                ContactCheck = new(on, dropped) { KnownOn = London.Day(now) },
                ReceiptWithheld = file.Case.ReceiptWithheld || referrer.Role == Carer,
                Respondents = [.. file.Case.Respondents.Where(person => person.Role != Measures.Roles.Carer)],
                Referrer = dropped is null ? referrer : referrer with { Name = null, Email = null, Phone = null },
            },
        };
        return waits.Plan(PlanStaffMessages.OnContactsToCheck(service, waits, on, now));
    }
}
