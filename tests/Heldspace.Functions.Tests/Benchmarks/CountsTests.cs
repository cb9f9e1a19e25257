using System.Runtime.CompilerServices;
using System.Text;
using Heldspace.Benchmarks.Recording;
using Heldspace.Functions.Tests.Drivers;
using Heldspace.Local;
using Heldspace.Local.Azurite;

namespace Heldspace.Functions.Tests.Benchmarks;

/// <summary>What a referral costs is counted, not timed, so that it can be held to. One recording serves every test.</summary>
public sealed class CountsTests(CountsTests.Recorded recorded) : IClassFixture<CountsTests.Recorded>
{
    [Fact]
    public void A_referral_from_mail_costs_at_most_24_storage_operations_and_7_calls_to_graph() =>
        recorded.Counts.Mails.ShouldAllBe(mail => mail.Count(OperationKind.Storage) <= 24 && mail.Count(OperationKind.Graph) <= 7);

    [Fact]
    public void A_referral_from_the_form_costs_at_most_24_storage_operations_and_5_calls_to_graph_once_it_is_sent() =>
        recorded.Counts.Forms.ShouldAllBe(form => form.Count(OperationKind.Storage) <= 24 && form.Count(OperationKind.Graph) <= 5);

    [Fact]
    public void What_is_counted_are_referrals_that_became_appointments() =>
        recorded.Counts.Mails.Concat(recorded.Counts.Forms).ShouldAllBe(referral =>
            referral.Steps.SelectMany(step => step.Requests).Select(Operation.Of).Count(operation => operation.Name == "POST users/{user}/events") == 1
            && referral.Steps.SelectMany(step => step.Requests).Select(Operation.Of).Count(operation => operation.Name == "POST users/{user}/messages/{id}/send") == 1);

    [Fact]
    public void Every_request_is_counted_as_what_it_is_and_none_was_refused()
    {
        var requests = recorded.Counts.Mails.Concat(recorded.Counts.Forms).SelectMany(referral => referral.Steps).SelectMany(step => step.Requests).ToList();

        requests.Where(request => request.Status >= 400).Select(request => $"{Operation.Of(request).Name}: {request.Status} {Encoding.UTF8.GetString(request.ResponseBody)}").ShouldBeEmpty();
        requests.Select(Operation.Of).ShouldAllBe(operation => operation.Count == 1 && !operation.Name.EndsWith(':'));
    }

    [Fact]
    public async Task The_list_of_steps_in_the_readme_is_what_was_recorded() =>
        (await File.ReadAllTextAsync(Readme())).ReplaceLineEndings("\n").ShouldContain(
            recorded.Counts.Steps().ReplaceLineEndings("\n"),
            customMessage: "Bring benchmarks/README.md up to date with: dotnet run --project local -- bench --steps");

    private static string Readme([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "../../../benchmarks/README.md");

    public sealed class Recorded : IAsyncLifetime
    {
        public Counts Counts { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            await using var azurite = await AzuriteProcess.Start();
            Counts = await Counts.Record(azurite.ConnectionString, Path.Combine(LocalSystem.AppFolder, "services"), SystemUnderTest.Tuesday, CancellationToken.None);
        }

        public Task DisposeAsync() => Task.CompletedTask;
    }
}
