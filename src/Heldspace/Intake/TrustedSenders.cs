using Heldspace.Services;

namespace Heldspace.Intake;

/// <summary>Whose mail addresses a service trusts without a confirming link.</summary>
public static class TrustedSenders
{
    /// <summary>True where the address is of one of the service's trusted domains or of a domain below one: <c>head@st-annes.school.example</c>.</summary>
    public static bool Include(ServiceDefinition service, EmailAddress? address) =>
        address is not null && service.TrustedDomains.Any(domain =>
            string.Equals(address.Domain, domain, StringComparison.OrdinalIgnoreCase) || address.Domain.EndsWith("." + domain, StringComparison.OrdinalIgnoreCase));
}
