namespace Heldspace.Azure.Records;

/// <summary>The table of what concerns a service's team, not one case: absences, forecasts and the authority's lists, each in partitions of their own.</summary>
public static class TeamTable
{
    public const string Name = "Team";
}
