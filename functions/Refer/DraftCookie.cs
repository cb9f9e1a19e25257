using Heldspace.Services;

namespace Heldspace.Functions.Refer;

/// <summary>The cookie that lets one browser come back to its unfinished form of one service.</summary>
internal static class DraftCookie
{
    private const string Name = "heldspace-draft";

    public static DraftToken? Read(HttpContext http) => DraftToken.TryParse(http.Request.Cookies[Name]);

    public static void Write(HttpContext http, ServiceDefinition service, DraftToken token) =>
        http.Response.Cookies.Append(Name, token.Text, Options(http, service));

    public static void Remove(HttpContext http, ServiceDefinition service) => http.Response.Cookies.Delete(Name, Options(http, service));

    private static CookieOptions Options(HttpContext http, ServiceDefinition service) => new()
    {
        Path = $"/refer/{service.Id}",
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        Secure = http.Request.IsHttps,
        IsEssential = true,
        MaxAge = Drafts.Kept.ToTimeSpan(),
    };
}
