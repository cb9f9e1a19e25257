using System.Collections.Immutable;

namespace Heldspace.Intake.Matching;

/// <summary>Whether two referred children may be one. Never certain by itself: a person decides.</summary>
public abstract record Match
{
    private Match()
    {
    }

    /// <summary>Nothing is shown to anybody.</summary>
    public sealed record None : Match;

    /// <summary>A person is asked whether they are one child.</summary>
    /// <param name="Reasons">
    /// At least one, in words for staff, the strongest first. They name no value: neither name, nor date, nor number.
    /// </param>
    public sealed record Proposed(ImmutableArray<string> Reasons) : Match;
}
