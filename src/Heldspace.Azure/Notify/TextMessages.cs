using System.Text;
using System.Text.Json;
using Azure.Core;
using Azure.Core.Pipeline;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using NodaTime;
using NodaTime.Text;

namespace Heldspace.Azure.Notify;

/// <summary>What became of a text message.</summary>
public enum TextOutcome
{
    /// <summary>Notify has it and goes on trying.</summary>
    Taken,

    /// <summary>It can never be sent: the number is none, or this key may not write to it.</summary>
    Refused,
}

/// <summary>How far a text message has come.</summary>
public enum TextFate
{
    /// <summary>Not settled yet: the provider tries for up to 72 hours.</summary>
    UnderWay,

    /// <summary>It was delivered, or sent abroad, where nobody says more.</summary>
    Arrived,

    /// <summary>The number is none, or its network refuses it.</summary>
    NeverArrives,

    /// <summary>The telephone was off or full for days, or Notify had a fault: another one may arrive.</summary>
    NotThisTime,
}

/// <summary>A text message that somebody sent to the number of this account.</summary>
/// <param name="Id">As Notify names it, for good.</param>
/// <param name="At">When Notify had it.</param>
/// <param name="From">Whose number, as Notify writes it: <c>447700900123</c>.</param>
/// <param name="Words">Whatever they wrote.</param>
public sealed record ArrivedMessage(string Id, Instant At, string From, string Words);

/// <summary>
/// Text messages through GOV.UK Notify. Safe for use by many callers at once. Not tried against the real service: the contract is
/// https://docs.notifications.service.gov.uk/rest-api.html, and this file is all that relies on it.
/// </summary>
public sealed class TextMessages
{
    private const string Edge = "Send a text";
    private const int IdLength = 36;

    private static readonly LocalDateTimePattern Times = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss.FFFFFFFFF");

    private readonly HttpPipeline _pipeline;
    private readonly NotifyOptions _options;

    /// <param name="edge">How requests are sent. Nothing is repeated in here: whether a text went out is looked up first.</param>
    public TextMessages(NotifyOptions options, IClock clock, EdgeOptions? edge = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _pipeline = EdgePipeline.Build((edge ?? new EdgeOptions()) with { MaxRetries = 0 }, new SignedToken(options.ApiKey, clock));
    }

    /// <summary>Sends one. An answer that is lost may mean that it went out: <see cref="IsKnown"/> tells.</summary>
    /// <param name="number">As people write it.</param>
    /// <param name="text">Every character of it is sent; more than 918 are refused.</param>
    /// <param name="reference">Ours, to find it again by; nothing personal.</param>
    /// <exception cref="EdgeException">It could not be sent, or nobody knows.</exception>
    public async Task<TextOutcome> Send(string number, string text, string reference, CancellationToken cancellation)
    {
        using var message = _pipeline.CreateMessage();
        message.Request.Method = RequestMethod.Post;
        message.Request.Uri.Reset(new Uri(_options.BaseUrl, "v2/notifications/sms"));
        message.Request.Headers.Add(HttpHeader.Names.ContentType, "application/json");
        message.Request.Content = RequestContent.Create(JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["phone_number"] = number,
            ["template_id"] = _options.TemplateId,
            ["personalisation"] = new Dictionary<string, string>(StringComparer.Ordinal) { ["text"] = text },
            ["reference"] = reference,
        }));
        await _pipeline.Send(message, Edge, cancellation);
        return message.Response.Status switch
        {
            201 => TextOutcome.Taken,
            400 => TextOutcome.Refused,
            _ => throw EdgeException.From(Edge, message.Response, Code(message.Response)),
        };
    }

    /// <summary>Whether Notify has a text message under a reference, whatever became of it.</summary>
    /// <exception cref="EdgeException">Nobody knows.</exception>
    public async Task<bool> IsKnown(string reference, CancellationToken cancellation) => await FateOf(reference, cancellation) is not null;

    /// <summary>What became of a text message; null where Notify has none under that reference, or none any more: it forgets after seven days.</summary>
    /// <exception cref="EdgeException">Nobody knows.</exception>
    public async Task<TextFate?> FateOf(string reference, CancellationToken cancellation)
    {
        using var message = _pipeline.CreateMessage();
        message.Request.Method = RequestMethod.Get;
        message.Request.Uri.Reset(new Uri(_options.BaseUrl, $"v2/notifications?template_type=sms&reference={Uri.EscapeDataString(reference)}"));
        await _pipeline.Send(message, "Look for a text", cancellation);
        if (message.Response.Status != 200)
        {
            throw EdgeException.From("Look for a text", message.Response, Code(message.Response));
        }

        using var found = JsonDocument.Parse(message.Response.Content);
        var fates = found.RootElement.GetProperty("notifications").EnumerateArray().Select(one => Fate(one.TryGetProperty("status", out var status) ? status.GetString() : null)).ToList();
        return fates.Count == 0 ? null : fates.Contains(TextFate.Arrived) ? TextFate.Arrived : fates[0];
    }

    /// <summary>A page of what came in, newest first: as many as Notify gives at once (250), of the last seven days.</summary>
    /// <param name="olderThan">The id of the last of the page before; null for the newest.</param>
    /// <exception cref="EdgeException">They could not be read.</exception>
    public async Task<IReadOnlyList<ArrivedMessage>> Received(string? olderThan, CancellationToken cancellation)
    {
        using var message = _pipeline.CreateMessage();
        message.Request.Method = RequestMethod.Get;
        message.Request.Uri.Reset(new Uri(_options.BaseUrl, $"v2/received-text-messages{(olderThan is null ? "" : $"?older_than={Uri.EscapeDataString(olderThan)}")}"));
        await _pipeline.Send(message, "Look for texts that came", cancellation);
        if (message.Response.Status != 200)
        {
            throw EdgeException.From("Look for texts that came", message.Response, Code(message.Response));
        }

        using var found = JsonDocument.Parse(message.Response.Content);
        return [.. found.RootElement.GetProperty("received_text_messages").EnumerateArray().Select(one => new ArrivedMessage(
            one.GetProperty("id").GetString()!, At(one.GetProperty("created_at").GetString()!), one.GetProperty("user_number").GetString()!, one.GetProperty("content").GetString() ?? ""))];
    }

    /// <summary>In UTC; the documentation shows it with a space, the service's own tests with a T and a Z.</summary>
    private static Instant At(string written) => Times.Parse(written.TrimEnd('Z').Replace(' ', 'T')).GetValueOrThrow().InUtc().ToInstant();

    private static TextFate Fate(string? status) => status switch
    {
        "delivered" or "sent" => TextFate.Arrived,
        "permanent-failure" => TextFate.NeverArrives,
        "temporary-failure" or "technical-failure" => TextFate.NotThisTime,
        _ => TextFate.UnderWay,
    };

    /// <summary>The kind of error, such as <c>RateLimitError</c>; never its message, which may repeat the number.</summary>
    private static string Code(global::Azure.Response response)
    {
        try
        {
            using var answer = JsonDocument.Parse(response.Content);
            return answer.RootElement.GetProperty("errors")[0].GetProperty("error").GetString() ?? "";
        }
        catch (Exception unreadable) when (unreadable is JsonException or KeyNotFoundException or InvalidOperationException or IndexOutOfRangeException)
        {
            return "";
        }
    }

    /// <summary>A token of the key's own making, good for thirty seconds around its time: made anew for every attempt.</summary>
    private sealed class SignedToken(string key, IClock clock) : HttpPipelineSynchronousPolicy
    {
        private static readonly JsonWebTokenHandler Tokens = new() { SetDefaultTimesOnTokenCreation = false };

        private readonly string _issuer = key[^((2 * IdLength) + 1)..^(IdLength + 1)];
        private readonly SigningCredentials _secret = new(new SymmetricSecurityKey(Encoding.UTF8.GetBytes(key[^IdLength..])), SecurityAlgorithms.HmacSha256);

        public override void OnSendingRequest(HttpMessage message) => message.Request.Headers.SetValue(HttpHeader.Names.Authorization, "Bearer " + Tokens.CreateToken(
            JsonSerializer.Serialize(new Dictionary<string, object>(StringComparer.Ordinal) { ["iss"] = _issuer, ["iat"] = clock.GetCurrentInstant().ToUnixTimeSeconds() }), _secret));
    }
}
