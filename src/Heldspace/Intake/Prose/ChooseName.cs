namespace Heldspace.Intake;

/// <summary>Of all names in a mail the one that most speaks for: the child's.</summary>
internal static class ChooseName
{
    private const int Enough = 5;

    private const int Plain = 8;

    /// <summary>Enough for a name that is known as one, where nobody else is named.</summary>
    private const int Least = 3;

    public static IEnumerable<Finding> Of(IEnumerable<NameCandidate> candidates, IReadOnlyCollection<string> adults)
    {
        var grown = adults.Select(PersonName.Parse).ToList();
        var people = candidates.Select(candidate => (Candidate: candidate, Name: PersonName.Parse(candidate.Name)))
            .Where(one => one.Name.Given is not null && !grown.Exists(adult => IsSamePerson(adult, one.Name)))
            .GroupBy(one => WithoutAccents(Text.Words.Fold(one.Name.Given!)), StringComparer.Ordinal)
            .Select(group => (
                All: group.ToList(),
                Best: group.Max(one => one.Candidate.Score),
                Total: group.Max(one => one.Candidate.Score) + Math.Min(6, group.Count() - 1)))
            .OrderByDescending(person => person.Total).ThenBy(person => person.All.Min(one => one.Candidate.Part)).ToList();
        if (people.Count == 0 || people[0].Total < (people.Count == 1 && ReadNames.IsGiven(Text.Words.Fold(people[0].All[0].Name.Given!).Split(' ')[0]) ? Least : Enough))
        {
            yield break;
        }

        // "Lottie (Charlotte Ollerenshaw)", "my grandson Alfie; his full name is Alfred": one child under two names, the full one theirs by law.
        if (people.Count > 1 && people.Take(4).Skip(1).FirstOrDefault(other => ShortForm.Is(people[0].All[0].Name.Given!, other.All[0].Name.Given!) || ShortForm.Is(other.All[0].Name.Given!, people[0].All[0].Name.Given!)) is { All: { } } second)
        {
            var (shorter, full) = ShortForm.Is(people[0].All[0].Name.Given!, second.All[0].Name.Given!) ? (people[0], second) : (second, people[0]);
            var called = shorter.All[0].Name.Given!;
            var family = full.All.Concat(shorter.All).Select(one => one.Name.Family).FirstOrDefault(name => name is not null);
            List<(NameCandidate Candidate, PersonName Name)> merged = [.. full.All.Select(one => (one.Candidate with { Score = Math.Max(one.Candidate.Score, people[0].Best) }, one.Name with { Preferred = called, Family = one.Name.Family ?? family }))];
            people.Remove(shorter);
            people.Remove(full);
            people.Insert(0, (merged, Math.Max(full.Best, shorter.Best), full.Total + shorter.Total));
        }

        var (all, best, total) = people[0];

        // Nobody else is named at all, and this is a name for certain.
        var isSole = people.Count == 1 && ReadNames.IsGiven(Text.Words.Fold(all[0].Name.Given!).Split(' ')[0]);
        var rival = people.Skip(1).FirstOrDefault(person => person.Best >= Plain && person.Best >= best - 2);
        var first = all.OrderByDescending(one => one.Candidate.Score).First();
        var withFamily = all.Where(one => one.Name.Family is not null).OrderByDescending(one => one.Candidate.Score).FirstOrDefault();
        foreach (var (field, value, source) in new[]
        {
            (Fields.GivenName, first.Name.Given, first.Candidate.Source),
            (Fields.FamilyName, withFamily.Name?.Family, withFamily.Candidate?.Source),
            (Fields.PreferredName, all.Select(one => one.Name.Preferred).FirstOrDefault(name => name is not null), first.Candidate.Source),
        })
        {
            if (value is null)
            {
                continue;
            }

            foreach (var (found, reading) in ReadValue.Of(field, value, source!, new(2000, 1, 1)))
            {
                var doubted = rival.All is not null && field != Fields.PreferredName ? ReadValue.Doubt(reading, $"another name is given: {ReadValue.Quote(rival.All[0].Candidate.Name)}")
                    : all.Exists(one => one.Candidate.IsGuess) && field != Fields.PreferredName ? ReadValue.Doubt(reading, "whoever writes is not certain of the name")
                    : total < Plain && !isSole && people.Count > 1 ? ReadValue.Doubt(reading, "nothing says plainly that this is the child's name") : reading;
                yield return new(found, doubted, first.Candidate.Part, Origin.Prose);
            }
        }
    }

    /// <summary>Without accents: "Oisín" and "Oisin" are one child.</summary>
    private static string WithoutAccents(string folded) => string.Concat(folded.Normalize(System.Text.NormalizationForm.FormD).Where(letter => System.Globalization.CharUnicodeInfo.GetUnicodeCategory(letter) != System.Globalization.UnicodeCategory.NonSpacingMark));

    /// <summary>True where a name is that of the referrer or of somebody else who is known by role.</summary>
    public static bool IsSamePerson(string adult, PersonName name) => IsSamePerson(PersonName.Parse(adult), name);

    public static bool IsSamePerson(PersonName adult, PersonName name) =>
        string.Equals(adult.Given, name.Given, StringComparison.OrdinalIgnoreCase)
        && (name.Family is null || adult.Family is null || string.Equals(adult.Family, name.Family, StringComparison.OrdinalIgnoreCase));
}
