namespace Heldspace.Functions.Pages;

/// <summary>What every page says to a browser, the public's and the staff's: keep nothing, run nothing, load nothing from elsewhere, tell nobody where one was.</summary>
internal static class PageHeaders
{
    /// <summary>No script runs, nothing is loaded from elsewhere, nobody frames a page, and a form goes nowhere but here.</summary>
    private const string Policy = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    public static void Protect(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.CacheControl = "no-cache, no-store";
        headers.Pragma = "no-cache";
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["X-Robots-Tag"] = "noindex";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";

        // The front end ends TLS and says so; cookies marked by it go over TLS only.
        if (http.Request.Headers["X-Forwarded-Proto"].ToString().Split(',')[^1].Trim() == "https")
        {
            http.Request.Scheme = "https";
        }
    }
}
