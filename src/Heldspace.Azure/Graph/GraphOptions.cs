using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using Heldspace.Intake;
using Microsoft.Extensions.Options;

namespace Heldspace.Azure.Graph;

/// <summary>How Microsoft Graph is reached and how hard it may be asked.</summary>
public sealed class GraphOptions
{
    public const string Section = "Graph";

    /// <summary>
    /// Where Graph answers, with its version and without a trailing slash. Default <c>https://graph.microsoft.com/v1.0</c>.
    /// Plain http is accepted for 127.0.0.1 and localhost only.
    /// </summary>
    [Required]
    public Uri BaseUrl { get; set; } = new("https://graph.microsoft.com/v1.0");

    /// <summary>What the access token is asked for. Default <c>https://graph.microsoft.com/.default</c>; other only for a national cloud.</summary>
    [Required]
    public string Scope { get; set; } = "https://graph.microsoft.com/.default";

    /// <summary>
    /// The directory whose mailboxes these are, a GUID. Notifications that name another are left out. Default none: not compared
    /// (<c>clientState</c> always is).
    /// </summary>
    public Guid? TenantId { get; set; }

    /// <summary>
    /// Requests in flight for one mailbox from this process, 1–4, default 4: Outlook refuses a fifth
    /// (https://learn.microsoft.com/graph/throttling-limits#outlook-service-limits).
    /// </summary>
    [Range(1, 4)]
    public int MaxConcurrentPerMailbox { get; set; } = 4;

    /// <summary>How long one attempt may take, its answer's body included; waiting for a place among the four is not counted. 0.05 s–5 min, default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:05:00")]
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Attempts of a call that may be repeated, the first included, 1–10, default 3. A call that may not be repeated is made once.</summary>
    [Range(1, 10)]
    public int MaxAttempts { get; set; } = 3;

    /// <summary>The wait before the second attempt where Graph names none; it doubles with each further one. 0–1 min, default 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The longest <c>Retry-After</c> that is waited for here, 0–2 min, default 20 s. Told to wait longer, the call fails at once with
    /// <see cref="GraphFault.RetryAfter"/>, so that the queue waits and not a running function.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:02:00")]
    public TimeSpan LongestWait { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// Domains that mail and invitations may go to, such as <c>service.example</c>, each with those below it; anything else is refused before Graph is asked.
    /// Default none: anybody, as in production. Set it everywhere else.
    /// </summary>
    public IReadOnlyList<string>? RecipientDomains { get; set; }

    /// <summary>Mails asked for in one page of changes, 1–200, default 25: a page is held in memory whole, bodies included.</summary>
    [Range(1, 200)]
    public int MailsPerPage { get; set; } = 25;

    internal void MustAllow(IEnumerable<EmailAddress> recipients)
    {
        if (RecipientDomains is { } allowed && recipients.Any(recipient => !allowed.Any(domain => IsWithin(recipient.Domain, domain))))
        {
            throw new RecipientRefused();
        }
    }

    private static bool IsWithin(string domain, string allowed) =>
        string.Equals(domain, allowed, StringComparison.OrdinalIgnoreCase) || domain.EndsWith("." + allowed, StringComparison.OrdinalIgnoreCase);
}

/// <summary>A recipient outside <see cref="GraphOptions.RecipientDomains"/>: nothing was written. Trying again does not help.</summary>
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "Named as the fault it is, beside GraphFault.")]
public sealed class RecipientRefused() : Exception($"A recipient's domain is not among {GraphOptions.Section}:{nameof(GraphOptions.RecipientDomains)}.");

/// <summary>Refuses settings out of range at start-up, naming the setting.</summary>
[OptionsValidator]
public sealed partial class GraphOptionsCheck : IValidateOptions<GraphOptions>;
