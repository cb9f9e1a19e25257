using System.Globalization;
using Heldspace.Allocation;
using Heldspace.Pathway;
using Heldspace.Services;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Functions.Tests.Reliability;

/// <summary>
/// Holds what was left behind against what must hold whatever happened: every referral once, with one place, one event, one set of messages, and nothing
/// besides. Written without the code that is judged, except for the keys of claimed cells.
/// </summary>
internal static class Verdict
{
    /// <summary>What is wrong, in words; empty where all is well.</summary>
    /// <param name="senders">The address that each accepted referral came from, one for each.</param>
    /// <param name="fromMail">How many of them came by mail.</param>
    /// <param name="mailsEach">How many mails each of them is sent in the end.</param>
    public static IReadOnlyList<string> On(Aftermath after, IReadOnlyCollection<string> senders, int fromMail, int mailsEach = 1)
    {
        var wrong = new List<string>();
        Expect(wrong, "cases", senders.Count, after.Cases.Count);
        Expect(wrong, "marks in pending", 0, after.Pending);
        Expect(wrong, "messages in queues", 0, after.Queued);
        Expect(wrong, "drafts", 0, after.Drafts);
        Expect(wrong, "mails in the inbox", 0, after.Inbox);
        Expect(wrong, "mails in Processed", fromMail, after.Processed);
        wrong.AddRange(after.DeadLetters.Select(letter => $"dead letter {letter}"));
        foreach (var file in after.Cases)
        {
            Settled(wrong, file);
        }

        Events(wrong, after);
        Claims(wrong, after);
        Overlaps(wrong, after);
        Messages(wrong, after, senders, mailsEach);
        var held = after.Held.ToList();
        Expect(wrong, "reminders due or sent", held.Count, after.RemindersDue.Count + after.Cases.Sum(file => file.Messages.Count(message => message.Kind == Services.Texts.Reminder)));
        Expect(wrong, "facts of holding", held.Count, after.Facts.Count(fact => fact.GetString("Kind") == "held"));
        Expect(wrong, "facts of receiving", senders.Count, after.Facts.Count(fact => fact.GetString("Kind") == "received"));
        return wrong;
    }

    private static void Settled(List<string> wrong, CaseFile file)
    {
        if (file.Appointments.Length != 1 || file.Appointments[0].State is not (AppointmentState.Held or AppointmentState.NoPlace))
        {
            wrong.Add($"case {file.Case.Id} has {file.Appointments.Length} appointments, the first {file.Appointments.FirstOrDefault()?.State}");
        }

        wrong.AddRange(file.Appointments.Where(appointment => !appointment.Superseded.IsEmpty).Select(appointment => $"case {file.Case.Id} has yet to give up an earlier attempt"));
        wrong.AddRange(file.Messages.Where(message => message.State != MessageState.Sent).Select(message => $"case {file.Case.Id}, message {message.Id} is {message.State}"));
    }

    /// <summary>One event of ours per held appointment in the clinician's calendar, one copy with the scheduler and one with the room.</summary>
    private static void Events(List<string> wrong, Aftermath after)
    {
        var standing = after.Service.Team
            .SelectMany(member => after.Calendars[member.Mailbox.Text].Where(item => item.Marker is not null).Select(item => (member.Id, Event: item)))
            .ToList();
        foreach (var (file, appointment) in after.Held)
        {
            var slot = appointment.Slot!;
            var its = standing.Where(item => item.Event.Marker!.StartsWith($"{file.Case.Id}:", StringComparison.Ordinal)).ToList();
            if (its is not [var (clinician, found)] || clinician != slot.Clinician || found.Id != appointment.EventId || found.Time != slot.Meeting || found.IsCancelled)
            {
                wrong.Add($"case {file.Case.Id} has {its.Count} events, or not the one that it should have");
                continue;
            }

            var guests = new List<string> { after.Service.Scheduler.Mailbox.Text };
            if (slot.Room is { } room)
            {
                guests.Add(after.Service.Rooms.Single(other => other.Id == room).Mailbox.Text);
            }

            foreach (var guest in guests)
            {
                var copies = after.Calendars[guest].Where(item => item.ICalUId == found.ICalUId).ToList();
                if (copies is not [{ IsCancelled: false } copy] || copy.Time != found.Time)
                {
                    wrong.Add($"case {file.Case.Id} has {copies.Count} invitations in the calendar of {guest}");
                }
            }
        }

        Expect(wrong, "events of ours", after.Held.Count(), standing.Count);
        Expect(wrong, "events with the scheduler", after.Held.Count(), after.Calendars[after.Service.Scheduler.Mailbox.Text].Count);
    }

    /// <summary>The cells of every held place and one place of the weekly capacity each, and no other cell.</summary>
    private static void Claims(List<string> wrong, Aftermath after)
    {
        var left = after.Claims.ToDictionary(row => (row.PartitionKey, row.RowKey));
        foreach (var (file, appointment) in after.Held)
        {
            var slot = appointment.Slot!;
            var partition = $"{after.Service.Id}:{after.Service.Allocation.Pool}:{LondonWeek.Of(slot.Start)}";
            var bearer = (file.Case.Id.Text, appointment.Id, appointment.Attempt);
            var missing = Cells.OfTime(slot).Count(cell => !left.Remove((partition, cell), out var row) || Bearer(row) != bearer);
            var caps = left.Values.Where(row => row.PartitionKey == partition && row.RowKey.StartsWith($"cap:{slot.Clinician}:", StringComparison.Ordinal) && Bearer(row) == bearer).ToList();
            if (missing > 0 || caps.Count != 1)
            {
                wrong.Add($"case {file.Case.Id} lacks {missing} of its cells and has {caps.Count} places of the week's capacity");
            }

            caps.ForEach(cap => left.Remove((cap.PartitionKey, cap.RowKey)));
        }

        wrong.AddRange(left.Values.Select(row => $"claim {row.RowKey} of {row.PartitionKey} is borne by nothing that is held: {Bearer(row)}"));
    }

    /// <summary>No two places of a clinician or a room, buffers included, share a minute, and none shares one with what people put into their calendars.</summary>
    private static void Overlaps(List<string> wrong, Aftermath after)
    {
        var taken = after.Held.SelectMany(held => Taken(after.Service, held.Appointment)).ToList();
        foreach (var resource in taken.GroupBy(item => item.Mailbox))
        {
            var others = after.Calendars[resource.Key].Where(item => item is { Marker: null, IsBusy: true } && !taken.Exists(one => one.Mailbox == resource.Key && one.Meeting == item.Time)).Select(item => item.Time);
            var inOrder = resource.Select(item => item.Block).Concat(others.Where(time => resource.Any(item => Overlap(item.Block, time)))).OrderBy(time => time.Start).ToList();
            for (var i = 1; i < inOrder.Count; i++)
            {
                if (Overlap(inOrder[i - 1], inOrder[i]))
                {
                    wrong.Add($"{resource.Key} is taken twice: {inOrder[i - 1]} and {inOrder[i]}");
                }
            }
        }
    }

    private static IEnumerable<(string Mailbox, Interval Block, Interval Meeting)> Taken(ServiceDefinition service, Appointment appointment)
    {
        var slot = appointment.Slot!;
        var place = service.Places.Single(other => other.Id == slot.Place);
        var kind = service.AppointmentKinds.Single(other => other.Id == appointment.Kind);
        var around = Duration.FromMinutes((int)Math.Ceiling((kind.BufferMinutes + place.TravelMinutes) / 15m) * 15);
        yield return (service.Team.Single(member => member.Id == slot.Clinician).Mailbox.Text, new(slot.Start - around, slot.End + around), slot.Meeting);
        if (slot.Room is { } room)
        {
            yield return (service.Rooms.Single(other => other.Id == room).Mailbox.Text, slot.Meeting, slot.Meeting);
        }
    }

    /// <summary>Each referrer has exactly one mail, with the reference; each manager one alert for each case that has no place in time.</summary>
    private static void Messages(List<string> wrong, Aftermath after, IReadOnlyCollection<string> senders, int mailsEach)
    {
        foreach (var sender in senders)
        {
            var mails = after.Sent.Where(mail => mail.To == sender).Select(mail => mail.Message["subject"]!.GetValue<string>()).ToList();
            var files = after.Cases.Where(file => file.Case.Referrer.Email?.Text == sender).ToList();
            if (files is not [var file] || mails.Count != mailsEach || mails.Distinct().Count() != mailsEach || !mails.TrueForAll(subject => subject.Contains(file.Case.Reference.Text, StringComparison.Ordinal)))
            {
                wrong.Add($"{sender} has {files.Count} cases and {mails.Count} mails");
            }
        }

        Expect(wrong, "mails out of the house", senders.Count * mailsEach, after.Sent.Count);
        foreach (var file in after.Cases)
        {
            var escalated = file.Messages.Any(message => message.Alert == "breach");
            var late = file.Current is not { State: AppointmentState.Held, Slot: { } slot }
                || London.Day(slot.Start) > London.Day(file.Case.ReceivedAt).PlusDays(after.Service.AssessmentClock.TargetDays);
            if (escalated != late)
            {
                wrong.Add($"case {file.Case.Id} is {(late ? "not " : "")}escalated and {(late ? "should" : "should not")} be");
            }

            foreach (var alert in file.Messages.Where(message => message.ToStaff).GroupBy(message => message.To.Text))
            {
                var told = after.Inboxes[alert.Key].Count(mail => mail["subject"]!.GetValue<string>().Contains(file.Case.Reference.Text, StringComparison.Ordinal) && mail["meetingMessageType"] is null);
                Expect(wrong, $"alerts of {file.Case.Id} to {alert.Key}", alert.Count(), told);
            }
        }
    }

    private static (string Case, string Appointment, int Attempt) Bearer(Azure.Tables.Row row) =>
        (row.RequireString("Case"), row.RequireString("Appointment"), row.RequireInt32("Attempt"));

    private static bool Overlap(Interval one, Interval other) => one.Start < other.End && other.Start < one.End;

    private static void Expect(List<string> wrong, string what, int wanted, int found)
    {
        if (wanted != found)
        {
            wrong.Add(string.Create(CultureInfo.InvariantCulture, $"{what}: {found} instead of {wanted}"));
        }
    }
}
