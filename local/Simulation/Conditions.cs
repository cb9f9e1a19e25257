using System.Collections.Immutable;
using System.Globalization;

namespace Heldspace.Local.Simulation;

/// <summary>What a simulated year is like. Synthetic: fixed beforehand, not measured anywhere. Shares are of 1.</summary>
public static class Conditions
{
    /// <summary>Of working hours, by other meetings.</summary>
    public const double DiariesTaken = 0.30;

    /// <summary>Working days of leave a year, for each clinician.</summary>
    public const int LeaveDays = 33;

    /// <summary>Of the working days that leave is not taken on. Nobody knows before 07:30 of the day.</summary>
    public const double Sickness = 0.04;

    /// <summary>Of appointments, by the family, at any time before.</summary>
    public const double CancelledByFamily = 0.08;

    /// <summary>Of appointments.</summary>
    public const double NotBrought = 0.12;

    /// <summary>Of appointments, in Outlook, to another free time of the same fortnight.</summary>
    public const double MovedByClinician = 0.05;

    /// <summary>Of outcomes, by one to five working days.</summary>
    public const double RecordedLate = 0.10;

    public const int LatestWorkingDaysLate = 5;

    /// <summary>Within how many days of being told families agree.</summary>
    public const int AgreedWithinDays = 7;

    /// <summary>Within how many minutes whoever is told of immediate risk says that they have it.</summary>
    public const int AlertTakenWithinMinutes = 15;

    /// <summary>Each month brings this many times the mean.</summary>
    public const double LeastMonth = 0.6;

    public const double MostMonth = 1.5;

    /// <summary>Of children assessed, to more specialist help: 51 of the published 110.</summary>
    public const double SupportedOnward = 51.0 / 110;

    /// <summary>Of children assessed, where no authority's list says who moves: published are 73 % whose placement was maintained.</summary>
    public const double MovesHome = 0.27;

    /// <summary>Of these, in days after the assessment.</summary>
    public const int SoonestMoveHome = 15;

    public const int LatestMoveHome = 100;

    /// <summary>Of referrals.</summary>
    public const double Urgent = 0.05;

    /// <summary>Of referrals.</summary>
    public const double Interpreter = 0.06;

    /// <summary>Of those who are asked how things are going.</summary>
    public const double Answered = 0.55;

    /// <summary>Who answers does so within so many days.</summary>
    public const int AnsweredWithinDays = 12;

    /// <summary>From this age on a young person has a telephone of their own, in years.</summary>
    public const int OwnPhoneFrom = 12;

    /// <summary>From the first session to the end of the work: with the wait before it, three to six months on the caseload.</summary>
    public const int FewestDaysOfWork = 75;

    public const int MostDaysOfWork = 165;

    /// <summary>From the first session to the plan.</summary>
    public const int DaysToPlan = 10;

    /// <summary>How often somebody of the team meets or speaks with a child they work with.</summary>
    public const int DaysBetweenContacts = 7;

    /// <summary>From the assessment to the end of the case of a child who goes on to help elsewhere.</summary>
    public const int WeeksToHandOver = 3;

    /// <summary>Mails that are no referral, for each referral.</summary>
    public const double Noise = 0.25;
}

/// <summary>What was asked for and what was drawn, to be printed beside each other.</summary>
public sealed class Drawn
{
    private readonly SortedDictionary<string, (string Asked, double Hits, double Of, bool Share)> lines = new(StringComparer.Ordinal);

    public IReadOnlyList<(string What, string Asked, string Came)> Lines =>
    [
        .. lines.Select(line => (
            line.Key,
            line.Value.Asked,
            line.Value.Share
                ? string.Create(CultureInfo.InvariantCulture, $"{(line.Value.Of == 0 ? 0 : 100 * line.Value.Hits / line.Value.Of):0.0} % of {line.Value.Of:0}")
                : string.Create(CultureInfo.InvariantCulture, $"{line.Value.Hits:0.##}"))),
    ];

    /// <summary>Counts one draw of something that happens to a share of all.</summary>
    public bool Share(string what, double asked, bool hit, double weight = 1)
    {
        var line = lines.GetValueOrDefault(what);
        lines[what] = (string.Create(CultureInfo.InvariantCulture, $"{100 * asked:0.#} %"), line.Hits + (hit ? weight : 0), line.Of + weight, true);
        return hit;
    }

    /// <summary>Counts one draw of a length; the mean of them is told.</summary>
    public void Mean(string what, string asked, double came)
    {
        var line = lines.GetValueOrDefault(what);
        lines[what] = (asked, ((line.Hits * line.Of) + came) / (line.Of + 1), line.Of + 1, false);
    }

    /// <summary>Notes a figure.</summary>
    public void Figure(string what, string asked, double came) => lines[what] = (asked, came, 0, false);
}
