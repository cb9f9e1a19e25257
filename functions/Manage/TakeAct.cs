using System.Globalization;
using Heldspace.Azure.Records;
using Heldspace.Consent;
using Heldspace.Functions.Hosting;
using Heldspace.Functions.Pages;
using Heldspace.Intake;
using Heldspace.Intake.Matching;
using Heldspace.Pathway;
using Heldspace.Time;
using NodaTime;
using NodaTime.Text;

namespace Heldspace.Functions.Manage;

/// <summary>
/// POST manage/{service}/cases/{id}/{act}: what somebody says of a case, or does with it. Doing it twice does it once; the answer leads to a page that
/// confirms it, so that reloading sends nothing again.
/// </summary>
internal sealed class TakeAct(StaffPages pages, FindCase find, ShowCase show, Cases cases, CaseActs acts, AskAgain ask, IClock clock)
{
    /// <summary>What the form sends for the first place that is free.</summary>
    public const string AnyPlace = "any";

    public const int LongestText = 500;

    public async Task<IResult> Take(HttpContext http, string id, string act)
    {
        var visit = Visit.Of(http);
        if (await find.For(http, id) is not { File: var file })
        {
            return pages.NotFound(visit);
        }

        var (form, status, unread) = await pages.Read(http);
        if (form is null)
        {
            return await show.Show(http, id, status, unread);
        }

        var (wanted, mistake) = Read(visit, act, form);
        if (wanted is null)
        {
            return await show.Show(http, id, mistake is null ? StatusCodes.Status404NotFound : StatusCodes.Status400BadRequest, mistake ?? "There is no such thing to do.");
        }

        if (NeedsMoreThanClinician(wanted) && visit.Role == StaffRole.Clinician)
        {
            return await show.Show(http, id, StatusCodes.Status403Forbidden, "Only a scheduler or a manager does that. Nothing was changed.");
        }

        if (wanted is Act.TakeOn && file.Case.Provisional == Provisional.ManagerDecides && visit.Role != StaffRole.Manager)
        {
            return await show.Show(http, id, StatusCodes.Status403Forbidden, "Only a manager decides that. Nothing was changed.");
        }

        if (wanted is Act.Merge merge && file.Case.MergedInto is null && await WhyNot(visit, file, merge, http.RequestAborted) is { } whyNot)
        {
            return await show.Show(http, id, StatusCodes.Status409Conflict, whyNot);
        }

        if (wanted is Act.Outcome { What: AppointmentOutcome.CancelledByFamily or AppointmentOutcome.CancelledByService } cancelled
            && CancelByStaff.Ahead(file, cancelled.Appointment, clock.GetCurrentInstant()) is not null)
        {
            // What is ahead is not given up with one tap: a page of its own asks once more.
            return new SeeOther(CancelByStaff.Address(visit.Service, file.Case.Id, cancelled.Appointment, cancelled.What));
        }

        var ahead = AskAgain.GivenUp(visit.Service, file, wanted, clock.GetCurrentInstant());
        if (ahead.Count > 0 && form[AskAgain.Sure] != AskAgain.Spelled(ahead))
        {
            return ask.Page(http, file, act, form, ahead, clock.GetCurrentInstant());
        }

        return await acts.Do(visit.Service, file.Case.Id, wanted, http.RequestAborted) switch
        {
            ActOutcome.Refused(var why) => await show.Show(http, id, StatusCodes.Status409Conflict, why),
            ActOutcome.NoSuchCase => pages.NotFound(visit),
            _ => new SeeOther(Next(visit, file.Case.Id, act, wanted, form)),
        };
    }

    public static bool NeedsMoreThanClinician(Act act) =>
        act is Act.KeyWorker or Act.Bar or Act.LiftBar or Act.PauseClocks or Act.ResumeClocks or Act.Reopen or Act.Find or Act.Vouch or Act.ReleaseMessages or Act.TakeOn or Act.NoReferral or Act.TakeBackNoReferral or Act.WhetherSeen or Act.Merge or Act.AreTwo or Act.TakeBackMerge;

    /// <summary>Why the other case cannot go on for both; null where it can.</summary>
    private async Task<string?> WhyNot(Visit visit, CaseFile file, Act.Merge merge, CancellationToken cancellation) =>
        (await cases.Read(visit.Service.Id, merge.Into, cancellation))?.File is not { Case: { State: CaseState.Open } record } into ? "The other case is not open, so it cannot go on for this child. Nothing was changed."
        : !SameChild.MayBeShownTogether(file.Case.Child, record.Child) ? "These two are not brought together here. Nothing was changed."
        : !ProposeMerge.Stands(record) ? "Nobody knows yet whether the other case comes from whom it names, so it cannot go on for this child. Nothing was changed."
        : file.Current is { State: AppointmentState.Held, Slot: { } here } && !(into.Current is { State: AppointmentState.Held, Slot: { } there } && there.Start <= here.Start)
            ? "This case has the earlier place. Merge the other way round, on the page of the other case. Nothing was changed."
            : null;

    private static string Next(Visit visit, CaseId id, string act, Act wanted, IFormCollection form)
    {
        var day = LocalDatePattern.Iso.Parse(form["day"].ToString());
        return (wanted, day.Success) switch
        {
            (Act.Outcome outcome, true) => $"/manage/{visit.Service.Id}?day={LocalDatePattern.Iso.Format(day.Value)}&said={id}.{outcome.Appointment}",
            (Act.UndoOutcome, true) => $"/manage/{visit.Service.Id}?day={LocalDatePattern.Iso.Format(day.Value)}",
            _ => $"/manage/{visit.Service.Id}/cases/{id}?done={act}",
        };
    }

    private static (Act? Act, string? Mistake) Read(Visit visit, string act, IFormCollection form)
    {
        var by = visit.Person.SignInName;
        var text = form["text"].ToString().Trim();
        if (text.Length > LongestText)
        {
            return (null, $"Use at most {LongestText.ToString(CultureInfo.InvariantCulture)} characters.");
        }

        LocalDate? on = LocalDatePattern.Iso.Parse(form["on"].ToString()).TryGetValue(default, out var day) ? day : null;
        var yes = form["yes"] == "yes";
        switch (act)
        {
            case "outcome":
                return Enum.TryParse<AppointmentOutcome>(form["what"].ToString(), out var what) && Enum.IsDefined(what)
                    ? (new Act.Outcome(form["appointment"].ToString(), what, text.Length == 0 ? null : text) { By = by }, null)
                    : (null, "Choose what became of it.");
            case "find-again":
                return (new Act.FindAgain(form["appointment"].ToString()) { By = by }, null);
            case "undo":
                return (new Act.UndoOutcome(form["appointment"].ToString()) { By = by }, null);
            case "key-worker":
                return (new Act.KeyWorker(form["clinician"].ToString(), text) { By = by }, null);
            case "contacts":
                return on is null ? NoDay() : int.TryParse(form["count"].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
                    ? (new Act.Contacts(on.Value, count) { By = by }, null)
                    : (null, $"Write how many contacts, from 0 to {RecordContacts.MostADay.ToString(CultureInfo.InvariantCulture)}.");
            case "plan":
                return on is null ? NoDay() : (new Act.Plan(on.Value) { By = by }, null);
            case "review":
                return on is null ? NoDay() : Enum.TryParse<ReviewOutcome>(form["what"].ToString(), out var came) && Enum.IsDefined(came)
                    ? (new Act.Reviewed(on.Value, came) { By = by }, null)
                    : (null, "Choose what the review came to.");
            case "conflict":
                return (new Act.Bar(form["clinician"].ToString(), text) { By = by }, null);
            case "no-conflict":
                return (new Act.LiftBar(form["clinician"].ToString()) { By = by }, null);
            case "placement":
                return on is null ? NoDay() : form["planned"].ToString() is "yes" or "no"
                    ? (new Act.Placement(on.Value, form["planned"] == "yes") { By = by }, null)
                    : (null, "Choose whether the move was planned.");
            case "check-contacts":
                return Enum.TryParse<ContactAnswer>(form["answer"].ToString(), out var answer) && Enum.IsDefined(answer)
                    ? (new Act.CheckContacts(answer, new(Short(form["name"]), Fields.ReferrerRole.Codes!.Contains(form["role"].ToString()) ? form["role"].ToString() : "other", EmailAddress.TryParse(form["email"].ToString()), null, null, Trusted: true)) { By = by }, null)
                    : (null, "Choose whom we write to.");
            case "pause":
                return on is null ? NoDay() : (new Act.PauseClocks(on.Value, text) { By = by }, null);
            case "resume":
                return on is null ? NoDay() : (new Act.ResumeClocks(on.Value) { By = by }, null);
            case "onward":
                return on is null ? NoDay() : (new Act.Onward(on.Value, text, yes) { By = by, ToKeepSafe = form["safe"] == "yes" }, null);
            case "close":
                return on is null ? NoDay() : Enum.TryParse<ClosureReason>(form["reason"].ToString(), out var reason) && Enum.IsDefined(reason)
                    ? (new Act.Close(on.Value, reason, yes) { By = by }, null)
                    : (null, "Choose why the case is closed.");
            case "reopen":
                return (new Act.Reopen(text) { By = by }, null);
            case "vouch":
                return on is null ? NoDay() : (new Act.Vouch(on.Value, text) { By = by }, null);
            case "take-on":
                return (new Act.TakeOn(text) { By = by }, null);
            case "take-alert":
                return (new Act.TakeAlert { By = by }, null);
            case "release-messages":
                return (new Act.ReleaseMessages(text) { By = by }, null);
            case "no-referral":
                return (new Act.NoReferral(text) { By = by }, null);
            case "take-back-no-referral":
                return (new Act.TakeBackNoReferral { By = by }, null);
            case "consent":
                return on is null ? NoDay() : !Enum.TryParse<ConsentGiver>(form["giver"].ToString(), out var giver) || !Enum.IsDefined(giver) ? (null, "Choose who agreed.")
                    : (new Act.GiveConsent(new(giver, giver == ConsentGiver.YoungPerson || text.Length == 0 ? null : text, on.Value, by)
                    {
                        Competence = giver == ConsentGiver.YoungPerson ? Said(form["competence"]) : null,
                        IsDelegated = giver == ConsentGiver.Carer && form["delegated"] == "yes",
                        SharedWith = Said(form["shared"]),
                    })
                    { By = by }, null);
            case "whether-seen":
                return on is null ? NoDay() : form["seen"].ToString() is "yes" or "no" ? (new Act.WhetherSeen(on.Value, form["seen"] == "yes", text) { By = by }, null) : (null, "Choose whether they were seen.");
            case "withdraw-consent":
                return on is null ? NoDay() : text.Length == 0 ? (null, "Write who said so, and why.") : (new Act.WithdrawConsent(on.Value, text) { By = by }, null);
            case "merge":
                return CaseId.TryParse(form["case"].ToString()) is { } into ? (new Act.Merge(into) { By = by }, null) : (null, "Choose the other case.");
            case "two-children":
                return CaseId.TryParse(form["case"].ToString()) is { } other ? (new Act.AreTwo(other) { By = by }, null) : (null, "Choose the other case.");
            case "take-back-merge":
                return (new Act.TakeBackMerge { By = by }, null);
            case "find":
                return form["place"].ToString() is { Length: > 0 } place
                    ? (new Act.Find(place == AnyPlace ? null : place) { By = by }, null)
                    : (null, "Choose a place, or the first that is free.");
            default:
                return AskingForm.Read(act, form, by, London.Day(visit.Now));
        }

        static string? Short(Microsoft.Extensions.Primitives.StringValues words) => words.ToString().Trim() is { Length: > 0 and <= 100 } kept ? kept : null;

        static string? Said(Microsoft.Extensions.Primitives.StringValues words) => words.ToString().Trim() is { Length: > 0 and <= LongestText } kept ? kept : null;

        static (Act?, string?) NoDay() => (null, "Choose a day.");
    }
}
