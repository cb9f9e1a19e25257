using Heldspace.Azure.Blobs;
using Heldspace.Azure.Graph;
using Heldspace.Azure.Records;
using Heldspace.Azure.ServiceBus;
using Heldspace.Azure.Tables;
using Heldspace.Functions.Assets;
using Heldspace.Services;
using Microsoft.Extensions.Options;

namespace Heldspace.Functions.Hosting;

/// <summary>A setting keeps the app from starting. The message names it and says what to do.</summary>
internal sealed class StartRefused(Exception cause) : Exception(cause.Message, cause)
{
    /// <summary>
    /// Makes everything that settings decide, so that a wrong one is told at start and not by the first referral. Asks nothing of any other system.
    /// </summary>
    /// <exception cref="StartRefused">A setting is missing or wrong.</exception>
    public static void Unless(IServiceProvider services)
    {
        try
        {
            _ = services.GetRequiredService<IOptions<HostingOptions>>().Value;
            _ = services.GetRequiredService<ServiceDefinitions>();
            _ = services.GetRequiredService<Keys>();
            _ = services.GetRequiredService<ITables>();
            _ = services.GetRequiredService<IBlobs>();
            _ = services.GetRequiredService<IQueues>();
            _ = services.GetRequiredService<GraphConnection>();
            _ = services.GetRequiredService<AssetFiles>();
        }
        catch (Exception cause) when (cause is InvalidOperationException or ArgumentException or FormatException)
        {
            throw new StartRefused(cause);
        }
    }

    /// <summary>What to tell whoever set the app up, a reason per line; null where the fault is none of theirs.</summary>
    public static string? Reasons(Exception fault) => fault switch
    {
        StartRefused or DefinitionsRefusedException => "Heldspace does not start. " + fault.Message,
        OptionsValidationException refused => "Heldspace does not start. " + string.Join(Environment.NewLine, refused.Failures),
        AggregateException several when several.InnerExceptions.All(each => Reasons(each) is not null) =>
            string.Join(Environment.NewLine, several.InnerExceptions.Select(Reasons)),
        _ => null,
    };
}
