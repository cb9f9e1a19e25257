using NodaTime;

namespace Heldspace.Intake;

/// <summary>
/// An appointment beside the pathway that is asked for otherwise than by mail or form: the authority's file says that a child entered care, or a colleague
/// writes down that somebody would like a consultation. Kept as it came, like a mail, and then opened like a referral.
/// </summary>
public sealed record AskedFor
{
    public const int CurrentSchema = 1;

    public int Schema { get; init; } = CurrentSchema;

    public required string Service { get; init; }

    /// <summary>The appointment kind, which is no step of the pathway.</summary>
    public required string Kind { get; init; }

    public required Channel Channel { get; init; }

    public required Instant ReceivedAt { get; init; }

    /// <summary>Whom it is about; nothing is known of anybody where a consultation is about no child in particular.</summary>
    public required Child Child { get; init; }

    /// <summary>Who hears of it.</summary>
    public required Referrer Referrer { get; init; }

    /// <summary>For a child who entered care; null otherwise.</summary>
    public LocalDate? EnteredCareOn { get; init; }

    public Referral AsReferral(IntakeId intake) => new()
    {
        Service = Service,
        Intake = intake,
        Channel = Channel,
        ReceivedAt = ReceivedAt,
        Referrer = Referrer,
        Children = [Child],
        Beside = Kind,
        EnteredCareOn = EnteredCareOn,
    };
}
