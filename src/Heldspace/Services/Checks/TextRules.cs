using System.Collections.Frozen;

namespace Heldspace.Services.Checks;

/// <summary>That every mail there is has its text, says what it must, and gives nothing away in its subject.</summary>
internal static class TextRules
{
    /// <summary>Words that say in a subject, seen over somebody's shoulder, what the mail is about.</summary>
    private static readonly FrozenSet<string> GivenAway = FrozenSet.Create(StringComparer.OrdinalIgnoreCase,
        "in care", "looked after", "looked-after", "care leaver", "LAC", "CAMHS", "therap", "mental health", "foster", "assessment", "diagnos", "NHS");

    public static void Check(ServiceDefinition service, Problems problems)
    {
        foreach (var unknown in service.Texts.Keys.Except(Texts.Kinds.Select(kind => kind.Name)).Where(key => !Texts.IsTranslation(key, out _)))
        {
            problems.Add($"$.texts['{unknown}']", $"There is no mail \"{unknown}\". Take it out, or write one of: {Problems.Join(Texts.Kinds.Select(kind => kind.Name))}.");
        }

        foreach (var (key, text) in service.Texts)
        {
            if (Texts.IsTranslation(key, out var translated))
            {
                Text(Texts.ByName[translated], text, $"$.texts['{key}']", problems);
            }
        }

        foreach (var kind in Texts.Kinds)
        {
            if (service.Texts.TryGetValue(kind.Name, out var text))
            {
                Text(kind, text, $"$.texts['{kind.Name}']", problems);
            }
            else
            {
                problems.Add($"$.texts['{kind.Name}']", $"The text \"{kind.Name}\" is missing. Add it with a subject and a body: {kind.Purpose}");
            }
        }
    }

    private static void Text(TextKind kind, MessageText text, string path, Problems problems)
    {
        problems.Unless(text.Body.Any(line => line.Trim().Length > 0), $"{path}.body", "The body is empty. Write at least one line.");
        Placeholders(text.Subject, Texts.InSubject, $"{path}.subject", "in a subject", problems);
        foreach (var word in GivenAway.Where(word => text.Subject.Contains(word, word.Any(char.IsLower) ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            problems.Add($"{path}.subject", $"\"{word}\" gives away what this is about to whoever sees the subject. Leave it out.");
        }

        for (var index = 0; index < text.Body.Length; index++)
        {
            Placeholders(text.Body[index], kind.Placeholders, $"{path}.body[{index}]", $"in \"{kind.Name}\"", problems);
            problems.Unless(!text.Body[index].Any(char.IsControl), $"{path}.body[{index}]", "The line holds a line break or tab. Write each line as a text of its own.");
        }

        var used = text.Body.SelectMany(Texts.PlaceholdersIn).ToHashSet(StringComparer.Ordinal);
        foreach (var needed in kind.Needed.Where(needed => !used.Contains(needed)))
        {
            problems.Add($"{path}.body", $"{{{needed}}} is missing. Say it somewhere in the body.");
        }

        var body = string.Join('\n', text.Body);
        problems.Unless(!kind.MayReachYoungPeople || (body.Contains("999", StringComparison.Ordinal) && body.Contains("111", StringComparison.Ordinal)), $"{path}.body",
            "A young person may read this. Say where help is at once: 999; or 111 and choose mental health.");
    }

    private static void Placeholders(string line, IReadOnlyCollection<string> known, string path, string where, Problems problems)
    {
        foreach (var unknown in Texts.PlaceholdersIn(line).Where(name => !known.Contains(name)).Distinct())
        {
            problems.Add(path, $"{{{unknown}}} cannot be filled {where}. Write one of: {Problems.Join(known.Select(name => $"{{{name}}}"))}.");
        }

        problems.Unless(line.Count(letter => letter == '{') == Texts.PlaceholdersIn(line).Count() && line.Count(letter => letter == '}') == Texts.PlaceholdersIn(line).Count(), path,
            "A brace stands alone. Write placeholders as {name}, and no other braces.");
    }
}
