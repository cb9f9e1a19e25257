using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Heldspace.Pathway;
using Heldspace.Services;
using Heldspace.Time;
using NodaTime;
using NodaTime.Text;

namespace Heldspace.Local.Reports;

/// <summary>What came of one child of one mail: one line of output.</summary>
public sealed record ChildLine
{
    private static readonly OffsetDateTimePattern Iso = OffsetDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm':'sso<+HH:mm>");

    /// <summary>Text stays as people wrote it; the lines are read by programs and on terminals, never inside HTML.</summary>
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The file's name.</summary>
    public required string Input { get; init; }

    /// <summary>accepted, charge, needsInformation, managerDecides, signposted, duplicate, quarantined, update, ignored; unsettled where it did not come to rest.</summary>
    public required string Outcome { get; init; }

    public string? Reference { get; init; }

    public required string Service { get; init; }

    /// <summary>Why it was decided so.</summary>
    public string? Reason { get; init; }

    public string? Signpost { get; init; }

    public AppointmentLine? Appointment { get; init; }

    public bool Provisional { get; init; }

    /// <summary>Names of needed fields that are not known.</summary>
    public ImmutableArray<string> Missing { get; init; } = [];

    /// <summary>What staff were told.</summary>
    public ImmutableArray<AlertLine> Alerts { get; init; } = [];

    /// <summary>What was read; null where absent or invalid.</summary>
    public ImmutableSortedDictionary<string, string?> Fields { get; init; } = ImmutableSortedDictionary<string, string?>.Empty;

    /// <summary>Mail to people outside the team.</summary>
    public ImmutableArray<MessageLine> Messages { get; init; } = [];

    /// <summary>Calendar days from receipt to the appointment, for the summary only.</summary>
    [JsonIgnore]
    public int? WaitingDays { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    public static ChildLine Of(string input, ServiceDefinition service, CaseFile file)
    {
        var opened = file.Case;
        var held = file.Current is { State: AppointmentState.Held, Slot: { } slot } ? slot : null;
        return new()
        {
            Input = input,
            Outcome = opened.State == CaseState.Quarantined ? "quarantined" : opened.State is CaseState.PossibleDuplicate or CaseState.Merged ? "duplicate" : opened.Eligibility.Outcome switch
            {
                Eligibility.Outcome.Eligible => "accepted",
                Eligibility.Outcome.Charge => "charge",
                Eligibility.Outcome.NeedsInformation => "needsInformation",
                Eligibility.Outcome.ManagerDecides => "managerDecides",
                _ => "signposted",
            },
            Reference = opened.Reference.Text,
            Service = service.Id,
            Reason = opened.Eligibility.Reason,
            Signpost = opened.Eligibility.Signpost,
            Appointment = held is null ? null : new(
                service.Team.First(member => member.Id == held.Clinician).Name,
                InLondon(held.Start),
                InLondon(held.End),
                service.Places.First(place => place.Id == held.Place).Name),
            Provisional = opened.Provisional != Pathway.Provisional.No,
            Missing = opened.Missing,
            Alerts = [.. file.Messages.Where(message => message.Alert is not null)
                .GroupBy(message => (message.Alert, message.To, Which: message.Step is null ? message.Id : ""))
                .Select(told => new AlertLine(told.Key.Alert!, told.Key.To.Text, [.. told.Select(message => message.TextTo is null ? "email" : "text").Order(StringComparer.Ordinal)]))],
            Fields = Intake.Fields.All.ToImmutableSortedDictionary(field => field.Name, field => opened.Child.Value(field), StringComparer.Ordinal),
            Messages = [.. file.Messages.Where(message => !message.ToStaff && message.State == MessageState.Sent).Select(message => new MessageLine(message.To.Text, message.Kind, message.Subject ?? ""))],
            WaitingDays = held is null ? null : Period.DaysBetween(London.Day(opened.ReceivedAt), London.Day(held.Start)),
        };
    }

    public static string InLondon(Instant instant) => Iso.Format(instant.InZone(London.Zone).ToOffsetDateTime());
}

public sealed record AppointmentLine(string Clinician, string Start, string End, string Place);

public sealed record AlertLine(string Kind, string To, ImmutableArray<string> Channels);

public sealed record MessageLine(string To, string Kind, string Subject);
