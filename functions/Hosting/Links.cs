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
internal sealed class Links(Keys keys, Lookups lookups, IOptions<HostingOptions> options)
{
    private const string Receipt = "receipt";
    private const string Confirm = "confirm";

    public string ReceiptToken(string service, IntakeId intake) => keys.Token(service, Receipt, intake.Text);

    public string ConfirmToken(string service, IntakeId intake) => keys.Token(service, Confirm, intake.Text);

    /// <summary>Makes the receipt link lead somewhere.</summary>
    public Task KeepReceipt(string service, IntakeId intake, CancellationToken cancellation) =>
        lookups.KeepLink(service, ReceiptToken(service, intake), intake, cancellation);

    public Task KeepConfirm(string service, IntakeId intake, CancellationToken cancellation) =>
        lookups.KeepLink(service, ConfirmToken(service, intake), intake, cancellation);

    /// <summary>The links of a message about a case.</summary>
    public MessageLinks For(ServiceDefinition service, IntakeId intake)
    {
        var home = options.Value.PublicAddress ?? new Uri($"https://{service.Hosts[0]}/");
        return new(
            new Uri(home, $"refer/receipt/{ReceiptToken(service.Id, intake)}"),
            new Uri(home, $"refer/confirm/{ConfirmToken(service.Id, intake)}"));
    }
}
