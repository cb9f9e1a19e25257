using System.Globalization;
using Heldspace.Azure.Records;
using Heldspace.Functions.Hosting;
using Heldspace.Intake;
using Heldspace.Pathway;
using Heldspace.Roster;
using Heldspace.Services;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Functions.TakeRoster;

/// <summary>
/// What follows from one line of a file, and the words of its report. Every effect has an id that derives from the child and the day it is about, so that a
/// second run, or a second file, sets nothing going twice; the words derive from the line alone, so that they come out the same.
/// </summary>
internal sealed class RosterTriggers(IntakeStore intake, Outbox outbox, Cases cases, CaseActs acts, Keys keys)
{
    /// <param name="before">The day of the file before; null where this is the first.</param>
    /// <param name="index">Of open cases and of screenings offered; it notes which were told of an SDQ, and what this list has offered.</param>
    /// <param name="hash">What the finding's hashes were made with.</param>
    public async Task<RosterRemark> Follow(
        ServiceDefinition service, RosterUpload upload, LocalDate? before, RosterFinding finding, CaseIndex index, Func<string, string> hash, CancellationToken cancellation)
    {
        var said = new Said();
        var of = index.Of(finding.Entry.Who);
        switch (finding.Change)
        {
            case RosterChange.EnteredCare:
                await EnteredCare(service, upload, finding, of, index, said, cancellation);
                break;

            case RosterChange.Added:
                said.Say(LineOutcome.Taken, "New in the list, and in care for long: nothing follows.");
                break;

            case RosterChange.OtherAuthority or RosterChange.Left:
                await Differs(service, upload, finding.Change, of, said, cancellation);
                break;
        }

        if (finding.LivesElsewhere)
        {
            await LivesElsewhere(service, upload, finding, of, said, cancellation);
        }

        if (finding.OtherWorker)
        {
            await OtherWorker(service, upload, finding.Before!.Worker!, hash, of, said, cancellation);
        }

        if (finding.Line?.SdqDueOn is { } due)
        {
            await Sdq(service, upload, before, finding, due, of, index, said, cancellation);
        }

        return said.Of(finding);
    }

    /// <summary>The same way as a referral: kept as it came, queued, opened, a place held, and whoever is named hears of it.</summary>
    private async Task EnteredCare(
        ServiceDefinition service, RosterUpload upload, RosterFinding finding, IReadOnlyList<KnownCase> of, CaseIndex index, Said said, CancellationToken cancellation)
    {
        var line = finding.Line!;
        if (service.Screening is not { } screening)
        {
            said.Say(LineOutcome.LookAt, "Entered care, and this service has no first look to offer: please decide what to do.");
            return;
        }

        var id = IntakeStore.IdOf(London.At(line.EnteredCareOn, LocalTime.Midnight), service.Id, "screening", keys.Hash(keys.Current, service.Id, "roster-child", line.ChildId));
        var own = CaseId.Of(id, 1);
        if (index.Offered(finding.Entry) is var (offered, other) && offered.Case != own)
        {
            said.Say(
                LineOutcome.LookAt,
                other is { } first
                    ? $"The same child as line {first.ToString(CultureInfo.InvariantCulture)}, for which a first look is offered, so nothing further is held: please have one of the two lines taken out."
                    : $"A first look was offered to this child already, for {offered.EnteredCareOn.ToString("d MMMM uuuu", CultureInfo.InvariantCulture)} as the day of entering care, so nothing further is held: please look whether that is enough.",
                offered.Case);
            return;
        }

        if (of.FirstOrDefault(one => one.Case.Intake != id) is { } beside && of.All(one => one.Case.Intake != id))
        {
            said.Say(LineOutcome.LookAt, "Entered care and has an open case already, so nothing further is held: please look whether the meeting held there is enough.", beside.Case);
            return;
        }

        await intake.KeepAsked(id, Asked(service, upload, line, screening), cancellation);
        await outbox.Send(QueueNames.Referrals, new ReferralArrived(service.Id, id, Channel.Roster), cancellation);
        index.Offer(new(own, line.ChildId, finding.Entry.Who, line.EnteredCareOn), line.Line);
        said.Say(
            LineOutcome.Triggered,
            line.Child.Value(Fields.SocialWorkerEmail) is null
                ? "Entered care: a first look is being offered. The line names no social worker's mail address, so the scheduler is asked to ring."
                : "Entered care: a first look is being offered, and the social worker is written to.",
            own);
    }

    private static AskedFor Asked(ServiceDefinition service, RosterUpload upload, RosterLine line, AppointmentKind screening)
    {
        var child = line.Child;
        if (child.Value(Fields.ResponsibleAuthority) is null)
        {
            // It is that authority's own list.
            child = child.With(Fields.ResponsibleAuthority, Reading.Known(service.Authority, "roster"));
        }

        return new()
        {
            Service = service.Id,
            Kind = screening.Id,
            Channel = Channel.Roster,
            ReceivedAt = upload.ReceivedAt,
            Child = child,
            EnteredCareOn = line.EnteredCareOn,
            Referrer = new(
                child.Value(Fields.SocialWorker),
                "socialWorker",
                EmailAddress.TryParse(child.Value(Fields.SocialWorkerEmail)),
                child.Value(Fields.SocialWorkerPhone),
                child.Value(Fields.SocialWorkerTeam) ?? child.Value(Fields.ResponsibleAuthority),
                Trusted: true),
        };
    }

    private async Task LivesElsewhere(ServiceDefinition service, RosterUpload upload, RosterFinding finding, IReadOnlyList<KnownCase> of, Said said, CancellationToken cancellation)
    {
        if (of.Count == 0)
        {
            said.Say(LineOutcome.Taken, "Lives somewhere else now. There is no open case here, so nothing follows.");
        }

        foreach (var one in of)
        {
            var act = new Act.RosterPlacement(finding.MovedOn(upload.AsOf), upload.AsOf, finding.Line!.Child) { By = FollowRoster.By };
            Done(
                await acts.Do(service, one.Case, act, cancellation), one, said, LineOutcome.Triggered,
                "Lives somewhere else now: it stands on the case. Whom we write to is checked. Please say on the case whether the move was planned.");
        }
    }

    /// <summary>Only where it is the social worker of before who is written to does anything follow: somebody looks.</summary>
    private async Task OtherWorker(
        ServiceDefinition service, RosterUpload upload, string before, Func<string, string> hash, IReadOnlyList<KnownCase> of, Said said, CancellationToken cancellation)
    {
        said.Say(LineOutcome.Taken, "Another social worker is named now.");
        foreach (var one in of)
        {
            if (await cases.Read(service.Id, one.Case, cancellation) is { File.Case.Referrer.Email: { } address } && RosterEntry.WorkerOf(address, hash) == before)
            {
                Done(
                    await acts.Do(service, one.Case, new Act.RosterWorker(address, upload.AsOf) { By = FollowRoster.By }, cancellation), one, said, LineOutcome.Triggered,
                    "We write to the one before: whom we write to is checked, and until then nothing changes.");
            }
        }
    }

    /// <summary>Somebody is told in every case; where there is a case, on it.</summary>
    private async Task Differs(ServiceDefinition service, RosterUpload upload, RosterChange change, IReadOnlyList<KnownCase> of, Said said, CancellationToken cancellation)
    {
        var what = change == RosterChange.Left ? "No longer in the list: left care, came of age, or was left out." : "Another authority is responsible now.";
        if (of.Count == 0)
        {
            said.Say(LineOutcome.LookAt, $"{what} There is no open case here.");
        }

        foreach (var one in of)
        {
            Done(
                await acts.Do(service, one.Case, new Act.RosterDiffers(change, upload.AsOf) { By = FollowRoster.By }, cancellation), one, said, LineOutcome.LookAt,
                $"{what} The case stays as it is; please look whether it goes on.");
        }
    }

    /// <summary>On a case it is noted with its day, and is due from four weeks before; of a child without one it is said once, when that time comes.</summary>
    private async Task Sdq(
        ServiceDefinition service, RosterUpload upload, LocalDate? before, RosterFinding finding, LocalDate due, IReadOnlyList<KnownCase> of, CaseIndex index, Said said,
        CancellationToken cancellation)
    {
        var from = due.PlusDays(-FollowRoster.SdqDaysBefore);
        foreach (var one in of.Where(one => one.SdqTold != due))
        {
            if (await acts.Do(service, one.Case, new Act.RosterSdq(due) { By = FollowRoster.By }, cancellation) is ActOutcome.Done or ActOutcome.Unchanged)
            {
                index.TellSdq(one.Case, due);
                said.Say(LineOutcome.Triggered, "The day of the yearly SDQ stands on the case. Nobody is asked by itself yet: please see that it is filled in.", one.Case);
            }
        }

        if (of.Count == 0 && upload.AsOf >= from && (before is null || before < from || finding.Before?.SdqDueOn != due))
        {
            said.Say(LineOutcome.LookAt, upload.AsOf > due ? "The yearly SDQ is overdue, and there is no open case here." : "The yearly SDQ is due within four weeks, and there is no open case here.");
        }
    }

    private static void Done(ActOutcome outcome, KnownCase of, Said said, LineOutcome what, string words)
    {
        switch (outcome)
        {
            case ActOutcome.Refused(var why):
                said.Say(LineOutcome.LookAt, $"It could not be noted on the case: {why}", of.Case);
                break;

            case ActOutcome.NoSuchCase:
                said.Say(LineOutcome.LookAt, "Its case is not there any more.");
                break;

            default:
                said.Say(what, words, of.Case);
                break;
        }
    }

    /// <summary>What is said of a line, the weightiest outcome of all.</summary>
    private sealed class Said
    {
        private readonly List<string> sentences = [];
        private LineOutcome outcome;
        private CaseId? about;

        public void Say(LineOutcome what, string words, CaseId? of = null)
        {
            outcome = (LineOutcome)Math.Max((int)outcome, (int)what);
            about ??= of;
            if (!sentences.Contains(words, StringComparer.Ordinal))
            {
                sentences.Add(words);
            }
        }

        public RosterRemark Of(RosterFinding finding) =>
            new(finding.Line?.Line, finding.Entry.ChildId, outcome, sentences.Count == 0 ? "As before." : string.Join(' ', sentences), about);
    }
}
