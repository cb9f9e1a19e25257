using Heldspace.Allocation;
using Heldspace.Intake;
using NodaTime;

namespace Heldspace.Local.Simulation;

/// <summary>What will become of an appointment if nothing else ends it first.</summary>
public enum Fate
{
    TakesPlace,
    NotBrought,
    CancelledByFamily,
}

/// <summary>One child's way through the simulated service, as the world saw it.</summary>
public sealed class ChildRun(int n, Instant receivedAt, bool urgent, Instant? knownAt = null)
{
    public bool Urgent { get; } = urgent;

    /// <summary>From 1, in the order of arrival. What is drawn for a child hangs on it.</summary>
    public int N { get; } = n;

    /// <summary>From when the wait counts.</summary>
    public Instant ReceivedAt { get; } = receivedAt;

    /// <summary>When the service heard of the child: a list names children some days after they entered care, and nobody can be offered anything before.</summary>
    public Instant KnownAt { get; } = knownAt ?? receivedAt;

    public CaseId? Case { get; set; }

    /// <summary>By appointment kind.</summary>
    public Dictionary<string, Step> Steps { get; } = new(StringComparer.Ordinal);

    /// <summary>By appointment id.</summary>
    public Dictionary<string, Visit> Visits { get; } = new(StringComparer.Ordinal);

    public bool SupportedOnward { get; set; }

    public Step Step(string kind) => Steps.TryGetValue(kind, out var step) ? step : Steps[kind] = new();
}

/// <summary>One clock of a child: to the assessment, to the intervention.</summary>
public sealed class Step
{
    /// <summary>The day that was offered first of all, whatever became of it.</summary>
    public LocalDate? FirstOffered { get; set; }

    public LocalDate? TookPlace { get; set; }

    /// <summary>How many appointments the family has cancelled or missed; what is drawn for the next one hangs on it.</summary>
    public int Missed { get; set; }

    /// <summary>What became of each appointment that the family had a part in, in order.</summary>
    public List<Fate> Fates { get; } = [];

    /// <summary>Set while no diary has room.</summary>
    public bool WithoutPlace { get; set; }
}

/// <summary>One appointment as the world knows it.</summary>
public sealed class Visit(string id, string kind, int nth, Fate fate)
{
    public string Id { get; } = id;

    public string Kind { get; } = kind;

    /// <summary>How many of the kind the family had cancelled or missed before.</summary>
    public int Nth { get; } = nth;

    public Fate Fate { get; } = fate;

    /// <summary>Where it stands now; null once it has ended.</summary>
    public Slot? Slot { get; set; }

    public string? EventId { get; set; }

    /// <summary>Which attempt of the appointment stands.</summary>
    public int Attempt { get; set; }

    public Instant HeldAt { get; set; }

    /// <summary>The clinician will move it, once.</summary>
    public bool WillBeMoved { get; set; }

    /// <summary>By how many days the clinician put it off, for reasons of their own.</summary>
    public int PutOffBy { get; set; }

    public bool Ended { get; set; }
}
