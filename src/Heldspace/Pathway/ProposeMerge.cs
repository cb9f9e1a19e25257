using Heldspace.Intake;
using Heldspace.Messages;
using Heldspace.Services;
using Heldspace.Time;
using NodaTime;
using static Heldspace.Pathway.PlannedMessage;

namespace Heldspace.Pathway;

/// <summary>
/// Two referrals may be of one child. A second one that comes while the first is open holds no place, so that no child has two, and its sender learns
/// nothing of the first; a person says whether they are one. Nobody waits for long because nobody said: then it gets its place like any other.
/// </summary>
public static class ProposeMerge
{
    /// <summary>Working days within which somebody says whether they are one child.</summary>
    public const int WithinWorkingDays = 1;

    private static readonly LocalTime EndOfDay = new(17, 0);

    /// <summary>Whether a case can be the other of a pair: open, and no screening or consultation, which go beside a referral.</summary>
    public static bool IsOpenTo(Case record) => record is { Beside: null, State: CaseState.Open or CaseState.PossibleDuplicate };

    /// <summary>
    /// Whether a case that is being opened waits for a person instead of holding a place. What speaks of immediate risk never waits. Nor does a form: anybody can
    /// type a child's name and an address into one, and whoever did would see by the answer whether the child is known here.
    /// </summary>
    /// <param name="stands">Whether one of the others stands beyond doubt: <see cref="Stands"/>.</param>
    public static bool Waits(Channel channel, bool stands, bool isUrgent) => channel == Channel.Mail && stands && !isUrgent;

    /// <summary>Whether a case is known to come from whom it names: nobody's referral waits, or goes into another, because of one that may be nobody's.</summary>
    public static bool Stands(Case record) => IsOpenTo(record) && record.Provisional != Provisional.Unconfirmed && !(record.SenderUnverified && record.Released is null);

    /// <summary>What speaks of immediate risk afterwards waits no longer either.</summary>
    public static Change? NotWaiting(ServiceDefinition service, Change? change, Instant now)
    {
        if (change is not { File.Case: { State: CaseState.PossibleDuplicate, Safeguarding: { Climbs: true } } })
        {
            return change;
        }

        var opened = OpenCase.AfterWaiting(service, change.File, now);
        var more = Change.Of(opened.Plan(PlanReferralMessages.OnOpening(service, opened, now)), new CaseEvent.Decided(opened.Case.Eligibility) { At = now });
        return more with { Events = [.. change.Events, .. more.Events] };
    }

    /// <summary>When a case that waits gets its place by itself.</summary>
    public static Instant Until(ServiceDefinition service, Case record) =>
        London.At(WorkingDays.Of(service).After(London.Day(record.WaitsSince ?? record.ReceivedAt), WithinWorkingDays), EndOfDay);

    /// <summary>Puts down that another may be the same. What was said of that pair before stays said.</summary>
    public static Ruling Note(ServiceDefinition service, CaseFile file, MaybeSame other, Instant now)
    {
        if (file.Case.MaybeSame.Any(known => known.Case == other.Case) || file.Case.TakenIn.Any(taken => taken.Case == other.Case) || !IsOpenTo(file.Case))
        {
            return new Ruling.Nothing();
        }

        var noted = file with { Case = file.Case with { MaybeSame = file.Case.MaybeSame.Add(other) } };
        return Acts.Change(noted.Plan(Ask(service, file.Case, other, now)), new CaseEvent.MaybeSameNoted(other.Case, other.Reference) { At = now });
    }

    /// <summary>A person looked: they are two children. A case that waited gets its place, unless it may be the same as yet another.</summary>
    public static Ruling AreTwo(ServiceDefinition service, CaseFile file, CaseId other, string by, Instant now)
    {
        if (file.Case.MaybeSame.FirstOrDefault(known => known.Case == other) is not { } pair)
        {
            return new Ruling.Refuse("Nothing says that these two may be one child.");
        }

        if (file.Case.MergedInto is not null)
        {
            return new Ruling.Refuse("A colleague has merged this case. Take that back first.");
        }

        if (pair.TwoBy is not null)
        {
            return new Ruling.Nothing();
        }

        var said = file with { Case = file.Case with { MaybeSame = file.Case.MaybeSame.Replace(pair, pair with { TwoBy = by }) } };
        var events = new List<CaseEvent> { new CaseEvent.TwoChildren(other, pair.Reference, by) { At = now } };
        return said.Case.State == CaseState.PossibleDuplicate && said.Case.MaybeSame.All(known => known.TwoBy is not null)
            ? Opened(service, said, events, now)
            : Acts.Change(said, events);
    }

    /// <summary>Nobody said in time.</summary>
    public static Ruling NobodySaid(ServiceDefinition service, CaseFile file, Instant now) =>
        file.Case.State == CaseState.PossibleDuplicate && Until(service, file.Case) <= now
            ? Opened(service, file, [new CaseEvent.NobodySaidWhetherSame { At = now }], now)
            : new Ruling.Nothing();

    /// <summary>Asks the scheduler, by the opaque reference alone.</summary>
    internal static Message Ask(ServiceDefinition service, Case record, MaybeSame other, Instant now) => Alert(
        Texts.AlertOther, $"same.{other.Case}", service.Scheduler.Mailbox, AlertKinds.Other,
        record.State == CaseState.PossibleDuplicate
            ? $"This may be a child whom somebody else has referred already: see {other.Reference} too. No place is held yet, and whoever wrote was told that a person will be in touch. Please say on the page of the case whether they are one child."
            : $"This may be the same child as that of {other.Reference}. Please say on the page of the case whether they are one.",
        now);

    private static Ruling Opened(ServiceDefinition service, CaseFile file, List<CaseEvent> events, Instant now)
    {
        var opened = OpenCase.AfterWaiting(service, file, now);
        events.Add(new CaseEvent.Decided(opened.Case.Eligibility) { At = now });
        return Acts.Change(opened.Plan(PlanReferralMessages.OnOpening(service, opened, now)), events);
    }
}
