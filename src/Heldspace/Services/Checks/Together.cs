namespace Heldspace.Services.Checks;

/// <summary>What must hold between the services of one deployment.</summary>
internal static class Together
{
    public static IEnumerable<DefinitionProblem> Check(IReadOnlyList<ServiceDefinition> services) =>
        Once(services, "$.id", service => [service.Id], "Give every service its own id.")
            .Concat(Once(services, "$.mailboxes", service => service.Mailboxes.Select(mailbox => mailbox.Text), "Mail to it could not be told apart: give every service its own mailbox."))
            .Concat(Once(services, "$.hosts", service => service.Hosts.Except(ServiceDefinitions.SharedHosts), "Give every service its own host name; only localhost and 127.0.0.1 may be shared."));

    private static IEnumerable<DefinitionProblem> Once(
        IReadOnlyList<ServiceDefinition> services, string path, Func<ServiceDefinition, IEnumerable<string>> values, string fix) =>
        services
            .SelectMany(service => values(service).Distinct(StringComparer.OrdinalIgnoreCase).Select(value => (service.Id, Value: value)))
            .GroupBy(use => use.Value, StringComparer.OrdinalIgnoreCase)
            .Where(uses => uses.Count() > 1)
            .SelectMany(uses => uses.Skip(1).Select(use => new DefinitionProblem($"{use.Id}.json", path, $"{use.Value} belongs to {uses.First().Id}.json already. {fix}")));
}
