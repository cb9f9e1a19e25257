using System.Buffers;
using System.Globalization;
using System.Text;

namespace Heldspace.Summaries.Reports;

/// <summary>A table for a spreadsheet as RFC 4180 says, CRLF between lines, in which nothing is taken for a formula.</summary>
public sealed class CsvText
{
    /// <summary>What spreadsheets begin a formula with, or pass over before one.</summary>
    private static readonly SearchValues<char> Formulas = SearchValues.Create("=+-@\t\r\n＝＋－＠");

    /// <summary>A semicolon and a tab too: some take these for what parts the fields.</summary>
    private static readonly SearchValues<char> Quoted = SearchValues.Create(",;\t\"\r\n");

    private readonly StringBuilder text = new();

    /// <param name="heads">Of the columns; none for a table whose parts have their own.</param>
    public CsvText(params ReadOnlySpan<string> heads)
    {
        if (heads.Length > 0)
        {
            Line(heads);
        }
    }

    /// <summary>A line of its fields, each as it is meant to be read.</summary>
    public CsvText Line(params ReadOnlySpan<string> fields)
    {
        for (var index = 0; index < fields.Length; index++)
        {
            text.Append(index == 0 ? "" : ",").Append(Field(fields[index]));
        }

        text.Append("\r\n");
        return this;
    }

    /// <summary>To four places; empty for nothing.</summary>
    public static string Number(decimal? value) => value?.ToString("0.####", CultureInfo.InvariantCulture) ?? "";

    public override string ToString() => text.ToString();

    /// <summary>Quoted where it has to be; what a spreadsheet would take for a formula is led by an apostrophe. A number stays one.</summary>
    private static string Field(string field)
    {
        var isFormula = field.AsSpan().TrimStart(' ') is [var first, ..] && Formulas.Contains(first) && !decimal.TryParse(field, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _);
        var safe = isFormula ? $"'{field}" : field;
        return safe.AsSpan().IndexOfAny(Quoted) < 0 ? safe : $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
