using System.ComponentModel.DataAnnotations;

namespace Heldspace.Azure.Notify;

/// <summary>How text messages go out. Section <c>Notify</c>.</summary>
public sealed class NotifyOptions
{
    public const string Section = "Notify";

    /// <summary>Where GOV.UK Notify is; a stand-in on a laptop.</summary>
    [Required]
    public Uri BaseUrl { get; set; } = new("https://api.notifications.service.gov.uk/");

    /// <summary>The whole key as Notify shows it once: a name, the service's id and a secret, joined by hyphens. A key of the kind "team and guest list" writes to nobody else.</summary>
    [Required(ErrorMessage = "Notify:ApiKey is not set. Copy it whole from GOV.UK Notify, API integration, API keys.")]
    [RegularExpression("^.+-[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}-[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$",
        ErrorMessage = "Notify:ApiKey is not a key of GOV.UK Notify. Copy it whole from API integration, API keys: a name and two ids, joined by hyphens.")]
    public string ApiKey { get; set; } = "";

    /// <summary>A text message template whose whole content is <c>((text))</c>: the words are the service's own, in its definition.</summary>
    [Required(ErrorMessage = "Notify:TemplateId is not set. Make a text message template with the content ((text)) and copy its id.")]
    public string TemplateId { get; set; } = "";
}
