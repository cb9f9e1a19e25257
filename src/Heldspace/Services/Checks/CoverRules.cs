using NodaTime;

namespace Heldspace.Services.Checks;

/// <summary>That somebody answers alerts in every minute of the week: nobody waits in silence, out of hours neither.</summary>
internal static class CoverRules
{
    private const int MinutesOfDay = 24 * 60;

    public static void Check(ServiceDefinition service, Problems problems)
    {
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

    private static int Minute(LocalTime time) => (time.Hour * 60) + time.Minute;

    private static string Shown(int minute) => $"{(IsoDayOfWeek)((minute / MinutesOfDay) + 1)} {minute % MinutesOfDay / 60:D2}:{minute % 60:D2}";
}
