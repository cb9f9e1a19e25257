using System.Collections.Immutable;
using Heldspace.Intake;
using Heldspace.Messages;
using Heldspace.Services;
using NodaTime;
using static Heldspace.Pathway.PlannedMessage;

namespace Heldspace.Pathway;

/// <summary>
/// A person says that two referrals are of one child. One case goes on; the other is over, with all that came in kept, and what only it knew is
/// added to the one that goes on. The earliest receipt of both starts the clock. Nobody outside is told by itself: whoever wrote second may not be entitled to
/// know what the first one does.
/// </summary>
public static class MergeCases
{
    /// <summary>Ends this case in favour of another.</summary>
    public static Ruling Merge(ServiceDefinition service, CaseFile file, CaseId into, string by, Instant now)
    {
        var record = file.Case;
        if (record.MergedInto is { } already)
        {
            return already.Case == into ? new Ruling.Nothing() : new Ruling.Refuse("A colleague has merged this case into another. Take that back first.");
        }

        if (record.MaybeSame.FirstOrDefault(known => known.Case == into) is not { } pair)
        {
            return new Ruling.Refuse("Nothing says that these two may be one child.");
        }

        if (!ProposeMerge.IsOpenTo(record))
        {
            return Acts.NotOpen;
        }

        if (!record.TakenIn.IsEmpty)
        {
            return new Ruling.Refuse("Another referral has been merged into this one already. Merge the other way round.");
        }

        if (record.Safeguarding is { Climbs: true })
        {
            return new Ruling.Refuse("Somebody has to say first that they have the immediate risk in hand.");
        }

        if (file.Appointments.Any(appointment => appointment.Outcome is not null || (appointment is { State: AppointmentState.Held, Slot: { } slot } && slot.Start <= now)))
        {
            return new Ruling.Refuse("The child has had an appointment by this case. Merge the other way round.");
        }

        var merged = file with { Case = record with { State = CaseState.Merged, MergedInto = new(into, pair.Reference, by) } };
        var events = new List<CaseEvent> { new CaseEvent.Merged(into, pair.Reference, by) { At = now } };
        foreach (var ahead in file.Appointments.Where(appointment => CloseCase.IsAhead(appointment, now)))
        {
            merged = merged.With(WantAppointment.GivenUp(ahead)).Plan(Alert(
                Texts.AlertOther, $"merged.{ahead.Id}.{Number(ahead.Attempt)}", service.Scheduler.Mailbox, AlertKinds.Other,
                $"This was merged into {pair.Reference}, and its own appointment is given up. Nobody outside was told: please ring whoever referred, as far as they may know.", now));
            events.Add(new CaseEvent.Released(ahead.Id) { At = now });
        }

        return Acts.Change(merged, events);
    }

    /// <summary>They are two after all: the case waits for a word again, and gets its place when somebody says that they are two, or nobody says anything.</summary>
    public static Ruling TakeBack(CaseFile file, string by, Instant now) => file.Case.MergedInto is not { } merged
        ? new Ruling.Nothing()
        : Acts.Change(
            file with { Case = file.Case with { State = CaseState.PossibleDuplicate, MergedInto = null, WaitsSince = now } },
            new CaseEvent.MergeTakenBack(merged.Case, merged.Reference, by) { At = now });

    /// <summary>Whether a case can go on for another: it stands itself, or does so already.</summary>
    public static bool CanTakeIn(Case record, CaseId other) => ProposeMerge.Stands(record) || record.TakenIn.Any(taken => taken.Case == other);

    /// <summary>What merging another case into this one adds here: known there, not known here.</summary>
    public static ImmutableArray<string> Adds(Case into, Case other) =>
        [.. other.Child.Readings.Where(read => IsPlain(read.Value) && !IsOfReferrer(read.Key) && into.Child[Fields.ByName[read.Key]].Value is null).Select(read => read.Key)];

    /// <summary>What both know plainly and differently: it stays as it is here, and a person looks.</summary>
    public static ImmutableArray<string> Differ(Case into, Case other) =>
        [.. other.Child.Readings.Where(read => IsPlain(read.Value) && !IsOfReferrer(read.Key) && into.Child[Fields.ByName[read.Key]].Value is { } here && here != read.Value.Value).Select(read => read.Key)];

    /// <summary>The other was merged into this one; null where that is written down here already.</summary>
    public static Change? TakeIn(ServiceDefinition service, CaseFile file, Case other, Instant now)
    {
        if (file.Case.TakenIn.Any(taken => taken.Case == other.Id))
        {
            return null;
        }

        var added = Adds(file.Case, other);
        var child = added.Aggregate(file.Case.Child, (known, name) => known.With(Fields.ByName[name], other.Child.Readings[name] with { Source = $"{other.Reference}, {other.Child.Readings[name].Source}" }));

        // What was found of risk stays with the child; who has it in hand keeps it.
        var alert = file.Case.Safeguarding is { } own && other.Safeguarding is { } theirs ? own with { Concerns = [.. own.Concerns.Union(theirs.Concerns)] } : file.Case.Safeguarding ?? other.Safeguarding;
        var withholds = other is { Safeguarding.AtHome: true, Released: null };
        var taken = file.Case with
        {
            TakenIn = file.Case.TakenIn.Add(new(other.Id, other.Reference, other.ReceivedAt, added)),
            Safeguarding = alert,
            Released = withholds ? null : file.Case.Released,
            Consent = other.Consent is { Withdrawn: not null } withdrawn ? withdrawn : file.Case.Consent ?? other.Consent,
        };
        var (known, decided) = Known(service, file with { Case = taken }, child, $"took-in-{other.Id}", now);
        if (taken.Urgent && !file.Case.Urgent)
        {
            known = known.Plan(Alert(
                Texts.AlertOther, $"urgent.{other.Id}", service.Scheduler.Mailbox, AlertKinds.Other,
                "Another referral that was merged into this one is urgent. Please look whether its place is soon enough.", now));
        }

        return Change.Of(known, [new CaseEvent.TookIn(other.Id, other.Reference, added) { At = now }, .. decided]);
    }

    /// <summary>The other goes its own way again: what only it knew goes with it. Null where nothing of it is here.</summary>
    public static Change? GiveBack(ServiceDefinition service, CaseFile file, CaseId other, Instant now)
    {
        if (file.Case.TakenIn.FirstOrDefault(taken => taken.Case == other) is not { } taken)
        {
            return null;
        }

        var child = file.Case.Child with
        {
            Readings = file.Case.Child.Readings.RemoveRange(taken.Added.Where(name => file.Case.Child[Fields.ByName[name]].Source?.StartsWith($"{taken.Reference}, ", StringComparison.Ordinal) == true)),
        };
        var without = file with { Case = file.Case with { TakenIn = file.Case.TakenIn.Remove(taken) } };
        var (known, decided) = Known(service, without, child, $"gave-back-{Number(file.Case.LastEvent)}", now);
        return Change.Of(known, [new CaseEvent.GaveBack(other, taken.Reference) { At = now }, .. decided]);
    }

    private static (CaseFile File, IReadOnlyList<CaseEvent> Decided) Known(ServiceDefinition service, CaseFile file, Child child, string n, Instant now)
    {
        var known = file with
        {
            Case = file.Case with { Child = child, Missing = [.. Gaps.Of(child).Select(field => field.Name)], Unclear = [.. Gaps.Unclear(child).Select(field => field.Name)] },
        };
        return JudgeAgain.Counts(service, known.Case) ? JudgeAgain.Of(service, known, n, now) : (known, []);
    }

    private static bool IsPlain(Reading reading) => reading is { Certainty: Certainty.Known, Value: not null };

    private static bool IsOfReferrer(string name) => name.StartsWith("referrer", StringComparison.Ordinal);
}
