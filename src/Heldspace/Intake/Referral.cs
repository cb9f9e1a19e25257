using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Heldspace.Safeguarding;
using NodaTime;

namespace Heldspace.Intake;

/// <summary>Where a referral came in.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Channel>))]
public enum Channel
{
    Mail,
    Form,

    /// <summary>The authority's weekly file of its care population.</summary>
    Roster,

    /// <summary>A colleague wrote it down on a staff page.</summary>
    Staff,

    /// <summary>A text message from a number that nobody was written to at.</summary>
    Text,
}

/// <summary>
/// The one shape that every mail and every form is turned into. One referral names one to many children; each becomes a case of its own.
/// </summary>
public sealed record Referral
{
    public const int CurrentSchema = 1;

    public int Schema { get; init; } = CurrentSchema;

    public required string Service { get; init; }

    public required IntakeId Intake { get; init; }

    public required Channel Channel { get; init; }

    /// <summary>When it reached the service. Every clock starts here, complete or not.</summary>
    public required Instant ReceivedAt { get; init; }

    public required Referrer Referrer { get; init; }

    /// <summary>At least one. A mail that names no child has one child of whom nothing is known.</summary>
    public required ImmutableArray<Child> Children { get; init; }

    /// <summary>The kind of appointment that is asked for beside the pathway: a screening, a consultation. Null for a referral to the service.</summary>
    public string? Beside { get; init; }

    /// <summary>When the child entered care, where that is why it came: then this clock counts from there.</summary>
    public LocalDate? EnteredCareOn { get; init; }

    /// <summary>The conversation of a mail, as the mail system names it; null where it names none.</summary>
    public string? Thread { get; init; }

    /// <summary>Whether it came from whom it names; a form is another matter, and is confirmed by a mailed link.</summary>
    public SenderVerdict Sender { get; init; }

    /// <summary>Whether so much came from its sender that nothing is answered to them by itself.</summary>
    public bool RepliesStopped { get; init; }

    /// <summary>Wording of immediate risk anywhere in it.</summary>
    public ImmutableArray<Concern> Concerns { get; init; } = [];

    /// <summary>Parts that nobody has read yet (a PDF, a scan), by a name safe to show. A person is told of each.</summary>
    public ImmutableArray<string> Unread { get; init; } = [];
}

/// <summary>One child as the referral tells of them.</summary>
/// <param name="Ordinal">Their place in the referral, from 1; with the intake it gives the case its id.</param>
/// <param name="Readings">Every field that was read, by <see cref="Field.Name"/>; a field that is not there is unknown.</param>
public sealed record Child(int Ordinal, ImmutableSortedDictionary<string, Reading> Readings)
{
    public Reading this[Field field] => Readings.GetValueOrDefault(field.Name, Reading.Unknown);

    /// <summary>The value where it is known or doubtful, else null.</summary>
    public string? Value(Field field) => this[field].Value;

    /// <summary>The value only where it is known plainly.</summary>
    public string? KnownValue(Field field) => this[field] is { Certainty: Certainty.Known } reading ? reading.Value : null;

    public Child With(Field field, Reading reading) => this with { Readings = Readings.SetItem(field.Name, reading) };

    public static Child Empty(int ordinal) => new(ordinal, ImmutableSortedDictionary.Create<string, Reading>(StringComparer.Ordinal));
}

/// <summary>Who referred, and how to answer them.</summary>
/// <param name="Name">As signed or sent; null where nobody can tell.</param>
/// <param name="Role">A code of <see cref="Fields.ReferrerRole"/>; null where nobody can tell.</param>
/// <param name="Email">Where answers go; null for a form without an address: then a person rings.</param>
/// <param name="Phone">As written.</param>
/// <param name="Organisation">As written.</param>
/// <param name="Trusted">
/// Whether the address is of a mail domain that the service trusts. Mail: the sender as delivered. Form: an address that anyone could type,
/// so that one outside the trusted domains is confirmed by a mailed link.
/// </param>
public sealed record Referrer(string? Name, string? Role, EmailAddress? Email, string? Phone, string? Organisation, bool Trusted);
