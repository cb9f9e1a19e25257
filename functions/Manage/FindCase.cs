using Heldspace.Azure.Records;
using Heldspace.Intake;
using Heldspace.Pathway;

namespace Heldspace.Functions.Manage;

/// <summary>The case that an address names, for whoever is signed in. One that is not theirs is the same as none: nothing is to be learnt from it.</summary>
internal sealed class FindCase(Cases cases)
{
    /// <summary>Null where there is no such case, or it is not theirs to see.</summary>
    public async Task<StoredCase?> For(HttpContext http, string id)
    {
        var visit = Visit.Of(http);
        return CaseId.TryParse(id) is { } caseId && await cases.Read(visit.Service.Id, caseId, http.RequestAborted) is { } stored && MaySee(visit, stored.File) ? stored : null;
    }

    /// <summary>A clinician sees the children who are theirs by <see cref="OwnCases"/>; a scheduler and a manager see every child of the service.</summary>
    public static bool MaySee(Visit visit, CaseFile file) =>
        visit.Role != StaffRole.Clinician
        || (visit.Person.MemberOf(visit.Service) is { } member && OwnCases.Includes(file, member, visit.Now));
}
