using Heldspace.Functions.Hosting;

var builder = WebApplication.CreateBuilder(args);
builder.AddHeldspace();

var app = builder.Build();
app.UseHeldspace();
await app.RunAsync();
