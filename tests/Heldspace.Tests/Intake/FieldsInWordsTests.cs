using Heldspace.Intake;

namespace Heldspace.Tests.Intake;

public sealed class FieldsInWordsTests
{
    [Fact]
    public void Fields_that_belong_together_are_asked_for_together() =>
        Fields.InWords(["riskSelfHarm", "placementPostcode", "riskMissing", "placementSince", "sex"])
            .ShouldBe(["sex", "the placement: its kind, when it started and its postcode", "any risks you know of"]);

    [Fact]
    public void One_of_a_group_alone_is_asked_for_by_its_own_name() =>
        Fields.InWords(["placementPostcode", "interpreter"]).ShouldBe(["whether an interpreter is needed", "postcode of the placement"]);

    [Fact]
    public void Everything_missing_is_still_a_list_that_somebody_reads() =>
        Fields.InWords(Fields.All.Where(field => field.Need != Need.Optional).Select(field => field.Name)).Count.ShouldBeLessThan(24);
}
