using System.Text.Json.Nodes;
using Heldspace.Intake;
using Heldspace.Measures;
using Heldspace.Services;

namespace Heldspace.Tests.Services;

public sealed class ReadingDefinitions
{
    [Fact]
    public void Every_shipped_service_loads() =>
        Definitions.Shipped.All.Select(service => service.Id).ShouldBe(["caring-to-care", "derby-ehwb", "our-safe-space"]);

    [Fact]
    public void A_service_is_found_by_id_mailbox_and_host()
    {
        var services = Definitions.Shipped;

        services.Find("derby-ehwb")!.Authority.ShouldBe("Derby");
        services.Find("elsewhere").ShouldBeNull();
        services.ByMailbox(EmailAddress.Parse("Referrals@Our-Safe-Space.example"))!.Id.ShouldBe("our-safe-space");
        services.ByMailbox(EmailAddress.Parse("referrals@elsewhere.example")).ShouldBeNull();
        services.ByHost("REFER.caring-to-care.example").Select(service => service.Id).ShouldBe(["caring-to-care"]);
        services.ByHost("localhost").Length.ShouldBe(3);
        services.ByHost("elsewhere.example").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("jo@nhs.example", true)]
    [InlineData("jo@trust.nhs.example", true)]
    [InlineData("jo@notnhs.example", false)]
    [InlineData("jo@nhs.example.org", false)]
    public void A_domain_below_a_trusted_one_is_trusted(string address, bool trusted) =>
        Definitions.Shipped.Find("caring-to-care")!.Trusts(EmailAddress.Parse(address)).ShouldBe(trusted);

    [Fact]
    public void Everybody_in_a_shipped_definition_has_an_address_that_cannot_exist() =>
        Definitions.Shipped.All
            .SelectMany(service => service.Team.Select(member => member.Mailbox).Concat(service.Rooms.Select(room => room.Mailbox)).Concat(service.Mailboxes)
                .Concat(service.Managers.Select(manager => manager.Mailbox)).Concat(service.Cover.Select(cover => cover.Email)).Append(service.Scheduler.Mailbox))
            .ShouldAllBe(address => address.Domain.EndsWith(".example"));

    [Fact]
    public void Caring_to_care_can_see_more_children_for_the_first_time_than_come_in_a_busy_month()
    {
        var service = Definitions.Shipped.Find("caring-to-care")!;
        var able = service.Team.Where(member => member.Skills.Contains(service.Assessment.Skill)).ToList();

        // 110 referrals a year, months up to 1.6 times the mean, and a second appointment for about half of them; diaries 30 % taken.
        able.Count.ShouldBe(6);
        (able.Sum(member => member.WeeklyCapacity) * 0.7m).ShouldBeGreaterThan(110m / 52 * 1.6m * 1.54m);
        service.AssessmentClock.TargetDays.ShouldBe(28);
    }

    [Fact]
    public void A_missing_folder_is_a_problem_not_a_crash() =>
        Definitions.Problems(ServiceDefinitions.Read("/nowhere/services")).ShouldBe(["services $: The folder /nowhere/services is missing. Create it with one file per service."]);

    [Fact]
    public void A_deployment_without_a_service_does_not_start() =>
        Definitions.Problems(ServiceDefinitions.Parse(Definitions.Measures)).ShouldBe(["services $: There is no service. Add a file such as services/caring-to-care.json."]);

    [Fact]
    public void Every_problem_is_in_the_exception_that_stops_the_start()
    {
        var exception = Should.Throw<DefinitionsRefusedException>(() => ServiceDefinitions.Parse(Definitions.Measures, ("caring-to-care.json", Definitions.Changed(service =>
        {
            service["id"] = "Caring";
            service["scheduler"] = null;
        }))).OrThrow());

        exception.Message.ShouldBe("The service definitions cannot be used:\n  caring-to-care.json $.scheduler: null does not fit. Write a value.");
    }

    [Fact]
    public void An_older_schema_is_raised_before_it_is_checked()
    {
        var upcasts = new DefinitionUpcasts(ServiceDefinition.CurrentSchema, DefinitionUpcasts.All.Steps.Add(0, older =>
        {
            var mailbox = older["mailbox"]!.GetValue<string>();
            older.Remove("mailbox");
            older["mailboxes"] = new JsonArray(mailbox);
            return older;
        }));
        var old = Definitions.Changed(service =>
        {
            service["schemaVersion"] = 0;
            service.Remove("mailboxes");
            service["mailbox"] = "old@caring-to-care.example";
        });

        var service = ServiceDefinitions.Parse(upcasts, new MeasuresReading.Loaded(Definitions.Measures), ("caring-to-care.json", old)).OrThrow().All.Single();

        service.SchemaVersion.ShouldBe(2);
        service.Mailboxes.Single().Text.ShouldBe("old@caring-to-care.example");
        Definitions.Problems(ServiceDefinitions.Parse(Definitions.Measures, ("caring-to-care.json", old)))
            .ShouldBe(["caring-to-care.json $.schemaVersion: Schema version 0 is not known here. Write 2 and follow services/README.md."]);
    }

    [Fact]
    public void A_plan_of_the_first_schema_names_its_measures_by_their_files_and_is_asked_as_usual()
    {
        var first = Definitions.Changed(service =>
        {
            service["schemaVersion"] = 1;
            service.Remove("asking");
            service["measures"] = JsonNode.Parse("""
                [
                  { "measure": "goals", "respondents": ["youngPerson"], "everyWeeks": 12 },
                  { "measure": "carer-confidence", "respondents": ["carer"], "everyWeeks": 6 },
                  { "measure": "ons4", "respondents": ["youngPerson"], "everyWeeks": 12 }
                ]
                """);
        });

        var service = ServiceDefinitions.Parse(Definitions.Measures, ("caring-to-care.json", first)).OrThrow().All.Single();

        service.SchemaVersion.ShouldBe(2);
        service.Measures.Select(plan => (plan.Measure, plan.EveryWeeks)).ShouldBe([("gbo", 12), ("confidence", 6), ("ons4", 12)]);
        service.Measures.ShouldAllBe(plan => plan.At.SequenceEqual(new[] { WaveKind.Baseline, WaveKind.Periodic, WaveKind.PlacementMove, WaveKind.Closure, WaveKind.FollowUp }));
        service.Asking.MostPerMonth.ShouldBe(2);
        service.Asking.ReminderDays.ShouldBe([4, 9]);
    }

    [Fact]
    public void Services_may_share_this_machine_but_no_host_or_mailbox()
    {
        var twin = Definitions.Changed(service =>
        {
            service["id"] = "twin";
            service["mailboxes"]!.AsArray().Add("referrals@twin.example");
        });

        Definitions.Problems(ServiceDefinitions.Parse(Definitions.Measures, ("caring-to-care.json", Definitions.Changed(_ => { })), ("twin.json", twin))).ShouldBe([
            "twin.json $.mailboxes: referrals@caring-to-care.example belongs to caring-to-care.json already. Mail to it could not be told apart: give every service its own mailbox.",
            "twin.json $.hosts: refer.caring-to-care.example belongs to caring-to-care.json already. Give every service its own host name; only localhost and 127.0.0.1 may be shared.",
        ]);
    }
}
