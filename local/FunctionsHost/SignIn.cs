using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Heldspace.Services;

namespace Heldspace.Local.FunctionsHost;

/// <summary>Somebody who can sign in on this machine.</summary>
/// <param name="Name">Shown on the page.</param>
/// <param name="Mailbox">Their mail address, which is what they sign in with.</param>
/// <param name="Roles">Their app roles: <c>{service}.{role}</c>.</param>
public sealed record Colleague(string Name, string Mailbox, IReadOnlyList<string> Roles);

/// <summary>
/// Stands in for App Service Authentication: a page on which to choose who one is, a session cookie, and the header that the platform adds to each
/// request of a session. What a caller sends under the header's name is taken away before.
/// </summary>
/// <remarks>https://learn.microsoft.com/azure/app-service/configure-authentication-user-identities and
/// https://learn.microsoft.com/azure/app-service/configure-authentication-customize-sign-in-out.</remarks>
public sealed class SignIn
{
    public const string Cookie = "AppServiceAuthSession";

    private const string Header = "X-MS-CLIENT-PRINCIPAL";

    private readonly IReadOnlyList<Colleague> colleagues;
    private readonly ConcurrentDictionary<string, Colleague> sessions = new(StringComparer.Ordinal);

    public SignIn(IReadOnlyList<Colleague> colleagues) => this.colleagues = colleagues;

    /// <summary>Everybody of some services, each with the roles they have there.</summary>
    public static SignIn For(ServiceDefinitions services) => new(
    [
        .. services.All
            .SelectMany(service => service.Team.Select(member => (member.Name, member.Mailbox.Text, $"{service.Id}.clinician"))
                .Append((service.Scheduler.Name, service.Scheduler.Mailbox.Text, $"{service.Id}.scheduler"))
                .Concat(service.Managers.Select(manager => (manager.Name, manager.Mailbox.Text, $"{service.Id}.manager"))))
            .GroupBy(person => person.Text, StringComparer.OrdinalIgnoreCase)
            .Select(person => new Colleague(person.First().Name, person.Key, [.. person.Select(role => role.Item3)])),
    ]);

    /// <summary>The header's value for somebody, as the platform writes it.</summary>
    public static string Principal(Colleague colleague) => Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(new
    {
        auth_typ = "aad",
        claims = colleague.Roles.Select(role => new { typ = "roles", val = role })
            .Prepend(new { typ = "preferred_username", val = colleague.Mailbox })
            .Prepend(new { typ = "name", val = colleague.Name }),
        name_typ = "name",
        role_typ = "roles",
    }));

    internal void Map(WebApplication server)
    {
        server.MapGet("/.auth/login/aad", Login);
        server.MapGet("/.auth/logout", context =>
        {
            sessions.TryRemove(context.Request.Cookies[Cookie] ?? "", out _);
            context.Response.Cookies.Delete(Cookie);
            context.Response.Redirect("/manage");
            return Task.CompletedTask;
        });
    }

    /// <summary>Adds the header to a request of a session; callers' own headers of that name are gone already.</summary>
    internal void AddPrincipal(HttpRequest request)
    {
        if (request.Cookies[Cookie] is { } session && sessions.TryGetValue(session, out var colleague))
        {
            request.Headers[Header] = Principal(colleague);
        }
    }

    private Task Login(HttpContext context)
    {
        var back = context.Request.Query["post_login_redirect_uri"].ToString();
        back = back.StartsWith('/') && !back.StartsWith("//", StringComparison.Ordinal) && !back.StartsWith("/\\", StringComparison.Ordinal) ? back : "/manage";
        if (colleagues.FirstOrDefault(colleague => colleague.Mailbox == context.Request.Query["as"]) is { } chosen)
        {
            var session = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
            sessions[session] = chosen;
            context.Response.Cookies.Append(Cookie, session, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax, Path = "/" });
            context.Response.Redirect(back);
            return Task.CompletedTask;
        }

        var page = new StringBuilder("<!DOCTYPE html><html lang=\"en-GB\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>Sign in</title></head><body style=\"font-family: sans-serif; margin: 2rem\"><main><h1>Who are you?</h1><p>This page stands in for your organisation's sign-in. Everybody here is invented.</p><ul>");
        foreach (var colleague in colleagues)
        {
            var address = $"/.auth/login/aad?as={Uri.EscapeDataString(colleague.Mailbox)}&post_login_redirect_uri={Uri.EscapeDataString(back)}";
            page.Append("<li style=\"padding: .3rem 0\"><a href=\"").Append(HtmlEncoder.Default.Encode(address)).Append("\">").Append(HtmlEncoder.Default.Encode(colleague.Name)).Append("</a>, ")
                .Append(HtmlEncoder.Default.Encode(string.Join(", ", colleague.Roles))).Append("</li>");
        }

        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync(page.Append("</ul></main></body></html>").ToString(), context.RequestAborted);
    }
}
