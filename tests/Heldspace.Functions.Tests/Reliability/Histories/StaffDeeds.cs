using Heldspace.Azure.Records;
using Heldspace.Functions.CoverAbsence;
using Heldspace.Functions.Hosting;
using Heldspace.Pathway;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Functions.Tests.Reliability.Histories;

/// <summary>What signed-in people say of cases and of clinicians' absences, through the doors behind the staff pages.</summary>
internal sealed class StaffDeeds(History history)
{
    private Random Random => history.Random;

    public IEnumerable<Deed> Draw(CaseFile file)
    {
        var today = London.Day(history.Now);
        var day = today.PlusDays(-Random.Next(3));
        var about = file.Appointments.Length == 0 ? null : Random.Next(5) == 0 ? file.Appointments[Random.Next(file.Appointments.Length)] : file.Appointments[^1];
        var who = history.Service.Team[Random.Next(history.Service.Team.Length)];
        var by = who.Mailbox.Text;
        var past = about?.Slot is { } slot && slot.Start <= history.Now;
        Act? act = Random.Next(34) switch
        {
            < 12 when past => new Act.Outcome(about!.Id, Random.Next(10) < 7 ? AppointmentOutcome.TookPlace : AppointmentOutcome.NotBrought) { By = by },
            < 4 when about is not null => new Act.Outcome(about.Id, (AppointmentOutcome)Random.Next(4)) { By = by },
            12 or 13 when about is not null => new Act.UndoOutcome(about.Id) { By = by },
            14 => new Act.KeyWorker(who.Id, "they know each other") { By = by },
            15 or 16 => new Act.Plan(day) { By = by },
            17 => new Act.Contacts(day, Random.Next(4)) { By = by },
            18 => new Act.Placement(day, Random.Next(2) == 0) { By = by },
            19 => new Act.PauseClocks(day, "the child is abroad") { By = by },
            20 => new Act.ResumeClocks(day) { By = by },
            21 => new Act.Onward(day, "specialist team", Random.Next(2) == 0) { By = by, ToKeepSafe = true },
            22 => new Act.Close(day, (ClosureReason)Random.Next(5), Random.Next(2) == 0) { By = by },
            23 or 24 => new Act.Reopen("closed too early") { By = by },
            25 or 26 => new Act.Reviewed(day, (ReviewOutcome)Random.Next(3)) { By = by },
            27 or 28 => new Act.Bar(about?.Slot?.Clinician ?? who.Id, "they are related") { By = by },
            29 => new Act.LiftBar(file.Case.Conflicts.Select(conflict => conflict.Clinician).FirstOrDefault() ?? who.Id) { By = by },
            30 or 31 when file.Case.MergedInto is not null => new Act.TakeBackMerge { By = by },
            30 or 31 when !file.Case.MaybeSame.IsEmpty => new Act.Merge(file.Case.MaybeSame[Random.Next(file.Case.MaybeSame.Length)].Case) { By = by },
            32 when !file.Case.MaybeSame.IsEmpty => new Act.AreTwo(file.Case.MaybeSame[Random.Next(file.Case.MaybeSame.Length)].Case) { By = by },
            _ => Find(file, by),
        };
        return act is null ? [] : [Do(file, act)];
    }

    /// <summary>Somebody is marked away, or what was marked is confirmed or undone.</summary>
    public async Task<IEnumerable<Deed>> Absence(IReadOnlyList<CaseFile> files)
    {
        var everybody = files.Select(file => file.Case.Id).ToList();
        var all = await new Absences(history.System.Tables).All(history.Service.Id, default);
        if (all.Length > 0 && Random.Next(3) > 0)
        {
            var absence = all[Random.Next(all.Length)];
            if (Random.Next(4) == 0)
            {
                var until = absence.Time.Start + Duration.FromHours(Random.Next(1, 24 * 8));
                return [new($"the absence of {absence.Clinician} ends at {until}", everybody, async () => await history.App<MarkAbsence>().EndAt(history.Service, absence.Id, until, default))];
            }

            return absence.State == AbsenceState.Proposed
                ? [new($"the absence of {absence.Clinician} is confirmed", everybody, async () => await history.App<MarkAbsence>().Confirm(history.Service, absence.Id, "scheduler", absence.Version, default))]
                : [new($"the absence of {absence.Clinician} is undone", everybody, async () => await history.App<MarkAbsence>().Undo(history.Service, absence.Id, "scheduler", default))];
        }

        var who = history.Service.Team[Random.Next(history.Service.Team.Length)].Id;
        var first = London.Day(history.Now).PlusDays(Random.Next(8));
        var (from, to) = all.Length > 0 && Random.Next(3) == 0 ? (all[0].First, all[0].Last) : (first, first.PlusDays(Random.Next(1, 12)));
        return [new($"{who} is marked away from {from} to {to}", everybody, async () => await history.App<MarkAbsence>().Mark(history.Service, who, from, to, "scheduler"))];
    }

    private Act Find(CaseFile file, string by)
    {
        var offers = file.Current?.Alternatives ?? [];
        return new Act.Find(offers.Length > 0 && Random.Next(4) > 0 ? offers[Random.Next(offers.Length)].Slot.Key() : null) { By = by };
    }

    private Deed Do(CaseFile file, Act act) => new(
        $"{file.Case.Reference}: {act}", [file.Case.Id], async () => await history.App<CaseActs>().Do(history.Service, file.Case.Id, act, default));
}
