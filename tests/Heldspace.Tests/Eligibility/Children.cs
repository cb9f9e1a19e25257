using Heldspace.Intake;

namespace Heldspace.Tests.Eligibility;

/// <summary>Children of whom so much is known: <c>"category=childInCare; responsibleAuthority~Wigan"</c>, where ~ marks a doubtful reading.</summary>
internal static class Children
{
    /// <summary>A child who can be told apart from others: a first name and a date of birth, 14 years old on 23 November 2026.</summary>
    public static Child Somebody(string facts) => Of("givenName=Ava; dateOfBirth=2012-05-06; " + facts);

    public static Child Of(string facts) => facts
        .Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .Aggregate(Child.Empty(1), (child, fact) =>
        {
            var at = fact.IndexOfAny(['=', '~']);
            var field = Fields.ByName[fact[..at]];
            return child.With(field, fact[at] == '=' ? Reading.Known(fact[(at + 1)..], "body, line 1") : Reading.Doubtful(fact[(at + 1)..], "body, line 1", "as if"));
        });
}
