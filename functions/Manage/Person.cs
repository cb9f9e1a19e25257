using System.Collections.Immutable;
using System.Security.Claims;
using System.Text.Json;
using Heldspace.Services;

namespace Heldspace.Functions.Manage;

/// <summary>What somebody may do for one service.</summary>
public enum StaffRole
{
    Clinician,
    Scheduler,
    Manager,
}

/// <summary>
/// Who is signed in, as App Service Authentication says it in a header that it sets itself and takes from everybody else
/// (https://learn.microsoft.com/azure/app-service/configure-authentication-user-identities). Roles come as app roles named <c>{service}.{role}</c>:
/// <c>caring-to-care.clinician</c>.
/// </summary>
/// <param name="SignInName">The mail address that they sign in with, in lower case.</param>
/// <param name="Roles">What they may do, by service.</param>
public sealed record Person(string SignInName, ImmutableArray<(string Service, StaffRole Role)> Roles)
{
    public const string Header = "X-MS-CLIENT-PRINCIPAL";

    private static readonly string[] NameClaims =
        ["preferred_username", "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress", "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn"];

    private static readonly string[] RoleClaims = ["roles", "http://schemas.microsoft.com/ws/2008/06/identity/claims/role"];

    /// <summary>The highest role that they have for a service; null where they have none.</summary>
    public StaffRole? RoleIn(ServiceDefinition service) =>
        Roles.Where(role => role.Service == service.Id).Select(role => (StaffRole?)role.Role).Max();

    /// <summary>Whose diary of a service is theirs; null for somebody who sees no children.</summary>
    public TeamMember? MemberOf(ServiceDefinition service) =>
        service.Team.FirstOrDefault(member => member.Mailbox.Text.Equals(SignInName, StringComparison.OrdinalIgnoreCase));

    /// <summary>As the framework knows people, so that a form that was made for one is refused from another.</summary>
    public ClaimsPrincipal AsPrincipal() => new(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, SignInName), new Claim(ClaimTypes.Name, SignInName)], "App Service"));

    /// <summary>Null where nobody is signed in, or the header is none that the platform writes for a person of the organisation.</summary>
    public static Person? Read(HttpRequest request)
    {
        if (request.Headers[Header] is not [{ Length: > 0 and < 32_768 } encoded])
        {
            return null;
        }

        try
        {
            using var principal = JsonDocument.Parse(Convert.FromBase64String(encoded));
            var root = principal.RootElement;
            if (root.GetProperty("auth_typ").GetString() != "aad")
            {
                return null;
            }

            var roleType = root.TryGetProperty("role_typ", out var type) ? type.GetString() : null;
            var claims = root.GetProperty("claims").EnumerateArray()
                .Select(claim => (Type: claim.GetProperty("typ").GetString(), Value: claim.GetProperty("val").GetString() ?? ""))
                .ToList();
            var name = NameClaims.Select(wanted => claims.FirstOrDefault(claim => claim.Type == wanted).Value).FirstOrDefault(value => !string.IsNullOrWhiteSpace(value));
            return name is null ? null : new(
                name.Trim().ToLowerInvariant(),
                [.. claims.Where(claim => claim.Type is not null && (claim.Type == roleType || RoleClaims.Contains(claim.Type))).Select(claim => RoleOf(claim.Value)).OfType<(string, StaffRole)>()]);
        }
        catch (Exception nonsense) when (nonsense is FormatException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    private static (string, StaffRole)? RoleOf(string value)
    {
        var dot = value.LastIndexOf('.');
        return dot <= 0 ? null : value[(dot + 1)..] switch
        {
            "clinician" => (value[..dot], StaffRole.Clinician),
            "scheduler" => (value[..dot], StaffRole.Scheduler),
            "manager" => (value[..dot], StaffRole.Manager),
            _ => null,
        };
    }
}
