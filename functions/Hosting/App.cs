namespace Heldspace.Functions.Hosting;

/// <summary>Puts the function app together: what it is made of, and in which order a request passes through it.</summary>
public static class App
{
    /// <summary>Registers every part of the app from its configuration.</summary>
    public static WebApplicationBuilder AddHeldspace(this WebApplicationBuilder builder) => builder;

    /// <summary>Maps every function and the host contract around them.</summary>
    public static WebApplication UseHeldspace(this WebApplication app)
    {
        app.MapGet("/", () => "ready");
        return app;
    }
}
