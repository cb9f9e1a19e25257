using Heldspace.Consent;
using Heldspace.Functions.Hosting;
using Heldspace.Functions.Tests.Drivers;
using Heldspace.Intake;
using Heldspace.Measures;
using Heldspace.Measures.Asking;
using Heldspace.Pathway;
using NodaTime;

namespace Heldspace.Functions.Tests.Journey;

/// <summary>A child whose assessment took place, and whom we asked how things are going.</summary>
internal static class HowItGoes
{
    public const string Young = "young@nhs.example";

    private const string Staff = "helen.marchbank@caring-to-care.example";

    /// <summary>Assessed, with consent, everybody's address known, and the first questions out.</summary>
    public static async Task<SystemUnderTest> ForBaseline(Func<Heldspace.Local.InProcessSettings, Heldspace.Local.InProcessSettings>? change = null)
    {
        var sut = await SystemUnderTest.Start(change);
        sut.Deliver(Mails.Complete(1));
        await sut.Run(Looking.Moment);
        var held = await sut.OnlyCase();
        sut.Clock.MoveTo(held.Current!.Slot!.End + Duration.FromMinutes(10));
        await Do(sut, new Act.Outcome(held.Current.Id, AppointmentOutcome.TookPlace) { By = Staff });
        await Do(sut, new Act.RecordRespondent(new(Roles.YoungPerson, "Kit", AskBy.Email, EmailAddress.Parse(Young))) { By = Staff });
        await Do(sut, new Act.GiveConsent(new(ConsentGiver.Authority, "Sam Fielding", Heldspace.Time.London.Day(sut.Clock.GetCurrentInstant()), Staff)) { By = Staff });

        // The next day, after school: what was missed in between comes late, as after an outage.
        sut.Clock.MoveTo(Heldspace.Time.London.At(Heldspace.Time.London.Day(sut.Clock.GetCurrentInstant()).PlusDays(1), new LocalTime(16, 0)));
        await sut.Run(Looking.Moment);
        return sut;
    }

    public static async Task Do(SystemUnderTest sut, Act act) =>
        (await sut.App<CaseActs>().Do(sut.Service, (await sut.OnlyCase()).Case.Id, act, default)).ShouldBeOfType<ActOutcome.Done>(act.ToString());

    public static async Task<Ask?> Ask(SystemUnderTest sut, string role) => (await sut.OnlyCase()).Asks.LastOrDefault(ask => ask.Respondent.Role == role);

    public static async Task<string> LinkOf(SystemUnderTest sut, string role)
    {
        var file = await sut.OnlyCase();
        var ask = file.Asks.LastOrDefault(ask => ask.Respondent.Role == role).ShouldNotBeNull();
        return $"/survey/{sut.Service.Id}/{sut.App<Links>().SurveyToken(file.Case, ask)}";
    }
}
