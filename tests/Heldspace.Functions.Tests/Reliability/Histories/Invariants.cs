using Heldspace.Allocation;
using Heldspace.Azure.Records;
using Heldspace.Azure.Tables;
using Heldspace.Functions.AllocateAppointment;
using Heldspace.Pathway;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Functions.Tests.Reliability.Histories;

/// <summary>
/// What must hold whenever everything has come to rest, whatever anybody did: read from the store, the mailboxes and the calendars, past the app. Written without
/// the code that is judged, but for the keys of claimed cells and for <see cref="NextStep"/>.
/// </summary>
internal sealed class Invariants
{
    private readonly History history;
    private readonly IReadOnlyList<CaseFile> files;
    private readonly List<string> broken = [];

    private Invariants(History history, IReadOnlyList<CaseFile> files) => (this.history, this.files) = (history, files);

    private Instant Now => history.Now;

    private IEnumerable<(CaseFile File, Appointment Appointment)> All => files.SelectMany(file => file.Appointments.Select(appointment => (file, appointment)));

    /// <summary>Held, and yet to come.</summary>
    private IEnumerable<(CaseFile File, Appointment Appointment)> Ahead => All.Where(one => one.Appointment is { State: AppointmentState.Held, Slot: { } slot } && slot.End > Now);

    /// <summary>What is broken, in words; empty where all is well.</summary>
    public static async Task<IReadOnlyList<string>> Broken(History history)
    {
        var check = new Invariants(history, await history.Files());
        await check.NothingIsLost();
        await check.ClaimsAndAppointmentsAgree();
        check.EventsAndAppointmentsAgree();
        check.NobodySharesAPlace();
        await check.EverybodyHasANextStep();
        await check.EverybodyIsTold();
        await check.TheServiceMovesSparingly();
        check.broken.AddRange(history.Sut.Logs.Lines
            .Where(line => line.StartsWith("Error", StringComparison.Ordinal) && !line.Contains(nameof(ProcessDied), StringComparison.Ordinal) && !line.Contains(nameof(OperationCanceledException), StringComparison.Ordinal))
            .Select(line => $"logged: {line[..Math.Min(line.Length, 700)]}"));
        return check.broken;
    }

    private static string Name(CaseFile file, Appointment appointment) => $"{file.Case.Reference} {appointment.Id} ({appointment.State}, attempt {appointment.Attempt})";

    private async Task NothingIsLost()
    {
        if (await history.Unfinished() is { Length: > 0 } left)
        {
            broken.Add($"not quiet: {left}");
        }

        if (files.Count != history.Referred + history.ReferredAgain)
        {
            broken.Add($"{files.Count} cases of {history.Referred} children and {history.ReferredAgain} second referrals");
        }

        foreach (var (file, appointment) in All)
        {
            if (appointment.Move is not null || !appointment.Superseded.IsEmpty || appointment.State is AppointmentState.Wanted or AppointmentState.Proposing)
            {
                broken.Add($"{Name(file, appointment)} is still under way");
            }
        }

        foreach (var file in files)
        {
            broken.AddRange(file.Appointments
                .Where(appointment => appointment.State is not (AppointmentState.Over or AppointmentState.Released))
                .GroupBy(appointment => appointment.Kind)
                .Where(kind => kind.Count() > 1)
                .Select(kind => $"{file.Case.Reference} has {kind.Count()} appointments of kind {kind.Key} under way"));
        }

        var open = (await new OpenCases(history.System.Tables).Read(history.Service.Id, default)).Select(row => (row.Case, row.KeyWorker)).ToHashSet();
        foreach (var file in files)
        {
            if (file.Case.IsOver ? open.Any(row => row.Case == file.Case.Id) : !open.Contains((file.Case.Id, file.Case.KeyWorker)))
            {
                broken.Add($"{file.Case.Reference} is {file.Case.State} with key worker {file.Case.KeyWorker}, and the list of open cases says otherwise");
            }
        }
    }

    /// <summary>The cells of everything that stands, and one place of the weekly capacity each, and no other cell.</summary>
    private async Task ClaimsAndAppointmentsAgree()
    {
        var left = new Dictionary<(string Partition, string Row), Row>();
        await foreach (var row in history.System.Tables.Query(Slots.Table, RowFilter.Everything))
        {
            if (Cells.Read(row.RowKey) is not CellKey.Away)
            {
                left.Add((row.PartitionKey, row.RowKey), row);
            }
        }

        foreach (var (file, appointment) in All.Where(one => Stands(one.Appointment)))
        {
            var slot = appointment.Slot!;
            var partition = $"{history.Service.Id}:{history.Service.Allocation.Pool}:{LondonWeek.Of(slot.Start)}";
            var bearer = (file.Case.Id.Text, appointment.Id, appointment.Attempt);
            var missing = Cells.OfTime(slot).Where(cell => !left.Remove((partition, cell), out var row) || BearerOf(row) != bearer).ToList();
            var caps = left.Where(row => row.Key.Partition == partition && row.Key.Row.StartsWith($"cap:{slot.Clinician}:", StringComparison.Ordinal) && BearerOf(row.Value) == bearer).ToList();
            if (missing.Count > 0 || caps.Count != 1)
            {
                broken.Add($"{Name(file, appointment)} at {slot.Start} lacks {missing.Count} of its cells and has {caps.Count} places of the week's capacity");
            }

            caps.ForEach(cap => left.Remove(cap.Key));
        }

        foreach (var row in left.Values)
        {
            if (row.PartitionKey != $"{history.Service.Id}:unconfirmed")
            {
                broken.Add($"claim {row.RowKey} of {row.PartitionKey} is borne by nothing that stands: {BearerOf(row)}");
            }
            else if (!files.Any(file => file.Case is { Provisional: Provisional.Unconfirmed, State: CaseState.Open } && file.Case.Id.Text == BearerOf(row).Case))
            {
                broken.Add($"a place for unconfirmed forms is kept for nobody: {BearerOf(row)}");
            }
        }
    }

    /// <summary>What is held, and what was held until it was over.</summary>
    private static bool Stands(Appointment appointment) =>
        appointment is { State: AppointmentState.Held, Slot: not null } || appointment is { State: AppointmentState.Over, EventId: not null, Slot: not null };

    private void EventsAndAppointmentsAgree()
    {
        var standing = All.Where(one => Stands(one.Appointment)).ToDictionary(one => one.Appointment.EventId!);
        foreach (var member in history.Service.Team.Where(member => !history.GoneMailboxes.Contains(member.Mailbox.Text)))
        {
            var items = Calendar(member.Mailbox.Text);
            foreach (var item in items.Where(item => item.Marker is not null && !item.Marker.StartsWith("away:", StringComparison.Ordinal)))
            {
                if (!standing.TryGetValue(item.Id, out var its) || its.Appointment.Slot!.Clinician != member.Id)
                {
                    broken.Add($"an entry {item.Marker} stands with {member.Id} at {item.Time} for nothing that is held");
                }
                else if (item.Marker != EntryFor.Marker(its.File.Case.Id, its.Appointment.Id, its.Appointment.Attempt))
                {
                    broken.Add($"the entry of {Name(its.File, its.Appointment)} bears {item.Marker}");
                }
            }

            foreach (var (file, appointment) in Ahead.Where(one => one.Appointment.Slot!.Clinician == member.Id))
            {
                var (slot, its) = (appointment.Slot!, items.Where(item => item.Id == appointment.EventId).ToList());
                if (its is not [{ IsCancelled: false } found])
                {
                    broken.Add($"{Name(file, appointment)} has {its.Count} entries in the calendar of {member.Id}");
                    continue;
                }

                if (found.Time != slot.Meeting && !appointment.Warned.Any(key => key.StartsWith("impossible-", StringComparison.Ordinal)))
                {
                    broken.Add($"{Name(file, appointment)} is held at {slot.Meeting} and stands at {found.Time}, and nobody was told");
                }

                var over = items.Where(item => item is { Marker: null, IsBusy: true } && Overlap(item.Time, slot.Block)).ToList();
                if (over.Count > appointment.Warned.Count(key => key.StartsWith("over-", StringComparison.Ordinal)))
                {
                    broken.Add($"{Name(file, appointment)} at {slot.Meeting} has {over.Count} things over it, and nobody was warned: {over[0].Time}, created {over[0].Id}");
                }
            }
        }
    }

    /// <summary>As the calendars say: no two appointments of children in one diary or one room at one time, each with the time kept free around it.</summary>
    private void NobodySharesAPlace()
    {
        foreach (var ofOne in Ahead.GroupBy(one => one.Appointment.Slot!.Clinician))
        {
            Disjoint(ofOne.Key, ofOne.Select(one => (one.Appointment.Slot!.Block, Name(one.File, one.Appointment))));
        }

        // Where a clinician put one to an impossible time, people were told, and it may stand there still when the time held is over.
        var unfollowed = All.Where(one => one.Appointment.Warned.Any(key => key.StartsWith("impossible-", StringComparison.Ordinal))).Select(one => one.Appointment.EventId).ToHashSet();
        foreach (var member in history.Service.Team.Where(member => !history.GoneMailboxes.Contains(member.Mailbox.Text)))
        {
            Disjoint(member.Mailbox.Text, Calendar(member.Mailbox.Text)
                .Where(item => item is { Marker: not null, IsCancelled: false } && !item.Marker.StartsWith("away:", StringComparison.Ordinal) && item.Time.End > Now && !unfollowed.Contains(item.Id))
                .Select(item => (item.Time, item.Marker!)));
        }

        foreach (var room in history.Service.Rooms)
        {
            Disjoint(room.Id, Ahead.Where(one => one.Appointment.Slot!.Room == room.Id).Select(one => (one.Appointment.Slot!.Meeting, Name(one.File, one.Appointment))));
            Disjoint(room.Mailbox.Text, Calendar(room.Mailbox.Text).Where(item => item is { IsCancelled: false, IsBusy: true } && item.Time.End > Now).Select(item => (item.Time, item.ICalUId ?? "")));
        }

        void Disjoint(string whose, IEnumerable<(Interval Time, string What)> times)
        {
            var inOrder = times.OrderBy(time => time.Time.Start).ToList();
            for (var n = 1; n < inOrder.Count; n++)
            {
                if (Overlap(inOrder[n - 1].Time, inOrder[n].Time))
                {
                    broken.Add($"{whose} is taken twice: {inOrder[n - 1]} and {inOrder[n]}");
                }
            }
        }
    }

    /// <summary>A step that somebody takes, and what makes sure of it: a due row, a word to a person, or a day after which somebody hears of it.</summary>
    private async Task EverybodyHasANextStep()
    {
        var due = new HashSet<(string Kind, string Case, string N)>();
        await foreach (var row in history.System.Tables.Query(Due.Table, RowFilter.Everything))
        {
            due.Add((row.PartitionKey.Split(':')[1], row.RequireString("Case"), row.RequireString("N")));
        }

        foreach (var file in files.Where(file => !file.Case.IsOver))
        {
            var id = file.Case.Id.Text;
            var step = NextStep.Of(history.Service, file, Now);
            var sure = step?.Kind switch
            {
                null or StepKind.FindPlace => false,
                StepKind.ChooseAWayOut => due.Contains((DueKinds.PlaceSearch, id, file.Current!.Id)) && file.Messages.Any(message => message.Alert == "breach"),
                StepKind.RingAndChoose => due.Contains((DueKinds.ToRing, id, file.Current!.Id)),
                StepKind.Confirm => due.Any(row => row.Kind == DueKinds.HoldExpiry && row.Case == id),
                StepKind.WantAppointment => file.Appointments.Any(appointment => due.Contains((DueKinds.RingBack, id, appointment.Id))) || file.Messages.Any(message => message.ToStaff),
                StepKind.Meet => true,
                _ => step.By is not null,
            };
            if (!sure)
            {
                broken.Add($"{file.Case.Reference} ({file.Case.State}, {file.Current?.Id} {file.Current?.State}): {step?.Kind.ToString() ?? "no next step"}, and nothing makes sure of it");
            }
        }

        var away = new Away(await new Absences(history.System.Tables).All(history.Service.Id, default));
        foreach (var file in files)
        {
            broken.AddRange(Ahead.Where(one => one.File == file && BarClinician.IsBarred(file, one.Appointment.Slot!.Clinician)).Select(one => $"{Name(file, one.Appointment)} is held with somebody who must not see the child"));
            if (file.Case.KeyWorker is { } worker && BarClinician.IsBarred(file, worker))
            {
                broken.Add($"{file.Case.Reference} has a key worker who must not see the child");
            }

            // Each case is looked at once a week at the least, and the clock of a history leaps over some days.
            if (OverdueStep.Tell(history.Service, file, away, Now - Duration.FromDays(OverdueStep.MostDaysBetweenLooks + 3)) is { } unsaid)
            {
                broken.Add($"{file.Case.Reference}: nobody was told {unsaid.File.Messages[^1].About}");
            }
        }

        foreach (var (file, appointment) in Ahead.Where(one => one.File.Case.State == CaseState.Open))
        {
            var slot = appointment.Slot!;
            var reminded = London.At(WorkingDays.Of(history.Service).Before(London.Day(slot.Start), 2), new LocalTime(9, 0));
            if (reminded > Now && !due.Contains((DueKinds.AppointmentReminder, file.Case.Id.Text, $"{appointment.Id}.{appointment.Attempt}")))
            {
                broken.Add($"nobody will be reminded of {Name(file, appointment)}");
            }
        }
    }

    /// <summary>Each message once and no other; and where it stands is what they heard last.</summary>
    private async Task EverybodyIsTold()
    {
        var outbox = history.System.Tenant.Outbox.Select(mail => (mail.To, Subject: mail.Message["subject"]!.GetValue<string>(), Body: mail.Message["body"]!["content"]!.GetValue<string>())).ToList();
        var people = files.SelectMany(file => file.Messages).Select(message => message.To.Text).Distinct()
            .Where(address => history.System.Tenant.Mailboxes.Any(box => box.Address == address))
            .ToDictionary(address => address, address => history.System.Tenant.Messages(address).Where(mail => mail["meetingMessageType"] is null)
                .Select(mail => (Subject: mail["subject"]!.GetValue<string>(), Body: mail["body"]!["content"]!.GetValue<string>())).ToList());
        foreach (var file in files)
        {
            broken.AddRange(file.Messages.Where(message => message.State != MessageState.Sent && !history.GoneMailboxes.Contains(message.To.Text)).Select(message => $"{file.Case.Reference}: message {message.Id} is {message.State}"));
            broken.AddRange(file.Messages.Where(message => message.TextTo is not null && history.System.Texts.Sent.Count(text => text.Reference == $"{file.Case.Id}:{message.Id}") != 1)
                .Select(message => $"{message.Id} of {file.Case.Reference} is not one text message"));
            foreach (var to in file.Messages.Where(message => message.TextTo is null && !history.GoneMailboxes.Contains(message.To.Text)).GroupBy(message => message.To.Text))
            {
                var mails = people.TryGetValue(to.Key, out var inbox) ? inbox : outbox.Where(mail => mail.To == to.Key).Select(mail => (mail.Subject, mail.Body)).ToList();
                var got = mails.Count(mail => mail.Subject.Contains(file.Case.Reference.Text, StringComparison.Ordinal));
                if (got != to.Count(message => message.State == MessageState.Sent))
                {
                    broken.Add($"{to.Key} got {got} mails about {file.Case.Reference} instead of {to.Count()}: {string.Join(", ", to.Select(message => message.Id))}");
                }
            }

            var staff = file.Messages.Where(message => message.ToStaff).Select(message => message.To.Text).ToHashSet();
            await TheFamilyKnowsWhereItStands(file, [.. outbox.Where(mail => !staff.Contains(mail.To) && mail.Subject.Contains(file.Case.Reference.Text, StringComparison.Ordinal)).Select(mail => mail.Body)]);
        }
    }

    private async Task TheFamilyKnowsWhereItStands(CaseFile file, IReadOnlyList<string> bodies)
    {
        var happened = await history.Of(file.Case.Id);
        var theirs = happened.OfType<CaseEvent.Proposed>().Select(proposed => proposed.Slot.Start).Concat(happened.OfType<CaseEvent.MoveWanted>().Select(wanted => wanted.Move.Slot.Start)).ToHashSet();

        // By when somebody confirms or rings is told too: to the minute of the one, and at five for the other.
        var confirm = file.Case.ConfirmBy is { } by ? Instant.FromUnixTimeSeconds(by.ToUnixTimeSeconds() / 60 * 60) : Instant.MinValue;
        foreach (var body in bodies)
        {
            broken.AddRange(Moments.In(body).Where(moment => !theirs.Contains(moment) && moment != confirm && moment.InZone(London.Zone).TimeOfDay != new LocalTime(17, 0)).Select(moment => $"{file.Case.Reference} was told of {moment}, which was never theirs"));
        }

        if (file.Case is { State: CaseState.Open, Referrer.Email: not null } && file.Case.Provisional != Provisional.Unconfirmed
            && file.Current is { State: AppointmentState.Held, Slot: { } slot } current && slot.Start > Now
            && (bodies.Count == 0 || !bodies.Any(body => Moments.In(body).Contains(slot.Start))))
        {
            broken.Add($"{Name(file, current)}: its family was never told of {slot.Start}");
        }
    }

    /// <summary>After it was agreed the service gives an appointment another place once, and never within 48 hours of it.</summary>
    private async Task TheServiceMovesSparingly()
    {
        foreach (var file in files)
        {
            var happened = await history.Of(file.Case.Id);
            foreach (var appointment in file.Appointments)
            {
                Instant? stands = null, coming = null;
                var (agreed, moves) = (false, 0);
                foreach (var one in happened)
                {
                    switch (one)
                    {
                        case CaseEvent.Proposed proposed when proposed.Appointment == appointment.Id:
                            coming = proposed.Slot.Start;
                            break;
                        case CaseEvent.MoveWanted wanted when wanted.Appointment == appointment.Id:
                            coming = wanted.Move.Slot.Start;
                            moves += wanted.Move.By == MovedBy.Service && agreed ? 1 : 0;
                            break;
                        case CaseEvent.Held held when held.Appointment == appointment.Id:
                            stands = coming;
                            break;
                        case CaseEvent.Moved moved when moved.Appointment == appointment.Id:
                            (stands, agreed) = (coming, agreed || moved.By == MovedBy.Family);
                            break;
                        case CaseEvent.Agreed by when by.Appointment == appointment.Id:
                            agreed = true;
                            break;
                        case CaseEvent.PlaceLost lost when lost.Appointment == appointment.Id:
                            moves += agreed && !lost.ToRing ? 1 : 0;
                            if (!lost.ToRing && stands - lost.At < Duration.FromHours(48))
                            {
                                broken.Add($"{Name(file, appointment)} was offered again by itself {stands - lost.At} before it");
                            }

                            break;
                    }
                }

                if (moves > 1)
                {
                    broken.Add($"{Name(file, appointment)} was moved {moves} times by the service after it was agreed");
                }
            }
        }
    }

    private IReadOnlyList<StandingEvent> Calendar(string mailbox) => [.. history.System.Tenant.Events(mailbox).Select(StandingEvent.Of)];

    private static (string Case, string Appointment, int Attempt) BearerOf(Row row) => (row.RequireString("Case"), row.RequireString("Appointment"), row.RequireInt32("Attempt"));

    private static bool Overlap(Interval one, Interval other) => one.Start < other.End && other.Start < one.End;
}
