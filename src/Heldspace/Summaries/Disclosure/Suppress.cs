using System.Collections.Immutable;

namespace Heldspace.Summaries.Disclosure;

/// <summary>
/// Stars every count of 1 to 7, and as few others as needed so that of each of these, in this publication and in those before it, <see cref="Rule.Possible"/> values stay possible.
/// </summary>
internal static class Suppress
{
    private const double OfCell = 1;
    private const double OfMargin = 1.6;

    /// <summary>Which numbers are starred; null where it cannot be done.</summary>
    /// <param name="newest">What is to be published.</param>
    /// <param name="known">What is known to the unit from elsewhere.</param>
    /// <param name="before">What was, oldest first.</param>
    /// <param name="grows">Whether no count ever falls from one to the next.</param>
    /// <param name="standing">Numbers that are out already, starred or not; null for one that is not, or where none is.</param>
    public static bool[]? Of(Sums newest, ImmutableArray<Place> known, IReadOnlyList<Version> before, bool grows, bool?[]? standing = null)
    {
        if (before.Count == 0 && standing is null)
        {
            newest = Smallest(newest, known);
        }

        var sticky = before.Count == 0 ? null : Enumerable.Range(0, newest.Numbers.Length).Select(number => before.Any(version => version.Stars[number])).ToArray();
        var stars = newest.Numbers.Select((number, index) => standing?[index] ?? (sticky is not null && sticky[index]) || (Rule.IsSmall(number.Count) && !known.Contains(number.Place))).ToArray();
        var added = new List<int>();
        Version[] versions = [.. before, new(newest, stars, sticky, known)];

        // The larger a number, the more is lost with it.
        double? Price(int number) =>
            stars[number] || standing?[number] is not null || newest.Numbers[number] is { Count: 0 } or { Place: Place.Total } || known.Contains(newest.Numbers[number].Place) ? null
            : (newest.Numbers[number].Place == Place.Cell ? OfCell : OfMargin) + (newest.Numbers[number].Count / (10d * Math.Max(1, newest.Numbers[^1].Count)));

        while (FirstTold(versions, grows) is { } told)
        {
            if (Cheapest(versions, grows, told, Price) is not { } more)
            {
                return null;
            }

            foreach (var number in more)
            {
                stars[number] = true;
                added.Add(number);
            }
        }

        // One star may have made another needless.
        foreach (var number in added.Order().Reverse())
        {
            stars[number] = false;
            stars[number] = FirstTold(versions, grows) is not null;
        }

        return stars;
    }

    /// <summary>A small count of which too little stays open.</summary>
    private static (int Version, int Number, int Up, int Down)? FirstTold(Version[] versions, bool grows)
    {
        for (var version = versions.Length - 1; version >= 0; version--)
        {
            var numbers = versions[version].Sums.Numbers;
            for (var number = 0; number < numbers.Length; number++)
            {
                var count = numbers[number].Count;
                if (!versions[version].Stars[number] || !Rule.IsSmall(count))
                {
                    continue;
                }

                var (up, down) = (0, 0);
                foreach (var room in Rooms(versions, number, grows))
                {
                    up = Math.Max(up, room.Reach(number, more: true, Rule.Largest - count));
                    down = Math.Max(down, room.Reach(number, more: false, count - Rule.Smallest));
                    if (up + down + 1 >= Rule.Possible)
                    {
                        break;
                    }
                }

                if (up + down + 1 < Rule.Possible)
                {
                    return (version, number, up, down);
                }
            }
        }

        return null;
    }

    private static IReadOnlyList<int>? Cheapest(Version[] versions, bool grows, (int Version, int Number, int Up, int Down) told, Func<int, double?> price)
    {
        var count = versions[told.Version].Sums.Numbers[told.Number].Count;
        var lacking = Rule.Possible - (told.Up + told.Down + 1);
        return Rooms(versions, told.Number, grows)
            .SelectMany(room => new[]
            {
                Widen(room, more: true, Math.Min(Rule.Largest - count, told.Up + lacking)),
                Widen(room, more: false, Math.Min(count - Rule.Smallest, told.Down + lacking)),
            })
            .Where(way => way is not null)
            .MinBy(way => way!.Value.Price)?.Stars;

        (IReadOnlyList<int> Stars, double Price)? Widen(Room room, bool more, int wanted) => wanted <= (more ? told.Up : told.Down) ? null : room.Widen(told.Number, more, wanted, price);
    }

    /// <summary>
    /// The smallest of all tables that are the same once they are starred and rounded, number by number. Stars are chosen by it and not by the counts themselves, so that which further stars there are tells
    /// nothing that the small counts' own stars and the rounded numbers would not.
    /// </summary>
    private static Sums Smallest(Sums sums, ImmutableArray<Place> known)
    {
        var stars = sums.Numbers.Select(number => Rule.IsSmall(number.Count) && !known.Contains(number.Place)).ToArray();
        var settled = new bool[stars.Length];
        for (var number = 0; number < stars.Length; number++)
        {
            sums = new Room([new(sums, stars, null, known)], 0, grows: false, settled).Least(number);
            settled[number] = true;
        }

        return sums;
    }

    /// <summary>
    /// Ways to change the counts from some publication on: from the first that starred the number or from an earlier one, so that those who know what changed since it was starred are told nothing either.
    /// </summary>
    private static List<Room> Rooms(Version[] versions, int number, bool grows)
    {
        var first = Array.FindIndex(versions, version => version.Stars[number]);
        return [.. Enumerable.Range(0, first + 1).Reverse().Select(since => new Room(versions, since, grows))];
    }
}
