using System.Globalization;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing.Constraints;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.AspNetCore.WebUtilities;

namespace Heldspace.Local.FunctionsHost;

/// <summary>
/// The public side: what Azure's front end adds to a request, which function its path belongs to, and the request as the host forwards it.
/// </summary>
/// <remarks>
/// The forwarded path is deliberately as unsafe as the host's: it is rebuilt from the decoded path, so dots and backslashes that were encoded on the way
/// in are resolved, and a public route can lead to any path of the handler.
/// </remarks>
internal sealed class HttpFront
{
    private static readonly string[] FrontEndHeaders =
        ["X-ARR-", "X-MS-CLIENT-PRINCIPAL", "X-MS-TOKEN-", "X-WAWS-", "X-SITE-", "X-ORIGINAL-URL", "X-FORWARDED-PROTO", "DISGUISED-HOST", "CLIENT-IP", "WAS-DEFAULT-HOSTNAME"];

    private readonly List<(FunctionDefinition Function, RoutePattern Pattern)> routes;
    private readonly Func<CancellationToken, Task<Worker>> nextWorker;
    private readonly Func<Guid> nextId;
    private readonly TimeSpan? timeout;
    private readonly SignIn? signIn;

    public HttpFront(FunctionFolder folder, TimeSpan? timeout, SignIn? signIn, Func<CancellationToken, Task<Worker>> nextWorker, Func<Guid> nextId)
    {
        this.timeout = timeout;
        this.signIn = signIn;
        this.nextWorker = nextWorker;
        this.nextId = nextId;
        routes = [.. folder.Functions
            .Where(function => function.Trigger is Trigger.Http)
            .Select(function => (function, Pattern((Trigger.Http)function.Trigger, folder.Host.RoutePrefix)))];
        if (routes.Count > 0 && !folder.Host.ForwardsHttp)
        {
            throw new InvalidDataException("host.json: customHandler.enableForwardingHttpRequest must be true; envelopes for HTTP triggers are not run here.");
        }
    }

    /// <summary>Serves the functions' routes; anything else is 404.</summary>
    public void Map(WebApplication server)
    {
        server.UseRouting();
        signIn?.Map(server);
        foreach (var (function, pattern) in routes)
        {
            server.Map(pattern, ((Trigger.Http)function.Trigger).Anonymous ? Answer : Refuse);
        }
    }

    /// <summary>A method that is not declared is 404, not 405, because the host looks at it as a part of the route.</summary>
    private static RoutePattern Pattern(Trigger.Http trigger, string prefix)
    {
        var template = string.Join('/', new[] { prefix, trigger.Route.Trim('/') }.Where(part => part.Length > 0));
        return trigger.Methods.IsEmpty
            ? RoutePatternFactory.Parse(template)
            : RoutePatternFactory.Parse(template, defaults: null, parameterPolicies: new { httpMethod = new HttpMethodRouteConstraint([.. trigger.Methods]) });
    }

    /// <summary>There are no keys here, so nobody has one.</summary>
    private static Task Refuse(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        return Task.CompletedTask;
    }

    private async Task Answer(HttpContext context)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        if (timeout is { } span)
        {
            limit.CancelAfter(span);
        }

        try
        {
            var worker = await nextWorker(limit.Token);
            await Forward(context, worker, limit.Token);
        }
        catch (Exception) when (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            // Whatever went wrong behind it, the host answers an empty 500.
            context.Response.Clear();
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
        }
    }

    private async Task Forward(HttpContext context, Worker worker, CancellationToken cancellation)
    {
        var id = nextId();
        AddFrontEnd(context, id);
        signIn?.AddPrincipal(context.Request);
        using var request = ToHandler(context.Request, worker.Port);
        Invoker.AddHeaders(request, id);
        try
        {
            using var response = await worker.Send(request, cancellation);
            context.Response.StatusCode = (int)response.StatusCode;
            foreach (var (name, values) in response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated))
            {
                if (!name.Equals("Transfer-Encoding", StringComparison.OrdinalIgnoreCase))
                {
                    context.Response.Headers[name] = values.ToArray();
                }
            }

            if (!HttpMethods.IsHead(context.Request.Method))
            {
                await response.Content.CopyToAsync(context.Response.Body, cancellation);
            }
        }
        catch (HttpRequestException exception) when (exception.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.ResponseEnded)
        {
            worker.ConnectionLost(CancellationToken.None);
            throw;
        }
    }

    /// <summary>The request as the host builds it for the handler: path from the displayed address, query as a dictionary, headers as they came.</summary>
    private static HttpRequestMessage ToHandler(HttpRequest request, int port)
    {
        var path = new Uri(request.GetDisplayUrl()).AbsolutePath;
        var address = new UriBuilder("http", "127.0.0.1", port, path).ToString();
        var query = request.Query.ToDictionary(entry => entry.Key, entry => (string?)entry.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        var forwarded = new HttpRequestMessage(new HttpMethod(request.Method), new Uri(QueryHelpers.AddQueryString(address, query)));
        foreach (var (name, values) in request.Headers)
        {
            // Headers of a body are refused here and given below: only its length and type reach the handler.
            forwarded.Headers.TryAddWithoutValidation(name, values.AsEnumerable());
        }

        if (request.ContentLength > 0)
        {
            forwarded.Content = new StreamContent(request.Body);
            forwarded.Content.Headers.ContentLength = request.ContentLength;
            if (!string.IsNullOrEmpty(request.ContentType))
            {
                forwarded.Content.Headers.TryAddWithoutValidation("Content-Type", request.ContentType);
            }
        }

        return forwarded;
    }

    /// <summary>Adds the front end's headers. What a caller sends under these names is taken away.</summary>
    /// <remarks>https://learn.microsoft.com/azure/app-service/configure-authentication-user-identities.</remarks>
    private static void AddFrontEnd(HttpContext context, Guid id)
    {
        var headers = context.Request.Headers;
        foreach (var name in headers.Keys.Where(name => Array.Exists(FrontEndHeaders, own => name.StartsWith(own, StringComparison.OrdinalIgnoreCase))).ToList())
        {
            headers.Remove(name);
        }

        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget is { Length: > 0 } raw ? raw : context.Request.GetEncodedPathAndQuery();
        var caller = string.Create(CultureInfo.InvariantCulture, $"{context.Connection.RemoteIpAddress?.ToString() ?? "127.0.0.1"}:{context.Connection.RemotePort}");
        var host = context.Request.Host.Value;
        headers["X-ARR-LOG-ID"] = id.ToString();
        headers["X-Forwarded-For"] = headers["X-Forwarded-For"].Count == 0 ? caller : $"{headers["X-Forwarded-For"]}, {caller}";
        headers["X-Forwarded-Proto"] = context.Request.Scheme;
        headers["X-Original-URL"] = target;
        headers["X-WAWS-Unencoded-URL"] = target;
        headers["CLIENT-IP"] = caller;
        headers["DISGUISED-HOST"] = host;
        headers["WAS-DEFAULT-HOSTNAME"] = host;
        headers["X-SITE-DEPLOYMENT-ID"] = "heldspace-local";
    }
}
