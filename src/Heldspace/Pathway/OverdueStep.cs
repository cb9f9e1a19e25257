using System.Globalization;
using Heldspace.Intake;
using Heldspace.Services;
using Heldspace.Time;
using NodaTime;
using NodaTime.Text;

namespace Heldspace.Pathway;

/// <summary>
/// A step whose day has come and that nobody has taken: its owner is told, once for each occasion, and the managers five working days later if it still
/// stands. Steps of the service and of whoever referred are told to the scheduler.
/// </summary>
public static class OverdueStep
{
    /// <summary>Working days after its day on which the owner is told; schedulers and managers, who plan the work, on the day itself.</summary>
    public const int Patience = 2;

    /// <summary>Working days after the owner was told on which the managers are.</summary>
    public const int UntilManagers = 5;

    /// <summary>No case is looked at less often: people come and go without anything being said of the case.</summary>
    public const int MostDaysBetweenLooks = 7;

    private enum Telling
    {
        /// <summary>Whose step it is.</summary>
        Owner,

        /// <summary>It still stands.</summary>
        Managers,
    }

    /// <summary>What is to be said now; null where it is not time, or was said.</summary>
    public static Change? Tell(ServiceDefinition service, CaseFile file, Away away, Instant now) =>
        NextStep.Of(service, file, now, away) is { } step && Next(service, file, step) is { } next && next.On <= London.Day(now)
            ? Change.Of(file.Plan(Messages(service, file, step, next.Telling, now)))
            : null;

    /// <summary>The next day on which there may be something to say, after today.</summary>
    public static LocalDate LookOn(ServiceDefinition service, CaseFile file, Away away, Instant now)
    {
        var (tomorrow, latest) = (London.Day(now).PlusDays(1), London.Day(now).PlusDays(MostDaysBetweenLooks));
        return NextStep.Of(service, file, now, away) is { } step && Next(service, file, step) is { } next ? LocalDate.Max(tomorrow, LocalDate.Min(next.On, latest)) : latest;
    }

    /// <summary>What would be said of a step next, and on which day; null where nothing is left to say.</summary>
    private static (Telling Telling, LocalDate On)? Next(ServiceDefinition service, CaseFile file, NextStep step)
    {
        // Of these people hear already: every working morning, or until somebody has it.
        if (step.Kind is StepKind.RingAndChoose or StepKind.LookAtRisk || step.By is not { } by)
        {
            return null;
        }

        var workingDays = WorkingDays.Of(service);
        if (Said(file, step, Telling.Owner) is { } first)
        {
            return Said(file, step, Telling.Managers) is null ? (Telling.Managers, workingDays.After(London.Day(first.PlannedAt), UntilManagers)) : null;
        }

        // Of what nobody has recorded the scheduler and the managers hear at the end of that day, from the day lists.
        return step.Kind == StepKind.RecordOutcome ? (Telling.Managers, workingDays.After(by, UntilManagers))
            : (Telling.Owner, step.Owner is StepOwner.Scheduler or StepOwner.Manager ? workingDays.OnOrAfter(by) : workingDays.After(by, Patience));
    }

    private static Message? Said(CaseFile file, NextStep step, Telling telling)
    {
        var start = $"{Texts.StepOverdue}.{Id(step, telling)}.";
        return file.Messages.FirstOrDefault(message => message.Id.StartsWith(start, StringComparison.Ordinal))
            ?? (telling == Telling.Owner && step.Kind == StepKind.RecordOutcome ? file.Messages.FirstOrDefault(message => message.Id == $"{Texts.Unrecorded}.{step.Appointment}.scheduler") : null);
    }

    private static IEnumerable<Message> Messages(ServiceDefinition service, CaseFile file, NextStep step, Telling telling, Instant now)
    {
        var day = step.By!.Value.ToString("dddd d MMMM yyyy", CultureInfo.InvariantCulture);
        var about = telling == Telling.Owner
            ? $"{step.Words} The day for it: {day}."
            : $"{step.Words} The day for it was {day}. {Owner(service, step)} heard of it, and it still stands.";
        return To(service, step, telling).Distinct().Select((mailbox, index) => PlanStaffMessages.OnStep(
            string.Create(CultureInfo.InvariantCulture, $"{Id(step, telling)}.{index + 1}"), mailbox, about, now));
    }

    private static IEnumerable<EmailAddress> To(ServiceDefinition service, NextStep step, Telling telling)
    {
        var managers = service.Managers.Select(manager => manager.Mailbox);
        return telling == Telling.Managers || step.Owner == StepOwner.Manager ? managers
            : step.Owner == StepOwner.Clinician && service.Team.FirstOrDefault(member => member.Id == step.Clinician) is { } clinician ? [clinician.Mailbox]
            : [service.Scheduler.Mailbox];
    }

    private static string Owner(ServiceDefinition service, NextStep step) =>
        step.Owner == StepOwner.Manager ? "Every manager"
        : step.Owner == StepOwner.Clinician && step.Kind != StepKind.RecordOutcome && service.Team.FirstOrDefault(member => member.Id == step.Clinician) is { } clinician ? clinician.Name
        : service.Scheduler.Name;

    private static string Id(NextStep step, Telling telling) => $"{step.Kind}.{LocalDatePattern.Iso.Format(step.By!.Value)}{(step.Occasion is null ? "" : $".{step.Occasion}")}.{(telling == Telling.Owner ? "owner" : "managers")}";
}
