using System.Collections.Immutable;

namespace Heldspace.Measures;

/// <summary>Who answers a measure, as service definitions and measure files spell them.</summary>
public static class Roles
{
    public const string YoungPerson = "youngPerson";
    public const string Carer = "carer";
    public const string Teacher = "teacher";

    /// <summary>From 18 on the personal adviser.</summary>
    public const string SocialWorker = "socialWorker";

    /// <summary>The key worker.</summary>
    public const string Clinician = "clinician";

    /// <summary>In the order in which they are asked where only one can be.</summary>
    public static ImmutableArray<string> All { get; } = [YoungPerson, Carer, SocialWorker, Teacher, Clinician];

    /// <summary>What staff call them.</summary>
    public static string InWords(string role) => role switch
    {
        YoungPerson => "the young person",
        Carer => "the carer",
        Teacher => "the teacher",
        SocialWorker => "the social worker or personal adviser",
        _ => "the key worker",
    };
}
