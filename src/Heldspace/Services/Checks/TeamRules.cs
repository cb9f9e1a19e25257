using NodaTime;

namespace Heldspace.Services.Checks;

/// <summary>Who works when and where, and that every reference between people, places and rooms leads somewhere.</summary>
internal static class TeamRules
{
    public static void Check(ServiceDefinition service, Problems problems)
    {
        Places(service, problems);
        Rooms(service, problems);
        Team(service, problems);
        Managers(service, problems);
        Mailboxes(service, problems);
    }

    private static void Places(ServiceDefinition service, Problems problems)
    {
        problems.Several(service.Places, place => place.Id, "$.places", ".id", "place");
        for (var index = 0; index < service.Places.Length; index++)
        {
            var (place, path) = (service.Places[index], $"$.places[{index}]");
            problems.Id(place.Id, $"{path}.id");
            problems.Minutes(place.TravelMinutes, 0, 120, $"{path}.travelMinutes");
            var remote = place.Kind is PlaceKind.Video or PlaceKind.Telephone;
            problems.Unless(!remote || (!place.NeedsRoom && place.TravelMinutes == 0 && place.Address is null), path,
                "Nobody travels to a video or telephone appointment. Write needsRoom false, travelMinutes 0 and no address.");
            problems.Unless(place.Kind != PlaceKind.ChildrensCentre || place.Address is not null, $"{path}.address",
                "A children's centre has an address, shown behind the receipt link. Add it.");
            problems.Unless(!place.NeedsRoom || service.Rooms.Any(room => room.Place == place.Id), $"{path}.needsRoom",
                $"No room is at \"{place.Id}\". Add one to $.rooms, or write false.");
        }
    }

    private static void Rooms(ServiceDefinition service, Problems problems)
    {
        problems.Several(service.Rooms, room => room.Id, "$.rooms", ".id", "room", mayBeEmpty: true);
        for (var index = 0; index < service.Rooms.Length; index++)
        {
            var (room, path) = (service.Rooms[index], $"$.rooms[{index}]");
            problems.Id(room.Id, $"{path}.id");
            problems.Reference(room.Place, service.Places.Where(place => place.NeedsRoom).Select(place => place.Id), $"{path}.place", "place with rooms", "the ids in $.places with needsRoom true");
        }
    }

    private static void Team(ServiceDefinition service, Problems problems)
    {
        problems.Several(service.Team, member => member.Id, "$.team", ".id", "person");
        for (var index = 0; index < service.Team.Length; index++)
        {
            var (member, path) = (service.Team[index], $"$.team[{index}]");
            problems.Id(member.Id, $"{path}.id");
            problems.Unless(service.Rooms.All(room => room.Id != member.Id), $"{path}.id", $"\"{member.Id}\" is a room too. Claims are kept by id, so give each its own.");
            problems.Range(member.WeeklyCapacity, 0, 40, $"{path}.weeklyCapacity", "appointments a week");
            problems.Unless(member.Weight is > 0 and <= 1, $"{path}.weight", $"{member.Weight} is not possible. Write a share above 0, up to 1.");
            problems.Several(member.Skills, skill => skill, $"{path}.skills", "", "skill");
            for (var skill = 0; skill < member.Skills.Length; skill++)
            {
                problems.Id(member.Skills[skill], $"{path}.skills[{skill}]");
            }

            problems.Several(member.Places, place => place, $"{path}.places", "", "place");
            for (var place = 0; place < member.Places.Length; place++)
            {
                problems.Reference(member.Places[place], service.Places.Select(known => known.Id), $"{path}.places[{place}]", "place", "the ids in $.places");
            }

            Pattern(member, path, problems);
        }
    }

    private static void Pattern(TeamMember member, string path, Problems problems)
    {
        problems.Unless(!member.Pattern.IsEmpty, $"{path}.pattern", "The list is empty. Write when they work.");
        for (var index = 0; index < member.Pattern.Length; index++)
        {
            var (hours, at) = (member.Pattern[index], $"{path}.pattern[{index}]");
            problems.Several(hours.Days, day => day, $"{at}.days", "", "day");
            QuarterHour(hours.From, $"{at}.from", problems);
            QuarterHour(hours.To, $"{at}.to", problems);
            problems.Unless(hours.From < hours.To, $"{at}.to", $"{hours.To:HH:mm} is not after {hours.From:HH:mm}. Write the end of the working time, later the same day.");
            var earlier = member.Pattern.Take(index).ToList();
            problems.Unless(!earlier.Exists(other => other.Days.Intersect(hours.Days).Any() && other.From < hours.To && hours.From < other.To), at,
                "These hours overlap with hours above on the same day. Write every working time once.");
        }
    }

    private static void QuarterHour(LocalTime time, string path, Problems problems) =>
        problems.Unless(time.Minute % 15 == 0, path, $"{time:HH:mm} is no quarter hour. Write minutes 00, 15, 30 or 45.");

    private static void Managers(ServiceDefinition service, Problems problems)
    {
        problems.Several(service.Managers, manager => manager.Mailbox, "$.managers", ".mailbox", "manager");
        for (var index = 0; index < service.Managers.Length; index++)
        {
            QuarterHour(service.Managers[index].SummaryTime, $"$.managers[{index}].summaryTime", problems);
        }
    }

    /// <summary>A diary belongs to one person or room: two with one mailbox would block each other unseen.</summary>
    private static void Mailboxes(ServiceDefinition service, Problems problems)
    {
        var diaries = service.Team.Select((member, index) => (member.Mailbox, Path: $"$.team[{index}].mailbox"))
            .Concat(service.Rooms.Select((room, index) => (room.Mailbox, Path: $"$.rooms[{index}].mailbox")))
            .Concat(service.Mailboxes.Select((mailbox, index) => (Mailbox: mailbox, Path: $"$.mailboxes[{index}]")));
        foreach (var same in diaries.GroupBy(diary => diary.Mailbox).Where(same => same.Count() > 1))
        {
            foreach (var (mailbox, path) in same.Skip(1).Where(diary => !(diary.Path.StartsWith("$.mailboxes", StringComparison.Ordinal) && same.First().Path.StartsWith("$.mailboxes", StringComparison.Ordinal))))
            {
                problems.Add(path, $"{mailbox} stands at {same.First().Path} already. Give every person, room and shared mailbox its own.");
            }
        }
    }
}
