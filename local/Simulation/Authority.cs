using Heldspace.Intake;
using Heldspace.Pathway;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Local.Simulation;

/// <summary>
/// The authority whose children the service is for: its weekly list, the children who enter care and are offered a screening because of it, and what colleagues
/// do about the moves that it shows.
/// </summary>
internal sealed class Authority
{
    /// <summary>What is drawn for a child's screening hangs on numbers of their own.</summary>
    private const int FirstNumber = 1_000_000;

    private static readonly LocalTime Morning = new(8, 15);

    private readonly World world;
    private readonly RosterDoor door;
    private readonly Dictionary<string, Person> byNumber;
    private readonly Dictionary<string, ChildRun> screened = new(StringComparer.Ordinal);
    private readonly HashSet<(CaseId, LocalDate)> checking = [];

    public Authority(World world, CareConditions conditions)
    {
        this.world = world;
        door = new(world);
        Population = new(conditions, world.Draws, world.Drawn, world.Service, Simulated.First, world.Simulated.Days);
        byNumber = Population.People.ToDictionary(person => person.NhsNumber, StringComparer.Ordinal);
    }

    public Population Population { get; }

    public int ListsSent => door.Sent;

    /// <summary>Children for whom a screening case was opened, with whom they are.</summary>
    public IEnumerable<(Person Person, ChildRun Child)> Screened => screened.OrderBy(one => one.Value.N).Select(one => (byNumber[one.Key], one.Value));

    /// <summary>Mondays from the first day on, at a quarter past eight.</summary>
    public void SendLists()
    {
        for (var monday = Simulated.First; monday < world.Simulated.End; monday = monday.PlusWeeks(1))
        {
            var day = monday;
            world.At(London.At(day, Morning), () => door.Send(Population.ListOf(day), day));
        }
    }

    /// <summary>The child of a case that was opened because of the list; null for any other case.</summary>
    public ChildRun? ChildOf(Case record)
    {
        if (record.Channel != Channel.Roster || record.Child.KnownValue(Fields.NhsNumber) is not { } number || !byNumber.TryGetValue(number, out var person))
        {
            return null;
        }

        return screened.TryGetValue(number, out var child)
            ? child
            : screened[number] = new(FirstNumber + person.N, London.At(person.EnteredOn, LocalTime.Midnight), urgent: false, record.ReceivedAt);
    }

    /// <summary>After a move somebody rings round, the day after: whom to write to is still right, and now it is known whether the move was planned.</summary>
    public void See(ChildRun child, CaseFile file, Doors doors)
    {
        if (file.Case is not { ContactCheck: { Since: var since }, State: CaseState.Open } || !checking.Add((file.Case.Id, since)))
        {
            return;
        }

        var planned = world.Drawn.Share("moves that were planned", CareConditions.Planned, world.Draws.Share("planned", child.N, since) < CareConditions.Planned);
        world.At(London.At(WorkingDays.Of(world.Service).After(London.Day(world.Now), 1), new(10, 0)), () => doors.CheckContacts(child, since, planned));
    }
}
