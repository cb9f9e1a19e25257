using NodaTime;

namespace Heldspace.Services.Checks;

/// <summary>That somebody answers alerts in every minute of the week: nobody waits in silence, out of hours neither.</summary>
internal static class CoverRules
{
    private const int MinutesOfDay = 24 * 60;

    public static void Check(ServiceDefinition service, Problems problems)
    {
        Plan(service.Safeguarding, problems);
        var covered = new bool[7 * MinutesOfDay];
        for (var index = 0; index < service.Cover.Length; index++)
        {
            var (cover, path) = (service.Cover[index], $"$.cover[{index}]");
            problems.Several(cover.Days, day => day, $"{path}.days", "", "day");
            DefinitionRules.Phone(cover.Text, $"{path}.text", problems);
            var (from, to) = (Minute(cover.From), cover.To is { } end ? Minute(end) : MinutesOfDay);
            problems.Unless(from < to, $"{path}.to",
                $"{cover.To:HH:mm} is not after {cover.From:HH:mm}. For a night write two entries: one without \"to\", which lasts until midnight, and one from 00:00.");
            foreach (var day in cover.Days)
            {
                for (var minute = from; minute < to; minute++)
                {
                    covered[(((int)day - 1) * MinutesOfDay) + minute] = true;
                }
            }
        }

        if (Array.IndexOf(covered, false) is var first and >= 0)
        {
            var end = Array.IndexOf(covered, true, first);
            problems.Add("$.cover",
                $"Nobody answers alerts from {Shown(first)} to {(end < 0 ? "the end of the week" : Shown(end))}. A service without cover cannot start: add an entry with a mail address and a text number for that time.");
        }
    }

    /// <summary>An alert that nobody on cover answers goes on to somebody else, and outside the hours there is somebody to ring.</summary>
    private static void Plan(SafeguardingPlan plan, Problems problems)
    {
        problems.Unless(plan.ClimbAfterMinutes is >= 2 and <= 30, "$.safeguarding.climbAfterMinutes",
            $"{plan.ClimbAfterMinutes} minutes is not from 2 to 30. Write after how many minutes the next is told of immediate risk where nobody has said that they have it.");
        problems.Several(plan.Chain, person => person.Name, "$.safeguarding.chain", ".name", "person to tell after the cover");
        for (var index = 0; index < plan.Chain.Length; index++)
        {
            DefinitionRules.Phone(plan.Chain[index].Text, $"$.safeguarding.chain[{index}].text", problems);
        }

        DefinitionRules.Phone(plan.OutOfHours.Phone, "$.safeguarding.outOfHours.phone", problems);
    }

    private static int Minute(LocalTime time) => (time.Hour * 60) + time.Minute;

    private static string Shown(int minute) => $"{(IsoDayOfWeek)((minute / MinutesOfDay) + 1)} {minute % MinutesOfDay / 60:D2}:{minute % 60:D2}";
}
