using Heldspace.Time;
using NodaTime;

namespace Heldspace.Pathway;

/// <summary>Stops both clocks for a reason that is written down, and lets them run again. School holidays are no reason: they pause nothing.</summary>
public static class PauseClocks
{
    public static Ruling Pause(CaseFile file, LocalDate from, string reason, string by, Instant now)
    {
        if (!Acts.IsOpen(file))
        {
            return Acts.NotOpen;
        }

        if (Acts.DayRefused(file, from, now) is { } refused)
        {
            return refused;
        }

        if (string.IsNullOrWhiteSpace(reason))
        {
            return new Ruling.Refuse("Write down why: somebody will ask.");
        }

        if (file.Case.Pauses is [.., { Until: null }])
        {
            return new Ruling.Nothing();
        }

        if (file.Case.Pauses is [.., { Until: { } until }] && from < until)
        {
            return new Ruling.Refuse("The clocks stood still on that day already. Choose a later one.");
        }

        var pause = new Pause(from, null, reason.Trim(), by);
        return Acts.Change(file with { Case = file.Case with { Pauses = file.Case.Pauses.Add(pause) } }, new CaseEvent.ClocksPaused(pause) { At = now });
    }

    /// <param name="file">The case.</param>
    /// <param name="on">The first day that counts again; today at the latest.</param>
    /// <param name="by">Who.</param>
    /// <param name="now">When.</param>
    public static Ruling Resume(CaseFile file, LocalDate on, string by, Instant now)
    {
        if (!Acts.IsOpen(file))
        {
            return Acts.NotOpen;
        }

        if (file.Case.Pauses is not [.. var earlier, { Until: null } open])
        {
            return new Ruling.Nothing();
        }

        if (on > London.Day(now) || on < open.From)
        {
            return new Ruling.Refuse("Choose a day from the start of the pause to today.");
        }

        return Acts.Change(file with { Case = file.Case with { Pauses = [.. earlier, open with { Until = on }] } }, new CaseEvent.ClocksResumed(on, by) { At = now });
    }
}
