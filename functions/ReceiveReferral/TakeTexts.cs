using Heldspace.Azure.Records;
using Heldspace.Functions.Hosting;
using Heldspace.Intake;
using Heldspace.Pathway;
using Heldspace.Services;
using NodaTime;

namespace Heldspace.Functions.ReceiveReferral;

/// <summary>
/// Takes a text message to the case of whoever sent it: found by the number, as one of ours went there. STOP holds for every case with that number; anything else goes to the case that wrote there last.
/// Doing it again changes nothing. Removed last: its mark in <c>pending/</c>.
/// </summary>
internal sealed partial class TakeTexts(Cases cases, Lookups lookups, IntakeStore intake, CaseActs acts, ILogger<TakeTexts> logger)
{
    /// <returns>False where no case has sent anything to that number, and a person has to look at what it says.</returns>
    public async Task<bool> Take(ServiceDefinition service, IntakeId id, ReceivedReply text, CancellationToken cancellation)
    {
        var number = MobileNumber.Normal(text.From);
        var found = new List<CaseFile>();
        foreach (var known in await lookups.ByTexted(service.Id, number, cancellation))
        {
            if (await Standing(service, known, cancellation) is { } file && found.TrueForAll(other => other.Case.Id != file.Case.Id))
            {
                found.Add(file);
            }
        }

        // Once it was taken to one it stays there, whatever was written since.
        var about = text.IsStop ? found : [.. found.OrderByDescending(file => file.Case.Replies.Contains(id)).ThenByDescending(file => LastTexted(file, number)).Take(1)];
        if (about.Count == 0 && !text.IsStop)
        {
            return false;
        }

        foreach (var file in about)
        {
            Log.Taken(logger, id, file.Case.Id, text.IsStop);
            _ = await acts.Do(service, file.Case.Id, (current, now) => Task.FromResult<Ruling>(TakeText.Decide(service, current, id, text, now) is { } change ? new Ruling.Do(change) : new Ruling.Nothing()), cancellation);
        }

        await intake.Ignore(service.Id, id, about.Count == 0 ? "STOP from a number that nobody is written to at" : $"about {string.Join(", ", about.Select(file => file.Case.Reference))}", cancellation, about.FirstOrDefault()?.Case.Id);
        await intake.Done(service.Id, id, cancellation);
        return true;
    }

    /// <summary>The case; where it was merged into another, that one.</summary>
    private async Task<CaseFile?> Standing(ServiceDefinition service, CaseId id, CancellationToken cancellation)
    {
        var stored = await cases.Read(service.Id, id, cancellation);
        return stored?.File.Case.MergedInto is { } into ? (await cases.Read(service.Id, into.Case, cancellation))?.File : stored?.File;
    }

    private static Instant LastTexted(CaseFile file, string number) => file.Messages
        .Where(message => message is { TextTo: not null, ToStaff: false } && MobileNumber.Normal(message.TextTo) == number)
        .Select(message => message.SentAt ?? message.PlannedAt)
        .DefaultIfEmpty(Instant.MinValue)
        .Max();

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Text message {Intake} is about case {Case}; it ends text messages: {Stops}")]
        public static partial void Taken(ILogger logger, IntakeId intake, CaseId @case, bool stops);
    }
}
