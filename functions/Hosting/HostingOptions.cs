using System.ComponentModel.DataAnnotations;

namespace Heldspace.Functions.Hosting;

/// <summary>How the app is run.</summary>
internal sealed class HostingOptions
{
    /// <summary>The port the Functions host gave this process. Setting: <c>FUNCTIONS_CUSTOMHANDLER_PORT</c>, which the host sets itself.</summary>
    [Range(1, 65535, ErrorMessage = "FUNCTIONS_CUSTOMHANDLER_PORT is not set. The Functions host sets it; start the app through the host.")]
    public int Port { get; set; }

    /// <summary>The folder of the service definitions. Setting: <c>Heldspace:ServicesFolder</c>. Default: <c>services</c> beside the executable.</summary>
    [Required(ErrorMessage = "Heldspace:ServicesFolder is empty. Name the folder of the service definitions, or leave the setting out.")]
    public string ServicesFolder { get; set; } = Path.Combine(AppContext.BaseDirectory, "services");

    /// <summary>The services that run here, by id, separated by commas. Setting: <c>Heldspace:Services</c>. Default: every definition in the folder.</summary>
    public string Services { get; set; } = "";

    /// <summary>
    /// Where links in mails lead, such as <c>https://refer.example.org/</c>. Setting: <c>Heldspace:PublicAddress</c>. Default: https and the first
    /// host name of the service.
    /// </summary>
    public Uri? PublicAddress { get; set; }

    /// <summary>
    /// How long a referral may be under way, and a draft unsent, before <c>Reconcile</c> takes it up: long enough for every function to end by its own
    /// time limit, since a draft taken away under a running one would never go out. Setting: <c>Heldspace:Patience</c>. Default 5 minutes, range 5
    /// seconds to 1 hour.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:05", "01:00:00")]
    public TimeSpan Patience { get; set; } = TimeSpan.FromMinutes(5);
}
