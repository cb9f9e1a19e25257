using System.CommandLine;
using Heldspace.Local.Commands;

var root = new RootCommand("Heldspace on this machine: the function app as published, with stand-ins for Microsoft 365, Service Bus and the Functions host.");
root.Options.Add(Shared.Ports);
root.Options.Add(Shared.Data);
root.SetAction((parsed, cancellation) => Run.Execute(parsed, cancellation));
root.Subcommands.Add(Once.Command());
root.Subcommands.Add(Bench.Command());
root.Subcommands.Add(Simulate.Command());
root.Subcommands.Add(ScoreCommand.Command());
return await root.Parse(args).InvokeAsync(new() { EnableDefaultExceptionHandler = false }, CancellationToken.None);
