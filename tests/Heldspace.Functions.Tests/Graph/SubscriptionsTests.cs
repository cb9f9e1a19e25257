using System.Net;
using Heldspace.Azure.Graph;
using NodaTime;

namespace Heldspace.Functions.Tests.Graph;

/// <summary>Being told of changes, against the Microsoft 365 stand-in.</summary>
public sealed class SubscriptionsTests
{
    private static readonly Uri Hook = new("https://app.example/graph");
    private static readonly Uri Lifecycle = new("https://app.example/graph/lifecycle");

    private static readonly string[] Resources =
    [
        WatchedResource.Mail(Office.Referrals, Mailbox.Inbox), WatchedResource.Mail(Office.Referrals, Mailbox.Junk), WatchedResource.Calendar(Office.Robin),
    ];

    [Fact]
    public async Task What_is_not_watched_is_watched_and_asking_again_makes_nothing_new()
    {
        await using var office = new Office();
        var until = office.Now + Duration.FromDays(2);

        var made = await Ensure(office, until);
        var again = await Ensure(office, until);

        made.Select(one => one.Resource).ShouldBe(Resources);
        made.ShouldAllBe(one => one.Expires == until);
        again.ShouldBe(made);
        office.Calls().Count(call => call.StartsWith("POST", StringComparison.Ordinal)).ShouldBe(3);
        office.Calls().Count(call => call.StartsWith("PATCH", StringComparison.Ordinal)).ShouldBe(0);
    }

    [Fact]
    public async Task What_ends_too_early_is_renewed_and_never_for_longer_than_Outlook_takes()
    {
        await using var office = new Office();
        var made = await Ensure(office, office.Now + Duration.FromDays(2));
        office.Now += Duration.FromDays(1);

        var renewed = await Ensure(office, office.Now + Duration.FromDays(30));

        renewed.Select(one => one.Id).ShouldBe(made.Select(one => one.Id));
        renewed.ShouldAllBe(one => one.Expires == office.Now + Subscriptions.Longest);
        Subscriptions.Longest.ShouldBeLessThan(Duration.FromMinutes(10_080));
    }

    [Fact]
    public async Task What_has_ended_is_made_again()
    {
        await using var office = new Office();
        var made = await Ensure(office, office.Now + Duration.FromDays(2));
        office.Wire.Before = seen => seen.Method == "PATCH" && seen.Path.EndsWith(made[0].Id, StringComparison.Ordinal)
            ? GraphWire.Error(HttpStatusCode.NotFound, "ResourceNotFound")
            : null;

        var renewed = await Ensure(office, office.Now + Duration.FromDays(3));

        renewed[0].Id.ShouldNotBe(made[0].Id);
        renewed[1].Id.ShouldBe(made[1].Id);
    }

    [Fact]
    public async Task Strays_are_removed_and_another_deployments_are_left_alone()
    {
        await using var office = new Office();
        var until = office.Now + Duration.FromDays(2);
        var elsewhere = await office.Subscriptions.Ensure([new(Resources[0], "theirs")], new("https://other.example/graph"), new("https://other.example/l"), until, default);
        await Ensure(office, until);

        var kept = await office.Subscriptions.Ensure([new(Resources[2], "secret")], Hook, Lifecycle, until, default);

        office.Calls().Count(call => call.StartsWith("DELETE", StringComparison.Ordinal)).ShouldBe(2);
        var left = await office.Subscriptions.Ensure([new(Resources[0], "theirs")], new("https://other.example/graph"), new("https://other.example/l"), until, default);
        left.ShouldBe(elsewhere);
        (await office.Subscriptions.Ensure([new(Resources[2], "secret")], Hook, Lifecycle, until, default)).ShouldBe(kept);
    }

    [Fact]
    public async Task One_made_twice_because_no_answer_came_is_removed_the_next_time()
    {
        await using var office = new Office();
        var until = office.Now + Duration.FromDays(2);
        office.Server.Faults.Order("POST", path => path.EndsWith("/subscriptions", StringComparison.Ordinal), new Local.Microsoft365.Fault.DropAfter());
        (await GraphFaults.Of(() => Ensure(office, until))).OutcomeUnknown.ShouldBeTrue();

        (await Ensure(office, until)).Length.ShouldBe(3);
        office.Wire.Forget();
        await Ensure(office, until);

        office.Calls().Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_change_reaches_the_webhook_as_a_notification_that_can_be_read()
    {
        await using var office = new Office();
        office.Server.Traffic.Recording = true;
        var made = await Ensure(office, office.Now + Duration.FromDays(2));

        office.Deliver("Referral");
        office.Server.SendLifecycle("missed");
        await office.Server.NotificationsSent();

        var read = office.Server.Traffic.Notifications
            .SelectMany(body => Notifications.Read(System.Text.Encoding.UTF8.GetBytes(body.ToJsonString()), Guid.Parse(office.Tenant.Id))).ToList();
        read.ShouldContain(one => one.Kind == NotificationKind.Changed && one.SubscriptionId == made[0].Id && one.Bears("secret"));
        read.Count(one => one.Kind == NotificationKind.Missed).ShouldBe(3);
        read.ShouldAllBe(one => made.Any(known => known.Id == one.SubscriptionId));
    }

    [Fact]
    public async Task A_mailbox_that_is_gone_keeps_none_of_the_others_from_being_watched()
    {
        await using var office = new Office();
        office.Tenant.RemoveMailbox(Office.Referrals.Text);

        var made = await Ensure(office, office.Now + Duration.FromDays(2));

        made.ShouldHaveSingleItem().Resource.ShouldBe(Resources[2]);
    }

    [Fact]
    public async Task Authorisation_is_renewed_where_the_subscription_lives()
    {
        await using var office = new Office();
        var made = await Ensure(office, office.Now + Duration.FromDays(2));

        (await office.Subscriptions.Reauthorize(made[0].Id, default)).ShouldBeTrue();
        (await office.Subscriptions.Reauthorize("00000000-0000-0000-0000-000000000001", default)).ShouldBeFalse();
    }

    private static Task<System.Collections.Immutable.ImmutableArray<Subscription>> Ensure(Office office, Instant until) =>
        office.Subscriptions.Ensure([.. Resources.Select(resource => new Watched(resource, "secret"))], Hook, Lifecycle, until, default);
}
