using System.Globalization;
using System.Net;
using System.Text;

namespace Heldspace.Local.Simulation;

/// <summary>One run of figures. A gap is a null.</summary>
/// <param name="Name">As the legend says it.</param>
/// <param name="Colour">Told apart by those who see colours differently too; each kind also has its own shape.</param>
/// <param name="Bars">Bars instead of a line with dots.</param>
internal sealed record Series(string Name, string Colour, bool Bars, IReadOnlyList<double?> Values);

/// <summary>A chart with what it is of, its axes in words and its figures: written as a picture (SVG) and as a table (CSV) of the same numbers.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Across">What runs along the bottom.</param>
/// <param name="Up">What runs up the side, with its unit.</param>
/// <param name="Labels">Of the places along the bottom, one for each value.</param>
/// <param name="Lines">Level lines with their names: a target, a published figure.</param>
internal sealed record Chart(string Title, string Across, string Up, IReadOnlyList<string> Labels, IReadOnlyList<Series> Series, IReadOnlyList<(string Name, double At)> Lines)
{
    private const double Width = 960;
    private const double Height = 420;
    private const double Left = 64;
    private const double Right = 24;
    private const double Top = 84;
    private const double Bottom = 72;

    private double Highest => Round(Math.Max(1, Series.SelectMany(series => series.Values).Max() ?? 1) is var most && Lines.Count > 0 ? Math.Max(most, Lines.Max(line => line.At)) : most);

    private double Step => (Width - Left - Right) / Math.Max(1, Labels.Count);

    public string ToCsv()
    {
        var text = new StringBuilder($"{Across},{string.Join(',', Series.Select(series => series.Name))}\n");
        for (var n = 0; n < Labels.Count; n++)
        {
            var at = n;
            text.Append(CultureInfo.InvariantCulture, $"{Labels[n]},{string.Join(',', Series.Select(series => Number(series.Values[at])))}\n");
        }

        return text.ToString();
    }

    public string ToSvg()
    {
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {Height}" width="{Width}" height="{Height}" font-family="Helvetica, Arial, sans-serif" font-size="13" fill="#0b0c0c" role="img">
            <title>{Text(Title)}</title>
            <rect width="{Width}" height="{Height}" fill="#ffffff"/>
            <text x="{Left}" y="26" font-size="17" font-weight="bold">{Text(Title)}</text>
            <text x="{Width - Right}" y="26" text-anchor="end" fill="#505a5f">Synthetic: a simulation</text>

            """);
        Legend(svg);
        Axes(svg);
        var bars = Series.Where(series => series.Bars).ToList();
        foreach (var series in Series)
        {
            if (series.Bars)
            {
                Bar(svg, series, bars.IndexOf(series), bars.Count);
            }
            else
            {
                Line(svg, series);
            }
        }

        foreach (var (name, at) in Lines)
        {
            svg.Append(CultureInfo.InvariantCulture, $"""
                <line x1="{Left}" x2="{Width - Right}" y1="{Y(at):0.#}" y2="{Y(at):0.#}" stroke="#d4351c" stroke-width="1.5" stroke-dasharray="6 4"/>
                <text x="{Width - Right - 4}" y="{Y(at) - 5:0.#}" text-anchor="end" fill="#d4351c">{Text(name)}</text>

                """);
        }

        return svg.Append("</svg>\n").ToString();
    }

    private void Legend(StringBuilder svg)
    {
        var x = Left;
        foreach (var series in Series)
        {
            svg.Append(CultureInfo.InvariantCulture, $"""
                <rect x="{x}" y="44" width="14" height="{(series.Bars ? 14 : 4)}" fill="{series.Colour}"/>
                <text x="{x + 20}" y="56">{Text(series.Name)}</text>

                """);
            x += 44 + (series.Name.Length * 7.2);
        }
    }

    private void Axes(StringBuilder svg)
    {
        for (var mark = 0; mark <= 5; mark++)
        {
            var at = Highest * mark / 5;
            svg.Append(CultureInfo.InvariantCulture, $"""
                <line x1="{Left}" x2="{Width - Right}" y1="{Y(at):0.#}" y2="{Y(at):0.#}" stroke="#dddddd"/>
                <text x="{Left - 8}" y="{Y(at) + 4:0.#}" text-anchor="end">{at:0.##}</text>

                """);
        }

        var every = Math.Max(1, (int)Math.Ceiling(Labels.Count / 18.0));
        for (var n = 0; n < Labels.Count; n += every)
        {
            svg.Append(CultureInfo.InvariantCulture, $"""
                <text x="{X(n):0.#}" y="{Height - Bottom + 20}" text-anchor="middle" font-size="11">{Text(Labels[n])}</text>

                """);
        }

        svg.Append(CultureInfo.InvariantCulture, $"""
            <text x="{(Left + Width - Right) / 2}" y="{Height - 18}" text-anchor="middle">{Text(Across)}</text>
            <text x="18" y="{(Top + Height - Bottom) / 2}" text-anchor="middle" transform="rotate(-90 18 {(Top + Height - Bottom) / 2})">{Text(Up)}</text>

            """);
    }

    private void Bar(StringBuilder svg, Series series, int nth, int of)
    {
        var width = Step * 0.8 / of;
        for (var n = 0; n < series.Values.Count; n++)
        {
            if (series.Values[n] is { } value)
            {
                svg.Append(CultureInfo.InvariantCulture, $"""
                    <rect x="{X(n) - (Step * 0.4) + (nth * width):0.#}" y="{Y(value):0.#}" width="{width:0.#}" height="{Y(0) - Y(value):0.#}" fill="{series.Colour}"/>

                    """);
            }
        }
    }

    private void Line(StringBuilder svg, Series series)
    {
        var points = series.Values.Select((value, n) => (value, n)).Where(point => point.value is not null).Select(point => (X: X(point.n), Y: Y(point.value!.Value))).ToList();
        svg.Append(CultureInfo.InvariantCulture, $"""
            <polyline fill="none" stroke="{series.Colour}" stroke-width="2" points="{string.Join(' ', points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{point.X:0.#},{point.Y:0.#}")))}"/>

            """);
        foreach (var (x, y) in points)
        {
            svg.Append(CultureInfo.InvariantCulture, $"""<circle cx="{x:0.#}" cy="{y:0.#}" r="2.5" fill="{series.Colour}"/>""").Append('\n');
        }
    }

    private double X(int n) => Left + (Step * (n + 0.5));

    private double Y(double value) => Height - Bottom - (Math.Min(value, Highest) / Highest * (Height - Top - Bottom));

    /// <summary>Up to a number that fifths of are easy to read.</summary>
    private static double Round(double most)
    {
        var unit = Math.Pow(10, Math.Floor(Math.Log10(most)));
        return new[] { 1, 1.5, 2, 2.5, 3, 4, 5, 7.5, 10 }.Select(times => times * unit).First(top => top >= most);
    }

    private static string Number(double? value) => value?.ToString("0.###", CultureInfo.InvariantCulture) ?? "";

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
