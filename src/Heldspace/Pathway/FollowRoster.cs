using Heldspace.Intake;
using Heldspace.Roster;
using Heldspace.Services;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Pathway;

/// <summary>What the authority's weekly file says of a child whose case is open. Saying it again changes nothing.</summary>
public static class FollowRoster
{
    /// <summary>Who is said to have recorded what a file showed.</summary>
    public const string By = "roster";

    /// <summary>So many days before its day the yearly SDQ counts as due: time enough for a carer to answer.</summary>
    public const int SdqDaysBefore = 28;

    /// <summary>A move that a person has recorded within so many days of the file's day is the same move.</summary>
    private const int SameMoveDays = 7;

    private static readonly Field[] OfPlacement = [Fields.PlacementType, Fields.PlacementSince, Fields.PlacementPostcode, Fields.LivesIn];

    /// <summary>
    /// The child lives somewhere else. Whether that was planned only a person can say. A move before the referral is no move of this case, but who is
    /// written to is checked all the same.
    /// </summary>
    public static Ruling Placement(ServiceDefinition service, CaseFile file, LocalDate since, LocalDate asOf, Child child, Instant now)
    {
        if (!Acts.IsOpen(file))
        {
            return Acts.NotOpen;
        }

        var on = LocalDate.Min(since, London.Day(now));
        var lives = OfPlacement
            .Where(field => child.Value(field) is not null)
            .Aggregate(file.Case.Child, (known, field) => known.With(field, child[field]));
        var there = file with { Case = file.Case with { Child = lives } };
        if (on < London.Day(file.Case.ReceivedAt))
        {
            return Same(file.Case.Child, lives) ? new Ruling.Nothing()
                : Acts.Change(RecordPlacementMove.WithContactsToCheck(service, there, on, now), new CaseEvent.RosterDiffers(RosterChange.Moved, asOf) { At = now });
        }

        if (file.Case.PlacementMoves.Any(move => Math.Abs(Period.DaysBetween(move.On, on)) <= (move.By == By ? 0 : SameMoveDays)))
        {
            // Whoever wrote the move down said that it was, and seldom where to.
            return Same(file.Case.Child, lives) ? new Ruling.Nothing() : Acts.Change(there, new CaseEvent.PlacementToldByRoster(asOf) { At = now });
        }

        return RecordPlacementMove.On(service, there, on, planned: null, By, now, PlacedBefore.Of(file.Case.Child));
    }

    /// <summary>The yearly SDQ of the authority: noted with its day, for whoever asks for it.</summary>
    public static Ruling Sdq(CaseFile file, LocalDate due, Instant now) =>
        !Acts.IsOpen(file) ? Acts.NotOpen
        : file.Case.SdqDueOn == due ? new Ruling.Nothing()
        : Acts.Change(file with { Case = file.Case with { SdqDueOn = due } }, new CaseEvent.SdqDue(due) { At = now });

    /// <summary>
    /// Another social worker is named than in the file before, and it is that one who is written to: somebody looks whom we write to. Until then nothing changes.
    /// </summary>
    public static Ruling Worker(ServiceDefinition service, CaseFile file, EmailAddress was, LocalDate asOf, Instant now)
    {
        if (!Acts.IsOpen(file))
        {
            return Acts.NotOpen;
        }

        if (file.Case.Referrer.Email != was)
        {
            return new Ruling.Nothing();
        }

        var waits = file with { Case = file.Case with { ContactCheck = file.Case.ContactCheck ?? new(asOf, null) { KnownOn = London.Day(now), OtherWorker = true } } };
        var told = waits.Plan(PlanStaffMessages.OnOtherWorker(service, waits, asOf, now));
        return told.Messages.Length == file.Messages.Length ? new Ruling.Nothing() : Acts.Change(told, new CaseEvent.RosterDiffers(RosterChange.OtherWorker, asOf) { At = now });
    }

    /// <summary>The child is not in the file any more, or another authority is responsible: a person looks whether the service is still theirs. Nothing ends by itself.</summary>
    public static Ruling Differs(ServiceDefinition service, CaseFile file, RosterChange change, LocalDate asOf, Instant now)
    {
        if (!Acts.IsOpen(file))
        {
            return Acts.NotOpen;
        }

        var told = file.Plan(PlanStaffMessages.OnRosterDiffers(service, change, asOf, now));
        return told.Messages.Length == file.Messages.Length ? new Ruling.Nothing() : Acts.Change(told, new CaseEvent.RosterDiffers(change, asOf) { At = now });
    }

    private static bool Same(Child one, Child other) => OfPlacement.All(field => one.Value(field) == other.Value(field));
}
