using NodaTime;

namespace Heldspace.Pathway;

/// <summary>Contacts that stand in no calendar: calls, conversations, sessions booked elsewhere. Counted a day at a time.</summary>
public static class RecordContacts
{
    /// <summary>The most that one day can have.</summary>
    public const int MostADay = 50;

    /// <summary>Said again for a day it takes the place of what was said before, so that a form sent twice counts once; 0 takes it back.</summary>
    public static Ruling On(CaseFile file, LocalDate on, int count, string by, Instant now)
    {
        if (!Acts.IsOpen(file))
        {
            return Acts.NotOpen;
        }

        if (Acts.DayRefused(file, on, now) is { } refused)
        {
            return refused;
        }

        if (count is < 0 or > MostADay)
        {
            return new Ruling.Refuse($"Write a number from 0 to {MostADay}.");
        }

        if ((file.Case.Contacts.FirstOrDefault(day => day.On == on)?.Count ?? 0) == count)
        {
            return new Ruling.Nothing();
        }

        var others = file.Case.Contacts.Where(day => day.On != on);
        var days = count == 0 ? others : others.Append(new(on, count, by));
        return Acts.Change(file with { Case = file.Case with { Contacts = [.. days.OrderBy(day => day.On)] } }, new CaseEvent.ContactsRecorded(on, count, by) { At = now });
    }
}
