using Heldspace.Functions.Hosting;
using Heldspace.Functions.Tests.Drivers;
using Heldspace.Pathway;

namespace Heldspace.Functions.Tests.Reliability.Histories;

/// <summary>What families do by their links; now and then two of them at once.</summary>
internal sealed class FamilyDeeds(History history)
{
    private static readonly string[] Reasons = ["time", "place", "ill", "moved", "notWanted", "notNeeded", "other"];

    public IEnumerable<Deed> Draw(CaseFile file)
    {
        if (file.Appointments.Length == 0)
        {
            return [];
        }

        // Mostly the newest link, now and then an old one.
        var about = history.Random.Next(8) == 0 ? file.Appointments[history.Random.Next(file.Appointments.Length)] : file.Appointments[^1];
        return Enumerable.Range(0, history.Random.Next(4) == 0 ? 2 : 1).Select(_ => One(file, about)).ToList();
    }

    private Deed One(CaseFile file, Appointment appointment)
    {
        var (random, name) = (history.Random, $"{file.Case.Reference} {appointment.Id}");
        var choice = random.Next(9);
        var (why, next) = (Reasons[random.Next(Reasons.Length)], random.Next(2) == 0 ? "again" : "ring");
        return random.Next(7) switch
        {
            < 3 => new($"the family of {name} agrees", [file.Case.Id], () => Visit(file, appointment, "", async visitor =>
            {
                if (visitor.Source.Contains("/agree\"", StringComparison.Ordinal))
                {
                    await visitor.Send("/agree");
                }
            })),
            < 6 => new($"the family of {name} chooses place {choice}", [file.Case.Id], () => Visit(file, appointment, "/choose", async visitor =>
            {
                if (visitor.Choices("place") is { Count: > 0 } offers)
                {
                    await visitor.Send("/choose", ("place", offers[choice % offers.Count]));
                }
            })),
            _ => new($"the family of {name} cancels: {why}, {next}", [file.Case.Id], () => Visit(file, appointment, "/cancel", async visitor =>
            {
                if (visitor.Source.Contains("name=\"why\"", StringComparison.Ordinal))
                {
                    await visitor.Send("/cancel", ("why", why), ("next", next));
                }
            })),
        };
    }

    private async Task Visit(CaseFile file, Appointment appointment, string page, Func<Visitor, Task> act)
    {
        // Not disposed of: it would end the front that all share.
        var visitor = Visitor.Through(history.Front);
        await visitor.Open(history.App<Links>().AppointmentPath(file.Case, appointment.Id) + page);
        await act(visitor);
    }
}
