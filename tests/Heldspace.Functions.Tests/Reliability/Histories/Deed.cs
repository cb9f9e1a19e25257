using Heldspace.Intake;

namespace Heldspace.Functions.Tests.Reliability.Histories;

/// <summary>Something that somebody does.</summary>
/// <param name="What">In words.</param>
/// <param name="Touches">Whose appointments may be another's afterwards.</param>
/// <param name="Act">Does it.</param>
internal sealed record Deed(string What, IReadOnlyCollection<CaseId> Touches, Func<Task> Act)
{
    /// <summary>Whoever does it does it again until it is done.</summary>
    public bool Insists { get; init; }

    /// <summary>It is done in Outlook or by mail, so that it is done whether the app lives or not.</summary>
    public bool PastTheApp { get; init; }
}
