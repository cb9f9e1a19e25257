using System.Globalization;

var port = int.Parse(Environment.GetEnvironmentVariable("FUNCTIONS_CUSTOMHANDLER_PORT") ?? "0", CultureInfo.InvariantCulture);
var file = Environment.GetEnvironmentVariable("PAGE");
var page = file is null ? [] : await File.ReadAllBytesAsync(file);

var builder = WebApplication.CreateSlimBuilder(args);
builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
builder.Logging.ClearProviders();
var app = builder.Build();
app.MapGet("/", () => "ready");
app.MapGet("/page", () => Results.Bytes(page, "text/html; charset=utf-8"));
app.MapPost("/page", async (HttpRequest request) =>
{
    _ = await request.ReadFormAsync();
    request.HttpContext.Response.Headers.Location = "/page";
    return Results.StatusCode(StatusCodes.Status303SeeOther);
});
await app.RunAsync();
