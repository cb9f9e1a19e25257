using System.Text.Json.Nodes;
using Heldspace.Functions.Hosting;
using Heldspace.Local.FunctionsHost;
using Microsoft.AspNetCore.Routing;

namespace Deployment.Tests;

/// <summary><c>function.json</c> as published and the routes that the app maps say the same, in both directions.</summary>
public sealed class FunctionRoutesTests
{
    private static readonly IReadOnlyDictionary<string, FunctionDefinition> Functions = Published.Functions.Functions.ToDictionary(function => function.Name, StringComparer.Ordinal);

    [Fact]
    public async Task Every_timer_and_queue_function_has_its_trigger_endpoint_and_every_trigger_endpoint_its_folder()
    {
        var routes = await MappedRoutes.Read();

        var mapped = routes.Triggers.Select(found => found.Trigger.Function).ToList();
        var declared = Functions.Values.Where(function => function.Trigger is not Trigger.Http).Select(function => function.Name).ToList();

        declared.ShouldNotBeEmpty();
        mapped.Order().ShouldBe(declared.Order());
    }

    [Fact]
    public async Task A_trigger_stands_at_the_path_of_its_functions_name_and_leaves_no_method_to_anything_before_the_guard()
    {
        foreach (var (endpoint, trigger) in (await MappedRoutes.Read()).Triggers)
        {
            endpoint.RoutePattern.RawText.ShouldBe($"/{trigger.Function}");
            MappedRoutes.Methods(endpoint).ShouldBeNull("A method that is not mapped is answered 405 by the framework, which says that there is something.");
        }
    }

    [Fact]
    public async Task Queues_their_dead_letters_and_their_sessions_are_those_that_the_app_works_with()
    {
        var mapped = (await MappedRoutes.Read()).Triggers.ToDictionary(found => found.Trigger.Function, found => found.Trigger.Queue, StringComparer.Ordinal);

        foreach (var function in Functions.Values)
        {
            switch (function.Trigger)
            {
                case Trigger.Queue queue:
                    queue.Path.ShouldBe(mapped[function.Name]);
                    queue.Binding.ShouldBe("message");
                    queue.Sessions.ShouldBe(!queue.Path.EndsWith(QueueNames.DeadLetters, StringComparison.Ordinal), function.Name);
                    break;
                case Trigger.Timer:
                    mapped[function.Name].ShouldBeNull();
                    break;
            }
        }

        string[] queues = [QueueNames.Referrals, QueueNames.Allocations, QueueNames.Messages];
        mapped.Values.OfType<string>().Order().ShouldBe(queues.Concat(queues.Select(queue => queue + QueueNames.DeadLetters)).Order());
    }

    [Fact]
    public async Task Every_public_endpoint_lies_under_a_function_that_takes_its_methods()
    {
        var functions = Functions.Values.Where(function => function.Trigger is Trigger.Http).ToList();
        var routes = await MappedRoutes.Read();

        routes.Public.ShouldNotBeEmpty();
        foreach (var endpoint in routes.Public)
        {
            var over = functions.Where(function => Covers((Trigger.Http)function.Trigger, endpoint)).ShouldHaveSingleItem($"{endpoint.RoutePattern.RawText} lies under no function, or under two.");
            if (MappedRoutes.Methods(endpoint) is { } methods)
            {
                methods.ShouldBeSubsetOf(((Trigger.Http)over.Trigger).Methods, endpoint.RoutePattern.RawText);
            }
        }
    }

    [Fact]
    public async Task Every_http_function_has_an_endpoint_for_each_of_its_methods_and_takes_no_method_for_nothing()
    {
        var routes = await MappedRoutes.Read();

        foreach (var function in Functions.Values.Where(function => function.Trigger is Trigger.Http))
        {
            var http = (Trigger.Http)function.Trigger;
            http.Methods.ShouldNotBeEmpty($"{function.Name} must say which methods it takes.");
            http.Anonymous.ShouldBeTrue($"{function.Name}: people have no function keys.");
            foreach (var method in http.Methods)
            {
                routes.Public.ShouldContain(
                    endpoint => Covers(http, endpoint) && MappedRoutes.Methods(endpoint) != null && MappedRoutes.Methods(endpoint)!.Contains(method),
                    $"{function.Name} takes {method}, which nothing answers.");
            }
        }
    }

    [Fact]
    public void A_public_route_starts_with_a_segment_of_its_own()
    {
        var firsts = Functions.Values.Select(function => function.Trigger).OfType<Trigger.Http>().Select(http => http.Route.Split('/')[0]).ToList();

        firsts.ShouldBeUnique();
        firsts.ShouldAllBe(first => first.Length > 0 && !first.Contains('{'));
        firsts.ShouldAllBe(first => !Functions.ContainsKey(first), "No public route may be a trigger's path.");
    }

    [Fact]
    public void Every_queue_trigger_uses_the_connection_that_the_app_sends_with()
    {
        var connections = Directory.EnumerateFiles(Published.Folder, "function.json", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 1 })
            .SelectMany(file => JsonNode.Parse(File.ReadAllText(file))!["bindings"]!.AsArray())
            .Where(binding => binding!["type"]!.GetValue<string>() == "serviceBusTrigger")
            .Select(binding => binding!["connection"]?.GetValue<string>())
            .ToList();

        connections.Count.ShouldBe(6);
        connections.ShouldAllBe(connection => connection == "ServiceBusConnection");
    }

    /// <summary>Whether what is posted to a function may arrive at an endpoint: the function's fixed segments are the endpoint's first ones.</summary>
    private static bool Covers(Trigger.Http function, RouteEndpoint endpoint)
    {
        var declared = function.Route.Trim('/').Split('/');
        var openEnded = declared[^1].StartsWith("{*", StringComparison.Ordinal);
        var fixedPart = openEnded ? declared[..^1] : declared;
        var mapped = endpoint.RoutePattern.RawText!.Trim('/').Split('/');
        return mapped.Length >= fixedPart.Length
            && (openEnded || mapped.Length == fixedPart.Length)
            && fixedPart.SequenceEqual(mapped.Take(fixedPart.Length), StringComparer.OrdinalIgnoreCase);
    }
}
