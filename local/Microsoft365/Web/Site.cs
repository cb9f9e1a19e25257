using NodaTime;
using NodaTime.Text;

namespace Heldspace.Local.Microsoft365.Web;

/// <summary>
/// The stand-in's pages: what people would do in Outlook. Server-rendered, without scripts; mail is shown inert in a sandboxed frame.
/// Requests that change something must come from these pages, and only this machine's own names are answered, so that no other page a browser has open can use it.
/// </summary>
internal sealed class Site(Tenant tenant)
{
    private readonly MailPages mail = new(tenant);
    private readonly CalendarPages calendars = new(tenant);

    public async Task Serve(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers.CacheControl = "no-store";
        var origin = request.Headers.Origin.ToString();
        if (request.Host.Host is not ("127.0.0.1" or "localhost")
            || (request.Method == "POST" && origin.Length > 0 && origin != "null" && !origin.Equals($"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase)))
        {
            response.StatusCode = 403;
            return;
        }

        try
        {
            var path = (request.Path.Value ?? "/").Split('/', StringSplitOptions.RemoveEmptyEntries);
            if (request.Method == "POST")
            {
                var form = request.HasFormContentType ? await request.ReadFormAsync(context.RequestAborted) : throw new InvalidDataException("Send it as the form of this page does.");
                response.Redirect(Post(path, form));
                response.StatusCode = 303;
                return;
            }

            if (request.Method is not ("GET" or "HEAD"))
            {
                response.StatusCode = 405;
                return;
            }

            await Write(context, 200, Get(path, request.Query));
        }
        catch (KeyNotFoundException)
        {
            await Write(context, 404, Layout.Page("Not there", Markup.Of($"<h1>Not there</h1><p>It may have been moved or deleted meanwhile. <a href=\"/\">All mailboxes</a></p>")));
        }
        catch (GraphError error)
        {
            await Write(context, error.Status, Layout.Page("Not done", Markup.Of($"<h1>Not done</h1><p>{error.Message}</p><p><a href=\"/\">All mailboxes</a></p>")));
        }
        catch (InvalidDataException error)
        {
            await Write(context, 400, Layout.Page("Not done", Markup.Of($"<h1>Not done</h1><p>{error.Message}</p><p><a href=\"/\">All mailboxes</a></p>")));
        }
    }

    private string Get(string[] path, IQueryCollection query)
    {
        lock (tenant.Gate)
        {
            tenant.Arrive();
            return path switch
            {
                [] => mail.Mailboxes(),
                ["outbox"] => mail.Outbox(),
                ["outbox", var number] when int.TryParse(number, out var index) => mail.Sent(index),
                ["mail", var box] => mail.Folder(Box(box), query["folder"].FirstOrDefault() ?? "inbox"),
                ["mail", var box, var id] => mail.Message(Box(box), id),
                ["deliver", var box] => mail.DeliverForm(Box(box)),
                ["calendar", var box] => calendars.Week(Box(box), query["week"].FirstOrDefault()),
                ["calendar", var box, var id] => calendars.Event(Box(box), id),
                _ => throw new KeyNotFoundException(),
            };
        }
    }

    private string Post(string[] path, IFormCollection form)
    {
        switch (path)
        {
            case ["deliver", var box]:
                return mail.Deliver(Box(box), form);
            case ["mail", var box, var id, var action]:
                return mail.Act(Box(box), id, action, form);
            case ["calendar", var box, "block"]:
                return calendars.Block(Box(box), form);
            case ["calendar", var box, var id, var action]:
                return calendars.Act(Box(box), id, action, form);
            default:
                throw new KeyNotFoundException();
        }
    }

    private Mailbox Box(string address) => tenant.Find(address) ?? throw new KeyNotFoundException();

    private static Task Write(HttpContext context, int status, string page)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync(page, context.RequestAborted);
    }

    /// <summary>A local London time from a <c>datetime-local</c> field.</summary>
    public static Instant Time(IFormCollection form, string name)
    {
        var text = form[name].ToString();
        var parsed = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm").Parse(text.Length > 16 ? text[..16] : text);
        return parsed.Success
            ? Heldspace.Time.London.At(parsed.Value.Date, parsed.Value.TimeOfDay)
            : throw new InvalidDataException("Give a date and a time.");
    }

    /// <summary>The value of a <c>datetime-local</c> field.</summary>
    public static string Field(Instant instant) =>
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm").Format(instant.InZone(Heldspace.Time.London.Zone).LocalDateTime);

    /// <summary>A time as people here write it.</summary>
    public static string Words(Instant instant) =>
        LocalDateTimePattern.CreateWithInvariantCulture("ddd d MMM uuuu, HH:mm").Format(instant.InZone(Heldspace.Time.London.Zone).LocalDateTime);
}
