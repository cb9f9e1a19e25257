using System.Collections.Immutable;
using NodaTime;

namespace Heldspace.Pathway;

/// <summary>What the child wants to get out of the work, in their own words. They are asked how close they are to each.</summary>
public static class RecordGoals
{
    /// <summary>As many as goal-based outcomes ask about.</summary>
    public const int Most = 3;

    /// <summary>Characters: it is a line above a scale.</summary>
    public const int Longest = 200;

    /// <summary>The newest take the place of those before; none at all takes them back. A goal in other words is another goal, and is not compared with the one before.</summary>
    public static Ruling Say(CaseFile file, ImmutableArray<string> goals, string by, Instant now)
    {
        ArgumentNullException.ThrowIfNull(file);
        ImmutableArray<string> said = [.. goals.Select(goal => goal.Trim()).Where(goal => goal.Length > 0)];
        return !Acts.IsOpen(file) ? Acts.NotOpen
            : said.Length > Most ? new Ruling.Refuse($"Write at most {Most} goals.")
            : said.Any(goal => goal.Length > Longest) ? new Ruling.Refuse($"Use at most {Longest} characters for a goal.")
            : said.Distinct(StringComparer.OrdinalIgnoreCase).Count() < said.Length ? new Ruling.Refuse("The same goal stands there twice.")
            : said.SequenceEqual(file.Case.Goals) ? new Ruling.Nothing()
            : Acts.Change(file with { Case = file.Case with { Goals = said } }, new CaseEvent.GoalsRecorded(said, by) { At = now });
    }
}
