using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using CsvHelper;
using Heldspace.Intake;
using NodaTime;
using NodaTime.Text;

namespace Heldspace.Roster;

/// <summary>
/// Reads the file of the care population that an authority sends weekly: comma- or semicolon-separated, a header in the first line, one child a line.
/// A line that cannot be used is reported with what to do about it, and the others are taken.
/// </summary>
public static class ReadRoster
{
    /// <summary>Far more than any authority looks after; a larger file is something else.</summary>
    public const int MostLines = 20_000;

    private const string ChildIdColumn = "child id";
    private const string EnteredColumn = "entered care";
    private const string SdqColumn = "sdq due";

    /// <summary>Column names as authorities write them, in lower case, for each field of a referral.</summary>
    private static readonly FrozenDictionary<string, Field> Columns = new Dictionary<string, Field>(StringComparer.Ordinal)
    {
        ["first name"] = Fields.GivenName,
        ["forename"] = Fields.GivenName,
        ["given name"] = Fields.GivenName,
        ["surname"] = Fields.FamilyName,
        ["last name"] = Fields.FamilyName,
        ["family name"] = Fields.FamilyName,
        ["date of birth"] = Fields.DateOfBirth,
        ["dob"] = Fields.DateOfBirth,
        ["sex"] = Fields.Sex,
        ["ethnicity"] = Fields.Ethnicity,
        ["nhs number"] = Fields.NhsNumber,
        ["legal status"] = Fields.LegalStatus,
        ["placement type"] = Fields.PlacementType,
        ["placement since"] = Fields.PlacementSince,
        ["placement start"] = Fields.PlacementSince,
        ["placement postcode"] = Fields.PlacementPostcode,
        ["responsible authority"] = Fields.ResponsibleAuthority,
        ["lives in"] = Fields.LivesIn,
        ["social worker"] = Fields.SocialWorker,
        ["social worker email"] = Fields.SocialWorkerEmail,
        ["social worker phone"] = Fields.SocialWorkerPhone,
    }.ToFrozenDictionary();

    /// <param name="content">UTF-8, with or without a byte order mark; else Windows-1252's Latin part.</param>
    /// <param name="today">The day in London.</param>
    public static RosterFile Read(ReadOnlyMemory<byte> content, LocalDate today)
    {
        var text = Text(content.Span);
        using var csv = CsvReader.FromText(text, new CsvReaderOptions { TrimWhitespace = true, TrackLineNumbers = true, AllowLineBreaksInQuotes = false });
        csv.ReadHeader();
        var header = csv.Headers.Select(name => name.Trim().ToLowerInvariant()).ToList();
        if (header.Count < 2)
        {
            return new RosterFile.Refused("The file has no table. Save it as CSV with a header in the first line and one child a line.");
        }

        var lacking = new[] { ChildIdColumn, EnteredColumn }.Where(name => !header.Contains(name)).ToList();
        if (lacking.Count > 0)
        {
            return new RosterFile.Refused($"The column \"{lacking[0]}\" is missing. The first line must name the columns: child id, entered care, and what else is known.");
        }

        var good = ImmutableArray.CreateBuilder<RosterLine>();
        var problems = ImmutableArray.CreateBuilder<RosterProblem>();
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        while (csv.Read())
        {
            if (good.Count + problems.Count >= MostLines)
            {
                return new RosterFile.Refused($"The file has more than {MostLines:N0} lines. Is it the right one?");
            }

            var line = (int)csv.LineNumber;
            if (header.All(column => Cell(csv, header, column) is null))
            {
                continue;
            }

            switch (Line(csv, header, line, today))
            {
                case (null, { } problem):
                    problems.Add(problem);
                    break;

                case ({ } read, _) when seen.TryGetValue(read.ChildId, out var before):
                    problems.Add(new(line, ChildIdColumn, $"The same child stands in line {before}. One line for each child.", read.ChildId));
                    break;

                case ({ } read, var beside):
                    seen.Add(read.ChildId, line);
                    good.Add(read);
                    if (beside is not null)
                    {
                        problems.Add(beside);
                    }

                    break;
            }
        }

        return good.Count == 0 && problems.Count == 0 ? new RosterFile.Refused("The file has a header and no lines.") : new RosterFile.Lines(good.ToImmutable(), problems.ToImmutable());
    }

    /// <summary>One line: what was read, a problem that leaves it out, or a problem beside it that does not.</summary>
    private static (RosterLine? Line, RosterProblem? Problem) Line(CsvReader csv, List<string> header, int line, LocalDate today)
    {
        if (Cell(csv, header, ChildIdColumn) is not { Length: > 0 and <= 64 } id)
        {
            return (null, new(line, ChildIdColumn, "Give the authority's own id of the child, at most 64 characters."));
        }

        if (Day(Cell(csv, header, EnteredColumn), today) is not { } entered)
        {
            return (null, new(line, EnteredColumn, "Give the day on which this time in care began, like 31/12/2026; it cannot lie ahead.", id));
        }

        var source = string.Create(CultureInfo.InvariantCulture, $"roster, line {line}");
        var child = Child.Empty(1).With(Fields.Category, Reading.Known(Categories.ChildInCare, source));
        RosterProblem? beside = null;
        foreach (var column in header)
        {
            if (!Columns.TryGetValue(column, out var field) || Cell(csv, header, column) is not { } value)
            {
                continue;
            }

            foreach (var (about, reading) in ReadValue.Of(field, value, source, today))
            {
                child = child.With(about, reading);
                beside ??= reading.Certainty == Certainty.Unknown ? new(line, column, $"The {field.Label} cannot be read. The line was taken without it.", id, LeftOut: false) : null;
            }
        }

        // The yearly SDQ lies ahead: the authority plans it.
        return (new(line, id, CrossRules.Apply(child, today), entered, CrossRules.Day(child, Fields.PlacementSince), Day(Cell(csv, header, SdqColumn), null)), beside);
    }

    /// <summary>What stands in a column of the current line; null where nothing does, or the line is too short for it.</summary>
    private static string? Cell(CsvReader csv, List<string> header, string column) =>
        header.IndexOf(column) is >= 0 and var at && at < csv.FieldCount && csv.GetString(at).Trim() is { Length: > 0 } value ? value : null;

    private static LocalDate? Day(string? text, LocalDate? notAfter)
    {
        foreach (var pattern in new[] { "d/M/uuuu", "uuuu-MM-dd", "d.M.uuuu", "d-MMM-uuuu" })
        {
            if (LocalDatePattern.CreateWithInvariantCulture(pattern).Parse(text ?? "").TryGetValue(default, out var day) && (notAfter is null || day <= notAfter) && day.Year > 1990)
            {
                return day;
            }
        }

        return null;
    }

    private static string Text(ReadOnlySpan<byte> content)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(content).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            return Encoding.Latin1.GetString(content);
        }
    }
}
