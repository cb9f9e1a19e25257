using Heldspace.Measures;
using Heldspace.Measures.Asking;
using Heldspace.Services;
using NodaTime;

namespace Heldspace.Pathway;

/// <summary>
/// What follows where it turns out afterwards that a message did not reach whom it was for. Somebody who was asked how things are going is asked by the next way, and the key worker hears of
/// it; of every other message a person is told. Each message counts once, however often it is reported.
/// </summary>
public static class TakeReturned
{
    /// <summary>Null where it was taken before, or the case has no such message.</summary>
    /// <param name="service">Whose case.</param>
    /// <param name="file">The case.</param>
    /// <param name="id">Of the message.</param>
    /// <param name="now">When.</param>
    public static Change? Decide(ServiceDefinition service, CaseFile file, string id, Instant now)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (file.Case.Returned.Contains(id) || file.Messages.FirstOrDefault(message => message.Id == id) is not { } returned)
        {
            return null;
        }

        var asked = returned is { Ask: { } ask, ToStaff: false } ? file.Asks.FirstOrDefault(other => other.Id == ask) : null;
        var whom = asked is not null ? Roles.InWords(asked.Respondent.Role) : returned.ToStaff ? "a colleague" : "whoever referred";
        var noted = Change.Of(file with { Case = file.Case with { Returned = file.Case.Returned.Add(id) } }, new CaseEvent.CameBack(id, whom) { At = now });
        if (asked is null)
        {
            return noted with { File = noted.File.Plan(PlanStaffMessages.OnReturned(service, returned, now)) };
        }

        var why = returned.TextTo is null ? "A mail to them came back." : "A text message to them could not be delivered.";
        return RecordRespondent.Unreachable(service, noted.File, asked.Respondent.Role, asked.BoundTo, why, now) is { } change ? change with { Events = [.. noted.Events, .. change.Events] } : noted;
    }
}
