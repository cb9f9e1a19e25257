using System.Collections.Immutable;
using Heldspace.Consent;
using Heldspace.Pathway;
using Heldspace.Services;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Measures.Asking;

/// <summary>What is to do now, and when to look again.</summary>
/// <param name="Change">Null where there is nothing to do.</param>
/// <param name="LookOn">The next moment at which there may be something; null where none is known before somebody does something with the case.</param>
public sealed record WhatToAsk(Change? Change, Instant? LookOn);

/// <summary>
/// Who is asked how things are going, decided from the case as it is at that moment: nobody without consent, while somebody who wrote may be the source of harm, after an objection, a closure
/// or another contact; nobody more than the service's limit in thirty days, nor twice on one day.
/// </summary>
public static class AskHowItGoes
{
    /// <summary>Days over which the limit of one person counts.</summary>
    public const int LimitDays = 30;

    /// <param name="service">Whose case.</param>
    /// <param name="known">Every measure there is.</param>
    /// <param name="file">The case as it is.</param>
    /// <param name="now">When.</param>
    /// <param name="askedElsewhere">For each address that is asked about other cases too, when that was: professionals are not asked about one child after the other.</param>
    public static WhatToAsk Decide(ServiceDefinition service, MeasureFiles known, CaseFile file, Instant now, IReadOnlyDictionary<string, IReadOnlyList<Instant>>? askedElsewhere = null)
    {
        ArgumentNullException.ThrowIfNull(file);
        var events = new List<CaseEvent>();
        var after = Stop(service, file, now, events);
        var looks = new List<Instant>();
        after = Remind(service, after, now, events, looks);
        after = Open(service, known, after, now, askedElsewhere ?? NobodyElse, events, looks);
        after = TellOfTasks(service, file, after, now);
        var change = events.Count > 0 || after != file ? Change.Of(after, events) : null;
        return new(change, looks.Count == 0 ? null : looks.Min());
    }

    /// <summary>Days for which a link opens something at least: an answer that comes late is better than none.</summary>
    private const int OpenDays = 21;

    private static readonly Dictionary<string, IReadOnlyList<Instant>> NobodyElse = [];

    /// <summary>Why nobody is asked anything about a case now; null where they may be.</summary>
    public static string? NotNow(Case record, LocalDate today) =>
        record.State is not (CaseState.Open or CaseState.Closed) ? "The case is not open."
        : record.Closure is { Reason: ClosureReason.Died } ? "The child has died."
        : Consented.State(record, today) switch
        {
            ConsentState.None => "Nobody has recorded consent yet.",
            ConsentState.Withdrawn => "Consent was withdrawn.",
            ConsentState.Lapsed => "Whoever gave consent may not decide any more.",
            _ => record.MayComeFromHome ? "Somebody who would be asked may be the source of harm. Look at the case first." : null,
        };

    /// <summary>Whether an ask still goes out and its link still opens something: it is looked at when it is sent and when it is opened, not when it was planned.</summary>
    public static string? WhyNot(ServiceDefinition service, CaseFile file, Ask ask, LocalDate today) =>
        ask.State != AskState.Open ? "It is over."
        : today > ask.Until ? "Its time is over."
        : NotNow(file.Case, today) is { } not ? not
        : Waves.Of(service, file.Case, today).All(wave => wave.Id != ask.Wave) ? "It is not the time for it any more."
        : file.Case.State == CaseState.Closed && ask.Kind is not (WaveKind.Closure or WaveKind.FollowUp) ? "The case was closed."
        : Respondents.Of(file.Case, ask.Respondent.Role) is not { } person ? "There is nobody to ask any more."
        : person.ObjectedOn is not null ? "They do not want to be asked."
        : person.Address != ask.BoundTo ? "Somebody else is asked now, or in another way."
        : MustCheckContact(file.Case, ask.Respondent.Role) ? "The child lives somewhere else now: look first whom we may write to."
        : null;

    private static CaseFile Stop(ServiceDefinition service, CaseFile file, Instant now, List<CaseEvent> events)
    {
        var today = London.Day(now);
        foreach (var ask in file.Asks.Where(ask => ask.State == AskState.Open))
        {
            if (WhyNot(service, file, ask, today) is not { } why)
            {
                continue;
            }

            var state = today > ask.Until ? AskState.Unanswered : AskState.Stopped;
            file = file.With(ask with { State = state, EndedAt = now, Why = state == AskState.Stopped ? why : null });
            events.Add(new CaseEvent.AskEnded(ask.Id, state, why) { At = now });
        }

        return file;
    }

    private static CaseFile Remind(ServiceDefinition service, CaseFile file, Instant now, List<CaseEvent> events, List<Instant> looks)
    {
        foreach (var ask in file.Asks.Where(ask => ask.State == AskState.Open))
        {
            looks.Add(London.At(ask.Until.PlusDays(1), LocalTime.Midnight));
            if (ask.Told)
            {
                continue;
            }

            var byLink = ask.Respondent.By is AskBy.Email or AskBy.Text;
            var days = service.Asking.ReminderDays;
            var left = byLink ? days.Length - ask.Reminders : 0;
            var after = left > 0 ? days[ask.Reminders] : (byLink ? days.LastOrDefault() : 0) + AnswerDays;
            var planned = London.At(London.Day(ask.OpenedAt).PlusDays(after), ask.OpenedAt.InZone(London.Zone).TimeOfDay);
            var at = left > 0 ? AskingHours.OnOrAfter(ask.Respondent.Role, ask.Age, file.Case.QuietDays, planned) : planned;
            if (at > now)
            {
                looks.Add(at);
                continue;
            }

            // After an outage the reminder that is late goes out now, and not in the night.
            var allowed = left > 0 ? AskingHours.OnOrAfter(ask.Respondent.Role, ask.Age, file.Case.QuietDays, now) : now;
            if (allowed > now || (left > 0 && WasWrittenToToday(file, ask.Respondent, now)))
            {
                looks.Add(allowed > now ? allowed : Tomorrow(ask, file, now));
                continue;
            }

            if (left > 0)
            {
                var reminded = ask with { Reminders = ask.Reminders + 1 };
                file = file.With(reminded).Plan(AskMessages.Reminder(service, reminded, now));
                events.Add(new CaseEvent.AskReminded(ask.Id, reminded.Reminders) { At = now });
            }
            else
            {
                file = file.With(ask with { Told = true }).Plan(AskMessages.Unanswered(service, file, ask, now));
            }
        }

        return file;
    }

    /// <summary>Days after the last reminder, or after the key worker was asked to ask, until somebody is told that no answer came.</summary>
    private const int AnswerDays = 5;

    private static CaseFile Open(
        ServiceDefinition service, MeasureFiles known, CaseFile file, Instant now, IReadOnlyDictionary<string, IReadOnlyList<Instant>> elsewhere, List<CaseEvent> events, List<Instant> looks)
    {
        var today = London.Day(now);
        var waves = Waves.Of(service, file.Case, today);
        looks.AddRange(waves.Where(wave => wave.From > today).Select(wave => London.At(wave.From, Morning)));
        if (NotNow(file.Case, today) is not null)
        {
            return file;
        }

        foreach (var wave in waves.Where(wave => wave.From <= today && today <= wave.Until && (file.Case.State == CaseState.Open || wave.Kind is WaveKind.Closure or WaveKind.FollowUp)))
        {
            foreach (var role in Roles.All)
            {
                if (Next(service, known, file, wave, role, today) is not { } ask)
                {
                    continue;
                }

                var earliest = Earliest(service, file, ask, now, elsewhere);
                if (earliest > now)
                {
                    if (London.Day(earliest) <= wave.Until)
                    {
                        looks.Add(earliest);
                    }

                    continue;
                }

                ask = ask with { OpenedAt = now };
                file = file.With(ask).Plan(AskMessages.Invitation(service, ask, now));
                events.Add(new CaseEvent.Asked(ask.Id, [.. ask.Measures.Select(measure => measure.Measure)], ask.Respondent.By) { At = now });
            }
        }

        return file;
    }

    /// <summary>What somebody is to be asked at a time; null where they were, or there is nothing to ask them.</summary>
    private static Ask? Next(ServiceDefinition service, MeasureFiles known, CaseFile file, Wave wave, string role, LocalDate today)
    {
        var before = file.Asks.Where(ask => ask.Wave == wave.Id && ask.Respondent.Role == role).ToList();
        if (before.Any(ask => ask.State != AskState.Stopped)
            || Respondents.Of(file.Case, role) is not { ObjectedOn: null } person
            || before.Any(ask => ask.BoundTo == person.Address)
            || MustCheckContact(file.Case, role))
        {
            return null;
        }

        var age = AgeOf(file.Case.Child, today);
        var asked = InTheirLanguage(service, known, wave, person, age, file.Case.Goals.Length);
        var measures = WhichMeasures.For(service, known, wave, asked, age, file.Case.Goals.Length);
        if (measures.IsEmpty && wave.Kind == WaveKind.YearlySdq)
        {
            // The score is owed whether or not its words may be shown.
            asked = asked with { By = AskBy.Call, Changed = "The words of the SDQ are not here: use the printed form, and write down the score." };
            measures = WhichMeasures.For(service, known, wave, asked, age, file.Case.Goals.Length);
        }

        return measures.IsEmpty ? null : new Ask
        {
            Id = before.Count == 0 ? Ask.IdOf(wave.Id, role) : $"{Ask.IdOf(wave.Id, role)}.{PlannedMessage.Number(before.Count + 1)}",
            Wave = wave.Id,
            Kind = wave.Kind,
            Respondent = asked,
            BoundTo = person.Address,
            Measures = measures,
            Age = age,
            State = AskState.Open,
            OpenedAt = Instant.MinValue,
            Until = LocalDate.Max(wave.Until, today.PlusDays(OpenDays)),
        };
    }

    /// <summary>Where the words are not there in their language, the key worker asks them, with whoever interprets.</summary>
    private static Respondent InTheirLanguage(ServiceDefinition service, MeasureFiles known, Wave wave, Respondent person, int? age, int goals)
    {
        if (person is not { Language: not "en", By: AskBy.Email or AskBy.Text })
        {
            return person;
        }

        var kind = person.By == AskBy.Text ? Texts.MeasureInvitationText : person.Role == Roles.YoungPerson ? Texts.MeasureInvitationYoung : Texts.MeasureInvitation;
        var byHand = person with { By = AskBy.Call };
        return service.Texts.ContainsKey(Texts.In(kind, person.Language))
            && WhichMeasures.For(service, known, wave, byHand, age, goals).Length == WhichMeasures.For(service, known, wave, person, age, goals).Length
            ? person
            : byHand with { Changed = "What we ask is not there in their language yet." };
    }

    /// <summary>In whole years; null where the date of birth is not plainly known. Whoever was born on 29 February has a birthday on the 28th where there is none.</summary>
    public static int? AgeOf(Intake.Child child, LocalDate on) =>
        child.KnownValue(Intake.Fields.DateOfBirth) is { } text && NodaTime.Text.LocalDatePattern.Iso.Parse(text) is { Success: true, Value: var born } && born <= on
            ? Period.Between(born, on, PeriodUnits.Years).Years
            : null;

    /// <summary>The first moment at which an ask may go out.</summary>
    private static Instant Earliest(ServiceDefinition service, CaseFile file, Ask ask, Instant now, IReadOnlyDictionary<string, IReadOnlyList<Instant>> elsewhere)
    {
        var from = now;
        if (ask.Respondent.By is AskBy.Email or AskBy.Text && WasWrittenToToday(file, ask.Respondent, now))
        {
            from = London.At(London.Day(now).PlusDays(1), Morning);
        }

        // What ends the work is asked whatever was asked before: it is the last time. What is owed on a day is too.
        if (ask.Kind is not (WaveKind.Closure or WaveKind.Baseline or WaveKind.YearlySdq))
        {
            var asked = file.Asks
                .Where(other => other.Respondent.Role == ask.Respondent.Role && other.Respondent.Address == ask.Respondent.Address)
                .Select(other => other.OpenedAt)
                .Concat(elsewhere.GetValueOrDefault(ask.Respondent.Address, []))
                .Where(at => at > now - Duration.FromDays(LimitDays))
                .Order()
                .ToList();
            if (asked.Count >= service.Asking.MostPerMonth)
            {
                from = Instant.Max(from, asked[asked.Count - service.Asking.MostPerMonth] + Duration.FromDays(LimitDays));
            }
        }

        return ask.Respondent.By == AskBy.Call && ask.Respondent.Role != Roles.Clinician
            ? from
            : AskingHours.OnOrAfter(ask.Respondent.Role, ask.Age, file.Case.QuietDays, from);
    }

    private static readonly LocalTime Morning = new(8, 0);

    private static Instant Tomorrow(Ask ask, CaseFile file, Instant now) =>
        AskingHours.OnOrAfter(ask.Respondent.Role, ask.Age, file.Case.QuietDays, London.At(London.Day(now).PlusDays(1), Morning));

    private static bool WasWrittenToToday(CaseFile file, Respondent person, Instant now) => file.Messages.Any(message =>
        message.Ask is { } id && !message.ToStaff && London.Day(message.PlannedAt) == London.Day(now) && file.Asks.FirstOrDefault(ask => ask.Id == id)?.Respondent.Role == person.Role);

    /// <summary>After a change of placement nobody at home is written to before somebody has looked at the contacts.</summary>
    private static bool MustCheckContact(Case record, string role) =>
        record.ContactCheck is { } check && (check.OtherWorker ? role == Roles.SocialWorker : role is Roles.Carer or Roles.YoungPerson);

    /// <summary>The key worker hears in one message of everybody whom they are to ask themselves.</summary>
    private static CaseFile TellOfTasks(ServiceDefinition service, CaseFile before, CaseFile after, Instant now)
    {
        var tasks = after.Asks.Where(ask => ask.Respondent.By is AskBy.Letter or AskBy.Call && before.Asks.All(other => other.Id != ask.Id)).ToList();
        return tasks.Count == 0 ? after : after.Plan(AskMessages.Tasks(service, after, tasks, now));
    }
}
