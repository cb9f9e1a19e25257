using System.Text;
using System.Text.Json.Nodes;
using Heldspace.Services;

namespace Heldspace.Tests.Services;

public sealed class BadDefinitions
{
    public static TheoryData<string, string, string> Values => new()
    {
        // where it stands, what is written there, what is said
        { "$.reporting.yearBegins", "13", "$.reporting.yearBegins: 13 is no month. Write 1 to 12; 4 is April." },
        { "$.reporting.sharing.reference", "\" \"", "$.reporting.sharing.reference: The text is empty or holds a line break or tab. Write one line of text." },
        { "$.reporting.sharing.from", "\"April\"", "$.reporting.sharing.from: \"April\" does not fit. Write a day such as 2026-11-23." },
        { "$.reporting.targets[0].kpi", "\"K13\"", "$.reporting.targets[0].kpi: \"K13\" is no figure that can have a target. Write K1 to K16, but not K13, which has no share." },
        { "$.reporting.targets[0].kpi", "\"K2\"", "$.reporting.targets[1].kpi: K2 has two targets. Leave the right one." },
        { "$.reporting.targets[0].green", "101", "$.reporting.targets[0]: A target is a share in per cent. Write 0 to 100." },
        { "$.reporting.targets[0].green", "85", "$.reporting.targets[0]: Green and amber begin at the same per cent. Write amber below green, or above it where less is better." },
        { "$.reporting.costs[0].kind", "\"moon\"", "$.reporting.costs[0].kind: There is no appointment kind \"moon\". Write one of assessment, intervention, screening, carer-consultation, professional-consultation." },
        { "$.reporting.costs[0].kind", "\"intervention\"", "$.reporting.costs[1].kind: intervention has two costs. Leave the right one." },
        { "$.reporting.costs[0].pounds", "-1", "$.reporting.costs[0].pounds: -1 pounds cannot be. Write what one costs, from 0." },
        { "$.team[2].pattern[0].from", "\"9am\"", "$.team[2].pattern[0].from: \"9am\" does not fit. Write a time of day such as 09:15." },
        { "$.team[2].pattern[0].from", "\"09:10\"", "$.team[2].pattern[0].from: 09:10 is no quarter hour. Write minutes 00, 15, 30 or 45." },
        { "$.team[2].pattern[0].to", "\"08:00\"", "$.team[2].pattern[0].to: 08:00 is not after 09:00. Write the end of the working time, later the same day." },
        { "$.team[2].pattern[0].days", "[\"monday\", \"mon\"]", "$.team[2].pattern[0].days[1]: \"mon\" does not fit. Write a day of the week such as monday." },
        { "$.team[2].weeklyCapacity", "-1", "$.team[2].weeklyCapacity: -1 is not possible. Write appointments a week from 0 to 40." },
        { "$.team[2].weeklyCapacity", "2.5", "$.team[2].weeklyCapacity: 2.5 does not fit. Write a whole number." },
        { "$.team[2].weight", "0", "$.team[2].weight: 0 is not possible. Write a share above 0, up to 1." },
        { "$.team[2].id", "\"Marnie Okello\"", "$.team[2].id: \"Marnie Okello\" is no id. Write lower-case letters, digits and single hyphens, at most 40 characters, such as arts-therapist-1." },
        { "$.team[2].id", "\"psychotherapist\"", "$.team[2].id: psychotherapist stands at $.team[1] already. Give each person once." },
        { "$.team[2].mailbox", "\"marnie\"", "$.team[2].mailbox: \"marnie\" does not fit. Write a mail address such as name@service.example." },
        { "$.team[2].mailbox", "\"tobias.lind@caring-to-care.example\"", "$.team[2].mailbox: tobias.lind@caring-to-care.example stands at $.team[1].mailbox already. Give every person, room and shared mailbox its own." },
        { "$.team[2].places[0]", "\"moon\"", "$.team[2].places[0]: There is no place \"moon\". Write one of the ids in $.places: willow, harbour, school, home, video, telephone." },
        { "$.team[2].name", "\" \"", "$.team[2].name: The text is empty or holds a line break or tab. Write one line of text." },
        { "$.team[2].skills", "[]", "$.team[2].skills: The list is empty. Write at least one skill." },
        { "$.team[2].skills", "\"assessment\"", "$.team[2].skills: \"assessment\" does not fit. Write a list in square brackets." },
        { "$.places[0].kind", "\"moon\"", "$.places[0].kind: \"moon\" does not fit. Write one of childrensCentre, school, home, video, telephone." },
        { "$.places[0].address", "null", "$.places[0].address: A children's centre has an address, shown behind the receipt link. Add it." },
        { "$.places[1].travelMinutes", "20", "$.places[1].travelMinutes: 20 is not possible. Write minutes from 0 to 120 in steps of 15." },
        { "$.places[4].needsRoom", "true", "$.places[4]: Nobody travels to a video or telephone appointment. Write needsRoom false, travelMinutes 0 and no address." },
        { "$.places[2].needsRoom", "true", "$.places[2].needsRoom: No room is at \"school\". Add one to $.rooms, or write false." },
        { "$.rooms[0].place", "\"school\"", "$.rooms[0].place: There is no place with rooms \"school\". Write one of the ids in $.places with needsRoom true: willow, harbour." },
        { "$.appointmentKinds[0].minutes", "50", "$.appointmentKinds[0].minutes: 50 is not possible. Write minutes from 15 to 240 in steps of 15." },
        { "$.appointmentKinds[0].skill", "\"magic\"", "$.appointmentKinds[0].skill: Nobody in the team has the skill \"magic\". Give it to somebody in $.team, or write one of: assessment, consultation, intervention, youth-work." },
        { "$.appointmentKinds[1].id", "\"review\"", "$.clocks[1].kind: There is no appointment kind \"intervention\". Write one of $.appointmentKinds: assessment, review, screening, carer-consultation, professional-consultation." },
        { "$.clocks[0].aimDays", "30", "$.clocks[0].aimDays: 30 is not possible. Write days, no later than the target, from 1 to 28." },
        { "$.allocation.horizonDays", "62", "$.allocation.horizonDays: 62 is not possible. Write days, no fewer than the longest target, from 56 to 61." },
        { "$.allocation.horizonDays", "28", "$.allocation.horizonDays: 28 is not possible. Write days, no fewer than the longest target, from 56 to 61." },
        { "$.allocation.urgentNoticeWorkingDays", "4", "$.allocation.urgentNoticeWorkingDays: 4 is not possible. Write working days, no more than the usual notice, from 0 to 3." },
        { "$.contact.phone", "\"ask Rosa\"", "$.contact.phone: \"ask Rosa\" is no phone number. Write digits and spaces such as 01632 960001." },
        { "$.hosts[2]", "\"https://refer.caring-to-care.example/\"", "$.hosts[2]: \"https://refer.caring-to-care.example/\" is no host name. Write it in lower case without https://, port or path, such as refer.service.example." },
        { "$.trustedDomains[0]", "\"@nhs.example\"", "$.trustedDomains[0]: \"@nhs.example\" is no mail domain. Write what follows the @, in lower case, such as council.example." },
        { "$.closedDays", "[\"2026-12-32\"]", "$.closedDays[0]: \"2026-12-32\" does not fit. Write a day such as 2026-11-23." },
        { "$.managers", "[]", "$.managers: The list is empty. Write at least one manager." },
        { "$.unconfirmedHolds.remindAfterHours", "48", "$.unconfirmedHolds.remindAfterHours: 48 is not possible. Write hours, fewer than the place is held, from 1 to 47." },
        { "$.signposts[0].web", "\"http://front-door.example\"", "$.signposts[0].web: \"http://front-door.example\" is no web address. Write it in full, starting with https://." },
        { "$.measures[0].respondents[0]", "\"dog\"", "$.measures[0].respondents[0]: \"dog\" is nobody who answers. Write one of: youngPerson, carer, socialWorker, teacher, clinician." },
        { "$.measures[0].respondents[0]", "\"carer\"", "$.measures[0].respondents[0]: ons4 is not answered by \"carer\". Write one of: youngPerson." },
        { "$.measures[0].measure", "\"ons5\"", "$.measures[0].measure: There is no measure \"ons5\". Write one of the files in services/measures: confidence, core-10, cors, experience, gad-7, gbo, ons4, ors, phq-9, rcads-25, sdq, yp-core." },
        { "$.measures[0].at", "[\"birthday\"]", "$.measures[0].at[0]: \"birthday\" does not fit. Write one of baseline, periodic, placementMove, entryToCare, closure, followUp, yearlySdq." },
        { "$.measures[0].at", "[]", "$.measures[0].at: The list is empty. Write at least one time." },
        { "$.asking.mostPerMonth", "0", "$.asking.mostPerMonth: 0 is not possible. Write times from 1 to 10." },
        { "$.asking.reminderDays", "[4, 9, 14]", "$.asking.reminderDays: Nobody is reminded more than twice. Write at most two days." },
        { "$.asking.reminderDays", "[9, 4]", "$.asking.reminderDays[1]: 4 is not possible. Write days, later than the one before, from 10 to 30." },
        { "$.cover[0].from", "\"09:30\"", "$.cover: Nobody answers alerts from Monday 09:00 to Monday 09:30. A service without cover cannot start: add an entry with a mail address and a text number for that time." },
        { "$.cover[3].days", "[\"saturday\"]", "$.cover: Nobody answers alerts from Sunday 00:00 to the end of the week. A service without cover cannot start: add an entry with a mail address and a text number for that time." },
        { "$.cover[2].to", "\"09:00\"", "$.cover[2].to: 09:00 is not after 17:00. For a night write two entries: one without \"to\", which lasts until midnight, and one from 00:00." },
        { "$.gazetteer", "[{\"miles\":-1,\"postcodes\":[]}]", "$.gazetteer[0].miles: -1 miles cannot be. Write 0 to 999.9." },
        { "$.gazetteer", "[{\"miles\":1,\"postcodes\":[\"NG9 1AA\"]}]", "$.gazetteer[0].postcodes[0]: \"NG9 1AA\" is no first half of a postcode. Write it in capitals, such as NG9." },
        { "$.gazetteer", "[{\"miles\":1,\"postcodes\":[\"NG9\"]},{\"miles\":2,\"postcodes\":[\"NG9\"]}]", "$.gazetteer[1].postcodes[0]: NG9 stands here twice. Leave the right distance." },
        { "$.eligibility[0].rules[1].outcome", "\"maybe\"", "$.eligibility[0].rules[1].outcome: \"maybe\" does not fit. Write one of eligible, charge, notEligible, managerDecides, needsInformation." },
        { "$.eligibility[0].rules[3].outcome", "\"notEligible\"", "$.eligibility[0].rules[3].signpost: Nobody is turned away without being told where to go. Add the id of a signpost." },
        { "$.eligibility[0].rules[1].when.is", "\"every\"", "$.eligibility[0].rules[1].when.is: Write \"is\" with one of: all, any, not, oneOf, known, unknown, doubtful, age, since, number." },
        { "$.eligibility[0].rules[1].when.of[1].field", "\"authority\"", "$.eligibility[0].rules[1].when.of[1].field: \"authority\" is no field of a referral. Write one of: givenName, familyName," },
        { "$.eligibility[0].rules[1].when.of[0].of[0].values[0]", "\"inCare\"", "$.eligibility[0].rules[1].when.of[0].of[0].values[0]: \"inCare\" is no value of category. Write one of: adopted, careLeaver, childInCare, kinship, other, privateFostering, returnedHome, specialGuardianship." },
        { "$.eligibility[0].rules[3].when", "{\"is\":\"age\",\"under\":18}", "$.eligibility[0].rules[3].when: The last rule must match everything, so that every referral gets an answer. Take \"when\" out, or add a rule without it." },
        { "$.eligibility[0].rules[0].when", "null", "$.eligibility[0].rules[0].when: This rule matches everything, so the rules after it never count. Add \"when\", or move it to the end." },
        { "$.eligibility[0].rules[0].when", "{\"is\":\"age\"}", "$.eligibility[0].rules[0].when: There is no bound. Write \"atLeast\", \"under\" or both." },
        { "$.eligibility[0].rules[0].when", "{\"is\":\"age\",\"atLeast\":25,\"under\":18}", "$.eligibility[0].rules[0].when.under: 18 leaves nothing between. Write more than 25." },
        { "$.eligibility[0].rules[0].when", "{\"is\":\"since\",\"field\":\"givenName\",\"unit\":\"years\",\"under\":3}", "$.eligibility[0].rules[0].when.field: \"givenName\" holds no day. Write one of: adoptionOrderDate, consentWithdrawnOn, dateOfBirth, legalStatusSince, placementSince, returnedHomeOn, sdqDate." },
        { "$.eligibility[0].rules[0].when", "{\"is\":\"any\",\"of\":[null]}", "$.eligibility[0].rules[0].when.of[0]: null does not fit. Write an object in braces." },
        { "$.texts['held'].subject", "\"About {referrer}\"", "$.texts['held'].subject: {referrer} cannot be filled in a subject. Write one of: {reference}." },
        { "$.texts['held'].subject", "\"Your CAMHS place {reference}\"", "$.texts['held'].subject: \"CAMHS\" gives away what this is about to whoever sees the subject. Leave it out." },
        { "$.texts['held'].body[0]", "\"Hello {name}\"", "$.texts['held'].body[0]: {name} cannot be filled in \"held\". Write one of: {reference}, {service}, {email}, {phone}, {hours}, {date}, {time}, {placeKind}, {minutes}, {link}, {appointmentLink}, {missing}, {missingLink}, {referrer}." },
        { "$.texts['held'].body[0]", "\"Hello {referrer\"", "$.texts['held'].body[0]: A brace stands alone. Write placeholders as {name}, and no other braces." },
        { "$.texts['event'].body", "[\"Hello\"]", "$.texts['event'].body: {reference} is missing. Say it somewhere in the body." },
        { "$.texts['hold-expired'].body", "[\"{reference}: call {phone}.\"]", "$.texts['hold-expired'].body: A young person may read this. Say where help is at once: 999; or 111 and choose mental health." },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void A_wrong_value_is_named_with_its_path_and_its_fix(string path, string json, string said) =>
        Definitions.ProblemsAfter(service => Set(service, path, json))
            .Select(problem => said.EndsWith(',') ? problem[..Math.Min(problem.Length, "caring-to-care.json ".Length + said.Length)] : problem)
            .ShouldContain($"caring-to-care.json {said}");

    [Fact]
    public void Everything_that_is_missing_unknown_or_mistyped_is_named_at_once() =>
        Definitions.ProblemsAfter(service =>
        {
            service["team"]![0]!.AsObject().Remove("mailbox");
            service["team"]![1]!["colour"] = "red";
            service["rooms"] = "none";
            service["allocation"] = new JsonArray();
            service.Remove("cover");
        }).ShouldBe([
            "caring-to-care.json $.team[0].mailbox: \"mailbox\" is missing. Add it: a mail address such as name@service.example.",
            "caring-to-care.json $.team[1].colour: \"colour\" is not known here. Take it out, or write one of: gender, id, languages, mailbox, name, pattern, places, role, skills, weeklyCapacity, weight.",
            "caring-to-care.json $.rooms: \"none\" does not fit. Write a list in square brackets.",
            "caring-to-care.json $.allocation: [] does not fit. Write an object in braces.",
            "caring-to-care.json $.cover: \"cover\" is missing. Add it: a list in square brackets.",
        ]);

    [Fact]
    public void A_missing_text_is_named_with_what_it_is_for() =>
        Definitions.ProblemsAfter(service =>
        {
            service["texts"]!.AsObject().Remove("no-place-yet");
            service["texts"]!["hello"] = service["texts"]!["held"]!.DeepClone();
        }).ShouldBe([
            $"caring-to-care.json $.texts['hello']: There is no mail \"hello\". Take it out, or write one of: {string.Join(", ", Heldspace.Services.Texts.Kinds.Select(kind => kind.Name))}.",
            "caring-to-care.json $.texts['no-place-yet']: The text \"no-place-yet\" is missing. Add it with a subject and a body: it tells that no place is free yet and who is in touch by when.",
        ]);

    [Fact]
    public void The_file_bears_the_id_of_its_service() =>
        Definitions.ProblemsAfter(_ => { }, "chester.json").ShouldBe([
            "chester.json $.id: \"caring-to-care\" is not the file's name. Rename the file to caring-to-care.json, or write \"chester\".",
        ]);

    [Theory]
    [InlineData("{\n  \"id\": \"x\",\n}", "x.json $: This is no valid JSON from line 3, position 1 on. Put it right there: often a comma, a quote or a bracket is missing or too many, or there is a comment.")]
    [InlineData("{} {}", "x.json $: This is no valid JSON from line 1, position 4 on. Put it right there: often a comma, a quote or a bracket is missing or too many, or there is a comment.")]
    [InlineData("", "x.json $: This is no valid JSON from line 1, position 1 on. Put it right there: often a comma, a quote or a bracket is missing or too many, or there is a comment.")]
    [InlineData("[]", "x.json $: [] does not fit. Write an object in braces.")]
    [InlineData("null", "x.json $: null does not fit. Write an object in braces.")]
    [InlineData("{\"schemaVersion\": 7}", "x.json $.schemaVersion: Schema version 7 is not known here. Write 2 and follow services/README.md.")]
    [InlineData("{\"schemaVersion\": \"1\"}", "x.json $.schemaVersion: \"1\" does not fit. Write a whole number.")]
    [InlineData("{\"id\": \"x\", \"id\": \"x\"}", "x.json $.id: \"id\" stands here twice. Keep one.")]
    [InlineData("{\"id\": \"\\ud800\"}", "x.json $.id: \"\\ud800\" does not fit. Write a text in quotes.")]
    [InlineData("{\"\\ud800\": \"x\"}", "x.json $: The file holds bytes or escapes that are no Unicode text. Save it as UTF-8.")]
    public void A_file_that_cannot_be_read_says_where(string text, string said) => Definitions.ProblemsOf("x.json", text).ShouldContain(said);

    [Fact]
    public void A_file_in_another_encoding_says_so() =>
        Definitions.Problems(ServiceDefinitions.Parse(Definitions.Measures, ("x.json", Encoding.Latin1.GetBytes("{\"name\": \"Zoë\"}"))))
            .ShouldBe(["x.json $: The file holds bytes or escapes that are no Unicode text. Save it as UTF-8."]);

    [Fact]
    public void A_byte_order_mark_does_no_harm() =>
        Definitions.Problems(ServiceDefinitions.Parse(Definitions.Measures, ("caring-to-care.json", (byte[])[0xEF, 0xBB, 0xBF, .. Definitions.Changed(_ => { })]))).ShouldBeEmpty();

    /// <summary>Writes JSON at a path that exists but for its last member.</summary>
    private static void Set(JsonNode node, string path, string json)
    {
        var steps = path[1..].Replace("['", ".").Replace("']", "").Replace("[", ".").Replace("]", "").Split('.', StringSplitOptions.RemoveEmptyEntries);
        foreach (var step in steps[..^1])
        {
            node = (int.TryParse(step, out var index) ? node[index] : node[step])!;
        }

        if (int.TryParse(steps[^1], out var last))
        {
            node[last] = JsonNode.Parse(json);
        }
        else
        {
            node[steps[^1]] = JsonNode.Parse(json);
        }
    }
}
