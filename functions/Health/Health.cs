using Heldspace.Azure;
using Heldspace.Azure.Records;

namespace Heldspace.Functions.Health;

/// <summary>Answers whether this instance can reach its records. Says nothing else to anyone.</summary>
internal sealed class Health(Cursors cursors)
{
    public async Task<IResult> Handle(CancellationToken cancellation)
    {
        try
        {
            _ = await cursors.Read("health", "probe", cancellation);
            return Results.Json(new { status = "healthy" });
        }
        catch (EdgeException)
        {
            return Results.Json(new { status = "unhealthy" }, statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }
}
