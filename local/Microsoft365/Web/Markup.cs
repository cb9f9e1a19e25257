using System.Net;
using System.Runtime.CompilerServices;
using System.Text;

namespace Heldspace.Local.Microsoft365.Web;

/// <summary>HTML in which everything put in is encoded unless it is markup itself.</summary>
internal readonly record struct Markup(string Html)
{
    public static Markup Of(Template template) => new(template.ToString());

    public static Markup Join(IEnumerable<Markup> parts) => new(string.Concat(parts.Select(static part => part.Html)));

    /// <summary>Markup only where something holds.</summary>
    public static Markup If(bool holds, Func<Markup> part) => holds ? part() : default;

    public override string ToString() => Html ?? "";

    [InterpolatedStringHandler]
    internal readonly struct Template(int literalLength, int formattedCount)
    {
        private readonly StringBuilder text = new(literalLength + (formattedCount * 24));

        public void AppendLiteral(string value) => text.Append(value);

        public void AppendFormatted(Markup value) => text.Append(value.Html);

        public void AppendFormatted(string? value) => text.Append(WebUtility.HtmlEncode(value));

        public void AppendFormatted(int value) => text.Append(value);

        public override string ToString() => text.ToString();
    }
}
