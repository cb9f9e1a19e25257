using Heldspace.Azure.Records;
using Heldspace.Intake;
using Heldspace.Messages;
using Heldspace.Services;
using Microsoft.Extensions.Options;

namespace Heldspace.Functions.Hosting;

/// <summary>
/// Links to what a referrer may see and do: a secret of 256 bits that only this deployment can make, the same whenever it is made again, so that a
/// message written twice carries one link. Only its keyed hash is stored.
/// </summary>
internal sealed class Links(Keys keys, Lookups lookups, ServiceDefinitions services, IOptions<HostingOptions> options)
{
    private const string Receipt = "receipt";
    private const string Confirm = "confirm";

    public string ReceiptToken(string service, IntakeId intake) => keys.Token(service, Receipt, intake.Text);

    public string ConfirmToken(string service, IntakeId intake) => keys.Token(service, Confirm, intake.Text);

    /// <summary>Makes the receipt link lead somewhere.</summary>
    public Task KeepReceipt(string service, IntakeId intake, CancellationToken cancellation) =>
        lookups.KeepLink(service, Receipt, ReceiptToken(service, intake), intake, cancellation);

    public Task KeepConfirm(string service, IntakeId intake, CancellationToken cancellation) =>
        lookups.KeepLink(service, Confirm, ConfirmToken(service, intake), intake, cancellation);

    /// <summary>
    /// Keeps the links of a referral once more where the keys have changed: a link is spelled with the current key, and one that was kept under the key
    /// before is spelled otherwise.
    /// </summary>
    public Task KeepAgain(string service, IntakeId intake, CancellationToken cancellation) => keys.Versions.Skip(1).Any()
        ? Task.WhenAll(KeepReceipt(service, intake, cancellation), KeepConfirm(service, intake, cancellation))
        : Task.CompletedTask;

    public Task<(ServiceDefinition Service, IntakeId Intake)?> FindReceipt(string token, CancellationToken cancellation) => Find(Receipt, token, cancellation);

    public Task<(ServiceDefinition Service, IntakeId Intake)?> FindConfirm(string token, CancellationToken cancellation) => Find(Confirm, token, cancellation);

    /// <summary>The links of a message about a case.</summary>
    public MessageLinks For(ServiceDefinition service, IntakeId intake)
    {
        var home = options.Value.PublicAddress ?? new Uri($"https://{service.Hosts[0]}/");
        return new(
            new Uri(home, $"refer/receipt/{ReceiptToken(service.Id, intake)}"),
            new Uri(home, $"refer/confirm/{ConfirmToken(service.Id, intake)}"));
    }

    private async Task<(ServiceDefinition Service, IntakeId Intake)?> Find(string purpose, string token, CancellationToken cancellation)
    {
        foreach (var service in services.All)
        {
            if (await lookups.ByLink(service.Id, purpose, token, cancellation) is { } intake)
            {
                return (service, intake);
            }
        }

        return null;
    }
}
