using Heldspace.Azure.Records;
using Heldspace.Functions.Hosting;
using Heldspace.Functions.Refer;
using Heldspace.Measures;
using Heldspace.Measures.Asking;
using Heldspace.Services;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Functions.Survey;

/// <summary>An ask as its link leads to it.</summary>
/// <param name="Service">Whose.</param>
/// <param name="Stored">The case, as it was read.</param>
/// <param name="Ask">What they are asked.</param>
/// <param name="Steps">Its pages, in order; at least one.</param>
/// <param name="Path">Address of its first page.</param>
internal sealed record Surveyed(ServiceDefinition Service, StoredCase Stored, Ask Ask, IReadOnlyList<SurveyStep> Steps, string Path)
{
    /// <summary>Whether a young person is spoken to.</summary>
    public bool Young => Ask.Respondent.Role == Roles.YoungPerson;
}

/// <summary>
/// Follows the link of an ask. It opens one ask for one person, as long as they are asked: an unknown link, one that was used and one whose time is over lead to the same page, from which
/// nothing is learnt.
/// </summary>
internal sealed class FollowSurvey(Links links, Cases cases, MeasureFiles measures, PublicServices services, PublicPages pages, IClock clock)
{
    /// <summary>Where it leads; null where it opens nothing.</summary>
    public async Task<Surveyed?> Follow(HttpContext http, string serviceId, string token, CancellationToken cancellation)
    {
        if (services.Find(serviceId, http.Request.Host) is not { } service
            || !LinkToken.IsOne(token)
            || await links.FindSurvey(service.Id, token, cancellation) is not var (id, askId)
            || await cases.Read(service.Id, id, cancellation) is not { File: var file } stored
            || file.Asks.FirstOrDefault(other => other.Id == askId) is not { } ask
            || !links.IsFor(file.Case, ask, token)
            || AskHowItGoes.WhyNot(service, file, ask, London.Day(clock.GetCurrentInstant())) is not null)
        {
            return null;
        }

        var steps = SurveyStep.Of(measures, file, ask);
        return steps.Count == 0 ? null : new(service, stored, ask, steps, $"/survey/{service.Id}/{token}");
    }

    public IResult Nothing(HttpContext http)
    {
        var service = services.At(http.Request.Host) is [var only] ? only : http.Request.RouteValues["service"] is string id ? services.Find(id, http.Request.Host) : null;
        return pages.Say(service, StatusCodes.Status404NotFound, "This link does not work any more", [
            "It may be cut short: open it again from the message, whole. Or it was answered already, or its time is over.",
            "You do not have to do anything. Nothing has changed because you came here.",
        ]);
    }
}
