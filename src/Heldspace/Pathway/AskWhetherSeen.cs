using Heldspace.Services;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Pathway;

/// <param name="On">The day on which somebody asked.</param>
/// <param name="Seen">Whether the child was seen where they were told to turn.</param>
/// <param name="What">What was said, in words; nothing personal.</param>
/// <param name="By">Who asked, by sign-in name.</param>
public sealed record SeenElsewhere(LocalDate On, bool Seen, string What, string By);

/// <summary>
/// A child who is not for this service is told where to turn, and somebody asks later whether they were seen there: elsewhere most who are turned away are never
/// heard of again. It is asked until the answer is yes, or a case is opened after all.
/// </summary>
public static class AskWhetherSeen
{
    /// <summary>Weeks after the referral came in. A choice of this project.</summary>
    public const int AfterWeeks = 4;

    /// <summary>Weeks until it is asked again where they were not seen yet.</summary>
    public const int AgainAfterWeeks = 2;

    /// <summary>The day by which it is asked.</summary>
    public static LocalDate By(ServiceDefinition service, Case record) =>
        WorkingDays.Of(service).OnOrAfter(record.SeenElsewhere is { Seen: false } asked ? asked.On.PlusWeeks(AgainAfterWeeks) : London.Day(record.ReceivedAt).PlusWeeks(AfterWeeks));

    public static Ruling Say(CaseFile file, SeenElsewhere seen, Instant now)
    {
        if (file.Case.State != CaseState.Signposted)
        {
            return new Ruling.Refuse("Nobody was told to turn elsewhere by this case.");
        }

        if (Acts.DayRefused(file, seen.On, now) is { } refused)
        {
            return refused;
        }

        return file.Case.SeenElsewhere is { } before && (before with { By = seen.By }) == seen
            ? new Ruling.Nothing()
            : Acts.Change(file with { Case = file.Case with { SeenElsewhere = seen } }, new CaseEvent.SaidWhetherSeen(seen) { At = now });
    }
}
