using Heldspace.Azure.Records;
using Heldspace.Eligibility;
using Heldspace.Functions.Hosting;
using Heldspace.Intake;
using Heldspace.Pathway;
using Heldspace.Services;

namespace Heldspace.Functions.Refer;

/// <summary>Reads what a receipt link shows from the cases that came of it.</summary>
internal sealed class ReadReceipt(Links links, Cases cases, WaitingReceipts waiting)
{
    public async Task<Receipt?> Read(string token, CancellationToken cancellation)
    {
        if (await links.FindReceipt(token, cancellation) is not var (service, intake))
        {
            return await waiting.Read(token, cancellation);
        }

        var entries = new List<ReceiptEntry>();
        var (young, consultation) = (false, false);
        for (var (ordinal, siblings) = (1, 1); ordinal <= siblings; ordinal++)
        {
            if (await cases.Read(service.Id, CaseId.Of(intake, ordinal), cancellation) is not { File: var file })
            {
                return new Receipt(service, [], Waiting: true);
            }

            siblings = file.Case.Siblings;
            young = file.Case.Referrer.Role == "self";
            consultation = service.PurposeOf(file.Case.Beside) == AppointmentPurpose.Consultation;
            var entry = Entry(service, file);
            if (entry.State is ReceiptState.Held or ReceiptState.Provisional && file.Current is { } held)
            {
                await links.KeepAgain(file, cancellation);
                entry = entry with { Link = links.AppointmentPath(file.Case, held.Id) };
            }

            entries.Add(entry with { MissingLink = links.MissingPath(service, file.Case) });
        }

        return new Receipt(service, entries, entries.Exists(entry => entry.State == ReceiptState.Waiting), young) { Consultation = consultation };
    }

    private static ReceiptEntry Entry(ServiceDefinition service, CaseFile file)
    {
        if (file.Case.ReceiptWithheld)
        {
            return new() { Reference = file.Case.Reference.Text, State = ReceiptState.InTouch };
        }

        var held = file.Current is { State: AppointmentState.Held, Slot: { } slot } ? slot : null;
        var place = held is null ? null : service.Places.First(other => other.Id == held.Place);
        return new()
        {
            Reference = file.Case.Reference.Text,
            State = State(file),
            Start = held?.Start,
            End = held?.End,
            PlaceKind = place?.Kind,
            PlaceName = place is { Address: null } ? null : place?.Name,
            PlaceAddress = place?.Address,
            Clinician = held is null ? null : service.Team.FirstOrDefault(member => member.Id == held.Clinician)?.Name.Split(' ')[0],
            Missing = Fields.InWords(file.Case.Missing),
            Signpost = service.Signposts.FirstOrDefault(signpost => signpost.Id == file.Case.Eligibility.Signpost),
            Reason = file.Case.Eligibility.Outcome is Outcome.Eligible or Outcome.Charge ? null : file.Case.Eligibility.Reason,
        };
    }

    private static ReceiptState State(CaseFile file) => (file.Case.State, file.Current?.State) switch
    {
        (CaseState.Signposted, _) => ReceiptState.Signposted,
        (CaseState.Quarantined, _) => ReceiptState.Waiting,
        (CaseState.PossibleDuplicate or CaseState.Merged, _) => ReceiptState.InTouch,
        (CaseState.Closed, _) when VouchForReferral.IsNone(file.Case) => file.Case.ConfirmBy is null ? ReceiptState.Waiting : ReceiptState.ConfirmNeeded,
        (_, AppointmentState.Held) => file.Case.Provisional switch
        {
            Provisional.No => ReceiptState.Held,
            Provisional.Unconfirmed => ReceiptState.ConfirmNeeded,
            _ => ReceiptState.Provisional,
        },
        (_, AppointmentState.NoPlace) => ReceiptState.NoPlaceYet,
        (CaseState.Closed, _) or (_, AppointmentState.ToRing) or (CaseState.Open, null) => ReceiptState.InTouch,
        (CaseState.Unconfirmed, _) or (_, AppointmentState.AwaitingConfirmation) => ReceiptState.ConfirmNeeded,
        _ => ReceiptState.Waiting,
    };
}
