using System.Collections.Immutable;
using Heldspace.Consent;
using Heldspace.Intake;
using Heldspace.Measures;
using Heldspace.Measures.Asking;
using Heldspace.Pathway;
using Heldspace.Services;
using Heldspace.Tests.Pathway;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Tests.Measures.Asking;

/// <summary>Cases of which something is asked, and a clock that goes on through whatever is due.</summary>
internal static class AskingCases
{
    public const string Staff = "helen.marchbank@caring-to-care.example";

    public static ServiceDefinition Service => Acting.Service;

    public static MeasureFiles Measures { get; } = MeasureFiles.ReadShipped().OrThrow();

    /// <summary>Assessed, with consent and everybody's address known.</summary>
    public static CaseFile Assessed(LocalDate? born = null)
    {
        var file = Acting.Held();
        var now = file.Evening();
        file = file with { Case = file.Case with { Child = file.Case.Child.With(Fields.DateOfBirth, Reading.Known(NodaTime.Text.LocalDatePattern.Iso.Format(born ?? new(2014, 5, 6)), "test")) } };
        file = file.Do(file.Say(AppointmentOutcome.TookPlace), now);
        file = Heard(file, now, Roles.YoungPerson, "young@nhs.example");
        file = Heard(file, now, Roles.Carer, "carer@nhs.example");
        return file.Do(new Act.GiveConsent(new(ConsentGiver.Authority, "Persimmon Wetherby", London.Day(now), Staff)) { By = Staff }, now);
    }

    public static CaseFile Heard(CaseFile file, Instant now, string role, string address) =>
        file.Do(new Act.RecordRespondent(new(role, "Sam", AskBy.Email, EmailAddress.Parse(address))) { By = Staff }, now);

    public static WhatToAsk Look(this CaseFile file, Instant now) => AskHowItGoes.Decide(Service, Measures, file, now);

    /// <summary>Looks whenever there may be something to do, until a moment; what was to be sent is out at once.</summary>
    public static CaseFile Until(this CaseFile file, Instant from, Instant until, List<(Instant At, Message Message)>? sent = null)
    {
        for (var now = from; now <= until;)
        {
            var what = file.Look(now);
            if (what.Change is { } change)
            {
                sent?.AddRange(change.File.Messages.Where(message => file.Messages.All(other => other.Id != message.Id)).Select(message => (now, message)));
                file = change.File;
                continue;
            }

            if (what.LookOn is not { } next || next > until)
            {
                return file;
            }

            next.ShouldBeGreaterThan(now, "a look that leads nowhere would go on for ever");
            now = next;
        }

        return file;
    }

    public static ImmutableArray<string> Opened(this CaseFile file) => [.. file.Asks.Select(ask => ask.Id).Order(StringComparer.Ordinal)];
}
