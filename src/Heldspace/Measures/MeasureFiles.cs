using System.Collections.Immutable;
using Heldspace.Services;
using Heldspace.Services.Checks;

namespace Heldspace.Measures;

/// <summary>What came of reading the measure files.</summary>
public abstract record MeasuresReading
{
    private MeasuresReading()
    {
    }

    /// <summary>Every file is in order.</summary>
    public sealed record Loaded(MeasureFiles Files) : MeasuresReading;

    /// <summary>At least one file is not; nothing may start.</summary>
    public sealed record Refused(ImmutableArray<DefinitionProblem> Problems) : MeasuresReading;

    /// <summary>The measures, or <see cref="DefinitionsRefusedException"/> with every problem on a line of its own.</summary>
    public MeasureFiles OrThrow() => this switch
    {
        Loaded loaded => loaded.Files,
        Refused refused => throw new DefinitionsRefusedException(refused.Problems),
        _ => throw new InvalidOperationException("There are two ways to read measures."),
    };
}

/// <summary>Every measure there is, from <c>services/measures/*.json</c>, each with the words that may be shown. Read once, at start-up.</summary>
public sealed class MeasureFiles
{
    /// <summary>Inside the folder of the services.</summary>
    public const string Folder = "measures";

    /// <summary>Inside the folder of the measures: what licence holders allow to be shown.</summary>
    public const string TextsFolder = "texts";

    private const string SchemaFile = "schema.json";

    private MeasureFiles(ImmutableArray<Measure> all) => All = all;

    /// <summary>In the order of their ids.</summary>
    public ImmutableArray<Measure> All { get; }

    /// <summary>Null where there is no such measure.</summary>
    public Measure? Find(string? id) => All.FirstOrDefault(measure => measure.Id == id);

    /// <summary>The measure of an id that this deployment itself wrote somewhere.</summary>
    /// <exception cref="ArgumentException">There is none (any more).</exception>
    public Measure Require(string id) => Find(id) ?? throw new ArgumentException(NoSuch(id), nameof(id));

    /// <summary>That there is no such measure, and which there are.</summary>
    public string NoSuch(string id) => $"There is no measure {id} here. There is: {string.Join(", ", All.Select(measure => measure.Id))}.";

    /// <summary>Those beside the program.</summary>
    public static MeasuresReading ReadShipped() => Read(Path.Combine(AppContext.BaseDirectory, "services", Folder));

    /// <summary>Reads every <c>*.json</c> directly in a folder but <c>schema.json</c>, and those in its folder <c>texts</c>, if there is one.</summary>
    public static MeasuresReading Read(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return new MeasuresReading.Refused([new(Folder, "$", $"The folder {folder} is missing. Create it with one file per measure.")]);
        }

        var texts = Path.Combine(folder, TextsFolder);
        return Parse(Files(folder, ""), Directory.Exists(texts) ? Files(texts, $"{TextsFolder}/") : []);
    }

    /// <summary>Reads measures and the licence holders' texts from their bytes, each under its file name; that of a text starts with <c>texts/</c>.</summary>
    public static MeasuresReading Parse(ImmutableArray<(string File, ReadOnlyMemory<byte> Json)> files, ImmutableArray<(string File, ReadOnlyMemory<byte> Json)> texts)
    {
        var problems = new List<DefinitionProblem>();
        var measures = new List<Measure>();
        foreach (var (file, json) in files)
        {
            var found = new Problems($"{Folder}/{file}");
            if (DefinitionFile.Read<Measure>(json.Span, DefinitionUpcasts.OfMeasures, found) is { } measure)
            {
                MeasureRules.Check(measure, found);
                measures.Add(measure.Text.IsEmpty ? measure : measure with { Texts = measure.Texts.Add(Measure.English, measure.Text) });
            }

            problems.AddRange(found.All);
        }

        // Of a measure that is wrong itself no text can be said to fit.
        foreach (var (file, json) in problems.Count == 0 ? texts : [])
        {
            var found = new Problems($"{Folder}/{file}");
            if (DefinitionFile.Read<LicensedText>(json.Span, null, found) is { } text && TextFileRules.Check(text, measures, found) is { } index)
            {
                measures[index] = measures[index] with { Texts = measures[index].Texts.Add(text.Language, text.Texts) };
            }

            problems.AddRange(found.All);
        }

        return problems.Count > 0
            ? new MeasuresReading.Refused([.. problems])
            : new MeasuresReading.Loaded(new([.. measures.OrderBy(measure => measure.Id, StringComparer.Ordinal)]));
    }

    private static ImmutableArray<(string File, ReadOnlyMemory<byte> Json)> Files(string folder, string prefix) =>
    [
        .. Directory.EnumerateFiles(folder, "*.json")
            .Where(file => Path.GetFileName(file) != SchemaFile)
            .Order(StringComparer.Ordinal)
            .Select(file => (prefix + Path.GetFileName(file), (ReadOnlyMemory<byte>)File.ReadAllBytes(file))),
    ];
}
