using System.Globalization;
using Heldspace.Azure.Records;
using Heldspace.Pathway;
using Heldspace.Roster;
using NodaTime;
using Spectre.Console;

namespace Heldspace.Local.Simulation;

/// <summary>What came of the authority's lists in a simulated year. All of it is synthetic.</summary>
/// <param name="Lists">How many were taken in, of those sent.</param>
/// <param name="Lines">Lines taken, of all lists.</param>
/// <param name="Problems">Lines with something wrong in them.</param>
/// <param name="Entered">Children whom a list named as having entered care.</param>
/// <param name="HadACase">Of these, who had an open case already, so that a person looked.</param>
/// <param name="Offered">Of these, who were offered a screening.</param>
/// <param name="Mean">Days from the entry to the screening that took place.</param>
/// <param name="Longest">Days from the entry to the first date offered, the longest.</param>
/// <param name="TookPlace">Screenings that took place.</param>
/// <param name="Late">First dates offered later than 28 days after the entry.</param>
/// <param name="Told">Of these, of which a person was told.</param>
/// <param name="Lost">Children who entered care and are nowhere, or whose open case has no next step.</param>
/// <param name="Moves">Changes of placement that stand on cases.</param>
/// <param name="Held">Appointments of screening cases, by clinician.</param>
public sealed record CareFigures(
    int Lists, int Sent, int Lines, int Problems, int Entered, int HadACase, int Offered, double Mean, int Longest, int TookPlace, int Late, int Told, int Lost, int Moves,
    IReadOnlyDictionary<string, int> Held)
{
    /// <summary>Null where no authority sends a list.</summary>
    public static async Task<CareFigures?> Of(World world, CancellationToken cancellation)
    {
        if (world.Authority is not { } authority)
        {
            return null;
        }

        var uploads = await world.System.App.GetRequiredService<Rosters>().All(world.Service.Id, cancellation);
        var (late, told, lost, moves) = (0, 0, 0, 0);
        var (waits, offers) = (new List<int>(), new List<int>());
        var held = new Dictionary<string, int>(StringComparer.Ordinal);
        var target = world.Service.Clocks.First(clock => clock.Kind == World.Screening).TargetDays;
        foreach (var (person, child) in authority.Screened)
        {
            var file = (await world.Cases.Read(world.Service.Id, child.Case!, cancellation))!.File;
            var step = child.Step(World.Screening);
            lost += file.Case.State == CaseState.Open && NextStep.Of(world.Service, file, world.Now) is null ? 1 : 0;
            if (step.FirstOffered is { } first)
            {
                offers.Add(Period.DaysBetween(person.EnteredOn, first));
            }

            if (step.TookPlace is { } took)
            {
                waits.Add(Period.DaysBetween(person.EnteredOn, took));
            }

            if (step.FirstOffered is null || step.FirstOffered > person.EnteredOn.PlusDays(target))
            {
                late++;
                told += file.Messages.Any(message => message.Alert == "breach") ? 1 : 0;
            }

            foreach (var appointment in file.Appointments)
            {
                if (appointment.Slot is { } slot && (appointment.State == AppointmentState.Held || appointment.Outcome?.What is AppointmentOutcome.TookPlace or AppointmentOutcome.NotBrought))
                {
                    held[slot.Clinician] = held.GetValueOrDefault(slot.Clinician) + 1;
                }
            }
        }

        foreach (var child in world.Everyone.Where(child => child.Case is not null))
        {
            moves += (await world.Cases.Read(world.Service.Id, child.Case!, cancellation))!.File.Case.PlacementMoves.Length;
        }

        // Named by a list: in care on a Monday on which one was sent, and entered no longer than 28 days before the first.
        var mondays = Enumerable.Range(0, authority.ListsSent).Select(week => Simulated.First.PlusWeeks(week)).ToList();
        var entered = authority.Population.People
            .Where(person => mondays.Exists(person.IsInCare) && person.EnteredOn >= Simulated.First.PlusDays(-target))
            .ToList();
        var known = authority.Screened.Select(one => one.Person.N).ToHashSet();
        var without = entered.Where(person => !known.Contains(person.N)).ToList();
        lost += without.Count(person => !authority.Population.WasReferred(person));
        return new(
            uploads.Count(upload => upload.State == RosterState.TakenIn), authority.ListsSent, uploads.Sum(upload => upload.Counts?.Lines ?? 0), uploads.Sum(upload => upload.Counts?.Problems ?? 0),
            entered.Count, without.Count(authority.Population.WasReferred), offers.Count, waits.Count == 0 ? 0 : Math.Round(waits.Average(), 2), offers.DefaultIfEmpty().Max(), waits.Count,
            late, told, lost, moves, held);
    }

    internal void Write(IAnsiConsole console)
    {
        var table = new Table().Title("The authority's list (synthetic)").AddColumns("Figure", "Simulated", "Aim");
        table.AddRow("lists taken in, of those sent; lines; with something wrong", F($"{Lists} of {Sent}; {Lines}; {Problems}"), "all");
        table.AddRow("children who entered care; of these with an open case already, which a person looks at", F($"{Entered}; {HadACase}"), "");
        table.AddRow("screenings offered; that took place", F($"{Offered}; {TookPlace}"), "");
        table.AddRow("days from entry to the screening that took place, mean", F($"{Mean:0.00}"), "28 or less");
        table.AddRow("days from entry to the first date offered, longest", F($"{Longest}"), "28 or less");
        table.AddRow("screenings offered after 28 days; of these a person was told", F($"{Late}; {Told}"), "all told");
        table.AddRow("children who entered care and were lost", F($"{Lost}"), "0");
        table.AddRow("moves that the list put on cases", F($"{Moves}"), "");
        console.Write(table);

        static string F(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
    }
}
