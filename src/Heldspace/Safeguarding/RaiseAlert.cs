using System.Collections.Immutable;
using Heldspace.Messages;
using Heldspace.Pathway;
using Heldspace.Services;
using NodaTime;

namespace Heldspace.Safeguarding;

/// <summary>Tells people of wording of immediate risk, and does not stop before somebody has it.</summary>
public static class RaiseAlert
{
    /// <summary>A form that is sent twice says nothing new; what is said again later may.</summary>
    private static readonly Duration SaidTwice = Duration.FromMinutes(10);

    /// <summary>The alert of a case that is being opened; null where nothing was found. Of several children of one mail the first one's case tells people.</summary>
    public static SafeguardingAlert? Of(ImmutableArray<Concern> concerns, int ordinal, Instant now) =>
        concerns.IsDefaultOrEmpty ? null : new(now, concerns, 0, ordinal == 1);

    /// <summary>Somebody wrote something of the kind about a case that is there: told anew, unless whoever has it in hand was told of the same a moment ago.</summary>
    /// <param name="file">The case.</param>
    /// <param name="to">What else follows from what they did; null for nothing.</param>
    /// <param name="concerns">What was found.</param>
    /// <returns>Both together; null where there is neither.</returns>
    public static Change? Add(ServiceDefinition service, CaseFile file, Change? to, ImmutableArray<Concern> concerns, Instant now)
    {
        var before = to?.File ?? file;
        var standing = before.Case.Safeguarding;
        if (concerns.IsDefaultOrEmpty || (standing is not null && concerns.All(standing.Concerns.Contains) && (standing.Climbs || now - standing.Acknowledged?.At < SaidTwice)))
        {
            return to;
        }

        ImmutableArray<Concern> all = [.. (standing?.Concerns ?? []).Union(concerns)];
        var alert = standing is { Climbs: true } ? standing with { Concerns = all }
            : new SafeguardingAlert(now, all, standing is null ? 0 : standing.Step + 1, RaisedBy: true) { First = standing is null ? 0 : standing.Step + 1 };
        var released = concerns.Any(concern => concern.AtHome) ? null : before.Case.Released;
        var after = before with { Case = before.Case with { Safeguarding = alert, Released = released } };
        var raised = Change.Of(after.Plan(Messages(service, after.Case, now)), new CaseEvent.RiskFound(concerns, OnDuty.Names(service, alert, now)) { At = now });
        return raised with { Events = [.. to?.Events ?? [], .. raised.Events] };
    }

    /// <summary>What a step sends: to each who is on duty a mail and a text message. Ids are derived, so that planning again adds nothing.</summary>
    public static IEnumerable<Message> Messages(ServiceDefinition service, Case record, Instant now)
    {
        if (record.Safeguarding is not { Climbs: true } alert)
        {
            yield break;
        }

        var people = OnDuty.At(service, alert, now);
        for (var n = 0; n < people.Count; n++)
        {
            var id = $"{OnDuty.Number(alert.Step)}.{OnDuty.Number(n + 1)}";
            yield return Of(Texts.AlertSafeguardingText, id, people[n], alert, now) with { TextTo = people[n].Text };
            yield return Of(Texts.AlertSafeguarding, id, people[n], alert, now);
        }
    }

    /// <summary>The time for a step has come; null where somebody has it, or it was told already.</summary>
    public static Change? Climb(ServiceDefinition service, CaseFile file, int step, Instant now)
    {
        if (file.Case.Safeguarding is not { Climbs: true } alert || alert.Step != step - 1)
        {
            return null;
        }

        var higher = alert with { Step = step };
        var climbed = file with { Case = file.Case with { Safeguarding = higher } };
        return Change.Of(climbed.Plan(Messages(service, climbed.Case, now)), new CaseEvent.AlertClimbed(step, OnDuty.Names(service, higher, now)) { At = now });
    }

    /// <summary>Somebody has it: nobody further is told. Null where somebody had it before.</summary>
    /// <param name="by">A sign-in name, or the name of whoever was told.</param>
    public static Change? Acknowledge(CaseFile file, string by, Instant now) => file.Case.Safeguarding is { Climbs: true } alert
        ? Change.Of(
            file with { Case = file.Case with { Safeguarding = alert with { Acknowledged = new(now, by) } } },
            new CaseEvent.AlertAcknowledged(by) { At = now })
        : null;

    /// <summary>What was found, in words that say nothing of anybody.</summary>
    public static string InWords(SafeguardingAlert alert) => string.Join(", ", alert.Concerns.Select(concern => concern.Kind).Distinct().Order().Select(kind => kind switch
    {
        ConcernKind.Harm => "risk to a life",
        ConcernKind.Abuse => "harm by somebody",
        _ => "somebody who is missing",
    }));

    private static Message Of(string kind, string id, OnCall person, SafeguardingAlert alert, Instant now) => new()
    {
        Id = $"{kind}.{id}",
        Kind = kind,
        To = person.Email,
        ToStaff = true,
        State = MessageState.Planned,
        PlannedAt = now,
        Alert = AlertKinds.Safeguarding,
        About = InWords(alert),
        Step = alert.Step,
    };
}
