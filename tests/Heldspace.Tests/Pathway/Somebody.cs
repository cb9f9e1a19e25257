using System.Collections.Immutable;
using Heldspace.Allocation;
using Heldspace.Intake;
using Heldspace.Pathway;
using Heldspace.Services;
using Heldspace.Tests.Allocation;

namespace Heldspace.Tests.Pathway;

/// <summary>Referrals about an invented child. Names are such that they are found wherever they should not be.</summary>
internal static class Somebody
{
    /// <summary>Nothing that goes into a subject or a calendar may hold any of these.</summary>
    public static readonly string[] Canaries =
        ["Zebedee", "Quillfeather", "2014", "9990000018", "ZZ99 7QQ", "Hollybush", "Persimmon", "C2", "wetherby@", "07700 900900", "canary-note"];

    public static readonly Reference Reference = Reference.Of(12_345_678);

    public static readonly IntakeId Intake = IntakeId.Parse("20260915083000000-abcdefghijklmnop");

    public static readonly Referrer Known = new("Persimmon Wetherby", "socialWorker", EmailAddress.Parse("wetherby@nhs.example"), "07700 900900", "Hollybush House", Trusted: true);

    public static ImmutableSortedDictionary<string, Reading> Readings { get; } = Of(
        (Fields.GivenName, "Zebedee"), (Fields.FamilyName, "Quillfeather"), (Fields.DateOfBirth, "2014-05-06"), (Fields.NhsNumber, "9990000018"),
        (Fields.Category, "childInCare"), (Fields.LegalStatus, "C2"), (Fields.ResponsibleAuthority, "Cheshire West and Chester"),
        (Fields.LivesIn, "Cheshire West and Chester"), (Fields.PlacementPostcode, "ZZ99 7QQ"), (Fields.School, "Hollybush School"),
        (Fields.SafetyNote, "canary-note"), (Fields.Urgency, "routine"));

    public static ImmutableSortedDictionary<string, Reading> Of(params (Field Field, string Value)[] facts) =>
        facts.ToImmutableSortedDictionary(fact => fact.Field.Name, fact => Reading.Known(fact.Value, "test"), StringComparer.Ordinal);

    public static Referral Referral(Referrer? referrer = null, Channel channel = Channel.Mail, params (Field Field, string? Value)[] changes) => new()
    {
        Service = "caring-to-care",
        Intake = Intake,
        Channel = channel,
        ReceivedAt = Team.Now,
        Referrer = referrer ?? Known,
        Children = [new(1, changes.Aggregate(Readings, (readings, change) => change.Value is null
            ? readings.Remove(change.Field.Name)
            : readings.SetItem(change.Field.Name, Reading.Known(change.Value, "test"))))],
    };

    public static CaseFile Opened(ServiceDefinition service, Referral referral) => OpenCase.Decide(service, referral, referral.Children[0], Reference, Team.Now).File;

    public static CaseFile Proposed(ServiceDefinition service, CaseFile file, TakenTime? taken = null)
    {
        var need = HoldAppointment.Need(service, file, file.Current!, Team.Now);
        return HoldAppointment.Propose(file, file.Current!, HoldAppointment.Shortlist(Rank.Places(service, need, taken ?? Team.Nothing, Team.Now)), Team.Now).File;
    }

    public static CaseFile Held(ServiceDefinition service, CaseFile file, TakenTime? taken = null, params string[] waysOut)
    {
        var proposed = Proposed(service, file, taken);
        return HoldAppointment.Hold(service, proposed, proposed.Current!, "event-1", [.. waysOut], Team.Now).File;
    }
}
