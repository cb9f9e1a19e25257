using System.Collections.Immutable;
using Heldspace.Eligibility;
using Heldspace.Intake;
using Heldspace.Safeguarding;
using Heldspace.Services;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Pathway;

/// <summary>Opens the case of one child of a referral: judged by the rules of the day it came, and never refused for what is missing.</summary>
public static class OpenCase
{
    /// <summary>The first appointment of every case.</summary>
    public const string Assessment = "assessment";

    /// <summary>Carers and professionals may ask for a consultation; the rules are for children.</summary>
    private static readonly Decision ForTheAsking = new(Outcome.Eligible, "consultation", "Whoever looks after a child or works with one may ask for a consultation.", null, [], []);

    public static Change Decide(ServiceDefinition service, Referral referral, Child child, Reference reference, Instant now, ImmutableArray<MaybeSame> maybeSame = default, bool otherStands = false)
    {
        ArgumentNullException.ThrowIfNull(service);
        if (referral.Sender is SenderVerdict.Failed or SenderVerdict.Junk || referral.Channel == Channel.Text)
        {
            return SetAside(service, referral, child, reference, now);
        }

        var consultation = service.PurposeOf(referral.Beside) == AppointmentPurpose.Consultation;
        var decision = consultation ? ForTheAsking : Eligibility.Decide.Eligibility(service, child, London.Day(referral.ReceivedAt));
        var alert = RaiseAlert.Of(referral.Concerns, child.Ordinal, now);
        var waits = ProposeMerge.Waits(referral.Channel, otherStands, alert is not null);
        var signposted = !waits && decision.Outcome == Outcome.NotEligible;
        var unconfirmed = !waits && referral.Channel == Channel.Form && referral.Referrer is { Email: not null, Trusted: false };
        var opened = new Case
        {
            Id = CaseId.Of(referral.Intake, child.Ordinal),
            Service = service.Id,
            Reference = reference,
            Channel = referral.Channel,
            ReceivedAt = referral.ReceivedAt,
            State = waits ? CaseState.PossibleDuplicate : signposted ? CaseState.Signposted : CaseState.Open,
            Siblings = referral.Children.Length,
            Child = child,
            Referrer = referral.Referrer,
            Unread = referral.Unread,
            Safeguarding = alert,
            MaybeSame = maybeSame.IsDefault ? [] : maybeSame,
            SenderUnverified = referral.Sender == SenderVerdict.Unknown,
            RepliesStopped = referral.RepliesStopped,
            Eligibility = decision,
            Beside = referral.Beside,
            EnteredCareOn = referral.EnteredCareOn,
            Missing = consultation ? [] : [.. Gaps.Of(child).Select(field => field.Name)],
            Unclear = [.. Gaps.Unclear(child).Select(field => field.Name)],
            Provisional = waits ? Provisional.No : unconfirmed && !signposted ? Provisional.Unconfirmed : ProvisionalOf(decision.Outcome),
            ConfirmBy = unconfirmed && !signposted ? referral.ReceivedAt + Duration.FromHours(service.UnconfirmedHolds.Hours) : null,
        };
        var file = new CaseFile(opened, [], []);
        if (!signposted && !waits)
        {
            var kind = referral.Beside ?? Assessment;
            file = file.With(new Appointment { Id = $"{kind}-1", Kind = kind, State = AppointmentState.Wanted });
        }

        return Change.Of(
            file.Plan(RaiseAlert.Messages(service, opened, now)).Plan(PlanReferralMessages.OnOpening(service, file, now)),
            [new CaseEvent.Received(referral.Channel.ToString()) { At = referral.ReceivedAt }, .. Found(service, opened, now), .. Noted(opened, now), .. waits ? Enumerable.Empty<CaseEvent>() : [new CaseEvent.Decided(decision) { At = now }]]);
    }

    /// <summary>A form that looks as if no person had sent it.</summary>
    public static Change Quarantine(ServiceDefinition service, Referral referral, Reference reference, Instant now) => SetAside(service, referral, referral.Children[0], reference, now);

    /// <summary>Kept as a case, shown to a person, nothing held, nobody answered.</summary>
    private static Change SetAside(ServiceDefinition service, Referral referral, Child child, Reference reference, Instant now)
    {
        var decision = Eligibility.Decide.Eligibility(service, child, London.Day(referral.ReceivedAt));
        var opened = new Case
        {
            Id = CaseId.Of(referral.Intake, child.Ordinal),
            Service = service.Id,
            Reference = reference,
            Channel = referral.Channel,
            ReceivedAt = referral.ReceivedAt,
            State = CaseState.Quarantined,
            WasJunk = referral.Sender == SenderVerdict.Junk,
            Siblings = referral.Children.Length,
            Child = child,
            Referrer = referral.Referrer,
            Unread = referral.Unread,
            Safeguarding = RaiseAlert.Of(referral.Concerns, child.Ordinal, now),
            Eligibility = decision,
            Missing = [.. Gaps.Of(child).Select(field => field.Name)],
            Unclear = [.. Gaps.Unclear(child).Select(field => field.Name)],
        };
        var file = new CaseFile(opened, [], []);
        return Change.Of(
            file.Plan(RaiseAlert.Messages(service, opened, now)).Plan(PlanReferralMessages.OnQuarantine(service, opened, now)),
            [new CaseEvent.Received(referral.Channel.ToString()) { At = referral.ReceivedAt }, .. Found(service, opened, now)]);
    }

    /// <summary>Risk comes before everything else, whatever the rules say of whom the service is for.</summary>
    private static IEnumerable<CaseEvent> Found(ServiceDefinition service, Case opened, Instant now) => opened.Safeguarding is { } alert
        ? [new CaseEvent.RiskFound(alert.Concerns, alert.RaisedBy ? OnDuty.Names(service, alert, now) : null) { At = now }]
        : [];

    private static IEnumerable<CaseEvent> Noted(Case opened, Instant now) => opened.MaybeSame.Select(other => new CaseEvent.MaybeSameNoted(other.Case, other.Reference) { At = now });

    /// <summary>A person has looked, or nobody said anything in time: the case as the rules of the day of receipt have it with what is known now, and a place to be found.</summary>
    internal static CaseFile AfterWaiting(ServiceDefinition service, CaseFile file, Instant now)
    {
        ArgumentNullException.ThrowIfNull(service);
        var decision = Eligibility.Decide.Eligibility(service, file.Case.Child, London.Day(file.Case.ReceivedAt));
        var signposted = decision.Outcome == Outcome.NotEligible;

        // A form that its sender has confirmed, or somebody vouched for, is not asked about again.
        var unconfirmed = !signposted && file.Case is { Channel: Channel.Form, Vouched: null, Referrer: { Email: not null, Trusted: false } }
            && (file.Case.State == CaseState.Signposted || file.Case.Provisional == Provisional.Unconfirmed);
        var opened = file with
        {
            Case = file.Case with
            {
                State = signposted ? CaseState.Signposted : CaseState.Open,
                Eligibility = decision,
                Provisional = signposted ? Provisional.No : unconfirmed ? Provisional.Unconfirmed : ProvisionalOf(decision.Outcome),
                ConfirmBy = unconfirmed ? now + Duration.FromHours(service.UnconfirmedHolds.Hours) : file.Case.ConfirmBy,
            },
        };
        return signposted ? opened : WantAppointment.Add(opened, Assessment, Wish.None, null, now).File;
    }

    /// <summary>Why a place is provisional, once it is known that a person asks for it.</summary>
    internal static Provisional ProvisionalOf(Outcome outcome) => outcome switch
    {
        Outcome.NeedsInformation => Provisional.NeedsInformation,
        Outcome.ManagerDecides => Provisional.ManagerDecides,
        _ => Provisional.No,
    };
}
