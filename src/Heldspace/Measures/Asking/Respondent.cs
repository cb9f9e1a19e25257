using System.Text.Json.Serialization;
using Heldspace.Intake;
using NodaTime;

namespace Heldspace.Measures.Asking;

/// <summary>How somebody is asked.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AskBy>))]
public enum AskBy
{
    Email,

    /// <summary>A text message, which names no service.</summary>
    Text,

    /// <summary>A printed letter: the key worker prints it and writes down what comes back.</summary>
    Letter,

    /// <summary>The key worker asks, on the telephone or when they meet, and writes down the answers.</summary>
    Call,
}

/// <summary>Somebody who can be asked how things are going.</summary>
/// <param name="Role">One of <see cref="Roles.All"/>.</param>
/// <param name="Name">As they like to be called; null where nobody said.</param>
/// <param name="By">How they are asked.</param>
/// <param name="Email">For <see cref="AskBy.Email"/>.</param>
/// <param name="Phone">For <see cref="AskBy.Text"/>: a number that takes text messages.</param>
public sealed record Respondent(string Role, string? Name, AskBy By, EmailAddress? Email = null, string? Phone = null)
{
    /// <summary>The language they are asked in: <c>en</c>, <c>en-easy</c> for Easy Read, or another code that the measure's texts come in.</summary>
    public string Language { get; init; } = "en";

    /// <summary>Since when they do not want to be asked; null while they have not said so.</summary>
    public LocalDate? ObjectedOn { get; init; }

    /// <summary>Why another channel than the one they were asked by before; null where nobody changed it.</summary>
    public string? Changed { get; init; }

    /// <summary>What an ask is bound to: another address or number is somebody else, or another way to them.</summary>
    [JsonIgnore]
    public string Address => By switch { AskBy.Email => Email!.Text, AskBy.Text => Phone!, _ => By.ToString() };
}

/// <summary>Who of those around a child can be asked, and how.</summary>
public static class Respondents
{
    /// <summary>As the team wrote it down; else as the referral tells. Whom nobody can reach by a link is asked by the key worker.</summary>
    /// <returns>Null for a role that the case has nobody for.</returns>
    public static Respondent? Of(Pathway.Case record, string role)
    {
        if (record.Respondents.FirstOrDefault(known => known.Role == role) is { } said)
        {
            return said;
        }

        var referrer = record.Referrer;
        if (RoleOf(referrer.Role) == role && referrer.Email is { } email && !record.Withholds)
        {
            return new(role, referrer.Name, AskBy.Email, email);
        }

        if (role == Roles.SocialWorker && record.Child.KnownValue(Fields.SocialWorkerEmail) is { } written && EmailAddress.TryParse(written) is { } worker)
        {
            return new(role, record.Child.KnownValue(Fields.SocialWorker), AskBy.Email, worker);
        }

        return role switch
        {
            Roles.YoungPerson => new(role, record.Child.KnownValue(Fields.PreferredName) ?? record.Child.KnownValue(Fields.GivenName), AskBy.Call),
            Roles.Carer when record.Child.KnownValue(Fields.Category) is Categories.ChildInCare or Categories.Kinship or Categories.SpecialGuardianship or Categories.Adopted or Categories.ReturnedHome
                => new(role, null, AskBy.Call),
            Roles.Clinician when record.KeyWorker is not null => new(role, null, AskBy.Call),
            _ => null,
        };
    }

    private static string? RoleOf(string? referrerRole) => referrerRole switch
    {
        "self" => Roles.YoungPerson,
        "carer" or "parent" => Roles.Carer,
        "socialWorker" or "personalAdviser" => Roles.SocialWorker,
        "school" => Roles.Teacher,
        _ => null,
    };
}
