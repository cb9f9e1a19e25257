using System.Text.RegularExpressions;
using Heldspace.Measures;

namespace Heldspace.Services.Checks;

/// <summary>What must hold in one definition beyond its shape.</summary>
internal static partial class DefinitionRules
{
    /// <summary>Free time is asked for in slices of under 62 days, so nothing is looked for later than that.</summary>
    private const int LongestHorizonDays = 61;

    /// <param name="service">The definition.</param>
    /// <param name="measures">Null where they are not in order themselves, which is said of their own files.</param>
    /// <param name="problems">Where what is wrong goes.</param>
    public static void Check(ServiceDefinition service, MeasureFiles? measures, Problems problems)
    {
        Identity(service, problems);
        TeamRules.Check(service, problems);
        Kinds(service, problems);
        Clocks(service, problems);
        Allocation(service, problems);
        EligibilityRules.Check(service, problems);
        Gazetteer(service, problems);
        Measures(service, measures, problems);
        TextRules.Check(service, problems);
        CoverRules.Check(service, problems);
        Keeping(service, problems);
        ReportingRules.Check(service, problems);
    }

    private static void Identity(ServiceDefinition service, Problems problems)
    {
        problems.Id(service.Id, "$.id");
        problems.Unless($"{service.Id}.json" == problems.File, "$.id", $"\"{service.Id}\" is not the file's name. Rename the file to {service.Id}.json, or write \"{Path.GetFileNameWithoutExtension(problems.File)}\".");
        Phone(service.Contact.Phone, "$.contact.phone", problems);
        problems.Several(service.Mailboxes, mailbox => mailbox, "$.mailboxes", "", "mailbox");
        problems.Several(service.Hosts, host => host, "$.hosts", "", "host name");
        for (var index = 0; index < service.Hosts.Length; index++)
        {
            problems.Unless(HostName().IsMatch(service.Hosts[index]), $"$.hosts[{index}]",
                $"\"{service.Hosts[index]}\" is no host name. Write it in lower case without https://, port or path, such as refer.service.example.");
        }

        problems.Several(service.TrustedDomains, domain => domain, "$.trustedDomains", "", "domain", mayBeEmpty: true);
        for (var index = 0; index < service.TrustedDomains.Length; index++)
        {
            var domain = service.TrustedDomains[index];
            problems.Unless(HostName().IsMatch(domain) && domain.Contains('.', StringComparison.Ordinal), $"$.trustedDomains[{index}]",
                $"\"{domain}\" is no mail domain. Write what follows the @, in lower case, such as council.example.");
        }
    }

    private static void Gazetteer(ServiceDefinition service, Problems problems)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var index = 0; index < service.Gazetteer.Length; index++)
        {
            var (distance, path) = (service.Gazetteer[index], $"$.gazetteer[{index}]");
            problems.Unless(distance.Miles is >= 0 and <= 999.9m, $"{path}.miles", $"{distance.Miles} miles cannot be. Write 0 to 999.9.");
            for (var at = 0; at < distance.Postcodes.Length; at++)
            {
                var outward = distance.Postcodes[at];
                problems.Unless(Outward().IsMatch(outward), $"{path}.postcodes[{at}]", $"\"{outward}\" is no first half of a postcode. Write it in capitals, such as NG9.");
                problems.Unless(seen.Add(outward), $"{path}.postcodes[{at}]", $"{outward} stands here twice. Leave the right distance.");
            }
        }
    }

    internal static void Phone(string phone, string path, Problems problems) =>
        problems.Unless(PhoneNumber().IsMatch(phone), path, $"\"{phone}\" is no phone number. Write digits and spaces such as 01632 960001.");

    private static void Kinds(ServiceDefinition service, Problems problems)
    {
        problems.Several(service.AppointmentKinds, kind => kind.Id, "$.appointmentKinds", ".id", "appointment kind");
        for (var index = 0; index < service.AppointmentKinds.Length; index++)
        {
            var (kind, path) = (service.AppointmentKinds[index], $"$.appointmentKinds[{index}]");
            problems.Id(kind.Id, $"{path}.id");
            problems.Minutes(kind.Minutes, 15, 240, $"{path}.minutes");
            problems.Minutes(kind.InterpreterMinutes, 0, 120, $"{path}.interpreterMinutes");
            problems.Minutes(kind.BufferMinutes, 0, 60, $"{path}.bufferMinutes");
            problems.Several(kind.PlaceKinds, place => place, $"{path}.placeKinds", "", "kind of place");
            var able = service.Team.Where(member => member.Skills.Contains(kind.Skill)).ToList();
            problems.Unless(able.Count > 0, $"{path}.skill",
                $"Nobody in the team has the skill \"{kind.Skill}\". Give it to somebody in $.team, or write one of: {Problems.Join(service.Team.SelectMany(member => member.Skills).Order(StringComparer.Ordinal))}.");
            for (var place = 0; place < kind.PlaceKinds.Length; place++)
            {
                problems.Unless(service.Places.Any(known => known.Kind == kind.PlaceKinds[place]), $"{path}.placeKinds[{place}]",
                    "No place is of this kind. Add one to $.places, or take the kind out.");
            }

            problems.Unless(able.Count == 0 || able.Any(member => member.WeeklyCapacity > 0 && member.Places.Any(id => service.Places.Any(place => place.Id == id && kind.PlaceKinds.Contains(place.Kind)))),
                $"{path}.placeKinds", "Nobody with the skill and a weekly capacity goes to such a place. Add the place to their places in $.team, or another kind here.");
        }

        for (var index = 0; index < service.AppointmentKinds.Length; index++)
        {
            var (kind, path) = (service.AppointmentKinds[index], $"$.appointmentKinds[{index}]");
            problems.Unless(kind.Purpose == AppointmentPurpose.Pathway == kind.Id is "assessment" or "intervention", $"{path}.purpose",
                "Only \"assessment\" and \"intervention\" are steps of the pathway. Write \"purpose\": \"screening\" or \"consultation\" for any other kind, and for those two none.");
            problems.Unless(kind.Purpose != AppointmentPurpose.Screening || service.Screening == kind, $"{path}.purpose", "There is a screening already. A child who enters care is offered one kind of it.");
            problems.Unless(service.Clocks.Any(clock => clock.Kind == kind.Id), $"{path}.id", $"The clock of \"{kind.Id}\" is missing. Add one to $.clocks with its aim, target and urgent days.");
        }

        problems.Unless(service.AppointmentKinds.Any(kind => kind.Id == "assessment"), "$.appointmentKinds", "The kind \"assessment\" is missing: it is held as a referral arrives. Add it.");
    }

    private static void Clocks(ServiceDefinition service, Problems problems)
    {
        problems.Several(service.Clocks, clock => clock.Kind, "$.clocks", ".kind", "clock");
        for (var index = 0; index < service.Clocks.Length; index++)
        {
            var (clock, path) = (service.Clocks[index], $"$.clocks[{index}]");
            problems.Reference(clock.Kind, service.AppointmentKinds.Select(kind => kind.Id), $"{path}.kind", "appointment kind", "$.appointmentKinds");
            problems.Range(clock.TargetDays, 1, LongestHorizonDays, $"{path}.targetDays", "days");
            problems.Range(clock.AimDays, 1, Math.Max(1, clock.TargetDays), $"{path}.aimDays", "days, no later than the target,");
            problems.Range(clock.UrgentDays, 1, Math.Max(1, clock.TargetDays), $"{path}.urgentDays", "days, no later than the target,");
        }

        problems.Unless(service.Clocks.Any(clock => clock.Kind == "assessment"), "$.clocks", "The clock of \"assessment\" is missing. Add one with its aim, target and urgent days.");
    }

    private static void Allocation(ServiceDefinition service, Problems problems)
    {
        var rules = service.Allocation;
        problems.Id(rules.Pool, "$.allocation.pool");
        problems.Range(rules.NoticeWorkingDays, 0, 20, "$.allocation.noticeWorkingDays", "working days");
        problems.Range(rules.UrgentNoticeWorkingDays, 0, Math.Max(0, rules.NoticeWorkingDays), "$.allocation.urgentNoticeWorkingDays", "working days, no more than the usual notice,");
        var latest = service.Clocks.Select(clock => clock.TargetDays).DefaultIfEmpty(1).Max();
        problems.Range(rules.HorizonDays, Math.Min(latest, LongestHorizonDays), LongestHorizonDays, "$.allocation.horizonDays", "days, no fewer than the longest target,");
        problems.Range(rules.UrgentReserve, 0, 10, "$.allocation.urgentReserve", "places a week");
        problems.Range(rules.ReserveReleasedWorkingDays, 0, 20, "$.allocation.reserveReleasedWorkingDays", "working days");
        problems.Range(rules.UrgentKeptToTheEnd, 0, 10, "$.allocation.urgentKeptToTheEnd", "places of the team");
        problems.Several(service.ClosedDays, day => day, "$.closedDays", "", "day", mayBeEmpty: true);
    }

    private static void Measures(ServiceDefinition service, MeasureFiles? measures, Problems problems)
    {
        problems.Several(service.Measures, plan => plan.Measure, "$.measures", ".measure", "measure", mayBeEmpty: true);
        for (var index = 0; index < service.Measures.Length; index++)
        {
            var (plan, path) = (service.Measures[index], $"$.measures[{index}]");
            problems.Id(plan.Measure, $"{path}.measure");
            problems.Range(plan.EveryWeeks, 1, 52, $"{path}.everyWeeks", "weeks");
            problems.Several(plan.Respondents, respondent => respondent, $"{path}.respondents", "", "respondent");
            problems.Several(plan.At, kind => kind, $"{path}.at", "", "time");
            if (measures is not null)
            {
                problems.Reference(plan.Measure, measures.All.Select(measure => measure.Id), $"{path}.measure", "measure", "the files in services/measures");
            }

            var answering = measures?.Find(plan.Measure)?.Respondents.Select(respondent => respondent.Who).ToList();
            for (var respondent = 0; respondent < plan.Respondents.Length; respondent++)
            {
                var (role, at) = (plan.Respondents[respondent], $"{path}.respondents[{respondent}]");
                problems.Unless(Roles.All.Contains(role), at, $"\"{role}\" is nobody who answers. Write one of: {Problems.Join(Roles.All)}.");
                problems.Unless(!Roles.All.Contains(role) || answering?.Contains(role) != false, at,
                    $"{plan.Measure} is not answered by \"{role}\". Write one of: {Problems.Join(answering ?? [])}.");
            }
        }

        problems.Range(service.Asking.MostPerMonth, 1, 10, "$.asking.mostPerMonth", "times");
        var days = service.Asking.ReminderDays;
        problems.Unless(days.Length <= 2, "$.asking.reminderDays", "Nobody is reminded more than twice. Write at most two days.");
        for (var index = 0; index < days.Length; index++)
        {
            problems.Range(days[index], index == 0 ? 1 : days[index - 1] + 1, 30, $"$.asking.reminderDays[{index}]", index == 0 ? "days" : "days, later than the one before,");
        }
    }

    private static void Keeping(ServiceDefinition service, Problems problems)
    {
        problems.Range(service.UnconfirmedHolds.Cap, 0, 100, "$.unconfirmedHolds.cap", "a number of places");
        problems.Range(service.UnconfirmedHolds.Hours, 1, 168, "$.unconfirmedHolds.hours", "hours");
        problems.Range(service.UnconfirmedHolds.RemindAfterHours, 1, Math.Max(1, service.UnconfirmedHolds.Hours - 1), "$.unconfirmedHolds.remindAfterHours", "hours, fewer than the place is held,");
        problems.Range(service.Retention.ClosedCaseYears, 1, 100, "$.retention.closedCaseYears", "years");
        problems.Range(service.Retention.IgnoredMailDays, 1, 365, "$.retention.ignoredMailDays", "days");
    }

    [GeneratedRegex(@"^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex HostName();

    [GeneratedRegex(@"\A[A-PR-UWYZ][A-HK-Y]?[0-9][0-9A-HJKMNPR-Y]?\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Outward();

    [GeneratedRegex(@"^\+?[0-9][0-9 ]{2,18}[0-9]$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PhoneNumber();
}
