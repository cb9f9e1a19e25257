using System.Collections.Immutable;
using Heldspace.Intake;
using Heldspace.Pathway;
using Heldspace.Services;
using Heldspace.Tests.Allocation;

namespace Heldspace.Tests.Pathway;

public sealed class ChooseKeyWorkerTests
{
    private static readonly ServiceDefinition Service = Team.Shipped with
    {
        Team =
        [
            Member("ada", "man"),
            Member("bea", "woman"),
            Member("cleo", "woman") with { Languages = ["Polish"] },
        ],
    };

    [Fact]
    public void Whoever_did_the_assessment_goes_on() => Choose("bea").Clinician.ShouldBe("bea");

    [Fact]
    public void Without_an_assessor_who_can_it_is_whoever_carries_least() => Choose(null, busy: ["ada", "ada", "bea"]).Clinician.ShouldBe("cleo");

    [Fact]
    public void A_wish_to_meet_a_woman_comes_before_continuity_and_within_it_continuity_counts()
    {
        var first = Choose("ada", (Fields.PreferredGender, "woman"));
        first.Clinician.ShouldBe("bea");
        first.Reason.ShouldStartWith("They would rather meet a woman.");

        Choose("cleo", (Fields.PreferredGender, "woman")).Clinician.ShouldBe("cleo");
    }

    [Fact]
    public void A_language_counts_among_those_they_would_rather_meet()
    {
        var chosen = Choose(null, (Fields.PreferredGender, "woman"), (Fields.Language, "Polish"));
        chosen.Clinician.ShouldBe("cleo");
        chosen.Reason.ShouldContain("speaks their language");
    }

    [Fact]
    public void Where_nobody_is_as_they_wish_somebody_works_with_them_all_the_same_and_it_is_said()
    {
        var alone = Service with { Team = [Member("ada", "man")] };
        var file = Somebody.Opened(alone, Somebody.Referral(changes: [(Fields.PreferredGender, "woman")]));

        ChooseKeyWorker.Choose(alone, file, "ada", Carrying([]), Team.Now).ShouldNotBeNull().Reason.ShouldContain("nobody who can is one");
    }

    private static KeyWorkerChoice Choose(string? assessor, params (Field Field, string? Value)[] known) => Choose(assessor, [], known);

    private static KeyWorkerChoice Choose(string? assessor, string[] busy, params (Field Field, string? Value)[] known) =>
        ChooseKeyWorker.Choose(Service, Somebody.Opened(Service, Somebody.Referral(changes: known)), assessor, Carrying(busy), Team.Now).ShouldNotBeNull();

    private static Caseload Carrying(string[] keyWorkers) => new(keyWorkers.GroupBy(id => id).ToImmutableDictionary(cases => cases.Key, cases => cases.Count()));

    private static TeamMember Member(string id, string gender) => Team.Member(id) with { Skills = ["assessment", "intervention"], Gender = gender };
}
