using System.Collections.Immutable;
using Heldspace.Services;

namespace Heldspace.Functions.Refer;

/// <summary>Which services can be referred to at an address.</summary>
internal sealed class PublicServices(ServiceDefinitions definitions)
{
    public ServiceDefinition? Find(string id) => definitions.Find(id);

    /// <summary>
    /// The services whose public host name this is; where it is nobody's own, all of them. Which host names are answered at all is decided before.
    /// </summary>
    public ImmutableArray<ServiceDefinition> At(HostString host) =>
        definitions.ByHost(host.Host) is { IsEmpty: false } own ? own : definitions.All;

    /// <summary>A service by its id, where it can be referred to at this address.</summary>
    public ServiceDefinition? Find(string id, HostString host) => At(host).FirstOrDefault(service => service.Id == id);
}
