using System.Text;
using System.Text.Json.Nodes;
using Heldspace.Measures;
using Heldspace.Tests.Services;

namespace Heldspace.Tests.Measures;

public sealed class ReadingMeasures
{
    private static readonly string Folder = Path.Combine(Definitions.Folder, "measures");

    private static readonly string[] WithText = ["confidence", "experience", "gad-7", "gbo", "ons4", "phq-9"];

    [Fact]
    public void Every_shipped_measure_loads() => Definitions.Measures.All.Select(measure => measure.Id)
        .ShouldBe(["confidence", "core-10", "cors", "experience", "gad-7", "gbo", "ons4", "ors", "phq-9", "rcads-25", "sdq", "yp-core"]);

    [Fact]
    public void A_measure_that_may_not_be_shown_brings_no_words_and_is_never_shown()
    {
        foreach (var measure in Definitions.Measures.All)
        {
            measure.CanBeShown("en").ShouldBe(WithText.Contains(measure.Id), measure.Id);
            measure.Licence.TextMayBeShipped.ShouldBe(WithText.Contains(measure.Id), measure.Id);
            measure.CanBeShown("pl").ShouldBeFalse(measure.Id);
            Roles.All.Where(role => measure.TextFor("en", role, null) is not null).ShouldBe(Roles.All.Where(role => WithText.Contains(measure.Id) && measure.Respondents.Any(known => known.Who == role)
                || (WithText.Contains(measure.Id) && measure.Text.Any(text => text.Respondents.IsEmpty))), measure.Id);
        }
    }

    [Fact]
    public void What_was_written_here_says_that_it_is_not_validated() =>
        Definitions.Measures.All.Where(measure => !measure.Validated).Select(measure => measure.Id).ShouldBe(["confidence", "experience"]);

    [Fact]
    public void What_may_be_shipped_only_with_a_name_has_it() =>
        Definitions.Measures.Require("ons4").Licence.ShouldSatisfyAllConditions(
            licence => licence.Name.ShouldBe("Open Government Licence v3.0"),
            licence => licence.Attribution.ShouldContain("Office for National Statistics"));

    [Fact]
    public void Each_answers_the_questions_in_words_meant_for_them()
    {
        var experience = Definitions.Measures.Require("experience");

        experience.TextFor("en", "youngPerson", 9)!.Items[0].Text.ShouldBe("People here listened to me.");
        experience.TextFor("en", "carer", 9)!.Items[0].Text.ShouldBe("People here listened to us.");
        experience.TextFor("en", "socialWorker", 9)!.Items[0].Text.ShouldBe("The service listened to what I know about this young person.");
        experience.TextFor("en", "teacher", 9).ShouldBeNull();
        (experience.PageFor(9), experience.PageFor(16)).ShouldBe((PageStyle.OneAtATime, PageStyle.AllOnAPage));
    }

    [Fact]
    public void A_child_is_not_asked_how_anxious_they_were()
    {
        var ons4 = Definitions.Measures.Require("ons4");

        ons4.TextFor("en", "youngPerson", 16)!.Items.Select(item => item.Number).ShouldBe([1, 2, 3, 4]);
        ons4.TextFor("en", "youngPerson", 15)!.Items.Select(item => item.Number).ShouldBe([1, 2, 3]);
        ons4.TextFor("en", "youngPerson", 15)!.Intro!.ShouldContain("three questions");
        ons4.ItemsFor(15).Count().ShouldBe(3);
        ons4.TextFor("en", "youngPerson", 16)!.OptionsOf(ons4.Text[0].Items[3])[^1].Text.ShouldBe("Completely anxious");
    }

    [Theory]
    [InlineData("phq-9", "youngPerson", 17, false)]
    [InlineData("phq-9", "youngPerson", 18, true)]
    [InlineData("phq-9", "youngPerson", null, false)]
    [InlineData("phq-9", "carer", 18, false)]
    [InlineData("sdq", "carer", 17, true)]
    [InlineData("sdq", "carer", 18, false)]
    [InlineData("confidence", "carer", null, true)]
    [InlineData("gbo", "carer", 0, true)]
    public void Whom_a_measure_is_for_goes_by_who_answers_and_the_age_of_the_young_person(string id, string role, int? age, bool isFor) =>
        Definitions.Measures.Require(id).IsFor(role, age).ShouldBe(isFor);

    public static TheoryData<string, string, string, string> Wrong => new()
    {
        // measure, where it stands, what is written there, what is said
        { "phq-9", "id", "\"phq\"", "measures/phq-9.json $.id: \"phq\" is not the file's name. Rename the file to phq.json, or write \"phq-9\"." },
        { "phq-9", "schemaVersion", "9", "measures/phq-9.json $.schemaVersion: Schema version 9 is not known here. Write 1 and follow services/README.md." },
        { "phq-9", "better", "\"up\"", "measures/phq-9.json $.better: \"up\" does not fit. Write one of lower, higher." },
        { "phq-9", "colour", "1", "measures/phq-9.json $.colour: \"colour\" is not known here. Take it out, or write one of: bands, better, entered, fewestItems, id, items, licence, name, notes, plainName, reliableChange, respondents, schemaVersion, shown, subscales, text, thresholds, total, validated, version." },
        { "phq-9", "respondents.0.who", "\"dog\"", "measures/phq-9.json $.respondents[0].who: \"dog\" is nobody who answers. Write one of: youngPerson, carer, socialWorker, teacher, clinician." },
        { "sdq", "respondents.0.toAge", "3", "measures/sdq.json $.respondents[0].toAge: 3 is not possible. Write years from 4 to 25, or leave it out." },
        { "phq-9", "items.3.number", "5", "measures/phq-9.json $.items[3].number: 5 is out of order. Write 4: items are numbered from 1 without gaps." },
        { "phq-9", "items.3.max", "0", "measures/phq-9.json $.items[3].max: 0 is not more than 0. Write the greatest answer." },
        { "ors", "items.0.step", "3", "measures/ors.json $.items[0].step: 3 does not lead from 0 to 10. Write how far answers lie apart." },
        { "phq-9", "items.8.alertFrom", "4", "measures/phq-9.json $.items[8].alertFrom: 4 is no answer of this item. Write 0 to 3." },
        { "phq-9", "items.8.alert", "null", "measures/phq-9.json $.items[8].alert: An answer that a person must see, and what it speaks of, stand together. Write both, alertFrom and alert, or neither." },
        { "phq-9", "fewestItems", "10", "measures/phq-9.json $.fewestItems: 10 is not possible. Write items from 1 to 9." },
        { "sdq", "subscales.0.items.0", "26", "measures/sdq.json $.subscales[0].items[0]: There is no item 26. Write 1 to 25." },
        { "sdq", "subscales.0.items.0", "8", "measures/sdq.json $.subscales[0].items[1]: 8 stands at $.subscales[0].items[0] already. Give each item once." },
        { "sdq", "subscales.0.id", "\"Emotional symptoms\"", "measures/sdq.json $.subscales[0].id: \"Emotional symptoms\" is no name of a subscale. Write English words in camelCase, such as emotional." },
        { "sdq", "subscales.0.rule", "{\"is\":\"none\",\"why\":\"x\"}", "measures/sdq.json $.subscales[0].rule.is: A subscale is added up or averaged. Write sum or mean." },
        { "sdq", "subscales.0.rule.mayBeMissing", "5", "measures/sdq.json $.subscales[0].rule.mayBeMissing: 5 is not possible. Write items from 0 to 4." },
        { "sdq", "total.of.0", "\"sadness\"", "measures/sdq.json $.total.of[0]: There is no subscale \"sadness\". Write one of $.subscales: emotional, conduct, hyperactivity, peer, prosocial." },
        { "yp-core", "total.factor", "0", "measures/yp-core.json $.total.factor: 0 is not possible. Write what the mean is multiplied by, 1 for nothing." },
        { "phq-9", "total", "{\"is\":\"product\"}", "measures/phq-9.json $.total.is: Write \"is\" with one of: sum, mean, ofSubscales, none." },
        { "phq-9", "bands.0.steps.0.from", "1", "measures/phq-9.json $.bands[0].steps[0].from: The least score is 0. Begin there." },
        { "phq-9", "bands.0.steps.4.from", "28", "measures/phq-9.json $.bands[0].steps[4].from: 28 is out of order. Write bands from the least score up, none beyond 27." },
        { "phq-9", "bands.0.steps.2.from", "5", "measures/phq-9.json $.bands[0].steps[2].from: 5 is out of order. Write bands from the least score up, none beyond 27." },
        { "ons4", "bands.0.of", "[]", "measures/ons4.json $.bands[0].of: There is no total. Name the subscales that it is about." },
        { "sdq", "bands.0.respondents.0", "\"clinician\"", "measures/sdq.json $.bands[0].respondents[0]: There is no respondent \"clinician\". Write one of $.respondents: carer, teacher, youngPerson." },
        { "phq-9", "reliableChange.0", "{\"source\":\"x\",\"sd\":5}", "measures/phq-9.json $.reliableChange[0]: Write either points above 0, or sd above 0 and alpha between 0 and 1. Leave the entry out where neither is known." },
        { "phq-9", "thresholds.0.at", "28", "measures/phq-9.json $.thresholds[0].at: 28 parts no scores. Write more than 0, up to 27." },
        { "phq-9", "thresholds.0.sex", "\"X\"", "measures/phq-9.json $.thresholds[0].sex: \"X\" is not possible. Write M or F, or leave it out." },
        { "sdq", "entered.max", "50", "measures/sdq.json $.entered: On the same scale it has the same least and greatest total as answers would come to. Write those." },
        { "sdq", "text", "[{\"items\":[]}]", "measures/sdq.json $.text: The licence does not let these words be shipped. Take them out, and put the licence holder's file into services/measures/texts/sdq.json." },
        { "phq-9", "text", "[]", "measures/phq-9.json $.text: The words are missing. Add them, or write textMayBeShipped false." },
        { "phq-9", "text.0.items.0.number", "2", "measures/phq-9.json $.text[0].items: The items do not fit. Word each of these once, in order: 1, 2, 3, 4, 5, 6, 7, 8, 9." },
        { "phq-9", "text.0.options.3.value", "4", "measures/phq-9.json $.text[0].items[0]: Its answers go from 0 to 3. Name the least and the greatest at least, here or in options of the text, and none beyond them." },
        { "phq-9", "text.0.options", "[{\"value\":0,\"text\":\"No\"},{\"value\":2,\"text\":\"Yes\"}]", "measures/phq-9.json $.text[0].items[0]: The ends are missing. Name 0 and 3." },
        { "phq-9", "text.0.options", "[{\"value\":3,\"text\":\"Yes\"},{\"value\":0,\"text\":\"No\"}]", "measures/phq-9.json $.text[0].items[0]: The answers are out of order. Write them from the least to the greatest, each once." },
        { "ons4", "text.1.toAge", "16", "measures/ons4.json $.text[1]: Some of these readers are asked more items than others. Write a text for each age." },
        { "ons4", "text.1.fromAge", "12", "measures/ons4.json $.text: Nothing is said to the young person at 10. Add a text for them." },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_wrong_value_is_named_with_its_file_its_path_and_its_fix(string id, string path, string json, string said) => ProblemsAfter(id, path, json).ShouldContain(said);

    [Fact]
    public void A_file_that_is_no_json_says_where() =>
        Problems(MeasureFiles.Parse([("x.json", Encoding.UTF8.GetBytes("{\n"))], [])).ShouldBe([
            "measures/x.json $: This is no valid JSON from line 2, position 1 on. Put it right there: often a comma, a quote or a bracket is missing or too many, or there is a comment.",
        ]);

    [Fact]
    public void A_missing_folder_is_a_problem_not_a_crash() =>
        Problems(MeasureFiles.Read("/nowhere/measures")).ShouldBe(["measures $: The folder /nowhere/measures is missing. Create it with one file per measure."]);

    [Fact]
    public void The_licence_holders_file_makes_a_measure_askable_in_its_language()
    {
        var measures = With("texts/sdq.json", Licensed()).OrThrow();
        var sdq = measures.Require("sdq");

        sdq.CanBeShown("en").ShouldBeTrue();
        sdq.CanBeShown("pl").ShouldBeFalse();
        sdq.TextFor("en", "carer", 10)!.Items.Length.ShouldBe(25);
        sdq.TextFor("en", "teacher", 10).ShouldBeNull();
        sdq.TextFor("pl", "carer", 10).ShouldBeNull();
        With("texts/sdq.pl.json", Licensed(text => text["language"] = "pl")).OrThrow().Require("sdq").CanBeShown("pl").ShouldBeTrue();
        With("texts/sdq.en-easy.json", Licensed(text => text["language"] = "en-easy")).OrThrow().Require("sdq").CanBeShown("en").ShouldBeFalse();
    }

    public static TheoryData<string, string, string, string> WrongTexts => new()
    {
        // file, where it stands, what is written there, what is said
        { "texts/sdq.json", "version", "2", "measures/texts/sdq.json $.version: The items of version 1 are asked. Check the words against that, and write 1." },
        { "texts/sdq.json", "language", "\"pl\"", "measures/texts/sdq.json $.measure: The file's name does not say sdq in pl. Rename it to sdq.pl.json, or put measure and language right." },
        { "texts/sdq.json", "language", "\"Polish\"", "measures/texts/sdq.json $.language: \"Polish\" is no language. Write a code such as en, en-easy for Easy Read, or pl." },
        { "texts/sdq-2.json", "measure", "\"sdq-2\"", "measures/texts/sdq-2.json $.measure: There is no measure \"sdq-2\". Write one of the files in services/measures: phq-9, sdq." },
        { "texts/phq-9.json", "measure", "\"phq-9\"", "measures/texts/phq-9.json $.language: phq-9 has words in en already. Take this file away." },
        { "texts/sdq.json", "licence", "null", "measures/texts/sdq.json $.licence: null does not fit. Write a value." },
        { "texts/sdq.json", "texts", "[]", "measures/texts/sdq.json $.texts: The list is empty. Write at least one text." },
        { "texts/sdq.json", "texts.0.respondents.0", "\"clinician\"", "measures/texts/sdq.json $.texts[0].respondents[0]: There is no respondent \"clinician\". Write one of $.respondents of the measure: carer, teacher, youngPerson." },
    };

    [Theory]
    [MemberData(nameof(WrongTexts))]
    public void A_text_that_does_not_fit_its_measure_keeps_everything_from_starting(string file, string path, string json, string said) =>
        Problems(With(file, Licensed(text => Set(text, path, json)))).ShouldContain(said);

    [Fact]
    public void A_service_with_a_folder_of_its_own_asks_what_lies_in_it_or_else_what_came_with_the_program()
    {
        var folder = Directory.CreateTempSubdirectory("heldspace-measures-");
        try
        {
            File.Copy(Path.Combine(Definitions.Folder, "derby-ehwb.json"), Path.Combine(folder.FullName, "derby-ehwb.json"));
            Heldspace.Services.ServiceDefinitions.Read(folder.FullName).OrThrow().Measures.All.Length.ShouldBe(12);

            folder.CreateSubdirectory("measures");
            File.Copy(Path.Combine(Folder, "ons4.json"), Path.Combine(folder.FullName, "measures", "ons4.json"));
            Definitions.Problems(Heldspace.Services.ServiceDefinitions.Read(folder.FullName))
                .ShouldContain("derby-ehwb.json $.measures[1].measure: There is no measure \"gbo\". Write one of the files in services/measures: ons4.");

            File.WriteAllText(Path.Combine(folder.FullName, "measures", "gbo.json"), "[]");
            Definitions.Problems(Heldspace.Services.ServiceDefinitions.Read(folder.FullName)).ShouldBe(["measures/gbo.json $: [] does not fit. Write an object in braces."]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_measure_that_is_not_there_is_told_with_those_there_are()
    {
        Definitions.Measures.Find("phq").ShouldBeNull();
        Should.Throw<ArgumentException>(() => Definitions.Measures.Require("phq")).Message.ShouldStartWith("There is no measure phq here. There is: confidence, core-10,");
    }

    private static string[] ProblemsAfter(string id, string path, string json)
    {
        var measure = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, $"{id}.json")))!.AsObject();
        Set(measure, path, json);
        return Problems(MeasureFiles.Parse([($"{id}.json", Encoding.UTF8.GetBytes(measure.ToJsonString()))], []));
    }

    private static MeasuresReading With(string file, JsonObject text) => MeasureFiles.Parse(
        [.. new[] { "phq-9.json", "sdq.json" }.Select(name => (name, (ReadOnlyMemory<byte>)File.ReadAllBytes(Path.Combine(Folder, name))))],
        [(file, Encoding.UTF8.GetBytes(text.ToJsonString()))]);

    /// <summary>Invented words, not those of the measure.</summary>
    private static JsonObject Licensed(Action<JsonObject>? change = null)
    {
        var text = JsonNode.Parse("""
            {
              "measure": "sdq", "version": 1, "language": "en", "licence": "Invented for a test",
              "texts": [{ "respondents": ["carer"], "options": [{ "value": 0, "text": "No" }, { "value": 1, "text": "A bit" }, { "value": 2, "text": "Yes" }], "items": [] }]
            }
            """)!.AsObject();
        foreach (var number in Enumerable.Range(1, 25))
        {
            text["texts"]![0]!["items"]!.AsArray().Add(new JsonObject { ["number"] = number, ["text"] = $"Invented question {number}" });
        }

        change?.Invoke(text);
        return text;
    }

    private static void Set(JsonNode at, string path, string json)
    {
        var steps = path.Split('.');
        foreach (var step in steps[..^1])
        {
            at = int.TryParse(step, out var index) ? at[index]! : at[step]!;
        }

        if (int.TryParse(steps[^1], out var last))
        {
            at[last] = JsonNode.Parse(json);
        }
        else
        {
            at[steps[^1]] = JsonNode.Parse(json);
        }
    }

    private static string[] Problems(MeasuresReading reading) =>
        reading is MeasuresReading.Refused refused ? [.. refused.Problems.Select(problem => problem.ToString())] : [];
}
