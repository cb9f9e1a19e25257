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
        await sut.Run(held.Current!.Slot!.End - sut.Clock.GetCurrentInstant() + Duration.FromMinutes(10));
        await Do(sut, new Act.Outcome(held.Current.Id, AppointmentOutcome.TookPlace) { By = Staff });
        await Do(sut, new Act.RecordRespondent(new(Roles.YoungPerson, "Kit", AskBy.Email, EmailAddress.Parse(Young))) { By = Staff });
        await Do(sut, new Act.GiveConsent(new(ConsentGiver.Authority, "Sam Fielding", Heldspace.Time.London.Day(sut.Clock.GetCurrentInstant()), Staff)) { By = Staff });
        await sut.Run(Duration.FromHours(24));
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
