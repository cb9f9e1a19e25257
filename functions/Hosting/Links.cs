using System.Globalization;
using Heldspace.Azure.Records;
using Heldspace.Functions.Refer.Form;
using Heldspace.Intake;
using Heldspace.Measures.Asking;
using Heldspace.Messages;
using Heldspace.Pathway;
using Heldspace.Services;
using Microsoft.Extensions.Options;

namespace Heldspace.Functions.Hosting;

/// <summary>
/// Links to what a referrer may see and do: a secret of 256 bits that only this deployment can make, the same whenever it is made again, so that a
/// message written twice carries one link. Only its keyed hash is stored.
/// </summary>
internal sealed class Links(Keys keys, Lookups lookups, ServiceDefinitions services, IOptions<HostingOptions> options)
{
    private const string Receipt = "receipt";
    private const string Confirm = "confirm";
    private const string Meeting = "appointment";
    private const string Alert = "alert";
    private const string Survey = "survey";

    public string ReceiptToken(string service, IntakeId intake) => keys.Token(service, Receipt, intake.Text);

    public string ConfirmToken(string service, IntakeId intake) => keys.Token(service, Confirm, intake.Text);

    /// <summary>
    /// What an appointment's page is opened by: made from the appointment and from whom it is for, so that it opens nothing once the appointment is another
    /// one's to answer for.
    /// </summary>
    public string AppointmentToken(Case opened, string appointment) => keys.Token(opened.Service, Meeting, Bound(opened, appointment));

    public Task KeepAppointment(Case opened, string appointment, CancellationToken cancellation) =>
        lookups.KeepLink(opened.Service, Meeting, AppointmentToken(opened, appointment), opened.Id, appointment, cancellation);

    /// <summary>The appointment that a token of a service leads to; whether it is still for the same person is <see cref="IsFor(Case, string, string)"/>.</summary>
    public Task<(CaseId Case, string Appointment)?> FindAppointment(string service, string token, CancellationToken cancellation) =>
        lookups.AppointmentByLink(service, Meeting, token, cancellation);

    /// <summary>Whether a token was made for whoever answers for the case now.</summary>
    public bool IsFor(Case opened, string appointment, string token) => keys.IsToken(opened.Service, Meeting, Bound(opened, appointment), token);

    public string AppointmentPath(Case opened, string appointment) => $"/appointment/{opened.Service}/{AppointmentToken(opened, appointment)}";

    /// <summary>Makes the receipt link lead somewhere.</summary>
    public Task KeepReceipt(string service, IntakeId intake, CancellationToken cancellation) =>
        lookups.KeepLink(service, Receipt, ReceiptToken(service, intake), intake, cancellation);

    public Task KeepConfirm(string service, IntakeId intake, CancellationToken cancellation) =>
        lookups.KeepLink(service, Confirm, ConfirmToken(service, intake), intake, cancellation);

    /// <summary>
    /// Keeps the links of a referral once more where the keys have changed: a link is spelled with the current key, and one that was kept under the key
    /// before is spelled otherwise.
    /// </summary>
    public Task KeepAgain(CaseFile file, CancellationToken cancellation) => keys.Versions.Skip(1).Any()
        ? Task.WhenAll(
            KeepReceipt(file.Case.Service, file.Case.Id.Intake, cancellation),
            KeepConfirm(file.Case.Service, file.Case.Id.Intake, cancellation),
            Standing(file) is { } appointment ? KeepAppointment(file.Case, appointment.Id, cancellation) : Task.CompletedTask)
        : Task.CompletedTask;

    public Task<(ServiceDefinition Service, IntakeId Intake)?> FindReceipt(string token, CancellationToken cancellation) => Find(Receipt, token, cancellation);

    public Task<(ServiceDefinition Service, IntakeId Intake)?> FindConfirm(string token, CancellationToken cancellation) => Find(Confirm, token, cancellation);

    /// <summary>The links of a message about a case, kept where it is the only one that carries them.</summary>
    public async Task<MessageLinks> For(ServiceDefinition service, CaseFile file, Message message, CancellationToken cancellation)
    {
        var links = For(service, file);
        if (message is { Ask: { } id, ToStaff: false } && file.Asks.FirstOrDefault(ask => ask.Id == id) is { } ask)
        {
            var survey = SurveyToken(file.Case, ask);
            await lookups.KeepLink(service.Id, Survey, survey, file.Case.Id, ask.Id, cancellation);
            return links with { Survey = new Uri(Home(service), $"survey/{service.Id}/{survey}") };
        }

        if (message.Step is not { } step)
        {
            return links;
        }

        var token = AlertToken(file.Case, step);
        await lookups.KeepLink(service.Id, Alert, token, file.Case.Id, Step(step), cancellation);
        return links with { Acknowledge = new Uri(Home(service), $"acknowledge/{service.Id}/{token}") };
    }

    /// <summary>What the pages of an ask are opened by: made from it and from whom it is for.</summary>
    public string SurveyToken(Case opened, Ask ask) => keys.Token(opened.Service, Survey, $"{opened.Id}\n{ask.Id}\n{ask.BoundTo}");

    /// <summary>The ask that a token of a service leads to; null where it leads nowhere.</summary>
    public Task<(CaseId Case, string Ask)?> FindSurvey(string service, string token, CancellationToken cancellation) =>
        lookups.AppointmentByLink(service, Survey, token, cancellation);

    /// <summary>Whether a token was made for this ask and whom it is for.</summary>
    public bool IsFor(Case opened, Ask ask, string token) => keys.IsToken(opened.Service, Survey, $"{opened.Id}\n{ask.Id}\n{ask.BoundTo}", token);

    /// <summary>What whoever was told at a step of an alert says by that they have it.</summary>
    public string AlertToken(Case opened, int step) => keys.Token(opened.Service, Alert, $"{opened.Id}\n{Step(step)}");

    /// <summary>The case and the step that an alert's token leads to; null where it leads nowhere.</summary>
    public async Task<(CaseId Case, int Step)?> FindAlert(string service, string token, CancellationToken cancellation) =>
        await lookups.AppointmentByLink(service, Alert, token, cancellation) is var (id, step) && int.TryParse(step, CultureInfo.InvariantCulture, out var number) ? (id, number) : null;

    /// <summary>The links of a message about a case.</summary>
    public MessageLinks For(ServiceDefinition service, CaseFile file)
    {
        var (home, intake) = (Home(service), file.Case.Id.Intake);
        return new(
            new Uri(home, $"refer/receipt/{ReceiptToken(service.Id, intake)}"),
            new Uri(home, $"refer/confirm/{ConfirmToken(service.Id, intake)}"),
            Standing(file) is { } appointment ? new Uri(home, AppointmentPath(file.Case, appointment.Id)) : null,
            Case(service, file.Case.Id),
            Missing: MissingPath(service, file.Case) is { } missing ? new Uri(home, missing) : null);
    }

    /// <summary>Where whoever referred tells what is missing, under their receipt link; null where they are asked for nothing.</summary>
    public string? MissingPath(ServiceDefinition service, Case opened) => MissingPages.IsOpen(service, opened)
        ? string.Create(CultureInfo.InvariantCulture, $"/refer/receipt/{ReceiptToken(service.Id, opened.Id.Intake)}/missing/{opened.Id.Ordinal}")
        : null;

    /// <summary>The staff page of a case, for whoever signs in and may see it.</summary>
    public Uri Case(ServiceDefinition service, CaseId id) => new(Home(service), $"manage/{service.Id}/cases/{id}");

    /// <summary>The staff page of all cases.</summary>
    public Uri Cases(ServiceDefinition service) => new(Home(service), $"manage/{service.Id}/cases");

    /// <summary>The staff page of what needs a person.</summary>
    public Uri Work(ServiceDefinition service) => new(Home(service), $"manage/{service.Id}/work");

    /// <summary>The staff page that shows what came in, for whoever signs in and may see the case.</summary>
    public Uri Received(ServiceDefinition service, CaseId id) => new($"{Case(service, id)}/received");

    /// <summary>The staff page of an absence, for a scheduler or manager who signs in.</summary>
    public Uri Absence(ServiceDefinition service, string id) => new(Home(service), $"manage/{service.Id}/absences/{id}");

    /// <summary>The staff page of the forecast, for a manager who signs in.</summary>
    public Uri Forecast(ServiceDefinition service) => new(Home(service), $"manage/{service.Id}/forecast");

    /// <summary>The staff page of a file of the care population.</summary>
    public Uri Roster(ServiceDefinition service, IntakeId upload) => new(Home(service), $"manage/{service.Id}/roster/{upload}");

    private static string Step(int step) => step.ToString(CultureInfo.InvariantCulture);

    private Uri Home(ServiceDefinition service) => options.Value.PublicAddress ?? new Uri($"https://{service.Hosts[0]}/");

    private static Appointment? Standing(CaseFile file) =>
        file.Case.Provisional != Provisional.Unconfirmed && file.Current is { State: AppointmentState.Held } held ? held : null;

    /// <summary>One who gave no address has the receipt page, and comes from there.</summary>
    private static string Bound(Case opened, string appointment) => $"{opened.Id}\n{appointment}\n{opened.Referrer.Email?.Text ?? Receipt}";

    private async Task<(ServiceDefinition Service, IntakeId Intake)?> Find(string purpose, string token, CancellationToken cancellation)
    {
        foreach (var service in services.All)
        {
            if (await lookups.ByLink(service.Id, purpose, token, cancellation) is { } intake)
            {
                return (service, intake);
            }
        }

        return null;
    }
}
