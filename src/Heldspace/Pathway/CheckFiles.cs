using Heldspace.Intake;
using Heldspace.Intake.Files;
using Heldspace.Messages;
using Heldspace.Services;
using NodaTime;
using static Heldspace.Pathway.PlannedMessage;

namespace Heldspace.Pathway;

/// <summary>Tells people what the scan for malware found in what came with a mail or form, and that it found nothing out.</summary>
public static class CheckFiles
{
    /// <summary>Looks after which nobody waits for a verdict any longer.</summary>
    public const int Most = 8;

    /// <summary>A scan takes seconds, rarely minutes.</summary>
    private static readonly Duration First = Duration.FromMinutes(2);

    private static readonly Duration Between = Duration.FromMinutes(15);

    /// <summary>When the n-th look comes, from 1.</summary>
    public static Instant LookAt(int look, Instant now) => now + (look == 1 ? First : Between);

    /// <summary>What one look finds.</summary>
    /// <param name="service">Whose.</param>
    /// <param name="file">The case that it came to.</param>
    /// <param name="intake">The mail or form.</param>
    /// <param name="verdicts">One for each file.</param>
    /// <param name="look">Which look it is, from 1.</param>
    /// <param name="now">When.</param>
    /// <returns>What people are told, null for nothing; and whether to look once more.</returns>
    public static (Change? Change, bool LookAgain) Decide(ServiceDefinition service, CaseFile file, IntakeId intake, IReadOnlyCollection<ScanVerdict> verdicts, int look, Instant now)
    {
        ArgumentNullException.ThrowIfNull(file);
        var told = file;
        if (verdicts.Contains(ScanVerdict.Malicious))
        {
            told = told.Plan(Tell($"harmful.{intake}", "A file that came with this would do harm to whoever opens it. It is not handed out here; please do not open it in the mailbox either, and tell whoever looks after your computers."));
        }

        var unknown = verdicts.Contains(ScanVerdict.Unknown);
        if (unknown && look >= Most)
        {
            told = told.Plan(Tell($"unchecked.{intake}", "Nobody can tell whether the files that came with this are safe: they were not checked in time, so they are not handed out. Please ask whoever looks after your computers."));
        }

        return (told.Messages.Length == file.Messages.Length ? null : Change.Of(told), unknown && look < Most);

        Message Tell(string n, string words) => Alert(Texts.AlertOther, n, service.Scheduler.Mailbox, AlertKinds.Other, words, now);
    }
}
