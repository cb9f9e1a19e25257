using Heldspace.Functions.Hosting;

try
{
    var builder = WebApplication.CreateBuilder(args);
    builder.AddHeldspace();

    var app = builder.Build();
    app.UseHeldspace();
    await app.RunAsync();
    return 0;
}
catch (Exception fault) when (StartRefused.Reasons(fault) is { } reasons)
{
    await Console.Error.WriteLineAsync(reasons);
    return 1;
}
