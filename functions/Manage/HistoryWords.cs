using System.Globalization;
using Heldspace.Functions.Pages;
using Heldspace.Intake;
using Heldspace.Pathway;
using Heldspace.Roster;
using Heldspace.Services;
using NodaTime;

namespace Heldspace.Functions.Manage;

/// <summary>What happened, in words for staff.</summary>
internal static class HistoryWords
{
    public static string Of(ServiceDefinition service, CaseEvent happened) => happened switch
    {
        CaseEvent.Received received => received.Channel switch
        {
            nameof(Channel.Form) => "A referral came by the form.",
            nameof(Channel.Roster) => "The authority's list says that the child entered care.",
            nameof(Channel.Staff) => "A colleague wrote down that it was asked for.",
            nameof(Channel.Text) => "A text message came from a number that we had sent none to.",
            _ => "A referral came by mail.",
        },
        CaseEvent.Decided decided => $"The rules were applied. {decided.Decision.Reason}",
        CaseEvent.Proposed proposed => $"{Appointment(service, proposed.Appointment)}: {When(proposed.Slot.Start)} with {Name(service, proposed.Slot.Clinician)} was chosen. {proposed.Reason}",
        CaseEvent.Taken taken => $"{Appointment(service, taken.Appointment)}: that place was taken first by {taken.By}.",
        CaseEvent.Held held => $"{Appointment(service, held.Appointment)}: the place is held and stands in the calendar.",
        CaseEvent.NoPlaceFound none => $"{Appointment(service, none.Appointment)}: no place was free. Every manager was told.",
        CaseEvent.Replied reply => $"{(reply.ByReferrer ? "Whoever referred wrote again." : "Somebody wrote about this; nothing was changed by it.")}{(reply.Added.IsEmpty ? "" : $" Added: {string.Join(", ", Fields.InWords(reply.Added))}.")}{(reply.Differ.IsEmpty ? "" : $" Said otherwise, and not changed: {string.Join(", ", Fields.InWords(reply.Differ))}.")}",
        CaseEvent.TextReceived text => $"{(text.Whom is { } whom ? $"{char.ToUpperInvariant(whom[0])}{whom[1..]}" : "Somebody whom a text message had been sent to")} {(text.Stopped ? "answered STOP: no more text messages go there." : "answered a text message.")}",
        CaseEvent.NotToldInTime => "Nobody told us in time what is missing and could change the decision. A person decides now.",
        CaseEvent.RiskFound risk => $"What came in speaks of immediate risk ({string.Join(", ", risk.Concerns.Select(concern => concern.Source).Distinct())}). {(risk.To is { } to ? $"{to} was told." : "It was told of with another child of the same mail.")}",
        CaseEvent.AlertClimbed climbed => $"Nobody had said yet that they have it: {climbed.To} was told.",
        CaseEvent.AlertAcknowledged taken => $"Somebody has it in hand. {Said(service, taken.By)}",
        CaseEvent.MessagesReleased released => $"Messages may go to whoever wrote: {released.Why} {Said(service, released.By)}",
        CaseEvent.SaidWhetherSeen seen => $"{(seen.What.Seen ? "They were seen where they were told to turn" : "They were not seen yet where they were told to turn")}: {seen.What.What} {Said(service, seen.What.By)}",
        CaseEvent.ConsentRecorded consent => $"Consent was given on {Day(consent.Given.On)}{(consent.Given.Name is { } name ? $" by {name}" : " by the young person")}. {Said(service, consent.Given.By)}",
        CaseEvent.ConsentWithdrawn back => $"Consent was withdrawn on {Day(back.Withdrawn.On)}: {back.Withdrawn.Why} {Said(service, back.Withdrawn.By)}",
        CaseEvent.Corrected right => $"Put right: {string.Join("; ", right.What.Select(one => $"{Fields.ByName[one.Field].Label}, {(one.Before is null ? "not known" : FieldWords.Value(Fields.ByName[one.Field], one.Before))}, is {(one.After is null ? "not known" : FieldWords.Value(Fields.ByName[one.Field], one.After))}"))}. {Said(service, right.By)}",
        CaseEvent.MaybeSameNoted other => $"It may be of the same child as {other.Reference}. A person was asked to look.",
        CaseEvent.TwoChildren two => $"It is another child than that of {two.Reference}. {Said(service, two.By)}",
        CaseEvent.NobodySaidWhetherSame => "Nobody said in time whether it is the same child as another, so it goes on as a case of its own.",
        CaseEvent.Merged merged => $"It is the same child as that of {merged.Reference}, which goes on for both. {Said(service, merged.By)}",
        CaseEvent.MergeTakenBack back => $"That it is the same child as that of {back.Reference} was taken back. {Said(service, back.By)}",
        CaseEvent.TookIn took => $"{took.Reference} is of the same child and was merged into this case.{(took.Added.IsEmpty ? "" : $" Added: {string.Join(", ", Fields.InWords(took.Added))}.")}",
        CaseEvent.GaveBack gave => $"{gave.Reference} goes its own way again; what only it knew went with it.",
        CaseEvent.Confirmed => "Whoever sent the form confirmed it.",
        CaseEvent.VouchedFor vouched => $"It is real: a colleague spoke with {vouched.Vouched.With} on {Day(vouched.Vouched.On)}, and the case was opened. {Said(service, vouched.Vouched.By)}",
        CaseEvent.TakenOn taken => $"{(taken.Was == Provisional.ManagerDecides ? "A manager decided that this service is the right one" : "What was missing is known, and this service is the right one")}: {taken.Why} {Said(service, taken.By)}",
        CaseEvent.NoReferral none => $"It is no referral: {none.Why} {Said(service, none.By)}",
        CaseEvent.NoReferralTakenBack back => $"That it is no referral was taken back. {Said(service, back.By)}",
        CaseEvent.HoldExpired => "Nobody confirmed the form in time; its place went back.",
        CaseEvent.MoveWanted move => $"{Appointment(service, move.Appointment)}: a move to {When(move.Move.Slot.Start)} was asked for by {By(service, move.Appointment, move.Move.By)}.",
        CaseEvent.Moved moved => $"{Appointment(service, moved.Appointment)}: it was moved.",
        CaseEvent.MoveRefused refused => $"{Appointment(service, refused.Appointment)}: it stays where it was, since {refused.Why}.",
        CaseEvent.Agreed agreed => $"{Appointment(service, agreed.Appointment)}: {Family(service, KindOf(agreed.Appointment))} said that it suits them.",
        CaseEvent.PlaceLost lost => $"{Appointment(service, lost.Appointment)}: its place was lost. {lost.Why} {(lost.ToRing ? "Somebody rings and chooses the next one." : "Another is looked for.")}",
        CaseEvent.CalendarDiffers differs => $"{Appointment(service, differs.Appointment)}: the calendar says something else, and those concerned were told. {differs.What}",
        CaseEvent.PlaceAskedFor asked => $"{Appointment(service, asked.Appointment)}: a place was asked for. {Said(service, asked.By)}",
        CaseEvent.Released released => $"{Appointment(service, released.Appointment)}: it was given up.",
        CaseEvent.AppointmentWanted wanted => $"{Appointment(service, wanted.Appointment)} is looked for.",
        CaseEvent.OutcomeRecorded said => $"{Appointment(service, said.Appointment)}: {Outcome(service, said.Kind, said.What)}. {said.Reason} {Said(service, said.By)}",
        CaseEvent.OutcomeCorrected said => $"{Appointment(service, said.Appointment)}: corrected from “{Outcome(service, said.Kind, said.Before)}” to “{Outcome(service, said.Kind, said.What)}”. {Said(service, said.By)}",
        CaseEvent.OutcomeUndone undone => $"{Appointment(service, undone.Appointment)}: “{Outcome(service, undone.Kind, undone.Before)}” was taken back. {Said(service, undone.By)}",
        CaseEvent.KeyWorkerChosen chosen => $"{Name(service, chosen.Clinician)} is the key worker. {chosen.Why}",
        CaseEvent.PlanAgreed plan => $"The plan was agreed on {Day(plan.On)}. {Said(service, plan.By)}",
        CaseEvent.Reviewed reviewed => $"A review on {Day(reviewed.On)}: {Review(reviewed.What)}. {Said(service, reviewed.By)}",
        CaseEvent.ConflictNoted conflict => $"{Name(service, conflict.Clinician)} must not see this child: a conflict of interest. {Said(service, conflict.By)}",
        CaseEvent.ConflictLifted lifted => $"{Name(service, lifted.Clinician)} may see this child again. {Said(service, lifted.By)}",
        CaseEvent.ContactsRecorded contacts => $"{contacts.Count.ToString(CultureInfo.InvariantCulture)} contacts on {Day(contacts.On)}. {Said(service, contacts.By)}",
        CaseEvent.PlacementMoved moved => $"The placement changed on {Day(moved.On)}, {moved.Planned switch { true => "planned", false => "not planned", _ => "and nobody has said yet whether it was planned" }}. {Said(service, moved.By)}",
        CaseEvent.ContactsChecked contacts => $"Whom we write to was checked: {(contacts.Answer switch { ContactAnswer.StillRight => "it is still right", ContactAnswer.SomebodyElse => "it is somebody else now", _ => "nobody; we ring" })}. {Said(service, contacts.By)}",
        CaseEvent.SdqDue sdq => $"The authority's list says that the yearly SDQ is due on {Day(sdq.On)}.",
        CaseEvent.RosterDiffers differs => $"The authority's list of {Day(differs.AsOf)}: {differs.Change switch { RosterChange.Left => "the child is not on it any more", RosterChange.OtherAuthority => "another authority is responsible", RosterChange.OtherWorker => "another social worker is named", _ => "the child lives somewhere else" }}. A person was asked to look.",
        CaseEvent.PlacementToldByRoster told => $"The authority's list of {Day(told.AsOf)} says where the child lives since the move.",
        CaseEvent.ClocksPaused paused => $"The clocks stand still from {Day(paused.Pause.From)}: {paused.Pause.Reason} {Said(service, paused.Pause.By)}",
        CaseEvent.ClocksResumed resumed => $"The clocks run again from {Day(resumed.On)}. {Said(service, resumed.By)}",
        CaseEvent.SupportedOnward onward => $"Supported on to: {onward.Onward.To}. {Said(service, onward.Onward.By)}",
        CaseEvent.Closed closed => $"Closed on {Day(closed.Closure.On)}: {Reason(closed.Closure.Reason)}. {Said(service, closed.Closure.By)}",
        CaseEvent.Reopened reopened => $"Opened again. {reopened.Reason} {Said(service, reopened.By)}",
        CaseEvent.CameBack back => $"A message to {back.Whom} did not reach them.",
        CaseEvent.Asked asked => $"{AskWords.Who(asked.Ask)} was asked how things are going{AskWords.By(asked.By)}.",
        CaseEvent.AskReminded reminded => $"{AskWords.Who(reminded.Ask)} was reminded of how things are going.",
        CaseEvent.Answered answered => $"{AskWords.Who(answered.Ask)} answered how things are going. {(answered.WrittenDownBy is { } by ? $"Written down: {Said(service, by)}" : "")}".TrimEnd(),
        CaseEvent.AskEnded ended => $"{AskWords.Who(ended.Ask)} is not asked any more how things are going: {AskWords.Ended(ended)}",
        CaseEvent.RespondentRecorded said => $"{AskWords.Respondent(said.Respondent)} {Said(service, said.By)}",
        CaseEvent.QuietDaysRecorded days => $"{days.Days.Length.ToString(CultureInfo.InvariantCulture)} days are flagged on which nobody is asked. {Said(service, days.By)}",
        CaseEvent.GoalsRecorded goals => $"{(goals.Goals.Length switch { 0 => "The goals were taken back.", 1 => "One goal was written down.", var n => $"{n.ToString(CultureInfo.InvariantCulture)} goals were written down." })} {Said(service, goals.By)}",
        _ => "Something else was noted.",
    };

    /// <summary>For whom an appointment is: adults ask for a consultation for themselves.</summary>
    public static string Family(ServiceDefinition service, string? kind) =>
        service.PurposeOf(kind) == AppointmentPurpose.Consultation ? "whoever asked" : "the family";

    public static string Outcome(ServiceDefinition service, string kind, AppointmentOutcome what) => what switch
    {
        AppointmentOutcome.TookPlace => "took place",
        AppointmentOutcome.NotBrought => service.PurposeOf(kind) == AppointmentPurpose.Consultation ? "nobody came" : "was not brought",
        AppointmentOutcome.CancelledByFamily => $"cancelled by {Family(service, kind)}",
        AppointmentOutcome.CancelledByService => "cancelled by us",
        _ => throw new ArgumentOutOfRangeException(nameof(what)),
    };

    public static string Review(ReviewOutcome what) => what switch
    {
        ReviewOutcome.GoesOn => "it goes on as planned",
        ReviewOutcome.ChangedPlan => "it goes on with a changed plan",
        ReviewOutcome.Ends => "the work comes to its end",
        _ => throw new ArgumentOutOfRangeException(nameof(what)),
    };

    public static string Reason(ClosureReason reason) => reason switch
    {
        ClosureReason.WorkDone => "the work is done",
        ClosureReason.Onward => "supported on to specialist help",
        ClosureReason.FamilyDeclined => "the family decided against it",
        ClosureReason.MovedAway => "moved away",
        ClosureReason.LostTouch => "we lost touch, whatever we tried",
        ClosureReason.NoReferral => "it was no referral",
        ClosureReason.Died => "the child has died",
        ClosureReason.TurnedOutNotEligible => "turned out not to be for this service",
        _ => throw new ArgumentOutOfRangeException(nameof(reason)),
    };

    public static string State(ServiceDefinition service, Appointment appointment) => appointment.State switch
    {
        AppointmentState.Wanted or AppointmentState.Proposing => "a place is being found",
        AppointmentState.Held when appointment.Move is not null => "held; a move is under way",
        AppointmentState.Held => appointment.AgreedAt is null ? "held" : "held and agreed",
        AppointmentState.NoPlace => "no place was free",
        AppointmentState.AwaitingConfirmation => "waits until the form is confirmed",
        AppointmentState.Released => "given up",
        AppointmentState.ToRing => "its place was lost; somebody rings and chooses the next one",
        _ => appointment.Outcome is { } outcome ? Outcome(service, appointment.Kind, outcome.What) : "over",
    };

    public static string Name(ServiceDefinition service, string clinician) => service.Team.FirstOrDefault(member => member.Id == clinician)?.Name ?? "a colleague who has left";

    public static string Kind(ServiceDefinition service, string kind) => service.AppointmentKinds.FirstOrDefault(other => other.Id == kind)?.Name ?? kind;

    public static string When(Instant at) => $"{Dates.Day(at)} at {Dates.Time(at)}";

    public static string Day(LocalDate day) => Dates.WordsWithWeekday(day);

    /// <summary>What happens next, and by when. A meeting is on its day and not by it.</summary>
    public static string Step(NextStep step) => step.By is { } by ? $"{step.Words} {(step.Kind == StepKind.Meet ? "On" : "By")} {Day(by)}." : step.Words;

    /// <summary>An id such as <c>assessment-2</c> as people say it: the kind by its name, and which of them it is where there are more.</summary>
    public static string Appointment(ServiceDefinition service, string id)
    {
        var (name, number) = (Kind(service, KindOf(id)), id[(id.LastIndexOf('-') + 1)..]);
        return number == "1" ? name : $"{name} {number}";
    }

    private static string KindOf(string appointment) => appointment[..appointment.LastIndexOf('-')];

    private static string By(ServiceDefinition service, string appointment, MovedBy by) => by switch
    {
        MovedBy.Family => Family(service, KindOf(appointment)),
        MovedBy.Clinician => "the clinician, in Outlook",
        MovedBy.Staff => "a colleague",
        _ => "the service",
    };

    public static string Said(ServiceDefinition service, string by) => $"({Who(service, by)})";

    /// <summary>Who did something, by name where the service knows them.</summary>
    public static string Who(ServiceDefinition service, string by) =>
        by == CancelAppointment.Family ? "the family"
        : by == ChooseKeyWorker.ByService ? "the service"
        : by == FollowRoster.By ? "the authority's list"
        : service.Team.FirstOrDefault(member => member.Id == by || member.Mailbox.Text == by)?.Name
            ?? service.Managers.FirstOrDefault(manager => manager.Mailbox.Text == by)?.Name
            ?? (service.Scheduler.Mailbox.Text == by ? service.Scheduler.Name : by);
}
