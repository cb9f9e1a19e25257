using System.Collections.Immutable;
using System.Text;
using Heldspace.Azure.Graph;
using Heldspace.Intake;

namespace Heldspace.Functions.Tests.Graph;

public sealed class NotificationsTests
{
    private static readonly Guid Tenant = Guid.Parse("11111111-2222-3333-4444-555555555555");

    [Fact]
    public void Changes_and_ends_are_told_apart()
    {
        var read = Read("""
            {"value":[
              {"subscriptionId":"s1","clientState":"secret","changeType":"created","resource":"Users/clinician@service.example/Messages/AAA","tenantId":"11111111-2222-3333-4444-555555555555"},
              {"subscriptionId":"s2","clientState":"secret","changeType":"updated","resource":"Users/0f0f0f0f-0000-0000-0000-000000000001/Events/BBB"},
              {"subscriptionId":"s3","lifecycleEvent":"missed","resource":"users('referrals%40service.example')/messages"},
              {"subscriptionId":"s4","lifecycleEvent":"reauthorizationRequired"},
              {"subscriptionId":"s5","lifecycleEvent":"subscriptionRemoved","resource":"users('referrals@service.example')/messages"}]}
            """);

        read.ShouldBe(
        [
            new("s1", "secret", EmailAddress.Parse("clinician@service.example"), Tenant, NotificationKind.Changed),
            new("s2", "secret", null, null, NotificationKind.Changed),
            new("s3", null, null, null, NotificationKind.Missed),
            new("s4", null, null, null, NotificationKind.ReauthorizationRequired),
            new("s5", null, EmailAddress.Parse("referrals@service.example"), null, NotificationKind.SubscriptionRemoved),
        ]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("{\"value\":")]
    [InlineData("{\"value\":{}}")]
    [InlineData("{\"value\":[null,1,\"x\",{},[],{\"subscriptionId\":3,\"changeType\":\"created\"},{\"subscriptionId\":\"s\"},{\"subscriptionId\":\"s\",\"lifecycleEvent\":\"other\"}]}")]
    public void Junk_is_nothing(string body) => Read(body).ShouldBeEmpty();

    [Fact]
    public void A_body_of_many_is_cut_off() =>
        Read($$"""{"value":[{{string.Join(',', Enumerable.Repeat("""{"subscriptionId":"s","changeType":"created"}""", 5000))}}]}""").Length.ShouldBe(Notifications.Most);

    [Fact]
    public void Another_tenants_notifications_are_left_out()
    {
        const string body = """{"value":[{"subscriptionId":"s","changeType":"created","tenantId":"99999999-2222-3333-4444-555555555555"}]}""";

        Notifications.Read(Encoding.UTF8.GetBytes(body), Tenant).ShouldBeEmpty();
        Notifications.Read(Encoding.UTF8.GetBytes(body)).Length.ShouldBe(1);
    }

    [Theory]
    [InlineData("secret", true)]
    [InlineData("Secret", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Only_the_whole_secret_counts(string? given, bool bears) =>
        new Notification("s", given, null, null, NotificationKind.Changed).Bears("secret").ShouldBe(bears);

    private static ImmutableArray<Notification> Read(string body) => Notifications.Read(Encoding.UTF8.GetBytes(body));
}
