using Heldspace.Intake;

namespace Heldspace.Tests.Intake.Matching;

/// <summary>Writes a child in a line: <c>Katherine / Doyle / 2013-02-15 / nhsNumber=9990000018 / category=?adopted</c>; a question mark makes a fact doubtful, a dash leaves it out.</summary>
internal static class Told
{
    public static Child Child(string line)
    {
        var facts = line.Split('/', StringSplitOptions.TrimEntries);
        var child = Heldspace.Intake.Child.Empty(1);
        var first = new[] { Fields.GivenName, Fields.FamilyName, Fields.DateOfBirth }.Zip(facts);
        var rest = facts.Skip(3).Select(fact => (Fields.ByName[fact.Split('=')[0]], fact.Split('=')[1]));
        foreach (var (field, fact) in first.Concat(rest))
        {
            child = fact switch
            {
                "-" => child,
                ['?', .. var doubtful] => child.With(field, Reading.Doubtful(doubtful, "body", "doubtful here")),
                _ => child.With(field, Reading.Known(fact, "body")),
            };
        }

        return child;
    }
}
