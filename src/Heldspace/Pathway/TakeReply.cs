using System.Collections.Immutable;
using Heldspace.Intake;
using Heldspace.Intake.Matching;
using Heldspace.Intake.Text;
using Heldspace.Messages;
using Heldspace.Safeguarding;
using Heldspace.Services;
using static Heldspace.Pathway.PlannedMessage;

namespace Heldspace.Pathway;

/// <summary>
/// What a mail about a case changes, or answers to what was asked for as missing. Facts that were missing are taken from whoever referred, if the mail came from them; what stands is never overwritten, and
/// nothing that anybody else writes changes anything: a person reads it.
/// </summary>
public static class TakeReply
{
    /// <summary>Whoever wrote a mail, in place of a sign-in name.</summary>
    public const string By = "mail";

    /// <summary>Whether a mail is about another child than the case, whatever it quotes: the first names are plainly two.</summary>
    public static bool IsAboutAnother(Case record, Child said) => SameChild.HaveOtherNames(record.Child, said);

    /// <summary>Null where it was taken already.</summary>
    public static Change? Decide(ServiceDefinition service, CaseFile file, Reply reply, NodaTime.Instant now)
    {
        if (file.Case.Replies.Contains(reply.Intake))
        {
            return null;
        }

        var theirs = reply.Sender == SenderVerdict.Verified && (reply.ByForm || (reply.From is not null && reply.From == file.Case.Referrer.Email));
        var (child, added, differ) = theirs && file.Case.State is (CaseState.Open or CaseState.PossibleDuplicate) ? Filled(file.Case.Child, reply) : (file.Case.Child, [], []);
        var record = file.Case with
        {
            Child = child,
            Replies = file.Case.Replies.Add(reply.Intake),
            RepliesStopped = file.Case.RepliesStopped || (reply.RepliesStopped && theirs),
            Missing = added.IsEmpty ? file.Case.Missing : [.. Gaps.Of(child).Select(field => field.Name)],
            Unclear = added.IsEmpty ? file.Case.Unclear : [.. Gaps.Unclear(child).Select(field => field.Name)],
        };
        if (added.Contains(Fields.ReferrerName.Name) || added.Contains(Fields.ReferrerRole.Name))
        {
            record = record with { Referrer = record.Referrer with { Name = record.Referrer.Name ?? child.Value(Fields.ReferrerName), Role = record.Referrer.Role ?? child.Value(Fields.ReferrerRole) } };
        }

        var after = file with { Case = record };
        var happened = new List<CaseEvent> { new CaseEvent.Replied(reply.Intake, added, differ, theirs) { At = now } };
        if (!added.IsEmpty && record.AssessedAt is null && record.Provisional is Provisional.NeedsInformation && service.PurposeOf(record.Beside) != AppointmentPurpose.Consultation)
        {
            (after, var decided) = JudgeAgain.Of(service, after, "reply", now, byMail: !reply.ByForm);
            happened.AddRange(decided);
        }

        if (added.Contains(Fields.Interpreter.Name) && child.Value(Fields.Interpreter) == "yes")
        {
            after = after.Plan(PlanReferralMessages.Interpreter(service, now));
        }

        if (!reply.IsThanks || !reply.Unread.IsEmpty || !differ.IsEmpty)
        {
            after = after.Plan(Alert(
                Texts.AlertOther, $"reply.{reply.Intake}", service.Team.FirstOrDefault(member => member.Id == record.KeyWorker)?.Mailbox ?? service.Scheduler.Mailbox, AlertKinds.Other,
                InWords(theirs, added, differ, reply), now));
        }

        return ProposeMerge.NotWaiting(service, RaiseAlert.Add(service, file, Change.Of(after, happened), reply.Concerns, now), now);
    }

    /// <summary>
    /// What was missing or doubtful and is said plainly now; and what is said otherwise than it stands. Of what they were asked for in so many words the answer counts
    /// in place of what was doubtful, and a doubtful answer where there was none.
    /// </summary>
    private static (Child Child, ImmutableArray<string> Added, ImmutableArray<string> Differ) Filled(Child child, Reply reply)
    {
        var (added, differ) = (ImmutableArray.CreateBuilder<string>(), ImmutableArray.CreateBuilder<string>());
        foreach (var (name, reading) in reply.Said.Readings.Where(read => IsSaid(reply, read.Key, read.Value)))
        {
            var field = Fields.ByName[name];
            var known = child[field];
            if (known.Value is null || (known.Certainty == Certainty.Doubtful && reading.Certainty == Certainty.Known && (reply.ByForm || known.Value == reading.Value)))
            {
                child = child.With(field, reading);
                added.Add(name);
            }
            else if (known.Value != reading.Value && field.Codes is null && !Words.Fold(known.Value).Contains(Words.Fold(reading.Value!), StringComparison.Ordinal))
            {
                differ.Add(name);
            }
            else if (known.Value != reading.Value && field.Codes is not null)
            {
                differ.Add(name);
            }
        }

        return (child, added.ToImmutable(), differ.ToImmutable());
    }

    private static bool IsSaid(Reply reply, string name, Reading reading) => reading.Value is not null && (reply.ByForm || reading.Certainty == Certainty.Known)
        && (!name.StartsWith("referrer", StringComparison.Ordinal) || (reply.ByForm && (name == Fields.ReferrerName.Name || name == Fields.ReferrerRole.Name)));

    private static string InWords(bool theirs, ImmutableArray<string> added, ImmutableArray<string> differ, Reply reply)
    {
        var words = new List<string> { reply.ByForm ? theirs ? "Whoever referred has answered what we asked for. Please read it." : "Somebody answered what we had asked for, and nobody can tell whether it was whoever referred. Please read it. Nothing was changed by it." : theirs ? "Whoever referred has written again. Please read it." : "Somebody wrote about this who is not whoever referred, or nobody can tell. Please read it. Nothing was changed by it." };
        if (!added.IsEmpty)
        {
            words.Add($"Added from it: {string.Join(", ", Fields.InWords(added))}.");
        }

        if (!differ.IsEmpty)
        {
            words.Add($"Said otherwise than it stands, and not changed: {string.Join(", ", Fields.InWords(differ))}.");
        }

        if (!reply.Unread.IsEmpty)
        {
            words.Add($"Not read by the computer: {string.Join("; ", reply.Unread)}.");
        }

        return string.Join(' ', words);
    }
}
